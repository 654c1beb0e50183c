//! From one sample rate, or speed, to another.
//!
//! Windowed-sinc interpolation: `y(t) = sum x[n] h(t - n)`, where
//! `h(t) = c sinc(c t) w(t)` passes up to `c` times the input's Nyquist frequency
//! (Julius O. Smith, *Digital Audio Resampling*).

use std::f64::consts::PI;

/// Zero crossings of the sinc on each side.
const CROSSINGS: f64 = 24.0;
/// Share of the band that is kept; the rest is the filter's slope.
const PASSBAND: f64 = 0.93;
/// Kernel values tabulated per input sample; between them, straight lines.
const TABLE_PER_SAMPLE: usize = 512;

/// Stereo frames that run `ratio` times as fast: a rate over the rate that is wanted, or a speed.
pub fn resample(input: &[[f64; 2]], ratio: f64) -> Vec<[f32; 2]> {
    let length = (input.len() as f64 / ratio) as usize;
    if ratio == 1.0 {
        return input.iter().map(|f| [f[0] as f32, f[1] as f32]).collect();
    }
    let cutoff = PASSBAND * (1.0 / ratio).min(1.0);
    let reach = CROSSINGS / cutoff;
    let table = kernel(cutoff, reach);
    (0..length)
        .map(|i| {
            let centre = i as f64 * ratio;
            let first = (centre - reach).ceil().max(0.0) as usize;
            let last = ((centre + reach).floor() as usize).min(input.len() - 1);
            let mut sum = [0.0; 2];
            for (n, frame) in input.iter().enumerate().take(last + 1).skip(first) {
                let at = (centre - n as f64).abs() * TABLE_PER_SAMPLE as f64;
                let k = at as usize;
                let weight = table[k] + (at - k as f64) * (table[k + 1] - table[k]);
                sum[0] += weight * frame[0];
                sum[1] += weight * frame[1];
            }
            [sum[0] as f32, sum[1] as f32]
        })
        .collect()
}

/// One side of the kernel, with a Blackman window, and a little beyond its end.
fn kernel(cutoff: f64, reach: f64) -> Vec<f64> {
    (0..(reach * TABLE_PER_SAMPLE as f64) as usize + 3)
        .map(|k| {
            let t = k as f64 / TABLE_PER_SAMPLE as f64;
            let x = (t / reach).min(1.0);
            let window = 0.42 + 0.5 * libm::cos(PI * x) + 0.08 * libm::cos(2.0 * PI * x);
            let sinc = if k == 0 { 1.0 } else { libm::sin(PI * cutoff * t) / (PI * cutoff * t) };
            cutoff * sinc * window
        })
        .collect()
}
