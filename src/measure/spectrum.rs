//! Spectra: levels of tones and bands.
//!
//! Powers are mean squares: a full-scale sine has 0.5. Spectra are Welch's, Hann windows overlapping by half.

use std::f64::consts::TAU;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// Root mean square.
pub fn rms(x: &[f32]) -> f64 {
    (x.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>() / x.len().max(1) as f64).sqrt()
}

/// A factor of amplitude in dB; 0 is −600 dB.
pub fn db(x: f64) -> f64 {
    20.0 * x.max(1e-30).log10()
}

/// Complex amplitude of a frequency in a signal, by projection under a Hann window.
pub fn tone(x: &[f32], f_hz: f64, rate_hz: f64) -> Complex<f64> {
    let n = x.len() as f64;
    let sum: Complex<f64> = x
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let window = 1.0 - (TAU * i as f64 / n).cos();
            Complex::from_polar(f64::from(*v) * window, -TAU * f_hz * i as f64 / rate_hz)
        })
        .sum();
    sum * 2.0 / n
}

/// Power over frequency.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// Power of each bin; their sum is the mean square.
    pub power: Vec<f64>,
    /// Width of a bin, in Hz.
    pub bin_hz: f64,
}

impl Spectrum {
    /// Of a signal, `size` samples at a time. A signal shorter than that has a spectrum of zeros.
    pub fn new(x: &[f32], size: usize, rate_hz: f64) -> Self {
        let fft = FftPlanner::<f64>::new().plan_fft_forward(size);
        let mut power = vec![0.0; size / 2];
        let mut count = 0.0f64;
        let mut bins = vec![Complex::new(0.0, 0.0); size];
        for part in x.windows(size).step_by(size / 2) {
            windowed(part, &mut bins);
            fft.process(&mut bins);
            for (p, bin) in power.iter_mut().zip(&bins) {
                // 0.375 is the Hann window's own power.
                *p += bin.norm_sqr() * 2.0 / (size as f64 * size as f64 * 0.375);
            }
            count += 1.0;
        }
        power.iter_mut().for_each(|p| *p /= count.max(1.0));
        Self { power, bin_hz: rate_hz / size as f64 }
    }

    /// Power between two frequencies.
    pub fn between(&self, low_hz: f64, high_hz: f64) -> f64 {
        let inside = self.power.iter().enumerate().filter(|(n, _)| {
            let f = *n as f64 * self.bin_hz;
            f >= low_hz && f < high_hz
        });
        inside.map(|(_, p)| p).sum()
    }

    /// Level of a third of an octave, in dB re full scale.
    pub fn third_octave_db(&self, centre_hz: f64) -> f64 {
        let half = 2f64.powf(1.0 / 6.0);
        10.0 * self.between(centre_hz / half, centre_hz * half).max(1e-30).log10()
    }

    /// Slope of the power density between two frequencies, in dB an octave, over thirds of an octave.
    pub fn slope_db_per_octave(&self, low_hz: f64, high_hz: f64) -> f64 {
        let thirds = ((high_hz / low_hz).log2() * 3.0).round() as usize;
        let points = (0..=thirds).map(|n| {
            let octave = n as f64 / 3.0;
            let f = low_hz * 2f64.powf(octave);
            (octave, self.third_octave_db(f) - 10.0 * f.log10())
        });
        slope(&points.collect::<Vec<_>>())
    }
}

/// Least squares' slope of y over x.
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let (mx, my) = points.iter().fold((0.0, 0.0), |(mx, my), (x, y)| (mx + x / n, my + y / n));
    let top: f64 = points.iter().map(|(x, y)| (x - mx) * (y - my)).sum();
    top / points.iter().map(|(x, _)| (x - mx).powi(2)).sum::<f64>()
}

/// Root mean square between two frequencies.
pub fn band_rms(x: &[f32], low_hz: f64, high_hz: f64, rate_hz: f64) -> f64 {
    Spectrum::new(x, 8192, rate_hz).between(low_hz, high_hz).sqrt()
}

/// Centres of the thirds of an octave from `low_hz` on, as many as fit below `high_hz`.
pub fn thirds(low_hz: f64, high_hz: f64) -> Vec<f64> {
    let count = ((high_hz / low_hz).log2() * 3.0 + 1e-9) as usize;
    (0..=count).map(|n| low_hz * 2f64.powf(n as f64 / 3.0)).collect()
}

/// Puts a part of a signal under a Hann window into an FFT's buffer.
pub(super) fn windowed(part: &[f32], bins: &mut [Complex<f64>]) {
    let n = part.len() as f64;
    for (i, (bin, v)) in bins.iter_mut().zip(part).enumerate() {
        *bin = Complex::new(f64::from(*v) * (0.5 - 0.5 * (TAU * i as f64 / n).cos()), 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(f_hz: f64, seconds: f64) -> Vec<f32> {
        (0..(seconds * 48_000.0) as usize).map(|i| (TAU * f_hz * i as f64 / 48_000.0).sin() as f32).collect()
    }

    #[test]
    fn a_sine_has_its_amplitude_and_half_its_square_as_power() {
        let x = sine(1000.0, 2.0);
        assert!((tone(&x, 1000.0, 48_000.0).norm() - 1.0).abs() < 1e-6);
        assert!(tone(&x, 1500.0, 48_000.0).norm() < 1e-6);
        let spectrum = Spectrum::new(&x, 4096, 48_000.0);
        assert!((spectrum.between(900.0, 1100.0) - 0.5).abs() < 1e-3);
        assert!(spectrum.between(2000.0, 20_000.0) < 1e-6);
        assert_eq!(Spectrum::new(&x[..100], 4096, 48_000.0).between(0.0, 24_000.0), 0.0);
    }

    #[test]
    fn white_noise_has_no_slope() {
        let mut state = 1u64;
        let x: Vec<f32> = (0..480_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 40) as f32 / 8_388_608.0 - 1.0
            })
            .collect();
        assert!(Spectrum::new(&x, 8192, 48_000.0).slope_db_per_octave(300.0, 4000.0).abs() < 0.2);
    }
}
