//! The needle change: where a song goes on to the next side, the needle is lifted and set down again.
//!
//! In the last 0.1 s of a side it leaves the groove, 0.1 s into the next it is set down with its thump and within another
//! 0.1 s it has settled: less than 300 ms in all. A closed form of the place. Measured in `tests/laws/perform.rs`.

use crate::disc::groove::{Groove, Place};

/// Lifting, hanging and settling take as long each.
const LIFT_SECONDS: f64 = 0.1;

/// How far the needle is in the groove, `0.0..=1.0`, and whether it was set down within the last `cell_seconds`.
pub(in crate::chain) fn needle_change(groove: &Groove, place: &Place, cell_seconds: f64) -> (f32, bool) {
    let turns = f64::from(groove.turns_per_side());
    let to_end_s = (turns - place.turns()) / place.rev_hz;
    // The first side begins with the needle down.
    let since_start_s = if place.sides_before > 0 { place.turns() / place.rev_hz } else { f64::MAX };
    let part = (to_end_s / LIFT_SECONDS).min(since_start_s / LIFT_SECONDS - 1.0).clamp(0.0, 1.0);
    let late_s = since_start_s - LIFT_SECONDS;
    ((part * part * (3.0 - 2.0 * part)) as f32, (0.0..cell_seconds).contains(&late_s))
}
