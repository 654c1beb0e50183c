//! Every factory preset on the project's own tune: it sounds, sits near the song's loudness, and is not another's twin.

use crate::common::*;
use ebur128::{EbuR128, Mode};
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::Transport;
use roentgenizdat::chain::settings::{Needle, Settings};
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Serial};
use roentgenizdat::preset::{FACTORY, Preset};
use roentgenizdat::render::tune::tune;
use std::sync::Arc;

/// Twelve seconds from the middle of the tune.
fn song() -> (Vec<f32>, Vec<f32>) {
    tune(RATE_HZ).iter().skip(8 * 48_000).take(12 * 48_000).map(|frame| (frame[0], frame[1])).unzip()
}

fn lufs(left: &[f32], right: &[f32]) -> f64 {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).unwrap();
    meter.add_frames_planar_f32(&[left, right]).unwrap();
    meter.loudness_global().unwrap()
}

#[test]
fn every_preset_sounds_near_the_songs_loudness_and_like_no_other() {
    let (left, right) = song();
    let wanted = lufs(&left, &right);
    let mut heard: Vec<(String, Vec<f32>)> = Vec::new();
    for factory in FACTORY {
        let preset = Preset::find(factory.slug).unwrap();
        let mut settings = Settings { disc_needle: Needle::Always, ..Settings::default() };
        preset.apply(&mut settings);
        let disc = Disc::new(settings.recipe(Serial::new(1953).unwrap()));
        let mut chain = Chain::new(Arc::new(disc), Arc::new(Memory::default()), RATE_HZ);
        chain.set(&settings);
        let (mut l, mut r) = (left.clone(), right.clone());
        chain.process(&mut [&mut l, &mut r], Transport::Rolling(0));
        let loudness = lufs(&l, &r);
        assert!((loudness - wanted).abs() < 3.5, "{}: {loudness} LUFS, the song {wanted}", factory.slug);
        for (name, other) in &heard {
            let difference: Vec<f32> = l.iter().zip(other).map(|(a, b)| a - b).collect();
            let distance = db(rms(&difference) / rms(&l));
            assert!(distance > -25.0, "{} is {name} but for {distance} dB", factory.slug);
        }
        heard.push((factory.slug.to_string(), l));
    }
    assert!(heard.len() >= 6);
}
