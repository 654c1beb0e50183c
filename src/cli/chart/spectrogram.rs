//! How much of each pitch there is at each time.
//!
//! Power spectra of overlapping Hann windows of about 46 ms, gathered into columns of equal time and rows of
//! equal steps on the mel scale (Stevens, Volkmann & Newman, 1937): `m = 2595 · log₁₀(1 + f/700)`.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// Length of a window, in seconds, before it is made a power of two.
const WINDOW_SECONDS: f64 = 0.046;
/// The highest pitch shown.
const MAX_HZ: f64 = 11_000.0;
/// Level of silence, in dB re full scale.
const FLOOR_DB: f32 = -140.0;

/// Levels over time and pitch.
pub struct Spectrogram {
    columns: usize,
    rows: usize,
    /// `[column][row]`, the lowest pitch first; dB re a sine of full scale.
    levels_db: Vec<f32>,
}

impl Spectrogram {
    /// Analyses one channel into `columns` of time and `rows` of pitch, both above 0.
    pub fn new(samples: &[f32], sample_rate_hz: f64, columns: usize, rows: usize) -> Self {
        let size = ((WINDOW_SECONDS * sample_rate_hz) as usize).next_power_of_two().max(64);
        let fft = FftPlanner::new().plan_fft_forward(size);
        let window: Vec<f32> = (0..size)
            .map(|i| (0.5 - 0.5 * (std::f64::consts::TAU * i as f64 / size as f64).cos()) as f32)
            .collect();
        let bins = row_bins(rows, sample_rate_hz / size as f64);
        let mut power = vec![0.0f32; size / 2];
        let mut buffer = vec![Complex::default(); size];
        let mut levels_db = Vec::with_capacity(columns * rows);
        for column in 0..columns {
            let middle = |n: usize| samples.len() as f64 * n as f64 / columns as f64;
            let (from, to) = (middle(column), middle(column + 1));
            // Half-overlapping windows over the whole column: no click falls between two.
            let looks = (2.0 * (to - from) / size as f64).ceil().max(1.0) as usize;
            power.fill(0.0);
            for look in 0..looks {
                let at = from + (to - from) * (look as f64 + 0.5) / looks as f64;
                let start = at as i64 - size as i64 / 2;
                for (i, (value, weight)) in buffer.iter_mut().zip(&window).enumerate() {
                    let sample = usize::try_from(start + i as i64).ok().and_then(|n| samples.get(n));
                    *value = Complex::new(sample.copied().unwrap_or(0.0) * weight, 0.0);
                }
                fft.process(&mut buffer);
                // A full-scale sine peaks at a quarter of the window's length.
                let scale = 16.0 / (size as f32 * size as f32 * looks as f32);
                power.iter_mut().zip(&buffer).for_each(|(sum, value)| *sum += value.norm_sqr() * scale);
            }
            levels_db.extend(bins.iter().map(|bins| level_db(&power, *bins)));
        }
        Self { columns, rows, levels_db }
    }

    /// Level at a place, in dB re a sine of full scale; columns from the start, rows from the lowest pitch.
    pub fn level_db(&self, column: usize, row: usize) -> f32 {
        self.levels_db[column.min(self.columns - 1) * self.rows + row.min(self.rows - 1)]
    }

    /// The loudest level.
    pub fn loudest_db(&self) -> f32 {
        self.levels_db.iter().copied().fold(FLOOR_DB, f32::max)
    }
}

/// Place of a pitch between the bottom (0) and the top (1) of a spectrogram.
pub fn height_of(f_hz: f64) -> f64 {
    mel(f_hz) / mel(MAX_HZ)
}

fn mel(f_hz: f64) -> f64 {
    2595.0 * libm::log10(1.0 + f_hz / 700.0)
}

/// Lower and upper edge of each row, in bins of the transform.
fn row_bins(rows: usize, bin_hz: f64) -> Vec<(f64, f64)> {
    let edge = |row: usize| {
        let mel = mel(MAX_HZ) * row as f64 / rows as f64;
        700.0 * (libm::pow(10.0, mel / 2595.0) - 1.0) / bin_hz
    };
    (0..rows).map(|row| (edge(row), edge(row + 1))).collect()
}

/// The strongest bin of a row; between two bins where the row is narrower than one.
fn level_db(power: &[f32], (from, to): (f64, f64)) -> f32 {
    let at = |bin: usize| power.get(bin).copied().unwrap_or(0.0);
    let (first, last) = (from.ceil() as usize, to.floor() as usize);
    let strongest = if first <= last {
        (first..=last).map(at).fold(0.0, f32::max)
    } else {
        let part = (0.5 * (from + to)).fract() as f32;
        at(last) + (at(last + 1) - at(last)) * part
    };
    (10.0 * strongest.max(1e-20).log10()).max(FLOOR_DB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_lies_at_its_pitch_and_level() {
        for rate_hz in [44_100.0, 96_000.0] {
            let tone: Vec<f32> = (0..rate_hz as usize)
                .map(|n| (0.5 * (std::f64::consts::TAU * 2000.0 * n as f64 / rate_hz).sin()) as f32)
                .collect();
            let spectrogram = Spectrogram::new(&tone, rate_hz, 50, 200);
            let row = (height_of(2000.0) * 200.0) as usize;
            let loudest =
                (0..200).max_by(|a, b| spectrogram.level_db(25, *a).total_cmp(&spectrogram.level_db(25, *b)));
            assert!(loudest.unwrap().abs_diff(row) <= 1, "{loudest:?} {row}");
            assert!((spectrogram.loudest_db() + 6.0).abs() < 1.5, "{}", spectrogram.loudest_db());
            assert!(spectrogram.level_db(25, 20) < -60.0);
        }
    }

    #[test]
    fn a_click_is_seen_however_long_the_song() {
        let mut song = vec![0.0f32; 3_000_000];
        song[1_234_567] = 1.0;
        let spectrogram = Spectrogram::new(&song, 44_100.0, 100, 50);
        let column = 1_234_567 * 100 / 3_000_000;
        assert!(spectrogram.level_db(column, 25) > -90.0);
        assert!(spectrogram.level_db(column + 3, 25) <= FLOOR_DB);
    }
}
