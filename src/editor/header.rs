//! The head of the panel: its name; and the main row below the stages.

use egui::{Align2, Pos2, Rect, Stroke, Ui};

use super::param_widget::ParamWidget;
use super::{button, card, theme};
use crate::params::Kind;

/// The name, and a line under it.
pub(super) fn title(ui: &Ui, rect: Rect, scale: f32) {
    let painter = ui.painter();
    let name = "R O E N T G E N I Z D A T";
    let at = Pos2::new(rect.left() + 20.0 * scale, rect.center().y);
    painter.text(at, Align2::LEFT_CENTER, name, theme::text_font(19.0 * scale), theme::BRIGHT);
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme::LINE));
}

/// Condition, mix and their like, the switches, and the meters.
pub(super) fn main_row(ui: &mut Ui, rect: Rect, scale: f32, widgets: &[ParamWidget], levels: [f32; 2]) {
    card::frame(ui, rect, scale);
    let middle = rect.left() + rect.width() * 0.53;
    let dials = Rect::from_min_max(
        Pos2::new(rect.left() + 6.0 * scale, rect.top()),
        Pos2::new(middle, rect.bottom()),
    );
    card::knobs(ui, dials, scale, widgets, 4);
    let mut left = middle + 14.0 * scale;
    for widget in widgets.iter().filter(|widget| widget.parameter.kind == Kind::Switch) {
        let word = widget.parameter.name.to_lowercase();
        let at = Pos2::new(left, rect.top() + 22.0 * scale);
        left += button::toggle(ui, at, scale, *widget, &word, 11.5) + 12.0 * scale;
    }
    let meters = Rect::from_min_max(
        Pos2::new(middle + 12.0 * scale, rect.top() + 50.0 * scale),
        Pos2::new(rect.right() - 12.0 * scale, rect.bottom()),
    );
    card::meters(ui, meters, scale, levels);
}
