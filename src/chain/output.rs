//! OUTPUT: the disc beside the input, in time and about as loud.
//!
//! The needle reads behind the song, so the dry path inside `mix` waits as long as the disc does on average:
//! the cascades' fixed delay, the mean swing of the warp, and the group delay of the filters at 1 kHz. At
//! `mix` 0 and in bypass the input passes untouched, and undelayed but for what is reported (`latency.rs`); the two are
//! crossfaded in 20 ms.
//!
//! Below `keep_low` the input passes by the disc, in time with it: both are split by Linkwitz and Riley's fourth order, and
//! the disc keeps what lies above.
//!
//! How loud the disc is against the input is the level match's (`level_match.rs`). What it makes up for may be a lathe that hardly
//! cuts, so with it the disc is cut off 12 dB over the input's peak of late or over −12 dBFS, whichever is louder; measured in
//! `tests/laws/realtime.rs`.

use super::control_frame::ControlFrame;
use super::grooves::{self, Grooves};
use super::level_match::level_match_db;
use super::linear::{self, Spot};
use super::parts::cascade::Cascade;
use super::parts::delay::Delay;
use super::parts::delay_line::{DelayLine, LEAP_SAMPLES, MIN_DELAY_SAMPLES};
use super::parts::math::clamp_symmetric;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::{Section, gain};
use super::reference::FULL_SCALE_CM_S;
use super::stages::STAGES;
use super::warp::MAX_SWING_SECONDS;
use crate::params::{KEEP_LOW_OFF_HZ, Latency, Quality};

/// Where the disc is cut off, +18 dBFS: no knob, however turned, makes a dangerous noise.
const CEILING: f32 = 8.0;
/// With the level matched it is cut off so many times over the peak of the input lately, and that counts as −12 dBFS at least: what
/// the match makes up for may be a lathe that hardly cuts, and the dirt comes with it.
const MATCHED_CEILING: f32 = 3.98;
/// See [`MATCHED_CEILING`].
const LEAST_PEAK: f32 = 0.251_19;
/// Where what passes by the disc is cut off: the loudest input, +30 dBFS, at the highest output. A crossover turns phases, and
/// a square wave at the ceiling would come out of it with peaks of twice that.
const MAX_DRY: f32 = 128.0;
/// The frequency at which dry and wet are in time.
const ALIGN_HZ: f64 = 1000.0;

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    wet: Ramp,
    dry: Ramp,
    /// The input below `keep_low`, in time with the disc.
    low: Ramp,
    /// The input, untouched.
    through: Ramp,
    /// How far the low end passes by the disc.
    split: Ramp,
    /// Where the disc is cut off, re full scale.
    ceiling: f32,
    quality: Quality,
    /// What passes untouched is delayed too, since the host makes it good.
    delays_bypass: bool,
    /// Of the dry path.
    delay: Delay,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Output {
    coefficients: Coefficients,
    dry: [DelayLine; 2],
    /// The disc above `keep_low`; each channel of the input above and below it.
    disc_above: [LinkwitzRiley; grooves::MAX_LANES],
    above: [LinkwitzRiley; 2],
    below: [LinkwitzRiley; 2],
    /// How far the low end passes by the disc, 0–1, in steps of 20 ms.
    split: f32,
    delay_samples: f64,
    /// Level match and filter delay, worked out when settings move.
    trim: f32,
    filters_samples: f64,
    /// How far the input passes untouched, 0–1, in steps of 20 ms.
    bypass_mix: f32,
    cells_since_design: u32,
    designed_lanes: usize,
    /// Where the disc is to be cut off at the next grid point.
    ceiling: f32,
}

impl Output {
    /// Allocates the dry path for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        let ring = DelayLine::new((2.5 * MAX_SWING_SECONDS * sample_rate_hz) as usize + 256);
        Self {
            coefficients: Coefficients::default(),
            dry: [ring.clone(), ring],
            disc_above: Default::default(),
            above: Default::default(),
            below: Default::default(),
            split: 0.0,
            delay_samples: 0.0,
            trim: 1.0,
            filters_samples: 0.0,
            bypass_mix: 0.0,
            cells_since_design: 0,
            designed_lanes: 0,
            ceiling: 0.0,
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.dry.iter_mut().for_each(DelayLine::reset);
        self.crossover().for_each(LinkwitzRiley::reset);
        self.split = 0.0;
    }

    /// Works out the trim for a disc of so many lanes, and what all filters and the lathe take at 1 kHz, in samples.
    pub fn design(&mut self, frame: &ControlFrame, lanes: usize) -> f64 {
        // Designed at once when it counts, otherwise once in eight cells: it is the costliest of designs. It knows no place, so that
        // where nothing has moved another place changes nothing.
        self.cells_since_design = self.cells_since_design.saturating_add(1);
        let is_settled = self.cells_since_design > 10 && !frame.is_smoothing && lanes == self.designed_lanes;
        if (frame.snap && (frame.fresh || !is_settled))
            || (frame.is_smoothing && self.cells_since_design >= 8)
            || self.cells_since_design == 9
        {
            self.designed_lanes = lanes;
            self.trim = gain(level_match_db(STAGES, frame, lanes)) as f32;
            self.filters_samples =
                linear::sections(STAGES, frame).delay_samples_at(ALIGN_HZ, frame.sample_rate_hz);
            self.cells_since_design = if frame.is_smoothing { 0 } else { 10 };
        }
        let rate = frame.sample_rate_hz;
        let here = Spot { speed_m_s: frame.place.speed_m_s, damage: f64::from(frame.damage), force: 1.0 };
        let here_samples = linear::sections_at(STAGES, frame, &here).delay_samples_at(ALIGN_HZ, rate);
        linear::delay_samples(STAGES, frame)
            + (self.filters_samples + here_samples).clamp(-1e-3 * rate, 4e-3 * rate)
    }

    /// Aims at the next grid point. `delay_samples` is what the disc is late on average; `swap_gain` fades it while its parts are
    /// exchanged; `fade_step` is the share of 20 ms in one cell.
    pub fn update(&mut self, frame: &ControlFrame, delay_samples: f64, swap_gain: f32, fade_step: f32) {
        let settings = frame.settings;
        // A jump concerns the disc: what mixes it goes on from where it was.
        if frame.snap && !frame.fresh {
            return;
        }
        let goal = f32::from(u8::from(settings.bypass || settings.mix <= 0.0));
        self.bypass_mix += (goal - self.bypass_mix).clamp(-fade_step, fade_step);
        if frame.fresh {
            self.bypass_mix = goal;
        }
        let mix = settings.mix / 100.0;
        let out = gain(f64::from(settings.output)) as f32;
        let trim =
            if settings.level_match { self.trim } else { 1.0 } * gain(f64::from(settings.level_trim)) as f32;
        let touched = 1.0 - self.bypass_mix;
        let song = frame.enable.song;
        let keeps_low = settings.keep_low > KEEP_LOW_OFF_HZ;
        if keeps_low && self.split == 0.0 {
            self.crossover().for_each(LinkwitzRiley::reset);
        }
        let split_goal = f32::from(u8::from(keeps_low));
        self.split += (split_goal - self.split).clamp(-fade_step, fade_step);
        if frame.fresh {
            self.split = split_goal;
        }
        if keeps_low {
            let (f_hz, q) = (f64::from(settings.keep_low), std::f64::consts::FRAC_1_SQRT_2);
            let (above, below) = (Section::high_pass(f_hz, q), Section::low_pass(f_hz, q));
            self.below.iter_mut().for_each(|filter| filter.set(&below, frame.sample_rate_hz));
            self.above.iter_mut().for_each(|filter| filter.set(&above, frame.sample_rate_hz));
            self.disc_above.iter_mut().for_each(|filter| filter.set(&above, frame.sample_rate_hz));
        }
        let c = &mut self.coefficients;
        c.delays_bypass = settings.disc_latency == Latency::Aligned;
        // By whole samples: there is nothing between them to be read, and the cubic curve goes through them to the bit.
        c.quality = if c.delays_bypass { Quality::Standard } else { settings.disc_quality };
        c.split.set_target(self.split, frame.fresh);
        c.wet.set_target(touched * mix * out * trim * swap_gain / FULL_SCALE_CM_S, frame.fresh);
        let louder = out * gain(f64::from(settings.level_trim)) as f32;
        let peak = (frame.loudest_cm_s / FULL_SCALE_CM_S).max(LEAST_PEAK);
        // What passes by comes on top.
        let matched = (MATCHED_CEILING - self.split) * peak * mix * louder;
        let ceiling = if settings.level_match { matched.min(CEILING) } else { CEILING };
        // Within a cell gains slide from one to the next.
        c.ceiling = ceiling.max(self.ceiling);
        self.ceiling = ceiling;
        c.dry.set_target(touched * (1.0 - mix) * out * song, frame.fresh);
        c.low.set_target(touched * out * song, frame.fresh);
        let untouched_gain = if settings.bypass { 1.0 } else { out * song };
        c.through.set_target(self.bypass_mix * untouched_gain, frame.fresh);

        let delay_samples = delay_samples.max(MIN_DELAY_SAMPLES);
        // A leap (another side, another player) is faded across; what glides bends the pitch of the dry path too.
        let leap = delay_samples - self.delay_samples;
        if frame.fresh {
            self.delay_samples = delay_samples;
        } else if leap.abs() > LEAP_SAMPLES {
            self.dry.iter_mut().for_each(|ring| ring.jump(-leap, frame.sample_rate_hz));
            self.delay_samples = delay_samples;
        }
        self.coefficients.delay = Delay::new(self.delay_samples, delay_samples);
        self.delay_samples = delay_samples;
    }

    /// What the dry path waits.
    pub fn delay_samples(&self) -> f64 {
        self.delay_samples
    }

    fn crossover(&mut self) -> impl Iterator<Item = &mut LinkwitzRiley> {
        self.above.iter_mut().chain(&mut self.below).chain(&mut self.disc_above)
    }

    /// Mixes the disc, in cm/s, with the input that is still in `channels`, in place. One lane is heard in all of them.
    #[inline(always)]
    pub fn process(&mut self, disc: &mut Grooves, channels: &mut [&mut [f32]], first: usize) {
        let Coefficients { wet, dry, low, through, split, ceiling, quality, delays_bypass, delay } =
            self.coefficients;
        let splits = !split.is_zero();
        if splits {
            for (above, groove) in self.disc_above.iter_mut().zip(disc.iter_mut()) {
                above.blend(groove, first, split);
            }
        }
        let heard = disc.iter().cycle();
        for (n, ((channel, ring), disc)) in channels.iter_mut().zip(&mut self.dry).zip(heard).enumerate() {
            let mut delayed = [0.0f32; GRID];
            let delayed = &mut delayed[..channel.len()];
            // Written always, so that it is there when the mix moves.
            let passes = delays_bypass && !through.is_zero();
            if dry.is_zero() && !splits && !passes {
                ring.write(channel);
                if through.is_zero() {
                    for (i, (sample, v)) in channel.iter_mut().zip(disc.iter()).enumerate() {
                        *sample = audible(clamp_symmetric(v * wet.at(first + i), ceiling));
                    }
                    continue;
                }
            } else {
                delayed.copy_from_slice(channel);
                ring.process(delayed, quality, delay, first);
            }
            if delays_bypass {
                channel.copy_from_slice(delayed);
            }
            let mut kept = [0.0f32; GRID];
            let kept = &mut kept[..channel.len()];
            if splits {
                kept.copy_from_slice(delayed);
                self.below[n].process(kept, first);
                self.above[n].blend(delayed, first, split);
            }
            for (i, sample) in channel.iter_mut().enumerate() {
                let n = first + i;
                let played = clamp_symmetric(disc[i] * wet.at(n), ceiling);
                let low = kept[i] * low.at(n) * split.at(n);
                let beside = delayed[i] * dry.at(n) + low + *sample * through.at(n);
                *sample = audible(played + clamp_symmetric(beside, MAX_DRY));
            }
        }
    }
}

/// The sample, unless it is so small that it may be a subnormal number, or none at all: neither leaves the plugin.
#[inline(always)]
fn audible(y: f32) -> f32 {
    if y.abs() >= 1e-25 { y } else { 0.0 }
}

/// The same second-order filter twice: Linkwitz and Riley's fourth order.
#[derive(Clone, Debug, Default)]
struct LinkwitzRiley([Cascade<1, 1>; 2]);

impl LinkwitzRiley {
    fn set(&mut self, section: &Section, sample_rate_hz: f64) {
        self.0.iter_mut().for_each(|filter| filter.set(0, section, sample_rate_hz));
    }

    fn reset(&mut self) {
        self.0.iter_mut().for_each(Cascade::reset);
    }

    #[inline(always)]
    fn process(&mut self, samples: &mut [f32], first: usize) {
        self.0.iter_mut().for_each(|filter| filter.process(samples, first));
    }

    /// Filters as far as `share` says.
    #[inline(always)]
    fn blend(&mut self, samples: &mut [f32], first: usize, share: Ramp) {
        let mut cell = [0.0f32; GRID];
        let filtered = &mut cell[..samples.len()];
        filtered.copy_from_slice(samples);
        self.process(filtered, first);
        for (i, (x, y)) in samples.iter_mut().zip(filtered.iter()).enumerate() {
            *x += (y - *x) * share.at(first + i);
        }
    }
}
