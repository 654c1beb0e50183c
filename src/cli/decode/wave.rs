//! WAV and what grew out of it for more than 4 GiB: RF64, BW64, W64.
//!
//! ```text
//! RIFF ···· WAVE   fmt ····        data ····                  lengths of four bytes
//! RF64 ···· WAVE   ds64 ····       fmt ····   data ····       the length of the sound is in ds64 (BW64 likewise)
//! riff········ ··· wave ········   fmt ········   data ······ names of 16 bytes, lengths of eight that count themselves
//! ```
//!
//! The length of the whole, which many programs leave wrong, is not asked for: the length of `data` is believed, and the end
//! of the file. A writer that wrote into a pipe could not go back and left the length of `data` open: ffmpeg as 2³² − 1,
//! sox just below 2³¹, others as 2³¹ or 0. Such a file goes on to its end; one that says any other length and ends before it is broken.

use std::io::{self, Cursor, Read};

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::input::Input;
use super::packets::{Fault, Packets};

/// Where sox's open lengths begin: 2³¹ less a head.
const NEARLY_HALF: u64 = 0x7fff_f000;
/// No description of a kind of samples is longer.
const MAX_FORMAT_BYTES: u64 = 4096;
/// How W64 names its chunks: the first four bytes are letters, the rest is one of these two.
const W64_RIFF: &[u8; 16] = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00";
const W64_CHUNK: &[u8] = b"\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a";

/// The head of such a file, up to its sound.
pub(super) struct Head {
    /// The chunk `fmt ` as it stands there.
    format: Vec<u8>,
    /// Bytes of sound; `None` up to the end of the file.
    data_bytes: Option<u64>,
}

/// Whether a file begins so.
pub(super) fn is_wave(head: &[u8]) -> bool {
    let is_riff = [b"RIFF", b"RF64", b"BW64"].iter().any(|name| head.starts_with(*name));
    (is_riff && head.get(8..12) == Some(b"WAVE")) || head.starts_with(W64_RIFF)
}

impl Head {
    /// Reads up to the first byte of sound.
    pub(super) fn read(input: &mut Input) -> io::Result<Self> {
        let is_w64 = input.head().starts_with(W64_RIFF);
        input.skip(if is_w64 { 40 } else { 12 })?;
        let (mut format, mut long_bytes) = (Vec::new(), None);
        loop {
            let (name, bytes) = chunk(input, is_w64)?;
            match &name {
                b"fmt " if bytes <= MAX_FORMAT_BYTES => {
                    format = vec![0; bytes as usize];
                    input.read_exact(&mut format)?;
                    input.skip(padding(bytes, is_w64))?;
                }
                b"ds64" if (16..=MAX_FORMAT_BYTES).contains(&bytes) => {
                    let mut sizes = [0; 16];
                    input.read_exact(&mut sizes)?;
                    long_bytes = sizes[8..].try_into().ok().map(u64::from_le_bytes);
                    input.skip(bytes - 16 + padding(bytes, is_w64))?;
                }
                b"data" => {
                    let stated =
                        if bytes == u64::from(u32::MAX) { long_bytes.unwrap_or(bytes) } else { bytes };
                    return Ok(Self { format, data_bytes: data_bytes(stated, input) });
                }
                _ => input.skip(bytes.saturating_add(padding(bytes, is_w64)))?,
            }
        }
    }

    /// The two bytes by which a kind of samples is told.
    pub(super) fn tag(&self) -> Option<u16> {
        let tag = |at: usize| self.format.get(at..at + 2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        // An extended description has the tag behind it.
        tag(0).and_then(|first| if first == 0xfffe { tag(24) } else { Some(first) })
    }

    /// Bytes of sound, where that is told.
    pub(super) fn data_bytes(&self) -> Option<u64> {
        self.data_bytes
    }

    /// What a decoder has to know, as the library reads it off a short file with this description.
    fn parameters(&self) -> Option<AudioCodecParameters> {
        let format = plain(&self.format);
        let mut short = b"RIFF\xff\xff\xff\xffWAVEfmt ".to_vec();
        short.extend((format.len() as u32).to_le_bytes());
        short.extend(&format);
        short.resize(short.len() + format.len() % 2, 0);
        short.extend(b"data\0\0\0\0");
        let stream = MediaSourceStream::new(Box::new(Cursor::new(short)), Default::default());
        let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
        let format = symphonia::default::get_probe().probe(&Hint::new(), stream, format, meta).ok()?;
        Some(format.default_track(TrackType::Audio)?.codec_params.as_ref()?.audio()?.clone())
    }
}

/// A description of samples as the library takes it: those of 12 or 20 bits fill whole bytes from the top, and so many bytes they are
/// for each channel, whatever the description says of it.
fn plain(format: &[u8]) -> Vec<u8> {
    let mut format = format.to_vec();
    let number = |at: usize| format.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    let is_extended = number(0) == 0xfffe;
    let tag = if is_extended { number(24) } else { number(0) };
    let (channels, bits) = (number(2), number(14));
    let bytes = bits.div_ceil(8);
    if tag != 1 || !(1..=4).contains(&bytes) || channels == 0 {
        return format;
    }
    let mut put = |at: usize, value: u16| {
        if let Some(two) = format.get_mut(at..at + 2) {
            two.copy_from_slice(&value.to_le_bytes());
        }
    };
    put(12, channels.saturating_mul(bytes));
    put(14, 8 * bytes);
    if is_extended {
        put(18, 8 * bytes);
    }
    format
}

/// Name and length of the next chunk.
fn chunk(input: &mut Input, is_w64: bool) -> io::Result<([u8; 4], u64)> {
    if !is_w64 {
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let [a, b, c, d, length @ ..] = head;
        return Ok(([a, b, c, d], u64::from(u32::from_le_bytes(length))));
    }
    let (mut name, mut length) = ([0; 16], [0; 8]);
    input.read_exact(&mut name)?;
    input.read_exact(&mut length)?;
    let [a, b, c, d, rest @ ..] = name;
    let name = if rest == W64_CHUNK { [a, b, c, d] } else { [0; 4] };
    // It counts its own head.
    Ok((name, u64::from_le_bytes(length).saturating_sub(24)))
}

/// Chunks begin at even places, those of W64 at every eighth.
fn padding(bytes: u64, is_w64: bool) -> u64 {
    let to = if is_w64 { 8 } else { 2 };
    (to - bytes % to) % to
}

/// How long the sound is that says so much of itself; `None` up to the end.
fn data_bytes(stated: u64, input: &mut Input) -> Option<u64> {
    let fits = input.left().is_some_and(|left| stated <= left);
    match stated {
        // Other chunks behind it: then it is empty.
        0 if is_chunk_at_end(input) => Some(0),
        0 => None,
        _ if (NEARLY_HALF..=u64::from(u32::MAX)).contains(&stated) => fits.then_some(stated),
        _ => Some(stated),
    }
}

/// Whether what follows is chunks up to the end of the file.
fn is_chunk_at_end(input: &Input) -> bool {
    let Some(left) = input.left().filter(|left| *left == input.head().len() as u64) else { return false };
    let (head, mut at) = (input.head(), 0);
    while let Some([a, b, c, d, length @ ..]) =
        head.get(at..at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok())
    {
        let bytes = u64::from(u32::from_le_bytes(length));
        if ![a, b, c, d].iter().all(|letter| (b' '..=b'~').contains(letter)) || bytes > left {
            return false;
        }
        at += 8 + (bytes + padding(bytes, false)) as usize;
    }
    at > 0 && at as u64 >= left
}

/// The sound of such a file.
pub(super) struct Wave {
    input: Input,
    parameters: AudioCodecParameters,
    /// Bytes left, as far as they are told.
    left: Option<u64>,
    /// The smallest piece that can be decoded: its bytes, and samples of a channel.
    block_bytes: u64,
    block_frames: u64,
    /// Of these pieces in a packet: more the decoder has no room for.
    packet_blocks: u64,
    frames: u64,
}

impl Wave {
    /// Behind its head; `None` where the description of its samples is none that is known.
    pub(super) fn new(input: Input, head: &Head) -> Option<Self> {
        let parameters = head.parameters()?;
        let block = plain(&head.format).get(12..14).map(|two| u16::from_le_bytes([two[0], two[1]]))?;
        let block_frames = parameters.frames_per_block.unwrap_or(1).max(1);
        let packet_blocks = (parameters.max_frames_per_packet.unwrap_or(0) / block_frames).max(1);
        let (left, block_bytes) = (head.data_bytes, u64::from(block.max(1)));
        Some(Self { input, parameters, left, block_bytes, block_frames, packet_blocks, frames: 0 })
    }

    /// Samples of a channel, where that is told.
    pub(super) fn frames(&self) -> Option<u64> {
        self.left.map(|left| left / self.block_bytes * self.block_frames)
    }

    /// What a decoder has to know.
    pub(super) fn parameters(&self) -> &AudioCodecParameters {
        &self.parameters
    }
}

impl Packets for Wave {
    fn next(&mut self) -> Result<Option<Packet>, Fault> {
        let blocks =
            self.left.map_or(self.packet_blocks, |left| self.packet_blocks.min(left / self.block_bytes));
        let wanted = blocks * self.block_bytes;
        let mut data = Vec::new();
        self.input.by_ref().take(wanted).read_to_end(&mut data)?;
        // A last frame that broke off is left out.
        data.truncate(data.len() - data.len() % self.block_bytes as usize);
        if let Some(left) = &mut self.left {
            // What is there is heard before it is told that more should be.
            if data.is_empty() && wanted > 0 {
                *left = 0;
                return Err(Fault::Damage("it breaks off there".to_string()));
            }
            *left -= data.len() as u64;
        }
        if data.is_empty() {
            return Ok(None);
        }
        let frames = data.len() as u64 / self.block_bytes * self.block_frames;
        let at = Timestamp::new(self.frames as i64);
        self.frames += frames;
        Ok(Some(Packet::new(0, at, Duration::from(frames), data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of 16 bits, two channels and `sound`, with a note before it, that says `length`.
    fn file(length: u32, sound: &[u8]) -> Vec<u8> {
        let mut file =
            b"RIFF\x08\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0".to_vec();
        file.extend(b"LIST\x03\0\0\0abc\0data");
        file.extend(length.to_le_bytes());
        file.extend(sound);
        file
    }

    fn head_of(bytes: &[u8]) -> Head {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        std::fs::write(&path, bytes).unwrap();
        let mut input = Input::open(&path).unwrap();
        assert!(is_wave(input.head()));
        Head::read(&mut input).unwrap()
    }

    #[test]
    fn an_open_length_goes_to_the_end_and_any_other_is_believed() {
        for open in [0, u32::MAX, 0x7fff_ffff, 0x7fff_ffff - 36] {
            assert_eq!(head_of(&file(open, &[7; 11])).data_bytes, None, "{open:#x}");
        }
        for stated in [8, 11, 4000] {
            assert_eq!(head_of(&file(stated, &[7; 11])).data_bytes, Some(u64::from(stated)));
        }
        let empty = file(0, b"LIST\x04\0\0\0abcd");
        assert_eq!(head_of(&empty).data_bytes, Some(0), "no sound is no sound");
    }

    #[test]
    fn samples_of_odd_widths_fill_whole_bytes() {
        for (bits, block, filled) in [(20u16, 6u16, 24), (12, 4, 16), (16, 0xffff, 16)] {
            let mut head = head_of(&file(8, &[7; 8]));
            head.format[12..14].copy_from_slice(&block.to_le_bytes());
            head.format[14..16].copy_from_slice(&bits.to_le_bytes());
            assert_eq!(plain(&head.format)[12..16], [filled / 4, 0, filled, 0], "{bits}");
            assert_eq!(head.parameters().unwrap().bits_per_sample, Some(u32::from(filled)));
        }
    }

    #[test]
    fn the_description_is_handed_on() {
        let head = head_of(&file(8, &[7; 8]));
        let parameters = head.parameters().unwrap();
        assert_eq!((parameters.sample_rate, parameters.bits_per_sample), (Some(48_000), Some(16)));
        assert_eq!(head.tag(), Some(1));
    }
}
