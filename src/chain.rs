//! The chain: what the disc sounds like. It knows no host, file, clock or pixel.
//!
//! ```text
//! in ─ fold ─ SOURCE ─ LATHE ────────▶ groove velocity (cm/s)
//!                                       │
//! disc ─ FILM ── hiss × picture ────────┤  added in the groove, so they wobble, dull and wear with it
//!        CRACKLE ─ dust, clicks, ticks ─┤
//!                                       │
//!        WARP ─── one moving read pointer: hole, curl, flutter, slip
//!        WEAR ─── damage at this turn
//!        PICKUP ─ tracing, contact, player, rumble
//!                                       │
//! out ◀─ OUTPUT ─ aligned mix, level match, bypass
//! ```
//!
//! Everything moves on a grid of 32 samples fixed to absolute position; see `docs/signal-path.md`.

#![forbid(unsafe_code)]

pub mod moment;
pub mod programme;
pub mod source;
pub mod lathe;
pub mod film;
pub mod crackle;
pub mod latency;
pub mod lock;
pub mod warp;
pub mod wear;
pub mod pickup;
pub mod output;
pub mod pass;
pub mod control;
pub mod beats;
pub mod brake;
pub mod seam;
pub mod track;
pub mod spiral;
pub mod parts;

use std::sync::Arc;

use crate::disc::Disc;
use crate::disc::memory::Memory;
use crate::params::{Channels, Settings};
use control::{Control, Past, Transport};
use crackle::Crackle;
use film::Film;
use moment::{FULL_SCALE_CM_S, Moment};
use output::Output;
use parts::ramp::{GRID, Ramp};
use programme::Programme;
use track::{Grooves, Track};

/// Loudest input that is taken as music, +30 dBFS; beyond it lies garbage.
const LOUDEST: f32 = 32.0;
/// A change of lamp, needle, bypass or disc takes this long.
pub const FADE_SECONDS: f64 = 0.020;

/// One disc in play.
pub struct Chain {
    sample_rate_hz: f64,
    control: Control,
    programme: Programme,
    tracks: [Track; track::MOST],
    /// Channels of the song, and tracks on the disc: as many, or one.
    channels: usize,
    cut: usize,
    /// How much of the song is in the groove: none where only the dirt is listened to.
    song: Ramp,
    film: Film,
    crackle: Crackle,
    output: Output,
}

impl Chain {
    /// Puts a disc on. Allocates; `sample_rate_hz` is held between 8 kHz and 384 kHz.
    pub fn new(disc: Arc<Disc>, memory: Arc<Memory>, sample_rate_hz: f64) -> Self {
        let sample_rate_hz =
            if sample_rate_hz.is_finite() { sample_rate_hz.clamp(8_000.0, 384_000.0) } else { 48_000.0 };
        lathe::prepare_tables();
        Self {
            sample_rate_hz,
            control: Control::new(disc, memory, sample_rate_hz),
            programme: Programme::new(sample_rate_hz),
            tracks: std::array::from_fn(|_| Track::new(sample_rate_hz)),
            channels: 1,
            cut: 1,
            song: Ramp::still(1.0),
            film: Film::new(),
            crackle: Crackle::new(sample_rate_hz),
            output: Output::new(sample_rate_hz),
        }
    }

    /// As if just made: forgets the past, keeps disc and settings. A pass under way is counted.
    pub fn reset(&mut self) {
        self.control.reset();
        self.programme.reset();
        self.tracks.iter_mut().for_each(Track::reset);
        self.film.reset();
        self.crackle.reset();
        self.output.reset();
    }

    /// Aims at settings: the sound glides there from the next grid point on; right after a reset it is there.
    pub fn set(&mut self, settings: &Settings) {
        self.control.set(settings);
    }

    /// The disc, its passes, its place: everything that is not sound.
    pub fn control(&mut self) -> &mut Control {
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
    pub fn process(&mut self, channels: &mut [&mut [f32]], transport: Transport) {
        let frames = channels.first().map_or(0, |channel| channel.len());
        assert!(channels.iter().all(|channel| channel.len() == frames));
        self.channels = channels.len();
        self.control.arrive(transport);
        let mut done = 0;
        while done < frames {
            let first = self.control.index();
            if self.control.begins_cell() {
                self.begin_cell();
            }
            let count = (GRID - first).min(frames - done);
            let mut cell = channels.iter_mut().map(|channel| &mut channel[done..done + count]);
            match (cell.next(), cell.next()) {
                (Some(left), Some(right)) => self.play(&mut [left, right], first),
                (Some(mono), None) => self.play(&mut [mono], first),
                _ => {}
            }
            if self.control.advance(count) {
                self.programme.end_cell();
            }
            done += count;
        }
    }

    /// The signal path, at most one grid cell at a time.
    fn play(&mut self, channels: &mut [&mut [f32]], first: usize) {
        let mut grooves = fold(channels, self.cut); // one groove, whatever comes in; of a stereo disc, each its own
        self.programme.hear(&grooves);
        for (track, groove) in self.tracks.iter_mut().zip(grooves.iter_mut()) {
            track.source.process(groove, first); // what the bootlegger had to copy from
            track.lathe.process(groove, first); // what the machine could engrave
        }
        self.programme.listen(&mut grooves, first, self.song);
        let mut cell = [0.0f32; GRID];
        let dirt = &mut cell[..channels[0].len()];
        self.tracks[0].lathe.print_hum(dirt, first); // the mains is dirt already
        self.film.process(dirt, first); // the film's own voice
        self.crackle.process(dirt, first); // and the dirt's
        grooves.add(dirt); // in the groove, hence both swim with the music
        for (track, groove) in self.tracks.iter_mut().zip(grooves.iter_mut()) {
            track.warp.process(groove, first); // one moving read pointer
            track.wear.process(groove, first); // what earlier plays ground away
            track.pickup.process(groove, first); // what the needle and the player make of it
        }
        self.output.process(&mut grooves, channels, first);
    }

    /// Works out where everything is at the end of the next grid cell.
    fn begin_cell(&mut self) {
        let past = self.control.glide();
        if past == Past::Exchanged {
            self.tracks.iter_mut().for_each(Track::reset_filters);
            self.film.reset();
        }
        if past != Past::Goes {
            self.aim(true);
        }
        self.aim(false);
    }

    /// Aims every stage at the cell's start (`snap`) or end.
    fn aim(&mut self, snap: bool) {
        let (is_down, hush, fade_step) =
            (self.control.is_down(), self.control.hush(), self.control.fade_step());
        let moment = self.control.moment(snap, &self.programme);
        let Moment { side, place, damage, .. } = &moment;
        let lock = if is_down { lock::at(side, place, *damage) } else { None };
        let wanted = if moment.settings.disc_channels == Channels::Stereo { track::MOST } else { 1 };
        let cut = wanted.min(self.channels).max(1);
        for unheard in &mut self.tracks[self.cut..cut.max(self.cut)] {
            unheard.reset();
        }
        self.cut = cut;
        self.song.aim(moment.lamps.song, moment.fresh);
        self.film.aim(&moment);
        self.crackle.aim(&moment);
        let filters_samples = self.output.design(&moment, cut);
        let all_samples = latency::samples(moment.settings.disc_latency, self.sample_rate_hz) as f64;
        self.tracks[..cut]
            .iter_mut()
            .for_each(|track| track.aim(&moment, lock, all_samples - filters_samples));
        let needed_samples = filters_samples + self.tracks[0].mean_delay_samples(self.sample_rate_hz);
        // The sum of its parts is not the whole to the last bit.
        let delay_samples = if needed_samples < all_samples + 0.5 { all_samples } else { needed_samples };
        self.output.aim(&moment, delay_samples, hush, fade_step);
    }
}

/// The groove, in cm/s: the mean of the channels, or each channel in a track of its own. Garbage becomes silence or the
/// loudest sample there is; the channels are cleaned too, since the dry path uses them.
fn fold(channels: &mut [&mut [f32]], cut: usize) -> Grooves {
    let tracks = cut.min(channels.len());
    let mut grooves = Grooves::silent(tracks, channels[0].len());
    let share = FULL_SCALE_CM_S * tracks as f32 / channels.len() as f32;
    for channel in channels.iter_mut() {
        for sample in channel.iter_mut() {
            let clean = if sample.is_nan() || sample.abs() < 1e-20 { 0.0 } else { *sample };
            *sample = clean.clamp(-LOUDEST, LOUDEST);
        }
    }
    for (track, groove) in grooves.iter_mut().enumerate() {
        for channel in channels.iter().skip(track).step_by(tracks) {
            groove.iter_mut().zip(channel.iter()).for_each(|(v, sample)| *v += *sample * share);
        }
    }
    grooves
}
