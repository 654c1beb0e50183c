//! *1950s Leningrad bootleg* on real music: the project's own tune, 28 s at −14 LUFS.

use crate::common::*;
use ebur128::{EbuR128, Mode};
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Choice, Machine, Needle, Player, Settings, SourceKind};
use roentgenizdat::tune::tune;
use std::sync::LazyLock;

static TUNE: LazyLock<(Vec<f32>, Vec<f32>)> =
    LazyLock::new(|| tune(RATE_HZ).iter().map(|f| (f[0], f[1])).unzip());

fn preset() -> Settings {
    Settings { disc_needle: Needle::Always, ..Settings::default() }
}

/// Cuts the tune; plays follow `plays` in blocks of `block` frames.
fn bootleg(settings: &Settings, block: usize, plays: impl Fn(f32) -> f32) -> (Vec<f32>, Vec<f32>) {
    let (mut left, mut right) = TUNE.clone();
    let mut chain = chain(&Settings { wear_plays: plays(0.0), ..*settings }, 1953, RATE_HZ);
    let frames = left.len();
    for at in (0..frames).step_by(block) {
        let end = (at + block).min(frames);
        chain.set(&Settings { wear_plays: plays(at as f32 / frames as f32), ..*settings });
        chain.process(&mut [&mut left[at..end], &mut right[at..end]], TransportState::Rolling(at as i64));
    }
    (left, right)
}

fn lufs(left: &[f32], right: &[f32]) -> f64 {
    let mut meter = EbuR128::new(2, RATE_HZ as u32, Mode::I).unwrap();
    meter.add_frames_planar_f32(&[left, right]).unwrap();
    meter.loudness_global().unwrap()
}

#[test]
fn the_bootleg_is_mono_and_about_as_loud_as_the_song() {
    let song = lufs(&TUNE.0, &TUNE.1);
    for plays in [0.0f32, 5.0, 10.0, 20.0, 40.0] {
        let (left, right) = bootleg(&preset(), 1024, |_| plays);
        let side: Vec<f32> = left.iter().zip(&right).map(|(l, r)| l - r).collect();
        assert!(db(rms(&side) / rms(&left)) < -90.0, "L − R {} dB", db(rms(&side) / rms(&left)));
        let loudness = lufs(&left, &right);
        assert!((loudness - song).abs() < 3.0, "{plays} plays: {loudness} LUFS, the song {song}");
        let peak = left.iter().fold(0.0f32, |a, v| a.max(v.abs()));
        assert!(peak < 1.0, "{plays} plays: peak {peak}");
    }
}

#[test]
fn every_player_is_about_as_loud_as_the_song() {
    let song = lufs(&TUNE.0, &TUNE.1);
    for &player in Player::ALL {
        let (left, right) = bootleg(&Settings { pickup_player: player, ..preset() }, 1024, |_| 3.0);
        let loudness = lufs(&left, &right);
        println!("{player:?}: {:.2}", loudness - song);
        assert!((loudness - song).abs() < 3.0, "{player:?}: {loudness} LUFS, the song {song}");
    }
}

#[test]
fn every_source_and_every_machine_is_about_as_loud_as_the_song() {
    let song = lufs(&TUNE.0, &TUNE.1);
    for &source_kind in SourceKind::ALL {
        for &lathe_machine in Machine::ALL {
            let settings = Settings { source_kind, source_amount: 100.0, lathe_machine, ..preset() };
            let (left, right) = bootleg(&settings, 1024, |_| 3.0);
            let loudness = lufs(&left, &right);
            println!("{source_kind:?} {lathe_machine:?}: {:.2}", loudness - song);
            assert!(
                (loudness - song).abs() < 3.0,
                "{source_kind:?} {lathe_machine:?}: {loudness} LUFS, {song}"
            );
        }
    }
}

#[test]
fn plays_drawn_over_the_song_end_where_constant_plays_are() {
    let drawn = bootleg(&preset(), 256, |t| 40.0 * t).0;
    let again = bootleg(&preset(), 256, |t| 40.0 * t).0;
    assert!(drawn == again, "bounced twice the same");
    let (fresh, worn) = (bootleg(&preset(), 256, |_| 0.0).0, bootleg(&preset(), 256, |_| 40.0).0);
    // Unlike the fresh copy more and more, and unlike the worn one less and less.
    let distance = |x: &[f32], y: &[f32], part: usize| {
        let range = part * x.len() / 8..(part + 1) * x.len() / 8;
        let difference: Vec<f32> = range.clone().map(|i| x[i] - y[i]).collect();
        db(rms(&difference) / rms(&x[range]))
    };
    assert!(distance(&drawn, &fresh, 0) < distance(&drawn, &fresh, 7) - 6.0);
    assert!(distance(&drawn, &worn, 7) < distance(&drawn, &worn, 0) - 6.0);
    assert!(distance(&drawn, &worn, 7) < -12.0, "{}", distance(&drawn, &worn, 7));
}

#[test]
fn it_is_the_song_still() {
    // The envelope of the bootleg follows the song's, in the band the lathe could cut.
    let envelope =
        |x: &[f32]| -> Vec<f32> { x.chunks(2400).map(|part| band_envelope(part) as f32).collect() };
    let mono: Vec<f32> = TUNE.0.iter().zip(&TUNE.1).map(|(l, r)| (l + r) / 2.0).collect();
    let out = bootleg(&preset(), 1024, |_| 12.0).0;
    let rho = correlation(&envelope(&mono), &envelope(&out));
    assert!(rho > 0.8, "{rho}");
    let noise: Vec<f32> = play_at(&mut chain(&preset(), 1953, RATE_HZ), &vec![0.0; out.len()], 0, 1024);
    let snr = db(rms(&out) / rms(&noise));
    assert!((8.0..=30.0).contains(&snr), "song over dirt {snr} dB");
}

/// Rms of the changes over a quarter millisecond: mostly 300 Hz to 2 kHz.
fn band_envelope(part: &[f32]) -> f64 {
    rms(&(12..part.len()).map(|i| part[i] - part[i - 12]).collect::<Vec<f32>>())
}
