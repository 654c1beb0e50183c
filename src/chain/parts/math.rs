//! Small maths with the same bits on every machine: additions and multiplications only.

/// Where decays end, far below anything heard: closer to 0 lie the subnormal numbers, which some processors handle slowly.
pub(in crate::chain) const DECAY_FLOOR: f32 = 1e-15;

/// Added to a number and taken off again, rounds it to a whole one, to even at a half; its parity is the lowest bit of
/// the sum.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `sin(2π x)` for `x` up to 2⁵⁰ either way, error below 3e-9.
///
/// Reduced to a quarter turn, then the Taylor polynomial of degree 13.
#[inline]
pub(in crate::chain) fn sin_turns(x: f64) -> f64 {
    // Nearest half turn; its parity is the sign.
    let rounded = 2.0 * x + ROUNDER;
    let half = rounded - ROUNDER;
    let y = (x - 0.5 * half) * std::f64::consts::TAU;
    let z = y * y;
    let series = 1.0 / 6_227_020_800.0;
    let series = -1.0 / 39_916_800.0 + z * series;
    let series = 1.0 / 362_880.0 + z * series;
    let series = -1.0 / 5040.0 + z * series;
    let series = 1.0 / 120.0 + z * series;
    let series = -1.0 / 6.0 + z * series;
    let sine = y + y * z * series;
    f64::from_bits(sine.to_bits() ^ rounded.to_bits() << 63)
}

/// `cos(2π x)`.
#[inline]
pub(in crate::chain) fn cos_turns(x: f64) -> f64 {
    sin_turns(x + 0.25)
}

/// Odd, smooth limit: the identity for small `x`, never beyond ±1, with the knee of a fourth power.
#[inline(always)]
pub(in crate::chain) fn soft_limit(x: f32) -> f32 {
    // The hair keeps the fourth power of silence off the subnormal numbers; the sum with 1 does not see it. Far
    // past the limit the power is held, or it would overflow.
    let square = x * x + 1e-10;
    let square = if square < 1e18 { square } else { 1e18 };
    clamp_symmetric(x / (1.0 + square * square).sqrt().sqrt(), 1.0)
}

/// `x` held between `-most` and `most`; what is not a number stays so. Shorter than `clamp`, which checks its bounds.
#[inline(always)]
pub(in crate::chain) fn clamp_symmetric(x: f32, most: f32) -> f32 {
    let x = if x > most { most } else { x };
    if x < -most { -most } else { x }
}

/// Ends a decay before it reaches the subnormal numbers, which some processors handle slowly. Only at a grid cell's end, or
/// a cut block would end it elsewhere.
#[inline(always)]
pub(in crate::chain) fn flush_subnormal(x: f32, cell_ends: bool) -> f32 {
    if cell_ends && x.abs() < DECAY_FLOOR { 0.0 } else { x }
}

/// Smooth noise with one hashed value per unit of `x`, in −1..1; its slope is zero at the values.
pub(in crate::chain) fn slow_noise(seed: u64, x: f64) -> f64 {
    let cell = x.floor();
    let n = cell as i64;
    slow_curve([slow_value(seed, n), slow_value(seed, n + 1)], x - cell)
}

/// Value number `n` of a smooth noise, in −1..1.
pub(in crate::chain) fn slow_value(seed: u64, n: i64) -> f64 {
    f64::from(crate::disc::hash::unit(crate::disc::hash::branch(seed, n as u64))) * 2.0 - 1.0
}

/// The curve of a smooth noise between two values, `t` in 0..1 from the first.
pub(in crate::chain) fn slow_curve([a, b]: [f64; 2], t: f64) -> f64 {
    a + (b - a) * t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_is_a_sine() {
        for step in -3000..3000 {
            let x = f64::from(step) * 0.013_7;
            let exact = (std::f64::consts::TAU * x).sin();
            assert!((sin_turns(x) - exact).abs() < 3e-9, "{x}: {} {exact}", sin_turns(x));
        }
    }

    #[test]
    fn the_limit_is_a_limit() {
        assert!((soft_limit(0.01) - 0.01).abs() < 1e-6);
        assert!(soft_limit(1e9) <= 1.0 && soft_limit(-1e9) >= -1.0);
        assert_eq!(soft_limit(f32::MAX), 1.0);
    }
}
