//! One preset of a library.

use std::path::{Path, PathBuf};

use super::LibraryError;
use crate::bounded_file;
use crate::params::{Settings, preset_rows};
use crate::preset::{MAX_PRESET_BYTES, Preset};

/// A preset and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its file name without `.toml`.
    pub slug: String,
    /// The sound.
    pub preset: Preset,
    /// Its file; none for those that came with the program.
    pub file: Option<PathBuf>,
}

impl Entry {
    /// Whether settings are this preset's, as far as presets hold them.
    pub fn matches_settings(&self, settings: &Settings) -> bool {
        let held = preset_rows();
        held.into_iter().all(|parameter| (parameter.get)(settings) == (parameter.get)(self.preset.settings()))
    }
}

/// Reads a preset's file.
///
/// # Errors
///
/// [`LibraryError`] for a file that cannot be read or is no preset.
pub fn read(path: &Path) -> Result<Preset, LibraryError> {
    let file = |cause| LibraryError::File { path: path.to_path_buf(), cause };
    let text = bounded_file::read_text(path, MAX_PRESET_BYTES).map_err(file)?;
    Preset::parse(&text).map_err(|cause| LibraryError::Preset { path: path.to_path_buf(), cause })
}
