//! CRACKLE measured as groove velocity, where nothing rings: onsets, intervals, heights.

use crate::common::*;
use roentgenizdat::chain::settings::{Player, Settings};

/// Clicks alone, as velocity: the player off, so that nothing rings.
fn only_crackle() -> Settings {
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

fn render(settings: &Settings, rate_hz: f64, seconds: f64) -> Vec<f32> {
    let song = vec![0.0; (seconds * rate_hz) as usize];
    play_at(&mut chain(settings, 1953, rate_hz), &song, 0, 1024)
}

#[test]
fn there_are_as_many_clicks_as_the_knob_says() {
    for rate in [4.0f32, 20.0] {
        let settings = Settings { crackle_clicks: rate, ..only_crackle() };
        let found = onsets(&render(&settings, RATE_HZ, 60.0), RATE_HZ).len() as f64;
        // One pop to sixty clicks; what falls within 2 ms counts as one.
        let expected = 60.0 * f64::from(rate) * (1.0 + 1.0 / 60.0) * (1.0 - 0.003 * f64::from(rate));
        assert!((found - expected).abs() < 3.0 * expected.sqrt(), "{rate}/s: {found} against {expected}");
    }
}

#[test]
fn clicks_fall_on_the_same_seconds_at_every_sample_rate() {
    // The Leningrad disc as it is heard, hiss and all.
    let renders: Vec<(f64, Vec<f32>)> = [44_100.0, 48_000.0, 96_000.0, 192_000.0]
        .into_iter()
        .map(|rate| (rate, render(&Settings { crackle_level: 6.0, ..leningrad() }, rate, 20.0)))
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
    let (a, b) = (render(&settings, 48_000.0, 20.0), render(&settings, 96_000.0, 20.0));
    let (a, b) = (onsets(&a, 48_000.0), onsets(&b, 96_000.0));
    assert!(a.len() > 100);
    let matched = a.iter().filter(|t| b.iter().any(|u| (*t - u).abs() < 0.0005)).count();
    assert!(matched as f64 > 0.97 * a.len() as f64, "{matched} of {}", a.len());
}

#[test]
fn a_scratch_ticks_once_a_turn() {
    let settings = Settings { crackle_scratches: 1.0, ..only_crackle() };
    let out = render(&settings, RATE_HZ, 190.0);
    let ticks = onsets(&out, RATE_HZ);
    assert!(ticks.len() >= 5, "{} ticks", ticks.len());
    let turn_s = 60.0 / 77.92;
    let gaps: Vec<f64> = ticks.windows(2).map(|w| w[1] - w[0]).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    // A slanted scratch comes a little earlier or later each turn.
    assert!((median - turn_s).abs() < 0.008 * turn_s + 0.001, "{median} against {turn_s}");
}

#[test]
fn more_plays_only_add_clicks() {
    let at = |plays: f32| {
        let settings = Settings {
            crackle_clicks: 6.0,
            wear_plays: plays,
            pickup_player: Player::Piezo,
            ..only_crackle()
        };
        onsets(&render(&settings, RATE_HZ, 30.0), RATE_HZ)
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
    let index_of_dispersion = |clustering: f32| {
        let settings = Settings { crackle_clicks: 12.0, crackle_clustering: clustering, ..only_crackle() };
        let found = onsets(&render(&settings, RATE_HZ, 60.0), RATE_HZ);
        let mut bins = vec![0.0f64; 1200];
        found.iter().for_each(|t| bins[((t / 0.05) as usize).min(1199)] += 1.0);
        let mean = bins.iter().sum::<f64>() / 1200.0;
        bins.iter().map(|b| (b - mean).powi(2)).sum::<f64>() / 1200.0 / mean
    };
    let (alone, gathered) = (index_of_dispersion(0.0), index_of_dispersion(100.0));
    assert!((0.8..=1.25).contains(&alone), "alone {alone}");
    assert!((2.0..=6.0).contains(&gathered), "in bursts {gathered}");
}

#[test]
fn click_heights_follow_a_power_law() {
    let settings = Settings { crackle_clicks: 8.0, ..only_crackle() };
    let out = render(&settings, RATE_HZ, 180.0);
    let mut peaks: Vec<f64> = onsets(&out, RATE_HZ)
        .iter()
        .map(|t| {
            let start = (t * RATE_HZ) as usize;
            let end = (start + 200).min(out.len());
            out[start..end].iter().fold(0.0f32, |a, v| a.max(v.abs())).into()
        })
        .collect();
    peaks.sort_by(|a: &f64, b| b.total_cmp(a));
    // Hill's estimate of the exponent, from 4 dB above the least click to half a dB under the clip: shorter
    // bumps are a little lower than their amplitude, which thins out the very lowest.
    let (low_db, high_db) = (-12.0f64, 3.5f64);
    let height = |db: f64| 0.251_19 * 10f64.powf(db / 20.0);
    let tail: Vec<f64> = peaks.into_iter().filter(|p| *p > height(low_db) && *p < height(high_db)).collect();
    let hill = tail.iter().map(|p| (p / height(low_db)).ln()).sum::<f64>() / tail.len() as f64;
    // The mean log of a Pareto law of exponent 2, cut off at a ratio.
    let ratio = 10f64.powf((high_db - low_db) / 20.0);
    let cut = ratio.powi(-2);
    let expected = 0.5 - ratio.ln() * cut / (1.0 - cut);
    assert!(tail.len() > 300, "{} clicks", tail.len());
    assert!((hill / expected - 1.0).abs() < 0.12, "{hill} against {expected}, {} clicks", tail.len());
}

#[test]
fn no_pile_of_clicks_exceeds_6_db_over_reference() {
    let settings = Settings {
        crackle_clicks: 60.0,
        crackle_dust: 2000.0,
        crackle_scratches: 12.0,
        crackle_clustering: 100.0,
        wear_plays: 60.0,
        ..only_crackle()
    };
    let out = render(&settings, RATE_HZ, 20.0);
    let most = out.iter().fold(0.0f32, |a, v| a.max(v.abs()));
    // Wear's own unevenness adds a little to the loudest.
    assert!(f64::from(most) < 0.251_19 * 10f64.powf(6.6 / 20.0), "{most}");
}
