//! The disc as an object: its number, another one, a fresh copy; its size and where it is played.

use egui::{Align2, Id, Key, Rect, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo, vec2};

use super::param_writer::ParamWriter;
use super::{button, card, theme};
use crate::params::{Kind, PanelPlace, Serial, Settings};
use crate::plugin::params::HostParams;

/// Paints the row.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    settings: &Settings,
    params: &HostParams,
    writer: &ParamWriter,
) {
    card::frame(ui, rect, scale);
    let at = |x: f32, y: f32, width: f32, height: f32| {
        Rect::from_min_size(rect.min + vec2(x, y) * scale, vec2(width, height) * scale)
    };
    let painter = ui.painter();
    let corner = rect.min + vec2(14.0, 10.0) * scale;
    painter.text(corner, Align2::LEFT_TOP, "disc number", theme::text_font(10.5 * scale), theme::DIM);
    number(ui, at(14.0, 26.0, 92.0, 30.0), scale, settings, params, writer);
    let another = "Rolls another disc: other picture, other scratches, no plays remembered.";
    if button::push(ui, at(120.0, 14.0, 92.0, 24.0), scale, "new disc", another).clicked() {
        set_serial(params, writer, settings, Serial::random(&mut rand::rng()));
    }
    let fresh = "The same disc as if no needle had touched it: what it remembers of playing is gone.";
    if button::push(ui, at(120.0, 46.0, 92.0, 24.0), scale, "fresh copy", fresh).clicked() {
        params.memory().clear();
    }
    let widgets = writer.at(PanelPlace::Disc);
    card::knobs(ui, at(226.0, 0.0, 204.0, 86.0), scale, &widgets, 3);
    if let Some(needle) = widgets.iter().find(|widget| matches!(widget.parameter.kind, Kind::Choice(_))) {
        let corner = rect.right_top() + vec2(-16.0, 10.0) * scale;
        let name = needle.parameter.name.to_lowercase();
        let font = theme::text_font(10.5 * scale);
        ui.painter().text(corner, Align2::RIGHT_TOP, name, font, theme::DIM);
        button::choice(ui, at(440.0, 28.0, 108.0, 22.0), scale, *needle);
    }
    if let Some(edges) = widgets.iter().find(|widget| widget.parameter.kind == Kind::Switch) {
        let place = rect.left_top() + vec2(478.0, 66.0) * scale;
        button::toggle(ui, place, scale, *edges, &edges.parameter.name.to_lowercase(), 11.5);
    }
}

/// The number, and a field to type another in its place.
fn number(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    settings: &Settings,
    params: &HostParams,
    writer: &ParamWriter,
) {
    let id = Id::unique("serial");
    let font = theme::mono_font(26.0 * scale);
    let Some(mut text) = ui.data(|data| data.get_temp::<String>(id)) else {
        let response = ui.interact(rect, id.with("value"), Sense::click());
        let colour = if response.hovered() { theme::HIGHLIGHT } else { theme::BRIGHT };
        let serial = settings.disc_serial.to_string();
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &serial, font, colour);
        let response =
            response.on_hover_text("Makes the disc: picture, hole, scratches, every click. Click to type.");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Disc serial: {serial}")));
        button::focus_ring(ui, rect, &response);
        if response.clicked() {
            ui.data_mut(|data| data.insert_temp(id, serial));
        }
        return;
    };
    let field =
        TextEdit::singleline(&mut text).id(id.with("field")).font(font).margin(Vec2::ZERO).char_limit(4);
    let response = ui.put(rect, field);
    let (done, given_up) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    if !response.has_focus() && !response.lost_focus() {
        response.request_focus();
    }
    if done || given_up || response.lost_focus() {
        if !given_up && let Ok(serial) = text.parse::<Serial>() {
            set_serial(params, writer, settings, serial);
        }
        ui.data_mut(|data| data.remove::<String>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
}

/// Another disc has not been played: seen at once, before it is on.
fn set_serial(params: &HostParams, writer: &ParamWriter, settings: &Settings, serial: Serial) {
    if serial == settings.disc_serial {
        return;
    }
    params.memory().clear();
    writer.apply(&Settings { disc_serial: serial, ..*settings }, |parameter| {
        parameter.panel == PanelPlace::DiscNumber
    });
}
