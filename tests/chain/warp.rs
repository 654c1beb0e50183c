//! WARP measured with a 3150 Hz tone through a quadrature demodulator and the wow meter's weighting.

use crate::common::*;
use roentgenizdat::chain::settings::{Settings, Speed};
use rustfft::num_complex::Complex;
use std::f64::consts::TAU;

const TONE_HZ: f64 = 3150.0;
const HOP: usize = 240;
const STEP_S: f64 = HOP as f64 / RATE_HZ;
const REV_HZ: f64 = 77.92 / 60.0;

/// Nothing warps, nothing but the tone is heard.
fn flat() -> Settings {
    Settings {
        disc_travel: 0.0,
        warp_hole: 0.0,
        warp_curl: 0.0,
        warp_flutter: 0.0,
        warp_slip: 0.0,
        pickup_tracing: 0.0,
        wear_on: false,
        ..clean(groove())
    }
}

/// Relative speed over time, the first second left out.
fn speed(settings: &Settings, serial: u32, at: i64, seconds: f64) -> Vec<f64> {
    let song = sine(TONE_HZ, 0.05, seconds + 1.0);
    let out = play_at(&mut chain(settings, serial, RATE_HZ), &song, at, 1024);
    demodulate(&out[48_000..], TONE_HZ, HOP)
}

/// Response of the wow meter (IEC 60386), by the rational fit `1.0286 (s/(s+w1))³ / (1 + s/w2)`.
fn weighting(f_hz: f64) -> f64 {
    let s = Complex::new(0.0, TAU * f_hz);
    let rise = s / (s + TAU * 0.6155);
    (rise * rise * rise / (1.0 + s / (TAU * 12.7)) * 1.0286).norm()
}

/// Weighted flutter as twice the rms, in per cent.
fn meter_percent(speed: &[f64]) -> f64 {
    let size = speed.len() / 2 * 2;
    let mut bins: Vec<Complex<f64>> = speed[..size].iter().map(|v| Complex::new(*v, 0.0)).collect();
    rustfft::FftPlanner::new().plan_fft_forward(size).process(&mut bins);
    let power: f64 = (1..size / 2)
        .map(|n| {
            let f_hz = n as f64 / (size as f64 * STEP_S);
            2.0 * bins[n].norm_sqr() / (size as f64).powi(2) * weighting(f_hz).powi(2)
        })
        .sum();
    200.0 * power.sqrt()
}

#[test]
fn the_hole_is_one_line_of_height_e_over_r() {
    let settings = Settings { warp_hole: 1.2, ..flat() };
    let deviation = speed(&settings, 1953, 0, 30.8);
    let first = line(&deviation, REV_HZ, STEP_S);
    let expected = 1.2 / 109.0;
    assert!((first / expected - 1.0).abs() < 0.02, "{first} against {expected}");
    let second = line(&deviation, 2.0 * REV_HZ, STEP_S);
    assert!(second < 0.0316 * first, "second harmonic {second}");
}

#[test]
fn the_hole_of_the_leningrad_preset_is_within_a_tenth_of_e_over_r() {
    for serial in [1953, 7, 4242, 9001] {
        let settings = Settings { disc_travel: 0.0, ..clean(groove()) };
        let first = line(&speed(&settings, serial, 0, 61.6), REV_HZ, STEP_S);
        let expected = 1.2 / 109.0;
        assert!((first / expected - 1.0).abs() < 0.1, "serial {serial}: {first} against {expected}");
    }
}

#[test]
fn the_hole_swings_wider_towards_the_middle() {
    let settings = Settings { warp_hole: 1.2, disc_travel: 100.0, ..flat() };
    let depth = |at_s: i64| line(&speed(&settings, 1953, at_s * 48_000, 7.7), REV_HZ, STEP_S);
    let ratio = depth(187) / depth(0);
    // Radius half-way through each measurement: 107.5 and 47.0 mm.
    assert!((ratio / (107.5 / 47.0) - 1.0).abs() < 0.05, "{ratio}");
}

#[test]
fn flutter_reads_on_the_meter_what_the_knob_says() {
    for knob in [0.3f32, 1.0, 2.0] {
        let settings = Settings { warp_flutter: knob, ..flat() };
        let read = meter_percent(&speed(&settings, 1953, 0, 40.0));
        assert!((read / f64::from(knob) - 1.0).abs() < 0.15, "knob {knob}: meter {read}");
    }
}

#[test]
fn a_saddle_bends_the_pitch_twice_a_turn() {
    let settings = Settings { warp_curl: 2.0, ..flat() };
    let deviation = speed(&settings, 1953, 0, 30.8);
    // d = h tan φ / V: at r 109 mm a saddle of 2 mm gives 2 · 2πf · h tan φ / V.
    let expected = 2.0 * TAU * REV_HZ * 2e-3 * 0.2 / 0.8894;
    let second = line(&deviation, 2.0 * REV_HZ, STEP_S);
    assert!((second / expected - 1.0).abs() < 0.1, "{second} against {expected}");
}

#[test]
fn the_swing_never_leaves_its_bounds() {
    // Everything at its worst, at the slowest speed near the side's end: an impulse tells the delay.
    let settings = Settings {
        warp_hole: 3.0,
        warp_curl: 5.0,
        warp_flutter: 3.0,
        warp_slip: 100.0,
        warp_speed: Speed::Long,
        disc_travel: 100.0,
        disc_start: 90.0,
        ..flat()
    };
    let mut song = silence(60.0);
    for n in 0..590 {
        song[n * 4800 + 100] = 0.25;
    }
    let out = play(&settings, &song);
    for n in 0..589 {
        let part = &out[n * 4800..(n + 1) * 4800];
        let peak = (0..4800).max_by(|a, b| part[*a].abs().total_cmp(&part[*b].abs())).unwrap() as f64;
        let delay_ms = (peak - 100.0) / 48.0;
        assert!((0.2..=21.5).contains(&delay_ms), "pulse {n}: {delay_ms} ms");
    }
}

#[test]
fn turning_a_knob_never_clicks() {
    // A slow sine while hole and curl jump from end to end: no sample step beyond twice the sine's own.
    let mut chain = chain(&flat(), 1953, RATE_HZ);
    let song = sine(400.0, 0.1, 8.0);
    let mut out = Vec::new();
    for (n, part) in song.chunks(480).enumerate() {
        let far = (n / 40) % 2 == 1;
        let (hole, curl) = if far { (3.0, 5.0) } else { (0.0, 0.0) };
        chain.set(&Settings { warp_hole: hole, warp_curl: curl, ..flat() });
        out.extend(play_at(&mut chain, part, (n * 480) as i64, 480));
    }
    let slope = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    let still = slope(&play(&flat(), &song)[4800..]);
    assert!(slope(&out[4800..]) < 2.0 * still, "{} against {still}", slope(&out[4800..]));
}
