//! The surface as real transfers have it: impulses, heights, patches. Counted by `measure::impulses`, whose head says how; the
//! allowed ranges are those of raw 78s, cylinders and vinyl surfaces counted by the same instrument (`docs/model/guessed.md`).

use std::f64::consts::TAU;

use crate::common::*;
use roentgenizdat::measure::impulses::{IN_SILENCE, Impulses, RATE_HZ as COUNT_HZ, UNDER_MUSIC};
use roentgenizdat::params::{Choice, Player, Settings};
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

const SERIALS: [u32; 4] = [1953, 7, 4242, 815];
const SECONDS: f64 = 30.0;

/// As a digitiser hears it.
fn modern() -> Settings {
    Settings { pickup_player: Player::Modern, pickup_tone: 16_000.0, ..leningrad() }
}

fn heard(settings: &Settings, serial: u32, song: &[f32]) -> Vec<f32> {
    play_at(&mut chain(settings, serial, rate()), song, 0, 1024)
}

fn count(settings: &Settings, serial: u32, song: &[f32], threshold: f64) -> Impulses {
    Impulses::find(&heard(settings, serial, song), rate(), threshold)
}

/// Four discs at one rate, one at the others.
fn each_disc(measure: impl Fn(u32)) {
    each_rate(|| {
        let discs = if rate() == RATE_HZ { &SERIALS[..] } else { &SERIALS[..1] };
        discs.iter().for_each(|serial| measure(*serial));
    });
}

fn without_crackle(settings: Settings) -> Settings {
    Settings { crackle_on: false, ..settings }
}

#[test]
fn a_piano_lies_under_ticks() {
    each_disc(|serial| {
        let song = piano(SECONDS);
        let found = count(&modern(), serial, &song, UNDER_MUSIC);
        law("T4.7", "impulses under a piano, modern", found.rate_hz(), 15.0..=40.0, "/s");
        law("T4.7", "samples in them", found.corrupted_percent(), 0.4..=1.5, "%");
        let found = count(&leningrad(), serial, &song, UNDER_MUSIC);
        law("T4.7", "impulses under a piano, piezo", found.rate_hz(), 10.0..=40.0, "/s");
        let none = count(&without_crackle(modern()), serial, &song, UNDER_MUSIC);
        law("T4.7", "the same without crackle, modern", none.rate_hz(), 0.0..=3.0, "/s");
    });
}

#[test]
fn silence_ticks_through_every_player() {
    each_disc(|serial| {
        let song = silence(SECONDS);
        for (name, settings) in [("modern", modern()), ("piezo", leningrad())] {
            let found = count(&settings, serial, &song, IN_SILENCE);
            law("T4.8", &format!("impulses in silence, {name}"), found.rate_hz(), 40.0..=120.0, "/s");
            let none = count(&without_crackle(settings), serial, &song, IN_SILENCE);
            law("T4.8", &format!("the same without crackle, {name}"), none.rate_hz(), 0.0..=8.0, "/s");
        }
    });
    let most = Player::ALL.iter().map(|player| {
        let settings = Settings { pickup_player: *player, ..leningrad() };
        count(&settings, SERIALS[0], &silence(SECONDS), IN_SILENCE).rate_hz()
    });
    law("T4.8", "impulses in silence, of all players at most", most.fold(0.0, f64::max), 40.0..=250.0, "/s");
}

/// Exponent of the heights' tail, by Hill's estimate over the upper half.
fn tail_exponent(heights_db: &[f64]) -> f64 {
    let mut sorted = heights_db.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = &sorted[sorted.len() / 2..];
    let per_db = std::f64::consts::LN_10 / 20.0;
    (upper.len() - 1) as f64 / upper.iter().map(|db| (db - upper[0]) * per_db).sum::<f64>()
}

#[test]
fn heights_stand_out_and_have_a_heavy_tail() {
    each_disc(|serial| {
        let song = silence(SECONDS);
        let found = count(&modern(), serial, &song, IN_SILENCE);
        law(
            "T4.9",
            "height of one in a hundred over the floor, modern",
            found.height_db(0.99),
            34.0..=50.0,
            "dB",
        );
        law("T4.9", "exponent of the tail as heard, modern", tail_exponent(&found.heights_db), 1.1..=2.2, "");
        let piezo = count(&leningrad(), serial, &song, IN_SILENCE);
        law("T4.9", "exponent of the tail as heard, piezo", tail_exponent(&piezo.heights_db), 1.1..=2.2, "");
        let quiet = Settings { film_hiss: -42.0, lathe_hum: -80.0, ..modern() };
        let quiet = count(&quiet, serial, &song, IN_SILENCE);
        law("T4.9", "the same on quiet film, the hum off", quiet.height_db(0.99), 41.0..=56.0, "dB");
        let lower = Settings { crackle_level: -12.0, ..modern() };
        let lower = count(&lower, serial, &song, IN_SILENCE);
        law("T4.9", "with the crackle 12 dB down", lower.height_db(0.99), 10.0..=33.0, "dB");
    });
}

/// Power of the loudest impulses about two frequencies, in dB of the one re the other.
fn tilt_db(settings: &Settings, serial: u32, high_hz: f64, low_hz: f64) -> f64 {
    let out = heard(settings, serial, &silence(SECONDS));
    let found = Impulses::find(&out, rate(), IN_SILENCE);
    let mut loudest: Vec<usize> = (0..found.spans.len()).collect();
    loudest.sort_by(|a, b| found.heights_db[*b].total_cmp(&found.heights_db[*a]));
    let around = at(0.01);
    let (mut high, mut low) = (0.0, 0.0);
    for nth in &loudest[..20] {
        let middle = (found.spans[*nth].0 as f64 * rate() / COUNT_HZ) as usize;
        let part = &out[middle.saturating_sub(around / 2)..(middle + around).min(out.len())];
        let at_hz = |f: f64| {
            let thirds = [0.9, 0.95, 1.0, 1.05, 1.1].map(|near| measured_power(part, f * near));
            thirds.iter().sum::<f64>()
        };
        high += at_hz(high_hz);
        low += at_hz(low_hz);
    }
    10.0 * (high / low).log10()
}

fn measured_power(x: &[f32], f_hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (i, v) in x.iter().enumerate() {
        let phase = TAU * f_hz * i as f64 / rate();
        re += f64::from(*v) * phase.cos();
        im += f64::from(*v) * phase.sin();
    }
    re * re + im * im
}

#[test]
fn a_loud_click_is_a_tick_and_not_a_plop() {
    each_disc(|serial| {
        law(
            "T4.10",
            "loud clicks at 3 kHz re 1 kHz, modern",
            tilt_db(&modern(), serial, 3000.0, 1000.0),
            -5.0..=5.0,
            "dB",
        );
        law("T4.10", "the same, piezo", tilt_db(&leningrad(), serial, 3000.0, 1000.0), -8.0..=5.0, "dB");
    });
}

/// Levels of a render between 4 and 8 kHz: the median of each 10 ms, in dB, less their mean over the 4 s about them.
fn unevenness_db(x: &[f32]) -> Vec<f64> {
    let n = x.len();
    let mut bins: Vec<Complex<f64>> = x.iter().map(|v| Complex::new(f64::from(*v), 0.0)).collect();
    let mut planner = FftPlanner::new();
    planner.plan_fft_forward(n).process(&mut bins);
    for (k, bin) in bins.iter_mut().enumerate() {
        let f_hz = k.min(n - k) as f64 * rate() / n as f64;
        if !(4000.0..8000.0).contains(&f_hz) {
            *bin = Complex::default();
        }
    }
    planner.plan_fft_inverse(n).process(&mut bins);
    let level = |part: &[Complex<f64>]| {
        let mut heights: Vec<f64> = part.iter().map(|v| v.re.abs()).collect();
        let middle = heights.len() / 2;
        20.0 * heights.select_nth_unstable_by(middle, f64::total_cmp).1.max(1e-12).log10()
    };
    let levels: Vec<f64> = bins.chunks(at(0.01)).map(level).collect();
    let trend = |i: usize| {
        let about = &levels[i.saturating_sub(200)..(i + 200).min(levels.len())];
        about.iter().sum::<f64>() / about.len() as f64
    };
    (0..levels.len()).map(|i| levels[i] - trend(i)).collect()
}

/// How far levels folded by a period lie apart.
fn fold_depth_db(levels_db: &[f64], period_s: f64) -> f64 {
    const BINS: usize = 24;
    let (mut sums, mut counts) = ([0.0; BINS], [0.0f64; BINS]);
    for (i, level) in levels_db.iter().enumerate() {
        let bin = ((i as f64 * 0.01 / period_s).fract() * BINS as f64) as usize;
        sums[bin] += level;
        counts[bin] += 1.0;
    }
    let means: Vec<f64> = sums.iter().zip(counts).map(|(sum, count)| sum / count.max(1.0)).collect();
    means.iter().fold(f64::MIN, |a, b| a.max(*b)) - means.iter().fold(f64::MAX, |a, b| a.min(*b))
}

fn deviation(x: &[f64]) -> f64 {
    (x.iter().map(|v| v * v).sum::<f64>() / x.len() as f64).sqrt()
}

/// Periods far from the turn's 0.77 s and its half.
const OTHER_PERIODS_S: [f64; 6] = [0.53, 0.61, 0.69, 0.87, 0.95, 1.07];

fn other_folds_db(levels_db: &[f64]) -> f64 {
    OTHER_PERIODS_S.iter().map(|period| fold_depth_db(levels_db, *period)).sum::<f64>() / 6.0
}

#[test]
fn the_surface_is_uneven_and_not_only_by_the_turn() {
    each_disc(|serial| {
        let levels = unevenness_db(&heard(&modern(), serial, &silence(SECONDS)));
        law("T3.5", "levels of 10 ms, 4–8 kHz, deviate by", deviation(&levels), 2.0..=4.0, "dB");
        law("T3.5", "depth folded by other periods than the turn", other_folds_db(&levels), 0.7..=2.4, "dB");
    });
    // A steady noise, by the same instruments.
    let steady = unevenness_db(&white(0.01, SECONDS, 3));
    law("T3.5", "levels of a steady noise deviate by", deviation(&steady), 0.0..=1.9, "dB");
    law("T3.5", "depth of it folded by those periods", other_folds_db(&steady), 0.0..=0.6, "dB");
}

#[test]
fn a_life_of_plays_is_heard_in_clicks() {
    for serial in SERIALS {
        let at_plays = |plays: f32| {
            let settings = Settings { wear_plays: plays, ..leningrad() };
            count(&settings, serial, &piano(SECONDS), UNDER_MUSIC).rate_hz()
        };
        let rates: Vec<f64> = [0.0, 12.0, 32.0].into_iter().map(at_plays).collect();
        for pair in rates.windows(2) {
            assert!(pair[1] > 0.95 * pair[0], "{serial}: {rates:?}");
        }
        law("T7.8", "clicks under a piano after a life re before", rates[2] / rates[0], 3.0..=30.0, "×");
        let played = Settings { wear_on: false, wear_plays: 32.0, ..leningrad() };
        let off = count(&played, serial, &piano(SECONDS), UNDER_MUSIC).rate_hz();
        assert!((off / rates[0] - 1.0).abs() < 0.05, "with the wear's lamp off: {off} for {}", rates[0]);
    }
}
