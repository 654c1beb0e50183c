//! SOURCE measured through the lathe's lamp alone: band, noise, clicks, wow, fading.

use crate::common::*;
use roentgenizdat::measure::{clicks, wow};
use roentgenizdat::params::{Settings, SourceKind};

/// What is copied, through a wide-open lathe and the modern player.
fn only(source_kind: SourceKind, source_amount: f32) -> Settings {
    Settings {
        source_kind,
        source_amount,
        warp_on: false,
        wear_on: false,
        pickup_tracing: 0.0,
        lathe_low_cut: 30.0,
        lathe_high_cut: 12_000.0,
        lathe_head: 0.0,
        lathe_drive: -12.0,
        film_on: false,
        crackle_on: false,
        lathe_hum: -80.0,
        pickup_rumble: -80.0,
        ..groove()
    }
}

fn gain_db(settings: &Settings, f_hz: f64) -> f64 {
    let direct = Settings { source_kind: SourceKind::Direct, ..*settings };
    // As a whole, since a wow spreads a tone over its neighbours.
    let level = |s: &Settings| db(rms(&play(s, &sine(f_hz, 0.3, 4.0))[48_000..]));
    level(settings) - level(&direct)
}

#[test]
fn a_shellac_record_has_a_band_and_a_station_a_narrower_one() {
    let shellac = only(SourceKind::Shellac, 100.0);
    assert!((gain_db(&shellac, 80.0) + 3.0).abs() < 0.7, "{}", gain_db(&shellac, 80.0));
    assert!(gain_db(&shellac, 1000.0).abs() < 0.5);
    assert!((gain_db(&shellac, 6000.0) + 3.0).abs() < 0.7, "{}", gain_db(&shellac, 6000.0));
    let half = gain_db(&only(SourceKind::Shellac, 50.0), 6000.0);
    assert!((-0.6..=0.1).contains(&half), "half of it ends at 11 kHz: {half}");
    // A receiver fades, so its level means nothing; its band does.
    let station = only(SourceKind::Shortwave, 100.0);
    let noise = play(&station, &silence(20.0));
    let (middle, above) = (band_rms(&noise, 1000.0, 2000.0), band_rms(&noise, 8000.0, 9000.0));
    assert!(db(middle / above) > 18.0, "{} dB", db(middle / above));
}

#[test]
fn noise_is_as_loud_as_stated_and_grows_with_the_amount() {
    let level = |kind, amount: f32| {
        let out = play(&Settings { lathe_drive: 0.0, ..only(kind, amount) }, &silence(10.0));
        db(band_rms(&out, 300.0, 3000.0) / (0.251_19 / 2f64.sqrt()))
    };
    // White to 6 kHz at −30 dB: a little less than half of its power lies in this band.
    let shellac = level(SourceKind::Shellac, 100.0);
    assert!((-36.5..=-32.0).contains(&shellac), "{shellac}");
    assert!((shellac - level(SourceKind::Shellac, 50.0) - 6.0).abs() < 0.7);
    assert!(level(SourceKind::Shortwave, 100.0) > shellac + 2.0);
    assert!(level(SourceKind::Direct, 100.0) < -150.0, "counter-case: a line brings nothing");
    assert!(level(SourceKind::Shellac, 0.0) < -150.0, "counter-case: none of it");
}

#[test]
fn the_copied_record_has_a_wow_of_its_own() {
    let settings = Settings { disc_travel: 0.0, ..only(SourceKind::Shellac, 100.0) };
    let out = play(&settings, &sine(wow::TONE_HZ, 0.2, 31.0));
    let speed = wow::speed(&out[48_000..], wow::TONE_HZ, RATE_HZ);
    let line = wow::line(&speed, 78.26 / 60.0, wow::STEP_SECONDS);
    assert!((line / 0.002 - 1.0).abs() < 0.1, "{line}");
}

#[test]
fn stations_fade_and_whistle() {
    let station = only(SourceKind::Shortwave, 100.0);
    let levels = |settings: &Settings| -> Vec<f64> {
        let out = play(settings, &sine(700.0, 0.2, 20.0));
        out.chunks(12_000).skip(4).map(|part| db(tone(part, 700.0).norm())).collect()
    };
    let span = |x: &[f64]| {
        let (low, high) = x.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
        high - low
    };
    assert!(span(&levels(&station)) > 4.0, "{} dB", span(&levels(&station)));
    assert!(span(&levels(&only(SourceKind::Shellac, 100.0))) < 1.0, "counter-case");
    let spectrum = |settings: &Settings| {
        let (power, width) = spectrum(&play(settings, &silence(10.0)), 8192);
        let inside = |low: f64, high: f64| (low / width) as usize..(high / width) as usize;
        let peak = power[inside(450.0, 3100.0)].iter().fold(0.0, |a: f64, p| a.max(*p));
        let mut sorted = power[inside(450.0, 3100.0)].to_vec();
        sorted.sort_by(f64::total_cmp);
        10.0 * (peak / sorted[sorted.len() / 2]).log10()
    };
    let (station, shellac) = (spectrum(&station), spectrum(&only(SourceKind::Shellac, 100.0)));
    assert!(
        station > 6.0 && shellac < 5.0,
        "a whistle stands above the static: {station} dB, {shellac} dB without"
    );
}

#[test]
fn its_clicks_are_copied_too() {
    let settings = Settings { lathe_drive: 0.0, ..only(SourceKind::Shellac, 100.0) };
    let found = clicks::find_beyond(&play(&settings, &silence(30.0)), RATE_HZ, 12.0).len();
    assert!((30..=260).contains(&found), "{found} clicks in 30 s");
}

#[test]
fn another_source_leaves_nothing_behind() {
    let song = white(0.2, 1.0, 3);
    let shellac = only(SourceKind::Shellac, 100.0);
    let fresh = play(&shellac, &song);
    let mut chain = chain(&only(SourceKind::Shortwave, 100.0), 1953, RATE_HZ);
    play_at(&mut chain, &song, 400_000, 480);
    chain.set(&shellac);
    play_at(&mut chain, &song, 448_000, 480);
    chain.reset();
    assert!(play_at(&mut chain, &song, 0, 1024) == fresh);
}
