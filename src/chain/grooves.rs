//! The grooves being cut and played: part of a grid cell in each lane.

use super::parts::ramp::{GRID, Ramp};

/// Most lanes on a disc.
pub(super) const MAX_LANES: usize = 2;

/// Part of a grid cell in each lane, in cm/s.
pub struct Grooves {
    samples: [[f32; GRID]; MAX_LANES],
    lanes: usize,
    count: usize,
}

impl Grooves {
    /// So many silent samples in so many lanes.
    #[inline(always)]
    pub fn silent(lanes: usize, count: usize) -> Self {
        Self { samples: [[0.0; GRID]; MAX_LANES], lanes: lanes.min(MAX_LANES), count: count.min(GRID) }
    }

    /// How many lanes.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// The samples of each lane.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = &[f32]> + Clone {
        self.samples[..self.lanes].iter().map(|lane| &lane[..self.count])
    }

    /// The same, to change.
    #[inline(always)]
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.samples[..self.lanes].iter_mut().map(|lane| &mut lane[..self.count])
    }

    /// Scales every lane by a ramp; `first` is the samples' place in the cell.
    #[inline(always)]
    pub(super) fn scale(&mut self, gain: Ramp, first: usize) {
        if !gain.is_one() {
            for lane in self.iter_mut() {
                lane.iter_mut().enumerate().for_each(|(i, v)| *v *= gain.at(first + i));
            }
        }
    }

    /// Adds the same to every lane.
    #[inline(always)]
    pub fn add(&mut self, shared: &[f32]) {
        for lane in self.iter_mut() {
            lane.iter_mut().zip(shared).for_each(|(v, dirt)| *v += dirt);
        }
    }
}
