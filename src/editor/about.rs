//! What this is, which version, and the licences of what is inside; opened by the version in the head of the panel.

use egui::{Align2, Id, Popup, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo};

use super::{button, theme};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Typefaces, and their licences as they ask to be shown.
const TYPEFACES: [(&str, &str); 5] = [
    ("Ubuntu Light", include_str!("../../licences/Ubuntu-Light.txt")),
    ("Hack", include_str!("../../licences/Hack-Regular.txt")),
    ("Noto Emoji", include_str!("../../licences/NotoEmoji-Regular.txt")),
    ("emoji-icon-font", include_str!("../../licences/emoji-icon-font.txt")),
    ("egui-icons", include_str!("../../licences/egui-icons.txt")),
];

/// Paints the version, which opens the rest.
pub(super) fn button(ui: &mut Ui, rect: Rect, scale: f32) {
    let response = ui.interact(rect, Id::unique("about"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "about"));
    let colour = if response.hovered() { theme::TEXT } else { theme::DIM };
    ui.painter().text(
        rect.right_center(),
        Align2::RIGHT_CENTER,
        VERSION,
        theme::text_font(11.0 * scale),
        colour,
    );
    button::focus_ring(ui, rect, &response);
    Popup::menu(&response).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(420.0);
        ui.strong(format!("Roentgenizdat {VERSION}"));
        ui.label("A record cut on X-ray film, as an object with a number and a history.");
        ui.label("Licence: MIT OR Apache-2.0. No X-ray record has been measured for it; what is guessed is called guessed.");
        ui.weak("With nice-plug (ISC), egui (MIT OR Apache-2.0), clap-wrapper and the VST3 SDK (MIT), symphonia (MPL-2.0), and the libraries in Cargo.lock.");
        ui.separator();
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for (name, text) in TYPEFACES {
                ui.collapsing(format!("Licence of the typeface {name}"), |ui| ui.weak(text));
            }
        });
    });
}
