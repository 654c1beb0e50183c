//! Each stage alone, and none of them: its own bits, its own sound; mix, bypass and lamps that are off leave the song as it is.

use std::sync::Arc;

use crate::common::*;
use roentgenizdat::chain::Chain;
use roentgenizdat::params::{Choice, KEEP_LOW_OFF_HZ, Machine, Needle, Player, Settings, SourceKind};

#[test]
fn mix_at_zero_and_bypass_are_the_input() {
    for settings in
        [Settings { mix: 0.0, ..Settings::default() }, Settings { bypass: true, ..Settings::default() }]
    {
        let song = white(0.3, 1.0, 3);
        assert!(play(&settings, &song) == song);
    }
}

#[test]
fn bypass_is_soft() {
    let mut chain = chain(&Settings::default(), 1953, RATE_HZ);
    let song = sine(100.0, 0.2, 2.0);
    let mut out = Vec::new();
    for (n, part) in song.chunks(480).enumerate() {
        chain.set(&Settings { bypass: (n / 20) % 2 == 1, ..clean(Settings::default()) });
        out.extend(play_at(&mut chain, part, (n * 480) as i64, 480));
    }
    let step = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    assert!(step(&out[9600..]) < 3.0 * step(&song), "{} {}", step(&out[9600..]), step(&song));
}

#[test]
fn with_all_lamps_off_the_disc_is_the_input_in_time() {
    let lamps_off = Settings {
        source_on: false,
        lathe_on: false,
        film_on: false,
        crackle_on: false,
        warp_on: false,
        wear_on: false,
        pickup_on: false,
        disc_needle: Needle::Always,
        level_match: false,
        ..Settings::default()
    };
    let song = white(0.3, 1.0, 3);
    let wet = play(&lamps_off, &song);
    // Half wet, half dry: were they out of time they would comb.
    let half = play(&Settings { mix: 50.0, ..lamps_off }, &song);
    let difference: Vec<f32> = wet.iter().zip(&half).skip(4800).map(|(a, b)| a - b).collect();
    assert!(db(rms(&difference) / rms(&wet)) < -80.0, "{} dB", db(rms(&difference) / rms(&wet)));
}

/// Each stage by itself, and each kind of it.
fn stages_alone() -> Vec<(String, Settings)> {
    let dark = Settings {
        lathe_on: false,
        film_on: false,
        crackle_on: false,
        warp_on: false,
        wear_on: false,
        pickup_on: false,
        ..leningrad()
    };
    let mut all = vec![
        ("film".to_string(), Settings { film_on: true, ..dark }),
        ("crackle".to_string(), Settings { crackle_on: true, ..dark }),
        ("warp".to_string(), Settings { warp_on: true, warp_slip: 100.0, ..dark }),
        ("wear".to_string(), Settings { wear_on: true, wear_plays: 40.0, ..dark }),
        ("keep low".to_string(), Settings { keep_low: 150.0, mix: 70.0, ..dark }),
        ("brake".to_string(), Settings { perform_brake: true, ..dark }),
    ];
    for &lathe_machine in Machine::ALL {
        for &source_kind in SourceKind::ALL {
            let settings =
                Settings { lathe_on: true, lathe_machine, source_kind, source_amount: 100.0, ..dark };
            all.push((format!("{lathe_machine:?} {source_kind:?}"), settings));
        }
    }
    for &pickup_player in Player::ALL {
        all.push((format!("{pickup_player:?}"), Settings { pickup_on: true, pickup_player, ..dark }));
    }
    all
}

#[test]
fn every_stage_alone_keeps_its_bits_over_blocks_resets_and_runs() {
    let song = white(0.25, 0.4, 3);
    for (name, settings) in stages_alone() {
        let whole = play(&settings, &song);
        let mut cut = chain(&settings, 1953, RATE_HZ);
        assert!(play_at(&mut cut, &song, 0, 1) == whole, "{name}: in blocks of 1");
        cut.reset();
        assert!(play_at(&mut cut, &song, 0, 77) == whole, "{name}: after a reset, in blocks of 77");
        assert!(whole.iter().all(|v| v.is_finite() && (*v == 0.0 || v.is_normal())), "{name}");
    }
}

#[test]
fn every_stage_alone_is_another_sound_than_none() {
    // Neutral and counter-case: with its lamp off each is a wire, with it on it is not.
    let song = white(0.25, 0.4, 3);
    for (name, settings) in stages_alone() {
        let off = Settings {
            source_on: false,
            lathe_on: false,
            film_on: false,
            crackle_on: false,
            warp_on: false,
            wear_on: false,
            pickup_on: false,
            keep_low: KEEP_LOW_OFF_HZ,
            perform_brake: false,
            mix: 100.0,
            ..settings
        };
        let (on, off) = (play(&settings, &song), play(&off, &song));
        let change: Vec<f32> = on.iter().zip(&off).map(|(a, b)| a - b).collect();
        // Even the low end kept under a disc of wire: the split turns phases.
        assert!(db(rms(&change) / rms(&off)) > -50.0, "{name}: {} dB", db(rms(&change) / rms(&off)));
        assert!(rms(&off) > 0.05, "{name}: a wire passes the song");
    }
}

/// A chain on which nothing has been reset.
fn new_chain(settings: &Settings) -> Chain {
    let mut chain = Chain::new(disc(1953), Arc::default(), RATE_HZ);
    chain.set(settings);
    chain
}

#[test]
fn a_new_chain_is_a_reset_one_stage_by_stage() {
    let (song, other) = (white(0.25, 0.4, 3), white(1.0, 0.4, 1));
    let all_on =
        Settings { wear_plays: 40.0, keep_low: 120.0, follow: 60.0, mix: 70.0, ..Settings::default() };
    for (name, settings) in stages_alone().into_iter().chain([("all".to_string(), all_on)]) {
        let new = play_at(&mut new_chain(&settings), &song, 0, 480);
        assert!(new == play(&settings, &song), "{name}: new it is not as after a reset");
        let used = || {
            let mut chain = new_chain(&settings);
            play_at(&mut chain, &other, 777_777, 333);
            chain
        };
        let mut reset = used();
        reset.reset();
        assert!(play_at(&mut reset, &song, 0, 480) == new, "{name}: a reset leaves something behind");
        // Without one there is something to be left: a reset that did nothing would be noticed. A held brake begins anew by itself.
        let left = play_at(&mut used(), &song, 0, 480);
        assert!(left != new || name == "brake", "{name}: used it is as new");
    }
}
