//! How worn the groove is at a moment of a song: the chain's own law, without the programme's share.

use crate::chain::pickup::player;
use crate::chain::{spiral, wear};
use crate::disc::groove::{Groove, Place};
use crate::params::{Settings, condition};

/// The spiral that settings make.
pub fn groove(settings: &Settings) -> Groove {
    spiral::groove(settings, settings.diameter_mm())
}

/// Damage at a place, `0.0..1.0`, by a typical programme on a disc that remembers nothing; 0.7 after one life.
pub fn damage_at(settings: &Settings, place: &Place) -> f64 {
    wear::damage(lives_at(settings, place))
}

/// Lives used up at a place, 0 and more.
pub fn lives_at(settings: &Settings, place: &Place) -> f64 {
    let settings = condition::applied(settings);
    if !settings.wear_on {
        return 0.0;
    }
    let weight_g = player::spec(settings.pickup_player).weight_g * f64::from(settings.pickup_force);
    let needle = f64::from(settings.wear_needle);
    let life_plays = wear::life_plays(weight_g, needle, wear::typical_bend(place));
    f64::from(settings.wear_plays) / life_plays
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Player;

    fn damage(settings: &Settings, seconds: f64) -> f64 {
        let groove = groove(settings);
        damage_at(settings, &groove.place(seconds))
    }

    #[test]
    fn one_life_is_seven_tenths() {
        let middle = Settings { wear_needle: 0.0, ..Settings::default() };
        let electric = Settings { wear_plays: 35.0, ..middle };
        let acoustic = Settings { wear_plays: 5.0, pickup_player: Player::Gramophone, ..middle };
        assert!((damage(&electric, 98.5) - 0.7).abs() < 0.02, "{}", damage(&electric, 98.5));
        assert!((damage(&acoustic, 98.5) - 0.7).abs() < 0.02, "{}", damage(&acoustic, 98.5));
    }

    #[test]
    fn the_end_of_a_side_wears_first() {
        let settings = Settings::default();
        assert!(damage(&settings, 190.0) > damage(&settings, 100.0));
        assert!(damage(&settings, 100.0) > damage(&settings, 1.0));
        assert_eq!(damage(&Settings { wear_on: false, ..settings }, 100.0), 0.0);
    }
}
