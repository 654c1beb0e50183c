//! Values between samples.
//!
//! | quality  | between samples                      | error at 1 kHz, 5 kHz (48 kHz) |
//! |----------|--------------------------------------|--------------------------------|
//! | eco      | a straight line through 2 neighbours | −56, −28 dB                    |
//! | standard | Lagrange's cubic through 4           | −106, −50 dB                   |
//! | high     | Lagrange's fifth degree through 6    | −155, −72 dB                   |
//!
//! Measured in `tests/laws/quality.rs`.

/// Samples a curve may read.
pub(super) const TAPS: usize = 6;

/// A curve through six samples, of which it may leave some unread.
pub(super) trait Interpolation {
    /// The value between samples 2 and 3, `t` of the way.
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32;
}

pub(super) struct Linear;
pub(super) struct Cubic;
pub(super) struct Fifth;

impl Interpolation for Linear {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        x(2) + (x(3) - x(2)) * t
    }
}

impl Interpolation for Cubic {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        let (a, b, c, d) = (x(1), x(2), x(3), x(4));
        let c1 = c - a * (1.0 / 3.0) - b * 0.5 - d * (1.0 / 6.0);
        let c2 = 0.5 * (a + c) - b;
        let c3 = (d - a) * (1.0 / 6.0) + 0.5 * (b - c);
        ((c3 * t + c2) * t + c1) * t + b
    }
}

impl Interpolation for Fifth {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        let (a, b, c, d, e, f) = (t + 2.0, t + 1.0, t, t - 1.0, t - 2.0, t - 3.0);
        let (left, middle, right) = (a * b, c * d, e * f);
        x(0) * (b * middle * right) * (-1.0 / 120.0)
            + x(1) * (a * middle * right) * (1.0 / 24.0)
            + x(2) * (left * d * right) * (-1.0 / 12.0)
            + x(3) * (left * c * right) * (1.0 / 12.0)
            + x(4) * (left * middle * f) * (-1.0 / 24.0)
            + x(5) * (left * middle * e) * (1.0 / 120.0)
    }
}
