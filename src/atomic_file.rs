//! Files written whole, or not at all: presets, favourites, and what the renderer puts out.
//!
//! A file is written beside its place under a temporary name, brought to the disk, and renamed at the end, so that a full disk
//! or a pulled plug leaves what was there before.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, PersistError};

/// How temporary names begin.
const TEMPORARY: &str = ".roentgenizdat-";

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and writing fails.
    Keep,
    /// It is replaced, and keeps its permissions; a link keeps pointing where it points.
    Replace,
}

/// Writes all bytes to `path`, or leaves everything as it was.
///
/// # Errors
///
/// What the system says; [`io::ErrorKind::AlreadyExists`] for [`Existing::Keep`] where a file is there.
pub fn write(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let mut pending = Pending::new(path, existing)?;
    pending.write_all(bytes)?;
    pending.commit()
}

/// A file that is being written, under a temporary name; gone again unless it is committed.
pub struct Pending {
    /// Until it is committed.
    temporary: Option<NamedTempFile>,
    path: PathBuf,
    existing: Existing,
}

impl Pending {
    /// Begins a file that is to be at `path`.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn new(path: &Path, existing: Existing) -> io::Result<Self> {
        let real = fs::canonicalize(path).ok().filter(|_| existing == Existing::Replace);
        let path = real.as_deref().unwrap_or(path);
        refuse_read_only(path)?;
        let temporary = temporary_file(path)?;
        unfinished().insert(temporary.path().to_path_buf());
        Ok(Self { temporary: Some(temporary), path: path.to_path_buf(), existing })
    }

    fn file(&mut self) -> io::Result<&mut fs::File> {
        self.temporary.as_mut().map(NamedTempFile::as_file_mut).ok_or(io::ErrorKind::NotFound.into())
    }

    /// Gives the file its name.
    ///
    /// # Errors
    ///
    /// As [`write()`].
    pub fn commit(mut self) -> io::Result<()> {
        let (path, existing) = (self.path.clone(), self.existing);
        let Some(temporary) = self.temporary.take() else { return Ok(()) };
        let unnamed = temporary.path().to_path_buf();
        let outcome = Self::name(temporary, &path, existing);
        unfinished().remove(&unnamed);
        outcome
    }

    fn name(temporary: NamedTempFile, path: &Path, existing: Existing) -> io::Result<()> {
        if let Some(there) = fs::metadata(path).ok().filter(|_| existing == Existing::Replace) {
            temporary.as_file().set_permissions(there.permissions())?;
        }
        // Some disks say only here that they are full.
        temporary.as_file().sync_all()?;
        let kept = match existing {
            Existing::Keep => temporary.persist_noclobber(path).or_else(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => Err(error),
                _ => persist_on_own_name(error.file, path),
            }),
            Existing::Replace => temporary.persist(path),
        };
        kept.map_err(|error| error.error)?;
        sync_folder(folder_of(path));
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(temporary) = self.temporary.take() {
            unfinished().remove(temporary.path());
        }
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file()?.flush()
    }
}

impl Read for Pending {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.file()?.read(to)
    }
}

impl Seek for Pending {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file()?.seek(to)
    }
}

/// Files under temporary names.
fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is unfinished: for a program that is about to end by a signal.
#[cfg(any(test, feature = "cli"))]
pub fn remove_unfinished() {
    for path in unfinished().iter() {
        let _ = fs::remove_file(path);
    }
}

/// Removes what killed runs left under temporary names in a folder and below it, where no other run writes.
#[cfg(feature = "cli")]
pub fn remove_left_behind(folder: &Path) {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY));
    left.filter(|entry| entry.file_type().is_file()).for_each(|entry| drop(fs::remove_file(entry.path())));
}

/// Where the file system can neither rename without replacing nor link (some sticks and network drives): takes the name
/// first, then replaces what it took.
fn persist_on_own_name(temporary: NamedTempFile, path: &Path) -> Result<fs::File, PersistError> {
    // Closed before it is replaced: Windows may refuse otherwise.
    match fs::File::create_new(path).map(drop) {
        Ok(()) => temporary.persist(path).inspect_err(|_| {
            // The empty file is ours: nothing is left of what failed.
            let _ = fs::remove_file(path);
        }),
        Err(error) => Err(PersistError { error, file: temporary }),
    }
}

/// A file that is protected is not replaced, though the folder would allow it.
fn refuse_read_only(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        _ => Ok(()),
    }
}

/// Whether `path` can be written.
///
/// # Errors
///
/// What the system says.
#[cfg(any(test, feature = "cli"))]
pub fn try_out(path: &Path) -> io::Result<()> {
    refuse_read_only(path)?;
    // Without the temporary name, which is nobody's business.
    temporary_file(path).map(drop).map_err(|error| error.kind().into())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file in the same folder, gone again unless it is renamed.
fn temporary_file(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any program's files: the user's mask takes off what it takes off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(path))
}

/// Brings the new name to the disk, where the system lets folders be opened. The file is whole either way.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_kept_or_replaced_and_nothing_temporary_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write(&path, b"first", Existing::Keep).unwrap();
        let error = write(&path, b"second", Existing::Keep).unwrap_err();
        assert_eq!(
            (error.kind(), fs::read(&path).unwrap()),
            (io::ErrorKind::AlreadyExists, b"first".to_vec())
        );
        write(&path, b"second", Existing::Replace).unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), fs::read_dir(folder.path()).unwrap().count()),
            (b"second".to_vec(), 1)
        );
        assert!(write(&folder.path().join("no/a.toml"), b"", Existing::Keep).is_err());
        let temporary = temporary_file(&path).unwrap();
        let error = persist_on_own_name(temporary, &path).unwrap_err().error;
        assert_eq!(
            (error.kind(), fs::read(&path).unwrap()),
            (io::ErrorKind::AlreadyExists, b"second".to_vec())
        );
        persist_on_own_name(temporary_file(&path).unwrap(), &folder.path().join("b.toml")).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_any_programs_and_a_replaced_one_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
        write(&ours, b"", Existing::Keep).unwrap();
        fs::write(&theirs, b"").unwrap();
        assert_eq!(mode(&ours), mode(&theirs));
        fs::set_permissions(&ours, fs::Permissions::from_mode(0o640)).unwrap();
        write(&ours, b"again", Existing::Replace).unwrap();
        assert_eq!(mode(&ours), 0o640);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&ours, &link).unwrap();
        write(&link, b"through the link", Existing::Replace).unwrap();
        assert_eq!(fs::read(&ours).unwrap(), b"through the link");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        fs::set_permissions(&ours, fs::Permissions::from_mode(0o440)).unwrap();
        let error = write(&ours, b"", Existing::Replace).unwrap_err();
        assert_eq!((error.kind(), fs::read(&ours).unwrap().len()), (io::ErrorKind::PermissionDenied, 16));
        assert_eq!(try_out(&ours).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
