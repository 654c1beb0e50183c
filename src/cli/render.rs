//! One song from a file to a file, block by block: memory does not grow with its length.
//!
//! ```text
//! SectionReader ─ lead-in, run-out ─ Cutter ─┬──────────────────────── Encoder ─ Sink
//!                                            └─ meter ─ spool ─ gain ──┘   where a loudness or a peak is asked for
//! ```
//!
//! What has to know all of the song, another lathe's speed, another song behind it, copies of copies, is done in memory
//! (`finish.rs`); what moves over a song of unknown length reads the file twice. Both ways give the same bits: `tests/cli/stream.rs`.

use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use super::cut::Cutter;
use super::destination::Sink;
use super::encode::{Coding, Encoder, Written};
use super::error::RenderError;
use super::finish::{Levelled, bootleg};
use super::loudness::LoudnessMeter;
use super::plan::Plan;
use super::section::SectionReader;
use super::tags::Tags;
use crate::params::Serial;

/// Samples of a channel in a block of silence, or of what is read back.
const BLOCK: usize = 4096;

/// What there is to say of a song that was cut.
#[derive(Debug, Default)]
pub struct Report {
    /// How long it is, how loud, and what was too loud for whole numbers.
    pub written: Written,
    /// How the loudness came out.
    pub levelled: Levelled,
    /// What the reader says of the file.
    pub notes: Vec<String>,
}

/// Cuts a song onto a disc, and gives back where it was written to, to be committed. `progress` hears how many of how many samples of a channel are done, if that is known.
///
/// # Errors
///
/// As [`super::decode::read`]; [`RenderError::Write`] of the file that is written.
pub fn render(
    input: &Path,
    sink: Sink,
    coding: Coding,
    plan: &Plan,
    serial: Serial,
    mut progress: impl FnMut(u64, Option<u64>),
) -> Result<(Sink, Report), RenderError> {
    let mut song = SectionReader::open(input, plan.damage, plan.section)?;
    let mut frames = song.frames();
    let moves = !plan.automation.is_constant();
    let tags = tags(input, plan, serial, &song);
    if plan.needs_whole() || (moves && frames.is_none() && !song.can_be_read_again()) {
        return render_whole(song, sink, coding, plan, serial, &tags, progress);
    }
    if moves && frames.is_none() {
        frames = Some(count(input, plan)?);
    }
    let rate_hz = song.sample_rate_hz();
    let edges = plan.finish.edges(rate_hz);
    let in_all = frames.map(|frames| frames + edges.before + edges.behind);
    let mut writer = Writer::new(sink, coding, plan, &song, in_all, serial, &tags)?;
    let mut cutter = Cutter::new(&plan.finish.edged(plan.options(serial)), rate_hz, in_all);
    let channels = song.channels();
    let mut block = vec![Vec::new(); channels];
    let mut done = 0;
    let mut play = |block: &mut Vec<Vec<f32>>, writer: &mut Writer| {
        done += block[0].len() as u64;
        cutter.play(block);
        progress(done, in_all);
        writer.write(block)
    };
    silence(edges.before, &mut block, |block| play(block, &mut writer))?;
    while let Some(next) = song.next_block()? {
        writer.hear_song(next);
        block.iter_mut().zip(next).for_each(|(channel, next)| channel.clone_from(next));
        play(&mut block, &mut writer)?;
    }
    silence(edges.behind, &mut block, |block| play(block, &mut writer))?;
    writer.write(&cutter.finish(channels))?;
    writer.finish(plan, song.into_notes())
}

/// All of it in memory.
fn render_whole(
    song: SectionReader,
    sink: Sink,
    coding: Coding,
    plan: &Plan,
    serial: Serial,
    tags: &Tags,
    mut progress: impl FnMut(u64, Option<u64>),
) -> Result<(Sink, Report), RenderError> {
    let (song, notes) = song.read_to_end()?;
    let frames = plan.finish.frames(&song) as u64 * u64::from(plan.generations);
    let (bootleg, levelled) = bootleg(&song, &plan.options(serial), plan.generations, &plan.finish, |done| {
        progress(done as u64, Some(frames));
    });
    let what = sink.what().to_string();
    let wrong = |cause| RenderError::Write { what: what.clone(), cause };
    let (rate_hz, channels) = (bootleg.sample_rate_hz, bootleg.channels.len());
    let seed = u64::from(serial.number());
    let mut encoder =
        Encoder::new(sink, coding, rate_hz, channels, Some(bootleg.frames() as u64), seed, tags)
            .map_err(wrong)?;
    encoder.write(&bootleg.channels).map_err(wrong)?;
    let (sink, written) = encoder.finish().map_err(wrong)?;
    Ok((sink, Report { written, levelled, notes }))
}

/// What the bootleg says of itself.
fn tags(input: &Path, plan: &Plan, serial: Serial, song: &SectionReader) -> Tags {
    if !plan.has_tags {
        return Tags::default();
    }
    let moved_seconds = plan.section.from_seconds - plan.finish.lead_in_seconds;
    let tags = Tags::of(input).moved(moved_seconds, song.file_rate_hz(), song.sample_rate_hz());
    tags.told(plan.in_words(serial))
}

/// Samples of a channel, by reading all of it.
fn count(input: &Path, plan: &Plan) -> Result<u64, RenderError> {
    let mut song = SectionReader::open(input, plan.damage, plan.section)?;
    let mut frames = 0;
    while let Some(block) = song.next_block()? {
        frames += block[0].len() as u64;
    }
    Ok(frames)
}

/// Blocks of so many samples of silence.
fn silence(
    frames: u64,
    block: &mut Vec<Vec<f32>>,
    mut play: impl FnMut(&mut Vec<Vec<f32>>) -> Result<(), RenderError>,
) -> Result<(), RenderError> {
    let mut left = frames;
    while left > 0 {
        let count = left.min(BLOCK as u64);
        for channel in block.iter_mut() {
            channel.clear();
            channel.resize(count as usize, 0.0);
        }
        play(block)?;
        left -= count;
    }
    Ok(())
}

/// Writes what was cut, at once or, where its loudness decides, in a second pass.
struct Writer {
    encoder: Encoder<Sink>,
    what: String,
    second_pass: Option<SecondPass>,
}

/// What is needed for it.
struct SecondPass {
    song: Option<LoudnessMeter>,
    copy: LoudnessMeter,
    spool: BufWriter<std::fs::File>,
    channels: usize,
}

impl Writer {
    fn new(
        sink: Sink,
        coding: Coding,
        plan: &Plan,
        song: &SectionReader,
        frames: Option<u64>,
        serial: Serial,
        tags: &Tags,
    ) -> Result<Self, RenderError> {
        let (what, seed) = (sink.what().to_string(), u64::from(serial.number()));
        let (rate_hz, channels) = (song.sample_rate_hz(), song.channels());
        let encoder = Encoder::new(sink, coding, rate_hz, channels, frames, seed, tags)
            .map_err(|cause| RenderError::Write { what: what.clone(), cause })?;
        let meter = || LoudnessMeter::new(channels, rate_hz);
        let second_pass = match plan.finish.needs_level().then(meter).flatten() {
            Some(copy) => {
                let spool = BufWriter::new(tempfile::tempfile().map_err(spool_wrong)?);
                let song = plan.finish.needs_input_level().then(meter).flatten();
                Some(SecondPass { song, copy, spool, channels })
            }
            None => None,
        };
        Ok(Self { encoder, what, second_pass })
    }

    /// What came in, whose loudness may be asked for.
    fn hear_song(&mut self, block: &[Vec<f32>]) {
        if let Some(song) = self.second_pass.as_mut().and_then(|pass| pass.song.as_mut()) {
            song.add(block);
        }
    }

    fn write(&mut self, block: &[Vec<f32>]) -> Result<(), RenderError> {
        let Some(pass) = &mut self.second_pass else {
            let wrong = |cause| RenderError::Write { what: self.what.clone(), cause };
            return self.encoder.write(block).map_err(wrong);
        };
        pass.copy.add(block);
        for frame in 0..block[0].len() {
            for channel in block {
                pass.spool.write_all(&channel[frame].to_le_bytes()).map_err(spool_wrong)?;
            }
        }
        Ok(())
    }

    fn finish(mut self, plan: &Plan, notes: Vec<String>) -> Result<(Sink, Report), RenderError> {
        let what = self.what.clone();
        let wrong = |cause| RenderError::Write { what: what.clone(), cause };
        let mut levelled = Levelled::default();
        if let Some(pass) = self.second_pass.take() {
            levelled = plan.finish.levelled(pass.song.as_ref(), &pass.copy);
            pass.read_back(levelled.gain(), |block| self.encoder.write(block).map_err(wrong))?;
        }
        let (sink, written) = self.encoder.finish().map_err(wrong)?;
        Ok((sink, Report { written, levelled, notes }))
    }
}

impl SecondPass {
    /// Hands on what was spooled, times `gain`.
    fn read_back(
        self,
        gain: f32,
        mut hand_on: impl FnMut(&[Vec<f32>]) -> Result<(), RenderError>,
    ) -> Result<(), RenderError> {
        let mut file = self.spool.into_inner().map_err(|error| spool_wrong(error.into_error()))?;
        file.rewind().map_err(spool_wrong)?;
        let mut file = BufReader::new(file);
        let mut block = vec![Vec::new(); self.channels];
        loop {
            let mut bytes = Vec::new();
            file.by_ref()
                .take((BLOCK * self.channels * 4) as u64)
                .read_to_end(&mut bytes)
                .map_err(spool_wrong)?;
            if bytes.is_empty() {
                return Ok(());
            }
            block.iter_mut().for_each(Vec::clear);
            for (nth, four) in bytes.chunks_exact(4).enumerate() {
                let sample = f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
                block[nth % self.channels].push(sample * gain);
            }
            hand_on(&block)?;
        }
    }
}

fn spool_wrong(cause: io::Error) -> RenderError {
    RenderError::Write { what: "a temporary file".to_string(), cause }
}
