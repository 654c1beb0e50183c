//! From a packet to samples: the library's decoders, and Opus, of which it has none.

use opus_decoder::OpusDecoder;
use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::Packet;

use super::packets::{Fault, layout};
use super::sbr;

/// Opus is always decoded at this rate, and no packet of it is longer than 120 ms.
const OPUS_HZ: u32 = 48_000;
const OPUS_FRAMES: usize = 5760;

/// A packet's samples.
pub(super) struct Decoded<'a> {
    pub(super) sample_rate_hz: u32,
    /// What the channels are.
    pub(super) layout: &'a Channels,
    /// A channel each, of equal length.
    pub(super) planes: &'a [Vec<f32>],
}

/// A decoder and what it decoded last.
pub(super) struct Codec {
    decoder: Decoder,
    /// Frames of AAC in a row that end as HE-AAC does; none looked at where it is no AAC.
    he_frames: Option<u32>,
    sample_rate_hz: u32,
    layout: Channels,
    planes: Vec<Vec<f32>>,
}

enum Decoder {
    Library(Box<dyn AudioDecoder>),
    Opus { decoder: Box<OpusDecoder>, gain: f32, interleaved: Vec<f32> },
}

impl Codec {
    /// The decoder for these parameters; none where there is none. `is_aac` looks for what is more than low complexity;
    /// `cuts` lets the decoder cut off what its packets say is to be, and with `verifies` it sums up what it decodes.
    pub(super) fn new(
        parameters: &AudioCodecParameters,
        is_aac: bool,
        cuts: bool,
        verifies: bool,
    ) -> Option<Self> {
        let decoder = if parameters.codec == CODEC_ID_OPUS {
            opus(parameters)?
        } else {
            // Of FLAC inside of other files the sum is of a stream that they may hold a part of.
            let options = AudioDecoderOptions::default().verify(verifies).gapless(cuts);
            Decoder::Library(symphonia::default::get_codecs().make_audio_decoder(parameters, &options).ok()?)
        };
        let layout = parameters.channels.clone().unwrap_or_else(|| layout(2));
        let he_frames = is_aac.then_some(0);
        let sample_rate_hz = parameters.sample_rate.unwrap_or(OPUS_HZ);
        Some(Self { decoder, he_frames, sample_rate_hz, layout, planes: Vec::new() })
    }

    /// Samples a second, as the file tells them or as they were decoded.
    pub(super) fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    /// Decodes a packet.
    pub(super) fn decode(&mut self, packet: &Packet) -> Result<Decoded<'_>, Fault> {
        if let Some(frames) = &mut self.he_frames {
            *frames = if sbr::ends_with_it(&packet.data) { *frames + 1 } else { 0 };
            if *frames == sbr::SURE_FRAMES {
                return Err(Fault::End("it is HE-AAC, which is not read".to_string()));
            }
        }
        match &mut self.decoder {
            Decoder::Library(decoder) => {
                let buffer = decoder.decode(packet)?;
                (self.sample_rate_hz, self.layout) = (buffer.spec().rate(), buffer.spec().channels().clone());
                buffer.copy_to_vecs_planar(&mut self.planes);
            }
            Decoder::Opus { decoder, gain, interleaved } => {
                let channels = self.layout.count();
                self.sample_rate_hz = OPUS_HZ;
                interleaved.resize(OPUS_FRAMES * channels, 0.0);
                let frames = decoder.decode_float(&packet.data, interleaved, false);
                let frames = frames.map_err(|error| Fault::Damage(error.to_string()))?;
                let heard = frames.saturating_sub(packet.trim_end.get() as usize);
                self.planes.resize(channels, Vec::new());
                for (nth, plane) in self.planes.iter_mut().enumerate() {
                    plane.clear();
                    plane.extend(
                        interleaved.iter().skip(nth).step_by(channels).take(heard).map(|v| v * *gain),
                    );
                }
            }
        }
        Ok(Decoded { sample_rate_hz: self.sample_rate_hz, layout: &self.layout, planes: &self.planes })
    }

    /// Whether the sum that the file carries of its samples, if any, is theirs.
    pub(super) fn is_verified(&mut self) -> bool {
        match &mut self.decoder {
            Decoder::Library(decoder) => decoder.finalize().verify_ok != Some(false),
            Decoder::Opus { .. } => true,
        }
    }
}

fn opus_head(parameters: &AudioCodecParameters) -> &[u8] {
    let head = parameters.extra_data.as_deref().unwrap_or_default();
    head.strip_prefix(b"OpusHead").unwrap_or(head)
}

/// Samples that Opus puts before the song.
pub(super) fn opus_delay(parameters: &AudioCodecParameters) -> u64 {
    opus_head(parameters).get(2..4).map_or(0, |two| u64::from(u16::from_le_bytes([two[0], two[1]])))
}

/// By the head of the stream (RFC 7845): its gain, in 1/256 dB. More than two channels, which are several streams in one, are not
/// read: what the library makes of them is not what ffmpeg does.
fn opus(parameters: &AudioCodecParameters) -> Option<Decoder> {
    let head = opus_head(parameters);
    let channels = parameters.channels.as_ref()?.count();
    let gain_db = head.get(8..10).map_or(0.0, |two| f32::from(i16::from_le_bytes([two[0], two[1]])) / 256.0);
    if head.get(10).is_some_and(|family| *family != 0) {
        return None;
    }
    let decoder = Box::new(OpusDecoder::new(OPUS_HZ, channels).ok()?);
    Some(Decoder::Opus { decoder, gain: libm::powf(10.0, gain_db / 20.0), interleaved: Vec::new() })
}
