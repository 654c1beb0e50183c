//! Presets, tables, pictures and songs with bytes exchanged, cut out, doubled and turned: read, or refused in a line, never a panic
//! and never without end. `ROENTGENIZDAT_DAMAGES` asks for more of them (docs/reliability.md).

use roentgenizdat::disc::hash;
use roentgenizdat::paint::pixels::Pixels;
use roentgenizdat::preset::FACTORY;

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

/// How many of so many were taken: some, and not all.
fn some(what: &str, count: u64, mut is_taken: impl FnMut(u64) -> bool) {
    let taken = (0..count).filter(|n| is_taken(*n)).count() as u64;
    println!("seen: {taken} of {count} {what} taken, the others refused in a line");
    assert!((1..count).contains(&taken), "{taken} of {count} were taken");
}

#[test]
fn damaged_presets_are_refused_or_hold_values_that_may_be() {
    some("presets", damages(), |n| {
        let good = FACTORY[n as usize % FACTORY.len()].text;
        garbage::preset(&damaged(good.as_bytes(), n))
    });
}

#[test]
fn damaged_tables_are_refused_or_move_what_may_move() {
    let good = "seconds,wear.plays,film.hiss\n0,0,-30 dB\n10,12,-28\n20,30,off\n";
    some("tables", damages(), |n| garbage::table(&damaged(good.as_bytes(), n)));
}

#[test]
fn damaged_pictures_are_refused_or_shown() {
    let pixel = |x: u32, y: u32| [(x * 4) as u8, (y * 4) as u8, 90, 255];
    let good = Pixels::from_fn(64, 48, pixel).to_png().unwrap();
    some("pictures", damages(), |n| garbage::picture(&damaged(&good, n)));
}

#[test]
fn damaged_songs_are_refused_or_heard() {
    let folder = tempfile::tempdir().unwrap();
    let coded = |extension: &str| {
        std::fs::read(format!("{}/tests/data/tones.{extension}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    for extension in garbage::SONGS {
        let good = if extension == "wav" { wav_bytes(&song(44_100, 2, 0.2)) } else { coded(extension) };
        let path = folder.path().join(format!("song.{extension}"));
        let taken = (0..damages() / 10).filter(|n| garbage::song(&path, &damaged(&good, *n))).count();
        println!("seen: {taken} of {} {extension} songs taken", damages() / 10);
        assert!(garbage::song(&path, &good), "unharmed it is refused: {extension}");
    }
}

/// The decoder's own sum of channels that no mask names overflows there, in builds that look for it.
#[test]
fn a_song_of_more_channels_than_a_mask_has_is_refused() {
    const CHANNELS: u16 = 64;
    let frame = CHANNELS * 2;
    let mut head = Vec::new();
    for field in [0xfffe, CHANNELS] {
        head.extend(field.to_le_bytes());
    }
    for field in [44_100, 44_100 * u32::from(frame)] {
        head.extend(field.to_le_bytes());
    }
    for field in [frame, 16, 22, 16, 0, 0, 1, 0] {
        head.extend(u16::to_le_bytes(field));
    }
    head.extend(b"\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71");
    let data = vec![0; usize::from(frame) * 100];
    let chunk = |name: &[u8], body: &[u8]| [name, &(body.len() as u32).to_le_bytes(), body].concat();
    let body = [b"WAVE".to_vec(), chunk(b"fmt ", &head), chunk(b"data", &data)].concat();
    let folder = tempfile::tempdir().unwrap();
    assert!(!garbage::song(&folder.path().join("song.wav"), &chunk(b"RIFF", &body)));
}

#[test]
fn any_bytes_as_calls_are_played() {
    let bytes = |n: u64| (0..1600).map(move |i| hash::mix(n * 1600 + i) as u8).collect::<Vec<u8>>();
    (0..damages() / 100).for_each(|n| garbage::calls(&bytes(n)));
}

/// What the fuzzer found worth keeping, and what it once broke (`fuzz/README.md`).
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(format!("{}/fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let seeds: Vec<_> = folder.map(|seed| std::fs::read(seed.unwrap().path()).unwrap()).collect();
    assert!(seeds.len() >= 2, "{target}");
    seeds
}

#[test]
fn what_the_fuzzer_kept_is_read_or_refused() {
    let taken = |target, read: fn(&[u8]) -> bool| seeds(target).iter().filter(|seed| read(seed)).count();
    // What is whole among them: four presets, two tables, two pictures.
    assert!(taken("preset", garbage::preset) >= 4);
    assert!(taken("table", garbage::table) >= 2);
    assert!(taken("picture", garbage::picture) >= 2);
    for seed in seeds("calls") {
        garbage::calls(&seed);
    }
    let folder = tempfile::tempdir().unwrap();
    for seed in seeds("song") {
        let Some((kind, song)) = seed.split_first() else { continue };
        let kind = garbage::SONGS[usize::from(*kind) % garbage::SONGS.len()];
        garbage::song(&folder.path().join(format!("song.{kind}")), song);
    }
}
