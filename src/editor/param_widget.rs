//! What every control needs: its row of the table, its knob, and whole gestures.

use egui::{Id, Key, Popup, Response, Role, Ui, WidgetInfo};

use super::keys::{self, InputSource};
use super::param_writer::ParamWriter;
use crate::params::{Kind, PanelPlace, Parameter};

/// One parameter on the panel.
#[derive(Clone, Copy)]
pub(super) struct ParamWidget<'a> {
    /// Its row of the table.
    pub(super) parameter: &'static Parameter,
    /// Where in the table.
    pub(super) row: usize,
    /// The way to the host.
    pub(super) writer: &'a ParamWriter<'a>,
}

/// The controls of one frame.
impl ParamWriter<'_> {
    /// Every control, in the order of the table.
    pub(super) fn widgets(&self) -> impl Iterator<Item = ParamWidget<'_>> {
        self.rows.iter().enumerate().map(|(row, (parameter, _))| ParamWidget { parameter, row, writer: self })
    }

    /// The controls that the panel shows at a place.
    pub(super) fn at(&self, place: PanelPlace) -> Vec<ParamWidget<'_>> {
        self.widgets().filter(|widget| widget.parameter.panel == place).collect()
    }

    /// The controls on the card of a group.
    pub(super) fn card(&self, group: &str) -> Vec<ParamWidget<'_>> {
        let card = self.at(PanelPlace::Card);
        card.into_iter().filter(|widget| widget.parameter.group == group).collect()
    }
}

/// Part of the way that a notch of the wheel or an arrow goes, that a page goes, and how much less with Shift.
const NOTCH: f32 = 0.02;
const PAGE: f32 = 0.1;
/// How much slower everything is with Shift.
pub(super) const FINE: f32 = 10.0;

impl ParamWidget<'_> {
    /// Where the knob stands, `0.0..=1.0`.
    pub(super) fn normalized(&self) -> f32 {
        let (low, high) = self.parameter.knob_range();
        (self.knob() - low) / (high - low)
    }

    /// The value.
    pub(super) fn plain(&self) -> f32 {
        self.parameter.from_knob(self.knob())
    }

    /// The value as people read it.
    pub(super) fn text(&self) -> String {
        self.parameter.text(self.plain())
    }

    /// The same in three significant digits, as fits under a knob.
    pub(super) fn short_text(&self) -> String {
        let plain = self.plain();
        if self.is_stepped() || plain == 0.0 {
            return self.text();
        }
        let scale = 10f32.powf(2.0 - plain.abs().log10().floor());
        self.parameter.text((plain * scale).round() / scale)
    }

    /// Whether it goes in steps.
    pub(super) fn is_stepped(&self) -> bool {
        !matches!(self.parameter.kind, Kind::Number { .. })
    }

    /// Where the knob stands, on its own scale.
    fn knob(&self) -> f32 {
        self.writer.knob(self.row)
    }

    /// The user takes hold of it.
    pub(super) fn begin(&self) {
        self.writer.begin(self.row);
    }

    /// Moves the knob within a gesture.
    pub(super) fn set_normalized(&self, turn: f32) {
        let (low, high) = self.parameter.knob_range();
        self.writer.turn(self.row, low + (high - low) * turn.clamp(0.0, 1.0));
    }

    /// The user lets go.
    pub(super) fn end(&self) {
        self.writer.end(self.row);
    }

    /// A whole gesture: the user takes it, sets it, lets go.
    pub(super) fn set(&self, plain: f32) {
        self.begin();
        self.writer.turn(self.row, self.parameter.to_knob(plain));
        self.end();
    }

    /// A whole gesture by so many notches, a tenth of them with Shift; what goes in steps goes by whole ones.
    pub(super) fn step(&self, notches: f32, fine: bool) {
        let (low, high) = self.parameter.range();
        let step = match (self.is_stepped(), fine) {
            (true, _) => notches.signum() / (high - low),
            (false, true) => notches * NOTCH / FINE,
            (false, false) => notches * NOTCH,
        };
        self.begin();
        self.set_normalized(self.normalized() + step);
        self.end();
    }

    /// The keyboard: arrows a notch, pages five, Home and End the ends, Delete the default. Only where it has the focus.
    pub(super) fn handle_keys(&self, ui: &Ui, response: &Response) {
        if !response.has_focus() || Popup::is_id_open(ui.ctx(), keys::menu_id(response)) {
            return;
        }
        let filter =
            egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        let fine = ui.input(|input| input.modifiers.shift);
        let (min, max) = self.parameter.range();
        let moves = [
            (Key::ArrowUp, 1.0),
            (Key::ArrowRight, 1.0),
            (Key::ArrowDown, -1.0),
            (Key::ArrowLeft, -1.0),
            (Key::PageUp, PAGE / NOTCH),
            (Key::PageDown, -PAGE / NOTCH),
        ];
        moves.into_iter().filter(|(key, _)| pressed(*key)).for_each(|(_, notches)| self.step(notches, fine));
        match () {
            () if pressed(Key::Home) => self.set(min),
            () if pressed(Key::End) => self.set(max),
            () if pressed(Key::Delete) || pressed(Key::Backspace) => self.reset(),
            () => {}
        }
    }

    /// What a screen reader says of it.
    pub(super) fn set_accessibility(&self, response: &Response, kind: Role) {
        let name = self.parameter.host_name();
        let (value, on) = (f64::from(self.plain()), self.plain() >= 0.5);
        response.widget_info(|| match kind {
            Role::CheckBox => WidgetInfo::selected(kind, true, on, &name),
            Role::Slider => WidgetInfo::slider(true, value, &name),
            _ => WidgetInfo::labeled(kind, true, format!("{name}: {}", self.text())),
        });
    }

    /// Opens a field for its value; the keyboard comes back from there to where it was.
    pub(super) fn type_value(&self, ui: &Ui, source: InputSource) {
        ui.data_mut(|data| {
            data.insert_temp(self.id("text"), self.text());
            data.insert_temp(self.id("by keys"), source == InputSource::Keys);
        });
    }

    /// Back to the default.
    pub(super) fn reset(&self) {
        self.set(self.parameter.default);
    }

    /// Its place in egui's memory.
    pub(super) fn id(&self, part: &str) -> Id {
        Id::unique((self.parameter.id, part))
    }

    /// Resets on a double click or a click with Ctrl; says whether it did.
    pub(super) fn reset_on_click(&self, ui: &Ui, response: &Response) -> bool {
        let wanted = response.double_clicked()
            || (response.clicked() && ui.input(|input| input.modifiers.command || input.modifiers.ctrl));
        if wanted {
            self.reset();
        }
        wanted
    }

    /// One sentence of physics under the pointer.
    pub(super) fn with_tooltip(&self, response: Response) -> Response {
        response.on_hover_ui(|ui| {
            ui.set_max_width(280.0);
            ui.label(self.parameter.about.trim());
            ui.weak(format!("{} · {}", self.parameter.dotted(), self.parameter.allowed()));
        })
    }
}
