//! Tracing: a round needle cannot follow a bent groove, so it bends the sound.
//!
//! A sphere of radius R in a V-groove of 90° rides parallel to each wall. For a lateral groove `y` this adds
//! (Pierce & Hunt 1938; Lewis & Hunt 1941; rederived)
//!
//! `Δy = (R²/4) · y'² · y''  +  g_v · R/(2√2) · y'²  =  y'² · (R/4) · (Rκ + √2 g_v)`
//!
//! | term     | meaning                                                               |
//! |----------|-----------------------------------------------------------------------|
//! | `y'`     | slope of the groove, `v/V`                                            |
//! | `κ`      | its curvature, `(dv/dt)/V²`                                           |
//! | `Rκ ≤ 1` | past it the needle no longer enters the trough: curvature is limited  |
//! | `g_v`    | share of vertical motion the pickup lets through                      |
//!
//! The third harmonic of velocity is `(3/16)(Rκ)²`: it grows as `1/V⁴`, hence the end of a side. A worn
//! groove holds only `(1 − 0.6 D)/R`. Valid to Rκ = 0.5 within 8 %. Measured in `tests/chain/pickup.rs`.

use super::player::Player;
use crate::chain::moment::Moment;
use crate::chain::parts::math::settle;
use crate::chain::parts::ramp::Ramp;

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
}

#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    limited: f32,
    shift: f32,
}

/// The needle's geometry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tracing {
    coefficients: Coefficients,
    memory: Memory,
}

impl Tracing {
    /// Forgets the past.
    pub fn reset(&mut self) {
        self.memory = Memory::default();
    }

    /// Aims at the next grid point.
    pub fn aim(&mut self, moment: &Moment, player: &Player) {
        let (rate, speed) = (moment.sample_rate_hz as f32, moment.place.speed_m_s as f32);
        let radius_m = player.needle_um as f32 * 1e-6;
        let c = &mut self.coefficients;
        c.amount.aim(moment.settings.pickup_tracing / 100.0 * moment.lamps.pickup, moment.snap);
        // cm/s per sample to m/s².
        let bend = radius_m * rate * 0.01 / (speed * speed);
        c.bend.aim(bend, moment.snap);
        c.limit.aim((1.0 - WORN_AWAY * moment.tone_damage) / bend, moment.snap);
        c.slope.aim(0.01 / speed, moment.snap);
        c.scale = radius_m / 4.0 * rate * 100.0;
        c.vertical = std::f32::consts::SQRT_2 * player.vertical as f32;
    }

    /// Traces the groove, in place.
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { amount, limit, slope, bend, scale, vertical } = self.coefficients;
        let Memory { mut limited, mut shift } = self.memory;
        for (i, v) in groove.iter_mut().enumerate() {
            let before = limited;
            let steepest = limit.at(first + i);
            // Where the bend is too tight the needle cuts the corner, and catches up behind it.
            limited += (*v - before).clamp(-steepest, steepest);
            let incline = (limited * slope.at(first + i)).clamp(-1.0, 1.0);
            let tight = (limited - before) * bend.at(first + i);
            let next = incline * incline * (tight + vertical);
            let traced = limited + (next - shift) * scale;
            shift = next;
            *v += (traced - *v) * amount.at(first + i);
        }
        self.memory = Memory { limited: settle(limited), shift: settle(shift) };
    }
}
