//! Where on the disc's time we are, on a grid of cells of absolute position; and what the next cell has behind it.

use crate::chain::limits::MAX_POSITION_SAMPLES;
use crate::chain::parts::ramp::GRID;

/// Differences of the host's position from ours that are rounding, not a seek.
pub(in crate::chain) const JITTER_SAMPLES: i64 = 2;

/// What the host says of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportState {
    /// It runs, and this is the position of the block's first sample.
    Rolling(i64),
    /// It stands.
    Stopped,
    /// The host has no timeline.
    Absent,
}

/// What a grid cell has behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// The cell before.
    Continuous,
    /// Another place: control values start anew, what remembers the programme goes on.
    Seeked,
    /// Silence, in which a part was swapped: filters start anew too.
    Swapped,
}

/// What the next cell will have behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    /// Nothing: nothing was played since the reset.
    Fresh,
    /// Another place.
    Seeked,
    /// The present cell.
    Continuous,
}

/// The clock of one disc.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    sample_rate_hz: f64,
    /// First sample of the present cell, and where in it we are.
    cell: i64,
    index: usize,
    pending: Pending,
    /// Nothing had been played when the present cell began.
    is_first_cell: bool,
    /// The host's transport rolls, so that its position runs on even under a lifted needle.
    is_rolling: bool,
}

impl Clock {
    /// At 0, before anything is played.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            sample_rate_hz,
            cell: 0,
            index: 0,
            pending: Pending::Fresh,
            is_first_cell: true,
            is_rolling: false,
        }
    }

    /// Back to 0. Whether the transport rolls stays.
    pub fn reset(&mut self) {
        *self = Self { is_rolling: self.is_rolling, ..Self::new(self.sample_rate_hz) };
    }

    /// Samples a second.
    pub fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    /// Length of a cell, in seconds.
    pub(in crate::chain) fn cell_seconds(&self) -> f64 {
        GRID as f64 / self.sample_rate_hz
    }

    /// Sample within the present cell.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Whether nothing was played since the reset.
    pub fn is_fresh(&self) -> bool {
        self.pending == Pending::Fresh
    }

    /// Whether nothing had been played when the present cell began.
    pub(in crate::chain) fn is_first_cell(&self) -> bool {
        self.is_first_cell
    }

    /// Whether the host's transport rolls.
    pub(in crate::chain) fn is_rolling(&self) -> bool {
        self.is_rolling
    }

    /// Time on the disc now, in seconds; `is_frozen` where the needle's place stands still.
    pub fn seconds(&self, is_frozen: bool) -> f64 {
        let index = if is_frozen { 0 } else { self.index as i64 };
        (self.cell + index) as f64 / self.sample_rate_hz
    }

    /// The place of the next sample.
    pub(in crate::chain) fn position_samples(&self) -> i64 {
        self.cell + self.index as i64
    }

    /// Time at the present cell's start, or at its end.
    pub(in crate::chain) fn cell_edge_seconds(&self, at_end: bool) -> f64 {
        let ahead = if at_end { GRID as i64 } else { 0 };
        (self.cell + ahead) as f64 / self.sample_rate_hz
    }

    /// Takes the host's word for where the block begins. Whether that was a seek.
    pub fn follow(&mut self, transport: TransportState) -> bool {
        self.is_rolling = matches!(transport, TransportState::Rolling(_));
        let TransportState::Rolling(sample) = transport else { return false };
        let ours = self.position_samples();
        let sample = sample.clamp(-MAX_POSITION_SAMPLES, MAX_POSITION_SAMPLES);
        let is_seek = (sample - ours).abs() > JITTER_SAMPLES;
        if is_seek {
            self.cell = sample.div_euclid(GRID as i64) * GRID as i64;
            self.index = sample.rem_euclid(GRID as i64) as usize;
            self.interrupt();
        }
        is_seek
    }

    /// Goes to the cell at a time.
    pub(in crate::chain) fn seek_to(&mut self, seconds: f64) {
        self.cell = (seconds * self.sample_rate_hz / GRID as f64) as i64 * GRID as i64;
        self.index = 0;
        self.interrupt();
    }

    /// The next cell begins without a past.
    pub(in crate::chain) fn interrupt(&mut self) {
        if self.pending == Pending::Continuous {
            self.pending = Pending::Seeked;
        }
    }

    /// The next cell follows this one after all.
    pub(in crate::chain) fn resume(&mut self) {
        self.pending = Pending::Continuous;
    }

    /// Whether control values must be worked out before the next sample.
    pub(in crate::chain) fn needs_cell(&self) -> bool {
        self.index == 0 || self.pending != Pending::Continuous
    }

    /// Begins a cell, and says what it has behind it.
    pub(in crate::chain) fn begin_cell(&mut self) -> Continuity {
        self.is_first_cell = self.pending == Pending::Fresh;
        match std::mem::replace(&mut self.pending, Pending::Continuous) {
            Pending::Continuous => Continuity::Continuous,
            Pending::Fresh | Pending::Seeked => Continuity::Seeked,
        }
    }

    /// Moves on by samples within the cell; true at its end. A frozen clock comes back to the cell's start.
    pub fn advance(&mut self, count: usize, is_frozen: bool) -> bool {
        self.index += count;
        if self.index < GRID {
            return false;
        }
        self.index = 0;
        if !is_frozen {
            self.cell += GRID as i64;
        }
        true
    }
}
