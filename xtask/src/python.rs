//! Hosts that come from PyPI, in a virtual environment of our own, playing the VST3 bundle.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use golden::programme::programme;
use roentgenizdat::params::Speed;
use roentgenizdat::preset::{FACTORY, Preset};

use crate::sound::{Audio, cut, is_a_record, settings, silence, song};
use crate::steps::output_of;
use crate::{Result, sessions, target_dir, vstpreset};

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

/// Writes the song and what the library makes of it, plainly and with each preset, for the scripts to compare with.
pub fn write_song(folder: &Path) -> Result<()> {
    let input = song(48_000.0, 2.0);
    let plays = settings(&[("wear_plays", 12.0)])?;
    let wanted = cut(48_000.0, &input, 0, &plays, &[])?;
    is_a_record("library", &input, &wanted)?;
    let quiet = silence(&input);
    fs::create_dir_all(folder)?;
    write(&folder.join("song.f32"), &input)?;
    write(&folder.join("wanted.f32"), &wanted)?;
    write(&folder.join("wanted_silence.f32"), &cut(48_000.0, &quiet, 0, &plays, &[])?)?;
    let kept = programme(f64::from(sessions::RATE_HZ), 2, sessions::FRAMES);
    write(&folder.join("programme.f32"), &kept)?;
    // A second of every preset, under the name of its file; but not of those that follow a host's tempo.
    let short: Audio = input.iter().map(|channel| channel[..48_000].to_vec()).collect();
    let presets = folder.join("presets");
    if presets.exists() {
        fs::remove_dir_all(&presets)?;
    }
    fs::create_dir_all(&presets)?;
    for factory in FACTORY {
        let preset = Preset::parse(factory.text)?;
        if preset.settings().warp_speed == Speed::Sync {
            continue;
        }
        let name = vstpreset::file_name(&preset).replace(".vstpreset", ".f32");
        write(&presets.join(name), &cut(48_000.0, &short, 0, preset.settings(), &[])?)?;
    }
    Ok(())
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
