//! Where the needle goes down: by the host's time, by signal, or where the user sets it.

use super::{JITTER_SAMPLES, PlaybackControl, TransportState};
use crate::chain::MAX_POSITION_SAMPLES;
use crate::chain::parts::ramp::GRID;
use crate::params::Needle;

impl PlaybackControl {
    /// Takes the host's word for where the block begins.
    pub fn set_transport(&mut self, transport: TransportState) {
        self.rolling = matches!(transport, TransportState::Rolling(_));
        match (self.target.disc_needle, transport) {
            (Needle::Transport, TransportState::Stopped) => self.set_down(false),
            // Decided on the grid, by what has come in.
            (Needle::Signal, _) => {}
            _ => self.set_down(true),
        }
        let TransportState::Rolling(sample) = transport else {
            return;
        };
        let ours = self.cell + self.index as i64;
        // Far outside any song the position is held: garbage in must not overflow.
        let sample = sample.clamp(-MAX_POSITION_SAMPLES, MAX_POSITION_SAMPLES);
        if (sample - ours).abs() > JITTER_SAMPLES {
            self.end_pass();
            self.brake.jump();
            self.cell = sample.div_euclid(GRID as i64) * GRID as i64;
            self.index = sample.rem_euclid(GRID as i64) as usize;
            self.is_discontinuous = true;
        }
    }

    /// Sets the needle down so many turns into the side it is on, `0.0..turns_per_side`. While a song runs it has its
    /// place and keeps it.
    pub fn seek_needle(&mut self, turns: f64) {
        if self.rolling || !turns.is_finite() {
            return;
        }
        let most = f64::from(self.groove.turns_per_side()) - 1e-6;
        let side = u64::from(self.place().side);
        let seconds = self.groove.seconds_at(side, turns.clamp(0.0, most));
        self.end_pass();
        self.brake.jump();
        self.cell = (seconds * self.sample_rate_hz / GRID as f64) as i64 * GRID as i64;
        (self.index, self.is_discontinuous) = (0, true);
    }

    /// Lifts or lowers the needle. Lifted, its pass is over.
    pub(super) fn set_down(&mut self, down: bool) {
        if self.is_needle_down && !down {
            self.end_pass();
        }
        self.is_needle_down = down;
    }

    /// Whether the needle's place stands still: lifted, its sound faded, and no song running on under it.
    pub(super) fn is_frozen(&self) -> bool {
        !self.is_needle_down && self.needle == 0.0 && !self.rolling
    }
}
