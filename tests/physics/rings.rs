//! T4: CRACKLE: how high clicks are, and how they ring.

use crate::common::*;
use crate::crackle::{only_crackle, render};
use roentgenizdat::params::{Player, Settings};

/// The steepest slope of a tail, by Hill's estimate, as the exponent of a Pareto law cut off at both ends.
fn tail_exponent(peaks: &[f64], low: f64, high: f64) -> f64 {
    let logs: Vec<f64> = peaks.iter().filter(|p| **p > low && **p < high).map(|p| (p / low).ln()).collect();
    assert!(logs.len() > 300, "{} clicks", logs.len());
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    // The mean log of the cut law falls with its exponent: halve until it is the measured one.
    let span = (high / low).ln();
    let (mut flat, mut steep) = (0.1f64, 10.0f64);
    for _ in 0..60 {
        let alpha = (flat + steep) / 2.0;
        let cut = (-alpha * span).exp();
        if 1.0 / alpha - span * cut / (1.0 - cut) > mean { flat = alpha } else { steep = alpha }
    }
    flat
}

#[test]
fn click_heights_follow_a_power_law() {
    each_rate(|| {
        let out = render(&Settings { crackle_clicks: 8.0, ..only_crackle() }, 180.0);
        let peaks: Vec<f64> = onsets(&out, rate())
            .iter()
            .map(|t| {
                let start = at(*t);
                let end = (start + at(0.004)).min(out.len());
                out[start..end].iter().fold(0.0f32, |a, v| a.max(v.abs())).into()
            })
            .collect();
        // From 4 dB above the least click to one under the highest: shorter bumps are a little lower than their amplitude,
        // which thins out the very lowest.
        let height = |db: f64| 0.251_19 * 10f64.powf(db / 20.0);
        law(
            "T4.3",
            "slope of the heights' distribution",
            -tail_exponent(&peaks, height(-4.0), height(9.0)),
            -1.6..=-1.1,
            "",
        );
    });
}

#[test]
fn a_click_rings_at_the_needles_resonance() {
    each_rate(|| {
        let settings = Settings {
            crackle_clicks: 20.0,
            crackle_dust: 200.0,
            pickup_on: true,
            pickup_player: Player::Piezo,
            pickup_tone: 16_000.0,
            pickup_rumble: -80.0,
            pickup_tracing: 0.0,
            ..only_crackle()
        };
        let (power, width) = spectrum(&render(&settings, 20.0), at(0.085));
        // Velocity-white clicks through −6 dB an octave: the resonance shows above that slope.
        let (peak, _) = power
            .iter()
            .enumerate()
            .map(|(n, p)| (n as f64 * width, p * (n as f64).powi(2)))
            .filter(|(f, _)| (2000.0..8000.0).contains(f))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        law("T4.5", "clicks' spectrum has its peak at, re the resonance", peak / 4500.0, 0.9..=1.1, "");
    });
}

#[test]
fn a_thump_rings_at_the_arms_resonance() {
    // Clicks off, pops and their thumps left: below 100 Hz the piezo's arm rings at 40 Hz.
    let settings = Settings {
        crackle_scratches: 12.0,
        pickup_on: true,
        pickup_player: Player::Piezo,
        pickup_rumble: -80.0,
        pickup_tracing: 0.0,
        wear_plays: 60.0,
        ..only_crackle()
    };
    let (power, width) = spectrum(&render(&settings, 60.0), 16_384);
    let inside =
        |low: f64, high: f64| power[(low / width) as usize..=(high / width) as usize].iter().sum::<f64>();
    assert!(inside(32.0, 48.0) > 2.0 * inside(64.0, 80.0), "{} {}", inside(32.0, 48.0), inside(64.0, 80.0));
}

#[test]
fn no_pile_of_clicks_exceeds_12_db_over_reference() {
    let settings = Settings {
        crackle_clicks: 60.0,
        crackle_dust: 2000.0,
        crackle_scratches: 12.0,
        crackle_clustering: 100.0,
        wear_plays: 60.0,
        ..only_crackle()
    };
    each_rate(|| {
        let most = render(&settings, 20.0).iter().fold(0.0f32, |a, v| a.max(v.abs()));
        // Wear's own unevenness adds a little to the loudest.
        law(
            "T4.6",
            "loudest pile of clicks re reference",
            db(f64::from(most) / 0.251_19),
            -60.0..=12.6,
            "dB",
        );
    });
}
