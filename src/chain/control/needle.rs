//! Whether the needle is on the disc: by the host's time, by signal, or always; and how far it is down.

use super::clock::TransportState;
use crate::chain::parts::ramp::GRID;
use crate::params::Needle;

/// The lead-in groove: how long it is heard after the needle fell, and how much rougher than the rest it is at first (guessed).
const LEAD_IN_SECONDS: f32 = 1.6;
const LEAD_IN_ROUGHER: f32 = 0.8;
/// How far it is let in when it is heard to fall.
const FALL_CONTACT: f32 = 0.25;
/// A needle that drops on signal stays down so long after the last sound.
const HOLD_SECONDS: f64 = 1.0;

/// Where the needle is, up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lift {
    Down,
    Lifted,
}

/// The needle of one disc.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct NeedleLift {
    lift: Lift,
    /// How far it is down, `0.0..=1.0`: it takes 20 ms.
    contact: f32,
    /// Cells for which it stays down without a signal.
    hold_cells: u32,
    /// Whether it hung in the air at the last grid point, over a curl.
    is_airborne: bool,
    /// Whether it has been set down since that was last asked.
    was_set_down: bool,
    /// Seconds of lead-in that are left.
    lead_in_seconds: f32,
}

impl NeedleLift {
    /// Down.
    pub(in crate::chain) fn new() -> Self {
        Self {
            lift: Lift::Down,
            contact: 1.0,
            hold_cells: 0,
            is_airborne: false,
            was_set_down: true,
            lead_in_seconds: 0.0,
        }
    }

    /// Forgets the past; up or down as before.
    pub(in crate::chain) fn reset(&mut self) {
        *self = Self { lift: self.lift, ..Self::new() };
    }

    /// Whether it is on the disc.
    pub(in crate::chain) fn is_down(&self) -> bool {
        self.lift == Lift::Down
    }

    /// How far it is down, `0.0..=1.0`.
    pub(in crate::chain) fn contact(&self) -> f32 {
        self.contact
    }

    /// Whether it stands still over the disc: lifted, and its sound has faded.
    pub(in crate::chain) fn is_at_rest(&self) -> bool {
        !self.is_down() && self.contact == 0.0
    }

    /// Takes what the host says of its time. Whether that lifts it.
    pub(in crate::chain) fn follow(&mut self, mode: Needle, transport: TransportState) -> bool {
        match (mode, transport) {
            (Needle::Transport, TransportState::Stopped) => self.set(Lift::Lifted),
            // Decided on the grid, by what has come in.
            (Needle::Signal, _) => false,
            _ => self.set(Lift::Down),
        }
    }

    /// Goes by the signal, where it does. Whether that lifts it.
    pub(in crate::chain) fn follow_signal(&mut self, mode: Needle) -> bool {
        match mode {
            Needle::Signal if self.hold_cells > 0 => self.set(Lift::Down),
            Needle::Signal => self.set(Lift::Lifted),
            Needle::Transport | Needle::Always => false,
        }
    }

    /// One step of at most `step` towards where it should be; at once with `snap`.
    pub(in crate::chain) fn step(&mut self, step: f32, snap: bool) {
        let goal = f32::from(u8::from(self.is_down()));
        if snap {
            self.contact = goal;
        }
        self.contact += (goal - self.contact).clamp(-step, step);
    }

    /// Goes `seconds` on through the lead-in. Whether the needle has been set down since that was last asked.
    pub(in crate::chain) fn enter(&mut self, seconds: f32) -> bool {
        // It is let in over 20 ms, and takes the thump with it: heard from here on, that is 15 dB over most discs' surface.
        let is_in_groove = self.is_down() && self.contact >= FALL_CONTACT;
        let is_set_down = is_in_groove && std::mem::take(&mut self.was_set_down);
        let left = if is_set_down { LEAD_IN_SECONDS } else { self.lead_in_seconds - seconds };
        self.lead_in_seconds = left.max(0.0);
        is_set_down
    }

    /// How much more dirt the lead-in groove has here, as a factor: 1 behind it.
    pub(in crate::chain) fn lead_in_roughness(&self) -> f32 {
        1.0 + LEAD_IN_ROUGHER * self.lead_in_seconds / LEAD_IN_SECONDS
    }

    /// Takes notice of whether something has come in.
    pub(in crate::chain) fn observe(&mut self, is_present: bool, sample_rate_hz: f64) {
        self.hold_cells = if is_present {
            (HOLD_SECONDS * sample_rate_hz / GRID as f64) as u32
        } else {
            self.hold_cells.saturating_sub(1)
        };
    }

    /// Takes notice of whether it hangs in the air. Whether it has just landed.
    pub(in crate::chain) fn lands(&mut self, is_airborne: bool) -> bool {
        std::mem::replace(&mut self.is_airborne, is_airborne) && !is_airborne
    }

    fn set(&mut self, lift: Lift) -> bool {
        self.was_set_down |= !self.is_down() && lift == Lift::Down;
        let lifts = self.is_down() && lift == Lift::Lifted;
        self.lift = lift;
        lifts
    }
}
