//! The head of a WAV file: the plain one of 44 bytes for whole numbers, with the count of samples for floating point and a broadcast's
//! chunk where there is one; RF64 beyond 4 GiB (EBU Tech 3306).
//!
//! Where the length is not known before, room is left for what RF64 needs, and into a pipe the lengths are left open, as
//! ffmpeg does.

use super::{Bits, Shape};

/// What stands before the sound.
pub(super) struct Head {
    /// Room for the long lengths of RF64.
    has_room: bool,
    /// Chunks before the sound, and how many bytes of them stand behind it.
    before: Vec<u8>,
    behind_bytes: u64,
}

impl Head {
    /// The head for a song, of a length that is known or not.
    pub(super) fn new(shape: &Shape, before: Vec<u8>, behind_bytes: u64) -> Self {
        let mut head = Self { has_room: false, before, behind_bytes };
        let is_short = |frames| head.riff_bytes(shape, frames) < u64::from(u32::MAX);
        head.has_room = !shape.frames.is_some_and(is_short);
        head
    }

    fn data_bytes(shape: &Shape, frames: u64) -> u64 {
        frames * u64::from(shape.channels) * u64::from(shape.bits.count() / 8)
    }

    /// Chunks begin at even places.
    pub(super) fn padding(&self, shape: &Shape, frames: u64) -> &'static [u8] {
        if Self::data_bytes(shape, frames) % 2 == 1 { &[0] } else { &[] }
    }

    /// All behind the length of the whole.
    fn riff_bytes(&self, shape: &Shape, frames: u64) -> u64 {
        let data = Self::data_bytes(shape, frames);
        let fact = if shape.bits == Bits::Float { 12 } else { 0 };
        4 + if self.has_room { 36 } else { 0 }
            + 24
            + fact
            + 8
            + data
            + data % 2
            + self.before.len() as u64
            + self.behind_bytes
    }

    /// The head's bytes for this length, or with the lengths left open.
    pub(super) fn bytes(&self, shape: &Shape, frames: Option<u64>) -> Vec<u8> {
        let data = frames.map(|frames| Self::data_bytes(shape, frames));
        let riff = frames.map(|frames| self.riff_bytes(shape, frames));
        let is_long = riff.is_some_and(|bytes| bytes >= u64::from(u32::MAX));
        let short =
            |bytes: Option<u64>| bytes.and_then(|bytes| u32::try_from(bytes).ok()).unwrap_or(u32::MAX);
        let mut head = Vec::new();
        let mut put = |bytes: &[u8]| head.extend_from_slice(bytes);
        put(if is_long { b"RF64" } else { b"RIFF" });
        put(&short(riff.filter(|_| !is_long)).to_le_bytes());
        put(b"WAVE");
        if self.has_room {
            put(if is_long { b"ds64" } else { b"JUNK" });
            put(&28u32.to_le_bytes());
            for number in [riff, data, frames] {
                put(&number.filter(|_| is_long).unwrap_or(0).to_le_bytes());
            }
            put(&0u32.to_le_bytes());
        }
        let frame_bytes = shape.channels * (shape.bits.count() / 8);
        put(b"fmt ");
        put(&16u32.to_le_bytes());
        put(&(if shape.bits == Bits::Float { 3u16 } else { 1 }).to_le_bytes());
        put(&shape.channels.to_le_bytes());
        put(&shape.sample_rate_hz.to_le_bytes());
        put(&(shape.sample_rate_hz * u32::from(frame_bytes)).to_le_bytes());
        put(&frame_bytes.to_le_bytes());
        put(&shape.bits.count().to_le_bytes());
        if shape.bits == Bits::Float {
            put(b"fact");
            put(&4u32.to_le_bytes());
            put(&short(frames).to_le_bytes());
        }
        put(&self.before);
        put(b"data");
        put(&short(data.filter(|_| !is_long)).to_le_bytes());
        head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_four_gib_the_lengths_are_long() {
        let shape = |frames| Shape { sample_rate_hz: 192_000, channels: 2, bits: Bits::TwentyFour, frames };
        let most = (u64::from(u32::MAX) - 37) / 6;
        assert!(!Head::new(&shape(Some(most)), Vec::new(), 0).has_room);
        let long = shape(Some(most + 1));
        for head in [Head::new(&long, Vec::new(), 0), Head::new(&shape(None), Vec::new(), 0)] {
            let bytes = head.bytes(&long, long.frames);
            assert_eq!((&bytes[..8], &bytes[12..16]), (&b"RF64\xff\xff\xff\xff"[..], &b"ds64"[..]));
            let long_number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
            assert_eq!((long_number(28), long_number(36)), ((most + 1) * 6, most + 1));
            assert_eq!(long_number(20), (bytes.len() - 8) as u64 + (most + 1) * 6);
            assert_eq!(bytes[bytes.len() - 4..], [0xff; 4]);
        }
    }
}
