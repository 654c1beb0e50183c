//! The keyboard's place on the side, one for disc and strip: what the pointer does there, keys do at this place.

use egui::{EventFilter, Key, Response, Ui};

/// How many steps a page goes.
const PAGE: f64 = 10.0;

/// A place along the side, from the first groove to the last, `0.0..1.0`.
#[derive(Default)]
pub(super) struct Cursor {
    part: f64,
}

impl Cursor {
    /// Tells where it is, if `response` has the focus, and moves it first: arrows to the right and left a step, pages ten,
    /// Home and End to the ends. A step is a part of the side.
    pub(super) fn follow(&mut self, ui: &Ui, response: &Response, step: f64) -> Option<f64> {
        if !response.has_focus() {
            return None;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        let moves = [
            (Key::ArrowRight, 1.0),
            (Key::ArrowLeft, -1.0),
            (Key::PageDown, PAGE),
            (Key::PageUp, -PAGE),
            (Key::Home, f64::NEG_INFINITY),
            (Key::End, f64::INFINITY),
        ];
        for (_, steps) in moves.into_iter().filter(|(key, _)| pressed(*key)) {
            // The middle of the last step is still on the side.
            self.part = (self.part + steps * step).clamp(0.0, (1.0 - 0.5 * step).max(0.0));
        }
        Some(self.part)
    }
}
