//! The small parts every instrument shares: two-pole filters, an oscillator without
//! audible aliases, and randomness that is the same on every machine.
//!
//! The filters are the bilinear-transform biquads of Robert Bristow-Johnson's *Audio EQ
//! Cookbook*, run in transposed direct form II.

use std::f64::consts::TAU;

/// Rate the whole tune is played at; the finished mix is resampled to the caller's rate,
/// so that every rate hears the very same performance.
pub const RATE_HZ: f64 = 48_000.0;

/// Frequency of a (possibly fractional) MIDI note number; 69 is A4 = 440 Hz.
pub fn midi_hz(midi: f64) -> f64 {
    440.0 * libm::exp2((midi - 69.0) / 12.0)
}

/// Sample index of a moment; moments before the start clamp to it.
pub fn sample_at(time_s: f64) -> usize {
    (time_s * RATE_HZ).max(0.0) as usize
}

/// An integer hash (the 32-bit finaliser of MurmurHash3) mapped to `0..1`.
pub fn hash01(seed: u32) -> f64 {
    let mut h = seed.wrapping_add(0x9E37_79B9);
    h = (h ^ (h >> 16)).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35);
    f64::from(h ^ (h >> 16)) / 4_294_967_296.0
}

/// Humanising offset in `-1..1`, small values likelier than large ones.
pub fn human(seed: u32) -> f64 {
    hash01(seed.wrapping_mul(2)) - hash01(seed.wrapping_mul(2).wrapping_add(1))
}

/// White noise in `-1..1` as a counter run through [`hash01`].
pub struct Noise(u32);

impl Noise {
    /// Noise that differs from that of any other nearby seed.
    pub fn new(seed: u32) -> Self {
        Self(seed.wrapping_mul(0x0100_0193))
    }

    /// The next sample.
    pub fn sample(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(1);
        hash01(self.0) * 2.0 - 1.0
    }
}

/// `y += a (x - y)`: a first-order low-pass, also used to smooth controls.
pub struct OnePole {
    coeff: f64,
    state: f64,
}

impl OnePole {
    /// Low-pass with the given corner.
    pub fn new(corner_hz: f64) -> Self {
        Self { coeff: Self::coeff(corner_hz), state: 0.0 }
    }

    /// Moves the corner without disturbing the state.
    pub fn set_corner(&mut self, corner_hz: f64) {
        self.coeff = Self::coeff(corner_hz);
    }

    /// Filters one sample.
    pub fn run(&mut self, x: f64) -> f64 {
        self.state += self.coeff * (x - self.state);
        self.state
    }

    fn coeff(corner_hz: f64) -> f64 {
        1.0 - libm::exp(-TAU * corner_hz / RATE_HZ)
    }
}

/// A second-order filter section.
#[derive(Clone)]
pub struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    z: [f64; 2],
}

impl Biquad {
    /// Section from normalised coefficients: `b` is the numerator, `a` is `[a1, a2]`.
    pub fn new(b: [f64; 3], a: [f64; 2]) -> Self {
        Self { b, a, z: [0.0; 2] }
    }

    /// Band-pass with unit gain at its centre: one resonance of a wooden box.
    pub fn resonance(centre_hz: f64, q: f64) -> Self {
        let (cos, alpha) = Self::prototype(centre_hz, q);
        Self::normalised([alpha, 0.0, -alpha], cos, alpha)
    }

    /// Second-order high-pass.
    pub fn high_pass(corner_hz: f64, q: f64) -> Self {
        let (cos, alpha) = Self::prototype(corner_hz, q);
        let edge = (1.0 + cos) / 2.0;
        Self::normalised([edge, -2.0 * edge, edge], cos, alpha)
    }

    /// Filters one sample.
    pub fn run(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }

    fn prototype(freq_hz: f64, q: f64) -> (f64, f64) {
        let (sin, cos) = libm::sincos(TAU * freq_hz / RATE_HZ);
        (cos, sin / (2.0 * q))
    }

    fn normalised(b: [f64; 3], cos: f64, alpha: f64) -> Self {
        let a0 = 1.0 + alpha;
        Self::new(b.map(|c| c / a0), [-2.0 * cos / a0, (1.0 - alpha) / a0])
    }
}

/// A soundbox: the direct sound plus resonances given as (centre Hz, Q, gain).
pub struct Body {
    direct: f64,
    modes: Vec<(Biquad, f64)>,
}

impl Body {
    /// Builds the box; `direct` is the gain of the sound that bypasses the resonances.
    pub fn new(direct: f64, modes: &[(f64, f64, f64)]) -> Self {
        let modes =
            modes.iter().map(|&(centre_hz, q, gain)| (Biquad::resonance(centre_hz, q), gain)).collect();
        Self { direct, modes }
    }

    /// Filters one sample.
    pub fn run(&mut self, x: f64) -> f64 {
        let ring: f64 = self.modes.iter_mut().map(|(f, g)| *g * f.run(x)).sum();
        self.direct * x + ring
    }
}

/// Residual that rounds the step of a sawtooth over two samples (PolyBLEP: Välimäki and
/// Huovilainen, *Antialiasing oscillators in subtractive synthesis*, 2007).
fn blep(phase: f64, step: f64) -> f64 {
    if phase < step {
        let t = phase / step;
        t + t - t * t - 1.0
    } else if phase > 1.0 - step {
        let t = (phase - 1.0) / step;
        t * t + t + t + 1.0
    } else {
        0.0
    }
}

/// Rising sawtooth in `-1..1` at `phase` (`0..1`) when it advances by `step` per sample.
pub fn saw(phase: f64, step: f64) -> f64 {
    2.0 * phase - 1.0 - blep(phase, step)
}

/// `3x^2 - 2x^3` on `0..1`, flat outside: the shape of a hand moving from rest to rest.
pub fn smoothstep(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}
