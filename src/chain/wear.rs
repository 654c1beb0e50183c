//! WEAR: what earlier plays ground away.
//!
//! Wear depth per pass goes with force over hardness (Archard). From the two lives that are told, a
//! handful of plays under a gramophone's 120 g and 30–40 under an electric player's 12 g, the exponent is
//! 0.85:
//!
//! `D = 1 − 0.3^(plays/L + E)`, `L = 1.25 · 35 · (12 g / F)^0.85 / [(1 + (Rκ/0.35)²) · (1 + n_w/2)]`
//!
//! | term | meaning                                                        | value                              |
//! |------|----------------------------------------------------------------|------------------------------------|
//! | `D`  | damage, 0.7 after one life                                     | 0–1                                |
//! | `L`  | life in plays; × 3.5 under 4 g, where contact is half elastic  | gramophone 5, piezo 35, modern 400 |
//! | `E`  | exposure the disc remembers at this turn                       | `disc/memory.rs`                   |
//! | `Rκ` | needle radius times curvature of the groove                    | 0.175 in a typical programme       |
//! | `n_w`| use of the needle, `wear_needle`                               | 0–2                                |
//!
//! What damage does to sound (guessed): level −2.5 dB · D; uneven walls, second harmonic 4 % · D at
//! reference; curvature the groove still holds, (1 − 0.6 D)/R. It also rounds the contact (`pickup.rs`),
//! raises hiss (`film.rs`) and clicks (`crackle.rs`), and past 0.7 locks grooves (`lock.rs`).
//! Lives: Coates (KCRW) for both. Law derived. Measured in `tests/chain/wear.rs`.

use super::control_frame::{ControlFrame, REFERENCE_CM_S};
use super::parts::ramp::Ramp;
use super::parts::section::gain;
use super::pickup::player;
use crate::disc::groove::Place;
use crate::params::Settings;

/// Plays to 0.7 damage of film under 12 g, without the programme's share.
const FILM_LIFE_PLAYS: f64 = 1.25 * 35.0;
const LIFE_FORCE_G: f64 = 12.0;
const FORCE_EXPONENT: f64 = 0.85;
/// Under this force contact is only partly plastic, and life longer.
const LIGHT_FORCE_G: f64 = 4.0;
const LIGHT_LIFE: f64 = 3.5;
/// Needle radius times curvature of a typical programme half-way through a side.
const TYPICAL_BEND: f64 = 0.175;
/// The same at which a groove wears twice as fast as a straight one.
const HARD_BEND: f64 = 0.35;
/// Groove speed for which the typical bend holds: half-way through a 23 cm side at 77.92 rpm.
const MIDDLE_SPEED_M_S: f64 = 0.628;
/// What one life leaves of a groove: the natural logarithm of 0.3.
const LOG_LEFT_AFTER_LIFE: f64 = -1.203_972_804_325_936;
const LEVEL_DB: f64 = -2.5;
/// How much of it the level match gives back: noise does not grow quieter with the song (guessed, by the presets).
const MATCHED: f64 = 0.4;
const SECOND_HARMONIC: f32 = 0.04;

/// Life of the groove in plays; `bend` is needle radius times curvature.
pub fn life_plays(force_g: f64, needle: f64, bend: f64) -> f64 {
    let light = if force_g < LIGHT_FORCE_G { LIGHT_LIFE } else { 1.0 };
    let force = libm::pow(LIFE_FORCE_G / force_g, FORCE_EXPONENT);
    FILM_LIFE_PLAYS * light * force / (1.0 + 0.5 * needle) / bend_share(bend)
}

/// By how much a bent groove wears faster than a straight one.
pub fn bend_share(bend: f64) -> f64 {
    1.0 + (bend / HARD_BEND) * (bend / HARD_BEND)
}

/// Damage of a groove after so many lives.
pub fn damage(lives: f64) -> f64 {
    1.0 - libm::exp(lives.max(0.0) * LOG_LEFT_AFTER_LIFE)
}

/// The lives that make a damage below 1.
pub fn lives(damage: f64) -> f64 {
    libm::log1p(-damage.clamp(0.0, 1.0 - 1e-9)) / LOG_LEFT_AFTER_LIFE
}

/// How much quieter the plays that are set have made the middle of a side, in dB; what the disc remembers is not asked.
pub fn mean_loss_db(settings: &Settings) -> f64 {
    let weight_g = player::spec(settings.pickup_player).weight_g * f64::from(settings.pickup_force);
    let life = life_plays(weight_g, f64::from(settings.wear_needle), TYPICAL_BEND);
    -MATCHED * LEVEL_DB * damage(f64::from(settings.wear_plays) / life)
}

/// Needle radius times curvature that a typical programme has at this place: more where the groove is slow.
pub fn typical_bend(place: &Place) -> f64 {
    let ratio = MIDDLE_SPEED_M_S / place.speed_m_s;
    TYPICAL_BEND * ratio * ratio
}

/// Needle radius times curvature of a programme; `curving` is its rms acceleration in cm/s².
pub fn programme_bend(needle_um: f64, acceleration_cm_s2: f64, speed_m_s: f64) -> f64 {
    needle_um * 1e-6 * acceleration_cm_s2 * 1e-2 / (speed_m_s * speed_m_s)
}

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    level: Ramp,
    /// Second harmonic per cm/s.
    uneven: Ramp,
}

/// The stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wear {
    coefficients: Coefficients,
}

impl Wear {
    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let damage = f64::from(frame.programme_damage);
        // Force follows the curl, and level a little with it.
        let force = 1.0 + 0.15 * (frame.force - 1.0);
        self.coefficients.level.set_target(gain(LEVEL_DB * damage) as f32 * force, frame.snap);
        // k v² of a sine of amplitude a has a second harmonic of k a / 2.
        let uneven = 2.0 * SECOND_HARMONIC / REFERENCE_CM_S * frame.programme_damage;
        self.coefficients.uneven.set_target(uneven, frame.snap);
    }

    /// Wears the groove, in place.
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { level, uneven } = self.coefficients;
        for (i, v) in groove.iter_mut().enumerate() {
            *v = *v * level.at(first + i) * (1.0 + (uneven.at(first + i) * *v).clamp(-0.5, 0.5));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_a_life() {
        let at = |force, plays| damage(plays / life_plays(force, 0.0, TYPICAL_BEND));
        assert!((at(120.0, 5.0) - 0.70).abs() < 0.02, "{}", at(120.0, 5.0));
        assert!((at(12.0, 35.0) - 0.70).abs() < 0.02, "{}", at(12.0, 35.0));
        assert!((life_plays(3.0, 0.0, TYPICAL_BEND) - 400.0).abs() < 15.0);
    }

    #[test]
    fn loud_treble_wears_most() {
        let at = |bend| damage(35.0 / life_plays(12.0, 0.0, bend));
        assert!((at(0.0) - 0.62).abs() < 0.02 && (at(0.175) - 0.70).abs() < 0.02);
        assert!((at(0.5) - 0.95).abs() < 0.02);
    }
}
