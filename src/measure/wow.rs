//! Wow and flutter: the speed of a test tone over time, as a meter weighs it.
//!
//! IEC 60386 with its amendment of 1988 (the DIN method, AES6-2008): a tone of 3150 Hz, its speed deviation weighted by a curve
//! that is most sensitive at 4 Hz, and read as the value that the weighted deviation passes 5 % of the time, either way (the
//! method of two sigmas: a normal law passes 1.96 of them so often). A sine of amplitude 1 % at 4 Hz reads `sin(0.95 π/2)` =
//! 0.997 %. The curve is the standard's table, read between its rows along a smooth line over the logarithm of frequency.
//!
//! The weighting here has no phase, which a meter's filter has: what several lines together pass 5 % of the time can differ a
//! little. The standard's meter for peaks has a memory of its own; [`peak_percent`] has none and reads the furthest swing.

use std::f64::consts::TAU;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// The test tone.
pub const TONE_HZ: f64 = 3150.0;
/// Seconds between two values of speed.
pub const STEP_SECONDS: f64 = 0.005;
/// Slower than this is drift; from here to [`FLUTTER_HZ`] it is wow.
pub const WOW_HZ: f64 = 0.1;
/// From here on it is flutter.
pub const FLUTTER_HZ: f64 = 6.0;
/// Share of the time that the reading is passed.
const PASSED: f64 = 0.05;
/// What is heard of the weighting's memory at either end, and what of the ends is left out because of it.
const AROUND_SECONDS: f64 = 3.0;
const EDGE_SECONDS: f64 = 0.5;
/// What is faster than windows leave more than this part of is noise.
const LEAST_KEPT: f64 = 0.3;
/// The means that [`speed`] takes: a triangle of two steps, and the way from one to the next.
pub const TONE_MEANS: [f64; 3] = [STEP_SECONDS; 3];
/// The standard's weights: frequency of the deviation in Hz, dB.
const WEIGHTS_DB: [(f64, f64); 17] = [
    (0.1, -48.0),
    (0.2, -30.6),
    (0.315, -19.7),
    (0.4, -15.0),
    (0.63, -8.4),
    (0.8, -6.0),
    (1.0, -4.2),
    (1.6, -1.8),
    (2.0, -0.9),
    (4.0, 0.0),
    (6.3, -0.9),
    (10.0, -2.1),
    (20.0, -5.9),
    (40.0, -10.4),
    (63.0, -14.2),
    (100.0, -17.3),
    (200.0, -23.0),
];

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

/// The meter's weight at a frequency of the deviation. Outside the standard's table its ends go straight on.
pub fn weight(f_hz: f64) -> f64 {
    let rows = &WEIGHTS_DB;
    let last = rows.len() - 2;
    let octave = |n: usize| rows[n].0.log2();
    let slope = |n: usize| (rows[n + 1].1 - rows[n].1) / (octave(n + 1) - octave(n));
    // At a row the line is as steep as the flatter of its neighbours allows (Fritsch and Butland), so that it never overshoots.
    let steep = |n: usize| {
        let (left, right) = (slope(n.saturating_sub(1).min(last)), slope(n.min(last)));
        if left * right <= 0.0 { 0.0 } else { 2.0 * left * right / (left + right) }
    };
    let n = rows.iter().rposition(|row| row.0 <= f_hz).unwrap_or(0).min(last);
    let (width, place) = (octave(n + 1) - octave(n), f_hz.max(1e-9).log2() - octave(n));
    let t = place / width;
    let db = if !(0.0..=1.0).contains(&t) {
        rows[if t < 0.0 { 0 } else { n + 1 }].1 + slope(n) * if t < 0.0 { place } else { place - width }
    } else {
        let (a, b) = (steep(n) * width, steep(n + 1) * width);
        let (from, to) = (rows[n].1, rows[n + 1].1);
        let bend = t * (1.0 - t) * ((a - (to - from)) * (1.0 - t) + ((to - from) - b) * t);
        from + (to - from) * t + bend
    };
    10f64.powf(db / 20.0)
}

/// The part of a deviation between two frequencies, weighted as the meter does. `means` are the lengths of the windows, in seconds,
/// that every value is a mean over: what they take off what is fast is given back. Half a second at either end is left out, or a tenth
/// of what is short.
pub fn weighted(deviation: &[f64], step_s: f64, low_hz: f64, high_hz: f64, means: &[f64]) -> Vec<f64> {
    let count = deviation.len();
    if count < 2 {
        return Vec::new();
    }
    // At either end it goes on turned round about its last value, so that no step is heard there.
    let around = ((AROUND_SECONDS / step_s) as usize).min(count - 1);
    let (first, last) = (deviation[0], deviation[count - 1]);
    let before = (1..=around).rev().map(|n| 2.0 * first - deviation[n]);
    let behind = (1..=around).map(|n| 2.0 * last - deviation[count - 1 - n]);
    let mut bins: Vec<Complex<f64>> =
        before.chain(deviation.iter().copied()).chain(behind).map(|v| Complex::new(v, 0.0)).collect();
    let size = bins.len();
    let mut planner = FftPlanner::new();
    planner.plan_fft_forward(size).process(&mut bins);
    for (n, bin) in bins.iter_mut().enumerate() {
        let f_hz = n.min(size - n) as f64 / (size as f64 * step_s);
        let is_in = f_hz >= low_hz && f_hz < high_hz && n > 0;
        let kept: f64 = means.iter().map(|mean| sinc(f_hz * mean)).product();
        *bin *= if is_in { weight(f_hz) / kept.max(LEAST_KEPT) / size as f64 } else { 0.0 };
    }
    planner.plan_fft_inverse(size).process(&mut bins);
    let edge = ((EDGE_SECONDS / step_s) as usize).min(count / 10);
    bins[around + edge..around + count - edge].iter().map(|bin| bin.re).collect()
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle }
}

/// What the meter reads of a weighted deviation, in per cent: what it passes 5 % of the time. 0 of none.
pub fn two_sigma_percent(weighted: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = weighted.iter().map(|v| v.abs()).collect();
    sorted.sort_by(f64::total_cmp);
    let nth = ((1.0 - PASSED) * sorted.len() as f64) as usize;
    100.0 * sorted.get(nth).copied().unwrap_or(0.0)
}

/// The furthest that a weighted deviation swings, in per cent.
pub fn peak_percent(weighted: &[f64]) -> f64 {
    100.0 * weighted.iter().fold(0.0, |most: f64, v| most.max(v.abs()))
}

/// What the meter reads of all of a tone's deviation.
pub fn weighted_percent(deviation: &[f64], step_s: f64) -> f64 {
    two_sigma_percent(&weighted(deviation, step_s, 0.0, f64::INFINITY, &TONE_MEANS))
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

    /// What a sine of amplitude 1 passes 5 % of the time.
    fn sine_passes() -> f64 {
        (0.95 * TAU / 4.0).sin()
    }

    #[test]
    fn a_swing_of_one_per_cent_at_4_hz_reads_what_it_passes_5_per_cent_of_the_time() {
        for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
            let speed = speed(&swinging(0.01, 4.0, rate_hz), TONE_HZ, rate_hz);
            let step_s = (STEP_SECONDS * rate_hz).round() / rate_hz;
            assert!((line(&speed, 4.0, step_s) / 0.01 - 1.0).abs() < 0.02);
            let read = weighted_percent(&speed, step_s);
            assert!((read / sine_passes() - 1.0).abs() < 0.01, "{read}");
            let peak = peak_percent(&weighted(&speed, step_s, 0.0, f64::INFINITY, &TONE_MEANS));
            assert!((peak - 1.0).abs() < 0.02, "{peak}");
        }
    }

    #[test]
    fn the_weighting_is_the_standards() {
        for (f_hz, wanted_db) in WEIGHTS_DB {
            let got = 20.0 * weight(f_hz).log10();
            assert!((got - wanted_db).abs() < 1e-9, "{f_hz} Hz: {got} for {wanted_db} dB");
        }
        // Between the rows it rises to 4 Hz and falls from there on, and outside it goes on.
        let all: Vec<f64> = (0..200).map(|n| weight(0.05 * 1.05f64.powi(n))).collect();
        let top = all.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
        assert!((0.05 * 1.05f64.powi(top as i32) - 4.0).abs() < 0.2);
        assert!(all[..=top].is_sorted() && all[top..].is_sorted_by(|a, b| a >= b));
        assert!((20.0 * weight(0.05).log10() + 65.4).abs() < 0.01, "{}", 20.0 * weight(0.05).log10());
    }

    #[test]
    fn a_swing_reads_as_the_meter_weighs_it() {
        let (step_s, depth) = (0.01, 0.002);
        for f_hz in [1.0, 4.1, 20.3] {
            let speed: Vec<f64> =
                (0..2000).map(|n| depth * (TAU * f_hz * f64::from(n) * step_s).sin()).collect();
            let wanted = 100.0 * depth * sine_passes() * weight(f_hz);
            let read = two_sigma_percent(&weighted(&speed, step_s, 0.0, f64::INFINITY, &[]));
            assert!((read / wanted - 1.0).abs() < 0.015, "{f_hz} Hz: {read}, not {wanted}");
            // It is wow or flutter, and never both.
            let [wow, flutter] = [(WOW_HZ, FLUTTER_HZ), (FLUTTER_HZ, f64::INFINITY)]
                .map(|(low, high)| two_sigma_percent(&weighted(&speed, step_s, low, high, &[])));
            let (all, none) = if f_hz < FLUTTER_HZ { (wow, flutter) } else { (flutter, wow) };
            assert!((all / wanted - 1.0).abs() < 0.015 && none < 0.03 * all, "{f_hz} Hz: {wow} {flutter}");
        }
    }

    #[test]
    fn noise_reads_two_sigmas() {
        let mut state = 3u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / 16_777_216.0 - 0.5
        };
        let noise: Vec<f64> = (0..40_000).map(|_| (0..12).map(|_| next()).sum::<f64>() * 1e-3).collect();
        assert!((two_sigma_percent(&noise) / 0.196 - 1.0).abs() < 0.02, "{}", two_sigma_percent(&noise));
        assert_eq!(weighted_percent(&[], 0.005), 0.0);
    }
}
