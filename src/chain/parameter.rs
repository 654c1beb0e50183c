//! What a parameter is: an id, a range, a taper, a unit, and text that parses what it prints.
//!
//! The one table of parameters is `settings.rs`; the plugin, the presets, the renderer and the panel all
//! read it, so one word and one range run from knob to file.

use std::fmt;

use super::settings::Settings;

/// How a knob's turn maps to its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Taper {
    /// Equal turns, equal differences.
    Linear,
    /// Equal turns, equal ratios; the range is above 0.
    Log,
    /// Logarithmic with 0 (off) at the left end: the value is `min + (max − min) · turn⁴`.
    Quartic,
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number on a continuous scale.
    Number {
        /// Lowest value.
        min: f32,
        /// Highest value.
        max: f32,
        /// How a knob reaches them.
        taper: Taper,
        /// Printed behind the number.
        unit: &'static str,
        /// Whether the lowest value means "none" and is printed as `off`.
        off_at_min: bool,
    },
    /// A whole number.
    Count {
        /// Lowest value.
        min: i32,
        /// Highest value.
        max: i32,
    },
    /// One of a few named things.
    Choice(&'static [Named]),
    /// Off (0) or on (1).
    Switch,
}

/// A value of a choice: its frozen id for files and command lines, its name for people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Frozen.
    pub id: &'static str,
    /// Shown.
    pub name: &'static str,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Frozen: `group_word`.
    pub id: &'static str,
    /// Shown beside the knob.
    pub name: &'static str,
    /// One sentence of physics: the tooltip.
    pub about: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The value in *1950s Leningrad bootleg* and of a fresh instance.
    pub default: f32,
    /// Whether a host may draw it over time.
    pub automatable: bool,
    /// Whether presets hold it.
    pub in_presets: bool,
    /// Reads it.
    pub get: fn(&Settings) -> f32,
    /// Writes it, unchecked; use [`Parameter::conform`] first.
    pub set: fn(&mut Settings, f32),
}

/// A value that a parameter cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// Which parameter.
    pub id: &'static str,
    /// What was asked for.
    pub asked: String,
    /// What is allowed.
    pub allowed: String,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: '{}' is not {}", self.id, self.asked, self.allowed)
    }
}

impl std::error::Error for ValueError {}

impl Parameter {
    /// The group: the part of the id before the first `_`, or `disc` for the whole.
    pub fn group(&self) -> &'static str {
        self.id.split_once('_').map_or("main", |(group, _)| match group {
            "level" | "keep" => "main",
            group => group,
        })
    }

    /// The id as the command line spells it: `warp.hole`.
    pub fn dotted(&self) -> String {
        if self.group() == "main" { self.id.to_string() } else { self.id.replacen('_', ".", 1) }
    }

    /// Whether a number can be typed.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Count { .. })
    }

    /// The lowest and highest plain value.
    pub fn range(&self) -> (f32, f32) {
        match self.kind {
            Kind::Number { min, max, .. } => (min, max),
            Kind::Count { min, max } => (min as f32, max as f32),
            Kind::Choice(values) => (0.0, (values.len() - 1) as f32),
            Kind::Switch => (0.0, 1.0),
        }
    }

    /// The nearest value the parameter can take; not-a-number becomes the default.
    ///
    /// Numbers are kept to five significant digits, and near 0 to a hundred-thousandth of the range: a host that
    /// stores a knob's turn instead of its value then gives back the very same bits.
    pub fn conform(&self, plain: f32) -> f32 {
        if plain.is_nan() {
            return self.default;
        }
        let (min, max) = self.range();
        match self.kind {
            Kind::Number { taper: Taper::Log, .. } => digits(plain, i32::MAX).clamp(min, max),
            Kind::Number { .. } => {
                let decimals = 5.0 - libm::floor(libm::log10(f64::from(max - min)));
                digits(plain, decimals as i32).clamp(min, max)
            }
            _ => plain.round().clamp(min, max),
        }
    }

    /// The value on the scale of its knob, where equal turns are equal steps: the number itself, log2 of it, or
    /// the fourth root of its place in the range.
    pub fn to_knob(&self, plain: f32) -> f32 {
        let plain = self.conform(plain);
        match self.kind {
            Kind::Number { taper: Taper::Log, .. } => libm::log2(f64::from(plain)) as f32,
            Kind::Number { min, max, taper: Taper::Quartic, .. } => {
                let part = f64::from(plain - min) / f64::from(max - min);
                libm::sqrt(libm::sqrt(part)) as f32
            }
            _ => plain,
        }
    }

    /// The value that a place on the knob's scale stands for. What went there by [`Parameter::to_knob`] and
    /// through the rounding of a host comes back to the bit.
    pub fn from_knob(&self, knob: f32) -> f32 {
        let exact = f64::from(knob);
        let plain = match self.kind {
            Kind::Number { taper: Taper::Log, .. } => libm::exp2(exact),
            Kind::Number { min, max, taper: Taper::Quartic, .. } => {
                f64::from(min) + f64::from(max - min) * (exact * exact) * (exact * exact)
            }
            _ => exact,
        };
        self.conform(plain as f32)
    }

    /// Both ends of the knob's scale.
    pub fn knob_range(&self) -> (f32, f32) {
        let (min, max) = self.range();
        (self.to_knob(min), self.to_knob(max))
    }

    /// The value as people read it.
    pub fn text(&self, plain: f32) -> String {
        match self.kind {
            Kind::Number { min, off_at_min: true, .. } if plain <= min => "off".to_string(),
            Kind::Number { unit: "Hz", .. } if plain >= 1000.0 => format!("{} kHz", short(plain / 1000.0)),
            Kind::Number { unit: "", .. } => short(plain),
            Kind::Number { unit: "dB", .. } if plain > 0.0 => format!("+{} dB", short(plain)),
            Kind::Number { unit, .. } => format!("{} {unit}", short(plain)),
            Kind::Count { .. } => format!("{}", plain.round()),
            Kind::Choice(values) => {
                values.get(plain.round() as usize).map_or("", |named| named.name).to_string()
            }
            Kind::Switch => if plain >= 0.5 { "on" } else { "off" }.to_string(),
        }
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
        let asked = text.trim().to_lowercase().replace('−', "-");
        let error = || ValueError { id: self.id, asked: text.trim().to_string(), allowed: self.allowed() };
        let plain = match self.kind {
            Kind::Number { min, off_at_min: true, .. } if asked == "off" => min,
            Kind::Number { unit, .. } => number(&asked, &unit.to_lowercase()).ok_or_else(error)?,
            Kind::Count { .. } => {
                number(&asked, "").filter(|count| count.fract() == 0.0).ok_or_else(error)?
            }
            Kind::Choice(values) => {
                let same = |named: &Named| named.id == asked || named.name.to_lowercase() == asked;
                values.iter().position(same).ok_or_else(error)? as f32
            }
            Kind::Switch => match asked.as_str() {
                "on" | "1" | "true" | "yes" => 1.0,
                "off" | "0" | "false" | "no" => 0.0,
                _ => return Err(error()),
            },
        };
        let (min, max) = self.range();
        if (min..=max).contains(&plain) { Ok(self.conform(plain)) } else { Err(error()) }
    }

    /// What values there are, in words, for error messages and help.
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Number { min, max, unit, off_at_min, .. } => {
                let off = if off_at_min { "off or " } else { "" };
                format!("{off}a number from {} to {} {unit}", short(min), short(max)).trim_end().to_string()
            }
            Kind::Count { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Choice(values) => {
                let ids: Vec<&str> = values.iter().map(|named| named.id).collect();
                format!("one of {}", ids.join(", "))
            }
            Kind::Switch => "on or off".to_string(),
        }
    }
}

/// Rounds to five significant digits, and to no more than so many decimals. Never gives −0.
fn digits(x: f32, decimals: i32) -> f32 {
    if x == 0.0 || !x.is_finite() {
        return x + 0.0;
    }
    let significant = 4 - libm::floor(libm::log10(f64::from(x.abs()))) as i32;
    let scale = libm::pow(10.0, f64::from(significant.min(decimals)));
    (libm::round(f64::from(x) * scale) / scale) as f32 + 0.0
}

/// At most five significant digits, no trailing zeros, and never `-0`.
fn short(x: f32) -> String {
    let text = format!("{}", digits(x, i32::MAX));
    if text == "-0" { "0".to_string() } else { text }
}

/// A number with an optional `k` and an optional unit behind it.
fn number(asked: &str, unit: &str) -> Option<f32> {
    let bare = asked.strip_suffix(unit).unwrap_or(asked).trim_end();
    let (bare, factor) = match bare.strip_suffix('k') {
        Some(thousands) => (thousands.trim_end(), 1000.0),
        None => (bare, 1.0),
    };
    bare.parse::<f32>().ok().map(|x| x * factor).filter(|x| x.is_finite())
}
