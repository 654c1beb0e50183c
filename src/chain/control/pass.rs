//! A pass: the stretch of groove a needle has gone over without being lifted.
//!
//! When it ends (stop, jump, loop, reset, next side) every turn it touched is exposed once:
//! `E(turn) += rate · swept / L(turn)`, with the life `L` of the player that did it. Until then the memory
//! does not change, so a pass sounds the same from end to end. Measured in `tests/physics/passes.rs`.

use crate::chain::wear_law::WearLaw;
use crate::disc::groove::{Groove, Place};
use crate::disc::memory::Memory;

/// The stretch under way.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::chain) struct Pass {
    counting: bool,
    /// Side, first and last turn with their fractions.
    stretch: Option<(u8, f64, f64)>,
}

impl Pass {
    /// Whether passes count from now on. A stretch not counted from its start never is.
    pub(in crate::chain) fn count(&mut self, counting: bool) {
        if self.counting != counting {
            (self.counting, self.stretch) = (counting, None);
        }
    }

    /// Whether the needle has gone on to another side.
    pub(in crate::chain) fn leaves(&self, place: &Place) -> bool {
        self.stretch.is_some_and(|(side, ..)| side != place.side)
    }

    /// The needle has come so far; where none was under way, a stretch begins here.
    pub(in crate::chain) fn sweep(&mut self, place: &Place) {
        match &mut self.stretch {
            Some((_, _, last)) => *last = place.turns(),
            None if self.counting => self.stretch = Some((place.side, place.turns(), place.turns())),
            None => {}
        }
    }

    /// The disc was taken off: the stretch counts for nothing.
    pub(in crate::chain) fn abandon(&mut self) {
        self.stretch = None;
    }

    /// The needle is lifted: adds the stretch to the disc's memory, as the law has it.
    pub(in crate::chain) fn end(&mut self, memory: &Memory, groove: &Groove, rate: f64, law: &WearLaw) {
        let Some((side, first, last)) = self.stretch.take() else {
            return;
        };
        for turn in (first.floor() as i32)..=(last.floor() as i32) {
            let swept = (last.min(f64::from(turn) + 1.0) - first.max(f64::from(turn))).max(0.0);
            let place = groove.place_on_side(turn);
            memory.expose(side, turn, (rate * swept / law.life_plays(&place)) as f32);
        }
    }
}
