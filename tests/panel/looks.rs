//! The panel as it looks, against small pictures kept in `tests/panel/pictures`. With `UPDATE_PICTURES` set they are
//! written anew.

use std::fs;
use std::path::PathBuf;

use roentgenizdat::disc::Recipe;
use roentgenizdat::paint::disc::{View, paint};
use roentgenizdat::params::{Choice, Picture, Serial, Settings};

use super::kit::panel_of;
use super::raster::Pixels;

/// Side of the tiles that are compared, in pixels, and how far one may be from what is kept, a mean of `0–255`. A knob or
/// a word that is missing is further off; two runs on one machine are alike.
const TILE: usize = 14;
const MAX_TILE_DIFFERENCE: f64 = 6.0;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pictures").join(format!("{name}.png"))
}

fn compare(name: &str, picture: &Pixels) {
    let (bytes, size) = (picture.bytes(), picture.size.map(|side| side as u32));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        let mut encoder = png::Encoder::new(fs::File::create(file(name)).unwrap(), size[0], size[1]);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    }
    let kept = fs::read(file(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut reader = png::Decoder::new(std::io::Cursor::new(kept)).read_info().unwrap();
    let mut wanted = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut wanted).unwrap();
    assert_eq!([info.width, info.height], size, "{name}");
    let [width, height] = picture.size;
    for top in (0..height).step_by(TILE) {
        for left in (0..width).step_by(TILE) {
            let row = |y: usize| 3 * (y * width + left)..3 * (y * width + (left + TILE).min(width));
            let places = (top..(top + TILE).min(height)).flat_map(row);
            let off: Vec<f64> = places.map(|at| f64::from(bytes[at].abs_diff(wanted[at]))).collect();
            let mean = off.iter().sum::<f64>() / off.len() as f64;
            assert!(mean <= MAX_TILE_DIFFERENCE, "{name}: {mean} off about {left}, {top}");
        }
    }
}

#[test]
fn the_panel_looks_as_it_did_at_three_quarters_full_and_double_size() {
    for (percent, shrink) in [(75, 2), (100, 2), (200, 4)] {
        let mut panel = panel_of(1953, percent as f32 / 100.0);
        compare(&format!("panel-{percent}"), &panel.picture().shrunk(shrink));
    }
}

#[test]
fn with_the_light_box_off_there_are_grooves() {
    let mut panel = panel_of(1953, 1.0);
    let lit = panel.picture();
    panel.click("light");
    panel.settle();
    let dark = panel.picture();
    compare("panel-dark", &dark.shrunk(2));
    let light = |picture: &Pixels| picture.rgb.iter().flatten().sum::<f32>();
    assert!(light(&dark) < 0.7 * light(&lit), "{} {}", light(&dark), light(&lit));
}

#[test]
fn every_subject_looks_as_it_did() {
    for picture in
        Picture::ALL.iter().filter(|picture| !matches!(picture, Picture::Serial | Picture::Imported))
    {
        let seen = disc_1953(&Settings { film_picture: *picture, ..Settings::default() });
        compare(&format!("{picture:?}").to_lowercase(), &seen);
    }
}

/// Disc 1953 on the light box.
fn disc_1953(settings: &Settings) -> Pixels {
    let disc = Recipe::of(&Settings { disc_serial: Serial::new(1953).unwrap(), ..*settings }, None);
    let painted = paint(&View::new(&disc, settings), 192);
    let over = |pixel: &[u8; 4]| {
        let cover = f32::from(pixel[3]) / 255.0;
        [0, 1, 2].map(|i| f32::from(pixel[i]) / 255.0 * cover)
    };
    Pixels { size: [192, 192], rgb: painted.rgba.iter().map(over).collect() }
}

#[test]
fn a_disc_is_seen_in_the_condition_that_is_heard() {
    let used = Settings { wear_plays: 40.0, crackle_scratches: 12.0, warp_hole: 2.5, ..Settings::default() };
    let at = |condition: f32| disc_1953(&Settings { condition, ..used });
    compare("condition-40", &at(40.0));
    compare("condition-150", &at(150.0));
    let (clean, set, beyond) = (at(0.0), at(100.0), at(150.0));
    let unused = Settings { wear_plays: 0.0, crackle_scratches: 0.0, warp_hole: 0.0, ..used };
    assert!(clean.rgb == disc_1953(&unused).rgb, "at 0 % it is a clean copy");
    assert!(set.rgb != clean.rgb && set.rgb != beyond.rgb);
}

#[test]
fn the_panel_looks_as_it_did_at_another_condition() {
    let mut panel = panel_of(1953, 1.0);
    panel.automate("wear_plays", 40.0);
    panel.automate("condition", 40.0);
    panel.settle();
    compare("panel-condition-40", &panel.picture().shrunk(4));
}
