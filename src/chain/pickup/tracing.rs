//! Tracing: a round needle cannot follow a bent groove, so it bends the sound.
//!
//! A sphere of radius R in a V-groove of 90° rides parallel to each wall. For a lateral groove `y` this adds
//! (Pierce & Hunt 1938; Lewis & Hunt 1941; rederived)
//!
//! `Δy = (R²/4) · y'² · y''  +  g_v · R/(2√2) · y'²  =  y'² · (R/4) · (Rκ + √2 g_v)`
//!
//! An arm that does not stand along the groove reads each swing a little ahead or behind, `y(s + y tan η)`:
//! `Δy = y · y' · tan η` (Löfgren 1938; Baerwald 1941).
//!
//! | term     | meaning                                                               |
//! |----------|-----------------------------------------------------------------------|
//! | `y'`     | slope of the groove, `v/V`                                            |
//! | `κ`      | its curvature, `(dv/dt)/V²`                                           |
//! | `Rκ ≤ 1` | past it the needle no longer enters the trough: curvature is limited  |
//! | `g_v`    | share of vertical motion the pickup lets through                      |
//! | `η`      | angle between arm and groove at this radius (`player.rs`)             |
//!
//! The third harmonic of velocity is `(3/16)(Rκ)²`: it grows as `1/V⁴`, hence the end of a side; the second is
//! `g_v Rκ/(2√2)` from pinching and `(v/V) tan η` from the angle. A worn
//! groove holds only `(1 − 0.6 D)/R`. Valid to Rκ = 0.5 within 8 %. Measured in `tests/physics/pickup.rs`.

use super::player::INTEGRATOR_HZ;
use super::player::PlayerSpec;
use crate::chain::control_frame::ControlFrame;
use crate::chain::parts::kept::Kept;
use crate::chain::parts::math::{clamp_symmetric, flush_subnormal};
use crate::chain::parts::ramp::{GRID, Ramp};

/// Curvature that a worn-out groove no longer holds, as a share.
const WORN_AWAY: f32 = 0.6;

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    /// How much of tracing is heard.
    amount: Ramp,
    /// Greatest change of velocity per sample, in cm/s.
    limit: Ramp,
    /// Slope per cm/s.
    slope: Ramp,
    /// Rκ per change of velocity per sample.
    bend: Ramp,
    /// Change of velocity, in cm/s, per unit of `y'² · (Rκ + √2 g_v)` and sample.
    scale: f32,
    /// √2 g_v.
    vertical: f32,
    /// 4 tan η / R, per metre; leak of the displacement, and metres per cm/s summed.
    angle: Ramp,
    leak: f32,
    step_m: f32,
}

#[derive(Clone, Copy, Debug, Default)]
struct FilterState {
    limited: f32,
    shift: f32,
    displacement_m: f32,
}

/// The needle's geometry.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::chain) struct Tracing {
    coefficients: Coefficients,
    state: FilterState,
    leak: Kept,
}

impl Tracing {
    /// Forgets the past.
    pub(in crate::chain) fn reset(&mut self) {
        self.state = FilterState::default();
    }

    /// Aims at the next grid point.
    pub(in crate::chain) fn update(&mut self, frame: &ControlFrame, player: &PlayerSpec) {
        let (rate, speed) = (frame.sample_rate_hz as f32, frame.place.speed_m_s as f32);
        let radius_m = player.needle_um as f32 * 1e-6;
        let c = &mut self.coefficients;
        c.amount.set_target(frame.settings.pickup_tracing / 100.0 * frame.enable.pickup, frame.snap);
        // cm/s per sample to m/s².
        let bend = radius_m * rate * 0.01 / (speed * speed);
        c.bend.set_target(bend, frame.snap);
        c.limit.set_target((1.0 - WORN_AWAY * frame.programme_damage) / bend, frame.snap);
        c.slope.set_target(0.01 / speed, frame.snap);
        c.scale = radius_m / 4.0 * rate * 100.0;
        let radius = frame.place.radius_mm;
        c.angle.set_target((4.0 * player.arm.tan_error(radius)) as f32 / radius_m, frame.snap);
        let leak = |rate| libm::exp(-std::f64::consts::TAU * INTEGRATOR_HZ / rate);
        c.leak = self.leak.at(frame.sample_rate_hz, leak) as f32;
        c.step_m = 0.01 / rate;
        c.vertical = std::f32::consts::SQRT_2 * player.vertical as f32;
    }

    /// Traces the groove, in place.
    #[inline(always)]
    pub(in crate::chain) fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { amount, limit, slope, bend, scale, vertical, angle, leak, step_m } =
            self.coefficients;
        let FilterState { mut limited, mut shift, displacement_m: mut y } = self.state;
        // Number 0 is the last of the cell before. Two of these wait for their own past; the rest goes side by side.
        let count = groove.len();
        let mut followed = [limited; GRID + 1];
        let mut displaced_m = [y; GRID];
        for (i, v) in groove.iter().enumerate() {
            let steepest = limit.at(first + i);
            // Where the bend is too tight the needle cuts the corner, and catches up behind it.
            limited += clamp_symmetric(*v - limited, steepest);
            y = y * leak + limited * step_m;
            (followed[i + 1], displaced_m[i]) = (limited, y);
        }
        let mut shifts = [shift; GRID + 1];
        let (before, here) = (&followed[..count], &followed[1..=count]);
        for (i, next) in shifts[1..=count].iter_mut().enumerate() {
            let incline = clamp_symmetric(here[i] * slope.at(first + i), 1.0);
            let tight = (here[i] - before[i]) * bend.at(first + i);
            *next = incline * (incline * (tight + vertical) + displaced_m[i] * angle.at(first + i));
        }
        for (i, v) in groove.iter_mut().enumerate() {
            let traced = here[i] + (shifts[i + 1] - shifts[i]) * scale;
            *v += (traced - *v) * amount.at(first + i);
        }
        shift = shifts[count];
        let ends = first + count == GRID;
        self.state = FilterState {
            limited: flush_subnormal(limited, ends),
            shift: flush_subnormal(shift, ends),
            displacement_m: flush_subnormal(y, ends),
        };
    }
}
