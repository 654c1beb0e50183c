//! The laws of the whole chain: same bits however the song is cut into blocks, the same song twice, after any
//! reset and seek; finite and bounded whatever comes in; dry and wet in time.

use crate::common::*;
use proptest::prelude::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{
    Channels, Choice, KEEP_LOW_OFF_HZ, Machine, Needle, PARAMETERS, Player, Settings, SourceKind,
};

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

#[test]
fn silence_in_gives_the_disc_and_nothing_else() {
    let out = play(&leningrad(), &silence(2.0));
    assert!((-60.0..-20.0).contains(&db(rms(&out))), "{} dB", db(rms(&out)));
    let clean = play(&clean(leningrad()), &silence(2.0));
    assert!(rms(&clean) < 1e-9, "counter-case: no dirt, no sound");
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

/// Any settings within their ranges.
fn any_settings() -> impl Strategy<Value = Settings> {
    proptest::collection::vec(0.0f32..=1.0, PARAMETERS.len()).prop_map(|turns| {
        let mut settings = Settings::default();
        for (parameter, turn) in PARAMETERS.iter().zip(turns) {
            let (min, max) = parameter.range();
            (parameter.set)(&mut settings, parameter.conform(min + (max - min) * turn));
        }
        settings
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_what_goes_out_is_finite_and_bounded(
        settings in any_settings(),
        other in any_settings(),
        kind in 0usize..7,
        rate in prop::sample::select(vec![8_000.0, 44_100.0, 48_000.0, 192_000.0]),
    ) {
        let mut chain = chain(&settings, 1953, rate);
        let input = |i: usize| match kind {
            0 => 0.0,
            1 => 1.0,
            2 => if i.is_multiple_of(4000) { 15.8 } else { 0.0 },
            3 => if (i / 50).is_multiple_of(2) { 15.8 } else { -15.8 },
            4 => f32::from_bits((i as u32).wrapping_mul(2_654_435_761)),
            5 => f32::MIN_POSITIVE / 3.0,
            _ => ((i * 7919) % 1000) as f32 / 500.0 - 1.0,
        };
        let mut song: Vec<f32> = (0..12_000).map(input).collect();
        for (n, part) in song.chunks_mut(500).enumerate() {
            chain.set(if n % 3 == 0 { &other } else { &settings });
            chain.process(&mut [part], TransportState::Rolling(n as i64 * 500 + if n > 12 { 9_000_000 } else { 0 }));
        }
        for y in &song {
            // The disc's ceiling, and the loudest input through mix and output.
            prop_assert!(y.is_finite() && y.abs() < MAX_OUTPUT, "{y}");
            prop_assert!(*y == 0.0 || y.is_normal(), "subnormal {y:e}");
        }
    }
}

/// The disc's ceiling, and the loudest input through mix and output.
const MAX_OUTPUT: f32 = 8.0 + 32.0 * 4.0;

#[test]
fn a_low_end_that_passes_by_is_no_louder_than_the_loudest_input() {
    let low = Settings { keep_low: 220.0, mix: 0.0, output: 12.0, level_match: false, ..clean(groove()) };
    let other = Settings { keep_low: 20.0, mix: 85.0, output: -24.0, ..low };
    let mut chain = chain(&low, 1953, 44_100.0);
    let mut song: Vec<f32> = (0..24_000).map(|i| if (i / 50) % 2 == 0 { 32.0 } else { -32.0 }).collect();
    for (n, part) in song.chunks_mut(500).enumerate() {
        chain.set(if n % 3 == 0 { &other } else { &low });
        chain.process(&mut [part], TransportState::Rolling(n as i64 * 500));
    }
    let peak = song.iter().fold(0.0f32, |peak, y| peak.max(y.abs()));
    assert!((100.0..MAX_OUTPUT).contains(&peak), "{peak}");
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
