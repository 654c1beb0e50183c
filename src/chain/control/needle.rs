//! Whether the needle is on the disc: by the host's time, by signal, or always; and how far it is down.

use super::clock::TransportState;
use crate::chain::parts::ramp::GRID;
use crate::params::Needle;

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
}

impl NeedleLift {
    /// Down.
    pub(in crate::chain) fn new() -> Self {
        Self { lift: Lift::Down, contact: 1.0, hold_cells: 0, is_airborne: false }
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
        let lifts = self.is_down() && lift == Lift::Lifted;
        self.lift = lift;
        lifts
    }
}
