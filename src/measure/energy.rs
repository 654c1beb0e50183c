//! Response and noise from how loud band by band a recording is where its original is loud.
//!
//! In a band, moment by moment, `P_recording = g · P_original + n`: what follows the song's loudness is the song's, what stays is
//! noise. A delay that is followed badly by some microseconds, which turns treble round and makes it look like noise to a coherence,
//! changes nothing here; but a song as loud all the time tells nothing, and its errors say so.
//!
//! Powers of noise err in proportion to themselves, so the line is fitted with weights of `1/(g P + n)²`, again and again; moments
//! far off it, as under a click, pull no harder than those at 2.5 deviations.

use std::ops::Range;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::spectrum::windowed;

/// Bands to an octave; each is a third of one wide.
const STEPS: i32 = 12;
/// The middle one, and the ends.
const MIDDLE_HZ: f64 = 800.0;
const REACH: Range<i32> = -60..56;
/// Length of a window, at least: bands of a third are told apart from 40 Hz on.
const WINDOW_SECONDS: f64 = 0.08;
/// Bands above this part of the rate are a converter's.
const HIGHEST_OF_RATE: f64 = 0.4;
/// A noise that errs by more than this part of it is not told, but that it is less than the other part of the song.
const MOST_ERROR: f64 = 0.3;
const LITTLE_NOISE: f64 = 1e-3;
/// Rounds of weighting.
const ROUNDS: usize = 12;
/// Deviations beyond which a moment pulls no harder.
const FAR: f64 = 2.5;

/// What was found in a band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Energy {
    /// Power gain.
    pub gain: f64,
    /// What it errs by.
    pub error: f64,
    /// Power of what stays, and what that errs by, in the units of the recording's powers.
    pub noise: f64,
    /// See [`Energy::noise`].
    pub noise_error: f64,
    /// Mean power of what follows the song, in the same units.
    pub song: f64,
}

/// A band, and what was found in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Its middle.
    pub centre_hz: f64,
    /// Power gain and error; none where the song tells nothing.
    pub energy: Option<Energy>,
}

/// The gains of a recording that is laid along its original, in thirds of an octave at every twelfth.
pub fn bands(original: &[f32], laid: &[f32], rate_hz: f64) -> Vec<Band> {
    let size = ((WINDOW_SECONDS * rate_hz) as usize).next_power_of_two();
    let centres: Vec<f64> = REACH
        .map(|n| MIDDLE_HZ * 2f64.powf(f64::from(n) / f64::from(STEPS)))
        .filter(|centre_hz| *centre_hz < HIGHEST_OF_RATE * rate_hz)
        .collect();
    let (a, b) = (powers(original, size, &centres, rate_hz), powers(laid, size, &centres, rate_hz));
    let band = |(n, centre_hz): (usize, &f64)| Band { centre_hz: *centre_hz, energy: gain(&a[n], &b[n]) };
    centres.iter().enumerate().map(band).collect()
}

/// Powers in each band, window by window.
fn powers(x: &[f32], size: usize, centres: &[f64], rate_hz: f64) -> Vec<Vec<f64>> {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(size);
    let mut bins = vec![Complex::default(); size];
    let half = 2f64.powf(1.0 / 6.0);
    let bin = |f_hz: f64| (f_hz * size as f64 / rate_hz).round() as usize;
    let mut all = vec![Vec::new(); centres.len()];
    for part in x.windows(size).step_by(size / 2) {
        windowed(part, &mut bins);
        fft.process(&mut bins);
        for (band, centre_hz) in all.iter_mut().zip(centres) {
            let from = bin(centre_hz / half);
            let to = bin(centre_hz * half).max(from + 1);
            band.push(bins[from..to].iter().map(Complex::norm_sqr).sum());
        }
    }
    all
}

/// Noise over song in dB between two frequencies; none where a band tells too little of either. −∞ where there is no noise.
pub fn noise_over_song_db(bands: &[Band], low_hz: f64, high_hz: f64) -> Option<f64> {
    let thirds = bands.iter().step_by(STEPS as usize / 3);
    let told: Vec<Energy> = thirds
        .filter(|band| (low_hz..high_hz).contains(&band.centre_hz))
        .map(|band| band.energy)
        .collect::<Option<_>>()?;
    let sum = |of: fn(&Energy) -> f64| told.iter().map(of).sum::<f64>();
    let (noise, song) = (sum(|energy| energy.noise), sum(|energy| energy.song));
    let error = told.iter().map(|energy| energy.noise_error.powi(2)).sum::<f64>().sqrt();
    if song > 0.0 && error < MOST_ERROR * noise {
        return Some(10.0 * (noise / song).log10());
    }
    // So little that it is lost in what the song errs by.
    (noise + 2.0 * error < LITTLE_NOISE * song).then_some(f64::NEG_INFINITY)
}

/// The gain from powers of the original and of the recording, moment by moment. None where there is nothing to tell it from.
fn gain(original: &[f64], recording: &[f64]) -> Option<Energy> {
    let loudest = original.iter().fold(0.0f64, |most, p| most.max(*p));
    if loudest <= 0.0 || original.len() < 8 {
        return None;
    }
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (mut gain, mut noise) = (mean(recording) / mean(original), 0.0);
    let (mut error, mut noise_error) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let expected = |p: f64| (gain * p + noise).max(1e-30);
        let off: Vec<f64> = original.iter().zip(recording).map(|(p, q)| q / expected(*p) - 1.0).collect();
        let mut sorted: Vec<f64> = off.iter().map(|v| v.abs()).collect();
        sorted.sort_by(f64::total_cmp);
        let deviation = (1.4826 * sorted[sorted.len() / 2]).max(1e-9);
        // Sums of weighted least squares: weight, x, y, xx, xy.
        let mut sum = [0.0; 5];
        for ((p, q), off) in original.iter().zip(recording).zip(&off) {
            let pull = (FAR * deviation / off.abs().max(1e-12)).min(1.0);
            let weight = pull / expected(*p).powi(2);
            for (sum, v) in sum.iter_mut().zip([1.0, *p, *q, p * p, p * q]) {
                *sum += weight * v;
            }
        }
        let [w, x, y, xx, xy] = sum;
        let spread = w * xx - x * x;
        if spread <= 1e-9 * w * xx {
            return None;
        }
        gain = ((w * xy - x * y) / spread).max(0.0);
        noise = ((y - gain * x) / w).max(0.0);
        if noise == 0.0 {
            gain = xy / xx;
        }
        error = deviation * (w / spread).sqrt();
        noise_error = deviation * (xx / spread).sqrt();
    }
    Some(Energy { gain, error, noise, noise_error, song: gain * mean(original) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A power of noise, mean 1: the mean of some squares.
    fn chance(state: &mut u64) -> f64 {
        let mut next = || {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (*state >> 40) as f64 / 16_777_216.0
        };
        (0..10).map(|_| -next().max(1e-9).ln()).sum::<f64>() / 10.0
    }

    #[test]
    fn what_follows_the_song_is_told_from_what_stays() {
        let mut state = 1;
        for (g, n) in [(1.0, 0.0), (0.5, 0.02), (0.05, 0.02), (0.01, 0.001)] {
            let song: Vec<f64> =
                (0..400).map(|i| (1.2 + (f64::from(i) * 0.07).sin()) * chance(&mut state)).collect();
            let heard: Vec<f64> = song.iter().map(|p| g * p + n * chance(&mut state)).collect();
            let found = gain(&song, &heard).unwrap();
            let off = found.gain - g;
            assert!(off.abs() < 4.0 * found.error.max(1e-6) && off.abs() < 0.2 * g, "{g} {n}: {found:?}");
        }
    }

    #[test]
    fn clicks_do_not_bend_it_and_a_steady_tone_tells_nothing() {
        let mut state = 1;
        let song: Vec<f64> =
            (0..400).map(|i| (1.2 + (f64::from(i) * 0.07).sin()) * chance(&mut state)).collect();
        let mut heard: Vec<f64> = song.iter().map(|p| 0.5 * p + 0.02 * chance(&mut state)).collect();
        heard.iter_mut().step_by(20).for_each(|p| *p += 30.0);
        let found = gain(&song, &heard).unwrap();
        assert!((found.gain / 0.5 - 1.0).abs() < 0.1, "{found:?}");
        assert_eq!(gain(&[1.0; 100], &[0.5; 100]), None);
        assert_eq!(gain(&[0.0; 100], &[0.5; 100]), None);
    }
}
