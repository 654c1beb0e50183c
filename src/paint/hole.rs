//! The hole: burnt with a cigarette, off the middle, with a brown rim.

use super::colour::blend;
use super::noise::circle;
use crate::disc::blemish::Blemishes;
use crate::disc::hash::branch;
use crate::disc::salt;

/// Radius of the hole, in mm: a spindle is 7.2 mm thick.
const RADIUS_MM: f32 = 3.8;
/// How far from the hole the film is charred, brown, and yellow, in mm.
const CHAR_MM: f32 = 0.7;
const BROWN_MM: f32 = 1.8;
const YELLOW_MM: f32 = 5.0;
const CHAR: [f32; 3] = [20.0, 12.0, 8.0];
const BROWN: [f32; 3] = [104.0, 60.0, 26.0];
const YELLOW: [f32; 3] = [168.0, 128.0, 70.0];

/// Where it is, and how ragged.
pub struct Hole {
    seed: u64,
    x_mm: f32,
    y_mm: f32,
}

impl Hole {
    /// The hole of a side, `off_mm` from the groove's centre.
    pub fn new(seed: u64, blemishes: &Blemishes, off_mm: f32) -> Self {
        let (sin, cos) = (blemishes.hole_angle * std::f64::consts::TAU).sin_cos();
        Self { seed: branch(seed, salt::HOLE), x_mm: off_mm * cos as f32, y_mm: off_mm * sin as f32 }
    }

    /// How much of a pixel is hole, 0–1.
    pub fn cover(&self, x_mm: f32, y_mm: f32, pixel_mm: f32) -> f32 {
        (0.5 - self.outside_mm(x_mm, y_mm) / pixel_mm).clamp(0.0, 1.0)
    }

    /// A colour as the heat left it here.
    pub fn burn(&self, colour: [f32; 3], x_mm: f32, y_mm: f32) -> [f32; 3] {
        let outside_mm = self.outside_mm(x_mm, y_mm).max(0.0);
        if outside_mm > 3.0 * YELLOW_MM {
            return colour;
        }
        // Heat runs further one way than another.
        let turns = (y_mm - self.y_mm).atan2(x_mm - self.x_mm) / std::f32::consts::TAU;
        let reach = 1.0 + 0.45 * circle(branch(self.seed, salt::hole::HEAT), turns, 7);
        let near = |mm: f32| (-(outside_mm / (mm * reach)).powi(2)).exp();
        let yellowed = blend(colour, YELLOW, 0.3 * near(YELLOW_MM));
        let browned = blend(yellowed, BROWN, 0.85 * near(BROWN_MM));
        blend(browned, CHAR, 0.95 * near(CHAR_MM))
    }

    /// Distance from the ragged rim outwards, in mm; negative inside.
    fn outside_mm(&self, x_mm: f32, y_mm: f32) -> f32 {
        let (x, y) = (x_mm - self.x_mm, y_mm - self.y_mm);
        let turns = y.atan2(x) / std::f32::consts::TAU;
        let ragged =
            0.30 * circle(self.seed, turns, 5) + 0.12 * circle(branch(self.seed, salt::hole::RAG), turns, 17);
        x.hypot(y) - RADIUS_MM - ragged
    }
}
