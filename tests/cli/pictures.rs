//! What is painted: the disc, and the demo's folder.

use std::io::Cursor;

use super::kit::{Workspace, song, workspace};
use roentgenizdat::cli::decode::read;
use roentgenizdat::cli::demo::FILES;

/// Size of the picture in a PNG file, read to its end.
fn size_px(file: &[u8]) -> (u32, u32) {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    (info.width, info.height)
}

#[test]
fn a_disc_is_painted_to_size_and_is_its_own() {
    let workspace = Workspace::new();
    let paint = |name: &str, args: &[&str]| {
        let outcome = workspace.run(&[&["disc", "-o", name, "--size", "200"], args].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        workspace.read(name)
    };
    let disc = paint("a.png", &["--serial", "1953"]);
    assert_eq!(size_px(&disc), (200, 200));
    assert_eq!(disc, paint("b.png", &["--serial", "1953", "--side", "1"]));
    assert_ne!(disc, paint("c.png", &["--serial", "1953", "--side", "2"]));
    assert_ne!(disc, paint("d.png", &["--serial", "1954"]));
    let piped = workspace.run(&["disc", "-o", "-", "--size", "200"]);
    assert!(piped.stdout == disc);
}

#[test]
fn a_disc_shows_what_is_asked_for() {
    let workspace = Workspace::new();
    let paint = |name: &str, set: &str| workspace.run(&["disc", "-o", name, "--size", "100", "--set", set]);
    for (name, set) in
        [("a.png", "film.picture=skull"), ("b.png", "film_picture=jaw"), ("c.png", "wear.plays=60")]
    {
        let outcome = paint(name, set);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    }
    assert_ne!(workspace.read("a.png"), workspace.read("b.png"));
    assert_ne!(workspace.read("a.png"), workspace.read("c.png"));
    let outcome = paint("d.png", "film.picture=tooth");
    assert_eq!((outcome.code, outcome.stderr.lines().count()), (2, 1));
    assert!(outcome.stderr.contains("'tooth'") && outcome.stderr.contains("skull"), "{}", outcome.stderr);
    assert!(!workspace.path("d.png").exists());
}

#[test]
fn a_picture_of_ones_own_is_on_the_film_and_in_the_hiss() {
    let workspace = workspace();
    let grey = |name: &str, shade: &dyn Fn(usize) -> u8| {
        let file = std::fs::File::create(workspace.path(name)).unwrap();
        let mut encoder = png::Encoder::new(file, 200, 200);
        encoder.set_color(png::ColorType::Grayscale);
        let pixels: Vec<u8> = (0..200 * 200).map(shade).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    };
    grey("stripes.png", &|i| if i / 20 % 2 == 0 { 20 } else { 235 });
    std::fs::write(workspace.path("text.png"), "no picture").unwrap();
    let run = |args: &[&str]| {
        let outcome = workspace.run(args);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{args:?}");
    };
    run(&["disc", "-o", "own.png", "--size", "100", "--picture", "stripes.png"]);
    run(&["disc", "-o", "bones.png", "--size", "100"]);
    assert_ne!(workspace.read("own.png"), workspace.read("bones.png"));
    run(&["cut", "song.wav", "-o", "own.wav", "--no-tags", "--picture", "stripes.png"]);
    run(&["cut", "song.wav", "-o", "again.wav", "--no-tags", "--picture", "stripes.png"]);
    run(&["cut", "song.wav", "-o", "bones.wav", "--no-tags"]);
    assert_eq!(workspace.read("own.wav"), workspace.read("again.wav"));
    assert_ne!(workspace.read("own.wav"), workspace.read("bones.wav"));
    for more in [
        &["--set", "film.picture=imported"][..],
        &["--set", "film.picture=skull", "--picture", "stripes.png"],
    ] {
        let outcome = workspace.run(&[&["cut", "song.wav", "-o", "no.wav"], more].concat());
        assert_eq!((outcome.code, outcome.stderr.lines().count()), (2, 1), "{}", outcome.stderr);
    }
    for name in ["text.png", "none.png"] {
        let outcome = workspace.run(&["cut", "song.wav", "-o", "no.wav", "--picture", name]);
        assert_eq!((outcome.code, outcome.stderr.lines().count()), (2, 1), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(name) && outcome.stderr.contains("allowed are PNG and JPEG"));
        assert!(!workspace.path("no.wav").exists());
    }
}

#[test]
fn a_demo_fills_a_folder_and_spares_what_is_there() {
    let workspace = Workspace::new();
    let song = song(22_050, 2, 2.0);
    workspace.write_song("song.wav", &song);
    let outcome = workspace.run(&["demo", "song.wav", "-o", "new/folder"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let said = String::from_utf8(outcome.stdout).unwrap();
    assert!(FILES.iter().all(|name| said.contains(name)), "{said}");
    let [dry, bootleg] =
        ["dry.wav", "bootleg.wav"].map(|name| read(&workspace.path("new/folder").join(name)).unwrap());
    assert_eq!((dry.frames(), bootleg.frames(), bootleg.channels.len()), (song.frames(), song.frames(), 2));
    assert_ne!(dry, bootleg);
    for name in ["disc.png", "wear.png"] {
        assert!(size_px(&workspace.read(&format!("new/folder/{name}"))).0 > 500);
    }

    std::fs::write(workspace.path("new/folder/disc.png"), b"mine").unwrap();
    let again = workspace.run(&["demo", "song.wav", "-o", "new/folder"]);
    assert_eq!((again.code, again.stderr.lines().count()), (4, 1), "{}", again.stderr);
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(workspace.read("new/folder/disc.png"), b"mine");
    assert_eq!(workspace.run(&["demo", "song.wav", "-o", "new/folder", "--force"]).code, 0);
    assert_ne!(workspace.read("new/folder/disc.png"), b"mine");
}

#[test]
fn without_a_song_the_program_plays_its_own() {
    let workspace = Workspace::new();
    let outcome = workspace.run(&["demo"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let tune = read(&workspace.path("roentgenizdat-demo/dry.wav")).unwrap();
    assert!((20.0..30.0).contains(&tune.seconds()), "{}", tune.seconds());
}
