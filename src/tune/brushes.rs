//! Wire brushes on a snare drum: filtered noise, stirred in circles or tapped.
//!
//! A stir is a wide band of noise whose loudness follows the speed of the hand,
//! `sin^2(pi t / T)` over a stroke of length `T`; a tap adds the first two modes of the
//! drum head, which lie at 1 : 1.59 (Fletcher and Rossing, *The Physics of Musical
//! Instruments*, chapter 18).

use super::dsp::{Biquad, Noise, OnePole, RATE_HZ, sample_at};
use std::f64::consts::{PI, TAU};

/// One movement of a brush.
#[derive(Clone, Copy)]
pub struct Stroke {
    /// When the hand starts.
    pub start_s: f64,
    /// Length of a stir; 0 makes it a tap.
    pub stir_s: f64,
    /// Loudness, `0..1`.
    pub level: f64,
}

/// Fundamental of the drum head.
const HEAD_HZ: f64 = 186.0;
const HEAD_SECOND: f64 = 1.59;

/// Plays the strokes into `out`.
pub fn play(strokes: &[Stroke], out: &mut [f64]) {
    for (k, stroke) in strokes.iter().enumerate() {
        let seed = 9000 + k as u32;
        if stroke.stir_s > 0.0 {
            stir(stroke, seed, out);
        } else {
            tap(stroke, seed, out);
        }
    }
}

fn stir(stroke: &Stroke, seed: u32, out: &mut [f64]) {
    let mut noise = Noise::new(seed);
    let mut bottom = Biquad::high_pass(1800.0, 0.6);
    let mut coat = Biquad::resonance(5200.0, 0.5);
    let end = sample_at(stroke.start_s + stroke.stir_s).min(out.len());
    for (i, frame) in out.iter_mut().enumerate().take(end).skip(sample_at(stroke.start_s)) {
        let x = (i as f64 / RATE_HZ - stroke.start_s) / stroke.stir_s;
        let speed = libm::sin(PI * x.clamp(0.0, 1.0)).powi(2);
        *frame += stroke.level * speed * coat.run(bottom.run(noise.sample()));
    }
}

fn tap(stroke: &Stroke, seed: u32, out: &mut [f64]) {
    /// Long after the head has died away.
    const TAP_S: f64 = 0.45;
    let mut noise = Noise::new(seed);
    let mut bottom = Biquad::high_pass(900.0, 0.7);
    let mut top = OnePole::new(11_000.0);
    let end = sample_at(stroke.start_s + TAP_S).min(out.len());
    for (i, frame) in out.iter_mut().enumerate().take(end).skip(sample_at(stroke.start_s)) {
        let t = (i as f64 / RATE_HZ - stroke.start_s).max(0.0);
        // The wires of a brush land one after another, so the attack takes milliseconds.
        let landing = 1.0 - libm::exp(-t / 0.0018);
        let wires = libm::exp(-t / 0.022) + 0.25 * libm::exp(-t / 0.09);
        let head = libm::exp(-t / 0.05) * libm::sin(TAU * HEAD_HZ * t)
            + 0.6 * libm::exp(-t / 0.03) * libm::sin(TAU * HEAD_HZ * HEAD_SECOND * t);
        let hiss = top.run(bottom.run(noise.sample()));
        *frame += stroke.level * landing * (1.1 * wires * hiss + 0.28 * head);
    }
}
