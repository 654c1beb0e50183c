//! What is refused: in one line that names it and what is allowed, with an exit code of its kind, leaving nothing behind.

use super::kit::{refused, workspace};

#[test]
fn an_unknown_preset_parameter_or_serial_is_refused_in_one_line() {
    let workspace = workspace();
    let with = |args: &[&str], words: &[&str]| {
        refused(&workspace, &[&["cut", "song.wav", "-o", "out.wav"], args].concat(), words);
    };
    with(&["--preset", "moscow"], &["'moscow'", "leningrad-1950s", "thirty-three"]);
    with(&["--preset="], &["''", "leningrad-1950s"]);
    with(&["--preset", "mine.toml"], &["mine.toml", "cannot be read"]);
    with(&["--set", "warp.hol=1"], &["'warp.hol'", "warp.hole"]);
    with(&["--set", "volume=1"], &["'volume'", "film.hiss", "output"]);
    with(&["--set", "warp.hole"], &["'warp.hole'", "stage.param=value"]);
    with(&["--set", "two\nlines"], &["stage.param=value"]);
    for serial in ["10000", "-1", "x", "", "1.5"] {
        with(&["--serial", serial], &[&format!("'{serial}'"), "0 to 9999"]);
        let disc = ["disc", "-o", "out.png", "--serial", serial];
        refused(&workspace, &disc, &[&format!("'{serial}'"), "0 to 9999"]);
    }
    refused(&workspace, &["presets", "show", "moscow"], &["'moscow'", "leningrad-1950s"]);
}

#[test]
fn a_value_out_of_range_is_refused_in_one_line() {
    let workspace = workspace();
    let with = |args: &[&str], words: &[&str]| {
        refused(&workspace, &[&["cut", "song.wav", "-o", "out.wav"], args].concat(), words);
    };
    for plays in ["61", "-1", "0..61", "..", "0..", "0...4", "many", "nan", ""] {
        with(&["--plays", plays], &["--plays", &format!("'{plays}'"), "0 to 60 plays, or a..b"]);
    }
    with(&["--set", "warp.hole=3.1"], &["warp_hole", "'3.1'", "0 to 3 mm"]);
    with(&["--set", "film.hiss=-20..0"], &["film_hiss", "'-20..0'", "-60 to -12 dB"]);
    with(&["--set", "pickup.player=ipod"], &["pickup_player", "'ipod'", "gramophone"]);
    with(&["--set", "warp.speed=33..45"], &["warp_speed", "'33..45'", "same from start to end"]);
    with(&["--start", "-3"], &["--start", "'-3'", "minutes:seconds"]);
    with(&["--start", "1:75"], &["--start", "'1:75'", "minutes:seconds"]);
    with(&["--bits", "8"], &["--bits", "'8'", "16, 24, 32f"]);
    for (option, wrong, allowed) in
        [("--side", "9", "1 to 8"), ("--side", "0", "1 to 8"), ("--size", "9999", "64 to 4096")]
    {
        refused(&workspace, &["disc", "-o", "out.png", option, wrong], &[option, wrong, allowed]);
    }
    std::fs::write(workspace.path("mine.toml"), "name = \"n\"\n[lathe]\ndrive = 3 4\n").unwrap();
    with(&["--preset", "mine.toml"], &["mine.toml: line 3"]);
}

#[test]
fn a_place_that_takes_no_file_is_refused_in_one_line() {
    let workspace = workspace();
    std::fs::create_dir(workspace.path("folder")).unwrap();
    for output in ["no/out.wav", "song.wav/out.wav", "folder"] {
        refused(&workspace, &["cut", "song.wav", "-o", output], &[output, "cannot be written"]);
    }
    refused(&workspace, &["disc", "-o", "no/disc.png"], &["no/disc.png", "cannot be written"]);
    refused(&workspace, &["demo", "song.wav", "-o", "song.wav"], &["song.wav", "cannot be written"]);
}

#[test]
fn nothing_is_overwritten_unasked_and_the_input_never() {
    let workspace = workspace();
    let before = workspace.read("song.wav");
    for output in ["song.wav", "./song.wav"] {
        refused(&workspace, &["cut", "song.wav", "-o", output, "--force"], &["is the input", "another name"]);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(workspace.path("song.wav"), workspace.path("link.wav")).unwrap();
        refused(&workspace, &["cut", "song.wav", "-o", "link.wav", "--force"], &["is the input"]);
        refused(&workspace, &["cut", "link.wav", "-o", "song.wav", "--force"], &["is the input"]);
    }
    std::fs::write(workspace.path("mine.wav"), b"mine").unwrap();
    refused(&workspace, &["cut", "song.wav", "-o", "mine.wav"], &["mine.wav", "exists", "--force"]);
    assert_eq!((workspace.read("mine.wav"), workspace.read("song.wav")), (b"mine".to_vec(), before));
    workspace.cut(&["song.wav", "-o", "mine.wav", "--force"]);
    assert_ne!(workspace.read("mine.wav"), b"mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_one_line() {
    let workspace = workspace();
    let outcome =
        refused(&workspace, &["cut", "song.wav", "-o", "/dev/full"], &["/dev/full", "cannot be written"]);
    assert!(outcome.stderr.contains("No space left"), "{}", outcome.stderr);
    // As a user would meet it: standard output on a disk that is full.
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_roentgenizdat"))
        .args(["cut", "song.wav", "-o", "-"])
        .current_dir(workspace.path(""))
        .stdout(full)
        .output()
        .unwrap();
    let line = String::from_utf8(child.stderr).unwrap();
    assert_eq!((child.status.code(), line.lines().count()), (Some(4), 1), "{line}");
    assert!(line.contains("standard output cannot be written"), "{line}");
}
