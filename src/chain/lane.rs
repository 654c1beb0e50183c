//! A lane: what one channel of the song needs to be cut and played. A mono disc has one, a stereo disc two, which share
//! the film with its faults, the turntable and the needle's place, but not the song.

use super::control::lock::Lock;
use super::control_frame::ControlFrame;
use super::lathe::Lathe;
use super::parts::ramp::{GRID, Ramp};
use super::pickup::Pickup;
use super::source::Source;
use super::warp::Warp;
use super::wear::Wear;

/// Most lanes on a disc.
pub(super) const MAX_LANES: usize = 2;

/// One of them.
pub(super) struct Lane {
    /// What the bootlegger copies from.
    pub source: Source,
    /// The machine.
    pub lathe: Lathe,
    /// Where on the disc the needle reads.
    pub warp: Warp,
    /// What earlier plays took.
    pub wear: Wear,
    /// Needle and player.
    pub pickup: Pickup,
}

impl Lane {
    /// Allocates for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            source: Source::new(sample_rate_hz),
            lathe: Lathe::new(),
            warp: Warp::new(sample_rate_hz),
            wear: Wear::default(),
            pickup: Pickup::new(),
        }
    }

    /// As if just made.
    pub fn reset(&mut self) {
        self.reset_filters();
        self.warp.reset();
    }

    /// What another player's or machine's filters remember means nothing to this one's; the groove stays.
    pub(super) fn reset_filters(&mut self) {
        self.source.reset();
        self.lathe.reset();
        self.pickup.reset();
    }

    /// Aims at the next grid point. From input to output it is to take `wanted_samples` on average, as far as it needs no
    /// more.
    pub fn update(&mut self, frame: &ControlFrame, lock: Option<Lock>, wanted_samples: f64) {
        let overcut = self.lathe.overcut();
        self.source.update(frame);
        self.lathe.update(frame);
        self.wear.update(frame);
        self.pickup.update(frame);
        self.warp.update(frame, lock, overcut, wanted_samples - self.fixed_samples(frame.sample_rate_hz));
    }

    /// Samples from input to output, on average, without the filters' own delay.
    pub(super) fn mean_delay_samples(&self, sample_rate_hz: f64) -> f64 {
        self.fixed_samples(sample_rate_hz) + self.warp.mean_delay_samples(sample_rate_hz)
    }

    /// What it takes without the warp.
    fn fixed_samples(&self, sample_rate_hz: f64) -> f64 {
        self.source.mean_delay_samples(sample_rate_hz) + self.pickup.delay_samples() as f64
    }
}

/// Part of a grid cell in each lane, in cm/s.
pub struct Grooves {
    samples: [[f32; GRID]; MAX_LANES],
    lanes: usize,
    count: usize,
}

impl Grooves {
    /// So many silent samples in so many lanes.
    pub fn silent(lanes: usize, count: usize) -> Self {
        Self { samples: [[0.0; GRID]; MAX_LANES], lanes: lanes.min(MAX_LANES), count: count.min(GRID) }
    }

    /// How many lanes.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// The samples of each lane.
    pub fn iter(&self) -> impl Iterator<Item = &[f32]> + Clone {
        self.samples[..self.lanes].iter().map(|lane| &lane[..self.count])
    }

    /// The same, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.samples[..self.lanes].iter_mut().map(|lane| &mut lane[..self.count])
    }

    /// Scales every lane by a ramp; `first` is the samples' place in the cell.
    pub(super) fn scale(&mut self, gain: Ramp, first: usize) {
        if !gain.is_one() {
            for lane in self.iter_mut() {
                lane.iter_mut().enumerate().for_each(|(i, v)| *v *= gain.at(first + i));
            }
        }
    }

    /// Adds the same to every lane.
    pub fn add(&mut self, shared: &[f32]) {
        for lane in self.iter_mut() {
            lane.iter_mut().zip(shared).for_each(|(v, dirt)| *v += dirt);
        }
    }
}
