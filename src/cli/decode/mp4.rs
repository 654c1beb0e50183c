//! MP4: what a file tells of its song that the library that decodes it does not ask.
//!
//! A coder puts samples before the song, and behind it up to a whole frame. The edit list tells where the song lies in what is
//! decoded (`moov/trak/edts/elst`, ISO 14496-12); files of iTunes tell it in a note instead (`iTunSMPB`).
//!
//! | term         | meaning                                   | counted in                    |
//! |--------------|-------------------------------------------|-------------------------------|
//! | `media_time` | where the song begins                     | the track's time, `mdhd`      |
//! | `duration`   | how long it is; 0 to the end              | the movie's time, `mvhd`      |
//! | `stts`       | how much is decoded in all, to the sample | the track's time              |
//!
//! The movie's time is often milliseconds: where the two ends are as near as one of those, the sample's is taken.

use std::io::{self, Read, Seek, SeekFrom};

use super::trim::Trim;

/// No head of a song is longer: pictures are in it.
const MAX_MOOV_BYTES: u64 = 64 << 20;

/// What is told of the first track of sound.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    /// What is cut off, in the track's time.
    pub(super) trim: Trim,
    /// Units of that time a second.
    time_hz: u32,
    /// The song is played in parts that do not follow each other.
    pub(super) has_gaps: bool,
    /// A box goes on behind the end of the file.
    pub(super) breaks_off: bool,
    /// How its samples are coded, by four letters.
    pub(super) codec: [u8; 4],
    /// Kind of AAC, 2 for low complexity; 0 where it is none or not told.
    pub(super) aac_profile: u8,
}

impl Told {
    /// The same cut, `trim`, counted in samples at this rate.
    pub(super) fn in_samples(&self, trim: Trim, sample_rate_hz: u32) -> Trim {
        if self.time_hz == 0 || self.time_hz == sample_rate_hz || trim.before != self.trim.before {
            return trim;
        }
        let samples =
            |time: u64| (time as f64 * f64::from(sample_rate_hz) / f64::from(self.time_hz)).round() as u64;
        Trim { before: samples(trim.before), song: trim.song.map(samples), ..trim }
    }
}

/// Whether a file begins so.
pub(super) fn is_mp4(head: &[u8]) -> bool {
    let names: [&[u8]; 6] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"];
    head.get(4..8).is_some_and(|name| names.contains(&name))
}

/// Reads what the file tells; nothing where it tells nothing.
pub(super) fn read(file: &mut (impl Read + Seek)) -> io::Result<Told> {
    file.seek(SeekFrom::Start(0))?;
    let mut moov = Vec::new();
    let mut head = [0; 8];
    let (mut at, mut breaks_off) = (0u64, false);
    let end = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    while file.read_exact(&mut head).is_ok() {
        let (mut bytes, mut head_bytes) = (u64::from(number(&head, 0).unwrap_or(0)), 8);
        if bytes == 1 {
            let mut long = [0; 8];
            file.read_exact(&mut long)?;
            (bytes, head_bytes) = (u64::from_be_bytes(long), 16);
        }
        if &head[4..] == b"moov" && bytes >= head_bytes {
            moov.clear();
            file.take((bytes - head_bytes).min(MAX_MOOV_BYTES)).read_to_end(&mut moov)?;
        }
        // Of length 0 a box goes on to the end.
        if bytes < head_bytes {
            break;
        }
        at = at.saturating_add(bytes);
        breaks_off |= at > end;
        file.seek(SeekFrom::Start(at))?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(Told { breaks_off, ..told(&moov).unwrap_or_default() })
}

fn told(moov: &[u8]) -> Option<Told> {
    let movie_hz = time_hz(find(moov, &[b"mvhd"])?)?;
    let is_sound = |trak: &&[u8]| {
        find(trak, &[b"mdia", b"hdlr"]).and_then(|handler| handler.get(8..12)) == Some(b"soun")
    };
    let trak = boxes(moov).filter(|(name, _)| name == b"trak").map(|(_, body)| body).find(is_sound)?;
    let time_hz = time_hz(find(trak, &[b"mdia", b"mdhd"])?)?;
    let stbl = find(trak, &[b"mdia", b"minf", b"stbl"])?;
    let entry = find(stbl, &[b"stsd"])?;
    let codec = entry.get(12..16)?.try_into().ok()?;
    let decoded = find(stbl, &[b"stts"]).and_then(decoded).filter(|all| *all > 0);
    let edits = find(trak, &[b"edts", b"elst"]).and_then(edits).unwrap_or_default();
    let per_movie_unit = f64::from(time_hz) / f64::from(movie_hz);
    let (edit, has_gaps) = joined(edits.iter().filter(|edit| edit.media_time >= 0), per_movie_unit);
    let trim = match edit {
        Some(edit) => edit.trim(decoded, per_movie_unit),
        None => itunes(moov).unwrap_or(Trim::NONE),
    };
    Some(Told { trim, time_hz, has_gaps, breaks_off: false, codec, aac_profile: aac_profile(entry) })
}

/// Boxes in a row: names and what is in them.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let length = (number(bytes, 0)? as usize).min(bytes.len());
        let (name, body) = (bytes.get(4..8)?, bytes.get(8..length)?);
        bytes = &bytes[length..];
        Some((name, body))
    })
}

/// What is in the box of these names, each inside the one before.
fn find<'a>(bytes: &'a [u8], names: &[&[u8; 4]]) -> Option<&'a [u8]> {
    let (first, rest) = names.split_first()?;
    let (_, body) = boxes(bytes).find(|(name, _)| name == first)?;
    if rest.is_empty() { Some(body) } else { find(body, rest) }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes)
}

fn long_number(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_be_bytes)
}

/// Units a second, of `mvhd` and `mdhd`.
fn time_hz(head: &[u8]) -> Option<u32> {
    number(head, if head.first()? == &1 { 20 } else { 12 }).filter(|hz| *hz > 0)
}

/// Time of all samples of `stts` together.
fn decoded(stts: &[u8]) -> Option<u64> {
    let entries = stts.get(8..)?.chunks_exact(8).take(number(stts, 4)? as usize);
    Some(
        entries
            .map(|entry| u64::from(number(entry, 0).unwrap_or(0)) * u64::from(number(entry, 4).unwrap_or(0)))
            .sum(),
    )
}

/// One part of what is decoded that is heard.
struct Edit {
    duration: u64,
    media_time: i64,
}

fn edits(elst: &[u8]) -> Option<Vec<Edit>> {
    let count = number(elst, 4)? as usize;
    let is_long = elst.first()? == &1;
    let edit = |entry: &[u8]| {
        Some(if is_long {
            Edit { duration: long_number(entry, 0)?, media_time: long_number(entry, 8)? as i64 }
        } else {
            Edit { duration: u64::from(number(entry, 0)?), media_time: i64::from(number(entry, 4)? as i32) }
        })
    };
    elst.get(8..)?.chunks_exact(if is_long { 20 } else { 12 }).take(count).map(edit).collect()
}

/// Parts that follow each other as one, and whether others do not.
fn joined<'a>(mut edits: impl Iterator<Item = &'a Edit>, per_movie_unit: f64) -> (Option<Edit>, bool) {
    let Some(&Edit { mut duration, media_time }) = edits.next() else { return (None, false) };
    for edit in edits {
        let ends = media_time as f64 + duration as f64 * per_movie_unit;
        if (edit.media_time as f64 - ends).abs() > 2.0 * per_movie_unit.max(1.0) {
            return (Some(Edit { duration, media_time }), true);
        }
        duration += edit.duration;
    }
    (Some(Edit { duration, media_time }), false)
}

impl Edit {
    fn trim(&self, decoded: Option<u64>, per_movie_unit: f64) -> Trim {
        let before = self.media_time.unsigned_abs();
        let most = decoded.map(|all| all.saturating_sub(before));
        let told = (self.duration > 0).then_some(self.duration as f64 * per_movie_unit);
        let song = match (told, most) {
            (Some(told), Some(most)) if (told - most as f64).abs() <= per_movie_unit.max(1.0) => Some(most),
            (Some(told), _) => Some(told.round() as u64),
            (None, most) => most,
        };
        Trim { before, song, behind: if song.is_some() { u64::MAX } else { 0 }, promised: None }
    }
}

/// The note of iTunes: ` 00000000 00000840 000001CA 00000000003F31F6 …`, of which the second is what stands before the song, the
/// fourth its length.
fn itunes(moov: &[u8]) -> Option<Trim> {
    const NAME: &[u8] = b"iTunSMPB";
    let at = moov.windows(NAME.len()).position(|eight| eight == NAME)? + NAME.len();
    // A box `data`: length, name, kind, place, text.
    let body = moov.get(at + 16..(at + 16 + 200).min(moov.len()))?;
    let text = String::from_utf8_lossy(body);
    let mut numbers = text.split_ascii_whitespace().map(|word| u64::from_str_radix(word, 16).ok());
    let (before, song) = (numbers.nth(1)??, numbers.nth(1)??);
    (song > 0).then_some(Trim { before, song: Some(song), behind: u64::MAX, promised: None })
}

/// Kind of AAC by the description of its samples: two letters of length and kind, then the decoder's own words.
fn aac_profile(entry: &[u8]) -> u8 {
    let Some(at) = entry.windows(4).position(|name| name == b"esds") else { return 0 };
    let mut body = entry.get(at + 8..).unwrap_or_default();
    // Descriptors in one another: 3 with three bytes of its own, 4 with thirteen, 5 is the decoder's.
    while let Some((tag, rest)) = body.split_first() {
        let long = rest.iter().take(3).take_while(|byte| **byte & 0x80 != 0).count();
        let inside = rest.get(long + 1..).unwrap_or_default();
        body = match tag {
            3 => inside.get(3..),
            4 => inside.get(13..),
            5 => return profile(inside),
            _ => None,
        }
        .unwrap_or_default();
    }
    0
}

/// The kind that a decoder's description names: five bits, or 31 and six more.
fn profile(config: &[u8]) -> u8 {
    match config {
        [first, second, ..] if first >> 3 == 31 => 32 + ((first & 7) << 3 | second >> 5),
        // Low complexity, of which a note behind it says that the upper half is made up of the lower one.
        [first, _, 0x56, 0xe5, flag, ..] if first >> 3 == 2 && flag & 0x80 != 0 => 5,
        [first, ..] => first >> 3,
        [] => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_as_exact_as_the_samples_where_it_can_be() {
        let trim = |media_time, duration, decoded, per| {
            let trim = Edit { media_time, duration }.trim(decoded, per);
            (trim.before, trim.song)
        };
        // Six seconds at 44.1 kHz, told in milliseconds: the samples say where the last one is.
        assert_eq!(trim(1024, 6000, Some(265_624), 44.1), (1024, Some(264_600)));
        assert_eq!(trim(1024, 5999, Some(265_624), 44.1), (1024, Some(264_600)));
        // Half of it is heard.
        assert_eq!(trim(1024, 3000, Some(265_624), 44.1), (1024, Some(132_300)));
        // In pieces: nothing is told of the end.
        assert_eq!(trim(1024, 0, None, 44.1), (1024, None));
    }

    #[test]
    fn parts_that_follow_each_other_are_one_and_others_are_told() {
        let parts = |second: i64| {
            let edits =
                [Edit { duration: 2000, media_time: 1024 }, Edit { duration: 4000, media_time: second }];
            let (edit, has_gaps) = joined(edits.iter(), 44.1);
            (edit.map(|edit| edit.duration), has_gaps)
        };
        assert_eq!(parts(1024 + 88_200), (Some(6000), false));
        assert!(parts(1024 + 88_300).1);
        assert!(!joined([].iter(), 44.1).1);
    }

    #[test]
    fn other_times_are_counted_in_samples() {
        let trim = Trim { before: 512, song: Some(132_300), behind: u64::MAX, promised: None };
        let told = Told { trim, time_hz: 22_050, ..Told::default() };
        let at_44 = told.in_samples(trim, 44_100);
        assert_eq!((at_44.before, at_44.song), (1024, Some(264_600)));
        assert_eq!(told.in_samples(trim, 22_050), trim);
    }

    #[test]
    fn the_note_of_itunes_is_read() {
        let note = b"....iTunSMPB\0\0\0\x84data\0\0\0\x01\0\0\0\0 00000000 00000840 000001CA 00000000003F31F6 00000000 ";
        let trim = itunes(note).unwrap();
        assert_eq!((trim.before, trim.song), (0x840, Some(0x3f_31f6)));
        assert_eq!(itunes(b"iTunes"), None);
    }

    #[test]
    fn kinds_of_aac_are_told_apart() {
        assert_eq!(profile(&[0x12, 0x10]), 2);
        assert_eq!(profile(&[0x2b, 0x92, 0x08, 0x00]), 5);
        assert_eq!(profile(&[0xf9, 0x40]), 42);
        assert_eq!(profile(&[0x13, 0x90, 0x56, 0xe5, 0xa0]), 5);
        assert_eq!(profile(&[0x12, 0x10, 0x56, 0xe5, 0x00]), 2, "there is none");
    }
}
