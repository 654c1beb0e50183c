//! The audio thread's part: blocks, events at their samples, a rolling transport.

use clack_host::events::event_types::{ParamValueEvent, TransportEvent, TransportFlags};
use clack_host::events::{EventFlags, EventHeader, Pckn};
use clack_host::prelude::*;
use clack_host::process::StartedPluginAudioProcessor;
use clack_host::utils::{BeatTime, ClapId, SecondsTime};

use super::Setup;
use super::calls::Handlers;
use crate::Result;

/// A parameter event.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Counted from the start of the render.
    pub sample: u64,
    /// Which parameter.
    pub id: ClapId,
    /// In CLAP's own numbers.
    pub value: f64,
}

/// Where the song stands at the first sample of a render; it rolls on from there.
#[derive(Clone, Copy, Debug)]
pub struct ScriptedTransport {
    /// Whether it rolls.
    pub playing: bool,
    /// Where.
    pub sample: i64,
    /// Beats a minute, if the host tells.
    pub tempo: Option<f64>,
}

impl ScriptedTransport {
    /// Rolling from a sample of the song, with a tempo as most hosts have.
    pub fn rolling(sample: i64) -> Option<Self> {
        Some(Self { playing: true, sample, tempo: Some(97.3) })
    }

    /// Standing at the start.
    pub fn stopped() -> Option<Self> {
        Some(Self { playing: false, sample: 0, tempo: Some(97.3) })
    }

    /// CLAP tells the time in seconds and beats, never in samples.
    pub(super) fn event(&self, elapsed: i64, rate: f64) -> TransportEvent {
        let seconds = (self.sample + if self.playing { elapsed } else { 0 }) as f64 / rate;
        let mut flags = TransportFlags::HAS_SECONDS_TIMELINE | TransportFlags::HAS_TIME_SIGNATURE;
        flags.set(TransportFlags::IS_PLAYING, self.playing);
        flags.set(TransportFlags::HAS_TEMPO | TransportFlags::HAS_BEATS_TIMELINE, self.tempo.is_some());
        let tempo = self.tempo.unwrap_or(0.0);
        let zero = SecondsTime::from_int(0);
        TransportEvent {
            header: EventHeader::new_core(0, EventFlags::empty()),
            flags,
            song_pos_seconds: SecondsTime::from_float(seconds),
            song_pos_beats: BeatTime::from_float(seconds * tempo / 60.0),
            tempo,
            tempo_inc: 0.0,
            loop_start_beats: zero,
            loop_end_beats: zero,
            loop_start_seconds: zero,
            loop_end_seconds: zero,
            bar_start: zero,
            bar_number: 0,
            time_signature_numerator: 4,
            time_signature_denominator: 4,
        }
    }
}

/// Plays `input` through; every change is sent with its block, those past the end with the last one.
pub(super) fn render(
    audio: &mut StartedPluginAudioProcessor<Handlers>,
    setup: Setup,
    input: &[Vec<f32>],
    blocks: &[usize],
    transport: Option<ScriptedTransport>,
    changes: &[Change],
) -> Result<Vec<Vec<f32>>> {
    let frames = input.first().map_or(0, Vec::len);
    let mut input = input.to_vec();
    // Not silence: a plugin that forgets a channel must be seen.
    let mut output = vec![vec![f32::NAN; frames]; setup.outputs];
    let mut ports = [AudioPorts::with_capacity(setup.inputs, 1), AudioPorts::with_capacity(setup.outputs, 1)];
    let mut changes = changes.iter().peekable();
    let mut start = 0;
    for &block in blocks.iter().cycle() {
        let end = (start + block).min(frames);
        let mut events = EventBuffer::new();
        while let Some(change) = changes.next_if(|change| change.sample < end as u64 || end == frames) {
            let time = (change.sample - start as u64) as u32;
            events.push(&ParamValueEvent::new(time, change.id, Pckn::match_all(), change.value));
        }
        let [ins, outs] = &mut ports;
        let ins = ins.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(
                input.iter_mut().map(|channel| InputChannel::variable(&mut channel[start..end])),
            ),
        }]);
        let mut outs = outs.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                output.iter_mut().map(|channel| &mut channel[start..end]),
            ),
        }]);
        let event = transport.map(|t| t.event(start as i64, setup.rate));
        let mut sent = EventBuffer::new();
        audio.process(&ins, &mut outs, &events.as_input(), &mut sent.as_output(), None, event.as_ref())?;
        start = end;
        if start == frames {
            break;
        }
    }
    Ok(output)
}
