//! A knob: drag it up or down, Shift for fine, wheel, arrows, double click or Ctrl-click for the default; a menu under the
//! right button; click its value, or press Enter, to type one, with units.

use std::f32::consts::TAU;

use egui::{
    Align2, Color32, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Shape, Stroke, TextEdit, Ui, Vec2,
    vec2,
};

use super::keys::InputSource;
use super::menu;
use super::param_widget::{FINE, ParamWidget};
use super::theme;

/// Points of drag from one end to the other.
const TRAVEL: f32 = 180.0;
/// The knob turns through three quarters of a circle.
const SWEEP: f32 = 0.75;

/// Paints it in `rect`, its dial above, value and name below, and lets the user turn it.
pub(super) fn knob(ui: &mut Ui, rect: Rect, scale: f32, widget: ParamWidget) {
    let accent = accent(widget.parameter.id);
    let radius = (rect.width() * 0.41).min(rect.height() * 0.25).min(24.0 * scale);
    // Dial, value and name hang together in the middle of the place.
    let top = rect.center().y - radius - 16.0 * scale;
    let centre = Pos2::new(rect.center().x, top + radius);
    turn(ui, Rect::from_center_size(centre, Vec2::splat(2.0 * radius)), widget);
    paint(ui, centre, radius, scale, widget.normalized(), accent);

    let value = Rect::from_center_size(
        Pos2::new(rect.center().x, centre.y + radius + 8.0 * scale),
        vec2(rect.width(), 14.0 * scale),
    );
    edit(ui, value, scale, widget);
    let name = Pos2::new(rect.center().x, value.bottom() + 7.0 * scale);
    let words = widget.parameter.name.to_lowercase();
    ui.painter().text(name, Align2::CENTER_CENTER, words, theme::text_font(10.5 * scale), theme::DIM);
}

/// Red is what wears the disc, and what moves everything.
fn accent(id: &str) -> Color32 {
    if id == "condition" || id.starts_with("wear_") { theme::ACCENT } else { theme::HIGHLIGHT }
}

/// A ring about what the keyboard moves.
fn ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        ui.painter().circle_stroke(rect.center(), 0.62 * rect.width(), Stroke::new(1.0, theme::HIGHLIGHT));
    }
}

/// Mouse, wheel and keyboard.
fn turn(ui: &mut Ui, rect: Rect, widget: ParamWidget) {
    let id = widget.id("dial");
    let response = widget.with_tooltip(ui.interact(rect, id, Sense::click_and_drag()));
    widget.set_accessibility(&response, Role::Slider);
    menu::open(&response, widget);
    widget.handle_keys(ui, &response);
    ring(ui, rect, &response);
    // Taken away, or the field would be done with before it is seen.
    if response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        widget.type_value(ui, InputSource::Keys);
        return;
    }
    if widget.reset_on_click(ui, &response) {
        return;
    }
    if response.drag_started() {
        widget.begin();
        ui.data_mut(|data| data.insert_temp(id, widget.normalized()));
    }
    if response.dragged() {
        let fine = if ui.input(|input| input.modifiers.shift) { FINE } else { 1.0 };
        let step = -response.drag_delta().y / (TRAVEL * fine);
        // The way is kept here, not in the value, or small steps of a count would be lost.
        let at = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| widget.normalized());
        let to = (at + step).clamp(0.0, 1.0);
        ui.data_mut(|data| data.insert_temp(id, to));
        if step != 0.0 {
            widget.set_normalized(to);
        }
    }
    if response.drag_stopped() {
        widget.end();
    }
    if response.hovered() && !response.dragged() {
        wheel(ui, widget);
    }
}

fn wheel(ui: &Ui, widget: ParamWidget) {
    let (notches, fine) = ui.input(|input| {
        let notch = |event: &egui::Event| match event {
            egui::Event::MouseWheel { delta, .. } => delta.y.signum() * f32::from(delta.y != 0.0),
            _ => 0.0,
        };
        (input.events.iter().map(notch).sum::<f32>(), input.modifiers.shift)
    });
    if notches == 0.0 {
        return;
    }
    widget.step(notches, fine);
}

/// The value, and a field to type another in its place.
fn edit(ui: &mut Ui, rect: Rect, scale: f32, widget: ParamWidget) {
    let id = widget.id("text");
    // Eight figures, as `4.77 kHz`, must fit beside the neighbour's.
    let font = theme::mono_font((11.0 * scale).min(rect.width() / 5.0));
    let Some(mut text) = ui.data(|data| data.get_temp::<String>(id)) else {
        let response = ui.interact(rect, widget.id("value"), Sense::click());
        let colour = if response.hovered() { theme::HIGHLIGHT } else { theme::TEXT };
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, widget.short_text(), font, colour);
        if response.clicked() {
            widget.type_value(ui, InputSource::Mouse);
        }
        return;
    };
    let field = TextEdit::singleline(&mut text).id(id.with("field")).font(font).margin(Vec2::ZERO);
    let response = ui.put(rect.expand2(vec2(4.0, 2.0)), field.align(egui::Align2::CENTER_CENTER));
    let (done, given_up) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    if !response.has_focus() && !response.lost_focus() {
        response.request_focus();
    }
    if done || given_up || response.lost_focus() {
        if !given_up && let Ok(plain) = widget.parameter.parse(&text) {
            widget.set(plain);
        }
        ui.data_mut(|data| data.remove::<String>(id));
        if ui.data_mut(|data| data.remove_temp(widget.id("by keys"))).unwrap_or(false) {
            ui.memory_mut(|memory| memory.request_focus(widget.id("dial")));
        }
    } else {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
}

fn paint(ui: &Ui, centre: Pos2, radius: f32, scale: f32, turn: f32, accent: Color32) {
    let painter = ui.painter();
    let at = |turn: f32, radius: f32| {
        let angle = TAU * (SWEEP * (turn - 0.5) - 0.25);
        centre + radius * vec2(angle.cos(), angle.sin())
    };
    let arc = |from: f32, to: f32, colour: Color32| {
        let points = (0..=32).map(|i| at(from + (to - from) * i as f32 / 32.0, radius)).collect();
        painter.add(Shape::line(points, Stroke::new(2.6 * scale, colour)));
    };
    arc(0.0, 1.0, theme::TRACK);
    if turn > 0.0 {
        arc(0.0, turn, accent);
    }
    painter.circle_filled(centre, radius * 0.74, theme::CAP);
    let pointer = [at(turn, radius * 0.36), at(turn, radius * 0.72)];
    painter.line_segment(pointer, Stroke::new(2.0 * scale, theme::BRIGHT));
}
