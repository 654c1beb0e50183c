//! Many songs, one command: the same bytes as one by one, whatever happens on the way.

use std::collections::BTreeMap;

use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::params::{Serial, Settings};

use super::kit::{Workspace, refused, song, wav_bytes};

/// A folder of songs: two in it, one below, and something else.
fn library() -> Workspace {
    let workspace = Workspace::new();
    std::fs::create_dir_all(workspace.path("songs/night")).unwrap();
    for (nth, name) in ["songs/a.wav", "songs/b.wav", "songs/night/a.wav"].iter().enumerate() {
        workspace.write_song(name, &song(8000, 1, 0.3 + 0.1 * nth as f64));
    }
    std::fs::write(workspace.path("songs/cover.jpg"), b"not a song").unwrap();
    workspace
}

/// The sounds below a folder, by name.
fn sounds(workspace: &Workspace, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let root = workspace.path(folder).display().to_string();
    let below =
        workspace.files().into_iter().filter(|file| file.starts_with(&root) && file.ends_with(".wav"));
    below.map(|file| (file[root.len() + 1..].to_string(), std::fs::read(&file).unwrap())).collect()
}

#[test]
fn a_folder_is_cut_as_its_songs_are_one_by_one() {
    let workspace = library();
    let outcome =
        workspace.run(&["cut", "songs", "--out-dir", "out", "--jobs", "3", "--serial", "from-name"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let out = sounds(&workspace, "out");
    assert_eq!(out.keys().collect::<Vec<_>>(), ["a.wav", "b.wav", "night/a.wav"]);
    for name in out.keys() {
        let alone = format!("{}.wav", name.replace('/', "-"));
        workspace.cut(&[&format!("songs/{name}"), "-o", &alone, "--serial", "from-name"]);
        assert!(workspace.read(&alone) == out[name], "{name}");
    }
    let one_thread =
        workspace.run(&["cut", "songs", "--out-dir", "one", "--jobs", "1", "--serial", "from-name"]);
    assert_eq!(one_thread.code, 0);
    assert!(sounds(&workspace, "one") == out);
}

#[test]
fn names_are_made_by_a_pattern_and_found_by_one() {
    let workspace = library();
    let outcome = workspace.run(&[
        "cut",
        "songs/*.wav",
        "--out-dir",
        "out",
        "--name",
        "{n}-{serial}-{name}",
        "--serial",
        "7",
    ]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(sounds(&workspace, "out").keys().collect::<Vec<_>>(), ["0001-0007-a.wav", "0002-0007-b.wav"]);
    refused(
        &workspace,
        &["cut", "songs", "--out-dir", "x", "--name", "{serial}"],
        &["songs/b.wav", "--name", "{n}"],
    );
    refused(
        &workspace,
        &["cut", "songs", "--out-dir", "x", "--name", "{what}"],
        &["--name '{what}'", "{serial}"],
    );
    refused(
        &workspace,
        &["cut", "songs/*.ogg", "--out-dir", "x"],
        &["songs/*.ogg", "holds no songs", "FLAC"],
    );
    refused(&workspace, &["cut", "nothing.wav", "--out-dir", "x"], &["nothing.wav", "cannot be read"]);
    refused(&workspace, &["cut", "songs", "--out-dir", "x", "--jobs", "0"], &["--jobs '0'", "1 to 1024"]);
    refused(&workspace, &["cut", "songs/a.wav", "songs/b.wav"], &["--out-dir FOLDER"]);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    let workspace = library();
    let args = ["cut", "songs", "--out-dir", "out", "--plays", "0..40"];
    assert_eq!(workspace.run(&args).code, 0);
    let whole = sounds(&workspace, "out");
    let manifest = String::from_utf8(workspace.read("out/manifest.jsonl")).unwrap();
    assert_eq!(manifest.lines().count(), 3);
    assert!(
        manifest.contains(r#""wear.plays":"0..40""#) && manifest.contains(r#""serial":1953"#),
        "{manifest}"
    );

    // As a kill leaves it: a line that broke off, a line whose file never came, a song that was never begun.
    let lines: Vec<&str> = manifest.lines().collect();
    let torn = format!("{}\n{}\n{}", lines[0], lines[1], &lines[2][..40]);
    std::fs::write(workspace.path("out/manifest.jsonl"), torn).unwrap();
    let output = |line: &str| {
        format!("out/{}", line.split("\"output\":\"").nth(1).unwrap().split('"').next().unwrap())
    };
    std::fs::remove_file(workspace.path(&output(lines[1]))).unwrap();
    std::fs::remove_file(workspace.path(&output(lines[2]))).unwrap();
    let again = workspace.run(&args);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("2 songs cut, 1 were there already"), "{}", again.stderr);
    assert!(sounds(&workspace, "out") == whole);
    assert!(workspace.run(&args).stderr.contains("0 songs cut, 3 were there already"));
}

#[test]
fn what_is_there_is_not_replaced_and_one_bad_song_stops_no_other() {
    let workspace = library();
    assert_eq!(workspace.run(&["cut", "songs", "--out-dir", "out"]).code, 0);
    let first = sounds(&workspace, "out");
    let other = ["cut", "songs", "--out-dir", "out", "--serial", "7"];
    let refused = workspace.run(&other);
    assert_eq!(refused.code, 5);
    assert!(
        refused.stderr.contains("--force") && refused.stderr.contains("3 of 3 songs were not cut"),
        "{}",
        refused.stderr
    );
    assert!(sounds(&workspace, "out") == first);
    assert_eq!(workspace.run(&[&other[..], &["--force"]].concat()).code, 0);
    let second = sounds(&workspace, "out");
    assert!(first.iter().all(|(name, bytes)| second[name] != *bytes));
    // The last line for an output counts, not any.
    assert!(workspace.run(&["cut", "songs", "--out-dir", "out"]).stderr.contains("3 of 3"), "stale lines");

    std::fs::write(workspace.path("songs/a.wav"), b"RIFF and no more").unwrap();
    let some = workspace.run(&["cut", "songs", "--out-dir", "new"]);
    assert_eq!(some.code, 5);
    assert!(some.stderr.contains("songs/a.wav") && some.stderr.contains("1 of 3"), "{}", some.stderr);
    assert_eq!(sounds(&workspace, "new").len(), 2);
}

#[test]
fn what_a_run_wrote_into_its_own_folder_is_no_song() {
    let workspace = library();
    for known in ["3 songs cut, 0", "0 songs cut, 3"] {
        let outcome = workspace.run(&["cut", "songs", "--out-dir", "songs/bones"]);
        assert!(outcome.code == 0 && outcome.stderr.contains(known), "{}", outcome.stderr);
    }
}

#[test]
fn a_folder_is_not_cut_over_itself() {
    let workspace = library();
    refused(
        &workspace,
        &["cut", "songs", "--out-dir", "songs", "--name", "{name}-bone"],
        &["songs", "written to"],
    );
    refused(&workspace, &["cut", "songs/*.wav", "--out-dir", "songs"], &["songs/*.wav", "written to"]);
    refused(
        &workspace,
        &["cut", "songs/a.wav", "--out-dir", "songs", "--force"],
        &["songs/a.wav", "is the input"],
    );
    std::fs::write(workspace.path("notes.txt"), "first\nsecond\n").unwrap();
    refused(
        &workspace,
        &["cut", "songs/a.wav", "--out-dir", ".", "--manifest", "notes.txt"],
        &["notes.txt", "no manifest"],
    );
}

#[test]
fn a_replacement_that_never_came_is_cut_again() {
    let workspace = library();
    let (old, new) = (["--serial", "7"], ["--serial", "8", "--force"]);
    let run = |args: &[&str]| workspace.run(&[&["cut", "songs/a.wav", "--out-dir", "out"], args].concat());
    assert_eq!((run(&old).code, run(&new).code), (0, 0));
    // As a kill leaves it between the old file's end and the new one's line.
    let manifest = String::from_utf8(workspace.read("out/manifest.jsonl")).unwrap();
    let lines: Vec<&str> = manifest.lines().collect();
    assert_eq!(lines.len(), 3, "{manifest}");
    std::fs::write(workspace.path("out/manifest.jsonl"), format!("{}\n{}\n", lines[0], lines[1])).unwrap();
    assert_eq!(run(&old).code, 5, "the old file may be gone");
    assert!(run(&new).stderr.contains("1 songs cut, 0"));
    // Another song of the same length.
    let mut song = workspace.read("songs/a.wav");
    *song.last_mut().unwrap() ^= 1;
    std::fs::write(workspace.path("songs/a.wav"), song).unwrap();
    assert!(run(&new).stderr.contains("1 songs cut, 0"));
}

#[test]
fn a_second_generation_is_a_copy_of_the_first_on_the_next_disc() {
    let workspace = Workspace::new();
    let dry = song(8000, 1, 0.5);
    workspace.write_song("song.wav", &dry);
    let args = ["song.wav", "-o", "out.wav", "--serial", "9999", "--generations", "2", "--bits", "32f"];
    let twice = workspace.cut(&args);
    let on = |number: u32| CutOptions::new(Serial::new(number).unwrap(), Settings::default());
    let first = cut(&dry, &on(9999), |_| {});
    assert!(twice.channels == cut(&first, &on(0), |_| {}).channels);
    refused(
        &workspace,
        &["cut", "song.wav", "-o", "x.wav", "--generations", "0"],
        &["--generations '0'", "1 to 100"],
    );
}

#[test]
fn a_pipe_has_two_dashes() {
    let workspace = Workspace::new();
    let song = wav_bytes(&song(8000, 1, 0.3));
    std::fs::write(workspace.path("song.wav"), &song).unwrap();
    workspace.cut(&["song.wav", "-o", "out.wav"]);
    let piped = workspace.run_with(&["cut", "-", "-"], &song);
    assert!(piped.code == 0 && piped.stdout == workspace.read("out.wav"), "{}", piped.stderr);

    // As ffmpeg writes into a pipe: it does not know how long the song will be.
    let mut open = song;
    let length = open.windows(4).position(|four| four == b"data").unwrap() + 4;
    open[4..8].fill(0xff);
    open[length..length + 4].fill(0xff);
    let piped = workspace.run_with(&["cut", "-", "-"], &open);
    // Nor do we, then: the lengths are left open, and the sound is the same.
    assert!(piped.code == 0 && piped.stdout[4..8] == [0xff; 4], "{}", piped.stderr);
    std::fs::write(workspace.path("piped.wav"), piped.stdout).unwrap();
    std::fs::write(workspace.path("open.wav"), open).unwrap();
    workspace.cut(&["open.wav", "-o", "again.wav"]);
    let sound = |name: &str| roentgenizdat::cli::decode::read(&workspace.path(name)).unwrap();
    assert!(sound("again.wav") == sound("out.wav") && sound("piped.wav") == sound("out.wav"));
}
