//! Presets: one file, one sound. How a file is written is `preset/format.rs`.
//!
//! Only parameters with `in_presets` are held: a preset never touches mix, output, the needle or the disc's number. The files
//! are in `presets/`; their values are chosen by ear within the physics of each stage's head. Measured in
//! `tests/laws/presets.rs`.

use crate::params::{Settings, preset_rows};

mod error;
mod format;
mod schema;
pub use error::PresetError;
pub use schema::SCHEMA;
mod factory;
pub mod library;
pub use factory::{FACTORY, Factory};

/// The preset of a fresh instance, by its slug: all defaults.
pub const DEFAULT: &str = "leningrad-1950s";

/// A preset's file is some 2 KiB; more than this is none.
pub const MAX_PRESET_BYTES: u64 = 64 << 10;

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
        Err(PresetError::Unknown {
            requested: name_or_slug.to_string(),
            slugs: factory::slugs_like(name_or_slug),
        })
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
