//! The menu under the right button of the mouse, or Shift and Enter: the default, typing, text to take along.

use egui::{Id, Key, Modifiers, PointerButton, Popup, PopupAnchor, Response, SetOpenCommand, Ui};

use super::control::Control;
use super::keys;
use crate::plugin::host_menu::{Asked, number_of};

/// Where the menu of a control is in egui's memory.
pub fn id(of: &Response) -> Id {
    of.id.with("menu")
}

/// A menu that opens at the pointer, or under what has the focus, which has it again when Escape closes the menu.
pub fn under(response: &Response) -> Popup<'_> {
    let (context, id) = (&response.ctx, id(response));
    let menu = Popup::context_menu(response).id(id);
    if Popup::is_id_open(context, id) && context.input(|input| input.key_pressed(Key::Escape)) {
        response.request_focus();
    }
    if keys::asks_for_menu(response) {
        return menu.anchor(PopupAnchor::from(response)).open_memory(SetOpenCommand::Bool(true));
    }
    let has_place = response.secondary_clicked() || Popup::position_of_id(context, id).is_some();
    if has_place { menu } else { menu.anchor(PopupAnchor::from(response)) }
}

/// Opens a control's where it is asked for.
pub fn open(response: &Response, control: Control) {
    let by_key = keys::asks_for_menu(response);
    under(response).show(|ui| {
        ui.set_min_width(150.0);
        ui.weak(control.parameter.host_name());
        let default = control.parameter.text(control.parameter.default);
        if item(ui, response, &format!("Default: {default}"), by_key).is_some() {
            control.reset();
        }
        if control.parameter.is_number()
            && let Some(hand) = item(ui, response, "Type a value…", false)
        {
            control.type_value(ui, hand);
        }
        if item(ui, response, "Copy as text", false).is_some() {
            let value = control.parameter.file_text(control.plain());
            ui.ctx().copy_text(format!("{}={value}", control.parameter.dotted()));
        }
        let menu = control.desk.host_menu;
        if menu.is_there() && item(ui, response, "The host's menu…", false).is_some() {
            let corner = ui.min_rect().left_top() * ui.ctx().pixels_per_point();
            let at = [corner.x, corner.y].map(|at| at.max(0.0) as u16);
            menu.ask(Asked { id: number_of(control.parameter.id), at });
        }
    });
}

/// What the user has a hand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The mouse.
    Mouse,
    /// The keyboard.
    Keys,
}

/// A line of it. Once chosen the menu is gone, and the keyboard is where it came from.
fn item(ui: &mut Ui, from: &Response, words: &str, takes_focus: bool) -> Option<Hand> {
    let line = ui.button(words);
    if takes_focus {
        line.request_focus();
    }
    if !line.clicked() {
        return None;
    }
    ui.close();
    if line.clicked_by(PointerButton::Primary) {
        return Some(Hand::Mouse);
    }
    // Nobody else is meant by it.
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    from.request_focus();
    Some(Hand::Keys)
}
