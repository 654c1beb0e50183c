//! The macro `condition`: one number from a clean copy (0) over the disc as set (100) to beyond (150).
//!
//! What it does to a parameter stands in the parameter's row, [`ConditionEffect`].

use std::ops::Deref;

use super::parameter::ConditionEffect;
use super::table::{PARAMETERS, Settings};

/// How far levels fall at 0 %.
const FALL_DB: f32 = 40.0;

/// How much of what lies beyond 100 % narrows the band: half, or 150 % would be a telephone.
const NARROWING: f32 = 0.5;

/// Settings with `condition` worked into all the others, once: only [`applied`] makes them. They may leave their ranges: a
/// level that is off goes further down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Applied(Settings);

impl Deref for Applied {
    type Target = Settings;
    fn deref(&self) -> &Settings {
        &self.0
    }
}

/// Works `condition` into all the others.
pub fn applied(settings: &Settings) -> Applied {
    let c = settings.condition / 100.0;
    let mut applied = *settings;
    for parameter in PARAMETERS.iter().filter(|parameter| parameter.condition != ConditionEffect::None) {
        let set = (parameter.get)(settings);
        let plain = match parameter.condition {
            ConditionEffect::Amount => set * c,
            ConditionEffect::AmountInRange => (set * c).min(parameter.range().1),
            ConditionEffect::Strength if c < 1.0 => set * c,
            ConditionEffect::Level if c < 1.0 => set - FALL_DB * (1.0 - c),
            ConditionEffect::BandEdge(clean_hz) if c < 1.0 => towards(clean_hz, set, c),
            ConditionEffect::BandEdge(clean_hz) => {
                let (least, most) = parameter.range();
                towards(clean_hz, set, 1.0 + NARROWING * (c - 1.0)).clamp(least, most)
            }
            _ => set,
        };
        (parameter.set)(&mut applied, plain);
    }
    Applied(applied)
}

/// Between two frequencies, on a logarithmic scale.
pub fn towards(clean_hz: f32, set_hz: f32, c: f32) -> f32 {
    clean_hz * libm::powf(set_hz / clean_hz, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_100_nothing_changes() {
        let settings = Settings::default();
        assert_eq!(*applied(&settings), settings);
    }

    #[test]
    fn at_0_the_copy_is_clean() {
        let clean = applied(&Settings { condition: 0.0, ..Settings::default() });
        assert_eq!((clean.wear_plays, clean.warp_hole, clean.crackle_dust), (0.0, 0.0, 0.0));
        assert_eq!((clean.lathe_low_cut, clean.lathe_high_cut), (20.0, 20_000.0));
        assert!(clean.film_hiss <= -60.0);
    }

    #[test]
    fn every_step_up_is_worse() {
        let at = |condition| applied(&Settings { condition, ..Settings::default() });
        for step in 0..15 {
            let (less, more) = (at(step as f32 * 10.0), at(step as f32 * 10.0 + 10.0));
            assert!(more.wear_plays > less.wear_plays && more.warp_hole > less.warp_hole);
            assert!(more.lathe_high_cut < less.lathe_high_cut && more.lathe_low_cut > less.lathe_low_cut);
            assert!(more.film_hiss >= less.film_hiss);
        }
    }
}
