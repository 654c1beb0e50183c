//! Which songs are meant by a file, a folder or a pattern.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::cli::error::RenderError;

/// Ends of the names of files that are taken from a folder.
const SOUNDS: [&str; 24] = [
    "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "caf", "flac", "mp3", "mp2", "mp1", "ogg",
    "oga", "opus", "aac", "adts", "m4a", "m4b", "mp4", "mka", "mkv", "webm",
];

/// Whether a file in a folder is taken for a song: by its ending, but not what a Mac leaves beside songs (`._a.wav`).
fn is_song(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_shadow = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("._"));
    !is_shadow && ending.is_some_and(|ending| SOUNDS.contains(&ending.as_str()))
}

/// The songs that were meant, and the folder below the one requested in which each lies.
pub(super) fn meant(
    requested: &Path,
    folder: &Path,
    left_out: &mut Vec<PathBuf>,
) -> Result<Vec<(PathBuf, PathBuf)>, RenderError> {
    let pattern = requested.to_str().filter(|text| text.contains(['*', '?', '[']) && !requested.exists());
    let songs = if requested.is_dir() {
        in_folder(requested, folder, left_out)?
    } else if let Some(pattern) = pattern {
        by_pattern(pattern, folder, left_out)?
    } else {
        fs::metadata(requested).map_err(|cause| unreadable(requested, cause))?;
        vec![(requested.to_path_buf(), PathBuf::new())]
    };
    if songs.is_empty() {
        Err(RenderError::NoSongs { requested: requested.to_path_buf() })
    } else {
        Ok(songs)
    }
}

fn unreadable(path: &Path, cause: io::Error) -> RenderError {
    RenderError::Read { what: path.display().to_string(), cause }
}

fn in_folder(
    requested: &Path,
    folder: &Path,
    left_out: &mut Vec<PathBuf>,
) -> Result<Vec<(PathBuf, PathBuf)>, RenderError> {
    let mut songs = Vec::new();
    let walk = WalkDir::new(requested).follow_links(true).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_same(entry.path(), folder)) {
        let entry = match entry {
            Ok(entry) => entry,
            // A link back to a folder above holds nothing new.
            Err(error) if error.loop_ancestor().is_some() => continue,
            // A link to nothing stops no song.
            Err(error) if error.path().is_some_and(Path::is_symlink) => {
                left_out.extend(error.path().map(Path::to_path_buf));
                continue;
            }
            Err(error) => {
                let path = error.path().unwrap_or(requested).to_path_buf();
                return Err(unreadable(&path, error.into()));
            }
        };
        if entry.file_type().is_file() && !is_song(entry.path()) {
            left_out.push(entry.path().to_path_buf());
        } else if entry.file_type().is_file() {
            let below = entry.path().parent().and_then(|parent| parent.strip_prefix(requested).ok());
            songs.push((entry.path().to_path_buf(), below.unwrap_or(Path::new("")).to_path_buf()));
        }
    }
    Ok(songs)
}

fn by_pattern(
    pattern: &str,
    folder: &Path,
    left_out: &mut Vec<PathBuf>,
) -> Result<Vec<(PathBuf, PathBuf)>, RenderError> {
    let no_pattern = || RenderError::NoSongs { requested: PathBuf::from(pattern) };
    let mut songs = Vec::new();
    for path in glob::glob(pattern).map_err(|_| no_pattern())? {
        let path = path.map_err(|error| RenderError::Read {
            what: error.path().display().to_string(),
            cause: error.into(),
        })?;
        if path.is_file() && !is_song(&path) {
            left_out.push(path);
        } else if path.is_file() && !path.ancestors().skip(1).any(|above| is_same(above, folder)) {
            songs.push((path, PathBuf::new()));
        }
    }
    Ok(songs)
}

/// Whether two paths are one place; not if either is not there yet.
fn is_same(a: &Path, b: &Path) -> bool {
    let a = if a.as_os_str().is_empty() { Path::new(".") } else { a };
    fs::canonicalize(a).ok().zip(fs::canonicalize(b).ok()).is_some_and(|(a, b)| a == b)
}
