//! What is not read, by its name: a file that plays everywhere else is no "not audio".

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_AAC, CODEC_ID_AC3, CODEC_ID_DCA, CODEC_ID_EAC3, CODEC_ID_OPUS, CODEC_ID_SPEEX, CODEC_ID_WAVPACK,
};

/// What a file is by its first bytes, of what is not read.
pub(super) fn of_file(head: &[u8]) -> Option<&'static str> {
    const FILES: [(usize, &[u8], &str); 21] = [
        (0, b"wvpk", "WavPack"),
        (0, b"MAC ", "Monkey's Audio"),
        (0, b"TTA1", "True Audio"),
        (0, b"OFR ", "OptimFROG"),
        (0, b"MPCK", "Musepack"),
        (0, b"MP+", "Musepack"),
        (0, b"DSD ", "DSD"),
        (0, b"FRM8", "DSD"),
        (0, b"MThd", "MIDI, notes without a sound"),
        (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media"),
        (0, b"#!AMR", "AMR"),
        (0, b".snd", "Sun audio (AU)"),
        (0, b"\x0b\x77", "AC-3"),
        (0, b"\x7f\xfe\x80\x01", "DTS"),
        (0, b"ADIF", "AAC without frames (ADIF)"),
        (0, b"RIFX", "WAV with its bytes the other way round (RIFX)"),
        (8, b"AVI ", "a film (AVI)"),
        (0, b".RMF", "RealAudio"),
        (0, b".ra\xfd", "RealAudio"),
        (0, b"Creative Voice File", "Creative Voice"),
        (0, b"FLV", "a film (FLV)"),
    ];
    let is_there = |at: usize, mark: &[u8]| head.get(at..at + mark.len()) == Some(mark);
    FILES.iter().find(|(at, mark, _)| is_there(*at, mark)).map(|(_, _, name)| *name)
}

/// What samples in MP4 are by their four letters.
pub(super) fn of_mp4(codec: &[u8; 4]) -> Option<&'static str> {
    Some(match codec {
        b"ac-3" => "AC-3",
        b"ec-3" => "E-AC-3",
        b"ac-4" => "AC-4",
        b"dtsc" | b"dtsh" | b"dtsl" => "DTS",
        b"samr" | b"sawb" => "AMR",
        b"drms" | b"enca" => "AAC under copy protection",
        b"mha1" | b"mhm1" => "MPEG-H",
        _ => return None,
    })
}

/// What a kind of AAC is that is not of low complexity.
pub(super) fn of_aac(profile: u8) -> Option<&'static str> {
    Some(match profile {
        0 | 2 => return None,
        1 => "AAC Main",
        3 => "AAC SSR",
        4 => "AAC LTP",
        5 => "HE-AAC",
        29 => "HE-AAC v2",
        23 | 39 => "AAC LD",
        42 => "xHE-AAC",
        _ => "AAC of a rare kind",
    })
}

/// What samples in WAV are by the tag of their description.
pub(super) fn of_wave(tag: u16) -> String {
    let name = match tag {
        0x0031 => "GSM 6.10",
        0x0040 | 0x0045 | 0x0064 | 0x0065 => "G.726",
        0x0160..=0x0163 => "Windows Media",
        0x0092 | 0x2000 => "AC-3",
        0x2001 => "DTS",
        0x00ff | 0x1600..=0x1602 | 0xa106 => "AAC",
        0x566f | 0x674f..=0x6771 => "Vorbis",
        _ => return format!("samples of kind {tag:#06x}"),
    };
    name.to_string()
}

/// What a decoder that is not there would be for.
pub(super) fn of_codec(parameters: &AudioCodecParameters) -> String {
    let channels = parameters.channels.as_ref().map_or(0, |channels| channels.count());
    match parameters.codec {
        CODEC_ID_OPUS => format!("Opus of {channels} channels"),
        CODEC_ID_AAC => format!("AAC of {channels} channels"),
        CODEC_ID_WAVPACK => "WavPack".to_string(),
        CODEC_ID_AC3 | CODEC_ID_EAC3 => "AC-3".to_string(),
        CODEC_ID_DCA => "DTS".to_string(),
        CODEC_ID_SPEEX => "Speex".to_string(),
        other => format!("samples of kind {other}"),
    }
}
