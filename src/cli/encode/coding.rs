//! What a song is written as: the ending of its name and the width of its samples decide.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::cli::error::{RenderError, invalid_option};

/// How a sample is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bits {
    /// Whole numbers of 16 bits.
    Sixteen,
    /// Whole numbers of 24 bits.
    #[default]
    TwentyFour,
    /// Floating point, 32 bits: what the chain gave, to the bit.
    Float,
}

impl Bits {
    /// Bits of a sample.
    pub(super) fn count(self) -> u16 {
        match self {
            Self::Sixteen => 16,
            Self::TwentyFour => 24,
            Self::Float => 32,
        }
    }
}

impl FromStr for Bits {
    type Err = RenderError;

    fn from_str(text: &str) -> Result<Self, RenderError> {
        match text {
            "16" => Ok(Self::Sixteen),
            "24" => Ok(Self::TwentyFour),
            "32f" => Ok(Self::Float),
            _ => Err(invalid_option("bits", text, "one of 16, 24, 32f")),
        }
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sixteen => "16",
            Self::TwentyFour => "24",
            Self::Float => "32f",
        })
    }
}

/// Endings of what is written.
pub const ENDINGS: [&str; 3] = ["wav", "wave", "flac"];

/// How sound is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// FLAC, else WAV.
    pub(super) is_flac: bool,
    /// How a sample is.
    pub(super) bits: Bits,
    /// Whether 16 bits are dithered: two evenly spread numbers of a half bit each are added.
    pub(super) dithers: bool,
}

impl Coding {
    /// What the file's name asks for: WAV, or FLAC of 16 or 24 bits.
    ///
    /// # Errors
    ///
    /// [`RenderError::Ending`] for another ending, [`RenderError::Option`] for FLAC in floating point.
    pub fn of(path: &Path, bits: Bits, dithers: bool) -> Result<Self, RenderError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let is_flac = match ending.as_deref() {
            Some("wav" | "wave") => false,
            Some("flac") => true,
            // Standard output, and devices such as /dev/null.
            None if path == Path::new("-") || path.exists() => false,
            _ => return Err(RenderError::Ending { path: path.to_path_buf(), allowed: ".wav or .flac" }),
        };
        if is_flac && bits == Bits::Float {
            return Err(invalid_option("bits", &bits.to_string(), "16 or 24, which is what FLAC holds"));
        }
        Ok(Self { is_flac, bits, dithers: dithers && bits == Bits::Sixteen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides_or_is_refused() {
        let of = |name: &str, bits| Coding::of(Path::new(name), bits, true).map(|coding| coding.is_flac);
        assert!(!of("a.WAV", Bits::Float).unwrap());
        assert!(of("a.flac", Bits::Sixteen).unwrap());
        assert!(!of("-", Bits::Sixteen).unwrap());
        assert!(of("a.flac", Bits::Float).unwrap_err().to_string().contains("16 or 24"));
        for name in ["a.mp3", "a", "a.jpg"] {
            assert!(of(name, Bits::Sixteen).unwrap_err().to_string().contains(".wav or .flac"), "{name}");
        }
    }
}
