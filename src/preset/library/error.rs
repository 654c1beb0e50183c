//! What can be wrong with one's own presets, in one line each.

use std::io;
use std::path::PathBuf;

use crate::preset::PresetError;

/// A name no longer than fits the bar.
pub(super) const MAX_NAME_CHARS: usize = 48;

/// Something that cannot be done with one's own presets.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A name that makes no file.
    #[error(
        "'{requested}' is no name for a preset; allowed are 1 to {MAX_NAME_CHARS} letters, figures and signs, one letter or figure at least"
    )]
    Name {
        /// What was requested.
        requested: String,
    },
    /// The name is taken.
    #[error("there is a preset '{name}' already; choose another name")]
    NameTaken {
        /// By which.
        name: String,
    },
    /// It is not in the list any more.
    #[error("that preset is not there any more")]
    Gone,
    /// It came with the program.
    #[error("'{name}' came with the program and stays; save it under another name")]
    Factory {
        /// Its name.
        name: String,
    },
    /// This system has no folder for data.
    #[error("there is no folder for presets on this system")]
    NoFolder,
    /// A file could not be read, written or removed.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// A file that is no preset.
    #[error("{}: {cause}", path.display())]
    Preset {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        cause: PresetError,
    },
}
