//! T2: LATHE measured through the modern player: band, distortion, the room between turns, hum, chips.

use crate::common::*;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::params::{Machine, Settings};

/// The cutter alone, at the outer edge.
fn only_lathe() -> Settings {
    Settings {
        warp_on: false,
        wear_on: false,
        pickup_tracing: 0.0,
        disc_travel: 0.0,
        lathe_drive: 0.0,
        ..clean(groove())
    }
}

/// Gain at a frequency for a sine of −18 dBFS, in dB.
fn gain_db(settings: &Settings, f_hz: f64) -> f64 {
    let out = play(settings, &sine(f_hz, 0.126, 0.6));
    db(tone(&out[at(0.25)..], f_hz).norm() / 0.126)
}

/// Where the gain crosses −3 dB between two frequencies, by halving.
fn crossing_hz(settings: &Settings, low_hz: f64, high_hz: f64) -> f64 {
    let (mut low, mut high) = (low_hz, high_hz);
    let rising = gain_db(settings, low) < -3.0;
    for _ in 0..9 {
        let middle = (low * high).sqrt();
        if (gain_db(settings, middle) < -3.0) == rising { low = middle } else { high = middle }
    }
    (low * high).sqrt()
}

/// Harmonic of a sine relative to its fundamental, in per cent.
fn harmonic_percent(out: &[f32], f_hz: f64, order: f64) -> f64 {
    let steady = &out[at(0.5)..];
    100.0 * tone(steady, f_hz * order).norm() / tone(steady, f_hz).norm()
}

#[test]
fn the_leningrad_band_is_120_hz_to_4500_hz() {
    each_rate(|| {
        let settings = Settings { wear_plays: 0.0, ..only_lathe() };
        law("T2.1", "low −3 dB", crossing_hz(&settings, 60.0, 300.0), 105.0..=135.0, "Hz");
        law("T2.1", "high −3 dB", crossing_hz(&settings, 3800.0, 7000.0), 4050.0..=4950.0, "Hz");
    });
}

#[test]
fn the_band_follows_its_knobs() {
    let settings = Settings { lathe_low_cut: 250.0, lathe_high_cut: 3000.0, ..only_lathe() };
    let low = crossing_hz(&settings, 100.0, 700.0);
    let high = crossing_hz(&settings, 2500.0, 5000.0);
    assert!((low / 250.0 - 1.0).abs() < 0.1, "low {low}");
    assert!((high / 3000.0 - 1.0).abs() < 0.1, "high {high}");
}

#[test]
fn the_head_peaks_just_below_the_high_cut() {
    each_rate(|| {
        // A head of 5 dB, cut off at 4.5 kHz.
        let set = Settings { lathe_head: 5.0, lathe_high_cut: 4500.0, ..only_lathe() };
        let gains = (0..25).map(|n| 2200.0 + 80.0 * f64::from(n)).map(|f| (f, gain_db(&set, f)));
        let (f, peak) = gains.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        law("T2.1", "peak of the head", peak, 3.5..=6.5, "dB");
        law("T2.1", "place of the peak re the high cut", f / 4500.0, 0.55..=0.95, "");
        let flat = Settings { lathe_head: 0.0, ..set };
        assert!(gain_db(&flat, f) < 1.0, "counter-case: no peak without it");
    });
}

#[test]
fn the_amplifier_bends_odd() {
    each_rate(|| {
        let at_dbfs =
            |settings: &Settings, dbfs: f64| play(settings, &sine(1000.0, 10f64.powf(dbfs / 20.0), 1.5));
        let (reference, loud) = (at_dbfs(&only_lathe(), -12.0), at_dbfs(&only_lathe(), 0.0));
        law("T2.2", "HD3 at reference", harmonic_percent(&reference, 1000.0, 3.0), 0.0..=1.0, "%");
        let third = harmonic_percent(&loud, 1000.0, 3.0);
        law("T2.2", "HD3 12 dB above", third, 3.0..=8.0, "%");
        let second = harmonic_percent(&loud, 1000.0, 2.0);
        law("T2.2", "HD2 over HD3 there", second / third, 0.0..=1.0 / 3.0, "");
        let studio = Settings { lathe_machine: Machine::Telefunken, ..only_lathe() };
        let better = harmonic_percent(&at_dbfs(&studio, 0.0), 1000.0, 3.0);
        assert!(better < third / 1.5, "counter-case: the studio machine bends less, {better} %");
    });
}

#[test]
fn bass_breaks_into_the_next_turn_at_4_cm_s() {
    each_rate(|| {
        let settings = Settings { lathe_low_cut: 30.0, ..only_lathe() };
        // After the turnover: what the groove is asked to do.
        let third = |velocity_cm_s: f64| {
            let amplitude = velocity_cm_s / 31.85 / (100.0 / 100f64.hypot(300.0));
            harmonic_percent(&play(&settings, &sine(100.0, amplitude, 1.5)), 100.0, 3.0)
        };
        let (mut low, mut high) = (1.0f64, 10.0f64);
        for _ in 0..7 {
            let middle = (low * high).sqrt();
            if third(middle) < 3.0 { low = middle } else { high = middle }
        }
        law("T2.3", "100 Hz with 3 % HD3, re 4.1 cm/s", db((low * high).sqrt() / 4.1), -2.0..=2.0, "dB");
    });
}

#[test]
fn the_groove_is_mono() {
    each_rate(|| {
        let (mut left, mut right) = (white(0.3, 2.0, 1), white(0.3, 2.0, 2));
        let mut chain = chain(&leningrad(), 1953, rate());
        chain.process(&mut [&mut left, &mut right], TransportState::Rolling(0));
        let side: Vec<f32> = left.iter().zip(&right).map(|(l, r)| l - r).collect();
        law("T2.4", "L − R re L", db(rms(&side) / rms(&left)), -600.0..=-90.0, "dB");
        assert!(rms(&left) > 0.01);
    });
}

#[test]
fn hum_is_mains_and_as_loud_as_the_knob_says() {
    each_rate(|| {
        let settings = Settings { lathe_hum: -42.0, pickup_on: false, ..only_lathe() };
        let out = play(&settings, &silence(4.0));
        let steady = &out[at(1.0)..];
        law("T2.5", "hum at −42 dB", db(rms(steady) / (0.251_19 / 2f64.sqrt())), -43.0..=-41.0, "dB");
        let lines: f64 = (1..=6).map(|n| tone(steady, 50.0 * f64::from(n)).norm_sqr() / 2.0).sum();
        law("T2.5", "share of it in lines of 50 Hz", lines.sqrt() / rms(steady), 0.99..=1.01, "");
    });
}

#[test]
fn an_embossed_groove_is_quieter_and_duller() {
    let cut = |f: f64| gain_db(&only_lathe(), f);
    let pressed = |f: f64| gain_db(&Settings { lathe_machine: Machine::Embosser, ..only_lathe() }, f);
    assert!((pressed(400.0) - cut(400.0) + 6.0).abs() < 0.7, "{}", pressed(400.0) - cut(400.0));
    // One pole at V/2πl = 2.83 kHz for l = 50 µm at 0.889 m/s; its tip is a little sharper than the copy's.
    let further = (pressed(2830.0) - cut(2830.0)) - (pressed(400.0) - cut(400.0));
    assert!((further + 3.0).abs() < 0.8, "{further} dB");
}

#[test]
fn what_breaks_into_the_neighbour_is_heard_a_turn_later() {
    let settings = Settings { lathe_low_cut: 30.0, ..only_lathe() };
    let settings = Settings {
        warp_on: true,
        warp_hole: 0.0,
        warp_curl: 0.0,
        warp_flutter: 0.0,
        warp_slip: 0.0,
        ..settings
    };
    // A burst of 1 kHz; a turn later a bass so strong that its walls break, or a weaker one.
    let turn = (RATE_HZ * 60.0 / 77.92) as usize;
    let ghost = |amplitude: f64| {
        let mut song = sine(100.0, 0.0, 3.0);
        for (i, v) in song.iter_mut().enumerate() {
            let burst = if (48_000..52_800).contains(&i) { (i as f64 * 0.130_9).sin() * 0.25 } else { 0.0 };
            let bass = if i > 60_000 { amplitude * (i as f64 * 0.013_09).sin() } else { 0.0 };
            *v = (burst + bass) as f32;
        }
        let out = play(&settings, &song);
        let f = 0.130_9 / std::f64::consts::TAU * RATE_HZ;
        let at = 48_000 + turn;
        db(tone(&out[at..at + 4800], f).norm() / tone(&out[48_000..52_800], f).norm())
    };
    let (broken, whole) = (ghost(1.0), ghost(0.05));
    assert!((-50.0..=-20.0).contains(&broken), "{broken} dB");
    assert!(whole < broken - 15.0, "counter-case: a groove that fits leaves no ghost, {whole} dB");
}

#[test]
fn a_caught_chip_tears_the_groove() {
    // The blunt machine's hiss in ten-millisecond steps, against that of the same film without a machine: some stand far out.
    // An embosser lifts no chip.
    let settings = Settings { film_on: true, film_bones: 0.0, pickup_on: false, ..only_lathe() };
    let levels = |settings: &Settings| -> Vec<f64> {
        play(settings, &silence(100.0)).chunks(480).skip(20).map(|part| db(rms(part))).collect()
    };
    let uncut = levels(&Settings { lathe_on: false, ..settings });
    let outliers = |lathe_machine| {
        let cut = levels(&Settings { lathe_machine, ..settings });
        cut.iter().zip(&uncut).filter(|(cut, uncut)| **cut > **uncut + 5.0).count()
    };
    let torn = outliers(Machine::Blunt);
    assert!((10..=80).contains(&torn), "{torn} hundredths of a second in 100 s");
    assert_eq!(outliers(Machine::Embosser), 0);
}
