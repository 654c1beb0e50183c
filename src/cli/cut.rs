//! Cutting: a song through the chain, as a host would play it whose transport rolls.

use std::sync::Arc;

use arrayvec::ArrayVec;

use super::audio::Audio;
use super::automation::Automation;
use crate::chain::Chain;
use crate::chain::control::{BeatPosition, TransportState};
use crate::chain::latency;
use crate::chain::parts::ramp::GRID;
use crate::disc::imported::Imported;
use crate::disc::memory::Memory;
use crate::disc::{Disc, Recipe};
use crate::params::{Serial, Settings, Swapped};
use crate::tune;

/// Frames between two reports of progress.
const BLOCK: usize = 1024;

/// What is cut, and how.
#[derive(Clone)]
pub struct CutOptions {
    /// How the disc is set, its number too, from the song's start to its end.
    pub automation: Automation,
    /// Where on the disc's timeline the song begins, in seconds from 0.
    pub start_seconds: f64,
    /// The song's tempo, for a disc that turns with it; its first beat is at 0.
    pub tempo_bpm: Option<f64>,
    /// The picture of one's own, for `film_picture` *imported*.
    pub picture: Option<Arc<Imported>>,
}

impl CutOptions {
    /// A disc with settings that stay as they are, from the beginning of its first side.
    pub fn new(serial: Serial, settings: Settings) -> Self {
        let automation = Automation::constant(settings).on_disc(serial);
        Self { automation, start_seconds: 0.0, tempo_bpm: None, picture: None }
    }

    /// What the disc is made of that this cuts.
    pub fn recipe(&self) -> Recipe {
        Recipe::of(&self.automation.at(0.0), self.picture.as_ref().map(|picture| picture.fingerprint()))
    }

    /// The disc's number.
    pub fn serial(&self) -> Serial {
        self.automation.serial()
    }
}

/// Cuts a song and plays it back, as a host would whose transport rolls from `start_seconds`.
///
/// What comes out is as long as the song; the needle's mean delay behind it (about 5 ms) stays, and what
/// rings after the last sample is left out. With `disc_latency` *aligned* it is made good, as a host would. `progress`
/// hears how many frames are done. The same song and options give the same bits on every machine.
pub fn cut(song: &Audio, options: &CutOptions, mut progress: impl FnMut(usize)) -> Audio {
    let mut cutter = Cutter::new(options, song.sample_rate_hz, Some(song.frames() as u64));
    let mut channels = vec![Vec::with_capacity(song.frames()); song.channels.len()];
    let mut take = |block: &mut Vec<Vec<f32>>| {
        channels.iter_mut().zip(block).for_each(|(channel, new)| channel.append(new));
    };
    let mut at = 0;
    while at < song.frames() {
        let to = (at + BLOCK).min(song.frames());
        let mut block: Vec<Vec<f32>> = song.channels.iter().map(|channel| channel[at..to].to_vec()).collect();
        cutter.play(&mut block);
        take(&mut block);
        at = to;
        progress(at);
    }
    take(&mut cutter.finish(song.channels.len()));
    Audio { sample_rate_hz: song.sample_rate_hz, channels }
}

/// A song on its way over the disc, block by block.
pub struct Cutter {
    chain: Chain,
    automation: Automation,
    /// Samples of the song in all, where that is known: what moves over the song has to know it.
    frames: Option<u64>,
    /// Position of the song's first sample, and samples played.
    start: i64,
    done: u64,
    /// Samples by which all is late, and how many of them are still to be left out.
    late: usize,
    late_left: usize,
}

impl Cutter {
    /// Puts the disc on. `frames` is the song's length; only of a song over which nothing moves may it be unknown.
    ///
    /// # Panics
    ///
    /// If it is not known and something moves.
    pub fn new(options: &CutOptions, sample_rate_hz: u32, frames: Option<u64>) -> Self {
        let rate_hz = f64::from(sample_rate_hz);
        assert!(frames.is_some() || options.automation.is_constant());
        let song_seconds = frames.unwrap_or(0) as f64 / rate_hz;
        let late = latency::samples(options.automation.at(0.0).disc_latency, rate_hz);
        let disc = Disc::with_picture(options.recipe(), options.picture.as_ref());
        let mut chain = Chain::new(Arc::new(disc), Arc::new(Memory::default()), rate_hz);
        let automation = options.automation.clone().over(song_seconds);
        if options.automation.at(0.0).disc_swapped == Swapped::Tune {
            let tune = tune::tune(rate_hz);
            chain.set_other_song(Some(tune.iter().map(|[left, right]| 0.5 * (left + right)).collect()));
        }
        chain.control().set_song_start(options.start_seconds);
        chain.set(&automation.at(0.0));
        let beats = |tempo_bpm| BeatPosition { sample: 0, beats: 0.0, tempo_bpm };
        chain.control().report_beats(options.tempo_bpm.map(beats));
        let start = (options.start_seconds * rate_hz).round() as i64;
        Self { chain, automation, frames, start, done: 0, late, late_left: late }
    }

    /// Plays a block in place, a channel each; at the song's start it comes out shorter by as much as all is late.
    pub fn play(&mut self, block: &mut [Vec<f32>]) {
        let count = block.first().map_or(0, Vec::len);
        let mut at = 0;
        while at < count {
            let position = self.start + self.done as i64;
            let mut length = count - at;
            if !self.automation.is_constant() {
                // Up to the next grid point of absolute position.
                length = length.min(GRID - position.rem_euclid(GRID as i64) as usize);
                self.chain.set(&self.automation.at(self.done as f64 / self.frames.unwrap_or(0) as f64));
            }
            let mut channels: ArrayVec<&mut [f32], 2> =
                block.iter_mut().map(|channel| &mut channel[at..at + length]).collect();
            self.chain.process(&mut channels, TransportState::Rolling(position));
            at += length;
            self.done += length as u64;
        }
        let left_out = self.late_left.min(count);
        self.late_left -= left_out;
        block.iter_mut().for_each(|channel| drop(channel.drain(..left_out)));
    }

    /// What is still on its way when the song is over.
    pub fn finish(mut self, channels: usize) -> Vec<Vec<f32>> {
        let mut rest = vec![vec![0.0; self.late]; channels];
        self.play(&mut rest);
        rest
    }
}
