//! The presets one can choose from: those that come with the program, and one's own, each a file in a folder.
//!
//! A file that cannot be read is left where it is and named in [`Library::broken`]; everything else goes on.

mod entry;
mod error;
mod favourites;
mod slug;

use std::fs;
use std::path::{Path, PathBuf};

use super::{FACTORY, Preset};
use crate::atomic_file::{self, Existing};
use crate::params::Settings;
pub use entry::{Entry, read};
pub use error::LibraryError;
use favourites::Favourites;
use slug::slugify;

/// The drawer of one's own presets.
pub const OWN: &str = "Own";

/// All of them.
#[derive(Debug, Default)]
pub struct Library {
    /// The program's own in their order, then the user's by name.
    pub entries: Vec<Entry>,
    /// Files in the folder that are no presets: what is wrong with each, in a line.
    pub broken: Vec<String>,
    folder: Option<PathBuf>,
    favourites: Favourites,
}

impl Library {
    /// Reads the presets, those in `folder` too; it need not exist yet.
    pub fn open(folder: Option<PathBuf>) -> Self {
        let mut library = Self::unread(folder);
        library.reload();
        library
    }

    /// Knows where one's own presets lie, and reads nothing until [`Library::reload`].
    pub fn unread(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }

    /// Where this user's presets lie: `~/.local/share/roentgenizdat/presets`,
    /// `~/Library/Audio/Presets/Roentgenizdat/Roentgenizdat`, `%APPDATA%\roentgenizdat\presets`.
    pub fn user_folder() -> Option<PathBuf> {
        if cfg!(target_os = "macos") {
            return dirs::home_dir()
                .map(|home| home.join("Library/Audio/Presets/Roentgenizdat/Roentgenizdat"));
        }
        dirs::data_dir().map(|data| data.join("roentgenizdat").join("presets"))
    }

    /// Where one's own presets lie.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Reads everything again.
    pub fn reload(&mut self) {
        // The program's own are whole: a test reads them all.
        let factory = |f: &super::Factory| {
            let preset = Preset::parse(f.text).ok()?;
            Some(Entry { slug: f.slug.to_string(), preset, file: None })
        };
        self.entries = FACTORY.iter().filter_map(factory).collect();
        self.broken.clear();
        let Some(folder) = &self.folder else { return };
        let listing = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
        let mut files: Vec<PathBuf> =
            listing.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
        files.sort();
        for path in files {
            match read(&path) {
                Ok(preset) => {
                    let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    self.entries.push(Entry { slug, preset, file: Some(path) });
                }
                Err(error) => self.broken.push(error.to_string()),
            }
        }
        match Favourites::read(folder) {
            Ok(favourites) => self.favourites = favourites,
            Err(cause) => {
                let path = folder.join(favourites::FILE);
                self.broken.push(LibraryError::File { path, cause }.to_string());
            }
        }
    }

    /// The first preset that sets what `settings` are, as far as presets hold it.
    pub fn position_of(&self, settings: &Settings) -> Option<usize> {
        self.entries.iter().position(|entry| entry.matches_settings(settings))
    }

    /// Writes a preset of one's own, over one's own of the same name only with `replace`. Gives its place.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] for a name that makes no file, one that is taken, or a folder that takes none.
    pub fn save(
        &mut self,
        name: &str,
        note: &str,
        settings: &Settings,
        replace: bool,
    ) -> Result<usize, LibraryError> {
        self.save_in(OWN, name, note, settings, replace)
    }

    fn save_in(
        &mut self,
        category: &str,
        name: &str,
        note: &str,
        settings: &Settings,
        replace: bool,
    ) -> Result<usize, LibraryError> {
        let name = name.trim();
        let slug = slugify(name)?;
        // Another instance may have written since.
        self.reload();
        let known = self.entries.iter().any(|entry| entry.slug == slug);
        let is_there =
            self.folder.as_ref().is_some_and(|folder| folder.join(format!("{slug}.toml")).exists());
        if is_there && !known {
            // It could not be read; it is somebody's all the same.
            return Err(LibraryError::NameTaken { name: format!("{slug}.toml") });
        }
        if let Some(there) = self.entries.iter().find(|entry| entry.slug == slug || entry.preset.name == name)
            && !(replace && there.file.is_some() && there.slug == slug)
        {
            return Err(LibraryError::NameTaken { name: there.preset.name.clone() });
        }
        let note = note.trim();
        let note = if note.is_empty() { "One's own." } else { note };
        let existing = if replace { Existing::Replace } else { Existing::Keep };
        self.write(&slug, &Preset::new(name, category, note, settings).to_text(), existing)?;
        self.reload();
        let place = self.entries.iter().position(|entry| entry.slug == slug);
        place.ok_or(LibraryError::NameTaken { name: name.to_string() })
    }

    /// Gives one's own preset another name.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] as for [`Library::save`], or if it came with the program.
    pub fn rename(&mut self, place: usize, name: &str) -> Result<usize, LibraryError> {
        let (old, file) = self.own(place)?;
        let old_slug = self.entries[place].slug.clone();
        let is_same = slugify(name.trim())? == old_slug;
        let renamed = self.save_in(&old.category, name, &old.note, old.settings(), is_same)?;
        let slug = self.entries[renamed].slug.clone();
        if !is_same {
            fs::remove_file(&file).map_err(|cause| LibraryError::File { path: file, cause })?;
        }
        let moved =
            self.change_favourites(|favourites| !is_same && favourites.replace(&old_slug, Some(&slug)));
        self.reload();
        moved?;
        let place = self.entries.iter().position(|entry| entry.slug == slug);
        place.ok_or(LibraryError::NameTaken { name: name.to_string() })
    }

    /// Removes one's own preset.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] if it came with the program or the file stays.
    pub fn delete(&mut self, place: usize) -> Result<(), LibraryError> {
        let (_, file) = self.own(place)?;
        fs::remove_file(&file).map_err(|cause| LibraryError::File { path: file, cause })?;
        // Its star goes with it, not to the next of that name.
        let slug = self.entries[place].slug.clone();
        let starless = self.change_favourites(|favourites| favourites.replace(&slug, None));
        self.reload();
        starless
    }

    /// Whether a preset is a favourite.
    pub fn is_favourite(&self, place: usize) -> bool {
        self.entries.get(place).is_some_and(|entry| self.favourites.contains(&entry.slug))
    }

    /// Makes it one, or no longer.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] if that cannot be written down.
    pub fn toggle_favourite(&mut self, place: usize) -> Result<(), LibraryError> {
        let Some(entry) = self.entries.get(place) else { return Ok(()) };
        let slug = entry.slug.clone();
        self.change_favourites(|favourites| {
            favourites.toggle(&slug);
            true
        })
    }

    /// Changes the favourites as they are on the disk, for another instance may have written since. `change` says whether
    /// it did anything.
    fn change_favourites(
        &mut self,
        change: impl FnOnce(&mut Favourites) -> bool,
    ) -> Result<(), LibraryError> {
        let folder = self.folder.as_deref().ok_or(LibraryError::NoFolder)?;
        let wrong = |cause| LibraryError::File { path: folder.join(favourites::FILE), cause };
        let mut favourites = Favourites::read(folder).map_err(wrong)?;
        if change(&mut favourites) {
            favourites.write(folder).map_err(wrong)?;
        }
        self.favourites = favourites;
        Ok(())
    }

    fn own(&self, place: usize) -> Result<(Preset, PathBuf), LibraryError> {
        match self.entries.get(place) {
            Some(Entry { preset, file: Some(file), .. }) => Ok((preset.clone(), file.clone())),
            Some(entry) => Err(LibraryError::Factory { name: entry.preset.name.clone() }),
            None => Err(LibraryError::Gone),
        }
    }

    fn write(&self, slug: &str, text: &str, existing: Existing) -> Result<(), LibraryError> {
        let folder = self.folder.as_ref().ok_or(LibraryError::NoFolder)?;
        let path = folder.join(format!("{slug}.toml"));
        let written =
            fs::create_dir_all(folder).and_then(|()| atomic_file::write(&path, text.as_bytes(), existing));
        written.map_err(|cause| LibraryError::File { path, cause })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> (tempfile::TempDir, Library) {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(Some(folder.path().join("not/yet")));
        (folder, library)
    }

    #[test]
    fn what_was_saved_is_there_again() {
        let (_folder, mut library) = library();
        assert_eq!(library.entries.len(), FACTORY.len());
        let mine = Settings { warp_hole: 2.5, mix: 10.0, ..Settings::default() };
        let place = library.save("Моя копия № 2", "", &mine, false).unwrap();
        let again = Library::open(library.folder().map(Path::to_path_buf));
        assert_eq!(again.entries, library.entries);
        let entry = &again.entries[place];
        assert_eq!((entry.slug.as_str(), entry.preset.category.as_str()), ("моя-копия-2", OWN));
        assert!(entry.matches_settings(&mine), "mix is not a preset's");
        assert_eq!(again.position_of(&mine), Some(place));
        assert_eq!(again.position_of(&Settings::default()), Some(0));
    }

    #[test]
    fn names_are_not_taken_twice_and_make_files() {
        let (_folder, mut library) = library();
        let settings = Settings::default();
        library.save("Mine", "", &settings, false).unwrap();
        let said = |error: Result<usize, LibraryError>| error.unwrap_err().to_string();
        assert!(said(library.save("mine!", "", &settings, false)).contains("'Mine'"));
        assert!(library.save("Mine", "louder", &settings, true).is_ok());
        assert!(said(library.save("1950s Leningrad bootleg", "", &settings, true)).contains("already"));
        for bad in ["", "  ", "!!", "a\nb", &"x".repeat(60)] {
            assert!(said(library.save(bad, "", &settings, false)).contains("no name"), "{bad:?}");
        }
    }

    #[test]
    fn ones_own_can_be_renamed_and_deleted_the_programs_cannot() {
        let (_folder, mut library) = library();
        let place = library.save("First", "a note", &Settings::default(), false).unwrap();
        let place = library.rename(place, "Second").unwrap();
        assert_eq!(library.entries[place].preset.name, "Second");
        assert_eq!(library.entries[place].preset.note, "a note");
        assert!(!library.entries.iter().any(|entry| entry.preset.name == "First"));
        library.delete(place).unwrap();
        assert_eq!(library.entries.len(), FACTORY.len());
        assert!(library.delete(0).unwrap_err().to_string().contains("came with the program"));
        assert!(library.rename(0, "Other").is_err());
        let place = library.save("mine", "", &Settings::default(), false).unwrap();
        let place = library.rename(place, "Mine").unwrap();
        assert_eq!(
            (library.entries[place].preset.name.as_str(), library.entries.len()),
            ("Mine", FACTORY.len() + 1)
        );
        let place = library.save("CON", "", &Settings::default(), false).unwrap();
        assert_eq!(library.entries[place].slug, "con-preset");
    }

    #[test]
    fn a_broken_file_is_named_and_the_rest_goes_on() {
        let (_folder, mut library) = library();
        library.save("Mine", "", &Settings::default(), false).unwrap();
        let folder = library.folder().unwrap().to_path_buf();
        fs::write(folder.join("bad.toml"), "name = 3").unwrap();
        fs::write(folder.join("note.txt"), "no preset").unwrap();
        library.reload();
        assert_eq!((library.entries.len(), library.broken.len()), (FACTORY.len() + 1, 1));
        assert!(library.broken[0].contains("bad.toml"), "{:?}", library.broken);
        assert!(
            library.save("Bad", "", &Settings::default(), true).is_err(),
            "it is somebody's all the same"
        );
        assert_eq!(fs::read_to_string(folder.join("bad.toml")).unwrap(), "name = 3");
    }

    #[test]
    fn favourites_are_kept() {
        let (_folder, mut library) = library();
        library.toggle_favourite(2).unwrap();
        let again = Library::open(library.folder().map(Path::to_path_buf));
        assert!(again.is_favourite(2) && !again.is_favourite(1));
        library.toggle_favourite(2).unwrap();
        library.reload();
        assert!(!library.is_favourite(2));
        let place = library.save("Mine", "", &Settings::default(), false).unwrap();
        library.toggle_favourite(place).unwrap();
        let place = library.rename(place, "Yours").unwrap();
        assert!(library.is_favourite(place), "a star goes with its preset");
        library.delete(place).unwrap();
        let place = library.save("Yours", "", &Settings::default(), false).unwrap();
        assert!(!library.is_favourite(place), "and not to the next of its name");
    }

    #[test]
    fn without_a_folder_one_can_choose_but_not_save() {
        let mut library = Library::open(None);
        assert_eq!(library.entries.len(), FACTORY.len());
        assert!(matches!(library.save("Mine", "", &Settings::default(), false), Err(LibraryError::NoFolder)));
    }
}
