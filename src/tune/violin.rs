//! The violin: under a bow the string moves as a sawtooth (Helmholtz, 1862), and the box
//! and bridge colour it.
//!
//! The string leaves the bow once per period, so the force on the bridge is
//! `F(t) = 2 (f t mod 1) - 1`. Vibrato sweeps its partials across the narrow resonances of
//! the box, which is most of what makes a violin sound alive (Mathews and Kohut, 1973).
//! Rosin noise rides on the sawtooth because the hair slips more as the string returns.

use super::dsp::{Biquad, Body, Noise, OnePole, RATE_HZ, hash01, human, midi_hz, sample_at, saw, smoothstep};
use std::f64::consts::{PI, TAU};

/// One note under the bow.
#[derive(Clone, Copy)]
pub struct Stroke {
    /// Start of the note.
    pub start_s: f64,
    /// End of the note; the next may follow at once.
    pub end_s: f64,
    /// Pitch as a MIDI note.
    pub midi: f64,
    /// Bow force, `0..1`.
    pub level: f64,
    /// How long the finger slides up or down into this note from the one before; 0 for
    /// a clean change of finger.
    pub slide_s: f64,
    /// Whether the bow changes direction at the start of the note.
    pub new_bow: bool,
}

/// Modes of the box and bridge as (Hz, Q, gain): A0 and the two B1 body modes, the
/// transition hill near 1 kHz, the bridge hill from 2 to 3 kHz and the treble above it
/// (centres as measured on good violins, e.g. Fletcher and Rossing, *The Physics of
/// Musical Instruments*, chapter 10).
const BODY: [(f64, f64, f64); 14] = [
    (276.0, 14.0, 0.9),
    (405.0, 12.0, 0.5),
    (452.0, 16.0, 1.1),
    (541.0, 18.0, 1.2),
    (622.0, 14.0, 0.9),
    (699.0, 16.0, 1.0),
    (872.0, 16.0, 0.9),
    (1080.0, 14.0, 0.8),
    (1290.0, 16.0, 0.6),
    (1720.0, 12.0, 0.6),
    (2210.0, 7.0, 1.0),
    (2780.0, 6.0, 1.1),
    (3550.0, 7.0, 0.8),
    (4900.0, 5.0, 0.5),
];

/// Widest swing of the finger, as a fraction of a semitone to each side.
const VIBRATO_SEMITONES: f64 = 0.27;
const VIBRATO_HZ: f64 = 5.7;
/// Time the bow needs to turn round.
const BOW_TURN_S: f64 = 0.045;
/// How long the bow lasts at full force; a longer note dies away over as long again.
const BOW_S: f64 = 0.9;
/// Release after the last note before a rest.
const LIFT_S: f64 = 0.12;

/// Plays the strokes, which must be in order of time, into `out`.
pub fn play(strokes: &[Stroke], seed: u32, out: &mut [f64]) {
    let mut body = Body::new(0.28, &BODY);
    let mut low_cut = Biquad::high_pass(170.0, 0.8);
    let mut string = OnePole::new(4000.0);
    let mut rosin_band = Biquad::resonance(3600.0, 0.6);
    let mut rosin = Noise::new(seed);
    let mut bow = OnePole::new(10.0);
    let (mut phase, mut vibrato_phase) = (0.0, hash01(seed));
    let (mut drift, mut force) = (0.0, 0.0);

    for (k, stroke) in strokes.iter().enumerate() {
        let next = strokes.get(k + 1).filter(|n| n.start_s - stroke.end_s < LIFT_S);
        let end_s = next.map_or(stroke.end_s + 4.0 * LIFT_S, |n| n.start_s);
        let end = sample_at(end_s).min(out.len());
        let note = Gesture { stroke, next, seed: seed + 31 * k as u32 };
        for (i, frame) in out.iter_mut().enumerate().take(end).skip(sample_at(stroke.start_s)) {
            let now_s = i as f64 / RATE_HZ;
            if i % 32 == 0 {
                drift = human_drift(seed, now_s);
                // More bow pressure makes a sharper Helmholtz corner, hence more treble.
                string.set_corner(1800.0 + 6500.0 * force);
            }
            vibrato_phase += (VIBRATO_HZ + 1.2 * drift) / RATE_HZ;
            let swing = note.vibrato(now_s) * libm::sin(TAU * vibrato_phase);
            let step = midi_hz(note.pitch(now_s) + swing + 0.03 * drift) / RATE_HZ;
            phase = (phase + step).fract();

            force = bow.run(note.force(now_s));
            let hiss = rosin_band.run(rosin.sample()) * (0.3 + phase) * note.scratch(now_s);
            let bridge = string.run(saw(phase, step)) + 0.22 * hiss;
            *frame += low_cut.run(body.run(force * bridge));
        }
    }
}

/// One stroke in the company of its successor.
struct Gesture<'a> {
    stroke: &'a Stroke,
    next: Option<&'a Stroke>,
    seed: u32,
}

impl Gesture<'_> {
    /// Pitch as a MIDI note: the finger begins its slide before the beat, to arrive on it.
    fn pitch(&self, now_s: f64) -> f64 {
        let here = self.stroke.midi + 0.04 * human(self.seed);
        match self.next {
            Some(next) if next.slide_s > 0.0 => {
                let progress = 1.0 - (next.start_s - now_s) / next.slide_s;
                here + (next.midi - here) * smoothstep(progress)
            }
            _ => here,
        }
    }

    /// Vibrato depth: it opens after the note has spoken and hardly at all on short notes.
    fn vibrato(&self, now_s: f64) -> f64 {
        let onset = smoothstep((now_s - self.stroke.start_s - 0.06) / 0.28);
        VIBRATO_SEMITONES * onset * (0.85 + 0.3 * hash01(self.seed + 7))
    }

    /// Bow force: swells in the middle of the stroke, yields as the bow turns.
    fn force(&self, now_s: f64) -> f64 {
        let s = self.stroke;
        if now_s > s.end_s {
            return 0.0;
        }
        let x = (now_s - s.start_s) / (s.end_s - s.start_s);
        let swell = 0.84 + 0.16 * libm::sin(PI * x);
        let spent = 1.0 - 0.75 * smoothstep((now_s - s.start_s - BOW_S) / BOW_S);
        let left_s = s.end_s - now_s;
        let turning = left_s < BOW_TURN_S && self.next.is_none_or(|n| n.new_bow);
        s.level * if turning { 0.25 } else { swell * spent }
    }

    /// Rosin noise, strongest while a new bow catches the string.
    fn scratch(&self, now_s: f64) -> f64 {
        let bite = libm::exp(-(now_s - self.stroke.start_s) / 0.035);
        0.5 + if self.stroke.new_bow { 1.8 * bite } else { 0.0 }
    }
}

/// Slow unsteadiness of the arm in `-1..1`, a few random values a second joined smoothly.
fn human_drift(seed: u32, now_s: f64) -> f64 {
    let at = now_s * 4.0;
    let cell = at as u32;
    let (a, b) = (human(seed ^ cell), human(seed ^ (cell + 1)));
    a + (b - a) * smoothstep(at.fract())
}
