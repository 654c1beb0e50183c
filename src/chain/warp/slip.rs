//! The film slides back on the felt now and then, and is dragged on again.
//!
//! Chances come every 1.618 turns; 35 % of them lead to a slide: half a swing `h (1 − cos 2π t/T)` on the pointer, `h` 0.3–1,
//! `T` 0.3–0.7 of the time between two chances. Guessed. Measured below and in `tests/physics/warp.rs`.

use crate::chain::parts::math::cos_turns;
use crate::disc::groove::Place;
use crate::disc::hash;
use crate::disc::salt;

/// Swing of one slide at 100 %, in seconds.
pub(super) const SWING_SECONDS: f64 = 0.0035;
/// Share of chances that lead to one.
const SHARE: f64 = 0.35;
/// Turns between two chances: no simple ratio, since a slide does not know the turn's beginning.
const TURNS: f64 = 1.618;

/// How far it has slid: −1 at rest, up to 1.
pub(super) fn shape(seed: u64, place: &Place) -> f64 {
    let chance = place.turns() / TURNS;
    let slot = libm::floor(chance);
    let bits = hash::branch(hash::branch(seed, salt::SLIP), slot as i64 as u64);
    if f64::from(hash::unit(bits)) > SHARE {
        return -1.0;
    }
    let length = 0.3 + 0.4 * f64::from(hash::unit(hash::mix(bits)));
    let height = 0.3 + 0.7 * f64::from(hash::unit(hash::mix(bits ^ 1)));
    let part = ((chance - slot) / length).min(1.0);
    -1.0 + height * (1.0 - cos_turns(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::groove::Groove;

    #[test]
    fn film_slides_now_and_then_and_no_further_than_it_may() {
        let groove = Groove::new(230.0, 77.92);
        let at = |seed: u64, turns: f64| shape(seed, &groove.place_at_turns(0, turns));
        let slip: Vec<f64> = (0..200_000u64).map(|n| at(n / 25_000, (n % 25_000) as f64 * 0.01)).collect();
        let (least, most) = slip.iter().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(*x), b.max(*x)));
        assert!((least + 1.0).abs() < 1e-6 && most > 0.9 && most <= 1.0, "{least} to {most}");
        // Half of a chance's time is slid away, on average.
        let rests = slip.iter().filter(|x| **x < -0.999).count() as f64 / slip.len() as f64;
        assert!((rests - (1.0 - 0.5 * SHARE)).abs() < 0.03, "at rest {rests}");
    }
}
