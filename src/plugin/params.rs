//! The parameters a host sees, and what a session keeps beside them.
//!
//! Ids, ranges, names and texts come from the one table, `chain/settings.rs`; here each row gets its host type
//! and its place in the tree. Ids are frozen: `tests` below holds the list.

pub mod groups;
mod reader;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use nice_plug::prelude::*;

use super::handle::Handle;
use super::host_menu::HostMenu;
use super::picture::KeptPicture;
use super::state::{KeptMemory, PanelSize};
use super::window::PanelWindow;
use crate::chain::latency;
use crate::chain::parameter::Parameter;
use crate::chain::settings::{PARAMETERS, Settings};
use crate::disc::memory::Memory;
use crate::disc::{Recipe, Serial};
use groups::{Crackle, DiscParams, Film, Lathe, Main, Perform, Pickup, Source, Warp, Wear};
pub use reader::Reader;

/// The number of the disc: not sound, so not in the table.
#[derive(Params)]
pub struct SerialParams {
    /// `disc_serial`: random at birth, kept by the session, so that twenty tracks do not crackle in unison.
    #[id = "disc_serial"]
    pub serial: IntParam,
}

impl Default for SerialParams {
    fn default() -> Self {
        let born_as = i32::from(Serial::random(&mut rand::rng()).number());
        let range = IntRange::Linear { min: 0, max: i32::from(Serial::MAX) };
        let serial = IntParam::new("Disc serial", born_as, range)
            .with_value_to_string(Arc::new(|number| format!("{number:04}")))
            .with_string_to_value(Arc::new(|text| {
                text.parse::<Serial>().ok().map(|serial| i32::from(serial.number()))
            }))
            .non_automatable();
        Self { serial }
    }
}

/// All of it.
#[derive(Default, Params)]
pub struct AppParams {
    /// Above the stages.
    #[nested(group = "Main")]
    pub main: Main,
    /// What was copied.
    #[nested(group = "Source")]
    pub source: Source,
    /// LATHE.
    #[nested(group = "Lathe")]
    pub lathe: Lathe,
    /// FILM.
    #[nested(group = "Film")]
    pub film: Film,
    /// CRACKLE.
    #[nested(group = "Crackle")]
    pub crackle: Crackle,
    /// WARP.
    #[nested(group = "Warp")]
    pub warp: Warp,
    /// WEAR.
    #[nested(group = "Wear")]
    pub wear: Wear,
    /// PICKUP.
    #[nested(group = "Pickup")]
    pub pickup: Pickup,
    /// The disc.
    #[nested(group = "Disc")]
    pub disc: DiscParams,
    /// What is played on it by hand.
    #[nested(group = "Perform")]
    pub perform: Perform,
    /// Its number.
    #[nested(group = "Disc")]
    pub number: SerialParams,
    /// What the disc remembers of being played.
    #[persist = "memory"]
    pub memory: KeptMemory,
    /// The picture of one's own.
    #[persist = "picture"]
    pub picture: KeptPicture,
    /// How large the panel was.
    #[persist = "panel"]
    pub panel: PanelSize,
    /// The host's menu for a parameter.
    pub host_menu: HostMenu,
    /// The panel's window.
    pub window: PanelWindow,
    /// Changes of memory and picture that the host has been told of.
    told_changes: AtomicU32,
}

impl AppParams {
    /// Every row of the table with its host parameter.
    pub fn rows(&self) -> Vec<(&'static Parameter, &dyn Handle)> {
        let mut rows = Vec::with_capacity(PARAMETERS.len());
        self.each(|handle| rows.push((&PARAMETERS[rows.len()], handle)));
        rows
    }

    /// The number of the disc.
    pub fn serial(&self) -> Serial {
        Serial::new(self.number.serial.value().clamp(0, i32::from(Serial::MAX)) as u32)
            .unwrap_or_else(|_| unreachable!("clamped"))
    }

    /// What the disc that is set is made of.
    pub fn recipe(&self, settings: &Settings) -> Recipe {
        settings.recipe(self.serial(), self.picture.print())
    }

    /// Samples by which the plugin is late, as it is set.
    pub fn latency_samples(&self, sample_rate_hz: f32) -> u32 {
        latency::samples(self.disc.latency.value(), f64::from(sample_rate_hz)) as u32
    }

    /// Whether what a session keeps beside the parameters has changed since this was last asked, whoever asks.
    pub fn take_changes(&self) -> bool {
        let changes = self.memory().changes().wrapping_add(self.picture.changes());
        self.told_changes.swap(changes, Relaxed) != changes
    }

    /// What the disc remembers, shared with the chain.
    pub fn memory(&self) -> &Arc<Memory> {
        &self.memory.0
    }

    fn each<'a>(&'a self, mut visit: impl FnMut(&'a dyn Handle)) {
        self.main.each(&mut visit);
        self.source.each(&mut visit);
        self.lathe.each(&mut visit);
        self.film.each(&mut visit);
        self.crackle.each(&mut visit);
        self.warp.each(&mut visit);
        self.wear.each(&mut visit);
        self.pickup.each(&mut visit);
        self.disc.each(&mut visit);
        self.perform.each(&mut visit);
    }
}

#[cfg(test)]
mod tests {
    use nice_plug::prelude::*;

    use super::*;
    use crate::chain::parameter::Kind;
    use crate::chain::settings::Settings;

    /// Sessions and automation are stored under these. Add at will; never rename, never remove.
    const FROZEN: &str = "condition mix output level_match bypass listen=all,dirt keep_low follow \
        source_kind=direct,shellac,shortwave source_amount \
        lathe_on lathe_machine=telefunken,copy,blunt,embosser lathe_drive lathe_low_cut lathe_high_cut lathe_head lathe_hum \
        film_on film_hiss film_tone film_bones film_picture=serial,hands,ring,ribs,skull,pelvis,foot,knee,jaw,imported \
        crackle_on crackle_dust crackle_clicks crackle_scratches crackle_level crackle_clustering \
        warp_on warp_hole warp_curl warp_flutter warp_slip warp_speed=77.92,78.26,45,33,sync warp_beats=1/2,1,2,3,4,8 \
        wear_on wear_plays wear_by_playing wear_rate wear_needle \
        pickup_on pickup_player=gramophone,magnetic,crystal,piezo,radiola,modern pickup_force pickup_tracing pickup_tone \
        pickup_rumble disc_diameter disc_start disc_travel disc_needle=transport,always,signal disc_seam=seamless,needle \
        disc_channels=mono,stereo disc_latency=live,aligned disc_quality=eco,standard,high disc_offline_quality=same,high perform_brake disc_serial";

    fn with_values(id: &str) -> String {
        match Settings::parameter(id).map(|parameter| parameter.kind) {
            Some(Kind::Choice(values)) => {
                let ids: Vec<&str> = values.iter().map(|named| named.id).collect();
                format!("{id}={}", ids.join(","))
            }
            _ => id.to_string(),
        }
    }

    #[test]
    fn plugin_ids_are_frozen_and_are_the_tables() {
        let params = AppParams::default();
        let ids: Vec<String> = params.param_map().into_iter().map(|(id, ..)| id).collect();
        let shown: Vec<String> = ids.iter().map(|id| with_values(id)).collect();
        assert_eq!(shown.join(" "), FROZEN.split_whitespace().collect::<Vec<_>>().join(" "));
        let table: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.id).collect();
        assert_eq!(ids[..ids.len() - 1], table);
    }

    #[test]
    fn host_names_are_unique_and_groups_are_named() {
        let names: Vec<String> = PARAMETERS.iter().map(super::super::handle::shown_name).collect();
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
        let params = AppParams::default();
        let mut reader = Reader::default();
        assert_eq!(reader.read(&params), (&Settings::default(), true));
        assert!(!reader.read(&params).1, "nothing moved");
    }

    #[test]
    fn what_is_done_by_hand_changes_the_session_and_loading_does_not() {
        use nice_plug::params::persist::PersistentField;
        let params = AppParams::default();
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
    fn two_instances_are_two_discs() {
        let serials: Vec<u16> = (0..8).map(|_| AppParams::default().serial().number()).collect();
        assert!(serials.iter().any(|serial| *serial != serials[0]), "{serials:?}");
    }

    #[test]
    fn every_value_comes_back_from_a_host_to_the_bit() {
        for parameter in PARAMETERS {
            let Kind::Number { min, max, .. } = parameter.kind else {
                continue;
            };
            let host = <FloatParam as Handle>::new(parameter);
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
        let params = AppParams::default();
        for (parameter, handle) in params.rows() {
            let plain = parameter.from_knob(handle.knob());
            assert_eq!(parameter.parse(&parameter.text(plain)), Ok(plain), "{}", parameter.id);
        }
        let serial = &params.number.serial;
        let text = |number| serial.normalized_value_to_string(serial.preview_normalized(number), true);
        assert_eq!((text(1953), text(7)), ("1953".to_string(), "0007".to_string()));
        let parsed = serial.string_to_normalized_value("0007").map(|n| serial.preview_plain(n));
        assert_eq!((parsed, serial.string_to_normalized_value("10000")), (Some(7), None));
    }
}
