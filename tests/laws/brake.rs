//! The brake: the platter runs down, the needle comes back to now, and nothing clicks.

use crate::common::*;
use crate::perform::plain;
use roentgenizdat::chain::Chain;
use roentgenizdat::params::Settings;

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
fn the_motors_rumble_falls_with_the_platter() {
    let settings = |perform_brake| Settings { perform_brake, pickup_rumble: -20.0, ..plain() };
    let mut chain = chain(&settings(false), 1953, RATE_HZ);
    let quiet = vec![0.0; at(0.3)];
    let mut levels_db = vec![db(rms(&play_at(&mut chain, &vec![0.0; at(2.0)], 0, 480)[at(1.0)..]))];
    chain.set(&settings(true));
    // At rest after 1.2 s.
    for n in 0..4 {
        let from = at(2.0) + n * quiet.len();
        levels_db.push(db(rms(&play_at(&mut chain, &quiet, from as i64, 480))));
    }
    assert!(levels_db[0] > -65.0, "{levels_db:?}");
    for slower in levels_db[1..].windows(2) {
        assert!(slower[1] < slower[0] - 1.0, "{levels_db:?}");
    }
    assert!(levels_db[4] < levels_db[0] - 12.0, "{levels_db:?}");
}

#[test]
fn the_disc_that_is_seen_slows_with_the_platter_and_stands() {
    let mut chain = chain(&plain(), 1953, RATE_HZ);
    let mut seen = Vec::new();
    for n in 0..400 {
        chain.set(&Settings { perform_brake: (100..300).contains(&n), ..plain() });
        play_at(&mut chain, &[0.0; 480], n * 480, 480);
        let place = chain.control().needle_place();
        seen.push((place.rev_hz, place.turns()));
    }
    let full = seen[99].0;
    assert!((seen[160].0 / full - 0.5).abs() < 0.03, "{} of {full}", seen[160].0);
    assert_eq!(seen[260].0, 0.0);
    assert!((seen[260].1 - seen[290].1).abs() < 1e-9, "a disc that stands turns no further");
    assert!((seen[399].0 - full).abs() < 1e-9, "{}", seen[399].0);
}

#[test]
fn a_held_brake_never_outruns_its_ring() {
    let out = braked(&white(0.2, 14.0, 3), 0.5..12.0, 480);
    assert!(out.iter().all(|v| v.is_finite() && v.abs() < 2.0));
    assert!(rms(&out[(13.0 * RATE_HZ) as usize..]) > 0.01, "it plays again");
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
