//! What is off, or clean, leaves nothing behind: no tilt, no level, no delay. And what `disc_travel` holds is where the song starts.

use crate::common::*;
use roentgenizdat::measure::wow;
use roentgenizdat::params::{Choice, Latency, Player, Settings, SourceKind};

/// No dirt, no wow, no wear, no level match: only what the lamps themselves leave.
fn still() -> Settings {
    Settings { warp_on: false, wear_on: false, lathe_drive: 0.0, ..clean(leningrad()) }
}

/// Gain at a frequency, of a tone 20 dB under the reference.
fn gain_db(settings: &Settings, f_hz: f64) -> f64 {
    let song = sine(f_hz, 0.025, 1.5);
    let out = play(settings, &song);
    db(tone(&out[at(0.5)..], f_hz).norm() / tone(&song[at(0.5)..], f_hz).norm())
}

const ACROSS_HZ: [f64; 8] = [60.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0];

fn assert_flat(what: &str, settings: &Settings) {
    for f_hz in ACROSS_HZ {
        let gain = gain_db(settings, f_hz);
        assert!(gain.abs() < 1.0, "{what}: {gain:.2} dB at {f_hz} Hz");
    }
}

/// A flat player, as far as players are.
fn modern(settings: Settings) -> Settings {
    Settings { pickup_player: Player::Modern, pickup_tone: 16_000.0, pickup_tracing: 0.0, ..settings }
}

#[test]
fn a_lathe_that_is_off_leaves_no_turnover_in_the_player() {
    assert_flat("the modern player alone", &modern(Settings { lathe_on: false, ..still() }));
}

#[test]
fn a_pickup_that_is_off_leaves_no_turnover_in_the_lathe() {
    // Its own band as wide as it goes: it is flat between.
    let wide = Settings {
        pickup_on: false,
        lathe_low_cut: 30.0,
        lathe_high_cut: 12_000.0,
        lathe_head: 0.0,
        ..still()
    };
    for f_hz in [125.0, 250.0, 500.0, 1000.0, 2000.0] {
        let gain = gain_db(&wide, f_hz);
        assert!(gain.abs() < 1.0, "{gain:.2} dB at {f_hz} Hz");
    }
}

#[test]
fn every_player_sounds_the_same_with_the_lathe_off_as_with_an_ideal_one() {
    // What the lathe's lamp takes away is its band, not the balance of the player behind it.
    for player in Player::ALL {
        let with = Settings {
            pickup_player: *player,
            lathe_low_cut: 30.0,
            lathe_high_cut: 12_000.0,
            lathe_head: 0.0,
            ..still()
        };
        let without = Settings { lathe_on: false, ..with };
        let tilt = |settings: &Settings| gain_db(settings, 150.0) - gain_db(settings, 1000.0);
        assert!(
            (tilt(&with) - tilt(&without)).abs() < 1.0,
            "{player:?}: {} and {}",
            tilt(&with),
            tilt(&without)
        );
    }
}

#[test]
fn a_source_has_a_lamp_of_its_own() {
    let song = white(0.1, 2.0, 5);
    for kind in [SourceKind::Shellac, SourceKind::Shortwave] {
        for lathe_on in [true, false] {
            let on = Settings { source_kind: kind, source_amount: 100.0, lathe_on, ..still() };
            let off = Settings { source_on: false, ..on };
            let direct = Settings { source_kind: SourceKind::Direct, ..on };
            assert_eq!(play(&off, &song), play(&direct, &song), "{kind:?} that is off is a wire");
            let high = |settings: &Settings| band_rms(&play(settings, &song), 9000.0, 14_000.0);
            let open = Settings { lathe_on: false, pickup_on: false, ..on };
            assert!(
                high(&open) < 0.3 * high(&Settings { source_on: false, ..open }),
                "{kind:?} without a lathe is heard"
            );
        }
    }
}

#[test]
fn at_condition_0_the_copy_is_clean_whatever_plays_it() {
    for player in Player::ALL {
        for source_kind in [SourceKind::Direct, SourceKind::Shellac, SourceKind::Shortwave] {
            let dirty = Settings { pickup_player: *player, source_kind, lathe_drive: 0.0, ..leningrad() };
            let clean = Settings { condition: 0.0, pickup_hum: -40.0, ..dirty };
            assert_flat(&format!("{player:?}, {source_kind:?}"), &clean);
            let noise = play(&clean, &silence(3.0));
            assert!(db(rms(&noise)) < -80.0, "{player:?}: noise at {} dB", db(rms(&noise)));
            let sway = |settings: &Settings| {
                let out = play(settings, &sine(wow::TONE_HZ, 0.1, 8.0));
                wow::weighted_percent(&wow::speed(&out[at(0.5)..], wow::TONE_HZ, rate()), wow::STEP_SECONDS)
            };
            assert!(sway(&clean) < 0.02, "{player:?}: wow {} %", sway(&clean));
        }
    }
}

#[test]
fn beyond_100_the_band_narrows() {
    let at = |condition: f32| Settings { condition, ..still() };
    let edge = |condition: f32| gain_db(&at(condition), 4000.0) - gain_db(&at(condition), 800.0);
    assert!(edge(150.0) < edge(100.0) - 3.0, "{} and {}", edge(150.0), edge(100.0));
    let low = |condition: f32| gain_db(&at(condition), 100.0) - gain_db(&at(condition), 800.0);
    assert!(low(150.0) < low(100.0) - 3.0, "{} and {}", low(150.0), low(100.0));
}

#[test]
fn a_radius_is_held_where_the_song_starts() {
    let radius_mm = |settings: &Settings, song_start_s: f64, at_s: f64| {
        let mut chain = chain(settings, 1953, RATE_HZ);
        chain.control().set_song_start(song_start_s);
        play_at(&mut chain, &[0.0; 4096], (at_s * RATE_HZ) as i64, 1024);
        chain.control().place().radius_mm
    };
    let held = Settings { disc_travel: 0.0, disc_latency: Latency::Live, ..leningrad() };
    // 109 mm outside, 45 inside; 80 % of the way in; 3:00 of 3:17.
    for at_s in [0.1, 20.0] {
        let inwards = Settings { disc_start: 80.0, ..held };
        assert!((radius_mm(&inwards, 0.0, at_s) - 58.0).abs() < 0.5, "{}", radius_mm(&inwards, 0.0, at_s));
        assert!(
            (radius_mm(&held, 180.0, 180.0 + at_s) - 50.6).abs() < 0.5,
            "{}",
            radius_mm(&held, 180.0, 180.0 + at_s)
        );
    }
    assert!((radius_mm(&held, 0.0, 120.0) - 109.0).abs() < 0.1);
    // On the next side as well.
    assert!((radius_mm(&held, 0.0, 250.0) - 109.0).abs() < 0.1);
}
