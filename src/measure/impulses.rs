//! Impulses: the ticks of a record's surface, counted as restorers count them on transfers of real discs.
//!
//! In blocks of 4096 samples at 44.1 kHz a predictor of order 24 is made from the block and the 24 samples before it, and what
//! it does not expect is measured in deviations (1.4826 times the median absolute one). Beyond 8 of them under music, 6 in
//! silence, a sample is flagged; flags less than 12 samples apart are one impulse, which reaches from 3 samples before to 6
//! behind them. The figures of real discs that the laws in `tests/physics/surface.rs` name were counted in this way.
//!
//! Under music the predictor is surprised by the music too: by every reed's, string's and voice's period. [`clicks`] counts only
//! what stands alone, 2.5 times as high as all else that surprised it within 12 ms to either side; periods of
//! what sounds above 90 Hz have their like within that, and attacks go on. What it says of a song is the least there is.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::predictor;

/// The rate at which impulses are counted.
pub const RATE_HZ: f64 = 44_100.0;
/// Deviations from which a sample under music is flagged.
pub const UNDER_MUSIC: f64 = 8.0;
/// The same in silence.
pub const IN_SILENCE: f64 = 6.0;
const ORDER: usize = 24;
const BLOCK: usize = 4096;
/// Samples that belong to an impulse before its first flag and behind its last.
const MARGINS: (usize, usize) = (3, 6);
/// Flags at most so far apart are one impulse.
const GAP: usize = 12;
const RIDGE: f64 = 1e-6;
/// Heights are measured above this.
const HEIGHT_HZ: f64 = 1000.0;

/// A click is so many times higher than what the predictor did not expect around it …
const ALONE: f64 = 2.5;
/// … so far to either side, …
const AROUND_SECONDS: f64 = 0.012;
/// … nearer where the song was taken off, as its periods are gone, …
const AROUND_LEFT_SECONDS: f64 = 0.003;
/// … but for so much of its own ringing.
const RING_SECONDS: f64 = 0.0015;

/// What is left of what surprised in a song that was taken off is at most so many times what is left of it in the middle, and at most
/// this part of it …
const LEFT_OVER_MIDDLE: f64 = 3.0;
const LEFT_OF_SONG: f64 = 0.5;
/// … so near.
const NEAR_SECONDS: f64 = 0.002;

/// A click that is none of the music's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// When, in seconds.
    pub seconds: f64,
    /// What the predictor did not expect of it, in dB re full scale.
    pub level_db: f64,
}

/// Clicks that stand alone, in order of time.
pub fn clicks(x: &[f32], rate_hz: f64) -> Vec<Click> {
    let x = resampled(x, rate_hz, RATE_HZ);
    let (flags, surprise) = flags(&x, UNDER_MUSIC);
    let clicks = spans(&flags, x.len()).into_iter();
    clicks.filter_map(|span| alone(&surprise, span, AROUND_SECONDS)).collect()
}

/// Clicks of what is left of a recording when the song is taken off it, that are no leavings of what surprised in the song itself.
/// The two lie side by side; `gain` is how loud the song is in the recording.
pub fn clicks_beyond(left: &[f32], song: &[f32], gain: f64, rate_hz: f64) -> Vec<Click> {
    let left = resampled(left, rate_hz, RATE_HZ);
    let (flags_left, surprise) = flags(&left, UNDER_MUSIC);
    let (_, own) = flags(&resampled(song, rate_hz, RATE_HZ), UNDER_MUSIC);
    let near = (NEAR_SECONDS * RATE_HZ) as usize;
    if surprise.is_empty() || own.is_empty() {
        return Vec::new();
    }
    let left_of_song = median(surprise.clone()) / (gain * median(own.clone())).max(1e-12);
    let left_of_song = (LEFT_OVER_MIDDLE * left_of_song).min(LEFT_OF_SONG);
    let is_beyond = |(start, end): &(usize, usize)| {
        let own = gain * highest(&own, start.saturating_sub(near), end + near);
        highest(&surprise, *start, *end) > left_of_song * own
    };
    let clicks = spans(&flags_left, left.len()).into_iter().filter(is_beyond);
    clicks.filter_map(|span| alone(&surprise, span, AROUND_LEFT_SECONDS)).collect()
}

fn highest(x: &[f64], from: usize, to: usize) -> f64 {
    let to = to.min(x.len());
    x[from.min(to)..to].iter().fold(0.0, |most, e| most.max(*e))
}

/// An impulse as a click, if it stands alone among what surprised.
fn alone(surprise: &[f64], (start, end): (usize, usize), around_seconds: f64) -> Option<Click> {
    let [around, ring] = [around_seconds, RING_SECONDS].map(|seconds| (seconds * RATE_HZ) as usize);
    // Without the margins, which are for what is cut out.
    let start = start + MARGINS.0;
    let end = end.saturating_sub(MARGINS.1).max(start + 1);
    let height = highest(surprise, start, end);
    let before = start.saturating_sub(ring);
    let beside = highest(surprise, before.saturating_sub(around), before).max(highest(
        surprise,
        end + ring,
        end + ring + around,
    ));
    let is_alone = height > ALONE * beside;
    is_alone.then(|| Click { seconds: start as f64 / RATE_HZ, level_db: 20.0 * height.max(1e-12).log10() })
}

/// What was counted in a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Impulses {
    /// First sample and one past the last of each, at [`RATE_HZ`].
    pub spans: Vec<(usize, usize)>,
    /// Height of each above 1 kHz over the floor there, in dB.
    pub heights_db: Vec<f64>,
    samples: usize,
}

impl Impulses {
    /// Counts what is more than `threshold` deviations out; [`UNDER_MUSIC`] or [`IN_SILENCE`].
    pub fn find(x: &[f32], rate_hz: f64, threshold: f64) -> Self {
        let x = resampled(x, rate_hz, RATE_HZ);
        let spans = spans(&flags(&x, threshold).0, x.len());
        let above = above(&x, HEIGHT_HZ);
        let mut sorted: Vec<f64> = above.iter().map(|v| v.abs()).collect();
        sorted.sort_by(f64::total_cmp);
        let floor = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0).max(1e-12) / 0.6745;
        let height = |(start, end): &(usize, usize)| {
            let part = &above[*start..(end + 20).min(above.len())];
            20.0 * (part.iter().fold(0.0, |a: f64, v| a.max(v.abs())) / floor).max(1e-12).log10()
        };
        let heights_db = spans.iter().map(height).collect();
        Self { spans, heights_db, samples: x.len() }
    }

    /// Impulses a second.
    pub fn rate_hz(&self) -> f64 {
        self.spans.len() as f64 * RATE_HZ / self.samples.max(1) as f64
    }

    /// Share of the samples that lie in impulses, in percent.
    pub fn corrupted_percent(&self) -> f64 {
        let inside: usize = self.spans.iter().map(|(start, end)| end - start).sum();
        100.0 * inside as f64 / self.samples.max(1) as f64
    }

    /// The height that a share `0.0..=1.0` of them does not reach, in dB; −∞ where there are none.
    pub fn height_db(&self, share: f64) -> f64 {
        let mut sorted = self.heights_db.clone();
        sorted.sort_by(f64::total_cmp);
        let nth = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
        sorted.get(nth).copied().unwrap_or(f64::NEG_INFINITY)
    }
}

/// Which samples a predictor did not expect, and how far each was from what it did.
fn flags(x: &[f64], threshold: f64) -> (Vec<bool>, Vec<f64>) {
    let (mut flags, mut surprise) = (vec![false; x.len()], vec![0.0; x.len()]);
    for start in (0..x.len()).step_by(BLOCK) {
        let end = (start + BLOCK).min(x.len());
        let before = start.saturating_sub(ORDER);
        let part = &x[before..end];
        if part.len() <= 2 * ORDER {
            continue;
        }
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        let centred: Vec<f64> = part.iter().map(|v| v - mean).collect();
        let r = predictor::autocorrelation(&centred, ORDER);
        let a = if r[0] <= 1e-12 { vec![0.0; ORDER] } else { predictor::of_autocorrelation(&r, RIDGE) };
        let residual = predictor::residual(part, &a, start - before);
        let middle = median(residual.clone());
        let limit =
            threshold * (1.4826 * median(residual.iter().map(|e| (e - middle).abs()).collect()) + 1e-12);
        for ((flag, surprise), e) in
            flags[start..end].iter_mut().zip(&mut surprise[start..end]).zip(&residual)
        {
            *flag = e.abs() > limit;
            *surprise = e.abs();
        }
    }
    (flags, surprise)
}

/// Flags close together, as impulses.
fn spans(flags: &[bool], samples: usize) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for at in (0..flags.len()).filter(|i| flags[*i]) {
        match spans.last_mut() {
            Some((_, last)) if at - *last <= GAP => *last = at,
            _ => spans.push((at, at)),
        }
    }
    let (before, behind) = MARGINS;
    spans.iter().map(|(a, b)| (a.saturating_sub(before), (b + behind + 1).min(samples))).collect()
}

fn median(mut x: Vec<f64>) -> f64 {
    let middle = x.len() / 2;
    *x.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// What lies above a frequency: a Butterworth filter of second order, forwards and backwards.
fn above(x: &[f64], f_hz: f64) -> Vec<f64> {
    let w = (std::f64::consts::PI * f_hz / RATE_HZ).tan();
    let norm = 1.0 / (1.0 + std::f64::consts::SQRT_2 * w + w * w);
    let (a1, a2) = (2.0 * (w * w - 1.0) * norm, (1.0 - std::f64::consts::SQRT_2 * w + w * w) * norm);
    let pass = |samples: &mut dyn Iterator<Item = f64>| -> Vec<f64> {
        let (mut s1, mut s2) = (0.0, 0.0);
        samples
            .map(|x| {
                let y = norm * x + s1;
                s1 = -2.0 * norm * x - a1 * y + s2;
                s2 = norm * x - a2 * y;
                y
            })
            .collect()
    };
    let forwards = pass(&mut x.iter().copied());
    let mut back = pass(&mut forwards.into_iter().rev());
    back.reverse();
    back
}

/// A recording at another rate, by its spectrum: what lies above either half rate is left out.
fn resampled(x: &[f32], from_hz: f64, to_hz: f64) -> Vec<f64> {
    if from_hz == to_hz || x.is_empty() {
        return x.iter().map(|v| f64::from(*v)).collect();
    }
    // A tenth of a second of silence more than it has, up to whole tenths: both rates have whole samples in it, and the end
    // does not run round into the start.
    let tenths = (x.len() as f64 / from_hz * 10.0).ceil() + 1.0;
    let (long, wanted) =
        ((tenths * from_hz / 10.0).round() as usize, (tenths * to_hz / 10.0).round() as usize);
    let mut bins: Vec<Complex<f64>> = x.iter().map(|v| Complex::new(f64::from(*v), 0.0)).collect();
    bins.resize(long, Complex::default());
    let mut planner = FftPlanner::new();
    planner.plan_fft_forward(long).process(&mut bins);
    let kept = long.min(wanted) / 2;
    let mut other = vec![Complex::default(); wanted];
    other[..kept].copy_from_slice(&bins[..kept]);
    for n in 1..kept {
        other[wanted - n] = bins[long - n];
    }
    planner.plan_fft_inverse(wanted).process(&mut other);
    let heard = (x.len() as f64 * to_hz / from_hz).round() as usize;
    other.iter().take(heard).map(|bin| bin.re / long as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: usize) -> Vec<f32> {
        let mut state = 5u64;
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                1e-3 * ((state >> 40) as f32 / 8_388_608.0 - 1.0)
            })
            .collect()
    }

    #[test]
    fn ticks_in_noise_are_counted_and_as_high_as_they_are() {
        let mut x = noise(441_000);
        let places: Vec<usize> = (0..40).map(|n| 5_000 + n * 10_500).collect();
        places.iter().for_each(|at| x[*at] += 0.1);
        let found = Impulses::find(&x, RATE_HZ, IN_SILENCE);
        assert_eq!(found.spans.len(), 40);
        assert!(found.spans.iter().zip(&places).all(|((start, end), at)| (*start..*end).contains(at)));
        assert!((found.rate_hz() - 4.0).abs() < 0.01, "{}", found.rate_hz());
        // Uniform noise has its median at half its height; a click of one sample loses a little below 1 kHz.
        let height = 20.0 * (0.1 / (0.5e-3 / 0.6745f64)).log10();
        assert!((found.height_db(0.5) - height).abs() < 1.5, "{} {height}", found.height_db(0.5));
        assert!(Impulses::find(&noise(441_000), RATE_HZ, UNDER_MUSIC).spans.is_empty());
    }

    #[test]
    fn periods_of_music_are_no_clicks_and_clicks_over_them_are() {
        let saw = |f_hz: f64| -> Vec<f32> {
            let partials = (0.45 * RATE_HZ / f_hz) as usize;
            let wave = |i: usize| {
                let turns = f_hz * i as f64 / RATE_HZ;
                (1..=partials)
                    .map(|k| (std::f64::consts::TAU * turns * k as f64).sin() / k as f64)
                    .sum::<f64>()
            };
            (0..132_300).map(|i| 0.2 * wave(i) as f32).collect()
        };
        for f_hz in [109.0, 440.0] {
            let mut x = saw(f_hz);
            assert!(Impulses::find(&x, RATE_HZ, UNDER_MUSIC).spans.len() > 200);
            assert_eq!(clicks(&x, RATE_HZ), []);
            for at in [20_000, 60_000, 100_000] {
                x[at] += 1.5;
            }
            let found: Vec<f64> = clicks(&x, RATE_HZ).iter().map(|click| click.seconds * RATE_HZ).collect();
            assert!(found.len() == 3 && (found[1] - 60_000.0).abs() < 3.0, "{f_hz} Hz: {found:?}");
        }
    }

    #[test]
    fn what_is_left_of_a_song_is_no_click() {
        let mut song = vec![0.0f32; 132_300];
        song.iter_mut().step_by(700).for_each(|v| *v = 0.5);
        let hiss = noise(song.len());
        // A tenth of it is left, and three clicks.
        let mut left: Vec<f32> = song.iter().zip(&hiss).map(|(song, hiss)| 0.1 * song + hiss).collect();
        for at in [19_950, 59_850, 99_750] {
            left[at] += 0.05;
        }
        assert!(Impulses::find(&left, RATE_HZ, UNDER_MUSIC).spans.len() > 100);
        assert_eq!(clicks_beyond(&left, &song, 1.0, RATE_HZ).len(), 3);
    }

    #[test]
    fn another_rate_counts_the_same() {
        let mut x = vec![0.0f32; 480_000];
        for (i, v) in x.iter_mut().enumerate() {
            *v = 0.1 * (i as f32 * 0.02).sin();
        }
        let y = resampled(&x, 48_000.0, 44_100.0);
        assert_eq!(y.len(), 441_000);
        let at = 0.1 * (200_000.0f64 * 48_000.0 / 44_100.0 * 0.02).sin();
        assert!((y[200_000] - at).abs() < 1e-3, "{} {at}", y[200_000]);
    }
}
