//! A disc with two tracks: the song keeps its sides, film and turntable are one.

use crate::bits::{play_stereo, stereo};
use crate::common::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Channels, Player, Settings};

fn two_tracks(settings: Settings) -> Settings {
    Settings { disc_channels: Channels::Stereo, ..settings }
}

#[test]
fn equal_channels_on_two_tracks_are_one_groove() {
    for settings in [leningrad(), Settings { wear_plays: 50.0, mix: 70.0, keep_low: 90.0, ..leningrad() }] {
        let song = white(0.25, 2.0, 3);
        let (mut one, mut other) = (song.clone(), song.clone());
        play_stereo(&settings, &mut one, &mut other, |_| 480);
        let (mut left, mut right) = (song.clone(), song);
        play_stereo(&two_tracks(settings), &mut left, &mut right, |_| 480);
        assert!(left == one && right == other && one == other);
    }
}

#[test]
fn the_song_keeps_its_sides_and_the_dirt_has_none() {
    let settings = two_tracks(Settings { warp_on: false, ..leningrad() });
    let (mut left, mut right) = (sine(1000.0, 0.2, 2.0), silence(2.0));
    play_stereo(&settings, &mut left, &mut right, |_| 480);
    let heard = |x: &[f32]| db(tone(&x[48_000..], 1000.0).norm());
    assert!(heard(&left) > -20.0, "{}", heard(&left));
    assert!(heard(&right) < heard(&left) - 50.0, "{} and {}", heard(&left), heard(&right));
    // What is left when the disc is silent on both sides is the same on both, to the bit.
    let (mut left, mut right) = (silence(2.0), silence(2.0));
    play_stereo(&settings, &mut left, &mut right, |_| 480);
    assert!(left == right && db(rms(&left)) > -60.0);
    // Counter-case: one groove has no sides.
    let (mut left, mut right) = (sine(1000.0, 0.2, 2.0), silence(2.0));
    play_stereo(&Settings { disc_channels: Channels::Mono, ..settings }, &mut left, &mut right, |_| 480);
    assert!(left == right);
}

#[test]
fn two_tracks_wobble_as_one() {
    let settings = two_tracks(clean(groove()));
    let (mut left, mut right) = (sine(3150.0, 0.1, 3.0), sine(3150.0, 0.2, 3.0));
    play_stereo(&settings, &mut left, &mut right, |_| 480);
    let speed = |x: &[f32]| roentgenizdat::measure::wow::speed(&x[24_000..], 3150.0, RATE_HZ);
    let (one, other) = (speed(&left), speed(&right));
    let most = one.iter().zip(&other).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let swing = one.iter().fold(0.0f64, |most, v| most.max(v.abs()));
    assert!(swing > 0.005 && most < 0.02 * swing, "{most} of {swing}");
}

#[test]
fn one_channel_has_one_track_whatever_is_asked_for() {
    let song = white(0.25, 1.0, 3);
    for settings in [Settings::default(), leningrad()] {
        assert!(play(&two_tracks(settings), &song) == play(&settings, &song));
    }
}

#[test]
fn going_over_to_two_tracks_and_back_never_clicks() {
    let from = Settings { warp_on: false, pickup_tracing: 0.0, ..clean(Settings::default()) };
    let (mut left, mut right) = (sine(300.0, 0.2, 3.0), sine(200.0, 0.2, 3.0));
    let mut chain = chain(&from, 1953, RATE_HZ);
    for (n, (l, r)) in left.chunks_mut(480).zip(right.chunks_mut(480)).enumerate() {
        match n {
            100 => chain.set(&two_tracks(from)),
            // A second chain of settings while it goes back.
            200 => chain.set(&Settings { pickup_player: Player::Modern, ..from }),
            _ => {}
        }
        chain.process(&mut [l, r], TransportState::Rolling(n as i64 * 480));
    }
    let bend = |x: &[f32]| x.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).abs()).fold(0.0, f32::max);
    for x in [&left, &right] {
        let steady = [&x[24_000..47_000], &x[60_000..95_000], &x[110_000..]].map(bend);
        let steady = steady.into_iter().fold(0.0, f32::max);
        for change in [&x[47_000..60_000], &x[95_000..110_000]].map(bend) {
            assert!(change < 3.0 * steady, "{change} against {steady}");
        }
    }
    assert!(left[60_000..90_000] != right[60_000..90_000]);
    assert!(left[115_000..] == right[115_000..]);
}

#[test]
fn a_reset_forgets_both_tracks() {
    let settings = two_tracks(Settings::default());
    let (mut left, mut right) = stereo(1.0);
    play_stereo(&settings, &mut left, &mut right, |_| 480);
    let mut used = chain(&settings, 1953, RATE_HZ);
    let (mut l, mut r) = (white(1.0, 1.0, 1), white(1.0, 1.0, 2));
    used.process(&mut [&mut l, &mut r], TransportState::Rolling(777_777));
    used.reset();
    let (mut l, mut r) = stereo(1.0);
    used.process(&mut [&mut l, &mut r], TransportState::Rolling(0));
    assert!(l == left && r == right);
}
