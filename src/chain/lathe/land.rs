//! The land between two turns, and the back edge of the cutter: how far and how steeply a groove may swing.
//!
//! `|x| ≤ x_max = (p − w)/2`, `|v| ≤ σ V`; both bend softly from 0.7 of the limit and end at 1.3 of `x_max`, where the cutter
//! has broken into the neighbour.
//!
//! | term    | meaning                        | value                             |
//! |---------|--------------------------------|-----------------------------------|
//! | `p`     | pitch                          | 0.25 mm                           |
//! | `w`     | width of the groove in film    | 0.12 mm of 0.06–0.12              |
//! | `x_max` | half the land between turns    | 65 µm: 4.1 cm/s at 100 Hz         |
//! | `σ`     | highest slope, by machine      | 0.5–1                             |
//!
//! Derived. At high quality both are computed at twice the rate. Measured in `tests/physics/lathe.rs`.

use super::oversampler::Oversampler2x;
use crate::chain::parts::math::{flush_subnormal, soft_limit};
use crate::chain::parts::ramp::{GRID, Ramp};
use crate::disc::groove::PITCH_MM;
use crate::params::Quality;

const GROOVE_WIDTH_MM: f64 = 0.12;
/// Where displacement ends however hard it is driven, in units of `x_max`.
const LIMIT_SHARE: f64 = 1.3;
/// Lower end of the displacement integrator: below any audible groove.
const LAND_INTEGRATOR_HZ: f64 = 8.0;

/// Numbers the loop needs.
#[derive(Clone, Copy, Debug)]
struct Coefficients {
    /// Leak of the integrator, and a sample's share of the displacement limit per cm/s.
    leak: f32,
    displacement: f32,
    /// What they hold for.
    steps_hz: f64,
}

/// What past samples left behind. Displacements in units of their limit.
#[derive(Clone, Copy, Debug)]
struct FilterState {
    requested: f32,
    limited: f32,
    /// Highest displacement asked for since the last grid point.
    most: f32,
    oversampler: Oversampler2x,
}

/// The room a groove has.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Land {
    coefficients: Coefficients,
    state: FilterState,
}

impl Land {
    /// Before the first groove.
    pub(in crate::chain) const INITIAL: Self = Self {
        coefficients: Coefficients { leak: 0.0, displacement: 1.0, steps_hz: 0.0 },
        state: FilterState { requested: 0.0, limited: 0.0, most: 0.0, oversampler: Oversampler2x::INITIAL },
    };

    /// Samples from input to output.
    pub(in crate::chain) fn delay_samples(quality: Quality) -> usize {
        if quality == Quality::High { Oversampler2x::DELAY_SAMPLES } else { 0 }
    }

    /// For this quality and sample rate.
    pub(in crate::chain) fn set(&mut self, quality: Quality, sample_rate_hz: f64) {
        let steps_hz = if quality == Quality::High { 2.0 * sample_rate_hz } else { sample_rate_hz };
        if steps_hz == self.coefficients.steps_hz {
            return;
        }
        let limit_mm = LIMIT_SHARE * (PITCH_MM - GROOVE_WIDTH_MM) / 2.0;
        self.coefficients = Coefficients {
            steps_hz,
            leak: libm::exp(-std::f64::consts::TAU * LAND_INTEGRATOR_HZ / steps_hz) as f32,
            // cm/s · s = cm.
            displacement: (10.0 / steps_hz / limit_mm) as f32,
        };
    }

    /// By how much the groove since the last call would have gone over its land, as a part of it; 0 where it fits.
    pub(in crate::chain) fn overcut(&mut self) -> f32 {
        (LIMIT_SHARE as f32 * std::mem::take(&mut self.state.most) - 1.0).max(0.0)
    }

    /// Holds a groove in its land, in place. `slope` is one over the highest velocity the slope allows, per cm/s.
    #[inline(always)]
    pub(in crate::chain) fn process(
        &mut self,
        samples: &mut [f32],
        first: usize,
        slope: Ramp,
        enable: Ramp,
        quality: Quality,
    ) {
        if quality == Quality::High {
            self.hold_oversampled(samples, first, slope, enable);
        } else {
            self.hold(samples, first, slope, enable);
        }
        // Kept off the subnormals by hand: a leak alone would decay through them.
        let ends = first + samples.len() == GRID;
        self.state.requested = flush_subnormal(self.state.requested, ends);
        self.state.limited = flush_subnormal(self.state.limited, ends);
    }

    #[inline(always)]
    fn hold(&mut self, samples: &mut [f32], first: usize, slope: Ramp, enable: Ramp) {
        let Coefficients { leak, displacement, .. } = self.coefficients;
        let FilterState { requested: mut x, limited, mut most, oversampler } = self.state;
        // Number 0 is the last of the cell before. Only the sum waits for its own past; the rest goes side by side.
        let mut held = [limited; GRID + 1];
        let own = &mut held[1..=samples.len()];
        for (requested, v) in own.iter_mut().zip(samples.iter()) {
            x = x * leak + v * displacement;
            *requested = x;
        }
        for requested in own.iter_mut() {
            most = if requested.abs() > most { requested.abs() } else { most };
            *requested = soft_limit(*requested);
        }
        let velocity_cm_s = 1.0 / displacement;
        for (i, v) in samples.iter_mut().enumerate() {
            let steepest = slope.at(first + i);
            let overcut = (held[i + 1] - held[i] * leak) * velocity_cm_s;
            let cut = soft_limit(overcut * steepest) / steepest;
            *v += (cut - *v) * enable.at(first + i);
        }
        self.state = FilterState { requested: x, limited: held[samples.len()], most, oversampler };
    }

    #[inline(always)]
    fn hold_oversampled(&mut self, samples: &mut [f32], first: usize, slope: Ramp, enable: Ramp) {
        let Coefficients { leak, displacement, .. } = self.coefficients;
        let FilterState { requested: mut x, mut limited, mut most, mut oversampler } = self.state;
        for (i, v) in samples.iter_mut().enumerate() {
            let steepest = slope.at(first + i);
            let (held, late) = oversampler.process(*v, |v| {
                x = x * leak + v * displacement;
                most = most.max(x.abs());
                let next = soft_limit(x);
                let overcut = (next - limited * leak) / displacement;
                limited = next;
                soft_limit(overcut * steepest) / steepest
            });
            *v = late + (held - late) * enable.at(first + i);
        }
        self.state = FilterState { requested: x, limited, most, oversampler };
    }
}
