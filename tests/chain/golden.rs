//! One number per serial: what every machine must render, to the bit.
//!
//! When the sound is changed on purpose, print the new numbers with `cargo test --test chain golden -- --nocapture`
//! and say in the changelog what old sessions will hear.

use crate::common::*;
use roentgenizdat::disc::hash;
use roentgenizdat::params::{Player, Settings};

/// Two seconds of song and a second of silence, late on a worn side.
fn fingerprint(serial: u32, player: Player) -> u64 {
    let settings = Settings { pickup_player: player, wear_plays: 30.0, ..Settings::default() };
    let mut song = white(0.2, 2.0, 11);
    song.extend(silence(1.0));
    let out = play_at(&mut chain(&settings, serial, RATE_HZ), &song, 150 * 48_000, 1024);
    assert!(db(rms(&out)) > -40.0);
    out.iter().fold(0, |sum, v| hash::mix(sum ^ u64::from(v.to_bits())))
}

#[test]
fn every_machine_renders_the_same_bits() {
    let expected: [(u32, Player, u64); 3] = [
        (1953, Player::Piezo, 0x31b7_c114_8551_6394),
        (0, Player::Gramophone, 0x6b5f_a27f_e357_e058),
        (9999, Player::Modern, 0xf3d2_2eec_33ff_e630),
    ];
    let got = expected.map(|(serial, player, _)| (serial, player, fingerprint(serial, player)));
    println!("{got:#x?}");
    assert_eq!(got, expected);
}
