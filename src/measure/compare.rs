//! A recording against its clean original: how it lies in time, what of it is the song, what is not.
//!
//! The delay between the two is followed in windows of 0.04 s through the peaks of their correlation, in the band where records
//! are clearest: of all ways through them the one that is likeliest in the whole, where no step is faster than a record
//! can be (Viterbi). The recording is then read along that delay, so that what swam stands still, and their spectra are compared:
//! `H = S_xy / S_xx` is the response; what is not coherent, `S_yy · (1 − γ²)`, is noise and distortion.
//!
//! Small errors of the delay spread a little treble into the noise. Where a model is held against a recording both go through
//! this, so that both have it.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::spectrum::{slope, windowed};

/// Rate at which the delay is followed, about: enough for the band below.
const TRACK_HZ: f64 = 12_000.0;
/// Length of a window, and between two.
const WINDOW_SECONDS: f64 = 0.04;
const HOP_SECONDS: f64 = 0.02;
/// How far from no delay the first is looked for; how far from the last stretch's the next stretch's.
const FIRST_SECONDS: f64 = 0.04;
const STRETCH_SECONDS: f64 = 0.012;
/// Windows whose way is found at once.
const STRETCH: usize = 250;
/// Steps of more than this between windows do not happen: 7 % of speed.
const STEP_SECONDS: f64 = 0.0014;
/// A crest is looked for so many samples from the way.
const NEAR: usize = 4;
/// What a sample of step costs against likeness, which is at most 1.
const STEP_COST: f64 = 0.012;
/// Windows that are asked which way up the recording is.
const ASKED: usize = 50;
/// Windows quieter than this part of the loudest say nothing.
const QUIET: f64 = 1e-4;
/// Length of the spectra.
const SIZE: usize = 4096;

/// What the comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Delay of the recording, in seconds, one value every [`Comparison::hop_seconds`]: of the whole, whatever the part.
    pub delay_seconds: Vec<f64>,
    /// Seconds between two of them.
    pub hop_seconds: f64,
    /// Response at each bin of the spectra: power gain.
    pub response: Vec<f64>,
    /// Power in each bin that is not the song's.
    pub rest: Vec<f64>,
    /// Power in each bin that is.
    pub song: Vec<f64>,
    /// Width of a bin, in Hz.
    pub bin_hz: f64,
    /// Independent windows that were averaged, about.
    pub windows: f64,
}

/// Compares a recording with its clean original, of the same rate. None if there is too little of either: at least a
/// second is needed, and something to hear.
pub fn compare(dry: &[f32], wet: &[f32], rate_hz: f64) -> Option<Comparison> {
    compare_parts(dry, wet, rate_hz, 1)?.pop()
}

/// The same for equal parts, one after another; the delay is followed through the whole.
pub fn compare_parts(dry: &[f32], wet: &[f32], rate_hz: f64, parts: usize) -> Option<Vec<Comparison>> {
    let frames = dry.len().min(wet.len()) / parts * parts;
    if (frames as f64) < rate_hz {
        return None;
    }
    let (delay_seconds, hop_seconds) = follow(&dry[..frames], &wet[..frames], rate_hz)?;
    let still: Vec<f32> = (0..frames)
        .map(|i| {
            let t = i as f64 / rate_hz;
            read(wet, (t + between(&delay_seconds, t / hop_seconds)) * rate_hz)
        })
        .collect();
    let part = |(x, y): (&[f32], &[f32])| {
        let (response, rest, song) = spectra(x, y);
        Comparison {
            delay_seconds: delay_seconds.clone(),
            hop_seconds,
            response,
            rest,
            song,
            bin_hz: rate_hz / SIZE as f64,
            // Windows that overlap by half are not quite independent.
            windows: 1.2 * x.len() as f64 / SIZE as f64,
        }
    };
    let length = frames / parts;
    Some(dry[..frames].chunks_exact(length).zip(still.chunks_exact(length)).map(part).collect())
}

impl Comparison {
    /// Response in a third of an octave, in dB.
    pub fn response_db(&self, centre_hz: f64) -> f64 {
        let (sum, count) = self.third(&self.response, centre_hz);
        10.0 * (sum / count).max(1e-20).log10()
    }

    /// What is not the song in a third of an octave, in dB re full scale.
    pub fn rest_db(&self, centre_hz: f64) -> f64 {
        10.0 * self.third(&self.rest, centre_hz).0.max(1e-20).log10()
    }

    /// What the response in a third of an octave errs by, in dB: more where little of what is there is the song's.
    pub fn response_error_db(&self, centre_hz: f64) -> f64 {
        let (song, bins) = self.third(&self.song, centre_hz);
        let (rest, _) = self.third(&self.rest, centre_hz);
        let part = rest / song.max(1e-20) / (2.0 * self.windows * bins);
        20.0 / std::f64::consts::LN_10 * part.sqrt().min(5.0)
    }

    /// What the rest in a third of an octave errs by, in dB.
    pub fn rest_error_db(&self, centre_hz: f64) -> f64 {
        let (_, bins) = self.third(&self.rest, centre_hz);
        10.0 / std::f64::consts::LN_10 / (self.windows * bins).sqrt()
    }

    /// Song over the rest between two frequencies, in dB.
    pub fn song_over_rest_db(&self, low_hz: f64, high_hz: f64) -> f64 {
        let sum = |x: &[f64]| x[self.bin(low_hz)..self.bin(high_hz).min(x.len())].iter().sum::<f64>();
        10.0 * (sum(&self.song) / sum(&self.rest).max(1e-20)).log10()
    }

    /// Relative speed of the recording over time, one value every [`Comparison::hop_seconds`].
    pub fn speed(&self) -> Vec<f64> {
        self.delay_seconds.windows(2).map(|pair| -(pair[1] - pair[0]) / self.hop_seconds).collect()
    }

    /// Mean speed, as a part of the original's: 1 is neither fast nor slow.
    pub fn mean_speed(&self) -> f64 {
        let points: Vec<(f64, f64)> =
            self.delay_seconds.iter().enumerate().map(|(n, d)| (n as f64 * self.hop_seconds, *d)).collect();
        1.0 - slope(&points)
    }

    fn bin(&self, f_hz: f64) -> usize {
        (f_hz / self.bin_hz).round() as usize
    }

    fn third(&self, x: &[f64], centre_hz: f64) -> (f64, f64) {
        let half = 2f64.powf(1.0 / 6.0);
        let from = self.bin(centre_hz / half).min(x.len() - 1);
        let to = self.bin(centre_hz * half).clamp(from + 1, x.len());
        (x[from..to].iter().sum(), (to - from) as f64)
    }
}

/// Delays of the windows, in seconds, and the time between them.
fn follow(dry: &[f32], wet: &[f32], rate_hz: f64) -> Option<(Vec<f64>, f64)> {
    let step = ((rate_hz / TRACK_HZ).round() as usize).max(1);
    let rate = rate_hz / step as f64;
    let (dry, wet) = (thin(dry, step), thin(wet, step));
    let (window, hop) = ((WINDOW_SECONDS * rate) as usize, (HOP_SECONDS * rate) as usize);
    let count = dry.len().saturating_sub(window) / hop;
    let power = |n: usize| dry[n * hop..n * hop + window].iter().map(|v| f64::from(v * v)).sum::<f64>();
    let loudest = (0..count).map(power).fold(0.0, f64::max);
    if loudest <= 0.0 {
        return None;
    }
    let likeness = |n: usize, middle: i64, reach: i64, sign: f64| -> Vec<f64> {
        let part = &dry[n * hop..n * hop + window];
        let silent = power(n) <= QUIET * loudest;
        let at = |lag: i64| if silent { 0.0 } else { sign * like(part, &wet, (n * hop) as i64 + lag) };
        (middle - reach..=middle + reach).map(at).collect()
    };
    let (first_reach, next_reach) = ((FIRST_SECONDS * rate) as i64, (STRETCH_SECONDS * rate) as i64);
    let sign = upside_down(|n| likeness(n, 0, first_reach, 1.0), count);
    let mut delays = vec![0.0; count];
    let (mut middle, mut reach, mut start): (i64, i64, Option<usize>) = (0, first_reach, None);
    for first in (0..count).step_by(STRETCH) {
        let stretch = first..(first + STRETCH).min(count);
        let rows: Vec<Vec<f64>> = stretch.clone().map(|n| likeness(n, middle, reach, sign)).collect();
        let way = likeliest_way(&rows, start, (STEP_SECONDS * rate).ceil() as usize);
        for ((n, row), place) in stretch.zip(&rows).zip(&way) {
            delays[n] = ((middle - reach) as f64 + crest(row, *place)) / rate;
        }
        // The next stretch is looked for about the middle of this one, and begins where it ended.
        let mean = way.iter().sum::<usize>() as i64 / way.len().max(1) as i64;
        let end = way.last().map_or(mean, |place| *place as i64);
        start = Some((end - mean + next_reach).clamp(0, 2 * next_reach) as usize);
        (middle, reach) = (middle - reach + mean, next_reach);
    }
    Some((smooth(&delays), hop as f64 / rate))
}

/// −1 if the recording is turned upside down against the original, else 1, by what most windows say.
fn upside_down(likeness: impl Fn(usize) -> Vec<f64>, count: usize) -> f64 {
    let (most, least) = (0..count).step_by(count.div_ceil(ASKED)).fold((0.0, 0.0), |(most, least), n| {
        let (high, low) = likeness(n).into_iter().fold((0.0f64, 0.0f64), |(h, l), v| (h.max(v), l.min(v)));
        (most + high, least - low)
    });
    if most >= least { 1.0 } else { -1.0 }
}

/// Which column to take in each row, from `start` in the row before the first or from anywhere, so that likeness less the
/// cost of steps is greatest in the whole.
fn likeliest_way(rows: &[Vec<f64>], start: Option<usize>, most: usize) -> Vec<usize> {
    let width = rows.first().map_or(0, Vec::len);
    let begins = |k: usize| start.is_none_or(|start| start == k);
    let mut score: Vec<f64> = (0..width).map(|k| if begins(k) { 0.0 } else { -1e9 }).collect();
    let mut from: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let best = |k: usize| {
            let near = k.saturating_sub(most)..(k + most + 1).min(width);
            let value = |j: usize| score[j] - STEP_COST * (j as f64 - k as f64).abs();
            near.map(|j| (j, value(j))).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((k, -1e9))
        };
        let (came, next): (Vec<usize>, Vec<f64>) =
            (0..width).map(|k| (best(k), row[k])).map(|((j, value), like)| (j, value + like)).unzip();
        from.push(came);
        score = next;
    }
    let mut place = (0..width).max_by(|a, b| score[*a].total_cmp(&score[*b])).unwrap_or(0);
    let mut way = vec![0; rows.len()];
    for (row, came) in from.iter().enumerate().rev() {
        way[row] = place;
        place = came[place];
    }
    way
}

/// The crest nearest to a place on the way, which may pass it by a little: between samples, by a parabola.
fn crest(row: &[f64], place: usize) -> f64 {
    let mut top = place;
    for _ in 0..NEAR {
        let around = [top.saturating_sub(1), top, (top + 1).min(row.len() - 1)];
        top = around.into_iter().max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(top);
    }
    if top == 0 || top + 1 >= row.len() {
        return top as f64;
    }
    let (a, b, c) = (row[top - 1], row[top], row[top + 1]);
    let bow = a - 2.0 * b + c;
    top as f64 + if bow < 0.0 && b >= a && b >= c { 0.5 * (a - c) / bow } else { 0.0 }
}

/// Each value from a parabola through five (Savitzky and Golay): what single windows err by is mostly gone, what a record
/// does stays.
fn smooth(x: &[f64]) -> Vec<f64> {
    let at = |n: usize, k: i64| x[(n as i64 + k).clamp(0, x.len() as i64 - 1) as usize];
    (0..x.len())
        .map(|n| (17.0 * x[n] + 12.0 * (at(n, -1) + at(n, 1)) - 3.0 * (at(n, -2) + at(n, 2))) / 35.0)
        .collect()
}

/// How like a window of the original the recording is from sample `from` on, −1 to 1; 0 outside it.
fn like(part: &[f32], wet: &[f32], from: i64) -> f64 {
    let Some(other) = usize::try_from(from).ok().and_then(|from| wet.get(from..from + part.len())) else {
        return 0.0;
    };
    let (mut both, mut own, mut power) = (0.0f32, 1e-12f32, 1e-12f32);
    for (x, y) in part.iter().zip(other) {
        both += x * y;
        own += x * x;
        power += y * y;
    }
    f64::from(both / (own * power).sqrt())
}

/// Every `step`-th sample of the band from 300 Hz up that a mean of `step` samples leaves.
fn thin(x: &[f32], step: usize) -> Vec<f32> {
    let means: Vec<f32> = x.chunks_exact(step).map(|part| part.iter().sum::<f32>() / step as f32).collect();
    // Twice averaged, so that what lies above the new band does not fold back; then the slow part is taken off.
    let (mut low, mut last) = (0.0f32, 0.0f32);
    means
        .iter()
        .map(|v| {
            let smooth = 0.5 * (v + last);
            last = *v;
            low += 0.15 * (smooth - low);
            smooth - low
        })
        .collect()
}

/// A value between the entries of the delay, `place` windows on.
fn between(x: &[f64], place: f64) -> f64 {
    // Windows tell of their middles.
    let place = (place - 0.5 * WINDOW_SECONDS / HOP_SECONDS).clamp(0.0, x.len().saturating_sub(1) as f64);
    let at = |k: i64| x[(place as i64 + k).clamp(0, x.len() as i64 - 1) as usize];
    curve([at(-1), at(0), at(1), at(2)], place.fract())
}

/// A sample of a signal between its samples.
fn read(x: &[f32], place: f64) -> f32 {
    let n = place.floor();
    let at =
        |k: i64| f64::from(usize::try_from(n as i64 + k).ok().and_then(|i| x.get(i)).copied().unwrap_or(0.0));
    curve([at(-1), at(0), at(1), at(2)], place - n) as f32
}

/// Catmull and Rom's curve through four neighbours.
fn curve([a, b, c, d]: [f64; 4], t: f64) -> f64 {
    let (c1, c2, c3) = (0.5 * (c - a), a - 2.5 * b + 2.0 * c - 0.5 * d, 1.5 * (b - c) + 0.5 * (d - a));
    ((c3 * t + c2) * t + c1) * t + b
}

/// Response, rest and song, bin by bin.
fn spectra(x: &[f32], y: &[f32]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(SIZE);
    let zero = Complex::new(0.0, 0.0);
    let (mut a, mut b) = (vec![zero; SIZE], vec![zero; SIZE]);
    let half = SIZE / 2;
    let (mut xx, mut yy, mut xy) = (vec![0.0; half], vec![0.0; half], vec![zero; half]);
    let mut count = 0.0f64;
    for (p, q) in x.windows(SIZE).zip(y.windows(SIZE)).step_by(half) {
        windowed(p, &mut a);
        windowed(q, &mut b);
        fft.process(&mut a);
        fft.process(&mut b);
        for n in 0..half {
            xx[n] += a[n].norm_sqr();
            yy[n] += b[n].norm_sqr();
            xy[n] += b[n] * a[n].conj();
        }
        count += 1.0;
    }
    // Powers as in `spectrum.rs`; with few windows chance alone is coherent, by one over their number.
    let scale = 2.0 / (SIZE as f64 * SIZE as f64 * 0.375 * count.max(1.0));
    let by_chance = 1.0 / (0.6 * count).max(2.0);
    let bins = (0..half).map(|n| {
        let coherence = (xy[n].norm_sqr() / (xx[n] * yy[n]).max(1e-30)).clamp(0.0, 1.0);
        let coherence = ((coherence - by_chance) / (1.0 - by_chance)).max(0.0);
        let response = coherence * yy[n] / xx[n].max(1e-30);
        (response, yy[n] * (1.0 - coherence) * scale, yy[n] * coherence * scale)
    });
    let mut all = (Vec::with_capacity(half), Vec::with_capacity(half), Vec::with_capacity(half));
    for (response, rest, song) in bins {
        all.0.push(response);
        all.1.push(rest);
        all.2.push(song);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn noise(frames: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        (0..frames)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ((state >> 40) as f32 / 8_388_608.0 - 1.0) * 0.2
            })
            .collect()
    }

    #[test]
    fn a_swaying_delay_is_followed_and_noise_is_told_from_song() {
        let rate_hz = 48_000.0;
        // Smooth noise, so that reading between samples is exact enough.
        let white = noise(480_000, 1);
        let dry: Vec<f32> = white.windows(12).map(|w| w.iter().sum::<f32>() / 4.0).collect();
        let swing = |t: f64| 0.010 + 0.002 * (TAU * 1.3 * t).sin();
        let hiss = noise(dry.len(), 9);
        let wet: Vec<f32> = (0..dry.len())
            .map(|i| {
                let t = i as f64 / rate_hz;
                0.5 * read(&dry, (t - swing(t)) * rate_hz) + 0.01 * hiss[i]
            })
            .collect();
        let found = compare(&dry, &wet, rate_hz).unwrap();
        // d(t) is read at the original's time.
        for n in [40, 100, 200, 300] {
            let t = n as f64 * found.hop_seconds + 0.5 * WINDOW_SECONDS;
            let expected = swing(t + swing(t));
            assert!(
                (found.delay_seconds[n] - expected).abs() < 2e-4,
                "{n}: {} {expected}",
                found.delay_seconds[n]
            );
        }
        assert!((found.response_db(1000.0) + 6.0).abs() < 0.4, "{}", found.response_db(1000.0));
        assert!((found.mean_speed() - 1.0).abs() < 1e-3);
        // What the delay errs by grows with frequency.
        assert!(found.song_over_rest_db(300.0, 3000.0) > 9.0, "{}", found.song_over_rest_db(300.0, 3000.0));
        let loud: Vec<f32> = wet.iter().zip(&hiss).map(|(y, n)| y + 0.3 * n).collect();
        let louder = compare(&dry, &loud, rate_hz).unwrap();
        // Hiss of 0.31 · 0.2/√3 rms, white to 24 kHz.
        let expected =
            20.0 * (0.31 * 0.2 / 3f64.sqrt()).log10() + 10.0 * (3000.0 * 0.2316 / 24_000.0f64).log10();
        assert!((louder.rest_db(3000.0) - expected).abs() < 1.0, "{} {expected}", louder.rest_db(3000.0));
    }

    #[test]
    fn silence_and_snippets_tell_nothing() {
        assert_eq!(compare(&[0.0; 96_000], &noise(96_000, 1), 48_000.0), None);
        assert_eq!(compare(&noise(100, 1), &noise(100, 1), 48_000.0), None);
    }
}
