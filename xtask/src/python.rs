//! Hosts that come from PyPI, in a virtual environment of our own, playing the VST3 bundle.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sound::{Audio, cut, is_a_record, settings, silence, song};
use crate::steps::output_of;
use crate::{Result, target_dir};

/// What goes into it: a host that stands still, one that rolls, and numpy for both.
const PACKAGES: [&str; 3] = ["numpy==2.*", "pedalboard==0.9.*", "dawdreamer==0.9.*"];

/// The interpreter of the environment, which is made if it is not there.
pub fn interpreter() -> Result<PathBuf> {
    let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let environment = target_dir().join("python");
    let python = environment.join(bin);
    if !python.exists() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        output_of(Command::new(system).args(["-m", "venv"]).arg(&environment))?;
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "-q", "--disable-pip-version-check"]).args(PACKAGES);
    output_of(&mut pip)?;
    Ok(python)
}

/// Writes the song and what the library makes of it, for the scripts to compare with.
pub fn write_song(folder: &Path) -> Result<()> {
    let input = song(48_000.0, 2.0);
    let plays = settings(&[("wear_plays", 12.0)])?;
    let wanted = cut(48_000.0, &input, 0, &plays, &[])?;
    is_a_record("library", &input, &wanted)?;
    let quiet = silence(&input);
    fs::create_dir_all(folder)?;
    write(&folder.join("song.f32"), &input)?;
    write(&folder.join("wanted.f32"), &wanted)?;
    write(&folder.join("wanted_silence.f32"), &cut(48_000.0, &quiet, 0, &plays, &[])?)
}

fn write(path: &Path, audio: &Audio) -> Result<()> {
    let bytes: Vec<u8> = audio.iter().flatten().flat_map(|sample| sample.to_le_bytes()).collect();
    Ok(fs::write(path, bytes)?)
}

/// A script run on the bundle with the song's folder.
pub fn script(python: &Path, name: &str, bundle: &Path, folder: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(Path::new("xtask/python").join(name)).arg(bundle).arg(folder);
    command
}
