//! The row under everything: what was copied, how it is listened to, how a side ends, how finely it is computed, and the
//! brake. Choices with their names, in a row.

use egui::{Align2, Key, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, vec2};

use super::param_widget::ParamWidget;
use super::param_writer::ParamWriter;
use super::{button, card, knob, theme};
use crate::params::PanelPlace;

/// Widths of the places, in points: that of the source holds a knob beside its choice.
const SOURCE: f32 = 226.0;
const SETUP: f32 = 89.0;

/// Paints the row.
pub(super) fn show(ui: &mut Ui, rect: Rect, scale: f32, writer: &ParamWriter) {
    card::frame(ui, rect, scale);
    let mut left = rect.left() + 14.0 * scale;
    for widget in writer.at(PanelPlace::Source) {
        if widget.parameter.is_lamp() {
            let corner = Pos2::new(left, rect.top() + 22.0 * scale);
            button::toggle(ui, corner, scale, widget, "", 11.5);
        } else if widget.is_stepped() {
            named_choice(ui, Pos2::new(left, rect.top()), scale, widget);
        } else {
            let corner = Pos2::new(left + 118.0 * scale, rect.top() + 2.0 * scale);
            knob::knob(ui, Rect::from_min_size(corner, vec2(76.0, 72.0) * scale), scale, widget);
        }
    }
    left += SOURCE * scale;
    for widget in writer.at(PanelPlace::Setup) {
        named_choice(ui, Pos2::new(left, rect.top()), scale, widget);
        left += SETUP * scale;
    }
    for widget in writer.at(PanelPlace::Hold) {
        let size = vec2(108.0, 40.0) * scale;
        let corner = Pos2::new(rect.right() - 14.0 * scale - size.x, rect.center().y - size.y / 2.0);
        hold(ui, Rect::from_min_size(corner, size), scale, widget);
    }
}

/// A choice under its name.
fn named_choice(ui: &mut Ui, corner: Pos2, scale: f32, widget: ParamWidget) {
    // What concerns the disc needs no word for it here, and the place is narrow.
    let name = match widget.parameter.group {
        "disc" => widget.parameter.name.to_lowercase(),
        _ => widget.parameter.host_name().to_lowercase(),
    };
    let at = corner + vec2(80.0, 16.0) * scale;
    ui.painter().text(at, Align2::RIGHT_TOP, name, theme::text_font(10.5 * scale), theme::DIM);
    let rect = Rect::from_min_size(corner + vec2(-4.0, 34.0) * scale, vec2(87.0, 22.0) * scale);
    button::choice(ui, rect, scale, widget);
}

/// A button that is on while it is held; a host may hold it too.
fn hold(ui: &mut Ui, rect: Rect, scale: f32, widget: ParamWidget) {
    let response = widget.with_tooltip(ui.interact(rect, widget.id("hold"), Sense::click_and_drag()));
    widget.set_accessibility(&response, Role::Button);
    button::focus_ring(ui, rect, &response);
    let by_key = response.has_focus() && ui.input(|input| input.key_down(Key::Enter));
    let (pressed, was) = (response.is_pointer_button_down_on() || by_key, widget.id("held"));
    let held = ui.data(|data| data.get_temp::<bool>(was)).unwrap_or(false);
    if pressed != held {
        if pressed {
            widget.begin();
            widget.set_normalized(1.0);
        } else {
            widget.set_normalized(0.0);
            widget.end();
        }
        ui.data_mut(|data| data.insert_temp(was, pressed));
    }
    let on = widget.plain() >= 0.5;
    let (fill, text) = if on { (theme::ACCENT, theme::BACKGROUND) } else { (theme::BUTTON, theme::TEXT) };
    let line = Stroke::new(1.0, theme::BUTTON_LINE);
    ui.painter().rect(rect, 3.0 * scale, fill, line, StrokeKind::Inside);
    let font = theme::text_font(13.0 * scale);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, "brake", font, text);
}
