//! Filters in series, all at once: section *n* works one sample behind section *n − 1*.
//!
//! A recursive filter waits for its own last output, so eight of them one after another wait eight times.
//! Staggered, they wait once: at each tick every section takes what the one before it made a tick ago. The
//! price is a fixed delay of `N − 1` samples, which the chain counts.
//!
//! ```text
//! vector 0   vector 1   vector 2        N = 10 sections in V = 3 vectors of four lanes
//! ┌ 0 ┐─────▶┌ 1 ┐─────▶┌ 2 ┐─┐
//! │ 3 │─────▶│ 4 │─────▶│ 5 │ │        the last vector, moved down by a lane,
//! │ 6 │─────▶│ 7 │─────▶│ 8 │ │        is what the first takes next
//! └ 9 ┘─────▶└ · ┘─────▶└ · ┘ │
//!   ▲─────────────────────────┘
//! ```
//!
//! A section is two integrators; written in differences, so that a low corner at a high rate loses little to rounding:
//!
//! `e = x − s₂`, `y = d·e + c₁·s₁ + c₂·s₂`, `s₁ += b₁·s₁ + b₂·e`, `s₂ += b₂·s₁ + b₃·e`
//!
//! Measured below (predicted = measured).

use super::math::DECAY_FLOOR;
use wide::{CmpLt, f32x4};

use super::ramp::GRID;
use super::section::{Section, SectionCoefficients};

/// Below this, 300 dB under full scale, a state is silent: a decay never ends in the subnormal numbers, which some
/// processors handle slowly.
const SILENT: f32 = DECAY_FLOOR;
/// Lanes of a vector.
const WIDTH: usize = 4;

/// One value for each section: section `n` is in vector `n % V`, lane `n / V`.
type Lanes<const V: usize> = [f32x4; V];

/// `N` second-order sections in series, in `V` vectors; `N` is at most `4 V`.
#[derive(Clone, Debug)]
pub(in crate::chain) struct Cascade<const N: usize, const V: usize> {
    coefficients: Coefficients<V>,
    state: FilterState<V>,
}

/// See `SectionCoefficients`.
#[derive(Clone, Copy, Debug)]
struct Coefficients<const V: usize> {
    b1: Lanes<V>,
    b2: Lanes<V>,
    b3: Lanes<V>,
    d: Lanes<V>,
    c1: Lanes<V>,
    c2: Lanes<V>,
}

#[derive(Clone, Copy, Debug)]
struct FilterState<const V: usize> {
    /// First and second integrator of each section.
    s1: Lanes<V>,
    s2: Lanes<V>,
    /// What each section made at the last tick.
    out: Lanes<V>,
}

impl<const V: usize> FilterState<V> {
    const EMPTY: Self = Self { s1: [f32x4::ZERO; V], s2: [f32x4::ZERO; V], out: [f32x4::ZERO; V] };
}

impl<const N: usize, const V: usize> Cascade<N, V> {
    /// Samples from input to output.
    pub(in crate::chain) const DELAY_SAMPLES: usize = N - 1;

    /// A wire of `N − 1` samples.
    pub(in crate::chain) fn new() -> Self {
        const { assert!(N >= 1 && N <= WIDTH * V) };
        let none = [f32x4::ZERO; V];
        let coefficients = Coefficients { b1: none, b2: none, b3: none, d: none, c1: none, c2: none };
        let mut cascade = Self { coefficients, state: FilterState::EMPTY };
        (0..N).for_each(|nth| cascade.set(nth, &Section::PASS_THROUGH, 48_000.0));
        cascade
    }

    /// Makes a section the `nth`; what was remembered there stays.
    pub(in crate::chain) fn set(&mut self, nth: usize, section: &Section, sample_rate_hz: f64) {
        let SectionCoefficients { b1, b2, b3, d, c1, c2 } = section.coefficients(sample_rate_hz);
        let c = &mut self.coefficients;
        let put = |lanes: &mut Lanes<V>, value: f32| lanes[nth % V].as_array_mut()[nth / V] = value;
        put(&mut c.b1, b1);
        put(&mut c.b2, b2);
        put(&mut c.b3, b3);
        put(&mut c.d, d);
        put(&mut c.c1, c1);
        put(&mut c.c2, c2);
    }

    /// Puts sections in a row from the `first` on.
    pub(in crate::chain) fn set_all(&mut self, first: usize, sections: &[Section], sample_rate_hz: f64) {
        for (nth, section) in sections.iter().enumerate() {
            self.set(first + nth, section, sample_rate_hz);
        }
    }

    /// Forgets the past.
    pub(in crate::chain) fn reset(&mut self) {
        self.state = FilterState::EMPTY;
    }

    /// Filters in place. `first` is the number of the first sample in its grid cell: decays are ended only where a cell
    /// ends, so that a cut block gives the same bits.
    #[inline(always)]
    pub(in crate::chain) fn process(&mut self, samples: &mut [f32], first: usize) {
        let Coefficients { b1, b2, b3, d, c1, c2 } = self.coefficients;
        let FilterState { mut s1, mut s2, mut out } = self.state;
        for sample in samples.iter_mut() {
            let [l0, l1, l2, _] = out[V - 1].to_array();
            let mut x = f32x4::new([*sample, l0, l1, l2]);
            for v in 0..V {
                let e = x - s2[v];
                x = out[v];
                out[v] = (c1[v] * s1[v] + c2[v] * s2[v]) + d[v] * e;
                s2[v] += b2[v] * s1[v] + b3[v] * e;
                s1[v] += b1[v] * s1[v] + b2[v] * e;
            }
            *sample = out[(N - 1) % V].to_array()[(N - 1) / V];
        }
        if first + samples.len() == GRID {
            for state in s1.iter_mut().chain(&mut s2) {
                *state = state.abs().cmp_lt(f32x4::splat(SILENT)).blend(f32x4::ZERO, *state);
            }
        }
        self.state = FilterState { s1, s2, out };
    }
}

impl<const N: usize, const V: usize> Default for Cascade<N, V> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::parts::section;

    /// Steady-state gain at a frequency, by projection on a sine.
    fn measured_db<const N: usize, const V: usize>(
        cascade: &mut Cascade<N, V>,
        f_hz: f64,
        rate_hz: f64,
    ) -> f64 {
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
            let mut cascade = Cascade::<4, 1>::new();
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
        let mut cascade = Cascade::<8, 3>::new();
        let mut samples: Vec<f32> = (0..64).map(|i| i as f32).collect();
        cascade.process(&mut samples, 0);
        for (i, y) in samples.iter().enumerate().skip(7) {
            assert!((y - (i - 7) as f32).abs() < 1e-4, "{i}: {y}");
        }
    }

    #[test]
    fn cutting_a_block_changes_no_bit() {
        let make = || {
            let mut cascade = Cascade::<4, 1>::new();
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

    #[test]
    fn a_decay_is_ended_where_cells_end_however_they_are_cut() {
        let tail = |lengths: &[usize]| {
            let mut cascade = Cascade::<4, 1>::new();
            cascade.set(2, &Section::low_pass(900.0, 3.0), 48_000.0);
            cascade.process(&mut [0.0, 1e-14], 0);
            let mut left = [[0.0f32; GRID]; 3];
            for cell in &mut left {
                let mut at = 0;
                for &length in lengths {
                    cascade.process(&mut cell[at..at + length], at);
                    at += length;
                }
            }
            left
        };
        let tails = [tail(&[32]), tail(&[5, 20, 7])];
        assert_eq!(tails[0], tails[1]);
        assert_eq!(tails[0][2], [0.0; GRID]);
    }
}
