//! Lattice noise for trabeculae, and the silver grain of the film.
//!
//! Grain obeys Selwyn's law: the rms density read through an aperture falls with the root of its area,
//!
//! ```text
//! σ = G · sqrt(D) / a
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `σ` | rms of the density of one pixel | 1 |
//! | `G` | granularity, `GRANULARITY_MM` | mm |
//! | `D` | mean optical density there | 1 |
//! | `a` | side of a pixel | mm |
//!
//! `sqrt(D)`: silver grains fall at random, and their count is proportional to the density.
//! Source: E. W. H. Selwyn, Photographic Journal 75, 1935.

use crate::disc::hash::{branch, gauss, mix, unit};
use crate::disc::salt;

/// Granularity of fast film between two salt screens, in mm, quantum mottle included (by eye).
const GRANULARITY_MM: f64 = 0.010;
/// A pixel finer than this no longer shows more grain: the clumps themselves are this large (by eye).
const CLUMP_MM: f64 = 0.12;

/// Smooth noise on a lattice of pitch 1: mean 0, within `-0.5..=0.5`.
#[inline]
pub fn speckle(u: f64, v: f64) -> f64 {
    // Shifted, so that the cast rounds down for every place on the sheet.
    let (u, v) = (u + 4096.0, v + 4096.0);
    let (iu, iv) = (u as u64, v as u64);
    let (fu, fv) = (u - iu as f64, v - iv as f64);
    let row = |j: u64| {
        let at = |i: u64| unit(mix(i | (j << 32)));
        f64::from(at(iu)) * (1.0 - fu) + f64::from(at(iu + 1)) * fu
    };
    row(iv) * (1.0 - fv) + row(iv + 1) * fv - 0.5
}

/// Adds grain to a picture of densities, `width_px` columns, pixels of side `pixel_mm`.
pub fn add_grain(density: &mut [f32], width_px: usize, pixel_mm: f64, seed: u64) {
    let sigma = (GRANULARITY_MM / pixel_mm.max(CLUMP_MM)) as f32;
    let seed = branch(seed, salt::GRAIN);
    let fresh = |pixel: usize| gauss(mix(seed ^ pixel as u64));
    for (y, row) in density.chunks_exact_mut(width_px).enumerate() {
        let mut left = fresh(y * width_px);
        for (x, d) in row.iter_mut().enumerate() {
            let here = fresh(y * width_px + x);
            // A clump reaches into its neighbour; 0.8² + 0.6² = 1 keeps the variance.
            *d += sigma * d.sqrt() * (0.8 * here + 0.6 * left);
            left = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speckle_is_continuous_and_bounded() {
        for i in 0..2000 {
            let (u, v) = (f64::from(i) * 0.037 - 30.0, f64::from(i) * 0.011 - 5.0);
            assert!(speckle(u, v).abs() <= 0.5);
            assert!((speckle(u + 1e-6, v) - speckle(u, v)).abs() < 1e-5, "{u} {v}");
        }
    }

    #[test]
    fn grain_grows_with_the_root_of_the_density() {
        let rms = |density: f32| {
            let mut flat = vec![density; 256 * 256];
            add_grain(&mut flat, 256, 0.3, 7);
            let square: f64 = flat.iter().map(|d| f64::from(d - density) * f64::from(d - density)).sum();
            (square / flat.len() as f64).sqrt()
        };
        // 65536 pixels: the rms is known to 0.4 %.
        assert!((rms(2.0) / rms(0.5) - 2.0).abs() < 0.02);
        assert!((rms(1.0) - GRANULARITY_MM / 0.3).abs() < 0.02 * GRANULARITY_MM / 0.3);
    }
}
