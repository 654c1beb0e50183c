//! Reading a preset: test signals are played on its disc.

use std::sync::Arc;

use super::{Clicks, Reading, Sway, band};
use crate::chain::Chain;
use crate::chain::control::TransportState;
use crate::chain::reference::{FULL_SCALE_CM_S, REFERENCE_CM_S};
use crate::disc::memory::Memory;
use crate::disc::{Disc, Recipe};
use crate::measure::impulses::{IN_SILENCE, Impulses};
use crate::measure::spectrum::{Spectrum, band_rms, db, tone as amplitude};
use crate::measure::{tone, wow};
use crate::params::{LATHE_HUM_OFF_DB, Needle, PICKUP_RUMBLE_OFF_DB, Serial, Settings};

/// Length of the noise's spectrum.
const SIZE: usize = 8192;

/// Reads a preset by playing test signals on its disc.
pub fn of_settings(settings: &Settings, serial: Serial) -> Reading {
    let rate_hz = 48_000.0;
    let held = Settings { disc_needle: Needle::Always, disc_travel: 0.0, level_match: false, ..*settings };
    let disc = Arc::new(Disc::new(Recipe::of(&Settings { disc_serial: serial, ..*settings }, None)));
    let play = |settings: &Settings, mut song: Vec<f32>| {
        let mut chain = Chain::new(disc.clone(), Arc::new(Memory::default()), rate_hz);
        chain.set(settings);
        chain.process(&mut [&mut song], TransportState::Rolling(0));
        song.split_off(48_000)
    };
    let sine = |f_hz: f64, cm_s: f64, seconds: f64| -> Vec<f32> {
        let amplitude = cm_s / f64::from(FULL_SCALE_CM_S);
        let turns = f_hz / rate_hz;
        (0..(seconds * rate_hz) as usize)
            .map(|i| (amplitude * (std::f64::consts::TAU * turns * i as f64).sin()) as f32)
            .collect()
    };
    // Without what would hide a tone, and standing still where that is what is read.
    let clean = Settings {
        film_on: false,
        crackle_on: false,
        lathe_hum: LATHE_HUM_OFF_DB,
        pickup_rumble: PICKUP_RUMBLE_OFF_DB,
        ..held
    };
    let clean = Settings { source_amount: 0.0, ..clean };
    let still = Settings { warp_on: false, ..clean };
    let gain_db = |f_hz: f64| db(amplitude(&play(&still, sine(f_hz, 1.0, 1.5)), f_hz, rate_hz).norm());
    let reference = f64::from(REFERENCE_CM_S);
    let at_reference = play(&still, sine(1000.0, reference, 2.0));
    let harmonic = |order: f64| amplitude(&at_reference, 1000.0 * order, rate_hz).norm();

    let silent = play(&held, vec![0.0; 11 * 48_000]);
    let only_film = Settings { crackle_on: false, ..held };
    let noise = play(&only_film, vec![0.0; 11 * 48_000]);
    let level = band_rms(&noise, 100.0, 8000.0, rate_hz) / (harmonic(1.0) / 2f64.sqrt());
    let mut reading = Reading {
        band: Some(band::around(gain_db, 3.0)),
        band_how: "−3 dB re its mean from 300 Hz to 2 kHz",
        noise_db: Some(db(level)),
        noise_how: "silent groove re a 1 kHz tone at reference, 100 Hz–8 kHz",
        noise_slope_db: Some(Spectrum::new(&noise, SIZE, rate_hz).slope_db_per_octave(300.0, 3000.0)),
        harmonics_percent: Some([2.0, 3.0].map(|order| 100.0 * harmonic(order) / harmonic(1.0))),
        clicks: Some(in_silence(&silent, rate_hz)),
        ..Reading::default()
    };
    let swaying = play(&clean, sine(wow::TONE_HZ, 1.0, 32.0));
    if let Some(tone) = tone::find(&swaying, wow::TONE_HZ, rate_hz) {
        reading.wow = Some(Sway::of(&tone.deviation, tone.step_s, &wow::TONE_MEANS));
    }
    reading
}

/// Impulses of a silent groove, dust and all, as they are counted on real records.
fn in_silence(x: &[f32], rate_hz: f64) -> Clicks {
    let found = Impulses::find(x, rate_hz, IN_SILENCE);
    Clicks {
        a_second: found.rate_hz(),
        level_db: found.height_db(0.5),
        how: "over the hiss, in a silent groove",
    }
}
