//! T3: FILM measured through the modern player: level, spectrum, picture, serials.

use crate::common::*;
use roentgenizdat::measure::spectrum::Spectrum;
use roentgenizdat::params::{Player, Settings};

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
    let mut chain = chain(settings, serial, rate());
    play_at(&mut chain, &silence(seconds), at(at_s) as i64, 1024)
}

/// Discs over which the unevenness of each is averaged out.
const SERIALS: [u32; 8] = [1953, 7, 4242, 815, 100, 3000, 6001, 9999];

/// The mean level of all of them.
fn mean_level_db(settings: &Settings, at_s: f64, seconds: f64) -> f64 {
    let powers =
        SERIALS.map(|serial| 10f64.powf(level_db(&silent_groove(settings, serial, at_s, seconds)) / 10.0));
    10.0 * (powers.iter().sum::<f64>() / powers.len() as f64).log10()
}

#[test]
fn a_new_silent_groove_hisses_as_the_knob_says() {
    each_rate(|| {
        let leningrad = Settings { wear_plays: 0.0, crackle_on: false, ..groove() };
        let level = mean_level_db(&leningrad, 0.0, 10.0);
        law("T3.1", "hiss of Leningrad, new, at 109 mm", level, -31.0..=-27.0, "dB");
        for knob in [-34.0f32, -27.0] {
            let settings = Settings { film_hiss: knob, ..only_film() };
            let level = mean_level_db(&settings, 0.0, 5.0);
            let what = if knob < -30.0 {
                "hiss of sapphire-cut film at −34 dB"
            } else {
                "hiss of steel-cut film at −27 dB"
            };
            law("T3.1", what, level, f64::from(knob) - 1.0..=f64::from(knob) + 1.0, "dB");
        }
        let off = Settings { film_hiss: -60.0, ..only_film() };
        assert!(rms(&silent_groove(&off, 1953, 0.0, 1.0)) < 1e-9, "off is off");
    });
}

#[test]
fn the_hiss_falls_towards_the_middle_with_the_root_of_speed() {
    each_rate(|| {
        let outer = mean_level_db(&only_film(), 0.0, 6.0);
        let inner = mean_level_db(&only_film(), 190.0, 6.0);
        law("T3.1", "inner hiss re outer", inner - outer, -4.5..=-3.1, "dB");
    });
}

#[test]
fn velocity_noise_is_white_and_a_piezo_tilts_it_down() {
    each_rate(|| {
        let velocity = Settings { pickup_on: false, ..only_film() };
        let noise = Spectrum::new(&silent_groove(&velocity, 1953, 0.0, 20.0), 8192, rate());
        law(
            "T3.2",
            "slope of velocity noise",
            noise.slope_db_per_octave(315.0, 3150.0),
            -1.0..=1.0,
            "dB/oct",
        );
        // The needle's resonance lifts the top of this range, so the tilt is measured below it.
        let piezo = Settings { pickup_player: Player::Piezo, pickup_tone: 16_000.0, ..only_film() };
        let noise = Spectrum::new(&silent_groove(&piezo, 1953, 0.0, 20.0), 8192, rate());
        let density = |f: f64| noise.third_octave_db(f) - 10.0 * f.log10();
        let tilt = (density(1600.0) - density(315.0)) / (1600.0f64 / 315.0).log2();
        law("T3.2", "slope after a piezo", tilt, -7.0..=-5.0, "dB/oct");
    });
}

#[test]
fn the_picture_is_heard_once_a_turn() {
    each_rate(|| {
        let chunk = at(0.01);
        let envelope = |bones: f32| -> Vec<f32> {
            let settings = Settings { film_bones: bones, pickup_on: false, ..only_film() };
            let out = silent_groove(&settings, 1953, 20.0, 30.8);
            // The highest octaves tell nothing more of it.
            out.chunks(chunk).map(|part| rms(part) as f32).collect()
        };
        // A turn is 77.0 chunks of 10 ms.
        let lag = |x: &[f32], chunks: usize| correlation(&x[chunks..], &x[..x.len() - chunks]);
        let (with, without) = (envelope(100.0), envelope(0.0));
        // The film's patches are in both; what the picture does is the one over the other.
        let picture: Vec<f32> = with.iter().zip(&without).map(|(with, without)| with / without).collect();
        law("T3.3", "envelope a turn later, bones 100 %", lag(&picture, 77), 0.5..=1.0, "");
        // A patch reaches over six turns.
        law("T3.3", "the same, bones 0 %, twelve turns later", lag(&without, 924), -0.1..=0.1, "");
        // Somewhere in between it must be unlike itself, or it would be no picture.
        let least = (10..67).map(|n| lag(&picture, n)).fold(1.0, f64::min);
        law("T3.3", "envelope within a turn, least", least, -1.0..=0.25, "");
    });
}

#[test]
fn hiss_is_gaussian_enough() {
    each_rate(|| {
        // Within 30 ms, where the film is nearly even.
        let out = silent_groove(&only_film(), 1953, 0.0, 20.0);
        let kurtosis = |part: &[f32]| {
            let sigma = rms(part);
            part.iter().map(|x| (f64::from(*x) / sigma).powi(4)).sum::<f64>() / part.len() as f64
        };
        let parts: Vec<f64> = out[at(0.1)..].chunks_exact(at(0.03)).map(kurtosis).collect();
        let kurtosis = parts.iter().sum::<f64>() / parts.len() as f64;
        law("T3.5", "kurtosis of hiss", kurtosis, 2.8..=3.1, "");
    });
}

#[test]
fn another_serial_is_another_hiss() {
    each_rate(|| {
        let one = silent_groove(&only_film(), 1953, 0.0, 20.0);
        assert_eq!(one, silent_groove(&only_film(), 1953, 0.0, 20.0), "the same serial is the same hiss");
        let most = [1954, 0, 9999]
            .map(|other| correlation(&one, &silent_groove(&only_film(), other, 0.0, 20.0)).abs())
            .into_iter()
            .fold(0.0, f64::max);
        law("T3.4", "correlation of two serials", most, 0.0..=0.02, "");
    });
}

#[test]
fn another_turn_is_another_hiss() {
    let one = silent_groove(&only_film(), 1953, 10.0, 20.0);
    let shifted = silent_groove(&only_film(), 1953, 10.0 + 60.0 / 77.92, 20.0);
    assert!(correlation(&one, &shifted).abs() < 0.02);
}
