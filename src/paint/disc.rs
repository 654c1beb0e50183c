//! The disc on a light box: bones bright, film dark and blue, what lies outside the cut edge transparent.
//!
//! ```text
//! radiograph: density ─ T = 10^−D ─┐
//! groove: milk, sheen, fine lines ─┼─ light, as the eye takes it ─ blue of the film's base ─ burn ─ edge
//! scratches: bare base ────────────┘
//! ```
//!
//! Everything is where it is in the sound: the hole as far off as `warp_hole`, the band where the groove runs,
//! the first `crackle_scratches` scratches, the milkiness of `wear_plays` and of what the disc remembers. Colours are
//! chosen by eye.

use std::ops::RangeInclusive;

use super::band::Band;
use super::colour::{blend, film_colour, lightness, opaque};
use super::edge::{self, Edge};
use super::hole::Hole;
use super::pixels::Pixels;
use super::{scratch, stamp};
use crate::chain::crackle::{self, lines};
use crate::chain::wear_law::SideWear;
use crate::disc::Recipe;
use crate::disc::radiograph::Radiograph;
use crate::params::{Settings, condition};

/// Widths a picture may have, in pixels.
pub const SIZES_PX: RangeInclusive<u32> = 64..=4096;
/// How much of the bones is left without the light box, and how much more the grooves catch then.
const ROOM_SHARE: f32 = 0.16;
const ROOM_GLINT: f32 = 0.8;
/// Light that a groove, a scratch or a cut edge throws back: greyer than what comes through.
const GLINT: [f32; 3] = [214.0, 220.0, 222.0];

/// What the disc is seen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// The light box behind it: bones.
    Box,
    /// The lamp in the room: dark glossy film, and the grooves on it.
    Room,
}

/// A disc as it is looked at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Which disc.
    pub recipe: &'a Recipe,
    /// Which side, `0..8`.
    pub side: u8,
    /// How it is set: hole, scratches, plays.
    pub settings: &'a Settings,
    /// What the disc remembers of each turn of the side; none for a fresh copy.
    pub exposures: &'a [f32],
    /// What it is seen by.
    pub light: Light,
}

impl<'a> View<'a> {
    /// The first side of a disc that remembers nothing, on the light box.
    pub fn new(recipe: &'a Recipe, settings: &'a Settings) -> Self {
        Self { recipe, side: 0, settings, exposures: &[], light: Light::Box }
    }
}

/// Paints a disc, `px` by `px`; the film fills the square.
pub fn paint(view: &View, px: u32) -> Pixels {
    paint_film(view, &view.recipe.radiograph(view.side, None), px)
}

/// The same with this film on the side.
pub fn paint_film(view: &View, radiograph: &Radiograph, px: u32) -> Pixels {
    let (recipe, side, seen_by) = (view.recipe, view.side, view.light);
    let settings = condition::applied(view.settings);
    let film = radiograph.picture(px as usize);
    let (seed, blemishes) = (recipe.seed(side), recipe.blemishes(side));
    let radius_mm = recipe.diameter_mm as f32 / 2.0;
    let pixel_mm = 2.0 * radius_mm / px as f32;
    let wear = SideWear::new(&settings, view.exposures.to_vec());
    let edge = Edge::new(seed, radius_mm);
    let hole = Hole::new(seed, &blemishes, if settings.warp_on { settings.warp_hole } else { 0.0 });
    let band = Band::new(seed, &wear, pixel_mm);
    let shown = if settings.crackle_on { crackle::shown_scratches(&settings) } else { 0 };
    let mut scratches =
        scratch::layer(&blemishes.scratches[..shown.min(blemishes.scratches.len())], &wear, px, pixel_mm);
    let first_life = recipe.first_life(side);
    if settings.crackle_on && settings.condition > 0.0 {
        scratch::draw_lines(&mut scratches, lines::shown(&settings, &first_life), radius_mm, px, pixel_mm);
    }
    let ink = stamp::layer(radiograph, px, pixel_mm);
    Pixels::from_fn(px, px, |column, row| {
        let x_mm = (column as f32 + 0.5) * pixel_mm - radius_mm;
        let y_mm = radius_mm - (row as f32 + 0.5) * pixel_mm;
        let (r_mm, turns) = (x_mm.hypot(y_mm), y_mm.atan2(x_mm) / std::f32::consts::TAU);
        let within_mm = edge.radius_mm(turns) - r_mm;
        let cover = (within_mm / pixel_mm + 0.5).clamp(0.0, 1.0);
        let hole_cover = hole.cover(x_mm, y_mm, pixel_mm);
        if cover == 0.0 || hole_cover == 1.0 {
            return [0, 0, 0, 0];
        }
        let at = (row * px + column) as usize;
        let (light, milk) = band.shade(r_mm, turns);
        if seen_by == Light::Room {
            let thrown = ROOM_GLINT * (milk + light.max(0.0)) + 0.5 * scratches[at] + edge::glint(within_mm);
            let colour = blend(film_colour(ROOM_SHARE * lightness(film[at])), GLINT, thrown.min(1.0));
            return opaque(hole.burn(colour, x_mm, y_mm), cover * (1.0 - hole_cover));
        }
        let rim = edge::glint(within_mm);
        let bright = lightness(film[at]) * (1.0 + light);
        let glint = (milk + 0.75 * scratches[at] + rim).min(1.0);
        let colour = film_colour(bright);
        let inked = std::array::from_fn(|i| colour[i] * (1.0 - ink[at] * (1.0 - stamp::INK[i])));
        let colour = blend(inked, GLINT, glint);
        opaque(hole.burn(colour, x_mm, y_mm), cover * (1.0 - hole_cover))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::radiograph::SUBJECTS;
    use crate::params::Serial;

    fn painted(settings: &Settings) -> Pixels {
        paint(&View::new(&Recipe::new(Serial::DEFAULT, 230.0), settings), 256)
    }

    /// Mean lightness of the band over all angles, 0–255.
    fn band_light(picture: &Pixels) -> f64 {
        let lights = (0..360).map(|degree| {
            let (sin, cos) = f64::from(degree).to_radians().sin_cos();
            let pixel = picture.get((128.0 + 85.0 * cos) as u32, (128.0 - 85.0 * sin) as u32).unwrap();
            f64::from(pixel[..3].iter().map(|v| u32::from(*v)).sum::<u32>()) / 3.0
        });
        lights.sum::<f64>() / 360.0
    }

    #[test]
    fn outside_and_in_the_hole_nothing_is_seen() {
        let picture = painted(&Settings::default());
        for (x, y) in [(0, 0), (255, 0), (0, 255), (255, 255), (128, 128)] {
            assert_eq!(picture.get(x, y).unwrap()[3], 0, "{x} {y}");
        }
        assert_eq!(picture.get(128, 60).unwrap()[3], 255);
    }

    #[test]
    fn the_hole_is_where_the_wow_is_from() {
        let middle = |hole_mm| {
            let picture = painted(&Settings { warp_hole: hole_mm, ..Settings::default() });
            let gone = |x: u32, y: u32| picture.get(x, y).unwrap()[3] == 0;
            let holes =
                (100..156).flat_map(|x| (100..156).map(move |y| (x, y))).filter(|(x, y)| gone(*x, *y));
            let (n, sx, sy) = holes.fold((0.0, 0.0, 0.0), |(n, sx, sy), (x, y)| {
                (n + 1.0, sx + f64::from(x) + 0.5, sy + f64::from(y) + 0.5)
            });
            ((sx / n - 128.0) * 230.0 / 256.0, (128.0 - sy / n) * 230.0 / 256.0)
        };
        let ((x0, y0), (x3, y3)) = (middle(0.0), middle(3.0));
        let off_mm = (x3 - x0).hypot(y3 - y0);
        assert!((off_mm - 3.0).abs() < 0.5, "{off_mm}");
    }

    #[test]
    fn playing_turns_the_groove_milky() {
        let at = |plays| band_light(&painted(&Settings { wear_plays: plays, ..Settings::default() }));
        let (new, worn) = (at(0.0), at(40.0));
        assert!(worn > new + 5.0, "{new} {worn}");
    }

    #[test]
    fn without_the_light_box_the_film_is_dark_and_the_grooves_are_not() {
        let settings = Settings { crackle_scratches: 0.0, ..Settings::default() };
        let in_both_lights = |subject, serial| {
            let recipe = Recipe::new(Serial::new(serial).unwrap(), 230.0);
            let recipe = Recipe { subject: Some(subject), ..recipe };
            [Light::Box, Light::Room]
                .map(|light| paint(&View { light, ..View::new(&recipe, &settings) }, 256))
        };
        for (subject, _) in SUBJECTS {
            // Some films are dark on the box as well: the mean of six.
            let (lit, dark) =
                [1953, 7, 4242, 815, 100, 3000].iter().fold((0.0, 0.0), |(lit, dark), serial| {
                    let [on_box, in_room] = in_both_lights(subject, *serial);
                    (lit + band_light(&on_box), dark + band_light(&in_room))
                });
            assert!(dark < 0.7 * lit, "{subject:?}: {dark} {lit}");
        }
        let [lit, dark] = &in_both_lights(SUBJECTS[0].0, 1953);
        // Between label and hole there is film and nothing else, bones or none.
        let grey = |x| dark.get(x, 100).unwrap()[..3].iter().map(|v| f64::from(*v)).sum::<f64>() / 3.0;
        let plain = (118..138).map(grey).fold(f64::MAX, f64::min);
        assert!(band_light(dark) > plain, "{} {plain}", band_light(dark));
        for (a, b) in lit.rgba.iter().zip(&dark.rgba) {
            assert_eq!(a[3], b[3], "the same edge, the same hole");
        }
    }

    #[test]
    fn one_disc_is_one_picture() {
        assert_eq!(painted(&Settings::default()), painted(&Settings::default()));
    }
}
