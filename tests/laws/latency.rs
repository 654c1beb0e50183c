//! Dry and wet are in time; aligned, everything is late by one figure, whatever is set.

use crate::bits::{play_stereo, stereo};
use crate::common::*;
use roentgenizdat::chain::latency;
use roentgenizdat::params::{Choice, Latency, Machine, Player, Quality, Settings, Speed};

fn aligned(settings: Settings) -> Settings {
    Settings { disc_latency: Latency::Aligned, ..settings }
}

fn late() -> usize {
    latency::samples(Latency::Aligned, rate())
}

/// How much later a burst of 1 kHz comes out than it went in, under a bell so wide that a horn's resonance beside it is not
/// in it: its envelope travels at the group delay.
fn delay_at_1_khz_samples(settings: &Settings) -> f64 {
    let bell = |i: usize| (-((i as f64 - 0.5 * rate()) / (0.1 * rate())).powi(2)).exp();
    let song: Vec<f32> =
        sine(1000.0, 0.05, 1.0).iter().enumerate().map(|(i, v)| (bell(i) * f64::from(*v)) as f32).collect();
    let arrival = |x: &[f32]| {
        let e: f64 = x.iter().map(|v| f64::from(*v).powi(2)).sum();
        x.iter().enumerate().map(|(i, v)| i as f64 * f64::from(*v).powi(2)).sum::<f64>() / e
    };
    arrival(&play(settings, &song)) - arrival(&song)
}

#[test]
fn dry_and_wet_agree_within_half_a_sample_at_1_khz() {
    // Slip is the one part of warp that mostly rests: here it does, and nothing else swims about the mean.
    for &player in Player::ALL {
        let settings = Settings {
            pickup_player: player,
            pickup_tracing: 0.0,
            warp_hole: 0.0,
            warp_curl: 0.0,
            warp_flutter: 0.0,
            warp_slip: 10.0,
            wear_plays: 0.0,
            ..clean(leningrad())
        };
        let wet = delay_at_1_khz_samples(&settings);
        // The dry path alone: mix at a hair above 0 % is dry to 80 dB.
        let dry = delay_at_1_khz_samples(&Settings { mix: 0.01, ..settings });
        assert!((wet - dry).abs() < 0.5, "{player:?}: wet {wet} dry {dry}");
    }
}

#[test]
fn aligned_bypass_and_no_mix_are_the_input_late_by_the_figure() {
    let input = stereo(1.0);
    for settings in [
        Settings { bypass: true, ..leningrad() },
        Settings { mix: 0.0, ..leningrad() },
        Settings { mix: 0.0, disc_quality: Quality::High, warp_hole: 3.0, ..leningrad() },
        Settings { bypass: true, pickup_player: Player::Gramophone, keep_low: 90.0, ..leningrad() },
    ] {
        let (mut left, mut right) = input.clone();
        play_stereo(&aligned(settings), &mut left, &mut right, |_| 480);
        let frames = left.len() - late();
        assert!(left[late()..] == input.0[..frames] && right[late()..] == input.1[..frames]);
        assert!(left[..late()].iter().all(|x| *x == 0.0));
        // Counter-case: live, it is not late at all.
        let (mut left, mut right) = input.clone();
        play_stereo(&settings, &mut left, &mut right, |_| 480);
        assert!(left == input.0 && right == input.1);
    }
}

#[test]
fn aligned_the_disc_is_late_by_the_figure_at_1_khz() {
    each_rate(|| {
        let still = Settings {
            warp_hole: 0.0,
            warp_curl: 0.0,
            warp_flutter: 0.0,
            wear_plays: 0.0,
            pickup_tracing: 0.0,
            ..clean(leningrad())
        };
        for &pickup_player in Player::ALL {
            for &disc_quality in Quality::ALL {
                let settings = Settings { pickup_player, disc_quality, ..still };
                let off = delay_at_1_khz_samples(&aligned(settings)) - late() as f64;
                assert!(off.abs() < 0.5, "{pickup_player:?} {disc_quality:?} at {} Hz: {off}", rate());
            }
        }
        // Counter-case: live, it is somewhere else.
        assert!((delay_at_1_khz_samples(&still) - late() as f64).abs() > 10.0);
    });
}

#[test]
fn no_setting_needs_more_than_the_figure() {
    // A disc as bent as it goes, in the finest quality, under the dullest filters; the slowest groove there is.
    let worst = Settings {
        disc_quality: Quality::High,
        warp_hole: 3.0,
        warp_curl: 5.0,
        warp_flutter: 3.0,
        source_amount: 100.0,
        lathe_machine: Machine::Blunt,
        lathe_low_cut: 400.0,
        lathe_high_cut: 1500.0,
        lathe_head: 12.0,
        pickup_tone: 1000.0,
        wear_plays: 60.0,
        ..leningrad()
    };
    let slow = Settings { warp_speed: Speed::Long, disc_diameter: 17.5, ..worst };
    for rate_hz in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
        let figure = latency::samples(Latency::Aligned, rate_hz) as f64;
        for (settings, &pickup_player) in
            [worst, slow].iter().flat_map(|s| Player::ALL.iter().map(move |p| (s, p)))
        {
            let settings = aligned(Settings { pickup_player, ..*settings });
            let mut chain = chain(&settings, 1953, rate_hz);
            for second in [0, 60, 150, 190] {
                play_at(&mut chain, &vec![0.0; 9600], second * rate_hz as i64, 480);
                let needed = chain.delay_samples();
                assert!(
                    needed == figure,
                    "{pickup_player:?}, {second} s, {rate_hz} Hz: {needed} of {figure}"
                );
            }
        }
    }
}

#[test]
fn aligned_blocks_change_no_bit() {
    let settings = aligned(Settings { mix: 60.0, wear_plays: 50.0, ..leningrad() });
    let (mut left, mut right) = stereo(1.0);
    play_stereo(&settings, &mut left, &mut right, |_| 8192);
    for size in [1usize, 77, 480] {
        let (mut l, mut r) = stereo(1.0);
        play_stereo(&settings, &mut l, &mut r, |_| size);
        assert!(l == left && r == right, "blocks of {size}");
    }
}
