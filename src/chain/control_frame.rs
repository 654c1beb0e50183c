//! What a stage may know at one grid point: settings, place, damage. Nothing about hosts or files.

use super::wear_law::WearLaw;
use crate::disc::Side;
use crate::disc::groove::{Groove, Place};
use crate::params::condition::Applied;
use crate::params::{Listen, Settings};

/// How far each lamp is on, `0.0..=1.0`; it takes 20 ms to change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct StageEnable {
    /// LATHE.
    pub lathe: f32,
    /// FILM.
    pub film: f32,
    /// CRACKLE.
    pub crackle: f32,
    /// WARP.
    pub warp: f32,
    /// WEAR.
    pub wear: f32,
    /// PICKUP.
    pub pickup: f32,
    /// The song itself: off where only the dirt is listened to.
    pub song: f32,
}

impl StageEnable {
    /// The lamps as set, without their fade.
    pub fn of(settings: &Settings) -> Self {
        let enable = |on: bool| f32::from(u8::from(on));
        Self {
            lathe: enable(settings.lathe_on),
            film: enable(settings.film_on),
            crackle: enable(settings.crackle_on),
            warp: enable(settings.warp_on),
            wear: enable(settings.wear_on),
            pickup: enable(settings.pickup_on),
            song: enable(settings.listen == Listen::All),
        }
    }

    /// One step of at most `step` towards `goal`.
    pub fn glide(&mut self, goal: &Self, step: f32) {
        let move_to = |from: &mut f32, to: f32| *from += (to - *from).clamp(-step, step);
        move_to(&mut self.lathe, goal.lathe);
        move_to(&mut self.film, goal.film);
        move_to(&mut self.crackle, goal.crackle);
        move_to(&mut self.warp, goal.warp);
        move_to(&mut self.wear, goal.wear);
        move_to(&mut self.pickup, goal.pickup);
        move_to(&mut self.song, goal.song);
    }
}

/// A grid point.
#[derive(Clone, Copy)]
pub struct ControlFrame<'a> {
    /// Settings, glided and with `condition` applied.
    pub settings: &'a Applied,
    /// The lamps.
    pub(super) enable: StageEnable,
    /// Whether settings or lamps have moved since the last grid point: time to design filters anew.
    pub(super) is_smoothing: bool,
    /// Whether the past does not count: the first grid point after a reset, a jump or an exchange.
    pub(super) snap: bool,
    /// Whether there is no past: nothing was played since the reset.
    pub fresh: bool,
    /// The side being played.
    pub side: &'a Side,
    /// The spiral.
    pub groove: &'a Groove,
    /// Where the needle is.
    pub place: Place,
    /// Time on the disc, in seconds of song.
    pub seconds: f64,
    /// How the groove wears.
    pub wear: WearLaw,
    /// Lives of the groove used up here by a typical programme; the wear lamp included.
    pub lives: f32,
    /// Damage of the groove here by a typical programme, `0.0..=1.0`; the wear lamp included.
    pub damage: f32,
    /// How far past its first life the groove is, `0.0..=1.0`, of which `wear_breakage` lets events count.
    pub(super) overworn: f32,
    /// Damage by the programme of the last 20 ms, of which loud treble wears most.
    pub(super) programme_damage: f32,
    /// Root mean square of the cut programme's velocity over the last 20 ms, in cm/s.
    pub velocity_cm_s: f32,
    /// How far the lows have lately grown louder, `-0.35..=0.35`: what a lathe's motor gives way to.
    pub(super) labour: f32,
    /// Peak of the input lately, in cm/s.
    pub(super) loudest_cm_s: f32,
    /// Force on the needle relative to its rest, from the curl; at 0 it hangs in the air.
    pub force: f32,
    /// Speed of the platter against its own, `0.0..=1.0`: below 1 it is braked.
    pub platter: f32,
    /// How far the brake has let the needle fall behind the song, in seconds.
    pub(super) behind_seconds: f64,
    /// How far the needle is in the groove, `0.0..=1.0`: lifted where one side goes on to the next.
    pub contact: f32,
    /// Whether the needle fell into the groove since the last grid point: after the brake, after a leap of the curl, at
    /// the start of the next side.
    pub(super) needle_landed: bool,
    /// Gain of what the disc itself adds: needle up or down, follow or duck.
    pub dirt: f32,
    /// Gain of what lies in the groove itself, hiss and crackle: above 1 in the lead-in.
    pub(super) surface: f32,
    /// Samples a second.
    pub sample_rate_hz: f64,
}

impl ControlFrame<'_> {
    /// The place under the needle, and its time: behind the song where the brake has let it fall behind. A slow platter carries its
    /// hole and its curl round slowly.
    pub(super) fn needle_place(&self) -> (Place, f64) {
        let seconds = self.seconds - self.behind_seconds;
        let place = if self.behind_seconds > 0.0 { self.groove.place(seconds) } else { self.place };
        (place, seconds)
    }

    /// How far a stage colours what passes it, `0.0..=1.0`, where its lamp is on so far: not at all on a clean copy.
    pub(super) fn colour(&self, enable: f32) -> f32 {
        enable * (self.settings.condition / 100.0).min(1.0)
    }
}
