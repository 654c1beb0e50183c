//! The host loads a preset by where it found it ([`super::discovery`]): a factory preset by its slug, one's own by its
//! file. Whether it worked, it is told; why not, in a line.

use std::ffi::{CStr, CString, c_char};
use std::path::Path;

use clap_sys::ext::preset_load::{
    CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT, clap_host_preset_load, clap_plugin_preset_load,
};
use clap_sys::factory::preset_discovery::{
    CLAP_PRESET_DISCOVERY_LOCATION_FILE, CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN,
    clap_preset_discovery_location_kind,
};
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::nice_warn;

use super::instance::instance;
use super::state;
use crate::plugin::containment::contained;
use crate::plugin::session::bytes;
use crate::preset::{Preset, library};

/// What hosts get as `clap.preset-load`.
pub static TABLE: clap_plugin_preset_load = clap_plugin_preset_load { from_location: Some(from_location) };

unsafe extern "C" fn from_location(
    plugin: *const clap_plugin,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    key: *const c_char,
) -> bool {
    // SAFETY: the host gives what `create` gave it, and C strings or null.
    contained("loading a preset", false, || unsafe {
        if plugin.is_null() {
            return false;
        }
        let this = instance(plugin);
        let host = this
            .proxy
            .extension::<clap_host_preset_load>(CLAP_EXT_PRESET_LOAD)
            .or_else(|| this.proxy.extension::<clap_host_preset_load>(CLAP_EXT_PRESET_LOAD_COMPAT));
        let loaded = find(kind, text(location), text(key)).and_then(|preset| {
            let bytes = bytes::of_preset(&preset);
            if state::load_bytes(plugin, &bytes) { Ok(()) } else { Err("the preset was not taken".into()) }
        });
        match loaded {
            Ok(()) => {
                if let Some(loaded) = host.and_then(|host| host.loaded) {
                    loaded(this.proxy.host(), kind, location, key);
                }
                true
            }
            Err(message) => {
                nice_warn!("preset: {message}");
                let line = CString::new(message.replace('\0', "")).unwrap_or_default();
                if let Some(on_error) = host.and_then(|host| host.on_error) {
                    on_error(this.proxy.host(), kind, location, key, 0, line.as_ptr());
                }
                false
            }
        }
    })
}

/// The preset at a place.
pub(super) fn find(
    kind: clap_preset_discovery_location_kind,
    location: Option<&str>,
    key: Option<&str>,
) -> Result<Preset, String> {
    match (kind, location, key) {
        (CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN, _, Some(slug)) => {
            Preset::find(slug).map_err(|error| error.to_string())
        }
        (CLAP_PRESET_DISCOVERY_LOCATION_FILE, Some(path), _) => {
            library::read(Path::new(path)).map_err(|error| error.to_string())
        }
        _ => Err(format!("no preset lies at {location:?}, {key:?}; allowed are a factory preset or a file")),
    }
}

/// A host's text, if it is one.
///
/// # Safety
///
/// `text` must be null or a C string.
pub(super) unsafe fn text<'a>(text: *const c_char) -> Option<&'a str> {
    // SAFETY: as above.
    if text.is_null() { None } else { unsafe { CStr::from_ptr(text) }.to_str().ok() }
}
