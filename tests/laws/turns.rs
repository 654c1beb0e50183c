//! Turns: as many beats of the song as asked for, with its tempo; and a spring motor that slackens.

use crate::common::*;
use crate::perform::plain;
use roentgenizdat::chain::control::{BeatPosition, TransportState};
use roentgenizdat::params::{BeatsPerTurn, Player, Settings, Speed};

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
