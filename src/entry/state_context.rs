//! What a host stores and loads a session for. A project and a duplicate keep the disc with its number and its wear;
//! a preset of the host's holds settings only, and loading one, or a whole session in its place, leaves the disc alone.

use std::ffi::c_void;

use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::ext::state_context::{
    CLAP_STATE_CONTEXT_FOR_PRESET, clap_plugin_state_context, clap_plugin_state_context_type,
};
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};
use nice_plug::prelude::nice_warn;

use super::instance::instance;
use super::stream::{self, ByteReader, ByteWriter};
use crate::plugin::session::bytes;

/// What hosts get as `clap.state-context`.
pub static TABLE: clap_plugin_state_context =
    clap_plugin_state_context { save: Some(save), load: Some(load) };

// SAFETY, of all below: the host gives what `create` gave it, and streams that are valid for the call.

/// nice-plug's own functions.
pub(super) unsafe fn inner<'a>(plugin: *const clap_plugin) -> Option<&'a clap_plugin_state> {
    // SAFETY: as above.
    unsafe {
        let table: *const c_void =
            instance(plugin).inner()?.plugin.get_extension?(plugin, CLAP_EXT_STATE.as_ptr());
        table.cast::<clap_plugin_state>().as_ref()
    }
}

unsafe extern "C" fn save(
    plugin: *const clap_plugin,
    to: *const clap_ostream,
    context: clap_plugin_state_context_type,
) -> bool {
    // SAFETY: as above.
    unsafe {
        let Some(save) = inner(plugin).and_then(|state| state.save) else { return false };
        if context != CLAP_STATE_CONTEXT_FOR_PRESET {
            return save(plugin, to);
        }
        let sink = ByteWriter::default();
        let session = save(plugin, &sink.stream()).then(|| sink.into_bytes());
        session.and_then(|bytes| bytes::settings_only(&bytes)).is_some_and(|bytes| stream::write(to, &bytes))
    }
}

unsafe extern "C" fn load(
    plugin: *const clap_plugin,
    from: *const clap_istream,
    context: clap_plugin_state_context_type,
) -> bool {
    // SAFETY: as above.
    unsafe {
        let Some(bytes) = stream::read(from) else { return false };
        if context != CLAP_STATE_CONTEXT_FOR_PRESET {
            return load_bytes(plugin, &bytes);
        }
        match bytes::settings_only(&bytes) {
            Some(settings) => load_bytes(plugin, &settings),
            None => {
                nice_warn!("preset: {} bytes that are no preset of this plugin", bytes.len());
                false
            }
        }
    }
}

/// Loads a session that is at hand.
///
/// # Safety
///
/// `plugin` must come from `create` and not have been destroyed.
pub unsafe fn load_bytes(plugin: *const clap_plugin, bytes: &[u8]) -> bool {
    let source = ByteReader::new(bytes);
    // SAFETY: as above.
    unsafe {
        let load = inner(plugin).and_then(|state| state.load);
        load.is_some_and(|load| load(plugin, &source.stream()))
    }
}
