//! What the stages are told at a grid point: place, wear, force and contact, each from the part of control that knows it.

use super::{PlaybackControl, seam};
use crate::chain::control_frame::ControlFrame;
use crate::chain::envelope::Envelope;
use crate::chain::pickup::player;
use crate::chain::warp;
use crate::chain::wear_law::overworn;
use crate::params::Seam;

impl PlaybackControl {
    /// Goes to the start (`snap`) or the end of the cell: counts the pass, takes notice of the needle. Gives what holds there.
    pub fn step_to_grid_point(&mut self, snap: bool, envelope: &Envelope) -> ControlFrame<'_> {
        let cell_seconds = self.clock.cell_seconds();
        let seconds = self.clock.cell_edge_seconds(!snap && !self.is_frozen());
        let place = self.groove.place(seconds);
        if self.needle.is_down() {
            if self.pass.leaves(&place) {
                self.end_pass();
            }
            self.pass.sweep(&place);
        }
        self.needle.observe(envelope.is_present(), self.clock.sample_rate_hz());

        let settings = self.glide.effective();
        // At the snap nothing can be written yet; the end of the same cell is the first place on the disc.
        let is_dropped = !snap && self.needle.enter(cell_seconds as f32) && settings.disc_edges;
        let rougher = if settings.disc_edges { self.needle.lead_in_roughness() } else { 1.0 };
        let (contact, is_set_down) = if settings.disc_seam == Seam::Needle {
            seam::needle_change(&self.groove, &place, cell_seconds)
        } else {
            (1.0, false)
        };
        let player = player::spec(settings.pickup_player);
        let exposure = self.memory.exposure(place.side, place.turn);
        let worn = self.law.worn(&place, exposure);
        let acceleration_cm_s2 = f64::from(envelope.acceleration_cm_s2());
        let by_programme = self.law.worn_by_programme(&place, player.needle_um, acceleration_cm_s2, exposure);
        let mut frame = ControlFrame {
            settings,
            enable: self.glide.enable(),
            is_smoothing: self.glide.is_moving(),
            snap,
            fresh: self.clock.is_first_cell(),
            side: self.disc.side(place.side),
            groove: &self.groove,
            place,
            seconds,
            wear: self.law,
            lives: worn.lives as f32,
            damage: worn.damage() as f32,
            overworn: overworn(worn.damage(), f64::from(settings.wear_breakage)) as f32,
            programme_damage: by_programme.damage() as f32,
            velocity_cm_s: envelope.velocity_cm_s(),
            labour: envelope.labour(),
            loudest_cm_s: envelope.loudest_cm_s(),
            force: 1.0,
            platter: self.brake.speed() as f32,
            behind_seconds: self.brake.behind_seconds(),
            contact: 1.0 - (1.0 - contact) * self.needle.contact(),
            needle_landed: is_dropped || is_set_down || (self.brake.is_set_back() && !snap),
            dirt: self.needle.contact() * envelope.follow_gain(settings.follow),
            surface: rougher,
            sample_rate_hz: self.clock.sample_rate_hz(),
        };
        let force_g = player::force_g(settings);
        // A lifted needle hears the song as if nothing were bent.
        let force = warp::force(&frame, player.arm_mass_g, force_g);
        frame.force = 1.0 + (force - 1.0) * self.needle.contact();
        frame.needle_landed |= self.needle.lands(frame.force <= 0.0);
        frame
    }
}
