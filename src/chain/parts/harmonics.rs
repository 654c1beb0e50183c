//! A line and its harmonics as a closed form of position: mains hum, motor rumble.
//!
//! `y(t) = Σ aₙ · sin(2π n f t)`, summed by Clenshaw's recurrence on a phasor that every grid cell starts
//! afresh from the closed form, so that it neither drifts nor depends on where a run began.

use wide::f32x4;

use super::math::sin_turns;
use super::ramp::GRID;

/// One grid cell of a harmonic sound.
#[derive(Clone, Debug)]
pub(in crate::chain) struct Harmonics<const N: usize> {
    fundamental_hz: f64,
    amplitudes: [f32; N],
    cell: [f32; GRID],
}

impl<const N: usize> Harmonics<N> {
    /// `db[n]` is the level of harmonic `n + 1`; the whole has a root mean square of 1.
    pub(in crate::chain) fn new(fundamental_hz: f64, db: [f64; N]) -> Self {
        let amplitudes = db.map(super::section::gain);
        let rms = libm::sqrt(amplitudes.iter().map(|a| a * a / 2.0).sum());
        Self { fundamental_hz, amplitudes: amplitudes.map(|a| (a / rms) as f32), cell: [0.0; GRID] }
    }

    /// Fills the cell that begins at `seconds`.
    pub(in crate::chain) fn fill(&mut self, seconds: f64, sample_rate_hz: f64) {
        let (start, step) = (seconds * self.fundamental_hz, self.fundamental_hz / sample_rate_hz);
        // Four samples side by side: their sines and cosines, and those of four steps.
        let mut phases = [0.0; 10];
        for n in 0..4 {
            phases[n] = start + step * n as f64;
            phases[4 + n] = phases[n] + 0.25;
        }
        (phases[8], phases[9]) = (4.0 * step, 4.0 * step + 0.25);
        let [s0, s1, s2, s3, c0, c1, c2, c3, turn_s, turn_c] = phases.map(|phase| sin_turns(phase) as f32);
        let (mut sine, mut cosine) = (f32x4::new([s0, s1, s2, s3]), f32x4::new([c0, c1, c2, c3]));
        let (turn_s, turn_c) = (f32x4::splat(turn_s), f32x4::splat(turn_c));
        for four in self.cell.chunks_exact_mut(4) {
            let twice = cosine + cosine;
            let (mut b1, mut b2) = (f32x4::ZERO, f32x4::ZERO);
            for amplitude in self.amplitudes.iter().rev() {
                (b1, b2) = (f32x4::splat(*amplitude) + twice * b1 - b2, b1);
            }
            four.copy_from_slice((b1 * sine).as_array_ref());
            (sine, cosine) = (sine * turn_c + cosine * turn_s, cosine * turn_c - sine * turn_s);
        }
    }

    /// Sample `i` of the cell.
    #[inline(always)]
    pub(in crate::chain) fn at(&self, i: usize) -> f32 {
        self.cell[i]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_of_its_sines_at_unit_power() {
        let mut hum = Harmonics::new(50.0, [0.0, -6.0, -200.0]);
        let (mut power, mut worst) = (0.0f64, 0.0f64);
        for cell in 0..1500 {
            let start = cell as f64 * GRID as f64 / 48_000.0;
            hum.fill(start, 48_000.0);
            for i in 0..GRID {
                let t = start + i as f64 / 48_000.0;
                let line = |n: f64, a: f64| a * (std::f64::consts::TAU * 50.0 * n * t).sin();
                let expected = (line(1.0, 1.0) + line(2.0, 0.501_19)) / (0.5 * (1.0 + 0.251_19f64)).sqrt();
                worst = worst.max((f64::from(hum.at(i)) - expected).abs());
                power += f64::from(hum.at(i)).powi(2);
            }
        }
        assert!(worst < 1e-4, "{worst}");
        assert!((power / 48_000.0 - 1.0).abs() < 1e-3);
    }
}
