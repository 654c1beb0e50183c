//! Playing on a thread that may not call the system.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

use clack_extensions::params::{ParamInfoBuffer, ParamInfoFlags};
use clack_host::events::Pckn;
use clack_host::events::event_types::ParamValueEvent;
use clack_host::prelude::*;
use clack_host::process::StartedPluginAudioProcessor;

use super::calls::Handlers;
use super::{Host, ScriptedTransport};
use crate::Result;
use crate::guard::{FAILED, forbid_system_calls, leave};

const BLOCK: usize = 64;
/// Blocks that are played at least.
const BLOCKS: usize = 4000;
/// One block of so many has a value for every parameter, of so many sets of values.
const EVERY: usize = 16;
const SETS: u32 = 64;

impl Host {
    /// Plays with every parameter drawn, on a thread that may not call the system, while something is done on this one; and ends the
    /// program: with 0 if all went well, with [`FAILED`] if what was done meanwhile or a block did not, with
    /// [`ENDED`](crate::guard::ENDED) if the system was called.
    ///
    /// # Errors
    ///
    /// Where it cannot begin: the plugin is not active, or the kernel does not allow to watch.
    pub fn play_under_guard(&mut self, meanwhile: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let sets: Vec<EventBuffer> = (0..SETS).map(|nth| self.everything(nth)).collect();
        let audio = self.audio.take().ok_or("not active")?;
        let is_over = AtomicBool::new(false);
        let rate_hz = self.setup.rate;
        thread::scope(|scope| {
            let playing = scope.spawn(|| play(audio, rate_hz, &sets, &is_over));
            match catch_unwind(AssertUnwindSafe(|| meanwhile(self))) {
                Ok(Ok(())) => is_over.store(true, SeqCst),
                // The thread that plays would never end.
                Ok(Err(error)) => {
                    eprintln!("{error}");
                    exit(FAILED)
                }
                Err(_) => exit(FAILED),
            }
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

/// Where the song is in a block: nowhere, rolling on, rolling from elsewhere, standing.
fn transport(nth: usize) -> Option<ScriptedTransport> {
    let on = (nth * BLOCK) as i64;
    match nth / 100 % 4 {
        0 => None,
        1 => ScriptedTransport::rolling(on),
        2 => ScriptedTransport::rolling(on * 7919 % 9_000_000),
        _ => ScriptedTransport::stopped(),
    }
}

/// Plays until it is over, and ends the program. Returns why it did not.
fn play(
    mut audio: StartedPluginAudioProcessor<Handlers>,
    rate_hz: f64,
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
        let transport = transport(nth).map(|transport| transport.event(0, rate_hz));
        if audio.process(&given, &mut heard, &events, &mut sent, None, transport.as_ref()).is_err() {
            leave(FAILED, "a block was refused\n")
        }
        nth += 1;
    }
    leave(0, "seen: everything was done beside it, and no system call by the thread that plays\n")
}
