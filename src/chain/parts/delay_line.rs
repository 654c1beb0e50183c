//! The groove just cut, and the pointer that reads it, between samples by [`Interpolation`].
//!
//! The delay must be at least [`MIN_DELAY_SAMPLES`].

use super::delay::Delay;
use super::interpolation::{Cubic, Fifth, Interpolation, Linear, TAPS};
use super::ramp::{GRID, Ramp};
use crate::params::Quality;

/// The shortest delay, in samples: the curves between samples reach so far on their late side.
pub(in crate::chain) const MIN_DELAY_SAMPLES: f64 = 3.0;
/// A delay that changes by more than this within a cell, in samples, has leapt: it is faded across instead of bending the
/// pitch.
pub(in crate::chain) const LEAP_SAMPLES: f64 = 0.15 * GRID as f64;
/// A delay that glides bends the pitch by no more than this: half of what is heard on a piano.
pub(in crate::chain) const MAX_PITCH_BEND: f64 = 0.005;
/// A change of where the pointer reads is crossfaded over this time.
const POINTER_FADE_SECONDS: f64 = 0.005;

/// A ring of groove velocity with one moving read pointer.
#[derive(Clone, Debug)]
pub(in crate::chain) struct DelayLine {
    samples: Vec<f32>,
    /// Samples written since the start; the next one goes to this place.
    written: u64,
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

impl DelayLine {
    /// Allocates room for delays of up to `length` samples.
    pub(in crate::chain) fn new(length: usize) -> Self {
        Self {
            samples: vec![0.0; (length + WINDOW).next_power_of_two()],
            written: 0,
            captured: 0,
            back: 0,
            fading_from: 0.0,
            fade: 0.0,
            fade_step: 1.0,
        }
    }

    /// Forgets the past. The samples stay where they are and are read as zeros ([`DelayLine::copy`]): to clear megabytes
    /// would take longer than a block may.
    pub(in crate::chain) fn reset(&mut self) {
        (self.written, self.captured, self.back, self.fade) = (0, 0, 0, 0.0);
    }

    /// The delay has jumped: fades over from what lay `from` samples further back.
    pub(in crate::chain) fn jump(&mut self, from: f64, sample_rate_hz: f64) {
        if self.written > 0 {
            self.fade_from(from, POINTER_FADE_SECONDS * sample_rate_hz);
        }
        self.captured = 0;
    }

    /// Locks the pointer `back` samples behind the place that lies `behind` back already, or lets it go with 0; both by a
    /// crossfade. Returns whether it is so: without so much groove captured it does not lock.
    pub(in crate::chain) fn lock(&mut self, back: usize, behind: usize, sample_rate_hz: f64) -> bool {
        let margin = (0.05 * sample_rate_hz) as usize;
        let room = back == 0 || back + behind + margin <= self.captured.min(self.samples.len());
        let back = if room { back } else { 0 };
        if back != self.back {
            // A jump that has just begun fading is part of the same change.
            let pending = if self.fade == 1.0 { self.fading_from } else { 0.0 };
            self.fade_from(pending + self.back as f64 - back as f64, POINTER_FADE_SECONDS * sample_rate_hz);
            self.back = back;
        }
        room
    }

    /// Whether the ring reaches so far back, where a groove may be locked.
    pub(in crate::chain) fn reaches(&self, behind: usize) -> bool {
        self.back + behind + WINDOW <= self.samples.len()
    }

    /// The pointer jumps within the same song: fades over from what lay `from` samples further back.
    pub(in crate::chain) fn fade_from(&mut self, from: f64, fade_samples: f64) {
        self.fading_from = from;
        self.fade = 1.0;
        self.fade_step = (1.0 / fade_samples) as f32;
    }

    /// Writes without reading; a grid cell at most.
    #[inline(always)]
    pub(in crate::chain) fn write(&mut self, samples: &[f32]) {
        let at = self.written as usize & (self.samples.len() - 1);
        let (before_end, from_start) = samples.split_at(samples.len().min(self.samples.len() - at));
        self.samples[at..at + before_end.len()].copy_from_slice(before_end);
        self.samples[..from_start.len()].copy_from_slice(from_start);
        self.written += samples.len() as u64;
        self.captured = self.captured.saturating_add(samples.len());
    }

    /// Writes each sample and reads the one `delay` before it; a grid cell at most, of which the first sample is number
    /// `first`.
    #[inline(always)]
    pub(in crate::chain) fn process(
        &mut self,
        groove: &mut [f32],
        quality: Quality,
        delay: Delay,
        first: usize,
    ) {
        match quality {
            Quality::Eco => self.run::<Linear>(groove, delay, first),
            Quality::Standard => self.run::<Cubic>(groove, delay, first),
            Quality::High => self.run::<Fifth>(groove, delay, first),
        }
    }

    #[inline(always)]
    fn run<I: Interpolation>(&mut self, groove: &mut [f32], delay: Delay, first: usize) {
        self.write(groove);
        let delay = delay.longer(self.back as f64);
        self.read::<I>(groove, delay, first);
        if self.fade > 0.0 {
            let mut cell = [0.0; GRID];
            let past = &mut cell[..groove.len()];
            self.read::<I>(past, delay.longer(self.fading_from), first);
            for (v, past) in groove.iter_mut().zip(past.iter()) {
                if self.fade > 0.0 {
                    *v += (past - *v) * self.fade;
                    self.fade -= self.fade_step;
                }
            }
        }
    }

    /// Adds what lay `delay` before each of the samples just processed, times `gain`; nothing where not so much was
    /// captured.
    #[inline(always)]
    pub(in crate::chain) fn add(&self, groove: &mut [f32], delay: Delay, gain: Ramp, first: usize) {
        let mut cell = [0.0; GRID];
        let past = &mut cell[..groove.len()];
        self.read::<Cubic>(past, delay, first);
        let captured_before = self.captured - groove.len();
        for (i, (v, past)) in groove.iter_mut().zip(past.iter()).enumerate() {
            if delay.at(first + i) as usize + 8 < (captured_before + i).min(self.samples.len() - WINDOW) {
                *v += gain.at(first + i) * past;
            }
        }
    }

    /// What lies `delay` before each of the samples just written.
    #[inline(always)]
    fn read<I: Interpolation>(&self, out: &mut [f32], delay: Delay, first: usize) {
        let count = out.len();
        // Whole samples by which all of the grid cell is behind are counted apart: the rest is small and exact enough. No
        // pointer leaves the ring.
        let (a, b) = (delay.at(0), delay.at(GRID));
        let base = (a.min(b) as usize).clamp(MIN_DELAY, self.samples.len() - WINDOW);
        let (from, step) = ((delay.from - base as f64) as f32, delay.step as f32);
        let behind = |i: usize| {
            let behind = from + step * (first + i) as i32 as f32;
            if behind > 0.0 { behind } else { 0.0 }
        };
        let up = |x: f32| {
            let cut = x as i32;
            cut as usize + usize::from((cut as f32) < x)
        };
        // The groove from the sample furthest behind to the one least so.
        let (up_first, up_last) = (up(behind(0)), up(behind(count - 1)));
        let most = up_first.max(up_last).min(MAX_DELAY_CHANGE);
        let (length, behind_all) = (count + most + TAPS, count + base + most + 2);
        let mut copied;
        let window = match self.written_in_a_row(length, behind_all) {
            Some(window) => window,
            None => {
                copied = [0.0; WINDOW];
                self.copy(&mut copied[..length], behind_all);
                &copied[..length]
            }
        };
        // Where the whole part stands still, neighbours are read side by side.
        if up_first == up_last {
            return read_row::<I>(out, &window[most - up_first.min(most)..], up_first, behind);
        }
        let mut i = 0;
        while i < count {
            let whole = up(behind(i));
            let mut end = count;
            while up(behind(end - 1)) != whole {
                end -= 1;
            }
            read_row::<I>(&mut out[i..end], &window[i + most - whole.min(most)..], whole, |n| behind(i + n));
            i = end;
        }
    }

    /// So many samples from the one `behind` the next to be written on, where all were written since the last reset and the ring
    /// does not end between them.
    fn written_in_a_row(&self, length: usize, behind: usize) -> Option<&[f32]> {
        if behind as u64 > self.written {
            return None;
        }
        let at = (self.written as usize).wrapping_sub(behind) & (self.samples.len() - 1);
        self.samples.get(at..at + length)
    }

    /// The samples from the one `behind` the next to be written on; zeros where none was written since the last reset.
    fn copy(&self, out: &mut [f32], behind: usize) {
        let unwritten =
            behind.saturating_sub(usize::try_from(self.written).unwrap_or(usize::MAX)).min(out.len());
        let (unwritten, out) = out.split_at_mut(unwritten);
        unwritten.fill(0.0);
        let at = (self.written as usize).wrapping_sub(behind - unwritten.len()) & (self.samples.len() - 1);
        let (before_end, from_start) = out.split_at_mut(out.len().min(self.samples.len() - at));
        before_end.copy_from_slice(&self.samples[at..at + before_end.len()]);
        from_start.copy_from_slice(&self.samples[..from_start.len()]);
    }
}

/// Reads neighbours side by side, where the whole part of the delay stands still.
#[inline(always)]
fn read_row<I: Interpolation>(out: &mut [f32], row: &[f32], whole: usize, behind: impl Fn(usize) -> f32) {
    // Written out: a call that is not inlined is compiled for the lowest level of instructions.
    let count = out.len();
    let taps: [&[f32]; TAPS] = [
        &row[..count],
        &row[1..1 + count],
        &row[2..2 + count],
        &row[3..3 + count],
        &row[4..4 + count],
        &row[5..5 + count],
    ];
    for (n, y) in out.iter_mut().enumerate() {
        *y = I::between(|tap| taps[tap][n], whole as f32 - behind(n));
    }
}

/// Least delay: what the longest curve needs on its late side.
const MIN_DELAY: usize = MIN_DELAY_SAMPLES as usize;
/// Most samples by which a delay may change within a grid cell.
const MAX_DELAY_CHANGE: usize = 2 * GRID;
const WINDOW: usize = GRID + MAX_DELAY_CHANGE + TAPS;

#[cfg(test)]
mod tests {
    use super::*;

    fn play(ring: &mut DelayLine, samples: &mut [f32], delay: f64) {
        for cell in samples.chunks_mut(GRID) {
            ring.process(cell, Quality::Standard, Delay::new(delay, delay), 0);
        }
    }

    #[test]
    fn a_moving_pointer_reads_between_samples_however_the_cell_is_cut() {
        for (from, to) in [(9.3, 9.1), (5.0, 12.5), (40.75, 10.0), (10.0, 41.5)] {
            let delay = Delay::new(from, to);
            let (mut whole, mut cut) = (DelayLine::new(128), DelayLine::new(128));
            let ramp: Vec<f32> = (0..96).map(|i| i as f32).collect();
            let (mut a, mut b) = (ramp.clone(), ramp);
            for (n, (a, b)) in a.chunks_mut(GRID).zip(b.chunks_mut(GRID)).enumerate() {
                whole.process(a, Quality::High, delay, 0);
                let mut at = 0;
                for length in [1, 7, 3, 20, 1] {
                    cut.process(&mut b[at..at + length], Quality::High, delay, at);
                    at += length;
                }
                assert_eq!(a, b, "{from} to {to}");
                for (i, y) in a.iter().enumerate().filter(|_| n == 2) {
                    let wanted = (n * GRID + i) as f64 - delay.at(i);
                    assert!((f64::from(*y) - wanted).abs() < 1e-4, "{from} to {to}: {i}: {y}, not {wanted}");
                }
            }
        }
    }

    #[test]
    fn at_the_end_of_the_ring_cut_blocks_give_the_same_bits() {
        for delay in [90.0, 120.0, 127.0, 150.0, 4000.0].map(|delay| Delay::new(delay, delay + 5.0)) {
            let (mut whole, mut cut) = (DelayLine::new(8), DelayLine::new(8));
            let wave: Vec<f32> = (0..320).map(|i| ((i * 7919) % 101) as f32).collect();
            let (mut a, mut b) = (wave.clone(), wave);
            for cell in a.chunks_mut(GRID) {
                whole.process(cell, Quality::Standard, delay, 0);
                whole.add(cell, delay.longer(3.0), Ramp::constant(0.5), 0);
            }
            for cell in b.chunks_mut(GRID) {
                for (i, v) in cell.iter_mut().enumerate() {
                    cut.process(std::slice::from_mut(v), Quality::Standard, delay, i);
                    cut.add(std::slice::from_mut(v), delay.longer(3.0), Ramp::constant(0.5), i);
                }
            }
            assert_eq!(a, b, "{delay:?}");
        }
    }

    #[test]
    fn a_still_pointer_is_a_delay() {
        let mut ring = DelayLine::new(64);
        let mut ramp: Vec<f32> = (0..200).map(|i| i as f32).collect();
        play(&mut ring, &mut ramp, 4.25);
        for (i, y) in ramp.iter().enumerate().skip(8) {
            assert!((y - (i as f32 - 4.25)).abs() < 1e-3, "{i}: {y}");
        }
    }

    #[test]
    fn after_a_reset_nothing_of_before_is_read() {
        let (mut used, mut new) = (DelayLine::new(64), DelayLine::new(64));
        play(&mut used, &mut [1.0; 500], 4.25);
        used.reset();
        for delay in [3.0, 40.5, 70.0] {
            let mut after: Vec<f32> = (0..300).map(|i| i as f32).collect();
            let mut wanted = after.clone();
            play(&mut used, &mut after, delay);
            play(&mut new, &mut wanted, delay);
            assert_eq!(after, wanted, "{delay}");
        }
    }

    #[test]
    fn a_locked_groove_repeats_and_lets_go() {
        let rate = 1000.0;
        let turn = |n: usize| ((n * 37) % 100) as f32;
        let mut ring = DelayLine::new(1000);
        let mut first: Vec<f32> = (0..300).map(turn).collect();
        play(&mut ring, &mut first, 3.0);
        assert!(ring.lock(100, 3, rate));
        let mut locked: Vec<f32> = vec![7.0; 100];
        play(&mut ring, &mut locked, 3.0);
        for (i, y) in locked.iter().enumerate().skip(10) {
            assert_eq!(*y, turn(197 + i), "{i}");
        }
        assert!(ring.lock(0, 3, rate));
        let mut free = vec![5.0; 20];
        play(&mut ring, &mut free, 3.0);
        assert_eq!(free[19], 5.0);
    }

    #[test]
    fn nothing_locks_before_a_turn_was_captured() {
        let mut ring = DelayLine::new(1000);
        let mut short = vec![1.0; 80];
        play(&mut ring, &mut short, 3.0);
        assert!(!ring.lock(100, 3, 1000.0));
        assert_eq!(ring.back, 0);
    }
}
