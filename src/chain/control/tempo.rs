//! Turns that follow the song's beats: what the host says of them, and what the disc follows.

use super::clock::JITTER_SAMPLES;
use crate::chain::beats::BeatPosition;
use crate::disc::groove::Groove;
use crate::params::{Settings, Speed};

/// What a report of beats comes to for a disc that follows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::chain) enum TempoChange {
    /// The beats go on as they did.
    None,
    /// Another tempo from here on.
    Tempo,
    /// Another place in the song.
    Seek,
}

/// The song's beats.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::chain) struct TempoSync {
    /// As they were reported last, and as the disc follows them.
    reported: Option<BeatPosition>,
    followed: Option<BeatPosition>,
}

impl TempoSync {
    /// Nothing was reported.
    pub(in crate::chain) fn reset(&mut self) {
        self.reported = None;
    }

    /// Follows what was reported, at once.
    pub(in crate::chain) fn snap(&mut self) {
        self.followed = self.reported;
    }

    /// Whether what was reported is not what is followed.
    pub(in crate::chain) fn differs(&self) -> bool {
        self.reported != self.followed
    }

    /// Whether beats came or went under a disc that follows them: it has to be swapped.
    pub(in crate::chain) fn needs_swap(&self, target: &Settings) -> bool {
        self.followed.is_some() != self.reported.is_some() && target.warp_speed == Speed::Sync
    }

    /// The host's report; none where it tells none.
    pub(in crate::chain) fn report(&mut self, beats: Option<BeatPosition>) {
        self.reported = beats.and_then(BeatPosition::sane);
    }

    /// Follows the report, if there was one before.
    pub(in crate::chain) fn follow(&mut self, speed: Speed, sample_rate_hz: f64) -> TempoChange {
        let (Some(now), Some(reported)) = (self.followed, self.reported) else { return TempoChange::None };
        let tolerance =
            f64::from(JITTER_SAMPLES as i32 + 1) / sample_rate_hz * reported.tempo_bpm / 60.0 + 1e-6;
        let is_seek = (now.at(reported.sample, sample_rate_hz) - reported.beats).abs() > tolerance;
        let change = match speed {
            Speed::Sync if is_seek => TempoChange::Seek,
            Speed::Sync if now.tempo_bpm != reported.tempo_bpm => TempoChange::Tempo,
            // Told a little off by rounding: what is followed goes on.
            Speed::Sync => return TempoChange::None,
            _ => TempoChange::None,
        };
        self.followed = self.reported;
        change
    }

    /// Turns follow the song's beats where they are asked to and the host tells them. The groove under the needle is as
    /// fast as ever, or a slow song would sound like mud.
    pub(in crate::chain) fn turn(&self, groove: &mut Groove, settings: &Settings, sample_rate_hz: f64) {
        let (Speed::Sync, Some(beats)) = (settings.warp_speed, self.followed) else { return };
        let (rev_hz, turns) = beats.turns(settings.warp_beats.count(), sample_rate_hz);
        (groove.rev_hz, groove.sag) = (rev_hz, 0.0);
        groove.start_turns += turns;
    }
}
