//! Sessions in and out: nice-plug's, of bytes that are whole.
//!
//! nice-plug frames a session by its length, eight bytes, little end first. What a host's stream holds is read before anything is
//! looked at, so a stream that lies, fails or does not end costs nothing but a line.

use clap_sys::ext::state::clap_plugin_state;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};
use nice_plug::prelude::nice_warn;

use super::instance::instance;
use super::state_context::{self, load_bytes};
use super::stream::{self, ByteWriter};
use crate::plugin::containment::contained;

/// What hosts get as `clap.state`.
pub static TABLE: clap_plugin_state = clap_plugin_state { save: Some(save), load: Some(load) };

// SAFETY, of all below: the host gives what `create` gave it, and streams that are valid for the call or null.

unsafe extern "C" fn save(plugin: *const clap_plugin, to: *const clap_ostream) -> bool {
    // SAFETY: as above.
    contained("saving a session", false, || unsafe {
        if plugin.is_null() {
            return false;
        }
        let sink = ByteWriter::default();
        let save = state_context::inner(plugin).and_then(|state| state.save);
        let is_saved = save.is_some_and(|save| save(plugin, &sink.stream()));
        let is_written = is_saved && stream::write(to, &sink.into_bytes());
        if !is_written {
            nice_warn!("the session was not saved: the host did not take it");
        }
        is_written
    })
}

unsafe extern "C" fn load(plugin: *const clap_plugin, from: *const clap_istream) -> bool {
    // SAFETY: as above.
    contained("loading a session", false, || unsafe {
        if plugin.is_null() || instance(plugin).inner().is_none() {
            return false;
        }
        match stream::read(from) {
            Some(bytes) => load_bytes(plugin, &bytes),
            None => {
                nice_warn!("a session was not loaded: the host's stream fails, or does not end");
                false
            }
        }
    })
}
