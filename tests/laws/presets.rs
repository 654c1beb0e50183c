//! The laws of presets as text: every one reads, is in range, goes out and comes back the same.

use roentgenizdat::params::{PARAMETERS, Settings};
use roentgenizdat::preset::{DEFAULT, FACTORY, Preset, PresetError};

fn factory() -> impl Iterator<Item = (&'static str, Preset)> {
    FACTORY
        .iter()
        .map(|file| (file.slug, Preset::parse(file.text).unwrap_or_else(|e| panic!("{}: {e}", file.slug))))
}

fn error(text: &str) -> String {
    let error = Preset::parse(text).expect_err(text).to_string();
    assert!(!error.contains('\n'), "{error}");
    error
}

/// The head every file needs, then `rest`.
fn file(rest: &str) -> String {
    format!("name = \"n\"\ncategory = \"c\"\nnote = \"t\"\nschema = 1\n{rest}")
}

#[test]
fn every_preset_is_the_text_it_writes() {
    assert!(FACTORY.len() >= 8);
    for (slug, preset) in factory() {
        let text = preset.to_text();
        assert_eq!(Preset::parse(&text).as_ref(), Ok(&preset), "{slug}");
        // A parameter that is younger than a preset need not be in it: then it is left at its default, and its line out.
        let file = FACTORY.iter().find(|file| file.slug == slug).unwrap();
        let mut lines = text.lines();
        for line in file.text.lines() {
            assert!(
                lines.any(|written| written == line),
                "{slug}: `presets show` does not write '{line}' there"
            );
        }
        assert!(
            file.text.ends_with('\n') && !file.text.ends_with("\n\n"),
            "{slug} does not end with one line's end"
        );
    }
}

#[test]
fn every_value_is_in_range_and_on_the_grid_of_its_parameter() {
    // Read without the code under test, which refuses the one and rounds the other.
    for file in FACTORY {
        let table: toml::Table = file.text.parse().unwrap();
        for parameter in PARAMETERS.iter().filter(|parameter| parameter.in_presets) {
            let word = parameter.id.trim_start_matches(parameter.group).trim_start_matches('_');
            let value = table.get(parameter.group).and_then(|group| group.get(word));
            let number =
                |value: &toml::Value| value.as_float().or(value.as_integer().map(|whole| whole as f64));
            let Some(plain) = value.and_then(number) else { continue };
            let (min, max) = parameter.range();
            let place = format!("{} {}", file.slug, parameter.id);
            assert!((f64::from(min)..=f64::from(max)).contains(&plain), "{place} {plain}");
            assert_eq!(parameter.conform(plain as f32), plain as f32, "{place}");
        }
    }
}

#[test]
fn names_slugs_and_sounds_are_unique() {
    let presets: Vec<_> = factory().collect();
    for (i, (slug, preset)) in presets.iter().enumerate() {
        for (other_slug, other) in &presets[..i] {
            assert_ne!(slug, other_slug);
            assert_ne!(preset.name.to_lowercase(), other.name.to_lowercase());
            assert_ne!(preset.settings(), other.settings(), "{slug} {other_slug}");
        }
    }
}

#[test]
fn the_leningrad_bootleg_is_all_defaults_and_all_there() {
    let preset = Preset::find(DEFAULT).unwrap();
    assert_eq!(preset.name, "1950s Leningrad bootleg");
    assert_eq!(*preset.settings(), Settings::default());
    for parameter in PARAMETERS.iter().filter(|p| p.in_presets) {
        let word = parameter.id.trim_start_matches(parameter.group).trim_start_matches('_');
        let table: toml::Table = FACTORY[0].text.parse().unwrap();
        let is_there = table.get(parameter.group).is_some_and(|group| group.get(word).is_some());
        assert!(is_there, "{} is not written out", parameter.id);
    }
}

#[test]
fn a_preset_is_found_by_slug_and_by_name_in_any_case() {
    for (slug, preset) in factory() {
        assert_eq!(Preset::find(slug).as_ref(), Ok(&preset));
        assert_eq!(Preset::find(&preset.name.to_uppercase()).as_ref(), Ok(&preset));
    }
    let error = Preset::find("moscow").unwrap_err().to_string();
    assert!(error.contains("'moscow'") && FACTORY.iter().all(|file| error.contains(file.slug)), "{error}");
}

#[test]
fn a_preset_leaves_alone_what_presets_do_not_hold() {
    let own = Settings { mix: 40.0, output: -3.0, bypass: true, disc_start: 25.0, ..Settings::default() };
    for (slug, preset) in factory() {
        let mut settings = own;
        preset.apply(&mut settings);
        assert_eq!(
            (settings.mix, settings.output, settings.bypass, settings.disc_start),
            (40.0, -3.0, true, 25.0)
        );
        assert_eq!(Preset::new(&preset.name, &preset.category, &preset.note, &settings), preset, "{slug}");
        for parameter in PARAMETERS {
            let wanted = if parameter.in_presets { preset.settings() } else { &own };
            assert_eq!((parameter.get)(&settings), (parameter.get)(wanted), "{slug} {}", parameter.id);
        }
    }
}

#[test]
fn what_is_absent_is_the_default() {
    let preset =
        Preset::parse(&file("[lathe]\ndrive = 3\nhum = \"off\"\n[pickup]\nplayer = \"modern\"")).unwrap();
    assert_eq!((preset.settings().lathe_drive, preset.settings().lathe_hum), (3.0, -80.0));
    assert_eq!(preset.settings().warp_hole, Settings::default().warp_hole);
    assert_ne!(preset.settings().pickup_player, Settings::default().pickup_player);
}

#[test]
fn any_settings_go_out_and_come_back_to_the_bit() {
    // A walk over all ranges that meets both ends.
    for step in 0..=60u32 {
        let mut settings = Settings::default();
        for (nth, parameter) in PARAMETERS.iter().enumerate() {
            let (min, max) = parameter.range();
            let part = ((step * (2 * nth as u32 + 1)) % 61) as f32 / 60.0;
            (parameter.set)(&mut settings, parameter.conform(min + (max - min) * part));
        }
        let preset = Preset::new("a \"quoted\" name", "c", "back\\slash", &settings);
        assert_eq!(Preset::parse(&preset.to_text()), Ok(preset));
    }
}

#[test]
fn a_wrong_file_is_refused_with_the_place_and_what_is_allowed() {
    let cases = [
        (file("[lathe]\ndrive = = 2"), vec!["line 6"]),
        (file("[lathe]\ndrive = 99.0"), vec!["lathe_drive", "'99.0'", "-18 to 18"]),
        (file("[lathe]\ndrive = nan"), vec!["lathe_drive", "'nan'", "-18 to 18"]),
        (file("[lathe]\ndrive = [1, 2]"), vec!["lathe_drive", "-18 to 18"]),
        (file("[lathe]\ndrve = 1.0"), vec!["'lathe.drve'", "machine, drive"]),
        (file("[lath]\ndrive = 1.0"), vec!["'lath'", "[lathe]"]),
        (file("serial = 5"), vec!["'serial'", "[lathe]"]),
        (file("[disc]\nneedle = \"always\""), vec!["'disc.needle'", "diameter, travel"]),
        (file("[main]\nmix = 50.0"), vec!["'main.mix'", "condition, keep_low, follow"]),
        (file("[pickup]\nplayer = \"ipod\""), vec!["pickup_player", "'ipod'", "gramophone"]),
        (file("[crackle]\nscratches = 2.5"), vec!["crackle_scratches", "'2.5'", "0 to 12"]),
        (file("[warp]\non = \"maybe\""), vec!["warp_on", "'maybe'", "on or off"]),
        (file("").replace("schema = 1", "schema = 2"), vec!["schema", "'2'", "not 1"]),
        (file("").replace("schema = 1\n", ""), vec!["schema", "nothing"]),
        (file("").replace("note = \"t\"", "note = 5"), vec!["note", "'5'", "text"]),
        (file("").replace("name = \"n\"", ""), vec!["name", "nothing"]),
    ];
    for (text, words) in cases {
        let error = error(&text);
        assert!(words.iter().all(|word| error.contains(word)), "{error} lacks one of {words:?}");
    }
}

#[test]
fn an_unknown_preset_is_its_own_kind_of_error() {
    assert!(matches!(Preset::find(""), Err(PresetError::Unknown { .. })));
}
