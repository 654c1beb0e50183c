//! The laws of the bits: the same however the song is cut into blocks, the same song twice, after any reset and any seek.

use crate::common::*;
use fearless_simd::Level;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Channels, Player, Quality, Settings, SourceKind};

pub fn stereo(seconds: f64) -> (Vec<f32>, Vec<f32>) {
    (white(0.25, seconds, 3), white(0.25, seconds, 4))
}

/// Plays two channels from the start of serial 1953, `cut` into blocks.
pub fn play_stereo(
    settings: &Settings,
    left: &mut [f32],
    right: &mut [f32],
    mut cut: impl FnMut(usize) -> usize,
) {
    let mut chain = chain(settings, 1953, RATE_HZ);
    let mut at = 0;
    while at < left.len() {
        let end = (at + cut(at).max(1)).min(left.len());
        chain.process(&mut [&mut left[at..end], &mut right[at..end]], TransportState::Rolling(at as i64));
        at = end;
    }
}

#[test]
fn cutting_a_song_into_blocks_changes_no_bit() {
    let worn = Settings { wear_plays: 60.0, mix: 60.0, ..Settings::default() };
    let two_tracks = Settings { disc_channels: Channels::Stereo, keep_low: 90.0, ..worn };
    for settings in [Settings::default(), worn, two_tracks] {
        let (mut left, mut right) = stereo(3.0);
        play_stereo(&settings, &mut left, &mut right, |_| 8192);
        assert!(db(rms(&left)) > -40.0);
        for size in [1usize, 7, 64, 480, 1024] {
            let (mut l, mut r) = stereo(3.0);
            play_stereo(&settings, &mut l, &mut r, |_| size);
            assert!(l == left && r == right, "blocks of {size}");
        }
        let (mut l, mut r) = stereo(3.0);
        play_stereo(&settings, &mut l, &mut r, |at| (at * 7919 + 13) % 700);
        assert!(l == left && r == right, "any cut");
    }
}

#[test]
fn a_reset_chain_plays_what_is_set_after_it_as_a_new_one_does() {
    let [before, after] =
        [(2.0, Player::Piezo), (12.0, Player::Gramophone)].map(|(lathe_drive, pickup_player)| Settings {
            lathe_drive,
            pickup_player,
            mix: 70.0,
            ..Settings::default()
        });
    let song = white(0.25, 1.0, 3);
    let mut used = chain(&before, 1953, RATE_HZ);
    play_at(&mut used, &song, 0, 480);
    used.reset();
    used.set(&after);
    let mut new = chain(&after, 1953, RATE_HZ);
    assert!(play_at(&mut used, &song, 0, 480) == play_at(&mut new, &song, 0, 480));
}

#[test]
fn every_processor_plays_the_same_bits() {
    let best = Level::new();
    // Elsewhere there is one level.
    let mut levels = vec![Level::baseline()];
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    levels.extend(best.as_sse4_2().map(Level::Sse4_2));
    let worn = Settings { wear_plays: 45.0, mix: 60.0, lathe_drive: 8.0, ..Settings::default() };
    let settings = [
        Settings::default(),
        Settings { disc_channels: Channels::Stereo, keep_low: 90.0, ..worn },
        Settings {
            disc_quality: Quality::High,
            source_kind: SourceKind::Shortwave,
            source_amount: 80.0,
            ..worn
        },
        Settings { disc_quality: Quality::Eco, pickup_player: Player::Gramophone, warp_curl: 5.0, ..worn },
    ];
    for settings in settings {
        let run = |level: Level| {
            let mut chain = chain(&settings, 1953, RATE_HZ).at_level(level);
            let (mut left, mut right) = stereo(2.0);
            for (n, (l, r)) in left.chunks_mut(333).zip(right.chunks_mut(333)).enumerate() {
                chain.process(&mut [l, r], TransportState::Rolling(333 * n as i64));
            }
            // And one channel alone.
            chain.process(&mut [&mut right], TransportState::Rolling(0));
            (left, right)
        };
        let wanted = run(best);
        assert!(db(rms(&wanted.0)) > -40.0);
        for level in &levels {
            assert!(run(*level) == wanted, "{level:?}, not {best:?}, with {settings:?}");
        }
    }
}

#[test]
fn another_player_or_disc_comes_in_a_fade_at_the_same_sample_in_every_block_size() {
    let run = |size: usize| {
        let mut chain = chain(&Settings::default(), 1953, RATE_HZ);
        let mut out = play_at(&mut chain, &white(0.25, 1.0, 3), 0, size);
        chain.set(&Settings { pickup_player: Player::Gramophone, ..Settings::default() });
        out.extend(play_at(&mut chain, &white(0.25, 1.0, 4), 48_000, size));
        chain.control().change_disc(disc(7));
        out.extend(play_at(&mut chain, &white(0.25, 1.0, 5), 96_000, size));
        assert_eq!(chain.control().disc().recipe.serial.number(), 7);
        out
    };
    let whole = run(48_000);
    for size in [1usize, 10, 480] {
        assert!(run(size) == whole, "blocks of {size}");
    }
    let step = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    // Another player may be the brighter one; the change itself adds nothing to either.
    let either = step(&whole[..47_000]).max(step(&whole[60_000..94_000]));
    assert!(step(&whole[47_000..51_000]) < 1.2 * either);
}

#[test]
fn an_exchange_never_clicks() {
    // A pure tone, wet, dry and bypassed, while player, mix and bypass change at once: its second difference stays
    // near its own, where a cut would show as a spike.
    let song = sine(300.0, 0.2, 2.0);
    let bend = |x: &[f32]| x.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).abs()).fold(0.0, f32::max);
    let from = Settings { warp_on: false, pickup_tracing: 0.0, ..clean(Settings::default()) };
    for (mix, bypass) in [(100.0, false), (20.0, false), (100.0, true)] {
        let before = Settings { mix: if bypass { 100.0 } else { mix }, ..from };
        let mut chain = chain(&before, 1953, RATE_HZ);
        let mut out = play_at(&mut chain, &song[..48_000], 0, 480);
        chain.set(&Settings { pickup_player: Player::Modern, mix, bypass, ..from });
        out.extend(play_at(&mut chain, &song[48_000..], 48_000, 480));
        let steady = bend(&out[24_000..47_000]).max(bend(&out[72_000..]));
        let change = bend(&out[47_000..72_000]);
        assert!(change < 3.0 * steady, "mix {mix} bypass {bypass}: {change} against {steady}");
    }
}

#[test]
fn a_reset_chain_is_a_new_one() {
    let song = white(0.25, 2.0, 9);
    let fresh = play(&Settings::default(), &song);
    let mut used = chain(&Settings::default(), 1953, RATE_HZ);
    play_at(&mut used, &white(1.0, 1.0, 1), 777_777, 333);
    used.reset();
    assert!(play_at(&mut used, &song, 0, 1024) == fresh);
}

/// The disc's sound after a seek, against a straight run, in dB, from 200 ms on.
fn seek_error_db(settings: &Settings, to: i64) -> f64 {
    let lead = 3 * 48_000;
    let mut straight = chain(settings, 1953, RATE_HZ);
    let straight = play_at(&mut straight, &silence(5.0), to - lead, 1024);
    let mut sought = chain(settings, 1953, RATE_HZ);
    play_at(&mut sought, &silence(0.5), to / 2, 480);
    let out = play_at(&mut sought, &silence(2.0), to, 480);
    let difference: Vec<f32> = (9_600..96_000).map(|i| out[i] - straight[lead as usize + i]).collect();
    db(rms(&difference) / rms(&straight[lead as usize..]))
}

#[test]
fn after_a_seek_the_disc_sounds_as_in_a_straight_run() {
    let dusty = Settings { crackle_dust: 2000.0, crackle_level: 12.0, ..leningrad() };
    for settings in [leningrad(), dusty] {
        // On the grid, off it, late on the side, just after the seam to the next side.
        for to in [192_000, 192_017, 150 * 48_000 + 31, 9_461_760 + 4_801] {
            let level = seek_error_db(&settings, to);
            assert!(level < -80.0, "to sample {to}: {level} dB after 200 ms");
        }
    }
}

#[test]
fn jitter_of_the_hosts_clock_is_no_jump() {
    let song = white(0.25, 1.0, 3);
    let steady = play(&Settings::default(), &song);
    let mut chain = chain(&Settings::default(), 1953, RATE_HZ);
    let mut out = song;
    for (n, part) in out.chunks_mut(480).enumerate() {
        let jitter = [0, 1, -2, 2, -1][n % 5];
        chain.process(&mut [part], TransportState::Rolling((n * 480) as i64 + jitter));
    }
    assert!(out == steady);
}
