//! Discs that hold something else than was paid for. Buyers feared them: the side begins as it should and goes on with another cut.

use super::hash;
use super::salt;
use crate::params::Serial;

/// The earliest and the latest that a side turns, in seconds of the song (guessed).
const SWAP_SECONDS: (f64, f64) = (6.0, 18.0);

/// When the side of this disc turns to another song, where it does, in seconds of the song.
pub fn swap_seconds(serial: Serial) -> f64 {
    let bits = hash::branch(hash::branch(salt::RECIPE, u64::from(serial.number())), salt::SWAPPED);
    SWAP_SECONDS.0 + (SWAP_SECONDS.1 - SWAP_SECONDS.0) * f64::from(hash::unit(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_disc_turns_at_its_own_time() {
        let seconds = |number| swap_seconds(Serial::new(number).unwrap());
        assert!((0..2000).map(seconds).all(|s| (6.0..=18.0).contains(&s)));
        assert!((seconds(1953) - seconds(1954)).abs() > 0.01);
    }
}
