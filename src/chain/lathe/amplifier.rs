//! The amplifier: `f(u) = u/√(1+u²)`, bent odd and smoothly, without aliasing.
//!
//! | quality  | what is computed                                                            |
//! |----------|-----------------------------------------------------------------------------|
//! | eco      | `f((u₁+u₀)/2)`: the same half sample of delay, no anti-aliasing             |
//! | standard | its antiderivative's difference quotient, `(u₁+u₀)/(F₁+F₀)`, `F = √(1+u²)`  |
//! | high     | the same at twice the rate (`oversampler.rs`)                                   |
//!
//! Antiderivative: Parker, Esqueda & Bilbao, DAFx 2016; for this curve the quotient has nothing to divide by zero.
//! Measured in `tests/physics/lathe.rs`.

use super::oversampler::Oversampler2x;
use crate::chain::parts::ramp::{GRID, Ramp};
use crate::params::Quality;

/// What past samples left behind.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Amplifier {
    /// Last input and its antiderivative.
    u: f32,
    root: f32,
    oversampler: Oversampler2x,
}

impl Amplifier {
    /// At rest.
    pub(in crate::chain) const INITIAL: Self =
        Self { u: 0.0, root: 1.0, oversampler: Oversampler2x::INITIAL };

    /// Samples from input to output.
    pub(in crate::chain) fn delay_samples(quality: Quality) -> f64 {
        match quality {
            Quality::Eco | Quality::Standard => 0.5,
            Quality::High => Oversampler2x::DELAY_SAMPLES as f64 + 0.25,
        }
    }

    /// Bends `samples` in place; `bend` is one over the velocity at which it does, `enable` how much of it is heard.
    #[inline(always)]
    pub(in crate::chain) fn process(
        &mut self,
        samples: &mut [f32],
        first: usize,
        bend: Ramp,
        enable: Ramp,
        quality: Quality,
    ) {
        match quality {
            Quality::Eco => self.eco(samples, first, bend, enable),
            Quality::Standard => self.standard(samples, first, bend, enable),
            Quality::High => self.high(samples, first, bend, enable),
        }
    }

    #[inline(always)]
    fn eco(&mut self, samples: &mut [f32], first: usize, bend: Ramp, enable: Ramp) {
        let mut u0 = self.u;
        for (i, v) in samples.iter_mut().enumerate() {
            let bend = bend.at(first + i);
            let u1 = *v * bend;
            let u = 0.5 * (u0 + u1);
            let bent = u / ((1.0 + u * u).sqrt() * bend);
            *v += (bent - *v) * enable.at(first + i);
            u0 = u1;
        }
        self.u = u0;
    }

    #[inline(always)]
    fn standard(&mut self, samples: &mut [f32], first: usize, bend: Ramp, enable: Ramp) {
        // Number 0 is the last of the cell before; so all samples can be worked out side by side.
        let (mut u, mut root) = ([self.u; GRID + 1], [self.root; GRID + 1]);
        let count = samples.len();
        let (own_u, own_root) = (&mut u[1..=count], &mut root[1..=count]);
        for i in 0..count {
            own_u[i] = samples[i] * bend.at(first + i);
            own_root[i] = (1.0 + own_u[i] * own_u[i]).sqrt();
        }
        for (i, v) in samples.iter_mut().enumerate() {
            let bent = (u[i] + u[i + 1]) / ((root[i] + root[i + 1]) * bend.at(first + i));
            *v += (bent - *v) * enable.at(first + i);
        }
        (self.u, self.root) = (u[count], root[count]);
    }

    #[inline(always)]
    fn high(&mut self, samples: &mut [f32], first: usize, bend: Ramp, enable: Ramp) {
        let Self { mut u, mut root, mut oversampler } = *self;
        for (i, v) in samples.iter_mut().enumerate() {
            let bend = bend.at(first + i);
            let (bent, late) = oversampler.process(*v, |x| {
                let next = x * bend;
                let next_root = (1.0 + next * next).sqrt();
                let y = (u + next) / ((root + next_root) * bend);
                (u, root) = (next, next_root);
                y
            });
            *v = late + (bent - late) * enable.at(first + i);
        }
        *self = Self { u, root, oversampler };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_is_the_stated_one_at_every_quality() {
        for quality in [Quality::Eco, Quality::Standard, Quality::High] {
            let mut ramp: Vec<f32> = (0..96).map(|i| i as f32 * 1e-4).collect();
            let mut amplifier = Amplifier::INITIAL;
            for cell in ramp.chunks_mut(GRID) {
                amplifier.process(cell, 0, Ramp::constant(1e-3), Ramp::constant(1.0), quality);
            }
            let late = 90.0 - f64::from(ramp[90]) * 1e4;
            assert!((late - Amplifier::delay_samples(quality)).abs() < 0.01, "{quality:?}: {late}");
        }
    }
}
