//! What a host stores and loads a session for. A project and a duplicate keep the disc with its number and its wear;
//! a preset of the host's holds settings only, and loading one, or a whole session in its place, leaves the disc alone.

use clap_sys::ext::state_context::{
    CLAP_STATE_CONTEXT_FOR_PRESET, clap_plugin_state_context, clap_plugin_state_context_type,
};
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::{clap_istream, clap_ostream};
use nice_plug::prelude::nice_warn;

use super::state;
use super::stream::{self, ByteWriter};
use crate::plugin::containment::contained;
use crate::plugin::session::bytes;

/// What hosts get as `clap.state-context`.
pub static TABLE: clap_plugin_state_context =
    clap_plugin_state_context { save: Some(save), load: Some(load) };

// SAFETY, of all below: the host gives what `create` gave it, and streams that are valid for the call.

unsafe extern "C" fn save(
    plugin: *const clap_plugin,
    to: *const clap_ostream,
    context: clap_plugin_state_context_type,
) -> bool {
    // SAFETY: as above.
    unsafe {
        if context != CLAP_STATE_CONTEXT_FOR_PRESET {
            return state::save(plugin, to);
        }
        contained("saving a preset", false, || {
            let sink = ByteWriter::default();
            let session = state::write_to(plugin, &sink).then(|| sink.into_bytes());
            let settings = session.and_then(|bytes| bytes::settings_only(&bytes));
            settings.is_some_and(|bytes| stream::write(to, &bytes))
        })
    }
}

unsafe extern "C" fn load(
    plugin: *const clap_plugin,
    from: *const clap_istream,
    context: clap_plugin_state_context_type,
) -> bool {
    // SAFETY: as above.
    unsafe {
        if context != CLAP_STATE_CONTEXT_FOR_PRESET {
            return state::load(plugin, from);
        }
        contained("loading a preset", false, || {
            match stream::read(from).and_then(|bytes| bytes::settings_only(&bytes)) {
                Some(settings) => state::load_bytes(plugin, &settings),
                None => {
                    nice_warn!("preset: the host's stream holds no preset of this plugin");
                    false
                }
            }
        })
    }
}
