//! LATHE measured through the modern player: band, distortion, hum.

mod common;
use common::*;
use roentgenizdat::chain::settings::Settings;

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

/// Gain at a frequency for a sine of −30 dBFS, in dB.
fn gain_db(settings: &Settings, f_hz: f64) -> f64 {
    let out = play(settings, &sine(f_hz, 0.0316, 1.0));
    db(tone(&out[24_000..], f_hz).norm() / 0.0316)
}

#[test]
fn probe() {
    let settings = only_lathe();
    for f in [
        40.0, 60.0, 80.0, 100.0, 120.0, 150.0, 200.0, 300.0, 500.0, 1000.0, 2000.0, 2500.0, 3000.0, 3300.0,
        3600.0, 4000.0, 4300.0, 4500.0, 4700.0, 5000.0, 6000.0, 8000.0,
    ] {
        println!("{f} {:.2}", gain_db(&settings, f));
    }
    for (label, a) in [("ref", 0.251), ("+6", 0.501), ("+12", 1.0)] {
        let out = play(&settings, &sine(1000.0, a, 1.0));
        let h = |n: f64| tone(&out[24_000..], 1000.0 * n).norm();
        println!(
            "{label}: HD2 {:.3} HD3 {:.3}",
            100.0 * h(2.0) / h(1.0),
            100.0 * h(3.0) / h(1.0)
        );
    }
    for v in [2.0, 3.0, 3.5, 4.1, 5.0, 6.0] {
        let s = Settings {
            lathe_low_cut: 30.0,
            ..settings
        };
        // velocity after the turnover
        let a = v / 31.85 / (100.0f64 / (100.0f64.hypot(300.0)));
        let out = play(&s, &sine(100.0, a, 1.0));
        let h = |n: f64| tone(&out[24_000..], 100.0 * n).norm();
        println!("100 Hz {v} cm/s: HD3 {:.3}", 100.0 * h(3.0) / h(1.0));
    }
}
