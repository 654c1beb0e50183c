//! What is pressed rather than turned: lamps, switches, choices and buttons.

use egui::{
    Align2, Color32, Popup, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::param_widget::ParamWidget;
use super::{menu, theme};
use crate::params::Kind;

/// A lamp with its word behind it; pressing either switches it. Returns how wide it is.
pub(super) fn toggle(ui: &mut Ui, at: Pos2, scale: f32, widget: ParamWidget, word: &str, size: f32) -> f32 {
    let font = theme::text_font(size * scale);
    let galley = ui.painter().layout_no_wrap(word.to_string(), font, theme::BRIGHT);
    let width = galley.size().x + 22.0 * scale;
    let rect = Rect::from_min_size(at - vec2(4.0, 10.0) * scale, vec2(width, 20.0 * scale));
    let response = widget.with_tooltip(ui.interact(rect, widget.id("lamp"), Sense::click()));
    widget.set_accessibility(&response, Role::CheckBox);
    menu::open(&response, widget);
    focus_ring(ui, rect, &response);
    let on = widget.plain() >= 0.5;
    if response.clicked() {
        widget.set(f32::from(u8::from(!on)));
    }
    let painter = ui.painter();
    let centre = at + vec2(4.0, 0.0) * scale;
    if on {
        for (radius, alpha) in [(9.0, 18), (7.0, 40), (5.5, 80)] {
            painter.circle_filled(centre, radius * scale, with_alpha(theme::ACCENT, alpha));
        }
    }
    let colour = if on { theme::ACCENT } else { theme::INDICATOR_OFF };
    painter.circle_filled(centre, 4.0 * scale, colour);
    let colour = if on { theme::BRIGHT } else { theme::DIM };
    let text = Pos2::new(at.x + 15.0 * scale, at.y - galley.size().y / 2.0);
    painter.galley_with_override_text_color(text, galley, colour);
    width
}

/// A choice, right-aligned in `rect`: its value and a menu of all.
pub(super) fn choice(ui: &mut Ui, rect: Rect, scale: f32, widget: ParamWidget) {
    let Kind::Choice(values) = widget.parameter.kind else {
        return;
    };
    let response = widget.with_tooltip(ui.interact(rect, widget.id("choice"), Sense::click()));
    widget.set_accessibility(&response, Role::ComboBox);
    menu::open(&response, widget);
    widget.handle_keys(ui, &response);
    focus_ring(ui, rect, &response);
    let colour = if response.hovered() { theme::HIGHLIGHT } else { theme::DIM };
    let font = theme::text_font(11.5 * scale);
    let tip = rect.right_center() - vec2(3.0, 0.0) * scale;
    ui.painter().text(tip - vec2(11.0, 0.0) * scale, Align2::RIGHT_CENTER, widget.text(), font, colour);
    let triangle = [vec2(-7.0, -2.5), vec2(0.0, -2.5), vec2(-3.5, 2.5)].map(|v| tip + v * scale).to_vec();
    ui.painter().add(egui::Shape::convex_polygon(triangle, colour, Stroke::NONE));
    Popup::menu(&response).show(|ui| {
        for (index, named) in values.iter().enumerate() {
            if ui.selectable_label(widget.plain() as usize == index, named.name).clicked() {
                widget.set(index as f32);
            }
        }
    });
}

/// A button with a word on it.
pub(super) fn push(ui: &mut Ui, rect: Rect, scale: f32, word: &str, about: &str) -> Response {
    let response = ui.interact(rect, egui::Id::unique(("button", word)), Sense::click()).on_hover_text(about);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, word));
    frame(ui, rect, scale, &response);
    let font = theme::text_font(12.0 * scale);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, word, font, theme::TEXT);
    response
}

/// What a word stands on that can be pressed.
pub(super) fn frame(ui: &Ui, rect: Rect, scale: f32, response: &Response) {
    let fill = if response.hovered() { theme::BUTTON } else { theme::CARD };
    let line = Stroke::new(1.0, theme::BUTTON_LINE);
    ui.painter().rect(rect, 3.0 * scale, fill, line, StrokeKind::Inside);
    focus_ring(ui, rect, response);
}

/// A line about what the keyboard presses.
pub(super) fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(1.0),
            3.0,
            Stroke::new(1.0, theme::HIGHLIGHT),
            StrokeKind::Outside,
        );
    }
}

/// The same colour, thinner.
pub(super) fn with_alpha(colour: Color32, alpha: u8) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r(), colour.g(), colour.b(), alpha)
}
