//! Locked grooves: past breakthrough the needle falls back into the turn it has just left.
//!
//! Once the wall between two turns is worn through, a turn breaks out with probability
//! `P = 10⁻³ · exp(6 (D − 0.7))` (guessed; nothing below D = 0.7). The needle then repeats the last turn while
//! the song runs on, and rejoins it: once is a skip, three to six times a locked groove. Whether, where and how often is a
//! function of serial, side, turn and damage by a *typical* programme: what is played has no say, so a bounce repeats.
//! Measured in `tests/physics/passes.rs`.

use crate::disc::groove::Place;
use crate::disc::salt;
use crate::disc::{Side, hash};

/// Damage from which walls break.
const BREAKTHROUGH: f32 = 0.7;
/// Most turns a groove stays locked.
const MAX_LOCKED_TURNS: i32 = 6;

/// The needle is in a locked groove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Whole turns by which it lies behind the song.
    pub turns_back: i32,
}

/// The lock the needle is in at this place, if any.
pub fn at(side: &Side, place: &Place, damage: f32) -> Option<Lock> {
    if damage <= BREAKTHROUGH {
        return None;
    }
    let chance = 1e-3 * libm::expf(6.0 * (damage - BREAKTHROUGH));
    ((place.turn - MAX_LOCKED_TURNS).max(0)..=place.turn).find_map(|turn| {
        let bits = hash::branch(hash::branch(side.seed, salt::LOCK), turn as u64);
        if hash::unit(bits) >= chance {
            return None;
        }
        let start = f64::from(turn) + f64::from(hash::unit(hash::mix(bits)));
        // One repeat is common, six are rare.
        let luck = hash::unit(hash::mix(bits ^ 1));
        let repeats = 1 + ((MAX_LOCKED_TURNS as f32) * luck * luck) as i32;
        let since = place.turns() - start;
        (since >= 0.0 && since < f64::from(repeats)).then(|| Lock { turns_back: since as i32 + 1 })
    })
}
