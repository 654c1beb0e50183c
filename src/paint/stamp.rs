//! The clinic's stamp: violet ink on the clear window of the film, with the day the picture was taken.
//!
//! Polyclinics were numbered, and months were written in Roman figures. Numbers and days are drawn from the
//! picture's seed, they are nobody's.

use crate::disc::hash::{branch, unit};
use crate::disc::radiograph::letters::strokes;
use crate::disc::radiograph::{Label, Radiograph};

/// Height of a letter, in mm of the sheet, and half the width of a stroke.
const LETTER_MM: f64 = 3.1;
const STROKE_MM: f64 = 0.26;
/// Room between letters, and between lines, in heights of a letter.
const LETTER_GAP: f64 = 0.24;
const LINE_MM: f64 = 5.4;
/// What the ink leaves of red, green and blue.
pub const INK: [f32; 3] = [0.46, 0.26, 0.66];

/// How much ink lies on each pixel, 0–1: `px` by `px` over the disc, the top row first.
pub fn layer(radiograph: &Radiograph, px: u32, pixel_mm: f32) -> Vec<f32> {
    let mut ink = vec![0.0f32; (px * px) as usize];
    let Some(label) = radiograph.label() else { return ink };
    let scale = radiograph.sheet_per_disc();
    let radius_mm = f64::from(pixel_mm) * f64::from(px) / 2.0;
    let (sin, cos) = label.turn_deg.to_radians().sin_cos();
    // From the label's own millimetres to pixels.
    let place = |[x, y]: [f64; 2]| {
        let sheet = [label.centre[0] + x * cos + y * sin, label.centre[1] - x * sin + y * cos];
        [
            (sheet[0] / scale + radius_mm) / f64::from(pixel_mm),
            (radius_mm - sheet[1] / scale) / f64::from(pixel_mm),
        ]
    };
    let half_px = STROKE_MM / scale / f64::from(pixel_mm);
    for (row, line) in lines(label).iter().enumerate() {
        let size = |letter: char| strokes(letter).1 + LETTER_GAP;
        let width_mm = LETTER_MM * line.chars().map(size).sum::<f64>();
        let (mut x, y) = (-width_mm / 2.0, LINE_MM * (1.0 - row as f64) - LETTER_MM / 2.0);
        for (nth, letter) in line.chars().enumerate() {
            // A rubber stamp does not take ink evenly.
            let even = unit(branch(label.seed, (row * 64 + nth) as u64));
            for stroke in strokes(letter).0 {
                let points: Vec<[f64; 2]> =
                    stroke.iter().map(|[u, v]| place([x + LETTER_MM * u, y + LETTER_MM * v])).collect();
                for leg in points.windows(2) {
                    dab(&mut ink, px, leg[0], leg[1], half_px, 0.6 + 0.4 * even);
                }
            }
            x += LETTER_MM * size(letter);
        }
    }
    ink
}

/// What is written.
fn lines(label: &Label) -> [String; 3] {
    let lot = |nth: u64, from: u32, to: u32| {
        from + (unit(branch(label.seed, 0x5741 + nth)) * (to - from + 1) as f32) as u32
    };
    const MONTHS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let month = MONTHS[lot(1, 0, 11) as usize];
    [
        format!("ПОЛИКЛИНИКА № {}", lot(0, 1, 60)),
        "РЕНТГЕН. КАБИНЕТ".to_string(),
        format!("{} {month} {}", lot(2, 1, 28), lot(3, 1946, 1959)),
    ]
}

/// A stroke of ink between two pixels.
fn dab(ink: &mut [f32], px: u32, from: [f64; 2], to: [f64; 2], half_px: f64, amount: f32) {
    let reach = half_px + 1.0;
    let span = |axis: usize| {
        let (low, high) = (from[axis].min(to[axis]) - reach, from[axis].max(to[axis]) + reach);
        (low.max(0.0) as u32)..(high.max(0.0) as u32 + 1).min(px)
    };
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let square = (dx * dx + dy * dy).max(1e-12);
    for row in span(1) {
        for column in span(0) {
            let (x, y) = (f64::from(column) + 0.5 - from[0], f64::from(row) + 0.5 - from[1]);
            let t = ((x * dx + y * dy) / square).clamp(0.0, 1.0);
            let away = (x - t * dx).hypot(y - t * dy);
            let cover = amount * (half_px - away + 0.5).clamp(0.0, 1.0) as f32;
            let at = &mut ink[(row * px + column) as usize];
            *at = at.max(cover);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::radiograph::Subject;

    fn film(labelled: bool) -> Radiograph {
        (0..100)
            .map(|seed| Radiograph::new(seed, Subject::Hands, 115.0))
            .find(|film| film.label().is_some() == labelled)
            .unwrap()
    }

    #[test]
    fn ink_lies_in_the_window_and_nowhere_else() {
        let film = film(true);
        let px = 768;
        let pixel_mm = 230.0 / px as f32;
        let ink = layer(&film, px, pixel_mm);
        let label = film.label().unwrap();
        let [half_x, half_y] = Label::HALF_MM;
        let mut inked = 0;
        for (at, _) in ink.iter().enumerate().filter(|(_, ink)| **ink > 0.0) {
            let x = (at as u32 % px) as f64 * f64::from(pixel_mm) - 115.0 - label.centre[0];
            let y = 115.0 - (at as u32 / px) as f64 * f64::from(pixel_mm) - label.centre[1];
            assert!(x.hypot(y) < half_x.hypot(half_y), "{x} {y}");
            inked += 1;
        }
        assert!(inked > 500, "{inked} pixels");
        assert!(layer(&super::tests::film(false), px, pixel_mm).iter().all(|ink| *ink == 0.0));
    }

    #[test]
    fn every_letter_of_a_stamp_has_a_shape() {
        for seed in 0..200 {
            let label = Label { centre: [0.0, 0.0], turn_deg: 0.0, seed };
            for letter in lines(&label).concat().chars().filter(|letter| *letter != ' ') {
                assert!(!strokes(letter).0.is_empty(), "{letter}");
            }
        }
    }
}
