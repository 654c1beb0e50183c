//! Which settings come nearest to a recording: `roentgenizdat measure FILE --fit --dry CLEAN`.
//!
//! The clean original is cut again and again on a disc of ours; each time the copy is measured in the same way as the
//! recording was (`measure/compare.rs`), against a copy that stands still and has no dirt, and the settings are moved until
//! the two measure alike: response and noise in thirds of an octave, clicks a second, swing of speed once a turn. The search
//! is Gauss and Newton's, damped after Levenberg (`fit/solve.rs`); how far each setting could be moved without anyone
//! noticing is its interval, at 95 %.
//!
//! | found      | mostly from                                     |
//! |------------|-------------------------------------------------|
//! | low, high cut | edges of the response                        |
//! | hiss       | what is not the song, above 1 kHz               |
//! | hole       | speed, once a turn                              |
//! | clicks     | a restorer's detector                           |
//! | plays      | how response and noise change towards the middle of the disc; noise that tilts up |
//!
//! Player, machine and drive are taken as given. Two settings that do the same to all that is measured cannot be told
//! apart, and then it says so. Measured in `tests/cli/fit.rs`.

use std::fmt;

mod features;
mod solve;
use features::{CLICKS_LN, SWING_LN, features};
use solve::{cost, normal, solve, solve_normal};

use super::audio::Audio;
use super::cut::{CutOptions, cut};
use super::error::RenderError;
use crate::params::{LATHE_HUM_OFF_DB, Needle, PICKUP_RUMBLE_OFF_DB, Parameter, Serial, Settings};

/// The settings that are looked for.
const FITTED_IDS: [&str; 6] =
    ["lathe_low_cut", "lathe_high_cut", "film_hiss", "warp_hole", "crackle_clicks", "wear_plays"];
const COUNT: usize = FITTED_IDS.len();
/// How far each is moved to see what it does, on the scale of the search.
const PROBE_STEP: [f64; COUNT] = [0.08, 0.05, 1.0, 0.12, 0.15, 0.12];
/// No edge of a band is told better than this, as a logarithm: thirds of an octave are looked at, and another disc bends its song
/// otherwise.
const LEAST_EDGE_ERROR: f64 = 0.01;
/// Most rounds of the search, and most steps tried in one.
const ROUNDS: usize = 12;
const TRIES: usize = 3;
/// Figures further off than so many standard errors pull no harder than at that; many times as many in the first rounds.
const HUBER_LIMIT: f64 = 3.0;
const HUBER_SCHEDULE: [f64; 5] = [30.0, 15.0, 8.0, 4.0, 2.0];
/// Other discs whose swing and clicks are averaged.
const DISCS: u32 = 6;
/// Student's t at 95 % for so few.
const STUDENT: f64 = 2.571;
/// Settings whose effects are so alike, from 0 to 1, cannot be told apart.
const MAX_CORRELATION: f64 = 0.97;

/// A setting that was found, with the interval it lies in at 95 %.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Which.
    pub parameter: &'static Parameter,
    /// Its value.
    pub value: f32,
    /// Between these it lies.
    pub interval: (f32, f32),
}

/// What the search ended with.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The settings, those that were not looked for as they were given.
    pub settings: Settings,
    /// Those that were.
    pub found: Vec<Found>,
    /// How far the copy still is from the recording, in standard errors; about 1 is as good as it gets.
    pub off: f64,
    /// Pairs that the recording cannot tell apart.
    pub alike: Vec<(&'static Parameter, &'static Parameter)>,
}

/// Looks for the settings nearest to a recording of `dry`, beginning at `start`. `progress` hears how many copies of about
/// [`copies`] were cut.
///
/// # Errors
///
/// [`RenderError::OtherRate`], or [`RenderError::TooShort`] if the two cannot be laid over each other.
pub fn fit(
    recording: &Audio,
    dry: &Audio,
    start: &Settings,
    serial: Serial,
    start_seconds: f64,
    mut progress: impl FnMut(usize),
) -> Result<Fit, RenderError> {
    if dry.sample_rate_hz != recording.sample_rate_hz {
        let [asked_hz, wanted_hz] = [dry.sample_rate_hz, recording.sample_rate_hz];
        return Err(RenderError::OtherRate { asked_hz, wanted_hz });
    }
    let too_short = || RenderError::TooShort { what: "the recording".to_string() };
    let held = Settings { disc_needle: Needle::Always, mix: 100.0, ..*start };
    let guide = clean_reference(dry, &held, serial, start_seconds);
    let wanted = features(&guide, recording).ok_or_else(too_short)?;
    let mut cuts = 0;
    let mut residual = |x: &[f64; COUNT]| -> Option<Vec<f64>> {
        let options = CutOptions { start_seconds, ..CutOptions::new(serial, apply(&held, x)) };
        let copy = features(&guide, &cut(dry, &options, |_| ()))?;
        cuts += 1;
        progress(cuts);
        Some(copy.iter().zip(&wanted).map(|((a, _), (b, error))| (a - b) / error).collect())
    };
    let mut x = scaled(&held);
    let mut r = residual(&x).ok_or_else(too_short)?;
    // Swing and clicks follow their settings in proportion: two strides bring them near.
    for _ in 0..2 {
        let [.., swing, clicks] = r[..] else { break };
        x[3] -= swing * SWING_LN;
        x[4] -= (clicks * CLICKS_LN).clamp(-1.0, 1.0);
        x = scaled(&apply(&held, &x));
        r = residual(&x).ok_or_else(too_short)?;
    }
    let mut columns = Vec::new();
    let mut damping = 0.01;
    for round in 0..ROUNDS {
        // Far away, figures count as if they erred more, or the finest would lead astray.
        let blur = HUBER_SCHEDULE.get(round).copied().unwrap_or(1.0);
        let far = HUBER_LIMIT * blur;
        columns = (0..COUNT)
            .map(|n| {
                let mut y = x;
                y[n] += PROBE_STEP[n];
                let moved = residual(&y).ok_or_else(too_short)?;
                Ok(moved.iter().zip(&r).map(|(a, b)| (a - b) / PROBE_STEP[n]).collect())
            })
            .collect::<Result<Vec<Vec<f64>>, RenderError>>()?;
        let before = cost(&r, far);
        for _ in 0..TRIES {
            let step: [f64; COUNT] = solve(&columns, &r, far, damping);
            let next =
                std::array::from_fn(|n| x[n] + step[n].clamp(-4.0 * PROBE_STEP[n], 4.0 * PROBE_STEP[n]));
            let next = scaled(&apply(&held, &next));
            let tried = residual(&next).ok_or_else(too_short)?;
            if cost(&tried, far) < cost(&r, far) {
                (x, r) = (next, tried);
                damping *= 0.1;
                break;
            }
            damping = (damping * 20.0).max(0.1);
        }
        // Nothing more to be had.
        if blur == 1.0 && cost(&r, far) > 0.995 * before {
            break;
        }
    }
    let mut fit = conclude(&held, &x, &r, &columns);
    let swing_and_clicks = |serial: Serial| {
        let options = CutOptions { start_seconds, ..CutOptions::new(serial, fit.settings) };
        let copy = features(&guide, &cut(dry, &options, |_| ()))?;
        copy.last_chunk().map(|[(swing, _), (clicks, _)]| [*swing, *clicks])
    };
    // One disc's curl adds to its hole or takes from it, and one disc's clicks are chance: what they are is told by the mean
    // of several.
    let others: Vec<[f64; 2]> = (1..=DISCS)
        .filter_map(|n| Serial::new((u32::from(serial.number()) + 97 * n) % 10_000).ok())
        .filter_map(swing_and_clicks)
        .collect();
    if let Some([(swing, _), (clicks, _)]) = wanted.last_chunk() {
        fit.correct_by_means(&held, &mut x, &columns, &others, [*swing, *clicks]);
    }
    Ok(fit)
}

impl Fit {
    /// Moves hole and clicks to where the mean of several discs swings and clicks as the recording does.
    fn correct_by_means(
        &mut self,
        held: &Settings,
        x: &mut [f64; COUNT],
        columns: &[Vec<f64>],
        others: &[[f64; 2]],
        wanted: [f64; 2],
    ) {
        let figures = columns.first().map_or(0, Vec::len);
        for (k, (n, error)) in [(3, SWING_LN), (4, CLICKS_LN)].into_iter().enumerate() {
            let count = others.len().max(1) as f64;
            let mean = others.iter().map(|pair| pair[k]).sum::<f64>() / count;
            let spread = (others.iter().map(|pair| (pair[k] - mean).powi(2)).sum::<f64>() / count).sqrt();
            // How the figure follows the setting; where it hardly does, it tells little.
            let follows = (columns[n][figures - 2 + k] * error).max(0.1);
            x[n] -= ((mean - wanted[k]) / follows).clamp(-1.0, 1.0);
            self.settings = apply(held, x);
            let value = |by: f64| {
                let mut y = *x;
                y[n] += by;
                (parameter(n).get)(&apply(held, &y))
            };
            // The spread is known from a few discs only, and the recording is one more by chance.
            let error = STUDENT * spread * (1.0 + 1.0 / count).sqrt() / follows;
            self.found[n] =
                Found { value: value(0.0), interval: (value(-error), value(error)), ..self.found[n] };
        }
    }
}

/// The most copies a search cuts.
pub fn copies() -> usize {
    3 + ROUNDS * (COUNT + TRIES)
}

/// Settings, intervals and what cannot be told, from the last round.
fn conclude(held: &Settings, x: &[f64; COUNT], r: &[f64], columns: &[Vec<f64>]) -> Fit {
    let off = (cost(r, HUBER_LIMIT) / (r.len() - COUNT) as f64).sqrt();
    // The inverse of JᵀJ, column by column, is the covariance; misfit widens it.
    let covariance: Vec<[f64; COUNT]> = (0..COUNT)
        .map(|n| {
            let unit: [f64; COUNT] = std::array::from_fn(|k| f64::from(u8::from(k == n)));
            solve_normal(&normal(columns, r, HUBER_LIMIT, 1e-9), &unit)
        })
        .collect();
    let settings = apply(held, x);
    let error = |n: usize| {
        let least =
            if matches!(FITTED_IDS[n], "lathe_low_cut" | "lathe_high_cut") { LEAST_EDGE_ERROR } else { 0.0 };
        (1.96 * off.max(1.0) * covariance[n][n].max(0.0).sqrt()).max(least)
    };
    let at = |n: usize, by: f64| {
        let mut y = *x;
        y[n] += by;
        (parameter(n).get)(&apply(held, &y))
    };
    let found = (0..COUNT)
        .map(|n| Found {
            parameter: parameter(n),
            value: (parameter(n).get)(&settings),
            interval: (at(n, -error(n)), at(n, error(n))),
        })
        .collect();
    let mut alike = Vec::new();
    for n in 0..COUNT {
        for k in 0..n {
            let together = covariance[n][k] / (covariance[n][n] * covariance[k][k]).sqrt();
            if together.abs() > MAX_CORRELATION {
                alike.push((parameter(k), parameter(n)));
            }
        }
    }
    Fit { settings, found, off, alike }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.settings;
        let given = |id: &str| {
            Settings::parameter(id)
                .map_or(String::new(), |p| format!("{} {}", p.dotted(), p.text((p.get)(settings))))
        };
        writeln!(f, "nearest settings, for {}, {}:", given("pickup_player"), given("lathe_machine"))?;
        for Found { parameter, value, interval: (low, high) } in &self.found {
            let text = |value: f32| parameter.text(parameter.conform((value * 1000.0).round() / 1000.0));
            writeln!(
                f,
                "  {:<16} {:<10} ({} to {})",
                parameter.dotted(),
                text(*value),
                text(*low),
                text(*high)
            )?;
        }
        for (one, other) in &self.alike {
            let (one, other) = (one.dotted(), other.dotted());
            writeln!(
                f,
                "this recording cannot tell {one} from {other}: more of the one and less of the other measure the same"
            )?;
        }
        if self.off > 3.0 {
            writeln!(
                f,
                "nothing came near: it lies {:.0} standard errors off; are player and machine the right ones?",
                self.off
            )?;
        }
        Ok(())
    }
}

fn parameter(n: usize) -> &'static Parameter {
    Settings::parameter(FITTED_IDS[n]).unwrap_or_else(|| unreachable!("all of them are in the table"))
}

/// The settings on the scale of the search: logarithms; hiss in dB; the root of plays, of which the first count most.
fn scaled(settings: &Settings) -> [f64; COUNT] {
    let s = |x: f32| f64::from(x);
    [
        s(settings.lathe_low_cut).ln(),
        s(settings.lathe_high_cut).ln(),
        s(settings.film_hiss),
        (s(settings.warp_hole) + 0.05).ln(),
        (s(settings.crackle_clicks) + 0.2).ln(),
        s(settings.wear_plays).sqrt(),
    ]
}

/// The settings at a place of the search, each within its range.
fn apply(held: &Settings, x: &[f64; COUNT]) -> Settings {
    let plain = [x[0].exp(), x[1].exp(), x[2], x[3].exp() - 0.05, x[4].exp() - 0.2, x[5].max(0.0).powi(2)];
    let mut settings = *held;
    for (n, value) in plain.into_iter().enumerate() {
        (parameter(n).set)(&mut settings, parameter(n).conform(value as f32));
    }
    settings
}

/// The original as these settings would have it, without anything that moves or makes noise: what a recording of the same
/// player is followed by most easily.
pub fn clean_reference(dry: &Audio, settings: &Settings, serial: Serial, start_seconds: f64) -> Audio {
    let settings = Settings {
        disc_needle: Needle::Always,
        warp_on: false,
        wear_on: false,
        film_on: false,
        crackle_on: false,
        lathe_hum: LATHE_HUM_OFF_DB,
        pickup_rumble: PICKUP_RUMBLE_OFF_DB,
        source_amount: 0.0,
        ..*settings
    };
    cut(dry, &CutOptions { start_seconds, ..CutOptions::new(serial, settings) }, |_| ())
}
