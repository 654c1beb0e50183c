//! The menu under the right button of the mouse, or Shift and Enter: the default, typing, text to take along.

use egui::{Key, Modifiers, PointerButton, Popup, PopupAnchor, Response, SetOpenCommand, Ui};

use super::keys::{self, InputSource};
use super::param_widget::ParamWidget;
use crate::plugin::host_menu::{MenuRequest, clap_param_id};

/// A menu that opens at the pointer, or under what has the focus, which has it again when Escape closes the menu.
pub(super) fn under(response: &Response) -> Popup<'_> {
    let (context, id) = (&response.ctx, keys::menu_id(response));
    let menu = Popup::context_menu(response).id(id);
    if Popup::is_id_open(context, id) && context.input(|input| input.key_pressed(Key::Escape)) {
        response.request_focus();
    }
    if keys::requests_menu(response) {
        return menu.anchor(PopupAnchor::from(response)).open_memory(SetOpenCommand::Bool(true));
    }
    let has_place = response.secondary_clicked() || Popup::position_of_id(context, id).is_some();
    if has_place { menu } else { menu.anchor(PopupAnchor::from(response)) }
}

/// Opens a control's where it is asked for.
pub(super) fn open(response: &Response, widget: ParamWidget) {
    let by_key = keys::requests_menu(response);
    under(response).show(|ui| {
        ui.set_min_width(150.0);
        ui.weak(widget.parameter.host_name());
        let default = widget.parameter.text(widget.parameter.default);
        if item(ui, response, &format!("Default: {default}"), by_key).is_some() {
            widget.reset();
        }
        if widget.parameter.is_number()
            && let Some(source) = item(ui, response, "Type a value…", false)
        {
            widget.type_value(ui, source);
        }
        if item(ui, response, "Copy as text", false).is_some() {
            let value = widget.parameter.file_text(widget.plain());
            ui.ctx().copy_text(format!("{}={value}", widget.parameter.dotted()));
        }
        let menu = widget.writer.host_menu();
        if menu.is_there() && item(ui, response, "The host's menu…", false).is_some() {
            let corner = ui.min_rect().left_top() * ui.ctx().pixels_per_point();
            let at = [corner.x, corner.y].map(|at| at.max(0.0) as u16);
            widget.writer.ask_for_host_menu(MenuRequest { id: clap_param_id(widget.parameter.id), at });
        }
    });
}

/// A line of it. Once chosen the menu is gone, and the keyboard is where it came from.
fn item(ui: &mut Ui, from: &Response, words: &str, takes_focus: bool) -> Option<InputSource> {
    let line = ui.button(words);
    if takes_focus {
        line.request_focus();
    }
    if !line.clicked() {
        return None;
    }
    ui.close();
    if line.clicked_by(PointerButton::Primary) {
        return Some(InputSource::Mouse);
    }
    // Nobody else is meant by it.
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    from.request_focus();
    Some(InputSource::Keys)
}
