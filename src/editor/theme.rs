//! The look: a dark room, a light box, one safelight red.

use egui::{Color32, FontFamily, FontId};

/// The room.
pub(super) const BACKGROUND: Color32 = Color32::from_rgb(0x0c, 0x10, 0x13);
/// A card, and the line around it.
pub(super) const CARD: Color32 = Color32::from_rgb(0x10, 0x16, 0x1a);
/// The line around a card.
pub(super) const LINE: Color32 = Color32::from_rgb(0x1d, 0x26, 0x2c);
/// The line around what can be pressed.
pub(super) const BUTTON_LINE: Color32 = Color32::from_rgb(0x27, 0x32, 0x3a);
/// What can be pressed, under the pointer.
pub(super) const BUTTON: Color32 = Color32::from_rgb(0x18, 0x21, 0x27);
/// Titles.
pub(super) const BRIGHT: Color32 = Color32::from_rgb(0xe8, 0xf1, 0xf3);
/// Values.
pub(super) const TEXT: Color32 = Color32::from_rgb(0xd6, 0xe0, 0xe4);
/// Names of knobs.
pub(super) const DIM: Color32 = Color32::from_rgb(0x84, 0x96, 0xa0);
/// Light through the film: arcs of knobs, meters.
pub(super) const HIGHLIGHT: Color32 = Color32::from_rgb(0x9f, 0xd3, 0xe6);
/// The safelight: lamps, needle, whatever wears.
pub(super) const ACCENT: Color32 = Color32::from_rgb(0xff, 0x4a, 0x2a);
/// A click, where the needle hears it.
pub(super) const FLASH: Color32 = Color32::from_rgb(0xff, 0xd9, 0x8a);
/// A lamp that is off.
pub(super) const INDICATOR_OFF: Color32 = Color32::from_rgb(0x3a, 0x22, 0x1e);
/// The way a knob has not gone.
pub(super) const TRACK: Color32 = Color32::from_rgb(0x27, 0x32, 0x3a);
/// The cap of a knob.
pub(super) const CAP: Color32 = Color32::from_rgb(0x1a, 0x22, 0x28);
/// The arm.
pub(super) const ARM: Color32 = Color32::from_rgb(0x22, 0x28, 0x2c);
/// Its highlight.
pub(super) const ARM_EDGE: Color32 = Color32::from_rgb(0x56, 0x63, 0x6b);
/// Ink on the light box.
pub(super) const STAMP: Color32 = Color32::from_rgb(0x10, 0x20, 0x28);
/// What is left of the light box when it is off.
pub(super) const BOX_OFF: Color32 = Color32::from_rgb(0x20, 0x24, 0x26);
/// The light box from its middle to its corners: part of the way, colour.
pub(super) const LIGHT_BOX: [(f32, [u8; 3]); 4] = [
    (0.0, [0xf3, 0xfb, 0xff]),
    (0.62, [0xdc, 0xec, 0xf3]),
    (0.86, [0xb4, 0xca, 0xd3]),
    (1.0, [0x86, 0x9d, 0xa8]),
];

/// Words.
pub(super) fn text_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Numbers.
pub(super) fn mono_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Between two colours.
pub(super) fn blend(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share.clamp(0.0, 1.0))
}

/// Menus, tooltips and text fields, which egui paints itself.
pub(super) fn apply(context: &egui::Context) {
    let mut visuals = egui::Visuals::dark();
    visuals.panel_fill = BACKGROUND;
    visuals.window_fill = CARD;
    visuals.window_stroke.color = BUTTON_LINE;
    visuals.extreme_bg_color = BACKGROUND;
    visuals.selection.bg_fill = Color32::from_rgb(0x2d, 0x4a, 0x57);
    visuals.override_text_color = Some(TEXT);
    context.set_visuals(visuals);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast by the Web Content Accessibility Guidelines 2.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let luminance = |colour: Color32| {
            let linear = |byte: u8| {
                let v = f64::from(byte) / 255.0;
                if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_can_be_read_where_they_stand() {
        for word in [BRIGHT, TEXT, DIM] {
            for ground in [BACKGROUND, CARD, BUTTON] {
                assert!(contrast(word, ground) >= 4.5, "{word:?} on {ground:?}: {}", contrast(word, ground));
            }
        }
        // On the light box words stand near its corners; off, in the dark.
        let [r, g, b] = LIGHT_BOX[3].1;
        assert!(contrast(STAMP, Color32::from_rgb(r, g, b)) >= 4.5);
        assert!(contrast(TEXT, BOX_OFF) >= 4.5);
        // A knob's arc and the needle are no words; three to one is asked of them.
        assert!(contrast(HIGHLIGHT, CARD) >= 3.0 && contrast(ACCENT, CARD) >= 3.0);
    }
}
