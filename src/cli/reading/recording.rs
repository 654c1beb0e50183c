//! Reading a recording: alone, against its clean original, or of a test tone.

use super::{Clicks, Curves, Reading, Sway, band};
use crate::cli::audio::Audio;
use crate::cli::error::RenderError;
use crate::measure::compare::{self, Comparison};
use crate::measure::impulses::{self, Click};
use crate::measure::spectrum::{Spectrum, db, rms};
use crate::measure::wow::TONE_MEANS;
use crate::measure::{energy, left, offset, speed, tone};

/// Less than this tells nothing.
const MIN_SECONDS: f64 = 1.0;
/// Quieter than this is silence.
const MIN_DB: f64 = -90.0;
/// A mean that is less than this part of a channel is of two that cancel each other.
const LEAST_OF_CHANNEL: f64 = 0.1;
/// A recording of which less is the song, against all that is not, is of another song; bootlegs that are all but noise are above.
const LEAST_SONG_DB: f64 = -15.0;
/// Noise below this is none that can be told from the sum of errors.
const LEAST_NOISE_DB: f64 = -100.0;
/// A click below this is a converter's.
const LEAST_CLICK_DB: f64 = -90.0;
/// A recording of which less is the song may have run at another speed.
const POOR_SONG_DB: f64 = 3.0;
/// How clicks are counted without the original.
const ALONE: &str = "re the whole; music hides some, and a drum's stroke can be one";
/// How they are counted with it.
const BEYOND: &str = "re the whole, beyond the original's";
/// Off by less it counts as the original's speed.
const STEADY: f64 = 3e-5;
/// The spectrum's length.
const SIZE: usize = 8192;
/// Frequencies above this part of the rate are a converter's.
const HIGHEST_OF_RATE: f64 = 0.45;

/// The clean original, and a still copy of it by which the recording is followed (`fit::clean_reference`).
#[derive(Clone, Copy)]
pub struct Original<'a> {
    /// As it was.
    pub dry: &'a Audio,
    /// As a disc that does not move would have it.
    pub still: &'a Audio,
}

/// Reads a recording alone.
///
/// # Errors
///
/// [`RenderError::TooShort`] or [`RenderError::Quiet`].
pub fn alone(what: &str, recording: &Audio) -> Result<Reading, RenderError> {
    let rate_hz = f64::from(recording.sample_rate_hz);
    let x = audible(what, recording)?;
    let spectrum = Spectrum::new(&x, SIZE, rate_hz);
    let density = |f: f64| spectrum.third_octave_db(f) - 10.0 * (f / 1000.0).log10();
    let highest_hz = (HIGHEST_OF_RATE * rate_hz).min(20_000.0);
    let quiet = quietest(&x, rate_hz);
    let clicks = impulses::clicks(&x, rate_hz);
    Ok(Reading {
        band: Some(band::until(density, 20.0, highest_hz)),
        band_how: "20 dB under the middle",
        noise_db: Some(db(rms(&quiet) / rms(&x))).filter(|db| *db > LEAST_NOISE_DB),
        noise_how: "quietest twentieth re the whole",
        noise_slope_db: Some(Spectrum::new(&quiet, 1024, rate_hz).slope_db_per_octave(300.0, 3000.0))
            .filter(|slope| slope.is_finite()),
        clicks: Some(click_rate(&clicks, &x, rate_hz, ALONE)),
        curves: Curves { level_db: band::curve(density, highest_hz), clicks, ..Curves::default() },
        ..Reading::default()
    })
}

/// Reads a recording of a test tone, where the tone is.
///
/// # Errors
///
/// [`RenderError::TooShort`], [`RenderError::Quiet`], or [`RenderError::NoTone`].
pub fn of_tone(what: &str, recording: &Audio, tone_hz: f64) -> Result<Reading, RenderError> {
    let rate_hz = f64::from(recording.sample_rate_hz);
    let x = audible(what, recording)?;
    let Some(found) = tone::find(&x, tone_hz, rate_hz) else {
        return Err(RenderError::NoTone { what: what.to_string(), tone_hz });
    };
    let [from, to] = [found.samples.start, found.samples.end].map(|n| n as f64 / rate_hz);
    Ok(Reading {
        tone_seconds: Some((from, to)),
        speed_percent: Some(100.0 * found.mean_hz / tone_hz),
        wow: Some(Sway::of(&found.deviation, found.step_s, &TONE_MEANS)),
        curves: Curves {
            speed: found.deviation,
            speed_from_seconds: from,
            speed_step_seconds: found.step_s,
            ..Curves::default()
        },
        ..Reading::default()
    })
}

/// Reads a recording against its clean original.
///
/// # Errors
///
/// [`RenderError::TooShort`], [`RenderError::Quiet`], [`RenderError::OtherRate`] or [`RenderError::Unrelated`].
pub fn against(what: &str, recording: &Audio, original: Original) -> Result<Reading, RenderError> {
    let rate_hz = f64::from(recording.sample_rate_hz);
    let x = audible(what, recording)?;
    if original.dry.sample_rate_hz != recording.sample_rate_hz {
        let [asked_hz, wanted_hz] = [original.dry.sample_rate_hz, recording.sample_rate_hz];
        return Err(RenderError::OtherRate { asked_hz, wanted_hz });
    }
    let dry = audible("the clean original", original.dry)?;
    let still = audible("the clean original", original.still)?;
    let (mut dry, mut still) = (dry.as_slice(), still.as_slice());
    let late_seconds = offset::offset_seconds(dry, &x, rate_hz);
    let (mut best, mut speed) = followed(what, dry, still, x.clone(), rate_hz)?;
    if late_seconds != 0.0 {
        // What begins later in one of the two is left out of the other, if the song is better followed so.
        let [x_from, dry_from] =
            [late_seconds, -late_seconds].map(|seconds| (seconds.max(0.0) * rate_hz).round() as usize);
        let (other_dry, other_still) = (&dry[dry_from.min(dry.len())..], &still[dry_from.min(still.len())..]);
        let other = followed(what, other_dry, other_still, x[x_from.min(x.len())..].to_vec(), rate_hz);
        // Less than a second of both may be left.
        if let Ok(other) = other
            && song_over_rest(&other.0.found) > song_over_rest(&best.found)
        {
            (dry, still) = (other_dry, other_still);
            (best, speed) = other;
        }
    }
    let Followed { found, is_by_copy, recording: x } = best;
    if song_over_rest(&found) < LEAST_SONG_DB {
        return Err(RenderError::Unrelated { what: what.to_string() });
    }
    let laid = &found.laid;
    let reference = if is_by_copy { still } else { dry };
    let left = left::left(reference, laid, rate_hz);
    let gain = rms(laid) / rms(reference);
    let mut clicks = impulses::clicks_beyond(&left, &reference[..laid.len()], gain, rate_hz);
    clicks.retain(|click| click.level_db > LEAST_CLICK_DB);
    let gains = energy::bands(&dry[..laid.len()], laid, rate_hz);
    let (sway, mean_speed) = (found.speed(), found.mean_speed());
    let by_energy = energy::noise_over_song_db(&gains, 100.0, 8000.0);
    Ok(Reading {
        band: band::of_gains(&gains),
        band_how: "−3 dB re its mean from 300 Hz to 2 kHz",
        noise_db: by_energy.or(Some(-song_over_rest(&found))).filter(|db| *db > LEAST_NOISE_DB),
        noise_how: "re the song, 100 Hz–8 kHz",
        speed_percent: Some(100.0 * mean_speed * speed),
        wow: Some(Sway::of(&sway, found.hop_seconds, &found.means_seconds())),
        clicks: Some(click_rate(&clicks, &x, rate_hz, BEYOND)),
        curves: Curves {
            level_db: band::curve_of(&gains),
            speed: sway.iter().map(|v| v + 1.0 - mean_speed).collect(),
            speed_from_seconds: 0.0,
            speed_step_seconds: found.hop_seconds,
            clicks,
        },
        ..Reading::default()
    })
}

/// A recording that was followed.
struct Followed {
    found: Comparison,
    /// By a copy of the song, or by the song itself.
    is_by_copy: bool,
    /// As it was followed: at the original's speed.
    recording: Vec<f32>,
}

fn song_over_rest(found: &Comparison) -> f64 {
    found.song_over_rest_db(100.0, 8000.0)
}

/// Follows a recording, and tells how fast it ran.
fn followed(
    what: &str,
    dry: &[f32],
    still: &[f32],
    recording: Vec<f32>,
    rate_hz: f64,
) -> Result<(Followed, f64), RenderError> {
    let mut best = (by_best(what, dry, still, recording, rate_hz)?, 1.0);
    let better = |best: (Followed, f64), faster: f64| -> Result<(Followed, f64), RenderError> {
        // What ran fast is read slowly.
        let other = by_best(what, dry, still, speed::at_speed(&best.0.recording, faster), rate_hz)?;
        let is_better = song_over_rest(&other.found) > song_over_rest(&best.0.found);
        Ok(if is_better { (other, best.1 / faster) } else { best })
    };
    if song_over_rest(&best.0.found) < POOR_SONG_DB
        && let Some(faster) = speed::speed_of(dry, &best.0.recording, rate_hz)
    {
        best = better(best, faster)?;
    }
    // What runs steadily, if not at its speed, is read best where it stands.
    let mean_speed = best.0.found.mean_speed();
    if (mean_speed - 1.0).abs() > STEADY { better(best, 1.0 / mean_speed) } else { Ok(best) }
}

/// A bootleg is followed best by what a disc makes of the song, anything else by the song itself, and what does not swim not at all.
fn by_best(
    what: &str,
    dry: &[f32],
    still: &[f32],
    recording: Vec<f32>,
    rate_hz: f64,
) -> Result<Followed, RenderError> {
    let too_short = || RenderError::TooShort { what: what.to_string() };
    let by_copy = compare::compare(still, &recording, rate_hz).ok_or_else(too_short)?;
    let by_song = compare::compare(dry, &recording, rate_hz).ok_or_else(too_short)?;
    let standing = compare::compare_standing(dry, &recording, rate_hz, &by_song);
    let all = [(by_song, false), (standing, false), (by_copy, true)];
    let best = all.into_iter().max_by(|a, b| song_over_rest(&a.0).total_cmp(&song_over_rest(&b.0)));
    best.map(|(found, is_by_copy)| Followed { found, is_by_copy, recording }).ok_or_else(too_short)
}

/// The channels' mean, if there is enough of it to be read; of channels that cancel each other the first.
fn audible(what: &str, audio: &Audio) -> Result<Vec<f32>, RenderError> {
    let mut mono = audio.mono();
    if let Some(first) = audio.channels.first().filter(|first| rms(&mono) < LEAST_OF_CHANNEL * rms(first)) {
        mono.clone_from(first);
    }
    if audio.seconds() < MIN_SECONDS {
        return Err(RenderError::TooShort { what: what.to_string() });
    }
    if db(rms(&mono)) < MIN_DB {
        return Err(RenderError::Quiet { what: what.to_string() });
    }
    Ok(mono)
}

/// The quietest twentieth of a recording, in pieces of 50 ms.
fn quietest(x: &[f32], rate_hz: f64) -> Vec<f32> {
    let length = (0.05 * rate_hz) as usize;
    let mut pieces: Vec<&[f32]> = x.chunks_exact(length).collect();
    pieces.sort_by(|a, b| rms(a).total_cmp(&rms(b)));
    pieces[..pieces.len().div_ceil(20)].concat()
}

fn click_rate(clicks: &[Click], x: &[f32], rate_hz: f64, how: &'static str) -> Clicks {
    let mut levels: Vec<f64> = clicks.iter().map(|click| click.level_db).collect();
    levels.sort_by(f64::total_cmp);
    let level_db = levels.get(levels.len() / 2).map_or(f64::NEG_INFINITY, |level| level - db(rms(x)));
    Clicks { a_second: levels.len() as f64 / (x.len() as f64 / rate_hz), level_db, how }
}
