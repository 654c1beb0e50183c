//! The needle on the disc: when it is down, what is heard then, and what the music does to it.

use crate::common::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Needle, Settings};

#[test]
fn silence_in_gives_the_disc_and_nothing_else() {
    let out = play(&leningrad(), &silence(2.0));
    assert!((-60.0..-20.0).contains(&db(rms(&out))), "{} dB", db(rms(&out)));
    let clean = play(&clean(leningrad()), &silence(2.0));
    assert!(rms(&clean) < 1e-9, "counter-case: no dirt, no sound");
}

#[test]
fn lifted_the_disc_is_silent_and_the_song_goes_on() {
    let settings = Settings { disc_needle: Needle::Transport, ..Settings::default() };
    let mut chain = chain(&settings, 1953, RATE_HZ);
    play_at(&mut chain, &silence(1.0), 0, 480);
    let stopped = |chain: &mut roentgenizdat::chain::Chain, song: Vec<f32>| {
        let mut out = song;
        out.chunks_mut(480).for_each(|part| chain.process(&mut [part], TransportState::Stopped));
        out
    };
    let quiet = stopped(&mut chain, silence(1.0));
    assert!(db(rms(&quiet[24_000..])) < -90.0, "{}", db(rms(&quiet[24_000..])));
    let song = stopped(&mut chain, sine(500.0, 0.1, 1.0));
    assert!(db(rms(&song[24_000..])) > -30.0);
}

#[test]
fn without_a_timeline_the_disc_turns_by_itself() {
    let mut chain = chain(&Settings::default(), 1953, RATE_HZ);
    let mut out = silence(2.0);
    out.chunks_mut(480).for_each(|part| chain.process(&mut [part], TransportState::Absent));
    let rolling = play(&Settings::default(), &silence(2.0));
    assert!(out == rolling);
}

#[test]
fn the_needle_drops_on_signal_and_lifts_again() {
    let settings = Settings { disc_needle: Needle::Signal, ..Settings::default() };
    let run = |size: usize| {
        let mut song = silence(2.0);
        song.extend(white(0.1, 0.5, 3));
        song.extend(silence(4.0));
        play_at(&mut chain(&settings, 1953, RATE_HZ), &song, 0, size)
    };
    let out = run(480);
    let level =
        |from_s: f64, to_s: f64| db(rms(&out[(from_s * RATE_HZ) as usize..(to_s * RATE_HZ) as usize]));
    assert!(level(0.5, 1.9) < -90.0, "before {}", level(0.5, 1.9));
    assert!(level(2.8, 3.2) > -60.0, "held {}", level(2.8, 3.2));
    assert!(level(5.5, 6.4) < -90.0, "lifted {}", level(5.5, 6.4));
    for size in [32, 64, 1024, 8192] {
        assert!(run(size) == out, "blocks of {size}");
    }
}

#[test]
fn the_dirt_follows_the_music_or_ducks_under_it() {
    // Dirt alone, in the pause after a tone and under it: the tone's own band is left out.
    let dirt_db = |follow: f32| {
        let settings = Settings { follow, lathe_hum: -80.0, pickup_rumble: -80.0, ..leningrad() };
        let mut song = sine(300.0, 0.25, 3.0);
        song.extend(silence(3.0));
        let out = play(&settings, &song);
        let band = |from: usize, to: usize| db(band_rms(&out[from * 48_000..to * 48_000], 1500.0, 6000.0));
        (band(1, 3), band(4, 6))
    };
    let (steady, follow, duck) = (dirt_db(0.0), dirt_db(100.0), dirt_db(-100.0));
    assert!(follow.1 < steady.1 - 20.0, "following, the pause is quiet: {follow:?} against {steady:?}");
    assert!((duck.1 - steady.1).abs() < 1.0, "ducking, the pause is as it was: {duck:?} against {steady:?}");
    assert!(duck.0 < steady.0 - 3.0, "ducking, the music is cleaner: {duck:?} against {steady:?}");
}
