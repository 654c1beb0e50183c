//! A second-order section as an analogue prototype: what every linear part of the chain is designed as.
//!
//! `H(s) = (a·s² + b·ω·s + c·ω²) / (s² + k·ω·s + ω²)`
//!
//! | term | meaning                                               |
//! |------|-------------------------------------------------------|
//! | `ω`  | 2π times the section's frequency                      |
//! | `k`  | 1/Q; 2 and more gives two real poles                  |
//! | `abc`| how much high-, band- and low-pass goes to the output |
//!
//! A first-order filter is a section whose double pole (`k = 2`) has one half cancelled. The sampled form
//! is the trapezoidal state-variable filter (Zavalishin, *The Art of VA Filter Design*, 2018; Simper 2013):
//! stable at any modulation. One list of sections is the single truth for the sound (`cascade.rs`), for the
//! level match (`level_match.rs`) and for predictions in tests.

use std::f64::consts::PI;

/// One second-order section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// Frequency of the poles, in Hz.
    pub f_hz: f64,
    /// Damping, 1/Q.
    pub k: f64,
    /// Share of the high-pass output.
    pub a: f64,
    /// Share of the band-pass output.
    pub b: f64,
    /// Share of the low-pass output.
    pub c: f64,
}

/// The sampled section: what the loop needs. See `cascade.rs` for the equations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::chain) struct SectionCoefficients {
    /// What the first integrator gains from itself.
    pub(in crate::chain) b1: f32,
    /// What each integrator gains from the other and the input.
    pub(in crate::chain) b2: f32,
    /// What the second integrator gains from the input.
    pub(in crate::chain) b3: f32,
    /// Output from the input above the second integrator.
    pub d: f32,
    /// Output from the first integrator.
    pub c1: f32,
    /// Output from the second integrator.
    pub c2: f32,
}

impl Section {
    /// Passes everything.
    pub(in crate::chain) const PASS_THROUGH: Self = Self { f_hz: 1000.0, k: 2.0, a: 1.0, b: 2.0, c: 1.0 };

    /// Second-order low-pass.
    pub(in crate::chain) fn low_pass(f_hz: f64, q: f64) -> Self {
        Self { f_hz, k: 1.0 / q, a: 0.0, b: 0.0, c: 1.0 }
    }

    /// Second-order high-pass.
    pub fn high_pass(f_hz: f64, q: f64) -> Self {
        Self { f_hz, k: 1.0 / q, a: 1.0, b: 0.0, c: 0.0 }
    }

    /// The average over a round patch of `radius_um` on a groove of this speed, `2J₁(x)/x` with `x = 2π f b/V`: −3 dB at
    /// 0.257 V/b. The low-pass follows it within 0.2 dB down to −6 dB, and falls less steeply beyond.
    pub fn patch(radius_um: f64, speed_m_s: f64) -> Self {
        Self::low_pass(0.293 * speed_m_s / (radius_um * 1e-6), 0.62)
    }

    /// First-order low-pass.
    pub(in crate::chain) fn low_pass_1(f_hz: f64) -> Self {
        Self { f_hz, k: 2.0, a: 0.0, b: 1.0, c: 1.0 }
    }

    /// First-order high-pass.
    pub(in crate::chain) fn high_pass_1(f_hz: f64) -> Self {
        Self { f_hz, k: 2.0, a: 1.0, b: 1.0, c: 0.0 }
    }

    /// A resonance: `gain_db` at `f_hz`, 0 dB far away; `q` is that of the resonance itself.
    pub fn peak(f_hz: f64, q: f64, gain_db: f64) -> Self {
        Self { f_hz, k: 1.0 / q, a: 1.0, b: gain(gain_db) / q, c: 1.0 }
    }

    /// First-order shelf `(s + zero) / (s + pole)`: flat above both, `zero/pole` below both.
    pub fn shelf(zero_hz: f64, pole_hz: f64) -> Self {
        let ratio = zero_hz / pole_hz;
        Self { f_hz: pole_hz, k: 2.0, a: 1.0, b: ratio + 1.0, c: ratio }
    }

    /// A slope of `db_per_octave` (−6…+6) from `f_hz` up over four octaves, flat on both sides.
    ///
    /// One pair of zero and pole an octave; the ends are as round as those of any first-order filter.
    pub fn slope(f_hz: f64, db_per_octave: f64) -> [Self; 2] {
        let alpha = (db_per_octave / 6.02).clamp(-1.0, 1.0);
        [0.0, 2.0].map(|octave| {
            let zero = |n: f64| f_hz * exp2(octave + 0.5 + n - alpha / 2.0);
            let pole = |n: f64| f_hz * exp2(octave + 0.5 + n + alpha / 2.0);
            let (z0, z1, p0, p1) = (zero(0.0), zero(1.0), pole(0.0), pole(1.0));
            let f = libm::sqrt(p0 * p1);
            // Unity at the low end: scaled by the product of poles over the product of zeros.
            let scale = (p0 * p1) / (z0 * z1);
            Self {
                f_hz: f,
                k: (p0 + p1) / f,
                a: scale,
                b: scale * (z0 + z1) / f,
                c: scale * z0 * z1 / (f * f),
            }
        })
    }

    /// The section with its output scaled.
    #[must_use]
    pub fn scaled(self, gain: f64) -> Self {
        Self { a: self.a * gain, b: self.b * gain, c: self.c * gain, ..self }
    }

    /// The section crossfaded with a wire: `weight` 0 passes everything, 1 is the section itself.
    #[must_use]
    pub fn weighted(self, weight: f64) -> Self {
        let mix = |through: f64, own: f64| through + (own - through) * weight;
        Self { a: mix(1.0, self.a), b: mix(self.k, self.b), c: mix(1.0, self.c), ..self }
    }

    /// Gain in power at a frequency: the closed form the sampled section must obey.
    pub fn power_at(&self, f_hz: f64) -> f64 {
        if self.is_wire() {
            return 1.0;
        }
        let w = f_hz / self.f_hz;
        let part = |a: f64, b: f64, c: f64| (c - a * w * w) * (c - a * w * w) + b * b * w * w;
        part(self.a, self.b, self.c) / part(1.0, self.k, 1.0)
    }

    fn is_wire(&self) -> bool {
        self.a == 1.0 && self.b == self.k && self.c == 1.0
    }

    /// Group delay of the sampled section at a frequency, in samples.
    pub(in crate::chain) fn delay_samples_at(&self, f_hz: f64, sample_rate_hz: f64) -> f64 {
        if self.is_wire() {
            return 0.0;
        }
        let (section, g) = self.sampled(sample_rate_hz);
        let t = tan_pi(f_hz / sample_rate_hz);
        let w = t / g;
        // The slope of the angle of (c − a w²) + j b w.
        let turning = |a: f64, b: f64, c: f64| {
            let (re, im) = (c - a * w * w, b * w);
            b * (c + a * w * w) / (re * re + im * im).max(1e-12)
        };
        let turn = turning(1.0, section.k, 1.0) - turning(section.a, section.b, section.c);
        turn * (1.0 + t * t) / (2.0 * g)
    }

    /// The section that is really sampled, and its `g = tan(π f / f_s)`: near the top of the band, where a
    /// sampled filter cannot follow its prototype, it fades to a wire.
    fn sampled(&self, sample_rate_hz: f64) -> (Self, f64) {
        let relative = self.f_hz / sample_rate_hz;
        let fade = ((relative - 0.40) / 0.08).clamp(0.0, 1.0);
        let section = if fade > 0.0 { self.weighted(1.0 - fade * fade * (3.0 - 2.0 * fade)) } else { *self };
        (section, tan_pi(relative.min(0.48)))
    }

    /// The sampled section.
    pub(in crate::chain) fn coefficients(&self, sample_rate_hz: f64) -> SectionCoefficients {
        let (section, g) = self.sampled(sample_rate_hz);
        // v₁ = a₁ s₁ + a₂ e and v₂ = s₂ + a₂ s₁ + a₃ e are the band- and low-pass outputs, `m` how they are mixed.
        let less = g * (g + self.k);
        let a1 = 1.0 / (1.0 + less);
        let (a2, a3) = (g * a1, g * g * a1);
        let (m1, m2) = (section.b - section.k * section.a, section.c - section.a);
        SectionCoefficients {
            // 2 (a₁ − 1), without its rounding.
            b1: (-2.0 * less * a1) as f32,
            b2: (2.0 * a2) as f32,
            b3: (2.0 * a3) as f32,
            d: (section.a + m1 * a2 + m2 * a3) as f32,
            c1: (m1 * a1 + m2 * a2) as f32,
            c2: section.c as f32,
        }
    }
}

/// Gain in power of sections in series.
pub fn power_at(sections: &[Section], f_hz: f64) -> f64 {
    sections.iter().map(|section| section.power_at(f_hz)).product()
}

/// dB to a factor of amplitude.
pub fn gain(db: f64) -> f64 {
    // What most knobs stand at.
    if db == 0.0 {
        return 1.0;
    }
    libm::exp(db * (std::f64::consts::LN_10 / 20.0))
}

/// A factor of amplitude to dB.
pub fn db(gain: f64) -> f64 {
    20.0 * libm::log10(gain.max(1e-30))
}

fn exp2(x: f64) -> f64 {
    libm::exp2(x)
}

/// `tan(π x)` for `0 ≤ x < 0.5`, from the quotient of two sine series: cheap enough for every grid point.
fn tan_pi(x: f64) -> f64 {
    let quarter = x * (PI / 2.0);
    let t = {
        // tan of up to π/4 by its continued fraction, 7 terms: error below 1e-12.
        let y = quarter * quarter;
        quarter / (1.0 - y / (3.0 - y / (5.0 - y / (7.0 - y / (9.0 - y / (11.0 - y / 13.0))))))
    };
    2.0 * t / (1.0 - t * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn db_at(section: Section, f_hz: f64) -> f64 {
        10.0 * section.power_at(f_hz).log10()
    }

    #[test]
    fn corners_are_where_they_say() {
        assert!((db_at(Section::low_pass_1(1000.0), 1000.0) + 3.01).abs() < 0.01);
        assert!((db_at(Section::high_pass_1(300.0), 30.0) + 20.04).abs() < 0.01);
        assert!((db_at(Section::high_pass(120.0, 0.707), 120.0) + 3.01).abs() < 0.01);
        assert!((db_at(Section::peak(4500.0, 3.0, 8.0), 4500.0) - 8.0).abs() < 0.01);
        assert!((db_at(Section::shelf(300.0, 20.0), 1.0) - 23.5).abs() < 0.1);
    }

    #[test]
    fn slopes_are_straight() {
        for slope in [-6.0, -3.0, 2.0, 6.0] {
            let sections = Section::slope(1500.0, slope);
            let db = |octave: f64| 10.0 * power_at(&sections, 1500.0 * 2f64.powf(octave)).log10();
            let measured = (db(3.0) - db(1.0)) / 2.0;
            assert!((measured - slope).abs() < 0.16 * slope.abs(), "{slope}: {measured}");
            assert!(db(-4.0).abs() < 0.1, "flat below");
            assert!((db(9.0) - db(7.0)).abs() < 0.1, "flat above");
        }
    }

    #[test]
    fn delay_is_the_slope_of_phase() {
        // A first-order low-pass delays low frequencies by its time constant; a second-order one by k/ω.
        let turns =
            |section: Section| section.delay_samples_at(1.0, 1e6) / 1e6 * std::f64::consts::TAU * 1000.0;
        assert!((turns(Section::low_pass_1(1000.0)) - 1.0).abs() < 1e-3);
        assert!((turns(Section::low_pass(1000.0, 2.0)) - 0.5).abs() < 1e-3);
        assert!(turns(Section::PASS_THROUGH).abs() < 1e-12);
    }

    #[test]
    fn a_patch_averages_as_a_round_patch_does() {
        for x in [0.3f64, 0.8, 1.3, 1.615, 2.0, 2.2] {
            // 2J₁(x)/x by its series.
            let (exact, _) = (0..25).fold((0.0, 1.0), |(sum, term), n| {
                let n = f64::from(n);
                (sum + term, -term * (x / 2.0).powi(2) / ((n + 1.0) * (n + 2.0)))
            });
            let f_hz = x * 0.5 / (std::f64::consts::TAU * 20e-6);
            let off_db = db_at(Section::patch(20.0, 0.5), f_hz) - 20.0 * exact.log10();
            assert!(off_db.abs() < 0.2, "x {x}: {off_db} dB");
        }
    }

    #[test]
    fn weight_fades_to_a_wire() {
        let section = Section::low_pass(700.0, 2.0);
        assert!((section.weighted(0.0).power_at(5000.0) - 1.0).abs() < 1e-12);
        assert_eq!(section.weighted(1.0), section);
    }

    #[test]
    fn tangent_is_exact_enough() {
        for step in 1..48 {
            let x = f64::from(step) / 100.0;
            assert!((tan_pi(x) / (PI * x).tan() - 1.0).abs() < 1e-9, "{x}");
        }
    }
}
