//! Between which bounds the chain runs, and how long a change takes.

use std::ops::RangeInclusive;

/// Sample rates the chain runs at.
pub const RATES_HZ: RangeInclusive<f64> = 8_000.0..=384_000.0;
/// Further from a song's start no position is believed: garbage in must not overflow.
pub const MAX_POSITION_SAMPLES: i64 = 1 << 50;
/// A change of lamp, needle, bypass or disc takes this long.
pub const SWAP_SECONDS: f64 = 0.020;
