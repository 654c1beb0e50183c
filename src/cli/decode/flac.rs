//! FLAC: what is behind the frames that the library finds, and between them.
//!
//! The library passes over what is no frame of the stream it began with, be it junk or another stream. So what it reads is counted,
//! and where frames end is compared with what they say of their own place.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crc::{CRC_16_UMTS, Crc};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::gaps::Gaps;
use super::input::Input;
use super::packets::{Fault, Packets};

/// Name and description at the head of a stream, as far as they are alike in all.
const HEAD: &[u8; 8] = b"fLaC\x00\x00\x00\x22";
const LAST_HEAD: &[u8; 8] = b"fLaC\x80\x00\x00\x22";
/// Bytes of the description.
const INFO_BYTES: usize = 34;
/// Bytes that are kept for when the library does not find the last frame's end: more than it reads ahead.
const MAX_LEFT_BYTES: usize = 1 << 20;
const MAX_FRAME_SAMPLES: u64 = 65_536;
/// The sum of a frame.
const FRAME_SUM: Crc<u16> = Crc::<u16>::new(&CRC_16_UMTS);
const TAIL_NOTE: &str = "what follows its last frame is no sound and is left out";

/// The head of a stream without notes and pictures.
pub(super) struct Head {
    bytes: Vec<u8>,
}

impl Head {
    /// Reads up to the first frame.
    pub(super) fn read(input: &mut Input) -> io::Result<Self> {
        input.skip(4)?;
        let mut bytes = b"fLaC".to_vec();
        loop {
            let mut block = [0; 4];
            input.read_exact(&mut block)?;
            let [kind, a, b, c] = block;
            let length = u64::from(u32::from_be_bytes([0, a, b, c]));
            if kind & 0x7f == 0 && length == INFO_BYTES as u64 && bytes.len() == 4 {
                // It is the last block now.
                bytes.extend([0x80, a, b, c]);
                bytes.resize(bytes.len() + INFO_BYTES, 0);
                input.read_exact(&mut bytes[8..])?;
            } else {
                input.skip(length)?;
            }
            if kind & 0x80 != 0 {
                return Ok(Self { bytes });
            }
        }
    }

    /// Samples of a channel; none where it does not tell.
    pub(super) fn frames(&self) -> Option<u64> {
        let five = self.bytes.get(21..26)?;
        let frames = five.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)) & 0xf_ffff_ffff;
        (frames > 0).then_some(frames)
    }

    /// The stream, and what is seen of it while it is read.
    pub(super) fn stream(self, input: Input) -> (impl Read + Send + Sync + 'static, Seen) {
        let seen = Seen::default();
        let promised = self.frames();
        let watched = Watched { input, last: [0; 8], seen: seen.clone() };
        (io::Cursor::new(self.bytes).chain(watched), Seen { promised, ..seen })
    }
}

/// What was seen of a stream behind its head.
#[derive(Clone, Default)]
pub(super) struct Seen {
    /// Bytes that were read and are in no packet yet, as far as they are kept.
    left: Arc<Mutex<Vec<u8>>>,
    has_another_head: Arc<AtomicBool>,
    promised: Option<u64>,
}

impl Seen {
    fn left(&self) -> MutexGuard<'_, Vec<u8>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Watched {
    input: Input,
    last: [u8; 8],
    seen: Seen,
}

impl Read for Watched {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)?;
        for byte in &to[..count] {
            self.last.rotate_left(1);
            self.last[7] = *byte;
            if self.last == *HEAD || self.last == *LAST_HEAD {
                self.seen.has_another_head.store(true, Ordering::Relaxed);
            }
        }
        let mut left = self.seen.left();
        let room = MAX_LEFT_BYTES.saturating_sub(left.len());
        left.extend_from_slice(&to[..count.min(room)]);
        Ok(count)
    }
}

/// Packets of such a stream.
pub(super) struct Flac {
    packets: Gaps,
    seen: Seen,
    frames: u64,
    /// No packet has come yet.
    is_first: bool,
    /// The last packet was more than a frame.
    has_tail: bool,
    held: Option<Packet>,
    is_over: bool,
    note: Option<String>,
}

impl Flac {
    pub(super) fn new(packets: Gaps, seen: Seen) -> Self {
        Self {
            packets,
            seen,
            frames: 0,
            is_first: true,
            has_tail: false,
            held: None,
            is_over: false,
            note: None,
        }
    }

    /// Hands a packet on. The library takes all bytes up to the next frame of its stream for one.
    fn hand_on(&mut self, packet: Packet) -> Result<Option<Packet>, Fault> {
        let mut left = self.seen.left();
        let used = packet.data.len().min(left.len());
        left.drain(..used);
        drop(left);
        self.frames += packet.dur.get();
        self.has_tail = !is_whole(&packet.data);
        Ok(Some(packet))
    }

    /// No packet comes any more: is something left?
    fn end(&mut self, fault: Option<Fault>) -> Result<Option<Packet>, Fault> {
        self.is_over = true;
        if self.seen.has_another_head.load(Ordering::Relaxed) {
            return Err(Fault::Changed);
        }
        let left = std::mem::take(&mut *self.seen.left());
        let missing = self.seen.promised.map_or(0, |promised| promised.saturating_sub(self.frames));
        if fault.is_some() && is_frame(&left) && (1..=MAX_FRAME_SAMPLES).contains(&missing) {
            // The last frame, and behind it what the library looked for another in.
            self.note = Some(TAIL_NOTE.to_string());
            let at = Timestamp::new(self.frames as i64);
            self.frames += missing;
            return Ok(Some(Packet::new(0, at, Duration::from(missing), left)));
        }
        if missing > 0 {
            return fault.map_or(Ok(None), Err);
        }
        if !left.is_empty() || self.has_tail || fault.is_some() {
            self.note = Some(TAIL_NOTE.to_string());
        }
        Ok(None)
    }
}

impl Packets for Flac {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        if let Some(packet) = self.held.take() {
            return self.hand_on(packet);
        }
        if self.is_over {
            return Ok(None);
        }
        let is_first = std::mem::replace(&mut self.is_first, false);
        match self.packets.next() {
            // A first frame that is damaged is passed over by the library, and what comes may look as cut out of a longer stream.
            Ok(Some(packet)) if is_first && !self.seen.left().starts_with(&packet.data) => {
                self.held = Some(packet);
                Err(Fault::Damage("what stands before its first frame is damaged".to_string()))
            }
            Ok(Some(packet)) if self.has_tail => {
                self.held = Some(packet);
                Err(Fault::Damage("a frame there is damaged".to_string()))
            }
            Ok(Some(packet)) if !is_whole(&packet.data) && holds_another(&packet.data) => {
                self.is_over = true;
                Err(Fault::Changed)
            }
            Ok(Some(packet)) => self.hand_on(packet),
            Ok(None) => self.end(None),
            Err(fault @ (Fault::End(_) | Fault::BreaksOff)) => self.end(Some(fault)),
            Err(_) if self.seen.has_another_head.load(Ordering::Relaxed) => Err(Fault::Changed),
            Err(fault) => Err(fault),
        }
    }

    fn note(&mut self) -> Option<String> {
        self.note.take()
    }
}

fn is_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xf8 | 0xf9, ..])
}

/// Whether a frame of another stream begins where the first frame ends.
fn holds_another(packet: &[u8]) -> bool {
    let mut sum = FRAME_SUM.digest();
    packet.iter().enumerate().any(|(at, byte)| {
        sum.update(&[*byte]);
        at > 8 && is_frame(&packet[at + 1..]) && sum.clone().finalize() == 0
    })
}

/// Whether it is one frame and nothing else: the sum of a whole frame with its own sum behind it is 0 (RFC 9639, 9.3).
fn is_whole(packet: &[u8]) -> bool {
    FRAME_SUM.checksum(packet) == 0
}
