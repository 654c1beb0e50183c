//! The number that makes the disc.

use std::fmt;
use std::str::FromStr;

/// A disc's number, `0..=9999`. The same number is the same disc everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serial(u16);

/// A number that is no serial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialError {
    /// What was requested.
    pub requested: String,
}

impl fmt::Display for SerialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "serial '{}' is not a whole number from 0 to {}", self.requested, Serial::MAX)
    }
}

impl std::error::Error for SerialError {}

impl Serial {
    /// The highest serial.
    pub const MAX: u16 = 9999;
    /// The disc of the examples, and of a renderer that is told no other.
    pub const DEFAULT: Self = Self(1953);

    /// The disc with this number.
    ///
    /// # Errors
    ///
    /// [`SerialError`] above [`Serial::MAX`].
    pub fn new(number: u32) -> Result<Self, SerialError> {
        u16::try_from(number)
            .ok()
            .filter(|n| *n <= Self::MAX)
            .map(Self)
            .ok_or_else(|| SerialError { requested: number.to_string() })
    }

    /// One of the ten thousand, by any number.
    pub fn wrapping(number: u64) -> Self {
        Self((number % (u64::from(Self::MAX) + 1)) as u16)
    }

    /// Any disc but a chosen one, from a random source.
    pub fn random(rng: &mut impl rand::RngExt) -> Self {
        Self(rng.random_range(0..=Self::MAX))
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl FromStr for Serial {
    type Err = SerialError;
    fn from_str(text: &str) -> Result<Self, SerialError> {
        let requested = || SerialError { requested: text.to_string() };
        text.trim()
            .parse::<u32>()
            .map_err(|_| requested())
            .and_then(|n| Self::new(n).map_err(|_| requested()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_digits_are_a_serial() {
        assert_eq!("1953".parse::<Serial>().unwrap().number(), 1953);
        assert!("10000".parse::<Serial>().is_err());
        let error = "-1".parse::<Serial>().unwrap_err().to_string();
        assert!(error.contains("'-1'") && error.contains("9999"), "{error}");
    }
}
