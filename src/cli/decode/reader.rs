//! A song, block by block: packets are decoded, what a coder added is cut off, many channels become two, and what is damaged is
//! refused, or told and passed over.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::codec::Codec;
use super::open;
use super::packets::{Fault, Packets};
use super::trim::Trim;
use crate::cli::audio::{Audio, MAX_SAMPLES, RATES_HZ, fold_gains};
use crate::cli::error::RenderError;

/// Packets in a row that cannot be decoded, after which it is given up.
const MAX_FAULTS: u32 = 1000;

/// Whether damage is passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Damage {
    /// The song is refused.
    #[default]
    Refused,
    /// The song goes on behind it, and it is told.
    PassedOver,
}

/// A song that is read piece by piece.
pub struct SongReader {
    what: String,
    damage: Damage,
    packets: Box<dyn Packets>,
    codec: Codec,
    trim: Trim,
    /// Samples that are heard, of a channel, and of those that are decoded what was promised at least.
    frames: u64,
    promised: Option<u64>,
    told_frames: Option<u64>,
    is_pipe: bool,
    /// By its head the file should be longer.
    breaks_off: bool,
    /// A packet has come; and the first of them was of no beginning.
    has_begun: bool,
    is_part: bool,
    sample_rate_hz: u32,
    block: Vec<Vec<f32>>,
    /// The first block is decoded when the song is opened: it tells the rate.
    is_first: bool,
    is_over: bool,
    faults: u32,
    notes: Vec<String>,
}

impl SongReader {
    /// Opens a song and decodes its first block.
    ///
    /// # Errors
    ///
    /// As [`super::read`].
    pub fn open(path: &Path, damage: Damage) -> Result<Self, RenderError> {
        let what =
            if path == Path::new("-") { "standard input".to_string() } else { path.display().to_string() };
        let opened = contained(|| open::open(path)).unwrap_or_else(|| Err(open::Refusal::broken()));
        let opened = opened.map_err(|refusal| refusal.told_of(&what))?;
        let open::Opened { packets, codec, trim, told_frames, is_pipe, breaks_off } = opened;
        let mut song = Self {
            what,
            damage,
            packets,
            codec,
            promised: trim.promised,
            trim,
            told_frames,
            is_pipe,
            breaks_off,
            has_begun: false,
            is_part: false,
            frames: 0,
            sample_rate_hz: 0,
            block: Vec::new(),
            is_first: false,
            is_over: false,
            faults: 0,
            notes: Vec::new(),
        };
        song.next_block()?;
        if song.block.is_empty() || song.block[0].is_empty() {
            return Err(RenderError::Silent { what: song.what });
        }
        if !RATES_HZ.contains(&song.sample_rate_hz) {
            return Err(RenderError::Rate { what: song.what, asked_hz: song.sample_rate_hz });
        }
        song.is_first = true;
        Ok(song)
    }

    /// Its path, or `standard input`.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Samples a second.
    pub fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    /// One or two.
    pub fn channels(&self) -> usize {
        self.block.len()
    }

    /// Samples of a channel in all, where the file tells and is held to it.
    pub fn frames(&self) -> Option<u64> {
        self.told_frames.filter(|_| self.damage == Damage::Refused)
    }

    /// Whether the same song can be opened again: it is no pipe.
    pub fn can_be_read_again(&self) -> bool {
        !self.is_pipe
    }

    /// What there is to say of the file, after all of it is read.
    pub fn into_notes(self) -> Vec<String> {
        self.notes
    }

    /// Reads what is left.
    ///
    /// # Errors
    ///
    /// As [`super::read`].
    pub fn read_to_end(mut self) -> Result<(Audio, Vec<String>), RenderError> {
        let mut audio =
            Audio { sample_rate_hz: self.sample_rate_hz, channels: vec![Vec::new(); self.channels()] };
        while let Some(block) = self.next_block()? {
            if (audio.frames() + block[0].len()) * block.len() > MAX_SAMPLES {
                return Err(RenderError::TooLong { what: self.what });
            }
            for (channel, new) in audio.channels.iter_mut().zip(block) {
                channel.extend_from_slice(new);
            }
        }
        Ok((audio, self.notes))
    }

    /// The next block, a channel each; none at the end.
    ///
    /// # Errors
    ///
    /// [`RenderError::Broken`].
    pub fn next_block(&mut self) -> Result<Option<&[Vec<f32>]>, RenderError> {
        if std::mem::take(&mut self.is_first) {
            return Ok(Some(&self.block));
        }
        self.block.iter_mut().for_each(Vec::clear);
        while !self.is_over && self.block.first().is_none_or(Vec::is_empty) {
            let outcome = contained(|| self.decode_packet());
            match outcome.unwrap_or_else(|| Err(Fault::End("its decoder gave up".to_string()))) {
                Ok(true) => self.faults = 0,
                Ok(false) => self.end()?,
                Err(fault) => self.pass_over(fault)?,
            }
        }
        Ok(self.block.first().is_some_and(|channel| !channel.is_empty()).then_some(&self.block))
    }

    fn seconds(&self) -> f64 {
        self.frames as f64 / f64::from(self.sample_rate_hz.max(1))
    }

    fn broken(&self, seconds: f64, cause: &str) -> RenderError {
        RenderError::Broken { what: self.what.clone(), seconds, cause: cause.to_string() }
    }

    /// Decodes a packet into the block; false at the end.
    fn decode_packet(&mut self) -> Result<bool, Fault> {
        let Some(packet) = self.packets.next()? else { return Ok(false) };
        // Cut out of a longer stream: what is told of the whole does not hold.
        self.is_part |= !std::mem::replace(&mut self.has_begun, true) && packet.pts.get() > 0;
        let decoded = self.codec.decode(&packet)?;
        let (rate_hz, gains, planes) = (decoded.sample_rate_hz, fold_gains(decoded.layout), decoded.planes);
        if planes.first().is_none_or(Vec::is_empty) {
            return Ok(true);
        }
        let count = planes.len().min(2);
        if self.block.is_empty() {
            (self.sample_rate_hz, self.block) = (rate_hz, vec![Vec::new(); count]);
        }
        if (self.sample_rate_hz, self.block.len()) != (rate_hz, count) {
            return Err(Fault::Changed);
        }
        for run in self.trim.take(planes[0].len()) {
            for (side, channel) in self.block.iter_mut().enumerate() {
                match &gains {
                    None => channel.extend_from_slice(&planes[side][run.clone()]),
                    Some(gains) => channel.extend(run.clone().map(|frame| {
                        planes.iter().zip(gains).map(|(plane, gain)| plane[frame] * gain[side]).sum::<f32>()
                    })),
                }
            }
        }
        let no_number = self.block.iter().filter_map(|channel| channel.iter().position(|x| !x.is_finite()));
        if let Some(frame) = no_number.min() {
            self.block.iter_mut().for_each(|channel| channel.truncate(frame));
            self.frames += frame as u64;
            return Err(Fault::End("a sample there is no number".to_string()));
        }
        self.frames += self.block[0].len() as u64;
        Ok(true)
    }

    /// The file is over: was it all?
    fn end(&mut self) -> Result<(), RenderError> {
        self.is_over = true;
        self.notes.extend(self.packets.note());
        let mut wrong = None;
        if self.breaks_off {
            wrong = Some((self.seconds(), "it breaks off there"));
        } else if self.is_part {
            self.notes.push("it was cut out of a longer stream".to_string());
        } else if self.promised.is_some_and(|frames| self.frames < frames) {
            wrong = Some((self.seconds(), "it ends before its time"));
        } else if self.told_frames.is_some_and(|frames| self.frames > frames) {
            wrong = Some((self.seconds(), "it goes on behind the end that it tells"));
        } else if !self.codec.is_verified() {
            // FLAC carries a sum of its samples.
            wrong = Some((0.0, "its samples are not those it was made from"));
        }
        match wrong {
            Some((seconds, cause)) if self.damage == Damage::Refused => Err(self.broken(seconds, cause)),
            Some((_, cause)) => {
                self.notes.push(cause.to_string());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Damage is refused, or told and passed over.
    fn pass_over(&mut self, fault: Fault) -> Result<(), RenderError> {
        self.faults += 1;
        let seconds = self.seconds();
        let (cause, goes_on) = match fault {
            Fault::Changed => return Err(self.broken(seconds, "another stream begins there")),
            Fault::Damage(cause) => (cause, self.faults < MAX_FAULTS),
            Fault::End(cause) => (cause, false),
            Fault::BreaksOff => ("it breaks off there".to_string(), false),
        };
        if self.damage == Damage::Refused {
            return Err(self.broken(seconds, &cause));
        }
        // One note for a run of lost packets.
        if self.faults == 1 || !goes_on {
            self.notes.push(format!("damaged after {seconds:.1} s: {cause}"));
        }
        if !goes_on {
            self.is_over = true;
        }
        Ok(())
    }
}

/// What a decoder, which is not ours, gives; nothing where it panics on what is broken.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
