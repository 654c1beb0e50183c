//! A card: one stage, or one group of parameters. What stands on it comes from the table.

use egui::{Align2, Pos2, Rect, Stroke, StrokeKind, Ui, vec2};

use super::param_widget::ParamWidget;
use super::{button, knob, theme};
use crate::params::Kind;

/// Paints the frame.
pub(super) fn frame(ui: &Ui, rect: Rect, scale: f32) {
    ui.painter().rect(rect, 4.0 * scale, theme::CARD, Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
}

/// A stage: lamp and title, its switches and its first choice in the head, a knob for every number, further choices below.
pub(super) fn stage(ui: &mut Ui, rect: Rect, scale: f32, title: &str, widgets: &[ParamWidget]) {
    frame(ui, rect, scale);
    let mut left = rect.left() + 14.0 * scale;
    let middle = rect.top() + 18.0 * scale;
    for widget in widgets.iter().filter(|widget| widget.parameter.kind == Kind::Switch) {
        let is_lamp = widget.parameter.is_lamp();
        let name = widget.parameter.name.to_lowercase();
        let (word, size) = if is_lamp { (title, 13.5) } else { (name.as_str(), 11.5) };
        left += button::toggle(ui, Pos2::new(left, middle), scale, *widget, word, size) + 12.0 * scale;
    }
    let mut choices = widgets.iter().filter(|widget| matches!(widget.parameter.kind, Kind::Choice(_)));
    if let Some(widget) = choices.next() {
        let right = rect.right() - 10.0 * scale;
        let head = Rect::from_min_max(
            Pos2::new(left.max(right - 130.0 * scale), middle - 10.0 * scale),
            Pos2::new(right, middle + 10.0 * scale),
        );
        button::choice(ui, head, scale, *widget);
    }
    let mut right = rect.right() - 10.0 * scale;
    for widget in choices {
        let foot = Rect::from_center_size(
            Pos2::new(right - 45.0 * scale, rect.bottom() - 16.0 * scale),
            vec2(90.0, 20.0) * scale,
        );
        button::choice(ui, foot, scale, *widget);
        let name = widget.parameter.name.to_lowercase();
        let font = theme::text_font(10.5 * scale);
        ui.painter().text(foot.left_center(), Align2::RIGHT_CENTER, name, font, theme::DIM);
        right -= 150.0 * scale;
    }
    let body = Rect::from_min_max(Pos2::new(rect.left(), rect.top() + 34.0 * scale), rect.max);
    knobs(ui, body.shrink2(vec2(6.0 * scale, 0.0)), scale, widgets, 4);
}

/// A knob for every number and count, in the middle of a row of at least so many places.
pub(super) fn knobs(ui: &mut Ui, rect: Rect, scale: f32, widgets: &[ParamWidget], least: usize) {
    let turned =
        |widget: &&ParamWidget| matches!(widget.parameter.kind, Kind::Number { .. } | Kind::Count { .. });
    let count = widgets.iter().filter(turned).count();
    let width = rect.width() / count.max(least) as f32;
    let first = rect.center().x - 0.5 * width * count as f32;
    for (place, widget) in widgets.iter().filter(turned).enumerate() {
        let left = first + width * place as f32;
        let cell = Rect::from_min_max(Pos2::new(left, rect.top()), Pos2::new(left + width, rect.bottom()));
        knob::knob(ui, cell, scale, *widget);
    }
}

/// Two bars of small lights: how loud it is before and after.
pub(super) fn meters(ui: &Ui, rect: Rect, scale: f32, levels: [f32; 2]) {
    const LIGHTS: usize = 30;
    const LOWEST_DB: f32 = -60.0;
    for (row, (level, word)) in levels.into_iter().zip(["in", "out"]).enumerate() {
        let y = rect.top() + row as f32 * 22.0 * scale;
        let font = theme::text_font(10.0 * scale);
        ui.painter().text(Pos2::new(rect.left(), y), Align2::LEFT_CENTER, word, font, theme::DIM);
        let lit = (20.0 * level.max(1e-6).log10() - LOWEST_DB) / -LOWEST_DB * LIGHTS as f32;
        let left = rect.left() + 24.0 * scale;
        let step = (rect.right() - left) / LIGHTS as f32;
        for light in 0..LIGHTS {
            let colour = match (light as f32) < lit {
                true if light + 3 >= LIGHTS => theme::ACCENT,
                true => theme::HIGHLIGHT,
                false => theme::LINE,
            };
            let at = Pos2::new(left + step * light as f32, y - 4.0 * scale);
            ui.painter().rect_filled(Rect::from_min_size(at, vec2(step * 0.66, 8.0 * scale)), 0.0, colour);
        }
    }
}
