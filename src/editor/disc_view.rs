//! The disc on the light box, turning with the sound: the film about its off-centre hole, the needle in the groove.
//!
//! With the spindle at the origin and the film turned by `R`, a point at angle `a` of the disc is seen at `a + R`.
//! The needle stays at one angle `N`, so `R = N − angle`, and the middle of the film, a hole's distance from the
//! spindle, goes round it. Where the groove of radius `r` crosses the needle's line, there the arm stands: seen
//! from the spindle it swings in and out, and that is the wow.

use std::f32::consts::TAU;

use egui::epaint::{Mesh, Vertex};
use egui::{Align2, Color32, ColorImage, Context, Id, Pos2, Rect, Role, Sense, Shape, Stroke, TextureHandle};
use egui::{TextureOptions, Ui, Vec2, WidgetInfo, vec2};

use super::film::Shown;
use super::{chip, theme};
use crate::plugin::meters::DiscView;

/// Where the needle stands, in turns from the right, against the clock.
const NEEDLE_ANGLE: f32 = 0.085;
/// Size of the light box's texture: it has no detail.
const LIGHT_PX: usize = 96;

/// The light box, brightest in the middle.
pub fn light_box(context: &Context) -> TextureHandle {
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

/// What the disc is seen by.
pub struct Lighting<'a> {
    /// The light box, [`light_box`].
    pub light_box: &'a TextureHandle,
    /// It is on.
    pub is_lit: bool,
    /// The light of a click, `0.0..=1.0`.
    pub flash: f32,
}

/// What the user did on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Touch {
    /// Set the needle down so many turns into the side.
    pub dropped: Option<f64>,
    /// Pressed the switch of the light box.
    pub switched: bool,
    /// Wants to choose a picture.
    pub chooses: bool,
}

/// Paints box, disc and arm, and says what is under the pointer. `film` is the film, once there is one.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    view: &DiscView,
    lighting: &Lighting,
    film: Option<&Shown>,
) -> Touch {
    let Lighting { light_box, is_lit, flash } = *lighting;
    let response = ui.interact(rect, Id::unique("disc"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, caption(view)));
    let tint = if is_lit { Color32::WHITE } else { theme::BOX_OFF };
    let image = egui::Image::new((light_box.id(), rect.size())).corner_radius(10.0 * scale).tint(tint);
    image.paint_at(ui, rect);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    // 25 cm, the largest, fill the box.
    let mm = rect.height() * 0.465 / 125.0;
    let spindle = rect.center() + vec2(-0.02 * rect.width(), 0.0);
    let turned = NEEDLE_ANGLE - view.place.angle as f32;
    let film_radius = view.diameter_cm * 5.0 * mm;

    let mut centre = Vec2::ZERO;
    if let Some(film) = film {
        centre = -view.hole_mm * mm * seen(film.hole_angle as f32 + turned);
        painter.circle_filled(
            spindle + centre + vec2(3.0, 5.0) * scale,
            film_radius,
            chip::with_alpha(theme::STAMP, 60),
        );
        painter.add(Shape::mesh(turned_square(&film.texture, spindle + centre, film_radius, turned)));
        let strength = if is_lit { 46.0 } else { 130.0 };
        let radii = view.radii_mm.map(|radius| radius as f32 * mm);
        painter.add(Shape::mesh(sheen(spindle + centre, radii, strength)));
    }
    painter.circle_filled(spindle, 3.6 * mm, theme::ROOM);
    painter.circle_filled(spindle, 2.6 * mm, theme::ARM_EDGE);
    let needle = arm(&painter, rect, scale, spindle, centre, view, mm);
    if flash > 0.02 {
        painter.circle_filled(
            needle,
            16.0 * scale * flash,
            chip::with_alpha(theme::FLASH, (150.0 * flash) as u8),
        );
    }
    stamps(&painter, rect, scale, view, is_lit);
    let (switched, chooses) = (switch(ui, rect, scale, is_lit), choose(ui, rect, scale));

    // Back from the screen to the film: its middle is the origin, its own right is angle 0.
    let under = response.hover_pos().map(|at| (at - spindle - centre) / mm).map(|at| vec2(at.x, -at.y));
    let [outer, inner] = view.radii_mm;
    let on_groove = under.map(|at| (at, f64::from(at.length()))).filter(|(_, r)| (inner..=outer).contains(r));
    let Some((at, radius_mm)) = on_groove else { return Touch { dropped: None, switched, chooses } };
    // Held to the rim (`disc_travel` 0) the needle comes nowhere else.
    let turns = (outer - radius_mm) / (outer - inner) * f64::from(view.turns) / view.travel.max(1e-3);
    let (sin, cos) = (-turned * TAU).sin_cos();
    let own = vec2(cos * at.x - sin * at.y, sin * at.x + cos * at.y);
    let density = film.map(|film| film.radiograph.density(f64::from(own.x), f64::from(own.y)));
    let dropped = response.clicked().then_some(turns).filter(|turns| *turns < f64::from(view.turns));
    let density = density.map_or_else(String::new, |density| format!(" · density {density:.1}"));
    response.on_hover_text_at_pointer(format!(
        "turn {} · r {radius_mm:.1} mm{density}\nClick: set the needle down here, with the needle on always and no song running.",
        turns as i32
    ));
    Touch { dropped, switched, chooses }
}

/// The switch of the light box. Says whether it was pressed.
fn switch(ui: &mut Ui, rect: Rect, scale: f32, is_lit: bool) -> bool {
    let size = vec2(58.0, 24.0) * scale;
    let place = Rect::from_min_size(rect.right_bottom() - size - vec2(12.0, 10.0) * scale, size);
    let about = "The light box: on, the bones; off, the grooves in the light of the room.";
    chip::button(ui, place, scale, if is_lit { "light" } else { "dark" }, about).clicked()
}

/// The button beside it. Says whether it was pressed.
fn choose(ui: &mut Ui, rect: Rect, scale: f32) -> bool {
    let size = vec2(64.0, 24.0) * scale;
    let place = Rect::from_min_size(rect.right_bottom() - size - vec2(78.0, 10.0) * scale, size);
    let about = "A picture of your own on the film, in the place of the X-ray; the hiss follows it.";
    chip::button(ui, place, scale, "picture", about).clicked()
}

/// A direction on the screen: turns from the right, against the clock; y points down.
fn seen(turns: f32) -> Vec2 {
    vec2((turns * TAU).cos(), -(turns * TAU).sin())
}

fn turned_square(texture: &TextureHandle, centre: Pos2, half: f32, turned: f32) -> Mesh {
    let mut mesh = Mesh::with_texture(texture.id());
    for (x, y) in [(-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
        let (right, up) = (seen(turned), seen(turned + 0.25));
        let uv = Pos2::new((x + 1.0) / 2.0, (1.0 - y) / 2.0);
        mesh.vertices.push(Vertex { pos: centre + half * (x * right + y * up), uv, color: Color32::WHITE });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    mesh
}

/// The highlight of the room's lamp in the grooves: it stays where it is while the disc turns under it.
fn sheen(centre: Pos2, [outer, inner]: [f32; 2], strength: f32) -> Mesh {
    const STEPS: u32 = 96;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let turns = step as f32 / STEPS as f32;
        let glance = (TAU * (turns - 0.17)).cos();
        let alpha = strength * glance.abs().powi(14);
        let colour = Color32::from_white_alpha(alpha as u8);
        for radius in [outer, inner] {
            mesh.colored_vertex(centre + radius * seen(turns), colour);
        }
        if step > 0 {
            let at = 2 * step;
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    mesh
}

fn arm(
    painter: &egui::Painter,
    rect: Rect,
    scale: f32,
    spindle: Pos2,
    centre: Vec2,
    view: &DiscView,
    mm: f32,
) -> Pos2 {
    let along = seen(NEEDLE_ANGLE);
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
    painter.add(Shape::convex_polygon(shell, theme::ROOM, Stroke::new(1.0, theme::ARM_EDGE)));
    let glow = if view.is_down { theme::SAFELIGHT } else { theme::LAMP_OFF };
    painter.circle_filled(needle, 3.0 * scale, glow);
    needle
}

/// What stands above the disc.
fn caption(view: &DiscView) -> String {
    let side = char::from(b'A' + view.place.side);
    format!("No {:04} · side {side} · {} cm · {:.2} rpm", view.serial, view.diameter_cm, view.rpm)
}

fn stamps(painter: &egui::Painter, rect: Rect, scale: f32, view: &DiscView, is_lit: bool) {
    let bottom = format!(
        "turn {} of {} · r {:.1} mm · {:.2} m/s · damage {:.2}",
        view.place.turn, view.turns, view.place.radius_mm, view.place.speed_m_s, view.damage
    );
    let (font, colour) = (theme::digits(11.5 * scale), if is_lit { theme::STAMP } else { theme::TEXT });
    let inset = vec2(14.0, 14.0) * scale;
    painter.text(rect.min + inset, Align2::LEFT_TOP, caption(view), font.clone(), colour);
    let corner = rect.left_bottom() + vec2(inset.x, -inset.y);
    painter.text(corner, Align2::LEFT_BOTTOM, bottom, font, colour);
}
