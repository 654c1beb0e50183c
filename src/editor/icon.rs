//! Signs that no typeface has to have: drawn.

use std::f32::consts::TAU;

use egui::epaint::{Mesh, PathStroke};
use egui::{Color32, Painter, Pos2, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::theme;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// To the one before.
    Previous,
    /// To the one after.
    Next,
    /// Back.
    Undo,
    /// Forth.
    Redo,
    /// Whatever else there is.
    More,
}

/// Draws a sign about a middle, in a square of `size` points.
pub(super) fn draw(painter: &Painter, icon: Icon, centre: Pos2, size: f32, colour: Color32) {
    let half = 0.5 * size;
    let at = |x: f32, y: f32| centre + half * vec2(x, y);
    match icon {
        Icon::Previous => {
            painter.add(triangle([at(0.6, -0.8), at(0.6, 0.8), at(-0.7, 0.0)], colour));
        }
        Icon::Next => {
            painter.add(triangle([at(-0.6, -0.8), at(-0.6, 0.8), at(0.7, 0.0)], colour));
        }
        Icon::Undo | Icon::Redo => {
            let side = if icon == Icon::Undo { 1.0 } else { -1.0 };
            let bow = |turns: f32| {
                let (sin, cos) = (turns * TAU).sin_cos();
                at(side * 0.75 * cos, 0.1 - 0.75 * sin)
            };
            let points = (0..=16).map(|i| bow(0.45 - 0.7 * i as f32 / 16.0)).collect();
            painter.add(Shape::line(points, PathStroke::new(0.13 * size, colour)));
            let tip = bow(0.45);
            let head = [vec2(-0.45, -0.1), vec2(0.35, -0.35), vec2(0.1, 0.5)];
            painter.add(triangle(head.map(|v| tip + half * vec2(side * v.x, v.y)), colour));
        }
        Icon::More => {
            for x in [-0.65, 0.0, 0.65] {
                painter.circle_filled(at(x, 0.0), 0.11 * size, colour);
            }
        }
    }
}

fn triangle(points: [Pos2; 3], colour: Color32) -> Shape {
    Shape::convex_polygon(points.to_vec(), colour, Stroke::NONE)
}

/// A star to press: full for a favourite.
pub(super) fn star(ui: &mut Ui, is_full: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_full, "favourite"));
    let point = |i: usize| {
        let radius = if i.is_multiple_of(2) { 7.0 } else { 3.0 };
        let (sin, cos) = (TAU * i as f32 / 10.0).sin_cos();
        rect.center() + radius * vec2(sin, -cos)
    };
    let points: Vec<Pos2> = (0..10).map(point).collect();
    if is_full {
        let mut mesh = Mesh::default();
        mesh.colored_vertex(rect.center(), theme::ACCENT);
        points.iter().for_each(|at| mesh.colored_vertex(*at, theme::ACCENT));
        (0..10u32).for_each(|i| mesh.add_triangle(0, 1 + i, 1 + (i + 1) % 10));
        ui.painter().add(Shape::mesh(mesh));
    }
    let colour = if response.hovered() || response.has_focus() { theme::HIGHLIGHT } else { theme::DIM };
    ui.painter().add(Shape::closed_line(points, PathStroke::new(1.0, colour)));
    response
}
