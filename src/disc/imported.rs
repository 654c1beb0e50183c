//! A picture of one's own on the film, in the place of a radiograph.
//!
//! It is grey and square, fills the disc, and looks on the light box as it did: a lightness `l` of the picture, 0–1, becomes a
//! density that the eye takes for it,
//!
//! `D = D₀ − log₁₀(l₀ + (1 − l₀) · l) / 0.36`
//!
//! with `D₀` = 0.2 clear film, 0.36 the eye's answer to film (by eye; `paint/disc.rs` paints with the same), and
//! `l₀ = 10^(−2.6 · 0.36)` what film of density 2.8, all silver, looks like. So it drives the hiss like any other. Files are
//! read by `paint/import.rs`.

use crate::disc::hash;

/// Side of the picture, in pixels: as many as fit into a project (`paint/import.rs`).
pub const SIDE_PX: usize = 376;
/// Density of clear film: as light as it gets.
pub const CLEAR_DENSITY: f64 = 0.2;
/// The eye's answer to light through film; flatter than print, or only bones would be seen.
pub const EYE_EXPONENT: f64 = 0.36;
/// What film of density 2.8 looks like beside clear film.
const BLACK: f64 = 0.116;

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    lightness: Vec<u8>,
    fingerprint: u32,
}

impl Imported {
    /// Of `SIDE_PX²` pixels, the top row first, 0 black, 255 white; none of another number.
    pub fn new(lightness: Vec<u8>) -> Option<Self> {
        if lightness.len() != SIDE_PX * SIDE_PX {
            return None;
        }
        let fingerprint = lightness.chunks(8).fold(1, |fingerprint, piece| {
            let mut bytes = [0; 8];
            bytes[..piece.len()].copy_from_slice(piece);
            hash::mix(fingerprint ^ u64::from_le_bytes(bytes))
        });
        Some(Self { lightness, fingerprint: fingerprint as u32 })
    }

    /// A number by which pictures are told apart.
    pub fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    /// The pixels.
    pub fn lightness(&self) -> &[u8] {
        &self.lightness
    }

    /// Density at a place on a disc of radius 1, x right, y up; off the picture that of its nearest pixel.
    pub fn density(&self, x: f64, y: f64) -> f64 {
        let last = (SIDE_PX - 1) as f64;
        // Between the pixels' centres; garbage counts as the middle.
        let on = |v: f64| {
            let v = (v + 1.0) * 0.5 * SIDE_PX as f64 - 0.5;
            if v.is_nan() { last / 2.0 } else { v.clamp(0.0, last) }
        };
        let (column, row) = (on(x), on(-y));
        let (c, r) = (column as usize, row as usize);
        let (right, below) = ((c + 1).min(SIDE_PX - 1), (r + 1).min(SIDE_PX - 1));
        let at = |r: usize, c: usize| f64::from(self.lightness[r * SIDE_PX + c]) / 255.0;
        let across = |r: usize| at(r, c) + (at(r, right) - at(r, c)) * (column - c as f64);
        let lightness = across(r) + (across(below) - across(r)) * (row - r as f64);
        CLEAR_DENSITY - libm::log10(BLACK + (1.0 - BLACK) * lightness) / EYE_EXPONENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_clear_film_and_black_is_all_silver() {
        let plain = |value: u8| Imported::new(vec![value; SIDE_PX * SIDE_PX]).unwrap();
        assert!((plain(255).density(0.3, -0.2) - 0.2).abs() < 1e-9);
        assert!((plain(0).density(0.3, -0.2) - 2.8).abs() < 0.01);
        assert!(plain(0).density(f64::NAN, f64::INFINITY).is_finite());
        assert_eq!(Imported::new(vec![0; 7]), None);
    }

    #[test]
    fn it_lies_upright_and_pictures_are_told_apart() {
        let mut pixels = vec![0; SIDE_PX * SIDE_PX];
        // White above, and to the left.
        pixels[..SIDE_PX * SIDE_PX / 4].fill(255);
        let picture = Imported::new(pixels.clone()).unwrap();
        assert!(picture.density(0.0, 0.9) < 0.3 && picture.density(0.0, -0.9) > 2.0);
        pixels[SIDE_PX * SIDE_PX - 1] = 1;
        assert_ne!(Imported::new(pixels).unwrap().fingerprint(), picture.fingerprint());
    }
}
