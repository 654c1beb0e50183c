//! Whose key it is. While text is typed the panel takes all; while something has the focus or is open, those that move a knob or the
//! focus; else Tab, which gives it something. Space, which starts and stops every host, is never the panel's. Enter presses what has the focus, or types its value; with Shift
//! it opens the menu of the right button.

use egui::{Context, Event, Id, Key, Popup, Response};
use keyboard_types::{Key as HostKey, NamedKey};
use nice_plug_egui::KeyCapture;

/// Which keys are the panel's own now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The one that gives something the focus: nothing has it.
    Few,
    /// Those that move a knob or the focus: something has it, or is open.
    Ours,
    /// All of them: text is typed, or something is open that takes what is pasted.
    All,
}

/// Keys that move a knob or the focus, and what Linux numbers them by; those of the keypad that do the same where it types no
/// figures are in `host_keys`. The first gives something the focus.
pub(super) const OURS: [(NamedKey, u8); 13] = [
    (NamedKey::Tab, 23),
    (NamedKey::ArrowUp, 111),
    (NamedKey::ArrowDown, 116),
    (NamedKey::ArrowLeft, 113),
    (NamedKey::ArrowRight, 114),
    (NamedKey::PageUp, 112),
    (NamedKey::PageDown, 117),
    (NamedKey::Home, 110),
    (NamedKey::End, 115),
    (NamedKey::Delete, 119),
    (NamedKey::Backspace, 22),
    (NamedKey::Enter, 36),
    (NamedKey::Escape, 9),
];

/// Whose the keys are; `takes_pasted` where something is open that takes what is pasted.
pub(super) fn taken(context: &Context, takes_pasted: bool) -> Taken {
    if takes_pasted || context.text_edit_focused() {
        return Taken::All;
    }
    let is_focused = context.memory(|memory| memory.focused().is_some());
    if is_focused || Popup::is_any_open(context) { Taken::Ours } else { Taken::Few }
}

/// The same as the window asks for it.
pub(super) fn captured(taken: Taken) -> KeyCapture {
    let first = match taken {
        Taken::All => return KeyCapture::CaptureAll,
        Taken::Ours => OURS.len(),
        Taken::Few => 1,
    };
    KeyCapture::CaptureKeys(OURS[..first].iter().map(|(key, _)| HostKey::Named(*key)).collect())
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
