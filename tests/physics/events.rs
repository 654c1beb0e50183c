//! T7: WEAR told in events: dropouts, skips, grooves that lock, and how far `wear_breakage` lets them go.

use crate::common::*;
use roentgenizdat::chain::control::{TransportState, lock};
use roentgenizdat::chain::wear_law::{SideWear, overworn};
use roentgenizdat::disc::wall::Break;
use roentgenizdat::params::condition::applied;
use roentgenizdat::params::{Machine, Needle, Player, Seam, Settings};

const SERIALS: [u32; 4] = [1953, 7, 4242, 815];

/// A disc played so often by a heavy pickup, cut without chips: nothing but wear takes anything off a tone.
fn worn_out(plays: f32) -> Settings {
    let cut = Settings { lathe_machine: Machine::Embosser, warp_on: false, ..clean(leningrad()) };
    Settings { pickup_player: Player::Magnetic, wear_plays: plays, ..cut }
}

/// Levels of a tone in windows of 5 ms, in dB re their median.
fn levels_db(settings: &Settings, serial: u32, from_s: f64, seconds: f64) -> Vec<f64> {
    let song = sine(1000.0, 0.06, seconds);
    let out = play_at(&mut chain(settings, serial, rate()), &song, (from_s * rate()) as i64, 1024);
    // The first moments are the filters' own.
    let levels: Vec<f64> = out.chunks_exact(at(0.005)).skip(40).map(|part| db(rms(part))).collect();
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    levels.iter().map(|level| level - sorted[sorted.len() / 2]).collect()
}

/// Lengths in seconds of the stretches that lie 6 dB down and more.
fn dips(levels_db: &[f64]) -> Vec<f64> {
    let mut dips = Vec::new();
    let mut length = 0;
    for level in levels_db.iter().chain(&[0.0]) {
        if *level < -6.0 {
            length += 1;
        } else if length > 0 {
            dips.push(f64::from(length) * 0.005);
            length = 0;
        }
    }
    dips
}

#[test]
fn a_worn_out_groove_drops_out() {
    for serial in SERIALS {
        let settings = worn_out(12.0);
        let damage = SideWear::new(&applied(&settings), Vec::new()).at_turns(120.0).damage();
        assert!(damage > 0.9, "{damage}");
        let found = dips(&levels_db(&settings, serial, 60.0, 60.0));
        let whole: Vec<&f64> = found.iter().filter(|length| (0.015..0.21).contains(*length)).collect();
        law("T7.9", "dropouts of 20–200 ms", whole.len() as f64 / 60.0, 0.2..=1.0, "/s");
        let unbroken = Settings { wear_breakage: 0.0, ..settings };
        let none = dips(&levels_db(&unbroken, serial, 60.0, 60.0)).len() as f64;
        law("T7.9", "dropouts with breakage at 0 %", none, 0.0..=0.0, "");
        let young = Settings { wear_plays: 4.0, ..settings };
        let none = dips(&levels_db(&young, serial, 60.0, 60.0)).len() as f64;
        law("T7.9", "dropouts within the first life", none, 0.0..=0.0, "");
    }
}

#[test]
fn the_noise_goes_on_through_a_dropout() {
    let settings = worn_out(14.0);
    let noisy = Settings { film_on: true, film_bones: 0.0, ..settings };
    let tone = levels_db(&settings, 1953, 60.0, 40.0);
    let noise = play_at(&mut chain(&noisy, 1953, rate()), &silence(40.0), (60.0 * rate()) as i64, 1024);
    let noise = &noise[40 * at(0.005)..];
    let level = |inside: bool| {
        let windows = noise.chunks_exact(at(0.005)).zip(&tone).filter(|(_, tone)| (**tone < -6.0) == inside);
        let (sum, count) =
            windows.fold((0.0, 0.0f64), |(sum, n), (part, _)| (sum + rms(part).powi(2), n + 1.0));
        assert!(count > 20.0);
        10.0 * (sum / count).log10()
    };
    law("T7.9", "hiss inside dropouts re outside", level(true) - level(false), -1.5..=6.0, "dB");
}

#[test]
fn more_plays_only_add_dropouts() {
    let (fewer, more) = (levels_db(&worn_out(9.0), 7, 90.0, 30.0), levels_db(&worn_out(12.0), 7, 90.0, 30.0));
    let there = fewer.iter().zip(&more).filter(|(a, _)| **a < -7.5).map(|(_, b)| *b);
    let levels: Vec<f64> = there.collect();
    assert!(levels.len() > 10 && levels.iter().all(|level| *level < -6.0), "{levels:?}");
    assert!(dips(&more).len() > dips(&fewer).len());
}

#[test]
fn a_side_at_forty_plays_skips_or_locks_once_to_thrice() {
    let broken = |serial: u32, plays: f32| {
        let settings = Settings { wear_plays: plays, ..leningrad() };
        let side = SideWear::new(&applied(&settings), Vec::new());
        let walls = disc(serial).side(0).blemishes.walls;
        let give_way =
            |turns: f64, strength: f32| overworn(side.at_turns(turns).damage(), 100.0) as f32 > strength;
        walls.iter().filter(|wall| give_way(wall.turns, wall.strength)).count()
    };
    let usual = SERIALS.iter().filter(|serial| (1..=3).contains(&broken(**serial, 40.0))).count();
    law("T7.10", "of four discs with one to three skips or locks at 40 plays", usual as f64, 3.0..=4.0, "");
    for serial in SERIALS {
        // The last turns wear out first, after some 18 plays.
        assert_eq!(broken(serial, 16.0), 0, "{serial} within a life");
        assert!(broken(serial, 60.0) >= broken(serial, 40.0).max(2), "{serial}");
    }
}

#[test]
fn where_the_needle_skips_ahead_the_song_is_gone_and_then_in_time() {
    // A disc whose side has such a wall, and plays that break them all.
    let (serial, wall) = (0..50)
        .find_map(|serial| {
            let walls = disc(serial).side(0).blemishes.walls;
            walls.into_iter().find_map(|wall| match wall.breaks {
                Break::Forward { turns } if wall.turns > 20.0 => Some((serial, (wall, turns))),
                _ => None,
            })
        })
        .expect("some disc has one");
    let (wall, lost_turns) = wall;
    let settings = Settings { wear_plays: 60.0, ..worn_out(60.0) };
    let turn_s = 60.0 / 77.92;
    let from_s = wall.turns * turn_s - 2.0;
    let levels = levels_db(&settings, serial, from_s, 5.0);
    let window = |seconds: f64| (seconds / 0.005) as usize - 40;
    let middle = window(2.0 + 0.5 * lost_turns * turn_s);
    assert!(levels[middle] < -25.0, "{}", levels[middle]);
    let gone = levels.iter().filter(|level| **level < -25.0).count() as f64 * 0.005;
    assert!((gone - lost_turns * turn_s).abs() < 0.03, "{gone} s for {lost_turns} turns");
    // It is a loss and no lock: nothing is repeated.
    let place = lock::at(disc(serial).side(0), &place_at(wall.turns + 0.1), 1.0);
    assert_eq!(place, None);
}

fn place_at(turns: f64) -> roentgenizdat::disc::groove::Place {
    roentgenizdat::disc::groove::Groove::new(230.0, 77.92).place_at_turns(0, turns)
}

#[test]
fn a_needle_set_down_thumps_over_the_surface() {
    // The end of a side, where the needle is lifted and set down again.
    let settings = Settings { disc_seam: Seam::Needle, ..leningrad() };
    for serial in SERIALS {
        let side_s = 256.0 * 60.0 / 77.92;
        let from = ((side_s - 1.0) * rate()) as i64;
        let out = play_at(&mut chain(&settings, serial, rate()), &silence(8.0), from, 1024);
        let levels: Vec<f64> = out.chunks_exact(at(0.02)).map(|part| db(rms(part))).collect();
        let landing = &levels[50..150];
        let mut after: Vec<f64> = levels[150..].to_vec();
        after.sort_by(f64::total_cmp);
        let thump = landing.iter().fold(f64::MIN, |a, b| a.max(*b)) - after[after.len() / 2];
        law("T8.5", "thump of the needle over the surface, 20 ms", thump, 12.0..=18.0, "dB");
    }
}

#[test]
fn with_the_edges_on_the_needle_falls_into_a_rougher_lead_in_groove() {
    let mut falls = Vec::new();
    for serial in SERIALS {
        let levels = |disc_edges: bool| {
            let settings = Settings { disc_edges, disc_needle: Needle::Transport, ..leningrad() };
            let mut chain = chain(&settings, serial, rate());
            let mut standing = silence(0.5);
            chain.process(&mut [&mut standing], TransportState::Stopped);
            let out = play_at(&mut chain, &silence(8.0), 0, 1024);
            out.chunks_exact(at(0.02)).map(|part| db(rms(part))).collect::<Vec<f64>>()
        };
        let (edged, plain) = (levels(true), levels(false));
        let median = |x: &[f64]| {
            let mut sorted = x.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted[sorted.len() / 2]
        };
        let most = |x: &[f64]| x.iter().copied().fold(f64::MIN, f64::max);
        let surface = median(&edged[150..]);
        // One film is quieter at the rim than another; the needle falls on all alike.
        falls.push(most(&edged[..8]) - surface);
        // A second of lead-in, against the same second without.
        let rougher = median(&edged[10..45]) - median(&plain[10..45]);
        law("T8.6", "lead-in over the same groove without edges", rougher, 1.5..=5.0, "dB");
        law("T8.6", "behind the lead-in", median(&edged[100..]) - median(&plain[100..]), -0.01..=0.01, "dB");
        law("T8.6", "fall without edges", most(&plain[..8]) - median(&plain[150..]), -10.0..=10.0, "dB");
    }
    let mean = falls.iter().sum::<f64>() / falls.len() as f64;
    law("T8.6", "fall of the needle over the surface, 20 ms, mean of the discs", mean, 13.0..=20.0, "dB");
    let least = falls.iter().copied().fold(f64::MAX, f64::min);
    law("T8.6", "the same, least", least, 11.0..=20.0, "dB");
}
