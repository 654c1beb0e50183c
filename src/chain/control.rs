//! Control: where the needle is, what the knobs say, how worn the groove is; once per grid cell.
//!
//! While the host's transport runs, its sample position decides where the needle is; otherwise our own count
//! does, from 0 after a reset. Where turns follow the song's beats, the host's beats decide how many turns lie behind.
//! Settings glide by one-pole steps of 20 ms on the grid. What cannot glide
//! (another player, lathe, speed, disc) is exchanged while the disc is faded out for 20 ms (`control/smoothing.rs`). Where
//! the needle goes down, and where it is carried to, is `control/needle.rs`.

mod needle;
mod smoothing;

use std::sync::Arc;

pub use super::beats::BeatPosition;
use super::brake::Brake;
use super::control_frame::{ControlFrame, StageEnable};
use super::envelope::Envelope;
use super::parts::ramp::GRID;
use super::pass::Pass;
use super::pickup::player;
use super::wear_law::WearLaw;
use super::{SWAP_SECONDS, seam, spiral, warp};
use crate::disc::Disc;
use crate::disc::groove::{Groove, Place};
use crate::disc::memory::Memory;
use crate::params::condition::{self, Applied};
use crate::params::{Needle, Seam, Settings, Speed};

/// Differences of the host's position from ours that are rounding, not a jump.
const JITTER_SAMPLES: i64 = 2;
/// A needle that drops on signal stays down so long after the last sound.
const HOLD_SECONDS: f64 = 1.0;

/// What the host says of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportState {
    /// It runs, and this is the position of the block's first sample.
    Rolling(i64),
    /// It stands.
    Stopped,
    /// The host has no timeline.
    Absent,
}

/// What a grid cell has behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// The cell before.
    Continuous,
    /// Another place: control values start anew, what remembers the programme goes on.
    Seeked,
    /// Silence, in which a part was exchanged: filters start anew too.
    Swapped,
}

/// Everything about a disc in play that is not sound.
pub struct PlaybackControl {
    sample_rate_hz: f64,
    disc: Arc<Disc>,
    next_disc: Option<Arc<Disc>>,
    retired: Option<Arc<Disc>>,
    memory: Arc<Memory>,
    groove: Groove,
    /// The song's beats as they were told last, and as the disc follows them.
    reported: Option<BeatPosition>,
    beats: Option<BeatPosition>,
    brake: Brake,
    /// Whether the needle hung in the air at the last grid point.
    was_airborne: bool,
    /// What is set, what is heard of it, and the same with `condition` worked in.
    target: Settings,
    smoothed: Settings,
    effective: Applied,
    enable: StageEnable,
    is_smoothing: bool,
    /// First sample of the present cell, and where in it we are.
    cell: i64,
    index: usize,
    /// The next cell begins without a past.
    is_discontinuous: bool,
    /// Nothing was played since the reset; and so it was when this cell began.
    fresh: bool,
    is_first_block: bool,
    has_begun: bool,
    /// The host's transport rolls, so that its position runs on even under a lifted needle.
    rolling: bool,
    is_needle_down: bool,
    hold_cells: u32,
    /// Needle on the disc, and the disc's level while parts are exchanged; 0–1.
    needle: f32,
    swap_gain: f32,
    pass: Pass,
    law: WearLaw,
}

impl PlaybackControl {
    /// A disc at rest.
    pub fn new(disc: Arc<Disc>, memory: Arc<Memory>, sample_rate_hz: f64) -> Self {
        let settings = Settings::default();
        let mut control = Self {
            sample_rate_hz,
            groove: spiral::groove(&settings, disc.recipe.diameter_mm),
            reported: None,
            beats: None,
            brake: Brake::default(),
            was_airborne: false,
            disc,
            next_disc: None,
            retired: None,
            memory,
            target: settings,
            smoothed: settings,
            effective: condition::applied(&settings),
            enable: StageEnable::of(&settings),
            is_smoothing: true,
            cell: 0,
            index: 0,
            is_discontinuous: true,
            fresh: true,
            is_first_block: true,
            has_begun: false,
            rolling: false,
            is_needle_down: true,
            hold_cells: 0,
            needle: 1.0,
            swap_gain: 1.0,
            pass: Pass::default(),
            law: WearLaw::new(&condition::applied(&settings), 1.0),
        };
        control.snap_to_target();
        control
    }

    /// As if just made.
    pub fn reset(&mut self) {
        self.end_pass();
        self.take_next_disc();
        (self.cell, self.index) = (0, 0);
        (self.is_discontinuous, self.fresh, self.has_begun) = (true, true, false);
        (self.needle, self.swap_gain, self.hold_cells) = (1.0, 1.0, 0);
        self.was_airborne = false;
        self.reported = None;
        self.snap_to_target();
        self.brake = Brake::at_rest(self.effective.perform_brake);
    }

    /// Aims at settings.
    pub fn set(&mut self, settings: &Settings) {
        self.target = *settings;
        if self.fresh {
            self.snap_to_target();
            self.brake = Brake::at_rest(self.effective.perform_brake);
        }
    }

    /// What the host says of the song's beats, before each block; none where it tells none. Only a disc that turns with
    /// the song listens.
    pub fn report_beats(&mut self, beats: Option<BeatPosition>) {
        self.reported = beats.and_then(BeatPosition::sane);
        if self.fresh && self.reported != self.beats {
            self.snap_to_target();
        }
        let (Some(now), Some(reported)) = (self.beats, self.reported) else { return };
        let tolerance =
            f64::from(JITTER_SAMPLES as i32 + 1) / self.sample_rate_hz * reported.tempo_bpm / 60.0 + 1e-6;
        let moves = (now.at(reported.sample, self.sample_rate_hz) - reported.beats).abs() > tolerance;
        if self.effective.warp_speed != Speed::Sync {
            self.beats = self.reported;
        } else if moves || now.tempo_bpm != reported.tempo_bpm {
            if moves {
                self.end_pass();
                self.is_discontinuous = true;
            }
            self.beats = self.reported;
            self.sync_to_tempo();
        }
    }

    /// Puts another disc on: at once after a reset, else in a fade. The old one comes back through
    /// [`PlaybackControl::take_retired`], so that the audio thread frees nothing.
    pub fn change_disc(&mut self, disc: Arc<Disc>) {
        // A disc that never got to play is the one to hand back.
        if let Some(unplayed) = self.next_disc.replace(disc) {
            self.retired = Some(unplayed);
        }
        if self.fresh {
            self.take_next_disc();
            self.snap_to_target();
        }
    }

    /// A disc no longer in use, to be dropped elsewhere. Take it after every block.
    pub fn take_retired(&mut self) -> Option<Arc<Disc>> {
        self.retired.take()
    }

    /// Whether a disc waits to be taken: until then no further change is accepted without loss.
    pub fn is_disc_pending(&self) -> bool {
        self.next_disc.is_some() || self.retired.is_some()
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
        self.pass.end(&self.memory, &self.groove, f64::from(self.target.wear_rate), &self.law);
    }

    /// Where the needle is now.
    pub fn place(&self) -> Place {
        let index = if self.is_frozen() { 0 } else { self.index as i64 };
        self.groove.place((self.cell + index) as f64 / self.sample_rate_hz)
    }

    /// Where the needle is on the disc, the brake taken into account: what is seen. Its `rev_hz` falls with the platter.
    pub fn needle_place(&self) -> Place {
        let index = if self.is_frozen() { 0 } else { self.index as i64 };
        let seconds = (self.cell + index) as f64 / self.sample_rate_hz;
        let place = self.groove.place(seconds - self.brake.place_behind_seconds());
        Place { rev_hz: place.rev_hz * self.brake.speed(), ..place }
    }

    /// The spiral in play.
    pub fn groove(&self) -> &Groove {
        &self.groove
    }

    /// Whether the needle is on the disc.
    pub fn is_down(&self) -> bool {
        self.is_needle_down
    }

    /// Sample within the present grid cell.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Gain of the disc while its parts are exchanged.
    pub fn swap_gain(&self) -> f32 {
        self.swap_gain
    }

    /// Share of 20 ms in one cell.
    pub fn fade_step(&self) -> f32 {
        (GRID as f64 / (SWAP_SECONDS * self.sample_rate_hz)).min(1.0) as f32
    }

    /// Whether control values must be worked out before the next sample.
    pub fn needs_control_block(&self) -> bool {
        self.index == 0 || self.is_discontinuous || !self.has_begun
    }

    /// Moves on by samples within the cell; true at the cell's end.
    pub fn advance(&mut self, count: usize) -> bool {
        self.index += count;
        if self.index < GRID {
            return false;
        }
        self.index = 0;
        if !self.is_frozen() {
            self.cell += GRID as i64;
        }
        true
    }

    /// One step of all that glides. Returns what the cell has behind it.
    pub fn begin_control_block(&mut self) -> Continuity {
        let step = self.fade_step();
        if self.target.disc_needle == Needle::Signal {
            self.set_down(self.hold_cells > 0);
        }
        let goal = f32::from(u8::from(self.is_needle_down));
        self.is_first_block = self.fresh;
        if self.fresh {
            self.needle = goal;
        }
        self.needle += (goal - self.needle).clamp(-step, step);
        let continuity = if self.is_discontinuous { Continuity::Seeked } else { Continuity::Continuous };
        (self.is_discontinuous, self.fresh, self.has_begun) = (false, false, true);
        self.brake.step(self.target.perform_brake, GRID as f64 / self.sample_rate_hz);

        if self.needs_swap() {
            if self.swap_gain > 0.0 {
                self.swap_gain = (self.swap_gain - step).max(0.0);
                return continuity;
            }
            // A cell of silence lies behind, so this one may begin without a past.
            self.swap_parts();
            return Continuity::Swapped;
        }
        self.swap_gain = (self.swap_gain + step).min(1.0);
        self.smooth_settings();
        continuity
    }

    /// The control values at the start (`snap`) or the end of the cell.
    pub fn control_frame(&mut self, snap: bool, envelope: &Envelope) -> ControlFrame<'_> {
        let sample_rate_hz = self.sample_rate_hz;
        let ahead = if snap || self.is_frozen() { 0 } else { GRID as i64 };
        let seconds = (self.cell + ahead) as f64 / sample_rate_hz;
        let place = self.groove.place(seconds);
        if self.is_needle_down {
            if self.pass.leaves(&place) {
                self.end_pass();
            }
            self.pass.sweep(&place);
        }
        self.hold_cells = if envelope.is_present() {
            (HOLD_SECONDS * sample_rate_hz / GRID as f64) as u32
        } else {
            self.hold_cells.saturating_sub(1)
        };

        let (contact, set_down) = if self.effective.disc_seam == Seam::Needle {
            seam::needle_change(&self.groove, &place, GRID as f64 / sample_rate_hz)
        } else {
            (1.0, false)
        };
        let player = player::spec(self.effective.pickup_player);
        let exposure = self.memory.exposure(place.side, place.turn);
        let worn = self.law.worn(&place, exposure);
        let acceleration_cm_s2 = f64::from(envelope.acceleration_cm_s2());
        let by_programme = self.law.worn_by_programme(&place, player.needle_um, acceleration_cm_s2, exposure);
        let mut frame = ControlFrame {
            settings: &self.effective,
            enable: self.enable,
            is_smoothing: self.is_smoothing,
            snap,
            fresh: self.is_first_block,
            side: self.disc.side(place.side),
            groove: &self.groove,
            place,
            seconds,
            wear: self.law,
            lives: worn.lives as f32,
            damage: worn.damage() as f32,
            programme_damage: by_programme.damage() as f32,
            velocity_cm_s: envelope.velocity_cm_s(),
            force: 1.0,
            platter: self.brake.speed() as f32,
            behind_seconds: self.brake.behind_seconds(),
            contact: 1.0 - (1.0 - contact) * self.needle,
            needle_landed: set_down || (self.brake.is_set_back() && !snap),
            dirt: self.needle * envelope.follow_gain(self.effective.follow),
            sample_rate_hz,
        };
        let force_g = player::force_g(frame.settings);
        // A lifted needle hears the song as if nothing were bent.
        frame.force = 1.0 + (warp::force(&frame, player.arm_mass_g, force_g) - 1.0) * self.needle;
        let hangs = frame.force <= 0.0;
        frame.needle_landed |= self.was_airborne && !hangs;
        self.was_airborne = hangs;
        frame
    }
}
