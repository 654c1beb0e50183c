//! T7: WEAR: what the disc remembers of being played, and grooves that lock.

use crate::common::*;
use roentgenizdat::chain::control::lock;
use roentgenizdat::chain::{Chain, wear_law};
use roentgenizdat::disc::groove::Groove;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::params::{Player, Settings};
use std::sync::Arc;

/// A chain that counts its passes, and its memory.
fn counting(settings: &Settings, rate: f32) -> (Chain, Arc<Memory>) {
    let memory = Arc::new(Memory::default());
    let mut chain = Chain::new(disc(1953), memory.clone(), RATE_HZ);
    chain.set(&Settings { wear_by_playing: true, wear_rate: rate, ..*settings });
    chain.reset();
    chain.control().set_counting_passes(true);
    (chain, memory)
}

#[test]
fn forty_passes_are_forty_plays() {
    let settings = Settings { wear_plays: 0.0, wear_needle: 0.0, ..leningrad() };
    let (mut chain, memory) = counting(&settings, 1.0);
    let loop_of_turns = 4.0 * 60.0 / 77.92;
    for _ in 0..40 {
        play_at(&mut chain, &silence(loop_of_turns), 0, 512);
        chain.control().end_pass();
    }
    chain.control().end_pass();
    let groove = Groove::new(230.0, 77.92);
    for turn in 0..4 {
        let place = groove.place((f64::from(turn) + 0.5) / groove.rev_hz);
        let life = wear_law::life_plays(12.0, 0.0, wear_law::typical_bend(&place));
        let (got, expected) = (f64::from(memory.exposure(0, turn)), 40.0 / life);
        let (played, set) = (wear_law::damage(got), wear_law::damage(expected));
        law("T7.6", "damage after 40 passes less that of 40 plays", (played - set) * 1e6, -1.0..=1.0, "ppm");
    }
    assert_eq!(memory.exposure(0, 6), 0.0, "what was not played is not worn");
}

#[test]
fn a_lighter_pickup_heals_nothing() {
    let settings = Settings { wear_plays: 0.0, pickup_player: Player::Gramophone, ..leningrad() };
    let (mut chain, memory) = counting(&settings, 1.0);
    play_at(&mut chain, &silence(4.0), 0, 512);
    chain.control().end_pass();
    let before = memory.exposure(0, 2);
    chain.set(&Settings { pickup_player: Player::Modern, wear_by_playing: true, ..settings });
    play_at(&mut chain, &silence(4.0), 0, 512);
    chain.control().end_pass();
    let after = memory.exposure(0, 2);
    assert!(before > 0.15 && after > before && after < before * 1.05, "{before} {after}");
}

#[test]
fn a_pass_does_not_change_what_it_hears() {
    let settings = Settings { wear_plays: 0.0, ..leningrad() };
    let plain = play(&settings, &silence(5.0));
    let (mut chain, memory) = counting(&settings, 10.0);
    let first = play_at(&mut chain, &silence(5.0), 0, 512);
    assert!(first == plain, "within the pass nothing changes");
    assert!(memory.is_fresh(), "not counted before it ends");
    let second = play_at(&mut chain, &silence(5.0), 0, 512);
    assert!(!memory.is_fresh(), "the jump back ended it");
    assert!(rms(&second[24_000..]) > 1.05 * rms(&first[24_000..]), "and the next pass hears it");
}

#[test]
fn another_player_half_way_counts_each_for_its_part() {
    let settings = Settings { wear_plays: 0.0, pickup_player: Player::Gramophone, ..leningrad() };
    let (mut chain, memory) = counting(&settings, 1.0);
    play_at(&mut chain, &silence(10.0), 0, 512);
    let modern = Settings { pickup_player: Player::Modern, wear_by_playing: true, ..settings };
    chain.set(&modern);
    play_at(&mut chain, &silence(10.0), 480_000, 512);
    chain.control().end_pass();
    let (heavy, light) = (memory.exposure(0, 5), memory.exposure(0, 20));
    assert!(heavy > 0.15, "under the gramophone {heavy}");
    assert!(light > 0.0 && light < heavy / 30.0, "under the modern pickup {light}");
}

#[test]
fn counting_from_the_middle_counts_from_there() {
    let settings = Settings { wear_plays: 0.0, ..leningrad() };
    let memory = Arc::new(Memory::default());
    let mut chain = Chain::new(disc(1953), memory.clone(), RATE_HZ);
    chain.set(&settings);
    play_at(&mut chain, &silence(4.0), 0, 512);
    chain.control().set_counting_passes(true);
    play_at(&mut chain, &silence(4.0), 192_000, 512);
    chain.control().end_pass();
    assert_eq!(memory.exposure(0, 2), 0.0);
    assert!(memory.exposure(0, 8) > 0.0);
}

#[test]
fn unless_asked_no_pass_is_counted() {
    let memory = Arc::new(Memory::default());
    let mut chain = Chain::new(disc(1953), memory.clone(), RATE_HZ);
    chain.set(&leningrad());
    play_at(&mut chain, &silence(5.0), 0, 512);
    chain.reset();
    assert!(memory.is_fresh());
}

#[test]
fn what_was_played_is_heard_as_worn() {
    let settings = Settings { wear_plays: 0.0, disc_travel: 0.0, ..leningrad() };
    let memory = Arc::new(Memory::default());
    (0..20).for_each(|turn| memory.expose(0, turn, 1.0));
    let mut worn = Chain::new(disc(1953), memory, RATE_HZ);
    worn.set(&settings);
    worn.reset();
    let worn = band_rms(&play_at(&mut worn, &silence(5.0), 0, 1024), 500.0, 6000.0);
    let fresh = band_rms(&play(&settings, &silence(5.0)), 500.0, 6000.0);
    assert!(db(worn / fresh) > 5.0, "{} dB", db(worn / fresh));
}

#[test]
fn grooves_lock_only_past_breakthrough() {
    let disc = disc(1953);
    let groove = Groove::new(230.0, 77.92);
    let locked = |overworn: f32| {
        (0..8u8)
            .flat_map(|side| (0..2560).map(move |n| (side, n)))
            .filter(|(side, n)| {
                let place = groove.place(f64::from(*n) * 0.077);
                lock::at(disc.side(*side), &place, overworn).is_some()
            })
            .count()
    };
    assert_eq!(locked(0.0), 0);
    assert!(locked(1.0) > locked(0.3), "{} {}", locked(1.0), locked(0.3));
}

#[test]
fn a_locked_groove_repeats_the_turn_and_rejoins() {
    // Find a lock of a worn-out disc, then hear it: a chirp-like song makes every turn different.
    let groove = Groove::new(230.0, 77.92);
    let (serial, start) = (0..200u32)
        .find_map(|serial| {
            let disc = disc(serial);
            (100..2000).find_map(|n| {
                let place = groove.place(f64::from(n) * 0.077);
                lock::at(disc.side(0), &place, 1.0).map(|_| (serial, f64::from(n) * 0.077))
            })
        })
        .expect("some disc locks");
    let settings = Settings { wear_plays: 60.0, pickup_player: Player::Magnetic, ..clean(leningrad()) };
    let settings = Settings { warp_on: false, disc_travel: 0.0, ..settings };
    let begin = ((start - 3.0).max(0.0) * RATE_HZ) as i64;
    let song = white(0.2, 12.0, 5);
    let mut locking = chain(&settings, serial, RATE_HZ);
    let out = play_at(&mut locking, &song, begin, 1024);
    let turn = (RATE_HZ * 60.0 / 77.92).round() as usize;
    let window = 4800;
    let repeats = (turn..out.len() - window)
        .step_by(window)
        .filter(|at| correlation(&out[*at..at + window], &out[at - turn..at - turn + window]) > 0.8)
        .count();
    assert!(repeats >= 4, "{repeats} windows repeat the turn before");
    let unworn = Settings { wear_plays: 0.0, ..settings };
    let free = play_at(&mut chain(&unworn, serial, RATE_HZ), &song, begin, 1024);
    let tail = out.len() - 24_000;
    assert!(correlation(&out[tail..], &free[tail..]) > 0.5, "it has rejoined the song");
}
