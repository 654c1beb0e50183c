//! Value ↔ knob: what a parameter can be, and where its knob then stands.
//!
//! A knob's scale is where equal turns are equal steps: the number itself, log₂ of it, or the fourth root of its
//! place in the range. A host moves numbers linearly on that scale.

use crate::params::{Kind, Parameter, Taper};

impl Parameter {
    /// The lowest and highest plain value.
    pub fn range(&self) -> (f32, f32) {
        match self.kind {
            Kind::Number { min, max, .. } => (min, max),
            Kind::Count { min, max, .. } => (min as f32, max as f32),
            Kind::Choice(values) => (0.0, (values.len() - 1) as f32),
            Kind::Switch => (0.0, 1.0),
        }
    }

    /// The nearest value the parameter can take; not-a-number becomes the default.
    ///
    /// Numbers are kept to five significant digits, and near 0 to a hundred-thousandth of the range: a host that
    /// stores a knob's turn instead of its value then gives back the very same bits.
    pub fn conform(&self, plain: f32) -> f32 {
        if plain.is_nan() {
            return self.default;
        }
        let (min, max) = self.range();
        match self.kind {
            Kind::Number { taper: Taper::Log, .. } => digits(plain, i32::MAX).clamp(min, max),
            Kind::Number { .. } => {
                let decimals = 5.0 - libm::floor(libm::log10(f64::from(max - min)));
                digits(plain, decimals as i32).clamp(min, max)
            }
            _ => plain.round().clamp(min, max),
        }
    }

    /// The value on the scale of its knob, where equal turns are equal steps: the number itself, log2 of it, or
    /// the fourth root of its place in the range.
    pub fn to_knob(&self, plain: f32) -> f32 {
        let plain = self.conform(plain);
        match self.kind {
            Kind::Number { taper: Taper::Log, .. } => libm::log2(f64::from(plain)) as f32,
            Kind::Number { min, max, taper: Taper::Quartic, .. } => {
                let part = f64::from(plain - min) / f64::from(max - min);
                libm::sqrt(libm::sqrt(part)) as f32
            }
            _ => plain,
        }
    }

    /// The value that a place on the knob's scale stands for. What went there by [`Parameter::to_knob`] and
    /// through the rounding of a host comes back to the bit.
    pub fn from_knob(&self, knob: f32) -> f32 {
        let exact = f64::from(knob);
        let plain = match self.kind {
            Kind::Number { taper: Taper::Log, .. } => libm::exp2(exact),
            Kind::Number { min, max, taper: Taper::Quartic, .. } => {
                f64::from(min) + f64::from(max - min) * (exact * exact) * (exact * exact)
            }
            _ => exact,
        };
        self.conform(plain as f32)
    }

    /// Both ends of the knob's scale.
    pub fn knob_range(&self) -> (f32, f32) {
        let (min, max) = self.range();
        (self.to_knob(min), self.to_knob(max))
    }
}

/// Rounds to five significant digits, and to no more than so many decimals. Never gives −0.
pub(super) fn digits(x: f32, decimals: i32) -> f32 {
    if x == 0.0 || !x.is_finite() {
        return x + 0.0;
    }
    let significant = 4 - libm::floor(libm::log10(f64::from(x.abs()))) as i32;
    let scale = libm::pow(10.0, f64::from(significant.min(decimals)));
    (libm::round(f64::from(x) * scale) / scale) as f32 + 0.0
}

#[cfg(test)]
mod tests {
    use crate::params::{PARAMETERS, Settings};

    #[test]
    fn a_knob_has_a_place_for_every_value() {
        for parameter in PARAMETERS {
            let (least, most) = parameter.range();
            for part in [0.0, 0.3, 0.5, 1.0] {
                let plain = parameter.conform(least + part * (most - least));
                assert_eq!(parameter.from_knob(parameter.to_knob(plain)), plain, "{}", parameter.id);
            }
        }
    }

    #[test]
    fn a_value_that_went_through_a_knob_keeps_its_bits() {
        let high_cut = Settings::parameter("lathe_high_cut").unwrap();
        assert_eq!(high_cut.conform(4500.0007), 4500.0);
        assert_eq!(high_cut.conform(f32::NAN), 4700.0);
        assert_eq!(high_cut.conform(f32::INFINITY), 12000.0);
    }
}
