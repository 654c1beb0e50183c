//! A take: one disc played once, block by block, and the hash of what was heard and of what the disc remembers of it.

use std::sync::Arc;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::beats::BeatPosition;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::groove::{MAX_TURNS, SIDES};
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::params::{Serial, Settings};

use crate::discs::Discs;
use crate::fnv::Fnv;
use crate::programme::programme;

/// Blocks of these sizes, in turn.
const BLOCKS: [usize; 10] = [480, 1, 7, 64, 1024, 33, 256, 512, 3, 128];

/// What is played, on what.
#[derive(Clone, Copy, Debug)]
pub struct Deck {
    /// Settings at the start.
    pub settings: Settings,
    /// The disc's number at the start.
    pub serial: Serial,
    /// Samples a second.
    pub sample_rate_hz: f64,
    /// Channels of the song.
    pub channels: usize,
    /// Length of the take.
    pub seconds: f64,
    /// Whether the song holds what is no sound.
    pub is_garbage: bool,
    /// Whether the disc was played before, here and there to pieces.
    pub is_used: bool,
}

/// How things stand when a block begins.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What is set.
    pub settings: Settings,
    /// The disc's number.
    pub serial: Serial,
    /// Place in the song at which the take would have begun, in seconds; none where the transport stands.
    pub from_s: Option<f64>,
    /// The song's tempo.
    pub tempo_bpm: f64,
}

/// Plays the programme through; `plan` says how things stand, so many seconds into the take.
pub fn take(discs: &Discs, deck: &Deck, plan: impl Fn(f64) -> Step) -> Fnv {
    let rate_hz = deck.sample_rate_hz;
    let memory = Arc::new(if deck.is_used { used() } else { Memory::default() });
    let begin = plan(0.0);
    let mut chain = Chain::new(discs.disc(&begin.settings, begin.serial), memory.clone(), rate_hz);
    chain.set(&begin.settings);
    chain.reset();
    let frames = (deck.seconds * rate_hz) as usize;
    let mut song = programme(rate_hz, deck.channels, frames);
    if deck.is_garbage {
        song.iter_mut().for_each(|channel| spoil(channel));
    }
    let mut start = 0;
    for size in BLOCKS.iter().cycle() {
        let end = (start + size).min(frames);
        let step = plan(start as f64 / rate_hz);
        let disc = discs.disc(&step.settings, step.serial);
        if disc.recipe != chain.control().disc().recipe && !chain.control().is_disc_pending() {
            chain.control().change_disc(disc);
        }
        chain.set(&step.settings);
        chain.control().set_counting_passes(step.settings.wear_by_playing);
        let mut block: Vec<&mut [f32]> = song.iter_mut().map(|channel| &mut channel[start..end]).collect();
        let transport = roll(&mut chain, &step, start, rate_hz);
        chain.process(&mut block, transport);
        drop(chain.control().take_retired());
        start = end;
        if start == frames {
            break;
        }
    }
    let mut fnv = Fnv::default();
    song.iter().for_each(|channel| fnv.samples(channel));
    chain.control().end_pass();
    memory.to_sides().iter().for_each(|turns| fnv.samples(turns));
    fnv
}

/// Tells the beats; the transport's word for the block.
fn roll(chain: &mut Chain, step: &Step, start: usize, rate_hz: f64) -> TransportState {
    let Some(from_s) = step.from_s else { return TransportState::Stopped };
    let sample = (from_s * rate_hz).round() as i64 + start as i64;
    let beats = sample as f64 / rate_hz * step.tempo_bpm / 60.0;
    chain.control().report_beats(Some(BeatPosition { sample, beats, tempo_bpm: step.tempo_bpm }));
    TransportState::Rolling(sample)
}

/// Puts garbage among the samples.
fn spoil(channel: &mut [f32]) {
    let garbage = [f32::NAN, 1e30, f32::NEG_INFINITY, 1e-30, -64.0];
    for (n, sample) in channel.iter_mut().step_by(97).enumerate() {
        *sample = garbage[n % garbage.len()];
    }
}

/// A disc's memory after years: more on every turn inwards, and some turns played to pieces.
fn used() -> Memory {
    let memory = Memory::default();
    for side in 0..SIDES as u8 {
        for turn in 0..MAX_TURNS as i32 {
            let most = if turn % 40 > 28 { 2.5 } else { 0.0 };
            memory.expose(side, turn, 0.002 * turn as f32 + most);
        }
    }
    memory
}
