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
//! The level match is a trim worked out from the settings, never a running meter:
//!
//! `trim = 1 / √(Σ wᵢ |H(fᵢ)|²)`
//!
//! times what overdriven walls and the plays that are set take away, with `H` all linear parts at the middle of a side,
//! unplayed, and `w` the share of each band in the loudness
//! of typical music (guessed; checked on every preset in `tests/chain/presets_sound.rs`).

use super::control_frame::{ControlFrame, FULL_SCALE_CM_S};
use super::lane::{self, Grooves};
use super::lathe::{self, Lathe};
use super::parts::cascade::Cascade;
use super::parts::delay_line::{Delay, DelayLine};
use super::parts::math::clamp_symmetric;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::{Section, db, gain, power_at};
use super::pickup::{self, player};
use super::source;
use super::warp::MAX_SWING_SECONDS;
use super::wear;
use crate::params::{KEEP_LOW_OFF_HZ, Latency, Quality};

/// Share of each third of an octave in the loudness of typical music: frequency in Hz, weight.
const BANDS: [(f64, f64); 24] = [
    (50.0, 0.054),
    (63.0, 0.053),
    (80.0, 0.051),
    (100.0, 0.049),
    (125.0, 0.054),
    (160.0, 0.059),
    (200.0, 0.066),
    (250.0, 0.072),
    (315.0, 0.066),
    (400.0, 0.059),
    (500.0, 0.064),
    (630.0, 0.069),
    (800.0, 0.058),
    (1000.0, 0.049),
    (1250.0, 0.037),
    (1600.0, 0.024),
    (2000.0, 0.022),
    (2500.0, 0.020),
    (3150.0, 0.017),
    (4000.0, 0.015),
    (5000.0, 0.012),
    (6300.0, 0.010),
    (8000.0, 0.010),
    (10_000.0, 0.010),
];
/// Two channels folded into one groove lose what differs between them: about this much on music.
const FOLD_DB: f64 = 1.2;
/// Where the disc is cut off, +18 dBFS: no knob, however turned, makes a dangerous noise.
const CEILING: f32 = 8.0;
/// Where what passes by the disc is cut off: the loudest input, +30 dBFS, at the highest output. A crossover turns phases, and
/// a square wave at the ceiling would come out of it with peaks of twice that.
const MAX_DRY: f32 = 128.0;
/// The trim never does more than this.
const MAX_TRIM_DB: f64 = 20.0;
/// The frequency at which dry and wet are in time.
const ALIGN_HZ: f64 = 1000.0;
/// Groove speed at the middle of a 23 cm side.
const MIDDLE_SPEED_M_S: f64 = 0.63;
/// Sections that change with groove speed and damage.
const BY_SPEED: usize = 3;
/// Most sections in the whole chain: those, lathe 4, source 4, tone, curve.
const MAX_SECTIONS: usize = BY_SPEED + 4 + 4 + 1 + player::MAX_SECTIONS;

/// Everything linear in the chain, for an unplayed groove at the middle of a side.
fn sections(frame: &ControlFrame) -> [Section; MAX_SECTIONS] {
    let (settings, enable) = (frame.settings, frame.enable);
    let curve = player::curve(settings.pickup_player);
    let mut all = [Section::PASS_THROUGH; MAX_SECTIONS];
    all[..BY_SPEED].copy_from_slice(&by_speed(frame, MIDDLE_SPEED_M_S, 0.0, 1.0));
    all[3..7].copy_from_slice(&lathe::sections(settings, enable.lathe));
    all[7..11].copy_from_slice(&source::sections(settings, enable.lathe));
    all[11] = pickup::tone(settings).weighted(f64::from(enable.pickup));
    for (section, own) in all[12..].iter_mut().zip(curve.used()) {
        *section = own.weighted(f64::from(enable.pickup));
    }
    all
}

/// Those that change with groove speed and damage: the cutter's tip, the film's springing back, the needle's contact.
fn by_speed(frame: &ControlFrame, speed_m_s: f64, damage: f64, force: f64) -> [Section; BY_SPEED] {
    let player = player::spec(frame.settings.pickup_player);
    let contact = pickup::contact(&player, frame.settings, speed_m_s, damage, force);
    [
        lathe::cutter_edge(frame.settings, speed_m_s, frame.enable.lathe),
        lathe::springback(frame.settings, speed_m_s, frame.enable.lathe),
        contact.weighted(f64::from(frame.enable.pickup)),
    ]
}

/// The trim, in dB, that brings a disc of so many tracks about to the loudness of the input.
pub fn level_match_db(frame: &ControlFrame, lanes: usize) -> f64 {
    let all = sections(frame);
    let power: f64 = BANDS.iter().map(|(f_hz, weight)| weight * power_at(&all, *f_hz)).sum();
    let drive_db = f64::from(frame.settings.lathe_drive * frame.enable.lathe);
    // Hard driven, the groove's walls take away what the drive gives.
    let crushed_db =
        0.13 * (drive_db - 2.0).max(0.0) + 0.025 * (drive_db - 4.0).max(0.0) * (drive_db - 4.0).max(0.0);
    let fold_db = if lanes == 1 { FOLD_DB } else { 0.0 };
    let worn_db = wear::mean_loss_db(&frame.wear) * f64::from(frame.enable.wear);
    let faded_db = source::mean_loss_db(frame.settings) * f64::from(frame.enable.lathe);
    (fold_db + crushed_db + faded_db + worn_db - db(libm::sqrt(power)) - drive_db)
        .clamp(-MAX_TRIM_DB, MAX_TRIM_DB)
}

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
    disc_above: [LinkwitzRiley; lane::MAX_LANES],
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
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.dry.iter_mut().for_each(DelayLine::reset);
        self.crossover().for_each(LinkwitzRiley::reset);
        self.split = 0.0;
    }

    /// Works out the trim for a disc of so many tracks, and what all filters and the lathe take at 1 kHz, in samples.
    pub fn design(&mut self, frame: &ControlFrame, lanes: usize) -> f64 {
        // Designed at once when it counts, otherwise once in eight cells: it is the costliest of designs.
        self.cells_since_design = self.cells_since_design.saturating_add(1);
        if frame.snap || (frame.is_smoothing && self.cells_since_design >= 8) || self.cells_since_design == 9
        {
            self.trim = gain(level_match_db(frame, lanes)) as f32;
            let placeless = &sections(frame)[BY_SPEED..];
            self.filters_samples =
                placeless.iter().map(|s| s.delay_samples_at(ALIGN_HZ, frame.sample_rate_hz)).sum();
            self.cells_since_design = if frame.is_smoothing { 0 } else { 10 };
        }
        let rate = frame.sample_rate_hz;
        let here = by_speed(frame, frame.place.speed_m_s, f64::from(frame.damage), 1.0);
        let here_samples: f64 = here.iter().map(|s| s.delay_samples_at(ALIGN_HZ, rate)).sum();
        Lathe::delay_samples(frame.settings.disc_quality, frame.enable.lathe)
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
        let trim = if settings.level_match { self.trim } else { 1.0 };
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
        c.dry.set_target(touched * (1.0 - mix) * out * song, frame.fresh);
        c.low.set_target(touched * out * song, frame.fresh);
        let untouched_gain = if settings.bypass { 1.0 } else { out * song };
        c.through.set_target(self.bypass_mix * untouched_gain, frame.fresh);

        let delay_samples = delay_samples.max(3.0);
        // A leap (another side, another player) is faded across; what glides bends the pitch of the dry path too.
        let leap = delay_samples - self.delay_samples;
        if frame.fresh {
            self.delay_samples = delay_samples;
        } else if leap.abs() > 0.15 * GRID as f64 {
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

    /// Mixes the disc, in cm/s, with the input that is still in `channels`, in place. One track is heard in all of them.
    pub fn process(&mut self, disc: &mut Grooves, channels: &mut [&mut [f32]], first: usize) {
        let Coefficients { wet, dry, low, through, split, quality, delays_bypass, delay } = self.coefficients;
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
                        *sample = audible(clamp_symmetric(v * wet.at(first + i), CEILING));
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
                let played = clamp_symmetric(disc[i] * wet.at(n), CEILING);
                let low = kept[i] * low.at(n) * split.at(n);
                let beside = delayed[i] * dry.at(n) + low + *sample * through.at(n);
                *sample = audible(played + clamp_symmetric(beside, MAX_DRY));
            }
        }
    }
}

/// The sample, unless it is so small that it may be a subnormal number, or none at all: neither leaves the plugin.
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

    fn process(&mut self, samples: &mut [f32], first: usize) {
        self.0.iter_mut().for_each(|filter| filter.process(samples, first));
    }

    /// Filters as far as `share` says.
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
