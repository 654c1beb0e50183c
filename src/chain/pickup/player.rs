//! The machines people had: weight, needle, and the curve from groove velocity to sound.
//!
//! | player     | weight | curve                                                                              |
//! |------------|--------|------------------------------------------------------------------------------------|
//! | gramophone | 120 g  | sound box and folded horn: 220 Hz–4 kHz, six ripples of the horn, three of the diaphragm |
//! | crystal    | 40 g   | as piezo, with a heavier, lower needle resonance                                   |
//! | piezo      | 12 g   | gives displacement: −6 dB an octave above its load corner; needle 4.5 kHz, arm 40 Hz |
//! | modern     | 3 g    | flat, with the cutting turnover undone                                             |
//!
//! Band of acoustic machines: Library of Congress, *National Jukebox* (100–2500 Hz); sound box as a band-pass
//! with its radial modes: DAGA 2018. The ripples' places are guessed; their spacing is that of a 1 m horn.
//! Moving masses and contact patches are derived from needle mass and hardness of film. Measured in
//! `tests/pickup.rs`.

use crate::chain::lathe::TURNOVER_HZ;
use crate::chain::parts::section::Section;
use crate::chain::settings;

/// Most sections in a curve.
pub const MOST_SECTIONS: usize = 14;

/// Q of an arm on its needle: a resonance of 9 dB has a Q of 2.8 and rings out within 200 ms.
const ARM_Q: f64 = 2.8;

/// What a player is, apart from its curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Player {
    /// Weight on the needle, in grams.
    pub weight_g: f64,
    /// Mass of arm and head at the needle, in grams: what the curl has to lift.
    pub arm_mass_g: f64,
    /// Radius of the needle's tip, in µm.
    pub needle_um: f64,
    /// Radius of the patch where it touches new film, in µm.
    pub contact_um: f64,
    /// Share of vertical motion in its output: the pinch of a lateral groove, heard as second harmonic.
    pub vertical: f64,
    /// Rumble against the knob, in dB: a spring motor has no mains, and a horn passes no rumble.
    pub rumble_db: f64,
}

/// The player of a choice.
pub fn player(choice: settings::Player) -> Player {
    match choice {
        settings::Player::Gramophone => Player {
            weight_g: 120.0,
            arm_mass_g: 100.0,
            needle_um: 60.0,
            contact_um: 35.0,
            vertical: 0.3,
            rumble_db: -24.0,
        },
        settings::Player::Crystal => Player {
            weight_g: 40.0,
            arm_mass_g: 50.0,
            needle_um: 65.0,
            contact_um: 20.0,
            vertical: 0.2,
            rumble_db: 3.0,
        },
        settings::Player::Piezo => Player {
            weight_g: 12.0,
            arm_mass_g: 30.0,
            needle_um: 65.0,
            contact_um: 11.0,
            vertical: 0.15,
            rumble_db: 0.0,
        },
        settings::Player::Modern => Player {
            weight_g: 3.0,
            arm_mass_g: 12.0,
            needle_um: 65.0,
            contact_um: 6.0,
            vertical: 0.03,
            rumble_db: -26.0,
        },
    }
}

/// A player's linear curve: the first `count` of `sections`.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// In series.
    pub sections: [Section; MOST_SECTIONS],
    /// How many are used.
    pub count: usize,
}

impl Curve {
    fn of(used: &[Section]) -> Self {
        let mut sections = [Section::THROUGH; MOST_SECTIONS];
        sections[..used.len()].copy_from_slice(used);
        Self { sections, count: used.len() }
    }

    /// The sections in use.
    pub fn used(&self) -> &[Section] {
        &self.sections[..self.count]
    }
}

/// The curve of a player, about 0 dB at 1 kHz.
pub fn curve(choice: settings::Player) -> Curve {
    match choice {
        settings::Player::Gramophone => gramophone(),
        settings::Player::Crystal => displacement(90.0, (4000.0, 3.5, 9.0), (45.0, ARM_Q, 9.0), 5500.0),
        settings::Player::Piezo => displacement(80.0, (4500.0, 3.0, 8.0), (40.0, ARM_Q, 9.0), 6500.0),
        settings::Player::Modern => Curve::of(&[
            Section::high_pass(20.0, 0.7),
            // The turnover undone, down to where the high-pass begins.
            Section::shelf(TURNOVER_HZ, 12.0),
            Section::low_pass(15_000.0, 0.7),
        ]),
    }
}

/// Sound box and horn.
fn gramophone() -> Curve {
    // Fourth-order edges, Butterworth.
    let (q1, q2) = (0.541, 1.307);
    Curve::of(&[
        Section::high_pass(220.0, q1),
        Section::high_pass(220.0, q2),
        Section::low_pass(4000.0, q1),
        Section::low_pass(4000.0, q2),
        Section::peak(290.0, 6.0, 5.0),
        Section::peak(470.0, 6.0, -4.0),
        Section::peak(660.0, 6.0, 5.0),
        Section::peak(860.0, 6.0, -5.0),
        Section::peak(1090.0, 6.0, 4.0),
        Section::peak(1340.0, 6.0, -4.0),
        Section::peak(1000.0, 4.0, 6.0),
        Section::peak(2600.0, 5.0, 7.0),
        Section::peak(4200.0, 6.0, 4.0),
    ])
}

/// A pickup that gives displacement: below `load_hz` its load bleeds the charge away.
fn displacement(load_hz: f64, needle: (f64, f64, f64), arm: (f64, f64, f64), top_hz: f64) -> Curve {
    Curve::of(&[
        Section::low_pass_1(load_hz).scaled(1000.0 / load_hz),
        Section::peak(needle.0, needle.1, needle.2),
        Section::peak(arm.0, arm.1, arm.2),
        Section::low_pass(top_hz, 1.0),
        Section::low_pass_1(top_hz),
        // The amplifier's coupling.
        Section::high_pass_1(25.0),
    ])
}
