//! Sound for the checks: a song to cut, the library's own rendering of it, and what must be true of any result.

use std::sync::Arc;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Serial, Settings};

use crate::Result;

/// Channels of samples.
pub type Audio = Vec<Vec<f32>>;

/// Two channels of chords and strokes, about as loud as a record.
pub fn song(rate: f64, seconds: f64) -> Audio {
    let frames = (rate * seconds) as usize;
    let mut noise = 0x1953_u32;
    let strokes: Vec<f32> = (0..frames)
        .map(|n| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let decay = -18.0 * (n as f64 / rate * 2.5).fract();
            (decay.exp() * 0.15) as f32 * (noise as f32 / u32::MAX as f32 - 0.5)
        })
        .collect();
    let tone = |n: usize, hz: f64| (std::f64::consts::TAU * hz * n as f64 / rate).sin();
    let voice = |side: f64| -> Vec<f32> {
        (0..frames)
            .map(|n| {
                let chord = tone(n, 220.0) + tone(n, 277.2 + side) + tone(n, 329.6) + 0.4 * tone(n, 1318.5);
                (0.08 * chord) as f32 + strokes[n]
            })
            .collect()
    };
    vec![voice(0.0), voice(0.7)]
}

/// As much silence.
pub fn silence(like: &Audio) -> Audio {
    like.iter().map(|channel| vec![0.0; channel.len()]).collect()
}

/// The disc every check plays.
pub const SERIAL: u32 = 1953;

/// What the library itself makes of a song that starts at `from`; `changes` are settings at samples of it.
pub fn cut(
    rate: f64,
    input: &Audio,
    from: i64,
    settings: &Settings,
    changes: &[(usize, Settings)],
) -> Result<Audio> {
    cut_disc(SERIAL, rate, input, from, settings, changes)
}

/// The same for another disc.
pub fn cut_disc(
    serial: u32,
    rate: f64,
    input: &Audio,
    from: i64,
    settings: &Settings,
    changes: &[(usize, Settings)],
) -> Result<Audio> {
    let disc =
        Arc::new(Disc::new(Recipe::of(&Settings { disc_serial: Serial::new(serial)?, ..*settings }, None)));
    let mut chain = Chain::new(disc, Arc::new(Memory::default()), rate);
    chain.set(settings);
    let mut output = input.clone();
    let frames = output.first().map_or(0, Vec::len);
    let mut starts: Vec<usize> = changes.iter().map(|(at, _)| *at).chain([0, frames]).collect();
    starts.sort_unstable();
    starts.dedup();
    for span in starts.windows(2) {
        if let Some((_, settings)) = changes.iter().find(|(at, _)| *at == span[0]) {
            chain.set(settings);
        }
        let mut block: Vec<&mut [f32]> =
            output.iter_mut().map(|channel| &mut channel[span[0]..span[1]]).collect();
        chain.process(&mut block, TransportState::Rolling(from + span[0] as i64));
    }
    Ok(output)
}

/// Settings by id and value, on top of *1950s Leningrad bootleg*.
pub fn settings(values: &[(&str, f32)]) -> Result<Settings> {
    let mut settings = Settings::default();
    for (id, plain) in values {
        let parameter = Settings::parameter(id).ok_or_else(|| format!("no parameter {id}"))?;
        (parameter.set)(&mut settings, parameter.conform(*plain));
    }
    Ok(settings)
}

/// Level of the treble between the clicks, in dB: the median over pieces of 20 ms at 48 kHz.
pub fn hiss_db(part: &[f32]) -> f64 {
    let treble: Vec<f64> = part.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    let mut pieces: Vec<f64> =
        treble.chunks_exact(960).map(|piece| piece.iter().map(|x| x * x).sum::<f64>() / 960.0).collect();
    pieces.sort_by(f64::total_cmp);
    10.0 * pieces.get(pieces.len() / 2).copied().unwrap_or(0.0).max(1e-30).log10()
}

/// Root mean square of all channels, in dB re full scale.
pub fn level_db(audio: &Audio) -> f64 {
    let sum: f64 = audio.iter().flatten().map(|x| f64::from(*x) * f64::from(*x)).sum();
    let count = audio.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    10.0 * (sum / count).max(1e-30).log10()
}

/// An error unless both are the same to the bit.
pub fn same_bits(what: &str, a: &Audio, b: &Audio) -> Result<()> {
    if a.len() != b.len() || a.iter().zip(b).any(|(a, b)| a.len() != b.len()) {
        return Err(format!("{what}: not of one shape").into());
    }
    for (channel, (a, b)) in a.iter().zip(b).enumerate() {
        if let Some(at) = a.iter().zip(b).position(|(a, b)| a.to_bits() != b.to_bits()) {
            let differing = a.iter().zip(b).filter(|(a, b)| a.to_bits() != b.to_bits()).count();
            return Err(format!(
                "{what}: {differing} samples differ, first channel {channel} sample {at}: {} against {}",
                a[at], b[at]
            )
            .into());
        }
    }
    Ok(())
}

/// An error unless this is sound, and another sound than what went in: a comparison of two silences shows nothing.
pub fn is_a_record(what: &str, input: &Audio, output: &Audio) -> Result<()> {
    let level = level_db(output);
    if level < -40.0 {
        return Err(format!("{what}: only {level:.1} dBFS came out").into());
    }
    let residue: Audio =
        input.iter().zip(output).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a - b).collect()).collect();
    if level_db(&residue) < -40.0 {
        return Err(format!("{what}: what came out is what went in").into());
    }
    Ok(())
}

/// An error unless a disc can be heard where nothing went in.
pub fn is_disc_noise(what: &str, output: &Audio) -> Result<()> {
    let level = level_db(output);
    if (-75.0..-15.0).contains(&level) {
        Ok(())
    } else {
        Err(format!("{what}: disc noise at {level:.1} dBFS").into())
    }
}

/// An error if any sample is not a number, infinite or subnormal.
pub fn is_sane(what: &str, output: &Audio) -> Result<()> {
    match output.iter().flatten().find(|x| !(x.is_normal() || **x == 0.0)) {
        Some(x) => Err(format!("{what}: a sample of {x:e}").into()),
        None => Ok(()),
    }
}
