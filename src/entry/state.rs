//! Sessions in and out: nice-plug's, of bytes that are whole.
//!
//! What a host's stream holds is read before anything is looked at, so a stream that lies, fails or does not end costs nothing
//! but a line.

use std::ffi::c_void;
use std::sync::atomic::Ordering::Relaxed;

use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};
use nice_plug::prelude::nice_warn;

use super::instance::made;
use super::stream::{self, ByteReader, ByteWriter};
use crate::plugin::containment::contained;

/// What hosts get as `clap.state`.
pub static TABLE: clap_plugin_state = clap_plugin_state { save: Some(save), load: Some(load) };

// SAFETY, of all below: the host gives what `create` gave it, and streams that are valid for the call or null.

/// nice-plug's own functions.
unsafe fn functions<'a>(plugin: *const clap_plugin) -> Option<&'a clap_plugin_state> {
    // SAFETY: as above.
    unsafe {
        let (_, inner) = made(plugin)?;
        let table: *const c_void = inner.plugin.get_extension?(plugin, CLAP_EXT_STATE.as_ptr());
        table.cast::<clap_plugin_state>().as_ref()
    }
}

/// Saves the whole session.
///
/// # Safety
///
/// As above.
pub unsafe extern "C" fn save(plugin: *const clap_plugin, to: *const clap_ostream) -> bool {
    // SAFETY: as above.
    contained("saving a session", false, || unsafe {
        let Some((this, inner)) = made(plugin) else { return false };
        // What is saved is not told of any more: without callbacks it would mark a saved project as changed.
        let is_dirty = inner.host_params.take_changes() || this.is_dirty.load(Relaxed);
        let sink = ByteWriter::default();
        let is_written = write_to(plugin, &sink) && stream::write(to, &sink.into_bytes());
        this.is_dirty.store(is_dirty && !is_written, Relaxed);
        if !is_written {
            nice_warn!("the session was not saved: the host did not take it");
        }
        is_written
    })
}

/// Loads a session, or a part of one.
///
/// # Safety
///
/// As above.
pub unsafe extern "C" fn load(plugin: *const clap_plugin, from: *const clap_istream) -> bool {
    // SAFETY: as above.
    contained("loading a session", false, || unsafe {
        if made(plugin).is_none() {
            return false;
        }
        match stream::read(from) {
            Some(bytes) => load_bytes(plugin, &bytes),
            None => {
                nice_warn!("a session was not loaded: the host's stream fails, or ends before its time");
                false
            }
        }
    })
}

/// The session's bytes, whole.
///
/// # Safety
///
/// As above.
pub unsafe fn write_to(plugin: *const clap_plugin, sink: &ByteWriter) -> bool {
    // SAFETY: as above.
    unsafe {
        let save = functions(plugin).and_then(|state| state.save);
        save.is_some_and(|save| save(plugin, &sink.stream()))
    }
}

/// Loads a session that is at hand.
///
/// # Safety
///
/// As above.
pub unsafe fn load_bytes(plugin: *const clap_plugin, bytes: &[u8]) -> bool {
    let source = ByteReader::new(bytes);
    // SAFETY: as above.
    unsafe {
        let load = functions(plugin).and_then(|state| state.load);
        load.is_some_and(|load| load(plugin, &source.stream()))
    }
}
