//! One block of a host's: its buffers completed, its events in order, and what it changed told.
//!
//! SAFETY, of all below: as for [`super::callbacks`]; what the host leaves out of a block is null.

use std::ptr::null;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use clap_sys::plugin::clap_plugin;
use clap_sys::process::{CLAP_PROCESS_CONTINUE, CLAP_PROCESS_ERROR, clap_process, clap_process_status};

use super::instance::{Inner, Instance, made};
use super::{buffers, events};
use crate::plugin::containment::contained;

/// Plays a block, or silence where it cannot be played.
#[cfg_attr(rtsan, sanitize(realtime = "nonblocking"))]
pub unsafe extern "C" fn process(
    plugin: *const clap_plugin,
    data: *const clap_process,
) -> clap_process_status {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }).filter(|_| !data.is_null()) else {
        return CLAP_PROCESS_ERROR;
    };
    // SAFETY: as above.
    let data = unsafe { &*data };
    let status = contained("process", None, || {
        let may_play = this.is_active.load(Relaxed) && !this.is_busy.swap(true, Acquire);
        let status = may_play.then(|| {
            // SAFETY: as above.
            let status = unsafe { play(this, inner, plugin, data) };
            // Not after a panic: what follows one is silence.
            this.is_busy.store(false, Release);
            status
        });
        this.notify_host_of_changes(inner);
        this.request_latency(inner);
        status.flatten()
    });
    status.unwrap_or_else(|| {
        // SAFETY: as above.
        unsafe { buffers::silence(data) };
        CLAP_PROCESS_ERROR
    })
}

/// A block, with all that it needs completed; none where it cannot be played.
unsafe fn play(
    this: &Instance,
    inner: &Inner,
    plugin: *const clap_plugin,
    data: &clap_process,
) -> Option<clap_process_status> {
    let process = inner.plugin.process?;
    // Held by `activate` only, which no host calls now.
    let mut buffers = this.buffers.try_lock().ok()?;
    // SAFETY: as above. A bitwise copy: the struct holds pointers only, all of which outlive the call.
    unsafe {
        let mut channels = buffers.connect(data)?;
        let [input, mut output] = buffers.ports(&mut channels);
        let mut block = std::ptr::read(data);
        (block.audio_inputs, block.audio_inputs_count) = (&raw const input, 1);
        (block.audio_outputs, block.audio_outputs_count) = (&raw mut output, 1);
        let rounding = events::RoundedOutputEvents::new(inner, block.out_events);
        let out = rounding.list();
        block.out_events = if block.out_events.is_null() { null() } else { &out };
        let split = events::SplitInputEvents::new(block.in_events, block.frames_count);
        let (inside, late) = (split.inside(), split.late());
        block.in_events = &inside;
        inner.host_params.begin_block();
        // An empty block has events at most.
        let status = if block.frames_count == 0 { CLAP_PROCESS_CONTINUE } else { process(plugin, &block) };
        if split.has_late()
            && let Some(flush) = (*inner.params).flush
        {
            flush(plugin, &late, block.out_events);
        }
        buffers.finish(data);
        Some(status)
    }
}
