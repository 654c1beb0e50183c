//! QUALITY: eco, standard and high differ in aliasing and in the error between samples, and in nothing else.

use crate::common::*;
use roentgenizdat::params::{Quality, Settings};

const ALL: [Quality; 3] = [Quality::Eco, Quality::Standard, Quality::High];

fn plain(disc_quality: Quality) -> Settings {
    Settings {
        disc_quality,
        wear_on: false,
        pickup_tracing: 0.0,
        disc_travel: 0.0,
        lathe_drive: 0.0,
        ..clean(groove())
    }
}

/// All that is no harmonic of a hard-driven tone at 4.9 kHz, in dB re the tone: aliases.
fn alias_db(quality: Quality) -> f64 {
    let settings = Settings { warp_on: false, lathe_drive: 18.0, lathe_high_cut: 12_000.0, ..plain(quality) };
    let out = play(&settings, &sine(4900.0, 1.0, 3.0));
    let (power, width) = spectrum(&out[48_000..], 16_384);
    let (mut tone, mut rest) = (0.0, 0.0);
    for (n, p) in power.iter().enumerate().skip(10) {
        let f = n as f64 * width;
        let order = (f / 4900.0).round();
        match order as usize {
            1 if (f - 4900.0).abs() < 90.0 => tone += p,
            2.. if (f - 4900.0 * order).abs() < 90.0 => {}
            _ => rest += p,
        }
    }
    10.0 * (rest / tone).log10()
}

/// What a swaying pointer adds to a tone that is no swaying of its pitch: noise far from the tone, in dB re it.
fn residue_db(quality: Quality, f_hz: f64) -> f64 {
    let settings = Settings {
        lathe_on: false,
        warp_hole: 1.2,
        warp_curl: 0.0,
        warp_flutter: 0.0,
        warp_slip: 0.0,
        ..plain(quality)
    };
    let out = play(&settings, &sine(f_hz, 0.25, 4.0));
    let (power, width) = spectrum(&out[48_000..], 16_384);
    let (mut tone, mut rest) = (0.0, 0.0);
    for (n, p) in power.iter().enumerate() {
        if (n as f64 * width - f_hz).abs() < 0.04 * f_hz { tone += p } else { rest += p }
    }
    10.0 * (rest / tone).log10()
}

#[test]
fn finer_is_less_aliased() {
    let [eco, standard, high] = ALL.map(alias_db);
    println!("aliases of 4.9 kHz at +18 dB drive: {eco:.1}, {standard:.1}, {high:.1} dBc");
    assert!(standard < -45.0 && standard < eco - 10.0, "{eco} {standard}");
    assert!(high < standard - 15.0, "{standard} {high}");
}

#[test]
fn finer_is_more_exact_between_samples() {
    let [eco, standard, high] = ALL.map(|quality| residue_db(quality, 5000.0));
    println!("residue of a swaying 5 kHz: {eco:.1}, {standard:.1}, {high:.1} dBc");
    assert!(standard < -45.0 && standard < eco - 10.0, "{eco} {standard}");
    assert!(high < standard - 10.0, "{standard} {high}");
}

#[test]
fn level_band_and_delay_are_the_same() {
    let song: Vec<f32> = white(0.1, 2.0, 3);
    let out = ALL.map(|quality| play(&Settings { warp_on: false, ..plain(quality) }, &song));
    for other in [&out[0], &out[2]] {
        let level = db(rms(other) / rms(&out[1]));
        assert!(level.abs() < 0.4, "{level} dB");
    }
    // Wet against dry, at each quality: the dry path waits for it.
    for quality in ALL {
        let settings = Settings { warp_on: false, ..plain(quality) };
        let bell = |i: usize| (-((i as f64 - 24_000.0) / 4800.0).powi(2)).exp();
        let song: Vec<f32> = (0..48_000)
            .map(|i| (0.02 * bell(i) * (i as f64 * 1000.0 * std::f64::consts::TAU / RATE_HZ).sin()) as f32)
            .collect();
        let arrival = |x: &[f32]| {
            let e: f64 = x.iter().map(|v| f64::from(*v).powi(2)).sum();
            x.iter().enumerate().map(|(i, v)| i as f64 * f64::from(*v).powi(2)).sum::<f64>() / e
        };
        let wet = arrival(&play(&settings, &song));
        let dry = arrival(&play(&Settings { mix: 0.01, ..settings }, &song));
        assert!((wet - dry).abs() < 0.5, "{quality:?}: wet {wet} dry {dry}");
    }
}

#[test]
fn every_quality_keeps_its_bits_over_block_sizes() {
    for disc_quality in ALL {
        let settings = Settings { disc_quality, mix: 50.0, ..leningrad() };
        let song = white(0.3, 1.0, 5);
        let run = |block| play_at(&mut chain(&settings, 1953, RATE_HZ), &song, 0, block);
        let whole = run(48_000);
        assert!(run(1) == whole && run(77) == whole, "{disc_quality:?}");
    }
}
