//! What the measuring tests share: signals, a chain on the bench, spectra, statistics.
//!
//! Nothing here knows the model's formulas: it only plays and measures.

#![allow(dead_code, unused_imports, missing_docs)]

use std::f64::consts::TAU;
use std::sync::{Arc, LazyLock, Mutex};

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::measure;
use roentgenizdat::measure::spectrum::Spectrum;
use roentgenizdat::params::{Needle, Player, Serial, Settings, SourceKind};
use rustfft::num_complex::Complex;
use std::cell::Cell;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// The rate of everything that does not ask for another.
pub const RATE_HZ: f64 = 48_000.0;

thread_local! {
    static RATE: Cell<f64> = const { Cell::new(RATE_HZ) };
}

/// Samples a second on the bench.
pub fn rate() -> f64 {
    RATE.get()
}

/// Samples in so many seconds.
pub fn at(seconds: f64) -> usize {
    (seconds * rate()).round() as usize
}

/// Measures at each of the rates that are promised.
pub fn each_rate(measure: impl Fn()) {
    for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
        RATE.set(rate_hz);
        measure();
    }
}

/// Holds a measured value to a law, and says so in a line that `cargo xtask measure` puts into `docs/measured.md`.
pub fn law(id: &str, what: &str, value: f64, allowed: RangeInclusive<f64>, unit: &str) {
    let holds = allowed.contains(&value);
    let (low, high) = (allowed.start(), allowed.end());
    println!("law|{id}|{what}|{}|{value:.5}|{low:.5}|{high:.5}|{unit}|{holds}", rate());
    assert!(holds, "{id} {what}: {value} {unit} at {} Hz; allowed {low} to {high}", rate());
}

/// A disc of 23 cm, made once.
pub fn disc(serial: u32) -> Arc<Disc> {
    static MADE: LazyLock<Mutex<HashMap<u32, Arc<Disc>>>> = LazyLock::new(Mutex::default);
    let make = || Arc::new(Disc::new(Recipe::new(Serial::new(serial).unwrap(), 230.0)));
    MADE.lock().unwrap().entry(serial).or_insert_with(make).clone()
}

/// *1950s Leningrad bootleg*, needle always down, no level match: what comes out is cm/s over full scale.
pub fn leningrad() -> Settings {
    Settings { disc_needle: Needle::Always, level_match: false, ..Settings::default() }
}

/// The same on the modern player, so that the groove is what is measured.
pub fn groove() -> Settings {
    Settings {
        pickup_player: Player::Modern,
        pickup_tone: 16_000.0,
        source_kind: SourceKind::Direct,
        ..leningrad()
    }
}

/// The same without any dirt: hiss, crackle, hum and rumble off, the source a wire.
pub fn clean(settings: Settings) -> Settings {
    Settings {
        source_kind: SourceKind::Direct,
        film_on: false,
        crackle_on: false,
        lathe_hum: -80.0,
        pickup_rumble: -80.0,
        ..settings
    }
}

/// A chain fresh from the reset, with these settings.
pub fn chain(settings: &Settings, serial: u32, rate_hz: f64) -> Chain {
    let mut chain = Chain::new(disc(serial), Arc::new(Memory::default()), rate_hz);
    chain.set(settings);
    chain.reset();
    chain
}

/// Plays a mono song from a position, in blocks.
pub fn play_at(chain: &mut Chain, song: &[f32], at: i64, block: usize) -> Vec<f32> {
    let mut out = song.to_vec();
    for (n, part) in out.chunks_mut(block).enumerate() {
        chain.process(&mut [part], TransportState::Rolling(at + (n * block) as i64));
    }
    out
}

/// Plays a mono song from the start of serial 1953.
pub fn play(settings: &Settings, song: &[f32]) -> Vec<f32> {
    play_at(&mut chain(settings, 1953, rate()), song, 0, 1024)
}

/// What the cutting characteristic leaves of a song's velocity at a frequency: constant amplitude below 300 Hz. Whatever is cut
/// for a player is cut with it, with the lathe's lamp off as well.
pub fn turnover(f_hz: f64) -> f64 {
    f_hz / f_hz.hypot(300.0)
}

pub fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; at(seconds)]
}

pub fn sine(f_hz: f64, amplitude: f64, seconds: f64) -> Vec<f32> {
    sine_at(f_hz, amplitude, seconds, rate())
}

pub fn sine_at(f_hz: f64, amplitude: f64, seconds: f64, rate_hz: f64) -> Vec<f32> {
    (0..(seconds * rate_hz) as usize)
        .map(|i| (amplitude * (TAU * f_hz * i as f64 / rate_hz).sin()) as f32)
        .collect()
}

/// White noise of a plain generator, for stimuli only.
pub fn white(amplitude: f32, seconds: f64, seed: u64) -> Vec<f32> {
    let mut state = seed | 1;
    (0..at(seconds))
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) as f32 / 8_388_608.0 - 1.0) * amplitude
        })
        .collect()
}

pub use roentgenizdat::measure::spectrum::{db, rms};

/// Complex amplitude of a frequency, at the bench's rate.
pub fn tone(x: &[f32], f_hz: f64) -> Complex<f64> {
    measure::spectrum::tone(x, f_hz, rate())
}

/// Power spectrum: mean power per bin, and the width of a bin in Hz.
pub fn spectrum(x: &[f32], size: usize) -> (Vec<f64>, f64) {
    let Spectrum { power, bin_hz } = Spectrum::new(x, size, rate());
    (power, bin_hz)
}

/// Root mean square between two frequencies.
pub fn band_rms(x: &[f32], low_hz: f64, high_hz: f64) -> f64 {
    measure::spectrum::band_rms(x, low_hz, high_hz, rate())
}

/// Pearson correlation.
pub fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let mean = |x: &[f32]| x.iter().map(|v| f64::from(*v)).sum::<f64>() / x.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (f64::from(*x) - ma, f64::from(*y) - mb);
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    ab / (aa * bb).sqrt()
}

/// Onsets in silence: whatever is louder than a ten-thousandth after 2 ms of less.
pub fn onsets(out: &[f32], rate_hz: f64) -> Vec<f64> {
    let gap = (0.002 * rate_hz) as usize;
    let mut quiet = gap;
    let mut found = Vec::new();
    for (i, v) in out.iter().enumerate() {
        if v.abs() > 1e-4 {
            if quiet >= gap {
                found.push(i as f64 / rate_hz);
            }
            quiet = 0;
        } else {
            quiet += 1;
        }
    }
    found
}

/// A piano-like piece of so many seconds at −18 LUFS: two hands, struck strings of twelve partials that die away, no noise and
/// no edge that a detector of clicks would take for one. Made once for a rate.
pub fn piano(seconds: f64) -> Arc<Vec<f32>> {
    type Songs = HashMap<(u64, u64), Arc<Vec<f32>>>;
    static MADE: LazyLock<Mutex<Songs>> = LazyLock::new(Mutex::default);
    let key = (rate().to_bits(), seconds.to_bits());
    MADE.lock().unwrap().entry(key).or_insert_with(|| Arc::new(struck_strings(seconds))).clone()
}

fn struck_strings(seconds: f64) -> Vec<f32> {
    let mut out = vec![0.0f64; at(seconds)];
    let mut strike = |start_s: f64, midi: f64, loud: f64| {
        let f_hz = 440.0 * 2f64.powf((midi - 69.0) / 12.0);
        let first = at(start_s);
        for partial in 1..=12 {
            // Strings are stiff: their partials lie a little high.
            let n = f64::from(partial);
            let f_hz = n * f_hz * (1.0 + 4e-4 * n * n).sqrt();
            if f_hz > 7000.0 {
                break;
            }
            let (amplitude, decay_s) = (loud / n.powf(1.6), 1.6 * (110.0 / f_hz).sqrt().min(1.5));
            for (i, v) in out[first.min(at(seconds))..].iter_mut().take(at(4.0 * decay_s)).enumerate() {
                let t = i as f64 / rate();
                *v += amplitude
                    * (1.0 - (-t / 0.006).exp()).powi(2)
                    * (-t / decay_s).exp()
                    * (TAU * f_hz * t).sin();
            }
        }
    };
    let chords = [[57.0, 60.0, 64.0], [53.0, 57.0, 60.0], [48.0, 55.0, 64.0], [55.0, 59.0, 62.0]];
    let tune = [76.0, 74.0, 72.0, 69.0, 72.0, 74.0, 76.0, 79.0, 77.0, 72.0, 71.0, 67.0];
    for beat in 0..(seconds / 0.4) as usize {
        let start_s = beat as f64 * 0.4;
        let chord = chords[beat / 8 % 4];
        strike(start_s, if beat % 2 == 0 { chord[0] - 12.0 } else { chord[1 + beat / 2 % 2] }, 0.9);
        strike(start_s, tune[(beat * 5 + beat / 12) % 12], if beat % 3 == 0 { 1.0 } else { 0.6 });
    }
    let song: Vec<f32> = out.iter().map(|v| *v as f32).collect();
    let mut meter = ebur128::EbuR128::new(1, rate() as u32, ebur128::Mode::I).unwrap();
    meter.add_frames_f32(&song).unwrap();
    let gain = 10f64.powf((-18.0 - meter.loudness_global().unwrap()) / 20.0) as f32;
    song.iter().map(|v| v * gain).collect()
}
