//! The menu under the right button of the mouse, or Shift and Enter: the default, typing, text to take along.

use egui::{Popup, PopupAnchor, Response, SetOpenCommand};

use super::control::Control;
use super::keys;
use crate::plugin::host_menu::{Asked, number_of};

/// A menu that opens at the pointer, or under what has the focus.
pub fn under(response: &Response) -> Popup<'_> {
    let id = response.id.with("menu");
    let menu = Popup::context_menu(response).id(id);
    if keys::asks_for_menu(response) {
        return menu.anchor(PopupAnchor::from(response)).open_memory(SetOpenCommand::Bool(true));
    }
    let has_place = response.secondary_clicked() || Popup::position_of_id(&response.ctx, id).is_some();
    if has_place { menu } else { menu.anchor(PopupAnchor::from(response)) }
}

/// Opens a control's where it is asked for.
pub fn open(response: &Response, control: Control) {
    under(response).show(|ui| {
        ui.set_min_width(150.0);
        ui.weak(crate::plugin::handle::shown_name(control.parameter));
        let default = control.parameter.text(control.parameter.default);
        if ui.button(format!("Default: {default}")).clicked() {
            control.reset();
        }
        if control.parameter.is_number() && ui.button("Type a value…").clicked() {
            control.type_value(ui);
        }
        if ui.button("Copy as text").clicked() {
            let value = control.parameter.file_text(control.plain());
            ui.ctx().copy_text(format!("{}={value}", control.parameter.dotted()));
        }
        let menu = control.desk.host_menu;
        if menu.is_there() && ui.button("The host's menu…").clicked() {
            let corner = ui.min_rect().left_top() * ui.ctx().pixels_per_point();
            let at = [corner.x, corner.y].map(|at| at.max(0.0) as u16);
            menu.ask(Asked { id: number_of(control.parameter.id), at });
        }
    });
}
