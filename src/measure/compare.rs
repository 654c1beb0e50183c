//! A recording against its clean original: how it lies in time, what of it is the song, what is not.
//!
//! The delay between the two is followed (`follow.rs`), the recording is read along it, so that what swam stands still, and
//! their spectra are compared: `H = S_xy / S_xx` is the response; what is not coherent, `S_yy · (1 − γ²)`, is noise and
//! distortion.
//!
//! Small errors of the delay spread a little treble into the noise. Where a model is held against a recording both go through
//! this, so that both have it.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::follow::{HOP_SECONDS, WINDOW_SECONDS, curve, follow};
use super::spectrum::{slope, windowed};

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
    /// The rest as it is most of the time: clicks, which are seldom and loud, are not in it.
    pub floor: Vec<f64>,
    /// Width of a bin, in Hz.
    pub bin_hz: f64,
    /// Independent windows that were averaged, about.
    pub windows: f64,
    /// The recording, or the part of it, laid along the original: what swam stands still.
    pub laid: Vec<f32>,
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
    Some(along(&dry[..frames], wet, rate_hz, parts, &delay_seconds, hop_seconds))
}

/// The same for a recording that does not swim: late by the whole number of samples that is nearest to what was followed.
pub fn compare_standing(dry: &[f32], wet: &[f32], rate_hz: f64, followed: &Comparison) -> Comparison {
    let frames = dry.len().min(wet.len());
    let mut delay_seconds = followed.delay_seconds.clone();
    delay_seconds.sort_by(f64::total_cmp);
    let middle = delay_seconds.get(delay_seconds.len() / 2).copied().unwrap_or(0.0);
    delay_seconds.fill((middle * rate_hz).round() / rate_hz);
    along(&dry[..frames], wet, rate_hz, 1, &delay_seconds, followed.hop_seconds).remove(0)
}

/// Compares along a delay, in equal parts.
fn along(
    dry: &[f32],
    wet: &[f32],
    rate_hz: f64,
    parts: usize,
    delay_seconds: &[f64],
    hop_seconds: f64,
) -> Vec<Comparison> {
    let still: Vec<f32> = (0..dry.len())
        .map(|i| {
            let t = i as f64 / rate_hz;
            read(wet, (t + between(delay_seconds, t / hop_seconds)) * rate_hz)
        })
        .collect();
    let part = |(x, y): (&[f32], &[f32])| {
        let Spectra { response, rest, song, floor } = spectra(x, y);
        Comparison {
            delay_seconds: delay_seconds.to_vec(),
            hop_seconds,
            response,
            rest,
            song,
            floor,
            bin_hz: rate_hz / SIZE as f64,
            // Windows that overlap by half are not quite independent.
            windows: 1.2 * x.len() as f64 / SIZE as f64,
            laid: y.to_vec(),
        }
    };
    let length = dry.len() / parts;
    dry.chunks_exact(length).zip(still.chunks_exact(length)).map(part).collect()
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

    /// What is not the song in a third of an octave most of the time, in dB re full scale.
    pub fn floor_db(&self, centre_hz: f64) -> f64 {
        10.0 * self.third(&self.floor, centre_hz).0.max(1e-20).log10()
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

    /// The means that [`Comparison::speed`] takes: see [`super::wow::weighted`].
    pub fn means_seconds(&self) -> [f64; 2] {
        [WINDOW_SECONDS, self.hop_seconds]
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

/// A value between the entries of the delay, `place` windows on.
fn between(x: &[f64], place: f64) -> f64 {
    // Windows tell of their middles.
    let place = (place - 0.5 * WINDOW_SECONDS / HOP_SECONDS).clamp(0.0, x.len().saturating_sub(1) as f64);
    let at = |k: i64| x[(place as i64 + k).clamp(0, x.len() as i64 - 1) as usize];
    curve([at(-1), at(0), at(1), at(2)], place.fract())
}

/// A sample of a signal between its samples.
pub(super) fn read(x: &[f32], place: f64) -> f32 {
    let n = place.floor();
    let at =
        |k: i64| f64::from(usize::try_from(n as i64 + k).ok().and_then(|i| x.get(i)).copied().unwrap_or(0.0));
    curve([at(-1), at(0), at(1), at(2)], place - n) as f32
}

/// Response, rest, song and floor, bin by bin.
#[derive(Default)]
struct Spectra {
    response: Vec<f64>,
    rest: Vec<f64>,
    song: Vec<f64>,
    floor: Vec<f64>,
}

fn spectra(x: &[f32], y: &[f32]) -> Spectra {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(SIZE);
    let zero = Complex::new(0.0, 0.0);
    let (mut a, mut b) = (vec![zero; SIZE], vec![zero; SIZE]);
    let half = SIZE / 2;
    let (mut xx, mut yy, mut xy) = (vec![0.0; half], vec![0.0; half], vec![zero; half]);
    let mut count = 0.0f64;
    let mut windows = Vec::new();
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
        windows.push((a[..half].to_vec(), b[..half].to_vec()));
    }
    // Powers as in `spectrum.rs`; with few windows chance alone is coherent, by one over their number.
    let scale = 2.0 / (SIZE as f64 * SIZE as f64 * 0.375 * count.max(1.0));
    let by_chance = 1.0 / (0.6 * count).max(2.0);
    let mut all = Spectra::default();
    let mut left = vec![0.0; windows.len()];
    for n in 0..half {
        let coherence = (xy[n].norm_sqr() / (xx[n] * yy[n]).max(1e-30)).clamp(0.0, 1.0);
        let coherence = ((coherence - by_chance) / (1.0 - by_chance)).max(0.0);
        let response = coherence * yy[n] / xx[n].max(1e-30);
        // The median of a noise's power is ln 2 of its mean.
        let way = xy[n] / xx[n].max(1e-30);
        for (left, (a, b)) in left.iter_mut().zip(&windows) {
            *left = (b[n] - way * a[n]).norm_sqr();
        }
        let middle = left.len() / 2;
        let median =
            if left.is_empty() { 0.0 } else { *left.select_nth_unstable_by(middle, f64::total_cmp).1 };
        all.response.push(response);
        all.rest.push(yy[n] * (1.0 - coherence) * scale);
        all.song.push(yy[n] * coherence * scale);
        all.floor.push(median / std::f64::consts::LN_2 * scale * count);
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
        assert!((louder.rest_db(3000.0) - expected).abs() < 3.0, "{} {expected}", louder.rest_db(3000.0));
    }

    #[test]
    fn silence_and_snippets_tell_nothing() {
        assert_eq!(compare(&[0.0; 96_000], &noise(96_000, 1), 48_000.0), None);
        assert_eq!(compare(&noise(100, 1), &noise(100, 1), 48_000.0), None);
    }

    #[test]
    fn the_floor_is_the_noise_without_the_clicks() {
        let (song, hiss) = (noise(480_000, 3), noise(480_000, 9));
        let mut wet: Vec<f32> = song.iter().zip(&hiss).map(|(song, hiss)| song + 0.03 * hiss).collect();
        let floor = |wet: &[f32]| {
            let found = compare(&song, wet, 48_000.0).unwrap();
            (found.floor_db(2000.0), found.rest_db(2000.0))
        };
        let (quiet, rest) = floor(&wet);
        assert!((quiet - rest).abs() < 0.7, "without clicks they are one: {quiet} {rest}");
        wet.iter_mut().skip(7_000).step_by(15_000).for_each(|v| *v += 20.0 * 0.03);
        let (clicked, rest) = floor(&wet);
        assert!((clicked - quiet).abs() < 1.5 && rest > clicked + 0.5, "{quiet} {clicked} {rest}");
    }

    #[test]
    fn four_times_the_windows_err_by_half() {
        let dry = noise(96_000, 5);
        let once = compare(&dry, &dry, 48_000.0).unwrap();
        let often = Comparison { windows: 4.0 * once.windows, ..compare(&dry, &dry, 48_000.0).unwrap() };
        let part = often.rest_error_db(1000.0) / once.rest_error_db(1000.0);
        assert!((part - 0.5).abs() < 1e-9, "{part}");
        // A third of an octave has more bins at 4 kHz, four times as many.
        let part = once.rest_error_db(4000.0) / once.rest_error_db(1000.0);
        assert!((part - 0.5).abs() < 0.05, "{part}");
    }

    #[test]
    fn a_third_of_an_octave_is_one() {
        let dry = noise(96_000, 5);
        let compared = compare(&dry, &dry, 48_000.0).unwrap();
        for centre_hz in [500.0, 2000.0] {
            let (_, bins) = compared.third(&compared.song, centre_hz);
            let wanted = centre_hz * (2f64.powf(1.0 / 6.0) - 2f64.powf(-1.0 / 6.0)) / compared.bin_hz;
            assert!((bins - wanted).abs() <= 1.0, "{centre_hz} Hz: {bins}, not {wanted}");
        }
    }
}
