//! Scratches: the film's bare base, each where it ticks.

use super::noise::line as noise_line;
use crate::chain::wear_law::SideWear;
use crate::disc::blemish::Scratch;
use crate::disc::groove::PITCH_MM;
use crate::disc::reused::Line;

/// Width of a scratch that takes 1 ms to cross, in mm: the groove passes at about that many metres a second.
const WIDTH_MM_PER_MS: f32 = 0.85;
/// Strokes of the pen to a pixel.
const STROKES_PER_PX: f32 = 2.0;

/// How much of each pixel is scratched, 0–1, `px` by `px`: each of these scratches where it ticks, once the groove there is so
/// worn that it has appeared.
pub fn layer(scratches: &[Scratch], wear: &SideWear, px: u32, pixel_mm: f32) -> Vec<f32> {
    let mut layer = vec![0.0; (px * px) as usize];
    for scratch in scratches {
        draw(&mut layer, scratch, wear, px, pixel_mm);
    }
    layer
}

fn draw(layer: &mut [f32], scratch: &Scratch, wear: &SideWear, px: u32, pixel_mm: f32) {
    let outer_mm = wear.groove().outer_radius_mm as f32;
    let has_appeared: Vec<bool> = (0..scratch.turns)
        .map(|turn| f64::from(scratch.first_turn + turn) + 0.5)
        .map(|turns| f64::from(scratch.from_lives) <= wear.at_turns(turns).lives)
        .collect();
    let half_px = (0.5 * WIDTH_MM_PER_MS * scratch.crossing_ms / pixel_mm).max(0.45);
    let middle_px = 0.5 * px as f32;
    let turns = scratch.turns as f32;
    // The way across the turns and the way round them.
    let across_mm = turns * PITCH_MM as f32;
    let round_mm = turns * scratch.slant as f32 * std::f32::consts::TAU * outer_mm;
    let strokes = (STROKES_PER_PX * across_mm.hypot(round_mm) / pixel_mm).ceil().max(1.0);
    for stroke in 0..=strokes as u32 {
        let part = stroke as f32 / strokes;
        let turn = (part * turns) as usize;
        if !has_appeared.get(turn).or(has_appeared.last()).is_some_and(|has| *has) {
            continue;
        }
        let r_px = (outer_mm - PITCH_MM as f32 * (scratch.first_turn as f32 + part * turns)) / pixel_mm;
        let angle = (scratch.angle as f32 + scratch.slant as f32 * part * turns) * std::f32::consts::TAU;
        let pen = (middle_px + r_px * angle.cos(), middle_px - r_px * angle.sin());
        // It starts and ends light, and skips a little on the way.
        let skips =
            0.8 + 0.2 * noise_line(u64::from(scratch.level_db.to_bits()), stroke as f32 * pixel_mm / 1.5);
        let pressure = skips * (8.0 * part.min(1.0 - part)).clamp(0.25, 1.0);
        dot(layer, px, pen, half_px, pressure);
    }
}

/// Draws the straight scratches of reused film, from edge to edge of a disc of this radius.
pub fn draw_lines(layer: &mut [f32], lines: &[Line], radius_mm: f32, px: u32, pixel_mm: f32) {
    let middle_px = 0.5 * px as f32;
    for line in lines {
        let half_px = (0.5 * WIDTH_MM_PER_MS * line.crossing_ms / pixel_mm).max(0.45);
        let (sin, cos) = (line.angle as f32 * std::f32::consts::TAU).sin_cos();
        let away_mm = line.distance_mm as f32;
        let half_mm = (radius_mm * radius_mm - away_mm * away_mm).max(0.0).sqrt();
        let strokes = (STROKES_PER_PX * 2.0 * half_mm / pixel_mm).ceil().max(1.0) as u32;
        for stroke in 0..=strokes {
            let along_mm = half_mm * (2.0 * stroke as f32 / strokes as f32 - 1.0);
            let (x_mm, y_mm) = (away_mm * cos - along_mm * sin, away_mm * sin + along_mm * cos);
            let pen = (middle_px + x_mm / pixel_mm, middle_px - y_mm / pixel_mm);
            let skips = 0.7 + 0.3 * noise_line(u64::from(line.level_db.to_bits()), along_mm / 1.5);
            dot(layer, px, pen, half_px, skips);
        }
    }
}

/// One touch of the pen; touches do not add up.
fn dot(layer: &mut [f32], px: u32, (x, y): (f32, f32), half_px: f32, pressure: f32) {
    let reach = half_px + 1.0;
    let range = |at: f32| (at - reach).floor().max(0.0) as u32..((at + reach).ceil().max(0.0) as u32).min(px);
    for row in range(y) {
        for column in range(x) {
            let away = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y);
            let ink = pressure * (half_px + 0.5 - away).clamp(0.0, 1.0);
            let pixel = &mut layer[(row * px + column) as usize];
            *pixel = pixel.max(ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::blemish::Blemishes;
    use crate::disc::hash;
    use crate::params::{Settings, condition};

    #[test]
    fn a_line_lies_where_it_ticks() {
        let line = Line { distance_mm: 30.0, angle: 0.1, crossing_ms: 0.2, level_db: 0.0 };
        let (px, pixel_mm) = (460, 0.5);
        let mut layer = vec![0.0; 460 * 460];
        draw_lines(&mut layer, &[line], 115.0, px, pixel_mm);
        let near = |angle: f64, r_mm: f64| {
            let (sin, cos) = (angle * std::f64::consts::TAU).sin_cos();
            layer[(230.0 - r_mm * sin * 2.0) as usize * 460 + (230.0 + r_mm * cos * 2.0) as usize]
        };
        for r_mm in [40.0, 80.0, 105.0] {
            for angle in line.crossings(r_mm).unwrap() {
                assert!(near(angle, r_mm) > 0.1, "{angle} {r_mm}");
                assert_eq!(near(angle + 0.5, r_mm), 0.0, "{angle} {r_mm}");
            }
        }
    }

    #[test]
    fn a_scratch_lies_where_it_ticks() {
        let blemishes = Blemishes::new(hash::mix(7), 256);
        let wear = SideWear::new(&condition::applied(&Settings::default()), vec![40.0; 256]);
        let (px, pixel_mm) = (460, 0.5);
        let layer = layer(&blemishes.scratches[..1], &wear, px, pixel_mm);
        let scratch = &blemishes.scratches[0];
        let turn = f64::from(scratch.turns / 2);
        let r_mm = 109.0 - 0.25 * (f64::from(scratch.first_turn) + turn);
        let angle = (scratch.angle + scratch.slant * turn) * std::f64::consts::TAU;
        let (x, y) = (230.0 + r_mm * angle.cos() * 2.0, 230.0 - r_mm * angle.sin() * 2.0);
        let near = |x: i32, y: i32| {
            let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| ((y + dy) * 460 + x + dx) as usize));
            around.map(|at| layer[at]).fold(0.0, f32::max)
        };
        assert!(near(x as i32, y as i32) > 0.4);
        assert_eq!(near(460 - x as i32, 460 - y as i32), 0.0);
    }
}
