//! `process` never allocates: seeks, side changes, other players, other discs and resets included.
//!
//! Its own program, because the guard aborts.

#[path = "../common/mod.rs"]
mod common;

use std::sync::Arc;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use common::*;
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::hash;
use roentgenizdat::params::{PARAMETERS, Parameter, Player, Settings, Speed};

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

/// Random calls that are made here; `ROENTGENIZDAT_CALLS` asks for more (docs/reliability.md).
const CALLS: usize = 60_000;
/// Calls before everything is made anew, at another rate.
const CALLS_OF_A_CHAIN: usize = 4000;
/// What may come out over the louder of what came in and −12 dBFS, where nothing asks for more, in dB.
const MOST_LOUDER_DB: f32 = 12.0;

/// Numbers by chance, the same each time.
struct Dice(u64);

impl Dice {
    fn part(&mut self) -> f32 {
        self.0 = hash::mix(self.0);
        hash::unit(self.0)
    }
    fn below(&mut self, end: usize) -> usize {
        (self.part() * end as f32) as usize
    }
    fn chance(&mut self, part: f32) -> bool {
        self.part() < part
    }
}

fn set_by_chance(settings: &mut Settings, row: &Parameter, dice: &mut Dice) {
    let (min, max) = row.range();
    let part = [dice.part(), 0.0, 1.0][dice.below(5).saturating_sub(2)];
    (row.set)(settings, row.conform(min + (max - min) * part));
}

/// A block of one kind or another; how loud it is.
fn fill_by_chance(block: &mut [f32], most_dbfs: f32, has_lies: bool, dice: &mut Dice) -> f32 {
    let level = 10f32.powf((most_dbfs - 48.0 * dice.part()) / 20.0);
    match dice.below(8) {
        0 => block.fill(0.0),
        1 => block.fill(level),
        2 => block.iter_mut().enumerate().for_each(|(i, x)| *x = level * (i as f32 * 0.3).sin()),
        3 => block
            .iter_mut()
            .enumerate()
            .for_each(|(i, x)| *x = if (i / 40) % 2 == 0 { level } else { -level }),
        4 => block.fill(f32::MIN_POSITIVE / 3.0),
        _ => block.iter_mut().for_each(|x| *x = level * (2.0 * dice.part() - 1.0)),
    }
    if has_lies && dice.chance(0.02) {
        let lie = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 63.0][dice.below(5)];
        block[dice.below(block.len())] = lie;
    }
    block.iter().fold(0.0, |peak, x| peak.max(x.abs()))
}

#[test]
fn any_calls_at_all_give_sound_and_allocate_nothing() {
    let asked = std::env::var("ROENTGENIZDAT_CALLS").ok().and_then(|calls| calls.parse().ok());
    let calls: usize = asked.unwrap_or(CALLS);
    let discs: Vec<_> = (0..if calls > CALLS { 200 } else { 4 }).map(|n| disc(n * 47 + 3)).collect();
    let mut dice = Dice(1953);
    let (mut left, mut right) = (vec![0.0f32; 256], vec![0.0f32; 256]);
    let (mut bounded, mut loudest_db) = (0usize, f32::MIN);
    for made in 0..calls.div_ceil(CALLS_OF_A_CHAIN) {
        let rate_hz = [8_000.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0, 384_000.0][made % 6];
        let mut settings = Settings { level_match: true, ..Settings::default() };
        // Every other one keeps to what the bound is for.
        let is_bounded = made % 2 == 0;
        let most_dbfs = [-30.0, -12.0, 0.0, 36.0][made / 2 % 4];
        let mut chain = Chain::new(discs[made % discs.len()].clone(), Arc::default(), rate_hz);
        chain.set(&settings);
        let (mut at, mut came, mut silent_frames) = (0i64, 0.0f32, 0usize);
        for call in 0..CALLS_OF_A_CHAIN.min(calls - made * CALLS_OF_A_CHAIN) {
            let frames = 1 + dice.below(256);
            let (left, right) = (&mut left[..frames], &mut right[..frames]);
            let mut fill = |block: &mut [f32]| fill_by_chance(block, most_dbfs, !is_bounded, &mut dice);
            let peak = fill(left).max(fill(right));
            // What came in rings on; a second of silence later it is over.
            silent_frames = if peak < 1e-3 { silent_frames + frames } else { 0 };
            came = if silent_frames as f64 > rate_hz { peak } else { came.max(peak) };
            if dice.chance(0.05) {
                for _ in 0..1 + dice.below(12) {
                    set_by_chance(&mut settings, &PARAMETERS[dice.below(PARAMETERS.len())], &mut dice);
                }
                if is_bounded {
                    settings = Settings {
                        output: 0.0,
                        level_trim: 0.0,
                        level_match: true,
                        lathe_drive: settings.lathe_drive.min(0.0),
                        ..settings
                    };
                }
            }
            let disc = dice.chance(0.002).then(|| discs[dice.below(discs.len())].clone());
            let transport = match dice.below(40) {
                0 => TransportState::Stopped,
                1 => TransportState::Absent,
                2 => {
                    at = (hash::mix(dice.0) as i64) >> dice.below(63);
                    TransportState::Rolling(at)
                }
                _ => TransportState::Rolling(at),
            };
            at = at.wrapping_add(frames as i64);
            let lanes = 1 + dice.below(2);
            assert_no_alloc(|| {
                if call % 50 == 0 {
                    chain.control().set_counting_passes(settings.wear_by_playing);
                }
                chain.set(&settings);
                if let Some(disc) = disc {
                    chain.control().change_disc(disc);
                }
                drop(chain.control().take_retired());
                match lanes {
                    1 => chain.process(&mut [&mut *left], transport),
                    _ => chain.process(&mut [&mut *left, &mut *right], transport),
                }
            });
            let heard = if lanes == 1 { &left[..] } else { right };
            for y in left.iter().chain(heard) {
                assert!(y.is_finite() && (*y == 0.0 || y.is_normal()), "call {call} of {made}: {y:e}");
            }
            if is_bounded {
                let out = left.iter().chain(heard).fold(0.0f32, |peak, y| peak.max(y.abs()));
                let over_db = 20.0 * (out.max(1e-9) / came.max(0.251_19)).log10();
                assert!(
                    over_db <= MOST_LOUDER_DB,
                    "call {call} of {made} at {rate_hz} Hz: {over_db:.1} dB over {came}: {settings:?}"
                );
                loudest_db = loudest_db.max(over_db);
                bounded += 1;
            }
        }
    }
    println!(
        "seen: {calls} calls, {} discs: all finite and normal, nothing allocated; {bounded} of them with the level matched and drive \
         at most 0: at most {loudest_db:.1} dB over the louder of what came in and −12 dBFS",
        discs.len()
    );
}
