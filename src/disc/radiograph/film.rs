//! The film: exposure in, optical density out.
//!
//! The characteristic (Hurter and Driffield, 1890) curve as a logistic in the logarithm of the exposure:
//!
//! ```text
//! D = D₀ + (D₁ − D₀) · Eⁿ / (Eⁿ + 1),      E = level · heel · ((1 − s) · T + s · T̄)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `T` | transmission of the ray | 1 |
//! | `T̄` | transmission blurred over centimetres: what the flesh scatters | 1 |
//! | `s` | scattered part of the light, `Beam::scatter` | 1 |
//! | `level` | exposure of the bare film over that of mid density | 1 |
//! | `heel` | fall of the beam from cathode to anode across the sheet | 1 |
//! | `D₀`, `D₁` | base and fog, saturation | 1 |
//! | `n` | 2.5: steepest gradient `n · (D₁ − D₀) · ln 10 / 4 = 3.7` per decade, near film between salt screens | 1 |

use super::beam::Beam;
use super::draw::Draw;
use super::frame::SHEET_RADIUS_MM;
use super::grid::Grid;

/// Base plus fog.
const FOG: f64 = 0.2;
/// All silver developed.
const SATURATION: f64 = 2.8;
/// Blur of focal spot, screens and a hand that would not keep still, as a standard deviation in mm (guessed).
const BLUR_MM: f64 = 0.24;

/// How this sheet was exposed and developed.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    level: f64,
    scatter: f64,
    heel_per_mm: [f64; 2],
}

impl Film {
    /// Draws the radiographer's habits.
    pub fn new(beam: Beam, draw: &mut Draw) -> Self {
        let level = draw.between(1.6, 2.2) * beam.exposure;
        let heel_per_mm = [draw.bell(0.0006), draw.bell(0.0006)];
        Self { level, scatter: beam.scatter, heel_per_mm }
    }

    /// Density from the transmission of the ray and of its surroundings.
    #[inline]
    pub fn density(&self, at: [f64; 2], transmission: f64, surroundings: f64) -> f64 {
        let heel = 1.0 + at[0] * self.heel_per_mm[0] + at[1] * self.heel_per_mm[1];
        let e =
            self.level * heel.max(0.1) * ((1.0 - self.scatter) * transmission + self.scatter * surroundings);
        // E to the 2.5.
        let power = e * e * e.sqrt();
        FOG + (SATURATION - FOG) * power / (power + 1.0)
    }

    /// Develops a square picture of transmissions in place: blur, scatter, characteristic curve.
    pub fn develop(&self, picture: &mut [f32], px: usize, grid: &Grid) {
        let pixel_mm = 2.0 * SHEET_RADIUS_MM / px as f64;
        blur(picture, px, BLUR_MM / pixel_mm);
        for (row, line) in picture.chunks_exact_mut(px).enumerate() {
            let y = SHEET_RADIUS_MM - (row as f64 + 0.5) * pixel_mm;
            for (column, value) in line.iter_mut().enumerate() {
                let at = [(column as f64 + 0.5) * pixel_mm - SHEET_RADIUS_MM, y];
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
    use super::*;

    #[test]
    fn more_light_is_more_silver() {
        let film = Film::new(LIMB, &mut Draw::new(3));
        let density = |t: f64| film.density([0.0, 0.0], t, 0.5);
        assert!((1..=100).all(|i| density(f64::from(i) / 100.0) > density(f64::from(i - 1) / 100.0)));
        assert!(density(0.0) < 0.25 && density(1.0) > 2.0);
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
