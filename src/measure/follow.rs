//! Following a recording: how far it lies behind its original, moment by moment.
//!
//! In windows of 0.04 s the two are laid over each other at every delay within reach, in the band where records are clearest.
//! Music is like itself a period later too, so single windows err; of all ways through them that one is taken which is
//! likeliest in the whole, where no step is faster than a record can be (Viterbi's algorithm). Tested in `compare.rs`.

/// Rate at which the delay is followed, about: enough for the band below.
const TRACK_HZ: f64 = 12_000.0;
/// Length of a window, and between two.
pub const WINDOW_SECONDS: f64 = 0.04;
pub const HOP_SECONDS: f64 = 0.02;
/// How far from no delay the first is looked for; how far from the last stretch's the next stretch's.
const FIRST_SECONDS: f64 = 0.04;
const STRETCH_SECONDS: f64 = 0.012;
/// Windows whose way is found at once.
const STRETCH: usize = 250;
/// Steps of more than this between windows do not happen: 7 % of speed.
const STEP_SECONDS: f64 = 0.0014;
/// A crest is looked for so many samples from the way.
const PEAK_SEARCH: usize = 4;
/// What a sample of step costs against likeness, which is at most 1.
const STEP_COST: f64 = 0.012;
/// Windows that are asked which way up the recording is.
const POLARITY_WINDOWS: usize = 50;
/// Windows quieter than this part of the loudest say nothing.
const SILENCE_SHARE: f64 = 1e-4;
/// Delays of the windows, in seconds, and the time between them.
pub fn follow(dry: &[f32], wet: &[f32], rate_hz: f64) -> Option<(Vec<f64>, f64)> {
    let step = ((rate_hz / TRACK_HZ).round() as usize).max(1);
    let rate = rate_hz / step as f64;
    let (dry, wet) = (decimate(dry, step), decimate(wet, step));
    let (window, hop) = ((WINDOW_SECONDS * rate) as usize, (HOP_SECONDS * rate) as usize);
    let count = dry.len().saturating_sub(window) / hop;
    let power = |n: usize| dry[n * hop..n * hop + window].iter().map(|v| f64::from(v * v)).sum::<f64>();
    let loudest = (0..count).map(power).fold(0.0, f64::max);
    if loudest <= 0.0 {
        return None;
    }
    let likeness = |n: usize, middle: i64, reach: i64, sign: f64| -> Vec<f64> {
        let part = &dry[n * hop..n * hop + window];
        let silent = power(n) <= SILENCE_SHARE * loudest;
        let at =
            |lag: i64| if silent { 0.0 } else { sign * correlation_at(part, &wet, (n * hop) as i64 + lag) };
        (middle - reach..=middle + reach).map(at).collect()
    };
    let (first_reach, next_reach) = ((FIRST_SECONDS * rate) as i64, (STRETCH_SECONDS * rate) as i64);
    let sign = polarity(|n| likeness(n, 0, first_reach, 1.0), count);
    let mut delays = vec![0.0; count];
    let (mut middle, mut reach, mut start): (i64, i64, Option<usize>) = (0, first_reach, None);
    for first in (0..count).step_by(STRETCH) {
        let stretch = first..(first + STRETCH).min(count);
        let rows: Vec<Vec<f64>> = stretch.clone().map(|n| likeness(n, middle, reach, sign)).collect();
        let way = viterbi_path(&rows, start, (STEP_SECONDS * rate).ceil() as usize);
        for ((n, row), place) in stretch.zip(&rows).zip(&way) {
            delays[n] = ((middle - reach) as f64 + refine_peak(row, *place)) / rate;
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
fn polarity(likeness: impl Fn(usize) -> Vec<f64>, count: usize) -> f64 {
    let (most, least) =
        (0..count).step_by(count.div_ceil(POLARITY_WINDOWS)).fold((0.0, 0.0), |(most, least), n| {
            let (high, low) =
                likeness(n).into_iter().fold((0.0f64, 0.0f64), |(h, l), v| (h.max(v), l.min(v)));
            (most + high, least - low)
        });
    if most >= least { 1.0 } else { -1.0 }
}

/// Which column to take in each row, from `start` in the row before the first or from anywhere, so that likeness less the
/// cost of steps is greatest in the whole.
fn viterbi_path(rows: &[Vec<f64>], start: Option<usize>, most: usize) -> Vec<usize> {
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
fn refine_peak(row: &[f64], place: usize) -> f64 {
    let mut top = place;
    for _ in 0..PEAK_SEARCH {
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
fn correlation_at(part: &[f32], wet: &[f32], from: i64) -> f64 {
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
fn decimate(x: &[f32], step: usize) -> Vec<f32> {
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

/// Catmull and Rom's curve through four neighbours.
pub fn curve([a, b, c, d]: [f64; 4], t: f64) -> f64 {
    let (c1, c2, c3) = (0.5 * (c - a), a - 2.5 * b + 2.0 * c - 0.5 * d, 1.5 * (b - c) + 0.5 * (d - a));
    ((c3 * t + c2) * t + c1) * t + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crest_is_found_from_either_side() {
        // A parabola with its top at 10.3.
        let row: Vec<f64> = (0..21).map(|n| -(f64::from(n) - 10.3).powi(2)).collect();
        for place in [7, 9, 10, 12, 14] {
            let crest = refine_peak(&row, place);
            assert!((crest - 10.3).abs() < 1e-9, "from {place}: {crest}");
        }
        let rising: Vec<f64> = (0..5).map(f64::from).collect();
        assert_eq!(refine_peak(&rising, 3), 4.0);
    }
}
