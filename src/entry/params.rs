//! The parameters extension: nice-plug's, with whole numbers for what goes in steps.
//!
//! nice-plug computes a stepped value as a fraction times the steps, a hair off the whole number, and clap-wrapper
//! rounds downwards: without this, 4985 of the 10 000 serials would come out one lower in the VST3.

use std::ffi::{c_char, c_void};
use std::ptr::null;

use clap_sys::events::{clap_input_events, clap_output_events};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, CLAP_PARAM_IS_STEPPED, clap_param_info, clap_plugin_params};
use clap_sys::plugin::clap_plugin;

use super::events::RoundedOutputEvents;
use super::instance::{Inner, instance};

impl Inner {
    /// The value, whole if the parameter goes in steps.
    pub fn round_stepped(&self, id: u32, value: f64) -> f64 {
        if self.stepped.binary_search(&id).is_ok() { value.round() } else { value }
    }

    fn functions(&self) -> &clap_plugin_params {
        // SAFETY: a static table of nice-plug's, found by `of`.
        unsafe { &*self.params }
    }
}

/// nice-plug's functions, and the sorted ids of the parameters that go in steps.
///
/// # Safety
///
/// `inner` must be nice-plug's and alive.
pub unsafe fn of(inner: &clap_plugin) -> (*const clap_plugin_params, Vec<u32>) {
    let get = |id: *const c_char| -> *const c_void {
        // SAFETY: the caller's.
        inner.get_extension.map_or(null(), |get| unsafe { get(inner, id) })
    };
    let params: *const clap_plugin_params = get(CLAP_EXT_PARAMS.as_ptr()).cast();
    let mut stepped = Vec::new();
    // SAFETY: nice-plug always has this extension, and all of its functions.
    unsafe {
        if let (Some(count), Some(get_info)) = ((*params).count, (*params).get_info) {
            for index in 0..count(inner) {
                let mut info: clap_param_info = std::mem::zeroed();
                if get_info(inner, index, &mut info) && info.flags & CLAP_PARAM_IS_STEPPED != 0 {
                    stepped.push(info.id);
                }
            }
        }
    }
    stepped.sort_unstable();
    (params, stepped)
}

/// What hosts get as `clap.params`.
pub static TABLE: clap_plugin_params = clap_plugin_params {
    count: Some(count),
    get_info: Some(get_info),
    get_value: Some(get_value),
    value_to_text: Some(value_to_text),
    text_to_value: Some(text_to_value),
    flush: Some(flush),
};

/// nice-plug's part of an instance; none before `init`.
///
/// # Safety
///
/// `plugin` must be what a host was given and has not destroyed yet.
unsafe fn inner<'a>(plugin: *const clap_plugin) -> Option<&'a Inner> {
    // SAFETY: the caller's.
    unsafe { instance(plugin) }.inner()
}

// SAFETY, of all below: the host gives what it was given, and pointers that are valid for the call or null.

unsafe extern "C" fn count(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe { inner(plugin).and_then(|inner| inner.functions().count).map_or(0, |count| count(plugin)) }
}

unsafe extern "C" fn get_info(plugin: *const clap_plugin, index: u32, info: *mut clap_param_info) -> bool {
    // SAFETY: as above. nice-plug's own check lets `index == count` through, and panics.
    unsafe {
        let Some(inner) = inner(plugin).filter(|_| index < count(plugin) && !info.is_null()) else {
            return false;
        };
        let known = inner.functions().get_info.is_some_and(|get| get(plugin, index, info));
        if known {
            (*info).default_value = inner.round_stepped((*info).id, (*info).default_value);
        }
        known
    }
}

unsafe extern "C" fn get_value(plugin: *const clap_plugin, id: u32, value: *mut f64) -> bool {
    // SAFETY: as above.
    unsafe {
        let Some(inner) = inner(plugin).filter(|_| !value.is_null()) else { return false };
        let known = inner.functions().get_value.is_some_and(|get| get(plugin, id, value));
        if known {
            *value = inner.round_stepped(id, *value);
        }
        known
    }
}

unsafe extern "C" fn value_to_text(
    plugin: *const clap_plugin,
    id: u32,
    value: f64,
    text: *mut c_char,
    size: u32,
) -> bool {
    // SAFETY: as above.
    unsafe {
        let get = inner(plugin).and_then(|inner| inner.functions().value_to_text);
        get.is_some_and(|get| get(plugin, id, value, text, size))
    }
}

unsafe extern "C" fn text_to_value(
    plugin: *const clap_plugin,
    id: u32,
    text: *const c_char,
    value: *mut f64,
) -> bool {
    // SAFETY: as above.
    unsafe {
        let Some(inner) = inner(plugin).filter(|_| !value.is_null()) else { return false };
        let known = inner.functions().text_to_value.is_some_and(|get| get(plugin, id, text, value));
        if known {
            *value = inner.round_stepped(id, *value);
        }
        known
    }
}

unsafe extern "C" fn flush(
    plugin: *const clap_plugin,
    input: *const clap_input_events,
    output: *const clap_output_events,
) {
    // SAFETY: as above.
    unsafe {
        let Some(inner) = inner(plugin) else { return };
        let rounding = RoundedOutputEvents::new(inner, output);
        let list = rounding.list();
        let output = if output.is_null() { null() } else { &raw const list };
        if let Some(flush) = inner.functions().flush {
            flush(plugin, input, output);
        }
    }
}
