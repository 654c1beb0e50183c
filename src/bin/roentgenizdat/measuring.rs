//! `measure`: a preset, a recording, or many.

use std::path::{Path, PathBuf};

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::destination::Destination;
use roentgenizdat::cli::error::RenderError;
use roentgenizdat::cli::reading::{self, Original, Reading};
use roentgenizdat::cli::{chart, decode, fit, many, option_values};
use roentgenizdat::params::Settings;
use serde_json::json;

use super::options::Measure;
use super::{left_out_message, on_disc, print, progress, say};

pub fn run(options: &Measure) -> Result<(), RenderError> {
    let settings = settings(options)?;
    let serial = settings.disc_serial;
    if options.recordings.is_empty() {
        let read = reading::of_settings(&settings, serial);
        return print(&if options.json { line(None, &read) } else { read.to_string() });
    }
    let start_seconds = option_values::start_seconds(&options.start)?;
    let tone_hz = options.tone.as_deref().map(option_values::tone_hz).transpose()?;
    let (paths, left_out) = many::songs(&options.recordings)?;
    if let Some(message) = left_out_message(&left_out) {
        say(&message);
    }
    let (is_one, all) = (paths.len() == 1, paths.len());
    if !is_one && (options.fit || options.plot.is_some()) {
        return Err(RenderError::OneRecording { option: if options.fit { "fit" } else { "plot" }, all });
    }
    let plot = options.plot.as_deref().map(|plot| claim(plot, options)).transpose()?;
    let dry = options.dry.as_deref().map(decode::read).transpose()?;
    let still = dry.as_ref().map(|dry| fit::clean_reference(dry, &settings, serial, start_seconds));
    let original = dry.as_ref().zip(still.as_ref()).map(|(dry, still)| Original { dry, still });
    let read = |path: &Path| -> Result<(Audio, Reading), RenderError> {
        let what = path.display().to_string();
        let recording = decode::read(path)?;
        let reading = match (tone_hz, original) {
            (Some(tone_hz), _) => reading::of_tone(&what, &recording, tone_hz)?,
            (None, Some(original)) => reading::against(&what, &recording, original)?,
            (None, None) => reading::alone(&what, &recording)?,
        };
        Ok((recording, reading))
    };
    let mut failed = 0;
    for (nth, path) in paths.iter().enumerate() {
        let (recording, reading) = match read(path) {
            Ok(read) => read,
            Err(error) if is_one => return Err(error),
            Err(error) => {
                failed += 1;
                say(&error.to_string());
                continue;
            }
        };
        if options.json {
            print(&line(Some(path), &reading))?;
        } else if is_one {
            print(&reading.to_string())?;
        } else {
            let gap = if nth > 0 { "\n" } else { "" };
            print(&format!("{gap}{}\n{reading}", path.display()))?;
        }
        if let Some(plot) = &plot {
            plot.write(&chart::reading_chart::paint(&reading, recording.seconds()).to_png()?)?;
        }
        if let (true, Some(dry)) = (options.fit, &dry) {
            let bar = progress(fit::copies());
            let cuts = |cuts| bar.set_position(cuts as u64);
            let fit = fit::fit(&recording, dry, &settings, serial, start_seconds, cuts)?;
            bar.finish_and_clear();
            print(&format!("\n{fit}"))?;
        }
    }
    if failed > 0 { Err(RenderError::Unmeasured { failed, all }) } else { Ok(()) }
}

/// The settings of the preset, and what else is known.
fn settings(options: &Measure) -> Result<Settings, RenderError> {
    let mut settings = Settings::default();
    option_values::preset(&options.preset)?.apply(&mut settings);
    let mut automation = Automation::constant(settings);
    let given = |id: &str, value: &Option<String>| value.as_ref().map(|value| format!("{id}={value}"));
    let player = given("pickup.player", &options.player);
    let machine = given("lathe.machine", &options.machine);
    for assignment in player.iter().chain(&machine).chain(&options.set) {
        automation.assign(assignment)?;
    }
    Ok(on_disc(automation, options.serial.as_deref())?.at(0.0))
}

/// Where the plot goes; none of the sounds is written over.
fn claim(plot: &Path, options: &Measure) -> Result<Destination, RenderError> {
    let is_png = plot.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if !is_png {
        return Err(RenderError::Ending { path: plot.to_path_buf(), allowed: ".png" });
    }
    let reads: Vec<&Path> = options.recordings.iter().chain(&options.dry).map(PathBuf::as_path).collect();
    Destination::claim(plot, options.force, &reads)
}

/// A reading as a line of JSON; what was not told is null.
fn line(path: Option<&Path>, reading: &Reading) -> String {
    format!("{}\n", json!({ "recording": path, "reading": reading }))
}
