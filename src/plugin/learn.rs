//! LEARN: how much louder or quieter the disc makes this song, by listening to both for ten seconds.
//!
//! The level match hears no music and is off by a dB or two on most; what it is off by is `level_trim`. The panel asks, the audio
//! thread measures (integrated loudness, ITU-R BS.1770), the panel sets the parameter.

use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};

use crossbeam_queue::ArrayQueue;
use ebur128::{EbuR128, Mode};

use crate::sync::{AtomicF32, AtomicU32};

/// Seconds of sound that are listened to, and how loud it is to be at least.
pub const LEARN_SECONDS: f32 = 10.0;
/// See [`LEARN_SECONDS`].
pub const LEAST_LUFS: f64 = -50.0;
/// The song is looked at so often.
const LOOK_SECONDS: f32 = 0.1;

/// One meter for what goes in, one for what comes out. Made and freed off the audio thread.
type Meters = Box<[EbuR128; 2]>;

/// What panel and audio thread know of it.
pub struct Learn {
    /// Number of what is asked for now; 0 where nothing is.
    request: AtomicU32,
    /// Number of the last request, of the one that was heard, and of the one that is answered.
    last: AtomicU32,
    heard: AtomicU32,
    answered: AtomicU32,
    heard_seconds: AtomicF32,
    /// Level of the input against the output, in dB: the answer.
    off_db: AtomicF32,
    /// Whether the last look found sound.
    has_sound: AtomicU32,
    /// For which sound it was asked, and the trim that was set then: another sound has another answer.
    print: AtomicU32,
    trim_db: AtomicF32,
    /// What the audio thread plays: channels, samples a second.
    channels: AtomicU32,
    rate_hz: AtomicF32,
    fresh: ArrayQueue<Meters>,
    used: ArrayQueue<Meters>,
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
        /// Whether there is sound now, above [`LEAST_LUFS`], and the disc alone is heard.
        is_heard: bool,
    },
}

impl Default for Learn {
    fn default() -> Self {
        let zero = || AtomicU32::new(0);
        Self {
            request: zero(),
            last: zero(),
            heard: zero(),
            answered: zero(),
            heard_seconds: AtomicF32::new(0.0),
            off_db: AtomicF32::new(0.0),
            has_sound: zero(),
            print: zero(),
            trim_db: AtomicF32::new(0.0),
            channels: AtomicU32::new(2),
            rate_hz: AtomicF32::new(48_000.0),
            fresh: ArrayQueue::new(1),
            used: ArrayQueue::new(2),
        }
    }
}

impl Learn {
    /// Begins to listen to the sound of this print, trimmed by so many dB; or stops, if it listens already. Allocates: not on the
    /// audio thread.
    pub fn toggle(&self, print: u32, trim_db: f32) {
        while self.used.pop().is_some() {}
        if self.request.swap(0, AcqRel) != 0 {
            return;
        }
        if let Some(meters) = meters(self.channels.load(Relaxed), self.rate_hz.load(Relaxed)) {
            drop(self.fresh.force_push(meters));
        }
        self.print.store(print, Relaxed);
        self.trim_db.store(trim_db, Relaxed);
        let number = self.last.load(Relaxed).wrapping_add(1).max(1);
        self.last.store(number, Relaxed);
        self.request.store(number, Release);
    }

    /// How far it has come.
    pub fn state(&self) -> LearnState {
        let request = self.request.load(Acquire);
        if request == 0 {
            return LearnState::Idle;
        }
        if self.heard.load(Acquire) != request {
            return LearnState::Listening { left_seconds: LEARN_SECONDS, is_heard: false };
        }
        LearnState::Listening {
            left_seconds: (LEARN_SECONDS - self.heard_seconds.load(Relaxed)).max(0.0),
            is_heard: self.has_sound.load(Relaxed) != 0,
        }
    }

    /// There was enough: the disc must be so many dB louder. Nothing, where nobody waits for it.
    pub fn finish(&self, off_db: f32) {
        self.answer(self.request.load(Acquire), off_db);
    }

    fn answer(&self, request: u32, off_db: f32) {
        if off_db.is_finite() {
            self.off_db.store(off_db, Relaxed);
            self.answered.store(request, Release);
        }
    }

    /// The trim that was learnt, in dB, once; none where the sound or its trim is another than the one that was listened to.
    pub fn take(&self, print: u32, trim_db: f32) -> Option<f32> {
        let request = self.request.load(Acquire);
        if request == 0 || self.answered.load(Acquire) != request {
            return None;
        }
        self.request.compare_exchange(request, 0, AcqRel, Relaxed).ok()?;
        let is_same = self.print.load(Relaxed) == print && self.trim_db.load(Relaxed) == trim_db;
        // Tenths: nobody hears less, and a text stays short.
        is_same.then(|| ((trim_db + self.off_db.load(Relaxed)) * 10.0).round() / 10.0)
    }
}

fn meters(channels: u32, rate_hz: f32) -> Option<Meters> {
    let meter = || EbuR128::new(channels, rate_hz as u32, Mode::I | Mode::M | Mode::HISTOGRAM).ok();
    Some(Box::new([meter()?, meter()?]))
}

/// The audio thread's side.
pub(super) struct Listener {
    meters: Option<Meters>,
    /// Number of the request that is listened for.
    request: u32,
    channels: usize,
    rate_hz: f32,
    heard_seconds: f32,
    /// Seconds since the last look.
    since_look_seconds: f32,
}

impl Listener {
    /// For so many channels. A request under way is listened for from its beginning.
    pub(super) fn new(channels: usize, rate_hz: f32, learn: &Learn) -> Self {
        learn.channels.store(channels as u32, Relaxed);
        learn.rate_hz.store(rate_hz, Relaxed);
        if learn.request.load(Acquire) != 0
            && let Some(meters) = meters(channels as u32, rate_hz)
        {
            drop(learn.fresh.force_push(meters));
        }
        Self { meters: None, request: 0, channels, rate_hz, heard_seconds: 0.0, since_look_seconds: 0.0 }
    }

    /// Hears what goes in. Whether anybody asked.
    pub(super) fn hear_input(&mut self, input: &[&mut [f32]], learn: &Learn) -> bool {
        let request = learn.request.load(Acquire);
        if request == 0 || input.len() != self.channels {
            return false;
        }
        if request != self.request {
            let Some(fresh) = learn.fresh.pop() else { return false };
            if let Some(used) = self.meters.replace(fresh)
                && let Err(used) = learn.used.push(used)
            {
                // Nobody has taken the last ones: memory lost is better than audio lost.
                std::mem::forget(used);
            }
            (self.request, self.heard_seconds, self.since_look_seconds) = (request, 0.0, 0.0);
        }
        if let Some(meters) = &mut self.meters {
            add(&mut meters[0], input);
        }
        true
    }

    /// Hears what comes out for it, `output_db` louder than the trim makes it, and ends when there was enough.
    pub(super) fn hear_output(&mut self, output: &[&mut [f32]], output_db: f32, learn: &Learn) {
        let Some(meters) = &mut self.meters else { return };
        add(&mut meters[1], output);
        self.since_look_seconds += output.first().map_or(0, |channel| channel.len()) as f32 / self.rate_hz;
        if self.since_look_seconds < LOOK_SECONDS {
            return;
        }
        let seconds = std::mem::take(&mut self.since_look_seconds);
        let [before, behind] = &**meters;
        let has_sound = before.loudness_momentary().is_ok_and(|lufs| lufs > LEAST_LUFS);
        if has_sound {
            self.heard_seconds += seconds;
        }
        learn.has_sound.store(u32::from(has_sound), Relaxed);
        learn.heard_seconds.store(self.heard_seconds, Relaxed);
        learn.heard.store(self.request, Release);
        if self.heard_seconds >= LEARN_SECONDS
            && let (Ok(wanted), Ok(is)) = (before.loudness_global(), behind.loudness_global())
        {
            learn.answer(self.request, (wanted - is) as f32 + output_db);
        }
    }
}

/// A block with not-a-number in it, or with what is beyond all music, is not heard: one such sample would spoil the sum for good.
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

#[cfg(all(test, loom))]
mod models {
    use super::*;

    /// What the audio thread finds for a request, in dB.
    fn found(request: u32) -> f32 {
        request as f32
    }

    #[test]
    fn an_answer_is_never_that_of_a_request_that_was_given_up() {
        loom::model(|| {
            let learn = std::sync::Arc::new(Learn::default());
            let heard = learn.clone();
            learn.toggle(7, 0.0);
            let audio = loom::thread::spawn(move || {
                for _ in 0..2 {
                    let request = heard.request.load(Acquire);
                    if request != 0 {
                        heard.answer(request, found(request));
                    }
                }
            });
            let early = learn.take(7, 0.0);
            if early.is_none() {
                // Given up, and asked for anew.
                learn.toggle(7, 0.0);
                learn.toggle(7, 0.0);
            }
            let last = learn.last.load(Relaxed);
            audio.join().unwrap();
            let late = learn.take(7, 0.0);
            assert!(early.is_none_or(|db| db == found(1)), "{early:?}");
            assert!(late.is_none_or(|db| db == found(last)), "{late:?} of {last}");
        });
    }
}

#[cfg(all(test, not(loom)))]
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
                listener.hear_output(&[&mut behind], 0.0, learn);
            }
        }
    }

    fn pair() -> (Learn, Listener) {
        let learn = Learn::default();
        let listener = Listener::new(1, RATE_HZ, &learn);
        (learn, listener)
    }

    #[test]
    fn ten_seconds_of_sound_tell_what_the_disc_is_off_by() {
        let (learn, mut listener) = pair();
        listen(&mut listener, &learn, 12.0, 0.2, 0.1);
        assert_eq!((learn.state(), learn.take(7, 1.0)), (LearnState::Idle, None), "nobody asked");
        learn.toggle(7, 1.0);
        listen(&mut listener, &learn, 5.0, 0.0, 0.1);
        let LearnState::Listening { left_seconds, is_heard } = learn.state() else { panic!() };
        assert!(left_seconds == LEARN_SECONDS && !is_heard, "silence teaches nothing");
        listen(&mut listener, &learn, 6.0, 0.2, 0.1);
        let LearnState::Listening { left_seconds, is_heard } = learn.state() else { panic!() };
        assert!((3.5..=4.6).contains(&left_seconds) && is_heard, "{left_seconds}");
        listen(&mut listener, &learn, 5.0, 0.2, 0.1);
        let trim_db = learn.take(7, 1.0).unwrap();
        assert!((trim_db - 7.02).abs() < 0.3, "{trim_db}");
        assert_eq!((learn.state(), learn.take(7, 1.0)), (LearnState::Idle, None), "it is told once");
    }

    #[test]
    fn what_was_given_up_teaches_nothing_and_garbage_spoils_nothing() {
        let (learn, mut listener) = pair();
        learn.toggle(7, 0.0);
        listen(&mut listener, &learn, 5.0, 0.2, 0.1);
        learn.toggle(7, 0.0);
        listen(&mut listener, &learn, 12.0, 0.2, 0.1);
        assert_eq!((learn.state(), learn.take(7, 0.0)), (LearnState::Idle, None));
        learn.toggle(7, 0.0);
        let mut garbage = [f32::NAN; 64];
        assert!(listener.hear_input(&[&mut garbage], &learn));
        listen(&mut listener, &learn, 12.0, 0.1, 0.2);
        assert!((learn.take(7, 0.0).unwrap() + 6.02).abs() < 0.3);
    }

    #[test]
    fn another_sound_or_another_trim_has_another_answer() {
        for (print, trim_db) in [(8, 0.0), (7, 1.0)] {
            let (learn, mut listener) = pair();
            learn.toggle(7, 0.0);
            listen(&mut listener, &learn, 12.0, 0.1, 0.2);
            assert_eq!((learn.take(print, trim_db), learn.state()), (None, LearnState::Idle));
        }
    }

    #[test]
    fn after_a_new_activation_it_listens_from_the_beginning() {
        let (learn, mut listener) = pair();
        learn.toggle(7, 0.0);
        listen(&mut listener, &learn, 8.0, 0.1, 0.4);
        let mut again = Listener::new(1, RATE_HZ, &learn);
        listen(&mut again, &learn, 8.0, 0.1, 0.2);
        assert_eq!(learn.take(7, 0.0), None, "eight seconds are not ten");
        listen(&mut again, &learn, 4.0, 0.1, 0.2);
        assert!((learn.take(7, 0.0).unwrap() + 6.02).abs() < 0.3);
    }
}
