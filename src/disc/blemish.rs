//! Faults this copy was born with: where the hole was burnt, how the film curls, where it was scratched.
//!
//! Only shapes and phases live here; how large a fault is (`warp_hole`, `warp_curl`) and how many scratches
//! show (`crackle_scratches`) are the listener's to set. Distributions are guessed: no bone record has been
//! measured. What they sound like is `chain/warp.rs` and `chain/crackle.rs`.

use super::salt;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, LogNormal, Normal};
use rand_pcg::Pcg64Mcg;

use super::groove::MAX_TURNS;
use super::hash;
use super::wall::{self, WALLS, Wall};

/// Scratches a side can have; `crackle_scratches` shows the first so many.
const SCRATCHES: usize = 12;
/// Terms of the curl: once, twice (the saddle of curled film), three and four times a turn.
pub const CURL_TERMS: usize = 4;
/// Height of each curl term relative to the saddle.
const CURL_SHARE: [f64; CURL_TERMS] = [0.25, 1.0, 0.4, 0.2];

/// A scratch: a straight cut across neighbouring turns, ticking once a turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scratch {
    /// First turn it crosses.
    pub first_turn: i32,
    /// Turns it crosses, 5–120.
    pub turns: i32,
    /// Angle of its first crossing, in turns.
    pub angle: f64,
    /// How far each crossing lies from the one before, in turns; 0 for a radial scratch.
    pub slant: f64,
    /// Time the needle takes to cross it, in milliseconds, 0.08–0.3.
    pub crossing_ms: f32,
    /// Height of its tick, in dB re reference.
    pub level_db: f32,
    /// Lives of the groove after which it appears, 0–0.6; 0 for one the disc was born with.
    pub from_lives: f32,
}

/// The faults of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Blemishes {
    /// Direction of the hole from the true centre, in turns.
    pub hole_angle: f64,
    /// Phase of each curl term, in turns.
    pub curl_angle: [f64; CURL_TERMS],
    /// Height of each curl term as a share of `warp_curl`; the saddle is 1.
    pub curl_share: [f64; CURL_TERMS],
    /// Phases of the lathe's and the player's own unevenness, in turns.
    pub flutter_angle: [f64; 8],
    /// The scratches, in the order in which `crackle_scratches` shows them.
    pub scratches: [Scratch; SCRATCHES],
    /// The walls that give way when the side is worn out.
    pub walls: [Wall; WALLS],
}

impl Blemishes {
    /// The walls that have given way in a groove so far overworn.
    pub fn broken_walls(&self, overworn: f32) -> impl Iterator<Item = &Wall> {
        self.walls.iter().filter(move |wall| overworn > wall.strength)
    }

    /// The faults that `seed` makes on a side of `turns` turns.
    pub fn new(seed: u64, turns: i32) -> Self {
        let mut rng = Pcg64Mcg::seed_from_u64(hash::branch(seed, salt::BLEMISHES));
        let hole_angle = rng.random();
        let curl_angle = std::array::from_fn(|_| rng.random());
        let mut curl_share = CURL_SHARE.map(|share| share * rng.random_range(0.6..1.0));
        curl_share[1] = 1.0;
        let flutter_angle = std::array::from_fn(|_| rng.random());
        let scratches = std::array::from_fn(|nth| scratch(&mut rng, nth, turns));
        let walls = wall::walls(&mut rng, turns);
        Self { hole_angle, curl_angle, curl_share, flutter_angle, scratches, walls }
    }
}

/// The `nth` scratch. The first three are there from the start; the rest come with handling.
fn scratch(rng: &mut Pcg64Mcg, nth: usize, turns: i32) -> Scratch {
    let crossing_ms: f32 = LogNormal::new(-2.0f32, 0.45).expect("positive width").sample(rng);
    let level_db: f32 = Normal::new(-9.0f32, 4.5).expect("positive width").sample(rng);
    let length = rng.random_range(5..=120).min(turns);
    Scratch {
        first_turn: rng.random_range(0..=(turns - length).clamp(0, MAX_TURNS as i32)),
        turns: length,
        angle: rng.random(),
        // Most run near the radius; a slip of the needle runs along the groove.
        slant: rng.random_range(-0.004..0.004) * rng.random_range(0.0..2.0f64),
        crossing_ms: crossing_ms.clamp(0.08, 0.3),
        level_db: level_db.clamp(-20.0, 2.0),
        from_lives: if nth < 3 { 0.0 } else { rng.random_range(0.0..0.6) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stay_on_the_side() {
        for seed in 0..500 {
            let blemishes = Blemishes::new(seed, 218);
            for scratch in blemishes.scratches {
                assert!(scratch.first_turn >= 0 && scratch.first_turn + scratch.turns <= 218, "{scratch:?}");
                assert!((0.0..1.0).contains(&scratch.angle));
            }
        }
    }

    #[test]
    fn seeds_make_different_faults() {
        assert_eq!(Blemishes::new(7, 256), Blemishes::new(7, 256));
        assert_ne!(Blemishes::new(7, 256).hole_angle, Blemishes::new(8, 256).hole_angle);
    }
}
