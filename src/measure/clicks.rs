//! Clicks, as a restorer's detector finds them: what a linear predictor did not expect.
//!
//! A predictor of order 32 is made from each frame's own autocorrelation; music follows it, a click does not. Residuals
//! beyond a multiple of the deviation (the median absolute one, times 1.4826 as for a normal law) are clicks; those closer
//! than 2 ms are one. The method is that of Vaseghi and of Godsill & Rayner (1998), without their iterations.

use super::predictor;

/// Order of the predictor.
const ORDER: usize = 32;
/// Share of white noise that keeps the predictor solvable.
const RIDGE: f64 = 1e-9;
/// Length of a frame.
const FRAME_SECONDS: f64 = 0.04;
/// Residuals further out than so many deviations are clicks.
const THRESHOLD: f64 = 6.0;
/// Less than this apart they are one.
const GAP_SECONDS: f64 = 0.002;

/// A click that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// When, in seconds.
    pub seconds: f64,
    /// Its residual, in dB re full scale.
    pub level_db: f64,
}

/// Clicks in a signal, in order of time.
pub fn find(x: &[f32], rate_hz: f64) -> Vec<Click> {
    find_beyond(x, rate_hz, THRESHOLD)
}

/// The same with another threshold, in deviations.
pub fn find_beyond(x: &[f32], rate_hz: f64, threshold: f64) -> Vec<Click> {
    // Above the band there is nothing to predict from: what is sampled finer is halved first.
    if rate_hz > 64_000.0 {
        let halved: Vec<f32> = x.chunks_exact(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
        return find_beyond(&halved, rate_hz / 2.0, threshold);
    }
    let frame = (FRAME_SECONDS * rate_hz) as usize;
    let mut found: Vec<Click> = Vec::new();
    let mut start = ORDER;
    while start + frame <= x.len() {
        let part = &x[start - ORDER..start + frame];
        let residual = residual(part);
        let mut sorted: Vec<f64> = residual.iter().map(|r| r.abs()).collect();
        sorted.sort_by(f64::total_cmp);
        let limit = threshold * 1.4826 * sorted[sorted.len() / 2].max(1e-9);
        for (i, r) in residual.iter().enumerate().filter(|(_, r)| r.abs() > limit) {
            let click = Click { seconds: (start + i) as f64 / rate_hz, level_db: 20.0 * r.abs().log10() };
            match found.last_mut() {
                Some(last) if click.seconds - last.seconds < GAP_SECONDS => {
                    last.level_db = last.level_db.max(click.level_db);
                }
                _ => found.push(click),
            }
        }
        start += frame;
    }
    found
}

/// What a predictor made from a part does not expect of it; the first [`ORDER`] samples are only history.
fn residual(part: &[f32]) -> Vec<f64> {
    let x: Vec<f64> = part.iter().map(|v| f64::from(*v)).collect();
    let n = x.len();
    let windowed: Vec<f64> = (0..n)
        .map(|i| x[i] * (0.5 - 0.5 * (std::f64::consts::TAU * (i as f64 + 0.5) / n as f64).cos()))
        .collect();
    let a = predictor::of_autocorrelation(&predictor::autocorrelation(&windowed, ORDER), RIDGE);
    predictor::residual(&x, &a, ORDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_in_music_and_noise_are_found_where_they_are() {
        let mut state = 7u64;
        let mut x: Vec<f32> = (0..96_000)
            .map(|i| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let noise = (state >> 40) as f32 / 8_388_608.0 - 1.0;
                let t = i as f32 / 48_000.0;
                0.3 * (t * 1300.0).sin() + 0.2 * (t * 4100.0).sin() + 0.001 * noise
            })
            .collect();
        let places = [9_000, 30_000, 30_500, 70_007];
        for at in places {
            x[at] += 0.05;
            x[at + 1] -= 0.03;
        }
        let found = find_beyond(&x, 48_000.0, 10.0);
        let seconds: Vec<f64> = found.iter().map(|click| click.seconds).collect();
        assert_eq!(found.len(), places.len(), "{seconds:?}");
        for (click, at) in found.iter().zip(places) {
            assert!((click.seconds - at as f64 / 48_000.0).abs() < 0.001, "{seconds:?}");
        }
    }
}
