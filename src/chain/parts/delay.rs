//! How far a pointer is behind, over one grid cell: a straight line.

use super::ramp::GRID;

/// How far behind the newest sample the pointer is, over one grid cell, in samples.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::chain) struct Delay {
    pub(super) from: f64,
    pub(super) step: f64,
}

impl Delay {
    /// From the cell's start to its end; each at least 3 samples.
    pub(in crate::chain) fn new(from: f64, to: f64) -> Self {
        Self { from, step: (to - from) / GRID as f64 }
    }

    /// Longer by so many samples.
    #[must_use]
    pub(in crate::chain) fn longer(self, by: f64) -> Self {
        Self { from: self.from + by, ..self }
    }

    /// At sample `i` of the cell.
    pub(super) fn at(&self, i: usize) -> f64 {
        self.from + self.step * i as f64
    }
}
