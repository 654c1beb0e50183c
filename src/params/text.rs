//! Value ↔ text: what people and files read and write.

use std::fmt;

use super::nearest::allowed_like;
use super::scale::digits;
use crate::params::{Kind, Named, Parameter};

/// A value that a parameter cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// Which parameter.
    pub id: &'static str,
    /// What was requested.
    pub requested: String,
    /// What is allowed.
    pub allowed: String,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: '{}' is not {}", self.id, self.requested, self.allowed)
    }
}

impl std::error::Error for ValueError {}

impl Parameter {
    /// The value as people read it.
    pub fn text(&self, plain: f32) -> String {
        match self.kind {
            Kind::Number { min, off_at_min: true, .. } if plain <= min => "off".to_string(),
            Kind::Number { unit: "Hz", .. } if plain >= 1000.0 => format!("{} kHz", short(plain / 1000.0)),
            Kind::Number { unit: "", .. } => short(plain),
            Kind::Number { unit: "dB", .. } if plain > 0.0 => format!("+{} dB", short(plain)),
            Kind::Number { unit, .. } => format!("{} {unit}", short(plain)),
            Kind::Count { digits, .. } => format!("{:0digits$}", plain.round()),
            Kind::Choice(values) => {
                values.get(plain.round() as usize).map_or("", |named| named.name).to_string()
            }
            Kind::Switch => if plain >= 0.5 { "on" } else { "off" }.to_string(),
        }
    }

    /// The value as hosts show it, some of which know ASCII only: `-27 dB`, `1.2 x`.
    pub fn host_text(&self, plain: f32) -> String {
        ascii(&self.text(plain))
    }

    /// The value as files hold it: a number, or a choice's id.
    pub fn file_text(&self, plain: f32) -> String {
        match self.kind {
            Kind::Number { .. } => format!("{plain}"),
            Kind::Choice(values) => values[(plain.round() as usize).min(values.len() - 1)].id.to_string(),
            _ => self.text(plain),
        }
    }

    /// Reads what [`Parameter::text`] or [`Parameter::file_text`] printed, and what people type: `1.5k`,
    /// `120`, `-27 dB`, `off`, a choice by id or name.
    ///
    /// # Errors
    ///
    /// [`ValueError`], with what is allowed, for anything else or out of range.
    pub fn parse(&self, text: &str) -> Result<f32, ValueError> {
        let requested = ascii(&text.trim().to_lowercase());
        let error = || ValueError {
            id: self.id,
            requested: text.trim().to_string(),
            allowed: self.allowed_like(&requested),
        };
        let plain = match self.kind {
            Kind::Number { min, off_at_min: true, .. } if requested == "off" => min,
            Kind::Number { unit, .. } => {
                number(&requested, &ascii(&unit.to_lowercase())).ok_or_else(error)?
            }
            Kind::Count { .. } => {
                number(&requested, "").filter(|count| count.fract() == 0.0).ok_or_else(error)?
            }
            Kind::Choice(values) => {
                let same =
                    |named: &Named| named.id == requested || ascii(&named.name.to_lowercase()) == requested;
                values.iter().position(same).ok_or_else(error)? as f32
            }
            Kind::Switch => match requested.as_str() {
                "on" | "1" | "true" | "yes" => 1.0,
                "off" | "0" | "false" | "no" => 0.0,
                _ => return Err(error()),
            },
        };
        let (min, max) = self.range();
        if (min..=max).contains(&plain) { Ok(self.conform(plain)) } else { Err(error()) }
    }

    /// What values there are, and of choices the one nearest to what was requested.
    fn allowed_like(&self, requested: &str) -> String {
        match self.kind {
            Kind::Choice(values) => {
                format!("one of {}", allowed_like(requested, values.iter().map(|named| named.id)))
            }
            _ => self.allowed(),
        }
    }

    /// What values there are, in words, for error messages and help.
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Number { min, max, unit, off_at_min, .. } => {
                let off = if off_at_min { "off or " } else { "" };
                format!("{off}a number from {} to {} {unit}", short(min), short(max)).trim_end().to_string()
            }
            Kind::Count { min, max, .. } => format!("a whole number from {min} to {max}"),
            Kind::Choice(_) => self.allowed_like(""),
            Kind::Switch => "on or off".to_string(),
        }
    }
}

/// A text with the signs that people read as every keyboard and every host has them.
pub fn ascii(text: &str) -> String {
    let signs = [('−', "-"), ('×', "x"), ('⅓', " 1/3"), ('½', "1/2")];
    signs.into_iter().fold(text.to_string(), |text, (sign, plain)| text.replace(sign, plain))
}

/// At most five significant digits, no trailing zeros, and never `-0`.
fn short(x: f32) -> String {
    let text = format!("{}", digits(x, i32::MAX));
    if text == "-0" { "0".to_string() } else { text }
}

/// A number with an optional `k` and an optional unit behind it, with a point or a comma.
fn number(requested: &str, unit: &str) -> Option<f32> {
    let requested = requested.replacen(',', ".", 1);
    let bare = requested.strip_suffix(unit).unwrap_or(&requested).trim_end();
    let (bare, factor) = match bare.strip_suffix('k') {
        Some(thousands) => (thousands.trim_end(), 1000.0),
        None => (bare, 1.0),
    };
    bare.parse::<f32>().ok().map(|x| x * factor).filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use crate::params::{PARAMETERS, Settings};

    #[test]
    fn text_parses_back_to_the_same_value() {
        for parameter in PARAMETERS {
            let (min, max) = parameter.range();
            for step in 0..=97 {
                let plain = parameter.conform(min + (max - min) * step as f32 / 97.0);
                for text in [parameter.text(plain), parameter.file_text(plain)] {
                    let back = parameter.parse(&text).unwrap_or_else(|e| panic!("{e}"));
                    assert!((back - plain).abs() <= 1e-4 * plain.abs(), "{} {text} {plain}", parameter.id);
                }
            }
        }
    }

    #[test]
    fn texts_for_hosts_are_ascii_and_parse_back() {
        for parameter in PARAMETERS {
            assert!(parameter.host_name().is_ascii(), "{}", parameter.id);
            let (min, max) = parameter.range();
            for step in 0..=97 {
                let plain = parameter.conform(min + (max - min) * step as f32 / 97.0);
                let text = parameter.host_text(plain);
                assert!(text.is_ascii(), "{} {text}", parameter.id);
                assert_eq!(parameter.parse(&text), parameter.parse(&parameter.text(plain)), "{text}");
            }
        }
    }

    #[test]
    fn people_may_type_what_they_are_used_to() {
        let parse = |id, text| Settings::parameter(id).unwrap().parse(text);
        assert_eq!(parse("lathe_high_cut", "4.5k"), Ok(4500.0));
        assert_eq!(parse("lathe.high_cut", "4.5 kHz"), Ok(4500.0));
        assert_eq!(parse("film_hiss", "−30 dB"), Ok(-30.0));
        assert_eq!(parse("film_hiss", "off"), Ok(-60.0));
        assert_eq!(parse("pickup_player", "Gramophone"), Ok(0.0));
        assert_eq!(parse("pickup_player", " PIEZO"), parse("pickup_player", "piezo"));
        assert_eq!(parse("pickup_force", "1,2 ×"), parse("pickup_force", "1.2"));
        assert_eq!(parse("pickup_force", "1.2x"), parse("pickup_force", "1.2 ×"));
        assert_eq!(parse("lathe_high_cut", "4,5 KHZ"), Ok(4500.0));
        assert!(parse("lathe_high_cut", "4,500,0").is_err());
        let error = parse("warp_hole", "9").unwrap_err().to_string();
        assert_eq!(error, "warp_hole: '9' is not a number from 0 to 3 mm");
        let error = parse("pickup_player", "ipod").unwrap_err().to_string();
        assert_eq!(
            error,
            "pickup_player: 'ipod' is not one of gramophone, magnetic, crystal, piezo, radiola, modern"
        );
    }
}
