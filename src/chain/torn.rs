//! Torn spots: where so little is left of the walls that the needle loses the song, and where it skips ahead.
//!
//! The song drops out, the dirt does not: what tore the wall away left noise of its own there (`crackle.rs` puts a burst of
//! ticks on both edges). Spots come by the rate at which they appear, as clicks do, so more wear only ever adds; those that
//! were there stay.
//!
//! | term  | meaning                                              | value                                        |
//! |-------|------------------------------------------------------|----------------------------------------------|
//! | rate  | none until D = 0.75, then in proportion              | 1 a second where nothing is left (D = 1)     |
//! | depth | how far the song falls                               | 8–22 dB                                      |
//! | length| by chance, as many from 20 to 60 as from 60 to 180   | 20–180 ms, edges of 2 ms                     |
//! | skip  | a wall that gives way forwards (`disc/wall.rs`)      | the song is gone for a third to a whole turn |
//!
//! Guessed, from what is told of worn-out discs. `wear_breakage` scales how far past its first life a groove counts here: at 0 no
//! song is ever lost. A function of side, place and damage alone. Measured in `tests/physics/events.rs`.

use std::ops::Range;

use super::control_frame::ControlFrame;
use super::crackle::poisson::poisson;
use super::parts::ramp::Ramp;
use super::parts::section::gain;
use crate::disc::Side;
use crate::disc::hash;
use crate::disc::salt;
use crate::disc::wall::Break;

/// Cells of a turn in which spots are looked up, where the disc turns as usual: 190 ms.
const CELLS: f64 = 4.0;
/// How far past its first life a groove is where spots begin (D = 0.75), and how many a second there are at its end.
const FIRST_OVERWORN: f64 = 1.0 / 6.0;
const MAX_SPOTS_HZ: f64 = 1.0;
const DEPTH_DB: (f64, f64) = (8.0, 22.0);
const SECONDS: (f64, f64) = (0.02, 0.18);
const EDGE_SECONDS: f64 = 2e-3;
/// What is left of the song where the needle has skipped ahead of it.
const LOST_DB: f64 = 60.0;

/// A stretch of groove without its walls.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TornSpot {
    /// From where to where, in turns since the side's first groove.
    from_turns: f64,
    /// Its end.
    to_turns: f64,
    /// By how much the song falls.
    depth_db: f64,
    /// Random bits of its own.
    bits: u64,
}

/// The gain that torn spots leave of the song.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Torn {
    /// For every lane.
    pub(super) song: Ramp,
}

impl Torn {
    /// Aims at the next grid point.
    pub(super) fn update(&mut self, frame: &ControlFrame) {
        let turns = frame.place.turns();
        let turn_seconds = 1.0 / frame.place.rev_hz;
        let mut lost_db = 0.0f64;
        for_each_spot(frame, turns, |spot| {
            let edge_seconds = (turns - spot.from_turns).min(spot.to_turns - turns) * turn_seconds;
            lost_db = lost_db.max(spot.depth_db * (edge_seconds / EDGE_SECONDS).clamp(0.0, 1.0));
        });
        self.song.set_target(gain(-lost_db) as f32, frame.snap);
    }
}

/// Shows where walls are torn between two places of less than a cell: the edges of the spots, and where a needle that fell back
/// lands and where it leaves the locked groove. With random bits of each.
pub(super) fn for_each_tear(frame: &ControlFrame, between_turns: Range<f64>, mut tear: impl FnMut(f64, u64)) {
    let mut edge = |at_turns: f64, bits: u64| {
        if between_turns.contains(&at_turns) {
            tear(at_turns, bits);
        }
    };
    for_each_spot(frame, between_turns.start, |spot| {
        edge(spot.from_turns, hash::mix(spot.bits ^ 1));
        edge(spot.to_turns, hash::mix(spot.bits ^ 2));
    });
    for wall in frame.side.blemishes.broken_walls(frame.overworn) {
        if let Break::Back { turns } = wall.breaks {
            let bits = hash::branch(frame.side.seed, wall.turns.to_bits());
            edge(wall.turns - 1.0, hash::mix(bits ^ 1));
            edge(wall.turns + f64::from(turns), hash::mix(bits ^ 2));
        }
    }
}

/// Shows every spot that may reach a place: those of its cell and of the one before.
fn for_each_spot(frame: &ControlFrame, turns: f64, mut spot: impl FnMut(TornSpot)) {
    let overworn = f64::from(frame.overworn);
    if overworn <= 0.0 {
        return;
    }
    for wall in frame.side.blemishes.broken_walls(frame.overworn) {
        if let Break::Forward { turns } = wall.breaks {
            let bits = hash::branch(frame.side.seed, wall.turns.to_bits());
            spot(TornSpot { from_turns: wall.turns, to_turns: wall.turns + turns, depth_db: LOST_DB, bits });
        }
    }
    let spots_hz = MAX_SPOTS_HZ * (overworn - FIRST_OVERWORN) / (1.0 - FIRST_OVERWORN);
    if spots_hz <= 0.0 {
        return;
    }
    let cells = (CELLS * frame.groove.stretch()).max(1.0);
    let here = libm::floor(turns * cells) as i64;
    for cell in here - 1..=here {
        spots_of_cell(frame.side, cell, cells, 1.0 / frame.place.rev_hz, spots_hz, &mut spot);
    }
}

/// Spots that begin in a cell, those first that tear first.
fn spots_of_cell(
    side: &Side,
    cell: i64,
    cells: f64,
    turn_seconds: f64,
    spots_hz: f64,
    spot: &mut impl FnMut(TornSpot),
) {
    let seed = hash::branch(side.seed, salt::TORN ^ cell as u64);
    poisson(seed, spots_hz, turn_seconds / cells, |part, bits| {
        let from_turns = (cell as f64 + part) / cells;
        let seconds = SECONDS.0 * libm::pow(SECONDS.1 / SECONDS.0, f64::from(hash::unit(bits)));
        // Two cells are looked at, so none may be longer than one.
        let length_turns = (seconds / turn_seconds).min(1.0 / cells);
        let deep = f64::from(hash::unit(hash::mix(bits)));
        let depth_db = DEPTH_DB.0 + (DEPTH_DB.1 - DEPTH_DB.0) * deep;
        spot(TornSpot { from_turns, to_turns: from_turns + length_turns, depth_db, bits });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::{Disc, Recipe};
    use crate::params::Serial;

    #[test]
    fn a_spot_is_as_long_and_as_deep_as_it_may_be_and_no_longer_than_its_cell() {
        let disc = Disc::new(Recipe::new(Serial::new(1953).unwrap(), 230.0));
        let (cells, turn_seconds) = (CELLS, 0.77);
        let (mut seconds, mut depths_db) = (Vec::new(), Vec::new());
        for cell in 0..4000 {
            spots_of_cell(disc.side(0), cell, cells, turn_seconds, 2.0, &mut |spot| {
                assert!((cell as f64 / cells..(cell + 1) as f64 / cells).contains(&spot.from_turns));
                seconds.push((spot.to_turns - spot.from_turns) * turn_seconds);
                depths_db.push(spot.depth_db);
            });
        }
        let ends = |values: &[f64]| {
            values.iter().fold((f64::INFINITY, 0.0f64), |(low, high), x| (low.min(*x), high.max(*x)))
        };
        let (shortest, longest) = ends(&seconds);
        let most = SECONDS.1.min(turn_seconds / cells);
        assert!(shortest < 1.2 * SECONDS.0 && shortest >= 0.999 * SECONDS.0, "{shortest}");
        assert!(longest > 0.8 * most && longest <= 1.001 * most, "{longest} of {most}");
        let (least_db, most_db) = ends(&depths_db);
        assert!(
            least_db >= DEPTH_DB.0
                && most_db <= DEPTH_DB.1
                && most_db - least_db > 0.8 * (DEPTH_DB.1 - DEPTH_DB.0)
        );
    }
}
