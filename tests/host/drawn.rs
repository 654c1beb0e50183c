//! Wear drawn over a song, as a producer draws it: plays from 0 to 40 over three minutes, a point every 512 samples.

use embedded_host::sound::{Audio, cut, hiss_db, is_a_record, same_bits, settings};
use embedded_host::{Result, ScriptedTransport, Setup};
use roentgenizdat::cli::demo;
use roentgenizdat::measure::spectrum::{db, tone};

use super::instance;

const RATE_HZ: f64 = 48_000.0;
const FRAMES: usize = 180 * 48_000;
const STEP: usize = 512;
const PLAYS: f64 = 40.0;

/// Through the plugin, with the plays drawn and `values` set before.
fn drawn(values: &[(&str, &str)], input: &Audio, blocks: &[usize]) -> Result<Audio> {
    let mut host = instance(Setup::default())?;
    for (id, value) in values {
        host.set(id, value)?;
    }
    for at in (0..FRAMES).step_by(STEP) {
        host.set_at(at as u64, "wear_plays", plays(at))?;
    }
    host.process(input, blocks, ScriptedTransport::rolling(0))
}

/// Where the line is at a sample.
fn plays(at: usize) -> f32 {
    (PLAYS * at as f64 / FRAMES as f64) as f32
}

#[test]
fn plays_drawn_over_three_minutes_bounce_the_same() -> Result<()> {
    let tune = demo::song(None)?.channels;
    let input: Audio =
        [0, 1].map(|n| tune[n % tune.len()].iter().copied().cycle().take(FRAMES).collect()).to_vec();
    let changes: Vec<_> = (0..FRAMES)
        .step_by(STEP)
        .map(|at| Ok((at, settings(&[("wear_plays", plays(at))])?)))
        .collect::<Result<_>>()?;
    let wanted = cut(RATE_HZ, &input, 0, &changes[0].1, &changes)?;
    is_a_record("the library's", &input, &wanted)?;
    for blocks in [&[480][..], &[480], &[64, 1000]] {
        same_bits(&format!("blocks of {blocks:?}"), &drawn(&[], &input, blocks)?, &wanted)?;
    }
    Ok(())
}

/// At one radius: the hiss between the clicks rises from one quarter of a minute to the next, and treble falls.
#[test]
fn plays_drawn_over_three_minutes_only_wear() -> Result<()> {
    let still =
        [("disc_travel", "0 %"), ("warp_on", "off"), ("source_kind", "direct"), ("level_match", "off")];
    let wave =
        |f_hz: f64| move |n: usize| (0.05 * (std::f64::consts::TAU * f_hz * n as f64 / RATE_HZ).sin()) as f32;
    let windows = FRAMES / 12;
    let silence = drawn(&still, &vec![vec![0.0; FRAMES]; 2], &[480])?;
    let hiss: Vec<f64> = silence[0].chunks_exact(windows).map(hiss_db).collect();
    let treble = drawn(&still, &vec![(0..FRAMES).map(wave(4000.0)).collect(); 2], &[480])?;
    let treble: Vec<f64> =
        treble[0].chunks_exact(windows).map(|part| db(tone(part, 4000.0, RATE_HZ).norm())).collect();
    let only = |what: &str, levels: &[f64], by_db: f64| {
        let total = levels[levels.len() - 1] - levels[0];
        let is_monotone = levels.windows(2).all(|pair| (pair[1] - pair[0]) * total > 0.0);
        if is_monotone && total / by_db > 1.0 {
            Ok(())
        } else {
            Err(format!("{what} in dB, a quarter of a minute each: {levels:.1?}"))
        }
    };
    only("hiss", &hiss, 3.0)?;
    Ok(only("treble", &treble, -1.0)?)
}
