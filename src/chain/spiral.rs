//! The spiral that settings give a disc.

use super::pickup::player;
use crate::disc::groove::Groove;
use crate::params::Settings;

/// The groove of a disc of this diameter, played with these settings, `condition` worked in.
pub fn groove(settings: &Settings, diameter_mm: f64) -> Groove {
    let mut groove = Groove::new(diameter_mm, settings.warp_speed.rpm());
    groove.sag = player::spec(settings.pickup_player).sag;
    groove.travel = f64::from(settings.disc_travel) / 100.0;
    // At 100 % the last turn: still on this side.
    groove.start_turns = f64::from(settings.disc_start) / 100.0 * f64::from(groove.turns_per_side() - 1);
    groove.held_turns = groove.start_turns;
    groove
}
