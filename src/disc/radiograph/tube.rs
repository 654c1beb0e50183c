//! A long bone, or a ring: a chain of elliptic sections with rounded ends.
//!
//! The chord of a section, let down towards the ends by a cap:
//!
//! ```text
//! chord = 2 · k · sqrt(h² · (1 − vⁿ) − d²),      v = max(0, 1 − e / cap)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `h` | half-width of the section | mm |
//! | `d` | distance of the ray from the middle of the section | mm |
//! | `k` | flatness: thickness over width | 1 |
//! | `e` | depth of the ray below the end's surface, along the bone | mm |
//! | `n` | 2 for an end like a ball's, 4 for one like a box's | 1 |
//!
//! The cavity is the same solid, smaller by the cortex on all sides.

use super::grain::speckle;
use super::tissue::{CORTEX_PER_MM, GOLD_PER_MM, Point, SPONGY_PER_MM, TRABECULAE, Tissue, lerp};
use super::weave::Weave;

/// How a long bone ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Length over which the end rounds off, in mm.
    pub cap_mm: f64,
    /// Squarish like a box's end, not round like a ball.
    pub square: bool,
    /// Slope of the end's surface: above 0 the bone is longer on the thumb's side.
    pub tilt: f64,
    /// Hollow of the end's surface per mm off the axis, squared: above 0 a socket, below 0 a dome.
    pub hollow_per_mm: f64,
}

/// A cross-section of a long bone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// Half-width on the little finger's side, in mm.
    pub ulnar_mm: f64,
    /// Half-width on the thumb's side, in mm.
    pub radial_mm: f64,
    /// Thickness of the cortex, in mm.
    pub wall_mm: f64,
    /// Part of the cavity that is spongy bone, `0..=1`; the rest is marrow.
    pub spongy: f64,
}

/// Where a bone lies on the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The end nearer the elbow.
    pub from: Point,
    /// Unit vector towards the fingertip.
    pub along: Point,
    /// Unit vector towards the thumb.
    pub radial: Point,
    /// Length on the sheet, in mm.
    pub length_mm: f64,
}

/// A long bone: a chain of elliptic sections, two caps.
#[derive(Clone, Debug, PartialEq)]
pub struct Tube {
    axis: Axis,
    flatness: f64,
    ends: [End; 2],
    per_cap: [f64; 2],
    sections: Vec<Section>,
    sections_per_mm: f64,
    reach_mm: f64,
    tissue: Tissue,
    metal: bool,
}

impl Tube {
    /// A bone of at least two equally spaced `sections`; `flatness` is thickness over width.
    pub fn new(axis: Axis, flatness: f64, ends: [End; 2], sections: Vec<Section>, tissue: Tissue) -> Self {
        let widest = sections.iter().map(|s| s.ulnar_mm.max(s.radial_mm)).fold(0.0, f64::max);
        let overhang = ends.iter().map(|e| e.tilt.abs() * widest + e.hollow_per_mm.abs() * widest * widest);
        let reach_mm = widest + overhang.fold(0.0, f64::max);
        let sections_per_mm = (sections.len() - 1) as f64 / axis.length_mm;
        let per_cap = ends.map(|e| 1.0 / e.cap_mm);
        Self { axis, flatness, ends, per_cap, sections, sections_per_mm, reach_mm, tissue, metal: false }
    }

    /// The same shape, of solid gold.
    pub fn gilded(self) -> Self {
        Self { metal: true, ..self }
    }

    /// Attenuation `Σ μ · chord` of the ray, a pure number.
    #[inline]
    pub fn attenuation(&self, at: Point, weave: &Weave) -> f64 {
        let Axis { from, along, radial, length_mm } = self.axis;
        let (x, y) = (at[0] - from[0], at[1] - from[1]);
        let s = x * radial[0] + y * radial[1];
        if s.abs() > self.reach_mm {
            return 0.0;
        }
        let t = x * along[0] + y * along[1];
        // Distance to the nearer end's surface; at most one end is near.
        let near = usize::from(t + t > length_mm);
        let end = &self.ends[near];
        let from_end = if near == 0 { t } else { length_mm - t };
        let depth = from_end + end.tilt * s + end.hollow_per_mm * s * s;
        if depth <= 0.0 {
            return 0.0;
        }
        let place = (t * self.sections_per_mm).clamp(0.0, (self.sections.len() - 1) as f64);
        let index = (place as usize).min(self.sections.len() - 2);
        let (a, b, f) = (&self.sections[index], &self.sections[index + 1], place - index as f64);
        let (ulnar, radial) = (lerp(a.ulnar_mm, b.ulnar_mm, f), lerp(a.radial_mm, b.radial_mm, f));
        let (half_width, d) = (0.5 * (ulnar + radial), s - 0.5 * (radial - ulnar));
        // Square of half the chord over the flatness, of the section `half_width` as it rounds off.
        let square = |half_width: f64, depth: f64| {
            let v = (1.0 - depth * self.per_cap[near]).max(0.0);
            let v = if end.square { v * v * v * v } else { v * v };
            half_width * half_width * (1.0 - v) - d * d
        };
        let outer = square(half_width, depth);
        if outer <= 0.0 {
            return 0.0;
        }
        let outer = 2.0 * self.flatness * outer.sqrt();
        if self.metal {
            return GOLD_PER_MM * outer;
        }
        let wall = lerp(a.wall_mm, b.wall_mm, f) * self.tissue.cortex;
        let inner =
            if depth > wall && half_width > wall { square(half_width - wall, depth - wall) } else { 0.0 };
        if inner <= 0.0 {
            return CORTEX_PER_MM * weave.cortex() * outer;
        }
        let inner = 2.0 * self.flatness * inner.sqrt();
        let spongy = lerp(a.spongy, b.spongy, f);
        // Trabeculae of a long bone run along it.
        let woven = if spongy > 0.05 {
            1.0 + TRABECULAE * speckle(s * 1.5 + from[0], t * 0.7 + from[1])
        } else {
            1.0
        };
        CORTEX_PER_MM * weave.cortex() * (outer - inner)
            + SPONGY_PER_MM * self.tissue.spongy * spongy * woven * inner
    }

    /// A capsule that holds the whole shadow: two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        let Axis { from, along, length_mm, .. } = self.axis;
        (from, [from[0] + along[0] * length_mm, from[1] + along[1] * length_mm], self.reach_mm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaft(cortex: f64) -> Tube {
        let axis = Axis { from: [0.0, 0.0], along: [0.0, 1.0], radial: [1.0, 0.0], length_mm: 60.0 };
        let end = End { cap_mm: 3.0, square: false, tilt: 0.0, hollow_per_mm: 0.0 };
        let section = Section { ulnar_mm: 4.0, radial_mm: 5.0, wall_mm: 2.0, spongy: 0.0 };
        Tube::new(axis, 0.8, [end, end], vec![section; 8], Tissue { cortex, spongy: 1.0 })
    }

    #[test]
    fn the_cortex_is_two_bright_lines_beside_the_marrow() {
        let bone = shaft(1.0);
        let middle = bone.attenuation([0.5, 30.0], &Weave::even());
        assert!((middle - CORTEX_PER_MM * 0.8 * 2.0 * 2.0).abs() < 1e-12, "two walls of 2 mm: {middle}");
        assert!(bone.attenuation([-2.0, 30.0], &Weave::even()) > 1.3 * middle);
        assert!(bone.attenuation([3.0, 30.0], &Weave::even()) > 1.3 * middle);
    }

    #[test]
    fn the_shadow_ends_where_the_bone_does() {
        let bone = shaft(1.0);
        for at in [[-4.01, 30.0], [5.01, 30.0], [0.5, -0.01], [0.5, 60.01], [4.9, 0.1]] {
            assert_eq!(bone.attenuation(at, &Weave::even()), 0.0, "{at:?}");
        }
        assert!(
            bone.attenuation([-3.9, 30.0], &Weave::even()) > 0.0
                && bone.attenuation([4.9, 30.0], &Weave::even()) > 0.0
        );
    }

    #[test]
    fn thin_bones_shade_less() {
        assert!(
            shaft(0.7).attenuation([0.5, 30.0], &Weave::even())
                < 0.8 * shaft(1.0).attenuation([0.5, 30.0], &Weave::even())
        );
    }
}
