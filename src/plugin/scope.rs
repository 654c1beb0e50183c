//! The last moment of input and output, for the panel's spectrum: written by the audio thread while a panel is open, read by
//! the panel whenever it likes. Nothing locks; a picture may be torn between two blocks, which no eye sees.

use std::sync::atomic::Ordering::Relaxed;

use crate::sync::{AtomicBool, AtomicF32, AtomicUsize};

/// Samples that are kept; a power of two.
pub const SAMPLES: usize = 4096;

/// Input and output.
pub struct Scope {
    is_watched: AtomicBool,
    /// Samples a second.
    rate_hz: AtomicF32,
    written: AtomicUsize,
    rings: [Box<[AtomicF32]>; 2],
}

impl Default for Scope {
    fn default() -> Self {
        let ring = || (0..SAMPLES).map(|_| AtomicF32::new(0.0)).collect();
        Self {
            is_watched: AtomicBool::new(false),
            rate_hz: AtomicF32::new(48_000.0),
            written: AtomicUsize::new(0),
            rings: [ring(), ring()],
        }
    }
}

impl Scope {
    /// A panel opens, or closes.
    pub fn watch(&self, is_watched: bool) {
        self.is_watched.store(is_watched, Relaxed);
    }

    /// Whether anybody looks: else nothing need be written.
    pub fn is_watched(&self) -> bool {
        self.is_watched.load(Relaxed)
    }

    /// Samples a second.
    pub fn rate_hz(&self) -> f32 {
        self.rate_hz.load(Relaxed)
    }

    /// Writes what came in, from the place where [`Scope::finish`] left off.
    pub fn write_input(&self, channel: &[f32]) {
        self.write(0, channel);
    }

    /// Writes what went out for it.
    pub fn finish(&self, channel: &[f32], rate_hz: f32) {
        self.write(1, channel);
        self.rate_hz.store(rate_hz, Relaxed);
        self.written.fetch_add(channel.len(), Relaxed);
    }

    fn write(&self, which: usize, channel: &[f32]) {
        let start = self.written.load(Relaxed);
        // Of a block longer than the ring its end.
        let skipped = channel.len().saturating_sub(SAMPLES);
        for (i, sample) in channel.iter().enumerate().skip(skipped) {
            self.rings[which][(start + i) % SAMPLES].store(*sample, Relaxed);
        }
    }

    /// Both, the oldest sample first, and how many were ever written.
    pub fn read(&self, into: &mut [Vec<f32>; 2]) -> usize {
        let written = self.written.load(Relaxed);
        for (ring, into) in self.rings.iter().zip(into) {
            into.clear();
            into.extend((0..SAMPLES).map(|i| ring[(written + i) % SAMPLES].load(Relaxed)));
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_samples_are_seen_in_their_order() {
        let scope = Scope::default();
        let song: Vec<f32> = (0..10_000).map(|n| n as f32).collect();
        let mut seen = [Vec::new(), Vec::new()];
        for block in [1, 700, 4096, 5000] {
            scope.write_input(&song[..block]);
            scope.finish(&song[..block], 44_100.0);
            scope.read(&mut seen);
            for ring in &seen {
                let last = block.min(SAMPLES);
                assert_eq!(ring[SAMPLES - last..], song[block - last..block], "blocks of {block}");
            }
        }
        assert_eq!((scope.read(&mut seen), scope.rate_hz()), (9797, 44_100.0));
    }
}
