//! Where the needle crosses the straight scratches of reused film.

use std::ops::Range;

use crate::chain::control_frame::ControlFrame;
use crate::disc::hash;
use crate::disc::reused::{FirstLife, Line};
use crate::disc::salt;
use crate::params::{Reused, Settings};

/// The lines that are on a side as it is set.
pub fn shown<'a>(settings: &Settings, first_life: &'a FirstLife) -> &'a [Line] {
    match settings.film_reused {
        Reused::Off => &[],
        Reused::Serial if !first_life.by_number => &[],
        Reused::Serial | Reused::Always => &first_life.lines,
    }
}

/// Calls `place` with the turns since the side's first groove, the line, how much longer its slant makes it, and random bits,
/// for every crossing within these turns: half a turn of them at most.
pub(super) fn for_each_crossing(
    frame: &ControlFrame,
    turns: Range<f64>,
    mut place: impl FnMut(f64, &Line, f32, u64),
) {
    let lines = shown(frame.settings, &frame.side.first_life);
    if lines.is_empty() {
        return;
    }
    let radius_mm = |turns: f64| frame.groove.place_at_turns(frame.place.side, turns).radius_mm;
    let (start_mm, end_mm) = (radius_mm(turns.start), radius_mm(turns.end));
    for (nth, line) in lines.iter().enumerate() {
        let (Some(at_start), Some(at_end)) = (line.crossings(start_mm), line.crossings(end_mm)) else {
            continue;
        };
        for branch in 0..2 {
            // Turns by which the needle is past the line, from half before it to half after.
            let past = |turns: f64, line_at: f64| {
                let past = turns - line_at;
                past - libm::floor(past + 0.5)
            };
            let (before, after) = (past(turns.start, at_start[branch]), past(turns.end, at_end[branch]));
            if before < 0.0 && after >= 0.0 && after - before < 0.5 {
                let at = turns.start + (turns.end - turns.start) * -before / (after - before);
                let crossing = (libm::floor(at) as i64 as u64) << 8 | (nth as u64) << 1 | branch as u64;
                let bits = hash::branch(hash::branch(frame.side.seed, salt::REUSED), crossing);
                place(at, line, line.slant(start_mm), bits);
            }
        }
    }
}
