//! Noise that is a property of the place: a hashed value in every cell of the groove, joined by curves.
//!
//! Cell `i` of turn `n` holds `gauss(hash(seed, n, i))`; between cells a Catmull-Rom cubic. With 12 288 cells
//! a turn the cell rate is 16 kHz at 78 rpm: the spectrum of groove velocity is flat within 0.9 dB to 4.5 kHz
//! and 3 dB down at 6.5 kHz, at every sample rate, and a slower platter lowers it as it should. Reading the
//! same place twice gives the same sample; nothing runs on.
//!
//! Measured in `tests/chain/film.rs` (spectrum, kurtosis, serials uncorrelated).

use crate::disc::hash;

/// Cells in one turn.
pub const CELLS_PER_TURN: f64 = 12_288.0;
/// Variance of the curve through unit-variance cells, averaged over the place between two cells:
/// ∫ Σ w² of the four Catmull-Rom weights.
pub const VARIANCE: f64 = 0.821_429;

/// A window of four cells around the needle. Its memory is only a cache: any of it can be looked up again.
#[derive(Clone, Debug)]
pub struct Lattice {
    seed: u64,
    cell: i64,
    values: [f32; 4],
}

impl Lattice {
    /// Noise of one side.
    pub fn new(seed: u64) -> Self {
        let mut lattice = Self { seed, cell: 0, values: [0.0; 4] };
        lattice.seek(0);
        lattice
    }

    /// Goes on to another side.
    pub fn reseed(&mut self, seed: u64) {
        if self.seed != seed {
            self.seed = seed;
            self.seek(self.cell);
        }
    }

    fn value(&self, cell: i64) -> f32 {
        hash::gauss(hash::mix(self.seed ^ (cell as u64).wrapping_mul(0xd134_2543_de82_ef95)))
    }

    #[cold]
    fn seek(&mut self, cell: i64) {
        self.cell = cell;
        self.values = std::array::from_fn(|n| self.value(cell - 1 + n as i64));
    }

    /// Fills `out` with the noise from `start` on, `step` cells a sample. Sample `i` is a function of
    /// `start + (first + i) · step` alone.
    ///
    /// `start` is in cells since the first groove of the side.
    #[inline]
    pub fn fill(&mut self, out: &mut [f32], start: f64, step: f64, first: usize) {
        for (i, y) in out.iter_mut().enumerate() {
            let place = start + step * (first + i) as f64;
            // The floor, without a call: a cast cuts towards zero, and the lead-in is negative.
            let cut = place as i64;
            let cell = cut - i64::from(place < cut as f64);
            let t = (place - cell as f64) as f32;
            if cell != self.cell {
                if cell == self.cell + 1 {
                    self.cell = cell;
                    let [_, b, c, d] = self.values;
                    self.values = [b, c, d, self.value(cell + 2)];
                } else {
                    self.seek(cell);
                }
            }
            let [a, b, c, d] = self.values;
            let (c1, c2, c3) =
                (0.5 * (c - a), a - 2.5 * b + 2.0 * c - 0.5 * d, 1.5 * (b - c) + 0.5 * (d - a));
            *y = ((c3 * t + c2) * t + c1) * t + b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_value_however_one_gets_there() {
        let mut straight = [0.0; 400];
        Lattice::new(5).fill(&mut straight, 100.25, 0.3325, 0);
        let mut jumped = [0.0; 1];
        let mut lattice = Lattice::new(5);
        for at in [399, 3, 200, 0] {
            lattice.fill(&mut jumped, 100.25, 0.3325, at);
            assert_eq!(jumped[0], straight[at]);
        }
    }

    #[test]
    fn variance_is_the_stated_one() {
        let mut noise = vec![0.0f32; 400_000];
        Lattice::new(1).fill(&mut noise, -1e5, 0.3333, 0);
        let power = noise.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / noise.len() as f64;
        assert!((power / VARIANCE - 1.0).abs() < 0.02, "{power}");
    }
}
