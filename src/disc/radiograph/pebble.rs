//! A solid told by its outline on the sheet: a short bone, a plate of bone, a skull, a lung.
//!
//! ```text
//! chord = 2 · H · sqrt(1 − (ρ / R)ⁿ)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `H` | half of the thickness along the beam | mm |
//! | `ρ` | distance of the ray from the middle | mm |
//! | `R` | distance of the outline from the middle, in the ray's direction | mm |
//! | `n` | 2 for an egg, 4 for a block with rounded edges, as carpal bones are | 1 |
//!
//! Of bone, it is that solid less the same solid smaller by the cortex on all sides.

use super::outline::Outline;
use super::tissue::{Point, Stuff, Tissue};
use super::weave::Weave;

/// How a solid rounds off towards its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Like a ball.
    Egg,
    /// Like a box.
    Block,
}

/// A solid.
#[derive(Clone, Debug, PartialEq)]
pub struct Pebble {
    outline: Outline,
    half_thickness_mm: f64,
    profile: Profile,
    stuff: Stuff,
    tissue: Tissue,
}

impl Pebble {
    /// From a closed outline on the sheet (three points or more, no two the same).
    pub fn new(outline: &[Point], thickness_mm: f64, profile: Profile, stuff: Stuff, tissue: Tissue) -> Self {
        Self { outline: Outline::new(outline), half_thickness_mm: 0.5 * thickness_mm, profile, stuff, tissue }
    }

    /// Attenuation of the ray by its bone, a pure number, and what it adds to the flesh in the ray's way, in mm.
    #[inline]
    pub fn shade(&self, at: Point, weave: &Weave) -> (f64, f64) {
        let Some((r, square)) = self.outline.within(at) else { return (0.0, 0.0) };
        let chord = |r: f64, half_mm: f64| {
            let q = square / (r * r);
            let q = if self.profile == Profile::Egg { q } else { q * q };
            if r > 0.0 && half_mm > 0.0 && q < 1.0 { 2.0 * half_mm * (1.0 - q).sqrt() } else { 0.0 }
        };
        let outer = chord(r, self.half_thickness_mm);
        let wall = self.stuff.wall_mm() * self.tissue.cortex;
        let inner = || chord(r - wall, self.half_thickness_mm - wall);
        self.stuff.shade(outer, inner, weave, self.tissue)
    }

    /// A capsule that holds the whole shadow: two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        self.outline.bounds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::radiograph::person::HEALTHY;
    use crate::disc::radiograph::tissue::CORTEX_PER_MM;

    const SQUARE: [Point; 4] = [[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]];

    #[test]
    fn a_hollow_ball_is_brightest_at_its_rim() {
        let shell = Stuff::Bone { wall_mm: 1.0, spongy: 0.0 };
        let ball = Pebble::new(&SQUARE, 18.0, Profile::Egg, shell, HEALTHY);
        let middle = ball.shade([0.01, 0.0], &Weave::even()).0;
        assert!((middle - CORTEX_PER_MM * 2.0).abs() < 1e-3, "two walls of 1 mm: {middle}");
        assert!(ball.shade([8.0, 0.0], &Weave::even()).0 > 2.0 * middle);
    }

    #[test]
    fn air_takes_flesh_away() {
        let lung = Pebble::new(&SQUARE, 10.0, Profile::Block, Stuff::Flesh(-0.75), HEALTHY);
        assert_eq!(lung.shade([0.0, 0.0], &Weave::even()), (0.0, -7.5));
        assert_eq!(lung.shade([9.5, 0.0], &Weave::even()), (0.0, 0.0));
    }
}
