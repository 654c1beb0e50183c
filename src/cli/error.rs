//! What can go wrong between a file and a file, in one line each.

use std::io;
use std::path::PathBuf;

use super::audio::{MAX_SAMPLES, RATES_HZ};
use crate::paint::import::ImportError;
use crate::params::{SerialError, ValueError};
use crate::preset::PresetError;

/// Something the renderer was requested and cannot do. It prints as one line.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A file cannot be opened or read.
    #[error("{what} cannot be read: {cause}")]
    Read {
        /// Path, or `standard input`.
        what: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A picture of no size.
    #[error("the picture cannot be written: {0}")]
    Paint(#[from] png::EncodingError),
    /// A picture that cannot be put on the film.
    #[error(transparent)]
    Picture(#[from] ImportError),
    /// A file that holds no sound we know.
    #[error("{what} is not audio this program reads; allowed are {FORMATS}")]
    NotAudio {
        /// Path, or `standard input`.
        what: String,
    },
    /// A file that holds sound of a kind that is not read.
    #[error("{what} is {kind}, which is not read; allowed are {FORMATS}")]
    Unread {
        /// Path, or `standard input`.
        what: String,
        /// What it is.
        kind: String,
    },
    /// A file that begins as audio and does not go on as such.
    #[error("{what} is broken after {seconds:.1} s: {cause}")]
    Broken {
        /// Path, or `standard input`.
        what: String,
        /// How far it could be read.
        seconds: f64,
        /// What is wrong there.
        cause: String,
    },
    /// A file with a sample rate the chain does not run at.
    #[error("{what} has {asked_hz} samples a second; allowed are {} to {}", RATES_HZ.start(), RATES_HZ.end())]
    Rate {
        /// Path, or `standard input`.
        what: String,
        /// What it has.
        asked_hz: u32,
    },
    /// A file without a single sample.
    #[error("{what} holds no sound; at least one sample is needed")]
    Silent {
        /// Path, or `standard input`.
        what: String,
    },
    /// More sound than a WAV file can hold.
    #[error("{what} is too long; allowed are {MAX_SAMPLES} samples, as many as a WAV file holds")]
    TooLong {
        /// Path, or `standard input`.
        what: String,
    },
    /// A section without a sample.
    #[error(
        "{what} holds no sample of what --from, --to and --rate ask for; allowed is a section that lies within it"
    )]
    NoSection {
        /// Path, or `standard input`.
        what: String,
    },
    /// Rates that cannot be turned into one another.
    #[error("--rate cannot be had from the file's: {cause}")]
    Resampler {
        /// What the resampler says.
        cause: String,
    },
    /// Too little sound to be measured.
    #[error("{what} is too short to be measured; at least a second is needed, and the song in it")]
    TooShort {
        /// Path, or what it is.
        what: String,
    },
    /// Nothing to be measured.
    #[error("{what} is silent; nothing can be measured below -90 dBFS")]
    Quiet {
        /// Path, or what it is.
        what: String,
    },
    /// A recording of another song.
    #[error("{what} does not hold the song of --dry: too little of it follows that")]
    Unrelated {
        /// Path of the recording.
        what: String,
    },
    /// A recording without the test tone it is said to be of.
    #[error(
        "{what} holds no tone of {tone_hz} Hz for a second; --tone allows one up to 8 % off, louder than what is within half an octave"
    )]
    NoTone {
        /// Path of the recording.
        what: String,
        /// The tone that was asked for.
        tone_hz: f64,
    },
    /// Two files that must have the same rate and have not.
    #[error("--dry has {asked_hz} samples a second; allowed are the recording's {wanted_hz}")]
    OtherRate {
        /// What the clean original has.
        asked_hz: u32,
        /// What the recording has.
        wanted_hz: u32,
    },
    /// The output is there already.
    #[error("{} exists; give another name, or --force to replace it", .path.display())]
    Exists {
        /// The output.
        path: PathBuf,
    },
    /// A name whose ending is none that is written.
    #[error("{} cannot be written: its name must end in {allowed}", .path.display())]
    Ending {
        /// The output.
        path: PathBuf,
        /// What it may end in.
        allowed: &'static str,
    },
    /// The output is what is read.
    #[error("{} is the input, or is read beside it; give the output another name", .path.display())]
    OverInput {
        /// The output.
        path: PathBuf,
    },
    /// A folder or a pattern without a song in it.
    #[error("{} holds no songs outside the folder that is written to; read are {FORMATS}", .requested.display())]
    NoSongs {
        /// The folder or the pattern.
        requested: PathBuf,
    },
    /// Two songs that would go to one place.
    #[error("{} would be written over another song, to {}; --name {{n}}-{{name}} keeps them apart", .input.display(), .output.display())]
    SameOutput {
        /// The second of them.
        input: PathBuf,
        /// Where both would go.
        output: PathBuf,
    },
    /// Nowhere to write to, or one place for many songs.
    #[error("it is not said where to write; give --output FILE for one song, --out-dir FOLDER for many")]
    NoOutput,
    /// Some of many.
    #[error("{failed} of {all} songs were not cut")]
    Some {
        /// How many were not.
        failed: usize,
        /// Of how many.
        all: usize,
    },
    /// Some of many recordings.
    #[error("{failed} of {all} recordings were not measured")]
    Unmeasured {
        /// How many were not.
        failed: usize,
        /// Of how many.
        all: usize,
    },
    /// An option that is for one recording, with more.
    #[error("--{option} with {all} recordings; allowed is one")]
    OneRecording {
        /// The option.
        option: &'static str,
        /// How many were given.
        all: usize,
    },
    /// The output cannot be written; nothing of it is left.
    #[error("{what} cannot be written: {cause}")]
    Write {
        /// Path, or `standard output`.
        what: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A parameter nobody knows.
    #[error("there is no parameter '{requested}'; allowed are {allowed}")]
    Parameter {
        /// What was requested.
        requested: String,
        /// What there is: the group's, if it names a group.
        allowed: String,
    },
    /// A setting that is no `stage.param=value`.
    #[error("--set '{requested}' is not stage.param=value or stage.param=a..b")]
    Assignment {
        /// What was requested.
        requested: String,
    },
    /// A table of automation that is none.
    #[error("{what}, line {line}: {cause}")]
    Table {
        /// The table's file.
        what: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong there, and what is allowed.
        cause: String,
    },
    /// A value its parameter cannot take.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// An option's value that is none.
    #[error("--{option} '{requested}' is not {allowed}")]
    Option {
        /// Which option.
        option: &'static str,
        /// What was requested.
        requested: String,
        /// What is allowed.
        allowed: String,
    },
    /// A preset that is not there or not right.
    #[error("{origin}{cause}")]
    Preset {
        /// The file it stands in and a colon, or nothing.
        origin: String,
        /// What is wrong with it.
        cause: PresetError,
    },
    /// A number that is no disc's.
    #[error(transparent)]
    Serial(#[from] SerialError),
}

/// What is read.
const FORMATS: &str =
    "WAV, RF64, W64, AIFF, CAF, FLAC, ALAC, MP3, MP2, AAC, M4A, OGG (Vorbis, Opus, FLAC), MKV and WebM";

impl RenderError {
    /// What the program ends with: 2 for what was asked for, 3 for what cannot be read, 4 for what cannot be written, 5 where
    /// some of many songs were not cut.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Read { .. }
            | Self::NotAudio { .. }
            | Self::Unread { .. }
            | Self::Broken { .. }
            | Self::Rate { .. }
            | Self::Silent { .. }
            | Self::TooLong { .. }
            | Self::TooShort { .. }
            | Self::Quiet { .. }
            | Self::NoTone { .. }
            | Self::Unrelated { .. }
            | Self::NoSongs { .. } => 3,
            Self::Write { .. } | Self::Exists { .. } | Self::Paint(_) => 4,
            Self::Some { .. } | Self::Unmeasured { .. } => 5,
            _ => 2,
        }
    }
}

impl From<PresetError> for RenderError {
    fn from(cause: PresetError) -> Self {
        Self::Preset { origin: String::new(), cause }
    }
}

/// The value of an option as it was typed, and what may be typed.
pub fn invalid_option(option: &'static str, requested: &str, allowed: &str) -> RenderError {
    RenderError::Option { option, requested: requested.to_string(), allowed: allowed.to_string() }
}
