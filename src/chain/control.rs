//! Control: where the needle is, what the knobs say, how worn the groove is; once per grid cell.
//!
//! ```text
//! clock   the grid of cells, by the host's sample position or our own count
//! glide   settings on their way; what has to wait for a swap
//! swap    the fade in which parts and discs are exchanged
//! tempo   turns that follow the song's beats
//! needle  up or down
//! brake   the platter
//! pass    the stretch of groove the needle has gone over
//! lock    walls that have broken
//! seam    the needle change between two sides
//! frame   what every stage is told at a grid point
//! ```
//!
//! [`PlaybackControl`] puts them together, and makes of them the [`ControlFrame`](super::control_frame::ControlFrame) that every stage gets.

pub mod brake;
mod clock;
mod frame;
mod glide;
pub mod lock;
mod needle;
mod pass;
mod seam;
mod swap;
mod tempo;

use std::sync::Arc;

pub use super::beats::BeatPosition;
use super::limits::SWAP_SECONDS;
use super::parts::ramp::GRID;
use super::spiral;
use super::wear_law::WearLaw;
use crate::disc::Disc;
use crate::disc::groove::{Groove, Place};
use crate::disc::memory::Memory;
use crate::params::Settings;
use brake::Brake;
use clock::Clock;
pub use clock::{Continuity, TransportState};
use glide::Glide;
use needle::NeedleLift;
use pass::Pass;
use swap::{Swap, SwapStep};
use tempo::{TempoChange, TempoSync};

/// Everything about a disc in play that is not sound.
pub struct PlaybackControl {
    disc: Arc<Disc>,
    memory: Arc<Memory>,
    groove: Groove,
    law: WearLaw,
    /// When the song starts, in seconds of the transport.
    song_start_seconds: f64,
    clock: Clock,
    glide: Glide,
    swap: Swap,
    tempo: TempoSync,
    needle: NeedleLift,
    brake: Brake,
    pass: Pass,
}

impl PlaybackControl {
    /// A disc at rest.
    pub fn new(disc: Arc<Disc>, memory: Arc<Memory>, sample_rate_hz: f64) -> Self {
        let glide = Glide::new(Settings::default());
        let mut control = Self {
            groove: spiral::groove(glide.effective(), disc.recipe.diameter_mm),
            law: WearLaw::new(glide.effective(), 1.0),
            disc,
            memory,
            song_start_seconds: 0.0,
            clock: Clock::new(sample_rate_hz),
            glide,
            swap: Swap::new(),
            tempo: TempoSync::default(),
            needle: NeedleLift::new(),
            brake: Brake::default(),
            pass: Pass::default(),
        };
        control.snap_to_target();
        control
    }

    /// As if just made. A pass under way is counted.
    pub fn reset(&mut self) {
        self.put_on_next_disc();
        self.clock.reset();
        self.needle.reset();
        self.swap.reset();
        self.tempo.reset();
        self.snap_to_target();
        self.brake = Brake::at_rest(self.glide.effective().perform_brake);
    }

    /// Aims at settings.
    pub fn set(&mut self, settings: &Settings) {
        self.glide.set_target(settings);
        if self.clock.is_fresh() {
            self.snap_to_target();
            self.brake = Brake::at_rest(self.glide.effective().perform_brake);
        }
    }

    /// Says when the song starts, in seconds of the transport: where `disc_travel` holds the needle. 0 at first.
    pub fn set_song_start(&mut self, seconds: f64) {
        self.song_start_seconds = seconds;
        self.lay_groove();
    }

    /// Takes the host's word for where the block begins.
    pub fn set_transport(&mut self, transport: TransportState) {
        if self.needle.follow(self.glide.target().disc_needle, transport) {
            self.end_pass();
        }
        if self.clock.follow(transport) {
            self.end_pass();
            self.brake.jump();
        }
    }

    /// What the host says of the song's beats, before each block; none where it tells none. Only a disc that turns with
    /// the song listens.
    pub fn report_beats(&mut self, beats: Option<BeatPosition>) {
        self.tempo.report(beats);
        if self.clock.is_fresh() && self.tempo.differs() {
            self.snap_to_target();
        }
        let speed = self.glide.effective().warp_speed;
        match self.tempo.follow(speed, self.clock.sample_rate_hz()) {
            TempoChange::None => {}
            TempoChange::Tempo => self.lay_groove(),
            TempoChange::Seek => {
                self.end_pass();
                self.clock.interrupt();
                self.lay_groove();
            }
        }
    }

    /// Sets the needle down so many turns into the side it is on, `0.0..turns_per_side`. While a song runs it has its
    /// place and keeps it.
    pub fn seek_needle(&mut self, turns: f64) {
        if self.clock.is_rolling() || !turns.is_finite() {
            return;
        }
        let last = f64::from(self.groove.turns_per_side()) - 1e-6;
        let side = u64::from(self.place().side);
        let seconds = self.groove.seconds_at(side, turns.clamp(0.0, last));
        self.end_pass();
        self.brake.jump();
        self.clock.seek_to(seconds);
    }

    /// Puts another disc on: at once after a reset, else in a fade. The old one comes back through
    /// [`PlaybackControl::take_retired`], so that the audio thread frees nothing.
    pub fn change_disc(&mut self, disc: Arc<Disc>) {
        self.swap.offer(disc);
        if self.clock.is_fresh() {
            self.put_on_next_disc();
            self.snap_to_target();
        }
    }

    /// A disc no longer in use, to be dropped elsewhere. Take it after every block.
    pub fn take_retired(&mut self) -> Option<Arc<Disc>> {
        self.swap.take_retired()
    }

    /// Whether a disc waits to be taken: until then no further change is accepted without loss.
    pub fn is_disc_pending(&self) -> bool {
        self.swap.is_pending()
    }

    /// The disc in play.
    pub fn disc(&self) -> &Arc<Disc> {
        &self.disc
    }

    /// Whether passes wear the disc: `wear_by_playing`, and not while rendering offline.
    pub fn set_counting_passes(&mut self, counting: bool) {
        self.pass.count(counting);
    }

    /// Ends the pass under way and adds it to the disc's memory.
    pub fn end_pass(&mut self) {
        let rate = f64::from(self.glide.target().wear_rate);
        self.pass.end(&self.memory, &self.groove, rate, &self.law);
    }

    /// Where the song is on the disc now.
    pub fn place(&self) -> Place {
        self.groove.place(self.clock.seconds(self.is_frozen()))
    }

    /// The place in the song of the next sample, in samples.
    pub(in crate::chain) fn position_samples(&self) -> i64 {
        self.clock.position_samples()
    }

    /// Where the needle is on the disc, the brake taken into account: what is seen. Its `rev_hz` falls with the platter.
    pub fn needle_place(&self) -> Place {
        let seconds = self.clock.seconds(self.is_frozen());
        let place = self.groove.place(seconds - self.brake.place_behind_seconds());
        Place { rev_hz: place.rev_hz * self.brake.speed(), ..place }
    }

    /// The spiral in play.
    pub fn groove(&self) -> &Groove {
        &self.groove
    }

    /// Whether the needle is on the disc.
    pub fn is_down(&self) -> bool {
        self.needle.is_down()
    }

    /// Sample within the present grid cell.
    pub fn index(&self) -> usize {
        self.clock.index()
    }

    /// Gain of the disc while its parts are swapped.
    pub(super) fn swap_gain(&self) -> f32 {
        self.swap.gain()
    }

    /// Share of 20 ms in one cell.
    pub(super) fn fade_step(&self) -> f32 {
        (GRID as f64 / (SWAP_SECONDS * self.clock.sample_rate_hz())).min(1.0) as f32
    }

    /// Whether control values must be worked out before the next sample.
    pub(super) fn needs_cell(&self) -> bool {
        self.clock.needs_cell()
    }

    /// Moves on by samples within the cell; true at the cell's end.
    pub fn advance(&mut self, count: usize) -> bool {
        self.clock.advance(count, self.is_frozen())
    }

    /// One step of all that glides. Returns what the cell has behind it.
    pub fn begin_cell(&mut self) -> Continuity {
        let step = self.fade_step();
        if self.needle.follow_signal(self.glide.target().disc_needle) {
            self.end_pass();
        }
        self.needle.step(step, self.clock.is_fresh());
        let continuity = self.clock.begin_cell();
        self.brake.step(self.glide.target().perform_brake, self.clock.cell_seconds());
        match self.swap.step(self.needs_swap(), step) {
            SwapStep::FadingOut => continuity,
            SwapStep::Now => {
                self.swap_parts();
                Continuity::Swapped
            }
            SwapStep::None => {
                if self.glide.step(step) {
                    self.lay_groove();
                }
                continuity
            }
        }
    }

    fn needs_swap(&self) -> bool {
        self.swap.next_disc().is_some()
            || self.tempo.needs_swap(self.glide.target())
            || self.glide.needs_swap()
    }

    /// The disc that waits, if one does. The pass under way ends.
    fn put_on_next_disc(&mut self) {
        let serial = self.disc.recipe.serial;
        if self.swap.next_disc().is_some_and(|next| next.recipe.serial != serial) {
            // What is remembered is the other disc's already.
            self.pass.abandon();
        } else {
            self.end_pass();
        }
        self.swap.put_on_next(&mut self.disc);
    }

    /// Another disc, player, lathe, speed or place. What the disc's fade does not cover goes on gliding.
    fn swap_parts(&mut self) {
        self.put_on_next_disc();
        self.tempo.snap();
        self.glide.snap_disc();
        self.lay_groove();
        self.clock.resume();
    }

    /// Everything that is set is heard, at once.
    fn snap_to_target(&mut self) {
        self.tempo.snap();
        self.glide.snap();
        self.clock.interrupt();
        self.lay_groove();
    }

    /// The spiral and the law of wear that follow from the settings heard.
    fn lay_groove(&mut self) {
        let settings = self.glide.effective();
        self.groove = spiral::groove(settings, self.disc.recipe.diameter_mm);
        self.tempo.turn(&mut self.groove, settings, self.clock.sample_rate_hz());
        self.groove.held_turns = self.groove.place(self.song_start_seconds).turns().max(0.0);
        self.law = WearLaw::new(settings, self.glide.enable().wear);
    }

    /// Whether the needle's place stands still: lifted, its sound faded, and no song running on under it.
    fn is_frozen(&self) -> bool {
        self.needle.is_at_rest() && !self.clock.is_rolling()
    }
}
