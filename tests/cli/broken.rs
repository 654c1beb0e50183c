//! Files that are missing or hold no whole song.

use super::kit::{refused, song, wav_bytes, workspace};
use roentgenizdat::disc::hash;

/// Files that hold no whole song, with what is said of each.
fn broken_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wav = wav_bytes(&song(44_100, 2, 1.0));
    let coded = |extension: &str| {
        std::fs::read(format!("{}/tests/data/tones.{extension}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let half = |extension: &str| {
        let bytes = coded(extension);
        bytes[..bytes.len() / 2].to_vec()
    };
    let spoilt = |extension: &str, range: std::ops::Range<usize>, with: u8| {
        let mut bytes = coded(extension);
        bytes[range].fill(with);
        bytes
    };
    let mut numberless = song(44_100, 1, 1.0);
    numberless.channels[0][22_050] = f32::NAN;
    let noise: Vec<u8> = (0..40_000u64).map(|n| (hash::mix(n) >> 13) as u8).collect();
    vec![
        ("empty.wav", Vec::new(), "allowed are WAV"),
        ("text.wav", b"this is no sound\n".to_vec(), "allowed are WAV"),
        ("noise.mp3", noise.clone(), "allowed are WAV"),
        ("noise", noise, "allowed are WAV"),
        ("header.wav", wav[..20].to_vec(), "header.wav"),
        ("half.wav", wav[..wav.len() / 2].to_vec(), "broken after 0.5 s"),
        ("half.flac", half("flac"), "broken after 0."),
        ("half.m4a", half("m4a"), "half.m4a"),
        ("half.ogg", half("ogg"), "broken after 0."),
        ("half.mp3", half("mp3"), "broken after 0.3 s"),
        ("half.aac", half("aac"), "broken after 0.3 s"),
        // Behind the padding of its head.
        ("spoilt.flac", spoilt("flac", 11_000..11_200, 0x55), "broken after 0."),
        // In the head lies the sum of the samples.
        ("other.flac", spoilt("flac", 26..42, 7), "not those it was made from"),
        ("spoilt.mp3", spoilt("mp3", 4000..4300, 0x55), "broken after 0.3 s"),
        ("numberless.wav", wav_bytes(&numberless), "broken after 0.5 s: a sample there is no number"),
        ("silent.wav", wav_bytes(&song(44_100, 1, 0.0)), "holds no sound"),
        ("slow.wav", wav_bytes(&song(4000, 1, 0.5)), "4000 samples a second; allowed are 8000 to 384000"),
    ]
}

#[test]
fn a_missing_or_broken_file_is_refused_in_one_line() {
    let workspace = workspace();
    for (name, bytes, word) in broken_files() {
        std::fs::write(workspace.path(name), &bytes).unwrap();
        refused(&workspace, &["cut", name, "-o", "out.wav"], &[name, word]);
        refused(&workspace, &["demo", name, "-o", "folder"], &[name, word]);
        let piped = workspace.run_with(&["cut", "-", "-o", "-"], &bytes);
        // What came before it broke has gone out already.
        assert_eq!((piped.code, piped.stderr.lines().count()), (3, 1), "{name}: {}", piped.stderr);
        assert!(piped.stderr.contains("standard input"), "{}", piped.stderr);
    }
    std::fs::create_dir(workspace.path("folder.wav")).unwrap();
    refused(&workspace, &["cut", "folder.wav", "-o", "out.wav"], &["folder.wav", "cannot be read"]);
    refused(&workspace, &["cut", "no.wav", "-o", "out.wav"], &["no.wav", "cannot be read"]);
    refused(&workspace, &["demo", "no.wav", "-o", "f"], &["no.wav", "cannot be read"]);
}
