//! Lots for one sheet: a seeded generator and the three ways it is asked.
//!
//! The picture is made once, in a fixed order, so a running generator serves; only its 64-bit words are used,
//! so that no change of another crate's distributions can redraw a disc.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// The generator behind one sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw(Pcg64Mcg);

impl Draw {
    /// Same seed, same lots.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// Uniform in `low..high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let unit = (self.0.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0;
        low + (high - low) * unit
    }

    /// Bell-shaped about 0 with this standard deviation, never beyond three of them: a sum of three uniforms.
    pub fn bell(&mut self, deviation: f64) -> f64 {
        (self.between(-1.0, 1.0) + self.between(-1.0, 1.0) + self.between(-1.0, 1.0)) * deviation
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) < probability
    }
}
