//! Every factory preset on two programmes: it is about as loud as what goes in, it is heard, and it is no other's twin.
//! `cargo xtask presets` puts the figures into `docs/presets.md`.

use std::f64::consts::TAU;
use std::sync::Arc;

use crate::common::*;
use ebur128::{EbuR128, Mode};
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::cli::tune::tune;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::measure::spectrum::Spectrum;
use roentgenizdat::params::{Needle, Serial, Settings};
use roentgenizdat::preset::{FACTORY, Factory, Preset};

/// How far a preset may be from the songs' loudness, in LU: in the mean over both, and on either. A trim that hears no music
/// cannot know how much bass there is for a horn to lose.
const MEAN_LU: f64 = 1.5;
const MAX_LU: f64 = 3.5;
/// How far at least it must be from the song, and from every other preset, in dB: the mean over thirds of an octave and
/// two programmes, of how their levels differ, and of how their sounds against the song do.
const MIN_DB: f64 = 0.3;
/// What is left of one preset on the tune when another is taken away from it, in dB of itself, at least.
const MIN_REST_DB: f64 = -25.0;

/// A stereo programme.
type Song = [Vec<f32>; 2];

/// Twelve seconds from the middle of the project's tune: strings, bass, brushes, a violin.
fn old() -> Song {
    let (left, right) =
        tune(RATE_HZ).iter().skip(8 * 48_000).take(12 * 48_000).map(|frame| (frame[0], frame[1])).unzip();
    [left, right]
}

/// Twelve seconds of a plain modern mix at −14 LUFS: kick, snare, hats, bass, chords and a lead, four in a bar at 120. Four
/// tenths of its loudness lie below 180 Hz; of the tune's, two; the trim takes music to have a third.
fn modern() -> Song {
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
    let gain = 10f64.powf((-14.0 - lufs(&song)) / 20.0) as f32;
    song.iter_mut().flatten().for_each(|v| *v = (*v * gain).clamp(-1.0, 1.0));
    song
}

fn lufs([left, right]: &Song) -> f64 {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).unwrap();
    meter.add_frames_planar_f32(&[left, right]).unwrap();
    meter.loudness_global().unwrap()
}

fn played(factory: &Factory, song: &Song) -> Song {
    let preset = Preset::find(factory.slug).unwrap();
    let mut settings = Settings { disc_needle: Needle::Always, ..Settings::default() };
    preset.apply(&mut settings);
    let disc = Disc::new(Recipe::of(&Settings { disc_serial: Serial::new(1953).unwrap(), ..settings }, None));
    let mut chain = Chain::new(Arc::new(disc), Arc::new(Memory::default()), RATE_HZ);
    chain.set(&settings);
    let [mut left, mut right] = song.clone();
    chain.process(&mut [&mut left, &mut right], TransportState::Rolling(0));
    [left, right]
}

/// Levels in thirds of an octave, of the sound and of the unsteadiness of each over time: what an ear would go by.
fn feature_vector(song: &Song) -> Vec<f64> {
    let mono: Vec<f32> = song[0].iter().zip(&song[1]).map(|(l, r)| 0.5 * (l + r)).collect();
    let bands = |part: &[f32]| -> Vec<f64> {
        let Spectrum { power, bin_hz } = Spectrum::new(part, 4096, RATE_HZ);
        (0..24)
            .map(|third| 63.0 * 2f64.powf(f64::from(third) / 3.0))
            .map(|f_hz| {
                let bin = |f: f64| (f / bin_hz).round() as usize;
                let inside = &power[bin(f_hz * 0.89).max(1)..=bin(f_hz * 1.12).max(1)];
                10.0 * (inside.iter().sum::<f64>() + 1e-9).log10()
            })
            .collect()
    };
    let parts: Vec<Vec<f64>> = mono.chunks_exact(RATE_HZ as usize / 2).map(bands).collect();
    let mean = |band: usize| parts.iter().map(|part| part[band]).sum::<f64>() / parts.len() as f64;
    let swing = |band: usize| {
        let steps = parts.windows(2).map(|pair| (pair[1][band] - pair[0][band]).abs());
        steps.sum::<f64>() / (parts.len() - 1) as f64
    };
    (0..24).map(mean).chain((0..24).map(swing)).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64
}

#[test]
fn every_preset_is_as_loud_as_the_song_and_like_no_other() {
    let songs = [old(), modern()];
    let wanted: Vec<f64> = songs.iter().map(lufs).collect();
    let dry: Vec<f64> = songs.iter().flat_map(feature_vector).collect();
    let heard = |factory: &Factory| -> (Vec<f64>, Vec<f64>, Vec<f32>) {
        let wet: Vec<Song> = songs.iter().map(|song| played(factory, song)).collect();
        let off = wet.iter().zip(&wanted).map(|(wet, wanted)| lufs(wet) - wanted).collect();
        let feature_vector = wet.iter().flat_map(feature_vector).collect();
        (off, feature_vector, wet.into_iter().flatten().next().unwrap())
    };
    // Two at a time: it is a minute of work for one.
    let half = FACTORY.len().div_ceil(2);
    let all: Vec<(Vec<f64>, Vec<f64>, Vec<f32>)> = std::thread::scope(|scope| {
        let workers = [&FACTORY[..half], &FACTORY[half..]]
            .map(|part| scope.spawn(|| part.iter().map(heard).collect::<Vec<_>>()));
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let mut wrong = Vec::new();
    for (n, (factory, (off, feature_vector, tune))) in FACTORY.iter().zip(&all).enumerate() {
        let others = all.iter().enumerate().filter(|(other, _)| *other != n);
        let (nearest, least) = others
            .map(|(other, (_, of, _))| (FACTORY[other].slug, distance(feature_vector, of)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        let changed = distance(feature_vector, &dry);
        for (other, (_, _, of)) in all[..n].iter().enumerate() {
            let rest: Vec<f32> = tune.iter().zip(of).map(|(a, b)| a - b).collect();
            let rest_db = db(rms(&rest) / rms(tune));
            if rest_db < MIN_REST_DB {
                wrong.push(format!("{} is {} but for {rest_db:.1} dB", factory.slug, FACTORY[other].slug));
            }
        }
        println!("preset|{}|{:.2}|{:.2}|{changed:.2}|{nearest}|{least:.2}", factory.slug, off[0], off[1]);
        let mean = 0.5 * (off[0] + off[1]);
        if mean.abs() > MEAN_LU
            || off.iter().any(|lu| lu.abs() > MAX_LU)
            || least < MIN_DB
            || changed < MIN_DB
        {
            wrong.push(format!(
                "{}: {off:.2?} LU, {changed:.2} dB from the song, {least:.2} from {nearest}",
                factory.slug
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(FACTORY.len() >= 40, "{}", FACTORY.len());
}
