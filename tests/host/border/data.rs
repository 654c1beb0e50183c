//! What a host gives beside sound: events, streams, windows, sizes, texts.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};

use clap_sys::events::clap_input_events;
use clap_sys::ext::gui::{
    CLAP_EXT_GUI, CLAP_WINDOW_API_X11, clap_plugin_gui, clap_window, clap_window_handle,
};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, CLAP_PARAM_IS_ENUM, clap_param_info, clap_plugin_params};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::ext::state_context::{CLAP_EXT_STATE_CONTEXT, clap_plugin_state_context};
use clap_sys::process::{CLAP_PROCESS_ERROR, clap_process};
use clap_sys::stream::{clap_istream, clap_ostream};
use embedded_host::sound::is_sane;
use embedded_host::{Result, hash};
use roentgenizdat::params::{Kind, PARAMETERS};

use super::{BLOCK, channels, ensure, params, parsed, running, set, shown};
use crate::raw::{Events, Raw, empty_block, port, value};

#[test]
fn events_may_be_missing_late_or_out_of_order() -> Result<()> {
    let raw = running()?;
    let plays = hash("wear_plays").get();
    let at = |time, plays_set: &str| -> Result<_> {
        Ok(Some(value(time, plays, parsed(&raw, "wear_plays", plays_set)?)))
    };
    let block = |events: &clap_input_events| {
        let (_held, inputs) = channels(2, BLOCK, 0.1);
        let (heard, outputs) = channels(2, BLOCK, 0.1);
        let (mut ins, mut outs) = (inputs, outputs);
        let (input, mut output) = (port(&mut ins), port(&mut outs));
        raw.process(&clap_process {
            audio_inputs: &input,
            audio_outputs: &mut output,
            audio_inputs_count: 1,
            audio_outputs_count: 1,
            in_events: events,
            ..empty_block(BLOCK)
        });
        is_sane("events", &heard)
    };
    for (list, wanted) in [
        (vec![at(50, "3")?, at(10, "4")?], "4 plays"),
        (vec![at(0, "5")?, None, at(10, "6")?], "5 plays"),
        (vec![at(u32::MAX, "7")?, at(0, "8")?], "8 plays"),
        (vec![Some(value(3, 12_345, 1.0)), at(9, "9")?], "9 plays"),
        (vec![Some(value(3, plays, f64::NAN)), at(9, "10")?], "10 plays"),
        (vec![None], "10 plays"),
    ] {
        let events = Events(list);
        block(&events.list())?;
        ensure(shown(&raw, "wear_plays")? == wanted, || {
            format!("{:?} is not {wanted}", shown(&raw, "wear_plays"))
        })?;
        raw.flush(&events.list())?;
    }
    // A list without functions.
    let none = clap_input_events { ctx: null_mut(), size: None, get: None };
    block(&none)?;
    raw.flush(&none)
}

#[test]
fn a_flush_beside_a_block_waits_or_is_dropped() -> Result<()> {
    let raw = running()?;
    let (plugin, plays) = (raw.plugin.addr(), hash("wear_plays").get());
    let mut played = 0;
    std::thread::scope(|scope| -> Result<()> {
        let flushing = scope.spawn(move || {
            let plugin = plugin as *const clap_sys::plugin::clap_plugin;
            for n in 0..300 {
                let events = Events(vec![Some(value(0, plays, f64::from(n % 60) / 60.0))]);
                // SAFETY: the plugin lives until this thread is joined.
                unsafe {
                    let params = (*plugin).get_extension.unwrap()(plugin, CLAP_EXT_PARAMS.as_ptr());
                    let params: &clap_plugin_params = &*params.cast();
                    params.flush.unwrap()(plugin, &events.list(), null());
                }
                std::thread::sleep(std::time::Duration::from_micros(200));
            }
        });
        while !flushing.is_finished() {
            let (_held, inputs) = channels(2, BLOCK, 0.1);
            let (heard, outputs) = channels(2, BLOCK, 0.1);
            played += u32::from(raw.play(BLOCK, &inputs, &outputs) != CLAP_PROCESS_ERROR);
            is_sane("beside a flush", &heard)?;
        }
        flushing.join().map_err(|_| "a panic while flushing".into())
    })?;
    set(&raw, "wear_plays", "33")?;
    ensure(played > 0 && shown(&raw, "wear_plays")? == "33 plays", || format!("{played} blocks were played"))
}

unsafe extern "C" fn endless(_: *const clap_istream, to: *mut c_void, most: u64) -> i64 {
    // SAFETY: there is room for so much.
    unsafe { to.cast::<u8>().write_bytes(b'x', most as usize) };
    most as i64
}

unsafe extern "C" fn broken(_: *const clap_istream, _: *mut c_void, _: u64) -> i64 {
    -1
}

unsafe extern "C" fn boastful(_: *const clap_istream, _: *mut c_void, _: u64) -> i64 {
    i64::MAX
}

unsafe extern "C" fn refusing(_: *const clap_ostream, _: *const c_void, _: u64) -> i64 {
    0
}

unsafe extern "C" fn greedy(_: *const clap_ostream, _: *const c_void, count: u64) -> i64 {
    count as i64 + 1
}

#[test]
fn streams_may_lie() -> Result<()> {
    let raw = running()?;
    set(&raw, "wear_plays", "7")?;
    let state: &clap_plugin_state = raw.extension(CLAP_EXT_STATE).ok_or("no state")?;
    let (save, load) = (state.save.ok_or("no save")?, state.load.ok_or("no load")?);
    // SAFETY: what is tried.
    unsafe {
        for read in [None, Some(endless as _), Some(broken as _), Some(boastful as _)] {
            ensure(!load(raw.plugin, &clap_istream { ctx: null_mut(), read }), || "a lie was loaded".into())?;
        }
        for write in [None, Some(refusing as _), Some(greedy as _)] {
            ensure(!save(raw.plugin, &clap_ostream { ctx: null_mut(), write }), || "nobody took it".into())?;
        }
        ensure(!load(raw.plugin, null()) && !save(raw.plugin, null()), || "nothing is a stream".into())?;
        ensure(!load(null(), null()) && !save(null(), null()), || "nothing is a plugin".into())?;
        let context: &clap_plugin_state_context =
            raw.extension(CLAP_EXT_STATE_CONTEXT).ok_or("no contexts")?;
        let (save, load) = (context.save.ok_or("no save")?, context.load.ok_or("no load")?);
        for purpose in 0..5 {
            let (none_in, none_out) =
                (clap_istream { ctx: null_mut(), read: None }, clap_ostream { ctx: null_mut(), write: None });
            ensure(!save(raw.plugin, &none_out, purpose), || format!("nobody took it: {purpose}"))?;
            ensure(!load(raw.plugin, &none_in, purpose), || format!("nothing was loaded: {purpose}"))?;
            ensure(!save(null(), &none_out, purpose) && !load(null(), &none_in, purpose), || {
                "nothing".into()
            })?;
        }
    }
    ensure(shown(&raw, "wear_plays")? == "7 plays", || "a lie changed the session".into())
}

#[test]
fn the_panel_refuses_what_is_no_window_and_no_size() -> Result<()> {
    // This host has no `clap.gui`, so no panel opens; what it is asked must be refused all the same.
    let raw = running()?;
    let gui: &clap_plugin_gui = raw.extension(CLAP_EXT_GUI).ok_or("no panel")?;
    let (mut width, mut height) = (0, 1);
    // SAFETY: what is tried.
    unsafe {
        let set_size = gui.set_size.ok_or("no sizes")?;
        for [width, height] in [[0, 0], [1, 1], [1120, 0], [u32::MAX, 784]] {
            ensure(!set_size(raw.plugin, width, height), || format!("{width} × {height} is taken"))?;
        }
        let adjust = gui.adjust_size.ok_or("no sizes")?;
        ensure(adjust(raw.plugin, &mut width, &mut height), || "no size is near".into())?;
        ensure([width, height] == [840, 588], || format!("the least is {width} × {height}"))?;
        ensure(!adjust(raw.plugin, null_mut(), &mut height), || "no width was adjusted".into())?;
        let set_parent = gui.set_parent.ok_or("no parents")?;
        let x11 = clap_window { api: CLAP_WINDOW_API_X11.as_ptr(), specific: clap_window_handle { x11: 0 } };
        let nameless = clap_window { api: null(), specific: clap_window_handle { x11: 1 } };
        ensure(!set_parent(raw.plugin, &x11) && !set_parent(raw.plugin, &nameless), || {
            "no window is one".into()
        })?;
        ensure(!set_parent(raw.plugin, null()) && !set_parent(null(), &x11), || {
            "nothing is a window".into()
        })?;
        ensure(!gui.create.ok_or("no panel")?(raw.plugin, null(), false), || "it opens nowhere".into())?;
        if let Some(destroy) = gui.destroy {
            destroy(raw.plugin);
            destroy(null());
        }
    }
    Ok(())
}

#[test]
fn texts_are_ascii_and_choices_say_that_they_are() -> Result<()> {
    let raw = Raw::started()?;
    let params = params(&raw)?;
    for (nth, row) in PARAMETERS.iter().enumerate() {
        // SAFETY: all of it lives through the calls.
        unsafe {
            let mut info: clap_param_info = std::mem::zeroed();
            params.get_info.ok_or("no facts")?(raw.plugin, nth as u32, &mut info);
            let is_enum = info.flags & CLAP_PARAM_IS_ENUM != 0;
            ensure(is_enum == matches!(row.kind, Kind::Choice(_)), || {
                format!("{}: an enum? {is_enum}", row.id)
            })?;
            for step in 0..=10 {
                let value = info.min_value + (info.max_value - info.min_value) * f64::from(step) / 10.0;
                let mut text = [0 as c_char; 64];
                params.value_to_text.ok_or("no texts")?(raw.plugin, info.id, value, text.as_mut_ptr(), 64);
                let text = CStr::from_ptr(text.as_ptr()).to_str()?;
                ensure(text.is_ascii() && !text.is_empty(), || format!("{}: {text}", row.id))?;
                parsed(&raw, row.id, text)?;
            }
            let get = params.value_to_text.ok_or("no texts")?;
            ensure(!get(raw.plugin, info.id, 0.0, null_mut(), 9), || "no text has room".into())?;
            let from = params.text_to_value.ok_or("no values")?;
            ensure(!from(raw.plugin, info.id, null(), &mut 0.0), || "no text is a value".into())?;
        }
    }
    for (id, text) in [
        ("pickup_player", "Piezo"),
        ("lathe_machine", "COPY"),
        ("pickup_force", "1,2 x"),
        ("film_hiss", "−27 dB"),
        ("film_hiss", "-27"),
        ("warp_speed", "33⅓"),
        ("warp_speed", "33 1/3"),
    ] {
        parsed(&raw, id, text)?;
    }
    Ok(())
}
