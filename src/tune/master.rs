//! Mastering: bring the mix to a loudness and keep its peaks under a ceiling.
//!
//! Loudness is the gated integrated measure of ITU-R BS.1770-4,
//! `L = -0.691 + 10 log10(sum of K-weighted mean squares)`. The limiter divides by the
//! overshoot, gliding there beforehand and back afterwards.

use super::dsp::{Biquad, RATE_HZ};
use std::f64::consts::PI;

/// Loudness streaming services settle on, hence what listeners take for normal.
const TARGET_LUFS: f64 = -14.0;
/// A little under the promised -1 dB, for peaks that resampling uncovers.
const CEILING_DB: f64 = -1.9;
/// Fast enough to go unnoticed, slow enough not to distort the bass.
const ATTACK_S: f64 = 0.004;
const RELEASE_S: f64 = 0.12;

/// Scales and limits the mix in place.
pub fn master(mix: &mut [[f64; 2]]) {
    let mut subsonic = [Biquad::high_pass(24.0, 0.7), Biquad::high_pass(24.0, 0.7)];
    for frame in mix.iter_mut() {
        for (x, f) in frame.iter_mut().zip(&mut subsonic) {
            *x = f.run(*x);
        }
    }
    // Limiting lowers loudness a little, which the next round makes up for.
    for _ in 0..3 {
        let gain = db_to_gain(TARGET_LUFS - loudness_lufs(mix));
        mix.iter_mut().flatten().for_each(|x| *x *= gain);
        limit(mix);
    }
}

/// Integrated loudness of audio at [`RATE_HZ`].
pub fn loudness_lufs(mix: &[[f64; 2]]) -> f64 {
    // The standard's own coefficients, which are for 48 kHz: head shelf, then low cut.
    let shelf = Biquad::new(
        [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        [-1.690_659_293_182_41, 0.732_480_774_215_85],
    );
    let cut = Biquad::new([1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21]);
    let mut filters = [(shelf.clone(), cut.clone()), (shelf, cut)];

    // Gating blocks of 400 ms start every 100 ms, so four hops make a block.
    let hop = (0.1 * RATE_HZ) as usize;
    let hops: Vec<f64> = mix
        .chunks_exact(hop)
        .map(|chunk| {
            let mut sum = 0.0;
            for frame in chunk {
                for (x, (shelf, cut)) in frame.iter().zip(&mut filters) {
                    sum += cut.run(shelf.run(*x)).powi(2);
                }
            }
            sum / hop as f64
        })
        .collect();
    let blocks: Vec<f64> = hops.windows(4).map(|w| w.iter().sum::<f64>() / 4.0).collect();
    let gated_mean = |gate_lufs: f64| {
        let (sum, count) = blocks
            .iter()
            .filter(|&&power| power_lufs(power) > gate_lufs)
            .fold((0.0, 0.0), |(s, n), p| (s + p, n + 1.0));
        sum / f64::max(count, 1.0)
    };
    power_lufs(gated_mean(power_lufs(gated_mean(-70.0)) - 10.0))
}

fn power_lufs(power: f64) -> f64 {
    -0.691 + 10.0 * libm::log10(power.max(1e-12))
}

fn db_to_gain(db: f64) -> f64 {
    libm::pow(10.0, db / 20.0)
}

fn limit(mix: &mut [[f64; 2]]) {
    let ceiling = db_to_gain(CEILING_DB);
    let between = halfway();
    let mut gains: Vec<f64> =
        (0..mix.len()).map(|i| (ceiling / peak_near(mix, i, &between)).min(1.0)).collect();
    let glide = |time_s: f64| 1.0 - libm::exp(-1.0 / (time_s * RATE_HZ));
    let pull = |gain: &mut f64, held: &mut f64, rate: f64| {
        *held = (*held + rate * (1.0 - *held)).min(*gain);
        *gain = *held;
    };
    let (mut held, rate) = (1.0, glide(ATTACK_S));
    gains.iter_mut().rev().for_each(|g| pull(g, &mut held, rate));
    let (mut held, rate) = (1.0, glide(RELEASE_S));
    gains.iter_mut().for_each(|g| pull(g, &mut held, rate));
    for (frame, gain) in mix.iter_mut().zip(gains) {
        frame.iter_mut().for_each(|x| *x *= gain);
    }
}

/// Eight-point windowed sinc for the value halfway between the fourth and fifth point.
fn halfway() -> [f64; 8] {
    std::array::from_fn(|k| {
        let x = k as f64 - 3.5;
        libm::cos(PI * x / 8.0).powi(2) * libm::sin(PI * x) / (PI * x)
    })
}

/// Largest magnitude at a sample and halfway to the next, where a peak between samples
/// stands highest, in either channel.
fn peak_near(mix: &[[f64; 2]], i: usize, between: &[f64; 8]) -> f64 {
    let mut peak = mix[i][0].abs().max(mix[i][1].abs());
    if i >= 3 && i + 4 < mix.len() {
        for side in 0..2 {
            let points = mix[i - 3..=i + 4].iter().zip(between);
            let value: f64 = points.map(|(frame, weight)| weight * frame[side]).sum();
            peak = peak.max(value.abs());
        }
    }
    peak
}
