//! Presets: text ↔ settings. One file, one sound.
//!
//! ```toml
//! name = "1950s Leningrad bootleg"
//! category = "Bootleg"
//! note = "What it is, in a line."
//! schema = 1
//!
//! [main]              # parameters without a group: condition, follow
//! condition = 100.0
//!
//! [lathe]             # lathe_machine, lathe_drive, …
//! machine = "copy"
//! drive = 2.0
//! ```
//!
//! A table is a parameter's group and a key its word, so `[lathe] drive` is `lathe_drive`. Choices are their
//! ids in quotes, switches `true` or `false`, a level may be `"off"`. What is absent has its default; what is
//! unknown is an error, so that a slip of the pen is not silence. Only parameters with `in_presets` are held:
//! a preset never touches mix, output, the needle or the disc's number. The files are in `presets/`; their
//! values are chosen by ear within the physics of each stage's head. Measured in `tests/laws/presets.rs`.

use std::fmt::Write;

use toml::{Table, Value};

use crate::params::{Kind, Settings, preset_rows};

mod error;
mod format;
pub use error::PresetError;
use format::HEAD;
pub use format::SCHEMA;
mod factory;
pub mod library;
pub use factory::{FACTORY, Factory};

/// The preset of a fresh instance, by its slug: all defaults.
pub const DEFAULT: &str = "leningrad-1950s";

/// A sound with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Shown; unique among the presets.
    pub name: String,
    /// The drawer it lies in, for browsers.
    pub category: String,
    /// One true line about it.
    pub note: String,
    /// What it sets. Parameters that presets do not hold are at their defaults.
    settings: Settings,
}

impl Preset {
    /// A preset of present settings; what presets do not hold is left out.
    pub fn new(name: &str, category: &str, note: &str, settings: &Settings) -> Self {
        let mut held = Settings::default();
        copy_preset_params(settings, &mut held);
        let [name, category, note] = [name, category, note].map(str::to_string);
        Self { name, category, note, settings: held }
    }

    /// Reads a preset file's text.
    ///
    /// # Errors
    ///
    /// [`PresetError`] naming the line or key, what it holds and what is allowed there.
    pub fn parse(text: &str) -> Result<Self, PresetError> {
        let file: Table = text.parse().map_err(|error| PresetError::syntax(text, &error))?;
        match file.get("schema") {
            Some(Value::Integer(SCHEMA)) => {}
            other => {
                return Err(PresetError::Schema { requested: other.map_or("nothing".into(), plain_text) });
            }
        }
        let [name, category, note] = ["name", "category", "note"].map(|key| head_text(&file, key));
        let mut settings = Settings::default();
        for (group, entry) in file.iter().filter(|(key, _)| !HEAD.contains(&key.as_str())) {
            let words = entry.as_table().filter(|_| preset_rows().any(|p| p.group == group));
            let words = words.ok_or_else(|| PresetError::unknown_table(group))?;
            for (word, value) in words {
                let parameter = preset_rows().find(|p| p.group == group && p.word() == word);
                let parameter = parameter.ok_or_else(|| PresetError::unknown_key(group, word))?;
                (parameter.set)(&mut settings, parameter.parse(&plain_text(value))?);
            }
        }
        Ok(Self { name: name?, category: category?, note: note?, settings })
    }

    /// The preset of this name or slug, in any case.
    ///
    /// # Errors
    ///
    /// [`PresetError::Unknown`], with what there is.
    pub fn find(name_or_slug: &str) -> Result<Self, PresetError> {
        let requested = name_or_slug.trim().to_lowercase();
        for factory in FACTORY {
            let preset = Self::parse(factory.text)?;
            if factory.slug == requested || preset.name.to_lowercase() == requested {
                return Ok(preset);
            }
        }
        Err(PresetError::Unknown { requested: name_or_slug.to_string(), slugs: factory::slugs() })
    }

    /// The file's text: every parameter that presets hold, written out. [`Preset::parse`] gives the same back.
    pub fn to_text(&self) -> String {
        let quoted = |text: &str| Value::String(text.to_string()).to_string();
        let mut text = format!(
            "name = {}\ncategory = {}\nnote = {}\nschema = {SCHEMA}\n",
            quoted(&self.name),
            quoted(&self.category),
            quoted(&self.note),
        );
        let mut group = "";
        for parameter in preset_rows() {
            if parameter.group != group {
                group = parameter.group;
                // Writing to a string cannot fail.
                let _ = write!(text, "\n[{group}]\n");
            }
            let plain = (parameter.get)(&self.settings);
            let value = match parameter.kind {
                Kind::Number { .. } => format!("{plain:?}"),
                Kind::Count { .. } => format!("{plain}"),
                Kind::Choice(_) => quoted(&parameter.file_text(plain)),
                Kind::Switch => (plain >= 0.5).to_string(),
            };
            let _ = writeln!(text, "{} = {value}", parameter.word());
        }
        text
    }

    /// Sets what presets hold, and leaves alone what they do not.
    pub fn apply(&self, settings: &mut Settings) {
        copy_preset_params(&self.settings, settings);
    }

    /// The preset's sound: its own values, the defaults for all else.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}

fn copy_preset_params(from: &Settings, to: &mut Settings) {
    for parameter in preset_rows() {
        (parameter.set)(to, (parameter.get)(from));
    }
}

/// A line of text at the head of the file.
fn head_text(file: &Table, key: &'static str) -> Result<String, PresetError> {
    match file.get(key) {
        Some(Value::String(text)) if !text.trim().is_empty() && !text.contains('\n') => Ok(text.clone()),
        other => Err(PresetError::Head { key, requested: other.map_or("nothing".into(), plain_text) }),
    }
}

/// A value as the table of parameters reads it: text without its quotes.
fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // Widened through text, 0.3 stays 0.3.
        other => other.to_string(),
    }
}
