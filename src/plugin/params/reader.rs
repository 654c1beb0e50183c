//! From the host's parameters to settings, once a block.

use super::AppParams;
use crate::chain::settings::{PARAMETERS, Settings};

/// Reads the parameters into settings, and does the arithmetic only for those that moved.
pub struct Reader {
    knobs: [f32; PARAMETERS.len()],
    settings: Settings,
}

impl Default for Reader {
    fn default() -> Self {
        // Not a number equals nothing, so the first reading takes all.
        Self { knobs: [f32::NAN; PARAMETERS.len()], settings: Settings::default() }
    }
}

impl Reader {
    /// The settings now, and whether any of them moved since the last reading. Neither locks nor allocates.
    pub fn read(&mut self, params: &AppParams) -> (&Settings, bool) {
        let (mut moved, mut index) = (false, 0);
        params.each(|handle| {
            let knob = handle.knob();
            if knob.to_bits() != self.knobs[index].to_bits() {
                let parameter = &PARAMETERS[index];
                (parameter.set)(&mut self.settings, parameter.from_knob(knob));
                (self.knobs[index], moved) = (knob, true);
            }
            index += 1;
        });
        (&self.settings, moved)
    }
}
