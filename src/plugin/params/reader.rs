//! From the host's parameters to settings, once a slice.

use super::HostParams;
use crate::params::{PARAMETERS, Settings};

/// Reads the parameters into settings, and does the arithmetic only for those that moved.
pub struct ParamReader {
    knobs: [f32; PARAMETERS.len()],
    settings: Settings,
}

impl Default for ParamReader {
    fn default() -> Self {
        // Not a number equals nothing, so the first reading takes all.
        Self { knobs: [f32::NAN; PARAMETERS.len()], settings: Settings::default() }
    }
}

impl ParamReader {
    /// The settings at the last reading.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The settings now, and whether any of them moved since the last reading. Neither locks nor allocates.
    pub fn read(&mut self, params: &HostParams) -> (&Settings, bool) {
        let mut moved = false;
        for ((parameter, param), seen) in params.rows().zip(&mut self.knobs) {
            let knob = param.knob();
            if knob.to_bits() != seen.to_bits() {
                (parameter.set)(&mut self.settings, parameter.from_knob(knob));
                (*seen, moved) = (knob, true);
            }
        }
        (&self.settings, moved)
    }
}
