//! How what is set comes to be heard: numbers glide, the rest is exchanged while the disc is faded out.

use super::PlaybackControl;
use crate::chain::control_frame::StageEnable;
use crate::chain::spiral;
use crate::chain::wear_law::WearLaw;
use crate::params::{Motion, PARAMETERS, Parameter, Speed, condition};

impl PlaybackControl {
    /// Whether something waits that cannot glide.
    pub(super) fn needs_swap(&self) -> bool {
        let next = &self.target;
        let beats_change = self.beats.is_some() != self.reported.is_some() && next.warp_speed == Speed::Sync;
        let is_swapped = |parameter: &&Parameter| parameter.motion == Motion::Swap;
        let differs = |parameter: &Parameter| (parameter.get)(&self.smoothed) != (parameter.get)(next);
        self.next_disc.is_some() || beats_change || PARAMETERS.iter().filter(is_swapped).any(differs)
    }

    /// Another disc, player, lathe, speed or place. What the disc's fade does not cover goes on gliding.
    pub(super) fn swap_parts(&mut self) {
        let serial = self.disc.recipe.serial;
        if self.next_disc.as_ref().is_some_and(|next| next.recipe.serial != serial) {
            // What is remembered is the other disc's already.
            self.pass.abandon();
        } else {
            self.end_pass();
        }
        let (before, song) = (self.smoothed, self.enable.song);
        self.take_next_disc();
        self.snap_to_target();
        for parameter in PARAMETERS.iter().filter(|parameter| parameter.is_beside_disc) {
            (parameter.set)(&mut self.smoothed, (parameter.get)(&before));
        }
        self.enable.song = song;
        self.apply();
        self.is_discontinuous = false;
    }

    /// Turns follow the song's beats where they are asked to and the host tells them. The groove under the needle is as
    /// fast as ever, or a slow song would sound like mud.
    pub(super) fn sync_to_tempo(&mut self) {
        let (Speed::Sync, Some(beats)) = (self.effective.warp_speed, self.beats) else { return };
        let (rev_hz, turns) = beats.turns(self.effective.warp_beats.count(), self.sample_rate_hz);
        let start_turns = spiral::groove(&self.effective, self.disc.recipe.diameter_mm).start_turns;
        (self.groove.rev_hz, self.groove.sag) = (rev_hz, 0.0);
        self.groove.start_turns = start_turns + turns;
    }

    pub(super) fn take_next_disc(&mut self) {
        if let Some(next) = self.next_disc.take() {
            self.retired = Some(std::mem::replace(&mut self.disc, next));
        }
    }

    /// Everything that is set is heard, at once.
    pub(super) fn snap_to_target(&mut self) {
        self.beats = self.reported;
        self.smoothed = self.target;
        self.enable = StageEnable::of(&self.target);
        self.is_discontinuous = true;
        self.apply();
    }

    pub(super) fn smooth_settings(&mut self) {
        let enable = StageEnable::of(&self.target);
        self.is_smoothing = self.smoothed != self.target || self.enable != enable;
        if !self.is_smoothing {
            return;
        }
        self.enable.glide(&enable, self.fade_step());
        let share = 1.0 - libm::expf(-self.fade_step() * 3.0);
        for parameter in PARAMETERS {
            let (now, goal) = ((parameter.get)(&self.smoothed), (parameter.get)(&self.target));
            if now != goal {
                let (min, max) = parameter.range();
                let near = (goal - now).abs() <= 1e-4 * (max - min);
                let glides = parameter.motion == Motion::Glide && !near;
                (parameter.set)(&mut self.smoothed, if glides { now + (goal - now) * share } else { goal });
            }
        }
        self.apply();
    }

    /// Works `condition` into the settings heard, and what follows from them.
    fn apply(&mut self) {
        self.effective = condition::applied(&self.smoothed);
        self.is_smoothing = true;
        self.groove = spiral::groove(&self.effective, self.disc.recipe.diameter_mm);
        self.sync_to_tempo();
        self.law = WearLaw::new(&self.effective, self.enable.wear);
    }
}
