//! CRACKLE: dust, clicks, scratches and thumps, each a bump in the groove at its own place. It is the surface: what one hears
//! of a film disc before its hiss.
//!
//! A speck lifts the needle: a raised cosine of displacement, so one cycle of a sine in velocity. It has no
//! timbre of its own; impulse noise "consists almost entirely of ringing" of the pickup (Williamson 1953), so
//! the pickup stage gives it one. A bump that rises as fast as it falls has most of it near 0.85/T, so ticks of a fifth of a
//! millisecond stay ticks after a pickup that gives displacement; wide or lopsided ones become plops of the load's own 10 ms.
//! Bumps are written into a short strip of groove ahead of the needle when it enters the sector they begin in; sectors are 1/64
//! turn, 12 ms at 78 rpm.
//!
//! | kind    | rate                                    | length                          | height re reference                |
//! |---------|-----------------------------------------|---------------------------------|------------------------------------|
//! | dust    | `crackle_dust` · (1 + 11 D²) · 2^u      | 0.18 ms · e^(0.25 g) · A^0.14   | Pareto, α = 1.35, −21…−8 dB        |
//! | clicks  | `crackle_clicks` · (1 + 11 D²) · 2^(u/2)| the same                        | the same law, −8…+10 dB            |
//! | pops    | 1/60 of the clicks                      | 0.15–0.6 ms                     | −14…+4 dB                          |
//! | scratch | once a turn                             | 0.08–0.3 ms                     | its own ±3 dB                      |
//! | line    | twice a turn, of reused film (`crackle/lines.rs`) | 0.08–0.75 ms          | its own ±3 dB                      |
//! | thump   | with 30 % of pops and scratch ticks     | 8–20 ms                         | −36…−22 dB                         |
//! | tear    | at the edges of torn spots (`torn.rs`)  | five ticks within 4 ms          | a click's                          |
//! | fall    | where the needle is set down            | 12–20 ms                        | −21…−18.5 dB                       |
//!
//! Wear makes every bump but the fall 16 dB · D higher, and up to 6 dB more past the first life; whatever falls together stays
//! below +12 dB. `u` is how rough the film is here (`patches.rs`), in deviations; `A` the height over the least.
//!
//! Heights and rates are guessed so that impulses counted as on raw transfers of real discs (`measure/impulses.rs`) are as many
//! and as high; the laws are those of the restoration literature (Godsill & Rayner 1998: Poisson onsets in bursts; Vaseghi).
//! Each sector holds a Poisson process not only along the groove but along the *rate* as well: its points are sorted by the rate
//! at which they appear, so more wear only ever adds clicks, and those that were there stay. `crackle_clustering` is the share
//! that comes in bursts of 3–15, 1–8 ms apart (Neyman–Scott). Measured in `tests/physics/{crackle,rings,surface}.rs`.

use super::control_frame::ControlFrame;
use super::linear::DirtBand;
use super::parts::kept::Kept;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::gain;
use super::patches::Patches;
use super::torn;
use crate::disc::Side;
use crate::disc::blemish::Scratch;
use crate::disc::groove::Place;
use crate::disc::hash;
use crate::disc::salt;
use crate::params::Settings;

pub(super) mod bump;
pub mod lines;
pub(super) mod poisson;
use bump::{CLICK_DB, DUST_DB, Strip, Ticks};
use poisson::nested_poisson;

/// Sectors in one turn, where the disc turns as usual.
const SECTORS: f64 = 64.0;
/// Sectors looked back over after a jump, 190 ms: longer than all but the rarest burst.
const LOOK_BACK: i64 = 16;
/// Ticks of a worn-out groove against a new one, less 1.
const WORN_RATE: f64 = 11.0;
/// How much higher they are at the end of its life: as much as the hiss gains, and a little more, or wear would drown them.
const WORN_HEIGHT_DB: f64 = 16.0;
/// Past its first life each further one makes them higher by so much, up to a bound.
const LATE_HEIGHT_DB: (f64, f64) = (1.5, 6.0);
/// Ticks where a wall is torn, and the time within which they come.
const TEAR_TICKS: u64 = 5;
const TEAR_SECONDS: f64 = 4e-3;
/// Dust of a spot one deviation rougher than usual, re usual.
const ROUGH_DUST: f64 = 2.0;
/// No more than this of a kind come in a second, whatever is asked.
const MAX_EVENTS_HZ: f32 = 9000.0;

/// Adds dust and clicks.
pub(super) fn add_power_density(frame: &ControlFrame, bands: &mut [DirtBand]) {
    let (settings, worn) = (frame.settings, frame.wear.middle());
    let damage = worn.damage() * f64::from(frame.enable.wear);
    let rate = worn_rate(damage);
    let higher_db = worn_height_db(damage, worn.lives);
    let dust_hz = f64::from(settings.crackle_dust) * rate;
    let clicks_hz = f64::from(settings.crackle_clicks) * rate;
    let (dust, click) = (bump::mean_energy(DUST_DB, higher_db), bump::mean_energy(CLICK_DB, higher_db));
    let level = gain(f64::from(settings.crackle_level)) * f64::from(frame.enable.crackle);
    for band in bands {
        let shape = bump::shape_at(band.f_hz);
        let ticks = dust_hz * (dust * shape * shape) + clicks_hz * (click * shape * shape);
        band.density += ticks * level * level;
    }
}

/// How many more ticks damage makes.
fn worn_rate(damage: f64) -> f64 {
    1.0 + WORN_RATE * damage * damage
}

/// How much higher damage makes them, after so many lives, in dB.
fn worn_height_db(damage: f64, lives: f64) -> f64 {
    let (per_life_db, late_db) = LATE_HEIGHT_DB;
    WORN_HEIGHT_DB * damage + (per_life_db * (lives - 1.0)).clamp(0.0, late_db)
}

/// What decides the dirt of one sector.
#[derive(Clone, Copy, Debug)]
struct Dirt {
    dust_hz: f32,
    clicks_hz: f32,
    clustering: f32,
    scratches: usize,
    lives: f32,
    /// What wear has made of every height, as a factor.
    height: f32,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Crackle {
    level: Ramp,
    level_gain: Kept,
    strip: Strip,
    dust: Ticks,
    click: Ticks,
    patches: Patches,
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
            level_gain: Kept::NONE,
            strip: Strip::new(sample_rate_hz),
            dust: Ticks::between(DUST_DB),
            click: Ticks::between(CLICK_DB),
            patches: Patches::default(),
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
        let level = self.level_gain.at(f64::from(settings.crackle_level), gain) as f32
            * frame.enable.crackle
            * frame.dirt
            * frame.surface;
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
        let damage = f64::from(frame.damage);
        let worn = worn_rate(damage) as f32;
        let dirt = Dirt {
            height: gain(worn_height_db(damage, f64::from(frame.lives))) as f32,
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
            self.strip.write(self.clock as f64, bump::fall(bits).scaled(frame.colour(1.0)));
        }
    }

    /// Adds the dirt to the groove.
    #[inline(always)]
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
        let roughness = self.patches.roughness(side.seed, sector as f64 / sectors as f64);
        let rough = libm::pow(ROUGH_DUST, roughness) as f32;
        let dust_hz = (dirt.dust_hz * rough).min(MAX_EVENTS_HZ);
        let clicks_hz = (dirt.clicks_hz * rough.sqrt()).min(MAX_EVENTS_HZ);
        let mut place = |event_s: f64, bump: bump::Bump| {
            let at = self.clock as f64 + (offset_s + event_s) * frame.sample_rate_hz;
            self.strip.write(at, bump.scaled(dirt.height));
        };
        let seed = hash::branch(side.seed, salt::DIRT ^ sector as u64);

        nested_poisson(
            hash::branch(seed, salt::dirt::DUST),
            dust_hz,
            dirt.clustering,
            sector_seconds,
            |at_s, bits| {
                place(at_s, self.dust.tick(bits));
            },
        );
        nested_poisson(
            hash::branch(seed, salt::dirt::CLICKS),
            clicks_hz,
            dirt.clustering,
            sector_seconds,
            |at_s, bits| {
                clicks += 1;
                place(at_s, self.click.tick(bits));
            },
        );
        nested_poisson(
            hash::branch(seed, salt::dirt::POPS),
            clicks_hz / 60.0,
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
        let sector_turns = 1.0 / sectors as f64;
        let from_turns = sector as f64 * sector_turns;
        torn::for_each_tear(frame, from_turns..from_turns + sector_turns, |at_turns, bits| {
            clicks += 1;
            for nth in 0..TEAR_TICKS {
                let bits = hash::branch(bits, nth);
                let late_s = TEAR_SECONDS * f64::from(hash::unit(hash::mix(bits ^ 1)));
                place((at_turns - from_turns) * turn_seconds + late_s, self.click.tick(bits));
            }
        });
        let depth = frame.colour(1.0);
        // Not on a clean copy.
        if depth == 0.0 {
            self.clicks = self.clicks.wrapping_add(clicks);
            return;
        }
        lines::for_each_crossing(
            frame,
            from_turns..from_turns + sector_turns,
            |at_turns, line, slant, bits| {
                clicks += 1;
                place(
                    (at_turns - from_turns) * turn_seconds,
                    bump::crossing(line, slant, bits).scaled(depth),
                );
            },
        );
        self.clicks = self.clicks.wrapping_add(clicks);
    }
}

/// Sectors since the side's first groove.
fn sector_of(place: &Place, sectors: i64) -> i64 {
    i64::from(place.turn) * sectors + (place.angle * sectors as f64) as i64
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
