//! The bumps themselves, and the strip of groove ahead of the needle that they are written into.

use crate::chain::parts::math::{clamp_symmetric, sin_turns};
use crate::chain::parts::ramp::Ramp;
use crate::chain::parts::section::gain;
use crate::chain::reference::velocity_cm_s;
use crate::disc::blemish::Scratch;
use crate::disc::hash;
use crate::disc::reused::Line;

/// Longest bump with its rise, in seconds; the strip holds a sector, a burst and this.
const STRIP_SECONDS: f64 = 0.5;
/// A bump is drawn with at least so many samples. Shorter ones keep the area of their displacement, which
/// is all that a band-limited pickup hears of them, so they are equally loud at every sample rate.
const MIN_BUMP_SAMPLES: f64 = 4.0;
/// Whatever falls together, the needle is never thrown harder than this, in dB re reference.
const CEILING_DB: f32 = 12.0;

/// One bump: a raised cosine of displacement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::chain) struct Bump {
    /// From rise to fall.
    pub(in crate::chain) seconds: f64,
    /// Highest velocity, in cm/s; its sign is the side to which the needle is thrown.
    pub(in crate::chain) velocity_cm_s: f32,
    /// Share of the time spent rising, 0.42–0.5.
    pub(in crate::chain) rise: f64,
}

impl Bump {
    /// The same, so many times as high.
    pub(in crate::chain) fn scaled(self, height: f32) -> Self {
        Self { velocity_cm_s: self.velocity_cm_s * height, ..self }
    }
}

/// Least and greatest height of dust and of clicks, in dB re reference: one power law, cut in two.
pub(in crate::chain) const DUST_DB: (f32, f32) = (-21.0, -8.0);
pub(in crate::chain) const CLICK_DB: (f32, f32) = (-8.0, 10.0);
/// Height gained with each tenth of the likelihood: a Pareto law of exponent 1.5 in amplitude.
const PARETO_DB: f32 = 14.8;
/// Width of the smallest ticks, of a mean one, the spread of its logarithm, and the power of its height with which a tick widens.
const TICK_SECONDS: f64 = 0.18e-3;
const MEAN_TICK_SECONDS: f64 = 1.3 * TICK_SECONDS;
const TICK_SPREAD: f64 = 0.25;
const TICK_POWER: f64 = 0.14;
/// A share of its time that a bump rises: the nearer to a half, the more of it lies at high frequencies.
const RISE: (f64, f64) = (0.42, 0.5);

fn bump(bits: u64, seconds: f64, level_db: f32) -> Bump {
    let sign = if bits & 1 == 0 { 1.0 } else { -1.0 };
    let rise = RISE.0 + (RISE.1 - RISE.0) * f64::from(hash::unit(hash::mix(bits ^ 0xf00)));
    Bump { seconds, velocity_cm_s: sign * velocity_cm_s(level_db), rise }
}

/// The ticks whose heights lie between two bounds.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Ticks {
    least_db: f32,
    /// Share of the uncut law that lies above the upper bound. Kept, as a power for every tick is dear.
    beyond: f64,
}

impl Ticks {
    /// Those between two heights, in dB re reference.
    pub(in crate::chain) fn between((least_db, most_db): (f32, f32)) -> Self {
        Self { least_db, beyond: libm::pow(10.0, f64::from((least_db - most_db) / PARETO_DB)) }
    }

    /// The tick that these random bits make.
    pub(in crate::chain) fn tick(&self, bits: u64) -> Bump {
        // The law is cut in its likelihood, not in its height: nothing piles up at the upper bound.
        let share = self.beyond + (1.0 - self.beyond) * hash::unit_open(hash::mix(bits ^ 5));
        let level_db = self.least_db - PARETO_DB * libm::log10(share) as f32;
        let wider = TICK_POWER * f64::from(level_db - DUST_DB.0) * std::f64::consts::LN_10 / 20.0;
        let spread = TICK_SPREAD * f64::from(hash::gauss(hash::mix(bits ^ 4)));
        bump(bits, TICK_SECONDS * libm::exp(spread + wider), level_db)
    }
}

/// Mean energy density of ticks between two heights, in (cm/s)²/Hz² · Hz: times their rate and the square of [`shape_at`] it is a
/// power density.
///
/// All of them are `higher_db` higher; the ceiling holds what it holds.
pub(in crate::chain) fn mean_energy((least_db, most_db): (f32, f32), higher_db: f64) -> f64 {
    // The mean square of a Pareto law of exponent α that is cut at both ends, and held above the ceiling.
    let alpha = 20.0 / f64::from(PARETO_DB);
    let to_db =
        |db: f64| db.min(f64::from(CEILING_DB) - higher_db).max(f64::from(least_db)) - f64::from(least_db);
    let least =
        f64::from(velocity_cm_s(least_db)) * gain(higher_db).min(gain(f64::from(CEILING_DB - least_db)));
    let (held, span) = (gain(to_db(f64::from(most_db))), gain(f64::from(most_db - least_db)));
    let beyond = libm::pow(span, -alpha);
    let below = alpha / (2.0 - alpha) * (libm::pow(held, 2.0 - alpha) - 1.0);
    let mean_square =
        least * least * (below + held * held * (libm::pow(held, -alpha) - beyond)) / (1.0 - beyond);
    // Twice, for both signs of frequency.
    2.0 * mean_square * MEAN_TICK_SECONDS * MEAN_TICK_SECONDS
}

/// Spectrum of a mean tick of unit height and length at a frequency: a cycle of a sine, `sin(π f T) / (π (1 − (f T)²))`.
pub(in crate::chain) fn shape_at(f_hz: f64) -> f64 {
    let x = f_hz * MEAN_TICK_SECONDS;
    if (x - 1.0).abs() < 1e-3 { 0.5 } else { sin_turns(0.5 * x) / (std::f64::consts::PI * (1.0 - x * x)) }
}

/// A click of the shellac record or the receiver that was copied: duller, and steeper in its heights.
pub(in crate::chain) fn copied_click(bits: u64) -> Bump {
    let seconds = 0.25e-3 * libm::exp(0.9 * f64::from(hash::gauss(hash::mix(bits ^ 4))));
    let level_db = -16.0 - 10.0 * libm::log10(hash::unit_open(hash::mix(bits ^ 5))) as f32;
    bump(bits, seconds.clamp(0.05e-3, 4e-3), level_db.min(4.0))
}

/// A pop: a hole or a lump one can see.
pub(in crate::chain) fn pop(bits: u64) -> Bump {
    let seconds = 0.15e-3 + 0.45e-3 * f64::from(hash::unit(bits));
    bump(bits, seconds, -14.0 + 18.0 * hash::unit(hash::mix(bits ^ 6)).powi(2))
}

/// The kick that makes the arm ring at its own resonance, tens of hertz.
pub(in crate::chain) fn thump(bits: u64) -> Bump {
    let seconds = 8e-3 + 12e-3 * f64::from(hash::unit(bits));
    bump(bits, seconds, -36.0 + 14.0 * hash::unit(hash::mix(bits ^ 7)))
}

/// The needle falling into the groove.
pub(in crate::chain) fn fall(bits: u64) -> Bump {
    let seconds = 12e-3 + 8e-3 * f64::from(hash::unit(bits));
    bump(bits, seconds, -21.0 + 2.5 * hash::unit(hash::mix(bits ^ 8)))
}

/// One crossing of a scratch.
pub(in crate::chain) fn tick(scratch: &Scratch, bits: u64) -> Bump {
    let level_db = scratch.level_db + 3.0 * (2.0 * hash::unit(bits) - 1.0);
    bump(bits ^ u64::from(scratch.first_turn as u32), f64::from(scratch.crossing_ms) * 1e-3, level_db)
}

/// One crossing of a straight scratch of reused film, at a slant that makes it so many times as long.
pub(in crate::chain) fn crossing(line: &Line, slant: f32, bits: u64) -> Bump {
    let level_db = line.level_db + 3.0 * (2.0 * hash::unit(bits) - 1.0);
    bump(bits, f64::from(line.crossing_ms * slant) * 1e-3, level_db)
}

/// The next whole number, without the call that `f64::ceil` is on older processors.
fn ceil(x: f64) -> i64 {
    let towards_zero = x as i64;
    towards_zero + i64::from((towards_zero as f64) < x)
}

/// A ring of groove velocity, in cm/s, read once and wiped.
#[derive(Clone, Debug)]
pub(in crate::chain) struct Strip {
    sample_rate_hz: f64,
    ring: Vec<f32>,
    /// First sample not yet played.
    played: i64,
    /// One past the last sample written.
    written: i64,
    ceiling_cm_s: f32,
}

impl Strip {
    /// Allocates.
    pub(in crate::chain) fn new(sample_rate_hz: f64) -> Self {
        let length = ((STRIP_SECONDS * sample_rate_hz) as usize).next_power_of_two();
        let ceiling_cm_s = velocity_cm_s(CEILING_DB);
        Self { sample_rate_hz, ring: vec![0.0; length], played: 0, written: 0, ceiling_cm_s }
    }

    /// Forgets all; the next sample played is `at`.
    pub(in crate::chain) fn restart(&mut self, at: i64) {
        // Only what was written and not yet wiped can be anything but 0.
        self.wipe(self.played, self.written - self.played);
        (self.played, self.written) = (at, at);
    }

    /// Writes a bump that begins at sample `at`; the part already played is left out.
    pub(in crate::chain) fn write(&mut self, at: f64, bump: Bump) {
        let mask = self.ring.len() as i64 - 1;
        let true_length = bump.seconds * self.sample_rate_hz;
        let length = true_length.max(MIN_BUMP_SAMPLES);
        let amplitude = f64::from(bump.velocity_cm_s) * (true_length / length) * (true_length / length);
        let (rise, fall) = (bump.rise * length, (1.0 - bump.rise) * length);
        // Both halves displace equally, so the longer fall is the slower.
        let (up, down) = (amplitude, -amplitude * rise / fall);
        let first = ceil(at).max(self.played);
        let last = ((at + length) as i64).min(self.played + mask - 1);
        let turns_back = ceil(at + rise).clamp(first, (last + 1).max(first));
        self.add(first, turns_back - first, |sample| up * sin_turns(0.5 * (sample - at) / rise));
        self.add(turns_back, last + 1 - turns_back, |sample| {
            down * sin_turns(0.5 * ((sample - at - rise) / fall).min(1.0))
        });
        self.written = self.written.max(last + 1);
    }

    /// Adds so many samples of a curve from `first` on.
    #[inline(always)]
    fn add(&mut self, first: i64, count: i64, curve: impl Fn(f64) -> f64) {
        let mut at = first as f64;
        for piece in self.pieces(first, count) {
            // Whole numbers, so no sum rounds; 32 bits of count, as a processor converts several of those at once.
            for (i, cell) in (0i32..).zip(piece.iter_mut()) {
                *cell += curve(at + f64::from(i)) as f32;
            }
            at += piece.len() as f64;
        }
    }

    /// The samples from `first` on: up to the ring's end, and from its beginning.
    #[inline(always)]
    fn pieces(&mut self, first: i64, count: i64) -> [&mut [f32]; 2] {
        let start = (first & (self.ring.len() as i64 - 1)) as usize;
        let count = count.max(0) as usize;
        let to_end = count.min(self.ring.len() - start);
        let (before, after) = self.ring.split_at_mut(start);
        [&mut after[..to_end], &mut before[..count - to_end]]
    }

    /// Adds the strip from sample `at` on to the groove and wipes it.
    #[inline(always)]
    pub(in crate::chain) fn play(&mut self, groove: &mut [f32], at: i64, level: Ramp, first: usize) {
        // A start within a grid cell leaves out the cell's beginning.
        let skipped = (at.min(self.written) - self.played).max(0);
        self.wipe(self.played, skipped);
        self.played = at + groove.len() as i64;
        if self.written <= at {
            return;
        }
        let most = self.ceiling_cm_s;
        let mut done = 0;
        for piece in self.pieces(at, groove.len() as i64) {
            for (i, (v, cell)) in groove[done..].iter_mut().zip(piece.iter_mut()).enumerate() {
                *v += clamp_symmetric(*cell, most) * level.at(first + done + i);
                *cell = 0.0;
            }
            done += piece.len();
        }
    }

    /// Wipes so many samples from `first` on.
    #[inline(always)]
    fn wipe(&mut self, first: i64, count: i64) {
        for piece in self.pieces(first, count.min(self.ring.len() as i64)) {
            piece.fill(0.0);
        }
    }
}
