//! The README's discs, lit and unlit (`docs/disc.jpg`), and all that a film can show
//! (`docs/films.jpg`).

use std::fs::File;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbaImage};
use roentgenizdat::disc::Recipe;
use roentgenizdat::disc::radiograph::SUBJECTS;
use roentgenizdat::paint::disc::{Light, View, paint};
use roentgenizdat::paint::pixels::{Pixel, Pixels};
use roentgenizdat::params::{Serial, Settings};

use super::Result;

const SERIAL: u32 = 1953;
const DIAMETER_MM: f64 = 230.0;
const DISC_PX: u32 = 700;
const FILM_PX: u32 = 400;
/// Of a JPEG, of a hundred.
const QUALITY: u8 = 88;
/// Films in a row.
const ROW: usize = 4;
/// The light box behind lit films, and the table under an unlit one.
const LIT: Pixel = [205, 221, 227, 255];
const UNLIT: Pixel = [24, 28, 30, 255];

/// Paints them.
pub fn run() -> Result<()> {
    let recipe = Recipe::new(Serial::new(SERIAL)?, DIAMETER_MM);
    let painted = |recipe: &Recipe, px, light, ground| {
        laid_on(&paint(&View { light, ..View::new(recipe, &Settings::default()) }, px), ground)
    };
    let both = [painted(&recipe, DISC_PX, Light::Box, LIT), painted(&recipe, DISC_PX, Light::Room, UNLIT)];
    let films = SUBJECTS
        .map(|(subject, _)| painted(&Recipe { subject: Some(subject), ..recipe }, FILM_PX, Light::Box, LIT));
    for (file, picture) in
        [("docs/disc.jpg", side_by_side(&both, 2)), ("docs/films.jpg", side_by_side(&films, ROW))]
    {
        let Pixels { width_px, height_px, rgba } = picture;
        let pixels = RgbaImage::from_raw(width_px, height_px, rgba.into_flattened()).ok_or("no pixels")?;
        let encoder = JpegEncoder::new_with_quality(File::create(file)?, QUALITY);
        DynamicImage::from(pixels).to_rgb8().write_with_encoder(encoder)?;
        println!("{file}");
    }
    Ok(())
}

/// A picture on a ground of one colour.
fn laid_on(picture: &Pixels, ground: Pixel) -> Pixels {
    let over = |pixel: Pixel| -> Pixel {
        let opacity = u32::from(pixel[3]);
        std::array::from_fn(|part| {
            let (above, below) = (u32::from(pixel[part]), u32::from(ground[part]));
            if part == 3 { 255 } else { ((above * opacity + below * (255 - opacity)) / 255) as u8 }
        })
    };
    Pixels { rgba: picture.rgba.iter().copied().map(over).collect(), ..*picture }
}

/// Pictures of one size, so many in a row.
fn side_by_side(pictures: &[Pixels], row: usize) -> Pixels {
    let (width, height) = (pictures[0].width_px, pictures[0].height_px);
    let rows = pictures.len().div_ceil(row) as u32;
    Pixels::from_fn(width * row as u32, height * rows, |x, y| {
        let picture = pictures.get((y / height) as usize * row + (x / width) as usize);
        picture.and_then(|picture| picture.get(x % width, y % height)).copied().unwrap_or(LIT)
    })
}
