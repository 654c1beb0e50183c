//! What an engineer reads off a recording: `roentgenizdat measure`.
//!
//! | reading    | from a recording alone                      | with its clean original      | of a preset              |
//! |------------|---------------------------------------------|------------------------------|--------------------------|
//! | band       | where the long-term spectrum is 20 dB down  | −3 dB of the response        | −3 dB of a sine          |
//! | noise      | quietest twentieth re the whole             | what is not the song re the song | silence re the reference |
//! | speed, wow | only of a test tone (`--tone`)              | from the delay               | a 3150 Hz tone           |
//! | flutter    | only of a test tone                         | cannot be told: the delay is read every 20 ms | the same |
//! | distortion | cannot be told                              | cannot be told from noise    | a 1 kHz sine at reference |
//! | clicks     | those that stand alone                      | the same of what is left without the song, less the song's own | all impulses, in silence |
//!
//! The instruments are those of `measure/`; how well they read is in `docs/measure.md`.

use std::fmt;

use serde::Serialize;

pub mod band;
mod preset;
mod recording;
pub use preset::of_settings;
pub use recording::{Original, against, alone, of_tone};

use crate::measure::impulses::Click;
use crate::measure::wow::{self, FLUTTER_HZ, WOW_HZ};
use crate::params::MAINS_50_RPM;

/// Readings; what could not be read is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// Ends of the band.
    pub band: Option<band::Band>,
    /// How they were read.
    pub band_how: &'static str,
    /// Noise, in dB.
    pub noise_db: Option<f64>,
    /// What the noise is compared with.
    pub noise_how: &'static str,
    /// Slope of the noise from 300 Hz to 3 kHz, in dB an octave.
    pub noise_slope_db: Option<f64>,
    /// Where the test tone that was read is, in seconds.
    pub tone_seconds: Option<(f64, f64)>,
    /// Mean speed against the original's or the test tone's, in per cent: 100 is neither fast nor slow.
    pub speed_percent: Option<f64>,
    /// How speed sways.
    pub wow: Option<Sway>,
    /// Second and third harmonic of a reference tone, in per cent.
    pub harmonics_percent: Option<[f64; 2]>,
    /// Clicks.
    pub clicks: Option<Clicks>,
    /// What was read off, to draw it.
    #[serde(skip)]
    pub curves: Curves,
}

/// What figures were read off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Response, or density of the spectrum: Hz, dB.
    pub level_db: Vec<(f64, f64)>,
    /// Speed relative to its mean, less 1.
    pub speed: Vec<f64>,
    /// When the first of them is, and the time between two.
    pub speed_from_seconds: f64,
    /// See [`Curves::speed_from_seconds`].
    pub speed_step_seconds: f64,
    /// Every click.
    pub clicks: Vec<Click>,
}

/// How speed sways about its mean, as a meter weighs it (IEC 60386), in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sway {
    /// What is passed 5 % of the time: two sigmas.
    pub two_sigma_percent: f64,
    /// The furthest swing.
    pub peak_percent: f64,
    /// Two sigmas of what is slower than 6 Hz.
    pub wow_percent: f64,
    /// Two sigmas of what is faster, where that can be told.
    pub flutter_percent: Option<f64>,
    /// Swing once a turn at 77.92 rpm, as it is: not weighted.
    pub turn_percent: f64,
}

/// Clicks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Clicks {
    /// How many a second.
    pub a_second: f64,
    /// The median of their levels, in dB; −∞ where there are none.
    pub level_db: f64,
    /// How they are counted, and what the level is compared with.
    pub how: &'static str,
}

impl Sway {
    /// Of a speed, one value every `step_s`, each a mean over windows of those lengths. Where they are long there is no flutter.
    fn of(speed: &[f64], step_s: f64, means: &[f64]) -> Self {
        let mean = speed.iter().sum::<f64>() / speed.len().max(1) as f64;
        let deviation: Vec<f64> = speed.iter().map(|v| v - mean).collect();
        let weighted = |low_hz, high_hz| wow::weighted(&deviation, step_s, low_hz, high_hz, means);
        let has_flutter = step_s * FLUTTER_HZ < 0.1;
        let all = weighted(WOW_HZ, if has_flutter { f64::INFINITY } else { FLUTTER_HZ });
        let flutter = has_flutter.then(|| wow::two_sigma_percent(&weighted(FLUTTER_HZ, f64::INFINITY)));
        Self {
            two_sigma_percent: wow::two_sigma_percent(&all),
            peak_percent: wow::peak_percent(&all),
            wow_percent: wow::two_sigma_percent(&weighted(WOW_HZ, FLUTTER_HZ)),
            flutter_percent: flutter,
            turn_percent: 100.0 * wow::line(&deviation, MAINS_50_RPM / 60.0, step_s),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_tone = self.tone_seconds.is_some();
        let mut line = |name: &str, text: Option<String>, why_not: &str| {
            writeln!(f, "{name:<12}{}", text.unwrap_or_else(|| format!("not told: {why_not}")))
        };
        let tone = self.tone_seconds.map(|(from, to)| {
            let short = if to - from < 5.0 { ", less than the 5 s a meter asks for" } else { "" };
            format!("from {from:.2} to {to:.2} s{short}")
        });
        if is_tone {
            line("tone", tone, "")?;
        }
        let band = self.band.map(|band::Band { low, high }| {
            let word = |end: band::End, word| if end.is_further { word } else { "" };
            let (under, over) = (word(low, "under "), word(high, "over "));
            format!("{under}{:.0} Hz to {over}{:.0} Hz ({})", low.hz, high.hz, self.band_how)
        });
        line(
            "band",
            band,
            if is_tone { "a test tone has none" } else { "the song is as loud all the time" },
        )?;
        line(
            "noise",
            self.noise_db.map(|db| format!("{db:.1} dB ({})", self.noise_how)),
            if is_tone { "under a test tone" } else { "too little of it" },
        )?;
        if let Some(slope) = self.noise_slope_db {
            line("", Some(format!("{slope:+.1} dB an octave from 300 Hz to 3 kHz")), "")?;
        }
        let speed = self.speed_percent.map(|speed| {
            let of = if is_tone { "the tone's" } else { "the original's" };
            format!("{speed:.3} % of {of}: {:+.3} %", speed - 100.0)
        });
        line("speed", speed, "needs --dry with the clean original, or --tone HZ of a test tone")?;
        let wow = self.wow.map(|wow| {
            let Sway { two_sigma_percent, peak_percent, .. } = wow;
            format!("{two_sigma_percent:.3} % weighted, 2σ (IEC 60386); {peak_percent:.3} % at most")
        });
        line("wow", wow, "needs --dry with the clean original, or --tone HZ of a test tone")?;
        if let Some(Sway { wow_percent, flutter_percent, turn_percent, .. }) = self.wow {
            let flutter = match flutter_percent {
                Some(flutter) => format!("{flutter:.3} % flutter, over 6 Hz"),
                None => "flutter not told: needs --tone HZ of a test tone".to_string(),
            };
            line("", Some(format!("{wow_percent:.3} % wow, under 6 Hz; {flutter}")), "")?;
            line("", Some(format!("{turn_percent:.2} % once a turn of 77.92 rpm")), "")?;
        }
        let harmonics = self.harmonics_percent.map(|[second, third]| {
            format!("{second:.2} % second, {third:.2} % third harmonic of 1 kHz at 8 cm/s")
        });
        line("distortion", harmonics, "needs a test tone of known purity")?;
        let clicks = self.clicks.map(|Clicks { a_second, level_db, how }| {
            if a_second < 0.05 {
                return format!("none ({how})");
            }
            format!("{a_second:.1} a second, {level_db:+.0} dB in the median ({how})")
        });
        line("clicks", clicks, "under a test tone")
    }
}
