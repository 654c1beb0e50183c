//! Which presets are favourites: their slugs, a line each, in a file beside the presets.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::atomic_file::{self, Existing};
use crate::bounded_file;

/// The file.
pub(super) const FILE: &str = "favourites.txt";
/// It has no more: some thousands of names.
const MAX_BYTES: u64 = 1 << 20;

/// The slugs.
#[derive(Debug, Default)]
pub(super) struct Favourites(BTreeSet<String>);

impl Favourites {
    /// Reads them; none where there is no file.
    ///
    /// # Errors
    ///
    /// What the system says of a file that cannot be read.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        match bounded_file::read_text(&folder.join(FILE), MAX_BYTES) {
            Ok(text) => Ok(Self(text.lines().map(str::to_string).collect())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Whether a preset is one.
    pub(super) fn contains(&self, slug: &str) -> bool {
        self.0.contains(slug)
    }

    /// Makes it one, or no longer.
    pub(super) fn toggle(&mut self, slug: &str) {
        if !self.0.remove(slug) {
            self.0.insert(slug.to_string());
        }
    }

    /// The preset has another slug now, or none any more. Whether that changed anything.
    pub(super) fn replace(&mut self, old: &str, new: Option<&str>) -> bool {
        let was_one = self.0.remove(old);
        if was_one {
            self.0.extend(new.map(str::to_string));
        }
        was_one
    }

    /// Writes them down.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let lines: String = self.0.iter().map(|slug| format!("{slug}\n")).collect();
        fs::create_dir_all(folder)?;
        atomic_file::write(&folder.join(FILE), lines.as_bytes(), Existing::Replace)
    }
}
