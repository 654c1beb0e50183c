//! Tracking: the needle stays in the groove only while its weight holds it there.
//!
//! Swinging the groove throws the needle about: its suspension pulls with `x/C`, its mass with `m·a`. Where that is
//! more than 0.8 of the force on it, the walls push it up and out: what it gives is cut to what it could follow, and it
//! finds back within 0.3 ms. Where the curl leaves no force at all, there is nothing until it lands.
//!
//! `g = min(1, 0.8 F / |x/C + m·a|)`
//!
//! | term | meaning                          | gramophone | magnetic | crystal | piezo, radiola | modern |
//! |------|----------------------------------|------------|----------|---------|----------------|--------|
//! | `F`  | force, from weight and curl      | 120 g      | 100 g    | 40 g    | 12 g           | 3 g    |
//! | `C`  | compliance, in 10⁻⁶ cm/dyn       | 0.1        | 0.2      | 0.4     | 1.2            | 15     |
//! | `m`  | moving mass at the needle, in mg | 300        | 200      | 80      | 30             | 1      |
//!
//! Derived; compliances and masses are those told of such pickups (guessed within a factor of two). Measured in
//! `tests/physics/pickup.rs`.

use super::player::GRAVITY_M_S2;
use super::player::INTEGRATOR_HZ;
use super::player::PlayerSpec;
use crate::chain::control_frame::ControlFrame;
use crate::chain::parts::kept::Kept;
use crate::chain::parts::math::flush_subnormal;
use crate::chain::parts::ramp::{GRID, Ramp};

/// Force of a gram, in dyn.
const DYN_PER_G: f64 = 100.0 * GRAVITY_M_S2;
/// Share of the force that a groove of 90° turns into hold.
const HOLD: f64 = 0.8;
/// The needle finds back into the groove in this time.
const HOLD_RELEASE_SECONDS: f64 = 0.3e-3;

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    /// What the needle withstands, in dyn.
    limit: Ramp,
    /// Leak of the integrator; dyn per cm/s summed, and per cm/s of change in a sample.
    leak: f32,
    spring: f32,
    mass: f32,
    release: f32,
    enable: Ramp,
}

#[derive(Clone, Copy, Debug)]
struct FilterState {
    displacement: f32,
    last: f32,
    hold: f32,
}

/// The needle's hold on the groove.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Tracking {
    coefficients: Coefficients,
    state: FilterState,
    leak: Kept,
    release: Kept,
}

impl Default for Tracking {
    fn default() -> Self {
        let state = FilterState { displacement: 0.0, last: 0.0, hold: 1.0 };
        Self { coefficients: Coefficients::default(), state, leak: Kept::NONE, release: Kept::NONE }
    }
}

impl Tracking {
    /// Forgets the past.
    pub(in crate::chain) fn reset(&mut self) {
        self.state = Self::default().state;
    }

    /// Aims at the next grid point.
    pub(in crate::chain) fn update(&mut self, frame: &ControlFrame, player: &PlayerSpec) {
        let rate = frame.sample_rate_hz;
        let force_g = player.weight_g * f64::from(frame.settings.pickup_force * frame.force);
        let c = &mut self.coefficients;
        c.limit.set_target((HOLD * DYN_PER_G * force_g) as f32, frame.snap);
        c.leak = self.leak.at(rate, |rate| libm::exp(-std::f64::consts::TAU * INTEGRATOR_HZ / rate)) as f32;
        c.spring = (1.0 / (player.compliance_cu * 1e-6) / rate) as f32;
        c.mass = (player.moving_mass_mg * 1e-3 * rate) as f32;
        c.release =
            self.release.at(rate, |rate| 1.0 - libm::exp(-1.0 / (HOLD_RELEASE_SECONDS * rate))) as f32;
        c.enable.set_target(frame.colour(frame.enable.pickup), frame.snap);
    }

    /// Follows the groove as far as it can, in place.
    #[inline(always)]
    pub(in crate::chain) fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { limit, leak, spring, mass, release, enable } = self.coefficients;
        let FilterState { displacement: mut x, mut last, mut hold } = self.state;
        let mut cell = [0.0; GRID];
        let thrown = &mut cell[..groove.len()];
        for (thrown, v) in thrown.iter_mut().zip(groove.iter()) {
            x = x * leak + *v;
            *thrown = (x * spring + (*v - last) * mass).abs();
            last = *v;
        }
        // Nearly always the groove asks for nothing that the needle could not do.
        let mut loses = false;
        for (i, thrown) in thrown.iter().enumerate() {
            loses |= *thrown > limit.at(first + i);
        }
        if loses || hold < 1.0 {
            for (i, (v, thrown)) in groove.iter_mut().zip(thrown.iter()).enumerate() {
                let withstood = limit.at(first + i);
                hold += (1.0 - hold) * release;
                if thrown * hold > withstood {
                    hold = withstood / thrown;
                }
                *v *= 1.0 + (hold - 1.0) * enable.at(first + i);
            }
        }
        let ends = first + groove.len() == GRID;
        // All but held is held: the approach itself never ends.
        let hold = if ends && hold > 1.0 - 1e-5 { 1.0 } else { hold };
        self.state =
            FilterState { displacement: flush_subnormal(x, ends), last: flush_subnormal(last, ends), hold };
    }
}
