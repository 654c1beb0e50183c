//! Choosing a picture of one's own for the film: folders and pictures in a list, a path typed or pasted, a picture pasted, or
//! one dropped on the panel where the window passes that on. It is the panel's own, since a system's chooser may not open
//! over a plugin's window.
//!
//! Reading a picture takes as long as it is large, so a thread does it; dropping the chooser waits for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use egui::{Align2, Event, Key, Order, ScrollArea, TextEdit, Ui, Window};

use super::clipboard::Clipboard;
use super::param_writer::ParamWriter;
use crate::disc::imported::Imported;
use crate::paint::import::{self, ImportError};
use crate::params::Picture;
use crate::plugin::picture::PersistedPicture;

/// Files that are listed, by their endings.
const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];
/// Folders and pictures that are listed, at most.
const MAX_LISTED: usize = 2000;

/// The chooser, and what it keeps between frames.
#[derive(Default)]
pub(super) struct PictureChooser {
    is_open: bool,
    /// It has just opened: a path can be pasted at once.
    is_fresh: bool,
    folder: PathBuf,
    folders: Vec<PathBuf>,
    pictures: Vec<PathBuf>,
    typed: String,
    status: String,
    reading: Option<Reading>,
}

/// A picture that is being read.
struct Reading {
    read: Receiver<Result<Imported, ImportError>>,
    reader: Option<JoinHandle<()>>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            // Whatever became of it, it is over.
            let _ = reader.join();
        }
    }
}

impl PictureChooser {
    /// Opens or closes it.
    pub(super) fn toggle(&mut self) {
        if self.is_open {
            self.is_open = false;
        } else {
            self.open();
            self.is_fresh = true;
        }
    }

    fn open(&mut self) {
        self.is_open = true;
        if self.folder.as_os_str().is_empty() {
            self.enter(&dirs::picture_dir().or_else(dirs::home_dir).unwrap_or_else(|| PathBuf::from("/")));
        }
    }

    /// Whether it is there.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether a picture is being read: soon there is more to see.
    pub(super) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Paints it, if it is open; puts what was chosen on the film.
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        writer: &ParamWriter,
        kept: &PersistedPicture,
        clipboard: Clipboard,
    ) {
        self.receive(ui, writer, kept);
        if let Some(file) = ui.input(|input| input.raw.dropped_files.first().cloned()) {
            self.open();
            self.choose(ui, file.path());
        }
        if !self.is_open {
            return;
        }
        // Text goes into the field, as always. Where there is none the window may paste nothing, or an empty one.
        let has_text = |event: &Event| match event {
            Event::Text(text) | Event::Paste(text) => !text.is_empty(),
            _ => false,
        };
        let (pastes, text) = ui.input(|input| {
            (input.modifiers.command && input.key_pressed(Key::V), input.events.iter().any(has_text))
        });
        if pastes && !text {
            self.read(ui, clipboard);
        }
        let mut is_open = true;
        Window::new("A picture of your own")
            .open(&mut is_open)
            .order(Order::Foreground)
            .collapsible(false)
            .resizable(false)
            .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
            .show(ui.ctx(), |ui| self.list(ui, writer, kept, clipboard));
        self.is_open &= is_open && !ui.input(|input| input.key_pressed(Key::Escape));
    }

    fn list(&mut self, ui: &mut Ui, writer: &ParamWriter, kept: &PersistedPicture, clipboard: Clipboard) {
        ui.set_width(460.0);
        ui.weak("PNG or JPEG. It goes on the film, drives the hiss, and stays in the project.");
        let path = TextEdit::singleline(&mut self.typed).hint_text("a path, typed or pasted");
        let typed = ui.add(path.desired_width(f32::INFINITY));
        if std::mem::take(&mut self.is_fresh) {
            typed.request_focus();
        }
        if typed.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            let path = path_of(&self.typed);
            self.choose(ui, &path);
        }
        ui.horizontal(|ui| {
            if ui.button("up").clicked()
                && let Some(above) = self.folder.parent().map(Path::to_path_buf)
            {
                self.enter(&above);
            }
            if ui.button("paste").clicked() {
                self.read(ui, clipboard);
            }
            ui.weak(self.folder.display().to_string());
        });
        ui.separator();
        let mut chosen = None;
        ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
            let folders = self.folders.iter().map(|path| (path, "/"));
            for (path, sign) in folders.chain(self.pictures.iter().map(|path| (path, ""))) {
                let word = format!("{}{sign}", path.file_name().unwrap_or_default().to_string_lossy());
                if ui.selectable_label(false, word).clicked() {
                    chosen = Some(path.clone());
                }
            }
        });
        if let Some(path) = chosen {
            self.choose(ui, &path);
        }
        ui.separator();
        ui.horizontal(|ui| {
            if kept.fingerprint().is_some() && ui.button("take it off").clicked() {
                kept.put(None);
                show_on_film(writer, Picture::Serial);
                self.is_open = false;
            }
            ui.weak(if self.reading.is_some() { "reading…" } else { self.status.as_str() });
        });
    }

    /// Enters a folder, or reads a picture.
    fn choose(&mut self, ui: &Ui, path: &Path) {
        if path.is_dir() {
            self.enter(path);
            return;
        }
        let path = path.to_path_buf();
        self.read(ui, move || import::file(&path));
    }

    /// Reads a picture, beside the panel.
    fn read(&mut self, ui: &Ui, picture: impl FnOnce() -> Result<Imported, ImportError> + Send + 'static) {
        if self.reading.is_some() {
            self.status = "one is still being read".to_string();
            return;
        }
        let (send, read) = channel();
        let context = ui.ctx().clone();
        let work = move || {
            // A panel that has closed does not want it any more.
            if send.send(picture()).is_ok() {
                context.request_repaint();
            }
        };
        let reader = thread::Builder::new().name("roentgenizdat picture".to_string()).spawn(work).ok();
        self.reading = Some(Reading { read, reader });
    }

    fn receive(&mut self, ui: &Ui, writer: &ParamWriter, kept: &PersistedPicture) {
        let Some(reading) = &self.reading else { return };
        match reading.read.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => self.status = "it could not be read".to_string(),
            Ok(Err(error)) => self.status = error.to_string(),
            Ok(Ok(picture)) => {
                kept.put(Some(picture));
                show_on_film(writer, Picture::Imported);
                (self.is_open, self.status) = (false, String::new());
            }
        }
        self.reading = None;
        ui.ctx().request_repaint();
    }

    /// Lists a folder. One that cannot be read is empty, and that is said.
    fn enter(&mut self, folder: &Path) {
        self.status.clear();
        let listing = match fs::read_dir(folder) {
            Ok(listing) => listing,
            Err(error) => {
                self.status = format!("{}: {error}", folder.display());
                return;
            }
        };
        self.folder = folder.to_path_buf();
        let is_shown =
            |path: &PathBuf| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let all = listing.flatten().map(|entry| entry.path()).filter(is_shown);
        (self.folders, self.pictures) = all.partition(|path| path.is_dir());
        self.pictures.retain(|path| is_picture(path));
        for list in [&mut self.folders, &mut self.pictures] {
            list.sort();
            if list.len() > MAX_LISTED {
                list.truncate(MAX_LISTED);
                self.status = format!("the first {MAX_LISTED} are listed; type the path of another");
            }
        }
    }
}

/// Tells the host what the film shows, even if it is told so again: the project has changed.
fn show_on_film(writer: &ParamWriter, picture: Picture) {
    if let Some(widget) = writer.widgets().find(|widget| widget.parameter.id == "film_picture") {
        widget.set(picture as u8 as f32);
    }
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// A path as people paste it: with quotes around it, or as the file managers' address.
fn path_of(typed: &str) -> PathBuf {
    let plain = typed.trim().trim_matches(['"', '\'']);
    let Some(address) = plain.strip_prefix("file://") else { return PathBuf::from(plain) };
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|two| std::str::from_utf8(two).ok());
        let code = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_as_people_paste_them() {
        for typed in [
            "/a/рука 1.png",
            " '/a/рука 1.png' ",
            "\"/a/рука 1.png\"",
            "file:///a/%D1%80%D1%83%D0%BA%D0%B0%201.png",
        ] {
            assert_eq!(path_of(typed), PathBuf::from("/a/рука 1.png"), "{typed}");
        }
        assert_eq!(path_of("file:///50%"), PathBuf::from("/50%"));
    }

    #[test]
    fn a_folder_lists_folders_and_pictures_and_nothing_hidden() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("more.png")).unwrap();
        for name in ["b.JPG", "a.png", "c.txt", ".d.png"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let mut chooser = PictureChooser::default();
        chooser.enter(folder.path());
        let names = |paths: &[PathBuf]| -> Vec<String> {
            paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(
            (names(&chooser.folders), names(&chooser.pictures)),
            (vec!["more.png".into()], vec!["a.png".into(), "b.JPG".into()])
        );
        // What is not there is said, and the list stays.
        chooser.enter(&folder.path().join("none"));
        assert!(chooser.status.contains("none") && chooser.pictures.len() == 2);
    }
}
