//! What makes bone uneven where a ray goes through it: the weave of its spongy part, and cortex that is not everywhere as thick.

use std::cell::Cell;

use super::grain::speckle;
use super::tissue::{Point, TRABECULAE};

/// Pitch of the trabeculae, in mm (by eye).
const TRABECULA_MM: f64 = 0.9;
/// Pitch at which the cortex swells and thins, in mm, and by how much of it (by eye).
const SWELLING_MM: f64 = 11.0;
const SWELLING: f64 = 0.55;

/// Bone's unevenness at one ray.
pub struct Weave {
    at: Point,
    spongy: Cell<f64>,
    cortex: Cell<f64>,
}

impl Weave {
    /// Of the ray through a place; `shift_mm` tells one film's noise from another's.
    #[inline]
    pub fn new(at: Point, shift_mm: Point) -> Self {
        let at = [at[0] + shift_mm[0], at[1] + shift_mm[1]];
        Self { at, spongy: Cell::new(0.0), cortex: Cell::new(0.0) }
    }

    /// Of bone that is even everywhere.
    #[cfg(test)]
    pub fn even() -> Self {
        Self { at: [0.0; 2], spongy: Cell::new(1.0), cortex: Cell::new(1.0) }
    }

    /// Density of cortex against its mean; worked out when first asked.
    #[inline]
    pub fn cortex(&self) -> f64 {
        self.noise(&self.cortex, SWELLING_MM, SWELLING)
    }

    /// Density of spongy bone against its mean; worked out when first asked.
    #[inline]
    pub fn spongy(&self) -> f64 {
        self.noise(&self.spongy, TRABECULA_MM, TRABECULAE)
    }

    #[inline]
    fn noise(&self, known: &Cell<f64>, pitch_mm: f64, swing: f64) -> f64 {
        if known.get() == 0.0 {
            known.set(1.0 + swing * speckle(self.at[0] / pitch_mm, self.at[1] / pitch_mm));
        }
        known.get()
    }
}
