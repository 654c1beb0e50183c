//! What is painted: the disc, and the demo's folder.

use super::kit::{Bench, song};
use roentgenizdat::render::decode::read;
use roentgenizdat::render::demo::FILES;

#[test]
fn a_disc_is_painted_to_size_and_is_its_own() {
    let bench = Bench::new();
    let paint = |name: &str, args: &[&str]| {
        let outcome = bench.run(&[&["disc", "-o", name, "--size", "200"], args].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        bench.read(name)
    };
    let disc = paint("a.png", &["--serial", "1953"]);
    let picture = image::load_from_memory(&disc).unwrap().into_rgba8();
    assert_eq!(picture.dimensions(), (200, 200));
    assert_eq!(disc, paint("b.png", &["--serial", "1953", "--side", "1"]));
    assert_ne!(disc, paint("c.png", &["--serial", "1953", "--side", "2"]));
    assert_ne!(disc, paint("d.png", &["--serial", "1954"]));
    let piped = bench.run(&["disc", "-o", "-", "--size", "200"]);
    assert!(piped.stdout == disc);
}

#[test]
fn a_demo_fills_a_folder_and_spares_what_is_there() {
    let bench = Bench::new();
    let song = song(22_050, 2, 2.0);
    bench.write_song("song.wav", &song);
    let outcome = bench.run(&["demo", "song.wav", "-o", "new/folder"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let said = String::from_utf8(outcome.stdout).unwrap();
    assert!(FILES.iter().all(|name| said.contains(name)), "{said}");
    let [dry, bootleg] =
        ["dry.wav", "bootleg.wav"].map(|name| read(&bench.path("new/folder").join(name)).unwrap());
    assert_eq!((dry.frames(), bootleg.frames(), bootleg.channels.len()), (song.frames(), song.frames(), 2));
    assert_ne!(dry, bootleg);
    for name in ["disc.png", "wear.png"] {
        image::open(bench.path("new/folder").join(name)).unwrap();
    }

    std::fs::write(bench.path("new/folder/disc.png"), b"mine").unwrap();
    let again = bench.run(&["demo", "song.wav", "-o", "new/folder"]);
    assert_eq!((again.code, again.stderr.lines().count()), (2, 1), "{}", again.stderr);
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(bench.read("new/folder/disc.png"), b"mine");
    assert_eq!(bench.run(&["demo", "song.wav", "-o", "new/folder", "--force"]).code, 0);
    assert_ne!(bench.read("new/folder/disc.png"), b"mine");
}

#[test]
fn without_a_song_the_program_plays_its_own() {
    let bench = Bench::new();
    let outcome = bench.run(&["demo"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let tune = read(&bench.path("roentgenizdat-demo/dry.wav")).unwrap();
    assert!((20.0..30.0).contains(&tune.seconds()), "{}", tune.seconds());
}
