//! The head of a frame of MPEG audio (ISO 11172-3, 13818-3) or of AAC in ADTS (ISO 13818-7).

use symphonia::core::codecs::audio::AudioCodecId;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};

/// What the head of a frame says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FrameHeader {
    /// What is alike in all frames of a stream: how it is coded, and the sample rate.
    pub(super) codec: AudioCodecId,
    version: u8,
    pub(super) sample_rate_hz: u32,
    pub(super) channels: u8,
    /// Samples of a channel in it.
    pub(super) samples: u32,
    /// Bytes of the frame in all, and of what is not handed to the decoder.
    pub(super) bytes: usize,
    pub(super) head_bytes: usize,
    /// Kind of AAC, 2 for low complexity; 0 in MPEG audio.
    pub(super) profile: u8,
}

impl FrameHeader {
    /// The head of a frame of MPEG audio or AAC, if it is one.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, b, ..] if b & 0xf6 == 0xf0 => Self::adts(bytes),
            [0xff, b, ..] if b & 0xe0 == 0xe0 => Self::mpeg(bytes),
            _ => None,
        }
    }

    fn adts(bytes: &[u8]) -> Option<Self> {
        const RATES_HZ: [u32; 13] =
            [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
        let [_, b1, b2, b3, b4, b5, b6] = *bytes.first_chunk::<7>()?;
        let frame_bytes = usize::from(b3 & 3) << 11 | usize::from(b4) << 3 | usize::from(b5 >> 5);
        let head_bytes = if b1 & 1 == 1 { 7 } else { 9 };
        let channels = match (b2 & 1) << 2 | b3 >> 6 {
            7 => 8,
            count => count,
        };
        (frame_bytes > head_bytes).then_some(())?;
        Some(Self {
            codec: CODEC_ID_AAC,
            version: b1 & 8,
            sample_rate_hz: *RATES_HZ.get(usize::from(b2 >> 2 & 15))?,
            channels,
            samples: 1024 * u32::from((b6 & 3) + 1),
            bytes: frame_bytes,
            head_bytes,
            profile: (b2 >> 6) + 1,
        })
    }

    fn mpeg(bytes: &[u8]) -> Option<Self> {
        const KBPS: [[u32; 14]; 5] = [
            [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
            [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
            [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
            [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
            [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        ];
        let [_, b1, b2, b3] = *bytes.first_chunk::<4>()?;
        // MPEG 2.5, none, 2, 1; none, layer III, II, I.
        let (version, layer) = (b1 >> 3 & 3, b1 >> 1 & 3);
        let is_first = version == 3;
        let (codec, row) = match layer {
            3 => (CODEC_ID_MP1, if is_first { 0 } else { 3 }),
            2 => (CODEC_ID_MP2, if is_first { 1 } else { 4 }),
            1 => (CODEC_ID_MP3, if is_first { 2 } else { 4 }),
            _ => return None,
        };
        let halved = match version {
            3 => 0,
            2 => 1,
            0 => 2,
            _ => return None,
        };
        let sample_rate_hz = [44_100u32, 48_000, 32_000].get(usize::from(b2 >> 2 & 3))? >> halved;
        let bits = KBPS[row].get(usize::from(b2 >> 4).checked_sub(1)?)? * 1000;
        let padding = u32::from(b2 >> 1 & 1);
        let samples = match layer {
            3 => 384,
            1 if !is_first => 576,
            _ => 1152,
        };
        let bytes = if layer == 3 {
            (12 * bits / sample_rate_hz + padding) * 4
        } else {
            samples / 8 * bits / sample_rate_hz + padding
        };
        let channels = if b3 >> 6 == 3 { 1 } else { 2 };
        let bytes = bytes as usize;
        Some(Self { codec, version, sample_rate_hz, channels, samples, bytes, head_bytes: 0, profile: 0 })
    }

    /// Whether a frame of AAC holds more than one block: the library decodes the first alone.
    pub(super) fn has_more_blocks(&self) -> bool {
        self.codec == CODEC_ID_AAC && self.samples > 1024
    }

    /// Whether a frame of the same stream may look so.
    pub(super) fn goes_on(&self, other: &Self) -> bool {
        (self.codec, self.version, self.sample_rate_hz, self.profile)
            == (other.codec, other.version, other.sample_rate_hz, other.profile)
    }
}
