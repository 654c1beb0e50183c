//! A song goes through block by block: the same sound as in one piece, before its end is there, in memory that does not grow.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::cli::decode;
use roentgenizdat::params::{Serial, Settings};
use roentgenizdat::preset::{DEFAULT, Preset};

use super::kit::{Workspace, song, wav_bytes};

/// The default preset on disc 7, as the library cuts it in one piece.
fn in_one_piece(song: &Audio, assignments: &[&str]) -> Audio {
    let mut settings = Settings::default();
    Preset::find(DEFAULT).unwrap().apply(&mut settings);
    let mut automation = Automation::constant(settings);
    assignments.iter().for_each(|assignment| automation.assign(assignment).unwrap());
    let automation = automation.on_disc(Serial::new(7).unwrap());
    cut(song, &CutOptions { automation, start_seconds: 0.0, tempo_bpm: None, picture: None }, |_| {})
}

#[test]
fn in_pieces_it_sounds_as_in_one() {
    let workspace = Workspace::new();
    // Longer than some blocks, and of no whole number of them; and shorter than all is late.
    for seconds in [1.37, 0.011, 0.0001] {
        let song = song(48_000, 2, seconds);
        workspace.write_song("song.wav", &song);
        std::fs::write(workspace.path("song.csv"), "seconds,wear.plays\n0,0\n0.5,40\n").unwrap();
        for assignments in [&[][..], &["disc.latency=aligned"], &["wear.plays=0..40"]] {
            let wanted = in_one_piece(&song, assignments);
            let mut args =
                vec!["cut", "song.wav", "-o", "out.wav", "--bits", "32f", "--serial", "7", "--force"];
            assignments.iter().for_each(|assignment| args.extend(["--set", assignment]));
            let outcome = workspace.run(&args);
            assert_eq!(outcome.code, 0, "{}", outcome.stderr);
            let read = decode::read(&workspace.path("out.wav")).unwrap();
            assert!(read == wanted, "{seconds} {assignments:?}: {} of {}", read.frames(), wanted.frames());
        }
    }
}

#[test]
fn what_moves_over_a_song_of_unknown_length_reads_it_twice() {
    let workspace = Workspace::new();
    let mp3 = std::fs::read(format!("{}/tests/data/formats/no-tag.mp3", env!("CARGO_MANIFEST_DIR"))).unwrap();
    std::fs::write(workspace.path("song.mp3"), &mp3).unwrap();
    let wanted = in_one_piece(&decode::read(&workspace.path("song.mp3")).unwrap(), &["wear.plays=0..40"]);
    let args = ["--bits", "32f", "--serial", "7", "--plays", "0..40"];
    let file = workspace.run(&[&["cut", "song.mp3", "-o", "out.wav"], &args[..]].concat());
    assert_eq!(file.code, 0, "{}", file.stderr);
    assert!(decode::read(&workspace.path("out.wav")).unwrap() == wanted);
    // A pipe is read once, and kept.
    let pipe = workspace.run_with(&[&["cut", "-", "-o", "-"], &args[..]].concat(), &mp3);
    std::fs::write(workspace.path("piped.wav"), pipe.stdout).unwrap();
    assert!(decode::read(&workspace.path("piped.wav")).unwrap() == wanted);
}

#[test]
fn a_pipe_sounds_before_its_input_ends() {
    let workspace = Workspace::new();
    let song = song(48_000, 2, 6.0);
    let wav = wav_bytes(&song);
    let folder = format!("{}/tests/data/formats", env!("CARGO_MANIFEST_DIR"));
    let mp3 = std::fs::read(format!("{folder}/no-tag.mp3")).unwrap().repeat(30);
    for (name, bytes) in [("wav", wav), ("mp3", mp3)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_roentgenizdat"))
            .args(["cut", "-", "-o", "-"])
            .current_dir(workspace.path("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        // Half of it, and the pipe stays open.
        let (first, second) = (bytes[..bytes.len() / 2].to_vec(), bytes[bytes.len() / 2..].to_vec());
        let feeder = std::thread::spawn(move || {
            stdin.write_all(&first).unwrap();
            stdin
        });
        let mut heard = vec![0; 200_000];
        stdout.read_exact(&mut heard).unwrap();
        assert!(heard[1000..].iter().any(|byte| *byte != 0), "{name}");
        let rest = std::thread::spawn(move || {
            let mut rest = Vec::new();
            stdout.read_to_end(&mut rest).unwrap();
            rest
        });
        let mut stdin = feeder.join().unwrap();
        stdin.write_all(&second).unwrap();
        drop(stdin);
        assert!(child.wait().unwrap().success(), "{name}");
        assert!(!rest.join().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn flac_is_written_by_its_ending_and_holds_the_same() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 2, 0.7));
    let wav = workspace.cut(&["song.wav", "-o", "out.wav"]);
    let flac = workspace.cut(&["song.wav", "-o", "out.flac"]);
    assert!(wav == flac && workspace.read("out.flac").starts_with(b"fLaC"));
    let smaller = (workspace.read("out.flac").len(), workspace.read("out.wav").len());
    assert!(smaller.0 < smaller.1, "{smaller:?}");
    for (args, word) in [
        (&["-o", "x.mp3"][..], ".wav or .flac"),
        (&["-o", "x"], ".wav or .flac"),
        (&["-o", "x.flac", "--bits", "32f"], "16 or 24"),
        (&["-o", "x.wav", "--dither", "loud"], "tpdf, none"),
    ] {
        let outcome = workspace.run(&[&["cut", "song.wav"], args].concat());
        assert!(outcome.code == 2 && outcome.stderr.contains(word), "{args:?}: {}", outcome.stderr);
    }
    let picture = workspace.run(&["disc", "-o", "disc.jpg"]);
    assert!(picture.code == 2 && picture.stderr.contains(".png"), "{}", picture.stderr);
    assert!(!workspace.files().iter().any(|file| file.contains("/x") || file.contains("disc")));
}

#[test]
fn damage_is_refused_or_passed_over_and_said() {
    let workspace = Workspace::new();
    let mut mp3 =
        std::fs::read(format!("{}/tests/data/formats/lame.mp3", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let at = mp3.len() / 2;
    mp3[at..at + 900].fill(0x55);
    mp3.extend([7; 300]);
    std::fs::write(workspace.path("song.mp3"), mp3).unwrap();
    let refused = workspace.run(&["cut", "song.mp3", "-o", "out.wav"]);
    assert!(refused.code == 3 && refused.stderr.contains("broken after 0."), "{}", refused.stderr);
    assert!(!workspace.path("out.wav").exists() && workspace.files().len() == 1, "{:?}", workspace.files());
    let lenient = workspace.run(&["cut", "song.mp3", "-o", "out.wav", "--lenient"]);
    assert_eq!(lenient.code, 0, "{}", lenient.stderr);
    for word in ["damaged after 0.", "the last 300 bytes are no sound", "it ends before its time"] {
        assert!(lenient.stderr.contains(word), "{}", lenient.stderr);
    }
}
