//! Filters in series, all at once: lane *j* of a vector works one sample behind lane *j − 1*.
//!
//! A recursive filter waits for its own last output, so eight of them one after another wait eight times.
//! Staggered, they wait once: at each tick every lane takes what the lane before it made a tick ago. The
//! price is a fixed delay of `N − 1` samples, which the chain counts.
//!
//! Measured below (predicted = measured).

use super::section::{Lane, Section};

/// Keeps states away from subnormal numbers, and their squares too: 310 dB below full scale in cm/s, alternating
/// in sign.
const BIAS: f32 = 1e-14;

/// `N` second-order sections in series.
#[derive(Clone, Debug)]
pub struct Cascade<const N: usize> {
    coefficients: Coefficients<N>,
    memory: Memory<N>,
}

#[derive(Clone, Debug)]
struct Coefficients<const N: usize> {
    a1: [f32; N],
    a2: [f32; N],
    a3: [f32; N],
    m0: [f32; N],
    m1: [f32; N],
    m2: [f32; N],
}

#[derive(Clone, Debug)]
struct Memory<const N: usize> {
    /// First and second integrator of each lane.
    s1: [f32; N],
    s2: [f32; N],
    /// What each lane made at the last tick.
    out: [f32; N],
}

impl<const N: usize> Cascade<N> {
    /// Samples from input to output.
    pub const DELAY_SAMPLES: usize = N - 1;

    /// A wire of `N − 1` samples.
    pub fn new() -> Self {
        let mut cascade = Self {
            coefficients: Coefficients {
                a1: [0.0; N],
                a2: [0.0; N],
                a3: [0.0; N],
                m0: [0.0; N],
                m1: [0.0; N],
                m2: [0.0; N],
            },
            memory: Memory { s1: [0.0; N], s2: [0.0; N], out: [0.0; N] },
        };
        (0..N).for_each(|lane| cascade.set(lane, &Section::THROUGH, 48_000.0));
        cascade
    }

    /// Puts a section into a lane; what the lane remembers stays.
    pub fn set(&mut self, lane: usize, section: &Section, sample_rate_hz: f64) {
        let Lane { a1, a2, a3, m0, m1, m2 } = section.lane(sample_rate_hz);
        let c = &mut self.coefficients;
        (c.a1[lane], c.a2[lane], c.a3[lane]) = (a1, a2, a3);
        (c.m0[lane], c.m1[lane], c.m2[lane]) = (m0, m1, m2);
    }

    /// Puts sections into the lanes from `first` on.
    pub fn set_all(&mut self, first: usize, sections: &[Section], sample_rate_hz: f64) {
        for (lane, section) in sections.iter().enumerate() {
            self.set(first + lane, section, sample_rate_hz);
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.memory = Memory { s1: [0.0; N], s2: [0.0; N], out: [0.0; N] };
    }

    /// Filters in place. `first` is the number of the first sample in its grid cell: the bias follows its
    /// parity, so that a cut block gives the same bits.
    #[inline(never)]
    pub fn process(&mut self, samples: &mut [f32], first: usize) {
        let Coefficients { a1, a2, a3, m0, m1, m2 } = self.coefficients;
        let Memory { mut s1, mut s2, mut out } = self.memory;
        let mut bias = if first & 1 == 0 { BIAS } else { -BIAS };
        for sample in samples.iter_mut() {
            let mut x = [0.0; N];
            x[1..].copy_from_slice(&out[..N - 1]);
            x[0] = *sample;
            for j in 0..N {
                let x = x[j] + bias;
                let v3 = x - s2[j];
                let v1 = a1[j] * s1[j] + a2[j] * v3;
                let v2 = s2[j] + a2[j] * s1[j] + a3[j] * v3;
                s1[j] = v1 + v1 - s1[j];
                s2[j] = v2 + v2 - s2[j];
                out[j] = m0[j] * x + m1[j] * v1 + m2[j] * v2;
            }
            bias = -bias;
            *sample = out[N - 1];
        }
        self.memory = Memory { s1, s2, out };
    }
}

impl<const N: usize> Default for Cascade<N> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::parts::section;

    /// Steady-state gain at a frequency, by projection on a sine.
    fn measured_db<const N: usize>(cascade: &mut Cascade<N>, f_hz: f64, rate_hz: f64) -> f64 {
        cascade.reset();
        let n = rate_hz as usize;
        let phase = |i: usize| std::f64::consts::TAU * f_hz * i as f64 / rate_hz;
        let mut samples: Vec<f32> = (0..2 * n).map(|i| phase(i).sin() as f32).collect();
        cascade.process(&mut samples, 0);
        let tail = samples[n..].iter().enumerate();
        let (re, im) = tail.fold((0.0, 0.0), |(re, im), (i, y)| {
            (re + f64::from(*y) * phase(i).sin(), im + f64::from(*y) * phase(i).cos())
        });
        20.0 * (2.0 * (re * re + im * im).sqrt() / n as f64).log10()
    }

    #[test]
    fn what_is_predicted_is_measured() {
        let sections = [
            Section::high_pass(120.0, 0.707),
            Section::low_pass(3000.0, 2.0),
            Section::peak(1000.0, 4.0, 6.0),
            Section::shelf(300.0, 20.0),
        ];
        for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let mut cascade = Cascade::<4>::new();
            cascade.set_all(0, &sections, rate_hz);
            for f_hz in [60.0, 120.0, 1000.0, 2500.0] {
                let predicted = 10.0 * section::power_at(&sections, f_hz).log10();
                let measured = measured_db(&mut cascade, f_hz, rate_hz);
                assert!((predicted - measured).abs() < 0.35, "{rate_hz} {f_hz}: {predicted} {measured}");
            }
        }
    }

    #[test]
    fn an_empty_cascade_is_a_wire_of_its_delay() {
        let mut cascade = Cascade::<8>::new();
        let mut samples: Vec<f32> = (0..64).map(|i| i as f32).collect();
        cascade.process(&mut samples, 0);
        for (i, y) in samples.iter().enumerate().skip(7) {
            assert!((y - (i - 7) as f32).abs() < 1e-4, "{i}: {y}");
        }
    }

    #[test]
    fn cutting_a_block_changes_no_bit() {
        let make = || {
            let mut cascade = Cascade::<4>::new();
            cascade.set(2, &Section::low_pass(900.0, 3.0), 48_000.0);
            cascade
        };
        let input: Vec<f32> = (0..100).map(|i| ((i * 7919) % 101) as f32 - 50.0).collect();
        let (mut whole, mut cut) = (input.clone(), input);
        make().process(&mut whole, 0);
        let mut cascade = make();
        let mut at = 0;
        for length in [1, 7, 30, 3, 59] {
            cascade.process(&mut cut[at..at + length], at);
            at += length;
        }
        assert_eq!(whole, cut);
    }
}
