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

/// Seconds at the end of the last packet that are no song.
pub(super) fn discarded_seconds(file: &mut (impl Read + Seek)) -> io::Result<f64> {
    file.seek(SeekFrom::Start(0))?;
    let mut seconds = 0.0;
    while let Some((name, bytes)) = element(file)? {
        if OUTER.contains(&name) {
            continue;
        }
        if BLOCKS.contains(&name) {
            seconds = 0.0;
        }
        if name == DISCARD_PADDING && bytes <= 8 {
            let mut number = [0; 8];
            file.read_exact(&mut number[8 - bytes as usize..])?;
            seconds = u64::from_be_bytes(number) as f64 * NANOSECONDS;
            continue;
        }
        let Ok(far) = i64::try_from(bytes) else { break };
        file.seek(SeekFrom::Current(far))?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(seconds)
}

/// Name and length of the next element; none at the end, or where there is none.
fn element(file: &mut impl Read) -> io::Result<Option<(u32, u64)>> {
    let mut number = |keeps_mark: bool| -> io::Result<Option<u64>> {
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
        Ok(Some(value))
    };
    let name = number(true)?.and_then(|name| u32::try_from(name).ok());
    Ok(name.zip(number(false)?))
}

/// A track whose last packet ends so much later than the song.
pub(super) struct Shortened {
    track: Track,
    ahead: Option<Packet>,
    frames: u64,
}

impl Shortened {
    pub(super) fn new(track: Track, frames: u64) -> Self {
        Self { track, ahead: None, frames }
    }
}

impl Packets for Shortened {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        if self.ahead.is_none() {
            self.ahead = self.track.next()?;
        }
        let Some(mut packet) = self.ahead.take() else { return Ok(None) };
        self.ahead = self.track.next()?;
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
    fn what_is_dropped_is_what_stands_beside_the_last_block() {
        let block = b"\xa1\x83abc";
        let dropped = b"\x75\xa2\x84\x00\xcd\xfe\x60";
        let file = |last: &[u8]| {
            let group = [b"\xa0\x80".as_slice(), block, dropped, b"\xa0\x80", block, last].concat();
            let segment =
                b"\x1a\x45\xdf\xa3\x82xx\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\x1f\x43\xb6\x75\xff";
            discarded_seconds(&mut Cursor::new([segment.as_slice(), &group].concat())).unwrap()
        };
        assert!((file(dropped) - 0.0135).abs() < 1e-9);
        assert_eq!(file(b""), 0.0);
        assert_eq!(file(b"\xec\x83abc"), 0.0);
        assert_eq!(discarded_seconds(&mut Cursor::new(b"")).unwrap(), 0.0);
    }
}
