//! What a side turns to that does not hold what was paid for: from some second on, another song is cut in the place of the one that
//! comes in. The dry path keeps the song.

use std::sync::Arc;

use super::grooves::Grooves;
use super::parts::ramp::Ramp;
use super::reference::FULL_SCALE_CM_S;
use crate::disc::swapped::swap_seconds;
use crate::params::Serial;

/// The one gives way to the other in this time: the lathe was stopped between.
pub const SPLICE_SECONDS: f64 = 0.01;

/// The stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    other: Option<Arc<[f32]>>,
    is_on: bool,
    share: Ramp,
    /// Where the share is at the cell's end.
    goal: f32,
}

impl Turn {
    /// The song to turn to, or none; the one in use fades out before it is let go.
    pub(super) fn set(&mut self, other: Option<Arc<[f32]>>) {
        self.is_on = other.is_some();
        if other.is_some() {
            self.other = other;
        }
    }

    /// Aims at the next grid point, `step` nearer to what is set.
    pub(super) fn update(&mut self, step: f32, fresh: bool) {
        let wanted = f32::from(u8::from(self.is_on));
        self.goal = if fresh { wanted } else { self.goal + (wanted - self.goal).clamp(-step, step) };
        self.share.set_target(self.goal, fresh);
    }

    /// Puts the other song into the groove of the disc with this number. `at` is the place of the first sample in the song, in
    /// samples.
    #[inline(always)]
    pub(super) fn process(
        &self,
        grooves: &mut Grooves,
        serial: Serial,
        at: i64,
        sample_rate_hz: f64,
        first: usize,
    ) {
        let Some(other) = self.other.as_ref().filter(|_| !self.share.is_zero()) else { return };
        let from = (swap_seconds(serial) * sample_rate_hz) as i64;
        let per_sample = (1.0 / (SPLICE_SECONDS * sample_rate_hz)) as f32;
        for groove in grooves.iter_mut() {
            for (i, v) in groove.iter_mut().enumerate() {
                let since = at + i as i64 - from;
                if since < 0 {
                    continue;
                }
                let share = (since as f32 * per_sample).min(1.0) * self.share.at(first + i);
                let sample = usize::try_from(since).ok().and_then(|nth| other.get(nth));
                *v += (sample.copied().unwrap_or(0.0) * FULL_SCALE_CM_S - *v) * share;
            }
        }
    }
}
