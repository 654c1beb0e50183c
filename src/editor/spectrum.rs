//! What goes in and what comes out, as two small spectra over each other, 40 Hz to 16 kHz.

use std::f32::consts::TAU;
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Stroke, Ui};
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

use super::{decay, theme};
use crate::plugin::scope::{SAMPLES, Scope};

/// Bands, equal steps of pitch.
const BANDS: usize = 48;
const FROM_HZ: f32 = 40.0;
const TO_HZ: f32 = 16_000.0;
/// Levels that are shown, in dB of a band re a full sine.
const FLOOR_DB: f32 = -80.0;
const CEILING_DB: f32 = -10.0;

/// The spectra, and what they are worked out with.
pub(super) struct Spectrum {
    fft: Arc<dyn Fft<f32>>,
    window: Vec<f32>,
    samples: [Vec<f32>; 2],
    cells: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// Level of each band, in dB: before, after.
    bands_db: [[f32; BANDS]; 2],
    written: usize,
}

impl Default for Spectrum {
    fn default() -> Self {
        let fft = FftPlanner::new().plan_fft_forward(SAMPLES);
        Self {
            window: (0..SAMPLES).map(|i| 0.5 - 0.5 * (TAU * i as f32 / SAMPLES as f32).cos()).collect(),
            samples: [Vec::with_capacity(SAMPLES), Vec::with_capacity(SAMPLES)],
            cells: vec![Complex::default(); SAMPLES],
            scratch: vec![Complex::default(); fft.get_inplace_scratch_len()],
            bands_db: [[FLOOR_DB; BANDS]; 2],
            written: 0,
            fft,
        }
    }
}

impl Spectrum {
    /// Looks again, so many seconds later; where nothing is played any more the lines fall.
    pub(super) fn update(&mut self, scope: &Scope, seconds: f32) {
        let kept = decay::remaining(decay::SPECTRUM_SECONDS, seconds);
        let written = scope.read(&mut self.samples);
        if written == self.written {
            let fall = |level: &mut f32| *level = kept * *level + (1.0 - kept) * FLOOR_DB;
            self.bands_db.iter_mut().flatten().for_each(fall);
            return;
        }
        self.written = written;
        // Two real songs in one transform: the first is its even part, the second its odd one.
        for (i, cell) in self.cells.iter_mut().enumerate() {
            *cell = Complex::new(self.samples[0][i], self.samples[1][i]) * self.window[i];
        }
        self.fft.process_with_scratch(&mut self.cells, &mut self.scratch);
        let mut power = [[0.0f32; BANDS]; 2];
        for bin in 1..SAMPLES / 2 {
            let hz = bin as f32 * scope.rate_hz() / SAMPLES as f32;
            let Some(band) = band_of(hz) else { continue };
            let (one, other) = (self.cells[bin], self.cells[SAMPLES - bin].conj());
            power[0][band] += ((one + other) * 0.5).norm_sqr();
            power[1][band] += ((one - other) * 0.5).norm_sqr();
        }
        for (bands_db, power) in self.bands_db.iter_mut().zip(power) {
            for (shown, power) in bands_db.iter_mut().zip(power) {
                // A full sine under this window has an eighth of SAMPLES² in its bins, times 0.75.
                let full = 0.093_75 * (SAMPLES * SAMPLES) as f32;
                let now = (10.0 * (power / full).max(1e-12).log10()).max(FLOOR_DB);
                *shown = kept * *shown + (1.0 - kept) * now;
            }
        }
    }

    /// Whether anything stands above the floor.
    pub(super) fn is_up(&self) -> bool {
        self.bands_db.iter().flatten().any(|level| *level > FLOOR_DB + 1.0)
    }

    /// Paints both, what goes in behind what comes out.
    pub(super) fn paint(&self, ui: &Ui, rect: Rect, scale: f32) {
        for (bands_db, colour) in self.bands_db.iter().zip([theme::DIM, theme::HIGHLIGHT]) {
            self.line(ui, rect, scale, bands_db, colour);
        }
    }

    fn line(&self, ui: &Ui, rect: Rect, scale: f32, bands_db: &[f32; BANDS], colour: Color32) {
        // Low bands may hold no bin at all: they stand where their neighbours do.
        let points = bands_db.iter().enumerate().filter(|(_, level)| **level > FLOOR_DB + 1.0);
        let line: Vec<Pos2> = points
            .map(|(band, level)| {
                let x = rect.left() + rect.width() * (band as f32 + 0.5) / BANDS as f32;
                let part = ((level - FLOOR_DB) / (CEILING_DB - FLOOR_DB)).clamp(0.0, 1.0);
                Pos2::new(x, rect.bottom() - rect.height() * part)
            })
            .collect();
        ui.painter().line(line, Stroke::new(1.2 * scale, colour));
    }
}

/// The band that a frequency lies in.
fn band_of(hz: f32) -> Option<usize> {
    let part = (hz / FROM_HZ).ln() / (TO_HZ / FROM_HZ).ln();
    (0.0..1.0).contains(&part).then_some((part * BANDS as f32) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tone_stands_in_its_band_of_its_spectrum() {
        let scope = Scope::default();
        let sine = |hz: f32, level: f32| -> Vec<f32> {
            (0..SAMPLES).map(|i| level * (TAU * hz * i as f32 / 48_000.0).sin()).collect()
        };
        let (before, after) = (sine(1000.0, 1.0), sine(5000.0, 0.1));
        let mut spectrum = Spectrum::default();
        spectrum.update(&scope, 1.0 / 30.0);
        assert!(!spectrum.is_up());
        for _ in 0..40 {
            scope.write_input(&before);
            scope.finish(&after, 48_000.0);
            spectrum.update(&scope, 1.0 / 30.0);
        }
        let top = |bands: &[f32; BANDS]| {
            let best = (0..BANDS).max_by(|a, b| bands[*a].total_cmp(&bands[*b])).unwrap();
            (Some(best), bands[best])
        };
        let ([one, other], [in_db, out_db]) = {
            let [a, b] = spectrum.bands_db.each_ref().map(top);
            ([a.0, b.0], [a.1, b.1])
        };
        assert_eq!((one, other), (band_of(1000.0), band_of(5000.0)));
        assert!(in_db.abs() < 1.5 && (out_db + 20.0).abs() < 1.5, "{in_db} and {out_db} dB");
        // Neither leaks into the other.
        assert!(spectrum.bands_db[1][band_of(1000.0).unwrap()] < -70.0);
        (0..60).for_each(|_| spectrum.update(&scope, 1.0 / 30.0));
        assert!(!spectrum.is_up(), "nothing is played any more");
    }
}
