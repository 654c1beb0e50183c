//! Where bytes go: whole, or not at all.
//!
//! Files are written by `atomic_file`. Whether that can be done is found out before the work is.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::encode::Output;
use super::error::RenderError;
use crate::atomic_file::{self, Existing, Pending};

pub use crate::atomic_file::{remove_left_behind, remove_unfinished};

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
        let mut sink = self.open()?;
        sink.write_all(bytes).map_err(|cause| self.wrong(cause))?;
        sink.commit()
    }

    /// Begins to write: what goes into a file is there under its name only when it is committed.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`].
    pub fn open(&self) -> Result<Sink, RenderError> {
        let stream = match &self.place {
            Place::Stdout => Ok(Stream::Pipe(Box::new(io::stdout()))),
            Place::Device(path) => {
                OpenOptions::new().write(true).open(path).map(|file| Stream::Pipe(Box::new(file)))
            }
            Place::File(path) => Pending::new(path, self.existing).map(Stream::File),
        };
        Ok(Sink { what: self.what(), stream: stream.map_err(|cause| self.wrong(cause))? })
    }

    fn what(&self) -> String {
        match &self.place {
            Place::Stdout => "standard output".to_string(),
            Place::Device(path) | Place::File(path) => path.display().to_string(),
        }
    }

    fn wrong(&self, cause: io::Error) -> RenderError {
        RenderError::Write { what: self.what(), cause }
    }
}

/// By what a file is known again.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Print {
    /// Its length.
    pub bytes: u64,
    /// CRC-32 of its bytes: another file has another, nearly always.
    pub crc32: u32,
}

impl Print {
    /// Reads a file to its end.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn of(file: &mut impl Read) -> io::Result<Self> {
        let (mut bytes, mut hasher, mut piece) = (0, crc32fast::Hasher::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Self { bytes, crc32: hasher.finalize() }),
                count => {
                    hasher.update(&piece[..count]);
                    bytes += count as u64;
                }
            }
        }
    }
}

/// A file or a pipe that is being written.
pub struct Sink {
    what: String,
    stream: Stream,
}

enum Stream {
    Pipe(Box<dyn Write>),
    File(Pending),
}

impl Sink {
    /// Ends it: the file has its name.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`].
    pub fn commit(self) -> Result<(), RenderError> {
        let Self { what, stream } = self;
        let outcome = match stream {
            Stream::Pipe(mut pipe) => pipe.flush(),
            Stream::File(pending) => pending.commit(),
        };
        outcome.map_err(|cause| RenderError::Write { what, cause })
    }

    /// Length and CRC-32 of what was written into a file; of a pipe nothing is known.
    ///
    /// # Errors
    ///
    /// [`RenderError::Write`].
    pub fn print(&mut self) -> Result<Option<Print>, RenderError> {
        let Stream::File(pending) = &mut self.stream else { return Ok(None) };
        let print = pending.rewind().and_then(|()| Print::of(pending));
        print.map(Some).map_err(|cause| RenderError::Write { what: self.what.clone(), cause })
    }

    /// Where it writes to.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Pipe(pipe) => pipe.write(bytes),
            Stream::File(pending) => pending.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.stream {
            Stream::Pipe(pipe) => pipe.flush(),
            Stream::File(_) => Ok(()),
        }
    }
}

impl Output for Sink {
    fn patch(&mut self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        let Stream::File(pending) = &mut self.stream else { return Ok(false) };
        pending.seek(SeekFrom::Start(at))?;
        pending.write_all(bytes)?;
        pending.seek(SeekFrom::End(0))?;
        Ok(true)
    }
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
