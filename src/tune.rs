//! The demo tune: "Ochi chyornye", played by a small restaurant band that exists only as
//! arithmetic, so that there is always something beautiful to ruin.
//!
//! Violins, accordion, seven-string guitar, double bass and brushes are synthesised at one
//! fixed rate, seated on a stage (constant-power panning, `l^2 + r^2 = 1`), given a room,
//! mastered to -14 LUFS and resampled. It is a clean, wide-band recording on purpose: bone
//! records keep perhaps 200 Hz to 4 kHz of it, and the difference should be heard.

mod accordion;
mod band;
mod brushes;
mod dsp;
mod master;
mod plucked;
pub(crate) mod resample;
mod room;
mod score;
mod violin;

use dsp::{Body, RATE_HZ, sample_at, smoothstep};
use plucked::{Pluck, StringKind, pluck};
use resample::resample;
use std::f64::consts::FRAC_PI_4;

/// Silence before the first note.
const LEAD_IN_S: f64 = 0.12;
/// From the last chord to the end of the recording.
const RING_S: f64 = 2.9;
/// Fade at the very end, when only the room is left.
const FADE_S: f64 = 0.9;

/// The guitar's air, top and back resonances, and the plate's treble, as (Hz, Q, gain).
const GUITAR_BODY: [(f64, f64, f64); 6] = [
    (104.0, 9.0, 0.9),
    (204.0, 11.0, 1.0),
    (262.0, 12.0, 0.5),
    (410.0, 10.0, 0.6),
    (980.0, 3.0, 0.4),
    (2900.0, 1.2, 1.1),
];

/// The double bass: air, top, and the growl of its upper modes, as (Hz, Q, gain).
const BASS_BODY: [(f64, f64, f64); 5] =
    [(61.0, 5.0, 0.7), (98.0, 7.0, 0.8), (165.0, 6.0, 0.4), (420.0, 2.5, 0.5), (1100.0, 2.0, 0.5)];

/// The demo tune in stereo frames at the given rate, about 28 s long, at -14 LUFS and with
/// a true peak below -1 dB. The performance is the same at any rate from 22 050 to
/// 192 000 Hz, and on every run.
pub fn tune(sample_rate_hz: f64) -> Vec<[f32; 2]> {
    let clock = score::Clock::new(LEAD_IN_S);
    let end_s = clock.at_s(score::FINAL_BEAT) + RING_S;
    let mut stage = Stage::new(sample_at(end_s));

    stage.seat(-0.12, 0.135, 0.38, |out| violin::play(&band::first_violin(&clock), 3, out));
    stage.seat(-0.50, 0.085, 0.42, |out| violin::play(&band::second_violin(&clock), 8, out));
    stage.seat(0.45, 0.054, 0.34, |out| accordion::play(&band::accordion(&clock), out));
    stage.seat(-0.40, 0.120, 0.20, |out| {
        strings(&plucked::GUITAR, &band::guitar(&clock), &GUITAR_BODY, 100, out);
    });
    stage.seat(0.06, 0.22, 0.06, |out| {
        strings(&plucked::BASS, &band::bass(&clock), &BASS_BODY, 7000, out);
    });
    stage.seat(0.25, 0.165, 0.25, |out| brushes::play(&band::brush_strokes(&clock), out));

    let mut mix = stage.finish();
    master::master(&mut mix);
    resample(&mix, RATE_HZ / sample_rate_hz)
}

fn strings(kind: &StringKind, plucks: &[Pluck], modes: &[(f64, f64, f64)], seed: u32, out: &mut [f64]) {
    for (k, &note) in plucks.iter().enumerate() {
        pluck(kind, note, seed + k as u32, out);
    }
    let mut body = Body::new(0.8, modes);
    out.iter_mut().for_each(|x| *x = body.run(*x));
}

/// The players' places, and what of them reaches the room.
struct Stage {
    mix: Vec<[f64; 2]>,
    send: Vec<f64>,
}

impl Stage {
    fn new(length: usize) -> Self {
        Self { mix: vec![[0.0; 2]; length], send: vec![0.0; length] }
    }

    /// Seats a player at `pan` (-1 left, 1 right); `wet` is the room's share of `gain`.
    fn seat(&mut self, pan: f64, gain: f64, wet: f64, play: impl FnOnce(&mut [f64])) {
        let mut part = vec![0.0; self.send.len()];
        play(&mut part);
        let (right, left) = libm::sincos((pan + 1.0) * FRAC_PI_4);
        for ((x, frame), send) in part.iter().zip(&mut self.mix).zip(&mut self.send) {
            frame[0] += gain * left * x;
            frame[1] += gain * right * x;
            *send += gain * wet * x;
        }
    }

    /// Adds the room and lets the recording fade.
    fn finish(mut self) -> Vec<[f64; 2]> {
        room::add_room(&self.send, &mut self.mix);
        let length = self.mix.len();
        for (i, frame) in self.mix.iter_mut().enumerate() {
            let left_s = (length - i) as f64 / RATE_HZ;
            let fade = smoothstep(left_s / FADE_S);
            frame.iter_mut().for_each(|x| *x *= fade);
        }
        self.mix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::OnceLock;

    fn at_48k() -> &'static [[f32; 2]] {
        static TUNE: OnceLock<Vec<[f32; 2]>> = OnceLock::new();
        TUNE.get_or_init(|| tune(48_000.0))
    }

    /// Level of each tenth of a second, in dB.
    fn envelope_db(frames: &[[f32; 2]], rate_hz: f64) -> Vec<f64> {
        let power = |x: &f32| f64::from(*x).powi(2);
        frames
            .chunks_exact((rate_hz / 10.0) as usize)
            .map(|c| c.iter().flatten().map(power).sum::<f64>() / c.len() as f64)
            .map(|mean| 10.0 * libm::log10(mean.max(1e-9)))
            .collect()
    }

    #[test]
    fn lasts_under_half_a_minute_and_is_sound_throughout() {
        let seconds = at_48k().len() as f64 / 48_000.0;
        assert!((22.0..=28.0).contains(&seconds), "{seconds} s");
        let body = &envelope_db(at_48k(), 48_000.0)[2..250];
        assert!(body.iter().all(|&db| db > -40.0));
    }

    #[test]
    fn is_finite_loud_and_unclipped() {
        let wide: Vec<[f64; 2]> = at_48k().iter().map(|f| f.map(f64::from)).collect();
        assert!(wide.iter().flatten().all(|x| x.is_finite() && x.abs() < 0.89));
        let lufs = master::loudness_lufs(&wide);
        assert!((lufs + 14.0).abs() < 0.5, "{lufs} LUFS");
        let dc = wide.iter().map(|f| f[0] + f[1]).sum::<f64>() / wide.len() as f64;
        assert!(dc.abs() < 1e-4, "DC {dc}");
    }

    #[test]
    fn every_rate_hears_the_same_performance() {
        let low = envelope_db(&tune(22_050.0), 22_050.0);
        let high = envelope_db(at_48k(), 48_000.0);
        assert_eq!(low.len(), high.len());
        for (l, h) in low.iter().zip(&high) {
            // The low rate lacks the top octave of the brushes, nothing more.
            assert!((l - h).abs() < 1.0, "{l} dB against {h} dB");
        }
    }

    #[test]
    fn every_run_is_identical() {
        assert!(tune(48_000.0) == at_48k());
    }
}
