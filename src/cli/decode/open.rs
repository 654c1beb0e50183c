//! What a file is, by its bytes and not by its name; and who reads it.

use std::io::{self, Read};
use std::path::Path;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_OPUS};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::{MediaSourceStream, ReadBytes, ReadOnlySource, SeekBuffered};
use symphonia::core::meta::MetadataOptions;

use super::codec::{self, Codec};
use super::flac::{self, Flac};
use super::frame_header::FrameHeader;
use super::frames::{self, Frames};
use super::gaps::Gaps;
use super::input::Input;
use super::ogg::Ogg;
use super::packets::{Packets, Track};
use super::trim::Trim;
use super::wave::{self, Wave};
use super::{mkv, mp4, names, ogg};
use crate::cli::error::RenderError;

/// Kind of samples in WAV that is a stream of MPEG audio.
const MP3_IN_WAV: [u16; 2] = [0x50, 0x55];

/// A song whose sound begins next.
pub(super) struct Opened {
    pub(super) packets: Box<dyn Packets>,
    pub(super) codec: Codec,
    pub(super) trim: Trim,
    /// Samples of a channel, where the file tells and is held to it.
    pub(super) told_frames: Option<u64>,
    /// It cannot be read again.
    pub(super) is_pipe: bool,
    /// By its head the file should be longer.
    pub(super) breaks_off: bool,
}

impl Opened {
    fn new(packets: impl Packets + 'static, codec: Codec, trim: Trim) -> Self {
        Self { packets: Box::new(packets), codec, trim, told_frames: None, is_pipe: false, breaks_off: false }
    }
}

/// Why a file is not opened.
pub(super) enum Refusal {
    Read(io::Error),
    NotAudio,
    /// What it is.
    Unread(String),
    Broken(String),
}

impl From<io::Error> for Refusal {
    fn from(cause: io::Error) -> Self {
        if cause.kind() == io::ErrorKind::UnexpectedEof {
            return Self::Broken("it ends before its sound begins".to_string());
        }
        Self::Read(cause)
    }
}

impl Refusal {
    /// Its decoder panicked.
    pub(super) fn broken() -> Self {
        Self::Broken("its decoder gave up".to_string())
    }

    /// The same with the file's name.
    pub(super) fn told_of(self, what: &str) -> RenderError {
        let what = what.to_string();
        match self {
            Self::Read(cause) => RenderError::Read { what, cause },
            Self::NotAudio => RenderError::NotAudio { what },
            Self::Unread(kind) => RenderError::Unread { what, kind },
            Self::Broken(cause) => RenderError::Broken { what, seconds: 0.0, cause },
        }
    }
}

/// Opens a file, or standard input.
pub(super) fn open(path: &Path) -> Result<Opened, Refusal> {
    let mut input = Input::open(path)?;
    let is_pipe = input.left().is_none();
    skip_front_tags(&mut input)?;
    opened(input).map(|opened| Opened { is_pipe, ..opened })
}

fn opened(mut input: Input) -> Result<Opened, Refusal> {
    if wave::is_wave(input.head()) {
        return open_wave(input);
    }
    if mp4::is_mp4(input.head()) {
        return open_mp4(input);
    }
    if let Some(name) = names::of_file(input.head()) {
        return Err(Refusal::Unread(name.to_string()));
    }
    if mkv::is_mkv(input.head()) {
        let mut file = input.into_file()?;
        let told = mkv::read(&mut file)?;
        let (track, codec, trim) = library(file, Trim::NONE)?;
        let packets = told.packets(track, codec.sample_rate_hz());
        return Ok(Opened::new(packets, codec, trim));
    }
    let alone = |(track, codec, trim)| Opened::new(track, codec, trim);
    let marks: [&[u8]; 4] = [b"fLaC", b"OggS", b"FORM", b"caff"];
    match marks.iter().position(|mark| input.head().starts_with(mark)) {
        // FLAC and OGG are read once, to the end.
        Some(0) => {
            let head = flac::Head::read(&mut input)?;
            let promised = head.frames();
            let (stream, seen) = head.stream(input);
            let (track, codec, trim) = library(read_once(stream), Trim { promised, ..Trim::NONE })?;
            let opened = Opened::new(Flac::new(Gaps::new(track), seen), codec, trim);
            Ok(Opened { told_frames: promised, ..opened })
        }
        Some(1) => {
            let (stream, end) = ogg::watch(input);
            let (track, codec, trim) = library(read_once(stream), Trim::NONE)?;
            let ogg = Ogg::new(track.id, Gaps::new(track), end, trim.before);
            Ok(Opened::new(ogg, codec, trim))
        }
        Some(_) => library(input.into_file()?, Trim::NONE).map(alone),
        None => match frames::find(input.head(), input.is_seen_whole()) {
            Some((at, first)) => {
                input.skip(at as u64)?;
                open_frames(input, first)
            }
            None => Err(Refusal::NotAudio),
        },
    }
}

/// A stream in which one cannot go back: nobody estimates its length by looking at its end.
fn read_once(source: impl Read + Send + Sync + 'static) -> MediaSourceStream<'static> {
    MediaSourceStream::new(Box::new(ReadOnlySource::new(source)), Default::default())
}

/// Passes over what programs put before the sound: ID3 tags, which may hold pictures of many megabytes.
fn skip_front_tags(input: &mut Input) -> io::Result<()> {
    while let [b'I', b'D', b'3', version, _, flags, a, b, c, d, ..] = *input.head() {
        if version == 0xff || [a, b, c, d].iter().any(|seven| seven & 0x80 != 0) {
            break;
        }
        let bytes = [a, b, c, d].iter().fold(0, |sum, seven| sum << 7 | u64::from(*seven));
        let foot = if flags & 0x10 != 0 { 10 } else { 0 };
        input.skip(10 + bytes + foot)?;
        input.look_again()?;
    }
    Ok(())
}

fn open_wave(mut input: Input) -> Result<Opened, Refusal> {
    let head = wave::Head::read(&mut input)?;
    if let Some(tag) = head.tag() {
        if MP3_IN_WAV.contains(&tag) {
            input.look_again()?;
            let Some((at, first)) = frames::find(input.head(), input.is_seen_whole()) else {
                return Err(Refusal::NotAudio);
            };
            input.skip(at as u64)?;
            let bytes = head.data_bytes().map_or(u64::MAX, |bytes| bytes.saturating_sub(at as u64));
            return open_frames(input.take(bytes), first);
        }
        let unread = || Refusal::Unread(format!("WAV with {}", names::of_wave(tag)));
        let packets = Wave::new(input, &head).ok_or_else(unread)?;
        let codec = Codec::new(packets.parameters(), false, true, false).ok_or_else(unread)?;
        let told_frames = packets.frames();
        return Ok(Opened { told_frames, ..Opened::new(packets, codec, Trim::NONE) });
    }
    Err(Refusal::Broken("it does not say what its samples are".to_string()))
}

fn open_frames<R: Read + Send + 'static>(input: R, first: FrameHeader) -> Result<Opened, Refusal> {
    let is_aac = first.codec == CODEC_ID_AAC;
    if let Some(name) = names::of_aac(first.profile).filter(|_| is_aac) {
        return Err(Refusal::Unread(name.to_string()));
    }
    if first.has_more_blocks() {
        return Err(Refusal::Unread("AAC with several blocks in a frame".to_string()));
    }
    if is_aac && !(1..=2).contains(&first.channels) {
        return Err(Refusal::Unread(format!("AAC of {} channels", first.channels)));
    }
    let mut packets = Frames::new(input, first);
    let trim = packets.take_info()?;
    // What is cut off is cut off here: the library's count of it ends with the first of two songs that were joined.
    let codec = Codec::new(&packets.parameters(), is_aac, false, false).ok_or(Refusal::NotAudio)?;
    Ok(Opened::new(packets, codec, trim))
}

fn open_mp4(input: Input) -> Result<Opened, Refusal> {
    let mut file = input.into_file()?;
    let told = mp4::read(&mut file)?;
    if let Some(name) = names::of_mp4(&told.codec).or_else(|| names::of_aac(told.aac_profile)) {
        return Err(Refusal::Unread(format!("MP4 with {name}")));
    }
    if told.has_gaps {
        return Err(Refusal::Unread("MP4 that is played in parts, by its edit list".to_string()));
    }
    let (track, codec, trim) = library(file, told.trim)?;
    let trim = told.in_samples(trim, codec.sample_rate_hz());
    Ok(Opened { breaks_off: told.breaks_off, ..Opened::new(track, codec, trim) })
}

/// What the library opens by itself.
fn library(mut stream: MediaSourceStream<'static>, trim: Trim) -> Result<(Track, Codec, Trim), Refusal> {
    // Of IFF files only one kind is sound; all others that come here are what they begin as.
    let is_known = !stream.read_quad_bytes().is_ok_and(|mark| mark == *b"FORM");
    stream.seek_buffered_rev(4);
    let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
    let format = symphonia::default::get_probe().probe(&Hint::new(), stream, format, meta);
    let format = format.map_err(|error| match error {
        Error::Unsupported(_) if !is_known => Refusal::NotAudio,
        Error::IoError(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => {
            Refusal::Broken("it breaks off there".to_string())
        }
        Error::IoError(cause) => Refusal::Read(cause),
        other => Refusal::Broken(other.to_string()),
    })?;
    let track = format.default_track(TrackType::Audio).ok_or(Refusal::NotAudio)?;
    let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).ok_or(Refusal::NotAudio)?;
    let is_aac = parameters.codec == CODEC_ID_AAC;
    let unread = || Refusal::Unread(names::of_codec(parameters));
    let codec = Codec::new(parameters, is_aac, true, trim.promised.is_some()).ok_or_else(unread)?;
    // What Opus puts before the song stands in the head of its stream, unless the file around it tells.
    let before = match trim {
        Trim::NONE if parameters.codec == CODEC_ID_OPUS => codec::opus_delay(parameters),
        told => told.before,
    };
    let id = track.id;
    Ok((Track { format, id }, codec, Trim { before, ..trim }))
}
