//! The menu under the right button of the mouse: the default, typing, text to take along.

use egui::{Popup, Response};

use super::control::Control;
use crate::plugin::host_menu::{Asked, number_of};

/// Opens it where it is asked for.
pub fn open(response: &Response, control: Control) {
    let menu = Popup::context_menu(response).id(response.id.with("menu"));
    menu.show(|ui| {
        ui.set_min_width(150.0);
        ui.weak(crate::plugin::handle::shown_name(control.parameter));
        let default = control.parameter.text(control.parameter.default);
        if ui.button(format!("Default: {default}")).clicked() {
            control.reset();
        }
        if control.parameter.is_number() && ui.button("Type a value…").clicked() {
            ui.data_mut(|data| data.insert_temp(control.id("text"), control.text()));
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
