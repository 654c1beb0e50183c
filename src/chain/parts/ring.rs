//! The groove just cut, and the pointer that reads it.
//!
//! | quality  | between samples                      | error at 1 kHz, 5 kHz (48 kHz) |
//! |----------|--------------------------------------|--------------------------------|
//! | eco      | a straight line through 2 neighbours | −56, −28 dB                    |
//! | standard | Lagrange's cubic through 4           | −106, −50 dB                   |
//! | high     | Lagrange's fifth degree through 6    | −155, −72 dB                   |
//!
//! The delay must be at least 3 samples. Measured in `tests/chain/quality.rs`.

use crate::chain::settings::Quality;

/// A change of where the pointer reads is crossfaded over this time.
const FADE_SECONDS: f64 = 0.005;

/// A ring of groove velocity with one moving read pointer.
#[derive(Clone, Debug)]
pub struct Ring {
    samples: Vec<f32>,
    /// Samples written since the start; the next one goes to this place.
    written: usize,
    /// Samples written since the last reset or jump: older ones belong to another part of the song.
    captured: usize,
    /// Whole samples by which the pointer lies further back: a locked groove.
    back: usize,
    /// Samples from the pointer back to the place it is fading away from; may be negative.
    fading_from: f64,
    /// Left of the fade, from 1 to 0, and its step.
    fade: f32,
    fade_step: f32,
}

impl Ring {
    /// Allocates room for at least `length` samples.
    pub fn new(length: usize) -> Self {
        Self {
            samples: vec![0.0; length.next_power_of_two()],
            written: 0,
            captured: 0,
            back: 0,
            fading_from: 0.0,
            fade: 0.0,
            fade_step: 1.0,
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.samples.fill(0.0);
        (self.written, self.captured, self.back, self.fade) = (0, 0, 0, 0.0);
    }

    /// The delay has jumped: fades over from what lay `from` samples further back.
    pub fn jump(&mut self, from: f64, sample_rate_hz: f64) {
        if self.written > 0 {
            self.fade_from(from, FADE_SECONDS * sample_rate_hz);
        }
        self.captured = 0;
    }

    /// Locks the pointer `back` samples behind the place that lies `behind` back already, or lets it go with 0; both by a
    /// crossfade. Returns whether it is so: without so much groove captured it does not lock.
    pub fn lock(&mut self, back: usize, behind: usize, sample_rate_hz: f64) -> bool {
        let margin = (0.05 * sample_rate_hz) as usize;
        let room = back == 0 || back + behind + margin <= self.captured.min(self.samples.len());
        let back = if room { back } else { 0 };
        if back != self.back {
            // A jump that has just begun fading is part of the same change.
            let pending = if self.fade == 1.0 { self.fading_from } else { 0.0 };
            self.fade_from(pending + self.back as f64 - back as f64, FADE_SECONDS * sample_rate_hz);
            self.back = back;
        }
        room
    }

    /// The pointer jumps within the same song: fades over from what lay `from` samples further back.
    pub fn fade_from(&mut self, from: f64, fade_samples: f64) {
        self.fading_from = from;
        self.fade = 1.0;
        self.fade_step = (1.0 / fade_samples) as f32;
    }

    /// Writes without reading.
    pub fn write(&mut self, samples: &[f32]) {
        let mask = self.samples.len() - 1;
        for v in samples {
            self.samples[self.written & mask] = *v;
            self.written += 1;
        }
        self.captured = (self.captured + samples.len()).min(self.samples.len());
    }

    /// Writes each sample and reads the one `delay(i)` samples before it.
    #[inline]
    pub fn process(&mut self, groove: &mut [f32], quality: Quality, delay: impl Fn(usize) -> f64) {
        match quality {
            Quality::Eco => self.run::<Linear>(groove, delay),
            Quality::Standard => self.run::<Cubic>(groove, delay),
            Quality::High => self.run::<Fifth>(groove, delay),
        }
    }

    #[inline]
    fn run<C: Curve>(&mut self, groove: &mut [f32], delay: impl Fn(usize) -> f64) {
        let mask = self.samples.len() - 1;
        for (i, v) in groove.iter_mut().enumerate() {
            self.samples[self.written & mask] = *v;
            let behind = delay(i);
            let mut y = self.read::<C>(self.written, behind + self.back as f64);
            if self.fade > 0.0 {
                let from = (behind + self.back as f64 + self.fading_from).max(3.0);
                y += (self.read::<C>(self.written, from) - y) * self.fade;
                self.fade -= self.fade_step;
            }
            *v = y;
            self.written += 1;
        }
        self.captured = (self.captured + groove.len()).min(self.samples.len());
    }

    /// Adds what lay `delay(i)` samples before each of the samples just processed, times `gain(i)`; nothing where not
    /// so much was captured.
    pub fn add(&self, groove: &mut [f32], delay: impl Fn(usize) -> f64, gain: impl Fn(usize) -> f32) {
        let first = self.written.wrapping_sub(groove.len());
        for (i, v) in groove.iter_mut().enumerate() {
            let behind = delay(i);
            if (behind as usize) + 8 < self.captured {
                *v += gain(i) * self.read::<Cubic>(first.wrapping_add(i), behind);
            }
        }
    }

    /// The curve at the place `behind` samples before sample `now`.
    #[inline(always)]
    fn read<C: Curve>(&self, now: usize, behind: f64) -> f32 {
        let mask = self.samples.len() - 1;
        // Rounded up without a call; a delay is never negative, so a cast is its floor.
        let cut = behind as usize;
        let whole = cut + usize::from((cut as f64) < behind);
        let t = (whole as f64 - behind) as f32;
        let at = now.wrapping_sub(whole).wrapping_sub(2);
        C::between(|n| self.samples[at.wrapping_add(n) & mask], t)
    }
}

/// A curve through six samples, of which it may leave some unread.
trait Curve {
    /// The value between samples 2 and 3, `t` of the way.
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32;
}

struct Linear;
struct Cubic;
struct Fifth;

impl Curve for Linear {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        x(2) + (x(3) - x(2)) * t
    }
}

impl Curve for Cubic {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        let (a, b, c, d) = (x(1), x(2), x(3), x(4));
        let c1 = c - a * (1.0 / 3.0) - b * 0.5 - d * (1.0 / 6.0);
        let c2 = 0.5 * (a + c) - b;
        let c3 = (d - a) * (1.0 / 6.0) + 0.5 * (b - c);
        ((c3 * t + c2) * t + c1) * t + b
    }
}

impl Curve for Fifth {
    #[inline(always)]
    fn between(x: impl Fn(usize) -> f32, t: f32) -> f32 {
        let (a, b, c, d, e, f) = (t + 2.0, t + 1.0, t, t - 1.0, t - 2.0, t - 3.0);
        let (left, middle, right) = (a * b, c * d, e * f);
        x(0) * (b * middle * right) * (-1.0 / 120.0)
            + x(1) * (a * middle * right) * (1.0 / 24.0)
            + x(2) * (left * d * right) * (-1.0 / 12.0)
            + x(3) * (left * c * right) * (1.0 / 12.0)
            + x(4) * (left * middle * f) * (-1.0 / 24.0)
            + x(5) * (left * middle * e) * (1.0 / 120.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_pointer_is_a_delay() {
        let mut ring = Ring::new(64);
        let mut ramp: Vec<f32> = (0..200).map(|i| i as f32).collect();
        ring.process(&mut ramp, Quality::Standard, |_| 4.25);
        for (i, y) in ramp.iter().enumerate().skip(8) {
            assert!((y - (i as f32 - 4.25)).abs() < 1e-3, "{i}: {y}");
        }
    }

    #[test]
    fn a_locked_groove_repeats_and_lets_go() {
        let rate = 1000.0;
        let turn = |n: usize| ((n * 37) % 100) as f32;
        let mut ring = Ring::new(1000);
        let mut first: Vec<f32> = (0..300).map(turn).collect();
        ring.process(&mut first, Quality::Standard, |_| 3.0);
        assert!(ring.lock(100, 3, rate));
        let mut locked: Vec<f32> = vec![7.0; 100];
        ring.process(&mut locked, Quality::Standard, |_| 3.0);
        for (i, y) in locked.iter().enumerate().skip(10) {
            assert_eq!(*y, turn(197 + i), "{i}");
        }
        assert!(ring.lock(0, 3, rate));
        let mut free = vec![5.0; 20];
        ring.process(&mut free, Quality::Standard, |_| 3.0);
        assert_eq!(free[19], 5.0);
    }

    #[test]
    fn nothing_locks_before_a_turn_was_captured() {
        let mut ring = Ring::new(1000);
        let mut short = vec![1.0; 80];
        ring.process(&mut short, Quality::Standard, |_| 3.0);
        assert!(!ring.lock(100, 3, 1000.0));
        assert_eq!(ring.back, 0);
    }
}
