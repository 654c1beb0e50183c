//! What bends the song's pitch but not the dirt's: the wow of the record that was copied, and the lathe that labours.
//!
//! Between source and lathe the song lies in a short ring, and a pointer reads it behind by
//!
//! ```text
//! d(t) = d₀ + W · (1 − cos(2π f_w t + φ)) + G · (0.35 + e(t)),      pitch = 1 − ḋ
//! ```
//!
//! | term | meaning                                                          | value                        |
//! |------|------------------------------------------------------------------|------------------------------|
//! | `W`  | swing of the copied record's wow, by `source_amount`             | 0.2 % of pitch, shellac only |
//! | `e`  | how far the lows have grown louder lately (`envelope.rs`)        | −0.35…0.35                   |
//! | `G`  | swing at which pitch sags by what the machine's table says       | 0.1–0.4 % of pitch           |
//!
//! When loud lows set in, the motor gives way and the song sags within half a second; what it lost it wins back in one or two,
//! and when they stop it runs ahead by as much, so that the song stays in time. The dirt is not in the ring: its clicks keep the turn's
//! period. That it sags, and not that the cut is sharp, is by ear; sizes and times are guessed. Measured in
//! `tests/physics/unsteady.rs`.

use super::control_frame::ControlFrame;
use super::envelope::MAX_LABOUR;
use super::lathe;
use super::parts::delay::Delay;
use super::parts::delay_line::{DelayLine, LEAP_SAMPLES, MAX_PITCH_BEND, MIN_DELAY_SAMPLES};
use super::parts::math::cos_turns;
use super::parts::ramp::GRID;
use super::source::{self, WOW_HZ, WOW_SECONDS};
use crate::disc::hash;
use crate::disc::salt;
use crate::params::{Quality, SourceKind};

/// Swing of the pointer for a pitch that sags by all of itself: loud lows out of silence move `e` by 2.6 a second at most.
const LABOUR_SECONDS: f64 = 1.0 / 2.6;
/// Room for the swings of all machines at once.
const RING_SECONDS: f64 = 2.0 * (WOW_SECONDS + lathe::MOST_LABOUR * LABOUR_SECONDS);

/// The stage.
#[derive(Clone, Debug)]
pub struct SongPointer {
    ring: DelayLine,
    delay: Delay,
    quality: Quality,
    /// Where the pointer is, in samples.
    delay_samples: f64,
    /// Swings of wow and labour, in seconds; they slide to what is set.
    swing_seconds: [f64; 2],
}

impl SongPointer {
    /// Allocates for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            ring: DelayLine::new((RING_SECONDS * sample_rate_hz) as usize + 16),
            delay: Delay::default(),
            quality: Quality::default(),
            delay_samples: MIN_DELAY_SAMPLES,
            swing_seconds: [0.0; 2],
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.ring.reset();
    }

    /// Samples from input to output, on average.
    pub(super) fn mean_delay_samples(&self, sample_rate_hz: f64) -> f64 {
        MIN_DELAY_SAMPLES + self.swing_seconds.iter().sum::<f64>() * sample_rate_hz
    }

    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let (settings, rate) = (frame.settings, frame.sample_rate_hz);
        let is_copied = source::kind(settings) == SourceKind::Shellac;
        let wow = if is_copied { WOW_SECONDS * f64::from(settings.source_amount) / 100.0 } else { 0.0 };
        let labour = lathe::labour(settings.lathe_machine)
            * LABOUR_SECONDS
            * f64::from(MAX_LABOUR * frame.colour(frame.enable.lathe));
        // Each moves its mean and swings about it, and both may glide at once.
        let most = if frame.snap { 1.0 } else { MAX_PITCH_BEND * GRID as f64 / rate / 4.0 };
        for (swing, goal) in self.swing_seconds.iter_mut().zip([wow, labour]) {
            *swing += (goal - *swing).clamp(-most, most);
        }
        let [wow, labour] = self.swing_seconds;
        let phase = f64::from(hash::unit(hash::branch(frame.side.seed, salt::SOURCE_WOW)));
        let swung_seconds = wow * (1.0 - cos_turns(frame.seconds * WOW_HZ + phase))
            + labour * (1.0 + f64::from(frame.labour / MAX_LABOUR));
        let delay_samples = MIN_DELAY_SAMPLES + swung_seconds * rate;
        let leap = delay_samples - self.delay_samples;
        if frame.snap || leap.abs() > LEAP_SAMPLES {
            self.ring.jump(-leap, rate);
            self.delay_samples = delay_samples;
        }
        self.delay = Delay::new(self.delay_samples, delay_samples);
        self.delay_samples = delay_samples;
        self.quality = settings.disc_quality;
    }

    /// Reads the song, in place.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        self.ring.process(groove, self.quality, self.delay, first);
    }
}
