//! The room: eight delay lines fed back through a matrix that loses nothing, so that only
//! the walls decide how long the sound lives.
//!
//! A feedback delay network (Jot and Chaigne, 1991) with the Householder matrix
//! `A = I - (2/8) 1 1^T`; a line of `d` seconds is turned down by `10^(-3 d / T60)`.

use super::dsp::{Biquad, OnePole, RATE_HZ};

/// Reverberation time of a small panelled hall.
const T60_S: f64 = 1.15;
/// The walls swallow treble: corner of the loss in each line.
const WALLS_HZ: f64 = 5200.0;
/// First reflection.
const PREDELAY_S: f64 = 0.011;
/// Line lengths in samples: primes, so that echoes do not pile up.
const LINES: [usize; 8] = [1009, 1187, 1381, 1567, 1789, 2003, 2251, 2503];
/// Early reflections as (seconds, gain left, gain right): walls, floor and ceiling.
const EARLY: [(f64, f64, f64); 6] = [
    (0.0073, 0.30, 0.12),
    (0.0107, 0.10, 0.30),
    (0.0171, 0.22, 0.14),
    (0.0196, 0.12, 0.21),
    (0.0263, 0.16, 0.08),
    (0.0317, 0.07, 0.15),
];

struct Line {
    buffer: Vec<f64>,
    at: usize,
    walls: OnePole,
    gain: f64,
}

/// Adds the room's answer to `send` (mono) to the stereo mix.
pub fn add_room(send: &[f64], mix: &mut [[f64; 2]]) {
    let mut lines = LINES.map(|length| Line {
        buffer: vec![0.0; length],
        at: 0,
        walls: OnePole::new(WALLS_HZ),
        gain: libm::pow(10.0, -3.0 * length as f64 / RATE_HZ / T60_S),
    });
    let early = EARLY.map(|(delay_s, l, r)| ((delay_s * RATE_HZ) as usize, l, r));
    let predelay = (PREDELAY_S * RATE_HZ) as usize;
    // Bass in the tail only muddies a small room.
    let mut floor = Biquad::high_pass(160.0, 0.7);
    let past = |i: usize, delay: usize| if i < delay { 0.0 } else { send[i - delay] };

    for (i, frame) in mix.iter_mut().enumerate() {
        for &(delay, l, r) in &early {
            let x = past(i, delay);
            frame[0] += l * x;
            frame[1] += r * x;
        }
        let input = floor.run(past(i, predelay));
        let mut outs = [0.0; 8];
        for (o, line) in outs.iter_mut().zip(&mut lines) {
            *o = line.gain * line.walls.run(line.buffer[line.at]);
        }
        let shared = outs.iter().sum::<f64>() / 4.0;
        for (k, line) in lines.iter_mut().enumerate() {
            // Alternating signs keep the sends from adding up before the tail is dense.
            let feed = if k % 3 == 0 { -input } else { input };
            line.buffer[line.at] = outs[k] - shared + feed;
            line.at = (line.at + 1) % line.buffer.len();
        }
        frame[0] += 0.35 * (outs[0] - outs[2] + outs[4] - outs[6]);
        frame[1] += 0.35 * (outs[1] - outs[3] + outs[5] - outs[7]);
    }
}
