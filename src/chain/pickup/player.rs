//! The machines people had: weight, needle, and the curve from groove velocity to sound.
//!
//! | player     | weight | curve                                                                              |
//! |------------|--------|------------------------------------------------------------------------------------|
//! | gramophone | 120 g  | sound box and folded horn (`horn.rs`), to 4 kHz; three modes of the diaphragm      |
//! | magnetic   | 100 g  | gives velocity: the cutting turnover stays; needle 4 kHz, arm 80 Hz                |
//! | crystal    | 40 g   | as piezo, with a heavier, lower needle resonance                                   |
//! | piezo      | 12 g   | gives displacement: −6 dB an octave above its load corner; needle 4.5 kHz, arm 40 Hz |
//! | radiola    | 12 g   | the piezo through a set's transformer and small loudspeaker: 140 Hz–5.5 kHz        |
//! | modern     | 3 g    | flat, with the cutting turnover undone                                             |
//!
//! Band of acoustic machines: Library of Congress, *National Jukebox* (100–2500 Hz); sound box as a band-pass
//! with its radial modes: DAGA 2018. A diaphragm and a small loudspeaker bend what they play: second harmonic 3 % of the
//! one, third 2.5 % of the other, at reference (guessed). Moving masses and contact patches are derived from needle mass
//! and hardness of film. Measured in `tests/physics/pickup.rs` and `curves.rs`.

use super::horn;
use crate::chain::parts::section::Section;
use crate::chain::reference::TURNOVER_HZ;
use crate::params::{Player, Settings};

/// Most sections in a curve.
pub(in crate::chain) const MAX_SECTIONS: usize = 14;

/// Gravity.
pub(in crate::chain) const GRAVITY_M_S2: f64 = 9.81;
/// Lowest line of a player's motor, which has four poles on 50 Hz mains, in Hz.
pub(in crate::chain) const MOTOR_HZ: f64 = 24.6;
/// Lower end of the displacement integrator.
pub(in crate::chain) const INTEGRATOR_HZ: f64 = 20.0;
/// Q of an arm on its needle: a resonance of 9 dB has a Q of 2.8 and rings out within 200 ms.
const ARM_Q: f64 = 2.8;

/// A player, apart from its curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlayerSpec {
    /// What a player without bass takes off most programmes beyond what it takes off typical music, in dB: programmes differ most
    /// in how much bass they have. Only the level match asks (by measure, `tests/laws/presets_sound.rs`).
    pub bass_loss_db: f64,
    /// Weight on the needle, in grams.
    pub weight_g: f64,
    /// Mass of arm and head at the needle, in grams: what the curl has to lift.
    pub(in crate::chain) arm_mass_g: f64,
    /// Radius of the needle's tip, in µm.
    pub(in crate::chain) needle_um: f64,
    /// Radius of the patch where it touches new film, in µm.
    pub contact_um: f64,
    /// Share of vertical motion in its output: the pinch of a lateral groove, heard as second harmonic.
    pub vertical: f64,
    /// The arm it hangs on.
    pub(in crate::chain) arm: Arm,
    /// Compliance of the needle's suspension, in 10⁻⁶ cm/dyn.
    pub(in crate::chain) compliance_cu: f64,
    /// Moving mass at the needle, in mg.
    pub(in crate::chain) moving_mass_mg: f64,
    /// Second and third harmonic of a reference tone, as shares: the diaphragm's, the loudspeaker's.
    pub harmonics: [f32; 2],
    /// Share of its speed that the motor has lost at the end of a side.
    pub sag: f64,
    /// Rumble against the knob, in dB: a spring motor has no mains, and a horn passes no rumble.
    pub(in crate::chain) rumble_db: f64,
}

/// A tone arm, from its pivot to the needle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::chain) struct Arm {
    /// From pivot to needle, in mm.
    pub length_mm: f64,
    /// How far the needle reaches beyond the middle of the disc, in mm.
    pub(in crate::chain) overhang_mm: f64,
    /// By how much the head is turned inwards, in degrees.
    pub(in crate::chain) offset_deg: f64,
}

impl Arm {
    /// Tangent of the angle between head and groove at a radius: 0 where it stands along the groove.
    pub(in crate::chain) fn tan_error(&self, radius_mm: f64) -> f64 {
        let Self { length_mm: l, overhang_mm: h, offset_deg } = *self;
        let sine = (radius_mm * radius_mm + 2.0 * l * h - h * h) / (2.0 * radius_mm * l);
        libm::tan(libm::asin(sine.clamp(-0.9, 0.9)) - offset_deg.to_radians())
    }
}

/// Force on the needle at rest, in grams.
pub(in crate::chain) fn force_g(settings: &Settings) -> f64 {
    spec(settings.pickup_player).weight_g * f64::from(settings.pickup_force)
}

/// What a player is.
pub fn spec(player: Player) -> PlayerSpec {
    match player {
        Player::Gramophone => PlayerSpec {
            weight_g: 120.0,
            bass_loss_db: 0.4,
            arm_mass_g: 100.0,
            needle_um: 60.0,
            contact_um: 35.0,
            vertical: 0.3,
            arm: STRAIGHT,
            compliance_cu: 0.1,
            moving_mass_mg: 300.0,
            harmonics: [0.03, 0.0],
            sag: 0.015,
            rumble_db: -24.0,
        },
        Player::Magnetic => PlayerSpec {
            weight_g: 100.0,
            bass_loss_db: 0.0,
            arm_mass_g: 90.0,
            needle_um: 65.0,
            contact_um: 32.0,
            vertical: 0.25,
            arm: STRAIGHT,
            compliance_cu: 0.2,
            moving_mass_mg: 200.0,
            harmonics: [0.0, 0.0],
            sag: 0.0,
            rumble_db: 3.0,
        },
        Player::Crystal => PlayerSpec {
            weight_g: 40.0,
            bass_loss_db: 0.0,
            arm_mass_g: 50.0,
            needle_um: 65.0,
            contact_um: 20.0,
            vertical: 0.2,
            arm: STRAIGHT,
            compliance_cu: 0.4,
            moving_mass_mg: 80.0,
            harmonics: [0.0, 0.0],
            sag: 0.0,
            rumble_db: 3.0,
        },
        Player::Piezo => PIEZO,
        Player::Radiola => PlayerSpec { harmonics: [0.0, 0.025], ..PIEZO },
        Player::Modern => PlayerSpec {
            weight_g: 3.0,
            bass_loss_db: 0.0,
            arm_mass_g: 12.0,
            needle_um: 65.0,
            contact_um: 6.0,
            vertical: 0.03,
            arm: ALIGNED,
            compliance_cu: 15.0,
            moving_mass_mg: 1.0,
            harmonics: [0.0, 0.0],
            sag: 0.0,
            rumble_db: -26.0,
        },
    }
}

/// A straight arm that ends over the middle, as on gramophones: 16° off outside, 7° inside.
const STRAIGHT: Arm = Arm { length_mm: 200.0, overhang_mm: 0.0, offset_deg: 0.0 };
/// An electric player's, its head turned by eye: 4–6° off.
const OFFSET: Arm = Arm { length_mm: 200.0, overhang_mm: 0.0, offset_deg: 12.0 };
/// A collector's: 3° off at most.
const ALIGNED: Arm = Arm { length_mm: 230.0, overhang_mm: 16.0, offset_deg: 23.0 };

const PIEZO: PlayerSpec = PlayerSpec {
    weight_g: 12.0,
    bass_loss_db: 0.0,
    arm_mass_g: 30.0,
    needle_um: 65.0,
    contact_um: 11.0,
    vertical: 0.15,
    arm: OFFSET,
    compliance_cu: 1.2,
    moving_mass_mg: 30.0,
    harmonics: [0.0, 0.0],
    sag: 0.0,
    rumble_db: 0.0,
};

/// A player's linear curve: the first `count` of `sections`.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// In series.
    pub sections: [Section; MAX_SECTIONS],
    /// How many are used.
    pub count: usize,
}

impl Curve {
    fn of(used: &[Section]) -> Self {
        let mut sections = [Section::PASS_THROUGH; MAX_SECTIONS];
        sections[..used.len()].copy_from_slice(used);
        Self { sections, count: used.len() }
    }

    /// The sections in use.
    pub fn used(&self) -> &[Section] {
        &self.sections[..self.count]
    }
}

/// The curve of a player, about 0 dB at 1 kHz.
pub fn curve(player: Player) -> Curve {
    match player {
        Player::Gramophone => gramophone(),
        Player::Magnetic => Curve::of(&[
            Section::high_pass(70.0, 0.7),
            Section::peak(80.0, 2.0, 4.0),
            Section::peak(4000.0, 3.0, 9.0),
            Section::low_pass(5000.0, 0.7),
        ]),
        Player::Crystal => Curve::of(&displacement(90.0, (4000.0, 3.5, 9.0), (45.0, ARM_Q, 9.0), 5500.0)),
        Player::Piezo => Curve::of(&displacement(80.0, (4500.0, 3.0, 8.0), (40.0, ARM_Q, 9.0), 6500.0)),
        Player::Radiola => {
            let [load, needle, arm, top, top_1, coupling] =
                displacement(80.0, (4500.0, 3.0, 8.0), (40.0, ARM_Q, 9.0), 6500.0);
            Curve::of(&[
                load,
                needle,
                arm,
                top,
                top_1,
                coupling,
                Section::high_pass(140.0, 0.7),
                Section::peak(150.0, 1.5, 3.5),
                Section::peak(2200.0, 1.0, 4.0),
                Section::low_pass(5500.0, 0.7),
            ])
        }
        Player::Modern => Curve::of(&[
            Section::high_pass(20.0, 0.7),
            // The turnover undone, down to where the high-pass begins.
            Section::shelf(TURNOVER_HZ, 12.0),
            Section::low_pass(15_000.0, 0.7),
        ]),
    }
}

/// Sound box and horn: the horn, three modes of the diaphragm, and the end of what it moves.
fn gramophone() -> Curve {
    // Fourth order, Butterworth.
    let (q1, q2) = (0.541, 1.307);
    let mut all = [Section::PASS_THROUGH; horn::SECTIONS + 5];
    all[..horn::SECTIONS].copy_from_slice(&horn::sections());
    all[horn::SECTIONS..].copy_from_slice(&[
        Section::peak(1000.0, 4.0, 6.0),
        Section::peak(2600.0, 5.0, 7.0),
        Section::peak(4200.0, 6.0, 4.0),
        Section::low_pass(4000.0, q1),
        Section::low_pass(4000.0, q2),
    ]);
    Curve::of(&all)
}

/// A pickup that gives displacement: below `load_hz` its load bleeds the charge away.
fn displacement(load_hz: f64, needle: (f64, f64, f64), arm: (f64, f64, f64), top_hz: f64) -> [Section; 6] {
    [
        Section::low_pass_1(load_hz).scaled(1000.0 / load_hz),
        Section::peak(needle.0, needle.1, needle.2),
        Section::peak(arm.0, arm.1, arm.2),
        Section::low_pass(top_hz, 1.0),
        Section::low_pass_1(top_hz),
        // The amplifier's coupling.
        Section::high_pass_1(25.0),
    ]
}
