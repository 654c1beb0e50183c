//! The song's beats, as a host tells them, and the turns that follow them.
//!
//! `n = b / B`: so many beats `b` since the song's start, so many of them `B` to a turn. Between what a host tells its tempo
//! holds. Measured in `tests/laws/turns.rs`.

use super::limits::MAX_POSITION_SAMPLES;

/// The song's beats: how many lie before a sample of it, and how fast they follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeatPosition {
    /// A sample of the song.
    pub sample: i64,
    /// Beats before it; negative in the lead-in.
    pub beats: f64,
    /// Beats a minute.
    pub tempo_bpm: f64,
}

/// Turns before a song that are told from beats are kept to this part of a turn, so that rounding in a host's beats is
/// none in ours.
const TURN_GRAIN: f64 = 1.0 / 65_536.0;
/// Turns a second that a disc can make; where the song asks for others, a turn is twice or half as many beats.
const SYNC_REV_HZ: (f64, f64) = (1.0 / 16.0, 10.0);

impl BeatPosition {
    /// Held to what a song can be; none for what makes no sense.
    pub(super) fn sane(self) -> Option<Self> {
        let makes_sense =
            self.beats.is_finite() && self.beats.abs() < 1e9 && (1.0..=10_000.0).contains(&self.tempo_bpm);
        makes_sense
            .then(|| Self { sample: self.sample.clamp(-MAX_POSITION_SAMPLES, MAX_POSITION_SAMPLES), ..self })
    }

    /// Beats before a sample, at this tempo.
    pub fn at(&self, sample: i64, sample_rate_hz: f64) -> f64 {
        self.beats + (sample - self.sample) as f64 / sample_rate_hz * self.tempo_bpm / 60.0
    }

    /// Turns a second at `turn_beats` beats a turn, and turns before the song's start.
    pub fn turns(&self, mut turn_beats: f64, sample_rate_hz: f64) -> (f64, f64) {
        let rev_hz = |turn_beats: f64| self.tempo_bpm / 60.0 / turn_beats;
        while rev_hz(turn_beats) > SYNC_REV_HZ.1 {
            turn_beats *= 2.0;
        }
        while rev_hz(turn_beats) < SYNC_REV_HZ.0 {
            turn_beats /= 2.0;
        }
        let turns = self.at(0, sample_rate_hz) / turn_beats;
        (rev_hz(turn_beats), (turns / TURN_GRAIN).round() * TURN_GRAIN)
    }
}
