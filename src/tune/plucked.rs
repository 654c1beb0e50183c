//! Plucked strings: a wave running round a loop as long as one period, losing a little
//! treble on every turn.
//!
//! `y[n] = x[n] + g ((1 - s) y[n - N] + s y[n - N - 1])`: Karplus and Strong, *Digital
//! synthesis of plucked-string and drum timbres* (1983), with the pick-position comb,
//! all-pass tuning and decay control of Jaffe and Smith's extensions (same issue of the
//! Computer Music Journal).

use super::dsp::{Noise, OnePole, RATE_HZ, midi_hz, sample_at};

/// How a kind of string sounds.
pub struct StringKind {
    /// Seconds for the fundamental to fall by 60 dB.
    pub t60_s: f64,
    /// Treble lost per turn, `0..0.5`; 0.5 is the original averaging string.
    pub softness: f64,
    /// Where the finger plucks, as a fraction of the string from the bridge.
    pub pluck_at: f64,
    /// Corner of the finger's own low-pass at full force.
    pub finger_hz: f64,
    /// Share of scrape and nail noise in the pluck.
    pub scrape: f64,
}

/// Steel on the seven-string guitar, plucked near the rosette.
pub const GUITAR: StringKind =
    StringKind { t60_s: 4.5, softness: 0.22, pluck_at: 0.21, finger_hz: 7500.0, scrape: 0.35 };

/// Gut on the double bass, plucked at the end of the fingerboard with the side of the
/// finger.
pub const BASS: StringKind =
    StringKind { t60_s: 3.2, softness: 0.46, pluck_at: 0.30, finger_hz: 1000.0, scrape: 0.30 };

/// One pluck.
#[derive(Clone, Copy)]
pub struct Pluck {
    /// When the string is let go.
    pub start_s: f64,
    /// When the hand comes down on it again.
    pub damp_s: f64,
    /// Pitch as a MIDI note.
    pub midi: f64,
    /// Force, `0..1`: louder is also brighter.
    pub level: f64,
}

/// Seconds in which a hand silences a string by 60 dB.
const DAMPED_T60_S: f64 = 0.16;
/// Share of the way the hand sinks in per sample, about 10 ms in all: a sudden change of loss
/// would itself be a wave on the string, and click.
const LANDING: f64 = 0.002;
/// Decay of the scrape, 1.2 ms.
const SCRAPE_SAMPLES: f64 = 0.0012 * RATE_HZ;

/// Adds the pluck to `out`.
pub fn pluck(kind: &StringKind, note: Pluck, seed: u32, out: &mut [f64]) {
    let freq_hz = midi_hz(note.midi);
    // The loop filter delays by `softness` samples; the all-pass supplies what is left of
    // the period after whole samples, kept within 0.5..1.5 where its delay is flattest.
    let period = RATE_HZ / freq_hz - kind.softness;
    let whole = (period - 0.5).floor().max(2.0);
    let fraction = period - whole;
    let tuning = (1.0 - fraction) / (1.0 + fraction);

    let open_gain = gain_per_turn(kind.t60_s, freq_hz);
    let damped_gain = gain_per_turn(DAMPED_T60_S, freq_hz);

    let mut line = vec![0.0; whole as usize];
    excite(kind, note.level, freq_hz, seed, &mut line);

    let start = sample_at(note.start_s);
    let damp = sample_at(note.damp_s);
    // Ninety decibels down, nothing is left to hear.
    let end = (damp + sample_at(DAMPED_T60_S * 1.5)).min(out.len());
    let (mut last_line, mut allpass_in, mut allpass_out) = (0.0, 0.0, 0.0);
    let (mut at, mut gain) = (0, open_gain);
    for (i, frame) in out.iter_mut().enumerate().take(end).skip(start) {
        let y = line[at];
        *frame += y;
        if i >= damp {
            gain += LANDING * (damped_gain - gain);
        }
        let lost = gain * ((1.0 - kind.softness) * y + kind.softness * last_line);
        last_line = y;
        allpass_out = tuning * (lost - allpass_out) + allpass_in;
        allpass_in = lost;
        line[at] = allpass_out;
        at = if at + 1 == line.len() { 0 } else { at + 1 };
    }
}

fn gain_per_turn(t60_s: f64, freq_hz: f64) -> f64 {
    libm::pow(10.0, -3.0 / (t60_s * freq_hz))
}

/// Fills one period with the shape of the pluck. A string let go at the fraction `b` of its
/// length pushes the bridge with a rectangular wave of duty `b`, so its harmonics go as
/// `sin(pi n b) / n`; the fingertip rounds them, and the scrape of the skin or nail adds
/// noise that is reflected, inverted, from the near end.
fn excite(kind: &StringKind, level: f64, freq_hz: f64, seed: u32, line: &mut [f64]) {
    let mut noise = Noise::new(seed);
    let period = line.len();
    let echo = ((period as f64 * kind.pluck_at) as usize).max(1);
    let scrape: Vec<f64> =
        (0..period).map(|i| libm::exp(-(i as f64) / SCRAPE_SAMPLES) * noise.sample()).collect();
    let corner_hz = (kind.finger_hz * (0.35 + 0.65 * level)).max(3.0 * freq_hz);
    let (mut first, mut second) = (OnePole::new(corner_hz), OnePole::new(corner_hz * 1.7));
    // The first of two turns only settles the filters, so that the loop closes on itself.
    for turn in 0..2 {
        for (i, x) in line.iter_mut().enumerate() {
            let push = if i < echo { 1.0 } else { 0.0 } - kind.pluck_at;
            let reflected = scrape[(i + period - echo) % period];
            let force = push + kind.scrape * (scrape[i] - reflected);
            let soft = second.run(first.run(force));
            if turn == 1 {
                *x = level * soft;
            }
        }
    }
    let mean = line.iter().sum::<f64>() / period as f64;
    line.iter_mut().for_each(|x| *x -= mean);
}
