//! What the measuring tests share: signals, a chain on the bench, spectra, statistics.
//!
//! Nothing here knows the model's formulas: it only plays and measures.

#![allow(dead_code, missing_docs)]

use std::f64::consts::TAU;
use std::sync::Arc;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::Transport;
use roentgenizdat::chain::settings::{Needle, Player, Settings, SourceKind};
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Serial};
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

pub const RATE_HZ: f64 = 48_000.0;

/// The disc of the tests.
pub fn disc(serial: u32) -> Arc<Disc> {
    Arc::new(Disc::new(Serial::new(serial).unwrap(), 230.0))
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
        chain.process(&mut [part], Transport::Rolling(at + (n * block) as i64));
    }
    out
}

/// Plays a mono song from the start of serial 1953.
pub fn play(settings: &Settings, song: &[f32]) -> Vec<f32> {
    play_at(&mut chain(settings, 1953, RATE_HZ), song, 0, 1024)
}

pub fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; (seconds * RATE_HZ) as usize]
}

pub fn sine(f_hz: f64, amplitude: f64, seconds: f64) -> Vec<f32> {
    sine_at(f_hz, amplitude, seconds, RATE_HZ)
}

pub fn sine_at(f_hz: f64, amplitude: f64, seconds: f64, rate_hz: f64) -> Vec<f32> {
    (0..(seconds * rate_hz) as usize)
        .map(|i| (amplitude * (TAU * f_hz * i as f64 / rate_hz).sin()) as f32)
        .collect()
}

/// White noise of a plain generator, for stimuli only.
pub fn white(amplitude: f32, seconds: f64, seed: u64) -> Vec<f32> {
    let mut state = seed | 1;
    (0..(seconds * RATE_HZ) as usize)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) as f32 / 8_388_608.0 - 1.0) * amplitude
        })
        .collect()
}

pub fn rms(x: &[f32]) -> f64 {
    (x.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>() / x.len() as f64).sqrt()
}

pub fn db(x: f64) -> f64 {
    20.0 * x.max(1e-30).log10()
}

/// Complex amplitude of a frequency in a signal, by projection with a Hann window.
pub fn tone(x: &[f32], f_hz: f64) -> Complex<f64> {
    let n = x.len() as f64;
    let sum: Complex<f64> = x
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let window = 1.0 - (TAU * i as f64 / n).cos();
            Complex::from_polar(f64::from(*v) * window, -TAU * f_hz * i as f64 / RATE_HZ)
        })
        .sum();
    sum * 2.0 / n
}

/// Power spectrum, Hann windows overlapping by half: mean power per bin, and the width of a bin in Hz.
pub fn spectrum(x: &[f32], size: usize) -> (Vec<f64>, f64) {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(size);
    let mut power = vec![0.0; size / 2];
    let mut count = 0.0;
    for start in (0..x.len().saturating_sub(size) + 1).step_by(size / 2) {
        if start + size > x.len() {
            break;
        }
        let mut bins: Vec<Complex<f64>> = (0..size)
            .map(|i| {
                let window = 0.5 - 0.5 * (TAU * i as f64 / size as f64).cos();
                Complex::new(f64::from(x[start + i]) * window, 0.0)
            })
            .collect();
        fft.process(&mut bins);
        for (p, bin) in power.iter_mut().zip(&bins) {
            // Scaled so that the sum over bins is the mean square.
            *p += bin.norm_sqr() * 2.0 / (size as f64 * size as f64 * 0.375);
        }
        count += 1.0;
    }
    power.iter_mut().for_each(|p| *p /= count);
    (power, RATE_HZ / size as f64)
}

/// Root mean square between two frequencies.
pub fn band_rms(x: &[f32], low_hz: f64, high_hz: f64) -> f64 {
    let (power, width) = spectrum(x, 8192);
    let inside = power.iter().enumerate().filter(|(n, _)| {
        let f = *n as f64 * width;
        f >= low_hz && f < high_hz
    });
    inside.map(|(_, p)| p).sum::<f64>().sqrt()
}

/// Instantaneous frequency of a test tone over time, as relative deviation, by a quadrature demodulator:
/// one value per `hop` samples.
pub fn demodulate(x: &[f32], f_hz: f64, hop: usize) -> Vec<f64> {
    let mut phases = Vec::new();
    // Two cascaded means of one hop: zeros at multiples of the hop rate.
    let baseband: Vec<Complex<f64>> = x
        .iter()
        .enumerate()
        .map(|(i, v)| Complex::from_polar(f64::from(*v), -TAU * f_hz * i as f64 / RATE_HZ))
        .collect();
    for window in 0..(baseband.len() / hop).saturating_sub(1) {
        let start = window * hop;
        let sum: Complex<f64> = (0..2 * hop)
            .map(|i| {
                let weight = 1.0 - ((i as f64 + 0.5) / hop as f64 - 1.0).abs();
                baseband[start + i] * weight
            })
            .sum();
        phases.push(sum.arg());
    }
    phases
        .windows(2)
        .map(|pair| {
            let mut step = pair[1] - pair[0];
            step -= TAU * (step / TAU).round();
            step / TAU / (hop as f64 / RATE_HZ) / f_hz
        })
        .collect()
}

/// Amplitude of a line in a slow signal sampled every `step_s`.
pub fn line(x: &[f64], f_hz: f64, step_s: f64) -> f64 {
    let n = x.len() as f64;
    let sum: Complex<f64> = x
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let window = 1.0 - (TAU * i as f64 / n).cos();
            Complex::from_polar(*v * window, -TAU * f_hz * i as f64 * step_s)
        })
        .sum();
    (sum * 2.0 / n).norm()
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
