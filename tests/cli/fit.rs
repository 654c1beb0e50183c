//! `measure --fit` finds the settings of our own renders again, when player, machine and the clean original are given.

use std::sync::LazyLock;

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::cli::fit;
use roentgenizdat::params::{Needle, Serial, Settings, SourceKind};
use roentgenizdat::tune::tune;

/// The project's own tune, 26 s of it.
static DRY: LazyLock<Audio> = LazyLock::new(|| {
    let frames = tune(48_000.0);
    let mono: Vec<f32> = frames.iter().take(26 * 48_000).map(|f| 0.5 * (f[0] + f[1])).collect();
    Audio { sample_rate_hz: 48_000, channels: vec![mono] }
});

fn disc(number: u32) -> Serial {
    Serial::new(number).unwrap()
}

fn finds(asked: &Settings) -> fit::Fit {
    let settings = Settings { disc_needle: Needle::Always, source_kind: SourceKind::Direct, ..*asked };
    let recording = cut(&DRY, &CutOptions::new(disc(42), settings), |_| ());
    // What was copied is known: a shellac record's own wow beats with the disc's so slowly that half a minute cannot tell
    // them apart.
    // So is how dusty it is, which is not looked for.
    let crackle_dust = asked.crackle_dust;
    let start = Settings { source_kind: SourceKind::Direct, crackle_dust, ..Settings::default() };
    let fit = fit::fit(&recording, &DRY, &start, disc(1953), 0.0, |_| ()).unwrap();
    for found in &fit.found {
        let (wanted, (low, high)) = ((found.parameter.get)(asked), found.interval);
        println!("{}: {} for {wanted}, {low} to {high}", found.parameter.id, found.value);
    }
    println!(
        "off {:.2}, alike {:?}",
        fit.off,
        fit.alike.iter().map(|(a, b)| (a.id, b.id)).collect::<Vec<_>>()
    );
    let value = |id: &str| fit.found.iter().find(|f| f.parameter.id == id).map(|f| f.value).unwrap();
    let near = |id: &str, wanted: f32, share: f32| {
        let got = value(id);
        assert!((got / wanted - 1.0).abs() <= share, "{id}: {got} for {wanted}");
    };
    near("lathe_low_cut", asked.lathe_low_cut, 0.1);
    near("lathe_high_cut", asked.lathe_high_cut, 0.1);
    assert!((value("film_hiss") - asked.film_hiss).abs() <= 1.5, "hiss {}", value("film_hiss"));
    near("warp_hole", asked.warp_hole, 0.15);
    near("wear_plays", asked.wear_plays, 0.2);
    // Clicks are chance: half a minute of one disc tells how often they come to within a factor of two.
    let clicks = value("crackle_clicks") / asked.crackle_clicks;
    assert!((0.5..=2.0).contains(&clicks), "clicks: {clicks} times as many");
    for found in &fit.found {
        let (wanted, (low, high)) = ((found.parameter.get)(asked), found.interval);
        let id = found.parameter.id;
        assert!((low..=high).contains(&wanted), "{id}: {wanted} is not within {low} and {high}");
        assert!(low < found.value && found.value < high, "{id}: {low}, {}, {high}", found.value);
    }
    fit
}

#[test]
fn the_settings_of_a_worn_bootleg_are_found_again() {
    finds(&Settings {
        lathe_low_cut: 160.0,
        lathe_high_cut: 3700.0,
        film_hiss: -24.0,
        warp_hole: 2.0,
        crackle_clicks: 9.0,
        wear_plays: 25.0,
        ..Settings::default()
    });
}

#[test]
fn the_settings_of_a_better_copy_are_found_again() {
    finds(&Settings {
        lathe_low_cut: 95.0,
        lathe_high_cut: 4300.0,
        film_hiss: -31.0,
        warp_hole: 1.4,
        crackle_dust: 10.0,
        crackle_clicks: 6.0,
        wear_plays: 8.0,
        ..Settings::default()
    });
}
