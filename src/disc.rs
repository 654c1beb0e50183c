//! The disc: what the object is. Pure data, made once from a serial; no audio, no clock.
//!
//! ```text
//! serial ──▶ eight sides, each: radiograph → density under the needle
//!                               blemishes  → hole, curl, scratches
//!                               first life → straight scratches of reused film
//! diameter, speed ──▶ groove:  time → turn, angle, radius, groove speed
//! needles ──▶ memory: exposure of each turn
//! ```

pub mod hash;
pub mod salt;
pub mod groove;
pub mod imported;
pub mod radiograph;
pub mod blemish;
pub mod memory;
pub mod wall;
pub mod reused;
pub mod swapped;

use std::ops::Range;
use std::sync::Arc;
use std::thread;

use crate::params::{Picture, Serial, Settings};
use blemish::Blemishes;
use groove::{Groove, SIDES};
use imported::Imported;
use radiograph::{Radiograph, Subject};
use reused::FirstLife;

/// Angles of the density map: 1.4° apart, 3 ms at 78 rpm.
const MAP_ANGLES: usize = 256;
/// Radii of the density map: 1 mm apart on a 23 cm disc.
const MAP_RADII: usize = 64;
/// Of these, the ones at the rim, where `film_hiss` is what the knob says: five millimetres, a quarter of a minute.
const RIM_RADII: usize = 5;

/// What makes a disc: two discs of one recipe are one disc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Its number.
    pub serial: Serial,
    /// Its diameter, in millimetres.
    pub diameter_mm: f64,
    /// What its films show; none for what the number draws, side by side.
    pub subject: Option<Subject>,
    /// The picture of one's own that they show instead, by its [`Imported::fingerprint`].
    pub imported: Option<u32>,
}

/// One numbered disc.
#[derive(Debug, PartialEq)]
pub struct Disc {
    /// What made it.
    pub recipe: Recipe,
    sides: Vec<Side>,
}

/// One side: a picture and its faults.
#[derive(Debug, PartialEq)]
pub struct Side {
    /// Seed of everything that is looked up by place: hiss, dust, clicks.
    pub seed: u64,
    /// Where the hole is, how the film curls, where it is scratched.
    pub blemishes: Blemishes,
    /// What the film's first life left, if it had one.
    pub first_life: FirstLife,
    /// Optical density less its mean over the rim, `[radius][angle]`.
    density: Vec<f32>,
    outer_radius_mm: f64,
    inner_radius_mm: f64,
}

impl Recipe {
    /// The disc with this number and diameter, whatever its films show.
    pub fn new(serial: Serial, diameter_mm: f64) -> Self {
        Self { serial, diameter_mm, subject: None, imported: None }
    }

    /// The disc that settings ask for; `imported` is the picture of one's own, if there is one.
    pub fn of(settings: &Settings, imported: Option<u32>) -> Self {
        let imported = imported.filter(|_| settings.film_picture == Picture::Imported);
        let (serial, diameter_mm) = (settings.disc_serial, settings.diameter_mm());
        Self { serial, diameter_mm, subject: subject_of(settings.film_picture), imported }
    }

    /// The seed of everything on a side that is looked up by place: each side has its own picture, hole and dirt.
    pub fn seed(&self, side: u8) -> u64 {
        let disc = hash::branch(salt::RECIPE, u64::from(self.serial.number()));
        hash::branch(disc, u64::from(side % SIDES as u8))
    }

    /// The faults of a side.
    pub fn blemishes(&self, side: u8) -> Blemishes {
        // The spiral's ends do not depend on the speed.
        Blemishes::new(self.seed(side), Groove::new(self.diameter_mm, 78.0).turns_per_side())
    }

    /// What the film of a side brings from its first life, if it had one.
    pub fn first_life(&self, side: u8) -> FirstLife {
        FirstLife::new(self.seed(side), Groove::new(self.diameter_mm, 78.0).outer_radius_mm)
    }

    /// The picture on a side: the imported one if it is the recipe's, else what the subject or the number says.
    pub fn radiograph(&self, side: u8, imported: Option<&Arc<Imported>>) -> Radiograph {
        let seed = hash::branch(self.seed(side), salt::RADIOGRAPH);
        if let Some(picture) = imported.filter(|picture| Some(picture.fingerprint()) == self.imported) {
            return Radiograph::of_picture(seed, picture.clone(), self.diameter_mm / 2.0);
        }
        let subject = self.subject.unwrap_or_else(|| Subject::of(seed));
        Radiograph::new(seed, subject, self.diameter_mm / 2.0)
    }
}

impl Disc {
    /// Makes the disc. Takes some milliseconds and allocates: never on the audio thread.
    pub fn new(recipe: Recipe) -> Self {
        Self::with_picture(recipe, None)
    }

    /// The same with the imported picture that the recipe may call for.
    pub fn with_picture(recipe: Recipe, imported: Option<&Arc<Imported>>) -> Self {
        let make = |sides: Range<u8>| -> Vec<Side> {
            sides.map(|side| Side::new(&recipe, side, imported)).collect()
        };
        let (middle, end) = (SIDES as u8 / 2, SIDES as u8);
        let sides = thread::scope(|scope| {
            // A second pair of hands, if the system has one.
            let rest = thread::Builder::new().spawn_scoped(scope, || make(middle..end));
            let mut sides = make(0..middle);
            let rest = rest.ok().and_then(|rest| rest.join().ok());
            sides.extend(rest.unwrap_or_else(|| make(middle..end)));
            sides
        });
        Self { recipe, sides }
    }

    /// A side, `0..8`; higher numbers come round again.
    pub fn side(&self, side: u8) -> &Side {
        &self.sides[usize::from(side) % self.sides.len()]
    }
}

impl Side {
    fn new(recipe: &Recipe, side: u8, imported: Option<&Arc<Imported>>) -> Self {
        let (seed, blemishes, first_life) =
            (recipe.seed(side), recipe.blemishes(side), recipe.first_life(side));
        let groove = Groove::new(recipe.diameter_mm, 78.0);
        let (outer_radius_mm, inner_radius_mm) = (groove.outer_radius_mm, groove.inner_radius_mm);
        let picture = recipe.radiograph(side, imported);
        let mut density = picture.polar(MAP_ANGLES, MAP_RADII, outer_radius_mm, inner_radius_mm);
        let rim = &density[..RIM_RADII * MAP_ANGLES];
        let mean = rim.iter().sum::<f32>() / rim.len() as f32;
        density.iter_mut().for_each(|d| *d -= mean);
        Self { seed, blemishes, first_life, density, outer_radius_mm, inner_radius_mm }
    }

    /// Optical density under the needle, less the mean of the rim, where the song begins. Above 0 the film is darker.
    pub fn density_above_rim(&self, angle: f64, radius_mm: f64) -> f32 {
        let span_mm = self.outer_radius_mm - self.inner_radius_mm;
        let row = ((self.outer_radius_mm - radius_mm) / span_mm).clamp(0.0, 1.0) * (MAP_RADII - 1) as f64;
        let column = (angle - angle.floor()) * MAP_ANGLES as f64;
        let (r0, c0) = (row as usize, column as usize % MAP_ANGLES);
        let (r1, c1) = ((r0 + 1).min(MAP_RADII - 1), (c0 + 1) % MAP_ANGLES);
        let (fr, fc) = ((row - r0 as f64) as f32, (column - column.floor()) as f32);
        let at = |r: usize, c: usize| self.density[r * MAP_ANGLES + c];
        let outer = at(r0, c0) + (at(r0, c1) - at(r0, c0)) * fc;
        let inner = at(r1, c0) + (at(r1, c1) - at(r1, c0)) * fc;
        outer + (inner - outer) * fr
    }
}

/// What a picture shows; none where the number draws it.
fn subject_of(picture: Picture) -> Option<Subject> {
    match picture {
        Picture::Serial | Picture::Imported => None,
        Picture::Hands => Some(Subject::Hands),
        Picture::Ring => Some(Subject::Ring),
        Picture::Ribs => Some(Subject::Ribs),
        Picture::Skull => Some(Subject::Skull),
        Picture::Pelvis => Some(Subject::Pelvis),
        Picture::Foot => Some(Subject::Foot),
        Picture::Knee => Some(Subject::Knee),
        Picture::Jaw => Some(Subject::Jaw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_side_of_every_disc_has_its_own_seed() {
        let mut seeds: Vec<u64> = (0..=9999)
            .flat_map(|n| (0..8).map(move |s| Recipe::new(Serial::new(n).unwrap(), 230.0).seed(s)))
            .collect();
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 80_000);
    }

    #[test]
    fn density_runs_on_between_the_places_of_the_map() {
        let disc = Disc::new(Recipe::new(Serial::new(7).unwrap(), 230.0));
        let side = disc.side(0);
        for n in 0..5000 {
            let (angle, radius_mm) = (f64::from(n) * 0.001_3, 109.0 - f64::from(n) * 0.0125);
            let density = side.density_above_rim(angle, radius_mm);
            let near = side.density_above_rim(angle + 1e-5, radius_mm - 1e-4);
            assert!(
                density.abs() < 4.0 && (density - near).abs() < 0.02,
                "{angle} {radius_mm}: {density} {near}"
            );
        }
    }

    #[test]
    fn one_serial_is_one_disc() {
        let disc = |n| Disc::new(Recipe::new(Serial::new(n).unwrap(), 230.0));
        assert_eq!(disc(1953), disc(1953));
        assert_ne!(disc(1953), disc(1954));
    }

    #[test]
    fn a_chosen_subject_is_on_every_side_and_leaves_the_rest_of_the_disc_alone() {
        let recipe = Recipe::new(Serial::new(7).unwrap(), 230.0);
        let by_number = Disc::new(recipe);
        let skulls = Disc::new(Recipe { subject: Some(Subject::Skull), ..recipe });
        for side in 0..8 {
            let (a, b) = (by_number.side(side), skulls.side(side));
            assert_eq!((a.seed, &a.blemishes), (b.seed, &b.blemishes));
        }
        let skull = |side| Recipe { subject: Some(Subject::Skull), ..recipe }.radiograph(side, None);
        assert_eq!(skulls.recipe.radiograph(3, None), skull(3));
        assert!((0..8).any(|side| by_number.side(side).density != skulls.side(side).density));
    }

    #[test]
    fn an_imported_picture_is_on_every_side_of_the_disc_that_calls_for_it() {
        let half: Vec<u8> = (0..imported::SIDE_PX * imported::SIDE_PX)
            .map(|i| if i % imported::SIDE_PX < imported::SIDE_PX / 2 { 0 } else { 255 })
            .collect();
        let picture = Arc::new(Imported::new(half).unwrap());
        let recipe = Recipe::new(Serial::new(7).unwrap(), 230.0);
        let wanted = Recipe { imported: Some(picture.fingerprint()), ..recipe };
        let disc = Disc::with_picture(wanted, Some(&picture));
        for side in 0..8 {
            let at = |turns| disc.side(side).density_above_rim(turns, 80.0);
            assert!(at(0.5) - at(0.0) > 2.0, "{side}: {} and {}", at(0.5), at(0.0));
        }
        // Another disc, and one whose picture is not there, show what the number draws.
        let density = |disc: &Disc| disc.side(0).density.clone();
        assert_eq!(density(&Disc::with_picture(recipe, Some(&picture))), density(&Disc::new(recipe)));
        assert_eq!(density(&Disc::new(wanted)), density(&Disc::new(recipe)));
    }

    #[test]
    fn the_map_is_the_picture() {
        let disc = Disc::new(Recipe::new(Serial::new(1953).unwrap(), 230.0));
        let (side, picture) = (disc.side(0), disc.recipe.radiograph(0, None));
        // A node of the map: angle 64/256, the outermost row.
        let (x_mm, y_mm) = (0.0, 109.0);
        let elsewhere = picture.density(109.0, 0.0);
        let difference = picture.density(x_mm, y_mm) - elsewhere;
        let mapped = side.density_above_rim(0.25, 109.0) - side.density_above_rim(0.0, 109.0);
        assert!((difference - mapped).abs() < 0.02, "{difference} {mapped}");
    }
}
