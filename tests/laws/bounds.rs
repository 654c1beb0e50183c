//! Finite and bounded, whatever comes in.

use crate::common::*;
use proptest::prelude::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{PARAMETERS, Settings};

/// Any settings within their ranges.
fn any_settings() -> impl Strategy<Value = Settings> {
    proptest::collection::vec(0.0f32..=1.0, PARAMETERS.len()).prop_map(|turns| {
        let mut settings = Settings::default();
        for (parameter, turn) in PARAMETERS.iter().zip(turns) {
            let (min, max) = parameter.range();
            (parameter.set)(&mut settings, parameter.conform(min + (max - min) * turn));
        }
        settings
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_what_goes_out_is_finite_and_bounded(
        settings in any_settings(),
        other in any_settings(),
        kind in 0usize..7,
        rate in prop::sample::select(vec![8_000.0, 44_100.0, 48_000.0, 192_000.0]),
    ) {
        let mut chain = chain(&settings, 1953, rate);
        let input = |i: usize| match kind {
            0 => 0.0,
            1 => 1.0,
            2 => if i.is_multiple_of(4000) { 15.8 } else { 0.0 },
            3 => if (i / 50).is_multiple_of(2) { 15.8 } else { -15.8 },
            4 => f32::from_bits((i as u32).wrapping_mul(2_654_435_761)),
            5 => f32::MIN_POSITIVE / 3.0,
            _ => ((i * 7919) % 1000) as f32 / 500.0 - 1.0,
        };
        let mut song: Vec<f32> = (0..12_000).map(input).collect();
        for (n, part) in song.chunks_mut(500).enumerate() {
            chain.set(if n % 3 == 0 { &other } else { &settings });
            chain.process(&mut [part], TransportState::Rolling(n as i64 * 500 + if n > 12 { 9_000_000 } else { 0 }));
        }
        for y in &song {
            // The disc's ceiling, and the loudest input through mix and output.
            prop_assert!(y.is_finite() && y.abs() < MAX_OUTPUT, "{y}");
            prop_assert!(*y == 0.0 || y.is_normal(), "subnormal {y:e}");
        }
    }
}

/// The disc's ceiling, and the loudest input through mix and output.
const MAX_OUTPUT: f32 = 8.0 + 32.0 * 4.0;

#[test]
fn a_low_end_that_passes_by_is_no_louder_than_the_loudest_input() {
    let low = Settings { keep_low: 220.0, mix: 0.0, output: 12.0, level_match: false, ..clean(groove()) };
    let other = Settings { keep_low: 20.0, mix: 85.0, output: -24.0, ..low };
    let mut chain = chain(&low, 1953, 44_100.0);
    let mut song: Vec<f32> = (0..24_000).map(|i| if (i / 50) % 2 == 0 { 32.0 } else { -32.0 }).collect();
    for (n, part) in song.chunks_mut(500).enumerate() {
        chain.set(if n % 3 == 0 { &other } else { &low });
        chain.process(&mut [part], TransportState::Rolling(n as i64 * 500));
    }
    let peak = song.iter().fold(0.0f32, |peak, y| peak.max(y.abs()));
    assert!((100.0..MAX_OUTPUT).contains(&peak), "{peak}");
}
