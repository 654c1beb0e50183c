//! What the disc remembers of being played: one number per turn of each side.
//!
//! The number is *exposure*: plays divided by the life, in plays, that the player who made them would have
//! had at that turn, summed over all passes. A lighter pickup later adds less; it heals nothing. Damage is
//! `1 − 0.3^exposure` (`chain/wear_law.rs`). Passes only add, so their order does not matter. Shared between the audio
//! thread, which adds, and the panel and the session, which read: every cell is an atomic, nothing locks. Measured in
//! `tests/physics/passes.rs`.

use std::sync::atomic::Ordering::Relaxed;

use super::groove::{MAX_TURNS, SIDES};
use crate::params::Serial;
use crate::sync::{AtomicF32, AtomicU32};

/// More than this changes no bit of the sound: damage is 1 − 10⁻²⁰.
const FULL_EXPOSURE: f32 = 40.0;

/// Above every serial.
const NO_SERIAL: u32 = u32::MAX;

/// Exposure of every turn of every side.
pub struct Memory {
    cells: Box<[AtomicF32]>,
    changes: AtomicU32,
    /// The disc it is of; [`NO_SERIAL`] for whichever is on.
    serial: AtomicU32,
}

impl Default for Memory {
    fn default() -> Self {
        let cells = (0..SIDES * MAX_TURNS).map(|_| AtomicF32::new(0.0)).collect();
        Self { cells, changes: AtomicU32::new(0), serial: AtomicU32::new(NO_SERIAL) }
    }
}

impl Memory {
    /// Exposure of a turn; 0 is a groove no needle has touched. Outside the side: 0.
    pub fn exposure(&self, side: u8, turn: i32) -> f32 {
        self.cell(side, turn).map_or(0.0, |cell| cell.load(Relaxed))
    }

    /// Adds exposure to a turn. Outside the side, or not above 0: nothing.
    pub fn expose(&self, side: u8, turn: i32, exposure: f32) {
        if self.add(side, turn, exposure) {
            self.changes.fetch_add(1, Relaxed);
        }
    }

    /// Whether there was anything to add, and a place for it.
    fn add(&self, side: u8, turn: i32, exposure: f32) -> bool {
        let Some(cell) = self.cell(side, turn).filter(|_| exposure > 0.0) else { return false };
        let add = |before: f32| Some((before + exposure).min(FULL_EXPOSURE));
        cell.fetch_update(Relaxed, Relaxed, add).is_ok()
    }

    /// A fresh copy: all exposure is gone.
    pub fn clear(&self) {
        self.wipe();
        self.changes.fetch_add(1, Relaxed);
    }

    /// The disc it is of, if it is of one.
    pub fn serial(&self) -> Option<Serial> {
        Serial::new(self.serial.load(Relaxed)).ok()
    }

    /// A session says which disc it is of.
    pub fn set_serial(&self, serial: Option<Serial>) {
        self.serial.store(serial.map_or(NO_SERIAL, |serial| u32::from(serial.number())), Relaxed);
    }

    /// A disc is put on. If it is another than the one that is remembered, no needle has touched it.
    pub fn put_on(&self, serial: Serial) {
        let number = u32::from(serial.number());
        let before = self.serial.swap(number, Relaxed);
        if before != NO_SERIAL && before != number {
            self.clear();
        }
    }

    /// Goes up whenever the disc is played or renewed, so that a session knows that it has changed; loading one does
    /// not count.
    pub fn changes(&self) -> u32 {
        self.changes.load(Relaxed)
    }

    fn wipe(&self) {
        self.cells.iter().for_each(|cell| cell.store(0.0, Relaxed));
    }

    /// Whether no turn was ever played.
    pub fn is_fresh(&self) -> bool {
        self.cells.iter().all(|cell| cell.load(Relaxed) == 0.0)
    }

    /// The played part of each side, for the session: trailing untouched turns are left out.
    pub fn to_sides(&self) -> Vec<Vec<f32>> {
        let side = |cells: &[AtomicF32]| {
            let exposures: Vec<f32> = cells.iter().map(|cell| cell.load(Relaxed)).collect();
            let played = exposures.iter().rposition(|e| *e != 0.0).map_or(0, |last| last + 1);
            exposures[..played].to_vec()
        };
        self.cells.chunks(MAX_TURNS).map(side).collect()
    }

    /// Exposure of each turn of a side.
    pub fn side(&self, side: u8) -> Vec<f32> {
        (0..MAX_TURNS as i32).map(|turn| self.exposure(side, turn)).collect()
    }

    /// Replaces everything by what a session kept. What is missing, not finite or negative counts as
    /// untouched; what is too many is left out.
    pub fn restore(&self, sides: &[Vec<f32>]) {
        self.wipe();
        for (side, turns) in (0..SIDES as u8).zip(sides) {
            for (turn, exposure) in (0..MAX_TURNS as i32).zip(turns) {
                if exposure.is_finite() {
                    self.add(side, turn, *exposure);
                }
            }
        }
    }

    fn cell(&self, side: u8, turn: i32) -> Option<&AtomicF32> {
        let turn = usize::try_from(turn).ok().filter(|turn| *turn < MAX_TURNS)?;
        self.cells.get(usize::from(side) * MAX_TURNS + turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_adds_and_survives_a_session() {
        let memory = Memory::default();
        assert!(memory.is_fresh());
        memory.expose(2, 17, 0.25);
        memory.expose(2, 17, 0.5);
        memory.expose(9, 17, 1.0);
        memory.expose(0, -1, 1.0);
        memory.expose(0, 3, f32::NAN);
        let kept = memory.to_sides();
        assert_eq!((kept[2].len(), kept[2][17], kept[0].len()), (18, 0.75, 0));
        assert_eq!((memory.side(2).len(), memory.side(2)[17], memory.side(2)[16]), (MAX_TURNS, 0.75, 0.0));
        let other = Memory::default();
        other.expose(0, 0, 1.0);
        other.restore(&kept);
        assert_eq!((other.exposure(2, 17), other.exposure(0, 0)), (0.75, 0.0));
        // Playing changes a session, loading one does not.
        assert_eq!((memory.changes(), other.changes()), (2, 1));
    }

    #[test]
    fn damaged_sessions_restore_what_is_whole() {
        let memory = Memory::default();
        memory.restore(&[vec![f32::NAN, -3.0, 0.5, f32::INFINITY], vec![1.0; 5000]]);
        assert_eq!((memory.exposure(0, 0), memory.exposure(0, 1), memory.exposure(0, 2)), (0.0, 0.0, 0.5));
        assert_eq!(memory.exposure(1, MAX_TURNS as i32 - 1), 1.0);
    }

    #[test]
    fn it_is_of_one_disc_and_another_has_not_been_played() {
        let [seven, eight] = [7, 8].map(|number| Serial::new(number).unwrap());
        let memory = Memory::default();
        memory.expose(0, 3, 0.5);
        memory.put_on(seven);
        assert_eq!(
            (memory.serial(), memory.exposure(0, 3)),
            (Some(seven), 0.5),
            "the first is the one that is on"
        );
        memory.put_on(seven);
        assert_eq!(memory.exposure(0, 3), 0.5);
        memory.put_on(eight);
        assert_eq!((memory.serial(), memory.is_fresh()), (Some(eight), true));
        // Loading a session: whichever comes first, the number or what is remembered.
        memory.restore(&[vec![1.0]]);
        memory.set_serial(Some(seven));
        memory.put_on(seven);
        assert_eq!(memory.exposure(0, 0), 1.0);
    }
}
