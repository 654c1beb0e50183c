//! What a session keeps beside the parameters.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use nice_plug::params::persist::PersistentField;

use crate::disc::hash;
use crate::disc::memory::Memory;
use crate::params::{Parameter, Serial, Settings, preset_rows};
use crate::sync::{AtomicF32, AtomicU32};

/// The panel's size in points when nothing is stored.
pub const PANEL_SIZE: [f32; 2] = [1120.0, 784.0];
/// Its bounds, in points.
pub const MIN_PANEL_SIZE: [f32; 2] = [840.0, 588.0];
/// See [`MIN_PANEL_SIZE`].
pub const MAX_PANEL_SIDE: f32 = 4000.0;

/// Names of the fields beside the parameters. Frozen: sessions are stored under them.
pub const MEMORY: &str = "memory";
/// See [`MEMORY`].
pub const MEMORY_SERIAL: &str = "memory_serial";
/// See [`MEMORY`].
pub const PICTURE: &str = "picture";
/// See [`MEMORY`].
pub const PANEL: &str = "panel";
/// See [`MEMORY`].
pub const LEARNT_FOR: &str = "learnt_for";

/// A memory that belongs to whatever disc is on.
const NO_SERIAL: i32 = -1;

/// The disc's memory as the session sees it.
#[derive(Default)]
pub struct PersistedMemory(pub Arc<Memory>);

impl PersistentField<'_, Vec<Vec<f32>>> for PersistedMemory {
    fn set(&self, sides: Vec<Vec<f32>>) {
        self.0.restore(&sides);
    }
    fn map<F: Fn(&Vec<Vec<f32>>) -> R, R>(&self, read: F) -> R {
        read(&self.0.to_sides())
    }
}

/// Which disc the memory is of, as the session sees it.
pub struct PersistedMemorySerial<'a>(pub &'a Memory);

impl PersistentField<'_, i32> for PersistedMemorySerial<'_> {
    fn set(&self, number: i32) {
        self.0.set_serial(u32::try_from(number).ok().and_then(|number| Serial::new(number).ok()));
    }
    fn map<F: Fn(&i32) -> R, R>(&self, read: F) -> R {
        read(&self.0.serial().map_or(NO_SERIAL, |serial| i32::from(serial.number())))
    }
}

/// The print of the sound for which `level_trim` was learnt; 0 where nothing was.
#[derive(Default)]
pub struct LearntFor(AtomicU32);

impl LearntFor {
    /// Tells the sound of these settings from others: of all that presets hold; never 0.
    pub fn print(settings: &Settings) -> u32 {
        let mix = |bits, row: &Parameter| hash::mix(bits ^ u64::from((row.get)(settings).to_bits()));
        let bits = preset_rows().fold(1u64, mix);
        (bits >> 32) as u32 | 1
    }

    /// The trim is right for the sound of these settings.
    pub fn put(&self, settings: &Settings) {
        self.0.store(Self::print(settings), Relaxed);
    }

    /// Whether something was learnt, and for another sound than that of these settings.
    pub fn is_another(&self, settings: &Settings) -> bool {
        let learnt = self.0.load(Relaxed);
        learnt != 0 && settings.level_trim != 0.0 && learnt != Self::print(settings)
    }
}

impl PersistentField<'_, u32> for LearntFor {
    fn set(&self, print: u32) {
        self.0.store(print, Relaxed);
    }
    fn map<F: Fn(&u32) -> R, R>(&self, read: F) -> R {
        read(&self.0.load(Relaxed))
    }
}

/// Width and height of the panel, in points, and its zoom.
pub struct PanelSize([AtomicF32; 3]);

impl Default for PanelSize {
    fn default() -> Self {
        Self([PANEL_SIZE[0], PANEL_SIZE[1], 1.0].map(AtomicF32::new))
    }
}

impl PanelSize {
    /// Width, height, zoom.
    pub fn get(&self) -> [f32; 3] {
        std::array::from_fn(|i| self.0[i].load(Relaxed))
    }

    /// The window was resized.
    pub fn set_size(&self, width: f32, height: f32) {
        let [.., zoom] = self.get();
        self.set([width, height, zoom]);
    }

    /// The window was zoomed.
    pub fn set_zoom(&self, zoom: f32) {
        let [width, height, _] = self.get();
        self.set([width, height, zoom]);
    }
}

impl PersistentField<'_, [f32; 3]> for PanelSize {
    fn set(&self, [width, height, zoom]: [f32; 3]) {
        let held = |x: f32, least: f32, most: f32| {
            if x.is_finite() { x.clamp(least, most) } else { least }
        };
        self.0[0].store(held(width, MIN_PANEL_SIZE[0], MAX_PANEL_SIDE), Relaxed);
        self.0[1].store(held(height, MIN_PANEL_SIZE[1], MAX_PANEL_SIDE), Relaxed);
        self.0[2].store(held(zoom, 0.5, 3.0), Relaxed);
    }
    fn map<F: Fn(&[f32; 3]) -> R, R>(&self, read: F) -> R {
        read(&self.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trim_is_known_to_be_for_another_sound() {
        let (learnt, now) = (LearntFor::default(), Settings { level_trim: 2.0, ..Settings::default() });
        assert!(!learnt.is_another(&now), "nothing was learnt");
        learnt.put(&now);
        assert!(!learnt.is_another(&now));
        assert!(
            !learnt.is_another(&Settings { mix: 50.0, output: -3.0, ..now }),
            "the same sound, mixed otherwise"
        );
        let other = Settings { film_hiss: -20.0, ..now };
        assert!(learnt.is_another(&other) && !learnt.is_another(&Settings { level_trim: 0.0, ..other }));
    }

    #[test]
    fn a_panel_of_no_size_is_held_to_a_usable_one() {
        let panel = PanelSize::default();
        PersistentField::set(&panel, [f32::NAN, 1e9, 0.0]);
        assert_eq!(panel.get(), [MIN_PANEL_SIZE[0], MAX_PANEL_SIDE, 0.5]);
    }

    #[test]
    fn a_memory_knows_its_disc() {
        let memory = Memory::default();
        PersistedMemorySerial(&memory).set(7);
        assert_eq!(
            (memory.serial(), PersistedMemorySerial(&memory).map(|number| *number)),
            (Serial::new(7).ok(), 7)
        );
        PersistedMemorySerial(&memory).set(12_345);
        assert_eq!(PersistedMemorySerial(&memory).map(|number| *number), NO_SERIAL);
    }
}
