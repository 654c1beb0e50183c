//! The side as a strip: damage of every turn from the first groove to the last, where the needle is, and what the host's loop
//! covers. Dragging over it wears the turns out to the pointer's height, as if they had been played; nothing heals. On the
//! keyboard the arrows to the sides choose a bar, and the arrow up wears it.

use std::ops::RangeInclusive;

use egui::{Align2, Color32, Id, Key, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::cursor::Cursor;
use super::{button, theme};
use crate::plugin::telemetry::DiscSnapshot;

/// Bars on the strip.
pub(super) const BARS: usize = 112;
/// What a stroke of the arrow up adds, and with Shift.
const STROKES: [f32; 2] = [0.05, 0.01];

/// Turns that the user wears out, and to which damage.
pub(super) struct WearStroke {
    /// Which turns of the side.
    pub(super) turns: RangeInclusive<i32>,
    /// How far, `0.0..=1.0`.
    pub(super) damage: f32,
}

/// Paints it; `damage` holds the damage at each bar, `0.0..=1.0`. Says what is to be worn.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    view: &DiscSnapshot,
    damage: &[f32],
    cursor: &mut Cursor,
) -> Option<WearStroke> {
    let response = ui.interact(rect, Id::unique("strip"), Sense::click_and_drag());
    let floor = rect.bottom() - 14.0 * scale;
    let turn_at = |part: f64| ((part * f64::from(view.turns)) as i32).clamp(0, (view.turns - 1).max(0));
    let pressed = response.is_pointer_button_down_on();
    let drawn = response.interact_pointer_pos().filter(|_| pressed).map(|at| {
        let part = |x: f32| f64::from(((x - rect.left()) / rect.width()).clamp(0.0, 1.0));
        // A quick hand leaves no turns out.
        let before = turn_at(part(at.x - ui.input(|input| input.pointer.delta().x)));
        let now = turn_at(part(at.x));
        let damage = ((floor - at.y) / (floor - rect.top())).clamp(0.0, 1.0);
        WearStroke { turns: before.min(now)..=before.max(now), damage }
    });
    bars(ui, rect, scale, view, damage);

    let marked = cursor.follow(ui, &response, 1.0 / BARS as f64);
    // Half a bar further on, lest a rounding end in the bar before.
    let marked = marked.map(|part| ((part * BARS as f64 + 0.5) as usize).min(BARS - 1));
    let marked = marked.and_then(|bar| damage.get(bar).map(|damage| (bar, *damage)));
    let stroke = marked.and_then(|(bar, damage)| {
        let (up, fine) = ui.input(|input| (input.key_pressed(Key::ArrowUp), input.modifiers.shift));
        let turn_of = |bar: usize| turn_at(bar as f64 / BARS as f64);
        let turns = turn_of(bar)..=turn_of(bar).max(turn_of(bar + 1) - i32::from(bar + 1 < BARS));
        up.then(|| WearStroke { turns, damage: (damage + STROKES[usize::from(fine)]).min(1.0) })
    });
    if let Some((bar, _)) = marked {
        let step = rect.width() / BARS as f32;
        let left = rect.left() + step * bar as f32;
        let frame = Rect::from_min_max(Pos2::new(left, rect.top()), Pos2::new(left + 0.8 * step, floor));
        ui.painter().rect_stroke(frame, 0.0, Stroke::new(1.0, theme::HIGHLIGHT), StrokeKind::Outside);
        button::focus_ring(ui, rect, &response);
    }
    response.widget_info(|| {
        let at = |(bar, damage)| format!(": turn {}, damage {damage:.2}", turn_at(bar as f64 / BARS as f64));
        let name = format!("Damage of the side{}", marked.map_or_else(String::new, at));
        WidgetInfo::labeled(Role::ProgressIndicator, true, name)
    });
    response.on_hover_text(
        "Damage, turn by turn. Drag to wear the groove out: the disc remembers it as if it had been played. A fresh copy takes it back.",
    );
    drawn.or(stroke)
}

fn bars(ui: &Ui, rect: Rect, scale: f32, view: &DiscSnapshot, damage: &[f32]) {
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
    if let Some([from, to]) = view.looped {
        let x = |turns: f64| rect.left() + rect.width() * (turns / f64::from(view.turns.max(1))) as f32;
        let at = Rect::from_min_max(
            Pos2::new(x(from), floor + 1.5 * scale),
            Pos2::new(x(to), floor + 4.0 * scale),
        );
        painter.rect_filled(at, 0.0, theme::HIGHLIGHT);
    }
    let part = (view.place.turns() / f64::from(view.turns.max(1))).clamp(0.0, 1.0) as f32;
    let x = rect.left() + rect.width() * part;
    let line =
        Rect::from_min_max(Pos2::new(x - scale, rect.top()), Pos2::new(x + scale, floor + 4.0 * scale));
    painter.rect_filled(line, 0.0, theme::ACCENT);

    let seconds = view.side_seconds;
    let font = theme::mono_font(10.0 * scale);
    let left = rect.left_bottom();
    painter.text(left, Align2::LEFT_BOTTOM, clock(seconds * f64::from(part)), font.clone(), theme::DIM);
    painter.text(rect.right_bottom(), Align2::RIGHT_BOTTOM, clock(seconds), font, theme::DIM);
}

fn clock(seconds: f64) -> String {
    let whole = seconds as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}
