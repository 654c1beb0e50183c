//! PICKUP: the needle and the machine behind it. It makes five effects sound like one record.
//!
//! ```text
//! v ─ tracking ─ tracing ─ contact patch ─ player's curve ─ tone ─ + rumble ─ + hum
//! ```
//!
//! The needle touches the groove over a patch of radius `b` and averages over it: −3 dB at 0.257 V/b, and
//! damage widens it, `b = b₀ + (60 µm − b₀) D`. The rest is the player's (`pickup/player.rs`); how a round
//! needle follows a bent groove is `pickup/tracing.rs`. The patch is Hertz's and, on film, mostly plastic:
//! every period pickup is far beyond yield on its first pass. Hum comes in by the wires, behind needle and curve: odd
//! harmonics of the mains, as an unshielded coil takes them from a transformer (levels guessed). Measured in `tests/physics/pickup.rs`.

use super::control_frame::ControlFrame;
use super::linear::LinearStage;
use super::parts::cascade::Cascade;
use super::parts::harmonics::Harmonics;
use super::parts::kept::Kept;
use super::parts::math::slow_noise;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::Section;
use super::reference::{MAINS_HZ, REFERENCE_CM_S, rms_cm_s};
use crate::disc::hash;
use crate::disc::salt;
use crate::params::{PICKUP_HUM_OFF_DB, PICKUP_RUMBLE_OFF_DB, Settings};
use player::MOTOR_HZ;

pub mod horn;
pub mod player;
mod tracing;
mod tracking;
use player::Curve;
use tracing::Tracing;
use tracking::Tracking;

/// Sections in a row: contact, the player's curve, tone. Most players need few of them.
const SHORT_SECTIONS: usize = 8;
const MAX_PICKUP_SECTIONS: usize = player::MAX_SECTIONS + 2;
/// Contact patch of a needle that has worn its own bed.
const WORN_CONTACT_UM: f64 = 60.0;
/// Harmonics of the motor, in dB.
const MOTOR_DB: [f64; 4] = [0.0, -4.0, -14.0, -8.0];
/// Share of the rumble that is bearing noise rather than motor lines, in power.
const BEARING: f32 = 0.4;
/// Harmonics of the mains in the player's wires, in dB.
const HUM_DB: [f64; 6] = [0.0, -20.0, -6.0, -26.0, -12.0, -30.0];

/// The contact patch at this groove speed and damage, for a needle pressed with `force` times its rest.
pub fn contact(
    player: &player::PlayerSpec,
    settings: &Settings,
    speed_m_s: f64,
    damage: f64,
    force: f64,
) -> Section {
    // A plastic patch grows with the root of force.
    let new_um = player.contact_um * libm::sqrt(f64::from(settings.pickup_force) * force.max(0.1));
    let contact_um = new_um + (WORN_CONTACT_UM - new_um).max(0.0) * damage;
    Section::patch(contact_um, speed_m_s)
}

/// The player's treble knob.
pub fn tone(settings: &Settings) -> Section {
    Section::low_pass_1(f64::from(settings.pickup_tone))
}

fn curve(frame: &ControlFrame) -> Curve {
    player::curve(frame.settings.pickup_player)
}

/// What does not depend on the place, in order: the player's curve, then its treble knob.
fn sections<'a>(curve: &'a Curve, frame: &ControlFrame) -> impl Iterator<Item = Section> + Clone + 'a {
    let enable = f64::from(frame.colour(frame.enable.pickup));
    let row = curve.used().iter().copied().chain([tone(frame.settings)]);
    row.map(move |section| section.weighted(enable))
}

/// What the level match and the dry path know of the stage.
pub(super) const LINEAR: LinearStage = LinearStage {
    sections_at: |frame, spot, list| {
        let player = player::spec(frame.settings.pickup_player);
        let contact = contact(&player, frame.settings, spot.speed_m_s, spot.damage, spot.force);
        list.extend([contact.weighted(f64::from(frame.colour(frame.enable.pickup)))]);
    },
    sections: |frame, list| list.extend(sections(&curve(frame), frame)),
    mean_loss_db: |frame| {
        let player = player::spec(frame.settings.pickup_player);
        player.bass_loss_db * f64::from(frame.colour(frame.enable.pickup))
    },
    ..LinearStage::WIRE
};

/// The stage.
#[derive(Clone, Debug)]
pub struct Pickup {
    tracking: Tracking,
    tracing: Tracing,
    /// Second and third harmonic per cm/s and per (cm/s)².
    bend: [Ramp; 2],
    short: Cascade<SHORT_SECTIONS, 2>,
    long: Cascade<MAX_PICKUP_SECTIONS, 4>,
    uses_long_cascade: bool,
    motor: Harmonics<4>,
    motor_level: Ramp,
    bearing: Ramp,
    hum: Harmonics<6>,
    /// Rms of the hum, in cm/s.
    hum_level: Ramp,
    rumble_gain: Kept,
    hum_gain: Kept,
}

impl Pickup {
    /// Samples from input to output, with the present player.
    pub fn delay_samples(&self) -> usize {
        if self.uses_long_cascade {
            Cascade::<MAX_PICKUP_SECTIONS, 4>::DELAY_SAMPLES
        } else {
            Cascade::<SHORT_SECTIONS, 2>::DELAY_SAMPLES
        }
    }

    /// A player at rest.
    pub fn new() -> Self {
        Self {
            tracking: Tracking::default(),
            tracing: Tracing::default(),
            bend: [Ramp::default(); 2],
            short: Cascade::new(),
            long: Cascade::new(),
            uses_long_cascade: false,
            motor: Harmonics::new(MOTOR_HZ, MOTOR_DB),
            motor_level: Ramp::default(),
            bearing: Ramp::default(),
            hum: Harmonics::new(MAINS_HZ, HUM_DB),
            hum_level: Ramp::default(),
            rumble_gain: Kept::NONE,
            hum_gain: Kept::NONE,
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.tracking.reset();
        self.tracing.reset();
        self.short.reset();
        self.long.reset();
    }

    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let (settings, rate) = (frame.settings, frame.sample_rate_hz);
        let player = player::spec(settings.pickup_player);
        let enable = frame.colour(frame.enable.pickup);
        self.tracking.update(frame, &player);
        self.tracing.update(frame, &player);
        // k v² of a sine of amplitude a has a second harmonic of k a / 2, k v³ a third of k a² / 4.
        let [second, third] = player.harmonics.map(|share| share * enable / REFERENCE_CM_S);
        self.bend[0].set_target(2.0 * second, frame.snap);
        self.bend[1].set_target(-4.0 * third / REFERENCE_CM_S, frame.snap);

        let contact = contact(
            &player,
            settings,
            // On a slow platter the patch averages over more of the song; it never stands quite still.
            frame.place.speed_m_s * f64::from(frame.platter.max(0.02)),
            f64::from(frame.programme_damage),
            f64::from(frame.force),
        );
        if frame.is_smoothing || frame.snap {
            let curve = curve(frame);
            let row = sections(&curve, frame);
            // The contact patch comes first.
            self.uses_long_cascade = row.clone().count() + 1 > SHORT_SECTIONS;
            let length = if self.uses_long_cascade { MAX_PICKUP_SECTIONS } else { SHORT_SECTIONS };
            for (nth, section) in (1..length).zip(row.chain(std::iter::repeat(Section::PASS_THROUGH))) {
                self.set(nth, &section, rate);
            }
        }
        self.set(0, &contact.weighted(f64::from(enable)), rate);

        let rumble =
            rms_cm_s(settings.pickup_rumble, PICKUP_RUMBLE_OFF_DB, player.rumble_db, &mut self.rumble_gain);
        let rumble = rumble * frame.enable.pickup * frame.dirt * frame.platter;
        self.motor_level.set_target(rumble * (1.0 - BEARING).sqrt(), frame.snap);
        // Forty values a second through a smooth curve: a bearing's noise, all below 40 Hz. Its rms is 0.5.
        let noise = slow_noise(hash::branch(frame.side.seed, salt::BEARING), frame.seconds * 40.0) as f32;
        self.bearing.set_target(rumble * BEARING.sqrt() * 2.0 * noise, frame.snap);
        if !self.motor_level.is_zero() {
            self.motor.fill(frame.seconds - GRID as f64 / rate, rate);
        }
        let hum = rms_cm_s(settings.pickup_hum, PICKUP_HUM_OFF_DB, 0.0, &mut self.hum_gain);
        self.hum_level.set_target(hum * frame.enable.pickup * frame.dirt, frame.snap);
        if !self.hum_level.is_zero() {
            self.hum.fill(frame.seconds - GRID as f64 / rate, rate);
        }
    }

    fn set(&mut self, nth: usize, section: &Section, sample_rate_hz: f64) {
        if self.uses_long_cascade {
            self.long.set(nth, section, sample_rate_hz);
        } else {
            self.short.set(nth, section, sample_rate_hz);
        }
    }

    /// Plays the groove, in place.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        self.tracking.process(groove, first);
        self.tracing.process(groove, first);
        let [second, third] = self.bend;
        if !second.is_zero() || !third.is_zero() {
            for (i, v) in groove.iter_mut().enumerate() {
                let bent = second.at(first + i) * *v + third.at(first + i) * *v * *v;
                *v += *v * bent.clamp(-0.3, 0.3);
            }
        }
        if self.uses_long_cascade {
            self.long.process(groove, first);
        } else {
            self.short.process(groove, first);
        }
        if !self.motor_level.is_zero() || !self.bearing.is_zero() {
            for (i, v) in groove.iter_mut().enumerate() {
                *v += self.motor.at(first + i) * self.motor_level.at(first + i) + self.bearing.at(first + i);
            }
        }
        if !self.hum_level.is_zero() {
            for (i, v) in groove.iter_mut().enumerate() {
                *v += self.hum.at(first + i) * self.hum_level.at(first + i);
            }
        }
    }
}

impl Default for Pickup {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_times_the_force_is_twice_the_contact() {
        let settings = Settings::default();
        let player = player::spec(settings.pickup_player);
        let patch = |pickup_force: f32, force: f64| {
            contact(&player, &Settings { pickup_force, ..settings }, 0.8, 0.0, force)
        };
        assert_eq!(patch(1.0, 1.0), Section::patch(player.contact_um, 0.8));
        assert_eq!(patch(4.0, 1.0), Section::patch(2.0 * player.contact_um, 0.8));
        assert_eq!(patch(1.0, 4.0), Section::patch(2.0 * player.contact_um, 0.8));
    }
}
