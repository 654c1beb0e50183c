//! Wow and flutter: the speed of a test tone over time, as a meter weighs it.
//!
//! IEC 60386 (the DIN method): a tone of 3150 Hz, its speed deviation weighted by a curve that is most sensitive at
//! 4 Hz, and read as twice the root mean square. The curve is the fit `1.0286 (s/(s+w₁))³ / (1 + s/w₂)`,
//! `w₁ = 2π·0.6155`, `w₂ = 2π·12.7`, within 0.72 dB of the standard's table from 0.2 to 200 Hz.

use std::f64::consts::TAU;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// The test tone.
pub const TONE_HZ: f64 = 3150.0;
/// Seconds between two values of speed.
pub const STEP_SECONDS: f64 = 0.005;

/// Relative speed deviation of a test tone, one value every [`STEP_SECONDS`], by a quadrature demodulator.
///
/// The carrier should have a whole number of periods in a step; 3150 Hz has 15.75 and its image is averaged out by the
/// triangular window all the same.
pub fn speed(x: &[f32], tone_hz: f64, rate_hz: f64) -> Vec<f64> {
    let hop = (STEP_SECONDS * rate_hz).round() as usize;
    let step_s = hop as f64 / rate_hz;
    let baseband: Vec<Complex<f64>> = x
        .iter()
        .enumerate()
        .map(|(i, v)| Complex::from_polar(f64::from(*v), -TAU * tone_hz * i as f64 / rate_hz))
        .collect();
    let phases: Vec<f64> = (0..(baseband.len() / hop).saturating_sub(1))
        .map(|window| {
            let sum: Complex<f64> = (0..2 * hop)
                .map(|i| {
                    let weight = 1.0 - ((i as f64 + 0.5) / hop as f64 - 1.0).abs();
                    baseband[window * hop + i] * weight
                })
                .sum();
            sum.arg()
        })
        .collect();
    let turns = |pair: &[f64]| {
        let step = (pair[1] - pair[0]) / TAU;
        step - step.round()
    };
    phases.windows(2).map(|pair| turns(pair) / step_s / tone_hz).collect()
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

/// The meter's weight at a frequency of the deviation.
pub fn weight(f_hz: f64) -> f64 {
    let s = Complex::new(0.0, TAU * f_hz);
    let rise = s / (s + TAU * 0.6155);
    (rise * rise * rise / (1.0 + s / (TAU * 12.7)) * 1.0286).norm()
}

/// What the meter reads, in per cent: twice the weighted root mean square.
pub fn weighted_percent(speed: &[f64], step_s: f64) -> f64 {
    let size = speed.len() / 2 * 2;
    if size == 0 {
        return 0.0;
    }
    let mut bins: Vec<Complex<f64>> = speed[..size].iter().map(|v| Complex::new(*v, 0.0)).collect();
    FftPlanner::new().plan_fft_forward(size).process(&mut bins);
    let power: f64 = (1..size / 2)
        .map(|n| {
            let f_hz = n as f64 / (size as f64 * step_s);
            2.0 * bins[n].norm_sqr() / (size as f64).powi(2) * weight(f_hz).powi(2)
        })
        .sum();
    200.0 * power.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone whose speed swings by `depth` at `f_hz`.
    fn swinging(depth: f64, f_hz: f64, rate_hz: f64) -> Vec<f32> {
        (0..(20.0 * rate_hz) as usize)
            .map(|i| {
                let t = i as f64 / rate_hz;
                let phase = TONE_HZ * (t - depth * (TAU * f_hz * t).cos() / (TAU * f_hz));
                (TAU * phase).sin() as f32
            })
            .collect()
    }

    #[test]
    fn a_swing_of_one_per_cent_at_4_hz_reads_1_41() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
            let speed = speed(&swinging(0.01, 4.0, rate_hz), TONE_HZ, rate_hz);
            let step_s = (STEP_SECONDS * rate_hz).round() / rate_hz;
            assert!((line(&speed, 4.0, step_s) / 0.01 - 1.0).abs() < 0.02);
            // Twice the rms of a sine of 1 % is 1.414; the fit's weight at 4 Hz is −0.5 dB.
            let read = weighted_percent(&speed, step_s);
            assert!((read / 1.338 - 1.0).abs() < 0.01, "{read}");
        }
    }

    #[test]
    fn the_weighting_is_the_standards() {
        let table = [
            (0.2, -30.6),
            (0.4, -15.0),
            (0.8, -6.0),
            (1.6, -1.8),
            (4.0, 0.0),
            (10.0, -2.1),
            (40.0, -10.4),
            (100.0, -17.3),
            (200.0, -23.0),
        ];
        for (f_hz, wanted_db) in table {
            let got = 20.0 * weight(f_hz).log10();
            assert!((got - wanted_db).abs() < 0.8, "{f_hz} Hz: {got} for {wanted_db} dB");
        }
    }

    #[test]
    fn a_swing_reads_as_the_meter_weighs_it() {
        let (step_s, depth) = (0.01, 0.002);
        for f_hz in [1.0, 4.0, 20.0] {
            let speed: Vec<f64> =
                (0..2000).map(|n| depth * (TAU * f_hz * f64::from(n) * step_s).sin()).collect();
            let wanted = 200.0 * depth / std::f64::consts::SQRT_2 * weight(f_hz);
            let read = weighted_percent(&speed, step_s);
            assert!((read / wanted - 1.0).abs() < 0.01, "{f_hz} Hz: {read}, not {wanted}");
        }
    }
}
