//! The head of the panel: its name; and the main row below the stages.

use std::time::Duration;

use egui::{Align2, Pos2, Rect, Stroke, Ui, vec2};

use super::param_widget::ParamWidget;
use super::{button, card, theme};
use crate::params::Kind;
use crate::plugin::learn::{LEAST_LUFS, Learn, LearnState};

/// The name, and a line under it.
pub(super) fn title(ui: &Ui, rect: Rect, scale: f32) {
    let painter = ui.painter();
    let name = "R O E N T G E N I Z D A T";
    let at = Pos2::new(rect.left() + 20.0 * scale, rect.center().y);
    painter.text(at, Align2::LEFT_CENTER, name, theme::text_font(19.0 * scale), theme::BRIGHT);
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme::LINE));
}

/// What the main row knows of the loudness that was learnt.
pub(super) struct Loudness<'a> {
    /// The listener.
    pub learn: &'a Learn,
    /// Tells the sound that is set from others, and its trim.
    pub print: u32,
    /// See `print`.
    pub trim_db: f32,
    /// Whether the trim was learnt for another sound.
    pub is_another: bool,
}

/// Condition, mix and their like, the switches, *Learn*, and the meters.
pub(super) fn main_row(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    widgets: &[ParamWidget],
    levels: [f32; 2],
    loudness: &Loudness,
) {
    card::frame(ui, rect, scale);
    let middle = rect.left() + rect.width() * 0.53;
    let dials = Rect::from_min_max(
        Pos2::new(rect.left() + 6.0 * scale, rect.top()),
        Pos2::new(middle, rect.bottom()),
    );
    card::knobs(ui, dials, scale, widgets, 4);
    let mut left = middle + 14.0 * scale;
    for widget in widgets.iter().filter(|widget| widget.parameter.kind == Kind::Switch) {
        let word = widget.parameter.name.to_lowercase();
        let at = Pos2::new(left, rect.top() + 22.0 * scale);
        left += button::toggle(ui, at, scale, *widget, &word, 11.5) + 12.0 * scale;
    }
    learn(ui, rect, middle, scale, loudness);
    let meters = Rect::from_min_max(
        Pos2::new(middle + 12.0 * scale, rect.top() + 54.0 * scale),
        Pos2::new(rect.right() - 12.0 * scale, rect.bottom()),
    );
    card::meters(ui, meters, scale, levels);
}

/// The button, and a line that says what it waits for.
fn learn(ui: &mut Ui, rect: Rect, left: f32, scale: f32, loudness: &Loudness) {
    let state = loudness.learn.state();
    let (word, line) = match state {
        LearnState::Idle if loudness.is_another => ("learn", String::from("learned for another sound")),
        LearnState::Idle => ("learn", String::new()),
        LearnState::Listening { is_heard: false, .. } => {
            ("stop", format!("waits for a song above {LEAST_LUFS:.0} LUFS, at full mix"))
        }
        LearnState::Listening { left_seconds, .. } => {
            ("stop", format!("listens for {left_seconds:.0} s more"))
        }
    };
    let size = vec2(48.0, 20.0) * scale;
    let button =
        Rect::from_min_size(Pos2::new(rect.right() - 12.0 * scale - size.x, rect.top() + 12.0 * scale), size);
    let about =
        "Listens to ten seconds of the song and of the disc, and trims the disc to the song's loudness.";
    if button::push(ui, button, scale, word, about).clicked() {
        loudness.learn.toggle(loudness.print, loudness.trim_db);
    }
    if !line.is_empty() {
        let at = Pos2::new(left + 12.0 * scale, rect.top() + 41.0 * scale);
        let font = theme::text_font(10.5 * scale);
        ui.painter().text(at, Align2::LEFT_CENTER, line, font, theme::DIM);
    }
    if state != LearnState::Idle {
        ui.ctx().request_repaint_after(Duration::from_millis(100));
    }
}
