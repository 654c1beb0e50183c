//! What stands between the tube and the film: a plain list of solids whose chord along the beam has a closed form.
//!
//! The beam is parallel and falls straight down on the sheet, so a ray is a point of the sheet. Across a round
//! limb of radius `r`, at distance `d` from its axis, it runs through `chord`; all chords add:
//!
//! ```text
//! chord = 2 · k · sqrt(r² − d²),      T = exp(−Σ μ · chord)      (Beer and Lambert)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `r` | half-width of the solid where the ray meets it | mm |
//! | `d` | distance of the ray from the axis, on the sheet | mm |
//! | `k` | flatness: half-thickness along the beam over half-width | 1 |
//! | `μ` | linear attenuation coefficient, the constants below | 1/mm |
//! | `T` | transmission | 1 |
//!
//! A bone is that chord twice: the outer surface less the cavity is cortex, the cavity is spongy bone at the
//! ends and marrow, which passes for flesh, in the middle of the shaft. Bone counts as its excess over the soft
//! tissue that it displaces, so flesh may simply be laid over everything.
//!
//! The coefficients are those of one energy, 33 keV: what 50–60 kVp acts like after its filter (guessed). Tissues
//! after ICRU Report 44 as tabulated by NIST, <https://physics.nist.gov/PhysRefData/XrayMassCoef/tab4.html>,
//! between 30 and 40 keV (approximate).

use super::pebble::Pebble;
use super::strand::Link;
use super::tissue::{CORTEX_PER_MM, Point, SPONGY_PER_MM, Stuff, Tissue};
use super::tube::Tube;
use super::weave::Weave;

impl Stuff {
    /// The same in a picture `scale` times as large.
    pub fn scaled(self, scale: f64) -> Self {
        match self {
            Self::Bone { wall_mm, spongy } => Self::Bone { wall_mm: wall_mm * scale, spongy },
            other => other,
        }
    }

    /// Thickness of the shell, in mm; 0 if there is none.
    #[inline]
    pub fn wall_mm(self) -> f64 {
        if let Self::Bone { wall_mm, .. } = self { wall_mm } else { 0.0 }
    }

    /// What a solid does to a ray that crosses `outer` mm of it, `inner` mm of these in its cavity:
    /// attenuation by bone, a pure number, and mm of flesh.
    #[inline]
    pub fn shade(self, outer: f64, inner: impl Fn() -> f64, weave: &Weave, tissue: Tissue) -> (f64, f64) {
        if outer <= 0.0 {
            return (0.0, 0.0);
        }
        match self {
            Self::Flesh(share) => (0.0, share * outer),
            Self::Solid(share) => (CORTEX_PER_MM * share * outer, 0.0),
            Self::Bone { spongy, .. } => {
                let inner = inner();
                let spongy = SPONGY_PER_MM * tissue.spongy * spongy * weave.spongy() * inner;
                (CORTEX_PER_MM * weave.cortex() * (outer - inner) + spongy, 0.0)
            }
        }
    }
}

/// Anything that shades the film.
#[derive(Clone, Debug, PartialEq)]
pub struct Absorber {
    /// What it is.
    pub solid: Solid,
    /// Solids of one piece, `1..PIECES`, are one bone: where they overlap, the thicker one counts. Those of piece 0 pile up.
    pub piece: usize,
}

/// Numbers that `Absorber::piece` may have.
pub const PIECES: usize = 8;

/// The kinds of absorbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Solid {
    /// Flesh that merges with the other flesh of its body.
    Flesh(Capsule),
    /// A long bone, or a ring.
    Long(Tube),
    /// A short bone, a plate, a shell, an organ.
    Short(Pebble),
    /// A piece of a curved rod.
    Link(Link),
}

impl Absorber {
    /// A capsule that holds the whole shadow: two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        match &self.solid {
            Solid::Flesh(capsule) => capsule.bounds(),
            Solid::Long(tube) => tube.bounds(),
            Solid::Short(pebble) => pebble.bounds(),
            Solid::Link(link) => link.bounds(),
        }
    }
}

impl From<Solid> for Absorber {
    fn from(solid: Solid) -> Self {
        Self { solid, piece: 0 }
    }
}

impl From<Tube> for Absorber {
    fn from(tube: Tube) -> Self {
        Solid::Long(tube).into()
    }
}

impl From<Pebble> for Absorber {
    fn from(pebble: Pebble) -> Self {
        Solid::Short(pebble).into()
    }
}

impl From<Link> for Absorber {
    fn from(link: Link) -> Self {
        Solid::Link(link).into()
    }
}

impl From<Capsule> for Absorber {
    fn from(capsule: Capsule) -> Self {
        Solid::Flesh(capsule).into()
    }
}

/// Flesh: a capsule that tapers from one end to the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Capsule {
    from: Point,
    along: Point,
    inverse_square_length: f64,
    from_radius_mm: f64,
    growth_mm: f64,
    flatness_squared: f64,
    /// Limbs of one body merge, two bodies pile up: `0` or `1`.
    pub body: usize,
}

impl Capsule {
    /// From one centre of curvature to the other; radii in mm; `flatness` is thickness over width.
    pub fn new(from: Point, to: Point, radii_mm: [f64; 2], flatness: f64, body: usize) -> Self {
        let along = [to[0] - from[0], to[1] - from[1]];
        let square = along[0] * along[0] + along[1] * along[1];
        Self {
            from,
            along,
            inverse_square_length: if square > 0.0 { 1.0 / square } else { 0.0 },
            from_radius_mm: radii_mm[0],
            growth_mm: radii_mm[1] - radii_mm[0],
            flatness_squared: flatness * flatness,
            body,
        }
    }

    /// Square of half the chord, mm²; 0 beside the limb. Kept square because [`merge`] wants it so.
    #[inline]
    pub fn half_chord_squared(&self, at: Point) -> f64 {
        let (x, y) = (at[0] - self.from[0], at[1] - self.from[1]);
        let t = ((x * self.along[0] + y * self.along[1]) * self.inverse_square_length).clamp(0.0, 1.0);
        let (dx, dy) = (x - t * self.along[0], y - t * self.along[1]);
        let r = self.from_radius_mm + t * self.growth_mm;
        (r * r - dx * dx - dy * dy).max(0.0) * self.flatness_squared
    }

    fn bounds(&self) -> (Point, Point, f64) {
        let to = [self.from[0] + self.along[0], self.from[1] + self.along[1]];
        (self.from, to, self.from_radius_mm.max(self.from_radius_mm + self.growth_mm))
    }
}

/// Chord of merged limbs from the sum of the fourth powers of their squares: the 8-norm, a maximum without a
/// crease. Two equal limbs make 9 % more than one, as knuckles are thicker than fingers.
#[inline]
pub fn merge(sum_of_eighth_powers: f64) -> f64 {
    2.0 * sum_of_eighth_powers.sqrt().sqrt().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ray_through_the_axis_runs_through_the_diameter() {
        let limb = Capsule::new([0.0, 0.0], [0.0, 40.0], [8.0, 6.0], 0.9, 0);
        let chord = |at| merge(limb.half_chord_squared(at).powi(4));
        // Measured error 2e-15: nine roundings.
        assert!((chord([0.0, 20.0]) - 2.0 * 7.0 * 0.9).abs() < 1e-12);
        assert!((chord([4.2, 20.0]) - 2.0 * 5.6 * 0.9).abs() < 1e-12);
        assert_eq!(chord([7.1, 20.0]), 0.0);
    }

    #[test]
    fn two_equal_limbs_of_a_body_are_nine_per_cent_thicker_than_one() {
        let one = 5.0f64.powi(8);
        assert!((merge(one + one) / merge(one) - 1.0905).abs() < 1e-4);
    }
}
