//! What is played: three voices, strokes of noise and a rest, out of sums and products alone.
//!
//! No sine is taken of any library, so the programme is the same on every machine.

/// Pitch of each voice, in Hz, and its amplitude.
const VOICES: [(f64, f64); 4] = [(110.0, 0.10), (233.7, 0.09), (1318.5, 0.05), (5274.0, 0.02)];
/// How far apart the channels are tuned.
const DETUNED: f64 = 1.003;
/// Strokes a second, and how loud one begins.
const STROKES_HZ: f64 = 7.0;
const STROKE: f64 = 0.25;
/// A rest near the end, in seconds.
const REST_S: [f64; 2] = [0.31, 0.35];

/// So many channels of so many samples.
pub fn programme(sample_rate_hz: f64, channels: usize, frames: usize) -> Vec<Vec<f32>> {
    (0..channels).map(|channel| voice(sample_rate_hz, channel, frames)).collect()
}

fn voice(sample_rate_hz: f64, channel: usize, frames: usize) -> Vec<f32> {
    let tuned = if channel == 0 { 1.0 } else { DETUNED };
    let sample = |n: usize| {
        let seconds = n as f64 / sample_rate_hz;
        if (REST_S[0]..REST_S[1]).contains(&seconds) {
            return 0.0;
        }
        let tones: f64 = VOICES.iter().map(|(hz, level)| level * wave(hz * tuned * seconds)).sum();
        let fade = 1.0 - part(seconds * STROKES_HZ);
        (tones + STROKE * fade * fade * fade * noise(n as u64, channel as u64)) as f32
    };
    (0..frames).map(sample).collect()
}

/// A wave close to a sine, of parabolas; the phase is in turns.
fn wave(turns: f64) -> f64 {
    let half = part(turns) * 2.0;
    if half < 1.0 { 4.0 * half * (1.0 - half) } else { -4.0 * (half - 1.0) * (2.0 - half) }
}

/// What lies behind the point.
pub fn part(x: f64) -> f64 {
    x - x.floor()
}

/// White noise, −1…1, by its place.
fn noise(n: u64, channel: u64) -> f64 {
    let bits = scramble(n * 2 + channel);
    (bits >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// A number made of a number, without pattern (splitmix64).
pub fn scramble(n: u64) -> u64 {
    let z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_loud_as_music_and_never_clips() {
        for channel in programme(48_000.0, 2, 19_200) {
            let peak = channel.iter().fold(0.0f32, |peak, v| peak.max(v.abs()));
            let power = channel.iter().map(|v| v * v).sum::<f32>() / 19_200.0;
            assert!((0.3..1.0).contains(&peak), "{peak}");
            assert!((0.08..0.25).contains(&power.sqrt()), "{power}");
        }
    }
}
