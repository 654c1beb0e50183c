//! Loudness and true peak (ITU-R BS.1770, EBU R 128), by the library that measures them.

use ebur128::{EbuR128, Mode};

use super::audio::Audio;

/// Measures loudness and peak of what it hears.
pub(super) struct LoudnessMeter(EbuR128);

impl LoudnessMeter {
    /// None where there is no meter for so many channels at this rate.
    pub(super) fn new(channels: usize, sample_rate_hz: u32) -> Option<Self> {
        EbuR128::new(channels as u32, sample_rate_hz, Mode::I | Mode::TRUE_PEAK).ok().map(Self)
    }

    pub(super) fn of(audio: &Audio) -> Option<Self> {
        let mut meter = Self::new(audio.channels.len(), audio.sample_rate_hz)?;
        meter.add(&audio.channels);
        Some(meter)
    }

    /// Hears a block, a channel each.
    pub(super) fn add(&mut self, block: &[Vec<f32>]) {
        let planes: Vec<&[f32]> = block.iter().map(Vec::as_slice).collect();
        // As many channels as it was made for, of equal length: nothing else is refused.
        let _ = self.0.add_frames_planar_f32(&planes);
    }

    /// Integrated loudness, in LUFS, and true peak, in dBTP; none of what cannot be measured.
    pub(super) fn read(&self) -> Option<(f64, f64)> {
        let peaks = (0..self.0.channels()).map(|channel| self.0.true_peak(channel));
        let peak = peaks.collect::<Result<Vec<f64>, _>>().ok()?.into_iter().fold(0.0, f64::max);
        Some((self.0.loudness_global().ok()?, 20.0 * peak.max(1e-12).log10()))
    }
}
