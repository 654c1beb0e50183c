//! Discs, each made once.

use std::sync::{Arc, Mutex, PoisonError};

use roentgenizdat::disc::imported::{Imported, SIDE_PX};
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Picture, Serial, Settings};

use crate::programme::scramble;

/// All discs that were asked for so far, and the picture of one's own that some of them show.
pub struct Discs {
    made: Mutex<Vec<Arc<Disc>>>,
    picture: Option<Arc<Imported>>,
}

impl Default for Discs {
    fn default() -> Self {
        let pixels = (0..SIDE_PX * SIDE_PX).map(|n| pixel(n % SIDE_PX, n / SIDE_PX)).collect();
        Self { made: Mutex::default(), picture: Imported::new(pixels).map(Arc::new) }
    }
}

impl Discs {
    /// What the disc with this number is made of.
    pub fn recipe(&self, settings: &Settings, serial: Serial) -> Recipe {
        let settings = Settings { disc_serial: serial, ..*settings };
        Recipe::of(&settings, self.picture.as_ref().map(|picture| picture.fingerprint()))
    }

    /// The disc with this number that these settings ask for.
    pub fn disc(&self, settings: &Settings, serial: Serial) -> Arc<Disc> {
        let recipe = self.recipe(settings, serial);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(disc) = made.iter().find(|disc| disc.recipe == recipe) {
            return disc.clone();
        }
        let disc = Arc::new(Disc::with_picture(recipe, self.picture(settings)));
        made.push(disc.clone());
        disc
    }

    /// The picture of one's own, where these settings show it.
    pub fn picture(&self, settings: &Settings) -> Option<&Arc<Imported>> {
        self.picture.as_ref().filter(|_| settings.film_picture == Picture::Imported)
    }
}

/// The picture: a chequered slope with grain.
fn pixel(column: usize, row: usize) -> u8 {
    let square = if (column / 47 + row / 47).is_multiple_of(2) { 90 } else { 0 };
    (square + column * 130 / SIDE_PX + (scramble((row * SIDE_PX + column) as u64) % 30) as usize) as u8
}
