//! WARP: the disc swims under the needle, and everything cut into it swims along.
//!
//! The groove just cut lies in a ring; one pointer reads it, a little behind, and the pointer's delay swings:
//!
//! `d(t) = d₀ + Σ Aᵢ · (1 + sᵢ(t))`, pitch `= 1 − ḋ`
//!
//! | term    | swing `A`                     | shape `s`                              | source                       |
//! |---------|-------------------------------|----------------------------------------|------------------------------|
//! | hole    | `e / (r · 2π f_rev)`          | `−cos(θ − θ₀)`: speed is off by `e/r`  | geometry                     |
//! | curl    | `h · tan φ / V`, tan φ = 0.2  | 1–4 times a turn, the saddle strongest | geometry; heights guessed    |
//! | flutter | from `warp_flutter`           | lathe 1, 2, 3 per turn, idler, motor   | IEC 60386 weighting; guessed |
//! | drift   | with flutter                  | slow noise of position                 | guessed                      |
//! | slip    | from `warp_slip`              | a slide and back, some turns           | guessed                      |
//!
//! All shapes are closed forms of position: nothing is integrated, so nothing drifts, and a bounce repeats.
//! The swing never exceeds ±10 ms; if this disc at this speed would, all terms are scaled together.
//! What the lathe broke into the neighbouring turn is heard a turn later: −36 dB where a swing asked for twice its land
//! (guessed). Where the needle is lifted, or the platter is braked, the groove gives less, and later (`control/brake.rs`).
//! Measured in `tests/physics/warp.rs`.

mod slip;

use super::control::lock::Lock;
use super::control_frame::ControlFrame;
use super::limits::SWAP_SECONDS;
use super::parts::delay::Delay;
use super::parts::delay_line::{DelayLine, LEAP_SAMPLES, MAX_PITCH_BEND, MIN_DELAY_SAMPLES};
use super::parts::math::{cos_turns, sin_turns, slow_noise};
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::gain;
use super::pickup::player::{GRAVITY_M_S2, MOTOR_HZ};
use crate::disc::blemish::{Blemishes, CURL_TERMS};
use crate::disc::groove::{Groove, Place};
use crate::disc::salt;
use crate::disc::{Side, hash};
use crate::params::{Quality, Settings};

/// The pointer's swing is never more than this either way.
pub(super) const MAX_SWING_SECONDS: f64 = 0.010;
/// Rise of the needle to its shift along the groove: the arm's height over the disc, 6–17°.
const ARM_SLOPE: f64 = 0.2;
/// Length of the ring: six turns at 78 rpm, so that a groove can lock for six, and all that the brake falls behind.
const RING_SECONDS: f64 = 5.3;
/// The needle is set back on the groove in this time.
const SET_BACK_SECONDS: f64 = 0.020;
/// Flutter at 1 %: rotation-locked lines of the lathe (order, speed deviation) …
const LATHE_LINES: [(f64, f64); 3] = [(1.0, 0.0006), (2.0, 0.003), (3.0, 0.0018)];
/// … and lines of the player (Hz, speed deviation): idler, motor.
const PLAYER_LINES: [(f64, f64); 2] = [(8.3, 0.0018), (MOTOR_HZ, 0.0008)];
/// Twice the weighted rms (IEC 60386) of those lines at 77.92 rpm; the knob is in these units.
const FLUTTER_WEIGHED: f64 = 0.005_23;
/// Slow drift at 1 % flutter: swing, and how often it turns.
const DRIFT: (f64, f64) = (0.0016, 0.4);
/// Ghost of the turn before, where the groove went over its land by as much again.
const ECHO_DB: f64 = -36.0;
/// A swing that broke through is heard for about so long.
const ECHO_SECONDS: f64 = 0.02;

/// Swing of each term, in seconds either way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Swing {
    /// Off-centre hole.
    pub hole: f64,
    /// Curled film.
    pub curl: f64,
    /// Lathe and player.
    pub flutter: f64,
    /// Slow drift.
    pub drift: f64,
    /// Film on felt.
    pub slip: f64,
}

impl Swing {
    /// The swings at this place, scaled together where they would exceed `MAX_SWING_SECONDS`.
    pub fn new(
        settings: &Settings,
        enable: f32,
        groove: &Groove,
        place: &Place,
        blemishes: &Blemishes,
    ) -> Self {
        let enable = f64::from(enable);
        let omega = std::f64::consts::TAU * groove.rev_hz;
        let flutter = enable * f64::from(settings.warp_flutter) * 0.01 / FLUTTER_WEIGHED;
        let lines: f64 = LATHE_LINES.iter().map(|(n, a)| a / (n * omega)).sum::<f64>()
            + PLAYER_LINES.iter().map(|(f, a)| a / (std::f64::consts::TAU * f)).sum::<f64>();
        let curl_sum: f64 = blemishes.curl_share.iter().sum();
        let swing = Self {
            hole: enable * f64::from(settings.warp_hole) / (place.radius_mm * omega),
            curl: enable * curl_height_mm(settings, groove, place) * 1e-3 * curl_sum * ARM_SLOPE
                / place.speed_m_s,
            flutter: flutter * lines,
            drift: enable * f64::from(settings.warp_flutter) * DRIFT.0,
            slip: enable * f64::from(settings.warp_slip) * 0.01 * slip::SWING_SECONDS,
        };
        swing.scaled((MAX_SWING_SECONDS / swing.sum().max(1e-9)).min(1.0))
    }

    /// All of them together: the furthest the pointer can swing either way.
    pub fn sum(&self) -> f64 {
        self.hole + self.curl + self.flutter + self.drift + self.slip
    }

    fn scaled(self, by: f64) -> Self {
        let Self { hole, curl, flutter, drift, slip } = self;
        Self { hole: hole * by, curl: curl * by, flutter: flutter * by, drift: drift * by, slip: slip * by }
    }

    /// From here towards `goal`, in one grid cell, bending the pitch by no more than [`MAX_PITCH_BEND`].
    fn towards(self, goal: Self, cell_seconds: f64) -> Self {
        let distance = (goal.hole - self.hole).abs()
            + (goal.curl - self.curl).abs()
            + (goal.flutter - self.flutter).abs()
            + (goal.drift - self.drift).abs()
            + (goal.slip - self.slip).abs();
        // Twice: both the mean and the swing about it move.
        let part = (MAX_PITCH_BEND * cell_seconds / (2.0 * distance).max(1e-12)).min(1.0);
        let mix = |from: f64, to: f64| from + (to - from) * part;
        Self {
            hole: mix(self.hole, goal.hole),
            curl: mix(self.curl, goal.curl),
            flutter: mix(self.flutter, goal.flutter),
            drift: mix(self.drift, goal.drift),
            slip: mix(self.slip, goal.slip),
        }
    }

    /// The delay at a place, in seconds, without the interpolator's reach.
    fn delay(&self, groove: &Groove, place: &Place, seconds: f64, side: &Side) -> f64 {
        let faults = &side.blemishes;
        let hole = -cos_turns(place.angle - faults.hole_angle);
        let curl = curl_shape(faults, place.angle) / faults.curl_share.iter().sum::<f64>();

        let omega = std::f64::consts::TAU * groove.rev_hz;
        let (mut flutter, mut most) = (0.0, 0.0);
        for ((order, deviation), phase) in LATHE_LINES.iter().zip(faults.flutter_angle) {
            flutter += deviation / (order * omega) * sin_turns(order * place.angle + phase);
            most += deviation / (order * omega);
        }
        for ((f_hz, deviation), phase) in PLAYER_LINES.iter().zip(&faults.flutter_angle[3..]) {
            let reach = deviation / (std::f64::consts::TAU * f_hz);
            flutter += reach * sin_turns(f_hz * seconds + phase);
            most += reach;
        }
        let drift = slow_noise(hash::branch(side.seed, salt::DRIFT), seconds * DRIFT.1);
        self.hole * (1.0 + hole)
            + self.curl * (1.0 + curl)
            + self.flutter * (1.0 + flutter / most)
            + self.drift * (1.0 + drift)
            + self.slip * (1.0 + slip::shape(side.seed, place))
    }
}

/// Height of the curl under the needle for a saddle of 1, in millimetres: flat at the middle, most at the edge.
pub(super) fn curl_height_mm(settings: &Settings, groove: &Groove, place: &Place) -> f64 {
    let part = place.radius_mm / groove.outer_radius_mm;
    f64::from(settings.warp_curl) * part * libm::sqrt(part)
}

/// The curl around the turn, in heights of its saddle.
fn curl_shape(faults: &Blemishes, angle: f64) -> f64 {
    (0..CURL_TERMS)
        .map(|n| faults.curl_share[n] * cos_turns((n + 1) as f64 * angle + faults.curl_angle[n]))
        .sum()
}

/// Force on the needle relative to its rest: the curl throws a heavy arm up and drops it.
///
/// `F/F₀ = 1 + (m / F₀) · z̈`, with `m` the arm's mass at the needle and `F₀` its weight there, both in g.
pub fn force(frame: &ControlFrame, arm_mass_g: f64, weight_g: f64) -> f32 {
    let faults = &frame.side.blemishes;
    let height_m = curl_height_mm(frame.settings, frame.groove, &frame.place) * 1e-3;
    let bend: f64 = (0..CURL_TERMS)
        .map(|n| {
            let order = (n + 1) as f64;
            // The curl passes as fast as the groove does.
            let omega = std::f64::consts::TAU * order * frame.groove.speed_rev_hz;
            let wave = cos_turns(order * frame.place.angle + faults.curl_angle[n]);
            -omega * omega * faults.curl_share[n] * wave
        })
        .sum();
    let enable = f64::from(frame.enable.warp);
    (1.0 + enable * arm_mass_g / weight_g * bend * height_m / GRAVITY_M_S2).clamp(0.0, 3.0) as f32
}

/// Numbers the loop needs.
#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    quality: Quality,
    delay: Delay,
    /// What the needle gives of the groove's velocity: less where it is lifted or the platter is slow.
    contact_gain: Ramp,
    /// Gain of the turn before, and how long a turn is in samples.
    echo: Ramp,
    turn_samples: f64,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Warp {
    coefficients: Coefficients,
    ring: DelayLine,
    /// In use now; slides to what is set.
    swing: Swing,
    /// Where the pointer would be without any swing.
    rest_samples: f64,
    delay_samples: f64,
    /// Samples by which the brake has let the needle fall behind.
    behind_samples: f64,
    overcut: f32,
    turns_back: i32,
    side: u8,
}

impl Warp {
    /// Allocates the ring for this sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            coefficients: Coefficients::default(),
            ring: DelayLine::new((RING_SECONDS * sample_rate_hz) as usize),
            swing: Swing::default(),
            rest_samples: MIN_DELAY_SAMPLES,
            delay_samples: MIN_DELAY_SAMPLES,
            behind_samples: 0.0,
            overcut: 0.0,
            turns_back: 0,
            side: 0,
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.ring.reset();
        (self.behind_samples, self.overcut, self.turns_back) = (0.0, 0.0, 0);
    }

    /// Mean delay at present, in samples: how far the dry path must wait. Of slip it counts the rest position,
    /// where the film lies nearly always.
    pub(super) fn mean_delay_samples(&self, sample_rate_hz: f64) -> f64 {
        self.rest_samples + self.swung_samples(sample_rate_hz)
    }

    fn swung_samples(&self, sample_rate_hz: f64) -> f64 {
        (self.swing.sum() - self.swing.slip) * sample_rate_hz
    }

    /// Aims at the next grid point. A film that gives way drags the groove back by `dragged_seconds`. `overcut` is the part of its
    /// land by which the last cell's groove went too far; the mean delay is to be `wanted_samples`, or what the swing needs if that
    /// is more.
    pub fn update(
        &mut self,
        frame: &ControlFrame,
        lock: Option<Lock>,
        overcut: f32,
        dragged_seconds: f64,
        wanted_samples: f64,
    ) {
        let rate = frame.sample_rate_hz;
        let goal =
            Swing::new(frame.settings, frame.enable.warp, frame.groove, &frame.place, &frame.side.blemishes);
        // Another side has another radius: a straight run must arrive there as fast as a seek.
        let jumped = frame.snap || self.side != frame.place.side;
        self.side = frame.place.side;
        self.swing = if jumped { goal } else { self.swing.towards(goal, GRID as f64 / rate) };
        self.rest_samples = (wanted_samples - self.swung_samples(rate)).max(MIN_DELAY_SAMPLES);
        let (place, seconds) = frame.needle_place();
        let swung_seconds = self.swing.delay(frame.groove, &place, seconds, frame.side) + dragged_seconds;
        let delay_samples = self.rest_samples + swung_seconds * rate;
        let behind_samples = frame.behind_seconds * rate;
        let (last, next) = (self.delay_samples + self.behind_samples, delay_samples + behind_samples);
        let leap = delay_samples - self.delay_samples;
        let mut from = last;
        if frame.snap {
            self.ring.jump(last - next, rate);
            from = next;
        } else if behind_samples < self.behind_samples {
            self.ring.fade_from(last - next, SET_BACK_SECONDS * rate);
            from = next;
        } else if leap.abs() > LEAP_SAMPLES {
            // A new side has another hole: its delay is another too, and the pointer is faded across. So it is where filters
            // give way to others and the pointer makes up for them, but that groove was captured.
            if jumped {
                self.ring.jump(-leap, rate);
            } else {
                self.ring.fade_from(-leap, SWAP_SECONDS * rate);
            }
            from = last + leap;
        }
        let turn_samples = rate / frame.place.rev_hz;
        self.overcut =
            overcut.max(self.overcut * (1.0 - GRID as f32 / (ECHO_SECONDS * rate) as f32).max(0.0));
        // Nobody hears the rest, and a decay never ends by itself.
        if self.overcut < 1e-4 {
            self.overcut = 0.0;
        }
        let c = &mut self.coefficients;
        c.quality = frame.settings.disc_quality;
        c.delay = Delay::new(from, next);
        c.contact_gain.set_target(frame.contact * frame.platter, frame.snap);
        let echo = if self.overcut > 0.0 { gain(ECHO_DB) as f32 * self.overcut.min(3.0) } else { 0.0 };
        c.echo.set_target(echo, frame.snap);
        c.turn_samples = turn_samples;
        (self.delay_samples, self.behind_samples) = (delay_samples, behind_samples);

        // Held as long as it lasts: what the turn's length does meanwhile is nothing to the groove it fell back into.
        // Under the brake the pointer falls further back: past the ring's end the groove lets go.
        let turns_back = match lock {
            Some(lock) if self.turns_back == 0 || self.ring.reaches(next.ceil() as usize) => lock.turns_back,
            _ => 0,
        };
        if turns_back != self.turns_back {
            let back = (f64::from(turns_back) * turn_samples) as usize;
            self.turns_back = if self.ring.lock(back, next.ceil() as usize, rate) { turns_back } else { 0 };
        }
    }

    /// Reads the swimming groove, in place.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        let Coefficients { quality, delay, contact_gain, echo, turn_samples } = self.coefficients;
        self.ring.process(groove, quality, delay, first);
        if !echo.is_zero() {
            self.ring.add(groove, delay.longer(turn_samples), echo, first);
        }
        if !contact_gain.is_one() {
            for (i, v) in groove.iter_mut().enumerate() {
                *v *= contact_gain.at(first + i);
            }
        }
    }
}
