//! Sound in memory, and how many channels become one or two.

use std::ops::RangeInclusive;

use symphonia::core::audio::{Channels, Position};

/// Sample rates the chain runs at.
pub const RATES_HZ: RangeInclusive<u32> =
    *crate::chain::limits::RATES_HZ.start() as u32..=*crate::chain::limits::RATES_HZ.end() as u32;
/// The most samples, of all channels together, that fit a WAV file of four bytes each.
pub const MAX_SAMPLES: usize = (1 << 30) - 64;

/// A piece of sound: one or two channels of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Audio {
    /// Samples a second, in [`RATES_HZ`].
    pub sample_rate_hz: u32,
    /// Mono, or left and right; full scale is ±1.
    pub channels: Vec<Vec<f32>>,
}

impl Audio {
    /// Samples of one channel.
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// Length, in seconds.
    pub fn seconds(&self) -> f64 {
        self.frames() as f64 / f64::from(self.sample_rate_hz)
    }

    /// The mean of the channels.
    pub fn mono(&self) -> Vec<f32> {
        let share = 1.0 / self.channels.len().max(1) as f32;
        let mean = |frame: usize| self.channels.iter().map(|channel| channel[frame]).sum::<f32>() * share;
        (0..self.frames()).map(mean).collect()
    }
}

/// Gain of a speaker in the left and the right channel, by ITU-R BS.775: what lies between the two or behind
/// goes into both or its own side at −3 dB; the effects channel is left out.
fn place(speaker: Position) -> [f32; 2] {
    let half = std::f32::consts::FRAC_1_SQRT_2;
    let left = Position::FRONT_LEFT;
    let right = Position::FRONT_RIGHT;
    let left_side = Position::SIDE_LEFT
        | Position::REAR_LEFT
        | Position::FRONT_LEFT_CENTER
        | Position::FRONT_LEFT_WIDE
        | Position::TOP_FRONT_LEFT
        | Position::TOP_SIDE_LEFT
        | Position::TOP_REAR_LEFT
        | Position::BOTTOM_FRONT_LEFT;
    let right_side = Position::SIDE_RIGHT
        | Position::REAR_RIGHT
        | Position::FRONT_RIGHT_CENTER
        | Position::FRONT_RIGHT_WIDE
        | Position::TOP_FRONT_RIGHT
        | Position::TOP_SIDE_RIGHT
        | Position::TOP_REAR_RIGHT
        | Position::BOTTOM_FRONT_RIGHT;
    if left.contains(speaker) {
        [1.0, 0.0]
    } else if right.contains(speaker) {
        [0.0, 1.0]
    } else if left_side.contains(speaker) {
        [half, 0.0]
    } else if right_side.contains(speaker) {
        [0.0, half]
    } else if (Position::LFE1 | Position::LFE2).contains(speaker) {
        [0.0, 0.0]
    } else {
        [half, half]
    }
}

/// Gains of each channel in left and right; `None` where mono or stereo stay as they are.
///
/// All are lowered by so much that neither side is louder than full scale where all channels are, as ffmpeg does. Channels
/// without a place in the room lie alternately left and right, each side at its mean.
pub(super) fn fold_gains(layout: &Channels) -> Option<Vec<[f32; 2]>> {
    let count = layout.count();
    match layout {
        _ if count <= 2 => None,
        Channels::Positioned(speakers) => {
            let mut gains: Vec<[f32; 2]> = speakers.iter().map(place).collect();
            let sum = |side: usize| gains.iter().map(|gain| gain[side]).sum::<f32>();
            let most = sum(0).max(sum(1)).max(1.0);
            gains.iter_mut().flatten().for_each(|gain| *gain /= most);
            Some(gains)
        }
        _ => {
            let (left, right) = (1.0 / count.div_ceil(2) as f32, 1.0 / (count / 2) as f32);
            Some((0..count).map(|nth| if nth % 2 == 0 { [left, 0.0] } else { [0.0, right] }).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_and_stereo_stay_as_they_are() {
        assert_eq!(fold_gains(&Channels::Discrete(1)), None);
        assert_eq!(fold_gains(&(Position::FRONT_LEFT | Position::FRONT_RIGHT).into()), None);
    }

    #[test]
    fn the_centre_is_in_both_and_the_effects_in_none() {
        let five_one = Position::FRONT_LEFT
            | Position::FRONT_RIGHT
            | Position::FRONT_CENTER
            | Position::LFE1
            | Position::SIDE_LEFT
            | Position::SIDE_RIGHT;
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let gains = fold_gains(&five_one.into()).unwrap();
        let wanted = [[1.0, 0.0], [0.0, 1.0], [half, half], [0.0, 0.0], [half, 0.0], [0.0, half]];
        assert_eq!(gains, wanted.map(|gain| gain.map(|gain| gain / (1.0 + 2.0 * half))));
    }

    #[test]
    fn channels_without_a_place_are_shared_out() {
        let gains = fold_gains(&Channels::Discrete(5)).unwrap();
        let sum = |side: usize| gains.iter().map(|gain| gain[side]).sum::<f32>();
        assert!((sum(0) - 1.0).abs() < 1e-6 && (sum(1) - 1.0).abs() < 1e-6);
    }
}
