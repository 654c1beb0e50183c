//! Where the song stands, from what a host tells of its time.

use crate::chain::control::{Beats, Transport};

/// Counts how much of the host's block was played in earlier slices of it.
///
/// A block with automation inside arrives in slices. Where the host tells a tempo nice-plug moves each slice's
/// position on; without one every slice is given the position of the block's start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slices {
    block: u64,
    done: i64,
}

impl Slices {
    /// Samples of the host's block `block` before this slice of `frames`.
    pub fn offset(&mut self, block: u64, frames: usize) -> i64 {
        let done = if block == self.block { self.done } else { 0 };
        *self = Self { block, done: done.saturating_add(frames as i64) };
        done
    }
}

/// What a host says of a slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// Its transport runs.
    pub playing: bool,
    /// Sample of the song; none if the host has no timeline.
    pub sample: Option<i64>,
    /// Beats a minute, if it tells them; then `sample` and `beats` are the slice's own.
    pub tempo_bpm: Option<f64>,
    /// Beats before the slice, if it tells them.
    pub beats: Option<f64>,
    /// Seconds of the song between which it loops, if it does.
    pub looped_seconds: Option<(f64, f64)>,
}

impl Told {
    /// The song's beats, if all of them were told.
    pub fn beats(&self) -> Option<Beats> {
        let (sample, beats, tempo_bpm) = (self.sample?, self.beats?, self.tempo_bpm?);
        Some(Beats { sample, beats, tempo_bpm })
    }
}

/// The position of a slice that lies `offset` samples into the host's block.
pub fn position(told: Told, offset: i64) -> Transport {
    match told.sample {
        None => Transport::Absent,
        Some(_) if !told.playing => Transport::Stopped,
        Some(sample) if told.tempo_bpm.is_some() => Transport::Rolling(sample),
        Some(sample) => Transport::Rolling(sample.saturating_add(offset)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_position_is_the_songs_whatever_the_slices() {
        for tempo_bpm in [Some(97.3), None] {
            let mut slices = Slices::default();
            let mut at = 480_000;
            for (block, cuts) in [(1, vec![10, 90, 1]), (2, vec![64]), (3, vec![7, 57])] {
                let start = at;
                for frames in cuts {
                    let offset = slices.offset(block, frames);
                    // What nice-plug reports.
                    let sample = Some(if tempo_bpm.is_some() { start + offset } else { start });
                    let told = Told { playing: true, sample, tempo_bpm, beats: None, ..Told::default() };
                    assert_eq!(position(told, offset), Transport::Rolling(at));
                    at += frames as i64;
                }
            }
        }
    }

    #[test]
    fn a_host_without_a_timeline_has_no_position() {
        assert_eq!(position(Told::default(), 5), Transport::Absent);
        assert_eq!(position(Told { playing: true, ..Told::default() }, 5), Transport::Absent);
    }

    #[test]
    fn a_transport_that_stands_is_stopped_wherever_it_is() {
        let told =
            Told { playing: false, sample: Some(77), tempo_bpm: Some(120.0), beats: None, ..Told::default() };
        assert_eq!(position(told, 0), Transport::Stopped);
    }

    #[test]
    fn garbage_does_not_overflow() {
        let told = Told { playing: true, sample: Some(i64::MAX), ..Told::default() };
        assert_eq!(position(told, 64), Transport::Rolling(i64::MAX));
    }
}
