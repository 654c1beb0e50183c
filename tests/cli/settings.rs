//! What is set: by preset, by file, by `--set` and `--plays`, from the song's start to its end.

use super::kit::{Workspace, level_dbfs, refused, song, workspace};
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::preset::{FACTORY, Preset};

#[test]
fn plays_are_short_for_a_setting_and_a_range_runs_over_the_song() {
    let workspace = Workspace::new();
    let silence = Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 96_000]] };
    workspace.write_song("silence.wav", &silence);
    let bytes = |name: &str, args: &[&str]| {
        workspace.cut(&[&["silence.wav", "-o", name, "--no-tags", "--bits", "32f"], args].concat());
        workspace.read(name)
    };
    assert_eq!(bytes("a.wav", &["--plays", "7"]), bytes("b.wav", &["--set", "wear.plays=7"]));
    // A range that goes nowhere is a value.
    assert_eq!(bytes("c.wav", &["--plays", "7..7"]), bytes("a2.wav", &["--plays", "7"]));
    let range = bytes("d.wav", &["--plays", "0..40"]);
    assert_eq!(range, bytes("e.wav", &["--set", "wear_plays=0..40"]));

    let [new, dying, worn] = [("new", "0"), ("dying", "0..40"), ("worn", "40")].map(|(name, plays)| {
        let name = format!("{name}.wav");
        workspace.cut(&["silence.wav", "-o", &name, "--plays", plays, "--set", "crackle.on=off"])
    });
    let tenth = |audio: &Audio, nth: usize| level_dbfs(&audio.channels[0][nth * 9600..(nth + 1) * 9600]);
    assert!((tenth(&dying, 0) - tenth(&new, 0)).abs() < 1.0, "it starts as new");
    assert!((tenth(&dying, 9) - tenth(&worn, 9)).abs() < 1.0, "it ends as worn");
    assert!(tenth(&worn, 9) > tenth(&new, 9) + 2.0, "and worn is noisier");
}

#[test]
fn a_preset_shown_is_a_preset_file() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.3));
    let list = workspace.run(&["presets", "list"]);
    for factory in FACTORY {
        let preset = Preset::parse(factory.text).unwrap();
        let listed = String::from_utf8_lossy(&list.stdout);
        assert!([factory.slug, &preset.name, &preset.note].iter().all(|text| listed.contains(*text)));
        let shown = workspace.run(&["presets", "show", &preset.name]);
        assert_eq!(
            Preset::parse(std::str::from_utf8(&shown.stdout).unwrap()),
            Ok(preset),
            "{}",
            factory.slug
        );
    }
    let shown = workspace.run(&["presets", "show", "last-play"]).stdout;
    std::fs::write(workspace.path("mine.toml"), &shown).unwrap();
    let own = workspace.path("mine.toml");
    workspace.cut(&["song.wav", "-o", "a.wav", "--no-tags", "--preset", own.to_str().unwrap()]);
    workspace.cut(&["song.wav", "-o", "b.wav", "--no-tags", "--preset", "LAST PLAY"]);
    workspace.cut(&["song.wav", "-o", "c.wav", "--no-tags"]);
    assert_eq!(workspace.read("a.wav"), workspace.read("b.wav"));
    assert_ne!(workspace.read("a.wav"), workspace.read("c.wav"));
}

#[test]
fn a_table_moves_as_a_range_does() {
    let workspace = workspace();
    std::fs::write(workspace.path("moves.csv"), "seconds,wear.plays,warp.hole\n0,0,1\n0.2,40,2\n").unwrap();
    let table = workspace.cut(&["song.wav", "-o", "a.wav", "--automation", "moves.csv"]);
    let ranges = workspace.cut(&["song.wav", "-o", "b.wav", "--plays", "0..40", "--set", "warp.hole=1..2"]);
    assert!(table.channels == ranges.channels);
    refused(
        &workspace,
        &["cut", "song.wav", "-o", "c.wav", "--automation", "no.csv"],
        &["no.csv", "cannot be read"],
    );
    std::fs::write(workspace.path("bad.csv"), "seconds,wear.plays\n0,many\n").unwrap();
    refused(
        &workspace,
        &["cut", "song.wav", "-o", "c.wav", "--automation", "bad.csv"],
        &["bad.csv, line 2", "'many'"],
    );
}

#[test]
fn exported_presets_are_files_that_cut_alike() {
    let workspace = workspace();
    let exported = workspace.run(&["presets", "export", "mine"]);
    assert_eq!((exported.code, exported.stderr.as_str()), (0, ""));
    let own = workspace.cut(&["song.wav", "-o", "a.wav", "--preset", "mine/street-corner.toml"]);
    assert!(
        own.channels == workspace.cut(&["song.wav", "-o", "b.wav", "--preset", "street-corner"]).channels
    );
    refused(&workspace, &["presets", "export", "mine"], &["exists", "--force"]);
    assert_eq!(workspace.run(&["presets", "export", "mine", "--force"]).code, 0);
}

#[test]
fn aligned_comes_out_in_time() {
    let workspace = workspace();
    let cut = |name: &str, more: &[&str]| {
        let args = [&["cut", "song.wav", "-o", name, "--no-tags", "--set", "bypass=on"], more].concat();
        assert_eq!(workspace.run(&args).code, 0);
        workspace.read(name)
    };
    assert_eq!(cut("live.wav", &[]), cut("aligned.wav", &["--set", "disc.latency=aligned"]));
    let wet =
        workspace.run(&["cut", "song.wav", "-o", "wet.wav", "--no-tags", "--set", "disc.latency=aligned"]);
    assert_eq!(wet.code, 0, "{}", wet.stderr);
    assert_eq!(workspace.read("wet.wav").len(), workspace.read("live.wav").len());
    assert_ne!(workspace.read("wet.wav"), workspace.read("live.wav"));
}
