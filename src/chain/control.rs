//! Control: where the needle is, what the knobs say, how worn the groove is; once per grid cell.
//!
//! While the host's transport runs, its sample position decides where the needle is; otherwise our own count
//! does, from 0 after a reset. Where turns follow the song's beats, the host's beats decide how many turns lie behind.
//! Settings glide by one-pole steps of 20 ms on the grid. What cannot glide
//! (another player, lathe, speed, disc) is exchanged while the disc is faded out for 20 ms (`control/settling.rs`). Where
//! the needle goes down, and where it is carried to, is `control/needle.rs`.

mod needle;
mod settling;

use std::sync::Arc;

pub use super::beats::Beats;
use super::brake::Brake;
use super::moment::{Lamps, Moment};
use super::parts::ramp::GRID;
use super::pass::Pass;
use super::pickup::player;
use super::programme::Programme;
use super::{FADE_SECONDS, seam, spiral, warp, wear};
use crate::disc::Disc;
use crate::disc::groove::{Groove, Place};
use crate::disc::memory::Memory;
use crate::params::{Needle, Seam, Settings, Speed};

/// Differences of the host's position from ours that are rounding, not a jump.
const JITTER_SAMPLES: i64 = 2;
/// A needle that drops on signal stays down so long after the last sound.
const HOLD_SECONDS: f64 = 1.0;

/// What the host says of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// It runs, and this is the position of the block's first sample.
    Rolling(i64),
    /// It stands.
    Stopped,
    /// The host has no timeline.
    Absent,
}

/// What a grid cell has behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// The cell before.
    Goes,
    /// Another place: control values start anew, what remembers the programme goes on.
    Jumped,
    /// Silence, in which a part was exchanged: filters start anew too.
    Exchanged,
}

/// Everything about a disc in play that is not sound.
pub struct Control {
    sample_rate_hz: f64,
    disc: Arc<Disc>,
    next_disc: Option<Arc<Disc>>,
    retired: Option<Arc<Disc>>,
    memory: Arc<Memory>,
    groove: Groove,
    /// The song's beats as they were told last, and as the disc follows them.
    told: Option<Beats>,
    beats: Option<Beats>,
    brake: Brake,
    /// Whether the needle hung in the air at the last grid point.
    hung: bool,
    /// What is set, what is heard of it, and the same with `condition` worked in.
    target: Settings,
    heard: Settings,
    applied: Settings,
    lamps: Lamps,
    moving: bool,
    /// First sample of the present cell, and where in it we are.
    cell: i64,
    index: usize,
    /// The next cell begins without a past.
    restarted: bool,
    /// Nothing was played since the reset; and so it was when this cell began.
    fresh: bool,
    first_cell: bool,
    begun: bool,
    /// The host's transport rolls, so that its position runs on even under a lifted needle.
    rolling: bool,
    down: bool,
    hold_cells: u32,
    /// Needle on the disc, and the disc's level while parts are exchanged; 0–1.
    needle: f32,
    hush: f32,
    pass: Pass,
    /// Life of the groove without the programme's share, in plays.
    life_plays: f64,
}

impl Control {
    /// A disc at rest.
    pub fn new(disc: Arc<Disc>, memory: Arc<Memory>, sample_rate_hz: f64) -> Self {
        let settings = Settings::default();
        let mut control = Self {
            sample_rate_hz,
            groove: spiral::groove(&settings, disc.recipe.diameter_mm),
            told: None,
            beats: None,
            brake: Brake::default(),
            hung: false,
            disc,
            next_disc: None,
            retired: None,
            memory,
            target: settings,
            heard: settings,
            applied: settings,
            lamps: Lamps::of(&settings),
            moving: true,
            cell: 0,
            index: 0,
            restarted: true,
            fresh: true,
            first_cell: true,
            begun: false,
            rolling: false,
            down: true,
            hold_cells: 0,
            needle: 1.0,
            hush: 1.0,
            pass: Pass::default(),
            life_plays: 1.0,
        };
        control.settle();
        control
    }

    /// As if just made.
    pub fn reset(&mut self) {
        self.end_pass();
        self.take_next_disc();
        (self.cell, self.index) = (0, 0);
        (self.restarted, self.fresh, self.begun) = (true, true, false);
        (self.needle, self.hush, self.hold_cells) = (1.0, 1.0, 0);
        self.hung = false;
        self.told = None;
        self.settle();
        self.brake = Brake::at_rest(self.applied.perform_brake);
    }

    /// Aims at settings.
    pub fn set(&mut self, settings: &Settings) {
        self.target = *settings;
        if self.fresh {
            self.settle();
            self.brake = Brake::at_rest(self.applied.perform_brake);
        }
    }

    /// What the host says of the song's beats, before each block; none where it tells none. Only a disc that turns with
    /// the song listens.
    pub fn tell_beats(&mut self, beats: Option<Beats>) {
        self.told = beats.and_then(Beats::sane);
        if self.fresh && self.told != self.beats {
            self.settle();
        }
        let (Some(now), Some(told)) = (self.beats, self.told) else { return };
        let tolerance =
            f64::from(JITTER_SAMPLES as i32 + 1) / self.sample_rate_hz * told.tempo_bpm / 60.0 + 1e-6;
        let moves = (now.at(told.sample, self.sample_rate_hz) - told.beats).abs() > tolerance;
        if self.applied.warp_speed != Speed::Sync {
            self.beats = self.told;
        } else if moves || now.tempo_bpm != told.tempo_bpm {
            if moves {
                self.end_pass();
                self.restarted = true;
            }
            self.beats = self.told;
            self.turn_with_the_song();
        }
    }

    /// Puts another disc on: at once after a reset, else in a fade. The old one comes back through
    /// [`Control::take_retired`], so that the audio thread frees nothing.
    pub fn change_disc(&mut self, disc: Arc<Disc>) {
        // A disc that never got to play is the one to hand back.
        if let Some(unplayed) = self.next_disc.replace(disc) {
            self.retired = Some(unplayed);
        }
        if self.fresh {
            self.take_next_disc();
            self.settle();
        }
    }

    /// A disc no longer in use, to be dropped elsewhere. Take it after every block.
    pub fn take_retired(&mut self) -> Option<Arc<Disc>> {
        self.retired.take()
    }

    /// Whether a disc waits to be taken: until then no further change is accepted without loss.
    pub fn is_changing(&self) -> bool {
        self.next_disc.is_some() || self.retired.is_some()
    }

    /// The disc in play.
    pub fn disc(&self) -> &Arc<Disc> {
        &self.disc
    }

    /// Whether passes wear the disc: `wear_by_playing`, and not while rendering offline.
    pub fn count_passes(&mut self, counting: bool) {
        self.pass.count(counting);
    }

    /// Ends the pass under way and adds it to the disc's memory.
    pub fn end_pass(&mut self) {
        let (weight_g, groove) = (self.weight_g(), self.groove);
        let needle = f64::from(self.applied.wear_needle);
        let life = |place: &Place| wear::life_plays(weight_g, needle, wear::typical_bend(place));
        self.pass.end(&self.memory, &groove, f64::from(self.target.wear_rate), life);
    }

    /// Where the needle is now.
    pub fn place(&self) -> Place {
        let index = if self.is_frozen() { 0 } else { self.index as i64 };
        self.groove.place((self.cell + index) as f64 / self.sample_rate_hz)
    }

    /// The spiral in play.
    pub fn groove(&self) -> &Groove {
        &self.groove
    }

    /// Whether the needle is on the disc.
    pub fn is_down(&self) -> bool {
        self.down
    }

    /// Sample within the present grid cell.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Gain of the disc while its parts are exchanged.
    pub fn hush(&self) -> f32 {
        self.hush
    }

    /// Share of 20 ms in one cell.
    pub fn fade_step(&self) -> f32 {
        (GRID as f64 / (FADE_SECONDS * self.sample_rate_hz)).min(1.0) as f32
    }

    /// Whether control values must be worked out before the next sample.
    pub fn begins_cell(&self) -> bool {
        self.index == 0 || self.restarted || !self.begun
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
    pub fn glide(&mut self) -> Past {
        let step = self.fade_step();
        if self.target.disc_needle == Needle::Signal {
            self.set_down(self.hold_cells > 0);
        }
        let goal = f32::from(u8::from(self.down));
        self.first_cell = self.fresh;
        if self.fresh {
            self.needle = goal;
        }
        self.needle += (goal - self.needle).clamp(-step, step);
        let past = if self.restarted { Past::Jumped } else { Past::Goes };
        (self.restarted, self.fresh, self.begun) = (false, false, true);
        self.brake.step(self.target.perform_brake, GRID as f64 / self.sample_rate_hz);

        if self.must_exchange() {
            if self.hush > 0.0 {
                self.hush = (self.hush - step).max(0.0);
                return past;
            }
            // A cell of silence lies behind, so this one may begin without a past.
            self.exchange();
            return Past::Exchanged;
        }
        self.hush = (self.hush + step).min(1.0);
        self.glide_settings();
        past
    }

    /// The control values at the start (`snap`) or the end of the cell.
    pub fn moment(&mut self, snap: bool, programme: &Programme) -> Moment<'_> {
        let sample_rate_hz = self.sample_rate_hz;
        let ahead = if snap || self.is_frozen() { 0 } else { GRID as i64 };
        let seconds = (self.cell + ahead) as f64 / sample_rate_hz;
        let place = self.groove.place(seconds);
        if self.down {
            if self.pass.leaves(&place) {
                self.end_pass();
            }
            self.pass.sweep(&place);
        }
        self.hold_cells = if programme.is_present() {
            (HOLD_SECONDS * sample_rate_hz / GRID as f64) as u32
        } else {
            self.hold_cells.saturating_sub(1)
        };

        let (contact, set_down) = if self.applied.disc_seam == Seam::Needle {
            seam::needle_change(&self.groove, &place, GRID as f64 / sample_rate_hz)
        } else {
            (1.0, false)
        };
        let player = player::spec(self.applied.pickup_player);
        let plays = f64::from(self.applied.wear_plays);
        let exposure = f64::from(self.memory.exposure(place.side, place.turn));
        let lamp = f64::from(self.lamps.wear);
        let lives = |bend: f64| (plays * wear::bend_share(bend) / self.life_plays + exposure) * lamp;
        let typical_lives = lives(wear::typical_bend(&place));
        let curving = f64::from(programme.curving_cm_s2());
        let bend = wear::programme_bend(player.needle_um, curving, place.speed_m_s);
        let mut moment = Moment {
            settings: &self.applied,
            lamps: self.lamps,
            moving: self.moving,
            snap,
            fresh: self.first_cell,
            side: self.disc.side(place.side),
            groove: &self.groove,
            place,
            seconds,
            lives: typical_lives as f32,
            damage: wear::damage(typical_lives) as f32,
            tone_damage: wear::damage(lives(bend.min(2.0))) as f32,
            velocity_cm_s: programme.velocity_cm_s(),
            force: 1.0,
            platter: self.brake.speed() as f32,
            behind_seconds: self.brake.behind_seconds(),
            contact: 1.0 - (1.0 - contact) * self.needle,
            fell: set_down || (self.brake.is_set_back() && !snap),
            dirt: self.needle * programme.follow_gain(self.applied.follow),
            sample_rate_hz,
        };
        let weight_g = player.weight_g * f64::from(moment.settings.pickup_force);
        // A lifted needle hears the song as if nothing were bent.
        moment.force = 1.0 + (warp::force(&moment, player.arm_mass_g, weight_g) - 1.0) * self.needle;
        let hangs = moment.force <= 0.0;
        moment.fell |= self.hung && !hangs;
        self.hung = hangs;
        moment
    }

    fn weight_g(&self) -> f64 {
        player::spec(self.applied.pickup_player).weight_g * f64::from(self.applied.pickup_force)
    }
}
