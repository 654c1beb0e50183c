//! How far a recording's start lies from its original's: a transfer begins before its needle falls, or after the song did.
//!
//! The first seconds of both are laid over each other at every delay at once (a correlation by FFT, below 1.5 kHz). What lies nearer
//! than the delay that is followed anyway (`follow.rs`) is left to that.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// Rate at which the two are laid over each other, about.
const RATE_HZ: f64 = 3000.0;
/// So much of either start is heard, and so far from each other they may lie.
const HEARD_SECONDS: f64 = 20.0;
const REACH_SECONDS: f64 = 10.0;
/// What is nearer is followed.
const FOLLOWED_SECONDS: f64 = 0.02;
/// Further off the two must be so many times as like as they are nearby, and as they are anywhere (the rms): chance alone reaches five
/// to six times that.
const CLEARLY: f64 = 1.3;
const BEYOND_CHANCE: f64 = 8.0;

/// Seconds by which a recording is late; 0 where it is about in time, or nothing tells.
pub fn offset_seconds(dry: &[f32], wet: &[f32], rate_hz: f64) -> f64 {
    let step = ((rate_hz / RATE_HZ).round() as usize).max(1);
    let rate = rate_hz / step as f64;
    let start = |x: &[f32]| -> Vec<f64> {
        let heard = (HEARD_SECONDS * rate) as usize;
        x.chunks_exact(step).take(heard).map(|part| part.iter().map(|v| f64::from(*v)).sum()).collect()
    };
    let (dry, wet) = (start(dry), start(wet));
    let size = (dry.len() + wet.len()).next_power_of_two();
    let mut planner = FftPlanner::new();
    let forward = planner.plan_fft_forward(size);
    let transformed = |x: &[f64]| {
        let mut bins: Vec<Complex<f64>> = x.iter().map(|v| Complex::new(*v, 0.0)).collect();
        bins.resize(size, Complex::default());
        forward.process(&mut bins);
        bins
    };
    let (a, mut b) = (transformed(&dry), transformed(&wet));
    b.iter_mut().zip(&a).for_each(|(b, a)| *b *= a.conj());
    planner.plan_fft_inverse(size).process(&mut b);
    let reach = ((REACH_SECONDS * rate) as i64).min(size as i64 / 2 - 1).max(0);
    let like = |lag: i64| b[lag.rem_euclid(size as i64) as usize].re.abs();
    let near = (FOLLOWED_SECONDS * rate) as i64;
    let best =
        |lags: &mut dyn Iterator<Item = i64>| lags.max_by(|a, b| like(*a).total_cmp(&like(*b))).unwrap_or(0);
    let nearby = best(&mut (-near.min(reach)..=near.min(reach)));
    let any = best(&mut (-reach..=reach));
    let power: f64 = (-reach..=reach).map(|lag| like(lag).powi(2)).sum();
    let anywhere = (power / (2 * reach + 1) as f64).sqrt();
    let is_clear = like(any) > CLEARLY * like(nearby) && like(any) > BEYOND_CHANCE * anywhere;
    if any.abs() > near && is_clear { any as f64 / rate } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_late_or_early_is_found_and_what_is_in_time_left_alone() {
        let mut state = 5u64;
        let white: Vec<f32> = (0..480_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                0.2 * ((state >> 40) as f32 / 8_388_608.0 - 1.0)
            })
            .collect();
        let song: Vec<f32> = white.windows(40).map(|w| w.iter().sum::<f32>() / 10.0).collect();
        let late = [vec![0.0; 96_000], song.clone()].concat();
        assert!((offset_seconds(&song, &late, 48_000.0) - 2.0).abs() < 1e-3);
        assert!((offset_seconds(&song, &song[24_000..], 48_000.0) + 0.5).abs() < 1e-3);
        assert_eq!(offset_seconds(&song, &song, 48_000.0), 0.0);
        let followed = [vec![0.0; 480], song.clone()].concat();
        assert_eq!(offset_seconds(&song, &followed, 48_000.0), 0.0);
        assert_eq!(offset_seconds(&[], &song, 48_000.0), 0.0);
        // Another song lies nowhere.
        let other: Vec<f32> = song.iter().rev().copied().collect();
        assert_eq!(offset_seconds(&song, &other, 48_000.0), 0.0);
    }
}
