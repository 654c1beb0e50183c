//! Stateless randomness: a value is looked up by where it is, never drawn from a running generator.
//!
//! `mix` is the finaliser of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): a bijection of 64 bits in
//! which each input bit flips about half of the output bits. Everything on the disc that is numbered by
//! place (a cell of hiss, a sector of dust) is `mix` of its address. Integers only, so that every machine
//! makes the same disc. Measured below (avalanche, moments) and in `tests/physics/film.rs` (serials uncorrelated).

/// 64 well-mixed bits of an address.
#[inline(always)]
pub fn mix(address: u64) -> u64 {
    let z = address.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A seed below `seed`, told apart by `branch`.
#[inline]
pub fn branch(seed: u64, branch: u64) -> u64 {
    mix(seed ^ mix(branch))
}

/// Uniform in `0.0..1.0`, from the top 24 bits: exact in `f32` on every machine.
#[inline(always)]
pub fn unit(bits: u64) -> f32 {
    (bits >> 40) as f32 * (1.0 / 16_777_216.0)
}

/// Uniform in `0.0 < x <= 1.0`, from all bits: safe to take the logarithm of.
#[inline]
pub fn unit_open(bits: u64) -> f64 {
    ((bits >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// Near-Gaussian, mean 0, variance 1: the sum of four 16-bit uniforms, bounded at ±3.46.
///
/// Kurtosis 2.7; the filters every use passes through bring it to 3.
#[inline(always)]
pub fn gauss(bits: u64) -> f32 {
    let lanes = (bits & 0x0000_ffff_0000_ffff) + ((bits >> 16) & 0x0000_ffff_0000_ffff);
    let sum = (lanes & 0xffff_ffff) as i32 + (lanes >> 32) as i32;
    // Four uniforms of width 65536 have variance 4 · 65536² / 12.
    (sum - 131_070) as f32 * (1.0 / 37_837.23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_flipped_bit_flips_half_of_the_output() {
        for bit in 0..64 {
            let flips: u32 = (0..256u64).map(|n| (mix(n) ^ mix(n ^ (1 << bit))).count_ones()).sum();
            let mean = f64::from(flips) / 256.0;
            assert!((mean - 32.0).abs() < 1.5, "bit {bit}: {mean}");
        }
    }

    #[test]
    fn gauss_has_unit_variance_and_no_mean() {
        let n = 200_000u64;
        let (mut sum, mut square, mut fourth) = (0.0f64, 0.0f64, 0.0f64);
        for i in 0..n {
            let x = f64::from(gauss(mix(i)));
            sum += x;
            square += x * x;
            fourth += x * x * x * x;
        }
        let (mean, variance) = (sum / n as f64, square / n as f64);
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.01, "variance {variance}");
        assert!((fourth / n as f64 - 2.7).abs() < 0.05, "kurtosis {}", fourth / n as f64);
    }

    #[test]
    fn unit_stays_inside_its_interval() {
        assert_eq!(unit(0), 0.0);
        assert!(unit(u64::MAX) < 1.0);
        assert!(unit_open(0) > 0.0);
        assert!(unit_open(u64::MAX) <= 1.0);
    }
}
