//! FILM: the voice of the cut film itself, and of the picture on it.
//!
//! A tool-marked surface has a displacement spectrum ∝ 1/k², so groove *velocity* noise is white and its
//! level goes with the root of groove speed. Where the film is dark its gelatin stands higher and hisses
//! more, so the picture under the needle is heard, once a turn.
//!
//! `n(place) = hiss · √(V/V₀) · 10^((14 D + 1.6 u + 2 s − 0.41)/20) · 10^(bones · 4 dB · (density − rim)/20) · lattice(place)`
//!
//! | term      | meaning                                              | value, source                               |
//! |-----------|------------------------------------------------------|---------------------------------------------|
//! | `hiss`    | level 100 Hz–8 kHz re reference, outer edge, 0 plays | −27 dB for a turned-steel cutter (guessed)  |
//! | `√V`      | −4 dB from the outer to the inner groove             | derived; Williamson 1953: 78 noise is white |
//! | `D`       | damage: +14 dB at the end of the disc's life         | guessed                                     |
//! | `u`, `s`  | how rough the film is here, and its scales (`patches.rs`); 0.41 dB is what they add | guessed; real transfers vary by 2–4 dB in 10 ms |
//! | `density` | optical density of the radiograph, 0.2–2.8; `rim`: its mean where the side begins | ±4 dB at most (guessed)                     |
//!
//! A chip under the cutter tears the film for a moment (`lathe/swarf.rs`). Worn film is torn film: its noise tilts up by 3
//! dB an octave above 1.5 kHz and below 200 Hz as it wears. A dull cutter also makes noise in step with the signal, −34 dB
//! of it, rising with damage. Measured in `tests/physics/film.rs`.

use super::control_frame::ControlFrame;
use super::lathe;
use super::linear::DirtBand;
use super::parts::cascade::Cascade;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::{Section, gain};
use super::parts::value_noise::{CELLS_PER_TURN, ValueNoise};
use super::patches::Patches;
use super::reference::REFERENCE_RMS_CM_S;
use crate::disc::groove::OUTER_SPEED_M_S;
use crate::disc::hash;
use crate::disc::salt;
use crate::params::FILM_HISS_OFF_DB;

/// Rms of the unit lattice between 100 Hz and 8 kHz at 77.92 rpm, measured in `tests/physics/film.rs`.
const BAND_RMS: f64 = 0.885;
/// Width of that band.
const HISS_BAND_HZ: f64 = 7900.0;
/// Hiss of a groove that is worn out, against a new one.
const WORN_HISS_DB: f64 = 14.0;
/// Tilt of worn film above 1.5 kHz.
const WORN_TILT_DB_PER_OCTAVE: f64 = 3.0;
/// Noise in step with the signal, re the signal's own velocity.
const MODULATION_DB: f64 = -34.0;
/// Hiss at which the figure above holds: turned steel.
const STREET_HISS_DB: f64 = -27.0;
/// Bones at 100 %: dB per unit of optical density, and the most it does either way.
const BONES_DB: f64 = 4.0;
/// Hiss of a spot one deviation rougher than usual, and of the scales at most, in dB.
const PATCH_DB: f64 = 1.6;
const SCALES_DB: f64 = 2.0;
/// What both add to the mean power: half the variance of its logarithm, 1.6² + 1² dB².
const UNEVEN_DB: f64 = 0.41;

/// Steps of damage in which the tilt is designed anew: 0.05 dB an octave each.
const TILT_STEPS: f32 = 64.0;

/// Adds the hiss: it is white from 100 Hz to 8 kHz.
pub(super) fn add_power_density(frame: &ControlFrame, bands: &mut [DirtBand]) {
    if frame.settings.film_hiss <= FILM_HISS_OFF_DB {
        return;
    }
    let damage = frame.wear.middle().damage() * f64::from(frame.enable.wear);
    let level_db = f64::from(frame.settings.film_hiss) + WORN_HISS_DB * damage;
    let power = f64::from(REFERENCE_RMS_CM_S) * gain(level_db) * f64::from(frame.enable.film);
    let density = power * power / HISS_BAND_HZ;
    bands.iter_mut().for_each(|band| band.density += density);
}

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    lattice: ValueNoise,
    /// Velocity of the lattice's unit, in cm/s.
    hiss: Ramp,
    /// Cells of the noise since the side's first groove at the cell's start, and per sample.
    start: f64,
    step: f64,
}

#[derive(Clone, Debug)]
struct FilterState {
    tilt: Cascade<3, 1>,
    /// Slope and damage for which the tilt was designed.
    designed: (f64, f64),
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Film {
    coefficients: Coefficients,
    state: FilterState,
    patches: Patches,
}

impl Film {
    /// Film before the first groove.
    pub fn new() -> Self {
        let state = FilterState { tilt: Cascade::new(), designed: (f64::NAN, 0.0) };
        Self { coefficients: Coefficients::default(), state, patches: Patches::default() }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.state.tilt.reset();
        self.state.designed = (f64::NAN, 0.0);
    }

    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let settings = frame.settings;
        let speed = frame.place.speed_m_s / OUTER_SPEED_M_S;
        let damage = f64::from(frame.damage);
        let density = frame.side.density_above_rim(frame.place.angle, frame.place.radius_mm);
        let most = BONES_DB * f64::from(settings.film_bones) / 100.0;
        let bones_db = (most * f64::from(density)).clamp(-most, most);
        let on = frame.enable.film * frame.dirt * frame.surface;

        let torn_db = lathe::swarf(frame).noise_db;
        let turns = frame.place.turns();
        let patch_db = PATCH_DB * self.patches.roughness(frame.side.seed, turns)
            + SCALES_DB * self.patches.scales(frame.side.seed, turns)
            - UNEVEN_DB;
        let level_db = f64::from(settings.film_hiss) + WORN_HISS_DB * damage + bones_db + torn_db + patch_db;
        let steady = f64::from(REFERENCE_RMS_CM_S) * gain(level_db) * libm::sqrt(speed);
        // A cleaner film is a better cut one: below the street's hiss this falls with it.
        let cleaner_db = (f64::from(settings.film_hiss) - STREET_HISS_DB).min(0.0);
        let in_step_db = MODULATION_DB + WORN_HISS_DB * damage + cleaner_db;
        let in_step = f64::from(frame.velocity_cm_s) * gain(in_step_db);
        let hiss = if settings.film_hiss <= FILM_HISS_OFF_DB { 0.0 } else { (steady + in_step) / BAND_RMS };
        let c = &mut self.coefficients;
        c.hiss.set_target(hiss as f32 * on, frame.snap);
        c.lattice = ValueNoise { seed: hash::branch(frame.side.seed, salt::HISS) };
        let cells_per_turn = CELLS_PER_TURN * frame.groove.stretch();
        c.step = frame.place.rev_hz * cells_per_turn / frame.sample_rate_hz;
        c.start = frame.place.turns() * cells_per_turn - c.step * GRID as f64;

        // In steps, so that the design is a function of the place and not of how one got there.
        let damage = f64::from((frame.damage * TILT_STEPS).round() / TILT_STEPS);
        let tilt = f64::from(settings.film_tone) + WORN_TILT_DB_PER_OCTAVE * damage;
        if (tilt, damage) != self.state.designed {
            self.state.designed = (tilt, damage);
            let [low, high] = Section::slope(1500.0, tilt);
            // Torn gelatin also rumbles: up to 6 dB at the bottom.
            let rise = 1.0 + damage;
            let grumble = Section::shelf(60.0 * rise, 60.0);
            self.state.tilt.set_all(0, &[low, high, grumble], frame.sample_rate_hz);
        }
    }

    /// Adds the film's noise to the groove.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { lattice, hiss, start, step } = self.coefficients;
        if hiss.is_zero() {
            return;
        }
        let mut cell = [0.0; GRID];
        let noise = &mut cell[..groove.len()];
        lattice.fill(noise, start, step, first);
        for (i, n) in noise.iter_mut().enumerate() {
            *n *= hiss.at(first + i);
        }
        self.state.tilt.process(noise, first);
        for (v, n) in groove.iter_mut().zip(noise.iter()) {
            *v += n;
        }
    }
}

impl Default for Film {
    fn default() -> Self {
        Self::new()
    }
}
