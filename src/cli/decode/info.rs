//! The first frame of an MP3, in which coders tell about the others (the tags of Xing, LAME and VBRI).
//!
//! It holds no sound. LAME's tells how many samples the coder put before the song and behind it; a decoder adds 529 more before it.

use symphonia::core::codecs::audio::well_known::CODEC_ID_MP3;

use super::frame_header::FrameHeader;
use super::trim::Trim;

/// What is to be cut off by a first frame that tells; none where it is sound like all others.
pub(super) fn trim(frame: &[u8], header: &FrameHeader) -> Option<Trim> {
    Info::parse(frame, header).map(|info| info.trim(header))
}

/// What the first frame of an MP3 tells about the others (Xing's and LAME's tag).
struct Info {
    frames: Option<u32>,
    /// Samples that the coder put before the song and behind it.
    delay: u32,
    padding: u32,
}

impl Info {
    /// What a decoder adds before the first sample.
    const DECODER_SAMPLES: u32 = 529;

    fn parse(frame: &[u8], header: &FrameHeader) -> Option<Self> {
        if header.codec != CODEC_ID_MP3 {
            return None;
        }
        let check = if frame.get(1)? & 1 == 0 { 2 } else { 0 };
        let side = match (header.samples, header.channels) {
            (1152, 1) | (576, 2) => 17,
            (1152, _) => 32,
            _ => 9,
        };
        let frame = &frame[..header.bytes.min(frame.len())];
        if frame.get(36..40)? == b"VBRI" {
            let frames = frame.get(50..54)?.try_into().ok().map(u32::from_be_bytes);
            return Some(Self { frames, delay: 0, padding: 0 });
        }
        // Some write it where a checksum would not stand.
        let tag = [4 + check + side, 4 + side]
            .into_iter()
            .filter_map(|at| frame.get(at..))
            .find(|tag| tag.starts_with(b"Xing") || tag.starts_with(b"Info"))?;
        let number =
            |at: usize| tag.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
        let flags = number(4)?;
        let mut at = 8;
        let frames = number(at).filter(|_| flags & 1 != 0);
        for (flag, bytes) in [(1, 4), (2, 4), (4, 100), (8, 4)] {
            at += if flags & flag != 0 { bytes } else { 0 };
        }
        let three = tag.get(at + 21..at + 24).filter(|_| tag.get(at).is_some_and(|byte| *byte != 0));
        let bits = three.map_or(0, |b| u32::from(b[0]) << 16 | u32::from(b[1]) << 8 | u32::from(b[2]));
        Some(Self { frames, delay: bits >> 12, padding: bits & 0xfff })
    }

    fn trim(&self, header: &FrameHeader) -> Trim {
        let all = self.frames.map(|frames| u64::from(frames) * u64::from(header.samples));
        if self.delay == 0 && self.padding == 0 {
            return Trim { promised: all, ..Trim::NONE };
        }
        let before = u64::from(self.delay + Self::DECODER_SAMPLES);
        let behind = u64::from(self.padding.saturating_sub(Self::DECODER_SAMPLES));
        let song = all.map(|all| all.saturating_sub(before + behind));
        Trim { before, promised: song, song, behind }
    }
}
