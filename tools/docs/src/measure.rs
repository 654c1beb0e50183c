//! How well `measure` reads what is known: the tables of `docs/measure.md`.

use std::f64::consts::TAU;
use std::fmt::Write;
use std::fs;

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::reading::{self, Original, Reading};
use roentgenizdat::measure::spectrum::rms;
use roentgenizdat::measure::speed::at_speed;
use roentgenizdat::measure::wow;
use roentgenizdat::tune;

use super::Result;

const PAGE: &str = "docs/measure.md";
/// Between these lines of the page stands what is measured.
const MARKS: [&str; 2] = ["<!-- measured -->", "<!-- /measured -->"];
const RATE_HZ: f64 = 48_000.0;
const SECONDS: f64 = 20.0;
/// What a sine passes 5 % of the time.
const SINE_PASSES: f64 = 0.9969;

/// Measures and writes it down.
pub fn run() -> Result<()> {
    let frames = (SECONDS * RATE_HZ) as usize;
    let tune: Vec<f32> = tune::tune(RATE_HZ)[..frames].iter().map(|[l, r]| 0.5 * (l + r)).collect();
    let songs = [("tune", tune), ("noise", pulsing(frames))];
    let mut table = String::from(
        "| song | what was done | true | read with `--dry` | read alone |\n|---|---|---|---|---|\n",
    );
    for (name, dry) in &songs {
        println!("measuring {name}");
        rows(&mut table, name, dry)?;
    }
    tones(&mut table)?;
    let page = fs::read_to_string(PAGE)?;
    let (head, rest) = page.split_once(MARKS[0]).ok_or("no mark in the page")?;
    let (_, foot) = rest.split_once(MARKS[1]).ok_or("no second mark in the page")?;
    fs::write(PAGE, format!("{head}{}\n{table}{}{foot}", MARKS[0], MARKS[1]))?;
    Ok(())
}

fn rows(table: &mut String, name: &str, dry: &[f32]) -> Result<()> {
    let loud = rms(dry);
    let mut row = |what: &str, truth: String, copy: Vec<f32>, told: fn(&Reading) -> String| -> Result<()> {
        let against = told(&against(dry, &copy)?);
        let alone = told(&reading::alone("a copy", &mono(copy))?);
        Ok(writeln!(table, "| {name} | {what} | {truth} | {against} | {alone} |")?)
    };
    let top = |reading: &Reading| match reading.band {
        Some(band) if band.high.is_further => format!("over {:.0} Hz", band.high.hz),
        Some(band) => format!("{:.0} Hz", band.high.hz),
        None => "not told".to_string(),
    };
    row("nothing", "no end".to_string(), dry.to_vec(), top)?;
    for cut_hz in [3000.0, 5000.0, 8000.0] {
        let hiss = noise(dry.len(), 3).map(|v| 0.01 * loud as f32 * v);
        let copy = lowpass(dry, cut_hz).into_iter().zip(hiss).map(|(x, hiss)| x + hiss).collect();
        row("12 dB an octave off the top", format!("{cut_hz:.0} Hz"), copy, top)?;
    }
    let sway = |reading: &Reading| match reading.wow {
        Some(sway) => format!("{:.3} %", sway.two_sigma_percent),
        None => "not told".to_string(),
    };
    row("nothing", "0 %".to_string(), dry.to_vec(), sway)?;
    for (depth, f_hz) in [(0.001, 1.3), (0.005, 1.3), (0.01, 1.3), (0.005, 0.55), (0.005, 4.0)] {
        let what = format!("speed swings by {} % at {f_hz} Hz", 100.0 * depth);
        let truth = 100.0 * depth * SINE_PASSES * wow::weight(f_hz);
        row(&what, format!("{truth:.3} %"), swinging(dry, depth, f_hz), sway)?;
    }
    let speed = |reading: &Reading| match reading.speed_percent {
        Some(percent) => format!("{percent:.2} %"),
        None => "not told".to_string(),
    };
    for ran in [0.97, 1.02] {
        row("ran at another speed", format!("{:.2} %", 100.0 * ran), at_speed(dry, ran), speed)?;
    }
    let level = |reading: &Reading| match reading.noise_db {
        Some(db) => format!("{db:.1} dB"),
        None => "not told".to_string(),
    };
    // Of the song what lies in the same band is compared.
    let song = rms(&band(dry));
    for db in [-10.0, -20.0, -40.0] {
        let hiss = band(&noise(dry.len(), 5).collect::<Vec<f32>>());
        let gain = (song / rms(&hiss) * 10f64.powf(db / 20.0)) as f32;
        let copy = dry.iter().zip(&hiss).map(|(x, hiss)| x + gain * hiss).collect();
        row("noise, 100 Hz–8 kHz", format!("{db:.1} dB"), copy, level)?;
    }
    let clicks = |reading: &Reading| match reading.clicks {
        Some(clicks) => format!("{:.1}/s", clicks.a_second),
        None => "not told".to_string(),
    };
    row("nothing", "0/s".to_string(), dry.to_vec(), clicks)?;
    for rate in [1.0, 5.0, 20.0, 60.0] {
        let (copy, count) = clicked(dry, rate);
        row(
            "clicks, 0.04–0.12 ms, 12 ± 4 dB over the song",
            format!("{:.1}/s", count / SECONDS),
            copy,
            clicks,
        )?;
    }
    Ok(())
}

/// A test tone, with and without silence and hiss about it.
fn tones(table: &mut String) -> Result<()> {
    let bare: Vec<f32> = (0..(8.0 * RATE_HZ) as usize)
        .map(|n| 0.1 * (TAU * 3150.0 * n as f64 / RATE_HZ).sin() as f32)
        .collect();
    for (depth, f_hz) in [(0.0, 1.0), (0.002, 1.3), (0.005, 4.0), (0.002, 25.0)] {
        let tone = if depth > 0.0 { swinging(&bare, depth, f_hz) } else { bare.clone() };
        let truth = 100.0 * depth * SINE_PASSES * wow::weight(f_hz);
        let lead: Vec<f32> = noise((3.0 * RATE_HZ) as usize, 7).map(|v| 0.01 * v).collect();
        let around = [lead.clone(), tone, lead].concat();
        let read = reading::of_tone("a tone", &mono(around), 3150.0)?;
        let sway = read.wow.ok_or("no wow of a tone")?;
        let flutter = sway.flutter_percent.unwrap_or(0.0);
        writeln!(
            table,
            "| tone of 3150 Hz, 3 s of hiss before and behind | speed swings by {} % at {f_hz} Hz | {truth:.3} % | with `--tone`: {:.3} %, wow {:.3} %, flutter {flutter:.3} % | |",
            100.0 * depth,
            sway.two_sigma_percent,
            sway.wow_percent
        )?;
    }
    Ok(())
}

fn mono(samples: Vec<f32>) -> Audio {
    Audio { sample_rate_hz: RATE_HZ as u32, channels: vec![samples] }
}

/// Followed by the song itself: no disc had it.
fn against(dry: &[f32], copy: &[f32]) -> Result<Reading> {
    let dry = mono(dry.to_vec());
    Ok(reading::against("a copy", &mono(copy.to_vec()), Original { dry: &dry, still: &dry })?)
}

/// White noise, ±1.
fn noise(count: usize, seed: u64) -> impl Iterator<Item = f32> {
    let mut state = seed;
    (0..count).map(move |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    })
}

/// Noise that swells and dies away.
fn pulsing(count: usize) -> Vec<f32> {
    let swell = |n: usize| 0.1 * (1.2 + (TAU * 1.7 * n as f64 / RATE_HZ).sin()) as f32;
    noise(count, 1).enumerate().map(|(n, v)| swell(n) * v).collect()
}

/// Butterworth's filter of second order.
fn lowpass(x: &[f32], cut_hz: f64) -> Vec<f32> {
    second_order(x, cut_hz, |norm, w| [w * w * norm, 2.0 * w * w * norm, w * w * norm])
}

fn highpass(x: &[f32], cut_hz: f64) -> Vec<f32> {
    second_order(x, cut_hz, |norm, _| [norm, -2.0 * norm, norm])
}

fn second_order(x: &[f32], cut_hz: f64, gains: fn(f64, f64) -> [f64; 3]) -> Vec<f32> {
    let w = (std::f64::consts::PI * cut_hz / RATE_HZ).tan();
    let root = std::f64::consts::SQRT_2;
    let norm = 1.0 / (1.0 + root * w + w * w);
    let (a1, a2) = (2.0 * (w * w - 1.0) * norm, (1.0 - root * w + w * w) * norm);
    let [b0, b1, b2] = gains(norm, w);
    let (mut s1, mut s2) = (0.0, 0.0);
    let step = |x: &f32| {
        let x = f64::from(*x);
        let y = b0 * x + s1;
        s1 = b1 * x - a1 * y + s2;
        s2 = b2 * x - a2 * y;
        y as f32
    };
    x.iter().map(step).collect()
}

/// 100 Hz to 8 kHz, 24 dB an octave.
fn band(x: &[f32]) -> Vec<f32> {
    let below = lowpass(&lowpass(x, 8000.0), 8000.0);
    highpass(&highpass(&below, 100.0), 100.0)
}

/// A song whose speed swings, read between its samples by a windowed sinc.
fn swinging(x: &[f32], depth: f64, f_hz: f64) -> Vec<f32> {
    const REACH: i64 = 16;
    let read = |place: f64| {
        let whole = place.floor();
        let sum = (1 - REACH..=REACH).map(|k| {
            let from = place - whole - k as f64;
            let sinc = if from == 0.0 { 1.0 } else { (TAU / 2.0 * from).sin() / (TAU / 2.0 * from) };
            let window = 0.5 + 0.5 * (TAU / 2.0 * from / REACH as f64).cos();
            let at = usize::try_from(whole as i64 + k).ok().and_then(|n| x.get(n));
            f64::from(at.copied().unwrap_or(0.0)) * sinc * window
        });
        sum.sum::<f64>() as f32
    };
    let place = |n: usize| {
        let t = n as f64 / RATE_HZ;
        (t - depth * (TAU * f_hz * t).cos() / (TAU * f_hz)) * RATE_HZ
    };
    (0..x.len()).map(|n| read(place(n))).collect()
}

/// A song with clicks, and how many.
fn clicked(x: &[f32], rate: f64) -> (Vec<f32>, f64) {
    let loud = rms(x);
    let mut chance = noise(1_000_000, 11).map(|v| f64::from(0.5 + 0.5 * v));
    let mut next = || chance.next().unwrap_or(0.5);
    let mut copy: Vec<f32> =
        x.iter().zip(noise(x.len(), 13)).map(|(x, hiss)| x + 0.02 * loud as f32 * hiss).collect();
    let count = (rate * SECONDS) as usize;
    for _ in 0..count {
        let at = (2000.0 + next() * (x.len() as f64 - 4000.0)) as usize;
        let width = (0.04 + 0.08 * next()) * 1e-3 * RATE_HZ;
        // Three throws are nearly a normal law.
        let db = 12.0 + 8.0 * (next() + next() + next() - 1.5);
        let height = loud * 10f64.powf(db / 20.0) * if next() < 0.5 { -1.0 } else { 1.0 };
        for n in -20..60i64 {
            let from = n as f64 / width;
            copy[(at as i64 + n) as usize] += (height * (-0.5 * from * from).exp() * from.cos()) as f32;
        }
    }
    (copy, count as f64)
}
