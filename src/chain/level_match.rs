//! The level match: a trim worked out from the settings, never a running meter.
//!
//! `trim = 1 / √(g Σ wᵢ |H(fᵢ)|² + Σ kᵢ dᵢ |P(fᵢ)|²)`
//!
//! | term | meaning                                                                                              |
//! |------|------------------------------------------------------------------------------------------------------|
//! | `H`  | all linear parts at the middle of a side, unplayed                                                   |
//! | `w`  | share of each third of an octave in the loudness of typical music (guessed)                          |
//! | `g`  | what overdriven walls, fading and the plays that are set take away                                   |
//! | `P`  | the parts behind the groove: the player                                                              |
//! | `d`  | power of the dirt in each third, re typical music: a worn copy is as loud by its noise as by its song |
//! | `k`  | how much louder than its power a third is to the ear (ITU-R BS.1770)                                 |
//!
//! Checked on every preset in `tests/laws/presets_sound.rs`.

use super::control_frame::ControlFrame;
use super::lathe;
use super::linear::{DirtBand, LinearStage, Spot, all_sections_at};
use super::parts::section::db;
use super::stages;
use crate::disc::groove::MIDDLE_SPEED_M_S;

/// Share of each third of an octave in the loudness of typical music: frequency in Hz, weight.
const BANDS: [(f64, f64); 24] = [
    (50.0, 0.054),
    (63.0, 0.053),
    (80.0, 0.051),
    (100.0, 0.049),
    (125.0, 0.054),
    (160.0, 0.059),
    (200.0, 0.066),
    (250.0, 0.072),
    (315.0, 0.066),
    (400.0, 0.059),
    (500.0, 0.064),
    (630.0, 0.069),
    (800.0, 0.058),
    (1000.0, 0.049),
    (1250.0, 0.037),
    (1600.0, 0.024),
    (2000.0, 0.022),
    (2500.0, 0.024),
    (3150.0, 0.025),
    (4000.0, 0.023),
    (5000.0, 0.015),
    (6300.0, 0.010),
    (8000.0, 0.010),
    (10_000.0, 0.010),
];
/// Width of a third of an octave, as a share of its middle.
const THIRD: f64 = 0.231_56;
/// Two channels folded into one groove lose what differs between them: about this much on music.
const FOLD_DB: f64 = 1.1;
/// Power of music at −14 LUFS in one channel as it is heard, in (cm/s)²: what a drive of 0 dB expects.
const MUSIC_CM2_S2: f64 = 23.7;
/// The ear's treble: a shelf of 4 dB about this frequency.
const TREBLE_HZ: f64 = 1500.0;
const TREBLE_SHARE: f64 = 1.5;
/// The trim never does more than this.
const MAX_TRIM_DB: f64 = 20.0;
/// An unplayed groove at the middle of a side.
const MIDDLE: Spot = Spot { speed_m_s: MIDDLE_SPEED_M_S, damage: 0.0, force: 1.0 };

/// The trim, in dB, that brings a disc of so many lanes about to the loudness of the input.
pub(super) fn level_match_db(stages: &[LinearStage], frame: &ControlFrame, lanes: usize) -> f64 {
    let all = all_sections_at(stages, frame, &MIDDLE);
    let power: f64 = BANDS.iter().map(|(f_hz, weight)| weight * all.power_at(*f_hz)).sum();
    let fold_db = if lanes == 1 { FOLD_DB } else { 0.0 };
    let lost_db = stages.iter().fold(fold_db, |lost_db, stage| lost_db + (stage.mean_loss_db)(frame));
    let gain_db = lathe::drive_db(frame) - lost_db;
    let song = power * libm::pow(10.0, gain_db / 10.0);
    (-db(libm::sqrt(song + dirt_power(frame)))).clamp(-MAX_TRIM_DB, MAX_TRIM_DB)
}

/// Power of the dirt as it is heard, re typical music.
fn dirt_power(frame: &ControlFrame) -> f64 {
    // A worn bed takes the treble off the ticks too.
    let worn = Spot { damage: frame.wear.middle().damage() * f64::from(frame.enable.wear), ..MIDDLE };
    let player = all_sections_at(stages::BEHIND_GROOVE, frame, &worn);
    let mut bands = BANDS.map(|(f_hz, _)| DirtBand { f_hz, density: 0.0 });
    stages::DIRT.iter().for_each(|add| add(frame, &mut bands));
    let heard = bands.iter().map(|DirtBand { f_hz, density }| {
        let treble = TREBLE_SHARE * f_hz * f_hz / (f_hz * f_hz + TREBLE_HZ * TREBLE_HZ);
        (1.0 + treble) * density * THIRD * f_hz * player.power_at(*f_hz)
    });
    heard.sum::<f64>() / MUSIC_CM2_S2
}
