//! The chain: what the disc sounds like. It knows no host, file, clock or pixel.
//!
//! ```text
//! in ─ fold ─ another song? ─ SOURCE ─ song pointer ─ LATHE ─ TORN ─▶ groove velocity (cm/s), but where its walls are torn
//!                                       │
//! disc ─ FILM ── hiss × picture ────────┤  added in the groove, so they wobble, dull and wear with it
//!        CRACKLE ─ dust, clicks, ticks ─┤
//!                                       │
//!        WARP ─── one moving read pointer: hole, curl, flutter, slip, the brake
//!        FELT ─── curled film that gives way under a light needle
//!        WEAR ─── damage at this turn
//!        PICKUP ─ tracking, tracing, contact, player, rumble, hum
//!                                       │
//! out ◀─ OUTPUT ─ aligned mix, level match, bypass
//! ```
//!
//! Everything moves on a grid of 32 samples fixed to absolute position; see `docs/signal-path.md`. The path is compiled once for each
//! level of instructions a processor may have, and chosen as it runs (decision 20): what `play` calls has to be inlined,
//! hence `inline(always)`, or it would be compiled for the lowest.

#![forbid(unsafe_code)]

pub mod limits;
pub mod reference;
pub mod control_frame;
pub mod envelope;
pub mod source;
pub mod other_song;
pub mod song_pointer;
pub mod lathe;
pub mod film;
pub mod crackle;
mod patches;
pub mod latency;
pub mod warp;
pub mod felt;
pub mod wear;
pub mod wear_law;
pub mod pickup;
pub mod linear;
mod stages;
mod torn;
pub mod level_match;
pub mod output;
pub mod control;
pub mod beats;
pub mod grooves;
pub mod lane;
pub mod spiral;
pub mod parts;

use std::sync::Arc;

use arrayvec::ArrayVec;
use fearless_simd::{Level, dispatch};

use crate::disc::Disc;
use crate::disc::memory::Memory;
use crate::params::{Channels, Settings};
use control::{Continuity, PlaybackControl, TransportState};
use control_frame::ControlFrame;
use crackle::Crackle;
use envelope::Envelope;
use film::Film;
use grooves::Grooves;
use lane::Lane;
use other_song::Turn;
use output::Output;
use parts::ramp::{GRID, Ramp};
use reference::FULL_SCALE_CM_S;
use torn::Torn;

/// Loudest input that is taken as music, +30 dBFS; beyond it lies garbage.
const MAX_INPUT: f32 = 32.0;

/// Channels of a song: those beyond are left as they are.
const MAX_CHANNELS: usize = 2;

/// One disc in play.
pub struct Chain {
    sample_rate_hz: f64,
    /// What instructions this processor has.
    level: Level,
    control: PlaybackControl,
    envelope: Envelope,
    lanes: [Lane; grooves::MAX_LANES],
    /// Channels of the song, and lanes on the disc: as many, or one.
    channels: usize,
    lane_count: usize,
    /// The side may turn to another song.
    turn: Turn,
    /// How much of the song is in the groove: none where only the dirt is listened to.
    song: Ramp,
    torn: Torn,
    film: Film,
    crackle: Crackle,
    output: Output,
}

impl Chain {
    /// Puts a disc on. Allocates; `sample_rate_hz` is held between 8 kHz and 384 kHz.
    pub fn new(disc: Arc<Disc>, memory: Arc<Memory>, sample_rate_hz: f64) -> Self {
        let sample_rate_hz = if sample_rate_hz.is_finite() {
            sample_rate_hz.clamp(*limits::RATES_HZ.start(), *limits::RATES_HZ.end())
        } else {
            48_000.0
        };
        lathe::head::prepare_table();
        Self {
            sample_rate_hz,
            level: Level::new(),
            control: PlaybackControl::new(disc, memory, sample_rate_hz),
            envelope: Envelope::new(sample_rate_hz),
            lanes: std::array::from_fn(|_| Lane::new(sample_rate_hz)),
            channels: 1,
            lane_count: 1,
            turn: Turn::default(),
            song: Ramp::constant(1.0),
            torn: Torn::default(),
            film: Film::new(),
            crackle: Crackle::new(sample_rate_hz),
            output: Output::new(sample_rate_hz),
        }
    }

    /// Plays with the instructions of this level, not with the best this processor has: the same bits, slower. For tests.
    #[must_use]
    pub fn at_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// As if just made: forgets the past, keeps disc and settings. A pass under way is counted.
    pub fn reset(&mut self) {
        self.control.reset();
        self.envelope.reset();
        self.lanes.iter_mut().for_each(Lane::reset);
        self.film.reset();
        self.crackle.reset();
        self.output.reset();
    }

    /// Aims at settings: the sound glides there from the next grid point on; right after a reset it is there.
    pub fn set(&mut self, settings: &Settings) {
        self.control.set(settings);
    }

    /// What the side turns to, if it does not hold what was paid for: one channel at the chain's rate; full scale is ±1, and after its
    /// end there is silence. The caller keeps it alive: it is not freed here.
    pub fn set_other_song(&mut self, other: Option<Arc<[f32]>>) {
        self.turn.set(other);
    }

    /// The disc, its passes, its place: everything that is not sound.
    pub fn control(&mut self) -> &mut PlaybackControl {
        &mut self.control
    }

    /// Clicks that have been played, counted round.
    pub fn clicks(&self) -> u32 {
        self.crackle.clicks()
    }

    /// How late the disc is on average, in samples; the dry path inside `mix` waits as long.
    pub fn delay_samples(&self) -> f64 {
        self.output.delay_samples()
    }

    /// Plays a block in place: one or two channels of equal length, any length, any content.
    ///
    /// # Panics
    ///
    /// If the channels differ in length.
    #[cfg_attr(rtsan, sanitize(realtime = "nonblocking"))]
    pub fn process(&mut self, channels: &mut [&mut [f32]], transport: TransportState) {
        let frames = channels.first().map_or(0, |channel| channel.len());
        assert!(channels.iter().all(|channel| channel.len() == frames));
        self.channels = channels.len();
        self.control.set_transport(transport);
        let mut done = 0;
        while done < frames {
            let first = self.control.index();
            if self.control.needs_cell() {
                self.begin_cell();
            }
            let count = (GRID - first).min(frames - done);
            let cell = channels.iter_mut().map(|channel| &mut channel[done..done + count]);
            let mut cell: ArrayVec<&mut [f32], MAX_CHANNELS> = cell.take(MAX_CHANNELS).collect();
            dispatch!(self.level, _ => self.play(&mut cell, first));
            if self.control.advance(count) {
                self.envelope.end_cell();
            }
            done += count;
        }
    }

    /// The signal path, at most one grid cell at a time.
    #[inline(always)]
    fn play(&mut self, channels: &mut [&mut [f32]], first: usize) {
        let mut grooves = fold(channels, self.lane_count); // one groove, whatever comes in; of a stereo disc, each its own
        self.envelope.observe_input(&grooves);
        let (serial, at) = (self.control.disc().recipe.serial, self.control.position_samples());
        self.turn.process(&mut grooves, serial, at, self.sample_rate_hz, first); // a side that holds another song
        for (lane, groove) in self.lanes.iter_mut().zip(grooves.iter_mut()) {
            lane.source.process(groove, first); // what the bootlegger had to copy from
            lane.song_pointer.process(groove, first); // wow of what he copied, and of a machine that labours
            lane.lathe.process(groove, first); // what the machine could engrave
        }
        self.envelope.observe_groove(&grooves);
        grooves.scale(self.song, first); // none of it where only the dirt is listened to
        grooves.scale(self.torn.song, first); // torn walls swallow the song, not the dirt
        let mut cell = [0.0f32; GRID];
        let dirt = &mut cell[..channels[0].len()];
        self.lanes[0].lathe.add_hum(dirt, first); // the mains is dirt already
        self.film.process(dirt, first); // the film's own voice
        self.crackle.process(dirt, first); // and the dirt's
        grooves.add(dirt); // in the groove, hence both swim with the music
        for (lane, groove) in self.lanes.iter_mut().zip(grooves.iter_mut()) {
            lane.warp.process(groove, first); // one moving read pointer
            lane.felt.process(groove, first); // film that gives way under a light needle
            lane.wear.process(groove, first); // what earlier plays ground away
            lane.pickup.process(groove, first); // what the needle and the player make of it
        }
        self.output.process(&mut grooves, channels, first);
    }

    /// Works out where everything is at the end of the next grid cell.
    fn begin_cell(&mut self) {
        let continuity = self.control.begin_cell();
        if continuity == Continuity::Swapped {
            self.lanes.iter_mut().for_each(Lane::reset_filters);
            self.film.reset();
        }
        if continuity != Continuity::Continuous {
            self.update_stages(true);
        }
        self.update_stages(false);
    }

    /// Aims every stage at the cell's start (`snap`) or end.
    fn update_stages(&mut self, snap: bool) {
        let (is_down, swap_gain, fade_step) =
            (self.control.is_down(), self.control.swap_gain(), self.control.fade_step());
        let frame = self.control.step_to_grid_point(snap, &self.envelope);
        let ControlFrame { side, place, overworn, .. } = &frame;
        let lock = if is_down { control::lock::at(side, place, *overworn) } else { None };
        let wanted = if frame.settings.disc_channels == Channels::Stereo { grooves::MAX_LANES } else { 1 };
        let lane_count = wanted.min(self.channels).max(1);
        for unheard in &mut self.lanes[self.lane_count..lane_count.max(self.lane_count)] {
            unheard.reset();
        }
        self.lane_count = lane_count;
        self.turn.update(fade_step, frame.fresh);
        self.song.set_target(frame.enable.song, frame.fresh);
        self.torn.update(&frame);
        self.film.update(&frame);
        self.crackle.update(&frame);
        let filters_samples = self.output.design(&frame, lane_count);
        let all_samples = latency::samples(frame.settings.disc_latency, self.sample_rate_hz) as f64;
        self.lanes[..lane_count]
            .iter_mut()
            .for_each(|lane| lane.update(&frame, lock, all_samples - filters_samples));
        let needed_samples = filters_samples + self.lanes[0].mean_delay_samples(self.sample_rate_hz);
        // The sum of its parts is not the whole to the last bit.
        let delay_samples = if needed_samples < all_samples + 0.5 { all_samples } else { needed_samples };
        self.output.update(&frame, delay_samples, swap_gain, fade_step);
    }
}

/// The groove, in cm/s: the mean of the channels, or each channel in a lane of its own. Garbage becomes silence or the
/// loudest sample there is; the channels are cleaned too, since the dry path uses them.
#[inline(always)]
fn fold(channels: &mut [&mut [f32]], lane_count: usize) -> Grooves {
    let lanes = lane_count.min(channels.len());
    let mut grooves = Grooves::silent(lanes, channels[0].len());
    let share = FULL_SCALE_CM_S * lanes as f32 / channels.len() as f32;
    for channel in channels.iter_mut() {
        for sample in channel.iter_mut() {
            let clean = if sample.is_nan() || sample.abs() < 1e-20 { 0.0 } else { *sample };
            *sample = clean.clamp(-MAX_INPUT, MAX_INPUT);
        }
    }
    for (lane, groove) in grooves.iter_mut().enumerate() {
        for channel in channels.iter().skip(lane).step_by(lanes) {
            groove.iter_mut().zip(channel.iter()).for_each(|(v, sample)| *v += *sample * share);
        }
    }
    grooves
}
