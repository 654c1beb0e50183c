//! Events by chance, nested: at a higher rate those of a lower one are all there, at the same places.
//!
//! The points of a stretch are a Poisson process along the *rate* as well as along time: each has a rate at which it appears, and
//! those below the rate asked for are there. Measured in `tests/physics/crackle.rs`.

use crate::disc::hash;
use crate::disc::salt;

/// Bursts: fewest and most in one.
const BURST: (u64, u64) = (3, 15);
/// No sector makes more, however long it is.
const MAX_EVENTS_PER_SECTOR: u64 = 400;

/// The points of a stretch whose rate of appearing is below `rate_hz`, lowest first: `point` gets its place as a part of the stretch,
/// `0.0..1.0`, and random bits of its own.
pub(in crate::chain) fn poisson(seed: u64, rate_hz: f64, seconds: f64, mut point: impl FnMut(f64, u64)) {
    let mut appears_at_hz = 0.0;
    for nth in 0..MAX_EVENTS_PER_SECTOR {
        let bits = hash::branch(seed, nth);
        appears_at_hz -= libm::log(hash::unit_open(bits)) / seconds;
        if appears_at_hz >= rate_hz {
            break;
        }
        let place = hash::mix(bits);
        point(f64::from(hash::unit(place)), hash::mix(place));
    }
}

/// The same for a sector, of which a share `clustering` comes in bursts, whose parents are points of the same kind of process.
///
/// `event` gets the time from the sector's start and random bits of its own.
pub(in crate::chain) fn nested_poisson(
    seed: u64,
    rate_hz: f32,
    clustering: f32,
    sector_seconds: f64,
    mut event: impl FnMut(f64, u64),
) {
    let rate_hz = f64::from(rate_hz);
    let alone_hz = rate_hz * f64::from(1.0 - clustering);
    let burst_hz = rate_hz * f64::from(clustering) / ((BURST.0 + BURST.1) as f64 / 2.0);
    poisson(hash::branch(seed, salt::dirt::ALONE), alone_hz, sector_seconds, |part, bits| {
        event(part * sector_seconds, bits);
    });
    poisson(hash::branch(seed, salt::dirt::BURSTS), burst_hz, sector_seconds, |part, bits| {
        let count = BURST.0 + hash::mix(bits) % (BURST.1 - BURST.0 + 1);
        let spacing_s = 1e-3 * (1.0 + 7.0 * f64::from(hash::unit(hash::mix(bits ^ 2))));
        let mut at_s = part * sector_seconds;
        for child in 0..count {
            let bits = hash::branch(bits, child);
            event(at_s, bits);
            at_s -= spacing_s * libm::log(hash::unit_open(hash::mix(bits)));
        }
    });
}
