//! FLAC, in blocks of one length, with the sum of its samples (RFC 9639).

use std::io;

use crc::{CRC_8_SMBUS, CRC_16_UMTS, Crc};
use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::Shape;

/// The highest rate that the library takes, and one that takes no bytes of its own in a frame's head.
const MAX_LIBRARY_HZ: u32 = 96_000;
const STAND_IN_HZ: u32 = 48_000;
/// Samples of a channel in a block.
const BLOCK: usize = 4096;

/// The library's errors belong to one thread.
fn wrong(error: impl std::error::Error) -> io::Error {
    io::Error::other(error.to_string())
}

/// Writes blocks as they fill.
pub(super) struct Writer {
    config: Verified<config::Encoder>,
    info: StreamInfo,
    block: FrameBuf,
    /// Counts samples and sums them up.
    context: Context,
    channels: usize,
    /// Not yet a whole block.
    waiting: Vec<i32>,
    blocks: usize,
    /// Bytes of the shortest and the longest block.
    bytes: Option<(usize, usize)>,
    /// The library takes no rate so high: frames refer to the head for it.
    hides_rate: bool,
    /// What follows the head before the sound, each with its type.
    head_blocks: Vec<(u8, Vec<u8>)>,
}

impl Writer {
    pub(super) fn new(shape: &Shape, head_blocks: Vec<(u8, Vec<u8>)>) -> io::Result<Self> {
        let (channels, bits) = (usize::from(shape.channels), usize::from(shape.bits.count()));
        let hides_rate = shape.sample_rate_hz > MAX_LIBRARY_HZ;
        let rate_hz = if hides_rate { STAND_IN_HZ } else { shape.sample_rate_hz };
        let info = StreamInfo::new(rate_hz as usize, channels, bits).map_err(wrong)?;
        let config = config::Encoder::default().into_verified().map_err(|(_, error)| wrong(error))?;
        Ok(Self {
            config,
            info,
            block: FrameBuf::with_size(channels, BLOCK).map_err(wrong)?,
            context: Context::new(bits, channels),
            channels,
            waiting: Vec::new(),
            blocks: 0,
            bytes: None,
            hides_rate,
            head_blocks,
        })
    }

    /// Takes samples, channel beside channel, and adds the blocks that are full.
    pub(super) fn write(&mut self, numbers: &[i32], out: &mut Vec<u8>) -> io::Result<()> {
        self.waiting.extend_from_slice(numbers);
        let whole = BLOCK * self.channels;
        while self.waiting.len() >= whole {
            let rest = self.waiting.split_off(whole);
            self.encode(out)?;
            self.waiting = rest;
        }
        Ok(())
    }

    /// Adds what is left.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        if self.waiting.is_empty() { Ok(()) } else { self.encode(out) }
    }

    fn encode(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        self.block.resize(self.waiting.len() / self.channels);
        self.block.fill_interleaved(&self.waiting).map_err(wrong)?;
        self.context.fill_interleaved(&self.waiting).map_err(wrong)?;
        let frame = flacenc::encode_fixed_size_frame(&self.config, &self.block, self.blocks, &self.info);
        let mut sink = ByteSink::new();
        frame.map_err(wrong)?.write(&mut sink).map_err(wrong)?;
        let mut frame = sink.as_slice().to_vec();
        if self.hides_rate {
            refer_to_head(&mut frame);
        }
        let bytes = frame.len();
        let (least, most) = self.bytes.unwrap_or((bytes, bytes));
        self.bytes = Some((least.min(bytes), most.max(bytes)));
        self.blocks += 1;
        self.waiting.clear();
        out.extend_from_slice(&frame);
        Ok(())
    }

    /// The head as far as it is known: length and sums only at the end.
    pub(super) fn head(&self, shape: &Shape) -> Vec<u8> {
        let (least, most) = self.bytes.unwrap_or((0, 0));
        let frames = match self.context.total_samples() {
            0 => shape.frames.unwrap_or(0),
            written => written as u64,
        };
        let sum = if self.blocks == 0 { [0; 16] } else { self.context.md5_digest() };
        let block = (BLOCK as u16).to_be_bytes();
        // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of length.
        let about = u64::from(shape.sample_rate_hz) << 44
            | u64::from(shape.channels - 1) << 41
            | u64::from(shape.bits.count() - 1) << 36
            | frames & 0xf_ffff_ffff;
        let short = |bytes: usize| (bytes as u32).to_be_bytes()[1..].to_vec();
        // The highest bit of a block's type says that it is the last.
        let last = |is_last: bool| if is_last { 0x80 } else { 0 };
        let mut head = [
            b"fLaC".as_slice(),
            &[last(self.head_blocks.is_empty()), 0, 0, 0x22],
            &block,
            &block,
            &short(least),
            &short(most),
            &about.to_be_bytes(),
            &sum,
        ]
        .concat();
        for (nth, (kind, bytes)) in self.head_blocks.iter().enumerate() {
            head.push(last(nth + 1 == self.head_blocks.len()) | kind);
            head.extend_from_slice(&(bytes.len() as u32).to_be_bytes()[1..]);
            head.extend_from_slice(bytes);
        }
        head
    }
}

/// Takes the rate out of a frame's head: 0 in the lower half of its third byte says that the stream's head has it. Both sums are
/// made anew.
fn refer_to_head(frame: &mut [u8]) {
    const HEAD_SUM: Crc<u8> = Crc::<u8>::new(&CRC_8_SMBUS);
    const FRAME_SUM: Crc<u16> = Crc::<u16>::new(&CRC_16_UMTS);
    frame[2] &= 0xf0;
    // Four bytes, the frame's number in as many as its first says, and the length of a block that has no code.
    let number_bytes = (frame[4].leading_ones() as usize).max(1);
    let length_bytes = match frame[2] >> 4 {
        6 => 1,
        7 => 2,
        _ => 0,
    };
    let head_bytes = 4 + number_bytes + length_bytes;
    frame[head_bytes] = HEAD_SUM.checksum(&frame[..head_bytes]);
    let end = frame.len() - 2;
    let sum = FRAME_SUM.checksum(&frame[..end]);
    frame[end..].copy_from_slice(&sum.to_be_bytes());
}
