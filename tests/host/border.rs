//! Hosts that call what they may not, and give what is not there: an error or silence, and nothing that takes the host down.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::{null, null_mut};

use clap_sys::events::clap_input_events;
use clap_sys::ext::gui::{
    CLAP_EXT_GUI, CLAP_WINDOW_API_X11, clap_plugin_gui, clap_window, clap_window_handle,
};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, CLAP_PARAM_IS_ENUM, clap_param_info, clap_plugin_params};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::ext::state_context::{CLAP_EXT_STATE_CONTEXT, clap_plugin_state_context};
use clap_sys::process::{CLAP_PROCESS_CONTINUE, CLAP_PROCESS_ERROR, clap_process};
use clap_sys::stream::{clap_istream, clap_ostream};
use embedded_host::sound::{is_sane, song};
use embedded_host::{Result, hash};
use roentgenizdat::params::{Kind, PARAMETERS};

use super::raw::{Events, Raw, empty_block, port, value};

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

/// Plays a song that needs no transport, a block at a time, with something done before each.
fn played(raw: &Raw, before: impl Fn(&Raw)) -> Vec<Vec<f32>> {
    let song = song(RATE_HZ, 0.5);
    let mut output = vec![Vec::new(); 2];
    for at in (0..song[0].len() - BLOCK).step_by(BLOCK) {
        before(raw);
        let mut block: Vec<Vec<f32>> = song.iter().map(|channel| channel[at..at + BLOCK].to_vec()).collect();
        let pointers: Vec<*mut f32> = block.iter_mut().map(|channel| channel.as_mut_ptr()).collect();
        raw.play(BLOCK, &pointers, &pointers);
        output.iter_mut().zip(block).for_each(|(all, block)| all.extend(block));
    }
    output
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

#[test]
fn nothing_is_played_before_it_may_be() -> Result<()> {
    let raw = Raw::new()?;
    let (_held, inputs) = channels(2, BLOCK, 0.1);
    let (heard, outputs) = channels(2, BLOCK, 0.1);
    let refused = |when: &str| {
        heard.iter().for_each(|channel| {
            // SAFETY: the pointers are to these.
            unsafe { channel.as_ptr().cast_mut().write(0.1) }
        });
        let status = raw.play(BLOCK, &inputs, &outputs);
        ensure(status == CLAP_PROCESS_ERROR, || format!("{when} it plays: {status}"))
    };
    raw.reset();
    raw.on_main_thread();
    raw.deactivate();
    raw.flush(null()).unwrap_err();
    ensure(!raw.activate(RATE_HZ, 1, 64) && !raw.start(), || "active before init".into())?;
    refused("before init")?;
    ensure(raw.init() && raw.init(), || "it does not begin".into())?;
    ensure(!raw.start(), || "started before activate".into())?;
    refused("before activate")?;
    ensure(silent(&heard), || "something is heard before activate".into())?;
    raw.reset();
    raw.flush(null())?;
    ensure(raw.activate(RATE_HZ, 1, 64) && raw.start(), || "it does not run".into())?;
    ensure(raw.play(BLOCK, &inputs, &outputs) != CLAP_PROCESS_ERROR, || "active it does not play".into())?;
    raw.stop();
    raw.deactivate();
    refused("after deactivate")?;
    raw.deactivate();
    ensure(silent(&heard), || "something is heard after deactivate".into())
}

#[test]
fn rates_and_blocks_it_cannot_play_are_refused() -> Result<()> {
    let raw = Raw::started()?;
    for rate_hz in [0.0, -48_000.0, f64::NAN, f64::INFINITY, 7_999.0, 384_001.0, 768_000.0] {
        ensure(!raw.activate(rate_hz, 1, 64), || format!("active at {rate_hz} Hz"))?;
    }
    for max in [0, (1 << 20) + 1, u32::MAX] {
        ensure(!raw.activate(RATE_HZ, 1, max), || format!("active with {max} frames"))?;
    }
    for (rate_hz, min, max) in [(8_000.0, 1, 1), (384_000.0, 0, 65_536), (RATE_HZ, 4096, 64)] {
        ensure(raw.activate(rate_hz, min, max), || format!("not active: {rate_hz} {min} {max}"))?;
        raw.deactivate();
    }
    Ok(())
}

#[test]
fn buffers_may_be_missing_too_many_too_few_or_shared() -> Result<()> {
    let raw = running()?;
    for frames in [0, 1, BLOCK, 1024] {
        for (ins, outs) in [(0, 0), (0, 2), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (8, 8)] {
            let (_held, inputs) = channels(ins, frames, 0.1);
            let (heard, outputs) = channels(outs, frames, 0.5);
            raw.play(frames, &inputs, &outputs);
            is_sane(&format!("{ins} → {outs}"), &heard)?;
            ensure(silent(heard.get(2..).unwrap_or_default()), || {
                "a channel beyond the layout sounds".into()
            })?;
            // Any of them null.
            for hole in 0..ins.max(outs) {
                let (mut inputs, mut outputs) = (inputs.clone(), outputs.clone());
                inputs.iter_mut().skip(hole).step_by(2).for_each(|channel| *channel = null_mut());
                outputs.iter_mut().skip(hole).step_by(2).for_each(|channel| *channel = null_mut());
                raw.play(frames, &inputs, &outputs);
                is_sane(&format!("{ins} → {outs}, {hole} null"), &heard)?;
            }
        }
    }
    // No lists at all, and lists that are null.
    raw.process(&empty_block(BLOCK));
    raw.process(&clap_process { audio_inputs_count: 1, audio_outputs_count: 1, ..empty_block(BLOCK) });
    let mut none = port(&mut []);
    (none.data32, none.channel_count) = (null_mut(), 2);
    let status = raw.process(&clap_process {
        audio_inputs: &none.clone(),
        audio_outputs: &mut none,
        audio_inputs_count: 1,
        audio_outputs_count: 1,
        ..empty_block(BLOCK)
    });
    ensure(status == CLAP_PROCESS_CONTINUE, || format!("without buffers: {status}"))?;
    // More than was said, and far more.
    for frames in [1025, 65_536] {
        let (_held, inputs) = channels(2, frames, 0.1);
        let (heard, outputs) = channels(2, frames, 0.5);
        let status = raw.play(frames, &inputs, &outputs);
        ensure(status == CLAP_PROCESS_ERROR && silent(&heard), || format!("{frames} frames: {status}"))?;
    }
    // No null pointers of our own.
    // SAFETY: what is tried.
    unsafe {
        let plugin = &*raw.plugin;
        ensure(
            plugin.process.is_some_and(|process| process(raw.plugin, null()) == CLAP_PROCESS_ERROR),
            || "no block plays".into(),
        )
    }
}

#[test]
fn channels_may_be_exchanged_in_place_and_mono_is_the_same_disc() -> Result<()> {
    let stereo = |swap: bool, ins: usize, outs: usize| -> Result<Vec<Vec<f32>>> {
        let raw = running()?;
        set(&raw, "disc_channels", "stereo")?;
        let (mut heard, song) = (vec![Vec::new(); 2], song(RATE_HZ, 0.25));
        for at in (0..song[0].len() - BLOCK).step_by(BLOCK) {
            let mut block: Vec<Vec<f32>> =
                song.iter().map(|channel| channel[at..at + BLOCK].to_vec()).collect();
            if ins == 1 {
                block[1] = block[0].clone();
            }
            let inputs: Vec<*mut f32> = block.iter_mut().map(|channel| channel.as_mut_ptr()).collect();
            let outputs: Vec<*mut f32> =
                if swap { inputs.iter().rev().copied().collect() } else { inputs.clone() };
            raw.play(BLOCK, &inputs[..ins], &outputs[..outs]);
            if swap {
                block.swap(0, 1);
            }
            heard.iter_mut().zip(block).for_each(|(all, block)| all.extend(block));
        }
        Ok(heard)
    };
    let plain = stereo(false, 2, 2)?;
    ensure(plain[0] != plain[1], || "both channels are one".into())?;
    ensure(stereo(true, 2, 2)? == plain, || "what goes out where the other came in is another sound".into())?;
    // A host with one channel, whatever layout it was told.
    let both = stereo(false, 1, 2)?;
    ensure(both[0] == both[1], || "one channel became two".into())?;
    ensure(stereo(false, 1, 1)?[0] == both[0], || "one channel out is another sound".into())
}

#[test]
fn a_host_that_stops_and_starts_around_every_block_hears_no_gap() -> Result<()> {
    let plain = played(&running()?, |_| ());
    let restless = played(&running()?, |raw| {
        raw.stop();
        raw.start();
    });
    ensure(plain == restless, || "stopping and starting is heard".into())?;
    let reset = played(&running()?, Raw::reset);
    ensure(plain != reset, || "a reset is not heard".into())
}

#[test]
fn latency_is_told_within_activate_only() -> Result<()> {
    let asked = |raw: &Raw| {
        [&raw.asked.restarts, &raw.asked.latency_inside, &raw.asked.latency_outside].map(|asked| asked.get())
    };
    let raw = Raw::started()?;
    // As a session brings it: no restart is needed for what is told rightly.
    set(&raw, "disc_latency", "aligned")?;
    raw.activate(RATE_HZ, 1, 64);
    raw.start();
    let (_held, silence) = channels(2, BLOCK, 0.0);
    raw.play(BLOCK, &silence, &silence);
    raw.on_main_thread();
    ensure(asked(&raw) == [0, 1, 0], || format!("a first activation: {:?}", asked(&raw)))?;
    set(&raw, "disc_latency", "live")?;
    raw.play(BLOCK, &silence, &silence);
    raw.play(BLOCK, &silence, &silence);
    raw.on_main_thread();
    ensure(asked(&raw) == [1, 1, 0], || format!("a change: {:?}", asked(&raw)))?;
    raw.stop();
    raw.deactivate();
    raw.on_main_thread();
    ensure(asked(&raw) == [1, 1, 0], || format!("while at rest: {:?}", asked(&raw)))?;
    raw.activate(RATE_HZ, 1, 64);
    ensure(asked(&raw) == [1, 2, 0], || format!("a second activation: {:?}", asked(&raw)))
}

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
            for n in 0..2000 {
                let events = Events(vec![Some(value(0, plays, f64::from(n % 60) / 60.0))]);
                // SAFETY: the plugin lives until this thread is joined.
                unsafe {
                    let params = (*plugin).get_extension.unwrap()(plugin, CLAP_EXT_PARAMS.as_ptr());
                    let params: &clap_plugin_params = &*params.cast();
                    params.flush.unwrap()(plugin, &events.list(), null());
                }
                std::thread::sleep(std::time::Duration::from_micros(20));
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
