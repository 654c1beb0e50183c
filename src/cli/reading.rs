//! What an engineer reads off a recording: `roentgenizdat measure`.
//!
//! | reading    | from a recording alone                      | with its clean original      | of a preset              |
//! |------------|---------------------------------------------|------------------------------|--------------------------|
//! | band       | where the long-term spectrum is 20 dB down  | −3 dB of the response        | −3 dB of a sine          |
//! | noise      | quietest twentieth re the whole             | what is not the song re the song | silence re the reference |
//! | wow        | only of a test tone (`--tone`)              | from the delay               | a 3150 Hz tone           |
//! | distortion | cannot be told                              | cannot be told from noise    | a 1 kHz sine at reference |
//! | clicks     | a restorer's detector                       | the same, less the song's    | the same, in silence     |
//!
//! The instruments are those of `measure/`.

use std::fmt;
use std::sync::Arc;

use super::audio::Audio;
use super::error::RenderError;
use crate::chain::Chain;
use crate::chain::control::TransportState;
use crate::chain::reference::{FULL_SCALE_CM_S, REFERENCE_CM_S};
use crate::disc::memory::Memory;
use crate::disc::{Disc, Recipe};
use crate::measure::compare::{self, Comparison};
use crate::measure::spectrum::{Spectrum, band_rms, db, rms, tone};
use crate::measure::{clicks, wow};
use crate::params::{LATHE_HUM_OFF_DB, MAINS_50_RPM, Needle, PICKUP_RUMBLE_OFF_DB, Serial, Settings};

/// Less than this tells nothing.
const MIN_SECONDS: f64 = 1.0;
/// Quieter than this is silence.
const MIN_DB: f64 = -90.0;
/// A recording of which less is the song, against all that is not, is of another song; bootlegs that are all but noise are above.
const LEAST_SONG_DB: f64 = -15.0;
/// Noise below this is none that can be told from the sum of errors.
const LEAST_NOISE_DB: f64 = -100.0;
/// Ends of what is looked at for the band.
const BAND_HZ: (f64, f64) = (25.0, 12_800.0);
/// The spectrum's length.
const SIZE: usize = 8192;

/// Readings; what could not be read is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Lower and upper end of the band, in Hz, and what they are read at.
    pub band_hz: Option<(f64, f64)>,
    /// How the band was read.
    pub band_how: &'static str,
    /// Noise, in dB, and re what.
    pub noise_db: Option<f64>,
    /// What the noise is compared with.
    pub noise_how: &'static str,
    /// Slope of the noise from 300 Hz to 3 kHz, in dB an octave.
    pub noise_slope: Option<f64>,
    /// What a wow & flutter meter reads (IEC 60386, twice the weighted rms), in per cent.
    pub wow_percent: Option<f64>,
    /// Swing of speed once a turn at 77.92 rpm, in per cent of speed.
    pub turn_percent: Option<f64>,
    /// Mean speed against the original's, in per cent.
    pub speed_percent: Option<f64>,
    /// Second and third harmonic of a reference tone, in per cent.
    pub harmonics_percent: Option<[f64; 2]>,
    /// Clicks a second, and the median of their levels re the whole, in dB.
    pub clicks: Option<(f64, f64)>,
}

/// The clean original, and a still copy of it by which the recording is followed (`fit::clean_reference`).
#[derive(Clone, Copy)]
pub struct Original<'a> {
    /// As it was.
    pub dry: &'a Audio,
    /// As a disc that does not move would have it.
    pub still: &'a Audio,
}

/// Reads a recording: alone, against its clean original, or of a test tone.
///
/// # Errors
///
/// [`RenderError::TooShort`], [`RenderError::Quiet`] or [`RenderError::OtherRate`].
pub fn of(
    what: &str,
    recording: &Audio,
    dry: Option<Original>,
    tone_hz: Option<f64>,
) -> Result<Reading, RenderError> {
    let rate_hz = f64::from(recording.sample_rate_hz);
    let x = audible(what, recording)?;
    let mut reading = Reading { clicks: Some(click_rate(&x, rate_hz)), ..Reading::default() };
    if let Some(tone_hz) = tone_hz {
        reading.wow(&wow::speed(&x, tone_hz, rate_hz), (wow::STEP_SECONDS * rate_hz).round() / rate_hz);
    } else if let Some(Original { dry, still }) = dry {
        if dry.sample_rate_hz != recording.sample_rate_hz {
            let [asked_hz, wanted_hz] = [dry.sample_rate_hz, recording.sample_rate_hz];
            return Err(RenderError::OtherRate { asked_hz, wanted_hz });
        }
        let original = audible("the clean original", dry)?;
        let still = audible("the clean original", still)?;
        let compared = |a: &[f32], b: &[f32]| {
            compare::compare(a, b, rate_hz).ok_or_else(|| RenderError::TooShort { what: what.to_string() })
        };
        let song_over_rest = |found: &Comparison| found.song_over_rest_db(100.0, 8000.0);
        // A bootleg is followed best by what a disc makes of the song, anything else by the song itself, and what does not swim not
        // at all.
        let (by_copy, by_song) = (compared(&still, &x)?, compared(&original, &x)?);
        let standing = compare::compare_standing(&original, &x, rate_hz);
        let by_song = match standing {
            Some(standing) if song_over_rest(&standing) > song_over_rest(&by_song) => standing,
            _ => by_song,
        };
        let is_by_copy = song_over_rest(&by_copy) > song_over_rest(&by_song);
        let base = if is_by_copy { Some(compared(&original, &still)?) } else { None };
        let found = if is_by_copy { by_copy } else { by_song };
        if song_over_rest(&found) < LEAST_SONG_DB {
            return Err(RenderError::Unrelated { what: what.to_string() });
        }
        let base_db = |f: f64| base.as_ref().map_or(0.0, |base| base.response_db(f));
        reading.band_hz = Some(edges(|f| base_db(f) + found.response_db(f), 3.0));
        reading.band_how = "−3 dB";
        reading.noise_db = Some(-song_over_rest(&found)).filter(|db| *db > LEAST_NOISE_DB);
        let own = click_rate(&original, rate_hz).0;
        reading.clicks = reading.clicks.map(|(rate, level)| ((rate - own).max(0.0), level));
        reading.noise_how = "re the song, 100 Hz–8 kHz";
        reading.speed_percent = Some(100.0 * found.mean_speed());
        reading.wow(&found.speed(), found.hop_seconds);
    } else {
        let spectrum = Spectrum::new(&x, SIZE, rate_hz);
        reading.band_hz = Some(edges(|f| spectrum.third_octave_db(f) - 10.0 * (f / 1000.0).log10(), 20.0));
        reading.band_how = "20 dB under the middle";
        let quiet = quietest(&x, rate_hz);
        reading.noise_db = Some(db(rms(&quiet) / rms(&x)));
        reading.noise_how = "quietest twentieth re the whole";
        reading.noise_slope = Some(Spectrum::new(&quiet, 1024, rate_hz).slope_db_per_octave(300.0, 3000.0));
    }
    Ok(reading)
}

/// Reads a preset by playing test signals on its disc.
pub fn of_settings(settings: &Settings, serial: Serial) -> Reading {
    let rate_hz = 48_000.0;
    let held = Settings { disc_needle: Needle::Always, disc_travel: 0.0, level_match: false, ..*settings };
    let disc = Arc::new(Disc::new(Recipe::of(&Settings { disc_serial: serial, ..*settings }, None)));
    let play = |settings: &Settings, mut song: Vec<f32>| {
        let mut chain = Chain::new(disc.clone(), Arc::new(Memory::default()), rate_hz);
        chain.set(settings);
        chain.process(&mut [&mut song], TransportState::Rolling(0));
        song.split_off(48_000)
    };
    let sine = |f_hz: f64, cm_s: f64, seconds: f64| -> Vec<f32> {
        let amplitude = cm_s / f64::from(FULL_SCALE_CM_S);
        let turns = f_hz / rate_hz;
        (0..(seconds * rate_hz) as usize)
            .map(|i| (amplitude * (std::f64::consts::TAU * turns * i as f64).sin()) as f32)
            .collect()
    };
    // Without what would hide a tone, and standing still where that is what is read.
    let clean = Settings {
        film_on: false,
        crackle_on: false,
        lathe_hum: LATHE_HUM_OFF_DB,
        pickup_rumble: PICKUP_RUMBLE_OFF_DB,
        ..held
    };
    let clean = Settings { source_amount: 0.0, ..clean };
    let still = Settings { warp_on: false, ..clean };
    let gain_db = |f_hz: f64| db(tone(&play(&still, sine(f_hz, 1.0, 1.5)), f_hz, rate_hz).norm());
    let reference = f64::from(REFERENCE_CM_S);
    let at_reference = play(&still, sine(1000.0, reference, 2.0));
    let harmonic = |order: f64| tone(&at_reference, 1000.0 * order, rate_hz).norm();

    let silent = play(&held, vec![0.0; 11 * 48_000]);
    let only_film = Settings { crackle_on: false, ..held };
    let noise = play(&only_film, vec![0.0; 11 * 48_000]);
    let level = band_rms(&noise, 100.0, 8000.0, rate_hz) / (harmonic(1.0) / 2f64.sqrt());
    let mut reading = Reading {
        band_hz: Some(edges(gain_db, 3.0)),
        band_how: "−3 dB re the loudest below 2 kHz",
        noise_db: Some(db(level)),
        noise_how: "silent groove re a 1 kHz tone at reference, 100 Hz–8 kHz",
        noise_slope: Some(Spectrum::new(&noise, SIZE, rate_hz).slope_db_per_octave(300.0, 3000.0)),
        harmonics_percent: Some([2.0, 3.0].map(|order| 100.0 * harmonic(order) / harmonic(1.0))),
        clicks: Some(click_rate(&silent, rate_hz)),
        ..Reading::default()
    };
    let swaying = play(&clean, sine(wow::TONE_HZ, 1.0, 32.0));
    reading.wow(&wow::speed(&swaying, wow::TONE_HZ, rate_hz), wow::STEP_SECONDS);
    reading
}

impl Reading {
    fn wow(&mut self, speed: &[f64], step_s: f64) {
        let mean = speed.iter().sum::<f64>() / speed.len().max(1) as f64;
        let deviation: Vec<f64> = speed.iter().map(|v| v - mean).collect();
        self.wow_percent = Some(wow::weighted_percent(&deviation, step_s));
        self.turn_percent = Some(100.0 * wow::line(&deviation, MAINS_50_RPM / 60.0, step_s));
    }
}

/// The channels' mean, if there is enough of it to be read.
fn audible(what: &str, audio: &Audio) -> Result<Vec<f32>, RenderError> {
    let mono = audio.mono();
    if audio.seconds() < MIN_SECONDS {
        return Err(RenderError::TooShort { what: what.to_string() });
    }
    if db(rms(&mono)) < MIN_DB {
        return Err(RenderError::Quiet { what: what.to_string() });
    }
    Ok(mono)
}

/// Where a curve in dB has fallen so far below its mean from 300 Hz to 2 kHz, on either side of 800 Hz.
fn edges(level_db: impl Fn(f64) -> f64, fallen_db: f64) -> (f64, f64) {
    const STEPS: i32 = 12;
    let step = |n: i32| 800.0 * 2f64.powf(f64::from(n) / f64::from(STEPS));
    let middle = (-17..=16).step_by(4).map(|n| level_db(step(n))).sum::<f64>() / 9.0;
    let walk = |direction: i32, last: i32| {
        let mut before = 0.0;
        for n in 1..=last {
            let below = middle - level_db(step(direction * n)) - fallen_db;
            if below > 0.0 {
                // Between two steps, in a straight line.
                let part = if before < 0.0 { before / (before - below) } else { 1.0 };
                return 800.0
                    * 2f64.powf(f64::from(direction) * (f64::from(n - 1) + part) / f64::from(STEPS));
            }
            before = below;
        }
        step(direction * last)
    };
    let last = |f_hz: f64| (f64::from(STEPS) * (f_hz / 800.0).log2().abs()).round() as i32;
    (walk(-1, last(BAND_HZ.0)), walk(1, last(BAND_HZ.1)))
}

/// The quietest twentieth of a recording, in pieces of 50 ms.
fn quietest(x: &[f32], rate_hz: f64) -> Vec<f32> {
    let length = (0.05 * rate_hz) as usize;
    let mut pieces: Vec<&[f32]> = x.chunks_exact(length).collect();
    pieces.sort_by(|a, b| rms(a).total_cmp(&rms(b)));
    pieces[..pieces.len().div_ceil(20)].concat()
}

fn click_rate(x: &[f32], rate_hz: f64) -> (f64, f64) {
    let mut levels: Vec<f64> = clicks::find(x, rate_hz).iter().map(|click| click.level_db).collect();
    levels.sort_by(f64::total_cmp);
    let median = levels.get(levels.len() / 2).map_or(0.0, |level| level - db(rms(x)));
    (levels.len() as f64 / (x.len() as f64 / rate_hz), median)
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, text: Option<String>, why_not: &str| {
            writeln!(f, "{name:<12}{}", text.unwrap_or_else(|| format!("not told: {why_not}")))
        };
        let band = self.band_hz.map(|(low, high)| {
            let [under, over] = [
                if low <= 1.001 * BAND_HZ.0 { "under " } else { "" },
                if high >= 0.999 * BAND_HZ.1 { "over " } else { "" },
            ];
            format!("{under}{low:.0} Hz to {over}{high:.0} Hz ({})", self.band_how)
        });
        line("band", band, "a test tone has none")?;
        line(
            "noise",
            self.noise_db.map(|db| format!("{db:.1} dB ({})", self.noise_how)),
            "under a test tone, or too little of it",
        )?;
        if let Some(slope) = self.noise_slope {
            line("", Some(format!("{slope:+.1} dB an octave from 300 Hz to 3 kHz")), "")?;
        }
        let wow = self.wow_percent.map(|percent| format!("{percent:.2} % weighted, 2σ (IEC 60386)"));
        line("wow", wow, "needs --dry with the clean original, or --tone HZ of a test tone")?;
        if let Some(turn) = self.turn_percent {
            line("", Some(format!("{turn:.2} % once a turn of 77.92 rpm")), "")?;
        }
        if let Some(speed) = self.speed_percent {
            line("speed", Some(format!("{speed:.2} % of the original's")), "")?;
        }
        let harmonics = self.harmonics_percent.map(|[second, third]| {
            format!("{second:.2} % second, {third:.2} % third harmonic of 1 kHz at 8 cm/s")
        });
        line("distortion", harmonics, "needs a test tone of known purity")?;
        let clicks = self.clicks.map(|(rate, level)| {
            if rate < 0.05 {
                return "none".to_string();
            }
            format!("{rate:.1} a second, {level:+.0} dB re the whole in the median")
        });
        line("clicks", clicks, "")
    }
}
