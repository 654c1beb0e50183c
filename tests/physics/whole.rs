//! T9: what concerns the whole chain: aliases, interpolation, rates, blocks, seeks.

use crate::common::*;
use roentgenizdat::params::Settings;

fn plain() -> Settings {
    Settings { wear_on: false, pickup_tracing: 0.0, disc_travel: 0.0, lathe_drive: 0.0, ..clean(groove()) }
}

#[test]
fn a_swaying_tone_is_a_tone_still() {
    each_rate(|| {
        let settings = Settings {
            lathe_on: false,
            warp_hole: 1.1,
            warp_curl: 0.0,
            warp_flutter: 0.0,
            warp_slip: 0.0,
            ..plain()
        };
        let out = play(&settings, &sine(5000.0, 0.25, 4.0));
        let (power, width) = spectrum(&out[at(1.0)..], 16_384);
        let (mut tone, mut rest) = (0.0, 0.0);
        for (n, p) in power.iter().enumerate() {
            if (n as f64 * width - 5000.0).abs() < 200.0 { tone += p } else { rest += p }
        }
        law(
            "T9.1",
            "5 kHz swaying 1 %: what is no swaying",
            10.0 * f64::log10(rest / tone),
            -200.0..=-48.0,
            "dBc",
        );
    });
}

#[test]
fn the_amplifier_does_not_alias_into_the_band() {
    each_rate(|| {
        let out = play(&Settings { warp_on: false, ..plain() }, &sine(4900.0, 1.0, 2.0));
        let (power, width) = spectrum(&out[at(1.0)..], 16_384);
        let sum = |low: f64, high: f64| -> f64 {
            power[(low / width) as usize..(high / width) as usize].iter().sum()
        };
        let alias_db = 10.0 * (sum(40.0, 4800.0) / sum(4870.0, 4930.0)).log10();
        law("T9.2", "aliases of 4.9 kHz at 0 dBFS below it", alias_db, -200.0..=-60.0, "dBc");
    });
}

#[test]
fn every_rate_is_the_same_disc() {
    let rates = [44_100.0, 48_000.0, 88_200.0, 96_000.0, 192_000.0];
    let measured: Vec<(f64, f64)> = rates
        .map(|rate_hz| {
            let quiet = vec![0.0; (5.0 * rate_hz) as usize];
            let only_film = Settings { film_on: true, film_bones: 0.0, warp_on: false, ..plain() };
            let hiss = play_at(&mut chain(&only_film, 1953, rate_hz), &quiet, 0, 1024);
            let level = db(roentgenizdat::measure::spectrum::band_rms(&hiss, 100.0, 8000.0, rate_hz));
            let gain = |f_hz: f64| {
                let song = sine_at(f_hz, 0.03, 0.6, rate_hz);
                let settings = Settings { warp_on: false, ..plain() };
                let out = play_at(&mut chain(&settings, 1953, rate_hz), &song, 0, 1024);
                db(roentgenizdat::measure::spectrum::tone(&out[out.len() / 2..], f_hz, rate_hz).norm() / 0.03)
            };
            let (mut low, mut high) = (3800.0f64, 7000.0f64);
            for _ in 0..9 {
                let middle = (low * high).sqrt();
                if gain(middle) > -3.0 { low = middle } else { high = middle }
            }
            (level, low)
        })
        .to_vec();
    let span = |value: &dyn Fn(&(f64, f64)) -> f64| {
        let (low, high) =
            measured.iter().map(value).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        (low, high)
    };
    let (low, high) = span(&|m| m.0);
    law("T9.3", "hiss over 44.1–192 kHz, span", high - low, 0.0..=1.0, "dB");
    let (low, high) = span(&|m| m.1);
    law("T9.3", "high −3 dB over 44.1–192 kHz, span", 100.0 * (high / low - 1.0), 0.0..=10.0, "%");
}

#[test]
fn cut_blocks_and_seeks_change_nothing() {
    each_rate(|| {
        let song = white(0.25, 3.0, 3);
        let run = |block: usize| play_at(&mut chain(&leningrad(), 1953, rate()), &song, 0, block);
        let whole = run(8192);
        let differ = [1usize, 17, 64, 1024].into_iter().filter(|block| run(*block) != whole).count();
        law("T9.4", "block sizes of 1, 17, 64, 1024 that differ from 8192", differ as f64, 0.0..=0.0, "");

        // A loop over a bar, against the straight run: the disc's own sound, 200 ms after the jump.
        let quiet = silence(4.0);
        let straight = play_at(&mut chain(&leningrad(), 1953, rate()), &quiet, 0, 1024);
        let mut looping = chain(&leningrad(), 1953, rate());
        play_at(&mut looping, &quiet, at(8.0) as i64, 480);
        let from = at(2.0);
        let sought = play_at(&mut looping, &quiet[..at(2.0)], from as i64, 480);
        let settle = at(0.2);
        let difference: Vec<f32> =
            sought[settle..].iter().zip(&straight[from + settle..]).map(|(a, b)| a - b).collect();
        let level = db(rms(&difference) / rms(&straight[from..]));
        law("T9.5", "disc after a loop, off the straight run", level, -300.0..=-80.0, "dB");
    });
}
