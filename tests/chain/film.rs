//! FILM measured through the modern player: level, spectrum, picture, serials.

use crate::common::*;
use roentgenizdat::chain::settings::{Player, Settings};

/// Nothing but the film's own noise.
fn only_film() -> Settings {
    Settings {
        lathe_on: false,
        lathe_hum: -80.0,
        crackle_on: false,
        warp_on: false,
        wear_plays: 0.0,
        film_bones: 0.0,
        pickup_rumble: -80.0,
        ..groove()
    }
}

/// Level 100 Hz–8 kHz re reference, in dB.
fn level_db(out: &[f32]) -> f64 {
    db(band_rms(out, 100.0, 8000.0) / (0.251_19 / 2f64.sqrt()))
}

fn silent_groove(settings: &Settings, serial: u32, at_s: f64, seconds: f64) -> Vec<f32> {
    let mut chain = chain(settings, serial, RATE_HZ);
    play_at(&mut chain, &silence(seconds), (at_s * RATE_HZ) as i64, 1024)
}

/// Power in third octaves from 315 Hz to 3.15 kHz, as a slope in dB per octave of spectral density.
fn slope_db_per_octave(out: &[f32]) -> f64 {
    let octaves: Vec<f64> = (0..=10).map(|n| f64::from(n) / 3.0).collect();
    let levels: Vec<f64> = octaves
        .iter()
        .map(|o| {
            let f = 315.0 * 2f64.powf(*o);
            db(band_rms(out, f * 0.891, f * 1.122)) - 10.0 * f.log10()
        })
        .collect();
    let n = octaves.len() as f64;
    let (mx, my) = (octaves.iter().sum::<f64>() / n, levels.iter().sum::<f64>() / n);
    let top: f64 = octaves.iter().zip(&levels).map(|(x, y)| (x - mx) * (y - my)).sum();
    top / octaves.iter().map(|x| (x - mx).powi(2)).sum::<f64>()
}

#[test]
fn a_new_silent_groove_hisses_as_the_knob_says() {
    let leningrad = Settings { wear_plays: 0.0, crackle_on: false, ..groove() };
    let level = level_db(&silent_groove(&leningrad, 1953, 0.0, 10.0));
    assert!((level + 27.0).abs() < 2.0, "Leningrad {level}");
    for knob in [-40.0f32, -27.0, -20.0] {
        let settings = Settings { film_hiss: knob, ..only_film() };
        let level = level_db(&silent_groove(&settings, 1953, 0.0, 5.0));
        assert!((level - f64::from(knob)).abs() < 1.0, "knob {knob}: {level}");
    }
    let off = Settings { film_hiss: -60.0, ..only_film() };
    assert!(rms(&silent_groove(&off, 1953, 0.0, 1.0)) < 1e-9, "off is off");
}

#[test]
fn the_hiss_falls_towards_the_middle_with_the_root_of_speed() {
    let outer = level_db(&silent_groove(&only_film(), 1953, 0.0, 6.0));
    let inner = level_db(&silent_groove(&only_film(), 1953, 190.0, 6.0));
    assert!((outer - inner - 3.8).abs() < 0.7, "{outer} {inner}");
}

#[test]
fn velocity_noise_is_white_and_a_piezo_tilts_it_down() {
    let velocity = Settings { pickup_on: false, ..only_film() };
    let slope = slope_db_per_octave(&silent_groove(&velocity, 1953, 0.0, 20.0));
    assert!(slope.abs() < 1.0, "velocity {slope}");
    // The needle's resonance lifts the top of this range, so the tilt is measured below it.
    let piezo = Settings { pickup_player: Player::Piezo, pickup_tone: 16_000.0, ..only_film() };
    let out = silent_groove(&piezo, 1953, 0.0, 20.0);
    let density = |f: f64| db(band_rms(&out, f * 0.891, f * 1.122)) - 10.0 * f.log10();
    let tilt = (density(1600.0) - density(315.0)) / (1600.0f64 / 315.0).log2();
    assert!((tilt + 6.0).abs() < 1.0, "piezo {tilt}");
}

#[test]
fn the_picture_is_heard_once_a_turn() {
    let envelope = |bones: f32| -> Vec<f32> {
        let settings = Settings { film_bones: bones, pickup_on: false, ..only_film() };
        let out = silent_groove(&settings, 1953, 20.0, 30.8);
        out.chunks(480).map(|part| rms(part) as f32).collect()
    };
    // A turn is 77.0 chunks of 10 ms.
    let lag = |x: &[f32], chunks: usize| correlation(&x[chunks..], &x[..x.len() - chunks]);
    let (with, without) = (envelope(100.0), envelope(0.0));
    assert!(lag(&with, 77) >= 0.5, "a turn later: {}", lag(&with, 77));
    assert!(lag(&without, 77) <= 0.1, "without bones: {}", lag(&without, 77));
    // Somewhere in between it must be unlike itself, or it would be no picture.
    let least = (10..67).map(|n| lag(&with, n)).fold(1.0, f64::min);
    assert!(least <= 0.25, "within a turn: {least}");
}

#[test]
fn hiss_is_gaussian_enough() {
    let out = silent_groove(&only_film(), 1953, 0.0, 20.0);
    let sigma = rms(&out);
    let kurtosis = out.iter().map(|x| (f64::from(*x) / sigma).powi(4)).sum::<f64>() / out.len() as f64;
    assert!((2.8..=3.1).contains(&kurtosis), "{kurtosis}");
}

#[test]
fn another_serial_is_another_hiss() {
    let one = silent_groove(&only_film(), 1953, 0.0, 20.0);
    assert_eq!(one, silent_groove(&only_film(), 1953, 0.0, 20.0), "the same serial is the same hiss");
    for other in [1954, 0, 9999] {
        let rho = correlation(&one, &silent_groove(&only_film(), other, 0.0, 20.0));
        assert!(rho.abs() < 0.02, "serial {other}: {rho}");
    }
}

#[test]
fn another_turn_is_another_hiss() {
    let one = silent_groove(&only_film(), 1953, 10.0, 20.0);
    let shifted = silent_groove(&only_film(), 1953, 10.0 + 60.0 / 77.92, 20.0);
    assert!(correlation(&one, &shifted).abs() < 0.02);
}
