//! Where bytes go: whole, or not at all.
//!
//! Files are written by `atomic_file`. Whether that can be done is found out before the work is.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::RenderError;
use crate::atomic_file::{self, Existing};

/// A place that can be written to.
#[derive(Debug)]
pub struct Destination {
    place: Place,
    existing: Existing,
}

#[derive(Debug)]
enum Place {
    Stdout,
    /// A file, or the name of one to come.
    File(PathBuf),
    /// A pipe or a device: written straight into, since it cannot be renamed over.
    Device(PathBuf),
}

impl Destination {
    /// Checks a path, `-` for standard output, and the folder it lies in. `inputs` are never overwritten;
    /// anything else that exists only with `force`.
    ///
    /// # Errors
    ///
    /// [`RenderError::Exists`], [`RenderError::OverInput`], or [`RenderError::Write`] if the folder is missing
    /// or takes no files.
    pub fn claim(path: &Path, force: bool, inputs: &[&Path]) -> Result<Self, RenderError> {
        let existing = if force { Existing::Replace } else { Existing::Keep };
        if path == Path::new("-") {
            return Ok(Self { place: Place::Stdout, existing });
        }
        let wrong = |cause: io::Error| RenderError::Write { what: path.display().to_string(), cause };
        let place = match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(wrong(io::ErrorKind::IsADirectory.into())),
            Ok(there) if !there.is_file() => Place::Device(path.to_path_buf()),
            Ok(_) => {
                // A link keeps pointing where it points.
                let real = fs::canonicalize(path).map_err(wrong)?;
                if inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == real)) {
                    return Err(RenderError::OverInput { path: path.to_path_buf() });
                }
                if !force {
                    return Err(RenderError::Exists { path: path.to_path_buf() });
                }
                Place::File(real)
            }
            Err(_) => Place::File(path.to_path_buf()),
        };
        if let Place::File(file) = &place {
            atomic_file::try_out(file).map_err(wrong)?;
        }
        Ok(Self { place, existing })
    }

    /// Writes all bytes, or leaves everything as it was.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`], with the path and what the system says.
    pub fn write(&self, bytes: &[u8]) -> Result<(), RenderError> {
        let (what, outcome) = match &self.place {
            Place::Stdout => ("standard output".to_string(), write_stdout(bytes)),
            Place::Device(path) => (path.display().to_string(), write_device(path, bytes)),
            Place::File(path) => (path.display().to_string(), atomic_file::write(path, bytes, self.existing)),
        };
        outcome.map_err(|cause| RenderError::Write { what, cause })
    }
}

fn write_stdout(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn write_device(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_unless_forced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        Destination::claim(&path, false, &[]).unwrap().write(b"first").unwrap();
        assert!(matches!(Destination::claim(&path, false, &[]), Err(RenderError::Exists { .. })));
        Destination::claim(&path, true, &[]).unwrap().write(b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert!(matches!(Destination::claim(&path, true, &[&path]), Err(RenderError::OverInput { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_came_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let claimed = Destination::claim(&path, false, &[]).unwrap();
        fs::write(&path, b"theirs").unwrap();
        assert!(claimed.write(b"ours").is_err());
        assert_eq!(
            (fs::read(&path).unwrap(), fs::read_dir(folder.path()).unwrap().count()),
            (b"theirs".to_vec(), 1)
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_found_out_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let error = Destination::claim(&folder.path().join("no/a.wav"), false, &[]).unwrap_err().to_string();
        assert!(error.contains("no/a.wav cannot be written"), "{error}");
    }
}
