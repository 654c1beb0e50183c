//! `process` never allocates: seeks, side changes, other players, other discs and resets included.
//!
//! Its own program, because the guard aborts.

#[path = "../common/mod.rs"]
mod common;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use common::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Player, Settings, Speed};

#[global_allocator]
static GUARD: AllocDisabler = AllocDisabler;

#[test]
fn nothing_allocates_while_playing() {
    let song = white(0.3, 0.2, 3);
    let mut buffer = song.clone();
    let mut right = song.clone();
    let mut chain = chain(&Settings::default(), 1953, RATE_HZ);
    let discs = [disc(7), disc(8)];
    let mut settings = Settings { wear_by_playing: true, wear_plays: 60.0, ..Settings::default() };
    let positions = [0i64, 9_600, 500_000, 197 * 48_000 - 100, -20_000, 1 << 40, i64::MAX, i64::MIN];
    assert_no_alloc(|| {
        chain.control().set_counting_passes(true);
        for (n, position) in positions.iter().cycle().take(64).enumerate() {
            settings.pickup_player = [Player::Gramophone, Player::Piezo, Player::Modern][n % 3];
            settings.warp_speed = [Speed::Mains50, Speed::Long][n % 2];
            settings.wear_plays = (n % 60) as f32;
            settings.mix = (n % 100) as f32;
            chain.set(&settings);
            if n % 16 == 0 {
                chain.control().change_disc(discs[(n / 16) % 2].clone());
            }
            buffer.copy_from_slice(&song);
            right.copy_from_slice(&song);
            let transport = match n % 5 {
                3 => TransportState::Stopped,
                4 => TransportState::Absent,
                _ => TransportState::Rolling(*position),
            };
            chain.process(&mut [&mut buffer, &mut right], transport);
            // Dropping it would free it here.
            std::mem::forget(chain.control().take_retired());
            if n % 11 == 0 {
                chain.reset();
            }
        }
    });
}

#[test]
#[ignore = "run by the_guard_is_awake in a process of its own, since it aborts"]
fn allocating_under_guard() {
    assert_no_alloc(|| drop(std::hint::black_box(vec![0u8; 64])));
}

#[test]
fn the_guard_is_awake() {
    let program = std::env::current_exe().unwrap();
    let run = std::process::Command::new(program)
        .args(["--ignored", "--exact", "allocating_under_guard"])
        .output()
        .unwrap();
    assert!(!run.status.success(), "an allocation under guard went unnoticed");
}
