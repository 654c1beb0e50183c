//! Film that was a disc, a floor or a pocket before: straight scratches across the whole sheet, on both emulsions.
//!
//! A straight line at distance `d` from the disc's centre crosses the groove of radius `r > d` twice a turn, at the angles
//!
//! `θ = φ ± acos(d / r)`
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `φ` | direction from the centre to the line | turns |
//! | `d` | its distance from the centre | mm |
//! | `r` | radius of the groove | mm |
//!
//! So its ticks drift by `p / (r · tan ψ)` from turn to turn, `p` the pitch of the groove and `ψ` the angle between them. How
//! many lines there are, and on how many discs, is guessed. What they sound like is `chain/crackle.rs`.

use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Normal};
use rand_pcg::Pcg64Mcg;

use super::hash;
use super::salt;

/// Most lines of a side, and the fewest of reused film.
const LINES: usize = 9;
const FEWEST: usize = 4;
/// One film in so many is reused.
const ONE_IN: f32 = 5.0;
/// Lines keep to this part of the outermost groove's radius, or they would only graze it.
const REACH: f64 = 0.95;

/// A straight scratch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Distance from the disc's centre, in mm.
    pub distance_mm: f64,
    /// Direction from the centre to the line, in turns.
    pub angle: f64,
    /// Time the needle takes to cross it where they are square, in milliseconds, 0.08–0.25.
    pub crossing_ms: f32,
    /// Height of its ticks, in dB re reference.
    pub level_db: f32,
}

impl Line {
    /// The two angles at which it crosses a groove of this radius, in turns, unwrapped; none where it passes by.
    pub fn crossings(&self, radius_mm: f64) -> Option<[f64; 2]> {
        let away = libm::acos((self.distance_mm / radius_mm).clamp(0.0, 1.0)) / std::f64::consts::TAU;
        (radius_mm > self.distance_mm).then_some([self.angle - away, self.angle + away])
    }

    /// How much longer the needle is in it than where they are square: it crosses at a slant, and is seldom in it for more than
    /// three times as long.
    pub fn slant(&self, radius_mm: f64) -> f32 {
        let cosine = self.distance_mm / radius_mm;
        (1.0 / libm::sqrt((1.0 - cosine * cosine).max(0.1))) as f32
    }
}

/// What a film's first life left on a side.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstLife {
    /// Whether the number says that this film had one.
    pub by_number: bool,
    /// Its straight scratches.
    pub lines: Vec<Line>,
}

impl FirstLife {
    /// Of the side with this seed, whose outermost groove has this radius.
    pub fn new(seed: u64, outer_radius_mm: f64) -> Self {
        let seed = hash::branch(seed, salt::REUSED);
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let level = Normal::new(-7.0f32, 4.0).expect("positive width");
        let lines = (0..rng.random_range(FEWEST..=LINES))
            .map(|_| Line {
                distance_mm: rng.random_range(0.0..REACH) * outer_radius_mm,
                angle: rng.random(),
                crossing_ms: rng.random_range(0.08..0.25),
                level_db: level.sample(&mut rng).clamp(-18.0, 2.0),
            })
            .collect();
        Self { by_number: hash::unit(hash::mix(seed)) < 1.0 / ONE_IN, lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_film_in_five_is_reused() {
        let reused = (0..5000).filter(|seed| FirstLife::new(hash::mix(*seed), 109.0).by_number).count();
        // Three standard deviations of 5000 draws are 85.
        assert!((915..=1085).contains(&reused), "{reused}");
    }

    #[test]
    fn a_line_is_crossed_where_it_is() {
        for line in FirstLife::new(7, 109.0).lines {
            let [before, after] = line.crossings(108.0).unwrap();
            for angle in [before, after] {
                // How far along its direction the crossing lies is its distance.
                let along = 108.0 * libm::cos((angle - line.angle) * std::f64::consts::TAU);
                assert!((along - line.distance_mm).abs() < 1e-9);
            }
            assert!(line.crossings(line.distance_mm).is_none() && line.slant(108.0) >= 1.0);
        }
    }

    #[test]
    fn the_needle_is_longer_in_a_line_it_crosses_at_a_slant() {
        let line = Line { distance_mm: 0.0, ..FirstLife::new(7, 109.0).lines[0] };
        let slant = |distance_mm: f64| Line { distance_mm, ..line }.slant(100.0);
        assert_eq!((slant(0.0), slant(60.0)), (1.0, 1.25));
        assert!(slant(99.9) > 3.0 && slant(99.9) < 3.2, "{}", slant(99.9));
    }
}
