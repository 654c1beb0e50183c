//! The list of presets: searched, by drawer, or only the favourites; and what is done with one's own.

use egui::{ScrollArea, TextEdit, Ui};

use super::icon;
use crate::params::Settings;
use crate::preset::library::{Library, LibraryError};

/// Which presets are listed.
#[derive(Clone, Debug, Default, PartialEq)]
enum PresetFilter {
    #[default]
    All,
    Favourites,
    Category(String),
}

/// What the user did in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Chose a preset, to be heard.
    Selected(usize),
    /// The one that is on lies in another place now.
    Moved(usize),
}

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub(super) struct Browser {
    query: String,
    drawer: PresetFilter,
    name: String,
    note: String,
    renaming: Option<String>,
    /// The one that is on is to be deleted, if meant.
    confirm_delete: bool,
    replace: bool,
    status: String,
}

impl Browser {
    /// Paints search, drawers and list.
    pub(super) fn show(&mut self, ui: &mut Ui, library: &mut Library, chosen: usize) -> Option<Choice> {
        ui.set_width(420.0);
        let search = TextEdit::singleline(&mut self.query).hint_text("search").desired_width(f32::INFINITY);
        ui.add(search);
        ui.horizontal_wrapped(|ui| {
            ui.selectable_value(&mut self.drawer, PresetFilter::All, "all");
            ui.selectable_value(&mut self.drawer, PresetFilter::Favourites, "favourites");
            for category in categories(library) {
                ui.selectable_value(&mut self.drawer, PresetFilter::Category(category.clone()), category);
            }
        });
        ui.separator();
        let mut wanted = None;
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            ui.set_width(408.0);
            for place in self.listed(library) {
                if self.row(ui, library, place, place == chosen) {
                    wanted = Some(Choice::Selected(place));
                }
            }
        });
        if wanted.is_some() {
            self.close();
        } else {
            wanted = self.own(ui, library, chosen);
        }
        for line in &library.broken {
            ui.weak(line);
        }
        if !self.status.is_empty() {
            ui.weak(&self.status);
        }
        wanted
    }

    /// The list is gone: what was half done in it is forgotten.
    pub(super) fn close(&mut self) {
        (self.renaming, self.confirm_delete) = (None, false);
    }

    /// The places in the library that search and drawer leave.
    fn listed(&self, library: &Library) -> Vec<usize> {
        let sought = self.query.trim().to_lowercase();
        let is_listed = |place: &usize| {
            let preset = &library.entries[*place].preset;
            let is_in = match &self.drawer {
                PresetFilter::All => true,
                PresetFilter::Favourites => library.is_favourite(*place),
                PresetFilter::Category(category) => preset.category == *category,
            };
            let text = format!("{} {} {}", preset.name, preset.category, preset.note).to_lowercase();
            is_in && sought.split_whitespace().all(|word| text.contains(word))
        };
        (0..library.entries.len()).filter(is_listed).collect()
    }

    /// A star, a name, a note. Says whether it was chosen.
    fn row(&mut self, ui: &mut Ui, library: &mut Library, place: usize, is_on: bool) -> bool {
        ui.horizontal(|ui| {
            if icon::star(ui, library.is_favourite(place)).on_hover_text("Favourite").clicked() {
                let kept = library.toggle_favourite(place);
                self.tell(kept);
            }
            let preset = &library.entries[place].preset;
            ui.selectable_label(is_on, &preset.name).on_hover_text(&preset.note).clicked()
        })
        .inner
    }

    /// Renaming and deleting the one that is on, if it is one's own.
    fn own(&mut self, ui: &mut Ui, library: &mut Library, chosen: usize) -> Option<Choice> {
        let name = library.entries.get(chosen).filter(|entry| entry.file.is_some())?.preset.name.clone();
        let mut moved = None;
        ui.separator();
        ui.horizontal(|ui| {
            if let Some(renaming) = &mut self.renaming {
                ui.add(TextEdit::singleline(renaming).desired_width(200.0));
                if ui.button("Rename").clicked() {
                    let renamed = library.rename(chosen, &renaming.clone());
                    moved = renamed.as_ref().ok().copied();
                    self.close();
                    self.tell(renamed.map(|_| ()));
                }
            } else if ui.button("Rename…").clicked() {
                self.renaming = Some(name);
            }
            let word = if self.confirm_delete { "Delete for good" } else { "Delete…" };
            if ui.button(word).clicked() {
                if self.confirm_delete {
                    let deleted = library.delete(chosen);
                    moved = Some(chosen.min(library.entries.len().saturating_sub(1)));
                    self.close();
                    self.tell(deleted);
                } else {
                    self.confirm_delete = true;
                }
            }
        });
        moved.map(Choice::Moved)
    }

    /// Name, note, and the button that saves; gives the place of what was saved.
    pub(super) fn save(&mut self, ui: &mut Ui, library: &mut Library, settings: &Settings) -> Option<usize> {
        ui.label("Save what is on:");
        ui.add(TextEdit::singleline(&mut self.name).hint_text("name").desired_width(f32::INFINITY));
        ui.add(
            TextEdit::singleline(&mut self.note).hint_text("a line about it").desired_width(f32::INFINITY),
        );
        let mut saved = None;
        ui.checkbox(&mut self.replace, "over my own of that name");
        if ui.button("Save").clicked() {
            let outcome = library.save(&self.name, &self.note, settings, std::mem::take(&mut self.replace));
            saved = outcome.as_ref().ok().copied();
            self.tell(outcome.map(|_| ()));
            if saved.is_some() {
                (self.name, self.note) = Default::default();
            }
        }
        if let Some(folder) = library.folder() {
            ui.weak(folder.display().to_string());
        }
        if !self.status.is_empty() {
            ui.weak(&self.status);
        }
        saved
    }

    fn tell(&mut self, outcome: Result<(), LibraryError>) {
        self.status = outcome.err().map_or_else(String::new, |error| error.to_string());
    }
}

/// The drawers, in the order in which they first turn up.
fn categories(library: &Library) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in &library.entries {
        if !names.contains(&entry.preset.category) {
            names.push(entry.preset.category.clone());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sought: &str, drawer: PresetFilter) -> Vec<String> {
        let library = Library::open(None);
        let browser = Browser { query: sought.to_string(), drawer, ..Browser::default() };
        let names = browser.listed(&library).into_iter();
        names.map(|place| library.entries[place].preset.name.clone()).collect()
    }

    #[test]
    fn words_of_name_and_note_are_found_in_any_case() {
        assert_eq!(found("LENINGRAD 1950", PresetFilter::All), ["1950s Leningrad bootleg"]);
        assert_eq!(found("no such preset", PresetFilter::All), Vec::<String>::new());
        assert_eq!(found("", PresetFilter::Favourites), Vec::<String>::new());
    }

    #[test]
    fn a_drawer_holds_its_own() {
        let library = Library::open(None);
        let drawers = categories(&library);
        let held: usize =
            drawers.iter().map(|drawer| found("", PresetFilter::Category(drawer.clone())).len()).sum();
        assert_eq!(held, library.entries.len());
        assert!(drawers.len() >= 3, "{drawers:?}");
    }
}
