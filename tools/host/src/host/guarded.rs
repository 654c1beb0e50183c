//! Playing on a thread that may not call the system.

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

use clack_extensions::params::{ParamInfoBuffer, ParamInfoFlags};
use clack_host::events::Pckn;
use clack_host::events::event_types::ParamValueEvent;
use clack_host::prelude::*;
use clack_host::process::StartedPluginAudioProcessor;

use super::Host;
use super::calls::Handlers;
use crate::Result;
use crate::guard::{forbid_system_calls, leave};

const BLOCK: usize = 64;
/// Blocks that are played at least.
const BLOCKS: usize = 4000;
/// One block of so many has a value for every parameter, of so many sets of values.
const EVERY: usize = 16;
const SETS: u32 = 64;

impl Host {
    /// Plays with every parameter drawn, on a thread that may not call the system, while something is done on this one; and ends the
    /// program, with 0 if all went well.
    ///
    /// # Errors
    ///
    /// What was done meanwhile, or that the system does not forbid itself to be called.
    pub fn play_under_guard(&mut self, meanwhile: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let sets: Vec<EventBuffer> = (0..SETS).map(|nth| self.everything(nth)).collect();
        let audio = self.audio.take().ok_or("not active")?;
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let playing = scope.spawn(|| play(audio, &sets, &is_over));
            meanwhile(self)?;
            is_over.store(true, SeqCst);
            Err(playing.join().map_err(|_| "a panic in process")?.into())
        })
    }

    /// A value for every parameter, another each time.
    fn everything(&mut self, nth: u32) -> EventBuffer {
        let plugin = self.instance.plugin_handle();
        let (mut buffer, mut events) = (ParamInfoBuffer::new(), EventBuffer::new());
        for index in 0..self.params.count(&plugin) {
            let Some(info) = self.params.get_info(&plugin, index, &mut buffer) else { continue };
            // Sixteen steps of its range, in an order of its own.
            let step = info.id.get().wrapping_add(nth).wrapping_mul(2_654_435_769) >> 28;
            let free = info.min_value + f64::from(step) / 15.0 * (info.max_value - info.min_value);
            let is_stepped = info.flags.contains(ParamInfoFlags::IS_STEPPED);
            let value = if is_stepped { free.round() } else { free };
            events.push(&ParamValueEvent::new(nth % BLOCK as u32, info.id, Pckn::match_all(), value));
        }
        events
    }
}

/// Plays until it is over, and ends the program. Returns why it did not.
fn play(
    mut audio: StartedPluginAudioProcessor<Handlers>,
    sets: &[EventBuffer],
    is_over: &AtomicBool,
) -> io::Error {
    let (mut input, mut output) = ([[0.1f32; BLOCK]; 2], [[0.0f32; BLOCK]; 2]);
    let (mut inputs, mut outputs) = (AudioPorts::with_capacity(2, 1), AudioPorts::with_capacity(2, 1));
    let mut sent = OutputEvents::void();
    if let Err(error) = forbid_system_calls() {
        return error;
    }
    let mut nth = 0;
    while nth < BLOCKS || !is_over.load(SeqCst) {
        let given = inputs.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(input.iter_mut().map(InputChannel::variable)),
        }]);
        let mut heard = outputs.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(output.iter_mut().map(|channel| &mut channel[..])),
        }]);
        let set = &sets[nth / EVERY % sets.len()];
        let events = if nth % EVERY == 0 { set.as_input() } else { InputEvents::empty() };
        if audio.process(&given, &mut heard, &events, &mut sent, None, None).is_err() {
            return io::Error::other("a block was refused");
        }
        nth += 1;
    }
    leave()
}
