//! The values of options and settings that people type, read one by one: numbers, times, tempos, names.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use super::audio::RATES_HZ;
use super::automation::Automation;
use super::error::{RenderError, invalid_option};
use super::section::Section;
use crate::bounded_file;
use crate::disc::imported::Imported;
use crate::paint::import;
use crate::params::Picture;
use crate::preset::{MAX_PRESET_BYTES, Preset};

/// The latest start: a day.
const MAX_START_SECONDS: f64 = 86_400.0;

/// A preset by name or slug; what ends in `.toml` is a file.
///
/// # Errors
///
/// [`RenderError::Preset`], with the file's name if it is one, or [`RenderError::Read`].
pub fn preset(requested: &str) -> Result<Preset, RenderError> {
    if !requested.to_lowercase().ends_with(".toml") {
        return Ok(Preset::find(requested)?);
    }
    let text = bounded_file::read_text(Path::new(requested), MAX_PRESET_BYTES)
        .map_err(|cause| RenderError::Read { what: requested.to_string(), cause })?;
    Preset::parse(&text).map_err(|cause| RenderError::Preset { origin: format!("{requested}: "), cause })
}

/// The picture of one's own that is requested, which the film then shows.
///
/// # Errors
///
/// [`RenderError::Picture`] for a file that is none.
pub fn picture(
    requested: Option<&Path>,
    automation: &mut Automation,
) -> Result<Option<Arc<Imported>>, RenderError> {
    let said = automation.at(0.0).film_picture;
    let Some(path) = requested else {
        if said == Picture::Imported {
            return Err(invalid_option(
                "set",
                "film.picture=imported",
                "any other picture, or --picture FILE",
            ));
        }
        return Ok(None);
    };
    if !matches!(said, Picture::Serial | Picture::Imported) {
        return Err(invalid_option(
            "picture",
            &path.display().to_string(),
            "it without another film.picture",
        ));
    }
    let picture = import::file(path)?;
    automation.assign("film.picture=imported")?;
    Ok(Some(Arc::new(picture)))
}

/// Where on the disc a song begins, in seconds: `90`, `90.5`, `1:30`.
///
/// # Errors
///
/// [`RenderError::Option`] for anything else, or out of 0 s to a day.
pub fn start_seconds(requested: &str) -> Result<f64, RenderError> {
    time_seconds("start", requested)
}

/// A section of a song, and the rate it is cut at.
///
/// # Errors
///
/// [`RenderError::Option`] for times that are none or that end before they begin, and for a rate out of reach.
pub fn section(from: &str, to: Option<&str>, rate: Option<&str>) -> Result<Section, RenderError> {
    let from_seconds = time_seconds("from", from)?;
    let to_seconds = to.map(|to| time_seconds("to", to)).transpose()?;
    if let Some((to, to_seconds)) = to.zip(to_seconds)
        && to_seconds <= from_seconds
    {
        return Err(invalid_option("to", to, &format!("a time behind --from {from}")));
    }
    let rate_hz = rate.map(|rate| whole_number("rate", rate, RATES_HZ)).transpose()?;
    Ok(Section { from_seconds, to_seconds, rate_hz })
}

/// A time, in seconds: `90`, `90.5`, `1:30`.
///
/// # Errors
///
/// [`RenderError::Option`] for anything else, or out of 0 s to a day.
fn time_seconds(option: &'static str, requested: &str) -> Result<f64, RenderError> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
    let seconds = match requested.split_once(':') {
        None => number(requested),
        Some((minutes, seconds)) => {
            let minutes = minutes.trim().parse::<u32>().ok();
            let seconds = number(seconds).filter(|seconds| *seconds < 60.0);
            minutes.zip(seconds).map(|(minutes, seconds)| 60.0 * f64::from(minutes) + seconds)
        }
    };
    let allowed = "seconds or minutes:seconds from 0 to 1440:00";
    seconds
        .filter(|seconds| *seconds <= MAX_START_SECONDS)
        .ok_or_else(|| invalid_option(option, requested, allowed))
}

/// Beats a minute, 20 to 400.
///
/// # Errors
///
/// [`RenderError::Option`] for anything else.
pub fn tempo_bpm(requested: &str) -> Result<f64, RenderError> {
    let tempo = requested.trim().parse::<f64>().ok().filter(|tempo| (20.0..=400.0).contains(tempo));
    tempo.ok_or_else(|| invalid_option("tempo", requested, "beats a minute from 20 to 400"))
}

/// A test tone, 100 Hz to 15 kHz.
///
/// # Errors
///
/// [`RenderError::Option`] for anything else.
pub fn tone_hz(requested: &str) -> Result<f64, RenderError> {
    let tone = requested.trim().parse::<f64>().ok().filter(|tone| (100.0..=15_000.0).contains(tone));
    tone.ok_or_else(|| invalid_option("tone", requested, "a frequency from 100 to 15000 Hz"))
}

/// A number in a range, whose unit is said.
///
/// # Errors
///
/// [`RenderError::Option`] with the range for anything else.
pub fn number(
    option: &'static str,
    requested: &str,
    range: RangeInclusive<f64>,
    unit: &str,
) -> Result<f64, RenderError> {
    let number = requested.trim().parse().ok().filter(|number| range.contains(number));
    let allowed = format!("a number from {} to {} {unit}", range.start(), range.end());
    number.ok_or_else(|| invalid_option(option, requested, &allowed))
}

/// A whole number in a range.
///
/// # Errors
///
/// [`RenderError::Option`] with the range for anything else.
pub fn whole_number(
    option: &'static str,
    requested: &str,
    range: RangeInclusive<u32>,
) -> Result<u32, RenderError> {
    let number = requested.trim().parse().ok().filter(|number| range.contains(number));
    let allowed = format!("a whole number from {} to {}", range.start(), range.end());
    number.ok_or_else(|| invalid_option(option, requested, &allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_seconds_or_minutes_and_seconds() {
        let seconds = |text| start_seconds(text).unwrap();
        assert_eq!(
            (seconds("0"), seconds("90.5"), seconds("1:30"), seconds("2:03.25")),
            (0.0, 90.5, 90.0, 123.25)
        );
        for wrong in ["-1", "1:60", "x", "", "1:", ":1", "1:2:3", "nan", "inf", "86401", "-1:00", "1e999"] {
            let error = start_seconds(wrong).unwrap_err().to_string();
            assert!(error.contains(&format!("--start '{wrong}'")) && error.contains("minutes"), "{error}");
        }
    }

    #[test]
    fn a_tempo_is_one_that_can_be_played() {
        assert_eq!(tempo_bpm("97.5").unwrap(), 97.5);
        for wrong in ["0", "19", "401", "fast", "nan"] {
            let error = tempo_bpm(wrong).unwrap_err().to_string();
            assert!(error.contains(&format!("--tempo '{wrong}'")) && error.contains("20 to 400"), "{error}");
        }
    }

    #[test]
    fn a_number_keeps_its_range() {
        assert_eq!(number("peak", "-1.5", -30.0..=0.0, "dBTP").unwrap(), -1.5);
        for wrong in ["1", "-31", "loud", "", "nan", "inf"] {
            let error = number("peak", wrong, -30.0..=0.0, "dBTP").unwrap_err().to_string();
            assert!(error.contains(&format!("'{wrong}'")) && error.contains("-30 to 0 dBTP"), "{error}");
        }
    }

    #[test]
    fn a_whole_number_keeps_its_range() {
        assert_eq!(whole_number("side", "8", 1..=8).unwrap(), 8);
        for wrong in ["0", "9", "1.5", "-1", ""] {
            let error = whole_number("side", wrong, 1..=8).unwrap_err().to_string();
            assert!(error.contains(&format!("'{wrong}'")) && error.contains("1 to 8"), "{error}");
        }
    }
}
