//! A sound nobody chose: each card from another preset, a little off.
//!
//! Presets are where the good ground is; an even throw over all ranges would be noise. Locked cards stay.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};

use crate::params::{Kind, PanelPlace, Settings, groups, preset_rows};
use crate::preset::library::Library;

/// The groups that can be rolled: the source and the stages.
pub(super) fn rolled_groups() -> impl Iterator<Item = &'static str> {
    let is_rolled = |group: &&str| {
        let mut rows = preset_rows().filter(|row| row.group == *group);
        rows.any(|row| matches!(row.panel, PanelPlace::Card | PanelPlace::Source))
    };
    groups().filter(is_rolled)
}

/// How far a number may land from its preset's, as a part of its knob's way.
const SPREAD: f32 = 0.06;

/// Throws the dice. `now` is what locked cards, and whatever is on no card, keep.
pub(super) fn roll(
    library: &Library,
    now: &Settings,
    locked: &BTreeSet<&str>,
    dice: &mut impl Rng,
) -> Settings {
    let mut settings = *now;
    for group in rolled_groups().filter(|group| !locked.contains(group)) {
        let Some(entry) = library.entries.get(dice.random_range(0..library.entries.len().max(1))) else {
            continue;
        };
        let held = preset_rows().filter(|p| p.group == group);
        for parameter in held {
            let plain = (parameter.get)(entry.preset.settings());
            let thrown = match parameter.kind {
                // What is off stays off.
                Kind::Number { .. } if plain > parameter.range().0 => {
                    let (low, high) = parameter.knob_range();
                    let off = (high - low) * SPREAD * dice.random_range(-1.0..=1.0f32);
                    parameter.from_knob((parameter.to_knob(plain) + off).clamp(low, high))
                }
                _ => plain,
            };
            (parameter.set)(&mut settings, parameter.conform(thrown));
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::params::PARAMETERS;

    #[test]
    fn locked_cards_and_what_is_on_no_card_stay() {
        let library = Library::open(None);
        let now = Settings { mix: 40.0, wear_plays: 33.0, lathe_drive: 7.5, ..Settings::default() };
        let mut dice = Pcg64Mcg::seed_from_u64(1);
        let locked = BTreeSet::from(["wear", "lathe"]);
        let mut hisses = BTreeSet::new();
        for _ in 0..40 {
            let rolled = roll(&library, &now, &locked, &mut dice);
            assert_eq!((rolled.mix, rolled.wear_plays, rolled.lathe_drive), (40.0, 33.0, 7.5));
            hisses.insert(rolled.film_hiss.to_bits());
            for parameter in PARAMETERS {
                let plain = (parameter.get)(&rolled);
                assert_eq!(plain, parameter.conform(plain), "{}", parameter.id);
            }
        }
        assert!(hisses.len() > 20, "{} different throws of forty", hisses.len());
    }
}
