//! A short bone: any outline that its middle can see, rounded along the beam.
//!
//! ```text
//! chord = 2 · H · sqrt(1 − (ρ / R)⁴)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `H` | half of the thickness along the beam | mm |
//! | `ρ` | distance of the ray from the middle | mm |
//! | `R` | distance of the outline from the middle, in the ray's direction | mm |
//!
//! The fourth power, because carpal bones are blocks with rounded edges and not eggs. `R` is tabulated over the
//! angle along a diamond, which needs a division where the true angle needs an arc tangent.

use super::absorber::{CORTEX_PER_MM, Point, SPONGY_PER_MM, TRABECULAE, Tissue, lerp};
use super::grain::speckle;

/// Directions at which a pebble's outline is kept.
const DIRECTIONS: usize = 64;

/// A short bone.
#[derive(Clone, Debug, PartialEq)]
pub struct Pebble {
    centre: Point,
    radius_mm: Vec<f64>,
    reach_mm: f64,
    half_thickness_mm: f64,
    wall_mm: f64,
    tissue: Tissue,
}

impl Pebble {
    /// From a closed outline on the sheet (three points or more, no two the same).
    pub fn new(outline: &[Point], thickness_mm: f64, wall_mm: f64, tissue: Tissue) -> Self {
        let n = outline.len() as f64;
        let sum = outline.iter().fold([0.0, 0.0], |a, p| [a[0] + p[0], a[1] + p[1]]);
        let centre = [sum[0] / n, sum[1] / n];
        let radius_mm: Vec<f64> =
            (0..=DIRECTIONS).map(|i| ray_length(outline, centre, direction(i))).collect();
        let reach_mm = radius_mm.iter().copied().fold(0.0, f64::max);
        Self { centre, radius_mm, reach_mm, half_thickness_mm: 0.5 * thickness_mm, wall_mm, tissue }
    }

    /// Attenuation `Σ μ · chord` of the ray, a pure number.
    #[inline]
    pub fn attenuation(&self, at: Point) -> f64 {
        let (x, y) = (at[0] - self.centre[0], at[1] - self.centre[1]);
        let square = x * x + y * y;
        if square > self.reach_mm * self.reach_mm {
            return 0.0;
        }
        let place = diamond_angle(x, y) * (DIRECTIONS as f64 / 4.0);
        let index = (place as usize).min(DIRECTIONS - 1);
        let r = lerp(self.radius_mm[index], self.radius_mm[index + 1], place - index as f64);
        let q = square / (r * r);
        if q >= 1.0 {
            return 0.0;
        }
        let wall = self.wall_mm * self.tissue.cortex;
        let outer = 2.0 * self.half_thickness_mm * (1.0 - q * q).sqrt();
        let (ri, hi) = (r - wall, self.half_thickness_mm - wall);
        let qi = square / (ri * ri);
        if ri <= 0.0 || hi <= 0.0 || qi >= 1.0 {
            return CORTEX_PER_MM * outer;
        }
        let inner = 2.0 * hi * (1.0 - qi * qi).sqrt();
        let weave = 1.0 + TRABECULAE * speckle(at[0] * 1.1, at[1] * 1.1);
        CORTEX_PER_MM * (outer - inner) + SPONGY_PER_MM * self.tissue.spongy * weave * inner
    }

    /// A capsule that holds the whole shadow: two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        (self.centre, self.centre, self.reach_mm)
    }
}

/// The angle of `(x, y)` measured along the diamond `|x| + |y| = 1`: `0..=4`, and no arc tangent.
#[inline]
fn diamond_angle(x: f64, y: f64) -> f64 {
    let sum = x.abs() + y.abs();
    if sum == 0.0 {
        return 0.0;
    }
    let k = x / sum;
    if y >= 0.0 { 1.0 - k } else { 3.0 + k }
}

/// The point of the diamond at the `index`-th of [`DIRECTIONS`].
fn direction(index: usize) -> Point {
    let a = index as f64 * 4.0 / DIRECTIONS as f64;
    let x = if a < 2.0 { 1.0 - a } else { a - 3.0 };
    let y = 1.0 - x.abs();
    [x, if a < 2.0 { y } else { -y }]
}

/// How far a ray runs from `centre` before it leaves the outline for good, in mm.
fn ray_length(outline: &[Point], centre: Point, toward: Point) -> f64 {
    let mut farthest: f64 = 0.1;
    for (i, p) in outline.iter().enumerate() {
        let q = outline[(i + 1) % outline.len()];
        let (px, py) = (p[0] - centre[0], p[1] - centre[1]);
        let (ex, ey) = (q[0] - p[0], q[1] - p[1]);
        let det = toward[0] * ey - toward[1] * ex;
        if det.abs() < 1e-12 {
            continue;
        }
        let along_ray = (px * ey - py * ex) / det;
        let along_edge = (px * toward[1] - py * toward[0]) / det;
        if along_ray > farthest && (-1e-9..=1.0 + 1e-9).contains(&along_edge) {
            farthest = along_ray;
        }
    }
    // `toward` lies on the diamond, so it is not a unit vector.
    farthest * (toward[0] * toward[0] + toward[1] * toward[1]).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_is_kept_at_its_corners_and_edges() {
        let square = [[10.0, 0.0], [16.0, 0.0], [16.0, 6.0], [10.0, 6.0]];
        let bone = Pebble::new(&square, 5.0, 0.5, Tissue { cortex: 1.0, spongy: 1.0 });
        for at in [[13.0, 3.0], [15.8, 3.0], [15.8, 5.8], [10.2, 0.2], [13.0, 0.2]] {
            assert!(bone.attenuation(at) > 0.0, "{at:?}");
        }
        for at in [[16.1, 3.0], [16.1, 6.1], [13.0, -0.1], [9.9, 3.0]] {
            assert_eq!(bone.attenuation(at), 0.0, "{at:?}");
        }
    }

    #[test]
    fn the_diamond_goes_round() {
        for index in 0..DIRECTIONS {
            let [x, y] = direction(index);
            let back = diamond_angle(x, y) * DIRECTIONS as f64 / 4.0;
            assert!((back - index as f64).abs() < 1e-9, "{index}: {back}");
        }
    }
}
