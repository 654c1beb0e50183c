//! A bend computed at twice the rate, between two half-band filters.
//!
//! Between any two samples the half-way value is found by a windowed sinc; both are bent; what the bend has put above the
//! band is filtered off by the same sinc. Linear in phase, so the delay is whole.

/// Samples to either side of a half-band filter's middle.
const REACH: usize = 8;
const TAPS: usize = 2 * REACH;

/// What past samples left behind.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Oversampler2x {
    /// Inputs, and bent samples on and between the places of samples, newest last.
    inputs: [f32; TAPS],
    on: [f32; TAPS],
    between: [f32; TAPS],
}

impl Oversampler2x {
    /// At rest.
    pub(in crate::chain) const INITIAL: Self =
        Self { inputs: [0.0; TAPS], on: [0.0; TAPS], between: [0.0; TAPS] };
    /// Samples from input to output.
    pub(in crate::chain) const DELAY_SAMPLES: usize = TAPS - 1;

    /// Takes a sample in; gives the bent one and, as late as it, the sample unbent. `bend` is called twice, in order of
    /// time.
    #[inline(always)]
    pub(in crate::chain) fn process(&mut self, sample: f32, mut bend: impl FnMut(f32) -> f32) -> (f32, f32) {
        push(&mut self.inputs, sample);
        push(&mut self.on, bend(self.inputs[REACH - 1]));
        push(&mut self.between, bend(halfway(&self.inputs)));
        (0.5 * self.on[REACH] + 0.5 * halfway(&self.between), self.inputs[0])
    }
}

#[inline(always)]
fn push(line: &mut [f32; TAPS], sample: f32) {
    line.copy_within(1.., 0);
    line[TAPS - 1] = sample;
}

/// The value half-way between the two middle samples: a sinc under a Kaiser window of β = 7, scaled to unity.
#[inline(always)]
fn halfway(x: &[f32; TAPS]) -> f32 {
    (0..REACH).map(|n| (x[REACH - 1 - n] + x[REACH + n]) * WEIGHTS[n]).sum()
}

const WEIGHTS: [f32; REACH] =
    [0.6286669, -0.18920645, 0.0921181, -0.0474851, 0.023249686, -0.01007493, 0.003520599, -0.000788795];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_a_windowed_sinc_of_unit_sum() {
        let bessel = |x: f64| {
            (0..30)
                .fold((1.0, 1.0), |(sum, term), n| {
                    let term = term * (x / 2.0 / f64::from(n + 1)).powi(2);
                    (sum + term, term)
                })
                .0
        };
        let weights: Vec<f64> = (0..REACH)
            .map(|n| {
                let at = n as f64 + 0.5;
                let sinc = (std::f64::consts::PI * at).sin() / (std::f64::consts::PI * at);
                sinc * bessel(7.0 * (1.0 - (at / REACH as f64).powi(2)).sqrt()) / bessel(7.0)
            })
            .collect();
        let sum = 2.0 * weights.iter().sum::<f64>();
        for (n, weight) in weights.iter().enumerate() {
            assert!((f64::from(WEIGHTS[n]) - weight / sum).abs() < 1e-6, "{n}: {}", weight / sum);
        }
    }
}
