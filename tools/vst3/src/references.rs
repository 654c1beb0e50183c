//! What hosts of the VST3 must play: a song, and what the library makes of it.

use std::fs;
use std::path::Path;

use embedded_host::sound::{Audio, cut, is_a_record, settings, silence, song};
use embedded_host::{Result, sessions};
use golden::programme::programme;
use roentgenizdat::params::Speed;
use roentgenizdat::preset::{FACTORY, Preset};

use crate::preset::file_name;

/// Writes the song and what the library makes of it, plainly and with each preset, for the scripts to compare with.
pub fn write_all(folder: &Path) -> Result<()> {
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
        let name = file_name(&preset).replace(".vstpreset", ".f32");
        write(&presets.join(name), &cut(48_000.0, &short, 0, preset.settings(), &[])?)?;
    }
    Ok(())
}

fn write(path: &Path, audio: &Audio) -> Result<()> {
    let bytes: Vec<u8> = audio.iter().flatten().flat_map(|sample| sample.to_le_bytes()).collect();
    Ok(fs::write(path, bytes)?)
}
