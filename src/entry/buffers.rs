//! A host's buffers as nice-plug must have them: as many channels as the layout has, none of them null, missing or shared.
//!
//! nice-plug reads past the list where there are fewer channels and panics where there are more. A channel that does not come in
//! is the first one again, as a mono host of a stereo plugin means it; one that does not go out is thrown away.

use std::ptr::null_mut;

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::process::clap_process;

/// Most channels of a layout.
const MAX_CHANNELS: usize = 2;
/// No block is longer, whatever the host says at activation: half a minute at 48 kHz.
pub const MAX_FRAMES: u32 = 1 << 20;

/// The channels of the layout in use, and what stands in for those a host leaves out.
#[derive(Default)]
pub struct ChannelBuffers {
    inputs: usize,
    outputs: usize,
    /// Zeros, always.
    silence: Vec<f32>,
    /// What comes in where nice-plug would overwrite it before it is read.
    copied: Vec<f32>,
    /// What goes out to nobody.
    discarded: [Vec<f32>; MAX_CHANNELS],
}

/// Channels of one block, for nice-plug.
pub struct Channels {
    inputs: [*mut f32; MAX_CHANNELS],
    outputs: [*mut f32; MAX_CHANNELS],
}

impl ChannelBuffers {
    /// For a layout, and blocks of so many frames at most. Allocates.
    pub fn new(inputs: usize, outputs: usize, max_frames: u32) -> Self {
        let channel = || vec![0.0; max_frames.min(MAX_FRAMES) as usize];
        Self {
            inputs: inputs.min(MAX_CHANNELS),
            outputs: outputs.min(MAX_CHANNELS),
            silence: channel(),
            copied: channel(),
            discarded: std::array::from_fn(|_| channel()),
        }
    }

    /// The host's channels, completed. None where the block is longer than any may be.
    ///
    /// # Safety
    ///
    /// What of `data` is not null must be as CLAP says; channels must hold as many frames as the block.
    pub unsafe fn connect(&mut self, data: &clap_process) -> Option<Channels> {
        let frames = data.frames_count as usize;
        if frames > self.silence.len() {
            return None;
        }
        let mut channels = Channels { inputs: [null_mut(); 2], outputs: [null_mut(); 2] };
        // SAFETY: the caller's.
        let (host_inputs, host_outputs) = unsafe {
            (
                port(data.audio_inputs, data.audio_inputs_count),
                port(data.audio_outputs, data.audio_outputs_count),
            )
        };
        for (nth, output) in channels.outputs.iter_mut().enumerate().take(self.outputs) {
            // SAFETY: the caller's.
            *output = unsafe { channel(host_outputs, nth) };
        }
        for nth in 0..self.outputs {
            let is_shared = channels.outputs[..nth].contains(&channels.outputs[nth]);
            if channels.outputs[nth].is_null() || is_shared {
                channels.outputs[nth] = self.discarded[nth].as_mut_ptr();
            }
        }
        for nth in 0..self.inputs {
            // SAFETY: the caller's.
            let [own, first] = unsafe { [channel(host_inputs, nth), channel(host_inputs, 0)] };
            let found = [own, first].into_iter().find(|channel| !channel.is_null());
            channels.inputs[nth] = found.unwrap_or(self.silence.as_mut_ptr());
            // nice-plug copies one channel after the other to where it goes out.
            let is_overwritten = (0..nth.min(self.outputs)).any(|before| {
                channels.outputs[before] == channels.inputs[nth]
                    && channels.inputs[before] != channels.inputs[nth]
            });
            if is_overwritten {
                // SAFETY: both hold as many frames, and the one is ours.
                unsafe { channels.inputs[nth].copy_to_nonoverlapping(self.copied.as_mut_ptr(), frames) };
                channels.inputs[nth] = self.copied.as_mut_ptr();
            }
        }
        Some(channels)
    }

    /// The host's main ports as nice-plug is to see them, in and out; valid while `channels` does not move.
    pub fn ports(&self, channels: &mut Channels) -> [clap_audio_buffer; 2] {
        [buffer(&mut channels.inputs, self.inputs), buffer(&mut channels.outputs, self.outputs)]
    }

    /// After a block: channels beyond the layout are silent, and no channel is said to stand still.
    ///
    /// # Safety
    ///
    /// As for [`Self::connect`].
    pub unsafe fn finish(&self, data: &clap_process) {
        // SAFETY: the caller's.
        unsafe { write_silence(data, self.outputs) };
    }
}

/// Writes silence into all that goes out, where a block cannot be played.
///
/// # Safety
///
/// As for [`ChannelBuffers::connect`].
pub unsafe fn silence(data: &clap_process) {
    // SAFETY: the caller's.
    unsafe { write_silence(data, 0) };
}

/// Into every channel of every port but the main port's first `kept`.
unsafe fn write_silence(data: &clap_process, kept: usize) {
    if data.audio_outputs.is_null() {
        return;
    }
    for nth in 0..data.audio_outputs_count as usize {
        // SAFETY: the caller's.
        unsafe {
            let port = data.audio_outputs.add(nth);
            (*port).constant_mask = 0;
            let kept = if nth == 0 { kept } else { 0 };
            for channel_nth in kept..(*port).channel_count as usize {
                let to = channel(port, channel_nth);
                if !to.is_null() {
                    to.write_bytes(0, data.frames_count as usize);
                }
            }
        }
    }
}

fn buffer(channels: &mut [*mut f32; MAX_CHANNELS], count: usize) -> clap_audio_buffer {
    clap_audio_buffer {
        data32: channels.as_mut_ptr(),
        data64: null_mut(),
        channel_count: count as u32,
        latency: 0,
        constant_mask: 0,
    }
}

/// The main port, or null.
unsafe fn port(ports: *const clap_audio_buffer, count: u32) -> *const clap_audio_buffer {
    if count == 0 { std::ptr::null() } else { ports }
}

/// A channel of a port, or null where there is none that can be used.
unsafe fn channel(port: *const clap_audio_buffer, nth: usize) -> *mut f32 {
    // SAFETY: the caller's.
    unsafe {
        let Some(port) = port.as_ref() else { return null_mut() };
        if port.data32.is_null() || nth >= port.channel_count as usize {
            return null_mut();
        }
        let channel = *port.data32.add(nth);
        if channel.is_aligned() { channel } else { null_mut() }
    }
}
