//! The level match: a trim worked out from the settings, never a running meter.
//!
//! `trim = 1 / √(Σ wᵢ |H(fᵢ)|²)`
//!
//! times what overdriven walls, fading and the plays that are set take away, with `H` all linear parts at the middle of a
//! side, unplayed, and `w` the share of each band in the loudness of typical music (guessed; checked on every preset in
//! `tests/laws/presets_sound.rs`).

use super::control_frame::ControlFrame;
use super::lathe;
use super::linear::{LinearStage, Spot, all_sections_at};
use super::parts::section::db;
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
    (2500.0, 0.020),
    (3150.0, 0.017),
    (4000.0, 0.015),
    (5000.0, 0.012),
    (6300.0, 0.010),
    (8000.0, 0.010),
    (10_000.0, 0.010),
];
/// Two channels folded into one groove lose what differs between them: about this much on music.
const FOLD_DB: f64 = 1.2;
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
    (lost_db - db(libm::sqrt(power)) - lathe::drive_db(frame)).clamp(-MAX_TRIM_DB, MAX_TRIM_DB)
}
