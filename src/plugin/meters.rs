//! What the audio thread tells the panel: a handful of numbers, each an atomic.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicI32};

use atomic_float::{AtomicF32, AtomicF64};

use super::params::AppParams;
use crate::chain::settings::Settings;
use crate::chain::{condition, control::Control, pickup::player, wear};
use crate::disc::Serial;
use crate::disc::groove::{Groove, Place};

/// Written by the audio thread, read by the panel.
pub struct Meters {
    /// Where the needle is: side, turns on it, turns a second.
    side: AtomicI32,
    turns: AtomicF64,
    rev_hz: AtomicF64,
    /// Number of the disc in play; below 0 before the first block.
    serial: AtomicI32,
    is_down: AtomicBool,
    input: AtomicF32,
    output: AtomicF32,
    /// Turns at which the panel sets the needle down; not a number where it does not.
    dropped: AtomicF64,
}

/// A moment of the disc, as plain values: all that the panel paints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscView {
    /// Number of the disc in play.
    pub serial: Serial,
    /// Its diameter, in centimetres.
    pub diameter_cm: f32,
    /// Turns a minute.
    pub rpm: f64,
    /// Where the needle is.
    pub place: Place,
    /// Turns on this side.
    pub turns: i32,
    /// How much of its way inwards the needle goes, `0.0..=1.0`.
    pub travel: f64,
    /// First and last radius of the groove, in millimetres.
    pub radii_mm: [f64; 2],
    /// Damage of the groove under the needle, `0.0..=1.0`.
    pub damage: f32,
    /// Distance of the hole from the centre, in millimetres.
    pub hole_mm: f32,
    /// Whether the needle is on the disc.
    pub is_down: bool,
    /// Highest input and output sample since the last view.
    pub peaks: [f32; 2],
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            side: AtomicI32::new(0),
            turns: AtomicF64::new(0.0),
            rev_hz: AtomicF64::new(77.92 / 60.0),
            serial: AtomicI32::new(-1),
            is_down: AtomicBool::new(false),
            input: AtomicF32::new(0.0),
            output: AtomicF32::new(0.0),
            dropped: AtomicF64::new(f64::NAN),
        }
    }
}

impl Meters {
    /// Tells where the disc is after a block.
    pub fn tell(&self, control: &Control, peaks: [f32; 2]) {
        let place = control.place();
        self.side.store(i32::from(place.side), Relaxed);
        self.turns.store(place.turns(), Relaxed);
        self.rev_hz.store(place.rev_hz, Relaxed);
        self.serial.store(i32::from(control.disc().recipe.serial.number()), Relaxed);
        self.is_down.store(control.is_down(), Relaxed);
        self.input.fetch_max(peaks[0], Relaxed);
        self.output.fetch_max(peaks[1], Relaxed);
    }

    /// The panel sets the needle down so many turns into the side: where no song runs, and heard if the needle is down.
    pub fn drop_needle(&self, turns: f64) {
        self.dropped.store(turns, Relaxed);
    }

    /// Where the needle is to be set down, once.
    pub fn take_dropped(&self) -> Option<f64> {
        // Nearly every block there is nothing to take.
        if self.dropped.load(Relaxed).is_nan() {
            return None;
        }
        Some(self.dropped.swap(f64::NAN, Relaxed)).filter(|turns| !turns.is_nan())
    }

    /// The disc now. Takes the peaks, so that each is seen once.
    pub fn view(&self, params: &AppParams, settings: &Settings) -> DiscView {
        let heard = condition::applied(settings);
        let serial = u32::try_from(self.serial.load(Relaxed)).ok().and_then(|n| Serial::new(n).ok());
        let groove = groove(&heard);
        let side = self.side.load(Relaxed).clamp(0, 7) as u8;
        let rev_hz = self.rev_hz.load(Relaxed);
        let place = Place { rev_hz, ..place_on(&groove, side, self.turns.load(Relaxed)) };
        DiscView {
            serial: serial.unwrap_or_else(|| params.serial()),
            diameter_cm: heard.disc_diameter,
            rpm: rev_hz * 60.0,
            place,
            turns: groove.turns_per_side(),
            travel: groove.travel,
            radii_mm: [groove.outer_radius_mm, groove.inner_radius_mm],
            damage: damage(params, &heard, &place),
            hole_mm: if heard.warp_on { heard.warp_hole } else { 0.0 },
            is_down: self.is_down.load(Relaxed),
            peaks: [self.input.swap(0.0, Relaxed), self.output.swap(0.0, Relaxed)],
        }
    }
}

/// The spiral that these settings give.
fn groove(heard: &Settings) -> Groove {
    heard.groove(f64::from(heard.disc_diameter) * 10.0)
}

/// The place so many turns into a side.
fn place_on(groove: &Groove, side: u8, turns: f64) -> Place {
    // The hair keeps the end of a turn within it.
    Place { side, ..groove.place(groove.seconds_at(0, turns.min(f64::from(groove.turns_per_side()) - 1e-6))) }
}

/// Damage so many turns into a side.
pub fn damage_at(params: &AppParams, settings: &Settings, side: u8, turns: f64) -> f32 {
    let heard = condition::applied(settings);
    damage(params, &heard, &place_on(&groove(&heard), side, turns))
}

/// Damage at a place, by a typical programme: plays as set, and what the disc remembers.
fn damage(params: &AppParams, heard: &Settings, place: &Place) -> f32 {
    if !heard.wear_on {
        return 0.0;
    }
    let weight_g = player::player(heard.pickup_player).weight_g * f64::from(heard.pickup_force);
    let bend = wear::typical_bend(place);
    let life = wear::life_plays(weight_g, f64::from(heard.wear_needle), bend);
    let exposure = f64::from(params.memory().exposure(place.side, place.turn));
    wear::damage(f64::from(heard.wear_plays) / life + exposure) as f32
}
