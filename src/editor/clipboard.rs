//! A picture that was copied elsewhere: the first of the files that a file manager copied, or the pixels themselves.

use arboard::Error;

use crate::disc::imported::Imported;
use crate::paint::import::{self, ImportError};

/// Reads the picture that was copied. It may take seconds, since it asks the program that copied it: never while a frame is
/// painted.
pub type Clipboard = fn() -> Result<Imported, ImportError>;

const NAME: &str = "the clipboard";

/// The picture in the system's clipboard.
///
/// # Errors
///
/// [`ImportError`] where there is none, and for one that cannot be used.
pub fn of_system() -> Result<Imported, ImportError> {
    let wrong = |error: Error| {
        let none = matches!(error, Error::ContentNotAvailable);
        ImportError::new(NAME, if none { "there is no picture in it".to_string() } else { error.to_string() })
    };
    let mut clipboard = arboard::Clipboard::new().map_err(wrong)?;
    // Of a copied file there may be pixels too: its icon.
    match clipboard.get().file_list() {
        Ok(files) if !files.is_empty() => return import::file(&files[0]),
        Ok(_) | Err(Error::ContentNotAvailable | Error::ConversionFailure) => {}
        // Whoever does not answer is not asked twice.
        Err(error) => return Err(wrong(error)),
    }
    let copied = clipboard.get_image().map_err(wrong)?;
    // What is no number of pixels is too large.
    let [width_px, height_px] =
        [copied.width, copied.height].map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    import::pixels(NAME, width_px, height_px, copied.bytes.into_owned())
}
