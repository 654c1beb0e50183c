//! What the programme did in the last 20 ms: how fast the groove swings, how tightly it bends.
//!
//! Loud treble wears a groove most, because the needle must turn tight corners: curvature is
//! `κ = (dv/dt) / V²`. Both means are causal and live on the grid, so a cut block changes nothing.
//!
//! | term       | meaning                                        | time constant        |
//! |------------|------------------------------------------------|----------------------|
//! | velocity   | rms of the cut groove, in cm/s                 | 20 ms                |
//! | curving    | rms of its change, in cm/s²                    | 20 ms                |
//! | envelope   | peak of the programme, for `follow`            | 2 ms up, 200 ms down |
//! | presence   | peak of the input, for a needle that drops on signal | at once up, 200 ms down |
//! | loudest    | the same, for how loud the disc may be beside it     | at once up, 2 s down    |
//! | labour     | rms of the lows, of which the lathe's motor feels each change | 0.25 s less 0.7 s  |

use super::grooves::{self, Grooves};
use super::parts::math::DECAY_FLOOR;
use super::parts::ramp::GRID;
use super::reference::{REFERENCE_CM_S, REFERENCE_RMS_CM_S};

const MEAN_SECONDS: f64 = 0.020;
const ATTACK_SECONDS: f64 = 0.002;
const FOLLOW_RELEASE_SECONDS: f64 = 0.200;
/// How long a loud input lets the disc be loud.
const LOUDEST_RELEASE_SECONDS: f64 = 2.0;
/// Level at which `follow` lets the dirt through unchanged: a typical programme peak.
const FOLLOW_CM_S: f32 = REFERENCE_CM_S;

/// What loads the lathe's motor: below this the groove swings widest for its velocity.
const LOW_HZ: f64 = 120.0;
/// A motor gives way to a load in the first of these times and has caught up after the second (guessed).
const LABOUR_SECONDS: (f64, f64) = (0.25, 0.7);
/// Part of it that a motor does not feel: the noise of what is copied is no load.
const NO_LOAD: f32 = 0.1;
/// The load is a mean over this time: half a period of the lows must not be heard.
const LOAD_SECONDS: f64 = 0.060;
/// As far as loads that come and go can take it.
pub(super) const MAX_LABOUR: f32 = 0.35;
/// Rms of the lows that is a full load: loud bass, cut with constant amplitude 12 dB below reference.
const FULL_LOAD_CM_S: f32 = 0.25 * REFERENCE_RMS_CM_S;

#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    low: f32,
    load: f32,
    labour: [f32; 2],
    mean: f32,
    attack: f32,
    release: f32,
    loudest_release: f32,
    sample_rate_hz: f32,
}

#[derive(Clone, Copy, Debug, Default)]
struct FilterState {
    /// Sums over the present cell, for each lane, and the lanes heard in it.
    square: [f32; grooves::MAX_LANES],
    bend_square: [f32; grooves::MAX_LANES],
    last: [f32; grooves::MAX_LANES],
    low: [[f32; 2]; grooves::MAX_LANES],
    low_square: [f32; grooves::MAX_LANES],
    lanes: usize,
    peak: f32,
    input_peak: f32,
    /// Means at the last grid point.
    velocity_square: f32,
    acceleration_square: f32,
    envelope: f32,
    presence: f32,
    loudest: f32,
    load_square: f32,
    load: [f32; 2],
}

/// Follows the programme.
#[derive(Clone, Copy, Debug, Default)]
pub struct Envelope {
    coefficients: Coefficients,
    state: FilterState,
}

impl Envelope {
    /// An envelope at this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        let share = |seconds: f64| (1.0 - libm::exp(-(GRID as f64) / (seconds * sample_rate_hz))) as f32;
        let coefficients = Coefficients {
            low: (1.0 - libm::exp(-std::f64::consts::TAU * LOW_HZ / sample_rate_hz)) as f32,
            load: share(LOAD_SECONDS),
            labour: [share(LABOUR_SECONDS.0), share(LABOUR_SECONDS.1)],
            mean: share(MEAN_SECONDS),
            attack: share(ATTACK_SECONDS),
            release: share(FOLLOW_RELEASE_SECONDS),
            loudest_release: share(LOUDEST_RELEASE_SECONDS),
            sample_rate_hz: sample_rate_hz as f32,
        };
        Self { coefficients, state: FilterState::default() }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.state = FilterState::default();
    }

    /// Hears the input, before a source adds noise of its own.
    #[inline(always)]
    pub fn observe_input(&mut self, input: &Grooves) {
        let loudest = |peak: f32, v: &f32| peak.max(v.abs());
        self.state.input_peak = input.iter().flatten().fold(self.state.input_peak, loudest);
    }

    /// Observes the groove just cut, in cm/s.
    #[inline(always)]
    pub fn observe_groove(&mut self, grooves: &Grooves) {
        let state = &mut self.state;
        state.lanes = grooves.lanes();
        for (n, groove) in grooves.iter().enumerate() {
            let (mut square, mut bend_square, mut peak, mut last) =
                (state.square[n], state.bend_square[n], state.peak, state.last[n]);
            let (mut low, mut low_square) = (state.low[n], state.low_square[n]);
            for v in groove {
                square += v * v;
                bend_square += (v - last) * (v - last);
                peak = peak.max(v.abs());
                last = *v;
                low[0] += (v - low[0]) * self.coefficients.low;
                low[1] += (low[0] - low[1]) * self.coefficients.low;
                low_square += low[1] * low[1];
            }
            (state.square[n], state.bend_square[n], state.peak, state.last[n]) =
                (square, bend_square, peak, last);
            (state.low[n], state.low_square[n]) = (low, low_square);
        }
    }

    /// Ends a grid cell: takes its sums into the means.
    pub fn end_cell(&mut self) {
        let Coefficients { mean, attack, release, .. } = self.coefficients;
        let m = &mut self.state;
        let per_sample = |sums: &[f32]| sums.iter().sum::<f32>() / (m.lanes.max(1) * GRID) as f32;
        let (square, bend_square) = (per_sample(&m.square), per_sample(&m.bend_square));
        // The floor keeps the decays off the subnormal numbers.
        let floor = DECAY_FLOOR;
        m.velocity_square += (square - m.velocity_square) * mean + floor;
        m.acceleration_square += (bend_square - m.acceleration_square) * mean + floor;
        let share = if m.peak > m.envelope { attack } else { release };
        m.envelope += (m.peak - m.envelope) * share + floor;
        m.presence = m.input_peak.max(m.presence * (1.0 - release)) + floor;
        m.loudest = m.input_peak.max(m.loudest * (1.0 - self.coefficients.loudest_release)) + floor;
        m.low.iter_mut().flatten().for_each(|v| *v += floor);
        m.load_square += (per_sample(&m.low_square) - m.load_square) * self.coefficients.load + floor;
        let load = m.load_square.sqrt() / FULL_LOAD_CM_S;
        let load = ((load - NO_LOAD) / (1.0 - NO_LOAD)).clamp(0.0, 1.0);
        for (mean, share) in m.load.iter_mut().zip(self.coefficients.labour) {
            *mean += (load - *mean) * share + floor;
        }
        (m.square, m.bend_square, m.low_square) = Default::default();
        (m.peak, m.input_peak) = (0.0, 0.0);
    }

    /// Rms velocity, in cm/s.
    pub fn velocity_cm_s(&self) -> f32 {
        self.state.velocity_square.sqrt()
    }

    /// Rms acceleration, in cm/s².
    pub(super) fn acceleration_cm_s2(&self) -> f32 {
        self.state.acceleration_square.sqrt() * self.coefficients.sample_rate_hz
    }

    /// How far the lows have lately grown louder, `-0.35..=0.35`; 0 where they are as loud as they were, or none. A full load out
    /// of silence makes it so within half a second, and 0 again in some.
    pub(super) fn labour(&self) -> f32 {
        (self.state.load[0] - self.state.load[1]).clamp(-MAX_LABOUR, MAX_LABOUR)
    }

    /// Peak of the input lately, in cm/s.
    pub(super) fn loudest_cm_s(&self) -> f32 {
        self.state.loudest
    }

    /// Gain of the dirt by `follow`, −100…100 %: 1 at 0.
    ///
    /// Following, the dirt is silent in silence and unchanged at programme level; ducking, the reverse.
    pub(super) fn follow_gain(&self, follow_percent: f32) -> f32 {
        let present = (self.state.envelope / FOLLOW_CM_S).min(1.0);
        let amount = follow_percent.abs() / 100.0;
        let wanted = if follow_percent >= 0.0 { present } else { 1.0 - present };
        1.0 + (wanted - 1.0) * amount
    }

    /// Whether something has come in lately, for the needle that drops on signal: above −60 dB re
    /// reference.
    pub(super) fn is_present(&self) -> bool {
        self.state.presence > REFERENCE_CM_S * 1e-3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_accelerates_as_it_should() {
        let (rate_hz, tone_hz, peak_cm_s) = (48_000.0f32, 1000.0f32, 5.0f32);
        let mut envelope = Envelope::new(f64::from(rate_hz));
        let tau = std::f32::consts::TAU;
        let mut groove = vec![0.0; GRID];
        for cell in 0..3000 {
            for (i, v) in groove.iter_mut().enumerate() {
                *v = peak_cm_s * (tau * tone_hz * ((cell * GRID + i) % 48_000) as f32 / rate_hz).sin();
            }
            let mut grooves = Grooves::silent(1, GRID);
            grooves.iter_mut().for_each(|lane| lane.copy_from_slice(&groove));
            envelope.observe_groove(&grooves);
            envelope.end_cell();
        }
        let wanted = peak_cm_s * tau * tone_hz / std::f32::consts::SQRT_2;
        let off = envelope.acceleration_cm_s2() / wanted;
        assert!((off - 1.0).abs() < 0.01, "{off}");
    }

    #[test]
    fn the_loudest_is_there_at_once_and_falls_in_silence() {
        let mut envelope = Envelope::new(48_000.0);
        let mut input = Grooves::silent(1, GRID);
        input.iter_mut().for_each(|lane| lane[7] = -3.0);
        envelope.observe_input(&input);
        envelope.end_cell();
        assert!((envelope.loudest_cm_s() - 3.0).abs() < 1e-3, "{}", envelope.loudest_cm_s());
        for _ in 0..(LOUDEST_RELEASE_SECONDS * 48_000.0) as usize / GRID {
            envelope.end_cell();
        }
        let fallen = envelope.loudest_cm_s() / 3.0;
        assert!((fallen - (-1.0f32).exp()).abs() < 0.01, "{fallen}");
    }
}
