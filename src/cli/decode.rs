//! A file, or standard input, to sound: WAV, AIFF, FLAC, MP3, OGG, AAC at any rate and channel count.
//!
//! The sample rate stays the file's own. A file that breaks off is refused rather than shortened: what comes
//! out of the renderer is the whole song or nothing.

mod piped;

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

use super::audio::{Audio, MAX_SAMPLES, RATES_HZ, fold_gains};
use super::error::RenderError;

/// Reads the sound of a file; `-` is standard input.
///
/// # Errors
///
/// [`RenderError::Read`], [`RenderError::NotAudio`], [`RenderError::Broken`], [`RenderError::Rate`],
/// [`RenderError::Silent`], [`RenderError::TooLong`], each with the path.
pub fn read(path: &Path) -> Result<Audio, RenderError> {
    if path == Path::new("-") {
        let what = "standard input".to_string();
        let mut bytes = Vec::new();
        return match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => {
                piped::close(&mut bytes);
                contained(&what, Box::new(Cursor::new(bytes)), &Hint::new())
            }
            Err(cause) => Err(RenderError::Read { what, cause }),
        };
    }
    let what = path.display().to_string();
    let mut hint = Hint::new();
    if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
        hint.with_extension(extension);
    }
    match open(path) {
        Ok(source) => contained(&what, source, &hint),
        Err(cause) => Err(RenderError::Read { what, cause }),
    }
}

/// Opens a file; one that a pipe was written into is read whole.
fn open(path: &Path) -> io::Result<Box<dyn MediaSource>> {
    let mut file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    file.by_ref().take(piped::HEAD_BYTES as u64).read_to_end(&mut bytes)?;
    if piped::is_open(&bytes) || file.stream_position().is_err() {
        file.read_to_end(&mut bytes)?;
        piped::close(&mut bytes);
        return Ok(Box::new(Cursor::new(bytes)));
    }
    file.rewind()?;
    Ok(Box::new(file))
}

/// Decodes it; where the decoder, which is not ours, panics on what is broken, that is said.
fn contained(what: &str, source: Box<dyn MediaSource>, hint: &Hint) -> Result<Audio, RenderError> {
    let broken = |_| RenderError::Broken {
        what: what.to_string(),
        seconds: 0.0,
        cause: "its decoder gave up".to_string(),
    };
    catch_unwind(AssertUnwindSafe(|| decode(what, source, hint))).map_err(broken)?
}

/// Decodes all packets of the first track of sound.
fn decode(what: &str, source: Box<dyn MediaSource>, hint: &Hint) -> Result<Audio, RenderError> {
    let not_audio = || RenderError::NotAudio { what: what.to_string() };
    let broken = |seconds: f64, cause: String| RenderError::Broken { what: what.to_string(), seconds, cause };
    let stream = MediaSourceStream::new(source, Default::default());
    let probe = symphonia::default::get_probe();
    let mut format =
        probe.probe(hint, stream, FormatOptions::default(), MetadataOptions::default()).map_err(|error| {
            if let Error::Unsupported(_) = error { not_audio() } else { broken(0.0, error.to_string()) }
        })?;
    let track = format.default_track(TrackType::Audio).ok_or_else(not_audio)?;
    let (id, promised_frames) = (track.id, track.num_frames);
    let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or_else(not_audio)?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default().verify(true))
        .map_err(|_| not_audio())?;

    let mut gathered = Gathered::default();
    let outcome = gathered.gather(format.as_mut(), decoder.as_mut(), id);
    let seconds = gathered.frames() as f64 / f64::from(gathered.sample_rate_hz.max(1));
    match outcome {
        Err(Stop::TooLong) => {
            return Err(RenderError::TooLong { what: what.to_string() });
        }
        Err(Stop::Changed) => return Err(broken(seconds, "another stream begins there".to_string())),
        Err(Stop::Error(error)) => return Err(broken(seconds, error.to_string())),
        Ok(()) => {}
    }
    if promised_frames.is_some_and(|frames| (gathered.frames() as u64) < frames) {
        return Err(broken(seconds, "it ends before its time".to_string()));
    }
    // FLAC carries a sum of its samples.
    if decoder.finalize().verify_ok == Some(false) {
        return Err(broken(0.0, "its samples are not those it was made from".to_string()));
    }
    gathered.finish(what)
}

/// Why reading stopped short.
enum Stop {
    TooLong,
    Changed,
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        if let Error::ResetRequired = error { Self::Changed } else { Self::Error(error) }
    }
}

/// Sound so far.
#[derive(Default)]
struct Gathered {
    sample_rate_hz: u32,
    channels: Vec<Vec<f32>>,
}

impl Gathered {
    fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// Decodes and folds packet by packet, to the end.
    fn gather(
        &mut self,
        format: &mut dyn FormatReader,
        decoder: &mut dyn AudioDecoder,
        track: u32,
    ) -> Result<(), Stop> {
        let mut planes: Vec<Vec<f32>> = Vec::new();
        while let Some(packet) = format.next_packet()? {
            if packet.track_id != track {
                continue;
            }
            let buffer = decoder.decode(&packet)?;
            if buffer.is_empty() {
                continue;
            }
            let (rate, layout) = (buffer.spec().rate(), buffer.spec().channels());
            let gains = fold_gains(layout);
            let count = layout.count().min(2);
            if self.channels.is_empty() {
                (self.sample_rate_hz, self.channels) = (rate, vec![Vec::new(); count]);
            }
            if self.sample_rate_hz != rate || self.channels.len() != count {
                return Err(Stop::Changed);
            }
            if (self.frames() + buffer.frames()) * count > MAX_SAMPLES {
                return Err(Stop::TooLong);
            }
            buffer.copy_to_vecs_planar(&mut planes);
            for (side, channel) in self.channels.iter_mut().enumerate() {
                match &gains {
                    None => channel.extend_from_slice(&planes[side]),
                    Some(gains) => channel.extend((0..buffer.frames()).map(|frame| {
                        planes.iter().zip(gains).map(|(plane, gain)| plane[frame] * gain[side]).sum::<f32>()
                    })),
                }
            }
        }
        Ok(())
    }

    fn finish(self, what: &str) -> Result<Audio, RenderError> {
        let what = what.to_string();
        if self.frames() == 0 {
            return Err(RenderError::Silent { what });
        }
        if !RATES_HZ.contains(&self.sample_rate_hz) {
            return Err(RenderError::Rate { what, asked_hz: self.sample_rate_hz });
        }
        let no_number =
            self.channels.iter().filter_map(|channel| channel.iter().position(|x| !x.is_finite()));
        if let Some(frame) = no_number.min() {
            let seconds = frame as f64 / f64::from(self.sample_rate_hz);
            let cause = "a sample there is no number".to_string();
            return Err(RenderError::Broken { what, seconds, cause });
        }
        Ok(Audio { sample_rate_hz: self.sample_rate_hz, channels: self.channels })
    }
}
