//! Whose key it is. While text is typed the panel takes all; otherwise only those that move a knob or the focus, and Space,
//! which starts and stops every host, is never the panel's. Enter presses what has the focus, or types its value; with Shift
//! it opens the menu of the right button.

use egui::{Context, Event, Id, Key, Response};
use keyboard_types::{Key as HostKey, NamedKey};
use nice_plug_egui::KeyCapture;

/// Keys that the panel takes from the host; all of them while text is typed, or something is open that takes what is pasted.
pub(super) fn captured(takes_all: bool) -> KeyCapture {
    if takes_all {
        return KeyCapture::CaptureAll;
    }
    let ours = [
        NamedKey::Tab,
        NamedKey::ArrowUp,
        NamedKey::ArrowDown,
        NamedKey::ArrowLeft,
        NamedKey::ArrowRight,
        NamedKey::PageUp,
        NamedKey::PageDown,
        NamedKey::Home,
        NamedKey::End,
        NamedKey::Delete,
        NamedKey::Backspace,
        NamedKey::Enter,
        NamedKey::Escape,
    ];
    KeyCapture::CaptureKeys(ours.into_iter().map(HostKey::Named).collect())
}

/// Space would press what has the focus; but it is on its way to the host. Enter with Shift would too; it is made the key
/// that opens menus, which not every keyboard has and the window does not pass on.
pub(super) fn filter_keys(context: &Context) {
    if context.text_edit_focused() {
        return;
    }
    let is_space = |event: &Event| matches!(event, Event::Key { key: Key::Space, .. });
    context.input_mut(|input| {
        input.events.retain(|event| !is_space(event));
        for event in &mut input.events {
            if let Event::Key { key, modifiers, .. } = event
                && *key == Key::Enter
                && modifiers.shift
            {
                *key = Key::Menu;
            }
        }
    });
}

/// Whether the keyboard asks for the menu of the right button.
pub(super) fn requests_menu(response: &Response) -> bool {
    response.has_focus() && response.ctx.input(|input| input.key_pressed(Key::Menu))
}

/// Where the menu of a control is in egui's memory.
pub(super) fn menu_id(of: &Response) -> Id {
    of.id.with("menu")
}

/// What the user has a hand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InputSource {
    /// The mouse.
    Mouse,
    /// The keyboard.
    Keys,
}
