//! What is done around the cut: edges, true speed, the swap, loudness.

use std::f64::consts::TAU;

use crate::kit::{Workspace, level_dbfs, song};
use ebur128::{EbuR128, Mode};
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::measure::spectrum;
use roentgenizdat::preset::{FACTORY, Factory};

fn loudness(audio: &Audio) -> (f64, f64) {
    let mut meter =
        EbuR128::new(audio.channels.len() as u32, audio.sample_rate_hz, Mode::I | Mode::TRUE_PEAK).unwrap();
    let planes: Vec<&[f32]> = audio.channels.iter().map(Vec::as_slice).collect();
    meter.add_frames_planar_f32(&planes).unwrap();
    let peak = (0..audio.channels.len() as u32).map(|n| meter.true_peak(n).unwrap()).fold(0.0, f64::max);
    (meter.loudness_global().unwrap(), 20.0 * peak.log10())
}

#[test]
fn a_side_has_edges_where_they_are_asked_for() {
    let workspace = Workspace::new();
    let song = song(48_000, 2, 2.0);
    workspace.write_song("song.wav", &song);
    let plain = workspace.cut(&["song.wav", "-o", "plain.wav"]);
    let edged = workspace.cut(&["song.wav", "-o", "edged.wav", "--lead-in", "1.5", "--run-out", "0.75"]);
    assert_eq!(plain.frames(), song.frames());
    assert_eq!(edged.frames(), song.frames() + 72_000 + 36_000);
    // The needle falls: below 200 Hz there is far more of it in the first tenth of a second than in the groove after it.
    let low = |part: &[f32]| {
        let mut state = 0.0f32;
        level_dbfs(
            &part
                .iter()
                .map(|v| {
                    state += (v - state) * 0.02;
                    state
                })
                .collect::<Vec<f32>>(),
        )
    };
    let (fall, groove) = (low(&edged.channels[0][..4_800]), low(&edged.channels[0][24_000..67_200]));
    assert!(fall > groove + 6.0, "{fall} {groove}");
    // The groove goes on behind the song, and is no silence.
    assert!(level_dbfs(&edged.channels[0][edged.frames() - 24_000..]) > -60.0);
    // Counter-case: without the fall the first tenth is like the rest.
    let silent = Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 96_000]] };
    workspace.write_song("silent.wav", &silent);
    let still = workspace.cut(&["silent.wav", "-o", "still.wav"]);
    assert!(low(&still.channels[0][..4_800]) < low(&still.channels[0][24_000..67_200]) + 6.0);
}

#[test]
fn a_bootleg_is_as_loud_as_is_asked_for_and_the_peak_wins() {
    let workspace = Workspace::new();
    let song = song(44_100, 2, 4.0);
    workspace.write_song("song.wav", &song);
    let (wanted, _) = loudness(&song);
    let cut = |more: &[&str]| {
        let _ = std::fs::remove_file(workspace.path("out.wav"));
        let outcome = workspace.run(&[&["cut", "song.wav", "-o", "out.wav", "--bits", "32f"], more].concat());
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        (roentgenizdat::cli::decode::read(&workspace.path("out.wav")).unwrap(), outcome.stderr)
    };
    for Factory { slug, .. } in FACTORY {
        let (matched, _) = cut(&["--preset", slug, "--match"]);
        assert!((loudness(&matched).0 - wanted).abs() < 0.1, "{slug}: {:?}, {wanted}", loudness(&matched));
    }
    let (loud, said) = cut(&["--loudness", "-23"]);
    assert!(
        (loudness(&loud).0 + 23.0).abs() < 0.1 && !said.contains("quieter"),
        "{:?} {said}",
        loudness(&loud)
    );
    let (held, said) = cut(&["--loudness", "-3", "--peak", "-6"]);
    assert!((loudness(&held).1 + 6.0).abs() < 0.1, "{:?}", loudness(&held));
    assert!(said.contains("dB quieter than asked for"), "{said}");
    // Gain and nothing else: the same wave, scaled.
    let gain = f64::from(held.channels[0][44_100]) / f64::from(loud.channels[0][44_100]);
    let apart = held.channels[0]
        .iter()
        .zip(&loud.channels[0])
        .map(|(a, b)| (f64::from(*a) - gain * f64::from(*b)).abs());
    assert!(apart.fold(0.0, f64::max) < 1e-5);
}

#[test]
fn a_lathe_runs_at_its_own_speed_and_a_side_may_turn_to_another_song() {
    let workspace = Workspace::new();
    let first = song(48_000, 1, 20.0);
    workspace.write_song("song.wav", &first);
    workspace.write_song("other.wav", &song(44_100, 2, 5.0));
    let plain = workspace.cut(&["song.wav", "-o", "plain.wav"]);
    // The song is faster or slower; the mains in the wires of the player is not.
    let tone = |f_hz: f64| Audio {
        sample_rate_hz: 48_000,
        channels: vec![
            (0..480_000).map(|i| (0.1 * (TAU * f_hz * f64::from(i) / 48_000.0).sin()) as f32).collect(),
        ],
    };
    workspace.write_song("tone.wav", &tone(1000.0));
    let quiet = [
        "--set",
        "film.on=off",
        "--set",
        "crackle.on=off",
        "--set",
        "warp.on=off",
        "--set",
        "pickup.hum=-30",
    ];
    let args =
        [&["tone.wav", "-o", "off.wav", "--true-speed", "--set", "source.on=off"][..], &quiet].concat();
    let off = workspace.cut(&args);
    let speed = 480_000.0 / off.frames() as f64;
    assert!((0.0049..=0.031).contains(&(speed - 1.0).abs()), "{speed}");
    let part = &off.channels[0][48_000..432_000];
    let level = |f_hz: f64| spectrum::db(spectrum::tone(part, f_hz, 48_000.0).norm());
    assert!(level(1000.0 * speed) > level(1000.0) + 20.0, "{} {}", level(1000.0 * speed), level(1000.0));
    assert!(level(50.0) > level(50.0 * speed) + 20.0, "{} {}", level(50.0), level(50.0 * speed));
    let other = workspace.cut(&["song.wav", "-o", "swapped.wav", "--swap", "other.wav"]);
    assert_eq!(other.frames(), plain.frames());
    assert_eq!(other.channels[0][..5 * 48_000], plain.channels[0][..5 * 48_000]);
    assert_ne!(other.channels[0][13 * 48_000..], plain.channels[0][13 * 48_000..]);
    // The plugin's own choice is heard here too.
    let turned = workspace.cut(&["song.wav", "-o", "turned.wav", "--set", "disc.swapped=tune"]);
    assert_eq!(turned.channels[0][..5 * 48_000], plain.channels[0][..5 * 48_000]);
    assert_ne!(turned.channels[0][19 * 48_000..], plain.channels[0][19 * 48_000..]);
}

#[test]
fn what_is_read_is_never_written_over_and_the_peak_holds_without_a_loudness() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.2));
    workspace.write_song("other.wav", &song(44_100, 1, 0.2));
    std::fs::write(workspace.path("moves.csv"), "seconds,wear.plays\n0,3\n").unwrap();
    for args in
        [&["--swap", "other.wav", "-o", "other.wav"], &["--automation", "moves.csv", "-o", "moves.csv"]]
    {
        let outcome = workspace.run(&[&["cut", "song.wav", "--force"], &args[..]].concat());
        assert!(
            outcome.code != 0 && outcome.stderr.contains("is read beside it"),
            "{args:?}: {}",
            outcome.stderr
        );
    }
    let outcome = workspace.run(&["cut", "song.wav", "-o", "out.wav", "--match", "--peak", "-20"]);
    assert!(outcome.code == 0 && outcome.stderr.contains("too short or too quiet"), "{}", outcome.stderr);
    let out = roentgenizdat::cli::decode::read(&workspace.path("out.wav")).unwrap();
    assert!(out.channels[0].iter().all(|v| v.abs() <= 0.1001));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.5));
    for (args, said) in [
        (&["--lead-in", "-1"][..], "0 to 60 seconds"),
        (&["--run-out", "1e9"], "0 to 60 seconds"),
        (&["--loudness", "3"], "-60 to 0 LUFS"),
        (&["--peak", "loud"], "-30 to 6 dBTP"),
        (&["--match", "--loudness", "-14"], "cannot be used with"),
        (&["--swap", "nowhere.wav"], "nowhere.wav"),
        (&["--swap", "-"], "a file"),
    ] {
        let outcome = workspace.run(&[&["cut", "song.wav", "-o", "out.wav"], args].concat());
        assert!(outcome.code != 0 && outcome.stderr.contains(said), "{args:?}: {}", outcome.stderr);
        assert!(!workspace.path("out.wav").exists());
    }
}

#[test]
fn a_run_over_many_songs_notices_what_else_is_asked_for() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.5));
    let run = |more: &[&str]| {
        let outcome = workspace.run(&[&["cut", "song.wav", "--out-dir", "out", "--force"], more].concat());
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        outcome.stderr
    };
    assert!(run(&["--run-out", "0.5"]).contains("1 songs cut"));
    assert!(run(&["--run-out", "0.5"]).contains("1 were there already"));
    assert!(run(&["--run-out", "0.25"]).contains("1 songs cut"));
    // The same samples at another rate are another song to swap for.
    for rate_hz in [44_100, 22_050] {
        workspace.write_song("other.wav", &Audio { sample_rate_hz: rate_hz, ..song(44_100, 1, 0.5) });
        assert!(run(&["--swap", "other.wav"]).contains("1 songs cut"), "{rate_hz}");
    }
}
