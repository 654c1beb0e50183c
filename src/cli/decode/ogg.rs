//! OGG: a last page that is lost. The library passes over a page whose checksum is wrong, and behind the last one no other shows the
//! gap; but its head, which is seen while it is read, says where it would have ended (RFC 3533).

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use symphonia::core::packet::Packet;

use super::gaps::Gaps;
use super::input::Input;
use super::packets::{Fault, Packets};

/// Bytes of a page's head before the lengths of its pieces.
const HEAD_BYTES: usize = 27;
/// More streams than a file holds in earnest.
const MAX_STREAMS: usize = 64;
/// No packet ends on such a page.
const NOWHERE: i64 = -1;

/// A stream whose pages are looked at while they are read.
pub(super) struct Watched {
    input: Input,
    /// The head of a page as far as it was read, and bytes of its body that are still to come.
    head: Vec<u8>,
    body: usize,
    end: End,
}

/// Where each stream ends by the heads of its pages, in samples: its number and its end.
#[derive(Clone, Default)]
pub(super) struct End(Arc<Mutex<Vec<(u32, i64)>>>);

impl End {
    fn set(&self, stream: u32, ends: i64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, end)) = all.iter_mut().find(|(number, _)| *number == stream) {
            *end = ends;
        } else if all.len() < MAX_STREAMS {
            all.push((stream, ends));
        }
    }

    fn of(&self, stream: u32) -> i64 {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(number, _)| *number == stream).map_or(0, |(_, end)| *end)
    }
}

/// Looks at a stream's pages.
pub(super) fn watch(input: Input) -> (Watched, End) {
    let end = End::default();
    (Watched { input, head: Vec::new(), body: 0, end: end.clone() }, end)
}

impl Watched {
    fn see(&mut self, mut bytes: &[u8]) {
        while let Some((byte, rest)) = bytes.split_first() {
            if self.body > 0 {
                let passed = self.body.min(bytes.len());
                self.body -= passed;
                bytes = &bytes[passed..];
                continue;
            }
            bytes = rest;
            self.head.push(*byte);
            let mark = self.head.len().min(4);
            if self.head[..mark] != b"OggS"[..mark] {
                // Not where a page should begin: the next mark is looked for.
                self.head.clear();
                if *byte == b'O' {
                    self.head.push(*byte);
                }
                continue;
            }
            let pieces = self.head.get(HEAD_BYTES - 1).map_or(usize::MAX, |count| usize::from(*count));
            if pieces == usize::MAX || self.head.len() < HEAD_BYTES + pieces {
                continue;
            }
            let ends = self.head[6..14].try_into().map_or(NOWHERE, i64::from_le_bytes);
            if ends != NOWHERE {
                let stream = self.head[14..18].try_into().map_or(0, u32::from_le_bytes);
                self.end.set(stream, ends);
            }
            self.body = self.head[HEAD_BYTES..].iter().map(|bytes| usize::from(*bytes)).sum();
            self.head.clear();
        }
    }
}

impl Read for Watched {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)?;
        self.see(&to[..count]);
        Ok(count)
    }
}

/// Packets of such a stream.
pub(super) struct Ogg {
    stream: u32,
    packets: Gaps,
    end: End,
    /// Samples by which the pages count from before the song.
    delay: i64,
    is_over: bool,
}

impl Ogg {
    pub(super) fn new(stream: u32, packets: Gaps, end: End, delay: u64) -> Self {
        Self { stream, packets, end, delay: delay as i64, is_over: false }
    }
}

impl Packets for Ogg {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        if self.is_over {
            return Ok(None);
        }
        if let Some(packet) = self.packets.next()? {
            return Ok(Some(packet));
        }
        self.is_over = true;
        let lost = self.end.of(self.stream) - self.delay - self.packets.end();
        if lost > 0 { Err(Fault::Damage(format!("{lost} samples are lost there"))) } else { Ok(None) }
    }
}
