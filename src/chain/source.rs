//! SOURCE: what the bootlegger had to copy from, before his own machine touches it.
//!
//! Velocity in, velocity out. Nearly all discs were copies of copies: of a shellac record brought by a sailor, of a
//! station heard at night. `source_amount` scales all of it; `direct` is a wire, and so
//! is a source whose lamp is off.
//!
//! ```text
//! v · level ─ + noise, clicks, whistle ─ band ─ wow (`song_pointer.rs`)
//! ```
//!
//! | term    | shellac                                 | short wave                                             |
//! |---------|-----------------------------------------|--------------------------------------------------------|
//! | band    | 80 Hz–6 kHz, second order               | 150 Hz–4 kHz, fourth order at the top                  |
//! | level   | as it is                                | fades by up to 6 dB, evened by an AGC, 0.1 s and 0.35 s |
//! | notch   | none                                    | selective fading: 6–15 dB, wandering from 300 Hz to 3 kHz |
//! | noise   | −30 dB re reference                     | −25 dB, more where the carrier fades                   |
//! | clicks  | 7 a second                              | 2 a second, from lightning                             |
//! | wow     | 0.2 % at 78.26 rpm, beating with the disc's own | none                                           |
//! | whistle | none                                    | −35 dB, 0.5–3 kHz, drifting                            |
//!
//! Less of it moves the band's edges outwards and lowers the rest. Bands and levels are guessed from the media named. All
//! of it is a closed form of song time, except the AGC, which listens to the programme. Measured in `tests/laws/source.rs`.

use super::control_frame::ControlFrame;
use super::crackle::bump::{self, Strip};
use super::crackle::poisson::nested_poisson;
use super::linear::LinearStage;
use super::parts::cascade::Cascade;
use super::parts::kept::Kept;
use super::parts::math::DECAY_FLOOR;
use super::parts::math::{cos_turns, sin_turns, slow_noise};
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::{Section, gain};
use super::parts::value_noise::{VARIANCE, ValueNoise};
use super::reference::{REFERENCE_CM_S, REFERENCE_RMS_CM_S};
use crate::disc::hash;
use crate::disc::salt;
use crate::params::MAINS_60_RPM;
use crate::params::condition::towards;
use crate::params::{HEARING_HZ, Settings, SourceKind};

/// Sections of the band.
const BAND_SECTIONS: usize = 4;
/// Cells of noise in a second.
const NOISE_CELLS_HZ: f64 = 16_000.0;
/// Sectors of clicks in a second.
const SECTORS_HZ: f64 = 100.0;
/// The record copied turns at the other 78, so its wow beats with the disc's: turns a second, swing in seconds of 0.2 %.
pub(super) const WOW_HZ: f64 = MAINS_60_RPM / 60.0;
pub(super) const WOW_SECONDS: f64 = 0.002 / (std::f64::consts::TAU * WOW_HZ);
/// Noise re reference, clicks a second and their level, of shellac and short wave.
const NOISE_DB: [f64; 2] = [-30.0, -25.0];
const CLICKS_HZ: [f32; 2] = [7.0, 2.0];
const CLICKS_DB: f64 = -8.0;
/// The receiver: AGC attack, release and how much of a level difference it takes away; deepest flat fade.
const AGC_SECONDS: (f64, f64) = (0.1, 0.35);
const AGC_SHARE: f32 = 0.4;
const FADE_DB: f64 = 6.0;
const WHISTLE_DB: f64 = -35.0;

/// What is copied from: a wire where the lamp is off.
pub(super) fn kind(settings: &Settings) -> SourceKind {
    if settings.source_on { settings.source_kind } else { SourceKind::Direct }
}

/// The source's band, without its fading.
fn sections(settings: &Settings) -> [Section; BAND_SECTIONS] {
    let amount = settings.source_amount / 100.0;
    let above = |f_hz: f32| f64::from(towards(HEARING_HZ.0, f_hz, amount));
    let below = |f_hz: f32| f64::from(towards(HEARING_HZ.1, f_hz, amount));
    let q = std::f64::consts::FRAC_1_SQRT_2;
    match kind(settings) {
        SourceKind::Direct => [Section::PASS_THROUGH; BAND_SECTIONS],
        SourceKind::Shellac => {
            let band = [Section::high_pass(above(80.0), q), Section::low_pass(below(6000.0), q)];
            [band[0], band[1], Section::PASS_THROUGH, Section::PASS_THROUGH]
        }
        SourceKind::Shortwave => [
            Section::high_pass(above(150.0), q),
            Section::low_pass(below(4000.0), 0.541),
            Section::low_pass(below(4000.0), 1.307),
            Section::PASS_THROUGH,
        ],
    }
}

/// What the level match and the dry path know of the stage.
pub(super) const LINEAR: LinearStage = LinearStage {
    sections: |frame, list| list.extend(sections(frame.settings)),
    mean_loss_db: |frame| mean_loss_db(frame.settings),
    ..LinearStage::WIRE
};

/// What fading and AGC take off music at about −14 LUFS on average, in dB.
fn mean_loss_db(settings: &Settings) -> f64 {
    match kind(settings) {
        SourceKind::Direct | SourceKind::Shellac => 0.0,
        SourceKind::Shortwave => 4.0 * f64::from(settings.source_amount) / 100.0,
    }
}

/// Numbers the loop needs.
#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    level: Ramp,
    noise: Ramp,
    lattice: ValueNoise,
    clicks: Ramp,
    whistle: Ramp,
    noise_gain: Kept,
    clicks_gain: Kept,
    /// Noise cells at the cell's start, and per sample.
    start: f64,
    step: f64,
    /// Phase of the whistle at the cell's start, and per sample, in turns.
    whistle_at: f64,
    whistle_step: f64,
}

/// What past samples left behind.
#[derive(Clone, Debug)]
struct FilterState {
    band: Cascade<BAND_SECTIONS, 1>,
    strip: Strip,
    /// Samples since the last jump, of the cell's start; the next sector to write.
    clock: i64,
    next_sector: Option<i64>,
    /// Highest programme sample in this cell, and the AGC's memory of it.
    peak: f32,
    agc: f32,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Source {
    kind: SourceKind,
    coefficients: Coefficients,
    state: FilterState,
}

impl Source {
    /// Allocates for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        let state = FilterState {
            band: Cascade::new(),
            strip: Strip::new(sample_rate_hz),
            clock: 0,
            next_sector: None,
            peak: 0.0,
            agc: REFERENCE_CM_S,
        };
        Self { kind: SourceKind::Direct, coefficients: Coefficients::default(), state }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.state.band.reset();
        self.forget_clicks();
        (self.state.peak, self.state.agc) = (0.0, REFERENCE_CM_S);
    }

    fn forget_clicks(&mut self) {
        self.state.strip.restart(0);
        (self.state.clock, self.state.next_sector) = (0, None);
    }

    /// Samples from input to output, without the band's own delay.
    pub(super) fn delay_samples(&self) -> f64 {
        match self.kind {
            SourceKind::Direct => 0.0,
            SourceKind::Shellac | SourceKind::Shortwave => Cascade::<BAND_SECTIONS, 1>::DELAY_SAMPLES as f64,
        }
    }

    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let settings = frame.settings;
        self.kind = kind(settings);
        let nth = match self.kind {
            SourceKind::Direct => return,
            SourceKind::Shellac => 0,
            SourceKind::Shortwave => 1,
        };
        let amount = settings.source_amount / 100.0;
        let rate = frame.sample_rate_hz;
        let seed = hash::branch(frame.side.seed, [salt::SHELLAC, salt::SHORTWAVE][nth]);
        if frame.is_smoothing || frame.snap {
            self.state.band.set_all(0, &sections(settings), rate);
        }
        let fade_db = self.receive(frame, amount, seed);

        let c = &mut self.coefficients;
        let dirt = amount * frame.dirt;
        let noise = c.noise_gain.at(NOISE_DB[nth] + 0.5 * fade_db, gain) as f32 * REFERENCE_RMS_CM_S
            / VARIANCE.sqrt() as f32;
        c.noise.set_target(noise * dirt, frame.snap);
        c.clicks.set_target(c.clicks_gain.at(CLICKS_DB, gain) as f32 * dirt, frame.snap);
        let start_s = frame.seconds - GRID as f64 / rate;
        (c.start, c.step) = (start_s * NOISE_CELLS_HZ, NOISE_CELLS_HZ / rate);
        c.lattice = ValueNoise { seed };
        self.write_clicks(frame, seed, CLICKS_HZ[nth]);
    }

    /// Fading, AGC and whistle of a receiver; returns how deep the fade is, in dB.
    fn receive(&mut self, frame: &ControlFrame, amount: f32, seed: u64) -> f64 {
        let (c, m) = (&mut self.coefficients, &mut self.state);
        if self.kind != SourceKind::Shortwave {
            c.level.set_target(1.0, frame.snap);
            c.whistle.set_target(0.0, frame.snap);
            return 0.0;
        }
        let (rate, seconds) = (frame.sample_rate_hz, frame.seconds);
        let slow = |salt: u64, f_hz: f64| 0.5 + 0.5 * slow_noise(hash::branch(seed, salt), seconds * f_hz);
        let fade_db = FADE_DB * slow(salt::source::FADE, 0.3);
        let notch_hz = 300.0 * libm::exp2(3.32 * slow(salt::source::NOTCH_HZ, 0.15));
        let notch_db = -15.0 * slow(salt::source::NOTCH_DB, 0.4);
        m.band.set(3, &Section::peak(notch_hz, 1.2, notch_db).weighted(f64::from(amount)), rate);

        let seconds_up = if m.peak > m.agc { AGC_SECONDS.0 } else { AGC_SECONDS.1 };
        m.agc +=
            (m.peak - m.agc) * (1.0 - libm::exp(-(GRID as f64) / (seconds_up * rate))) as f32 + DECAY_FLOOR;
        m.peak = 0.0;
        let agc_gain = libm::powf(REFERENCE_CM_S / m.agc.max(0.1 * REFERENCE_CM_S), AGC_SHARE * amount);
        c.level.set_target(agc_gain * gain(-fade_db * f64::from(amount)) as f32, frame.snap);

        let whistle = gain(WHISTLE_DB) as f32 * REFERENCE_RMS_CM_S * std::f32::consts::SQRT_2;
        c.whistle.set_target(whistle * amount * frame.dirt, frame.snap);
        // The other station drifts: 40 Hz either way in 25 s.
        let f_hz = 500.0 + 2500.0 * f64::from(hash::unit(hash::branch(seed, salt::source::WHISTLE)));
        let (drift_hz, wander) = (0.04, 40.0 / (std::f64::consts::TAU * 0.04));
        let start_s = seconds - GRID as f64 / rate;
        c.whistle_at = start_s * f_hz + wander * sin_turns(start_s * drift_hz);
        c.whistle_step = (f_hz + 40.0 * cos_turns(start_s * drift_hz)) / rate;
        fade_db
    }

    /// Writes the clicks that begin before the next grid point.
    fn write_clicks(&mut self, frame: &ControlFrame, seed: u64, rate_hz: f32) {
        if frame.snap {
            self.forget_clicks();
            return;
        }
        let m = &mut self.state;
        m.clock += GRID as i64;
        let last = (frame.seconds * SECTORS_HZ).floor() as i64;
        let from = m.next_sector.filter(|next| *next >= last - 4).unwrap_or(last - 4);
        let (clock, strip) = (m.clock, &mut m.strip);
        for sector in from..=last {
            let seed = hash::branch(hash::branch(seed, salt::source::CLICKS), sector as u64);
            nested_poisson(seed, rate_hz, 0.0, 1.0 / SECTORS_HZ, |event_s, bits| {
                let late_s = sector as f64 / SECTORS_HZ + event_s - frame.seconds;
                strip.write(clock as f64 + late_s * frame.sample_rate_hz, bump::copied_click(bits));
            });
        }
        m.next_sector = Some(last + 1);
    }

    /// Copies from the source: programme in cm/s, in place.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        if self.kind == SourceKind::Direct {
            return;
        }
        let (c, m) = (&self.coefficients, &mut self.state);
        let mut cell = [0.0; GRID];
        let noise = &mut cell[..groove.len()];
        if !c.noise.is_zero() {
            c.lattice.fill(noise, c.start, c.step, first);
        }
        m.peak = groove.iter().fold(m.peak, |peak, v| if v.abs() > peak { v.abs() } else { peak });
        let (level, louder) = (c.level, c.noise);
        for (i, (v, n)) in groove.iter_mut().zip(noise.iter()).enumerate() {
            *v = *v * level.at(first + i) + n * louder.at(first + i);
        }
        m.strip.play(groove, m.clock - GRID as i64 + first as i64, c.clicks, first);
        if !c.whistle.is_zero() {
            for (i, v) in groove.iter_mut().enumerate() {
                let phase = c.whistle_at + c.whistle_step * (first + i) as f64;
                *v += sin_turns(phase) as f32 * c.whistle.at(first + i);
            }
        }
        m.band.process(groove, first);
    }
}
