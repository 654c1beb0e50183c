//! The manifest: one line of JSON for every song that was cut, with all that decided how it came out.
//!
//! ```json
//! {"input":"a.flac","input_crc32":123456789,"output":"out/a.wav","serial":1953,"start_seconds":0.0,"tempo_bpm":null,
//!  "generations":1,"picture":null,"bits":"24","settings":{"wear.plays":"0..40", …},"version":"0.1.0"}
//! ```
//!
//! A song is done when the last line for its output says just what is requested now and the output is there. A line that
//! broke off, because the run was killed, is passed over.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::decode::Damage;
use super::destination::Print;
use super::error::RenderError;
use super::plan::{Job, Plan};
use crate::params::Serial;

/// All that decides how a song comes out, and where.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Entry {
    /// Path of what was read, as it was given.
    pub input: String,
    /// CRC-32 of its bytes: another song by the same name has another, nearly always.
    pub input_crc32: u32,
    /// Path of what was written: from the manifest's folder, if it lies below it.
    pub output: String,
    /// Number of the disc, 0–9999: the seed of everything on it.
    pub serial: u16,
    /// What of it was cut, where not all was, in seconds, and the rate it was cut at, where that was not its own.
    #[serde(default)]
    pub from_seconds: f64,
    /// See [`Entry::from_seconds`].
    #[serde(default)]
    pub to_seconds: Option<f64>,
    /// See [`Entry::from_seconds`].
    #[serde(default)]
    pub rate_hz: Option<u32>,
    /// Whether what the input says of its song was carried over.
    #[serde(default)]
    pub tags: bool,
    /// Where on the disc the song begins.
    pub start_seconds: f64,
    /// The song's tempo, where the disc turns with it.
    pub tempo_bpm: Option<f64>,
    /// Copies of copies.
    pub generations: u32,
    /// The picture of one's own on the film, by its print.
    #[serde(default)]
    pub picture: Option<u32>,
    /// What was done around the cut, as it was asked for: by option, without those that were not given.
    #[serde(default)]
    pub finish: BTreeMap<String, String>,
    /// How samples are written: `16`, `24`, `32f`.
    pub bits: String,
    /// Whether those of 16 bits are dithered.
    #[serde(default)]
    pub dither: bool,
    /// Whether damage in the song was passed over.
    #[serde(default)]
    pub lenient: bool,
    /// Every parameter by its id, as `--set` takes it; `a..b` where it moves, `a at 1 s..b at 2 s` by a table.
    pub settings: BTreeMap<String, String>,
    /// The program's version.
    pub version: String,
    /// Length and CRC-32 of what was written.
    #[serde(default)]
    pub print: Option<Print>,
}

impl Entry {
    /// Whether another line says the same of the same song, by whatever path it was read.
    fn is_same(&self, other: &Self) -> bool {
        Self { input: other.input.clone(), print: other.print, ..self.clone() } == *other
    }
}

/// What is no longer known of an output.
#[derive(Deserialize, Serialize)]
struct Forgotten {
    forgotten: String,
}

/// A line.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Entry(Box<Cow<'a, Entry>>),
    Forgotten(Forgotten),
}

/// The file, and what it said when it was opened.
pub struct Manifest {
    path: PathBuf,
    /// Where it lies, by its true path.
    folder: PathBuf,
    known: HashMap<String, Entry>,
    file: Mutex<Lines>,
}

/// Where lines go.
struct Lines {
    file: File,
    /// The last line broke off: the next must not be glued to it.
    is_torn: bool,
}

impl Manifest {
    /// Reads what is there, and goes on from it; no other run may meanwhile.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`] if it cannot be opened, or another run has it.
    pub fn open(path: &Path) -> Result<Self, RenderError> {
        let wrong = |cause| RenderError::Write { what: path.display().to_string(), cause };
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(wrong)?;
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(wrong)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(wrong(io::Error::other("another run is writing to it")));
            }
            // Some network drives have no locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(wrong)?;
        let text = String::from_utf8_lossy(&bytes);
        let folder =
            fs::canonicalize(path).map_err(wrong)?.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut known = HashMap::new();
        let mut lines = text.lines().map(serde_json::from_str::<Line>).peekable();
        if text.lines().count() > 1 && lines.peek().is_some_and(Result::is_err) {
            return Err(wrong(io::Error::other("it is there and is no manifest")));
        }
        for line in lines.flatten() {
            match line {
                Line::Entry(entry) => known.insert(entry.output.clone(), entry.into_owned()),
                Line::Forgotten(Forgotten { forgotten }) => known.remove(&forgotten),
            };
        }
        let is_torn = !text.is_empty() && !text.ends_with('\n');
        Ok(Self { path: path.to_path_buf(), folder, known, file: Mutex::new(Lines { file, is_torn }) })
    }

    /// What a plan makes of a job.
    ///
    /// # Errors
    ///
    /// [`RenderError::Read`] if the input is not there.
    pub fn entry(&self, job: &Job, plan: &Plan) -> Result<Entry, RenderError> {
        let input = job.input.display().to_string();
        let print = File::open(&job.input).and_then(|mut file| Print::of(&mut file));
        let print = print.map_err(|cause| RenderError::Read { what: input.clone(), cause })?;
        Ok(Entry {
            input,
            input_crc32: print.crc32,
            output: self.key(&job.output),
            serial: job.serial.number(),
            from_seconds: plan.section.from_seconds,
            to_seconds: plan.section.to_seconds,
            rate_hz: plan.section.rate_hz,
            tags: plan.has_tags,
            start_seconds: plan.start_seconds,
            tempo_bpm: plan.tempo_bpm,
            generations: plan.generations,
            picture: plan.picture.as_ref().map(|picture| picture.fingerprint()),
            finish: plan.finish.texts(),
            bits: plan.bits.to_string(),
            dither: plan.dithers,
            lenient: plan.damage == Damage::PassedOver,
            settings: plan.automation.texts(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            print: None,
        })
    }

    /// The discs that the song by this path was cut on, in order of the outputs' names.
    pub fn serials_of(&self, input: &Path) -> Vec<Serial> {
        let input = input.display().to_string();
        let mut lines: Vec<&Entry> = self.known.values().filter(|entry| entry.input == input).collect();
        lines.sort_by(|a, b| a.output.cmp(&b.output));
        lines.into_iter().filter_map(|entry| Serial::new(u32::from(entry.serial)).ok()).collect()
    }

    /// An output's path from the manifest's folder, by whatever path it was asked for.
    fn key(&self, output: &Path) -> String {
        let folder =
            output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let true_path =
            fs::canonicalize(folder).map(|folder| folder.join(output.file_name().unwrap_or_default()));
        let path = true_path.unwrap_or_else(|_| output.to_path_buf());
        path.strip_prefix(&self.folder).unwrap_or(&path).display().to_string()
    }

    /// Whether an earlier run did just this, and what it wrote is there as it was written.
    pub fn is_done(&self, entry: &Entry) -> bool {
        let Some(known) = self.known.get(&entry.output).filter(|known| known.is_same(entry)) else {
            return false;
        };
        let path = self.folder.join(&entry.output);
        let print = || File::open(&path).and_then(|mut file| Print::of(&mut file)).ok();
        known.print.map_or(path.is_file(), |written| {
            fs::metadata(&path).is_ok_and(|there| there.len() == written.bytes) && print() == Some(written)
        })
    }

    /// Adds a line.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`].
    pub fn add(&self, entry: &Entry) -> Result<(), RenderError> {
        self.write(&Line::Entry(Box::new(Cow::Borrowed(entry))))
    }

    /// Adds a line by which an output is not done, whatever was said before.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`].
    pub fn forget(&self, entry: &Entry) -> Result<(), RenderError> {
        self.write(&Line::Forgotten(Forgotten { forgotten: entry.output.clone() }))
    }

    fn write(&self, line: &Line) -> Result<(), RenderError> {
        let wrong = |cause| RenderError::Write { what: self.path.display().to_string(), cause };
        let text = serde_json::to_string(line).map_err(|error| wrong(error.into()))?;
        let mut lines = self.file.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let before = if lines.is_torn { "\n" } else { "" };
        // One call a line, so that lines of several runs do not mix.
        let outcome = lines.file.write_all(format!("{before}{text}\n").as_bytes());
        lines.is_torn = outcome.is_err();
        outcome.map_err(wrong)
    }
}
