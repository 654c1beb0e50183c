//! A closed outline that its middle can see, kept as a radius for every direction.
//!
//! The radius is tabulated over the angle along a diamond, `|x| + |y| = 1`, which needs a division where the true
//! angle needs an arc tangent.

use super::tissue::{Point, lerp};

/// Directions at which an outline is kept.
const DIRECTIONS: usize = 64;

/// A shape on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    centre: Point,
    radius_mm: Vec<f64>,
    reach_mm: f64,
}

impl Outline {
    /// Through these corners, three or more, no two the same.
    pub fn new(corners: &[Point]) -> Self {
        let n = corners.len() as f64;
        let sum = corners.iter().fold([0.0, 0.0], |a, p| [a[0] + p[0], a[1] + p[1]]);
        let centre = [sum[0] / n, sum[1] / n];
        let radius_mm: Vec<f64> =
            (0..=DIRECTIONS).map(|i| ray_length(corners, centre, direction(i))).collect();
        let reach_mm = radius_mm.iter().copied().fold(0.0, f64::max);
        Self { centre, radius_mm, reach_mm }
    }

    /// Radius in the direction of a place inside, in mm, and the square of how far from the middle it is, in
    /// mm²; nothing outside.
    #[inline]
    pub fn within(&self, at: Point) -> Option<(f64, f64)> {
        let (x, y) = (at[0] - self.centre[0], at[1] - self.centre[1]);
        let square = x * x + y * y;
        if square > self.reach_mm * self.reach_mm {
            return None;
        }
        let place = diamond_angle(x, y) * (DIRECTIONS as f64 / 4.0);
        let index = (place as usize).min(DIRECTIONS - 1);
        let r = lerp(self.radius_mm[index], self.radius_mm[index + 1], place - index as f64);
        (square < r * r).then_some((r, square))
    }

    /// A circle that holds the whole shape, as two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        (self.centre, self.centre, self.reach_mm)
    }
}

/// Rounds the corners of a closed outline: four points for every one, on the curve of Catmull and Rom.
pub fn smooth(outline: &[Point]) -> Vec<Point> {
    let n = outline.len();
    (0..4 * n)
        .map(|i| {
            let near = [0, 1, 2, 3].map(|j| outline[(i / 4 + n - 1 + j) % n]);
            through(near, (i % 4) as f64 / 4.0)
        })
        .collect()
}

/// Rounds the corners of an open line, `per_leg` points for every leg.
pub fn smooth_line<const N: usize>(line: &[[f64; N]], per_leg: usize) -> Vec<[f64; N]> {
    let last = line.len() - 1;
    let mut points: Vec<[f64; N]> = (0..last * per_leg)
        .map(|i| {
            let leg = i / per_leg;
            let near = [leg.saturating_sub(1), leg, leg + 1, (leg + 2).min(last)].map(|j| line[j]);
            through(near, (i % per_leg) as f64 / per_leg as f64)
        })
        .collect();
    points.push(line[last]);
    points
}

/// A place on the curve of Catmull and Rom between the middle two of four points.
fn through<const N: usize>(near: [[f64; N]; 4], f: f64) -> [f64; N] {
    core::array::from_fn(|axis| {
        let p = near.map(|point| point[axis]);
        let (a, b) = (p[2] - p[0], 2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3]);
        p[1] + 0.5 * f * (a + f * (b + f * (3.0 * (p[1] - p[2]) + p[3] - p[0])))
    })
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
        let square = Outline::new(&[[10.0, 0.0], [16.0, 0.0], [16.0, 6.0], [10.0, 6.0]]);
        for at in [[13.0, 3.0], [15.8, 3.0], [15.8, 5.8], [10.2, 0.2], [13.0, 0.2]] {
            assert!(square.within(at).is_some(), "{at:?}");
        }
        for at in [[16.1, 3.0], [16.1, 6.1], [13.0, -0.1], [9.9, 3.0]] {
            assert!(square.within(at).is_none(), "{at:?}");
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

    #[test]
    fn a_smoothed_line_runs_through_its_points() {
        let line = [[0.0, 0.0], [10.0, 4.0], [20.0, -3.0], [25.0, 9.0]];
        let smooth = smooth_line(&line, 5);
        assert_eq!(smooth.len(), 16);
        for (i, point) in line.iter().enumerate() {
            assert_eq!(smooth[5 * i], *point);
        }
    }
}
