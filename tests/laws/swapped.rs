//! A side that turns to another song.

use std::sync::Arc;

use crate::common::*;
use roentgenizdat::disc::swapped::swap_seconds;
use roentgenizdat::params::{Serial, Settings};

fn other() -> Arc<[f32]> {
    sine(700.0, 0.2, 2.0).into()
}

/// When disc 1953 turns, in whole tenths before it.
fn from() -> f64 {
    (10.0 * swap_seconds(Serial::DEFAULT)).floor() / 10.0
}

/// Level of a tone in a part of a sound, in dB.
fn level(x: &[f32], f_hz: f64) -> f64 {
    db(tone(x, f_hz).norm())
}

#[test]
fn a_side_begins_as_asked_and_goes_on_with_another_song_until_that_is_over() {
    each_rate(|| {
        let settings = clean(groove());
        let song = sine(1900.0, 0.2, from() + 3.0);
        let play = |other: Option<Arc<[f32]>>, block: usize| {
            let mut chain = chain(&settings, 1953, rate());
            chain.set_other_song(other);
            play_at(&mut chain, &song, 0, block)
        };
        let (plain, turned) = (play(None, 1024), play(Some(other()), 1024));
        assert_eq!(plain[..at(from())], turned[..at(from())]);
        let part = |after: f64, to: f64| &turned[at(from() + after)..at(from() + to)];
        assert!(level(part(0.5, 1.5), 700.0) > level(part(0.5, 1.5), 1900.0) + 40.0);
        assert!(level(part(2.4, 2.9), 700.0) < -60.0 && level(part(2.4, 2.9), 1900.0) < -60.0, "it is over");
        for block in [1, 17, 480] {
            assert!(play(Some(other()), block) == turned, "blocks of {block}");
        }
    });
}

#[test]
fn the_dry_path_keeps_the_song_and_a_seek_finds_the_other() {
    let song = sine(1900.0, 0.2, 2.0);
    let start = at(from()) as i64;
    for dry in [Settings { mix: 0.0, ..groove() }, Settings { bypass: true, ..groove() }] {
        let mut chain = chain(&dry, 1953, rate());
        chain.set_other_song(Some(other()));
        assert_eq!(play_at(&mut chain, &song, start, 512), song);
    }
    let mut sought = chain(&clean(groove()), 1953, rate());
    sought.set_other_song(Some(other()));
    let out = play_at(&mut sought, &song[..at(1.0)], start + at(0.4) as i64, 512);
    let part = &out[at(0.2)..];
    assert!(level(part, 700.0) > level(part, 1900.0) + 40.0);
}

#[test]
fn turning_to_another_song_and_back_does_not_click() {
    let song = sine(300.0, 0.1, 4.0);
    let slow: Arc<[f32]> = sine(250.0, 0.1, 40.0).into();
    let mut chain = chain(&clean(groove()), 1953, rate());
    let start = at(swap_seconds(Serial::DEFAULT) + 1.0) as i64;
    let mut out = Vec::new();
    for (n, part) in song.chunks(480).enumerate() {
        chain.set_other_song(((n / 100) % 2 == 1).then(|| slow.clone()));
        out.extend(play_at(&mut chain, part, start + (n * 480) as i64, 480));
    }
    let slope = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    assert!(slope(&out[at(0.9)..]) < 2.0 * slope(&out[at(0.2)..at(0.9)]));
}
