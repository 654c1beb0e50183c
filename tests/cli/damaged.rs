//! Presets, tables, pictures and songs with bytes exchanged, cut out, doubled and turned: read, or refused in a line, never a panic
//! and never without end. `ROENTGENIZDAT_DAMAGES` asks for more of them (docs/reliability.md).

use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::decode;
use roentgenizdat::disc::hash;
use roentgenizdat::paint::import;
use roentgenizdat::paint::pixels::Pixels;
use roentgenizdat::params::{PARAMETERS, Settings};
use roentgenizdat::preset::{FACTORY, Preset};

use super::kit::{song, wav_bytes};

/// Of each kind; songs, which are longer to read, are a tenth as many.
const DAMAGES: u64 = 3000;

fn damages() -> u64 {
    std::env::var("ROENTGENIZDAT_DAMAGES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(DAMAGES)
}

/// Bytes with one to four changes. `at_front` of them are near the beginning, where heads are.
fn damaged(good: &[u8], seed: u64) -> Vec<u8> {
    const WORDS: [&[u8]; 10] = [
        b"\xff\xff\xff\xff",
        b"\0\0\0\0",
        b"\x7f\xff\xff\xff",
        b"nan",
        b"-1",
        b"1e39",
        b"=",
        b"\"",
        b",",
        b"\n",
    ];
    let mut bytes = good.to_vec();
    let mut numbers = hash::mix(seed);
    let mut below = |end: usize| {
        numbers = hash::mix(numbers);
        (numbers % end.max(1) as u64) as usize
    };
    for _ in 0..1 + below(4) {
        let length = bytes.len();
        let at = if below(2) == 0 { below(length.min(200)) } else { below(length) };
        let end = (at + 1 + below(16)).min(length);
        match below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << (seed % 8)),
            2 => drop(bytes.splice(at..at.min(length), WORDS[below(WORDS.len())].iter().copied())),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = below(length);
                drop(bytes.splice(to..to, piece));
            }
            _ => bytes.truncate(at.max(1)),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn one_line(error: impl std::fmt::Display) {
    let text = error.to_string();
    assert!(!text.is_empty() && !text.trim_end().contains('\n'), "{text:?}");
}

#[test]
fn damaged_presets_are_refused_or_hold_values_that_may_be() {
    let mut taken = 0;
    for n in 0..damages() {
        let good = FACTORY[n as usize % FACTORY.len()].text;
        let text = String::from_utf8_lossy(&damaged(good.as_bytes(), n)).into_owned();
        match Preset::parse(&text) {
            Ok(preset) => {
                taken += 1;
                for row in PARAMETERS {
                    let plain = (row.get)(preset.settings());
                    assert_eq!(row.conform(plain), plain, "{}", row.id);
                }
            }
            Err(error) => one_line(error),
        }
    }
    assert!((1..damages()).contains(&taken), "{taken} were taken");
}

#[test]
fn damaged_tables_are_refused_or_move_what_may_move() {
    let good = "seconds,wear.plays,film.hiss\n0,0,-30 dB\n10,12,-28\n20,30,off\n";
    let mut taken = 0;
    for n in 0..damages() {
        let text = String::from_utf8_lossy(&damaged(good.as_bytes(), n)).into_owned();
        let mut automation = Automation::constant(Settings::default());
        match automation.assign_table("a table", &text) {
            Ok(()) => {
                taken += 1;
                let moved = automation.over(30.0);
                for part in [0.0, 0.3, 1.0] {
                    assert!(PARAMETERS.iter().all(|row| (row.get)(&moved.at(part)).is_finite()));
                }
            }
            Err(error) => one_line(error),
        }
    }
    assert!((1..damages()).contains(&taken), "{taken} were taken");
}

#[test]
fn damaged_pictures_are_refused_or_shown() {
    let pixel = |x: u32, y: u32| [(x * 4) as u8, (y * 4) as u8, 90, 255];
    let good = Pixels::from_fn(64, 48, pixel).to_png().unwrap();
    let mut taken = 0;
    for n in 0..damages() {
        match import::picture("a picture", &damaged(&good, n)) {
            Ok(_) => taken += 1,
            Err(error) => one_line(error),
        }
    }
    assert!((1..damages()).contains(&taken), "{taken} were taken");
}

#[test]
fn damaged_songs_are_refused_or_heard() {
    let folder = tempfile::tempdir().unwrap();
    let coded = |extension: &str| {
        std::fs::read(format!("{}/tests/data/tones.{extension}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    for extension in ["wav", "flac", "mp3", "ogg", "aac", "m4a"] {
        let good = if extension == "wav" { wav_bytes(&song(44_100, 2, 0.2)) } else { coded(extension) };
        let path = folder.path().join(format!("song.{extension}"));
        for n in 0..damages() / 10 {
            std::fs::write(&path, damaged(&good, n)).unwrap();
            match decode::read(&path) {
                Ok(audio) => assert!(audio.channels.iter().flatten().all(|sample| sample.is_finite())),
                Err(error) => one_line(error),
            }
        }
    }
}
