//! The groove band: cut film catches the light of the room.
//!
//! Each turn throws light back where its walls face the lamp, which makes the two fans one sees on any record;
//! loud passages throw more than quiet ones. Where needles have been, torn gelatin scatters: the groove goes
//! milky with damage.

use super::noise::line;
use crate::chain::wear_law::SideWear;
use crate::disc::groove::PITCH_MM;
use crate::disc::hash::branch;
use crate::disc::salt;

/// Direction of the lamp's two fans, in turns from the x axis.
const LAMP_TURNS: f32 = 0.16;
/// Narrowest line that is drawn, in pixels: finer ones would only make moiré.
const LINE_PX: f32 = 2.2;
/// Places between the rim and the label where damage is worked out.
const RINGS: usize = 64;

/// A band in a certain state.
pub struct Band {
    seed: u64,
    outer_mm: f32,
    inner_mm: f32,
    pixel_mm: f32,
    /// Turns that one drawn line stands for.
    turns_per_line: f32,
    /// Damage from the outer radius to the inner.
    damage: Vec<f32>,
}

impl Band {
    /// The band of a side that is worn so. The groove is cut all the way in, whatever `disc_travel` makes of it.
    pub fn new(seed: u64, wear: &SideWear, pixel_mm: f32) -> Self {
        let groove = wear.groove();
        let (outer_mm, inner_mm) = (groove.outer_radius_mm as f32, groove.inner_radius_mm as f32);
        let turns = f64::from(groove.turns_per_side());
        let ring = |n: usize| wear.at_turns(turns * (n as f64 + 0.5) / RINGS as f64).damage() as f32;
        Self {
            seed: branch(seed, salt::BAND),
            outer_mm,
            inner_mm,
            pixel_mm,
            turns_per_line: (LINE_PX * pixel_mm / PITCH_MM as f32).max(1.0),
            damage: (0..RINGS).map(ring).collect(),
        }
    }

    /// What the band adds at a place: relative change of the light that comes through, and share of light
    /// thrown back, 0–1.
    pub fn shade(&self, r_mm: f32, turns: f32) -> (f32, f32) {
        let soft_mm = self.pixel_mm.max(0.15);
        let inside = ((self.outer_mm - r_mm) / soft_mm).clamp(0.0, 1.0)
            * ((r_mm - self.inner_mm) / soft_mm).clamp(0.0, 1.0);
        if inside == 0.0 {
            return (0.0, 0.0);
        }
        let played = (self.outer_mm - r_mm) / PITCH_MM as f32;
        let line_here = self.along(1, played, turns, self.turns_per_line);
        let phrase = self.along(2, played, turns, 9.0) + 0.5 * self.along(3, played, turns, 3.1);
        let loud = 0.5 + 0.33 * phrase;
        let facing = ((turns - LAMP_TURNS) * std::f32::consts::TAU).cos().abs();
        let fan = 0.12 * facing.powi(14) + 0.20 * facing.powi(90);
        let across = ((played / (self.outer_mm - self.inner_mm) * PITCH_MM as f32) * RINGS as f32) as usize;
        let damage = self.damage[across.min(RINGS - 1)];
        let light = 0.10 + 0.11 * line_here + 0.06 * phrase;
        let milk = 0.035 + 0.03 * loud + 0.02 * line_here + fan * (0.35 + 0.65 * loud) + 0.16 * damage;
        (light * inside, milk.max(0.0) * inside)
    }

    /// Noise along the spiral, one bump about every `scale` turns; between two turns, between their values, so
    /// that the picture has no seam where one turn becomes the next.
    fn along(&self, nth: u64, played: f32, turns: f32, scale: f32) -> f32 {
        let angle = turns - turns.floor();
        let turn = (played - angle).floor();
        let seed = branch(self.seed, nth);
        let [outer, inner] = [turn, turn + 1.0].map(|turn| line(seed, (turn + angle) / scale));
        outer + (inner - outer) * (played - angle - turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::{Settings, condition};

    fn band() -> Band {
        Band::new(3, &SideWear::new(&condition::applied(&Settings::default()), Vec::new()), 0.1)
    }

    #[test]
    fn the_spiral_has_no_seam() {
        let band = band();
        for step in 0..600 {
            let r_mm = 46.0 + step as f32 * 0.1;
            let ((light, milk), (next_light, next_milk)) =
                (band.shade(r_mm, 0.999_999), band.shade(r_mm, 0.0));
            let jump = (light - next_light).abs() + (milk - next_milk).abs();
            assert!(jump < 1e-3, "{r_mm} mm: {jump}");
        }
    }

    #[test]
    fn beside_the_band_nothing_glints() {
        let band = band();
        assert_eq!((band.shade(44.0, 0.2), band.shade(110.0, 0.2)), ((0.0, 0.0), (0.0, 0.0)));
        assert!(band.shade(80.0, 0.2).1 > 0.02);
    }
}
