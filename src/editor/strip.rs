//! The side as a strip: damage of every turn from the first groove to the last, and where the needle is.

use egui::{Align2, Color32, Pos2, Rect, Ui, vec2};

use super::theme;
use crate::plugin::meters::DiscView;

/// Bars on the strip.
pub const BARS: usize = 112;

/// Paints it; `damage` holds the damage at each bar, `0.0..=1.0`.
pub fn paint(ui: &Ui, rect: Rect, scale: f32, view: &DiscView, damage: &[f32]) {
    let painter = ui.painter();
    let step = rect.width() / damage.len().max(1) as f32;
    let floor = rect.bottom() - 14.0 * scale;
    let height = floor - rect.top();
    for (bar, share) in damage.iter().enumerate() {
        let tall = (height * share).max(1.5 * scale);
        let at = Pos2::new(rect.left() + step * bar as f32, floor - tall);
        let colour = theme::blend(theme::TRACK, Color32::from_rgb(0xe0, 0x76, 0x50), 0.25 + share);
        painter.rect_filled(Rect::from_min_size(at, vec2(step * 0.8, tall)), 0.0, colour);
    }
    let part = (view.place.turns() / f64::from(view.turns.max(1))).clamp(0.0, 1.0) as f32;
    let x = rect.left() + rect.width() * part;
    let line =
        Rect::from_min_max(Pos2::new(x - scale, rect.top()), Pos2::new(x + scale, floor + 4.0 * scale));
    painter.rect_filled(line, 0.0, theme::SAFELIGHT);

    let seconds = f64::from(view.turns) * 60.0 / view.rpm;
    let font = theme::digits(10.0 * scale);
    let left = rect.left_bottom();
    painter.text(left, Align2::LEFT_BOTTOM, clock(seconds * f64::from(part)), font.clone(), theme::DIM);
    painter.text(rect.right_bottom(), Align2::RIGHT_BOTTOM, clock(seconds), font, theme::DIM);
}

fn clock(seconds: f64) -> String {
    let whole = seconds as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}
