//! The discs as they are seen: every film on the light box and off it, little played and worn.

use roentgenizdat::disc::radiograph::Radiograph;
use roentgenizdat::paint::disc::{Light, View, paint_film};
use roentgenizdat::params::{Serial, Settings};
use roentgenizdat::tune;

use crate::discs::Discs;
use crate::fnv::Fnv;

/// Width of a picture.
const PX: u32 = 256;
/// Rate of the tune.
const TUNE_HZ: f64 = 48_000.0;

/// How it is seen: its name, the light, plays.
const VIEWS: [(&str, Light, f32); 4] = [
    ("lit", Light::Box, 12.0),
    ("unlit", Light::Room, 12.0),
    ("worn", Light::Box, 55.0),
    ("worn-unlit", Light::Room, 55.0),
];

/// All views of the film `picture` (a value of `film_picture`) on the disc with this number.
pub fn views(discs: &Discs, picture: f32, serial: Serial) -> Vec<(String, Fnv)> {
    let mut settings = Settings { crackle_scratches: 8.0, ..Settings::default() };
    if let Some(parameter) = Settings::parameter("film_picture") {
        (parameter.set)(&mut settings, picture);
    }
    let recipe = discs.recipe(&settings, serial);
    // One side shows what the others do; the number decides which.
    let side = (serial.number() % 8) as u8;
    let film: Radiograph = recipe.radiograph(side, discs.picture(&settings));
    let view = |(name, light, wear_plays): (&str, Light, f32)| {
        let seen = paint_film(
            &View { side, light, ..View::new(&recipe, &Settings { wear_plays, ..settings }) },
            &film,
            PX,
        );
        let mut fnv = Fnv::default();
        fnv.bytes(seen.rgba.as_flattened());
        (name.to_string(), fnv)
    };
    VIEWS.map(view).into()
}

/// The project's own tune, whole.
pub fn tune() -> Vec<(String, Fnv)> {
    let mut fnv = Fnv::default();
    fnv.samples(tune::tune(TUNE_HZ).as_flattened());
    vec![("whole".to_string(), fnv)]
}
