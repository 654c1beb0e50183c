//! The disc on the light box, turning with the sound: the film about its off-centre hole, the needle in the groove.
//!
//! With the spindle at the origin and the film turned by `R`, a point at angle `a` of the disc is seen at `a + R`.
//! The needle stays at one angle `N`, so `R = N − angle`, and the middle of the film, a hole's distance from the
//! spindle, goes round it. Where the groove of radius `r` crosses the needle's line, there the arm stands: seen
//! from the spindle it swings in and out, and that is the wow.

use std::f32::consts::TAU;

use egui::{
    Align2, Color32, Id, PointerButton, Pos2, Rect, Role, Sense, Shape, Stroke, TextureHandle, Ui, Vec2,
    WidgetInfo, vec2,
};

use super::cursor::Cursor;
use super::disc_painter::PaintedFilm;
use super::disc_shapes::{self, NEEDLE_ANGLE, direction};
use super::{button, theme};
use crate::plugin::telemetry::DiscSnapshot;

/// What the disc is seen by.
pub(super) struct Lighting<'a> {
    /// The light box, [`disc_shapes::light_box`].
    pub(super) light_box: &'a TextureHandle,
    /// It is on.
    pub(super) is_lit: bool,
    /// The light of a click, `0.0..=1.0`.
    pub(super) flash: f32,
}

/// What is on it, for one frame.
pub(super) struct Scene<'a> {
    /// The disc now.
    pub(super) view: &'a DiscSnapshot,
    /// The film, once there is one.
    pub(super) film: Option<&'a PaintedFilm>,
    /// Damage of the groove so many turns into the side.
    pub(super) damage_at: &'a dyn Fn(f64) -> f32,
}

/// What the user did on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct DiscInput {
    /// Set the needle down so many turns into the side.
    pub(super) dropped: Option<f64>,
    /// Pressed the switch of the light box.
    pub(super) switched: bool,
    /// Wants to choose a picture.
    pub(super) chooses: bool,
}

/// Where the film lies on the screen.
struct FilmTransform {
    /// The film's middle.
    middle: Pos2,
    /// Turned by so many turns.
    turned: f32,
    /// Points to a millimetre.
    mm: f32,
}

/// A place on the groove that pointer or keyboard is at.
struct Spot {
    turns: f64,
    radius_mm: f64,
    /// On the film, mm from its middle, x right, y up.
    on_film_mm: Vec2,
}

/// Paints box, disc and arm, and says what is under the pointer, or where the keyboard is.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    scale: f32,
    scene: &Scene,
    lighting: &Lighting,
    cursor: &mut Cursor,
) -> DiscInput {
    let view = scene.view;
    let Lighting { light_box, is_lit, flash } = *lighting;
    let response = ui.interact(rect, Id::unique("disc"), Sense::click());
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
    if let Some(film) = scene.film {
        centre = -view.hole_mm * mm * direction(film.hole_angle as f32 + turned);
        let shadow = spindle + centre + vec2(3.0, 5.0) * scale;
        painter.circle_filled(shadow, film_radius, button::with_alpha(theme::STAMP, 60));
        let square = disc_shapes::turned_square(&film.texture, spindle + centre, film_radius, turned);
        painter.add(Shape::mesh(square));
        let strength = if is_lit { 46.0 } else { 130.0 };
        let radii = view.radii_mm.map(|radius| radius as f32 * mm);
        painter.add(Shape::mesh(disc_shapes::sheen(spindle + centre, radii, strength)));
    }
    painter.circle_filled(spindle, 3.6 * mm, theme::BACKGROUND);
    painter.circle_filled(spindle, 2.6 * mm, theme::ARM_EDGE);
    let lie = FilmTransform { middle: spindle + centre, turned, mm };
    let marked = cursor.follow(ui, &response, 1.0 / f64::from(view.turns.max(1)));
    let marked = marked.map(|part| lie.marked(view, part));
    if let Some(spot) = &marked {
        let ring = Stroke::new(1.5 * scale, theme::ACCENT);
        painter.circle_stroke(lie.middle, spot.radius_mm as f32 * mm, ring);
        button::focus_ring(ui, rect, &response);
    }
    let needle = disc_shapes::arm(&painter, rect, scale, spindle, centre, view, mm);
    if flash > 0.02 {
        let light = button::with_alpha(theme::FLASH, (150.0 * flash) as u8);
        painter.circle_filled(needle, 16.0 * scale * flash, light);
    }
    let caption_text = marked.as_ref().map_or_else(|| at_needle(view), |spot| spot.describe(scene));
    stamps(&painter, rect, scale, view, &caption_text, is_lit);
    response.widget_info(|| match &marked {
        Some(_) => WidgetInfo::labeled(Role::Image, true, format!("{} · {caption_text}", caption(view))),
        None => WidgetInfo::labeled(Role::Image, true, caption(view)),
    });
    let (switched, chooses) = (switch(ui, rect, scale, is_lit), choose(ui, rect, scale));
    let (by_pointer, by_key) = (response.clicked_by(PointerButton::Primary), response.clicked());
    let pointed = response.hover_pos().and_then(|at| lie.pointed(view, at));
    if let Some(spot) = &pointed {
        response.on_hover_text_at_pointer(format!(
            "{}\nClick: set the needle down here, with the needle on always and no song running.",
            spot.describe(scene)
        ));
    }
    // Enter on what has the focus is a click too, without a pointer.
    let dropped = if by_pointer { pointed } else { marked.filter(|_| by_key) };
    let dropped = dropped.filter(|spot| spot.turns < f64::from(view.turns));
    DiscInput { dropped: dropped.map(|spot| spot.turns), switched, chooses }
}

impl FilmTransform {
    /// From the screen to the groove; nothing beside it.
    fn pointed(&self, view: &DiscSnapshot, at: Pos2) -> Option<Spot> {
        let under = (at - self.middle) / self.mm;
        let under = vec2(under.x, -under.y);
        let [outer, inner] = view.radii_mm;
        let radius_mm = f64::from(under.length());
        // Held to the rim (`disc_travel` 0) the needle comes nowhere else.
        let turns = (outer - radius_mm) / (outer - inner) * f64::from(view.turns) / view.travel.max(1e-3);
        let (sin, cos) = (-self.turned * TAU).sin_cos();
        let on_film_mm = vec2(cos * under.x - sin * under.y, sin * under.x + cos * under.y);
        (inner..=outer).contains(&radius_mm).then_some(Spot { turns, radius_mm, on_film_mm })
    }

    /// A part of the side, where it passes the needle.
    fn marked(&self, view: &DiscSnapshot, part: f64) -> Spot {
        let [outer, inner] = view.radii_mm;
        let radius_mm = outer - (outer - inner) * view.travel * part;
        let (sin, cos) = (view.place.angle as f32 * TAU).sin_cos();
        let on_film_mm = radius_mm as f32 * vec2(cos, sin);
        Spot { turns: part * f64::from(view.turns), radius_mm, on_film_mm }
    }
}

impl Spot {
    fn describe(&self, scene: &Scene) -> String {
        let Self { turns, radius_mm, on_film_mm } = self;
        let damage = (scene.damage_at)(turns.min(f64::from(scene.view.turns - 1)));
        let density = scene.film.map_or_else(String::new, |film| {
            let density = film.radiograph.density(f64::from(on_film_mm.x), f64::from(on_film_mm.y));
            format!(" · density {density:.1}")
        });
        format!("turn {} · r {radius_mm:.1} mm · damage {damage:.2}{density}", *turns as i32)
    }
}

/// The switch of the light box. Says whether it was pressed.
fn switch(ui: &mut Ui, rect: Rect, scale: f32, is_lit: bool) -> bool {
    let size = vec2(58.0, 24.0) * scale;
    let place = Rect::from_min_size(rect.right_bottom() - size - vec2(12.0, 10.0) * scale, size);
    let about = "The light box: on, the bones; off, the grooves in the light of the room.";
    button::push(ui, place, scale, if is_lit { "light" } else { "dark" }, about).clicked()
}

/// The button beside it. Says whether it was pressed.
fn choose(ui: &mut Ui, rect: Rect, scale: f32) -> bool {
    let size = vec2(64.0, 24.0) * scale;
    let place = Rect::from_min_size(rect.right_bottom() - size - vec2(78.0, 10.0) * scale, size);
    let about = "A picture of your own on the film, in the place of the X-ray; the hiss follows it.";
    button::push(ui, place, scale, "picture", about).clicked()
}

/// What stands above the disc.
fn caption(view: &DiscSnapshot) -> String {
    let side = char::from(b'A' + view.place.side);
    format!("No {:04} · side {side} · {} cm · {:.2} rpm", view.serial, view.diameter_cm, view.rpm)
}

/// What stands below it, of the needle's place.
fn at_needle(view: &DiscSnapshot) -> String {
    let place = &view.place;
    format!(
        "turn {} of {} · r {:.1} mm · {:.2} m/s · damage {:.2}",
        place.turn, view.turns, place.radius_mm, place.speed_m_s, view.damage
    )
}

fn stamps(
    painter: &egui::Painter,
    rect: Rect,
    scale: f32,
    view: &DiscSnapshot,
    caption_text: &str,
    is_lit: bool,
) {
    let (font, colour) = (theme::mono_font(11.5 * scale), if is_lit { theme::STAMP } else { theme::TEXT });
    let inset = vec2(14.0, 14.0) * scale;
    painter.text(rect.min + inset, Align2::LEFT_TOP, caption(view), font.clone(), colour);
    let corner = rect.left_bottom() + vec2(inset.x, -inset.y);
    painter.text(corner, Align2::LEFT_BOTTOM, caption_text, font, colour);
}
