//! What a file says of its song beside the sound: title, artist, album, cover, a broadcast's `bext` chunk; and how a bootleg was cut,
//! which goes into its comment.
//!
//! | written to | texts                                   | cover                | `bext` |
//! |------------|-----------------------------------------|----------------------|--------|
//! | WAV        | `LIST INFO` and ID3v2 behind the sound  | ID3v2                | before the sound, its time shifted with the song's start, its loudness taken out |
//! | FLAC       | Vorbis comment before the sound         | picture block        | –      |
//!
//! Read by the library from a file of any kind it knows; a pipe and what it cannot read have none. What is told of the sound
//! itself, as the gain of a player, is no longer true and is left out. To a pipe of unknown length a WAV ends with its sound.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use lofty::config::{GlobalOptions, WriteOptions, apply_global_options};
use lofty::file::TaggedFileExt;
use lofty::id3::v2::Id3v2Tag;
use lofty::iff::wav::RiffInfoList;
use lofty::ogg::tag::VorbisComments;
use lofty::picture::PictureInformation;
use lofty::tag::{ItemKey, ItemValue, Tag, TagExt, TagItem, TagType};

/// What is carried over; anything else is of the sound as it was, or of one program.
const CARRIED: [ItemKey; 15] = [
    ItemKey::TrackTitle,
    ItemKey::TrackArtist,
    ItemKey::AlbumTitle,
    ItemKey::AlbumArtist,
    ItemKey::TrackNumber,
    ItemKey::TrackTotal,
    ItemKey::DiscNumber,
    ItemKey::DiscTotal,
    ItemKey::RecordingDate,
    ItemKey::Year,
    ItemKey::Genre,
    ItemKey::Composer,
    ItemKey::Lyricist,
    ItemKey::CopyrightMessage,
    ItemKey::Comment,
];
/// A tag that is longer is none.
const MAX_TAG_BYTES: usize = 1 << 28;
/// A block of FLAC is no longer than this, and a `bext` chunk that is longer is none.
const MAX_BLOCK_BYTES: usize = 0xff_ffff;
const MAX_BEXT_BYTES: u32 = 1 << 20;
/// Places in a `bext` chunk (EBU Tech 3285): its time in samples, its version, its loudness, and what stands where that is not told.
const BEXT_TIME: usize = 338;
const BEXT_VERSION: usize = 346;
const BEXT_LOUDNESS: std::ops::Range<usize> = 412..422;
const NO_LOUDNESS: [u8; 2] = [0xff, 0x7f];
/// Types of FLAC's blocks.
const VORBIS_COMMENT: u8 = 4;
const PICTURE: u8 = 6;

/// What a file says of its song.
#[derive(Default)]
pub struct Tags {
    tag: Option<Tag>,
    bext: Option<Vec<u8>>,
}

impl Tags {
    /// Reads those of a file; none of a pipe, nor where the library finds none.
    pub fn of(path: &Path) -> Self {
        if path == Path::new("-") {
            return Self::default();
        }
        // A cover of a poster's size is one as well.
        apply_global_options(GlobalOptions::new().allocation_limit(MAX_TAG_BYTES));
        let read = catch_unwind(AssertUnwindSafe(|| lofty::read_from_path(path)));
        let found = read.ok().and_then(Result::ok);
        let mut tag = Tag::new(TagType::Id3v2);
        for from in found.iter().flat_map(TaggedFileExt::tags) {
            for key in CARRIED.into_iter().filter(|key| tag.get(*key).is_none()).collect::<Vec<_>>() {
                for text in from.get_strings(key) {
                    tag.push_unchecked(TagItem::new(key, ItemValue::Text(text.to_string())));
                }
            }
            // What some programs write a comment into.
            if tag.get(ItemKey::Comment).is_none() {
                for text in from.get_strings(ItemKey::Description) {
                    tag.push_unchecked(TagItem::new(ItemKey::Comment, ItemValue::Text(text.to_string())));
                }
            }
            if tag.pictures().is_empty() {
                from.pictures().iter().for_each(|picture| tag.push_picture(picture.clone()));
            }
        }
        let is_empty = tag.item_count() == 0 && tag.pictures().is_empty();
        Self { tag: (!is_empty).then_some(tag), bext: bext(path).ok().flatten() }
    }

    /// Puts a text into the comment, before what stood there.
    #[must_use]
    pub fn told(mut self, text: String) -> Self {
        let mut tag = self.tag.take().unwrap_or_else(|| Tag::new(TagType::Id3v2));
        let before: Vec<String> = tag.get_strings(ItemKey::Comment).map(str::to_string).collect();
        tag.remove_key(ItemKey::Comment);
        let comment = [vec![text], before].concat().join(" | ");
        tag.push_unchecked(TagItem::new(ItemKey::Comment, ItemValue::Text(comment)));
        self.tag = Some(tag);
        self
    }

    /// Moves a broadcast's time by so many seconds, and takes its loudness out; the sound had and has so many samples a second.
    #[must_use]
    pub fn moved(mut self, seconds: f64, had_hz: u32, has_hz: u32) -> Self {
        if let Some(bext) = &mut self.bext {
            shift_bext(bext, seconds, f64::from(had_hz), f64::from(has_hz));
        }
        self
    }

    /// The chunks of a WAV that stand before its sound.
    pub(super) fn wav_before(&self) -> Vec<u8> {
        self.bext.as_ref().map_or_else(Vec::new, |bext| chunk(b"bext", bext))
    }

    /// Those that stand behind it.
    pub(super) fn wav_behind(&self) -> Vec<u8> {
        let Some(tag) = &self.tag else { return Vec::new() };
        let options = WriteOptions::default().preferred_padding(0);
        let mut info = Vec::new();
        // A text that cannot be written so is in the other.
        let _ = RiffInfoList::from(tag.clone()).dump_to(&mut info, options);
        let mut id3 = Vec::new();
        let _ = Id3v2Tag::from(tag.clone()).dump_to(&mut id3, options);
        let id3 = if id3.is_empty() { Vec::new() } else { chunk(b"id3 ", &id3) };
        [info, id3].concat()
    }

    /// The blocks of a FLAC file behind its head, each with its type.
    pub(super) fn flac_blocks(&self) -> Vec<(u8, Vec<u8>)> {
        let Some(tag) = &self.tag else { return Vec::new() };
        let texts = VorbisComments::from(tag.clone());
        let texts: Vec<String> = texts.items().map(|(key, value)| format!("{key}={value}")).collect();
        let counted = |text: &str| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
        let maker = counted(concat!("roentgenizdat ", env!("CARGO_PKG_VERSION")));
        let count = (texts.len() as u32).to_le_bytes().to_vec();
        let comment =
            [vec![maker, count], texts.iter().map(|text| counted(text)).collect()].concat().concat();
        let pictures = tag.pictures().iter().map(|picture| {
            let about = PictureInformation::from_picture(picture).unwrap_or_default();
            (PICTURE, picture.as_flac_bytes(about, false))
        });
        let blocks = std::iter::once((VORBIS_COMMENT, comment)).chain(pictures);
        blocks.filter(|(_, bytes)| bytes.len() <= MAX_BLOCK_BYTES).collect()
    }
}

/// A chunk of a RIFF file; they begin at even places.
fn chunk(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let padding = vec![0; bytes.len() % 2];
    [name.as_slice(), &(bytes.len() as u32).to_le_bytes(), bytes, &padding].concat()
}

/// The `bext` chunk of a WAV file that has one before its sound.
fn bext(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = BufReader::new(File::open(path)?);
    let mut head = [0; 12];
    file.read_exact(&mut head)?;
    let is_wave = matches!(&head[..4], b"RIFF" | b"RF64" | b"BW64") && &head[8..] == b"WAVE";
    if !is_wave {
        return Ok(None);
    }
    loop {
        let mut about = [0; 8];
        file.read_exact(&mut about)?;
        let bytes = u32::from_le_bytes([about[4], about[5], about[6], about[7]]);
        match &about[..4] {
            b"bext" if (BEXT_LOUDNESS.end as u32..=MAX_BEXT_BYTES).contains(&bytes) => {
                let mut bext = vec![0; bytes as usize];
                file.read_exact(&mut bext)?;
                return Ok(Some(bext));
            }
            b"data" => return Ok(None),
            _ => drop(file.seek(SeekFrom::Current(i64::from(bytes) + i64::from(bytes % 2)))?),
        }
    }
}

/// The time of a section, at another rate; the loudness is no longer that of the sound. The chunk is as long as the standard's.
fn shift_bext(bext: &mut [u8], shift_seconds: f64, song_rate_hz: f64, rate_hz: f64) {
    if let Some(time) = bext[BEXT_TIME..].first_chunk_mut::<8>() {
        let seconds = u64::from_le_bytes(*time) as f64 / song_rate_hz + shift_seconds;
        *time = ((seconds.max(0.0) * rate_hz).round() as u64).to_le_bytes();
    }
    let version =
        bext.get(BEXT_VERSION..BEXT_VERSION + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    if let (true, Some(loudness)) = (version >= 2, bext.get_mut(BEXT_LOUDNESS)) {
        loudness.chunks_exact_mut(2).for_each(|two| two.copy_from_slice(&NO_LOUDNESS));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broadcasts_time_moves_with_the_section_and_its_loudness_goes() {
        let mut bext = vec![0; 602];
        bext[BEXT_TIME..BEXT_TIME + 8].copy_from_slice(&441_000u64.to_le_bytes());
        bext[BEXT_VERSION] = 2;
        shift_bext(&mut bext, 2.5, 44_100.0, 48_000.0);
        assert_eq!(bext[BEXT_TIME..BEXT_TIME + 8], 600_000u64.to_le_bytes());
        assert_eq!(bext[412..414], NO_LOUDNESS);
        shift_bext(&mut bext, -60.0, 48_000.0, 48_000.0);
        assert_eq!(bext[BEXT_TIME..BEXT_TIME + 8], [0; 8]);
    }
}
