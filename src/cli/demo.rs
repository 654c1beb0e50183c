//! A folder to open first: a song before and after, the disc it was cut on, and what playing did to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::audio::Audio;
use super::chart::wear_chart;
use super::cut::{CutOptions, cut};
use super::decode;
use super::destination::Destination;
use super::encode::{Bits, wav};
use super::error::RenderError;
use crate::paint::disc::{View, paint_film};
use crate::params::Serial;
use crate::preset::{DEFAULT, Preset};
use crate::tune;

/// The files a demo makes.
pub const FILES: [&str; 4] = ["dry.wav", "bootleg.wav", "disc.png", "wear.png"];
/// Plays over the song: from the first to past the last.
const PLAYS: &str = "0..40";
/// Sample rate of the program's own tune.
const TUNE_RATE_HZ: u32 = 48_000;
/// Side of the picture of the disc.
const DISC_PX: u32 = 1200;

/// How the demo cuts: *1950s Leningrad bootleg* on disc 1953, dying from 0 to 40 plays.
///
/// # Errors
///
/// None, unless a file of the program itself is wrong.
pub fn options() -> Result<CutOptions, RenderError> {
    let preset = Preset::find(DEFAULT)?;
    let mut options = CutOptions::new(Serial::DEFAULT, *preset.settings());
    options.automation.assign_plays(PLAYS)?;
    Ok(options)
}

/// The song of a file, or the program's own tune.
///
/// # Errors
///
/// As [`decode::read`].
pub fn song(path: Option<&Path>) -> Result<Audio, RenderError> {
    match path {
        Some(path) => decode::read(path),
        None => Ok(tune_audio()),
    }
}

fn tune_audio() -> Audio {
    let frames = tune::tune(f64::from(TUNE_RATE_HZ));
    let channels = (0..2).map(|side| frames.iter().map(|frame| frame[side]).collect()).collect();
    Audio { sample_rate_hz: TUNE_RATE_HZ, channels }
}

/// The two pictures of a bootleg: the disc as it is at the end, and the wear over the song.
///
/// # Errors
///
/// [`RenderError::Write`] if there is no memory for them.
pub fn pictures(dry: &Audio, bootleg: &Audio, options: &CutOptions) -> Result<[Vec<u8>; 2], RenderError> {
    let (recipe, settings) = (options.recipe(), options.automation.at(1.0));
    let film = recipe.radiograph(0, options.picture.as_ref());
    let disc = paint_film(&View::new(&recipe, &settings), &film, DISC_PX);
    let wear = wear_chart::paint(dry, bootleg, options);
    Ok([disc.to_png()?, wear.to_png()?])
}

/// Where the files of a demo go: made if it is not there, and free of them unless `force`.
pub struct Folder {
    path: PathBuf,
    files: Vec<Destination>,
}

impl Folder {
    /// Claims a folder for the demo of `song`.
    ///
    /// # Errors
    ///
    /// As [`Destination::claim`].
    pub fn claim(path: &Path, force: bool, song: Option<&Path>) -> Result<Self, RenderError> {
        let wrong = |cause| RenderError::Write { what: path.display().to_string(), cause };
        fs::create_dir_all(path).map_err(wrong)?;
        let inputs: Vec<&Path> = song.into_iter().collect();
        let files = FILES.iter().map(|name| Destination::claim(&path.join(name), force, &inputs));
        Ok(Self { path: path.to_path_buf(), files: files.collect::<Result<_, _>>()? })
    }

    /// Cuts the song and writes everything; returns the files. `progress` hears how many frames are cut.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`]; the file in question is then not there.
    pub fn fill(&self, dry: &Audio, progress: impl FnMut(usize)) -> Result<Vec<PathBuf>, RenderError> {
        let options = options()?;
        let bootleg = cut(dry, &options, progress);
        let [disc, wear] = pictures(dry, &bootleg, &options)?;
        let sound = |audio: &Audio| wav(audio, Bits::TwentyFour);
        let contents = [sound(dry)?, sound(&bootleg)?, disc, wear];
        for (file, bytes) in self.files.iter().zip(&contents) {
            file.write(bytes)?;
        }
        Ok(FILES.iter().map(|name| self.path.join(name)).collect())
    }
}
