//! For eyes and ears: spectrograms of what is hard on a record through four presets, and a second piece before and after.

use std::path::Path;
use std::sync::Arc;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::encode::{Bits, wav};
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::measure::spectrum::Spectrum;
use roentgenizdat::params::{Needle, Serial, Settings};
use roentgenizdat::preset::{DEFAULT, Preset};

use crate::Result;
use crate::common::{RATE_HZ, piano};
use crate::programmes::{Song, hard, modern};

/// Beside the pictures in `docs/`.
const PICTURE: &str = "docs/spectrograms.png";
/// The presets, from the left; before them the song itself.
const PRESETS: [&str; 4] = [DEFAULT, "dacha-gramophone", "loved-to-death", "digitised"];
/// Seconds, and how they lie in the picture: columns and rows of each spectrogram, and the line between two.
const SECONDS: f64 = 4.0;
const SIZE: (usize, usize) = (240, 150);
const GAP: usize = 4;
/// From the bottom to the top of each, and how far below the loudest it goes on, in dB.
const HZ: (f64, f64) = (80.0, 16_000.0);
const RANGE_DB: f64 = 75.0;
/// Samples that are looked at for a column.
const WINDOW: usize = 1024;

/// Makes the picture and the sounds.
pub fn run(folder: &Path) -> Result<()> {
    let part = |x: &[f32]| x[..(SECONDS * RATE_HZ) as usize].to_vec();
    let mono = |song: &Song| song[0].iter().zip(&song[1]).map(|(l, r)| 0.5 * (l + r)).collect::<Vec<f32>>();
    let songs = [part(&mono(&hard())), part(&piano(SECONDS)), part(&mono(&modern()))];
    let (width, height) = (SIZE.0 + GAP, SIZE.1 + GAP);
    let (across, down) = (width * (PRESETS.len() + 1) - GAP, height * songs.len() - GAP);
    let mut picture = vec![255u8; across * down];
    for (row, song) in songs.iter().enumerate() {
        let mut sounds = vec![song.clone()];
        for slug in PRESETS {
            sounds.push(played(slug, std::slice::from_ref(song), 0.0)?.remove(0));
        }
        for (column, sound) in sounds.iter().enumerate() {
            for (at, shade) in spectrogram(sound).into_iter().enumerate() {
                picture[(row * height + at / SIZE.0) * across + column * width + at % SIZE.0] = shade;
            }
        }
    }
    let grey = image::GrayImage::from_raw(across as u32, down as u32, picture).ok_or("no memory")?;
    grey.save(PICTURE)?;
    println!("{PICTURE}: voice, piano, mix; as they were, then {}", PRESETS.join(", "));

    std::fs::create_dir_all(folder)?;
    let dry: Vec<Vec<f32>> =
        modern().into_iter().zip(hard()).map(|(first, then)| [first, then].concat()).collect();
    let wet = played(DEFAULT, &dry, 40.0)?;
    for (name, channels) in [("beat-dry.wav", dry), ("beat-bootleg.wav", wet)] {
        let audio = Audio { sample_rate_hz: RATE_HZ as u32, channels };
        std::fs::write(folder.join(name), wav(&audio, Bits::Sixteen)?)?;
        println!("{}", folder.join(name).display());
    }
    Ok(())
}

/// A song through a preset on disc 1953; so many plays more at its end than at its beginning.
fn played(slug: &str, song: &[Vec<f32>], plays: f32) -> Result<Vec<Vec<f32>>> {
    let mut settings = Settings { disc_needle: Needle::Always, ..Settings::default() };
    Preset::find(slug)?.apply(&mut settings);
    let settings = Settings { disc_serial: Serial::DEFAULT, ..settings };
    let disc = Arc::new(Disc::new(Recipe::of(&settings, None)));
    let mut chain = Chain::new(disc, Arc::new(Memory::default()), RATE_HZ);
    let mut out = song.to_vec();
    let frames = song.first().map_or(0, Vec::len);
    for first in (0..frames).step_by(1024) {
        let last = (first + 1024).min(frames);
        let more = plays * first as f32 / frames as f32;
        let wear_plays = if plays > 0.0 { more } else { settings.wear_plays };
        chain.set(&Settings { wear_plays, ..settings });
        let mut block: Vec<&mut [f32]> = out.iter_mut().map(|channel| &mut channel[first..last]).collect();
        chain.process(&mut block, TransportState::Rolling(first as i64));
    }
    Ok(out)
}

/// Shades of grey, row by row from the top; black is loud.
fn spectrogram(x: &[f32]) -> Vec<u8> {
    let hop = (x.len() - WINDOW) / (SIZE.0 - 1);
    let columns: Vec<Vec<f64>> = (0..SIZE.0)
        .map(|column| {
            let Spectrum { power, bin_hz } =
                Spectrum::new(&x[column * hop..column * hop + WINDOW], WINDOW, RATE_HZ);
            (0..SIZE.1)
                .map(|row| HZ.1 * (HZ.0 / HZ.1).powf(row as f64 / (SIZE.1 - 1) as f64))
                .map(|f_hz| 10.0 * (power[(f_hz / bin_hz).round() as usize] + 1e-12).log10())
                .collect()
        })
        .collect();
    let loudest = columns.iter().flatten().copied().fold(f64::MIN, f64::max);
    let shade = |db: f64| (255.0 * ((loudest - db) / RANGE_DB).clamp(0.0, 1.0)) as u8;
    (0..SIZE.0 * SIZE.1).map(|at| shade(columns[at % SIZE.0][at / SIZE.0])).collect()
}
