//! `measure`: readings of a preset and of recordings, and what is refused.

use super::kit::{Workspace, refused, song};
use roentgenizdat::cli::audio::Audio;

fn said(workspace: &Workspace, args: &[&str]) -> String {
    let outcome = workspace.run(args);
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
    String::from_utf8(outcome.stdout).unwrap()
}

/// The first number of a reading.
fn number(text: &str, name: &str) -> f64 {
    let (_, rest) = text.split_once(name).unwrap_or_else(|| panic!("no {name} in {text}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_preset_is_read_by_test_signals() {
    let workspace = Workspace::new();
    let bootleg = said(&workspace, &["measure", "--preset", "leningrad-1950s"]);
    for word in ["band", "noise", "wow", "distortion", "clicks", "once a turn"] {
        assert!(bootleg.contains(word), "{word} is not in {bootleg}");
    }
    let film = said(&workspace, &["measure", "--preset", "aerial-film"]);
    assert!(number(&film, "noise") < number(&bootleg, "noise") - 3.0, "{film} {bootleg}");
    assert!(number(&film, "wow") < number(&bootleg, "wow"), "{film} {bootleg}");
}

#[test]
fn a_recording_is_read_alone_and_against_its_original() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(48_000, 1, 6.0));
    workspace.cut(&["song.wav", "-o", "copy.wav", "--preset", "fresh-cut"]);
    let alone = said(&workspace, &["measure", "copy.wav"]);
    assert!(alone.contains("not told: needs --dry"), "{alone}");
    let against = said(&workspace, &["measure", "copy.wav", "--dry", "song.wav", "--preset", "fresh-cut"]);
    assert!(against.contains("2σ") && against.contains("% of the original's"), "{against}");
    assert!((number(&against, "speed") - 100.0).abs() < 0.2, "{against}");
}

/// Noise with a pulse that rises and falls: it can be followed, and has all of the band.
fn noise(seed: u64, seconds: f64) -> Audio {
    let wave = |n: u64| {
        let unit = roentgenizdat::disc::hash::unit(roentgenizdat::disc::hash::branch(seed, n)) - 0.5;
        unit * (0.3 + 0.2 * (n as f32 * 0.000_4).sin())
    };
    Audio { sample_rate_hz: 48_000, channels: vec![(0..(48_000.0 * seconds) as u64).map(wave).collect()] }
}

#[test]
fn a_song_is_like_itself_and_unlike_another() {
    let workspace = Workspace::new();
    for (name, audio) in [("tones.wav", song(48_000, 1, 8.0)), ("noise.wav", noise(1, 8.0))] {
        workspace.write_song(name, &audio);
        let read = said(&workspace, &["measure", name, "--dry", name]);
        assert!(number(&read, "wow") < 0.02 && (number(&read, "speed") - 100.0).abs() < 0.001, "{read}");
        let noise = read.lines().find(|line| line.starts_with("noise")).unwrap();
        assert!(noise.contains("not told") || number(noise, "noise") < -80.0, "{read}");
        assert!(read.contains("clicks      none"), "{read}");
        if name == "noise.wav" {
            assert!(read.contains("under 25 Hz to over 12800 Hz"), "{read}");
        }
    }
    workspace.write_song("other.wav", &noise(2, 8.0));
    refused(
        &workspace,
        &["measure", "noise.wav", "--dry", "other.wav"],
        &["noise.wav does not hold the song"],
    );
    // A bootleg of it does.
    workspace.cut(&["noise.wav", "-o", "copy.wav", "--preset", "last-play"]);
    let read = said(&workspace, &["measure", "copy.wav", "--dry", "noise.wav", "--preset", "last-play"]);
    assert!(number(&read, "wow") > 0.1, "{read}");
}

#[test]
fn a_test_tone_tells_the_wow() {
    let workspace = Workspace::new();
    let tone = |i: usize| 0.1 * (std::f64::consts::TAU * 3150.0 * i as f64 / 48_000.0).sin() as f32;
    let tone = Audio { sample_rate_hz: 48_000, channels: vec![(0..960_000).map(tone).collect()] };
    workspace.write_song("tone.wav", &tone);
    let set = [
        "--set",
        "warp.curl=0",
        "--set",
        "warp.flutter=0",
        "--set",
        "disc.travel=0",
        "--set",
        "source.amount=0",
    ];
    workspace.cut(&[&["tone.wav", "-o", "copy.wav"], &set[..]].concat());
    let read = said(&workspace, &["measure", "copy.wav", "--tone", "3150"]);
    let (_, rest) = read.split_once("(IEC 60386)").unwrap();
    let turn: f64 = rest.split_whitespace().next().unwrap().parse().unwrap();
    // 1.2 mm off centre at 109 mm.
    assert!((turn / 1.101 - 1.0).abs() < 0.05, "{read}");
}

#[test]
fn what_cannot_be_measured_is_refused_in_one_line() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(48_000, 1, 3.0));
    workspace.write_song("short.wav", &song(48_000, 1, 0.3));
    workspace.write_song("slow.wav", &song(44_100, 1, 3.0));
    workspace.write_song("silence.wav", &Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 96_000]] });
    std::fs::write(workspace.path("text.wav"), b"this is no sound").unwrap();
    let with = |args: &[&str], words: &[&str]| {
        refused(&workspace, &[&["measure"], args].concat(), words);
    };
    with(&["silence.wav"], &["silence.wav is silent", "-90 dBFS"]);
    with(&["short.wav"], &["short.wav is too short", "a second"]);
    with(&["text.wav"], &["text.wav is not audio"]);
    with(&["missing.wav"], &["missing.wav cannot be read"]);
    with(&["song.wav", "--tone", "nine"], &["--tone 'nine'", "100 to 15000"]);
    with(&["song.wav", "--player", "ipod"], &["'ipod'", "gramophone"]);
    with(&["song.wav", "--dry", "silence.wav"], &["the clean original is silent"]);
    with(&["song.wav", "--dry", "slow.wav"], &["--dry has 44100", "48000"]);
}
