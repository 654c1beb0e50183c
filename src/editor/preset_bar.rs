//! The presets in the panel's head: the one that is on, its neighbours, A and B, back and forth, a roll of the dice.

use std::collections::BTreeSet;

use egui::{Align2, Id, Popup, PopupCloseBehavior, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::browser::{Browser, Choice};
use super::compare::Compare;
use super::icon::{self, Icon};
use super::param_writer::ParamWriter;
use super::{button, menu, roll, theme};
use crate::params::{Settings, group_title};
use crate::preset::library::Library;

/// Sizes of the panel to choose from; between them it is drawn by its corner.
const SIZES_PERCENT: [u32; 6] = [75, 100, 125, 150, 200, 300];

/// What the bar keeps between frames.
pub(super) struct PresetBar {
    library: Library,
    /// The preset last chosen.
    chosen: usize,
    /// The settings that were looked for last.
    seen: Option<Settings>,
    compare: Compare,
    locked: BTreeSet<&'static str>,
    browser: Browser,
    /// Settings as text, while they are being pasted.
    pasted: String,
    /// What went wrong last, or right.
    status: String,
    /// The panel's size that is asked for, against that of the sheet.
    wanted_scale: Option<f32>,
}

impl PresetBar {
    /// A bar with these presets.
    pub(super) fn new(library: Library) -> Self {
        Self {
            library,
            chosen: 0,
            seen: None,
            compare: Compare::default(),
            locked: BTreeSet::new(),
            browser: Browser::default(),
            pasted: String::new(),
            status: String::new(),
            wanted_scale: None,
        }
    }

    /// Reads the presets again: another instance may have saved some.
    pub(super) fn reload(&mut self) {
        self.library.reload();
        self.seen = None;
    }

    /// Looks which preset is on, if these are other settings than the last.
    fn find(&mut self, settings: &Settings) {
        if self.seen.as_ref() == Some(settings) {
            return;
        }
        self.seen = Some(*settings);
        if self.library.entries.get(self.chosen).is_some_and(|entry| entry.matches_settings(settings)) {
            return;
        }
        self.chosen = self.library.position_of(settings).unwrap_or(self.chosen);
    }

    /// Paints the bar from left to right.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scale: f32,
        writer: &ParamWriter,
        settings: &Settings,
    ) {
        self.find(settings);
        let mut left = rect.left();
        let mut place = |width: f32| {
            let at = Rect::from_min_size(Pos2::new(left, rect.top()), vec2(width * scale, rect.height()));
            left += (width + 8.0) * scale;
            at
        };
        if icon_button(
            ui,
            place(30.0),
            scale,
            "previous",
            ButtonContent::Icon(Icon::Previous),
            "Previous preset",
            true,
        )
        .clicked()
        {
            self.choose_beside(writer, -1);
        }
        self.name(ui, place(286.0), scale, writer, settings);
        if icon_button(ui, place(30.0), scale, "next", ButtonContent::Icon(Icon::Next), "Next preset", true)
            .clicked()
        {
            self.choose_beside(writer, 1);
        }
        let about = "Two sounds side by side; the second begins as a copy of the first.";
        let letter = self.compare.letter();
        let word = if letter == "A" { "A · b" } else { "a · B" };
        if icon_button(ui, place(52.0), scale, "compare", ButtonContent::Words(word), about, true).clicked() {
            self.compare.swap(writer, settings);
        }
        let (can_undo, can_redo) = writer.has_steps();
        if icon_button(
            ui,
            place(30.0),
            scale,
            "undo",
            ButtonContent::Icon(Icon::Undo),
            "Undo. What the disc remembers is not undone.",
            can_undo,
        )
        .clicked()
        {
            writer.undo();
        }
        if icon_button(ui, place(30.0), scale, "redo", ButtonContent::Icon(Icon::Redo), "Redo", can_redo)
            .clicked()
        {
            writer.redo();
        }
        self.roll(ui, place(54.0), scale, writer, settings);
        self.more(ui, place(30.0), scale, writer, settings);
    }

    fn choose(&mut self, writer: &ParamWriter, place: usize) {
        let Some(entry) = self.library.entries.get(place) else { return };
        writer.apply_undoable(entry.preset.settings(), |parameter| parameter.in_presets);
        self.chosen = place;
    }

    fn choose_beside(&mut self, writer: &ParamWriter, step: isize) {
        let count = self.library.entries.len() as isize;
        if count > 0 {
            self.choose(writer, (self.chosen as isize + step).rem_euclid(count) as usize);
        }
    }

    /// The name of the preset that is on, with a star behind it once something was moved; opens the browser.
    fn name(&mut self, ui: &mut Ui, rect: Rect, scale: f32, writer: &ParamWriter, settings: &Settings) {
        let entry = self.library.entries.get(self.chosen);
        let name = entry.map_or("", |entry| entry.preset.name.as_str());
        let is_moved = entry.is_some_and(|entry| !entry.matches_settings(settings));
        let text = if is_moved { format!("{name} *") } else { name.to_string() };
        let about = entry.map_or("", |entry| entry.preset.note.as_str()).to_string();
        let response = icon_button(ui, rect, scale, "name", ButtonContent::Words(&text), &about, true);
        let wanted = Popup::menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| self.browser.show(ui, &mut self.library, self.chosen));
        match wanted.map(|shown| shown.inner) {
            Some(Some(Choice::Selected(place))) => self.choose(writer, place),
            Some(Some(Choice::Moved(place))) => self.chosen = place,
            Some(None) => {}
            None => self.browser.close(),
        }
    }

    fn roll(&mut self, ui: &mut Ui, rect: Rect, scale: f32, writer: &ParamWriter, settings: &Settings) {
        let about = "Rolls the dice: each card from another preset, a little off. Right button, or Shift and Enter: cards to keep.";
        let response = icon_button(ui, rect, scale, "roll", ButtonContent::Words("roll"), about, true);
        if response.clicked() {
            let rolled = roll::roll(&self.library, settings, &self.locked, &mut rand::rng());
            writer.apply_undoable(&rolled, |parameter| parameter.in_presets);
        }
        let keep = menu::under(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        keep.show(|ui| {
            ui.weak("Keep");
            for group in roll::rolled_groups() {
                let mut is_locked = self.locked.contains(group);
                if ui.checkbox(&mut is_locked, group_title(group)).changed() {
                    if is_locked {
                        self.locked.insert(group)
                    } else {
                        self.locked.remove(group)
                    };
                }
            }
        });
    }

    /// Saving, settings as text, and the panel's size.
    fn more(&mut self, ui: &mut Ui, rect: Rect, scale: f32, writer: &ParamWriter, settings: &Settings) {
        let response = icon_button(
            ui,
            rect,
            scale,
            "more",
            ButtonContent::Icon(Icon::More),
            "Save, settings as text, size",
            true,
        );
        Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            ui.set_width(300.0);
            if let Some(place) = self.browser.save(ui, &mut self.library, settings) {
                self.chosen = place;
            }
            ui.separator();
            if ui.button("Copy the settings as text").clicked() {
                let name =
                    self.library.entries.get(self.chosen).map_or("Untitled", |e| e.preset.name.as_str());
                let preset =
                    crate::preset::Preset::new(name, crate::preset::library::OWN, "Copied.", settings);
                ui.ctx().copy_text(preset.to_text());
                self.status = "Copied.".to_string();
            }
            ui.label("Settings as text:");
            let field =
                egui::TextEdit::multiline(&mut self.pasted).desired_rows(3).desired_width(f32::INFINITY);
            // A whole preset is longer than the panel is high.
            egui::ScrollArea::vertical().max_height(64.0).show(ui, |ui| {
                ui.add(field.hint_text("paste them here"));
            });
            if ui.button("Use them").clicked() {
                match crate::preset::Preset::parse(&self.pasted) {
                    Ok(preset) => {
                        writer.apply_undoable(preset.settings(), |parameter| parameter.in_presets);
                        self.status = format!("'{}' is on.", preset.name);
                        self.pasted.clear();
                    }
                    Err(error) => self.status = error.to_string(),
                }
            }
            if !self.status.is_empty() {
                ui.weak(&self.status);
            }
            ui.separator();
            ui.horizontal(|ui| {
                ui.label("Size");
                for percent in SIZES_PERCENT {
                    if ui.button(format!("{percent} %")).clicked() {
                        self.wanted_scale = Some(percent as f32 / 100.0);
                    }
                }
            });
        });
    }

    /// The size that was asked for, once, against that of the sheet.
    pub(super) fn take_wanted_scale(&mut self) -> Option<f32> {
        self.wanted_scale.take()
    }
}

/// What is on a button.
#[derive(Clone, Copy)]
enum ButtonContent<'a> {
    Icon(Icon),
    Words(&'a str),
}

/// A button with a sign or a name on it; grey where there is nothing to do.
fn icon_button(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    key: &str,
    face: ButtonContent,
    about: &str,
    is_on: bool,
) -> Response {
    let id = Id::unique(("bar", key));
    let sense = if is_on { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_on, key));
    button::frame(ui, rect, scale, &response);
    let colour = if is_on { theme::TEXT } else { theme::BUTTON_LINE };
    let clipped = ui.painter().with_clip_rect(rect);
    match face {
        ButtonContent::Icon(icon) => icon::draw(&clipped, icon, rect.center(), 14.0 * scale, colour),
        ButtonContent::Words(words) => {
            clipped.text(rect.center(), Align2::CENTER_CENTER, words, theme::text_font(13.0 * scale), colour);
        }
    }
    if about.is_empty() { response } else { response.on_hover_text(about) }
}
