//! MKV and WebM: how much of the last packet is no song, which the library that reads them does not ask.
//!
//! A file is elements in elements, each with a name and a length (RFC 8794); what is to be dropped stands beside the last block, in
//! nanoseconds (`DiscardPadding`, RFC 9559).

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::packet::Packet;
use symphonia::core::units::Duration;

use super::packets::{Fault, Packets, Track};

/// What others are inside of: a segment, a cluster, a group of blocks.
const OUTER: [u32; 3] = [0x1853_8067, 0x1f43_b675, 0xa0];
const BLOCKS: [u32; 2] = [0xa1, 0xa3];
const DISCARD_PADDING: u32 = 0x75a2;
const NANOSECONDS: f64 = 1e-9;

/// Whether a file begins so.
pub(super) fn is_mkv(head: &[u8]) -> bool {
    head.starts_with(b"\x1a\x45\xdf\xa3")
}

/// What a file tells beside its packets.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    /// Seconds at the end of each track's last packet that are no song.
    discarded: Vec<(u32, f64)>,
    /// What others are inside of does not tell its length, as where a recorder wrote as it went.
    is_open: bool,
}

impl Told {
    /// A track's packets.
    pub(super) fn packets(&self, track: Track, sample_rate_hz: u32) -> Shortened {
        let seconds = self.discarded.iter().find(|(number, _)| *number == track.id).map_or(0.0, |(_, s)| *s);
        let frames = (seconds * f64::from(sample_rate_hz)).round() as u64;
        Shortened { track, ahead: None, frames, is_open: self.is_open }
    }
}

/// Reads what is told of the ends of tracks.
pub(super) fn read(file: &mut (impl Read + Seek)) -> io::Result<Told> {
    file.seek(SeekFrom::Start(0))?;
    let (mut told, mut last) = (Told::default(), 0);
    while let Some((name, bytes)) = element(file)? {
        if OUTER.contains(&name) {
            // As many bytes as can be: the mark of a length that is not told.
            told.is_open |= (bytes + 1).is_power_of_two() && (bytes + 1).trailing_zeros() % 7 == 0;
            continue;
        }
        let mut left = bytes;
        if BLOCKS.contains(&name) {
            let (track, of_it) = number(file, false)?.unwrap_or_default();
            (last, left) = (track as u32, bytes.saturating_sub(of_it));
            told.discarded.retain(|(number, _)| *number != last);
        } else if name == DISCARD_PADDING && (1..=8).contains(&bytes) {
            let mut nanoseconds = [0; 8];
            file.read_exact(&mut nanoseconds[8 - bytes as usize..])?;
            // Below 0 something is dropped at a packet's front, which no song does at its end.
            let is_negative = nanoseconds[8 - bytes as usize] & 0x80 != 0;
            if !is_negative {
                told.discarded.push((last, u64::from_be_bytes(nanoseconds) as f64 * NANOSECONDS));
            }
            continue;
        }
        let Ok(far) = i64::try_from(left) else { break };
        file.seek(SeekFrom::Current(far))?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(told)
}

/// A number that tells its own length by its first byte, and its bytes; none at the end, or where there is none.
fn number(file: &mut impl Read, keeps_mark: bool) -> io::Result<Option<(u64, u64)>> {
    let mut first = [0];
    if file.read(&mut first)? == 0 || first[0] == 0 {
        return Ok(None);
    }
    let more = first[0].leading_zeros();
    let mask = if keeps_mark { 0xff } else { 0x7f >> more };
    let mut value = u64::from(first[0] & mask);
    for _ in 0..more {
        let mut next = [0];
        if file.read(&mut next)? == 0 {
            return Ok(None);
        }
        value = value << 8 | u64::from(next[0]);
    }
    Ok(Some((value, u64::from(more) + 1)))
}

/// Name and length of the next element; none at the end, or where there is none.
fn element(file: &mut impl Read) -> io::Result<Option<(u32, u64)>> {
    let name = number(file, true)?.and_then(|(name, _)| u32::try_from(name).ok());
    Ok(name.zip(number(file, false)?.map(|(bytes, _)| bytes)))
}

/// A track whose last packet ends so much later than the song.
pub(super) struct Shortened {
    track: Track,
    ahead: Option<Packet>,
    frames: u64,
    is_open: bool,
}

impl Shortened {
    fn take_next(&mut self) -> Result<Option<Packet>, Fault> {
        match self.track.next() {
            // Where no length is told, the end is where the file ends.
            Err(Fault::BreaksOff) if self.is_open => Ok(None),
            next => next,
        }
    }
}

impl Packets for Shortened {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        if self.ahead.is_none() {
            self.ahead = self.take_next()?;
        }
        let Some(mut packet) = self.ahead.take() else { return Ok(None) };
        self.ahead = self.take_next()?;
        if self.ahead.is_none() {
            packet.trim_end = Duration::from(self.frames);
        }
        Ok(Some(packet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn what_is_dropped_is_what_stands_beside_the_last_block_of_a_track() {
        let block = b"\xa1\x84\x81abc";
        let dropped = b"\x75\xa2\x84\x00\xcd\xfe\x60";
        let file = |last: &[u8]| {
            let group = [b"\xa0\x80".as_slice(), block, dropped, b"\xa0\x80", block, last].concat();
            let segment =
                b"\x1a\x45\xdf\xa3\x82xx\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\x1f\x43\xb6\x75\xff";
            let told = read(&mut Cursor::new([segment.as_slice(), &group].concat())).unwrap();
            assert!(told.is_open);
            told.discarded
                .iter()
                .map(|(number, seconds)| (*number, (seconds * 1e4).round()))
                .collect::<Vec<_>>()
        };
        assert_eq!(file(dropped), [(1, 135.0)]);
        assert_eq!(file(b""), []);
        // A picture's block behind it changes nothing, and less than nothing is not dropped.
        assert_eq!(file(&[dropped.as_slice(), b"\xa3\x84\x82abc"].concat()), [(1, 135.0)]);
        assert_eq!(file(b"\x75\xa2\x82\xff\x00"), []);
        assert_eq!(read(&mut Cursor::new(b"")).unwrap(), Told::default());
    }
}
