//! A lane: what one channel of the song needs to be cut and played. A mono disc has one, a stereo disc two, which share
//! the film with its faults, the turntable and the needle's place, but not the song.

use super::control::lock::Lock;
use super::control_frame::ControlFrame;
use super::felt::Felt;
use super::lathe::Lathe;
use super::pickup::Pickup;
use super::song_pointer::SongPointer;
use super::source::Source;
use super::warp::Warp;
use super::wear::Wear;

/// One of them.
pub(super) struct Lane {
    /// What the bootlegger copies from.
    pub source: Source,
    /// What bends the song's pitch before it is cut.
    pub song_pointer: SongPointer,
    /// The machine.
    pub lathe: Lathe,
    /// Where on the disc the needle reads.
    pub warp: Warp,
    /// Whether the film lies still under it.
    pub felt: Felt,
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
            song_pointer: SongPointer::new(sample_rate_hz),
            lathe: Lathe::new(),
            warp: Warp::new(sample_rate_hz),
            felt: Felt::new(),
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
        self.song_pointer.reset();
        self.lathe.reset();
        self.felt.reset();
        self.pickup.reset();
    }

    /// Aims at the next grid point. From input to output it is to take `wanted_samples` on average, as far as it needs no
    /// more.
    pub fn update(&mut self, frame: &ControlFrame, lock: Option<Lock>, wanted_samples: f64) {
        let overcut = self.lathe.overcut();
        self.source.update(frame);
        self.song_pointer.update(frame);
        self.lathe.update(frame);
        let dragged_seconds = self.felt.update(frame);
        self.wear.update(frame);
        self.pickup.update(frame);
        let wanted_samples = wanted_samples - self.fixed_samples(frame.sample_rate_hz);
        self.warp.update(frame, lock, overcut, dragged_seconds, wanted_samples);
    }

    /// Samples from input to output, on average, without the filters' own delay.
    pub(super) fn mean_delay_samples(&self, sample_rate_hz: f64) -> f64 {
        self.fixed_samples(sample_rate_hz) + self.warp.mean_delay_samples(sample_rate_hz)
    }

    /// What it takes without the warp.
    fn fixed_samples(&self, sample_rate_hz: f64) -> f64 {
        self.source.delay_samples()
            + self.song_pointer.mean_delay_samples(sample_rate_hz)
            + self.pickup.delay_samples() as f64
    }
}
