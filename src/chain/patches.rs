//! Patches: where the film is rougher than elsewhere. Both the hiss and the dust follow them.
//!
//! Gelatin was scraped, bent and kept among other films, and a cutter that is hot here and blunt there leaves stretches whose
//! bottom is scaly. What a place has of it is a sum of smooth noises of that place, in units of its own deviation:
//!
//! `u = (area + 0.8 · long + 0.8 · short + turn) / 0.75`
//!
//! | term    | meaning                                             | size                                  |
//! |---------|-----------------------------------------------------|---------------------------------------|
//! | `area`  | scraped spots that lie across neighbouring turns    | 6 turns deep, a tenth of a turn wide  |
//! | `long`  | runs along the groove, the cutter's heat            | 1.1 a turn                            |
//! | `short` | the same, its chatter                               | 9 a turn                              |
//! | `turn`  | a turn as a whole                                   | half as much as an area               |
//! | `fine`  | scales, apart from the sum                          | 40 a turn                             |
//!
//! Guessed, so that the noise varies in 0.05–2 s and from turn to turn as much as real transfers do (levels of 10 ms spread by
//! 2–4 dB between 4 and 8 kHz). A function of the place alone. Measured in `tests/physics/surface.rs`.

use super::parts::math::{slow_curve, slow_value};
use crate::disc::hash;
use crate::disc::salt;

/// Standard deviation of the sum: each smooth noise has a variance of 0.247, an area two thirds of it, a whole turn 1/3.
const DEVIATION: f64 = 0.75;
const AREA_TURNS: f64 = 6.0;
const AREAS_PER_TURN: f64 = 10.0;
const LONG_PER_TURN: f64 = 1.1;
const SHORT_PER_TURN: f64 = 9.0;
const RUN_SHARE: f64 = 0.8;
const TURN_SHARE: f64 = 0.5;
const FINE_PER_TURN: f64 = 40.0;

/// The patches of a side, with the values last looked up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Patches {
    areas: [Run; 2],
    long: Run,
    short: Run,
    fine: Run,
}

impl Patches {
    /// How rough the side is at a place, in deviations: 0 is as usual.
    pub(super) fn roughness(&mut self, side_seed: u64, turns: f64) -> f64 {
        let seed = hash::branch(side_seed, salt::PATCHES);
        let turn = libm::floor(turns);
        let (band, within) = {
            let band = turn / AREA_TURNS;
            (libm::floor(band), band - libm::floor(band))
        };
        let mut area = |nth: usize| {
            let seed = hash::branch(seed, (band as i64 + nth as i64) as u64);
            self.areas[nth].at(seed, (turns - turn) * AREAS_PER_TURN)
        };
        let area = area(0) * (1.0 - within) + area(1) * within;
        let long = self.long.at(hash::branch(seed, salt::patches::LONG), turns * LONG_PER_TURN);
        let short = self.short.at(hash::branch(seed, salt::patches::SHORT), turns * SHORT_PER_TURN);
        let whole = slow_value(hash::branch(seed, salt::patches::TURN), turn as i64);
        (area + RUN_SHARE * (long + short) + TURN_SHARE * whole) / DEVIATION
    }

    /// The scales at a place, −1 to 1.
    pub(super) fn scales(&mut self, side_seed: u64, turns: f64) -> f64 {
        self.fine.at(hash::branch(side_seed, salt::SCALES), turns * FINE_PER_TURN)
    }
}

/// Smooth noise along a line (`slow_noise`) that keeps the two values it lies between.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// Seed and number of the first; none at first.
    known: Option<(u64, i64)>,
    values: [f64; 2],
}

impl Run {
    fn at(&mut self, seed: u64, x: f64) -> f64 {
        let cell = libm::floor(x);
        let here = (seed, cell as i64);
        if self.known != Some(here) {
            self.known = Some(here);
            self.values = [slow_value(seed, here.1), slow_value(seed, here.1 + 1)];
        }
        slow_curve(self.values, x - cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_as_rough_however_one_gets_there_and_deviates_by_one() {
        let mut straight = Patches::default();
        let rough: Vec<f64> = (0..40_000).map(|n| straight.roughness(9, f64::from(n) * 0.006)).collect();
        for n in [39_999, 5, 20_000, 19_999] {
            let mut jumped = Patches::default();
            assert_eq!(jumped.roughness(9, n as f64 * 0.006), rough[n]);
        }
        let mean = rough.iter().sum::<f64>() / rough.len() as f64;
        let deviation = (rough.iter().map(|u| (u - mean).powi(2)).sum::<f64>() / rough.len() as f64).sqrt();
        assert!(mean.abs() < 0.15 && (deviation - 1.0).abs() < 0.1, "{mean} {deviation}");
    }

    #[test]
    fn scales_come_and_go_along_the_groove() {
        let mut patches = Patches::default();
        let scales: Vec<f64> = (0..10_000).map(|n| patches.scales(9, f64::from(n) * 0.006)).collect();
        let share = |is_so: fn(&f64) -> bool| scales.iter().filter(|x| is_so(x)).count() as f64 / 1e4;
        assert!(scales.iter().all(|x| x.abs() <= 1.0));
        let (above, below) = (share(|x| *x > 0.3), share(|x| *x < -0.3));
        assert!((0.2..0.5).contains(&above) && (0.2..0.5).contains(&below), "{above} {below}");
    }
}
