//! The value of a law at the argument asked last: knobs stand still nearly always, and an exponential at every grid point is dear.

/// Works a law out anew only where its argument has changed.
#[derive(Clone, Copy, Debug)]
pub(in crate::chain) struct Kept {
    argument: f64,
    value: f64,
}

impl Kept {
    /// Before the first question.
    pub(in crate::chain) const NONE: Self = Self { argument: f64::NAN, value: 0.0 };

    /// The law's value there. It has to be the same law every time.
    #[inline(always)]
    pub(in crate::chain) fn at(&mut self, argument: f64, law: impl FnOnce(f64) -> f64) -> f64 {
        if argument != self.argument {
            *self = Self { argument, value: law(argument) };
        }
        self.value
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_is_asked_once_for_each_argument() {
        let (mut kept, mut asked) = (Kept::NONE, 0);
        for (x, wanted) in [(0.0, 0.0), (0.0, 0.0), (3.0, 6.0), (3.0, 6.0), (0.0, 0.0)] {
            let double = |x| {
                asked += 1;
                2.0 * x
            };
            assert_eq!(kept.at(x, double), wanted);
        }
        assert_eq!(asked, 3);
    }
}
