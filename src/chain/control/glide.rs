//! How what is set comes to be heard: numbers glide by one-pole steps on the grid, switches and choices follow at once, and
//! what has to wait for a swap waits. What each parameter does is in its row, [`Motion`].

use crate::chain::control_frame::StageEnable;
use crate::params::condition::{self, Applied};
use crate::params::{Motion, PARAMETERS, Parameter, Settings};

/// Time constants of a glide in one fade's time: it is 95 % there.
const SPEED: f32 = 3.0;
/// So near, in parts of its range, a number is there.
const NEAR: f32 = 1e-4;

/// Settings on their way.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Glide {
    /// What is set.
    target: Settings,
    /// What is heard of it.
    smoothed: Settings,
    /// The same with `condition` worked in.
    effective: Applied,
    enable: StageEnable,
    is_moving: bool,
    /// All that is set is heard: nothing has to be compared.
    is_settled: bool,
}

impl Glide {
    /// Settings that stand.
    pub(in crate::chain) fn new(settings: Settings) -> Self {
        Self {
            target: settings,
            smoothed: settings,
            effective: condition::applied(&settings),
            enable: StageEnable::of(&settings),
            is_moving: true,
            is_settled: false,
        }
    }

    /// What is set.
    pub(in crate::chain) fn target(&self) -> &Settings {
        &self.target
    }

    /// What is heard, with `condition` worked in.
    pub(in crate::chain) fn effective(&self) -> &Applied {
        &self.effective
    }

    /// How far each stage is on.
    pub(in crate::chain) fn enable(&self) -> StageEnable {
        self.enable
    }

    /// Whether anything has moved since the last grid point.
    pub(in crate::chain) fn is_moving(&self) -> bool {
        self.is_moving
    }

    /// Aims at settings.
    pub(in crate::chain) fn set_target(&mut self, settings: &Settings) {
        if self.target != *settings {
            self.target = *settings;
            self.is_settled = false;
        }
    }

    /// Whether something is set that has to wait for a swap.
    pub(in crate::chain) fn needs_swap(&self) -> bool {
        let is_swapped = |row: &&Parameter| row.motion == Motion::Swap;
        let differs = |row: &Parameter| (row.get)(&self.smoothed) != (row.get)(&self.target);
        !self.is_settled && PARAMETERS.iter().filter(is_swapped).any(differs)
    }

    /// Everything that is set is heard, at once.
    pub(in crate::chain) fn snap(&mut self) {
        *self = Self::new(self.target);
    }

    /// The same, but for what mixes the disc with the input: no fade of the disc covers it, so it goes on gliding.
    pub(in crate::chain) fn snap_disc(&mut self) {
        let (before, song) = (self.smoothed, self.enable.song);
        self.snap();
        for row in PARAMETERS.iter().filter(|row| row.is_beside_disc) {
            (row.set)(&mut self.smoothed, (row.get)(&before));
        }
        self.enable.song = song;
        self.effective = condition::applied(&self.smoothed);
    }

    /// One step, `fade_step` of a fade long. Whether anything moved.
    pub(in crate::chain) fn step(&mut self, fade_step: f32) -> bool {
        if self.is_settled {
            self.is_moving = false;
            return false;
        }
        let enable = StageEnable::of(&self.target);
        self.is_moving = self.smoothed != self.target || self.enable != enable;
        self.is_settled = !self.is_moving;
        if self.is_settled {
            return false;
        }
        self.enable.glide(&enable, fade_step);
        let share = 1.0 - libm::expf(-fade_step * SPEED);
        for row in PARAMETERS {
            let (now, goal) = ((row.get)(&self.smoothed), (row.get)(&self.target));
            if now != goal {
                let (min, max) = row.range();
                let is_near = (goal - now).abs() <= NEAR * (max - min);
                let glides = row.motion == Motion::Glide && !is_near;
                (row.set)(&mut self.smoothed, if glides { now + (goal - now) * share } else { goal });
            }
        }
        self.effective = condition::applied(&self.smoothed);
        true
    }
}
