//! Swarf: the chip that the cutter lifts gets caught under it now and then.
//!
//! While it is caught the cutter rides on it: the groove is shallower and its walls are torn. A burst lasts 5–40 ms,
//! adds 10–20 dB to the film's noise and takes 3–10 dB off the programme. Machines differ in how often it happens;
//! an embosser lifts no chip. All figures are guessed, from what lathe operators tell.
//!
//! Where it happened is a property of the disc: one chance in each quarter of a turn, decided by its hash. Measured in
//! `tests/physics/lathe.rs`.

use crate::chain::parts::math::cos_turns;
use crate::disc::groove::Place;
use crate::disc::salt;
use crate::disc::{Side, hash};

/// Length of groove in which at most one chip is caught.
const SECTOR_TURNS: f64 = 0.25;

/// What a caught chip does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::chain) struct Swarf {
    /// More noise of the film, in dB.
    pub(in crate::chain) noise_db: f64,
    /// Less programme, in dB.
    pub(in crate::chain) dip_db: f64,
}

/// What a chip does at this place, if the machine catches `rate_hz` of them a second.
pub(in crate::chain) fn at(side: &Side, place: &Place, rate_hz: f64) -> Swarf {
    let sector_seconds = SECTOR_TURNS / place.rev_hz;
    let position = place.turns() / SECTOR_TURNS;
    let sector = position.floor();
    let bits = hash::branch(hash::branch(side.seed, salt::CHIP), sector as i64 as u64);
    if f64::from(hash::unit(bits)) >= rate_hz * sector_seconds {
        return Swarf::default();
    }
    let share = |salt: u64| f64::from(hash::unit(hash::mix(bits ^ salt)));
    let seconds = (5e-3 + 35e-3 * share(1)).min(sector_seconds);
    // Whole within its sector.
    let start = share(2) * (1.0 - seconds / sector_seconds);
    let part = ((position - sector - start) * sector_seconds / seconds).clamp(0.0, 1.0);
    let caught = (0.5 - 0.5 * cos_turns(part)).max(0.0);
    Swarf { noise_db: (10.0 + 10.0 * share(3)) * caught, dip_db: (3.0 + 7.0 * share(4)) * caught }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::groove::Groove;
    use crate::disc::{Disc, Recipe};
    use crate::params::Serial;

    #[test]
    fn chips_are_as_many_and_as_long_as_stated() {
        let disc = Disc::new(Recipe::new(Serial::new(1953).unwrap(), 230.0));
        let groove = Groove::new(230.0, 77.92);
        let (mut caught, mut chips, mut before) = (0, 0, false);
        for n in 0..(8 * 197_000) {
            let place = groove.place(f64::from(n) * 1e-3);
            let swarf = at(disc.side(place.side), &place, 0.2);
            assert!((0.0..=20.0).contains(&swarf.noise_db) && (0.0..=10.0).contains(&swarf.dip_db));
            let now = swarf.noise_db > 0.1;
            caught += i32::from(now);
            chips += i32::from(now && !before);
            before = now;
        }
        // 0.2 a second in eight sides of 197 s; 22.5 ms each, of which the ends are too quiet to count.
        assert!((f64::from(chips) - 315.0).abs() < 3.0 * 315f64.sqrt(), "{chips} chips");
        let mean_ms = f64::from(caught) / f64::from(chips);
        assert!((18.0..=24.0).contains(&mean_ms), "{mean_ms} ms");
    }
}
