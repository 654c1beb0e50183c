//! When a host calls, and with which buffers.

#![allow(unsafe_code)]

use std::ptr::{null, null_mut};

use clap_sys::process::{CLAP_PROCESS_CONTINUE, CLAP_PROCESS_ERROR, clap_process};
use embedded_host::Result;
use embedded_host::sound::{is_sane, song};

use super::{BLOCK, RATE_HZ, channels, ensure, running, set, silent};
use crate::raw::{Raw, empty_block, port};

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
