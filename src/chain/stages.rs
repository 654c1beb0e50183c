//! Every stage that colours the song, as the level match and the dry path know them.

use super::linear::{DirtDensity, LinearStage};
use super::{crackle, film, lathe, pickup, source, wear};

/// In the order in which their sections are multiplied; the order decides the last bit of the sum.
pub(super) const STAGES: &[LinearStage] = &[lathe::LINEAR, source::LINEAR, pickup::LINEAR, wear::LINEAR];

/// Those that the dirt goes through as well.
pub(super) const BEHIND_GROOVE: &[LinearStage] = &[pickup::LINEAR];

/// Every stage that puts dirt into the groove.
pub(super) const DIRT: &[DirtDensity] = &[film::add_power_density, crackle::add_power_density];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::chain::control::PlaybackControl;
    use crate::chain::envelope::Envelope;
    use crate::chain::level_match::level_match_db;
    use crate::chain::linear::{LinearStage, sections};
    use crate::chain::parts::section::Section;
    use crate::disc::memory::Memory;
    use crate::disc::{Disc, Recipe};
    use crate::params::Serial;

    const RATE_HZ: f64 = 48_000.0;

    #[test]
    fn a_section_added_to_a_stage_is_in_level_and_delay() {
        let disc = Arc::new(Disc::new(Recipe::new(Serial::DEFAULT, 230.0)));
        let mut control = PlaybackControl::new(disc, Arc::new(Memory::default()), RATE_HZ);
        let envelope = Envelope::new(RATE_HZ);
        let frame = control.step_to_grid_point(true, &envelope);
        let halved = Section::low_pass_1(2000.0).scaled(0.5);
        // The same stage with one section more in its list.
        let longer = LinearStage {
            sections: |frame, list| {
                (pickup::LINEAR.sections)(frame, list);
                list.extend([Section::low_pass_1(2000.0).scaled(0.5)]);
            },
            ..pickup::LINEAR
        };
        let with_it = [lathe::LINEAR, source::LINEAR, longer, wear::LINEAR];
        let trim_db = level_match_db(&with_it, &frame, 1) - level_match_db(STAGES, &frame, 1);
        assert!((6.0..9.0).contains(&trim_db), "{trim_db}");
        let delay = |stages: &[LinearStage]| sections(stages, &frame).delay_samples_at(1000.0, RATE_HZ);
        let (more, own) = (delay(&with_it) - delay(STAGES), halved.delay_samples_at(1000.0, RATE_HZ));
        assert!((more - own).abs() < 1e-9 && own > 1.0, "{more} {own}");
    }
}
