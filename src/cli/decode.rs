//! A file, or a pipe, to sound, packet by packet, at any rate and channel count.
//!
//! ```text
//! input ─ what is it? ─┬─ WAV, RF64, BW64, W64 ─ wave.rs ──┐
//!                      ├─ MP1, MP2, MP3, AAC ─── frames.rs ─┼─ decoder ─ what a coder added is cut off ─ one or two channels
//!                      └─ all others ─────────── library ───┘
//! ```
//!
//! The sample rate stays the file's own. What a file estimates of its length is not believed: it is read to its end. One
//! that breaks off, is damaged or changes rate or channels on the way is refused rather than shortened; leniently, damage is passed over
//! and told. Measured in `tests/cli/formats.rs` beside ffmpeg's reading.

mod codec;
mod flac;
mod frame_header;
mod frames;
mod gaps;
mod info;
mod input;
mod mkv;
mod mp4;
mod names;
mod ogg;
mod open;
mod packets;
mod reader;
mod sbr;
mod trim;
mod wave;

use std::path::Path;

use super::audio::Audio;
use super::error::RenderError;

pub use reader::{Damage, SongReader};

/// Reads all the sound of a file; `-` is standard input.
///
/// # Errors
///
/// [`RenderError::Read`], [`RenderError::NotAudio`], [`RenderError::Unread`], [`RenderError::Broken`], [`RenderError::Rate`],
/// [`RenderError::Silent`], [`RenderError::TooLong`], each with the path.
pub fn read(path: &Path) -> Result<Audio, RenderError> {
    read_all(path, Damage::Refused).map(|(audio, _)| audio)
}

/// Reads all the sound of a file, and what there is to say of it.
///
/// # Errors
///
/// As [`read`].
pub fn read_all(path: &Path, damage: Damage) -> Result<(Audio, Vec<String>), RenderError> {
    SongReader::open(path, damage)?.read_to_end()
}
