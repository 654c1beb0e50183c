//! Where in a recording a test tone is, and how fast it runs.
//!
//! In windows of about 80 ms the strongest line near the tone is looked for. It is the tone if most of what lies within half an
//! octave to either side is at that line, which no noise and hardly any music does; windows that follow each other belong together
//! if the line hardly moves between them. Read is the longest stretch, so that lead-in, gaps and silence count for nothing.

use std::ops::Range;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::spectrum::windowed;
use super::wow;

/// How far off its nominal frequency a tone is looked for: a disc played at a wrong speed is further off.
pub const REACH: f64 = 0.08;
/// Shorter stretches tell nothing.
pub const LEAST_SECONDS: f64 = 1.0;
/// Length of a window, at least.
const WINDOW_SECONDS: f64 = 0.06;
/// The line takes so many bins to either side, and what it swings meanwhile.
const LINE_BINS: f64 = 3.0;
const LINE_SWING: f64 = 0.015;
/// Share of the octave's power that is the line's.
const LEAST_SHARE: f64 = 0.5;
/// A line moves no further from window to window.
const STEP: f64 = 0.02;
/// Quieter than the loud ones by this is not the tone any more but its echo.
const LEAST_OF_LOUD: f64 = 0.01;
/// Windows without the tone, as in a dropout or under a click, that do not end it.
const GAP: usize = 4;

/// A tone that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Tone {
    /// The samples it sounds in.
    pub samples: Range<usize>,
    /// Its mean frequency there.
    pub mean_hz: f64,
    /// Its speed relative to its mean, less 1, every `step_s`.
    pub deviation: Vec<f64>,
    /// Seconds between two of them.
    pub step_s: f64,
}

/// The longest stretch of a tone in a signal; none if there is none of a second.
pub fn find(x: &[f32], nominal_hz: f64, rate_hz: f64) -> Option<Tone> {
    let size = ((WINDOW_SECONDS * rate_hz) as usize).next_power_of_two();
    let hop = size / 2;
    let lines = lines(x, size, nominal_hz, rate_hz);
    let mut loud: Vec<f64> = lines.iter().flatten().map(|line| line.power).collect();
    loud.sort_by(f64::total_cmp);
    let least = LEAST_OF_LOUD * loud.get(loud.len() * 9 / 10)?;
    let windows = longest(&lines, least);
    // The first and the last window have the tone's ends in them.
    let samples = (windows.start + 2) * hop..windows.end.saturating_sub(1) * hop;
    if (samples.len() as f64) < LEAST_SECONDS * rate_hz {
        return None;
    }
    let mut heard: Vec<f64> = lines[windows].iter().flatten().map(|line| line.f_hz).collect();
    heard.sort_by(f64::total_cmp);
    let middle_hz = heard[heard.len() / 2];
    let speed = wow::speed(&x[samples.clone()], middle_hz, rate_hz);
    let mean = 1.0 + speed.iter().sum::<f64>() / speed.len().max(1) as f64;
    let deviation = speed.iter().map(|v| (1.0 + v) / mean - 1.0).collect();
    let step_s = (wow::STEP_SECONDS * rate_hz).round() / rate_hz;
    Some(Tone { samples, mean_hz: middle_hz * mean, deviation, step_s })
}

/// The tone's line in a window.
struct Line {
    f_hz: f64,
    power: f64,
}

fn lines(x: &[f32], size: usize, nominal_hz: f64, rate_hz: f64) -> Vec<Option<Line>> {
    let fft = FftPlanner::<f64>::new().plan_fft_forward(size);
    let mut bins = vec![Complex::default(); size];
    let bin_hz = rate_hz / size as f64;
    let bin = |f_hz: f64| ((f_hz / bin_hz).round() as usize).clamp(1, size / 2 - 2);
    let line = |part: &[f32]| {
        windowed(part, &mut bins);
        fft.process(&mut bins);
        let power = |range: Range<usize>| bins[range].iter().map(Complex::norm_sqr).sum::<f64>();
        let near = bin(nominal_hz * (1.0 - REACH))..bin(nominal_hz * (1.0 + REACH)) + 1;
        let top = near.max_by(|a, b| bins[*a].norm_sqr().total_cmp(&bins[*b].norm_sqr()))?;
        let reach = (LINE_BINS + LINE_SWING * top as f64) as usize;
        let around = top.saturating_sub(reach).max(1)..(top + reach + 1).min(size / 2);
        let own = power(around);
        let half_octave = std::f64::consts::SQRT_2;
        let all = power(bin(nominal_hz / half_octave)..bin(nominal_hz * half_octave) + 1);
        // Between the bins, as the two beside the top tell under a Hann window.
        let [left, middle, right] = [top - 1, top, top + 1].map(|n| bins[n].norm());
        let off = 2.0 * (right - left) / (left + 2.0 * middle + right).max(1e-30);
        let is_tone = own > 0.0 && own >= LEAST_SHARE * all;
        is_tone.then_some(Line { f_hz: (top as f64 + off) * bin_hz, power: own })
    };
    x.windows(size).step_by(size / 2).map(line).collect()
}

/// The longest run of windows in which the line is loud enough and does not jump.
fn longest(lines: &[Option<Line>], least: f64) -> Range<usize> {
    let (mut best, mut run, mut last_hz) = (0..0, 0..0, 0.0f64);
    for (n, line) in lines.iter().enumerate() {
        let Some(line) = line.as_ref().filter(|line| line.power >= least) else { continue };
        let goes_on =
            n <= run.end + GAP && (line.f_hz / last_hz - 1.0).abs() < STEP * (n + 1 - run.end) as f64;
        run = if goes_on && !run.is_empty() { run.start..n + 1 } else { n..n + 1 };
        last_hz = line.f_hz;
        if run.len() > best.len() {
            best = run.clone();
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    const RATE_HZ: f64 = 48_000.0;

    fn noise(seconds: f64) -> Vec<f32> {
        let mut state = 3u64;
        (0..(seconds * RATE_HZ) as usize)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                0.05 * ((state >> 40) as f32 / 8_388_608.0 - 1.0)
            })
            .collect()
    }

    fn tone(f_hz: f64, seconds: f64) -> Vec<f32> {
        (0..(seconds * RATE_HZ) as usize)
            .map(|i| 0.2 * (TAU * f_hz * i as f64 / RATE_HZ).sin() as f32)
            .collect()
    }

    #[test]
    fn it_is_found_where_it_is_and_as_fast_as_it_runs() {
        let hiss = noise(12.0);
        let mut x = [vec![0.0; 96_000], tone(3150.0 * 1.03, 6.0), vec![0.0; 192_000]].concat();
        x.iter_mut().zip(&hiss).for_each(|(x, hiss)| *x += 0.1 * hiss);
        let found = find(&x, 3150.0, RATE_HZ).unwrap();
        assert!((found.mean_hz / 3150.0 - 1.03).abs() < 1e-5, "{}", found.mean_hz);
        assert!(found.samples.start >= 96_000 && found.samples.end <= 384_000, "{:?}", found.samples);
        assert!(found.samples.len() > 270_000, "{:?}", found.samples);
        assert!(wow::weighted_percent(&found.deviation, found.step_s) < 0.03);
    }

    #[test]
    fn where_there_is_none_none_is_found() {
        assert_eq!(find(&noise(6.0), 3150.0, RATE_HZ), None);
        assert_eq!(find(&tone(1000.0, 6.0), 3150.0, RATE_HZ), None);
        assert_eq!(find(&tone(3150.0, 0.6), 3150.0, RATE_HZ), None);
        assert_eq!(find(&[0.0; 96_000], 3150.0, RATE_HZ), None);
        assert_eq!(find(&[], 3150.0, RATE_HZ), None);
    }

    #[test]
    fn a_dropout_does_not_end_it() {
        let mut x = tone(3150.0, 6.0);
        x[100_000..103_000].fill(0.0);
        assert!(find(&x, 3150.0, RATE_HZ).unwrap().samples.len() > 270_000);
        // A second without it does.
        x[200_000..248_000].fill(0.0);
        assert!(find(&x, 3150.0, RATE_HZ).unwrap().samples.len() < 205_000);
    }
}
