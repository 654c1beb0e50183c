//! What presets are played on: the project's own tune, a plain modern mix, and what is hard on a record: a voice alone, a drum
//! break, and bass.

#![allow(dead_code)]

use std::f64::consts::TAU;

use crate::common::*;
use ebur128::{EbuR128, Mode};
use roentgenizdat::tune::tune;

/// Every programme is at this loudness, in LUFS, and peaks no higher than this, in dBTP.
const LOUDNESS_LUFS: f64 = -14.0;
const MAX_PEAK_DBTP: f64 = -2.0;

/// A stereo programme.
pub type Song = [Vec<f32>; 2];

/// Twelve seconds from the middle of the project's tune: strings, bass, brushes, a violin.
pub fn old() -> Song {
    let (left, right) =
        tune(RATE_HZ).iter().skip(8 * 48_000).take(12 * 48_000).map(|frame| (frame[0], frame[1])).unzip();
    levelled([left, right])
}

/// Twelve seconds of a plain modern mix: kick, snare, hats, bass, chords and a lead, four in a bar at 120. Four
/// tenths of its loudness lie below 180 Hz; of the tune's, two; the trim takes music to have a third.
pub fn modern() -> Song {
    let noise = white(1.0, 12.0, 5);
    let mut song: Song = [vec![0.0; noise.len()], vec![0.0; noise.len()]];
    let saw = |f_hz: f64, t: f64, partials: i32| {
        (1..=partials).map(|n| (TAU * f_hz * f64::from(n) * t).sin() / f64::from(n)).sum::<f64>()
    };
    let mut last = 0.0;
    for i in 0..noise.len() {
        let t = i as f64 / RATE_HZ;
        let (beat, hat, bar) = (t % 0.5, t % 0.25, (t / 2.0) as usize % 4);
        let root_hz = [110.0, 87.31, 130.81, 98.0][bar];
        let kick =
            0.9 * (-beat * 14.0).exp() * (TAU * (48.0 * beat + 6.0 * (1.0 - (-beat * 30.0).exp()))).sin();
        let hiss = f64::from(noise[i]);
        let snare = if (t % 1.0) >= 0.5 {
            0.4 * (-beat * 18.0).exp() * (hiss + (TAU * 190.0 * beat).sin())
        } else {
            0.0
        };
        let hats = 0.18 * (-hat * 45.0).exp() * (hiss - last);
        let bass = 0.12 * saw(root_hz / 2.0, t, 6);
        let chord = |spread: f64| {
            [1.0, 1.26, 1.5].iter().map(|r| saw(root_hz * 2.0 * r * spread, t, 10)).sum::<f64>() * 0.07
        };
        let lead = 0.16
            * (-(t % 0.5) * 2.0).exp()
            * saw(root_hz * [4.0, 5.04, 6.0, 5.04][(t * 2.0) as usize % 4], t, 8);
        for (channel, spread) in [(0, 0.998), (1, 1.002)] {
            song[channel][i] = (kick + snare + hats + bass + lead + chord(spread)) as f32;
        }
        last = hiss;
    }
    levelled(song)
}

/// Twelve seconds of what is hard on a record: four of a voice alone, four of a drum break, four of bass with a kick.
pub fn hard() -> Song {
    let noise = white(1.0, 12.0, 6);
    let mut song: Song = [vec![0.0; noise.len()], vec![0.0; noise.len()]];
    let (mut pitch, mut formants, mut last, mut low) = (0.0f64, [[0.0f64; 2]; 3], 0.0, 0.0);
    let mut flowed = 0.0;
    for i in 0..noise.len() {
        let t = i as f64 / RATE_HZ;
        let hiss = f64::from(noise[i]);
        let v = if t < 4.0 {
            // A glottis that glides over the syllables, through three formants of four vowels; consonants of noise between.
            let syllable = (t * 4.0) as usize;
            let within = (t * 4.0).fract();
            pitch += (125.0 + 25.0 * (TAU * 0.4 * t).sin() - 20.0 * within) / RATE_HZ;
            let glottis =
                if pitch.fract() < 0.4 { (TAU * 0.5 * pitch.fract() / 0.4).sin().powi(2) } else { 0.0 };
            let vowels = [
                [700.0, 1200.0, 2600.0],
                [350.0, 2100.0, 2800.0],
                [450.0, 900.0, 2500.0],
                [550.0, 1700.0, 2500.0],
            ];
            let flow = glottis - last;
            let push = (flow - 0.97 * flowed) * 40.0 + if within < 0.15 { 0.25 * hiss } else { 0.0 };
            flowed = flow;
            last = glottis;
            let open = (TAU * 0.5 * within).sin().max(0.0);
            let voiced: f64 = (0..3)
                .map(|n| {
                    let [f_hz, damping] = [vowels[syllable * 7 % 4][n], 0.985 - 0.004 * n as f64];
                    let [y1, y2] = formants[n];
                    let y = push * 0.1 + 2.0 * damping * (TAU * f_hz / RATE_HZ).cos() * y1
                        - damping * damping * y2;
                    formants[n] = [y, y1];
                    y * [1.0, 0.7, 0.4][n]
                })
                .sum();
            0.5 * voiced * open
        } else if t < 8.0 {
            let step = 60.0 / 104.0 / 4.0;
            let (nth, since) = (((t - 4.0) / step) as usize % 16, (t - 4.0) % step);
            let hit = |steps: &[usize]| {
                // How long ago the last of these steps was.
                let back = (0..16).find(|back| steps.contains(&((nth + 16 - back) % 16))).unwrap_or(0);
                since + back as f64 * step
            };
            let (kick, snare, hat) =
                (hit(&[0, 2, 10, 11]), hit(&[4, 7, 9, 12, 15]), hit(&[0, 2, 4, 6, 8, 10, 12, 14]));
            let brushed = hiss - last;
            last = hiss;
            0.5 * (-kick * 16.0).exp() * (TAU * (50.0 * kick + 4.0 * (1.0 - (-kick * 40.0).exp()))).sin()
                + 0.7 * (-snare * 20.0).exp() * (hiss + (TAU * 185.0 * snare).sin())
                + 0.35 * (-hat * 60.0).exp() * brushed
        } else {
            let root_hz = [55.0, 55.0, 65.41, 49.0][((t - 8.0) * 1.0) as usize % 4];
            let saw = (t * root_hz).fract() * 2.0 - 1.0;
            low += (saw - low) * 0.15;
            let beat = t % 0.5;
            0.5 * low
                + 0.35
                    * (-beat * 12.0).exp()
                    * (TAU * (45.0 * beat + 5.0 * (1.0 - (-beat * 30.0).exp()))).sin()
        };
        for channel in &mut song {
            channel[i] = v as f32;
        }
    }
    levelled(song)
}

/// Mastered to the loudness and below the peak that all are held to: pressed by a curve as far as it takes.
fn levelled(song: Song) -> Song {
    let peak = song.iter().flatten().fold(0.0f32, |a, v| a.max(v.abs()));
    let mastered = |push: f32| {
        let mut pressed = song.clone();
        pressed.iter_mut().flatten().for_each(|v| *v = (push * *v / peak).tanh() / push.tanh());
        let gain_db = (LOUDNESS_LUFS - lufs(&pressed)).min(MAX_PEAK_DBTP - true_peak_dbtp(&pressed));
        let gain = 10f64.powf(gain_db / 20.0) as f32;
        pressed.iter_mut().flatten().for_each(|v| *v *= gain);
        pressed
    };
    let (mut soft, mut hard) = (0.01f32, 20.0f32);
    for _ in 0..8 {
        let push = (soft * hard).sqrt();
        if lufs(&mastered(push)) < LOUDNESS_LUFS - 0.1 { soft = push } else { hard = push }
    }
    mastered(hard)
}

/// Integrated loudness, in LUFS.
pub fn lufs([left, right]: &Song) -> f64 {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).unwrap();
    meter.add_frames_planar_f32(&[left, right]).unwrap();
    meter.loudness_global().unwrap()
}

/// True peak, in dBTP.
pub fn true_peak_dbtp([left, right]: &Song) -> f64 {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::TRUE_PEAK).unwrap();
    meter.add_frames_planar_f32(&[left, right]).unwrap();
    (0..2).map(|channel| db(meter.true_peak(channel).unwrap())).fold(f64::MIN, f64::max)
}
