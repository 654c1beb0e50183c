//! Every kind of file: read whole, in its place and at its level, or refused by its name. `tests/data/formats/make.sh` makes the
//! files; where ffmpeg is there, its reading is compared too.

use std::path::{Path, PathBuf};
use std::process::Command;

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::decode;

use super::kit::Workspace;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// What a file holds.
struct Kind {
    name: &'static str,
    rate_hz: u32,
    channels: usize,
    frames: usize,
    /// Samples by which a coder that does not tell is late.
    late: usize,
    /// Whether ffmpeg 5.1 gives as many samples: of MP4 it leaves what the coder put behind the song.
    as_long_as_ffmpegs: bool,
}

/// 0.5 or 2.5 s of two sweeps at 44.1 kHz, 0.25 s of the left one at 8 kHz; Opus is always 48 kHz.
fn kinds() -> Vec<Kind> {
    let kind = |name, rate_hz, channels, frames, late| {
        let as_long_as_ffmpegs = !["edit.m4a", "opus.mp4"].contains(&name);
        Kind { name, rate_hz, channels, frames, late, as_long_as_ffmpegs }
    };
    let stereo = |name, frames, late| kind(name, 44_100, 2, frames, late);
    let mono = |name, frames| kind(name, 8000, 1, frames, 0);
    let mut kinds = vec![
        stereo("lame.mp3", 22_050, 0),
        kind("mono.mp3", 44_100, 1, 22_050, 0),
        stereo("no-tag.mp3", 24_192, 1105),
        stereo("vbr-no-tag.mp3", 24_192, 1105),
        stereo("two.mp2", 23_040, 481),
        stereo("mp3-in.wav", 24_192, 1105),
        stereo("adts.aac", 23_552, 1024),
        stereo("edit.m4a", 22_050, 0),
        stereo("pieces.m4a", 23_552, 1024),
        stereo("alac.m4a", 22_050, 0),
        kind("opus.mp4", 48_000, 2, 24_000, 0),
        kind("opus.opus", 48_000, 2, 120_000, 0),
        kind("opus.webm", 48_000, 2, 24_000, 0),
        stereo("vorbis.ogg", 110_250, 0),
        stereo("vorbis.mkv", 22_080, 0),
        stereo("flac.ogg", 22_050, 0),
        stereo("flac.mkv", 22_050, 0),
        stereo("flac.flac", 22_050, 0),
        mono("adpcm-ms.wav", 2036),
        mono("adpcm-ima.wav", 2041),
    ];
    let plain = [
        "8.wav",
        "16.wav",
        "24.wav",
        "32.wav",
        "float.wav",
        "double.wav",
        "mu-law.wav",
        "a-law.wav",
        "rf64.wav",
        "w64.w64",
        "plain.aiff",
        "plain.caf",
        "alac.caf",
        "sox.aifc",
        "piped-ffmpeg.wav",
        "piped-sox.wav",
    ];
    kinds.extend(plain.map(|name| mono(name, 2000)));
    kinds
}

/// The sweep in a channel, where it is not late.
fn sweep(channel: usize, rate_hz: u32, frames: usize) -> Vec<f64> {
    let (level, from_hz, rise) = [(0.5, 300.0, 2400.0), (0.4, 500.0, 1800.0)][channel];
    let at = |t: f64| level * (std::f64::consts::TAU * (from_hz * t + rise * t * t)).sin();
    (0..frames).map(|n| at(n as f64 / f64::from(rate_hz))).collect()
}

/// By how many samples a channel is late, and its gain there.
fn lag_and_gain(samples: &[f32], wanted: &[f64]) -> (usize, f64) {
    let part = wanted.len() * 3 / 4;
    let product = |late: usize| {
        wanted[..part].iter().zip(&samples[late..]).map(|(a, b)| a * f64::from(*b)).sum::<f64>()
    };
    let most = samples.len().saturating_sub(part).min(1500);
    let late = (0..most.max(1)).max_by(|a, b| product(*a).total_cmp(&product(*b))).unwrap();
    (late, product(late) / wanted[..part].iter().map(|a| a * a).sum::<f64>())
}

#[test]
fn every_kind_of_file_is_read_whole_in_its_place_and_at_its_level() {
    let listed = std::fs::read_dir(folder()).unwrap().count();
    // Beside them: what makes them, and what is not read.
    assert_eq!(listed, kinds().len() + 1 + UNREAD.len());
    for Kind { name, rate_hz, channels, frames, late, .. } in kinds() {
        let audio = decode::read(&folder().join(name)).unwrap_or_else(|error| panic!("{error}"));
        let shape = (audio.sample_rate_hz, audio.channels.len(), audio.frames());
        assert_eq!(shape, (rate_hz, channels, frames), "{name}");
        // What LAME made mono is neither of the two.
        for (nth, samples) in audio.channels.iter().enumerate().filter(|_| name != "mono.mp3") {
            let (lag, gain) = lag_and_gain(samples, &sweep(nth, rate_hz, frames - late));
            // LAME lowers what it codes by 5 %.
            assert!(lag == late && (0.94..1.03).contains(&gain), "{name}: {lag} late, times {gain}");
        }
    }
}

/// What ffmpeg reads of a file: samples, channel beside channel.
fn by_ffmpeg(path: &Path) -> Option<Vec<f32>> {
    let args = ["-map", "0:a:0", "-f", "f32le", "-c:a", "pcm_f32le", "-"];
    let output = Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(path).args(args).output().ok()?;
    Some(output.stdout.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect())
}

#[test]
fn what_is_read_is_what_ffmpeg_reads() {
    if Command::new("ffmpeg").arg("-version").output().is_err() {
        println!("seen: no ffmpeg here, so nothing is compared with it");
        return;
    }
    let mut compared = 0;
    for Kind { name, channels, as_long_as_ffmpegs, .. } in kinds() {
        let path = folder().join(name);
        let (ours, theirs) = (decode::read(&path).unwrap(), by_ffmpeg(&path).unwrap());
        let frames = theirs.len() / channels;
        assert!(
            ours.frames() == frames || (!as_long_as_ffmpegs && ours.frames() < frames),
            "{name}: {} and {frames}",
            ours.frames()
        );
        let apart = (0..ours.frames() * channels)
            .map(|n| (ours.channels[n % channels][n / channels] - theirs[n]).abs())
            .fold(0.0, f32::max);
        assert!(apart < 1e-3, "{name}: {apart}");
        compared += 1;
    }
    println!("seen: {compared} kinds of files compared with ffmpeg");
}

const UNREAD: [(&str, &str); 5] = [
    ("not.wv", "WavPack"),
    ("not.ac3", "AC-3"),
    ("not.wma", "Windows Media"),
    ("not.tta", "True Audio"),
    ("not.au", "Sun audio"),
];

#[test]
fn what_is_not_read_is_refused_by_its_name() {
    for (name, word) in UNREAD {
        let said = decode::read(&folder().join(name)).unwrap_err().to_string();
        assert!(said.contains(&format!("{name} is {word}")) && said.contains("allowed are WAV"), "{said}");
    }
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

fn frames_of(name: &str) -> usize {
    decode::read(&folder().join(name)).unwrap().frames()
}

struct Bench(Workspace);

impl Bench {
    fn read(&self, name: &str, bytes: &[u8]) -> Result<Audio, String> {
        let path = self.0.path(name);
        std::fs::write(&path, bytes).unwrap();
        decode::read(&path).map_err(|error| error.to_string())
    }

    fn lenient(&self, name: &str, bytes: &[u8]) -> (Audio, Vec<String>) {
        let path = self.0.path(name);
        std::fs::write(&path, bytes).unwrap();
        decode::read_all(&path, decode::Damage::PassedOver).unwrap()
    }
}

/// Bytes that no format makes.
fn junk(count: usize) -> Vec<u8> {
    (0..count as u64).map(|n| roentgenizdat::disc::hash::mix(n) as u8).collect()
}

#[test]
fn what_stands_before_and_behind_the_sound_is_passed_over() {
    let bench = Bench(Workspace::new());
    for name in ["lame.mp3", "no-tag.mp3", "two.mp2", "adts.aac", "flac.flac", "vorbis.ogg"] {
        let (sound, whole) = (bytes_of(name), decode::read(&folder().join(name)).unwrap());
        // A cover of three megabytes in a tag.
        let size = 3 << 20;
        let mut tag = b"ID3\x04\0\0".to_vec();
        tag.extend([21, 14, 7, 0].map(|shift| (size >> shift & 0x7f) as u8));
        tag.extend(junk(size));
        let tagged = [tag, sound.clone()].concat();
        assert_eq!(bench.read(name, &tagged).unwrap(), whole, "{name} behind a tag");
        let old_tag = [b"TAG".to_vec(), vec![b'x'; 125]].concat();
        assert_eq!(
            bench.read(name, &[sound.clone(), old_tag].concat()).unwrap(),
            whole,
            "{name} before a tag"
        );
        for count in [5, 700, 5000] {
            let (read, notes) = bench.lenient(name, &[sound.clone(), junk(count)].concat());
            assert!(read == whole, "{name} before {count} bytes: {} {notes:?}", read.frames());
            assert_eq!(
                bench.read(name, &[sound.clone(), junk(count)].concat()).as_ref(),
                Ok(&whole),
                "{name}"
            );
        }
    }
}

#[test]
fn a_length_that_a_wav_file_gets_wrong_is_not_believed() {
    let bench = Bench(Workspace::new());
    let plain = bytes_of("16.wav");
    let whole = decode::read(&folder().join("16.wav")).unwrap();
    for outer in [0, 8, 1000, plain.len() as u32 - 16, u32::MAX] {
        let file = [b"RIFF".as_slice(), &outer.to_le_bytes(), &plain[8..]].concat();
        assert_eq!(bench.read("outer.wav", &file).as_ref(), Ok(&whole), "{outer}");
    }
    // Nine thousand bytes before a length that was left open.
    let (head, data) = plain.split_at(plain.len() - 4000 - 8);
    let room = [b"JUNK".as_slice(), &9000u32.to_le_bytes(), &[7; 9000]].concat();
    for open in [u32::MAX, 0] {
        let file = [head, &room, b"data", &open.to_le_bytes(), &data[8..]].concat();
        assert_eq!(bench.read("open.wav", &file).as_ref(), Ok(&whole));
    }
    let long = bytes_of("rf64.wav");
    let other_name = [b"BW64", &long[4..]].concat();
    assert_eq!(
        bench.read("bw64.wav", &other_name).unwrap(),
        decode::read(&folder().join("rf64.wav")).unwrap()
    );
    // What stands behind it is no sound.
    let file = [plain.as_slice(), b"LIST\x04\0\0\0abcd"].concat();
    assert_eq!(bench.read("list.wav", &file).as_ref(), Ok(&whole));
}

#[test]
fn two_files_in_one_are_all_there_or_refused() {
    let bench = Bench(Workspace::new());
    let both = |a: &str, b: &str| [bytes_of(a), bytes_of(b)].concat();
    let joined = bench.read("joined.mp3", &both("no-tag.mp3", "no-tag.mp3")).unwrap();
    assert_eq!(joined.frames(), 2 * frames_of("no-tag.mp3"));
    let tagged = bench.read("tagged.mp3", &both("lame.mp3", "lame.mp3")).unwrap();
    assert!(tagged.frames() >= 2 * 22_050, "{}", tagged.frames());
    let changes = [
        ("mono.mp3", both("lame.mp3", "mono.mp3")),
        ("two.flac", both("flac.flac", "flac.flac")),
        ("two.ogg", both("vorbis.ogg", "flac.ogg")),
        ("rate.aac", both("adts.aac", "no-tag.mp3")),
    ];
    for (name, bytes) in changes {
        let said = bench.read(name, &bytes).map(|audio| format!("{name}: {}", audio.frames())).unwrap_err();
        assert!(said.contains("another stream begins there"), "{said}");
    }
}

#[test]
fn heads_and_tags_that_mislead_shorten_nothing() {
    let bench = Bench(Workspace::new());
    // A tag of two megabytes behind an MP3, full of what looks like frames; and between two of them.
    let mp3 = bytes_of("no-tag.mp3");
    let body: Vec<u8> =
        junk(2 << 20).chunks(50).flat_map(|piece| [&[0xff, 0xfb, 0x90][..], piece].concat()).collect();
    let head = [b"APETAGEX".as_slice(), &2000u32.to_le_bytes(), &(body.len() as u32).to_le_bytes(), &[0; 16]];
    let tag = [head.concat(), body].concat();
    let whole = decode::read(&folder().join("no-tag.mp3")).unwrap();
    assert_eq!(bench.read("ape.mp3", &[mp3.clone(), tag.clone()].concat()).as_ref(), Ok(&whole));
    let joined = bench.read("two.mp3", &[mp3.clone(), tag, mp3.clone()].concat()).unwrap();
    assert_eq!(joined.frames(), 2 * whole.frames());
    // Several blocks in a frame of AAC.
    let mut aac = bytes_of("adts.aac");
    aac[6] |= 1;
    assert!(bench.read("blocks.aac", &aac).unwrap_err().contains("several blocks"));
    // Nothing is said of songs as they are.
    for name in ["edit.m4a", "opus.opus", "opus.webm", "flac.ogg", "flac.mkv"] {
        assert_eq!(bench.lenient(name, &bytes_of(name)).1, Vec::<String>::new(), "{name}");
    }
    // More in it than FLAC tells.
    let mut flac = bytes_of("flac.flac");
    flac[22..26].copy_from_slice(&20_000u32.to_be_bytes());
    let said = bench.read("more.flac", &flac).unwrap_err();
    assert!(said.contains("goes on behind the end that it tells"), "{said}");
    assert_eq!(bench.lenient("more.flac", &flac).0.frames(), frames_of("flac.flac"));
    // A first frame that is damaged is none that was cut off.
    let mut flac = bytes_of("flac.flac");
    let first = flac.windows(2).position(|two| two == [0xff, 0xf8]).unwrap();
    flac[first + 40..first + 80].fill(0x55);
    let said = bench.read("first.flac", &flac).unwrap_err();
    assert!(said.contains("broken after 0.0 s"), "{said}");
    // Broken off within its pieces.
    let pieces = bytes_of("pieces.m4a");
    let said = bench.read("pieces.m4a", &pieces[..pieces.len() * 3 / 4]).unwrap_err();
    assert!(said.contains("breaks off") || said.contains("broken"), "{said}");
    // Lengths of WAV that are none: what arecord leaves, and figures near the end of what four bytes can hold.
    let plain = bytes_of("16.wav");
    let at = plain.len() - 4000 - 4;
    for open in [0x8000_0000u32, 0xffff_ffdb, 0xffff_f000] {
        let file = [&plain[..at], &open.to_le_bytes(), &plain[at + 4..]].concat();
        assert_eq!(bench.read("open.wav", &file).map(|audio| audio.frames()), Ok(2000), "{open:#x}");
    }
}

#[test]
fn a_pipe_of_a_lenient_song_tells_no_length_that_it_may_not_keep() {
    let bench = Bench(Workspace::new());
    let mut flac = bytes_of("flac.flac");
    let at = flac.len() * 3 / 4;
    flac[at..at + 900].fill(0x55);
    let piped = bench.0.run_with(&["cut", "-", "-o", "-", "--lenient"], &flac);
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert!(piped.stderr.contains("damaged after"), "{}", piped.stderr);
    let audio = bench.read("piped.wav", &piped.stdout).unwrap();
    assert!(audio.frames() < frames_of("flac.flac"), "{}", audio.frames());
}

#[test]
fn what_is_lost_inside_is_refused_or_told() {
    let bench = Bench(Workspace::new());
    for name in ["lame.mp3", "adts.aac", "flac.flac", "vorbis.ogg", "opus.opus"] {
        let (good, whole) = (bytes_of(name), decode::read(&folder().join(name)).unwrap());
        let mut bytes = good.clone();
        let at = bytes.len() * 3 / 4;
        bytes[at..at + 900].fill(0x55);
        let said = bench.read(name, &bytes).map(|audio| format!("{name}: {}", audio.frames())).unwrap_err();
        assert!(said.contains("broken after "), "{said}");
        let (rest, notes) = bench.lenient(name, &bytes);
        assert!(notes.iter().any(|note| note.contains("damaged after ")), "{name}: {notes:?}");
        assert!(
            rest.frames() < whole.frames() && rest.frames() > whole.frames() / 4,
            "{name}: {}",
            rest.frames()
        );
        // Broken off.
        let part = &good[..good.len() * 4 / 5 + 3];
        let said = bench.read(name, part).map(|audio| format!("{name}: {}", audio.frames())).unwrap_err();
        assert!(said.contains("broken after "), "{said}");
        let (rest, notes) = bench.lenient(name, part);
        assert!(!notes.is_empty() && rest.frames() < whole.frames(), "{name}: {notes:?}");
    }
}
