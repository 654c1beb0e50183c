//! The needle change: where a song goes on to the next side, the needle is lifted and set down again.
//!
//! In the last 0.1 s of a side it leaves the groove, 0.1 s into the next it falls back with its thump, which shakes it at once:
//! 10 ms later it plays. 200 ms in all. A closed form of the place. Measured in `tests/laws/perform.rs`
//! and `tests/physics/events.rs`.

use crate::disc::groove::{Groove, Place};

/// Lifting takes as long as hanging.
const LIFT_SECONDS: f64 = 0.1;
/// From the fall to a needle that is in the groove.
const SETTLE_SECONDS: f64 = 0.01;

/// How far the needle is in the groove, `0.0..=1.0`, and whether it was set down within the last `cell_seconds`.
pub(in crate::chain) fn needle_change(groove: &Groove, place: &Place, cell_seconds: f64) -> (f32, bool) {
    let turns = f64::from(groove.turns_per_side());
    let to_end_s = (turns - place.turns()) / place.rev_hz;
    // The first side begins with the needle down.
    let since_start_s = if place.sides_before > 0 { place.turns() / place.rev_hz } else { f64::MAX };
    let late_s = since_start_s - LIFT_SECONDS;
    let part = (to_end_s / LIFT_SECONDS).min(late_s / SETTLE_SECONDS).clamp(0.0, 1.0);
    ((part * part * (3.0 - 2.0 * part)) as f32, (0.0..cell_seconds).contains(&late_s))
}
