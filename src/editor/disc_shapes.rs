//! What lies on the light box, as shapes: the box, the film turned about the hole, the highlight in its grooves, the arm.

use std::f32::consts::TAU;

use egui::epaint::{Mesh, Vertex};
use egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, Shape, Stroke, TextureHandle, TextureOptions};
use egui::{Vec2, vec2};

use super::theme;
use crate::plugin::telemetry::DiscSnapshot;

/// Where the needle stands, in turns from the right, against the clock.
pub(super) const NEEDLE_ANGLE: f32 = 0.085;
/// Size of the light box's texture: it has no detail.
const LIGHT_PX: usize = 96;

/// The light box, brightest in the middle.
pub(super) fn light_box(context: &Context) -> TextureHandle {
    let half = LIGHT_PX as f32 / 2.0;
    let shade = |index: usize| {
        let (x, y) = ((index % LIGHT_PX) as f32 + 0.5 - half, (index / LIGHT_PX) as f32 + 0.5 - half);
        let way = (x.hypot(y) / half / 1.12).min(1.0);
        let upper = theme::LIGHT_BOX.iter().position(|(stop, _)| way <= *stop).unwrap_or(3).max(1);
        let ((low, from), (high, to)) = (theme::LIGHT_BOX[upper - 1], theme::LIGHT_BOX[upper]);
        let [from, to] = [from, to].map(|[r, g, b]| Color32::from_rgb(r, g, b));
        theme::blend(from, to, (way - low) / (high - low))
    };
    let pixels = (0..LIGHT_PX * LIGHT_PX).map(shade).collect();
    let image = ColorImage::new([LIGHT_PX, LIGHT_PX], pixels);
    context.load_texture("light box", image, TextureOptions::LINEAR)
}

/// A direction on the screen: turns from the right, against the clock; y points down.
pub(super) fn direction(turns: f32) -> Vec2 {
    vec2((turns * TAU).cos(), -(turns * TAU).sin())
}

/// The film's picture, turned by so many turns.
pub(super) fn turned_square(texture: &TextureHandle, centre: Pos2, half: f32, turned: f32) -> Mesh {
    let mut mesh = Mesh::with_texture(texture.id());
    for (x, y) in [(-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
        let (right, up) = (direction(turned), direction(turned + 0.25));
        let uv = Pos2::new((x + 1.0) / 2.0, (1.0 - y) / 2.0);
        mesh.vertices.push(Vertex { pos: centre + half * (x * right + y * up), uv, color: Color32::WHITE });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    mesh
}

/// The highlight of the room's lamp in the grooves: it stays where it is while the disc turns under it.
pub(super) fn sheen(centre: Pos2, [outer, inner]: [f32; 2], strength: f32) -> Mesh {
    const STEPS: u32 = 96;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let turns = step as f32 / STEPS as f32;
        let glance = (TAU * (turns - 0.17)).cos();
        let alpha = strength * glance.abs().powi(14);
        let colour = Color32::from_white_alpha(alpha as u8);
        for radius in [outer, inner] {
            mesh.colored_vertex(centre + radius * direction(turns), colour);
        }
        if step > 0 {
            let at = 2 * step;
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    mesh
}

/// The arm; tells where its needle is.
pub(super) fn arm(
    painter: &Painter,
    rect: Rect,
    scale: f32,
    spindle: Pos2,
    centre: Vec2,
    view: &DiscSnapshot,
    mm: f32,
) -> Pos2 {
    let along = direction(NEEDLE_ANGLE);
    // The groove is round about the middle of the film; its crossing with the needle's line:
    let across = centre.x * along.y - centre.y * along.x;
    let radius = view.place.radius_mm as f32 * mm;
    let reach = centre.dot(along) + (radius * radius - across * across).max(0.0).sqrt();
    let lifted = if view.is_down { 0.0 } else { 7.0 * scale };
    let needle = spindle + reach * along - vec2(0.0, lifted);
    let pivot = rect.right_top() + vec2(-30.0, 42.0) * scale;
    let back = (pivot - needle).normalized();
    let head = needle + back * 17.0 * scale;
    painter.line_segment([pivot, head], Stroke::new(8.0 * scale, theme::ARM));
    painter.line_segment([pivot, head], Stroke::new(2.4 * scale, theme::ARM_EDGE));
    painter.circle(pivot, 20.0 * scale, theme::CAP, Stroke::new(2.0 * scale, theme::ARM_EDGE));
    painter.circle_filled(pivot, 7.0 * scale, theme::ARM);
    let side = vec2(-back.y, back.x);
    let corner = |x: f32, y: f32| head + (back * x + side * y) * scale;
    let shell = vec![corner(-13.0, -8.0), corner(17.0, -11.0), corner(17.0, 11.0), corner(-13.0, 8.0)];
    painter.add(Shape::convex_polygon(shell, theme::BACKGROUND, Stroke::new(1.0, theme::ARM_EDGE)));
    let glow = if view.is_down { theme::ACCENT } else { theme::INDICATOR_OFF };
    painter.circle_filled(needle, 3.0 * scale, glow);
    needle
}
