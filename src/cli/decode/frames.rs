//! MPEG audio (MP1, MP2, MP3) and ADTS (AAC): frames one after the other, each of which says how long it is.
//!
//! Neither kind of file says how much sound it holds, so it is read to its end, and what its bytes promise is not believed.
//! What stands where a frame should is told apart: the end of the file in the midst of a frame, damage behind which frames go
//! on, another stream, or what programs leave behind the last frame.

use std::io::{self, Read};

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::packets::{Fault, Packets, layout, tail_note};
use super::trim::Trim;

/// Frames in a row by which a stream is told from other bytes.
const SURE: usize = 3;
/// Bytes by which a frame's head is read.
const HEADER_BYTES: usize = 7;
/// What programs leave behind the last frame.
const TAGS: [&[u8]; 4] = [b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3"];

/// What the head of a frame says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FrameHeader {
    /// What is alike in all frames of a stream: how it is coded, and the sample rate.
    pub(super) codec: AudioCodecId,
    version: u8,
    pub(super) sample_rate_hz: u32,
    pub(super) channels: u8,
    /// Samples of a channel in it.
    samples: u32,
    /// Bytes of the frame in all, and of what is not handed to the decoder.
    bytes: usize,
    head_bytes: usize,
    /// Kind of AAC, 2 for low complexity; 0 in MPEG audio.
    pub(super) profile: u8,
}

impl FrameHeader {
    /// The head of a frame of MPEG audio or AAC, if it is one.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, b, ..] if b & 0xf6 == 0xf0 => Self::adts(bytes),
            [0xff, b, ..] if b & 0xe0 == 0xe0 => Self::mpeg(bytes),
            _ => None,
        }
    }

    fn adts(bytes: &[u8]) -> Option<Self> {
        const RATES_HZ: [u32; 13] =
            [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
        let [_, b1, b2, b3, b4, b5, b6] = *bytes.first_chunk::<7>()?;
        let frame_bytes = usize::from(b3 & 3) << 11 | usize::from(b4) << 3 | usize::from(b5 >> 5);
        let head_bytes = if b1 & 1 == 1 { 7 } else { 9 };
        let channels = match (b2 & 1) << 2 | b3 >> 6 {
            7 => 8,
            count => count,
        };
        (frame_bytes > head_bytes).then_some(())?;
        Some(Self {
            codec: CODEC_ID_AAC,
            version: b1 & 8,
            sample_rate_hz: *RATES_HZ.get(usize::from(b2 >> 2 & 15))?,
            channels,
            samples: 1024 * u32::from((b6 & 3) + 1),
            bytes: frame_bytes,
            head_bytes,
            profile: (b2 >> 6) + 1,
        })
    }

    fn mpeg(bytes: &[u8]) -> Option<Self> {
        const KBPS: [[u32; 14]; 5] = [
            [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
            [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
            [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
            [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
            [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        ];
        let [_, b1, b2, b3] = *bytes.first_chunk::<4>()?;
        // MPEG 2.5, none, 2, 1; none, layer III, II, I.
        let (version, layer) = (b1 >> 3 & 3, b1 >> 1 & 3);
        let is_first = version == 3;
        let (codec, row) = match layer {
            3 => (CODEC_ID_MP1, if is_first { 0 } else { 3 }),
            2 => (CODEC_ID_MP2, if is_first { 1 } else { 4 }),
            1 => (CODEC_ID_MP3, if is_first { 2 } else { 4 }),
            _ => return None,
        };
        let halved = match version {
            3 => 0,
            2 => 1,
            0 => 2,
            _ => return None,
        };
        let sample_rate_hz = [44_100u32, 48_000, 32_000].get(usize::from(b2 >> 2 & 3))? >> halved;
        let bits = KBPS[row].get(usize::from(b2 >> 4).checked_sub(1)?)? * 1000;
        let padding = u32::from(b2 >> 1 & 1);
        let samples = match layer {
            3 => 384,
            1 if !is_first => 576,
            _ => 1152,
        };
        let bytes = if layer == 3 {
            (12 * bits / sample_rate_hz + padding) * 4
        } else {
            samples / 8 * bits / sample_rate_hz + padding
        };
        let channels = if b3 >> 6 == 3 { 1 } else { 2 };
        let bytes = bytes as usize;
        Some(Self { codec, version, sample_rate_hz, channels, samples, bytes, head_bytes: 0, profile: 0 })
    }

    /// Whether a frame of the same stream may look so.
    fn goes_on(&self, other: &Self) -> bool {
        (self.codec, self.version, self.sample_rate_hz, self.profile)
            == (other.codec, other.version, other.sample_rate_hz, other.profile)
    }
}

/// Where the first frame begins, and its head: so many frames follow each other there, or all that there are.
pub(super) fn find(bytes: &[u8]) -> Option<(usize, FrameHeader)> {
    let is_run = |at: usize, first: &FrameHeader| {
        let mut at = at;
        for nth in 0..SURE {
            match bytes.get(at..).filter(|rest| !rest.is_empty()).map(FrameHeader::parse) {
                Some(Some(next)) if next.goes_on(first) => at += next.bytes,
                // The end just behind a frame, or within the second one.
                None => return at == bytes.len() || nth > 1,
                Some(None) if nth > 0 && bytes.len() - at < HEADER_BYTES => return true,
                _ => return false,
            }
        }
        true
    };
    let at = |at: usize| {
        FrameHeader::parse(&bytes[at..]).filter(|first| is_run(at, first)).map(|first| (at, first))
    };
    (0..bytes.len()).find_map(at)
}

/// A stream of them.
pub(super) struct Frames<R> {
    input: R,
    /// Bytes that were read ahead; those from `at` on are not used.
    ahead: Vec<u8>,
    at: usize,
    is_read: bool,
    first: FrameHeader,
    samples: u64,
    note: Option<String>,
}

impl<R: Read> Frames<R> {
    /// A stream that begins with this frame.
    pub(super) fn new(input: R, first: FrameHeader) -> Self {
        Self { input, ahead: Vec::new(), at: 0, is_read: false, first, samples: 0, note: None }
    }

    /// What a decoder has to know.
    pub(super) fn parameters(&self) -> AudioCodecParameters {
        let mut parameters = AudioCodecParameters::new();
        let channels = layout(self.first.channels);
        parameters
            .for_codec(self.first.codec)
            .with_sample_rate(self.first.sample_rate_hz)
            .with_channels(channels);
        parameters
    }

    /// Passes over a frame that tells about the others, as LAME's, and says what is to be cut off by it.
    pub(super) fn take_info(&mut self) -> io::Result<Trim> {
        self.fill(self.first.bytes)?;
        let info = Info::parse(self.left(), &self.first);
        if info.is_some() {
            self.at += self.first.bytes.min(self.left().len());
        }
        Ok(info.map_or(Trim::NONE, |info| info.trim(&self.first)))
    }

    fn left(&self) -> &[u8] {
        &self.ahead[self.at..]
    }

    /// Reads ahead until so many bytes are there, or all.
    fn fill(&mut self, bytes: usize) -> io::Result<()> {
        const PIECE: u64 = 64 * 1024;
        while self.left().len() < bytes && !self.is_read {
            self.ahead.drain(..self.at);
            self.at = 0;
            self.is_read = self.input.by_ref().take(PIECE).read_to_end(&mut self.ahead)? == 0;
        }
        Ok(())
    }

    /// What stands here is no frame of the stream: its end, or damage that is passed over.
    fn pass_over(&mut self) -> Result<(), Fault> {
        let (mut bytes, began) = (1, self.left().to_vec());
        loop {
            self.fill(bytes + 64 * 1024).map_err(Fault::from)?;
            if let Some((more, next)) = find(&self.left()[bytes.min(self.left().len())..]) {
                if !next.goes_on(&self.first) {
                    return Err(Fault::Changed);
                }
                self.at += bytes + more;
                return Err(Fault::Damage(format!("{} bytes there are no sound", bytes + more)));
            }
            if self.is_read {
                break;
            }
            // A frame may begin in what was seen and end in what was not.
            bytes = self.left().len().saturating_sub(16 * 1024).max(1);
        }
        let left = self.left().len();
        let is_usual =
            TAGS.iter().any(|tag| began.starts_with(tag)) || self.left().iter().all(|byte| *byte == 0);
        if !is_usual {
            self.note = Some(tail_note(left as u64));
        }
        self.at = self.ahead.len();
        Ok(())
    }
}

impl<R: Read + Send> Packets for Frames<R> {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        self.fill(HEADER_BYTES)?;
        if self.left().is_empty() {
            return Ok(None);
        }
        let header = FrameHeader::parse(self.left()).filter(|header| header.goes_on(&self.first));
        let Some(header) = header else {
            self.pass_over()?;
            return Ok(None);
        };
        self.fill(header.bytes + HEADER_BYTES)?;
        if header.channels != self.first.channels {
            let next = self.left().get(header.bytes..).and_then(FrameHeader::parse);
            if next.is_some_and(|next| next.goes_on(&header) && next.channels == header.channels) {
                return Err(Fault::Changed);
            }
            self.at += 1;
            return Err(Fault::Damage("a frame there is damaged".to_string()));
        }
        if self.left().len() < header.bytes {
            self.at = self.ahead.len();
            return Err(Fault::Damage("it breaks off there".to_string()));
        }
        let data = self.left()[header.head_bytes..header.bytes].to_vec();
        self.at += header.bytes;
        let at = Timestamp::new(self.samples as i64);
        self.samples += u64::from(header.samples);
        Ok(Some(Packet::new(0, at, Duration::from(u64::from(header.samples)), data)))
    }

    fn note(&mut self) -> Option<String> {
        self.note.take()
    }
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
