//! What is read: every format, rate and channel count, as what it is.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::kit::{Workspace, amplitude, level_dbfs, song};
use roentgenizdat::cli::decode::read;

/// A file of `tests/data`: 0.6 s of 440 Hz left and 1000 Hz right, at half of full scale.
fn tones(extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(format!("tones.{extension}"))
}

#[test]
fn every_format_is_read_as_what_it_is() {
    let files = [("flac", 11_025), ("mp3", 48_000), ("ogg", 44_100), ("m4a", 44_100), ("aac", 44_100)];
    for (extension, rate_hz) in files {
        let audio = read(&tones(extension)).unwrap();
        assert_eq!((audio.sample_rate_hz, audio.channels.len()), (rate_hz, 2), "{extension}");
        // Lossy coders add a frame or two of their own.
        assert!((0.59..0.68).contains(&audio.seconds()), "{extension}: {} s", audio.seconds());
        let middle = audio.frames() / 4..audio.frames() * 3 / 4;
        for (channel, own_hz, other_hz) in [(0, 440.0, 1000.0), (1, 1000.0, 440.0)] {
            let samples = &audio.channels[channel][middle.clone()];
            let (own, other) = (amplitude(samples, own_hz, rate_hz), amplitude(samples, other_hz, rate_hz));
            assert!((own - 0.5).abs() < 0.03 && other < 0.02, "{extension} {channel}: {own} {other}");
        }
    }
}

#[test]
fn every_format_goes_through_the_program() {
    let workspace = Workspace::new();
    for extension in ["flac", "mp3", "ogg", "m4a", "aac"] {
        let song = tones(extension);
        let bootleg = workspace.cut(&[song.to_str().unwrap(), "-o", &format!("{extension}.wav")]);
        assert_eq!(bootleg.sample_rate_hz, read(&song).unwrap().sample_rate_hz);
        assert!(level_dbfs(&bootleg.channels[0]) > -40.0, "{extension}");
        // Piped, there is no name to tell the format by.
        let piped = workspace.run_with(&["cut", "-", "-o", "-"], &std::fs::read(&song).unwrap());
        assert_eq!(piped.code, 0, "{extension}: {}", piped.stderr);
        // Of a song whose length is not known before, the pipe's head leaves it open.
        std::fs::write(workspace.path("piped.wav"), piped.stdout).unwrap();
        assert!(read(&workspace.path("piped.wav")).unwrap() == bootleg, "{extension}");
    }
}

#[test]
fn rates_and_channels_stay() {
    let workspace = Workspace::new();
    for rate_hz in [8000, 44_100, 48_000, 96_000, 192_000] {
        for channels in [1, 2] {
            let song = song(rate_hz, channels, 0.3);
            let name = format!("{rate_hz}-{channels}");
            workspace.write_song(&name, &song);
            let bootleg = workspace.cut(&[&name, "-o", &format!("{name}.wav")]);
            assert_eq!((bootleg.sample_rate_hz, bootleg.channels.len()), (rate_hz, channels));
            assert_eq!(bootleg.frames(), song.frames());
            assert!(level_dbfs(&bootleg.channels[0]) > -40.0, "{name}");
        }
    }
}

#[test]
fn many_channels_become_two() {
    let workspace = Workspace::new();
    let spec = hound::WavSpec {
        channels: 6,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for n in 0..24_000 {
        // Left, right, centre, effects, and the two behind, each at its own pitch.
        for f_hz in [300.0, 400.0, 500.0, 600.0, 700.0, 800.0] {
            let sample = 0.15 * (std::f64::consts::TAU * f_hz * f64::from(n) / 48_000.0).sin();
            writer.write_sample((sample * 32768.0) as i16).unwrap();
        }
    }
    writer.finalize().unwrap();
    std::fs::write(workspace.path("six.wav"), bytes.into_inner()).unwrap();
    let folded = read(&workspace.path("six.wav")).unwrap();
    assert_eq!((folded.channels.len(), folded.frames()), (2, 24_000));
    let at = |side: usize, f_hz| amplitude(&folded.channels[side], f_hz, 48_000) / 0.15;
    // As ffmpeg: all of them together are no louder than full scale.
    let one = 1.0 / (1.0 + std::f64::consts::SQRT_2);
    let half = one * std::f64::consts::FRAC_1_SQRT_2;
    let gains =
        [(300.0, one, 0.0), (400.0, 0.0, one), (500.0, half, half), (600.0, 0.0, 0.0), (700.0, half, 0.0)];
    for (f_hz, left, right) in gains {
        let (got_left, got_right) = (at(0, f_hz), at(1, f_hz));
        let is_near = (got_left - left).abs() < 0.01 && (got_right - right).abs() < 0.01;
        assert!(is_near, "{f_hz} Hz: {got_left} {got_right}");
    }
    assert_eq!(workspace.cut(&["six.wav", "-o", "out.wav"]).channels.len(), 2);
}
