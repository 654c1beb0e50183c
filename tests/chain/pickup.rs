//! PICKUP: tracing distortion against the closed form, contact, the players' tilt.

use crate::common::*;
use roentgenizdat::chain::settings::{Player, Settings};

/// A groove cut by nothing but its signal, played by one player.
fn only_pickup(player: Player) -> Settings {
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

/// A tone played at a moment of the side; the last second of it.
fn tone_at(settings: &Settings, f_hz: f64, cm_s: f64, at_s: i64) -> Vec<f32> {
    let mut chain = chain(settings, 1953, RATE_HZ);
    let out = play_at(&mut chain, &sine(f_hz, velocity(cm_s), 1.5), at_s * 48_000, 1024);
    out[24_000..].to_vec()
}

/// Third harmonic of velocity a pickup without a curve would give: tracing on, less what the curve does.
fn third_percent(settings: &Settings, f_hz: f64, cm_s: f64, at_s: i64) -> f64 {
    let out = tone_at(settings, f_hz, cm_s, at_s);
    let linear = Settings { pickup_tracing: 0.0, ..*settings };
    let gain = |f: f64| tone(&tone_at(&linear, f, 0.5, at_s), f).norm() / velocity(0.5);
    100.0 * (tone(&out, 3.0 * f_hz).norm() / gain(3.0 * f_hz)) / (tone(&out, f_hz).norm() / gain(f_hz))
}

#[test]
fn the_third_harmonic_of_tracing_follows_the_bend_squared() {
    // R 65 µm on the modern player; HD3 = (3/16)(Rκ)², Rκ = 2π f v R / V².
    let settings = only_pickup(Player::Modern);
    for (at_s, v_m_s) in [(0, 0.889), (110, 0.597), (183, 0.404)] {
        for cm_s in [3.0, 6.0] {
            let bend = std::f64::consts::TAU * 2000.0 * cm_s * 0.01 * 65e-6 / (v_m_s * v_m_s);
            if bend > 0.5 {
                continue;
            }
            let expected = 100.0 * 3.0 / 16.0 * bend * bend;
            let got = third_percent(&settings, 2000.0, cm_s, at_s);
            assert!((got / expected - 1.0).abs() < 0.15, "V {v_m_s} v {cm_s}: {got} % against {expected} %");
        }
    }
}

#[test]
fn half_the_groove_speed_is_sixteen_times_the_tracing() {
    let settings = only_pickup(Player::Modern);
    // V 0.8 at 34 s and 0.4 at 185 s of a 23 cm side.
    let rise_db = db(third_percent(&settings, 2000.0, 3.0, 185) / third_percent(&settings, 2000.0, 3.0, 34));
    assert!((rise_db - 24.0).abs() < 2.0, "{rise_db} dB");
    let off = Settings { pickup_tracing: 0.0, ..settings };
    assert!(third_percent(&off, 2000.0, 3.0, 185) < 0.05, "counter-case: none without tracing");
}

#[test]
fn the_contact_patch_takes_treble_in_proportion_to_speed() {
    // The gramophone's patch of 35 µm: −3 dB at 0.257 V/b, read as the loss against a patch at the outer edge.
    let settings = Settings { pickup_tracing: 0.0, ..only_pickup(Player::Gramophone) };
    let level = |f: f64, at_s: i64| db(tone(&tone_at(&settings, f, 1.0, at_s), f).norm());
    let low_pass_db = |f: f64, v: f64| {
        let w = f / (0.257 * v / 35e-6);
        -10.0 * ((1.0 - w * w).powi(2) + w * w / 0.5625).log10()
    };
    for f in [2000.0, 3000.0, 4000.0] {
        let got = level(f, 183) - level(f, 0);
        let expected = low_pass_db(f, 0.404) - low_pass_db(f, 0.889);
        assert!((got - expected).abs() < 0.5, "{f} Hz: {got} against {expected} dB");
    }
}

#[test]
fn a_piezo_gives_displacement() {
    let level = |player: Player, f: f64| {
        let settings = Settings { pickup_tracing: 0.0, ..only_pickup(player) };
        db(tone(&tone_at(&settings, f, 1.0, 0), f).norm())
    };
    // Re the magnetic pickup without its turnover correction, of which 300 Hz up is flat within 3 dB.
    let tilt = (level(Player::Piezo, 1600.0) - level(Player::Piezo, 400.0)) / 2.0;
    assert!((tilt + 6.0).abs() < 1.0, "{tilt} dB an octave");
    let flat = (level(Player::Modern, 3200.0) - level(Player::Modern, 800.0)) / 2.0;
    assert!(flat.abs() < 0.5, "counter-case: the modern player is flat, {flat}");
}

#[test]
fn a_click_rings_at_the_needles_resonance() {
    let settings = Settings {
        crackle_on: true,
        crackle_clicks: 20.0,
        crackle_dust: 200.0,
        crackle_scratches: 0.0,
        pickup_tracing: 0.0,
        ..only_pickup(Player::Piezo)
    };
    let out = play(&settings, &silence(20.0));
    let (power, width) = spectrum(&out, 4096);
    // Velocity-white clicks through −6 dB an octave: the resonance shows above that slope.
    let (peak, _) = power
        .iter()
        .enumerate()
        .map(|(n, p)| (n as f64 * width, p * (n as f64).powi(2)))
        .filter(|(f, _)| (2000.0..8000.0).contains(f))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap();
    assert!((peak / 4500.0 - 1.0).abs() < 0.1, "{peak} Hz");
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
fn a_light_pickup_loses_a_curled_disc_and_a_heavy_one_does_not() {
    // A quiet tone on a badly curled disc: how often, in a turn, is it all but gone?
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
        let levels: Vec<f64> = out[48_000..].chunks(240).map(rms).collect();
        let mut sorted = levels.clone();
        sorted.sort_by(f64::total_cmp);
        let typical = sorted[sorted.len() / 2];
        levels.windows(2).filter(|w| w[0] >= 0.2 * typical && w[1] < 0.2 * typical).count()
    };
    // Ten turns.
    let light = gaps(Player::Piezo, 0.5);
    assert!(light >= 10, "{light} gaps in ten turns at 6 g");
    assert_eq!(gaps(Player::Gramophone, 1.0), 0);
}

#[test]
fn loud_treble_throws_a_massive_needle() {
    // 80 mg on 20 g (half a crystal's weight): 0.8 · 20 g of hold is 15.7 kdyn; at 4 kHz that is 7.8 cm/s.
    let settings = Settings { pickup_force: 0.5, pickup_tracing: 0.0, ..only_pickup(Player::Crystal) };
    let gain = |cm_s: f64| db(tone(&tone_at(&settings, 4000.0, cm_s, 0), 4000.0).norm() / velocity(cm_s));
    assert!((gain(5.0) - gain(1.0)).abs() < 0.1, "held: {} {}", gain(1.0), gain(5.0));
    assert!(gain(14.0) < gain(5.0) - 2.0, "thrown: {} {}", gain(5.0), gain(14.0));
}

#[test]
fn a_diaphragm_bends_even_and_a_small_loudspeaker_odd() {
    let harmonics = |player: Player| {
        let settings = Settings { pickup_tracing: 0.0, ..only_pickup(player) };
        let gain = |f: f64| tone(&tone_at(&settings, f, 0.2, 0), f).norm() / velocity(0.2);
        let out = tone_at(&settings, 1000.0, 8.0, 0);
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

#[test]
fn every_players_curve_is_the_one_it_is_said_to_have() {
    // Re 1 kHz, in dB, from the description of each: corners, tilts and resonances.
    let level = |player: Player, f: f64| {
        let settings = Settings { pickup_tracing: 0.0, ..only_pickup(player) };
        db(tone(&tone_at(&settings, f, 0.5, 0), f).norm())
    };
    let re_1k = |player: Player, f: f64| level(player, f) - level(player, 1000.0);
    // A horn carries nothing below its cut-off, a sound box little above 4 kHz.
    assert!(re_1k(Player::Gramophone, 120.0) < -15.0 && re_1k(Player::Gramophone, 7000.0) < -15.0);
    // A magnet gives velocity: its needle rings at 4 kHz, its arm at 80 Hz.
    assert!((re_1k(Player::Magnetic, 4000.0) - 8.0).abs() < 1.5, "{}", re_1k(Player::Magnetic, 4000.0));
    assert!((re_1k(Player::Magnetic, 400.0)).abs() < 1.0);
    assert!(re_1k(Player::Magnetic, 35.0) < -10.0);
    // A set's loudspeaker has no bass and a presence.
    let boxed = |f: f64| re_1k(Player::Radiola, f) - re_1k(Player::Piezo, f);
    assert!(boxed(70.0) < -8.0, "{}", boxed(70.0));
    assert!((boxed(2200.0) - 2.5).abs() < 1.5, "{}", boxed(2200.0));
    assert!((re_1k(Player::Crystal, 4000.0) - re_1k(Player::Piezo, 4500.0)).abs() < 4.0);
}
