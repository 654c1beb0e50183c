//! Locked grooves: past breakthrough the needle falls back into the turn it has just left.
//!
//! A wall of the disc (`disc/wall.rs`) breaks where the groove is more overworn than the wall is strong. The needle then
//! repeats the last turn while the song runs on, and rejoins it: once is a skip, three to six times a locked groove. Whether,
//! where and how often is a function of side, place and damage by a *typical* programme: what is played has no say, so a
//! bounce repeats. Measured in `tests/physics/passes.rs`.

use crate::disc::Side;
use crate::disc::groove::Place;
use crate::disc::wall::Break;

/// The needle is in a locked groove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Whole turns by which it lies behind the song.
    pub turns_back: i32,
}

/// The lock the needle is in at this place, if any, of a groove so far overworn.
pub fn at(side: &Side, place: &Place, overworn: f32) -> Option<Lock> {
    side.blemishes.broken_walls(overworn).find_map(|wall| match wall.breaks {
        Break::Back { turns } => {
            let since = place.turns() - wall.turns;
            (since >= 0.0 && since < f64::from(turns)).then(|| Lock { turns_back: since as i32 + 1 })
        }
        Break::Forward { .. } => None,
    })
}
