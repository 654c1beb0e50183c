//! The film: exposure in, optical density out.
//!
//! The characteristic (Hurter and Driffield, 1890) curve as a logistic in the logarithm of the exposure:
//!
//! ```text
//! D = D₀ + (D₁ − D₀) · Eⁿ / (Eⁿ + 1),      E = level · heel · field · ((1 − s) · T + s · T̄)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `T` | transmission of the ray | 1 |
//! | `T̄` | transmission blurred over centimetres: what the flesh scatters | 1 |
//! | `s` | scattered part of the light, `Beam::scatter` | 1 |
//! | `level` | exposure of the bare film over that of mid density | 1 |
//! | `field` | 1 in the beam, next to 0 where its cone or its shutters keep the film clear | 1 |
//! | `heel` | fall of the beam from cathode to anode across the sheet | 1 |
//! | `D₀`, `D₁` | base and fog, saturation | 1 |
//! | `n` | 2.5: steepest gradient `n · (D₁ − D₀) · ln 10 / 4 = 3.7` per decade, near film between salt screens | 1 |

use super::beam::Beam;
use super::draw::Draw;
use super::frame::{SHEET_RADIUS_MM, heading};
use super::grid::Grid;

/// Base plus fog.
const FOG: f64 = 0.2;
/// All silver developed.
const SATURATION: f64 = 2.8;
/// Blur of focal spot, screens and a hand that would not keep still, as a standard deviation in mm (guessed).
const BLUR_MM: f64 = 0.24;

/// Half-width of the edge of the beam, in mm: the focal spot is no point (guessed).
const PENUMBRA_MM: f64 = 1.3;
/// What scatters past the edge of the beam, of the bare film's exposure (by eye).
const BEYOND: f64 = 0.08;

/// Where the beam ends, if that shows on the disc.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Field {
    /// Nowhere.
    Open,
    /// At a round cone: middle and radius, in mm.
    Cone([f64; 2], f64),
    /// At a shutter: what lies farther than so many mm in this direction stays clear.
    Shutter([f64; 2], f64),
}

impl Field {
    fn new(draw: &mut Draw) -> Self {
        let lot = draw.between(0.0, 1.0);
        let [s, c] = heading(draw.between(0.0, 360.0));
        let off_mm = draw.between(0.0, 12.0);
        let (cone_mm, shutter_mm) = (draw.between(101.0, 116.0), draw.between(86.0, 110.0));
        // Most discs were cut from the middle of a large sheet.
        if lot < 0.12 {
            Self::Cone([off_mm * s, off_mm * c], cone_mm)
        } else if lot < 0.26 {
            // Shutters are square to the sheet, more or less.
            let edge = (heading(90.0 * (4.0 * draw.between(0.0, 1.0)).floor() + draw.bell(2.0)), shutter_mm);
            Self::Shutter(edge.0, edge.1)
        } else {
            Self::Open
        }
    }

    /// Part of the beam that arrives, `0..=1`.
    #[inline]
    fn at(&self, [x, y]: [f64; 2]) -> f64 {
        let inside_mm = match *self {
            Self::Open => return 1.0,
            Self::Cone([cx, cy], radius_mm) => radius_mm - ((x - cx) * (x - cx) + (y - cy) * (y - cy)).sqrt(),
            Self::Shutter([dx, dy], far_mm) => far_mm - x * dx - y * dy,
        };
        let f = (0.5 + inside_mm / (2.0 * PENUMBRA_MM)).clamp(0.0, 1.0);
        BEYOND + (1.0 - BEYOND) * f * f * (3.0 - 2.0 * f)
    }
}

/// How this sheet was exposed and developed.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    level: f64,
    scatter: f64,
    heel_per_mm: [f64; 2],
    field: Field,
}

impl Film {
    /// Draws the radiographer's habits.
    pub fn new(beam: Beam, draw: &mut Draw) -> Self {
        let level = draw.between(1.5, 2.35) * beam.exposure;
        let heel_per_mm = [draw.bell(0.0011), draw.bell(0.0011)];
        let scatter = beam.scatter * draw.between(0.7, 1.5);
        Self { level, scatter, heel_per_mm, field: Field::new(draw) }
    }

    /// Density from the transmission of the ray and of its surroundings.
    #[inline]
    pub fn density(&self, at: [f64; 2], transmission: f64, surroundings: f64) -> f64 {
        let heel = 1.0 + at[0] * self.heel_per_mm[0] + at[1] * self.heel_per_mm[1];
        let e = self.level
            * heel.max(0.1)
            * self.field.at(at)
            * ((1.0 - self.scatter) * transmission + self.scatter * surroundings);
        // E to the 2.5.
        let power = e * e * e.sqrt();
        FOG + (SATURATION - FOG) * power / (power + 1.0)
    }

    /// Develops a square picture of transmissions in place: blur, scatter, characteristic curve. `on_sheet` tells where on
    /// the sheet a place of the picture is.
    pub fn develop(
        &self,
        picture: &mut [f32],
        px: usize,
        grid: &Grid,
        on_sheet: impl Fn([f64; 2]) -> [f64; 2],
    ) {
        let pixel_mm = 2.0 * SHEET_RADIUS_MM / px as f64;
        blur(picture, px, BLUR_MM / pixel_mm);
        for (row, line) in picture.chunks_exact_mut(px).enumerate() {
            let y = SHEET_RADIUS_MM - (row as f64 + 0.5) * pixel_mm;
            for (column, value) in line.iter_mut().enumerate() {
                let at = on_sheet([(column as f64 + 0.5) * pixel_mm - SHEET_RADIUS_MM, y]);
                *value = self.density(at, f64::from(*value), grid.surroundings(at)) as f32;
            }
        }
    }
}

/// Keeps a density on the film's scale.
#[inline]
pub fn on_scale(density: f64) -> f32 {
    // A place that is no number is unexposed.
    if density > FOG { density.min(SATURATION) as f32 } else { FOG as f32 }
}

/// Gaussian blur of a square picture, rows then columns; edges repeat.
fn blur(picture: &mut [f32], px: usize, sigma_px: f64) {
    let reach = (2.5 * sigma_px) as usize;
    if reach == 0 || px <= reach {
        return;
    }
    let weights: Vec<f64> =
        (0..=reach).map(|i| libm::exp(-0.5 * (i * i) as f64 / (sigma_px * sigma_px))).collect();
    let sum = weights[0] + 2.0 * weights[1..].iter().sum::<f64>();
    let weights: Vec<f32> = weights.iter().map(|w| (w / sum) as f32).collect();

    let mut padded = vec![0.0f32; px + 2 * reach];
    for row in picture.chunks_exact_mut(px) {
        padded[..reach].fill(row[0]);
        padded[reach..reach + px].copy_from_slice(row);
        padded[reach + px..].fill(row[px - 1]);
        row.iter_mut().for_each(|v| *v *= weights[0]);
        for (i, w) in weights.iter().enumerate().skip(1) {
            let (left, right) = (&padded[reach - i..][..px], &padded[reach + i..][..px]);
            row.iter_mut().zip(left).zip(right).for_each(|((v, l), r)| *v += w * (l + r));
        }
    }

    let source = picture.to_vec();
    let line = |row: isize| &source[row.clamp(0, px as isize - 1) as usize * px..][..px];
    for (y, row) in picture.chunks_exact_mut(px).enumerate() {
        row.iter_mut().for_each(|v| *v *= weights[0]);
        for (i, w) in weights.iter().enumerate().skip(1) {
            let (above, below) = (line(y as isize - i as isize), line(y as isize + i as isize));
            row.iter_mut().zip(above).zip(below).for_each(|((v, a), b)| *v += w * (a + b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::beam::LIMB;
    use super::super::subject::SUBJECTS;
    use super::*;

    #[test]
    fn more_light_is_more_silver() {
        let film = Film::new(LIMB, &mut Draw::new(3));
        let density = |t: f64| film.density([0.0, 0.0], t, 0.5);
        assert!((1..=100).all(|i| density(f64::from(i) / 100.0) > density(f64::from(i - 1) / 100.0)));
        assert!(density(0.0) < 0.25 && density(1.0) > 2.0);
    }

    #[test]
    fn bones_that_overlap_stay_below_the_white_of_lead() {
        for (subject, _) in SUBJECTS {
            let beam = subject.beam();
            for seed in 0..40 {
                let film = Film::new(beam, &mut Draw::new(seed));
                let density = |a: f64| film.density([0.0, 0.0], libm::exp(-beam.hardened(a)), 0.0);
                // Two hips and a tail bone of cortex are 5; a lead letter is 50.
                assert!(density(5.0) > 0.24, "{subject:?}, seed {seed}: {}", density(5.0));
                assert!(density(50.0) < 0.22, "{subject:?}, seed {seed}: {}", density(50.0));
            }
        }
    }

    #[test]
    fn beyond_the_edge_of_the_beam_the_film_is_clear() {
        let cone = Film { field: Field::Cone([3.0, 0.0], 80.0), ..Film::new(LIMB, &mut Draw::new(1)) };
        let shutter = Film { field: Field::Shutter([0.0, 1.0], 80.0), ..cone.clone() };
        let open = Film { field: Field::Open, ..cone.clone() };
        for (film, inside, outside) in
            [(&cone, [-70.0, 0.0], [-80.0, 0.0]), (&shutter, [9.0, 78.0], [9.0, 82.0])]
        {
            assert_eq!(film.density(inside, 1.0, 1.0), open.density(inside, 1.0, 1.0));
            assert!(film.density(outside, 1.0, 1.0) < 0.3 && open.density(outside, 1.0, 1.0) > 1.5);
        }
    }

    #[test]
    fn blur_keeps_the_light() {
        let mut flat = vec![0.5f32; 40 * 40];
        blur(&mut flat, 40, 1.7);
        assert!(flat.iter().all(|v| (v - 0.5).abs() < 1e-6));
        let mut point = vec![0.0f32; 41 * 41];
        point[20 * 41 + 20] = 1.0;
        blur(&mut point, 41, 1.7);
        assert!((point.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert_eq!(point[20 * 41 + 17], point[23 * 41 + 20]);
    }
}
