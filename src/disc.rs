//! The disc: what the object is. Pure data, made once from a serial; no audio, no clock.
//!
//! ```text
//! serial ──▶ eight sides, each: radiograph → density under the needle
//!                               blemishes  → hole, curl, scratches
//! diameter, speed ──▶ groove:  time → turn, angle, radius, groove speed
//! needles ──▶ memory: exposure of each turn
//! ```

pub mod hash;
pub mod serial;
pub mod groove;
pub mod radiograph;
pub mod blemish;
pub mod memory;

use blemish::Blemishes;
use groove::{Groove, SIDES};
use radiograph::{Radiograph, Subject};
pub use serial::{Serial, SerialError};

/// Angles of the density map: 1.4° apart, 3 ms at 78 rpm.
const MAP_ANGLES: usize = 256;
/// Radii of the density map: 1 mm apart on a 23 cm disc.
const MAP_RADII: usize = 64;

/// One numbered disc.
#[derive(Debug, PartialEq)]
pub struct Disc {
    /// The number that made it.
    pub serial: Serial,
    /// Its diameter, in millimetres.
    pub diameter_mm: f64,
    sides: Vec<Side>,
}

/// One side: a picture and its faults.
#[derive(Debug, PartialEq)]
pub struct Side {
    /// Seed of everything that is looked up by place: hiss, dust, clicks.
    pub seed: u64,
    /// Where the hole is, how the film curls, where it is scratched.
    pub blemishes: Blemishes,
    /// Optical density less its mean over the groove, `[radius][angle]`.
    density: Vec<f32>,
    outer_radius_mm: f64,
    inner_radius_mm: f64,
}

impl Disc {
    /// Makes the disc. Takes a few milliseconds and allocates: never on the audio thread.
    pub fn new(serial: Serial, diameter_mm: f64) -> Self {
        let sides = (0..SIDES as u8).map(|side| Side::new(serial.side_seed(side), diameter_mm)).collect();
        Self { serial, diameter_mm, sides }
    }

    /// A side, `0..8`; higher numbers come round again.
    pub fn side(&self, side: u8) -> &Side {
        &self.sides[usize::from(side) % self.sides.len()]
    }

    /// The picture on a side, from which its density map was taken.
    pub fn radiograph(&self, side: u8) -> Radiograph {
        radiograph(self.serial.side_seed(side), self.diameter_mm)
    }
}

impl Side {
    fn new(seed: u64, diameter_mm: f64) -> Self {
        // The spiral's ends do not depend on the speed.
        let groove = Groove::new(diameter_mm, 78.0);
        let (outer_radius_mm, inner_radius_mm) = (groove.outer_radius_mm, groove.inner_radius_mm);
        let picture = radiograph(seed, diameter_mm);
        let mut density = picture.polar(MAP_ANGLES, MAP_RADII, outer_radius_mm, inner_radius_mm);
        let mean = density.iter().sum::<f32>() / density.len() as f32;
        density.iter_mut().for_each(|d| *d -= mean);
        let blemishes = Blemishes::new(seed, groove.turns_per_side());
        Self { seed, blemishes, density, outer_radius_mm, inner_radius_mm }
    }

    /// Optical density under the needle, less the mean of the side. Above 0 the film is darker than most.
    pub fn density_above_mean(&self, angle: f64, radius_mm: f64) -> f32 {
        let span_mm = self.outer_radius_mm - self.inner_radius_mm;
        let row = ((self.outer_radius_mm - radius_mm) / span_mm).clamp(0.0, 1.0) * (MAP_RADII - 1) as f64;
        let column = (angle - angle.floor()) * MAP_ANGLES as f64;
        let (r0, c0) = (row as usize, column as usize % MAP_ANGLES);
        let (r1, c1) = ((r0 + 1).min(MAP_RADII - 1), (c0 + 1) % MAP_ANGLES);
        let (fr, fc) = ((row - r0 as f64) as f32, (column - column.floor()) as f32);
        let at = |r: usize, c: usize| self.density[r * MAP_ANGLES + c];
        let outer = at(r0, c0) + (at(r0, c1) - at(r0, c0)) * fc;
        let inner = at(r1, c0) + (at(r1, c1) - at(r1, c0)) * fc;
        outer + (inner - outer) * fr
    }
}

/// The picture that a side's seed makes.
fn radiograph(side_seed: u64, diameter_mm: f64) -> Radiograph {
    Radiograph::new(hash::branch(side_seed, 0x0001_d06e), Subject::Hands, diameter_mm / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_serial_is_one_disc() {
        let disc = |n| Disc::new(Serial::new(n).unwrap(), 230.0);
        assert_eq!(disc(1953), disc(1953));
        assert_ne!(disc(1953), disc(1954));
    }

    #[test]
    fn the_map_is_the_picture() {
        let disc = Disc::new(Serial::new(1953).unwrap(), 230.0);
        let (side, picture) = (disc.side(0), disc.radiograph(0));
        // A node of the map: angle 64/256, the outermost row.
        let (x_mm, y_mm) = (0.0, 109.0);
        let elsewhere = picture.density(109.0, 0.0);
        let difference = picture.density(x_mm, y_mm) - elsewhere;
        let mapped = side.density_above_mean(0.25, 109.0) - side.density_above_mean(0.0, 109.0);
        assert!((difference - mapped).abs() < 0.02, "{difference} {mapped}");
    }
}
