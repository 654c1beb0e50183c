//! The parameters a host sees, and what a session keeps beside them.
//!
//! Everything about a parameter comes from the one table, `src/params/table.rs`; here each row gets its host type
//! (`host_param`) and is read back once a slice of a block (`reader`). A session keeps five fields beside them: the disc's memory, whose
//! it is, the picture of one's own, the panel's size, and for which sound the trim was learnt.

mod host_param;
mod reader;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use nice_plug::params::persist::{PersistentField, deserialize_field, serialize_field};
use nice_plug::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::host_menu::HostMenu;
use super::host_waker::HostWaker;
use super::picture::PersistedPicture;
use super::session::{self, LearntFor, PanelSize, PersistedMemory, PersistedMemorySerial};
use super::window::PanelWindow;
use crate::chain::wear_law::SideWear;
use crate::disc::Recipe;
use crate::disc::memory::Memory;
use crate::params::{Latency, PARAMETERS, Parameter, Settings, Value, condition, group_title};
use crate::sync::{AtomicBool, AtomicU32, AtomicU64};
pub use host_param::{HostParam, fill_page};
pub use reader::ParamReader;

/// All of it.
pub struct HostParams {
    /// One for each row of the table, in its order.
    rows: Vec<Box<dyn HostParam>>,
    /// What the disc remembers of being played.
    memory: PersistedMemory,
    /// The picture of one's own.
    pub picture: PersistedPicture,
    /// How large the panel was.
    pub panel: PanelSize,
    /// For which sound the trim was learnt.
    pub learnt_for: LearntFor,
    /// Wakes the host, which then calls on its main thread.
    pub host_waker: HostWaker,
    /// The host's menu for a parameter.
    pub host_menu: HostMenu,
    /// The panel's window.
    pub window: PanelWindow,
    /// Changes of memory and picture that the host has been told of, and those it was woken for.
    reported_changes: AtomicU32,
    woken_changes: AtomicU32,
    /// The host's blocks so far.
    block: AtomicU64,
    /// A reset of nice-plug's own is not to be heard.
    is_reset_unwanted: AtomicBool,
}

impl Default for HostParams {
    fn default() -> Self {
        Self {
            rows: host_param::all(),
            memory: PersistedMemory::default(),
            picture: PersistedPicture::default(),
            panel: PanelSize::default(),
            learnt_for: LearntFor::default(),
            host_waker: HostWaker::default(),
            host_menu: HostMenu::default(),
            window: PanelWindow::default(),
            reported_changes: AtomicU32::new(0),
            woken_changes: AtomicU32::new(0),
            block: AtomicU64::new(0),
            is_reset_unwanted: AtomicBool::new(false),
        }
    }
}

impl HostParams {
    /// Every row of the table with its host parameter.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&'static Parameter, &dyn HostParam)> {
        PARAMETERS.iter().zip(&self.rows).map(|(row, param)| (row, &**param))
    }

    /// The settings now. The audio thread and the panel have a [`ParamReader`], which does less work.
    pub fn settings(&self) -> Settings {
        *ParamReader::default().read(self).0
    }

    /// The latency that is set. Neither locks nor allocates.
    pub fn latency(&self) -> Latency {
        let set = self.rows().find(|(row, _)| row.id == "disc_latency");
        set.map_or(Latency::Live, |(row, param)| Latency::from_plain(row.from_knob(param.knob())))
    }

    /// Does something of nice-plug's that would reset the sound, without that.
    pub fn without_reset<T>(&self, work: impl FnOnce() -> T) -> T {
        self.is_reset_unwanted.store(true, Relaxed);
        let answer = work();
        self.is_reset_unwanted.store(false, Relaxed);
        answer
    }

    /// Whether a reset is the host's.
    pub fn is_reset_wanted(&self) -> bool {
        !self.is_reset_unwanted.load(Relaxed)
    }

    /// What the disc that is set is made of.
    pub fn recipe(&self, settings: &Settings) -> Recipe {
        Recipe::of(settings, self.picture.fingerprint())
    }

    /// Wear of a side, as the settings and the disc's memory have it.
    pub fn side_wear(&self, settings: &Settings, side: u8) -> SideWear {
        SideWear::new(&condition::applied(settings), self.memory().side(side))
    }

    /// Whether what a session keeps beside the parameters has changed since this was last asked, whoever asks.
    pub fn take_changes(&self) -> bool {
        let changes = self.changes();
        self.reported_changes.swap(changes, Relaxed) != changes
    }

    /// Wakes the host once for what was done by hand, so that it asks for the changes where no block is played. Not on the
    /// audio thread.
    pub fn wake_host_for_changes(&self) {
        let changes = self.changes();
        let is_new = self.woken_changes.swap(changes, Relaxed) != changes;
        if is_new && self.reported_changes.load(Relaxed) != changes {
            self.host_waker.wake();
        }
    }

    fn changes(&self) -> u32 {
        self.memory().changes().wrapping_add(self.picture.changes())
    }

    /// The host begins a block. nice-plug may hand it over in slices.
    pub fn begin_block(&self) {
        self.block.fetch_add(1, Relaxed);
    }

    /// A number that differs for each block the host plays.
    pub fn block(&self) -> u64 {
        self.block.load(Relaxed)
    }

    /// What the disc remembers, shared with the chain.
    pub fn memory(&self) -> &Arc<Memory> {
        &self.memory.0
    }
}

// SAFETY: each pointer is to a parameter in a box of its own, which lives as long as `self` and is never replaced.
#[allow(unsafe_code)]
unsafe impl Params for HostParams {
    fn param_map(&self) -> Vec<(String, ParamPtr, String)> {
        self.rows()
            .map(|(row, param)| (row.id.to_string(), param.pointer(), group_title(row.group)))
            .collect()
    }

    fn serialize_fields(&self) -> BTreeMap<String, String> {
        let fields = [
            (session::MEMORY, stored(&self.memory)),
            (session::MEMORY_SERIAL, stored(&PersistedMemorySerial(self.memory()))),
            (session::PICTURE, stored(&self.picture)),
            (session::PANEL, stored(&self.panel)),
            (session::LEARNT_FOR, stored(&self.learnt_for)),
        ];
        fields.into_iter().filter_map(|(key, text)| Some((key.to_string(), text?))).collect()
    }

    fn deserialize_fields(&self, stored: &BTreeMap<String, String>) {
        // Whose it is comes first: a disc of that number that is put on in between leaves the memory alone.
        restore(&PersistedMemorySerial(self.memory()), stored.get(session::MEMORY_SERIAL));
        restore(&self.memory, stored.get(session::MEMORY));
        restore(&self.picture, stored.get(session::PICTURE));
        restore(&self.panel, stored.get(session::PANEL));
        restore(&self.learnt_for, stored.get(session::LEARNT_FOR));
    }
}

/// A field as a session holds it.
fn stored<'a, T: Serialize + DeserializeOwned>(field: &impl PersistentField<'a, T>) -> Option<String> {
    field.map(|value| serialize_field(value)).ok()
}

/// Takes a field from a session; what is not there, or is damaged, leaves it alone.
fn restore<'a, T: Serialize + DeserializeOwned>(field: &impl PersistentField<'a, T>, text: Option<&String>) {
    if let Some(value) = text.and_then(|text| deserialize_field(text).ok()) {
        field.set(value);
    }
}

#[cfg(test)]
mod tests {
    use nice_plug::prelude::*;

    use super::*;
    use crate::params::{Kind, Settings};

    #[test]
    fn a_host_gets_every_row_of_the_table_in_its_order() {
        let ids: Vec<String> = HostParams::default().param_map().into_iter().map(|(id, ..)| id).collect();
        let table: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.id).collect();
        assert_eq!(ids, table);
    }

    #[test]
    fn host_names_are_unique_and_groups_are_named() {
        let names: Vec<String> = PARAMETERS.iter().map(Parameter::host_name).collect();
        let mut unique = names.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        for name in ["Condition", "Film tone", "Pickup tone", "Lathe on", "Wear by playing", "Disc start"] {
            assert!(names.iter().any(|n| n == name), "{name} is not in {names:?}");
        }
    }

    #[test]
    fn a_fresh_instance_is_the_leningrad_bootleg() {
        let params = HostParams::default();
        let mut reader = ParamReader::default();
        let (settings, moved) = reader.read(&params);
        let fresh = Settings { disc_serial: settings.disc_serial, ..Settings::default() };
        assert_eq!((settings, moved), (&fresh, true));
        assert!(!reader.read(&params).1, "nothing moved");
    }

    #[test]
    fn what_is_done_by_hand_changes_the_session_and_loading_does_not() {
        use nice_plug::params::persist::PersistentField;
        let params = HostParams::default();
        assert!(!params.take_changes());
        params.memory().expose(0, 3, 0.5);
        assert!(params.take_changes() && !params.take_changes());
        params.picture.put(None);
        assert!(params.take_changes());
        params.memory.set(vec![vec![1.0]]);
        params.picture.set(String::new());
        assert!(!params.take_changes());
        params.memory().clear();
        assert!(params.take_changes());
    }

    #[test]
    fn work_by_hand_wakes_the_host_once() {
        use std::sync::atomic::AtomicUsize;
        let params = HostParams::default();
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = woken.clone();
        params.host_waker.connect(move || {
            counted.fetch_add(1, Relaxed);
        });
        params.wake_host_for_changes();
        assert_eq!(woken.load(Relaxed), 0, "nothing was done");
        params.memory().expose(0, 3, 0.5);
        params.wake_host_for_changes();
        params.wake_host_for_changes();
        assert_eq!(woken.load(Relaxed), 1);
        params.picture.put(None);
        params.wake_host_for_changes();
        assert_eq!(woken.load(Relaxed), 2);
    }

    #[test]
    fn two_instances_are_two_discs() {
        let serials: Vec<u16> =
            (0..8).map(|_| HostParams::default().settings().disc_serial.number()).collect();
        assert!(serials.iter().any(|serial| *serial != serials[0]), "{serials:?}");
    }

    #[test]
    fn every_value_comes_back_from_a_host_to_the_bit() {
        for parameter in PARAMETERS {
            let Kind::Number { min, max, .. } = parameter.kind else {
                continue;
            };
            let host = host_param::number(parameter);
            for step in 0..=1000 {
                // Equal steps of the value, then equal steps of the knob.
                let share = step as f32 / 1000.0;
                let (low, high) = parameter.knob_range();
                for plain in [
                    parameter.conform(min + (max - min) * share),
                    parameter.from_knob(low + (high - low) * share),
                ] {
                    let normalized = host.preview_normalized(parameter.to_knob(plain));
                    let back = parameter.from_knob(host.preview_plain(normalized));
                    assert_eq!(back.to_bits(), plain.to_bits(), "{}: {plain} became {back}", parameter.id);
                    let again = host.preview_plain(host.preview_normalized(host.preview_plain(normalized)));
                    assert_eq!(parameter.from_knob(again), plain, "{} creeps", parameter.id);
                }
            }
        }
    }

    #[test]
    fn host_text_parses_back() {
        let params = HostParams::default();
        for (parameter, param) in params.rows() {
            let plain = parameter.from_knob(param.knob());
            assert_eq!(parameter.parse(&parameter.text(plain)), Ok(plain), "{}", parameter.id);
        }
        let (_, serial) = params.rows().find(|(row, _)| row.id == "disc_serial").unwrap();
        let serial = (serial as &dyn std::any::Any).downcast_ref::<IntParam>().unwrap();
        let text = |number| serial.normalized_value_to_string(serial.preview_normalized(number), true);
        assert_eq!((text(1953), text(7)), ("1953".to_string(), "0007".to_string()));
        let parsed = serial.string_to_normalized_value("0007").map(|n| serial.preview_plain(n));
        assert_eq!((parsed, serial.string_to_normalized_value("10000")), (Some(7), None));
    }
}
