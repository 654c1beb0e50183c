//! What can be wrong with a preset, in one line each.

use super::schema::{HEAD, SCHEMA};
use crate::params::{Parameter, ValueError, preset_rows};

/// A preset that cannot be read or found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresetError {
    /// The text is no TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What the TOML reader says.
        message: String,
    },
    /// The layout is one this program does not know, or none is named.
    #[error("schema: '{requested}' is not {SCHEMA}")]
    Schema {
        /// What stands there.
        requested: String,
    },
    /// A name, category or note is missing or not a line of text.
    #[error("{key}: '{requested}' is not a line of text in quotes")]
    Head {
        /// Which.
        key: &'static str,
        /// What stands there.
        requested: String,
    },
    /// A table or key that means nothing here.
    #[error("'{key}' is not known; allowed are {allowed}")]
    Key {
        /// `lathe` or `lathe.drive`.
        key: String,
        /// What may stand in its place.
        allowed: String,
    },
    /// A value its parameter cannot take.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// No preset of this name.
    #[error("there is no preset '{requested}'; allowed are {slugs}")]
    Unknown {
        /// What was requested.
        requested: String,
        /// All there are.
        slugs: String,
    },
}

impl PresetError {
    pub(super) fn syntax(text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.as_bytes().get(..start).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Self::Syntax { line, message: error.message().replace('\n', " ") }
    }

    pub(super) fn unknown_table(requested: &str) -> Self {
        let mut tables: Vec<String> =
            preset_rows().map(|parameter| format!("[{}]", parameter.group)).collect();
        tables.dedup();
        Self::Key {
            key: requested.to_string(),
            allowed: format!("{}, {}", HEAD.join(", "), tables.join(", ")),
        }
    }

    pub(super) fn unknown_key(group: &str, word: &str) -> Self {
        let words: Vec<&str> =
            preset_rows().filter(|parameter| parameter.group == group).map(Parameter::word).collect();
        Self::Key { key: format!("{group}.{word}"), allowed: words.join(", ") }
    }
}
