//! The picture of a reading: level over frequency, speed over time, clicks over time.

use super::canvas::{CELL_PX, Canvas, Colour, text_width};
use super::{clock, step_seconds};
use crate::cli::reading::{Curves, Reading};
use crate::paint::pixels::Pixels;

const SIZE_PX: (u32, u32) = (1290, 900);
const LEFT_PX: i32 = 110;
const WIDTH_PX: i32 = 1120;
/// Top and height of each panel.
const LEVEL_PX: (i32, i32) = (48, 330);
const SPEED_PX: (i32, i32) = (462, 190);
const CLICKS_PX: (i32, i32) = (708, 130);
const PAPER: Colour = [250, 249, 246];
const PANEL: Colour = [240, 239, 234];
const INK: Colour = [38, 44, 52];
const FAINT: Colour = [196, 198, 198];
const RED: Colour = [192, 48, 36];
const BLUE: Colour = [32, 92, 148];
/// Ends of the axis of frequency.
const ENDS_HZ: (f64, f64) = (25.0, 20_000.0);
/// What the level's panel shows, below its highest.
const SPAN_DB: f64 = 60.0;
/// A speed's panel shows no less than this to either side, in per cent.
const LEAST_SWAY_PERCENT: f64 = 0.02;

/// Draws what was read of a recording of so many seconds.
pub fn paint(reading: &Reading, seconds: f64) -> Pixels {
    let mut canvas = Canvas::new(SIZE_PX.0, SIZE_PX.1, PAPER);
    for (top, height) in [LEVEL_PX, SPEED_PX, CLICKS_PX] {
        canvas.fill((LEFT_PX, top), (WIDTH_PX, height), PANEL, 1.0);
    }
    level(&mut canvas, reading);
    speed(&mut canvas, &reading.curves, seconds);
    clicks(&mut canvas, reading, seconds);
    times(&mut canvas, seconds);
    canvas.into_pixels()
}

fn title(canvas: &mut Canvas, top: i32, text: &str) {
    canvas.text((LEFT_PX, top - 24), 2, INK, &text.to_uppercase());
}

fn mark_left(canvas: &mut Canvas, y: i32, label: &str) {
    canvas.fill((LEFT_PX, y), (WIDTH_PX, 1), FAINT, 1.0);
    canvas.text((LEFT_PX - 10 - text_width(label, 2), y - CELL_PX.1), 2, INK, label);
}

fn no_curve(canvas: &mut Canvas, (top, height): (i32, i32)) {
    canvas.text((LEFT_PX + 16, top + height / 2 - CELL_PX.1), 2, INK, "NOT TOLD");
}

fn level(canvas: &mut Canvas, reading: &Reading) {
    let (top, height) = LEVEL_PX;
    let points = &reading.curves.level_db;
    title(canvas, top, if reading.speed_percent.is_some() { "response, dB" } else { "spectrum, dB" });
    if points.is_empty() {
        return no_curve(canvas, LEVEL_PX);
    }
    let highest = points.iter().map(|(_, db)| *db).fold(f64::MIN, f64::max);
    let ceiling = (highest / 10.0).ceil() * 10.0;
    let x_of = |hz: f64| {
        let part = (hz / ENDS_HZ.0).ln() / (ENDS_HZ.1 / ENDS_HZ.0).ln();
        LEFT_PX as f32 + (part * f64::from(WIDTH_PX)) as f32
    };
    let y_of = |db: f64| {
        let part = ((ceiling - db) / SPAN_DB).clamp(0.0, 1.0);
        top as f32 + (part * f64::from(height)) as f32
    };
    for n in 0..=(SPAN_DB / 10.0) as i32 {
        let db = ceiling - 10.0 * f64::from(n);
        mark_left(canvas, y_of(db) as i32, &format!("{db:.0}"));
    }
    for (hz, label) in [
        (50.0, "50 Hz"),
        (100.0, "100"),
        (200.0, "200"),
        (500.0, "500"),
        (1000.0, "1 kHz"),
        (2000.0, "2"),
        (5000.0, "5"),
        (10_000.0, "10"),
    ] {
        let x = x_of(hz) as i32;
        canvas.fill((x, top), (1, height), FAINT, 1.0);
        canvas.text((x - text_width(label, 2) / 2, top + height + 10), 2, INK, label);
    }
    for pair in points.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|(hz, db)| (x_of(hz), y_of(db)));
        canvas.line(a, b, 2.5, BLUE);
    }
    for end in reading.band.iter().flat_map(|band| [band.low, band.high]).filter(|end| !end.is_further) {
        canvas.fill((x_of(end.hz) as i32, top), (2, height), RED, 0.8);
    }
}

fn speed(canvas: &mut Canvas, curves: &Curves, seconds: f64) {
    let (top, height) = SPEED_PX;
    title(canvas, top, "speed, % off its mean");
    if curves.speed.is_empty() {
        return no_curve(canvas, SPEED_PX);
    }
    let furthest = curves.speed.iter().fold(LEAST_SWAY_PERCENT / 100.0, |most: f64, v| most.max(v.abs()));
    let round = 10f64.powf((100.0 * furthest).log10().floor());
    let reach = (100.0 * furthest / round).ceil() * round;
    let y_of = |percent: f64| (f64::from(top) + f64::from(height) * (0.5 - 0.5 * percent / reach)) as f32;
    for part in [-1.0, 0.0, 1.0] {
        mark_left(canvas, y_of(part * reach) as i32, &format!("{:.3}", part * reach));
    }
    let x_of = |n: usize| {
        let second = curves.speed_from_seconds + n as f64 * curves.speed_step_seconds;
        LEFT_PX as f32 + (second / seconds * f64::from(WIDTH_PX)) as f32
    };
    for (n, pair) in curves.speed.windows(2).enumerate() {
        canvas.line((x_of(n), y_of(100.0 * pair[0])), (x_of(n + 1), y_of(100.0 * pair[1])), 1.5, BLUE);
    }
}

/// A stroke for each, as high as it is loud: 60 dB from bottom to top.
fn clicks(canvas: &mut Canvas, reading: &Reading, seconds: f64) {
    let (top, height) = CLICKS_PX;
    title(canvas, top, "clicks, dB re full scale");
    if reading.clicks.is_none() {
        return no_curve(canvas, CLICKS_PX);
    }
    for db in [0.0, -30.0, -60.0] {
        mark_left(canvas, top + (-db / 60.0 * f64::from(height)) as i32, &format!("{db:.0}"));
    }
    for click in &reading.curves.clicks {
        let tall = ((1.0 + click.level_db / 60.0).clamp(0.02, 1.0) * f64::from(height)) as i32;
        let x = LEFT_PX + (click.seconds / seconds * f64::from(WIDTH_PX)) as i32;
        canvas.fill((x, top + height - tall), (2, tall), RED, 0.7);
    }
}

fn times(canvas: &mut Canvas, seconds: f64) {
    let step = step_seconds(seconds);
    for nth in 0..=(seconds / step) as usize {
        let time = nth as f64 * step;
        let x = LEFT_PX + (time / seconds * f64::from(WIDTH_PX)) as i32;
        for (top, height) in [SPEED_PX, CLICKS_PX] {
            canvas.fill((x, top), (1, height), INK, 0.12);
        }
        let label = clock(time, step);
        canvas.text((x - text_width(&label, 2) / 2, CLICKS_PX.0 + CLICKS_PX.1 + 12), 2, INK, &label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::impulses::Click;

    #[test]
    fn what_was_read_is_drawn_and_what_was_not_is_said() {
        let curves = Curves {
            level_db: vec![(100.0, 0.0), (1000.0, 0.0), (8000.0, -40.0)],
            speed: vec![0.0, 0.01, -0.01, 0.0],
            speed_step_seconds: 0.5,
            clicks: vec![Click { seconds: 1.0, level_db: -20.0 }],
            ..Curves::default()
        };
        let empty = paint(&Reading::default(), 2.0);
        let drawn = paint(&Reading { curves, ..Reading::default() }, 2.0);
        let count =
            |pixels: &Pixels, colour: Colour| pixels.rgba.iter().filter(|pixel| pixel[..3] == colour).count();
        assert_eq!(count(&empty, BLUE), 0);
        assert!(count(&drawn, BLUE) > 1000);
        // The click belongs to a reading that has clicks.
        assert_eq!(count(&drawn, RED), 0);
    }
}
