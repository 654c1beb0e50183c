//! T6: PICKUP: tracing distortion against the closed form, contact. The players' curves are in `curves.rs`.

use crate::common::*;
use roentgenizdat::chain::Chain;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::params::{Player, Settings};
use std::sync::Arc;

/// A groove cut by nothing but its signal, played by one player.
pub fn only_pickup(player: Player) -> Settings {
    Settings {
        lathe_on: false,
        warp_on: false,
        wear_on: false,
        pickup_player: player,
        pickup_tone: 16_000.0,
        ..clean(leningrad())
    }
}

fn velocity(cm_s: f64) -> f64 {
    cm_s / 31.85
}

/// A tone of so much velocity in the groove, played at a moment of the side; the last second of it.
fn tone_at(settings: &Settings, f_hz: f64, cm_s: f64, at_s: f64) -> Vec<f32> {
    let mut chain = chain(settings, 1953, rate());
    let out = play_at(&mut chain, &sine(f_hz, velocity(cm_s) / turnover(f_hz), 1.5), at(at_s) as i64, 1024);
    out[at(0.5)..].to_vec()
}

/// Seconds into a 23 cm side at which the groove passes at this speed.
fn when(v_m_s: f64) -> f64 {
    let rev_hz = 77.92 / 60.0;
    (109.0 - v_m_s * 1e3 / std::f64::consts::TAU / rev_hz) / 0.25 / rev_hz
}

/// A harmonic of velocity that a pickup without a curve would give, as a share of the fundamental, in per cent.
fn harmonic_percent(settings: &Settings, order: f64, f_hz: f64, cm_s: f64, at_s: f64) -> f64 {
    let linear = Settings { pickup_tracing: 0.0, ..*settings };
    let gain = |f: f64| tone(&tone_at(&linear, f, 0.5, at_s), f).norm() / velocity(0.5);
    let out = tone_at(settings, f_hz, cm_s, at_s);
    let part = |f: f64| tone(&out, f).norm() / gain(f);
    100.0 * part(order * f_hz) / part(f_hz)
}

#[test]
fn the_third_harmonic_of_tracing_follows_the_bend_squared() {
    each_rate(|| {
        // R 65 µm on the modern player; HD3 = (3/16)(Rκ)², Rκ = 2π f v R / V².
        let settings = only_pickup(Player::Modern);
        for (v_m_s, cm_s) in [(0.85, 3.0), (0.85, 6.0), (0.6, 3.0), (0.6, 6.0), (0.41, 3.0), (0.41, 6.0)] {
            let bend = std::f64::consts::TAU * 2000.0 * cm_s * 0.01 * 65e-6 / (v_m_s * v_m_s);
            let expected = 100.0 * 3.0 / 16.0 * bend * bend;
            let got = harmonic_percent(&settings, 3.0, 2000.0, cm_s, when(v_m_s));
            law("T6.1", "HD3 of tracing over (3/16)(Rκ)²", got / expected, 0.85..=1.15, "");
        }
    });
}

#[test]
fn half_the_groove_speed_is_sixteen_times_the_tracing() {
    each_rate(|| {
        let settings = only_pickup(Player::Modern);
        let third = |v_m_s: f64| harmonic_percent(&settings, 3.0, 2000.0, 3.0, when(v_m_s));
        law("T6.2", "HD3 of tracing at half the speed", db(third(0.42) / third(0.84)), 22.0..=26.0, "dB");
        let off = Settings { pickup_tracing: 0.0, ..settings };
        let none = harmonic_percent(&off, 3.0, 2000.0, 3.0, when(0.42));
        assert!(none < 0.05, "counter-case: none without tracing, {none} %");
    });
}

#[test]
fn pinching_and_a_crooked_arm_bend_even() {
    each_rate(|| {
        // A gramophone's arm is crooked and its sound box hears the pinch: both in one second harmonic, which at low
        // frequency is the angle's, v/V · tan η, and at high the pinch's, g_v Rκ/(2√2).
        let settings = only_pickup(Player::Magnetic);
        let second = |f: f64, v_m_s: f64| harmonic_percent(&settings, 2.0, f, 2.0, when(v_m_s));
        // Outside, where η is 15.4° at 0.87 m/s: sin η = r/2L.
        let eta = |v_m_s: f64| (v_m_s * 1e3 / std::f64::consts::TAU / (77.92 / 60.0) / 400.0).asin();
        let angle = |v_m_s: f64| 100.0 * 0.02 / v_m_s * eta(v_m_s).tan();
        law("T6.4", "HD2 at 250 Hz over (v/V) tan η", second(250.0, 0.87) / angle(0.87), 0.9..=1.1, "");
        // At 3 kHz the pinch of Rκ is added to it in quadrature.
        let pinch =
            |f: f64, v: f64| 100.0 * 0.25 * std::f64::consts::TAU * f * 0.02 * 65e-6 / (v * v) / 8f64.sqrt();
        for v in [0.84, 0.42] {
            let expected = pinch(2500.0, v).hypot(angle(v));
            law("T6.2", "HD2 at 2.5 kHz over pinch and angle", second(2500.0, v) / expected, 0.87..=1.13, "");
        }
        let rise = |f: f64| db(second(f, 0.42) / second(f, 0.84));
        // tan η halves with the radius, so by itself the angle's share stays: (v/V) tan η ∝ 1/V · r.
        law(
            "T6.2",
            "angle's HD2 at half the speed, radius taken off",
            rise(250.0) + db(eta(0.84).tan() / eta(0.42).tan()),
            5.0..=7.0,
            "dB",
        );
    });
}

#[test]
fn the_contact_patch_takes_treble_in_proportion_to_speed() {
    each_rate(|| {
        // A groove worn out has a patch of 60 µm; against the same groove unworn only the patch is seen.
        let settings =
            Settings { pickup_tracing: 0.0, wear_on: true, wear_plays: 0.0, ..only_pickup(Player::Modern) };
        let level = |f: f64, v_m_s: f64, exposure: f32| {
            let memory = Arc::new(Memory::default());
            (0..256).for_each(|turn| memory.expose(0, turn, exposure));
            let mut chain = Chain::new(disc(1953), memory, rate());
            chain.set(&settings);
            chain.reset();
            let out = play_at(&mut chain, &sine(f, velocity(0.3), 1.0), at(when(v_m_s)) as i64, 1024);
            db(tone(&out[at(0.5)..], f).norm())
        };
        let loss = |f: f64, v: f64| {
            let at_f = level(f, v, 40.0) - level(f, v, 0.0);
            at_f - (level(200.0, v, 40.0) - level(200.0, v, 0.0))
        };
        let corner = |v: f64| {
            let (mut low, mut high) = (500.0f64, 8000.0f64);
            for _ in 0..10 {
                let middle = (low * high).sqrt();
                if loss(middle, v) > -3.0 { low = middle } else { high = middle }
            }
            low
        };
        let (fast, slow) = (corner(0.88), corner(0.4));
        law(
            "T6.3",
            "−3 dB of a worn patch at 0.88 m/s over 0.257 V/b",
            fast / (0.257 * 0.88 / 60e-6),
            0.9..=1.1,
            "",
        );
        law("T6.3", "the same at 0.88 over 0.4 m/s, re 2.2", fast / slow / 2.2, 0.9..=1.1, "");
    });
}

#[test]
fn a_piezo_gives_displacement() {
    each_rate(|| {
        let level = |player: Player, f: f64| {
            let settings = Settings { pickup_tracing: 0.0, ..only_pickup(player) };
            db(tone(&tone_at(&settings, f, 1.0, 0.0), f).norm())
        };
        let tilt = |player: Player, low: f64, high: f64| {
            (level(player, high) - level(player, low)) / (high / low).log2()
        };
        let relative = tilt(Player::Piezo, 300.0, 1600.0) - tilt(Player::Magnetic, 300.0, 1600.0);
        law("T6.6", "tilt of piezo re magnetic, 300 Hz to 1.6 kHz", relative, -7.0..=-5.0, "dB/oct");
        let flat = tilt(Player::Modern, 800.0, 3200.0);
        assert!(flat.abs() < 0.5, "counter-case: the modern player is flat, {flat}");
    });
}

#[test]
fn rumble_is_the_players_and_does_not_wobble() {
    let settings = Settings {
        pickup_rumble: -34.0,
        warp_on: true,
        warp_hole: 3.0,
        lathe_on: true,
        lathe_hum: -34.0,
        ..only_pickup(Player::Piezo)
    };
    let alone = Settings { lathe_hum: -80.0, ..settings };
    let level = db(band_rms(&play(&alone, &silence(8.0)), 3.0, 300.0) / (0.251_19 / 2f64.sqrt()));
    assert!((level + 34.0).abs() < 1.5, "{level} dB");
    // A line that does not wobble keeps its height however long one looks; the hum on the disc, far off centre,
    // does not.
    let out = play(&settings, &silence(16.0));
    let line_db = |f: f64, seconds: usize| db(tone(&out[96_000..96_000 + seconds * 48_000], f).norm());
    assert!((line_db(24.6, 12) - line_db(24.6, 3)).abs() < 1.0, "the motor's line");
    assert!(line_db(300.0, 12) < line_db(300.0, 1) - 1.0 || line_db(250.0, 12) < line_db(250.0, 1) - 1.0);
    let horn = Settings { pickup_player: Player::Gramophone, ..alone };
    let through_the_horn = db(band_rms(&play(&horn, &silence(8.0)), 3.0, 300.0) / (0.251_19 / 2f64.sqrt()));
    assert!(through_the_horn < level - 15.0, "a horn passes no rumble: {through_the_horn} dB");
}

#[test]
fn hum_of_the_wires_is_mains_and_neither_wobbles_nor_wears() {
    each_rate(|| {
        let settings = Settings {
            pickup_hum: -42.0,
            warp_on: true,
            warp_hole: 3.0,
            wear_on: true,
            wear_plays: 60.0,
            ..only_pickup(Player::Magnetic)
        };
        let out = play(&settings, &silence(14.0));
        let steady = &out[at(1.0)..at(13.0)];
        law(
            "T6.7",
            "hum of the wires at −42 dB",
            db(rms(steady) / (0.251_19 / 2f64.sqrt())),
            -42.3..=-41.7,
            "dB",
        );
        // A line that does not wobble keeps its height however long one looks.
        let line_db = |f: f64, seconds: f64| db(tone(&steady[..at(seconds)], f).norm());
        let fall = (line_db(250.0, 12.0) - line_db(250.0, 1.0)).abs();
        law("T6.7", "its fifth harmonic over 12 s, against 1 s", fall, 0.0..=0.01, "dB");
        let off = Settings { pickup_hum: -80.0, ..settings };
        assert!(rms(&play(&off, &silence(2.0))) < 1e-9, "off is silent");
    });
}

#[test]
fn a_light_pickup_loses_a_curled_disc_and_a_heavy_one_does_not() {
    each_rate(|| {
        // A quiet tone on a badly curled disc: how often, in ten turns, is it all but gone?
        let gaps = |pickup_player, pickup_force| {
            let settings = Settings {
                warp_on: true,
                warp_hole: 0.0,
                warp_flutter: 0.0,
                warp_slip: 0.0,
                warp_curl: 5.0,
                pickup_force,
                pickup_tracing: 0.0,
                ..only_pickup(pickup_player)
            };
            let out = play(&settings, &sine(1000.0, velocity(2.0), 8.7));
            let levels: Vec<f64> = out[at(1.0)..].chunks(at(0.005)).map(rms).collect();
            let mut sorted = levels.clone();
            sorted.sort_by(f64::total_cmp);
            let typical = sorted[sorted.len() / 2];
            levels.windows(2).filter(|w| w[0] >= 0.2 * typical && w[1] < 0.2 * typical).count() as f64
        };
        law(
            "T5.5",
            "losses of hold in a turn: 5 mm curl, 6 g piezo",
            gaps(Player::Piezo, 0.5) / 10.0,
            1.0..=10.0,
            "",
        );
        law("T5.5", "the same, 120 g gramophone", gaps(Player::Gramophone, 1.0) / 10.0, 0.0..=0.0, "");
    });
}

#[test]
fn loud_treble_throws_a_massive_needle() {
    // 80 mg on 20 g (half a crystal's weight): 0.8 · 20 g of hold is 15.7 kdyn; at 4 kHz that is 7.8 cm/s.
    let settings = Settings { pickup_force: 0.5, pickup_tracing: 0.0, ..only_pickup(Player::Crystal) };
    let gain = |cm_s: f64| db(tone(&tone_at(&settings, 4000.0, cm_s, 0.0), 4000.0).norm() / velocity(cm_s));
    assert!((gain(5.0) - gain(1.0)).abs() < 0.1, "held: {} {}", gain(1.0), gain(5.0));
    assert!(gain(14.0) < gain(5.0) - 2.0, "thrown: {} {}", gain(5.0), gain(14.0));
}

#[test]
fn a_diaphragm_bends_even_and_a_small_loudspeaker_odd() {
    let harmonics = |player: Player| {
        let settings = Settings { pickup_tracing: 0.0, ..only_pickup(player) };
        let gain = |f: f64| tone(&tone_at(&settings, f, 0.2, 0.0), f).norm() / velocity(0.2);
        let out = tone_at(&settings, 1000.0, 8.0, 0.0);
        let first = tone(&out, 1000.0).norm() / gain(1000.0);
        [2.0, 3.0].map(|n| 100.0 * tone(&out, 1000.0 * n).norm() / gain(1000.0 * n) / first)
    };
    let [second, third] = harmonics(Player::Gramophone);
    assert!((2.0..=4.0).contains(&second) && third < 1.0, "gramophone {second} % {third} %");
    let [second, third] = harmonics(Player::Radiola);
    assert!((2.0..=3.0).contains(&third) && second < 0.5, "radiola {second} % {third} %");
    let [second, third] = harmonics(Player::Piezo);
    assert!(second < 0.2 && third < 0.2, "counter-case: {second} % {third} %");
}
