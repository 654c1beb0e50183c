//! Smooth chance: a value for every place, the same each time.

use crate::disc::hash::{branch, unit};

/// Smooth noise of a place on a line, −1…1; one bump about every 1.
pub fn line(seed: u64, x: f32) -> f32 {
    let whole = x.floor();
    let node = |n: f32| unit(branch(seed, n as i64 as u64)) * 2.0 - 1.0;
    let part = x - whole;
    let eased = part * part * (3.0 - 2.0 * part);
    node(whole) + (node(whole + 1.0) - node(whole)) * eased
}

/// Smooth noise round a circle, −1…1, of `bumps` bumps; `turns` is the angle in turns.
pub fn circle(seed: u64, turns: f32, bumps: u32) -> f32 {
    let x = (turns - turns.floor()) * bumps as f32;
    let whole = x.floor();
    let node = |n: f32| unit(branch(seed, u64::from(n as u32 % bumps))) * 2.0 - 1.0;
    let part = x - whole;
    let eased = part * part * (3.0 - 2.0 * part);
    node(whole) + (node(whole + 1.0) - node(whole)) * eased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_smooth_bounded_and_closes() {
        let mut last = line(1, -3.0);
        for i in -299..300 {
            let here = line(1, i as f32 / 100.0);
            assert!(here.abs() <= 1.0 && (here - last).abs() < 0.04);
            last = here;
        }
        assert!((circle(5, 0.0, 9) - circle(5, 0.999_999, 9)).abs() < 1e-3);
        assert_ne!(circle(5, 0.3, 9), circle(6, 0.3, 9));
    }
}
