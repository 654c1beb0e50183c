//! Sound to a file, block by block: WAV or FLAC.
//!
//! The ending of the file's name decides; standard output is WAV. What is written is the same for the same sound and disc, the
//! dither too.

mod coding;
mod dither;
mod flac;
mod wav;

use std::io::{self, Write};

use super::audio::Audio;
use super::error::RenderError;
use super::tags::Tags;
use dither::Dither;

pub use coding::{Bits, Coding, ENDINGS};

/// A whole WAV file in memory, without dither.
///
/// # Errors
///
/// [`RenderError::Write`], of which there is no cause but memory.
pub fn wav(audio: &Audio, bits: Bits) -> Result<Vec<u8>, RenderError> {
    let coding = Coding { is_flac: false, bits, dithers: false };
    let frames = Some(audio.frames() as u64);
    let encoder = Encoder::new(
        Vec::new(),
        coding,
        audio.sample_rate_hz,
        audio.channels.len(),
        frames,
        0,
        &Tags::default(),
    );
    let bytes = encoder.and_then(|mut encoder| {
        encoder.write(&audio.channels)?;
        encoder.finish()
    });
    bytes.map(|(bytes, _)| bytes).map_err(|cause| RenderError::Write { what: "the sound".to_string(), cause })
}

/// Where bytes are written to, one after the other.
pub trait Output: Write {
    /// Writes over what was written at a place; returns false where one cannot go back.
    ///
    /// # Errors
    ///
    /// What the system says.
    fn patch(&mut self, at: u64, bytes: &[u8]) -> io::Result<bool>;
}

/// In memory.
impl Output for Vec<u8> {
    fn patch(&mut self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        let at = at as usize;
        self[at..at + bytes.len()].copy_from_slice(bytes);
        Ok(true)
    }
}

/// What a song is.
#[derive(Clone, Copy, Debug)]
struct Shape {
    sample_rate_hz: u32,
    channels: u16,
    bits: Bits,
    /// Samples of a channel, where that is known before.
    frames: Option<u64>,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Written {
    /// How long it is.
    pub seconds: f64,
    /// Samples beyond full scale that whole numbers could not hold.
    pub clipped: usize,
    /// The highest sample, as it came: 1 is full scale.
    pub peak: f32,
}

/// Writes a song.
pub struct Encoder<O> {
    out: O,
    format: Format,
    shape: Shape,
    dither: Option<Dither>,
    /// Samples of a channel so far, and of all channels beyond full scale that whole numbers could not hold.
    frames: u64,
    clipped: usize,
    peak: f32,
    /// Whole numbers of a block, channel beside channel.
    numbers: Vec<i32>,
    bytes: Vec<u8>,
}

enum Format {
    /// Its head, and the chunks behind the sound.
    Wav(wav::Head, Vec<u8>),
    Flac(Box<flac::Writer>),
}

impl<O: Output> Encoder<O> {
    /// Begins a file. `frames` is how long the song will be, where that is known; `seed` is the dither's, of the disc.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn new(
        mut out: O,
        coding: Coding,
        sample_rate_hz: u32,
        channels: usize,
        frames: Option<u64>,
        seed: u64,
        tags: &Tags,
    ) -> io::Result<Self> {
        let shape = Shape { sample_rate_hz, channels: channels as u16, bits: coding.bits, frames };
        let (head, format) = if coding.is_flac {
            let writer = flac::Writer::new(&shape, tags.flac_blocks())?;
            (writer.head(&shape), Format::Flac(Box::new(writer)))
        } else {
            let behind = tags.wav_behind();
            let head = wav::Head::new(&shape, tags.wav_before(), behind.len() as u64);
            (head.bytes(&shape, frames), Format::Wav(head, behind))
        };
        out.write_all(&head)?;
        let dither = coding.dithers.then(|| Dither::new(seed));
        Ok(Self {
            out,
            format,
            shape,
            dither,
            frames: 0,
            clipped: 0,
            peak: 0.0,
            numbers: Vec::new(),
            bytes: Vec::new(),
        })
    }

    /// Writes a block, a channel each.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn write<C: AsRef<[f32]>>(&mut self, block: &[C]) -> io::Result<()> {
        let count = block.first().map_or(0, |channel| channel.as_ref().len());
        let samples = block.iter().flat_map(|channel| channel.as_ref());
        self.peak = samples.fold(self.peak, |most, sample| most.max(sample.abs()));
        self.bytes.clear();
        if self.shape.bits == Bits::Float {
            for frame in 0..count {
                block.iter().for_each(|channel| self.bytes.extend(channel.as_ref()[frame].to_le_bytes()));
            }
        } else {
            self.quantise(block, count);
            match &mut self.format {
                Format::Flac(writer) => writer.write(&self.numbers, &mut self.bytes)?,
                Format::Wav(..) if self.shape.bits == Bits::Sixteen => {
                    self.bytes.extend(self.numbers.iter().flat_map(|n| (*n as i16).to_le_bytes()));
                }
                Format::Wav(..) => {
                    for number in &self.numbers {
                        self.bytes.extend_from_slice(&number.to_le_bytes()[..3]);
                    }
                }
            }
        }
        self.frames += count as u64;
        self.out.write_all(&self.bytes)
    }

    fn quantise<C: AsRef<[f32]>>(&mut self, block: &[C], count: usize) {
        let scale = (1u32 << (self.shape.bits.count() - 1)) as f32;
        self.numbers.clear();
        for frame in 0..count {
            for channel in block {
                let exact = channel.as_ref()[frame] * scale;
                let dither = self.dither.as_mut().map_or(0.0, Dither::next);
                let wanted = (exact + dither).round();
                let held = wanted.clamp(-scale, scale - 1.0);
                // A peak at full scale that the dither lifts is none that is cut off.
                self.clipped += usize::from(held != wanted && exact.round() != held);
                self.numbers.push(held as i32);
            }
        }
    }

    /// Ends the file; returns where it was written to, and what was written.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn finish(mut self) -> io::Result<(O, Written)> {
        match &mut self.format {
            Format::Wav(head, behind) => {
                self.out.write_all(head.padding(&self.shape, self.frames))?;
                let is_told = self.shape.frames == Some(self.frames);
                // Behind a length that is left open all is taken for sound.
                if is_told || self.out.patch(0, &head.bytes(&self.shape, Some(self.frames)))? {
                    self.out.write_all(behind)?;
                }
            }
            Format::Flac(writer) => {
                self.bytes.clear();
                writer.end(&mut self.bytes)?;
                self.out.write_all(&self.bytes)?;
                self.out.patch(0, &writer.head(&self.shape))?;
            }
        }
        self.out.flush()?;
        let seconds = self.frames as f64 / f64::from(self.shape.sample_rate_hz);
        Ok((self.out, Written { seconds, clipped: self.clipped, peak: self.peak }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::decode;

    const WAV: Coding = Coding { is_flac: false, bits: Bits::TwentyFour, dithers: false };

    fn encode(channels: &[Vec<f32>], coding: Coding, frames: Option<u64>) -> (Vec<u8>, usize) {
        let mut encoder =
            Encoder::new(Vec::new(), coding, 48_000, channels.len(), frames, 7, &Tags::default()).unwrap();
        // In pieces, as it comes.
        let mut at = 0;
        while at < channels[0].len() {
            let to = (at + 1000).min(channels[0].len());
            encoder.write(&channels.iter().map(|channel| &channel[at..to]).collect::<Vec<_>>()).unwrap();
            at = to;
        }
        let (bytes, written) = encoder.finish().unwrap();
        (bytes, written.clipped)
    }

    fn read_back(bytes: &[u8], ending: &str) -> Audio {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("a.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        decode::read(&path).unwrap()
    }

    fn numbers(samples: &[f32], coding: Coding) -> (Vec<i32>, usize) {
        let (bytes, clipped) = encode(&[samples.to_vec()], coding, None);
        let scale = (1u32 << (coding.bits.count() - 1)) as f32;
        let back = read_back(&bytes, "wav").channels.remove(0);
        (back.iter().map(|sample| (sample * scale) as i32).collect(), clipped)
    }

    #[test]
    fn whole_numbers_are_the_nearest() {
        let sixteen = Coding { bits: Bits::Sixteen, ..WAV };
        assert_eq!(
            numbers(&[0.5, -1.0, 0.4 / 32768.0, 0.6 / 32768.0], sixteen),
            (vec![16384, -32768, 0, 1], 0)
        );
        assert_eq!(numbers(&[-0.25], WAV), (vec![-2_097_152], 0));
    }

    #[test]
    fn what_does_not_fit_is_clipped_and_counted() {
        let sixteen = Coding { bits: Bits::Sixteen, ..WAV };
        assert_eq!(numbers(&[1.5, -1.5, 0.0], sixteen), (vec![32767, -32768, 0], 2));
        assert_eq!(numbers(&[1.0, 2.0], WAV), (vec![8_388_607, 8_388_607], 2));
    }

    #[test]
    fn floating_point_keeps_its_bits() {
        let samples = vec![0.1f32, -3.7, 1e-20];
        let channels = vec![samples.clone(), samples.iter().map(|v| -v).collect()];
        let (bytes, _) = encode(&channels, Coding { bits: Bits::Float, ..WAV }, None);
        assert_eq!(read_back(&bytes, "wav").channels, channels);
    }

    #[test]
    fn a_length_that_is_known_before_and_one_that_is_not_give_the_same_sound() {
        let wave = |nth: usize| (0..5555).map(|i| (i as f32 * 0.01 * (nth + 1) as f32).sin() * 0.7).collect();
        let channels: Vec<Vec<f32>> = (0..2).map(wave).collect();
        for bits in [Bits::Sixteen, Bits::TwentyFour] {
            let mut heard = Vec::new();
            for (is_flac, ending) in [(false, "wav"), (true, "flac")] {
                let coding = Coding { is_flac, bits, dithers: false };
                for frames in [None, Some(5555)] {
                    let back = read_back(&encode(&channels, coding, frames).0, ending);
                    assert_eq!((back.sample_rate_hz, back.frames()), (48_000, 5555), "{ending}");
                    heard.push(back);
                }
            }
            assert!(heard.windows(2).all(|two| two[0] == two[1]), "{bits}");
        }
    }

    #[test]
    fn flac_of_any_rate_is_read_back() {
        let samples: Vec<f32> =
            (0..1_300_000u64).map(|i| ((i * 7919) % 30_011) as f32 / 40_000.0 - 0.3).collect();
        for sample_rate_hz in [8000, 44_101, 96_000, 96_001, 176_400, 192_000, 384_000] {
            let coding = Coding { is_flac: true, bits: Bits::Sixteen, dithers: false };
            // More frames than one byte can number.
            let length = if sample_rate_hz == 192_000 { samples.len() } else { 5001 };
            let mut encoder =
                Encoder::new(Vec::new(), coding, sample_rate_hz, 1, None, 0, &Tags::default()).unwrap();
            encoder.write(&[&samples[..length]]).unwrap();
            let back = read_back(&encoder.finish().unwrap().0, "flac");
            assert_eq!((back.sample_rate_hz, back.frames()), (sample_rate_hz, length));
            let apart = back.channels[0].iter().zip(&samples).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart < 0.51 / 32768.0, "{sample_rate_hz}: {apart}");
        }
    }

    #[test]
    fn heads_are_plain_and_pieces_begin_at_even_places() {
        let (bytes, _) = encode(&[vec![0.25; 3]], WAV, Some(3));
        assert_eq!(bytes.len(), 44 + 9 + 1);
        assert_eq!((&bytes[20..22], &bytes[40..44]), (&[1, 0][..], &[9, 0, 0, 0][..]));
        assert_eq!(bytes[4..8], 46u32.to_le_bytes());
    }
}
