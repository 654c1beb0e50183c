//! CRACKLE: dust, clicks, scratches and thumps, each a bump in the groove at its own place.
//!
//! A speck lifts the needle: a raised cosine of displacement, so one cycle of a sine in velocity. It has no
//! timbre of its own; impulse noise "consists almost entirely of ringing" of the pickup (Williamson 1953), so
//! the pickup stage gives it one. Bumps are written into a short strip of groove ahead of the needle when it
//! enters the sector they begin in; sectors are 1/64 turn, 12 ms at 78 rpm.
//!
//! | kind    | rate                      | length                  | height re reference               |
//! |---------|---------------------------|-------------------------|-----------------------------------|
//! | dust    | `crackle_dust` · (1 + 8D²)  | 30–150 µs             | log-normal, median −30 dB, σ 5 dB |
//! | clicks  | `crackle_clicks` · (1 + 8D²)| log-normal, median 0.25 ms | Pareto α = 2 from −16 dB, at most +4 dB |
//! | pops    | 1/60 of the clicks        | 1–4 ms                  | −14…+4 dB                         |
//! | scratch | once a turn               | 0.2–1 ms                | its own ±3 dB                     |
//! | thump   | with 30 % of pops and scratch ticks | 8–20 ms       | −36…−22 dB                        |
//! | fall    | where the needle is set down | 12–20 ms             | −22…−16 dB                        |
//!
//! Rates are guessed; the laws are those of the restoration literature (Godsill & Rayner 1998: Poisson
//! onsets in bursts; Vaseghi). Each sector holds a Poisson process not only along the groove but along the
//! *rate* as well: its points are sorted by the rate at which they appear, so more wear only ever adds
//! clicks, and those that were there stay. `crackle_clustering` is the share that comes in bursts of
//! 3–15, 1–8 ms apart (Neyman–Scott). Measured in `tests/physics/crackle.rs` and `rings.rs`.

use super::control_frame::ControlFrame;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::gain;
use crate::disc::Side;
use crate::disc::blemish::Scratch;
use crate::disc::groove::Place;
use crate::disc::hash;
use crate::disc::salt;
use crate::params::Settings;

pub(super) mod bump;
use bump::Strip;

/// Sectors in one turn, where the disc turns as usual.
const SECTORS: f64 = 64.0;
/// Sectors looked back over after a jump, 190 ms: longer than all but the rarest burst.
const LOOK_BACK: i64 = 16;
/// Clicks of a worn-out groove against a new one, less 1.
const WORN_CLICKS: f32 = 8.0;
/// Bursts: fewest and most in one.
const BURST: (u64, u64) = (3, 15);
/// No sector makes more than this of a kind, whatever is asked.
const MAX_EVENTS_PER_SECTOR: usize = 400;

/// What decides the dirt of one sector.
#[derive(Clone, Copy, Debug)]
struct Dirt {
    dust_hz: f32,
    clicks_hz: f32,
    clustering: f32,
    scratches: usize,
    lives: f32,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Crackle {
    level: Ramp,
    strip: Strip,
    /// The next sector to write, counted along the side; none after a reset.
    next_sector: Option<(u8, i64)>,
    /// Samples since the last reset, of the cell's start.
    clock: i64,
    /// Whether anything may be in the strip.
    audible: bool,
    /// Clicks, pops and ticks so far; dust is not counted.
    clicks: u32,
}

impl Crackle {
    /// Allocates the strip for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            level: Ramp::default(),
            strip: Strip::new(sample_rate_hz),
            next_sector: None,
            clock: 0,
            audible: false,
            clicks: 0,
        }
    }

    /// Clicks, pops and ticks that have been played, counted round: for eyes that want to see what is heard.
    pub fn clicks(&self) -> u32 {
        self.clicks
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.strip.restart(0);
        self.next_sector = None;
        self.clock = 0;
    }

    /// Aims at the next grid point and writes the sectors that begin before it.
    pub fn update(&mut self, frame: &ControlFrame) {
        let settings = frame.settings;
        let level = gain(f64::from(settings.crackle_level)) as f32 * frame.enable.crackle * frame.dirt;
        self.level.set_target(level, frame.snap);
        self.audible = !self.level.is_zero();
        if frame.snap {
            self.reset();
            return;
        }
        self.clock += GRID as i64;
        if !self.audible {
            self.next_sector = None;
            return;
        }
        let worn = 1.0 + WORN_CLICKS * frame.damage * frame.damage;
        let dirt = Dirt {
            dust_hz: settings.crackle_dust * worn,
            clicks_hz: settings.crackle_clicks * worn,
            clustering: settings.crackle_clustering / 100.0,
            scratches: shown_scratches(settings),
            lives: frame.lives,
        };
        let sectors = (SECTORS * frame.groove.stretch()).max(1.0) as i64;
        let last = sector_of(&frame.place, sectors);
        let first = match self.next_sector {
            Some((side, next)) if side == frame.place.side && next >= last - LOOK_BACK => next,
            Some(_) => last - LOOK_BACK,
            None => {
                self.strip.restart(self.clock - GRID as i64);
                last - LOOK_BACK
            }
        };
        for sector in first..=last {
            self.write_sector(sector, sectors, &dirt, frame);
        }
        self.next_sector = Some((frame.place.side, last + 1));
        if frame.needle_landed {
            let bits = hash::branch(hash::branch(frame.side.seed, salt::FALL), last as u64);
            self.strip.write(self.clock as f64, bump::fall(bits));
        }
    }

    /// Adds the dirt to the groove.
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        if self.audible {
            self.strip.play(groove, self.clock - GRID as i64 + first as i64, self.level, first);
        }
    }

    /// Writes everything that begins in a sector into the strip.
    fn write_sector(&mut self, sector: i64, sectors: i64, dirt: &Dirt, frame: &ControlFrame) {
        let side = frame.side;
        let turn_seconds = 1.0 / frame.place.rev_hz;
        let sector_seconds = turn_seconds / sectors as f64;
        // Seconds from the grid point we aim at back to the sector's start.
        let offset_s = (sector as f64 / sectors as f64 - frame.place.turns()) * turn_seconds;
        let mut clicks = 0u32;
        let mut place = |event_s: f64, bump: bump::Bump| {
            let at = self.clock as f64 + (offset_s + event_s) * frame.sample_rate_hz;
            self.strip.write(at, bump);
        };
        let seed = hash::branch(side.seed, salt::DIRT ^ sector as u64);

        nested_poisson(
            hash::branch(seed, salt::dirt::DUST),
            dirt.dust_hz,
            dirt.clustering,
            sector_seconds,
            |at_s, bits| {
                place(at_s, bump::dust(bits));
            },
        );
        nested_poisson(
            hash::branch(seed, salt::dirt::CLICKS),
            dirt.clicks_hz,
            dirt.clustering,
            sector_seconds,
            |at_s, bits| {
                clicks += 1;
                place(at_s, bump::click(bits));
            },
        );
        nested_poisson(
            hash::branch(seed, salt::dirt::POPS),
            dirt.clicks_hz / 60.0,
            0.0,
            sector_seconds,
            |at_s, bits| {
                clicks += 1;
                place(at_s, bump::pop(bits));
                if hash::unit(hash::mix(bits)) < 0.3 {
                    place(at_s, bump::thump(hash::mix(bits ^ 1)));
                }
            },
        );
        for (within, scratch, bits) in ticks(side, sector, sectors, dirt) {
            let at_s = within * sector_seconds;
            clicks += 1;
            place(at_s, bump::tick(scratch, bits));
            if hash::unit(hash::mix(bits)) < 0.3 {
                place(at_s, bump::thump(hash::mix(bits ^ 1)));
            }
        }
        self.clicks = self.clicks.wrapping_add(clicks);
    }
}

/// Sectors since the side's first groove.
fn sector_of(place: &Place, sectors: i64) -> i64 {
    i64::from(place.turn) * sectors + (place.angle * sectors as f64) as i64
}

/// The points of a sector whose rate of appearing is below `rate_hz`, lowest first.
///
/// `event` gets the time from the sector's start and random bits of its own. A share `clustering` of the
/// events comes in bursts, whose parents are points of the same kind of process.
pub(super) fn nested_poisson(
    seed: u64,
    rate_hz: f32,
    clustering: f32,
    sector_seconds: f64,
    mut event: impl FnMut(f64, u64),
) {
    let points = |seed: u64, rate_hz: f64, point: &mut dyn FnMut(f64, u64)| {
        let mut appears_at_hz = 0.0;
        for nth in 0..MAX_EVENTS_PER_SECTOR as u64 {
            let bits = hash::branch(seed, nth);
            appears_at_hz -= libm::log(hash::unit_open(bits)) / sector_seconds;
            if appears_at_hz >= rate_hz {
                break;
            }
            let place = hash::mix(bits);
            point(f64::from(hash::unit(place)) * sector_seconds, hash::mix(place));
        }
    };
    let rate_hz = f64::from(rate_hz);
    let alone_hz = rate_hz * f64::from(1.0 - clustering);
    let burst_hz = rate_hz * f64::from(clustering) / ((BURST.0 + BURST.1) as f64 / 2.0);
    points(hash::branch(seed, salt::dirt::ALONE), alone_hz, &mut event);
    points(hash::branch(seed, salt::dirt::BURSTS), burst_hz, &mut |start_s, bits| {
        let count = BURST.0 + hash::mix(bits) % (BURST.1 - BURST.0 + 1);
        let spacing_s = 1e-3 * (1.0 + 7.0 * f64::from(hash::unit(hash::mix(bits ^ 2))));
        let mut at_s = start_s;
        for child in 0..count {
            let bits = hash::branch(bits, child);
            event(at_s, bits);
            at_s -= spacing_s * libm::log(hash::unit_open(hash::mix(bits)));
        }
    });
}

/// How many of a side's scratches are on it at all: the first so many, by the order they were made in. A part of one is none.
pub fn shown_scratches(settings: &Settings) -> usize {
    settings.crackle_scratches.max(0.0) as usize
}

/// The scratches that cross a sector: where in it, `0.0..1.0`, which, and random bits of this crossing.
fn ticks<'a>(
    side: &'a Side,
    sector: i64,
    sectors: i64,
    dirt: &'a Dirt,
) -> impl Iterator<Item = (f64, &'a Scratch, u64)> {
    let turn = sector.div_euclid(sectors) as i32;
    let shown = side.blemishes.scratches.iter().take(dirt.scratches).enumerate();
    let worn_in = shown.filter(|(_, scratch)| scratch.from_lives <= dirt.lives);
    worn_in.filter_map(move |(nth, scratch)| {
        // A slanted scratch runs round: its n-th crossing may lie in the turn before or after.
        let guess = turn - scratch.first_turn;
        (guess - 1..=guess + 1).find_map(|crossing| {
            let angle = scratch.angle + scratch.slant * f64::from(crossing);
            let within_turn = angle - libm::floor(angle);
            let crosses_here = scratch.first_turn + crossing + libm::floor(angle) as i32 == turn;
            let within = within_turn * sectors as f64 - sector.rem_euclid(sectors) as f64;
            let hit = crosses_here && (0..scratch.turns).contains(&crossing) && (0.0..1.0).contains(&within);
            hit.then(|| {
                let bits =
                    hash::branch(side.seed, ((nth as u64) << 32) ^ crossing as u64 ^ salt::SCRATCH_TICK);
                (within, scratch, bits)
            })
        })
    })
}
