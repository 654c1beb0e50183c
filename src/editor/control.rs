//! What every control needs: its row of the table, its host parameter, and whole gestures.

use egui::{Id, Response, Ui};
use nice_plug::prelude::ParamSetter;

use crate::chain::parameter::{Kind, Parameter};
use crate::plugin::handle::Handle;

/// One parameter on the panel.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Its row of the table.
    pub parameter: &'static Parameter,
    /// The host's parameter.
    pub handle: &'a dyn Handle,
    /// The way to the host.
    pub setter: &'a ParamSetter<'a>,
}

impl Control<'_> {
    /// Where the knob stands, `0.0..=1.0`.
    pub fn turn(&self) -> f32 {
        let (low, high) = self.parameter.knob_range();
        (self.handle.knob() - low) / (high - low)
    }

    /// The value.
    pub fn plain(&self) -> f32 {
        self.parameter.from_knob(self.handle.knob())
    }

    /// The value as people read it.
    pub fn text(&self) -> String {
        self.parameter.text(self.plain())
    }

    /// The same in three significant digits, as fits under a knob.
    pub fn short_text(&self) -> String {
        let plain = self.plain();
        if self.is_stepped() || plain == 0.0 {
            return self.text();
        }
        let scale = 10f32.powf(2.0 - plain.abs().log10().floor());
        self.parameter.text((plain * scale).round() / scale)
    }

    /// Whether it goes in steps.
    pub fn is_stepped(&self) -> bool {
        !matches!(self.parameter.kind, Kind::Number { .. })
    }

    /// Moves the knob within a gesture.
    pub fn turn_to(&self, turn: f32) {
        let (low, high) = self.parameter.knob_range();
        self.handle.turn(self.setter, low + (high - low) * turn.clamp(0.0, 1.0));
    }

    /// A whole gesture: the user takes it, sets it, lets go.
    pub fn set(&self, plain: f32) {
        self.handle.begin(self.setter);
        self.handle.turn(self.setter, self.parameter.to_knob(plain));
        self.handle.end(self.setter);
    }

    /// Back to the default.
    pub fn reset(&self) {
        self.set(self.parameter.default);
    }

    /// Its place in egui's memory.
    pub fn id(&self, part: &str) -> Id {
        Id::unique((self.parameter.id, part))
    }

    /// Resets on a double click or a click with Ctrl; says whether it did.
    pub fn resets(&self, ui: &Ui, response: &Response) -> bool {
        let wanted = response.double_clicked()
            || (response.clicked() && ui.input(|input| input.modifiers.command || input.modifiers.ctrl));
        if wanted {
            self.reset();
        }
        wanted
    }

    /// One sentence of physics under the pointer.
    pub fn explain(&self, response: Response) -> Response {
        response.on_hover_ui(|ui| {
            ui.set_max_width(280.0);
            ui.label(self.parameter.about.trim());
            ui.weak(format!("{} · {}", self.parameter.dotted(), self.parameter.allowed()));
        })
    }
}
