//! Whose key it is. While text is typed the panel takes all; otherwise only those that move a knob or the focus, and Space,
//! which starts and stops every host, is never the panel's.

use egui::{Context, Event, Key};
use keyboard_types::{Key as HostKey, NamedKey};
use nice_plug_egui::KeyCapture;

/// Keys that the panel takes from the host.
pub fn captured(context: &Context) -> KeyCapture {
    if context.text_edit_focused() {
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

/// Space would press what has the focus; but it is on its way to the host.
pub fn leave_space_to_the_host(context: &Context) {
    if !context.text_edit_focused() {
        let is_space = |event: &Event| matches!(event, Event::Key { key: Key::Space, .. });
        context.input_mut(|input| input.events.retain(|event| !is_space(event)));
    }
}
