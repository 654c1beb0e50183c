//! What of a song is cut, and at what rate: a section of it, resampled before it is cut.
//!
//! ```text
//! SongReader ─ from … to ─ resampler ─ the disc
//! ```
//!
//! The section is the song: cutting it is cutting a file that holds no more. The resampler is rubato's, by FFT and synchronous: as long
//! as the song times the ratio of the rates, rounded to a sample, and 0 late.

use std::path::Path;

use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Indexing, Resampler, WindowFunction};

use super::audio::{Audio, MAX_SAMPLES};
use super::decode::{Damage, SongReader};
use super::error::RenderError;

/// Samples of a channel that are resampled at once, about.
const CHUNK: usize = 4096;

/// What is asked for of a song.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Section {
    /// Where it begins, in seconds.
    pub from_seconds: f64,
    /// Where it ends; none for the song's end.
    pub to_seconds: Option<f64>,
    /// Samples a second; none for the file's own.
    pub rate_hz: Option<u32>,
}

/// A section of a song that is read block by block.
pub struct SectionReader {
    song: SongReader,
    section: Section,
    /// Samples of a channel of the file that are still passed over, and that are still heard.
    skipped: u64,
    left: Option<u64>,
    block: Vec<Vec<f32>>,
    resampling: Option<Resampling>,
    is_over: bool,
    is_heard: bool,
}

impl SectionReader {
    /// Opens a song.
    ///
    /// # Errors
    ///
    /// As [`SongReader::open`].
    pub fn open(path: &Path, damage: Damage, section: Section) -> Result<Self, RenderError> {
        let song = SongReader::open(path, damage)?;
        let rate_hz = song.sample_rate_hz();
        let frame = |seconds: f64| (seconds * f64::from(rate_hz)).round() as u64;
        let skipped = frame(section.from_seconds);
        let left = section.to_seconds.map(|to| frame(to).saturating_sub(skipped));
        let to_hz = section.rate_hz.filter(|to_hz| *to_hz != rate_hz);
        let resampling = to_hz.map(|to_hz| Resampling::new(rate_hz, to_hz, song.channels())).transpose()?;
        Ok(Self {
            song,
            section,
            skipped,
            left,
            block: Vec::new(),
            resampling,
            is_over: false,
            is_heard: false,
        })
    }

    /// Samples a second of what is read.
    pub fn sample_rate_hz(&self) -> u32 {
        self.section.rate_hz.unwrap_or(self.song.sample_rate_hz())
    }

    /// Samples a second of the file.
    pub fn file_rate_hz(&self) -> u32 {
        self.song.sample_rate_hz()
    }

    /// One or two.
    pub fn channels(&self) -> usize {
        self.song.channels()
    }

    /// Samples of a channel in all, where the file tells.
    pub fn frames(&self) -> Option<u64> {
        let behind = self.song.frames()?.saturating_sub(self.skipped);
        let frames = self.left.map_or(behind, |left| left.min(behind));
        Some(self.resampling.as_ref().map_or(frames, |resampling| resampling.frames_of(frames)))
    }

    /// Whether the same song can be opened again: it is no pipe.
    pub fn can_be_read_again(&self) -> bool {
        self.song.can_be_read_again()
    }

    /// What there is to say of the file, after the section is read.
    pub fn into_notes(self) -> Vec<String> {
        self.song.into_notes()
    }

    /// Reads what is left.
    ///
    /// # Errors
    ///
    /// As [`SectionReader::next_block`], and [`RenderError::TooLong`].
    pub fn read_to_end(mut self) -> Result<(Audio, Vec<String>), RenderError> {
        let mut audio =
            Audio { sample_rate_hz: self.sample_rate_hz(), channels: vec![Vec::new(); self.channels()] };
        while let Some(block) = self.next_block()? {
            if (audio.frames() + block[0].len()) * block.len() > MAX_SAMPLES {
                return Err(RenderError::TooLong { what: self.song.what().to_string() });
            }
            for (channel, new) in audio.channels.iter_mut().zip(block) {
                channel.extend_from_slice(new);
            }
        }
        Ok((audio, self.song.into_notes()))
    }

    /// The next block, a channel each; none at the end.
    ///
    /// # Errors
    ///
    /// As [`SongReader::next_block`], and [`RenderError::NoSection`] where nothing of the song is in it.
    pub fn next_block(&mut self) -> Result<Option<&[Vec<f32>]>, RenderError> {
        while !self.is_over {
            self.read_on()?;
            if self.block.first().is_some_and(|channel| !channel.is_empty()) {
                self.is_heard = true;
                return Ok(Some(&self.block));
            }
        }
        Ok(None)
    }

    fn read_on(&mut self) -> Result<(), RenderError> {
        let next = if self.left == Some(0) { None } else { self.song.next_block()? };
        let Some(next) = next else {
            self.is_over = true;
            self.block.iter_mut().for_each(Vec::clear);
            if let Some(resampling) = &mut self.resampling {
                resampling.end(&mut self.block)?;
            }
            let is_last = self.block.first().is_none_or(Vec::is_empty);
            return if is_last && !self.is_heard {
                Err(RenderError::NoSection { what: self.song.what().to_string() })
            } else {
                Ok(())
            };
        };
        let count = next[0].len();
        let from = count.min(usize::try_from(self.skipped).unwrap_or(usize::MAX));
        let heard = (count - from)
            .min(self.left.map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX)));
        self.skipped -= from as u64;
        self.left = self.left.map(|left| left - heard as u64);
        let parts: Vec<&[f32]> = next.iter().map(|channel| &channel[from..from + heard]).collect();
        self.block.resize(parts.len(), Vec::new());
        self.block.iter_mut().for_each(Vec::clear);
        match &mut self.resampling {
            Some(resampling) => resampling.add(&parts, &mut self.block),
            None => {
                self.block.iter_mut().zip(parts).for_each(|(channel, part)| channel.extend_from_slice(part));
                Ok(())
            }
        }
    }
}

/// Sound on its way to another rate.
struct Resampling {
    resampler: Fft<f32>,
    waiting: Vec<Vec<f32>>,
    /// Samples of a channel that came, that went, and that are the resampler's delay.
    came: u64,
    went: u64,
    late: usize,
    ratio: (u64, u64),
}

impl Resampling {
    fn new(from_hz: u32, to_hz: u32, channels: usize) -> Result<Self, RenderError> {
        // In chunks of which both rates have an even number of samples: the delay is half of one.
        let (from, to) = (from_hz as usize, to_hz as usize);
        let least = 2 * from / common_divisor(from, to);
        let chunk = CHUNK.div_ceil(least) * least;
        let window = WindowFunction::BlackmanHarris2;
        let resampler = Fft::new_custom(from, to, chunk, 1, channels, window, FixedSync::Input)
            .map_err(|error| RenderError::Resampler { cause: error.to_string() })?;
        let late = resampler.output_delay();
        let ratio = (u64::from(to_hz), u64::from(from_hz));
        Ok(Self { resampler, waiting: vec![Vec::new(); channels], came: 0, went: 0, late, ratio })
    }

    /// How many samples come of so many.
    fn frames_of(&self, frames: u64) -> u64 {
        let (to, from) = self.ratio;
        ((u128::from(frames) * u128::from(to) + u128::from(from / 2)) / u128::from(from)) as u64
    }

    fn add(&mut self, parts: &[&[f32]], out: &mut [Vec<f32>]) -> Result<(), RenderError> {
        self.came += parts[0].len() as u64;
        self.waiting.iter_mut().zip(parts).for_each(|(waiting, part)| waiting.extend_from_slice(part));
        while self.waiting[0].len() >= self.resampler.input_frames_next() {
            self.step(u64::MAX, out)?;
        }
        Ok(())
    }

    /// What is still on its way, and no more than belongs to what came.
    fn end(&mut self, out: &mut [Vec<f32>]) -> Result<(), RenderError> {
        let all = self.frames_of(self.came);
        while self.went < all {
            let next = self.resampler.input_frames_next();
            self.waiting.iter_mut().for_each(|waiting| waiting.resize(next, 0.0));
            self.step(all, out)?;
        }
        Ok(())
    }

    fn step(&mut self, all: u64, out: &mut [Vec<f32>]) -> Result<(), RenderError> {
        let wrong = |cause: String| RenderError::Resampler { cause };
        let count = self.resampler.input_frames_next();
        let most = self.resampler.output_frames_next();
        let channels = self.waiting.len();
        let mut new = vec![vec![0.0f32; most]; channels];
        let input =
            SequentialSliceOfVecs::new(&self.waiting, channels, count).map_err(|e| wrong(e.to_string()))?;
        let mut output =
            SequentialSliceOfVecs::new_mut(&mut new, channels, most).map_err(|e| wrong(e.to_string()))?;
        let done = self.resampler.process_into_buffer(&input, &mut output, Some(&Indexing::new()));
        let (read, written) = done.map_err(|error| wrong(error.to_string()))?;
        self.waiting.iter_mut().for_each(|waiting| drop(waiting.drain(..read)));
        let late = self.late.min(written);
        self.late -= late;
        let heard = usize::try_from(all - self.went).unwrap_or(usize::MAX).min(written - late);
        self.went += heard as u64;
        out.iter_mut().zip(&new).for_each(|(out, new)| out.extend_from_slice(&new[late..late + heard]));
        Ok(())
    }
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resampled(song: &[f32], from_hz: u32, to_hz: u32, piece: usize) -> Vec<f32> {
        let mut resampling = Resampling::new(from_hz, to_hz, 1).unwrap();
        let mut out = vec![Vec::new()];
        for part in song.chunks(piece) {
            resampling.add(&[part], &mut out).unwrap();
        }
        resampling.end(&mut out).unwrap();
        out.remove(0)
    }

    #[test]
    fn a_tone_keeps_its_pitch_its_level_and_its_place() {
        let tone = |rate_hz: u32, n: usize| {
            0.5 * (std::f64::consts::TAU * 997.0 * n as f64 / f64::from(rate_hz)).sin() as f32
        };
        for (from_hz, to_hz) in
            [(44_100, 48_000), (48_000, 44_100), (96_000, 44_100), (8000, 192_000), (44_101, 48_000)]
        {
            let song: Vec<f32> = (0..from_hz as usize * 2 + 1).map(|n| tone(from_hz, n)).collect();
            let heard = resampled(&song, from_hz, to_hz, 1000);
            let wanted = (song.len() as f64 * f64::from(to_hz) / f64::from(from_hz)).round() as usize;
            assert_eq!(heard.len(), wanted, "{from_hz} to {to_hz}");
            let edge = to_hz as usize / 4;
            let apart =
                (edge..heard.len() - edge).map(|n| (heard[n] - tone(to_hz, n)).abs()).fold(0.0, f32::max);
            assert!(apart < 3e-5, "{from_hz} to {to_hz}: {apart}");
            // However it comes.
            assert_eq!(heard, resampled(&song, from_hz, to_hz, 317), "{from_hz} to {to_hz}");
        }
    }

    #[test]
    fn what_is_shorter_than_the_resamplers_delay_is_all_there() {
        let heard = resampled(&[0.5; 10], 44_100, 48_000, 10);
        assert_eq!(heard.len(), 11);
        assert!(heard.iter().any(|v| *v > 0.3), "{heard:?}");
    }
}
