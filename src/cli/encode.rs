//! Sound to the bytes of a WAV file.

use std::fmt;
use std::io::{self, Cursor};
use std::str::FromStr;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::audio::Audio;
use super::error::{RenderError, invalid_option};

/// How a sample is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bits {
    /// Whole numbers of 16 bits, rounded.
    Sixteen,
    /// Whole numbers of 24 bits, rounded.
    #[default]
    TwentyFour,
    /// Floating point, 32 bits: what the chain gave, to the bit.
    Float,
}

impl FromStr for Bits {
    type Err = RenderError;

    fn from_str(text: &str) -> Result<Self, RenderError> {
        match text {
            "16" => Ok(Self::Sixteen),
            "24" => Ok(Self::TwentyFour),
            "32f" => Ok(Self::Float),
            _ => Err(invalid_option("bits", text, "one of 16, 24, 32f")),
        }
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sixteen => "16",
            Self::TwentyFour => "24",
            Self::Float => "32f",
        })
    }
}

/// A finished WAV file.
pub struct Wav {
    /// Its bytes, header and all.
    pub bytes: Vec<u8>,
    /// Samples beyond full scale that whole numbers could not hold.
    pub clipped: usize,
}

/// Writes sound as a WAV file of the same rate and channels.
///
/// # Errors
///
/// [`RenderError::Write`] for sound longer than such a file can be; [`super::decode::read`] lets none in.
pub fn wav(audio: &Audio, bits: Bits) -> Result<Wav, RenderError> {
    let wrong = |error| RenderError::Write { what: "the sound".to_string(), cause: io::Error::other(error) };
    write(audio, bits).map_err(wrong)
}

fn write(audio: &Audio, bits: Bits) -> Result<Wav, hound::Error> {
    let (bits_per_sample, sample_format) = match bits {
        Bits::Sixteen => (16, SampleFormat::Int),
        Bits::TwentyFour => (24, SampleFormat::Int),
        Bits::Float => (32, SampleFormat::Float),
    };
    let channels = audio.channels.len() as u16;
    let spec = WavSpec { channels, sample_rate: audio.sample_rate_hz, bits_per_sample, sample_format };
    let bytes_in_all = audio.frames() * audio.channels.len() * usize::from(bits_per_sample / 8);
    let mut file = Cursor::new(Vec::with_capacity(bytes_in_all + 128));
    let mut writer = WavWriter::new(&mut file, spec)?;
    let scale = (1u32 << (bits_per_sample - 1)) as f32;
    let mut clipped = 0;
    for frame in 0..audio.frames() {
        for channel in &audio.channels {
            let sample = channel[frame];
            if bits == Bits::Float {
                writer.write_sample(sample)?;
                continue;
            }
            let wanted = (sample * scale).round();
            let held = wanted.clamp(-scale, scale - 1.0);
            clipped += usize::from(held != wanted);
            writer.write_sample(held as i32)?;
        }
    }
    writer.finalize()?;
    Ok(Wav { bytes: file.into_inner(), clipped })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(samples: &[f32], bits: Bits) -> (Vec<i32>, usize) {
        let audio = Audio { sample_rate_hz: 48_000, channels: vec![samples.to_vec()] };
        let wav = wav(&audio, bits).unwrap();
        let reader = hound::WavReader::new(Cursor::new(wav.bytes)).unwrap();
        (reader.into_samples::<i32>().map(Result::unwrap).collect(), wav.clipped)
    }

    #[test]
    fn whole_numbers_are_the_nearest() {
        assert_eq!(
            read_back(&[0.5, -1.0, 0.4 / 32768.0, 0.6 / 32768.0], Bits::Sixteen),
            (vec![16384, -32768, 0, 1], 0)
        );
        assert_eq!(read_back(&[-0.25], Bits::TwentyFour), (vec![-2_097_152], 0));
    }

    #[test]
    fn what_does_not_fit_is_clipped_and_counted() {
        assert_eq!(read_back(&[1.5, -1.5, 0.0], Bits::Sixteen), (vec![32767, -32768, 0], 2));
        // The largest 24-bit number is no f32: it must not wrap round.
        assert_eq!(read_back(&[1.0, 2.0], Bits::TwentyFour), (vec![8_388_607, 8_388_607], 2));
    }

    #[test]
    fn floating_point_keeps_its_bits() {
        let samples = vec![0.1f32, -3.7, 1e-20];
        let audio = Audio { sample_rate_hz: 44_100, channels: vec![samples.clone(), samples.clone()] };
        let wav = wav(&audio, Bits::Float).unwrap();
        let reader = hound::WavReader::new(Cursor::new(wav.bytes)).unwrap();
        let back: Vec<f32> = reader.into_samples::<f32>().map(Result::unwrap).collect();
        assert_eq!(back, [0.1, 0.1, -3.7, -3.7, 1e-20, 1e-20]);
    }
}
