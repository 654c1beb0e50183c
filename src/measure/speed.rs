//! A recording that ran at another speed than its original: how fast, and as if it had not.
//!
//! A delay can be followed while it drifts by less than half a per cent; beyond that speeds are tried one after another.

use super::compare::{compare, read};

/// Speeds are tried on so much of a start, in such steps, so many to either side: what is followed can be off by half a step.
const SPEED_SECONDS: f64 = 5.0;
const SPEED_STEP: f64 = 0.004;
const SPEED_STEPS: i32 = 20;
/// By so much another speed must be better.
const CLEARLY_DB: f64 = 3.0;

/// A recording as if it had run at another speed; 1.01 reads it faster, so that what ran slow by so much is put right.
pub fn at_speed(x: &[f32], speed: f64) -> Vec<f32> {
    (0..(x.len() as f64 / speed) as usize).map(|n| read(x, n as f64 * speed)).collect()
}

/// The speed at which the start of a recording follows the original best, if that is clearly better than as it is.
pub fn speed_of(dry: &[f32], wet: &[f32], rate_hz: f64) -> Option<f64> {
    let frames = ((SPEED_SECONDS * rate_hz) as usize).min(dry.len());
    let dry = &dry[..frames];
    let likeness = |speed: f64| {
        let reached = ((frames as f64 * speed) as usize + 2).min(wet.len());
        let found = compare(dry, &at_speed(&wet[..reached], speed), rate_hz);
        found.map_or(f64::NEG_INFINITY, |found| found.song_over_rest_db(100.0, 8000.0))
    };
    let steps = -SPEED_STEPS..=SPEED_STEPS;
    let all = steps.map(|n| 1.0 + f64::from(n) * SPEED_STEP).map(|speed| (speed, likeness(speed)));
    let (speed, best) = all.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best > likeness(1.0) + CLEARLY_DB).then_some(speed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_found_and_put_right() {
        let mut state = 5u64;
        let white: Vec<f32> = (0..300_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                0.2 * ((state >> 40) as f32 / 8_388_608.0 - 1.0)
            })
            .collect();
        let song: Vec<f32> = white.windows(12).map(|w| w.iter().sum::<f32>() / 4.0).collect();
        let slow = at_speed(&song, 0.95);
        let found = speed_of(&song, &slow, 48_000.0).unwrap();
        assert!((found * 0.95 - 1.0).abs() < SPEED_STEP, "{found}");
        assert_eq!(speed_of(&song, &song, 48_000.0), None);
        assert_eq!(speed_of(&[], &[], 48_000.0), None);
    }
}
