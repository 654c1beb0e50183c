//! The picture of a song worn away: its spectrogram before, after, and the damage below, on one axis of time.

use super::canvas::{CELL_PX, Canvas, Colour, text_width};
use super::spectrogram::{Spectrogram, height_of};
use super::{clock, step_seconds};
use crate::chain::wear_law::{DAMAGE_AFTER_LIFE, SideWear};
use crate::cli::audio::Audio;
use crate::cli::cut::CutOptions;
use crate::paint::pixels::Pixels;
use crate::params::condition;

const SIZE_PX: (u32, u32) = (1290, 860);
/// Left edge and width of all three panels.
const LEFT_PX: i32 = 100;
const WIDTH_PX: i32 = 1120;
/// Top and height of each panel.
const BEFORE_PX: (i32, i32) = (48, 270);
const AFTER_PX: (i32, i32) = (362, 270);
const DAMAGE_PX: (i32, i32) = (676, 130);
/// What the spectrograms show, in dB below the loudest of the song as it came.
const SPAN_DB: f32 = 78.0;
const GROUND: Colour = [9, 13, 20];
const INK: Colour = [176, 194, 208];
const FAINT: Colour = [92, 108, 126];
/// The darkroom's lamp.
const RED: Colour = [226, 74, 58];
const BLUE: Colour = [122, 176, 214];
/// Quiet to loud: film, clear where it is loud.
const LIGHT: [[f32; 3]; 5] = [
    [9.0, 13.0, 20.0],
    [22.0, 42.0, 68.0],
    [62.0, 104.0, 142.0],
    [158.0, 196.0, 220.0],
    [244.0, 250.0, 252.0],
];

/// Draws what `options` made of a song. Both sounds have the same length and rate.
pub fn paint(dry: &Audio, bootleg: &Audio, options: &CutOptions) -> Pixels {
    let mut canvas = Canvas::new(SIZE_PX.0, SIZE_PX.1, GROUND);
    let analyse = |audio: &Audio| {
        let rate_hz = f64::from(audio.sample_rate_hz);
        Spectrogram::new(&audio.mono(), rate_hz, WIDTH_PX as usize, BEFORE_PX.1 as usize)
    };
    let before = analyse(dry);
    let loudest_db = before.loudest_db();
    spectrogram(&mut canvas, BEFORE_PX, "before", &before, loudest_db);
    let after = format!("after: disc {}", options.serial());
    spectrogram(&mut canvas, AFTER_PX, &after, &analyse(bootleg), loudest_db);
    damage(&mut canvas, options, dry.seconds());
    times(&mut canvas, dry.seconds());
    canvas.into_pixels()
}

fn spectrogram(
    canvas: &mut Canvas,
    (top, height): (i32, i32),
    title: &str,
    levels: &Spectrogram,
    loudest_db: f32,
) {
    canvas.text((LEFT_PX, top - 24), 2, INK, &title.to_uppercase());
    for x in 0..WIDTH_PX {
        for y in 0..height {
            let level_db = levels.level_db(x as usize, (height - 1 - y) as usize);
            let light = 1.0 + (level_db - loudest_db) / SPAN_DB;
            canvas.dot(LEFT_PX + x, top + y, shade(light), 1.0);
        }
    }
    for (f_hz, label) in [
        (100.0, "100 Hz"),
        (500.0, "500 Hz"),
        (1000.0, "1 kHz"),
        (2000.0, "2 kHz"),
        (4000.0, "4 kHz"),
        (8000.0, "8 kHz"),
    ] {
        let y = top + height - (height_of(f_hz) * f64::from(height)).round() as i32;
        mark_left(canvas, y, label, INK);
    }
}

/// Colour of a lightness, 0–1.
fn shade(light: f32) -> Colour {
    let place = light.clamp(0.0, 1.0) * (LIGHT.len() - 1) as f32;
    let low = (place as usize).min(LIGHT.len() - 2);
    let part = place - low as f32;
    std::array::from_fn(|i| (LIGHT[low][i] + (LIGHT[low + 1][i] - LIGHT[low][i]) * part).round() as u8)
}

/// Damage and plays over the song.
fn damage(canvas: &mut Canvas, options: &CutOptions, seconds: f64) {
    let (top, height) = DAMAGE_PX;
    let y_of = |share: f64| (f64::from(top) + f64::from(height) * (1.0 - share)) as f32;
    let at = |x: i32| {
        let part = f64::from(x) / f64::from(WIDTH_PX);
        let settings = options.automation.at(part);
        let wear = SideWear::new(&condition::applied(&settings), Vec::new());
        let place = wear.groove().place(options.start_seconds + part * seconds);
        (wear.at(&place).damage(), f64::from(settings.wear_plays))
    };
    let points: Vec<(f64, f64)> = (0..=WIDTH_PX).map(at).collect();
    let most_plays = points.iter().map(|(_, plays)| *plays).fold(0.0, f64::max);
    // The axis ends at a round number of plays.
    let top_plays = (most_plays / 10.0).ceil().max(1.0) * 10.0;

    canvas.text((LEFT_PX, top - 24), 2, RED, "DAMAGE");
    let title = "PLAYS";
    canvas.text((LEFT_PX + WIDTH_PX - text_width(title, 2), top - 24), 2, BLUE, title);
    canvas.fill((LEFT_PX, top), (WIDTH_PX, height), shade(0.12), 1.0);
    for (share, label) in [(0.0, "0"), (DAMAGE_AFTER_LIFE, "0.7"), (1.0, "1")] {
        let y = y_of(share).round() as i32;
        canvas.fill((LEFT_PX, y), (WIDTH_PX, 1), FAINT, 0.6);
        mark_left(canvas, y, label, RED);
    }
    canvas.text((LEFT_PX + 10, y_of(DAMAGE_AFTER_LIFE) as i32 - 20), 2, FAINT, "ONE LIFE");
    for share in [0.0, 0.5, 1.0] {
        let label = format!("{}", top_plays * share);
        let y = y_of(share) as i32 - CELL_PX.1;
        canvas.text((LEFT_PX + WIDTH_PX + 10, y), 2, BLUE, &label);
    }
    let mut curve = |value: &dyn Fn(&(f64, f64)) -> f64, width: f32, colour: Colour| {
        for (x, pair) in points.windows(2).enumerate() {
            let point = |x: usize, pair: &(f64, f64)| (LEFT_PX as f32 + x as f32, y_of(value(pair)));
            canvas.line(point(x, &pair[0]), point(x + 1, &pair[1]), width, colour);
        }
    };
    curve(&|(_, plays)| plays / top_plays, 1.5, BLUE);
    curve(&|(damage, _)| *damage, 3.0, RED);
}

/// A label left of the panels, level with `y`.
fn mark_left(canvas: &mut Canvas, y: i32, label: &str, colour: Colour) {
    canvas.fill((LEFT_PX - 7, y), (5, 1), colour, 1.0);
    canvas.text((LEFT_PX - 12 - text_width(label, 2), y - CELL_PX.1), 2, colour, label);
}

/// The axis of time, through all panels.
fn times(canvas: &mut Canvas, seconds: f64) {
    let step = step_seconds(seconds);
    let bottom = DAMAGE_PX.0 + DAMAGE_PX.1;
    for nth in 0..=(seconds / step) as usize {
        let time = nth as f64 * step;
        let x = LEFT_PX + (time / seconds * f64::from(WIDTH_PX)) as i32;
        for (top, height) in [BEFORE_PX, AFTER_PX, DAMAGE_PX] {
            canvas.fill((x, top), (1, height), INK, 0.14);
        }
        let label = clock(time, step);
        canvas.text((x - text_width(&label, 2) / 2, bottom + 12), 2, INK, &label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Serial;
    use crate::params::Settings;

    #[test]
    fn the_curve_climbs_as_the_plays_do() {
        let mut options = CutOptions::new(Serial::new(1953).unwrap(), Settings::default());
        options.automation.assign_plays("0..40").unwrap();
        let song = Audio { sample_rate_hz: 8000, channels: vec![vec![0.0; 8000]] };
        let picture = paint(&song, &song, &options);
        // Topmost red of the panel, in a column that no text crosses.
        let height = |x: u32| {
            let (top, height) = DAMAGE_PX;
            let red = |y: &u32| picture.get(x, *y).unwrap()[..3] == RED;
            (top as u32..(top + height) as u32).find(red).unwrap_or(0)
        };
        let heights = [300, 450, 600, 800, 1000, 1190].map(height);
        assert!(heights[5] > 0 && heights.windows(2).all(|pair| pair[1] < pair[0]), "{heights:?}");
    }
}
