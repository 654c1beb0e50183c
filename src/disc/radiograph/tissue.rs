//! What bodies, rings and nails are made of: attenuation at one energy, 33 keV (`absorber.rs` says from where).

/// A place on the sheet, or in a hand: `[x, y]` in millimetres.
pub type Point = [f64; 2];

/// Flesh, per mm (approximate).
pub const SOFT_PER_MM: f64 = 0.037;
/// Cortical bone less flesh, per mm: 0.19 − 0.037 (approximate).
pub const CORTEX_PER_MM: f64 = 0.155;
/// Spongy bone less flesh, per mm: a quarter of it is bone (guessed).
pub const SPONGY_PER_MM: f64 = 0.038;
/// Gold, per mm. The true figure is tens; everything above 2 is equally clear on the film.
pub const GOLD_PER_MM: f64 = 5.0;

/// Steel against cortex (approximate).
pub const STEEL: f64 = 14.0;

/// Swing of the trabecular pattern in spongy bone, as a part of its attenuation (by eye).
pub const TRABECULAE: f64 = 0.7;

/// Bone as this person has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tissue {
    /// Thickness of every cortex against a healthy adult's, `0.61..=1.19`.
    pub cortex: f64,
    /// Density of spongy bone against a healthy adult's, `0.61..=1.19`.
    pub spongy: f64,
}

/// What a solid is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stuff {
    /// A shell of cortex about a cavity that is spongy bone to a part, `0..=1`.
    Bone {
        /// Thickness of the shell, in mm.
        wall_mm: f64,
        /// Part of the cavity that is spongy bone; the rest passes for flesh.
        spongy: f64,
    },
    /// Solid, so many times as dense as cortex: enamel 1.6, lead 30; below 0 a gap in bone, −1 all of it.
    Solid(f64),
    /// Flesh, by its share; below 0 air that takes the place of flesh.
    Flesh(f64),
}

/// From `a` to `b` as `f` goes from 0 to 1.
#[inline(always)]
pub fn lerp(a: f64, b: f64, f: f64) -> f64 {
    a + (b - a) * f
}
