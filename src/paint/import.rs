//! A picture of one's own for the film: read from a PNG or a JPEG, and kept in a project as text.
//!
//! The middle square of it is taken, grey, upright as the camera held it, what is transparent black, and made as small as a
//! project can carry: `SIDE_PX²` bytes are a PNG of at most 139 KiB and text of at most 186 KiB, whatever they show.

use std::io::Cursor;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits, RgbaImage};

use crate::bounded_file;
use crate::disc::imported::{Imported, SIDE_PX};

/// Most of a file that is read, in bytes, and the largest picture, in pixels a side.
pub const MAX_BYTES: u64 = 64 << 20;
/// See [`MAX_BYTES`].
pub const MAX_PX: u32 = 16_384;
/// What a picture's pixels may take: 16 384² in four colours. While it is made smaller as much again is in use.
const MAX_MEMORY: u64 = 1 << 30;
/// The same for a project's own, which is small.
const MAX_MEMORY_KEPT: u64 = 4 << 20;

/// A picture that cannot be used. It prints as one line.
#[derive(Debug, thiserror::Error)]
#[error(
    "{what}: {cause}; allowed are PNG and JPEG of up to {} MiB and {MAX_PX} pixels a side",
    MAX_BYTES >> 20
)]
pub struct ImportError {
    /// Where it is from.
    what: String,
    /// What is wrong with it, in a line.
    cause: String,
}

impl ImportError {
    /// Of what `what` names, because of `cause`, of which the first line is kept.
    pub fn new(what: impl Into<String>, cause: impl ToString) -> Self {
        Self { what: what.into(), cause: line(&cause.to_string()) }
    }
}

/// Reads a picture's file.
///
/// # Errors
///
/// [`ImportError`] for a file that cannot be read, is too large or holds no picture.
pub fn file(path: &Path) -> Result<Imported, ImportError> {
    let what = path.display().to_string();
    match bounded_file::read(path, MAX_BYTES) {
        Ok(bytes) => picture(&what, &bytes),
        Err(error) => Err(ImportError::new(what, error)),
    }
}

/// Reads a picture from a file's bytes; `what` is how errors call it.
///
/// # Errors
///
/// [`ImportError`] for bytes that are no picture, or too large a one.
pub fn picture(what: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::new(what, "the file is too large"));
    }
    let whole = decode(bytes, MAX_PX, MAX_MEMORY).map_err(|error| ImportError::new(what, error))?;
    shrunk(what, whole)
}

/// Takes a picture that is pixels already: `width_px` by `height_px` of four bytes, red, green, blue, opacity, the top row
/// first.
///
/// # Errors
///
/// [`ImportError`] for a number of bytes that is not this size's, and for too large a picture.
pub fn pixels(what: &str, width_px: u32, height_px: u32, rgba: Vec<u8>) -> Result<Imported, ImportError> {
    if width_px > MAX_PX || height_px > MAX_PX {
        return Err(ImportError::new(what, format!("it has {width_px} by {height_px} pixels")));
    }
    let whole = RgbaImage::from_raw(width_px, height_px, rgba);
    let whole = whole.ok_or_else(|| ImportError::new(what, "it is cut off"))?;
    shrunk(what, whole.into())
}

/// The middle square, grey and small.
fn shrunk(what: &str, whole: DynamicImage) -> Result<Imported, ImportError> {
    let (width, height) = (whole.width(), whole.height());
    let side = width.min(height);
    if side == 0 {
        return Err(ImportError::new(what, "it has no pixels"));
    }
    let grey = on_black(whole);
    let middle = image::imageops::crop_imm(&grey, (width - side) / 2, (height - side) / 2, side, side);
    let wanted = SIDE_PX as u32;
    let small = image::imageops::resize(&*middle, wanted, wanted, FilterType::CatmullRom);
    Imported::new(small.into_raw()).ok_or_else(|| ImportError::new(what, "it cannot be made smaller"))
}

fn decode(bytes: &[u8], most_px: u32, most_memory: u64) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(most_px);
    limits.max_image_height = Some(most_px);
    limits.max_alloc = Some(most_memory);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut whole = DynamicImage::from_decoder(decoder)?;
    whole.apply_orientation(orientation);
    Ok(whole)
}

fn on_black(picture: DynamicImage) -> GrayImage {
    let seen = picture.into_luma_alpha8();
    let lit = |[l, a]: [u8; 2]| (u16::from(l) * u16::from(a) / 255) as u8;
    GrayImage::from_fn(seen.width(), seen.height(), |x, y| image::Luma([lit(seen.get_pixel(x, y).0)]))
}

/// The picture as a project keeps it.
pub fn to_text(picture: &Imported) -> String {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, SIDE_PX as u32, SIDE_PX as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::High);
    // Into memory, with as many pixels as were said: it cannot fail.
    if let Ok(mut writer) = encoder.write_header() {
        let _ = writer.write_image_data(picture.lightness());
    }
    STANDARD.encode(file)
}

/// The picture of a project's text.
///
/// # Errors
///
/// [`ImportError`] for text that holds none.
pub fn from_text(text: &str) -> Result<Imported, ImportError> {
    let wrong = |cause: &dyn ToString| ImportError::new("the project's picture", cause.to_string());
    let bytes = STANDARD.decode(text).map_err(|error| wrong(&error))?;
    let kept = decode(&bytes, SIDE_PX as u32, MAX_MEMORY_KEPT).map_err(|error| wrong(&error))?;
    Imported::new(on_black(kept).into_raw()).ok_or_else(|| wrong(&"it is not of a project's size"))
}

/// The first line of a message.
fn line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::hash::mix;

    fn png(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let picture = image::RgbaImage::from_fn(width, height, |x, y| image::Rgba(pixel(x, y)));
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    fn at(picture: &Imported, x: usize, y: usize) -> u8 {
        picture.lightness()[y * SIDE_PX + x]
    }

    #[test]
    fn the_middle_square_is_taken_and_what_is_transparent_is_black() {
        // White on the left third of a wide picture, which is cut away; below, nothing is there.
        let bytes = png(900, 300, |x, y| match (x, y) {
            (0..300, _) => [255, 255, 255, 255],
            (_, 0..150) => [128, 128, 128, 255],
            _ => [255, 255, 255, 0],
        });
        let picture = picture("a", &bytes).unwrap();
        assert_eq!((at(&picture, 40, 40), at(&picture, 188, 300)), (128, 0));
        assert!(picture.lightness().iter().all(|v| *v < 140));
    }

    #[test]
    fn any_size_comes_out_one_size() {
        for (width, height) in [(1, 1), (3, 2000), (376, 376), (1500, 700)] {
            let bytes = png(width, height, |_, _| [200, 200, 200, 255]);
            assert_eq!(at(&picture("a", &bytes).unwrap(), 100, 100), 200, "{width} × {height}");
        }
    }

    #[test]
    fn pixels_are_taken_as_a_file_of_them_would_be() {
        let pixel = |x: u32, y: u32| [(3 * x) as u8, y as u8, 7, 200 + (x % 50) as u8];
        let raw = (0..60 * 80).flat_map(|i| pixel(i % 80, i / 80)).collect();
        assert_eq!(pixels("a", 80, 60, raw).unwrap(), picture("b", &png(80, 60, pixel)).unwrap());
        for (width, height, bytes) in [(80, 60, 80 * 60 * 4 - 1), (0, 60, 0), (1, MAX_PX + 1, 4)] {
            let error = pixels("clipboard", width, height, vec![0; bytes]).unwrap_err().to_string();
            assert!(error.starts_with("clipboard: it ") && error.contains("allowed are"), "{error}");
        }
    }

    #[test]
    fn a_project_keeps_it_to_the_pixel_and_never_larger_than_192_kib() {
        let worst = (0..(SIDE_PX * SIDE_PX) as u64).map(|n| mix(n) as u8).collect();
        let picture = Imported::new(worst).unwrap();
        let text = to_text(&picture);
        assert!(text.len() <= 192 * 1024, "{} bytes", text.len());
        assert_eq!(from_text(&text).unwrap(), picture);
    }

    #[test]
    fn what_is_no_picture_is_refused_in_a_line() {
        let whole = png(40, 40, |x, y| [x as u8, y as u8, 9, 255]);
        // A head that promises far more than there is.
        let mut huge = whole.clone();
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        for (bytes, name) in [
            (&b""[..], "empty"),
            (b"no picture at all", "text"),
            (&whole[..whole.len() / 2], "half"),
            (&huge, "huge"),
            (b"\xff\xd8\xff\xe0 broken", "jpeg"),
        ] {
            let error = picture(name, bytes).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{name}: ")) && error.contains("allowed are PNG"), "{error}");
            assert!(!error.contains('\n'), "{error}");
        }
        let error = file(Path::new("/no/such/picture.png")).unwrap_err().to_string();
        assert!(error.starts_with("/no/such/picture.png: "), "{error}");
        // In a project only its own size is read, however little there is to it.
        let [large, small] = [2000, 20].map(|side| STANDARD.encode(png(side, side, |_, _| [0, 0, 0, 255])));
        for text in ["", "****", "AAAA", &large, &small] {
            assert!(from_text(text).unwrap_err().to_string().starts_with("the project's picture: "));
        }
    }
}
