//! FLAC and OGG: packets that are lost. The library passes over frames and pages whose checksum is wrong; those that come say where
//! they belong, to the sample.

use symphonia::core::packet::Packet;

use super::packets::{Fault, Packets, Track};

/// A track whose packets follow each other without a gap, or it is told.
pub(super) struct Gaps {
    track: Track,
    /// Where the next packet belongs; not known before the first.
    expected: Option<i64>,
    /// Behind a gap.
    held: Option<Packet>,
}

impl Gaps {
    pub(super) fn new(track: Track) -> Self {
        Self { track, expected: None, held: None }
    }

    /// Where the last packet ended, in samples.
    pub(super) fn end(&self) -> i64 {
        self.expected.unwrap_or(0)
    }
}

impl Packets for Gaps {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        if let Some(packet) = self.held.take() {
            return Ok(Some(packet));
        }
        let Some(packet) = self.track.next()? else { return Ok(None) };
        let begins = packet.pts.get();
        let expected = self.expected.replace(begins + packet.block_dur().get() as i64);
        match expected.map(|expected| begins - expected).filter(|lost| *lost > 0) {
            Some(lost) => {
                self.held = Some(packet);
                Err(Fault::Damage(format!("{lost} samples are lost there")))
            }
            None => Ok(Some(packet)),
        }
    }
}
