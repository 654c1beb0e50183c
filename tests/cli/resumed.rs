//! A folder that is gone on with: by another path, beside another run, after a kill, with something spoiled; and what is told of it.

use std::fs::{self, File, OpenOptions};
use std::path::Path;

use super::kit::{Workspace, song};

const ARGS: [&str; 4] = ["cut", "songs", "--out-dir", "out"];

/// Two songs, and what is none.
fn library() -> Workspace {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.path("songs")).unwrap();
    for name in ["songs/a.wav", "songs/b.wav"] {
        workspace.write_song(name, &song(8000, 1, 0.4));
    }
    workspace
}

fn said(workspace: &Workspace, args: &[&str]) -> (i32, String) {
    let outcome = workspace.run(args);
    (outcome.code, outcome.stderr)
}

#[test]
fn what_is_no_song_is_left_out_with_a_word_and_stops_none() {
    let workspace = library();
    for name in ["songs/._a.wav", "songs/cover.jpg"] {
        fs::write(workspace.path(name), b"no song").unwrap();
    }
    workspace.write_song("songs/c.AIFC", &song(8000, 1, 0.2));
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.wav", workspace.path("songs/z.wav")).unwrap();
    let (code, line) = said(&workspace, &ARGS);
    assert_eq!(code, 0, "{line}");
    for word in ["left out", "songs/._a.wav", "songs/cover.jpg", "3 songs cut"] {
        assert!(line.contains(word), "{line}");
    }
    assert!(!cfg!(unix) || line.contains("songs/z.wav"), "{line}");
    assert!(workspace.path("out/c.wav").exists());
}

#[test]
fn the_same_folder_and_songs_by_another_path_are_known() {
    let workspace = library();
    assert_eq!(said(&workspace, &ARGS).0, 0);
    let songs = workspace.path("songs").display().to_string();
    let out = workspace.path("out").display().to_string();
    for args in [
        ["cut", "./songs/../songs", "--out-dir", "songs/../out"],
        ["cut", songs.as_str(), "--out-dir", out.as_str()],
    ] {
        let (code, line) = said(&workspace, &args);
        assert!(code == 0 && line.contains("0 songs cut, 2 were there already"), "{line}");
    }
    // Elsewhere it is the same folder still.
    fs::rename(workspace.path("out"), workspace.path("moved")).unwrap();
    let (_, line) = said(&workspace, &["cut", "songs", "--out-dir", "moved"]);
    assert!(line.contains("0 songs cut, 2 were there already"), "{line}");
}

#[test]
fn a_spoiled_output_is_no_song_that_is_done() {
    let workspace = library();
    assert_eq!(said(&workspace, &ARGS).0, 0);
    let whole = workspace.read("out/a.wav");
    let mut turned = whole.clone();
    turned[1000] ^= 1;
    for spoiled in [&whole[..whole.len() / 2], &turned] {
        fs::write(workspace.path("out/a.wav"), spoiled).unwrap();
        // It may be someone's: it is not replaced unasked.
        let (code, line) = said(&workspace, &ARGS);
        assert!(
            code == 5 && line.contains("--force") && line.contains("0 songs cut, 1 were there"),
            "{line}"
        );
        let (code, line) = said(&workspace, &[&ARGS[..], &["--force"]].concat());
        assert!(code == 0 && line.contains("1 songs cut, 1 were there already"), "{line}");
        assert!(workspace.read("out/a.wav") == whole);
    }
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let workspace = library();
    assert_eq!(said(&workspace, &ARGS).0, 0);
    let manifest = workspace.read("out/manifest.jsonl");
    let other = OpenOptions::new().append(true).open(workspace.path("out/manifest.jsonl")).unwrap();
    other.lock().unwrap();
    let (code, line) = said(&workspace, &ARGS);
    assert!(code == 4 && line.contains("another run is writing to it"), "{code} {line}");
    drop(other);
    let (code, line) = said(&workspace, &ARGS);
    assert!(code == 0 && line.contains("2 were there already"), "{line}");
    assert!(workspace.read("out/manifest.jsonl") == manifest);
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let workspace = library();
    fs::create_dir_all(workspace.path("out/below")).unwrap();
    for name in ["out/.roentgenizdat-abc", "out/below/.roentgenizdat-def"] {
        File::create(workspace.path(name)).unwrap();
    }
    assert_eq!(said(&workspace, &ARGS).0, 0);
    assert!(
        !workspace.files().iter().any(|file| file.contains(".roentgenizdat-")),
        "{:?}",
        workspace.files()
    );
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_unfinished() {
    use std::process::{Command, Stdio};
    let workspace = Workspace::new();
    // Long enough to be caught in the midst of it.
    workspace.write_song("song.wav", &song(48_000, 1, 240.0));
    let mut child = Command::new(env!("CARGO_BIN_EXE_roentgenizdat"))
        .args(["cut", "song.wav", "-o", "out.wav"])
        .current_dir(workspace.path(""))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let unfinished = || workspace.files().iter().any(|file| file.contains(".roentgenizdat-"));
    while !unfinished() {
        assert!(child.try_wait().unwrap().is_none(), "it was faster than this test");
        std::thread::yield_now();
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!unfinished() && !workspace.path("out.wav").exists(), "{:?}", workspace.files());
}

#[test]
fn what_would_be_cut_is_listed_and_what_was_is_told_as_json() {
    let workspace = library();
    let args = ["cut", "songs", "--out-dir", "out", "--name", "{n}-{name}-{ext}.flac", "--serial", "7"];
    let listed = workspace.run(&[&args[..], &["--dry-run"]].concat());
    let text = String::from_utf8(listed.stdout).unwrap();
    assert_eq!((listed.code, text.lines().count()), (0, 2), "{}", listed.stderr);
    assert!(text.contains("songs/b.wav -> out/0002-b-wav.flac on disc 0007"), "{text}");
    assert!(!workspace.path("out").exists());

    fs::write(workspace.path("songs/b.wav"), b"no song").unwrap();
    let told = workspace.run(&[&args[..], &["--json"]].concat());
    assert_eq!(told.code, 5, "{}", told.stderr);
    let lines: Vec<serde_json::Value> = String::from_utf8(told.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let line_of = |input: &str| lines.iter().find(|line| line["input"] == input).unwrap();
    assert_eq!((line_of("songs/a.wav")["serial"].as_u64(), lines.len()), (Some(7), 2));
    assert!(Path::new(&workspace.path(line_of("songs/a.wav")["output"].as_str().unwrap())).exists());
    assert!(line_of("songs/b.wav")["error"].as_str().unwrap().contains("not audio"));

    let quiet = workspace.run(&["cut", "songs/a.wav", "-o", "x.wav", "--set", "output=12", "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let workspace = library();
    fs::write(workspace.path("text.wav"), b"no song").unwrap();
    for (args, code) in [
        (&["cut", "songs/a.wav", "-o", "out.wav", "--set", "x=1"][..], 2),
        (&["cut", "songs/a.wav", "-o", "out.mp3"], 2),
        (&["cut", "text.wav", "-o", "out.wav"], 3),
        (&["cut", "nothing.wav", "-o", "out.wav"], 3),
        (&["cut", "songs/a.wav", "-o", "no/out.wav"], 4),
        (&["cut", "songs/a.wav", "-o", "songs/b.wav"], 4),
    ] {
        assert_eq!(workspace.run(args).code, code, "{args:?}");
    }
}
