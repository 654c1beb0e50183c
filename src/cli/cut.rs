//! Cutting: a song through the chain, as a host would play it whose transport rolls.

use std::sync::Arc;

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
    let rate_hz = f64::from(song.sample_rate_hz);
    let late = latency::samples(options.automation.at(0.0).disc_latency, rate_hz);
    let frames = song.frames() + late;
    let start = (options.start_seconds * rate_hz).round() as i64;
    let disc = Disc::with_picture(options.recipe(), options.picture.as_ref());
    let mut chain = Chain::new(Arc::new(disc), Arc::new(Memory::default()), rate_hz);
    let mut channels = song.channels.clone();
    channels.iter_mut().for_each(|channel| channel.resize(frames, 0.0));
    let automation = options.automation.clone().over(song.seconds());
    if options.automation.at(0.0).disc_swapped == Swapped::Tune {
        let tune = tune::tune(rate_hz);
        chain.set_other_song(Some(tune.iter().map(|[left, right]| 0.5 * (left + right)).collect()));
    }
    chain.control().set_song_start(options.start_seconds);
    chain.set(&automation.at(0.0));
    let beats = |tempo_bpm| BeatPosition { sample: 0, beats: 0.0, tempo_bpm };
    chain.control().report_beats(options.tempo_bpm.map(beats));
    let mut done = 0;
    while done < frames {
        let position = start + done as i64;
        let mut count = BLOCK.min(frames - done);
        if !automation.is_constant() {
            // Up to the next grid point of absolute position.
            count = count.min(GRID - position.rem_euclid(GRID as i64) as usize);
            chain.set(&automation.at(done as f64 / song.frames() as f64));
        }
        let mut block: Vec<&mut [f32]> =
            channels.iter_mut().map(|channel| &mut channel[done..done + count]).collect();
        chain.process(&mut block, TransportState::Rolling(position));
        done += count;
        if done % BLOCK < count {
            progress(done.min(song.frames()));
        }
    }
    channels.iter_mut().for_each(|channel| drop(channel.drain(..late)));
    progress(song.frames());
    Audio { sample_rate_hz: song.sample_rate_hz, channels }
}
