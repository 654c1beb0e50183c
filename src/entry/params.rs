//! The parameters extension: nice-plug's, with whole numbers for what goes in steps, and any way of writing a value.
//!
//! nice-plug computes a stepped value as a fraction times the steps, a hair off the whole number, and clap-wrapper
//! rounds downwards: without this, 4985 of the 10 000 serials would come out one lower in the VST3.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::null;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::time::{Duration, Instant};

use clap_sys::events::{clap_input_events, clap_output_events};
use clap_sys::ext::audio_ports::{CLAP_EXT_AUDIO_PORTS, clap_audio_port_info, clap_plugin_audio_ports};
use clap_sys::ext::params::{
    CLAP_EXT_PARAMS, CLAP_PARAM_IS_ENUM, CLAP_PARAM_IS_STEPPED, clap_param_info, clap_plugin_params,
};
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::nice_warn;

use super::events::{RoundedOutputEvents, SplitInputEvents};
use super::instance::{Inner, instance};
use crate::params::{Kind, PARAMETERS, ascii};
use crate::plugin::containment::contained;

/// No block in real time takes longer.
const MAX_BLOCK: Duration = Duration::from_millis(200);

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

/// nice-plug's functions, the ids of all parameters in the table's order, and those that go in steps, sorted.
///
/// # Safety
///
/// `inner` must be nice-plug's and alive.
pub unsafe fn of(inner: &clap_plugin) -> (*const clap_plugin_params, Vec<u32>, Vec<u32>) {
    let get = |id: *const c_char| -> *const c_void {
        // SAFETY: the caller's.
        inner.get_extension.map_or(null(), |get| unsafe { get(inner, id) })
    };
    let params: *const clap_plugin_params = get(CLAP_EXT_PARAMS.as_ptr()).cast();
    let (mut ids, mut stepped) = (Vec::new(), Vec::new());
    // SAFETY: nice-plug always has this extension, and all of its functions.
    unsafe {
        if let (Some(count), Some(get_info)) = ((*params).count, (*params).get_info) {
            for index in 0..count(inner) {
                let mut info: clap_param_info = std::mem::zeroed();
                if get_info(inner, index, &mut info) {
                    ids.push(info.id);
                    if info.flags & CLAP_PARAM_IS_STEPPED != 0 {
                        stepped.push(info.id);
                    }
                }
            }
        }
    }
    stepped.sort_unstable();
    (params, ids, stepped)
}

/// Channels of nice-plug's main port, in the layout in use.
///
/// # Safety
///
/// `inner` must be nice-plug's and alive.
pub unsafe fn main_channels(inner: &clap_plugin, is_input: bool) -> usize {
    // SAFETY: the caller's; the id stands for the table.
    unsafe {
        let get = inner.get_extension.map(|get| get(inner, CLAP_EXT_AUDIO_PORTS.as_ptr()));
        let table = get.and_then(|table| table.cast::<clap_plugin_audio_ports>().as_ref());
        let mut info: clap_audio_port_info = std::mem::zeroed();
        let is_there =
            table.and_then(|table| table.get).is_some_and(|get| get(inner, 0, is_input, &mut info));
        if is_there { info.channel_count as usize } else { 0 }
    }
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
    if plugin.is_null() { None } else { unsafe { instance(plugin) }.inner() }
}

// SAFETY, of all below: the host gives what it was given, and pointers that are valid for the call or null.

unsafe extern "C" fn count(plugin: *const clap_plugin) -> u32 {
    contained("params.count", 0, || {
        // SAFETY: as above.
        unsafe { inner(plugin).and_then(|inner| inner.functions().count).map_or(0, |count| count(plugin)) }
    })
}

unsafe extern "C" fn get_info(plugin: *const clap_plugin, index: u32, info: *mut clap_param_info) -> bool {
    contained("params.get_info", false, || {
        // SAFETY: as above. nice-plug's own check lets `index == count` through, and panics.
        unsafe {
            let Some(inner) = inner(plugin).filter(|_| index < count(plugin) && !info.is_null()) else {
                return false;
            };
            let known = inner.functions().get_info.is_some_and(|get| get(plugin, index, info));
            if known {
                (*info).default_value = inner.round_stepped((*info).id, (*info).default_value);
                if PARAMETERS.get(index as usize).is_some_and(|row| matches!(row.kind, Kind::Choice(_))) {
                    (*info).flags |= CLAP_PARAM_IS_ENUM;
                }
            }
            known
        }
    })
}

unsafe extern "C" fn get_value(plugin: *const clap_plugin, id: u32, value: *mut f64) -> bool {
    contained("params.get_value", false, || {
        // SAFETY: as above.
        unsafe {
            let Some(inner) = inner(plugin).filter(|_| !value.is_null()) else { return false };
            instance(plugin).tell_changes();
            let known = inner.functions().get_value.is_some_and(|get| get(plugin, id, value));
            if known {
                *value = inner.round_stepped(id, *value);
            }
            known
        }
    })
}

unsafe extern "C" fn value_to_text(
    plugin: *const clap_plugin,
    id: u32,
    value: f64,
    text: *mut c_char,
    size: u32,
) -> bool {
    contained("params.value_to_text", false, || {
        // SAFETY: as above.
        unsafe {
            let get = inner(plugin).filter(|_| !text.is_null() && size > 0 && value.is_finite());
            if get.is_some() {
                instance(plugin).tell_changes();
            }
            let get = get.and_then(|inner| inner.functions().value_to_text);
            if !get.is_some_and(|get| get(plugin, id, value, text, size)) {
                return false;
            }
            // nice-plug writes a choice as the panel shows it.
            let shown = CStr::from_ptr(text).to_string_lossy();
            if !shown.is_ascii() {
                let bytes = ascii(&shown).into_bytes();
                let length = bytes.len().min(size as usize - 1);
                text.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), length);
                *text.add(length) = 0;
            }
            true
        }
    })
}

/// nice-plug takes a choice only as it is written in the table; people write it in any way.
unsafe extern "C" fn text_to_value(
    plugin: *const clap_plugin,
    id: u32,
    text: *const c_char,
    value: *mut f64,
) -> bool {
    contained("params.text_to_value", false, || {
        // SAFETY: as above.
        unsafe {
            let Some(inner) = inner(plugin).filter(|_| !value.is_null() && !text.is_null()) else {
                return false;
            };
            let typed = CStr::from_ptr(text).to_string_lossy();
            let row = inner.ids.iter().position(|known| *known == id).and_then(|nth| PARAMETERS.get(nth));
            let Some(plain) = row.and_then(|row| row.parse(&typed).ok()) else { return false };
            let written = row.map(|row| row.text(plain)).and_then(|text| CString::new(text).ok());
            let known = written.is_some_and(|written| {
                inner.functions().text_to_value.is_some_and(|get| get(plugin, id, written.as_ptr(), value))
            });
            if known {
                *value = inner.round_stepped(id, *value);
            }
            known
        }
    })
}

unsafe extern "C" fn flush(
    plugin: *const clap_plugin,
    input: *const clap_input_events,
    output: *const clap_output_events,
) {
    contained("params.flush", (), || {
        // SAFETY: as above.
        unsafe {
            let Some(inner) = inner(plugin) else { return };
            let this = instance(plugin);
            // No host flushes while it processes; where one does, a block is waited for, and no longer.
            let begun = Instant::now();
            while this.is_busy.swap(true, Acquire) {
                if begun.elapsed() > MAX_BLOCK {
                    nice_warn!("the host flushes parameters while it processes: they are dropped");
                    return;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            let rounding = RoundedOutputEvents::new(inner, output);
            let list = rounding.list();
            let output = if output.is_null() { null() } else { &raw const list };
            // As if all came behind an empty block.
            let split = SplitInputEvents::new(input, 0);
            if let Some(flush) = inner.functions().flush {
                flush(plugin, &split.late(), output);
            }
            this.is_busy.store(false, Release);
            this.request_latency(inner);
        }
    })
}
