//! Hosts that call what they may not, and give what is not there: an error or silence, and nothing that takes the host down.

#![allow(unsafe_code)]

mod calls;
mod data;

use std::ffi::{CStr, CString, c_char};

use clap_sys::ext::params::{CLAP_EXT_PARAMS, clap_plugin_params};
use embedded_host::{Result, hash};

use super::raw::{Events, Raw, value};

const RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 64;

/// Channels that hold something, and pointers to them.
fn channels(count: usize, frames: usize, sample: f32) -> (Vec<Vec<f32>>, Vec<*mut f32>) {
    let mut channels = vec![vec![sample; frames]; count];
    let pointers = channels.iter_mut().map(|channel| channel.as_mut_ptr()).collect();
    (channels, pointers)
}

fn ensure(is_so: bool, what: impl FnOnce() -> String) -> Result<()> {
    if is_so { Ok(()) } else { Err(what().into()) }
}

fn silent(channels: &[Vec<f32>]) -> bool {
    channels.iter().flatten().all(|sample| *sample == 0.0)
}

/// One with the same disc each time, which plays from its start without a transport.
fn running() -> Result<Raw> {
    let raw = Raw::started()?;
    set(&raw, "disc_serial", "1953")?;
    ensure(raw.activate(RATE_HZ, 1, 1024) && raw.start(), || "it does not run".into())?;
    Ok(raw)
}

fn params(raw: &Raw) -> Result<&clap_plugin_params> {
    Ok(raw.extension(CLAP_EXT_PARAMS).ok_or("no parameters")?)
}

fn parsed(raw: &Raw, id: &str, text: &str) -> Result<f64> {
    let (mut parsed, text) = (0.0, CString::new(text)?);
    // SAFETY: all of it lives through the call.
    let known = unsafe {
        params(raw)?
            .text_to_value
            .is_some_and(|get| get(raw.plugin, hash(id).get(), text.as_ptr(), &mut parsed))
    };
    if known { Ok(parsed) } else { Err(format!("{id} does not take {text:?}").into()) }
}

fn set(raw: &Raw, id: &str, text: &str) -> Result<()> {
    let events = Events(vec![Some(value(0, hash(id).get(), parsed(raw, id, text)?))]);
    raw.flush(&events.list())
}

fn shown(raw: &Raw, id: &str) -> Result<String> {
    let (mut value, mut text) = (0.0, [0 as c_char; 64]);
    let params = params(raw)?;
    // SAFETY: as above.
    unsafe {
        params.get_value.ok_or("no values")?(raw.plugin, hash(id).get(), &mut value);
        params.value_to_text.ok_or("no texts")?(raw.plugin, hash(id).get(), value, text.as_mut_ptr(), 64);
        Ok(CStr::from_ptr(text.as_ptr()).to_str()?.to_string())
    }
}
