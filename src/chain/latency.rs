//! LATENCY: how late everything is in the *aligned* mode, whatever is set.
//!
//! The disc reads behind the song by what the warp swings and the filters take: 5 ms with most presets, 14 ms with the worst
//! disc under the slowest player. Aligned, the needle's pointer rests so much further back that all of it together is
//!
//! `L = 13.55 ms + 96 samples`
//!
//! which is more than any setting needs (measured in `tests/laws/latency.rs`); mix at 0 % and bypass are the input delayed by
//! just that. Live, `L` is 0: the disc is late by what it needs, and the input passes undelayed.

use crate::params::Latency;

/// What swings and filters take at most, at any sample rate …
const SECONDS: f64 = 0.013_55;
/// … and what is counted in samples: cascades, interpolators, oversampling.
const SAMPLES: f64 = 96.0;

/// Samples by which everything is late.
pub fn samples(latency: Latency, sample_rate_hz: f64) -> usize {
    match latency {
        Latency::Live => 0,
        Latency::Aligned => libm::round(SECONDS * sample_rate_hz + SAMPLES) as usize,
    }
}
