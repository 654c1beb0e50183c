//! MPEG audio (MP1, MP2, MP3) and ADTS (AAC): frames one after the other, each of which says how long it is.
//!
//! Neither kind of file says how much sound it holds, so it is read to its end, and what its bytes promise is not believed.
//! What stands where a frame should is told apart: the end of the file in the midst of a frame, damage behind which frames go
//! on, another stream, or what programs leave behind the last frame.

use std::io::{self, Read};

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::frame_header::FrameHeader;
use super::info;
use super::packets::{Fault, Packets, layout, tail_note};
use super::trim::Trim;

/// Frames in a row by which a stream is told from other bytes.
const SURE: usize = 3;
/// Bytes by which a frame's head is read.
const HEADER_BYTES: usize = 7;
/// What programs leave behind the last frame without telling its length.
const LYRICS: &[u8] = b"LYRICSBEGIN";
/// Head of a tag that tells its length.
const TAG_HEAD_BYTES: usize = 32;
/// Bytes in which the next frame is looked for at a time: some frames fit in it.
const WINDOW_BYTES: usize = 64 * 1024;

/// Where the first frame begins, and its head: so many frames follow each other there, or all that there are.
/// `is_all` says whether the bytes end with the file.
pub(super) fn find(bytes: &[u8], is_all: bool) -> Option<(usize, FrameHeader)> {
    let is_run = |at: usize, first: &FrameHeader| {
        let mut at = at;
        for nth in 0..SURE {
            match bytes.get(at..).filter(|rest| !rest.is_empty()).map(FrameHeader::parse) {
                Some(Some(next)) if next.goes_on(first) => at += next.bytes,
                // The end just behind a frame, or within the second one.
                None => return is_all && (at == bytes.len() || nth > 1),
                Some(None) if is_all && nth > 0 && bytes.len() - at < HEADER_BYTES => return true,
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
        let info = info::trim(self.left(), &self.first);
        if info.is_some() {
            self.at += self.first.bytes.min(self.left().len());
        }
        Ok(info.unwrap_or(Trim::NONE))
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

    /// Passes over what programs put between and behind frames, by the length it states; false where there is none.
    fn pass_tag(&mut self) -> io::Result<bool> {
        self.fill(TAG_HEAD_BYTES)?;
        let left = self.left();
        let number = |at: usize| left.get(at..at + 4).map(|four| [four[0], four[1], four[2], four[3]]);
        let bytes = if left.starts_with(b"ID3") {
            number(6).map(|size| 10 + size.iter().fold(0, |sum, seven| sum << 7 | u64::from(seven & 0x7f)))
        } else if left.starts_with(b"APETAGEX") {
            number(12).map(|size| TAG_HEAD_BYTES as u64 + u64::from(u32::from_le_bytes(size)))
        } else if left.starts_with(b"TAG") {
            Some(128)
        } else {
            None
        };
        let Some(mut bytes) = bytes else { return Ok(false) };
        while bytes > 0 && !(self.is_read && self.left().is_empty()) {
            let here = (self.left().len() as u64).min(bytes);
            self.at += here as usize;
            bytes -= here;
            self.fill(1)?;
        }
        Ok(true)
    }

    /// What stands here is no frame of the stream: its end, or damage that is passed over.
    fn pass_over(&mut self) -> Result<(), Fault> {
        let (mut passed, mut is_silent) = (0, true);
        let is_usual = self.left().starts_with(LYRICS);
        // Not where it stands, or it would be found again.
        let mut from = 1;
        loop {
            self.fill(2 * WINDOW_BYTES)?;
            if let Some((more, next)) = find(self.left().get(from..).unwrap_or_default(), self.is_read) {
                if !next.goes_on(&self.first) {
                    return Err(Fault::Changed);
                }
                self.at += from + more;
                return Err(Fault::Damage(format!("{} bytes there are no sound", passed + from + more)));
            }
            // A frame may begin in what was seen and end in what was not.
            let seen = if self.is_read { self.left().len() } else { WINDOW_BYTES };
            is_silent &= self.left()[..seen].iter().all(|byte| *byte == 0);
            passed += seen;
            self.at += seen;
            from = 0;
            if self.is_read && self.left().is_empty() {
                break;
            }
        }
        if !is_usual && !is_silent {
            self.note = Some(tail_note(passed as u64));
        }
        Ok(())
    }
}

impl<R: Read + Send> Packets for Frames<R> {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        while self.pass_tag()? {}
        if self.left().is_empty() {
            return Ok(None);
        }
        let header = FrameHeader::parse(self.left()).filter(|header| header.goes_on(&self.first));
        let Some(header) = header else {
            self.pass_over()?;
            return Ok(None);
        };
        self.fill(header.bytes + HEADER_BYTES)?;
        if header.has_more_blocks() {
            // A stream of such frames was refused when it was opened.
            self.at += 1;
            return Err(Fault::Damage("a frame there is damaged".to_string()));
        }
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
