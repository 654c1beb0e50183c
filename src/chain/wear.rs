//! WEAR: what earlier plays ground away.
//!
//! How worn the groove is, is the law's (`wear_law.rs`); here is what damage `D` does to the song (guessed): level
//! −2.5 dB · D; uneven walls, second harmonic 4 % · D at reference. It also rounds the contact and limits the curvature
//! (`pickup.rs`), raises hiss (`film.rs`) and clicks (`crackle.rs`), and past 0.7 tears holes into the song (`torn.rs`) and locks
//! grooves (`control/lock.rs`).
//! Measured in `tests/physics/wear.rs`.

use super::control_frame::ControlFrame;
use super::linear::LinearStage;
use super::parts::ramp::Ramp;
use super::parts::section::gain;
use super::reference::REFERENCE_CM_S;

const LEVEL_DB: f64 = -2.5;
const SECOND_HARMONIC: f32 = 0.04;

/// What the level match knows of the stage: how much quieter the plays that are set have made the middle of a side. What the
/// disc remembers is not asked.
pub(super) const LINEAR: LinearStage = LinearStage {
    mean_loss_db: |frame| -LEVEL_DB * frame.wear.middle().damage() * f64::from(frame.enable.wear),
    ..LinearStage::WIRE
};

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
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { level, uneven } = self.coefficients;
        for (i, v) in groove.iter_mut().enumerate() {
            *v = *v * level.at(first + i) * (1.0 + (uneven.at(first + i) * *v).clamp(-0.5, 0.5));
        }
    }
}
