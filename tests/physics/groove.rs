//! T1: the groove's geometry, from closed forms and from a demodulated tone.

use crate::common::*;
use roentgenizdat::disc::groove::Groove;
use roentgenizdat::measure::wow::{self, STEP_SECONDS, TONE_HZ};
use roentgenizdat::params::Settings;
use std::f64::consts::TAU;

const REV_HZ: f64 = 77.92 / 60.0;

#[test]
fn radius_and_speed_after_n_turns_are_exact() {
    let groove = Groove::new(230.0, 77.92);
    let worst = (0..256).map(f64::from).fold(0.0f64, |worst, turns| {
        let place = groove.place(turns / REV_HZ + 1e-12);
        let radius_mm = 109.0 - 0.25 * turns;
        let speed_m_s = TAU * radius_mm * 1e-3 * REV_HZ;
        let error = (place.radius_mm / radius_mm - 1.0).abs().max((place.speed_m_s / speed_m_s - 1.0).abs());
        worst.max(error)
    });
    law("T1.1", "radius and speed, worst error", worst * 1e6, 0.0..=1.0, "ppm");
}

/// Only the hole moves the pitch.
fn only_hole() -> Settings {
    Settings {
        disc_travel: 0.0,
        warp_hole: 1.2,
        warp_curl: 0.0,
        warp_flutter: 0.0,
        warp_slip: 0.0,
        pickup_tracing: 0.0,
        wear_on: false,
        ..clean(groove())
    }
}

fn speed(settings: &Settings, at_s: f64, seconds: f64) -> Vec<f64> {
    let song = sine(TONE_HZ, 0.05, seconds + 1.0);
    let out = play_at(&mut chain(settings, 1953, rate()), &song, at(at_s) as i64, 1024);
    wow::speed(&out[at(1.0)..], TONE_HZ, rate())
}

#[test]
fn the_hole_is_one_line_of_height_e_over_r() {
    each_rate(|| {
        let deviation = speed(&only_hole(), 0.0, 30.8);
        let first = wow::line(&deviation, REV_HZ, step_s());
        law("T1.2", "once-a-turn line over e/r", first / (1.2 / 109.0), 0.95..=1.05, "");
        let second = wow::line(&deviation, 2.0 * REV_HZ, step_s());
        law("T1.2", "second harmonic of it", db(second / first), -300.0..=-30.0, "dB");
    });
}

#[test]
fn the_hole_swings_wider_towards_the_middle() {
    each_rate(|| {
        let settings = Settings { disc_travel: 100.0, ..only_hole() };
        let depth = |at_s: f64| wow::line(&speed(&settings, at_s, 7.7), REV_HZ, step_s());
        // Radius half-way through each measurement: 107.0 and 46.4 mm.
        let ratio = depth(187.0) / depth(0.0);
        law(
            "T1.3",
            "depth at the end over depth at the start, re 1/r",
            ratio / (107.0 / 46.4),
            0.95..=1.05,
            "",
        );
    });
}

/// Seconds between two values of speed, as the rate allows.
pub fn step_s() -> f64 {
    (STEP_SECONDS * rate()).round() / rate()
}
