//! T5: WARP measured with a 3150 Hz tone through a quadrature demodulator and the wow meter's weighting.

use crate::common::*;
use crate::groove::step_s;
use roentgenizdat::measure::wow::{self, TONE_HZ};
use roentgenizdat::params::{Settings, Speed};
use std::f64::consts::TAU;

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
fn speed(settings: &Settings, serial: u32, seconds: f64) -> Vec<f64> {
    let song = sine(TONE_HZ, 0.05, seconds + 1.0);
    let out = play_at(&mut chain(settings, serial, rate()), &song, 0, 1024);
    wow::speed(&out[at(1.0)..], TONE_HZ, rate())
}

#[test]
fn the_hole_of_the_leningrad_preset_is_within_a_tenth_of_e_over_r() {
    each_rate(|| {
        for serial in [1953, 7, 4242, 9001] {
            let settings = Settings { disc_travel: 0.0, ..clean(groove()) };
            let first = wow::line(&speed(&settings, serial, 61.6), REV_HZ, step_s());
            law("T5.2", "once-a-turn line of Leningrad over e/r", first / (1.2 / 109.0), 0.9..=1.1, "");
        }
    });
}

#[test]
fn flutter_reads_on_the_meter_what_the_knob_says() {
    each_rate(|| {
        for knob in [0.3f32, 1.0, 2.0] {
            let settings = Settings { warp_flutter: knob, ..flat() };
            let read = wow::weighted_percent(&speed(&settings, 1953, 40.0), step_s());
            law("T5.1", "meter over knob", read / f64::from(knob), 0.85..=1.15, "");
        }
    });
}

#[test]
fn a_saddle_bends_the_pitch_twice_a_turn() {
    each_rate(|| {
        let settings = Settings { warp_curl: 2.0, ..flat() };
        // d = h tan φ / V: at r 109 mm a saddle of 2 mm gives 2 · 2πf · h tan φ / V.
        let expected = 2.0 * TAU * REV_HZ * 2e-3 * 0.2 / 0.8894;
        let second = wow::line(&speed(&settings, 1953, 30.8), 2.0 * REV_HZ, step_s());
        law("T5.2", "twice-a-turn line of a saddle over h tan φ/V", second / expected, 0.9..=1.1, "");
    });
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
    each_rate(|| {
        let step = at(0.1);
        let mut song = silence(60.0);
        (0..590).for_each(|n| song[n * step + 100] = 0.25);
        let out = play(&settings, &song);
        let delays_ms: Vec<f64> = (0..589)
            .map(|n| {
                let part = &out[n * step..(n + 1) * step];
                let peak = (0..step).max_by(|a, b| part[*a].abs().total_cmp(&part[*b].abs())).unwrap();
                (peak as f64 - 100.0) / rate() * 1000.0
            })
            .collect();
        let (least, most) = delays_ms.iter().fold((f64::MAX, 0.0f64), |(a, b), d| (a.min(*d), b.max(*d)));
        law("T5.3", "least delay", least, 0.2..=21.5, "ms");
        law("T5.3", "most delay", most, 0.2..=21.5, "ms");
    });
}

#[test]
fn turning_a_knob_never_clicks() {
    // A slow sine while hole and curl jump, the curl as far as the light arm follows it (beyond, its needle leaps, and that is
    // heard whether the knob moves or not): no sample step beyond twice the sine's own.
    each_rate(|| {
        let mut chain = chain(&flat(), 1953, rate());
        let song = sine(400.0, 0.1, 8.0);
        let mut out = Vec::new();
        for (n, part) in song.chunks(480).enumerate() {
            let far = (n / 40) % 2 == 1;
            let (hole, curl) = if far { (3.0, 3.0) } else { (0.0, 0.0) };
            chain.set(&Settings { warp_hole: hole, warp_curl: curl, ..flat() });
            out.extend(play_at(&mut chain, part, (n * 480) as i64, 480));
        }
        let slope = |x: &[f32]| f64::from(x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max));
        let still = slope(&play(&flat(), &song)[at(0.1)..]);
        law(
            "T5.4",
            "steepest step while knobs jump, re the tone's own",
            db(slope(&out[at(0.1)..]) / still),
            -1.0..=6.0,
            "dB",
        );
    });
}
