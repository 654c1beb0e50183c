//! The law of wear: how worn a groove is at a place, from the settings, the place and what the disc remembers.
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
//! Sound, picture, strip and renderer all ask here: [`WearLaw`] at the needle, [`SideWear`] along a side. What damage does to
//! sound stands with the stages (`wear.rs`, `film.rs`, `crackle.rs`, `pickup.rs`, `control/lock.rs`). Lives: Coates (KCRW) for both.
//! Law derived. Measured in `tests/physics/wear.rs`.

use super::pickup::player;
use super::spiral;
use crate::disc::groove::{Groove, MIDDLE_SPEED_M_S, Place};
use crate::params::condition::Applied;

/// Damage after one life, from which walls break.
pub const DAMAGE_AFTER_LIFE: f64 = 0.7;
/// What one life leaves of a groove: the natural logarithm of 0.3.
const LOG_LEFT_AFTER_LIFE: f64 = -1.203_972_804_325_936;
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
/// A programme that bends more than this wears no faster: the needle has left the walls.
const MAX_BEND: f64 = 2.0;
/// A hand can wear a groove to this damage; the rest would take for ever.
const MAX_DAMAGE_BY_HAND: f32 = 0.999;

/// How worn a groove is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worn {
    /// Lives used up, 0 and more.
    pub lives: f64,
}

impl Worn {
    /// Damage, `0.0..1.0`; 0.7 after one life.
    pub fn damage(&self) -> f64 {
        damage(self.lives)
    }
}

/// The law for settings that stand: what does not depend on the place, worked out once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WearLaw {
    plays: f64,
    /// Life of a straight groove under this needle, in plays.
    straight_life_plays: f64,
    /// How far the stage is on, `0.0..=1.0`.
    enable: f64,
}

impl WearLaw {
    /// `enable` is how far the stage is on, `0.0..=1.0`.
    pub fn new(settings: &Applied, enable: f32) -> Self {
        let straight_life_plays = life_plays(player::force_g(settings), f64::from(settings.wear_needle), 0.0);
        Self { plays: f64::from(settings.wear_plays), straight_life_plays, enable: f64::from(enable) }
    }

    /// Wear at a place by a typical programme: what decides events, and what is seen. `exposure` is what the disc remembers
    /// there.
    pub fn worn(&self, place: &Place, exposure: f32) -> Worn {
        self.worn_by(typical_bend(place), exposure)
    }

    /// Wear by a programme that bends the groove by so many needle radii; loud treble wears most.
    fn worn_by(&self, bend: f64, exposure: f32) -> Worn {
        let played = self.plays * bend_share(bend) / self.straight_life_plays;
        Worn { lives: (played + f64::from(exposure)) * self.enable }
    }

    /// The same for a programme of this acceleration.
    pub(super) fn worn_by_programme(
        &self,
        place: &Place,
        needle_um: f64,
        acceleration_cm_s2: f64,
        exposure: f32,
    ) -> Worn {
        let bend = programme_bend(needle_um, acceleration_cm_s2, place.speed_m_s);
        self.worn_by(bend.min(MAX_BEND), exposure)
    }

    /// Wear half-way through a side of a disc that remembers nothing, whether the stage is on or not.
    pub fn middle(&self) -> Worn {
        Worn { lives: self.plays / (self.straight_life_plays / bend_share(TYPICAL_BEND)) }
    }

    /// Life of the groove at a place, in plays of a typical programme, whether the stage is on or not.
    pub fn life_plays(&self, place: &Place) -> f64 {
        self.straight_life_plays / bend_share(typical_bend(place))
    }
}

/// Wear along one side, as it is painted, shown and charted.
#[derive(Clone, Debug, PartialEq)]
pub struct SideWear {
    law: WearLaw,
    groove: Groove,
    /// What the disc remembers of each turn; untouched beyond the last.
    exposures: Vec<f32>,
}

impl SideWear {
    /// A side played as the settings say, which remembers these exposures of its turns.
    pub fn new(settings: &Applied, exposures: Vec<f32>) -> Self {
        let enable = if settings.wear_on { 1.0 } else { 0.0 };
        let groove = spiral::groove(settings, settings.diameter_mm());
        Self { law: WearLaw::new(settings, enable), groove, exposures }
    }

    /// The spiral.
    pub fn groove(&self) -> &Groove {
        &self.groove
    }

    /// Wear so many turns into the side.
    pub fn at_turns(&self, turns: f64) -> Worn {
        self.at(&self.groove.place_at_turns(0, turns))
    }

    /// Wear at a place of the side.
    pub fn at(&self, place: &Place) -> Worn {
        let exposure = usize::try_from(place.turn).ok().and_then(|turn| self.exposures.get(turn));
        self.law.worn(place, exposure.copied().unwrap_or(0.0))
    }

    /// The exposure that is missing at a turn until its damage is `wanted`, `0.0..=0.999`; none where it is worn more:
    /// nothing heals.
    pub fn exposure_to(&self, turn: i32, wanted: f32) -> f32 {
        // Asked for in its middle: at its edge it could be the turn before.
        let now = self.at_turns(f64::from(turn) + 0.5).lives;
        (lives(f64::from(wanted.clamp(0.0, MAX_DAMAGE_BY_HAND))) - now).max(0.0) as f32
    }
}

/// Life of a groove in plays under a force, with a needle used so often before; `bend` is needle radius times curvature.
pub fn life_plays(force_g: f64, needle: f64, bend: f64) -> f64 {
    let light = if force_g < LIGHT_FORCE_G { LIGHT_LIFE } else { 1.0 };
    let force = libm::pow(LIFE_FORCE_G / force_g, FORCE_EXPONENT);
    FILM_LIFE_PLAYS * light * force / (1.0 + 0.5 * needle) / bend_share(bend)
}

/// By how much a bent groove wears faster than a straight one.
fn bend_share(bend: f64) -> f64 {
    1.0 + (bend / HARD_BEND) * (bend / HARD_BEND)
}

/// Damage of a groove after so many lives.
pub fn damage(lives: f64) -> f64 {
    1.0 - libm::exp(lives.max(0.0) * LOG_LEFT_AFTER_LIFE)
}

/// How far past its first life a groove of this damage is, as events count it: 0 until then, 1 where nothing is left. Of it
/// `breakage_percent` counts.
pub fn overworn(damage: f64, breakage_percent: f64) -> f64 {
    let past = (damage - DAMAGE_AFTER_LIFE) / (1.0 - DAMAGE_AFTER_LIFE);
    past.clamp(0.0, 1.0) * breakage_percent / 100.0
}

/// The lives that make a damage below 1.
fn lives(damage: f64) -> f64 {
    libm::log1p(-damage.clamp(0.0, 1.0 - 1e-9)) / LOG_LEFT_AFTER_LIFE
}

/// Needle radius times curvature that a typical programme has at this place: more where the groove is slow.
pub fn typical_bend(place: &Place) -> f64 {
    let ratio = MIDDLE_SPEED_M_S / place.speed_m_s;
    TYPICAL_BEND * ratio * ratio
}

/// Needle radius times curvature of a programme; its acceleration is an rms.
fn programme_bend(needle_um: f64, acceleration_cm_s2: f64, speed_m_s: f64) -> f64 {
    needle_um * 1e-6 * acceleration_cm_s2 * 1e-2 / (speed_m_s * speed_m_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::condition;
    use crate::params::{Player, Settings};

    #[test]
    fn a_life_is_a_life() {
        let at = |force, plays| damage(plays / life_plays(force, 0.0, TYPICAL_BEND));
        assert!((at(120.0, 5.0) - 0.70).abs() < 0.02, "{}", at(120.0, 5.0));
        assert!((at(12.0, 35.0) - 0.70).abs() < 0.02, "{}", at(12.0, 35.0));
        assert!((life_plays(3.0, 0.0, TYPICAL_BEND) - 400.0).abs() < 15.0);
    }

    #[test]
    fn a_groove_is_overworn_past_its_life_and_only_as_far_as_it_may_break() {
        assert_eq!(overworn(0.7, 100.0), 0.0);
        assert!((overworn(0.85, 100.0) - 0.5).abs() < 1e-9 && (overworn(0.85, 50.0) - 0.25).abs() < 1e-9);
        assert_eq!(overworn(1.0, 0.0), 0.0);
    }

    #[test]
    fn loud_treble_wears_most() {
        let at = |bend| damage(35.0 / life_plays(12.0, 0.0, bend));
        assert!((at(0.0) - 0.62).abs() < 0.02 && (at(0.175) - 0.70).abs() < 0.02);
        assert!((at(0.5) - 0.95).abs() < 0.02);
    }

    fn side(settings: &Settings) -> SideWear {
        SideWear::new(&condition::applied(settings), Vec::new())
    }

    #[test]
    fn one_life_is_seven_tenths() {
        let middle = Settings { wear_needle: 0.0, ..Settings::default() };
        let electric = Settings { wear_plays: 35.0, ..middle };
        let acoustic = Settings { wear_plays: 5.0, pickup_player: Player::Gramophone, ..middle };
        for settings in [electric, acoustic] {
            let damage = side(&settings).at_turns(128.0).damage();
            assert!((damage - DAMAGE_AFTER_LIFE).abs() < 0.02, "{damage}");
        }
    }

    #[test]
    fn the_end_of_a_side_wears_first_and_a_lamp_that_is_off_wears_nothing() {
        let settings = Settings::default();
        let damage = |turns| side(&settings).at_turns(turns).damage();
        assert!(damage(247.0) > damage(130.0) && damage(130.0) > damage(1.0));
        let off = Settings { wear_on: false, ..settings };
        assert_eq!(side(&off).at_turns(130.0).damage(), 0.0);
    }

    #[test]
    fn a_side_remembers_by_turns_and_nothing_heals() {
        let settings = condition::applied(&Settings::default());
        let mut exposures = vec![0.0; 60];
        let unplayed = SideWear::new(&settings, exposures.clone());
        exposures[40] = unplayed.exposure_to(40, 0.8);
        let worn = SideWear::new(&settings, exposures);
        let damage = |turn: i32| worn.at_turns(f64::from(turn) + 0.5).damage();
        assert!((damage(40) - 0.8).abs() < 1e-3, "{}", damage(40));
        assert_eq!(worn.exposure_to(40, 0.1), 0.0);
        assert!(damage(41) - unplayed.at_turns(41.5).damage() < 1e-9);
        assert!(worn.exposure_to(41, f32::NAN).is_finite());
    }
}
