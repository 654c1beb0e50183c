//! Noise that is a property of the place: a hashed value in every cell of the groove, joined by curves.
//!
//! Cell `i` of turn `n` holds `gauss(hash(seed, n, i))`; between cells a Catmull-Rom cubic. With 12 288 cells
//! a turn the cell rate is 16 kHz at 78 rpm: the spectrum of groove velocity is flat within 0.9 dB to 4.5 kHz
//! and 3 dB down at 6.5 kHz, at every sample rate, and a slower platter lowers it as it should. Reading the
//! same place twice gives the same sample; nothing is remembered.
//!
//! Measured in `tests/physics/film.rs` (spectrum, kurtosis, serials uncorrelated).

use wide::f32x4;

use crate::disc::hash;

/// Cells in one turn.
pub(in crate::chain) const CELLS_PER_TURN: f64 = 12_288.0;
/// Variance of the curve through unit-variance cells, averaged over the place between two cells:
/// ∫ Σ w² of the four Catmull-Rom weights.
pub(in crate::chain) const VARIANCE: f64 = 0.821_429;

/// Noise of one side.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::chain) struct ValueNoise {
    /// Number of the side.
    pub(in crate::chain) seed: u64,
}

/// Most cells that one call looks up; a faster run of samples is filled in several.
const MAX_CELLS: usize = 32;

impl ValueNoise {
    #[inline(always)]
    fn value(&self, cell: i64) -> f32 {
        hash::gauss(hash::mix(self.seed ^ (cell as u64).wrapping_mul(0xd134_2543_de82_ef95)))
    }

    /// Fills `out` with the noise from `start` on, `step` cells a sample, 0 and more. Sample `i` is a function of
    /// `start + (first + i) · step` alone.
    ///
    /// `start` is in cells since the first groove of the side; `out` is within one grid cell.
    #[inline(always)]
    pub(in crate::chain) fn fill(&self, out: &mut [f32], start: f64, step: f64, first: usize) {
        // Whole cells are counted apart, so that the rest is small and exact enough.
        let whole = libm::floor(start);
        let (base, rest, step) = (whole as i64, (start - whole) as f32, step as f32);
        let place = |i: usize| rest + step * (first + i) as i32 as f32;
        let mut done = 0;
        while done < out.len() {
            let from = place(done) as i32;
            let mut count = out.len() - done;
            while count > 1 && place(done + count - 1) as i32 - from >= MAX_CELLS as i32 {
                count = count.div_ceil(2);
            }
            let cells = (place(done + count - 1) as i32 - from) as usize + 1;
            let mut curves = [f32x4::ZERO; MAX_CELLS];
            self.curves(&mut curves[..cells.min(MAX_CELLS)], base + i64::from(from));
            // Four samples side by side.
            for (n, four) in out[done..done + count].chunks_mut(4).enumerate() {
                let i = (first + done + 4 * n) as i32;
                let place = f32x4::splat(rest)
                    + f32x4::splat(step) * (f32x4::splat(i as f32) + f32x4::new([0.0, 1.0, 2.0, 3.0]));
                let cells = place.fast_trunc_int();
                let t = place - f32x4::from_i32x4(cells);
                let rows = cells.to_array().map(|cell| curves[(cell - from) as usize % MAX_CELLS]);
                let [c0, c1, c2, c3] = f32x4::transpose(rows);
                let y = ((c3 * t + c2) * t + c1) * t + c0;
                four.copy_from_slice(&y.as_array_ref()[..four.len()]);
            }
            done += count;
        }
    }

    /// The cubics of the cells from `first` on.
    #[inline(always)]
    fn curves(&self, curves: &mut [f32x4], first: i64) {
        let [mut a, mut b, mut c] = [-1, 0, 1].map(|n| self.value(first + n));
        for (n, curve) in curves.iter_mut().enumerate() {
            let d = self.value(first + 2 + n as i64);
            let (c1, c2) = (0.5 * (c - a), a - 2.5 * b + 2.0 * c - 0.5 * d);
            *curve = f32x4::new([b, c1, c2, 1.5 * (b - c) + 0.5 * (d - a)]);
            (a, b, c) = (b, c, d);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_value_however_one_gets_there() {
        let mut straight = [0.0; 400];
        let lattice = ValueNoise { seed: 5 };
        lattice.fill(&mut straight, 100.25, 0.3325, 0);
        let mut jumped = [0.0; 1];
        for at in [399, 3, 200, 0] {
            lattice.fill(&mut jumped, 100.25, 0.3325, at);
            assert_eq!(jumped[0], straight[at]);
        }
    }

    #[test]
    fn a_fast_run_is_as_long_as_a_slow_one() {
        let lattice = ValueNoise { seed: 5 };
        let (mut fast, mut slow) = ([0.0; 32], [0.0; 1]);
        lattice.fill(&mut fast, 7.5, 11.25, 0);
        for (i, y) in fast.iter().enumerate() {
            lattice.fill(&mut slow, 7.5 + 11.25 * i as f64, 0.0, 0);
            assert_eq!(*y, slow[0], "{i}");
        }
    }

    #[test]
    fn variance_is_the_stated_one() {
        let mut noise = vec![0.0f32; 400_000];
        for (n, cell) in noise.chunks_mut(32).enumerate() {
            ValueNoise { seed: 1 }.fill(cell, -1e5 + n as f64 * 32.0 * 0.3333, 0.3333, 0);
        }
        let power = noise.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / noise.len() as f64;
        assert!((power / VARIANCE - 1.0).abs() < 0.02, "{power}");
    }
}
