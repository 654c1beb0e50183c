//! Bytes as calls of the chain, four to a call: what is done before it, how long the block is, and with what.

use std::sync::{Arc, LazyLock};

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::{Disc, Recipe, hash};
use roentgenizdat::params::{PARAMETERS, Serial, Settings};

/// Rates that the first byte chooses from, in Hz.
const RATES_HZ: [f64; 6] = [8_000.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0, 384_000.0];
/// More calls than this show nothing new, and take long.
const MOST_CALLS: usize = 400;

/// Discs take long to make.
static DISCS: LazyLock<[Arc<Disc>; 3]> = LazyLock::new(|| {
    let disc = |number| Disc::new(Recipe::new(Serial::wrapping(number), 230.0));
    [3, 50, 97].map(|number| Arc::new(disc(number)))
});

/// Plays what the bytes say. All that comes out is finite and normal.
pub fn calls(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut settings = Settings::default();
    let rate_hz = RATES_HZ[usize::from(*first) % RATES_HZ.len()];
    let mut chain = Chain::new(DISCS[0].clone(), Arc::default(), rate_hz);
    let mut at = 0i64;
    for (nth, call) in rest.chunks_exact(4).take(MOST_CALLS).enumerate() {
        let [what, frames, which, amount] = [call[0], call[1], call[2], call[3]];
        let mut transport = TransportState::Rolling(at);
        match what % 8 {
            0..4 => {
                let row = &PARAMETERS[usize::from(which) % PARAMETERS.len()];
                let (min, max) = row.range();
                let plain = min + (max - min) * f32::from(amount) / 255.0;
                (row.set)(&mut settings, row.conform(plain));
                chain.set(&settings);
            }
            4 => {
                at = (i64::from(amount) - 128) << (which % 57);
                transport = TransportState::Rolling(at);
            }
            5 => transport = [TransportState::Stopped, TransportState::Absent][usize::from(which) % 2],
            6 => {
                chain.control().set_counting_passes(which % 2 == 0);
                chain.control().change_disc(DISCS[usize::from(which) % DISCS.len()].clone());
            }
            _ => chain.reset(),
        }
        let frames = usize::from(frames) + 1;
        let mut channels = [vec![0.0f32; frames], vec![0.0f32; frames]];
        for (i, sample) in channels.iter_mut().flatten().enumerate() {
            *sample = sample_of(what, amount, (nth * 512 + i) as u64);
        }
        let [left, right] = &mut channels;
        match what & 8 {
            0 => chain.process(&mut [left], transport),
            _ => chain.process(&mut [left, right], transport),
        }
        drop(chain.control().take_retired());
        at = at.wrapping_add(frames as i64);
        let played = if what & 8 == 0 { &channels[..1] } else { &channels[..] };
        for y in played.iter().flatten() {
            assert!(y.is_finite() && (*y == 0.0 || y.is_normal()), "call {nth}: {y:e}");
        }
    }
}

/// What is played: silence, noise up to 36 dB over full scale, a square wave, or what is no number.
fn sample_of(what: u8, amount: u8, at: u64) -> f32 {
    let level = 10f32.powf((f32::from(amount) - 192.0) / 64.0 * 36.0 / 20.0);
    match what >> 4 {
        0 => 0.0,
        1 if at.is_multiple_of(97) => {
            [f32::NAN, f32::INFINITY, f32::MAX, f32::MIN_POSITIVE / 3.0][usize::from(amount) % 4]
        }
        2..6 => [level, -level][(at / 40 % 2) as usize],
        _ => level * (2.0 * hash::unit(hash::mix(at)) - 1.0),
    }
}
