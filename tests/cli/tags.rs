//! What files say of their songs is carried over, with how they were cut; and a section of a song at another rate.

use super::kit::{Workspace, amplitude, refused, song};
use roentgenizdat::cli::audio::Audio;

fn chunk(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    [name.as_slice(), &(bytes.len() as u32).to_le_bytes(), bytes, &vec![0; bytes.len() % 2]].concat()
}

/// A broadcast's WAV with a title, at 44.1 kHz, ten seconds into the day.
fn broadcast(seconds: f64) -> Vec<u8> {
    let mut bext = vec![0; 602];
    bext[..5].copy_from_slice(b"found");
    bext[338..346].copy_from_slice(&441_000u64.to_le_bytes());
    let info = [
        &b"INFO"[..],
        &chunk(b"INAM", b"Forty-five\0"),
        &chunk(b"IART", b"A and B\0"),
        &chunk(b"ICMT", b"old\0"),
    ];
    let mut format = vec![1, 0, 1, 0];
    for number in [44_100u32, 88_200] {
        format.extend_from_slice(&number.to_le_bytes());
    }
    format.extend_from_slice(&[2, 0, 16, 0]);
    let samples = (0..(44_100.0 * seconds) as usize)
        .flat_map(|n| ((8000.0 * (n as f64 * 0.0627).sin()) as i16).to_le_bytes());
    let chunks = [
        chunk(b"bext", &bext),
        chunk(b"fmt ", &format),
        chunk(b"LIST", &info.concat()),
        chunk(b"data", &samples.collect::<Vec<u8>>()),
    ]
    .concat();
    [b"RIFF".as_slice(), &(4 + chunks.len() as u32).to_le_bytes(), b"WAVE", &chunks].concat()
}

/// Where in a file a text stands.
fn place(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

const CUT: &str = "disc.serial=1953 lathe.drive=3 wear.plays=0..20";

#[test]
fn a_title_goes_with_its_song_and_how_it_was_cut_is_added() {
    let workspace = Workspace::new();
    std::fs::write(workspace.path("song.wav"), broadcast(1.0)).unwrap();
    let set = ["--set", "lathe.drive=3", "--plays", "0..20"];
    workspace.cut(&[&["song.wav", "-o", "copy.flac"], &set[..]].concat());
    let flac = workspace.read("copy.flac");
    for text in ["TITLE=Forty-five", "ARTIST=A and B", &format!("{CUT} | old")] {
        assert!(place(&flac, text.as_bytes()).is_some_and(|at| at < 1000), "{text}");
    }
    // From there it goes on into a WAV: into both kinds of its tags, behind the sound.
    workspace.cut(&["copy.flac", "-o", "again.wav"]);
    let wav = workspace.read("again.wav");
    let data = place(&wav, b"data").unwrap();
    for text in ["INAM", "Forty-five", "TIT2", CUT] {
        assert!(place(&wav, text.as_bytes()).is_some_and(|at| at > data), "{text}");
    }
    assert_eq!(u32::from_le_bytes(wav[4..8].try_into().unwrap()) as usize, wav.len() - 8);
    // The head is the plain one all the same.
    assert_eq!(data, 36);

    workspace.cut(&["song.wav", "-o", "bare.wav", "--no-tags", "--bits", "16"]);
    assert_eq!(workspace.read("bare.wav").len(), 44 + 2 * 44_100);
    // Every option that changes the sound is in it.
    let all =
        ["--from", "0.2", "--to", "0.9", "--rate", "48000", "--tempo", "120", "--true-speed", "--peak", "-2"];
    workspace.cut(&[&["song.wav", "-o", "all.flac"], &all[..]].concat());
    let told = "--from 0.2 --to 0.9 --rate 48000 --tempo 120 --peak -2 --true-speed | old";
    assert!(place(&workspace.read("all.flac"), told.as_bytes()).is_some());
    // The tags change nothing of the sound.
    let bare = workspace.cut(&["song.wav", "-o", "bare.flac", "--no-tags"]);
    assert_eq!(workspace.cut(&["song.wav", "-o", "told.wav"]), bare);
}

#[test]
fn a_cover_goes_with_its_song() {
    let workspace = Workspace::new();
    let cover = [&b"\x89PNG\r\n\x1a\n"[..], b"the cover of a test"].concat();
    let frame = |name: &[u8; 4], bytes: &[u8]| {
        [name.as_slice(), &(bytes.len() as u32).to_be_bytes(), &[0, 0], bytes].concat()
    };
    let picture = [&b"\0image/png\0\x03\0"[..], &cover].concat();
    let frames = [frame(b"TIT2", b"\0Ribs"), frame(b"APIC", &picture)].concat();
    let size = frames.len() as u32;
    let tag = [b"ID3\x03\0\0".as_slice(), &[0, 0, (size >> 7) as u8, size as u8 & 0x7f], &frames].concat();
    let mp3 = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/formats/lame.mp3")).unwrap();
    std::fs::write(workspace.path("song.mp3"), [tag, mp3].concat()).unwrap();
    for name in ["copy.wav", "copy.flac"] {
        workspace.cut(&["song.mp3", "-o", name]);
        let bytes = workspace.read(name);
        assert!(place(&bytes, &cover).is_some() && place(&bytes, b"Ribs").is_some(), "{name}");
    }
}

#[test]
fn a_broadcasts_time_moves_with_what_is_cut() {
    let workspace = Workspace::new();
    std::fs::write(workspace.path("song.wav"), broadcast(4.0)).unwrap();
    let time = |name: &str, options: &[&str]| {
        workspace.cut(&[&["song.wav", "-o", name], options].concat());
        let wav = workspace.read(name);
        let at = place(&wav, b"bext").unwrap() + 8;
        assert!(at < place(&wav, b"data").unwrap(), "{name}");
        assert_eq!(&wav[at..at + 5], b"found");
        u64::from_le_bytes(wav[at + 338..at + 346].try_into().unwrap())
    };
    assert_eq!(time("a.wav", &[]), 441_000);
    assert_eq!(time("b.wav", &["--from", "2", "--rate", "48000"]), 576_000);
    assert_eq!(time("c.wav", &["--lead-in", "1"]), 396_900);
}

#[test]
fn a_section_is_a_song_that_holds_no_more() {
    let workspace = Workspace::new();
    let whole = song(48_000, 2, 4.0);
    workspace.write_song("song.wav", &whole);
    let part = |from: usize, to: usize| Audio {
        channels: whole.channels.iter().map(|channel| channel[from..to].to_vec()).collect(),
        ..whole.clone()
    };
    workspace.write_song("part.wav", &part(48_000, 120_000));
    let wanted = workspace.cut(&["part.wav", "-o", "wanted.wav", "--plays", "0..20"]);
    let cut = ["--from", "1", "--to", "0:02.5", "--plays", "0..20"];
    assert_eq!(workspace.cut(&[&["song.wav", "-o", "a.wav"], &cut[..]].concat()), wanted);
    // By way of a pipe, and in memory.
    let piped =
        workspace.run_with(&[&["cut", "-", "-o", "b.flac"], &cut[..]].concat(), &workspace.read("song.wav"));
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert_eq!(roentgenizdat::cli::decode::read(&workspace.path("b.flac")).unwrap(), wanted);
    let twice = [&["song.wav", "-o", "c.wav", "--generations", "2"], &cut[..]].concat();
    assert_eq!(
        workspace.cut(&twice),
        workspace.cut(&["part.wav", "-o", "d.wav", "--generations", "2", "--plays", "0..20"])
    );
    // Longer than the song is to its end.
    assert_eq!(workspace.cut(&["song.wav", "-o", "e.wav", "--from", "3", "--to", "9"]).frames(), 48_000);
    // Nothing is no section: behind the end, at it, too short for a sample, and for one at another rate.
    for empty in [
        &["--from", "4.1"][..],
        &["--from", "4"],
        &["--from", "4", "--to", "5"],
        &["--from", "0.1", "--to", "0.100001"],
        &["--to", "0.000003"],
        &["--to", "0.00003", "--rate", "8000"],
    ] {
        let args = [&["cut", "song.wav", "-o", "f.wav"], empty].concat();
        refused(&workspace, &args, &["song.wav holds no sample", "--from"]);
    }
    refused(
        &workspace,
        &["cut", "song.wav", "-o", "f.wav", "--from", "3", "--to", "3"],
        &["--to '3'", "behind --from 3"],
    );
    refused(&workspace, &["cut", "song.wav", "-o", "f.wav", "--to", "soon"], &["--to 'soon'", "minutes"]);
    assert!(!workspace.files().iter().any(|file| file.ends_with("f.wav")));
}

#[test]
fn another_rate_is_the_same_song() {
    let workspace = Workspace::new();
    let tone = |n: usize| 0.1 * (std::f64::consts::TAU * 1000.0 * n as f64 / 44_100.0).sin() as f32;
    let tone = Audio { sample_rate_hz: 44_100, channels: vec![(0..88_201).map(tone).collect()] };
    workspace.write_song("song.wav", &tone);
    let still = ["--set", "warp.on=off", "--set", "film.on=off", "--set", "crackle.on=off"];
    let own = workspace.cut(&[&["song.wav", "-o", "own.wav"], &still[..]].concat());
    let copy = workspace.cut(&[&["song.wav", "-o", "copy.wav", "--rate", "96000"], &still[..]].concat());
    assert_eq!((copy.sample_rate_hz, copy.frames()), (96_000, 192_002));
    let level = |audio: &Audio| {
        let rate_hz = audio.sample_rate_hz as usize;
        amplitude(&audio.channels[0][rate_hz / 2..rate_hz * 3 / 2], 1000.0, audio.sample_rate_hz)
    };
    assert!((level(&copy) / level(&own) - 1.0).abs() < 0.01, "{} {}", level(&copy), level(&own));
    // In pieces or as a whole.
    let whole = workspace
        .cut(&[&["song.wav", "-o", "b.wav", "--rate", "96000", "--true-speed"], &still[..]].concat());
    assert_eq!(whole.sample_rate_hz, 96_000);
    refused(
        &workspace,
        &["cut", "song.wav", "-o", "f.wav", "--rate", "7000"],
        &["--rate '7000'", "8000 to 384000"],
    );
}
