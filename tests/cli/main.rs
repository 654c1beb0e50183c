//! The laws of the renderer, with the program itself, end to end.

mod kit;
mod formats;
mod inputs;
mod settings;
mod stream;
mod tags;
mod variations;
mod broken;
mod refusals;
mod resumed;
mod measure;
mod pictures;
mod many;
mod finish;
mod damaged;

use std::sync::Arc;

use kit::{Workspace, level_dbfs, song, wav_bytes};
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::disc::Disc;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::params::{Serial, Settings};
use roentgenizdat::preset::Preset;

#[test]
fn a_bootleg_is_as_long_as_the_song_and_is_not_the_song() {
    let workspace = Workspace::new();
    let song = song(44_100, 2, 1.5);
    workspace.write_song("song.wav", &song);
    let bootleg = workspace.cut(&["song.wav", "-o", "out.wav"]);
    assert_eq!(
        (bootleg.sample_rate_hz, bootleg.channels.len(), bootleg.frames()),
        (44_100, 2, song.frames())
    );
    assert!(level_dbfs(&bootleg.channels[0]) > -40.0, "{}", level_dbfs(&bootleg.channels[0]));
    assert_eq!(bootleg.channels[0], bootleg.channels[1], "one groove");
    let difference: Vec<f32> =
        bootleg.channels[0].iter().zip(&song.channels[0]).map(|(wet, dry)| wet - dry).collect();
    assert!(level_dbfs(&difference) > -30.0);
}

#[test]
fn silence_in_gives_disc_noise_out() {
    let workspace = Workspace::new();
    let silence = Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 48_000]] };
    workspace.write_song("silence.wav", &silence);
    let noise = workspace.cut(&["silence.wav", "-o", "out.wav"]);
    assert!((-60.0..-15.0).contains(&level_dbfs(&noise.channels[0])), "{}", level_dbfs(&noise.channels[0]));
}

#[test]
fn the_renderer_is_the_chain_to_the_bit() {
    let workspace = Workspace::new();
    let song = song(48_000, 2, 0.7);
    workspace.write_song("song.wav", &song);
    let args = ["song.wav", "-o", "out.wav", "--serial", "77", "--start", "12.5", "--bits", "32f"];
    let rendered =
        workspace.cut(&[&args[..], &["--preset", "street-corner", "--set", "film.hiss=-20"]].concat());

    let mut settings = Settings::default();
    Preset::find("street-corner").unwrap().apply(&mut settings);
    settings.film_hiss = -20.0;
    let options = CutOptions::new(Serial::new(77).unwrap(), settings);
    let mut chain = Chain::new(Arc::new(Disc::new(options.recipe())), Arc::new(Memory::default()), 48_000.0);
    chain.set(&settings);
    let mut channels = song.channels.clone();
    for at in (0..song.frames()).step_by(480) {
        let end = (at + 480).min(song.frames());
        let mut block: Vec<&mut [f32]> = channels.iter_mut().map(|channel| &mut channel[at..end]).collect();
        chain.process(&mut block, TransportState::Rolling(600_000 + at as i64));
    }
    assert!(rendered.channels == channels);
}

#[test]
fn the_same_command_gives_the_same_bytes_and_another_disc_others() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 2, 0.5));
    let bytes = |serial: &str, name: &str| {
        workspace.cut(&["song.wav", "-o", name, "--no-tags", "--serial", serial, "--plays", "0..40"]);
        workspace.read(name)
    };
    let first = bytes("7", "a.wav");
    assert_eq!(first, bytes("7", "b.wav"));
    assert_ne!(first, bytes("8", "c.wav"));
}

#[test]
fn a_pipe_gives_what_a_file_gives() {
    let workspace = Workspace::new();
    let song = wav_bytes(&song(48_000, 1, 0.4));
    std::fs::write(workspace.path("song.wav"), &song).unwrap();
    workspace.cut(&["song.wav", "-o", "out.wav"]);
    let piped = workspace.run_with(&["cut", "-", "-o", "-"], &song);
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert!(piped.stdout == workspace.read("out.wav"));
    assert_eq!(piped.stderr, "");
}

#[test]
fn a_start_lies_on_the_disc_s_timeline() {
    let workspace = Workspace::new();
    let long = Audio { sample_rate_hz: 8000, channels: vec![vec![0.0; 8000 * 8]] };
    let short = Audio { sample_rate_hz: 8000, channels: vec![vec![0.0; 8000]] };
    workspace.write_song("long.wav", &long);
    workspace.write_song("short.wav", &short);
    let whole = workspace.cut(&["long.wav", "-o", "a.wav", "--bits", "32f"]);
    let part = workspace.cut(&["short.wav", "-o", "b.wav", "--bits", "32f", "--start", "0:07"]);
    // The disc's own sound has settled after 0.2 s.
    let (want, got) = (&whole.channels[0][8000 * 7 + 2400..], &part.channels[0][2400..]);
    let difference: Vec<f32> = want.iter().zip(got).map(|(a, b)| a - b).collect();
    assert!(level_dbfs(&difference) < level_dbfs(want) - 60.0, "{}", level_dbfs(&difference));
}

#[test]
fn bits_are_what_was_asked_for() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 2, 0.3));
    let [sixteen, twenty_four, float] = ["16", "24", "32f"].map(|bits| {
        let name = format!("{bits}.wav");
        let audio = workspace.cut(&["song.wav", "-o", &name, "--bits", bits, "--dither", "none"]);
        let spec = hound::WavReader::open(workspace.path(&name)).unwrap().spec();
        assert_eq!(format!("{}", spec.bits_per_sample), bits.trim_end_matches('f'));
        assert_eq!(spec.sample_format == hound::SampleFormat::Float, bits == "32f");
        audio
    });
    // Dithered it is up to a step and a half away, and the same again.
    let [dithered, again, other] = [("a", "7"), ("b", "7"), ("c", "8")].map(|(name, serial)| {
        workspace.cut(&["song.wav", "-o", &format!("{name}.wav"), "--bits", "16", "--serial", serial])
    });
    assert_eq!(dithered, again);
    let seventh = workspace.cut(&["song.wav", "-o", "7.wav", "--bits", "32f", "--serial", "7"]);
    let pairs = dithered.channels[0].iter().zip(&seventh.channels[0]);
    let apart: Vec<f32> = pairs.map(|(a, b)| (a - b).abs() * 32768.0).collect();
    let most = apart.iter().copied().fold(0.0, f32::max);
    assert!(most > 0.6 && most < 1.51 && dithered != other, "{most}");
    for (coarse, step) in [(sixteen, 1.0 / 32768.0), (twenty_four, 1.0 / 8_388_608.0)] {
        let pairs = coarse.channels[0].iter().zip(&float.channels[0]);
        let most = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(most > 0.0 && most <= 0.51 * step, "{most} {step}");
    }
}

#[test]
fn what_is_clipped_is_said() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.3));
    let loud = workspace.run(&["cut", "song.wav", "-o", "loud.wav", "--set", "output=12"]);
    assert_eq!((loud.code, loud.stderr.lines().count()), (0, 1), "{}", loud.stderr);
    assert!(loud.stderr.contains("clipped") && loud.stderr.contains("32f"), "{}", loud.stderr);
    let float = workspace.run(&["cut", "song.wav", "-o", "f.wav", "--set", "output=12", "--bits", "32f"]);
    assert_eq!((float.code, float.stderr.as_str()), (0, ""));
}

#[test]
fn progress_is_told_and_ends_at_the_end() {
    let song = song(8000, 1, 1.0);
    let mut options = CutOptions::new(Serial::new(1).unwrap(), Settings::default());
    for plays in ["5", "0..40"] {
        options.automation.assign_plays(plays).unwrap();
        let mut heard = Vec::new();
        cut(&song, &options, |done| heard.push(done));
        assert!(heard.windows(2).all(|pair| pair[0] <= pair[1]) && heard.len() > 5, "{heard:?}");
        assert_eq!(heard.last(), Some(&song.frames()));
    }
}
