//! LEARN: how much louder or quieter the disc makes this song, by listening to both for ten seconds.
//!
//! The level match hears no music and is off by a dB or two on most; what it is off by is `level_trim`. The panel asks, the audio
//! thread measures (integrated loudness, ITU-R BS.1770), the panel sets the parameter.

use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use atomic_float::AtomicF32;
use ebur128::{EbuR128, Mode};

/// Seconds of sound that are listened to, and how loud it is to be at least.
pub const LEARN_SECONDS: f32 = 10.0;
/// See [`LEARN_SECONDS`].
pub const LEAST_LUFS: f64 = -50.0;
/// The song is looked at so often.
const LOOK_SECONDS: f32 = 0.1;

const IDLE: u8 = 0;
const ASKED: u8 = 1;
const LISTENING: u8 = 2;
const LEARNT: u8 = 3;

/// What panel and audio thread know of it.
pub struct Learn {
    stage: AtomicU8,
    heard_seconds: AtomicF32,
    /// Level of the input against the output, in dB.
    off_db: AtomicF32,
    /// Whether the last look found sound.
    is_heard: AtomicU8,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LearnState {
    /// Nobody asked.
    Idle,
    /// It listens; so many seconds of sound are still to come.
    Listening {
        /// Seconds.
        left_seconds: f32,
        /// Whether there is sound now, above [`LEAST_LUFS`].
        is_heard: bool,
    },
}

impl Default for Learn {
    fn default() -> Self {
        Self {
            stage: AtomicU8::new(IDLE),
            heard_seconds: AtomicF32::new(0.0),
            off_db: AtomicF32::new(0.0),
            is_heard: AtomicU8::new(0),
        }
    }
}

impl Learn {
    /// Begins to listen; or stops, if it listens already.
    pub fn toggle(&self) {
        let is_idle = self.state() == LearnState::Idle;
        self.heard_seconds.store(0.0, Relaxed);
        self.is_heard.store(0, Relaxed);
        self.stage.store(if is_idle { ASKED } else { IDLE }, Release);
    }

    /// How far it has come.
    pub fn state(&self) -> LearnState {
        match self.stage.load(Acquire) {
            ASKED | LISTENING => LearnState::Listening {
                left_seconds: (LEARN_SECONDS - self.heard_seconds.load(Relaxed)).max(0.0),
                is_heard: self.is_heard.load(Relaxed) != 0,
            },
            _ => LearnState::Idle,
        }
    }

    /// There was enough: the disc must be so many dB louder. Nothing, where it was given up meanwhile.
    pub fn finish(&self, off_db: f32) {
        if !off_db.is_finite() {
            return;
        }
        self.off_db.store(off_db, Relaxed);
        let ended = |stage| matches!(stage, ASKED | LISTENING).then_some(LEARNT);
        let _given_up = self.stage.fetch_update(Release, Relaxed, ended);
    }

    /// What was learnt, once: by how many dB the disc must be louder.
    pub fn take(&self) -> Option<f32> {
        self.stage.compare_exchange(LEARNT, IDLE, Acquire, Relaxed).ok().map(|_| self.off_db.load(Relaxed))
    }
}

/// The audio thread's side: two meters, made where allocating is allowed.
pub(super) struct Listener {
    meters: Option<[EbuR128; 2]>,
    channels: usize,
    rate_hz: f32,
    /// Seconds since the last look.
    since_look_seconds: f32,
}

impl Listener {
    /// Allocates, for so many channels.
    pub(super) fn new(channels: usize, rate_hz: f32) -> Self {
        let meter = || {
            let mode = Mode::I | Mode::M | Mode::HISTOGRAM;
            let meter = EbuR128::new(channels as u32, rate_hz as u32, mode).ok()?;
            // Tables that are made at the first use are made here.
            let _none_yet = meter.loudness_global();
            Some(meter)
        };
        let meters = meter().zip(meter()).map(|(input, output)| [input, output]);
        Self { meters, channels, rate_hz, since_look_seconds: 0.0 }
    }

    /// Hears what goes in. Whether anybody asked.
    pub(super) fn hear_input(&mut self, input: &[&mut [f32]], learn: &Learn) -> bool {
        let stage = learn.stage.load(Acquire);
        let Some([before, behind]) = self.meters.as_mut().filter(|_| input.len() == self.channels) else {
            return false;
        };
        if stage == ASKED {
            before.reset();
            behind.reset();
            self.since_look_seconds = 0.0;
            // A panel that has given up meanwhile is not asked again.
            let _given_up = learn.stage.compare_exchange(ASKED, LISTENING, Relaxed, Relaxed);
        }
        if stage != ASKED && stage != LISTENING {
            return false;
        }
        add(before, input);
        true
    }

    /// Hears what comes out for it, and ends when there was enough.
    pub(super) fn hear_output(&mut self, output: &[&mut [f32]], learn: &Learn) {
        let Some([before, behind]) = &mut self.meters else { return };
        add(behind, output);
        self.since_look_seconds += output.first().map_or(0, |channel| channel.len()) as f32 / self.rate_hz;
        if self.since_look_seconds < LOOK_SECONDS {
            return;
        }
        let is_heard = before.loudness_momentary().is_ok_and(|lufs| lufs > LEAST_LUFS);
        learn.is_heard.store(u8::from(is_heard), Relaxed);
        let seconds = std::mem::take(&mut self.since_look_seconds);
        if !is_heard {
            return;
        }
        let heard_seconds = learn.heard_seconds.load(Relaxed) + seconds;
        learn.heard_seconds.store(heard_seconds, Relaxed);
        if heard_seconds < LEARN_SECONDS {
            return;
        }
        if let (Ok(wanted), Ok(is)) = (before.loudness_global(), behind.loudness_global())
            && wanted.is_finite()
            && is.is_finite()
        {
            learn.finish((wanted - is) as f32);
        }
    }
}

/// Not-a-number and what is beyond all music count as silence: one such sample would spoil the sum for good.
fn add(meter: &mut EbuR128, channels: &[&mut [f32]]) {
    let fits = |channel: &[f32]| channel.iter().all(|v| v.abs() < 64.0);
    let (left, right) = match channels {
        [mono] => (&**mono, None),
        [left, right, ..] => (&**left, Some(&**right)),
        [] => return,
    };
    if !fits(left) || !right.is_none_or(fits) {
        return;
    }
    let _too_few = match right {
        None => meter.add_frames_planar_f32(&[left]),
        Some(right) => meter.add_frames_planar_f32(&[left, right]),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f32 = 48_000.0;

    /// So many seconds of a tone, and of the same at another level behind it.
    fn listen(listener: &mut Listener, learn: &Learn, seconds: f32, input: f32, output: f32) {
        for block in 0..(seconds * RATE_HZ / 480.0) as usize {
            let wave = |level: f32| -> Vec<f32> {
                (0..480).map(|i| level * ((block * 480 + i) as f32 * 0.13).sin()).collect()
            };
            let (mut before, mut behind) = (wave(input), wave(output));
            if listener.hear_input(&[&mut before], learn) {
                listener.hear_output(&[&mut behind], learn);
            }
        }
    }

    #[test]
    fn ten_seconds_of_sound_tell_what_the_disc_is_off_by() {
        let (learn, mut listener) = (Learn::default(), Listener::new(1, RATE_HZ));
        listen(&mut listener, &learn, 12.0, 0.2, 0.1);
        assert_eq!((learn.state(), learn.take()), (LearnState::Idle, None), "nobody asked");
        learn.toggle();
        listen(&mut listener, &learn, 5.0, 0.0, 0.1);
        let LearnState::Listening { left_seconds, is_heard } = learn.state() else { panic!() };
        assert!(left_seconds == LEARN_SECONDS && !is_heard, "silence teaches nothing");
        listen(&mut listener, &learn, 6.0, 0.2, 0.1);
        let LearnState::Listening { left_seconds, is_heard } = learn.state() else { panic!() };
        assert!((3.5..=4.6).contains(&left_seconds) && is_heard, "{left_seconds}");
        listen(&mut listener, &learn, 5.0, 0.2, 0.1);
        let off_db = learn.take().unwrap();
        assert!((off_db - 6.02).abs() < 0.3, "{off_db}");
        assert_eq!((learn.state(), learn.take()), (LearnState::Idle, None), "it is told once");
    }

    #[test]
    fn what_was_given_up_teaches_nothing_and_garbage_spoils_nothing() {
        let (learn, mut listener) = (Learn::default(), Listener::new(1, RATE_HZ));
        learn.toggle();
        listen(&mut listener, &learn, 5.0, 0.2, 0.1);
        learn.toggle();
        listen(&mut listener, &learn, 12.0, 0.2, 0.1);
        assert_eq!((learn.state(), learn.take()), (LearnState::Idle, None));
        learn.toggle();
        let mut garbage = [f32::NAN; 64];
        assert!(listener.hear_input(&[&mut garbage], &learn));
        listen(&mut listener, &learn, 12.0, 0.1, 0.2);
        assert!((learn.take().unwrap() + 6.02).abs() < 0.3);
    }
}
