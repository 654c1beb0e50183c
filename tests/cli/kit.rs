//! A bench of one's own: a folder, the program, and sounds made in code.

#![allow(missing_docs)]

use std::f64::consts::TAU;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::decode;
use roentgenizdat::cli::encode::{Bits, wav};

/// What the program did.
pub struct Outcome {
    pub code: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

/// A folder that is gone with the test.
pub struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Everything in the folder and below it, sorted.
    pub fn files(&self) -> Vec<String> {
        fn walk(folder: &Path, files: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                files.push(path.display().to_string());
                if path.is_dir() {
                    walk(&path, files);
                }
            }
        }
        let mut files = Vec::new();
        walk(self.folder.path(), &mut files);
        files.sort();
        files
    }

    pub fn write_song(&self, name: &str, song: &Audio) {
        std::fs::write(self.path(name), wav_bytes(song)).unwrap();
    }

    /// The program in this folder, with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.run_with(args, &[])
    }

    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Outcome {
        let mut child = Command::new(env!("CARGO_BIN_EXE_roentgenizdat"))
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let bytes = stdin.to_vec();
        // A program that refuses early reads nothing: then this end breaks, which is as it should be.
        let feeder = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Outcome {
            code: output.status.code().expect("no signal"),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `cut` that must succeed; the third argument is the output.
    pub fn cut(&self, args: &[&str]) -> Audio {
        let outcome = self.run(&[&["cut"], args].concat());
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
        decode::read(&self.path(args[2])).unwrap()
    }
}

/// A little music: three tones that come and go, another in each channel, peaks about −6 dBFS.
pub fn song(sample_rate_hz: u32, channels: usize, seconds: f64) -> Audio {
    let frames = (seconds * f64::from(sample_rate_hz)) as usize;
    let channel = |nth: usize| {
        let tones = [220.0 + 40.0 * nth as f64, 660.0, 1760.0];
        let sample = |n: usize| {
            let t = n as f64 / f64::from(sample_rate_hz);
            let beat = 0.6 + 0.4 * (TAU * 3.0 * t).sin();
            let sum: f64 = tones.iter().map(|f_hz| (TAU * f_hz * t).sin()).sum();
            (0.17 * beat * sum) as f32
        };
        (0..frames).map(sample).collect()
    };
    Audio { sample_rate_hz, channels: (0..channels).map(channel).collect() }
}

/// As a WAV file that loses no bit.
pub fn wav_bytes(song: &Audio) -> Vec<u8> {
    wav(song, Bits::Float).unwrap()
}

/// Root mean square, in dB re full scale.
pub fn level_dbfs(samples: &[f32]) -> f64 {
    let square: f64 = samples.iter().map(|x| f64::from(*x).powi(2)).sum();
    10.0 * (square / samples.len() as f64).max(1e-30).log10()
}

/// Amplitude of a tone in a sound.
pub fn amplitude(samples: &[f32], f_hz: f64, sample_rate_hz: u32) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, x) in samples.iter().enumerate() {
        let phase = TAU * f_hz * n as f64 / f64::from(sample_rate_hz);
        re += f64::from(*x) * phase.cos();
        im += f64::from(*x) * phase.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f64
}

/// A bench with a song on it.
pub fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(44_100, 1, 0.2));
    workspace
}

/// What must be refused: one line with these words, an exit code of 2 to 4, and the folder as it was.
pub fn refused(workspace: &Workspace, args: &[&str], words: &[&str]) -> Outcome {
    let before = workspace.files();
    let outcome = workspace.run(args);
    let line = &outcome.stderr;
    assert!((2..=4).contains(&outcome.code), "{args:?}: {} {line}", outcome.code);
    assert!(line.starts_with("roentgenizdat: ") && line.ends_with('\n'), "{args:?}: {line}");
    assert_eq!(line.lines().count(), 1, "{args:?}: {line}");
    for word in words {
        assert!(line.contains(word), "{args:?}: no '{word}' in {line}");
    }
    assert!(outcome.stdout.is_empty(), "{args:?}");
    assert_eq!(workspace.files(), before, "{args:?}");
    outcome
}
