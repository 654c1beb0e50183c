//! What is done with a disc while it plays: the brake, turns that follow the song, the needle change at the end of a
//! side; and what is listened to.

use crate::common::*;
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::{BeatPosition, TransportState};
use roentgenizdat::params::{BeatsPerTurn, KEEP_LOW_OFF_HZ, Listen, Needle, Player, Seam, Settings, Speed};

/// The groove and nothing else; the brake can be heard alone.
fn plain() -> Settings {
    Settings { warp_on: false, wear_on: false, pickup_tracing: 0.0, disc_travel: 0.0, ..clean(groove()) }
}

/// Plays `song`; the brake is held between two seconds of it.
fn braked(song: &[f32], held_s: std::ops::Range<f64>, block: usize) -> Vec<f32> {
    let mut chain = chain(&plain(), 1953, RATE_HZ);
    let mut out = Vec::new();
    for (n, part) in song.chunks(block).enumerate() {
        let now = (n * block) as f64 / RATE_HZ;
        chain.set(&Settings { perform_brake: held_s.contains(&now), ..plain() });
        out.extend(play_at(&mut chain, part, (n * block) as i64, block));
    }
    out
}

#[test]
fn the_brake_runs_the_platter_down_and_the_needle_comes_back_to_now() {
    let song = sine(1000.0, 0.1, 8.0);
    let out = braked(&song, 1.0..4.0, 480);
    // Periods in 40 ms around a moment: 40 at full speed.
    let at = |seconds: f64| {
        let part = &out[((seconds - 0.02) * RATE_HZ) as usize..((seconds + 0.02) * RATE_HZ) as usize];
        let ups: Vec<usize> = (1..part.len()).filter(|i| part[i - 1] < 0.0 && part[*i] >= 0.0).collect();
        (ups.len() - 1) as f64 / (ups[ups.len() - 1] - ups[0]) as f64 * RATE_HZ / 1000.0
    };
    assert!((at(0.8) - 1.0).abs() < 1e-3);
    // From full speed to rest in 1.2 s, evenly.
    assert!((at(1.3) - 0.75).abs() < 0.03, "{}", at(1.3));
    assert!((at(1.6) - 0.5).abs() < 0.03, "{}", at(1.6));
    let level = |from: f64, to: f64| db(rms(&out[(from * RATE_HZ) as usize..(to * RATE_HZ) as usize]));
    assert!(level(1.6, 1.7) < level(0.5, 0.9) - 4.0, "level falls with speed");
    assert!(level(2.6, 3.9) < -90.0, "a platter that stands is silent: {}", level(2.6, 3.9));
    // Up again in 0.7 s, then at the song's own place.
    assert!((at(4.35) - 0.5).abs() < 0.05, "{}", at(4.35));
    let free = play(&plain(), &song);
    let tail = (5.5 * RATE_HZ) as usize;
    let difference: Vec<f32> = out[tail..].iter().zip(&free[tail..]).map(|(a, b)| a - b).collect();
    assert!(db(rms(&difference) / rms(&free[tail..])) < -60.0);
    assert!(braked(&song, 1.0..4.0, 96) == out, "in blocks of another size");
}

#[test]
fn a_held_brake_never_outruns_its_ring() {
    let out = braked(&white(0.2, 14.0, 3), 0.5..12.0, 480);
    assert!(out.iter().all(|v| v.is_finite() && v.abs() < 2.0));
    assert!(rms(&out[(13.0 * RATE_HZ) as usize..]) > 0.01, "it plays again");
}

/// Ticks of a scratch, on a disc that turns with the song.
fn ticks(tempo_bpm: f64, beats: BeatsPerTurn, block: usize) -> Vec<f64> {
    let settings = Settings {
        warp_speed: Speed::Sync,
        warp_beats: beats,
        film_on: false,
        crackle_on: true,
        crackle_dust: 0.0,
        crackle_clicks: 0.0,
        crackle_scratches: 12.0,
        pickup_on: false,
        ..plain()
    };
    let mut chain = chain(&settings, 1953, RATE_HZ);
    let mut out = silence(40.0);
    for (n, part) in out.chunks_mut(block).enumerate() {
        let sample = (n * block) as i64;
        let beats = sample as f64 / RATE_HZ * tempo_bpm / 60.0;
        chain.control().report_beats(Some(BeatPosition { sample, beats, tempo_bpm }));
        chain.process(&mut [part], TransportState::Rolling(sample));
    }
    onsets(&out, RATE_HZ)
}

#[test]
fn one_turn_is_as_many_beats_as_asked() {
    for (tempo, beats) in [(120.0, BeatsPerTurn::Two), (93.7, BeatsPerTurn::Four)] {
        let turn_s = 60.0 / tempo * beats.count();
        let found = ticks(tempo, beats, 480);
        assert!(found.len() > 5, "{} ticks", found.len());
        let whole =
            found.iter().filter(|t| found.iter().any(|u| ((*u - *t) / turn_s - 1.0).abs() < 0.01)).count();
        assert!(
            whole as f64 > 0.6 * found.len() as f64,
            "{whole} of {} come again a turn later",
            found.len()
        );
        assert_eq!(found, ticks(tempo, beats, 64), "in blocks of another size");
    }
}

#[test]
fn tempo_changes_are_followed_without_a_jump() {
    let settings = Settings { warp_speed: Speed::Sync, disc_travel: 100.0, ..plain() };
    let mut chain = chain(&settings, 1953, RATE_HZ);
    let (mut beats, mut before) = (0.0, 0.0);
    for n in 0..2000i64 {
        let tempo_bpm = 90.0 + 40.0 * (n as f64 / 2000.0);
        chain.control().report_beats(Some(BeatPosition { sample: n * 480, beats, tempo_bpm }));
        chain.process(&mut [&mut [0.0; 480]], TransportState::Rolling(n * 480));
        beats += 480.0 / RATE_HZ * tempo_bpm / 60.0;
        let place = chain.control().place();
        assert!((place.turns() - beats / 4.0).abs() < 1e-3, "{} for {}", place.turns(), beats / 4.0);
        assert!(place.turns() > before && place.turns() - before < 0.01);
        before = place.turns();
    }
}

#[test]
fn without_a_tempo_sync_is_78() {
    let settings = Settings { warp_speed: Speed::Sync, ..leningrad() };
    let fixed = Settings { warp_speed: Speed::Mains50, ..leningrad() };
    assert!(play(&settings, &white(0.1, 1.0, 3)) == play(&fixed, &white(0.1, 1.0, 3)));
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
fn a_spring_motor_slackens_over_the_side() {
    let settings = Settings { pickup_player: Player::Gramophone, ..leningrad() };
    let rev_hz = |at_s: i64| {
        let mut chain = chain(&settings, 1953, RATE_HZ);
        play_at(&mut chain, &silence(0.1), at_s * 48_000, 480);
        chain.control().place().rev_hz
    };
    let lost = 1.0 - rev_hz(190) / rev_hz(0);
    assert!((0.005..=0.03).contains(&lost), "{lost}");
    assert!((1.0 - rev_hz(201) / rev_hz(0)).abs() < 1e-3, "wound for the next side");
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
fn nothing_clicks_when_the_brake_is_tapped() {
    let song = sine(200.0, 0.1, 4.0);
    let bend = |x: &[f32]| x.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).abs()).fold(0.0, f32::max);
    let out = braked(&song, 1.0..1.2, 480);
    let steady = bend(&out[24_000..47_000]);
    // The crossfade back to the groove joins two phases of the same tone.
    assert!(bend(&out[24_000..]) < 6.0 * steady, "{} against {steady}", bend(&out[24_000..]));
}

#[test]
fn a_chain_made_with_the_brake_held_stands() {
    let mut chain = Chain::new(disc(1953), std::sync::Arc::default(), RATE_HZ);
    chain.set(&Settings { perform_brake: true, ..leningrad() });
    let out = play_at(&mut chain, &white(0.2, 1.0, 3), 0, 480);
    assert!(rms(&out) < 1e-6, "{}", rms(&out));
}

#[test]
fn beats_that_make_no_sense_are_not_followed() {
    let settings = Settings { warp_speed: Speed::Sync, ..leningrad() };
    let play = |told: Option<BeatPosition>, sample: i64| {
        let mut chain = chain(&settings, 1953, RATE_HZ);
        chain.control().report_beats(told);
        let mut out = white(0.2, 0.2, 3);
        chain.process(&mut [&mut out], TransportState::Rolling(sample));
        assert!(out.iter().all(|v| v.is_finite()), "{told:?}");
        out
    };
    for sample in [0, i64::MIN, i64::MAX] {
        let untold = play(None, sample);
        for (beats, tempo_bpm) in
            [(f64::NAN, 120.0), (1e305, 120.0), (0.0, 0.0), (0.0, f64::INFINITY), (0.0, -5.0)]
        {
            assert!(
                play(Some(BeatPosition { sample, beats, tempo_bpm }), sample) == untold,
                "{beats} at {tempo_bpm}"
            );
        }
        // These a song can have.
        for (beats, tempo_bpm) in [(-1e8, 1e4), (3.0, 1.0)] {
            assert!(
                play(Some(BeatPosition { sample, beats, tempo_bpm }), sample) != untold,
                "{beats} at {tempo_bpm}"
            );
        }
    }
}

#[test]
fn jitter_of_the_hosts_clock_is_no_jump_in_beats() {
    let settings = Settings { warp_speed: Speed::Sync, ..leningrad() };
    let song = white(0.25, 1.0, 3);
    let run = |jitter: [i64; 5]| {
        let mut chain = chain(&settings, 1953, RATE_HZ);
        let mut out = song.clone();
        for (n, part) in out.chunks_mut(480).enumerate() {
            let sample = (n * 480) as i64;
            let beats = sample as f64 / RATE_HZ * 1.9;
            let told = BeatPosition { sample: sample + jitter[n % 5], beats, tempo_bpm: 114.0 };
            chain.control().report_beats(Some(told));
            chain.process(&mut [part], TransportState::Rolling(sample + jitter[n % 5]));
        }
        out
    };
    assert!(run([0; 5]) == run([0, 1, -2, 2, -1]));
}

#[test]
fn the_renderer_turns_as_many_beats_as_asked() {
    use roentgenizdat::cli::audio::Audio;
    use roentgenizdat::cli::cut::{CutOptions, cut};
    use roentgenizdat::params::Serial;
    let song = Audio { sample_rate_hz: 48_000, channels: vec![white(0.1, 2.0, 3)] };
    let settings = Settings { warp_speed: Speed::Sync, warp_beats: BeatsPerTurn::Two, ..leningrad() };
    let rendered = |settings: Settings| {
        let options =
            CutOptions { tempo_bpm: Some(120.0), ..CutOptions::new(Serial::new(1953).unwrap(), settings) };
        cut(&song, &options, |_| ()).channels.remove(0)
    };
    let mut chain = chain(&settings, 1953, RATE_HZ);
    chain.control().report_beats(Some(BeatPosition { sample: 0, beats: 0.0, tempo_bpm: 120.0 }));
    assert!(play_at(&mut chain, &song.channels[0], 0, 512) == rendered(settings));
    assert!(rendered(Settings { warp_beats: BeatsPerTurn::Four, ..settings }) != rendered(settings));
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
fn a_seek_under_the_brake_does_not_click() {
    let song = sine(200.0, 0.1, 2.0);
    let mut chain = chain(&plain(), 1953, RATE_HZ);
    let mut out = Vec::new();
    for (n, part) in song.chunks(480).enumerate() {
        chain.set(&Settings { perform_brake: n >= 50, ..plain() });
        let jump = if n >= 90 { 480_000 } else { 0 };
        out.extend(play_at(&mut chain, part, (n * 480) as i64 + jump, 480));
    }
    let bend = |x: &[f32]| x.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).abs()).fold(0.0, f32::max);
    let steady = bend(&out[12_000..23_000]);
    assert!(bend(&out[42_000..46_000]) < 6.0 * steady, "{} against {steady}", bend(&out[42_000..46_000]));
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
