//! What is done to a song around the cut: the swap to another song, the speed of the lathe that cut it, the edges of the side; and the
//! loudness that is asked for.
//!
//! ```text
//! song ─ swap ─ true speed ─ lead-in, run-out ─ cut ─ gain
//!                    ▲                           │
//!                    └────── once a generation ──┘
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use super::audio::Audio;
use super::cut::{CutOptions, cut};
use super::loudness::LoudnessMeter;
use crate::chain::other_song::SPLICE_SECONDS;
use crate::disc::swapped::swap_seconds;
use crate::disc::{hash, salt};
use crate::params::Serial;
use crate::tune::resample::resample;

/// A lathe's speed is off by so much at least and at most, either way (guessed).
const OFF_SPEED: (f64, f64) = (0.005, 0.03);
/// A short song is not swapped beyond this part of it.
const SWAP_PART: f64 = 0.6;

/// How loud a bootleg is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Loudness {
    /// As it comes.
    #[default]
    AsCut,
    /// As loud as the song that came in.
    AsInput,
    /// So many LUFS.
    Lufs(f64),
}

/// What is asked for around the cut.
#[derive(Clone, Debug, Default)]
pub struct Finish {
    /// Seconds of lead-in groove before the song, which begins with the needle's fall.
    pub lead_in_seconds: f64,
    /// Seconds of groove behind it.
    pub run_out_seconds: f64,
    /// The speed that this disc's lathe really ran at: pitch and length are off by it.
    pub true_speed: bool,
    /// What the disc turns to after some seconds, by its number.
    pub swap: Option<Arc<Audio>>,
    /// How loud it is to be.
    pub loudness: Loudness,
    /// Highest true peak, in dBTP; it wins over the loudness.
    pub peak_dbtp: Option<f64>,
}

/// What came of the loudness that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Levelled {
    /// The gain that was applied, in dB.
    pub gain_db: f64,
    /// How far the peak kept it below the loudness that was asked for, or as it was cut, in dB; 0 where it did not.
    pub short_db: f64,
    /// A loudness was asked for, and there is none: too short, or too quiet.
    pub is_unmeasured: bool,
}

/// Cuts a song with all that is asked for, then a copy of the copy, `generations` times in all. `progress` hears how many frames are
/// done of [`Finish::frames`] for each generation.
pub fn bootleg(
    song: &Audio,
    options: &CutOptions,
    generations: u32,
    finish: &Finish,
    mut progress: impl FnMut(usize),
) -> (Audio, Levelled) {
    let mut copy = song.clone();
    if let Some(other) = &finish.swap {
        swap(&mut copy, other, options.serial());
    }
    let frames = finish.frames(song);
    for nth in 0..generations {
        // Each copy on the disc after the last, or the same scratch would tick twice.
        let serial = Serial::wrapping(u64::from(options.serial().number()) + u64::from(nth));
        let mut next =
            CutOptions { automation: options.automation.clone().on_disc(serial), ..options.clone() };
        if finish.true_speed {
            copy = at_speed(&copy, true_speed(serial));
        }
        if nth == 0 {
            next = finish.edged(next);
            finish.lay_edges(&mut copy);
        }
        let before = nth as usize * frames;
        copy = cut(&copy, &next, |done| progress(before + done.min(frames)));
    }
    let levelled = finish.level(song, &mut copy);
    (copy, levelled)
}

impl Finish {
    /// What was asked for, by option: what decides how a song comes out.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let loudness = match self.loudness {
            Loudness::AsCut => None,
            Loudness::AsInput => Some(("match", String::from("on"))),
            Loudness::Lufs(lufs) => Some(("loudness", lufs.to_string())),
        };
        let seconds = |option, seconds: f64| (seconds > 0.0).then(|| (option, seconds.to_string()));
        let list = [
            seconds("lead-in", self.lead_in_seconds),
            seconds("run-out", self.run_out_seconds),
            self.true_speed.then(|| ("true-speed", String::from("on"))),
            self.swap.as_ref().map(|other| ("swap", fingerprint(other).to_string())),
            loudness,
            self.peak_dbtp.map(|peak| ("peak", peak.to_string())),
        ];
        list.into_iter().flatten().map(|(option, value)| (option.to_string(), value)).collect()
    }

    /// Frames that are cut of a song.
    pub fn frames(&self, song: &Audio) -> usize {
        let seconds = self.lead_in_seconds + self.run_out_seconds;
        song.frames() + (seconds * f64::from(song.sample_rate_hz)).round() as usize
    }

    /// Samples of groove before the song and behind it.
    pub(super) fn edges(&self, sample_rate_hz: u32) -> Edges {
        let frames = |seconds: f64| (seconds * f64::from(sample_rate_hz)).round() as u64;
        Edges { before: frames(self.lead_in_seconds), behind: frames(self.run_out_seconds) }
    }

    /// What is cut, with the needle's fall where there is a groove before the song.
    pub(super) fn edged(&self, options: CutOptions) -> CutOptions {
        if self.lead_in_seconds > 0.0 {
            return CutOptions { automation: options.automation.with_edges(), ..options };
        }
        options
    }

    fn lay_edges(&self, song: &mut Audio) {
        let Edges { before, behind } = self.edges(song.sample_rate_hz);
        for channel in &mut song.channels {
            channel.splice(0..0, std::iter::repeat_n(0.0, before as usize));
            channel.extend(std::iter::repeat_n(0.0, behind as usize));
        }
    }

    /// Whether the copy's loudness or its peak decides over its gain; whether the song's does.
    pub(super) fn needs_level(&self) -> bool {
        self.needs_input_level() || self.loudness != Loudness::AsCut || self.peak_dbtp.is_some()
    }

    /// See [`Finish::needs_level`].
    pub(super) fn needs_input_level(&self) -> bool {
        self.loudness == Loudness::AsInput
    }

    /// Gain, and nothing but gain: what the peak does not allow is left out and told.
    fn level(&self, song: &Audio, copy: &mut Audio) -> Levelled {
        if !self.needs_level() {
            return Levelled::default();
        }
        let Some(of_copy) = LoudnessMeter::of(copy) else { return Levelled::default() };
        let levelled = self.levelled(LoudnessMeter::of(song).as_ref(), &of_copy);
        let gain = levelled.gain();
        copy.channels.iter_mut().flatten().for_each(|v| *v *= gain);
        levelled
    }

    /// The gain for a copy that measures so, of a song that measures so.
    pub(super) fn levelled(&self, song: Option<&LoudnessMeter>, copy: &LoudnessMeter) -> Levelled {
        let Some((lufs, peak_dbtp)) = copy.read() else { return Levelled::default() };
        let wanted_db = match self.loudness {
            Loudness::AsCut => Some(0.0),
            Loudness::AsInput => song.and_then(LoudnessMeter::read).map(|(song_lufs, _)| song_lufs - lufs),
            Loudness::Lufs(wanted) => Some(wanted - lufs),
        };
        // What is too short or too quiet has no loudness, but a peak it has.
        let measured_db = wanted_db.filter(|db| db.is_finite());
        let wanted_db = measured_db.unwrap_or(0.0);
        let gain_db = self.peak_dbtp.map_or(wanted_db, |most| wanted_db.min(most - peak_dbtp));
        Levelled { gain_db, short_db: wanted_db - gain_db, is_unmeasured: measured_db.is_none() }
    }
}

impl Levelled {
    /// The gain as a factor.
    pub(super) fn gain(&self) -> f32 {
        libm::pow(10.0, self.gain_db / 20.0) as f32
    }
}

/// Samples of groove before the song and behind it.
pub(super) struct Edges {
    pub(super) before: u64,
    pub(super) behind: u64,
}

/// Tells one song from another.
fn fingerprint(audio: &Audio) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&audio.sample_rate_hz.to_le_bytes());
    hasher.update(&[audio.channels.len() as u8]);
    audio.channels.iter().flatten().for_each(|v| hasher.update(&v.to_le_bytes()));
    hasher.finalize()
}

/// The speed at which this disc's lathe ran, against what it should have: what it cut slowly sounds fast.
pub fn true_speed(serial: Serial) -> f64 {
    let bits = hash::branch(hash::branch(salt::RECIPE, u64::from(serial.number())), salt::TRUE_SPEED);
    let off = OFF_SPEED.0 + (OFF_SPEED.1 - OFF_SPEED.0) * f64::from(hash::unit(bits));
    if hash::unit(hash::mix(bits)) < 0.5 { 1.0 - off } else { 1.0 + off }
}

fn at_speed(audio: &Audio, speed: f64) -> Audio {
    let other = audio.channels.len() - 1;
    let frames: Vec<[f64; 2]> = audio.channels[0]
        .iter()
        .zip(&audio.channels[other])
        .map(|(left, right)| [f64::from(*left), f64::from(*right)])
        .collect();
    let mut played = resample(&frames, speed);
    if played.is_empty() {
        // Less than a sample is a sample.
        played = frames.iter().take(1).map(|[left, right]| [*left as f32, *right as f32]).collect();
    }
    let channels = (0..=other).map(|side| played.iter().map(|frame| frame[side]).collect()).collect();
    Audio { sample_rate_hz: audio.sample_rate_hz, channels }
}

/// From some second on, by the disc's number, the song is another, from its own beginning; the length stays. A song that is over
/// leaves silence.
fn swap(song: &mut Audio, other: &Audio, serial: Serial) {
    let rate_hz = f64::from(song.sample_rate_hz);
    let at = (swap_seconds(serial).min(SWAP_PART * song.seconds()) * rate_hz) as usize;
    let splice = (SPLICE_SECONDS * rate_hz) as usize;
    let other = at_speed(other, f64::from(other.sample_rate_hz) / rate_hz);
    for (nth, channel) in song.channels.iter_mut().enumerate() {
        let from = &other.channels[nth.min(other.channels.len() - 1)];
        for (i, v) in channel[at..].iter_mut().enumerate() {
            let gone = (i as f32 / splice.max(1) as f32).min(1.0);
            *v = *v * (1.0 - gone) + from.get(i).copied().unwrap_or(0.0) * gone;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loudness(audio: &Audio) -> Option<(f64, f64)> {
        LoudnessMeter::of(audio)?.read()
    }

    fn tone(amplitude: f32, seconds: f64) -> Audio {
        let wave = |i: usize| amplitude * (i as f32 * 0.13).sin();
        Audio {
            sample_rate_hz: 48_000,
            channels: vec![(0..(seconds * 48_000.0) as usize).map(wave).collect()],
        }
    }

    #[test]
    fn the_peak_wins_and_the_shortfall_is_told() {
        let finish = Finish { loudness: Loudness::Lufs(-10.0), peak_dbtp: Some(-9.0), ..Finish::default() };
        let mut copy = tone(0.1, 3.0);
        let told = finish.level(&tone(0.1, 3.0), &mut copy);
        let (lufs, peak_dbtp) = loudness(&copy).unwrap();
        assert!((peak_dbtp + 9.0).abs() < 0.1, "{peak_dbtp}");
        assert!((lufs + told.short_db + 10.0).abs() < 0.1 && told.short_db > 0.5, "{lufs} {told:?}");
        // Without a peak the loudness is what was asked for.
        let finish = Finish { loudness: Loudness::AsInput, ..Finish::default() };
        let mut copy = tone(0.01, 3.0);
        assert_eq!(finish.level(&tone(0.1, 3.0), &mut copy).short_db, 0.0);
        let loud = |audio: &Audio| loudness(audio).unwrap().0;
        assert!((loud(&copy) - loud(&tone(0.1, 3.0))).abs() < 0.05);
    }

    #[test]
    fn a_lead_in_and_a_run_out_make_the_side_longer() {
        let finish = Finish { lead_in_seconds: 1.5, run_out_seconds: 2.0, ..Finish::default() };
        assert_eq!(finish.frames(&tone(0.1, 1.0)), 48_000 * 9 / 2);
    }

    #[test]
    fn silence_stays_silence() {
        let silence = Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 48_000]] };
        let finish = Finish { loudness: Loudness::AsInput, peak_dbtp: Some(-1.0), ..Finish::default() };
        let mut copy = tone(0.1, 1.0);
        assert_eq!(
            finish.level(&silence, &mut copy),
            Levelled { is_unmeasured: true, ..Levelled::default() }
        );
        assert_eq!(copy, tone(0.1, 1.0));
        let mut still = silence.clone();
        assert!(finish.level(&tone(0.1, 1.0), &mut still).is_unmeasured && still == silence);
        // The peak wins where there is no loudness, too.
        let mut short = tone(0.9, 0.1);
        let told = Finish { peak_dbtp: Some(-12.0), ..finish }.level(&silence, &mut short);
        let highest = short.channels[0].iter().fold(0.0f32, |a, v| a.max(v.abs()));
        assert!(told.is_unmeasured && highest <= 0.2512, "{told:?} {highest}");
    }

    #[test]
    fn every_lathe_is_off_by_something() {
        for number in 0..2000 {
            let off = (true_speed(Serial::new(number).unwrap()) - 1.0).abs();
            assert!((0.005..=0.03).contains(&off), "{number}: {off}");
        }
        let fast = (0..2000).filter(|number| true_speed(Serial::new(*number).unwrap()) > 1.0).count();
        assert!((900..1100).contains(&fast), "{fast}");
    }

    #[test]
    fn a_song_turns_to_another_and_is_as_long() {
        let (mut song, other) =
            (tone(0.5, 30.0), Audio { sample_rate_hz: 44_100, channels: vec![vec![0.25; 441_000]; 2] });
        let before = song.clone();
        swap(&mut song, &other, Serial::DEFAULT);
        assert_eq!(song.frames(), before.frames());
        let (first, last) = (&song.channels[0][..6 * 48_000], &song.channels[0][28 * 48_000..]);
        assert_eq!(first, &before.channels[0][..6 * 48_000]);
        assert!(last.iter().all(|v| *v == 0.0), "the other song is over");
        let other_there = song.channels[0].iter().filter(|v| (**v - 0.25).abs() < 1e-3).count();
        assert!(other_there > 9 * 48_000, "{other_there}");
    }
}
