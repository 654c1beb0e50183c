//! What is done with a disc while it plays: the needle change at the end of a side, the needle set down, the low end that passes by;
//! and what is listened to. The brake is in `brake.rs`, turns that follow the song are in `turns.rs`.

use crate::common::*;
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{KEEP_LOW_OFF_HZ, Listen, Needle, Seam, Settings};

/// The groove and nothing else; the brake can be heard alone.
pub fn plain() -> Settings {
    Settings { warp_on: false, wear_on: false, pickup_tracing: 0.0, disc_travel: 0.0, ..clean(groove()) }
}

#[test]
fn lows_that_are_kept_go_as_loud_as_the_output_is_set() {
    let lows = |output: f32| {
        let settings = Settings { keep_low: 150.0, output, level_match: false, ..clean(leningrad()) };
        tone(&play(&settings, &sine(40.0, 0.1, 2.0))[at(1.0)..], 40.0).norm()
    };
    let louder_db = 20.0 * (lows(6.0) / lows(0.0)).log10();
    assert!((louder_db - 6.0).abs() < 0.1, "6 dB more output make the lows {louder_db} dB louder");
}

#[test]
fn a_needle_change_lifts_and_sets_down_within_300_ms() {
    let settings = Settings { disc_seam: Seam::Needle, ..leningrad() };
    let seam = (197.125 * RATE_HZ) as i64;
    let start = seam - 96_000;
    let run = |settings: &Settings, block: usize| {
        play_at(&mut chain(settings, 1953, RATE_HZ), &sine(700.0, 0.2, 4.0), start, block)
    };
    let out = run(&settings, 480);
    let levels: Vec<f64> = out.chunks(480).map(|part| db(rms(part))).collect();
    let quiet = levels.iter().filter(|level| **level < -45.0).count();
    assert!((3..=30).contains(&quiet), "{quiet} hundredths of a second lifted");
    let first = levels.iter().position(|level| *level < -45.0).unwrap();
    assert!((195..=215).contains(&first), "lifted {} ms after the end", (first as i64 - 200) * 10);
    assert!(run(&settings, 1000) == out, "in blocks of another size");
    let seamless = run(&leningrad(), 480);
    let least = seamless.chunks(480).map(|part| db(rms(part))).fold(0.0, f64::min);
    assert!(least > -40.0, "counter-case: seamless never falls below {least}");
}

#[test]
fn only_dirt_is_the_disc_as_it_sounds_in_silence() {
    let settings = Settings { listen: Listen::Dirt, ..leningrad() };
    let song = white(0.2, 3.0, 3);
    let dirt = play(&settings, &song);
    let silent = play(&leningrad(), &silence(3.0));
    let rho = correlation(&dirt[48_000..], &silent[48_000..]);
    assert!(rho > 0.5, "the same hiss, hum and clicks: {rho}");
    assert!(correlation(&dirt, &song).abs() < 0.02, "nothing of the song");
    assert!(db(rms(&dirt)) > -60.0);
    // Beside the disc nothing of it either.
    let half = play(&Settings { mix: 50.0, ..settings }, &song);
    assert!(correlation(&half, &song).abs() < 0.02);
}

#[test]
fn the_low_end_passes_by_clean_and_in_time() {
    let kept = Settings { keep_low: 150.0, ..clean(leningrad()) };
    // Below, the song itself; above, the disc as before.
    let low = sine(50.0, 0.2, 3.0);
    let out = play(&kept, &low);
    let gain = db(tone(&out[48_000..], 50.0).norm() / 0.2);
    assert!(gain.abs() < 0.5, "50 Hz at {gain} dB");
    let third = db(tone(&out[48_000..], 150.0).norm() / 0.2);
    assert!(third < -40.0, "undistorted: {third}");
    let free = play(&clean(leningrad()), &low);
    assert!(
        db(tone(&free[48_000..], 50.0).norm() / 0.2) < gain - 3.0,
        "counter-case: the disc has less of it"
    );
    let high = sine(1500.0, 0.2, 3.0);
    let level = |s: &Settings| db(tone(&play(s, &high)[48_000..], 1500.0).norm());
    assert!((level(&kept) - level(&clean(leningrad()))).abs() < 0.3);
}

#[test]
fn stopped_in_a_gap_the_song_is_heard_all_the_same() {
    // A light pickup on a badly curled disc loses hold once a turn; wherever the song stops, what comes in goes out.
    let settings = Settings {
        disc_needle: Needle::Transport,
        warp_curl: 5.0,
        pickup_force: 0.5,
        disc_seam: Seam::Needle,
        ..clean(leningrad())
    };
    for stop_s in (0..16).map(|n| 10.0 + 0.048 * f64::from(n)).chain([197.08, 197.2]) {
        let mut chain = chain(&settings, 1953, RATE_HZ);
        play_at(&mut chain, &silence(0.1), ((stop_s - 0.1) * RATE_HZ) as i64, 480);
        let mut out = sine(500.0, 0.1, 0.5);
        out.chunks_mut(480).for_each(|part| chain.process(&mut [part], TransportState::Stopped));
        assert!(db(rms(&out[12_000..])) > -35.0, "stopped at {stop_s} s: {} dB", db(rms(&out[12_000..])));
    }
}

#[test]
fn low_and_high_meet_at_any_mix() {
    for mix in [0.5f32, 30.0, 50.0, 100.0] {
        let kept = Settings { keep_low: 150.0, mix, ..clean(leningrad()) };
        let out = play(&kept, &sine(50.0, 0.2, 2.0));
        let gain = db(tone(&out[48_000..], 50.0).norm() / 0.2);
        assert!(gain.abs() < 0.7, "mix {mix}: 50 Hz at {gain} dB");
    }
}

#[test]
fn taking_the_low_end_off_and_on_never_clicks() {
    let song = sine(120.0, 0.2, 3.0);
    let mut chain = chain(&clean(leningrad()), 1953, RATE_HZ);
    let mut out = Vec::new();
    for (n, part) in song.chunks(480).enumerate() {
        let keep_low = if (n / 30) % 2 == 1 { 150.0 } else { KEEP_LOW_OFF_HZ };
        chain.set(&Settings { keep_low, ..clean(leningrad()) });
        out.extend(play_at(&mut chain, part, (n * 480) as i64, 480));
    }
    let step = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    let kept = Settings { keep_low: 150.0, ..clean(leningrad()) };
    let still = step(&play(&clean(leningrad()), &song)[9600..]).max(step(&play(&kept, &song)[9600..]));
    assert!(step(&out[9600..]) < 1.5 * still, "{} against {still}", step(&out[9600..]));
}

#[test]
fn the_needle_can_be_set_down_anywhere_but_on_a_running_song() {
    let mut chain = chain(&Settings { disc_needle: Needle::Always, ..Settings::default() }, 5, RATE_HZ);
    let play = |chain: &mut Chain, transport| {
        let mut silence = vec![0.0; 4800];
        chain.process(&mut [&mut silence], transport);
        chain.control().place()
    };
    assert_eq!(play(&mut chain, TransportState::Absent).turn, 0);
    chain.control().seek_needle(100.5);
    let place = play(&mut chain, TransportState::Absent);
    assert_eq!((place.turn, place.side), (100, 0), "a tenth of a second is an eighth of a turn");
    assert!(place.angle > 0.6, "{}", place.angle);
    chain.control().seek_needle(1e9);
    assert_eq!(
        play(&mut chain, TransportState::Absent).side,
        1,
        "held to the end of the side, it runs on to the next"
    );
    play(&mut chain, TransportState::Rolling(48_000));
    chain.control().seek_needle(100.0);
    assert_eq!(chain.control().place().turn, 1);
    assert_eq!(play(&mut chain, TransportState::Rolling(52_800)).turn, 1);
    chain.control().seek_needle(f64::NAN);
}
