//! Where the song stands, from what a host tells of its time.

use crate::chain::control::{BeatPosition, TransportState};

use nice_plug::prelude::Transport;

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
pub struct ReportedTransport {
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

impl ReportedTransport {
    /// What nice-plug has of it.
    pub fn of(transport: &Transport) -> Self {
        let mut reported = Self {
            playing: transport.playing,
            sample: transport.pos_samples(),
            tempo_bpm: transport.tempo,
            beats: transport.pos_beats(),
            looped_seconds: transport.loop_range_seconds(),
        };
        let is_loop = |(start, end): &(f64, f64)| end > start;
        // Hosts of VST3 tell it in beats, and in seconds that are all 0.
        reported.looped_seconds = reported.looped_seconds.filter(is_loop).or_else(|| {
            let seconds = transport.pos_seconds()?;
            reported.seconds_of_beats(seconds, transport.loop_range_beats()?).filter(is_loop)
        });
        reported
    }

    /// Two places in beats as seconds, by the tempo that is told and where the song is now.
    fn seconds_of_beats(&self, now_seconds: f64, (start, end): (f64, f64)) -> Option<(f64, f64)> {
        let (beats, tempo_bpm) = (self.beats?, self.tempo_bpm.filter(|tempo| *tempo > 0.0)?);
        let seconds = |place: f64| now_seconds + (place - beats) * 60.0 / tempo_bpm;
        Some((seconds(start), seconds(end)))
    }

    /// The song's beats, if all of them were told.
    pub fn beats(&self) -> Option<BeatPosition> {
        let (sample, beats, tempo_bpm) = (self.sample?, self.beats?, self.tempo_bpm?);
        Some(BeatPosition { sample, beats, tempo_bpm })
    }
}

/// The position of a slice that lies `offset` samples into the host's block.
pub fn position(reported: ReportedTransport, offset: i64) -> TransportState {
    match reported.sample {
        None => TransportState::Absent,
        Some(_) if !reported.playing => TransportState::Stopped,
        Some(sample) if reported.tempo_bpm.is_some() => TransportState::Rolling(sample),
        Some(sample) => TransportState::Rolling(sample.saturating_add(offset)),
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
                    let reported = ReportedTransport {
                        playing: true,
                        sample,
                        tempo_bpm,
                        beats: None,
                        ..ReportedTransport::default()
                    };
                    assert_eq!(position(reported, offset), TransportState::Rolling(at));
                    at += frames as i64;
                }
            }
        }
    }

    #[test]
    fn a_host_without_a_timeline_has_no_position() {
        assert_eq!(position(ReportedTransport::default(), 5), TransportState::Absent);
        assert_eq!(
            position(ReportedTransport { playing: true, ..ReportedTransport::default() }, 5),
            TransportState::Absent
        );
    }

    #[test]
    fn a_transport_that_stands_is_stopped_wherever_it_is() {
        let reported = ReportedTransport {
            playing: false,
            sample: Some(77),
            tempo_bpm: Some(120.0),
            beats: None,
            ..ReportedTransport::default()
        };
        assert_eq!(position(reported, 0), TransportState::Stopped);
    }

    #[test]
    fn garbage_does_not_overflow() {
        let reported =
            ReportedTransport { playing: true, sample: Some(i64::MAX), ..ReportedTransport::default() };
        assert_eq!(position(reported, 64), TransportState::Rolling(i64::MAX));
    }
}
