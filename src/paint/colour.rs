//! Colours of film, by how light it looks.

use super::pixels::Pixel;
use crate::disc::imported::{CLEAR_DENSITY, EYE_EXPONENT};

/// Film by its lightness, 0–1: blue base under silver.
const FILM: [(f32, [f32; 3]); 5] = [
    (0.0, [6.0, 12.0, 22.0]),
    (0.2, [21.0, 44.0, 71.0]),
    (0.5, [78.0, 122.0, 160.0]),
    (0.8, [172.0, 207.0, 228.0]),
    (1.0, [238.0, 247.0, 251.0]),
];

/// A colour that covers so much of its pixel, 0–1.
pub fn opaque(colour: [f32; 3], cover: f32) -> Pixel {
    let [r, g, b] = colour.map(|v| v.round().clamp(0.0, 255.0) as u8);
    [r, g, b, (255.0 * cover).round() as u8]
}

/// How light film of a density looks on the light box; 1 for clear film.
pub fn lightness(density: f32) -> f32 {
    10f32.powf((CLEAR_DENSITY as f32 - density) * EYE_EXPONENT as f32)
}

/// The colour of film of a lightness.
pub fn film_colour(lightness: f32) -> [f32; 3] {
    let light = lightness.clamp(0.0, 1.0);
    let upper = FILM.iter().position(|(stop, _)| light <= *stop).unwrap_or(FILM.len() - 1).max(1);
    let ((low, from), (high, to)) = (FILM[upper - 1], FILM[upper]);
    blend(from, to, (light - low) / (high - low))
}

/// Between two colours.
pub fn blend(from: [f32; 3], to: [f32; 3], share: f32) -> [f32; 3] {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * share)
}
