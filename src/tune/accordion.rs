//! The accordion: a free reed chops the air into narrow puffs, and three reeds to a note,
//! tuned a few cents apart, beat against one another (the *musette* register).
//!
//! Two reeds `c` cents apart at `f` beat at `f (2^(c/1200) - 1)`: about 3 Hz at A4 with the
//! spread below. A puff of duty `d` has harmonics `sin(pi d k) / k`.

use super::dsp::{Biquad, Body, OnePole, RATE_HZ, human, midi_hz, sample_at, saw, smoothstep};

/// One key held down.
#[derive(Clone, Copy)]
pub struct Key {
    /// When it is pressed.
    pub start_s: f64,
    /// When it is let go.
    pub end_s: f64,
    /// Pitch as a MIDI note.
    pub midi: f64,
    /// Bellows pressure, `0..1`.
    pub level: f64,
}

/// Reeds of one note as (cents, gain): flat, true and sharp ranks.
const REEDS: [(f64, f64); 3] = [(-10.0, 0.7), (0.0, 1.0), (11.0, 0.7)];
/// Share of the period for which the reed lets air through.
const DUTY: f64 = 0.27;
/// A reed needs a few cycles to start swinging and stops as the pallet closes.
const SPEAK_S: f64 = 0.045;
const CLOSE_S: f64 = 0.07;

/// How long the bellows keep their pressure; a longer note dies away over as long again.
const BELLOWS_S: f64 = 0.9;

/// Resonances of the case and grille as (Hz, Q, gain).
const CASE: [(f64, f64, f64); 4] =
    [(390.0, 3.0, 0.5), (920.0, 3.0, 0.6), (1900.0, 2.5, 0.5), (3300.0, 3.0, 0.45)];

/// Plays the keys into `out`.
pub fn play(keys: &[Key], out: &mut [f64]) {
    let mut dry = vec![0.0; out.len()];
    for (k, key) in keys.iter().enumerate() {
        press(key, k as u32, &mut dry);
    }
    let mut case = Body::new(0.5, &CASE);
    let mut air = OnePole::new(7000.0);
    let mut rumble = Biquad::high_pass(110.0, 0.7);
    for (o, x) in out.iter_mut().zip(dry) {
        *o += rumble.run(air.run(case.run(x)));
    }
}

fn press(key: &Key, seed: u32, out: &mut [f64]) {
    let start = sample_at(key.start_s);
    let end = sample_at(key.end_s + CLOSE_S).min(out.len());
    for (r, &(cents, gain)) in REEDS.iter().enumerate() {
        let tuning = 0.015 * human(seed * 3 + r as u32);
        let step = midi_hz(key.midi + cents / 100.0 + tuning) / RATE_HZ;
        let mut phase = 0.37 * r as f64;
        // Pressure bends the reed's edge: soft playing is rounder.
        let mut edge = OnePole::new(1200.0 + 5200.0 * key.level);
        for (i, frame) in out.iter_mut().enumerate().take(end).skip(start) {
            let now_s = i as f64 / RATE_HZ;
            phase = (phase + step).fract();
            let puff = saw(phase, step) - saw((phase + DUTY).fract(), step);
            let held_s = now_s - key.start_s;
            let spent = 1.0 - 0.75 * smoothstep((held_s - BELLOWS_S) / BELLOWS_S);
            let pressure =
                spent * smoothstep(held_s / SPEAK_S) * smoothstep((key.end_s + CLOSE_S - now_s) / CLOSE_S);
            *frame += gain * key.level * pressure * edge.run(puff);
        }
    }
}
