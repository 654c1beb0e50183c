//! T4: CRACKLE measured as groove velocity, where nothing rings: onsets, intervals. How high clicks are, and how they ring, is in
//! `rings.rs`.

use crate::common::*;
use roentgenizdat::measure::clicks;
use roentgenizdat::params::{Player, Settings};

/// Clicks alone, as velocity: the player off, so that nothing rings.
pub fn only_crackle() -> Settings {
    Settings {
        lathe_on: false,
        film_on: false,
        lathe_hum: -80.0,
        warp_on: false,
        wear_plays: 0.0,
        pickup_on: false,
        crackle_dust: 0.0,
        crackle_clicks: 0.0,
        crackle_scratches: 0.0,
        crackle_clustering: 0.0,
        ..groove()
    }
}

/// Silence on the disc, at the bench's rate.
pub fn render(settings: &Settings, seconds: f64) -> Vec<f32> {
    play(settings, &silence(seconds))
}

pub fn render_at(settings: &Settings, rate_hz: f64, seconds: f64) -> Vec<f32> {
    let song = vec![0.0; (seconds * rate_hz) as usize];
    play_at(&mut chain(settings, 1953, rate_hz), &song, 0, 1024)
}

/// Onsets in a render at the bench's rate.
pub fn found(settings: &Settings, seconds: f64) -> Vec<f64> {
    onsets(&render(settings, seconds), rate())
}

#[test]
fn there_are_as_many_clicks_as_the_knob_says() {
    each_rate(|| {
        for rate_hz in [4.0f32, 20.0] {
            let settings = Settings { crackle_clicks: rate_hz, ..only_crackle() };
            let found = found(&settings, 60.0).len() as f64;
            // One pop to sixty clicks; what falls within 2 ms counts as one.
            let expected =
                60.0 * f64::from(rate_hz) * (1.0 + 1.0 / 60.0) * (1.0 - 0.003 * f64::from(rate_hz));
            assert!(
                (found - expected).abs() < 3.0 * expected.sqrt(),
                "{rate_hz}/s: {found} against {expected}"
            );
        }
    });
}

#[test]
fn a_restorers_detector_finds_as_many_as_there_are() {
    each_rate(|| {
        // On quiet film; what it finds there without any click are its false alarms.
        let quiet = Settings { film_on: true, film_hiss: -50.0, film_bones: 0.0, ..only_crackle() };
        let count = |settings: &Settings| clicks::find(&render(settings, 60.0), rate()).len() as f64;
        let false_alarms = count(&quiet);
        let expected = 60.0 * 6.0 * (1.0 + 1.0 / 60.0);
        let detected = count(&Settings { crackle_clicks: 6.0, ..quiet }) - false_alarms;
        law(
            "T4.1",
            "clicks detected, off expectation",
            (detected - expected) / f64::sqrt(expected),
            -3.0..=3.0,
            "√N",
        );
    });
}

#[test]
fn clicks_fall_on_the_same_seconds_at_every_sample_rate() {
    // The Leningrad disc as it is heard, hiss and all.
    let renders: Vec<(f64, Vec<f32>)> = [44_100.0, 48_000.0, 96_000.0, 192_000.0]
        .into_iter()
        .map(|rate| (rate, render_at(&Settings { crackle_level: 6.0, ..leningrad() }, rate, 20.0)))
        .collect();
    // The steepest moments, `apart` seconds apart: what changes most within an eighth of a millisecond.
    let steepest = |rate: f64, out: &[f32], count: usize, apart: f64| {
        let short = (rate / 8000.0).round() as usize;
        let change: Vec<f32> = (short..out.len()).map(|i| (out[i] - out[i - short]).abs()).collect();
        let mut order: Vec<usize> = (0..change.len()).collect();
        order.sort_by(|a, b| change[*b].total_cmp(&change[*a]));
        let mut found: Vec<f64> = Vec::new();
        for t in order.into_iter().map(|i| i as f64 / rate) {
            if found.iter().all(|other| (t - other).abs() > apart) {
                found.push(t);
            }
            if found.len() == count {
                break;
            }
        }
        found
    };
    let (rate, out) = &renders[0];
    let clicks = steepest(*rate, out, 8, 0.05);
    for (rate, out) in &renders[1..] {
        let there = steepest(*rate, out, 60, 0.001);
        for t in &clicks {
            let nearest = there.iter().map(|u| (t - u).abs()).fold(1.0, f64::min);
            assert!(nearest < 0.002, "{rate} Hz: nothing at {t} s, nearest {nearest} s away");
        }
    }
}

#[test]
fn the_onset_times_agree_to_a_sample_between_rates() {
    let settings = Settings { crackle_clicks: 10.0, ..only_crackle() };
    let (a, b) = (render_at(&settings, 48_000.0, 20.0), render_at(&settings, 96_000.0, 20.0));
    let (a, b) = (onsets(&a, 48_000.0), onsets(&b, 96_000.0));
    assert!(a.len() > 100);
    let matched = a.iter().filter(|t| b.iter().any(|u| (*t - u).abs() < 0.0005)).count();
    assert!(matched as f64 > 0.97 * a.len() as f64, "{matched} of {}", a.len());
}

#[test]
fn a_scratch_ticks_once_a_turn() {
    each_rate(|| {
        let settings = Settings { crackle_scratches: 1.0, ..only_crackle() };
        let ticks = found(&settings, 190.0);
        assert!(ticks.len() >= 5, "{} ticks", ticks.len());
        let turn_s = 60.0 / 77.92;
        let mut gaps: Vec<f64> = ticks.windows(2).map(|w| w[1] - w[0]).collect();
        gaps.sort_by(f64::total_cmp);
        // The scratch lies at a slant of its own, so each tick is that much earlier or later than a turn.
        let slant_s = disc(1953).side(0).blemishes.scratches[0].slant * turn_s;
        let off_ms = 1000.0 * (gaps[gaps.len() / 2] - turn_s - slant_s);
        law("T4.4", "ticks apart, off a turn and the scratch's slant", off_ms, -1.0..=1.0, "ms");
    });
}

#[test]
fn ticks_of_scratches_are_counted_as_they_are_heard() {
    let settings = Settings { crackle_scratches: 12.0, ..only_crackle() };
    let mut chain = chain(&settings, 1953, RATE_HZ);
    let heard = onsets(&play_at(&mut chain, &vec![0.0; (60.0 * RATE_HZ) as usize], 0, 1024), RATE_HZ).len();
    let counted = chain.clicks() as usize;
    // Two that fall together are heard as one.
    assert!(heard >= 20 && (heard..2 * heard).contains(&counted), "{heard} heard, {counted} counted");
}

#[test]
fn more_plays_only_add_clicks() {
    let at = |plays: f32| {
        let settings = Settings {
            crackle_clicks: 3.0,
            wear_plays: plays,
            pickup_player: Player::Piezo,
            ..only_crackle()
        };
        found(&settings, 30.0)
    };
    let runs: Vec<Vec<f64>> = [0.0, 5.0, 10.0, 20.0, 40.0].into_iter().map(at).collect();
    for pair in runs.windows(2) {
        assert!(pair[1].len() > pair[0].len(), "{} then {}", pair[0].len(), pair[1].len());
        for t in &pair[0] {
            // What was there stays; it may now sit inside a louder neighbour's gap.
            assert!(pair[1].iter().any(|u| (t - u).abs() < 0.006), "the click at {t} s is gone");
        }
    }
}

#[test]
fn clustering_gathers_the_dirt() {
    each_rate(|| {
        let index_of_dispersion = |clustering: f32| {
            let settings =
                Settings { crackle_clicks: 12.0, crackle_clustering: clustering, ..only_crackle() };
            let mut bins = vec![0.0f64; 1200];
            found(&settings, 60.0).iter().for_each(|t| bins[((t / 0.05) as usize).min(1199)] += 1.0);
            let mean = bins.iter().sum::<f64>() / 1200.0;
            bins.iter().map(|b| (b - mean).powi(2)).sum::<f64>() / 1200.0 / mean
        };
        law("T4.2", "index of dispersion, clustering 0 %", index_of_dispersion(0.0), 0.8..=1.25, "");
        law("T4.2", "the same, 100 %", index_of_dispersion(100.0), 2.0..=6.0, "");
    });
}

#[test]
fn alone_clicks_come_as_by_chance() {
    each_rate(|| {
        let times = found(&Settings { crackle_clicks: 6.0, ..only_crackle() }, 120.0);
        // What the gap of the detector hides is taken off; the rest must be exponential.
        let mut gaps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0] - 0.004).filter(|g| *g > 0.0).collect();
        gaps.sort_by(f64::total_cmp);
        let n = gaps.len() as f64;
        let mean = gaps.iter().sum::<f64>() / n;
        let distance = gaps.iter().enumerate().fold(0.0f64, |d, (i, gap)| {
            let law = 1.0 - (-gap / mean).exp();
            d.max((law - i as f64 / n).abs()).max((law - (i + 1) as f64 / n).abs())
        });
        // Lilliefors' limit for an exponential law with its mean taken from the data, p = 0.01: 1.25/√n.
        law(
            "T4.2",
            "Kolmogorov–Smirnov distance of gaps, re its limit at p 0.01",
            distance * n.sqrt() / 1.25,
            0.0..=1.0,
            "",
        );
    });
}
