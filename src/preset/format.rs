//! A preset as a file has it: TOML, a table for each group of parameters.
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
//! unknown is an error, so that a slip of the pen is not silence.

use std::fmt::Write;

use toml::{Table, Value};

use super::Preset;
use super::error::PresetError;
use super::schema::{HEAD, SCHEMA};
use crate::params::{Kind, Settings, preset_rows};

impl Preset {
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
