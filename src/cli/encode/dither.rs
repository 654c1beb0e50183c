//! Dither: two evenly spread random numbers of a bit's width are added before rounding, so that what is quieter than a bit
//! is heard through noise and not chopped into distortion (Lipshitz, Wannamaker & Vanderkooy, JAES 1992). The numbers are the disc's.

use crate::disc::{hash, salt};

/// Its numbers.
pub(super) struct Dither {
    seed: u64,
    count: u64,
}

impl Dither {
    /// Those of a disc.
    pub(super) fn new(seed: u64) -> Self {
        Self { seed: hash::branch(seed, salt::DITHER), count: 0 }
    }

    /// The next number, from −1 to 1 in a triangle, in bits.
    pub(super) fn next(&mut self) -> f32 {
        let bits = hash::branch(self.seed, self.count);
        self.count += 1;
        hash::unit(bits) - hash::unit(hash::mix(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_numbers_are_a_triangle_and_the_same_again() {
        let all = |seed| {
            let mut dither = Dither::new(seed);
            (0..100_000).map(|_| dither.next()).collect::<Vec<f32>>()
        };
        let numbers = all(3);
        assert_eq!(numbers, all(3));
        assert_ne!(numbers, all(4));
        let mean = numbers.iter().map(|x| f64::from(*x)).sum::<f64>() / 1e5;
        let power = numbers.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.01 && (power - 1.0 / 6.0).abs() < 0.005, "{mean} {power}");
        assert!(numbers.iter().all(|x| x.abs() <= 1.0));
    }
}
