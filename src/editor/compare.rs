//! Two sounds side by side: A and B, each all that a preset holds.

use super::param_writer::ParamWriter;
use crate::params::Settings;

/// Which of the two is heard, and what the other one is.
#[derive(Debug, Default)]
pub(super) struct Compare {
    is_b: bool,
    other: Option<Settings>,
}

impl Compare {
    /// `A` or `B`.
    pub(super) fn letter(&self) -> &'static str {
        if self.is_b { "B" } else { "A" }
    }

    /// Goes over to the other one, which is a copy of this one at first.
    pub(super) fn swap(&mut self, writer: &ParamWriter, now: &Settings) {
        let other = self.other.replace(*now).unwrap_or(*now);
        // Not a step: it is undone by pressing again.
        writer.apply(&other, |parameter| parameter.in_presets);
        self.is_b = !self.is_b;
    }
}
