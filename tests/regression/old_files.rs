//! Presets and tables as older builds took them: they load to the same settings.

use roentgenizdat::cli::automation::Automation;
use roentgenizdat::params::{Parameter, Settings};
use roentgenizdat::preset::Preset;

/// A preset as it was written, and what each parameter was then.
const PRESETS: [(&str, &str); 4] = [
    (include_str!("../data/old/leningrad-1950s.toml"), include_str!("../data/old/leningrad-1950s.txt")),
    (include_str!("../data/old/last-play.toml"), include_str!("../data/old/last-play.txt")),
    (include_str!("../data/old/far-station.toml"), include_str!("../data/old/far-station.txt")),
    (include_str!("../data/old/sparse.toml"), include_str!("../data/old/sparse.txt")),
];
/// A table, and what its parameters were at some seconds of a song.
const TABLE: &str = include_str!("../data/old/moves.csv");
const MOVED: &str = include_str!("../data/old/moves.txt");
/// How long that song is, in seconds.
const SONG_S: f64 = 5.0;

fn parameter(id: &str) -> &'static Parameter {
    Settings::parameter(id).unwrap_or_else(|| panic!("{id} is gone"))
}

#[test]
fn an_old_preset_loads_to_the_settings_it_had() {
    for (text, wanted) in PRESETS {
        let preset = Preset::parse(text).unwrap();
        assert!(wanted.lines().count() >= 41, "{}", preset.name);
        for line in wanted.lines() {
            let (id, plain) = line.split_once('\t').unwrap();
            let got = (parameter(id).get)(preset.settings());
            assert_eq!(got, plain.parse::<f32>().unwrap(), "{}: {id}", preset.name);
        }
    }
}

#[test]
fn an_old_table_moves_as_it_did() {
    let mut automation = Automation::default();
    automation.assign_table("moves.csv", TABLE).unwrap();
    let automation = automation.over(SONG_S);
    assert!(MOVED.lines().count() >= 30);
    for line in MOVED.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [seconds, id, plain] = fields[..] else { panic!("{line}") };
        let settings = automation.at(seconds.parse::<f64>().unwrap() / SONG_S);
        assert_eq!((parameter(id).get)(&settings), plain.parse::<f32>().unwrap(), "{id} at {seconds} s");
    }
}
