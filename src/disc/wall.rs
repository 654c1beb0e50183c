//! Walls that give way: the places where a worn-out side skips or locks.
//!
//! A side has six weak walls, one in each sixth of it, of six different strengths: the more worn the groove is past its first
//! life, the more of them break, evenly over the side (guessed; left to plain chance, most sides would have none or many). What
//! happens there is `chain/control/lock.rs` and `chain/torn.rs`; where is the disc's.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;

/// Weak walls of a side.
pub const WALLS: usize = 6;
/// Most turns a groove stays locked.
pub const MAX_LOCKED_TURNS: i32 = 6;
/// Fewest turns of what is called a locked groove.
const MIN_LOCKED_TURNS: i32 = 3;
/// Least and most of a turn that is lost where the needle skips forward.
const LOST_TURNS: (f64, f64) = (0.3, 0.95);

/// What the needle does where a wall has given way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Break {
    /// It falls back into the turn it has just left, so many times: once is a skip, three to six times a locked groove.
    Back {
        /// How many times the turn is repeated.
        turns: i32,
    },
    /// It jumps ahead, and waits for the song: so much of a turn is lost.
    Forward {
        /// Part of a turn, `0.0..1.0`.
        turns: f64,
    },
}

/// A weak wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wall {
    /// Where, in turns since the side's first groove.
    pub turns: f64,
    /// How far past its first life the groove is when it breaks, `0.0..1.0`.
    pub strength: f32,
    /// What happens then.
    pub breaks: Break,
}

/// The weak walls of a side of so many turns, in the order of their place.
pub(super) fn walls(rng: &mut Pcg64Mcg, turns: i32) -> [Wall; WALLS] {
    let mut order: [usize; WALLS] = std::array::from_fn(|nth| nth);
    order.shuffle(rng);
    std::array::from_fn(|nth| {
        let part = f64::from(turns) / WALLS as f64;
        // A locked groove ends before the next wall's sixth begins.
        let room = (1.0 - f64::from(MAX_LOCKED_TURNS) / part).max(0.0);
        let at_turns = (nth as f64 + room * rng.random::<f64>()) * part;
        let strength = (order[nth] as f32 + rng.random::<f32>()) / WALLS as f32;
        let breaks = match rng.random_range(0..20) {
            0..8 => Break::Back { turns: 1 },
            8..15 => Break::Back { turns: rng.random_range(MIN_LOCKED_TURNS..=MAX_LOCKED_TURNS) },
            _ => Break::Forward { turns: rng.random_range(LOST_TURNS.0..LOST_TURNS.1) },
        };
        // The needle has somewhere to fall back to.
        Wall { turns: at_turns.max(1.0), strength, breaks }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn every_sixth_has_a_wall_and_every_strength_is_there() {
        for seed in 0..200 {
            let walls = walls(&mut Pcg64Mcg::seed_from_u64(seed), 256);
            for (nth, wall) in walls.iter().enumerate() {
                let sixth = wall.turns * 6.0 / 256.0;
                assert!(sixth as usize == nth && sixth - nth as f64 <= 0.86, "{wall:?}");
            }
            let mut strengths = walls.map(|wall| (wall.strength * 6.0) as usize);
            strengths.sort_unstable();
            assert_eq!(strengths, [0, 1, 2, 3, 4, 5]);
        }
    }

    #[test]
    fn a_small_disc_has_its_walls_on_it() {
        for turns in [1, 20, 100] {
            for wall in walls(&mut Pcg64Mcg::seed_from_u64(3), turns) {
                assert!((1.0..=f64::from(turns)).contains(&wall.turns), "{wall:?} of {turns}");
            }
        }
    }
}
