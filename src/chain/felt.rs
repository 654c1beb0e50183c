//! FELT: a curled film leaves the felt under a needle too light to press it down.
//!
//! Where the saddle of the curl stands highest, once or twice a turn, the film gives way under the needle and flaps:
//!
//! ```text
//! loss = L · w(t) · (½ + ½ cos 2πft) dB above 2 kHz,      delay = A · w(t) · (1 − cos 2πft)
//! ```
//!
//! | term | meaning                                                      | value                  |
//! |------|--------------------------------------------------------------|------------------------|
//! | `w`  | raised cosine over the time the needle is on the bulge       | 20–80 ms, by the disc  |
//! | `L`  | loss where the film gives most                               | 3–8 dB, from 3 mm curl |
//! | `f`  | how fast it flaps: the film's stiffness against its own mass | 8–25 Hz, by the disc   |
//! | `A`  | how far the groove is dragged to and fro                     | 0.12 ms                |
//!
//! The curl counts where the needle is: nearly flat in the middle, so a side ends calmer than it begins. A needle of
//! 15 g or less is light, one of 30 g presses any film down. All of it is guessed. Measured in `tests/physics/unsteady.rs`.

use super::control_frame::ControlFrame;
use super::parts::cascade::Cascade;
use super::parts::math::cos_turns;
use super::parts::section::{Section, gain};
use super::pickup::player;
use super::warp;
use crate::disc::hash;
use crate::disc::salt;

/// Curl at which the film begins to leave the felt, and where it leaves it most, in mm.
const CURL_MM: (f64, f64) = (3.0, 5.0);
/// Force up to which a needle is light, and from which it is heavy, in g.
const FORCE_G: (f64, f64) = (15.0, 30.0);
/// Least and most of the loss, in dB, and above what frequency it is.
const LOSS_DB: (f64, f64) = (3.0, 8.0);
const LOSS_HZ: f64 = 2000.0;
/// Shortest and longest stay on a bulge, in seconds.
const BULGE_SECONDS: (f64, f64) = (0.020, 0.080);
/// Slowest and fastest flap, in Hz, and how far it drags the groove, in seconds.
const FLAP_HZ: (f64, f64) = (8.0, 25.0);
const FLAP_SECONDS: f64 = 0.000_12;

/// What the film does under the needle at one place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Flap {
    /// Loss above 2 kHz, in dB; 0 where the film lies.
    loss_db: f64,
    /// How far the groove is dragged back, in seconds.
    delay_seconds: f64,
}

/// What the film does here.
fn flap(frame: &ControlFrame) -> Flap {
    let (settings, (place, _)) = (frame.settings, frame.needle_place());
    let rise = |x: f64, (from, to): (f64, f64)| ((x - from) / (to - from)).clamp(0.0, 1.0);
    let curl_mm = warp::curl_height_mm(settings, frame.groove, &place);
    if curl_mm <= CURL_MM.0 {
        return Flap::default();
    }
    let light = 1.0 - rise(player::force_g(settings), FORCE_G);
    let amount = light * f64::from(frame.colour(frame.enable.warp) * frame.contact);
    if amount <= 0.0 {
        return Flap::default();
    }
    let most_db = LOSS_DB.0 + (LOSS_DB.1 - LOSS_DB.0) * rise(curl_mm, CURL_MM);
    let lot = |nth: u64| f64::from(hash::unit(hash::branch(hash::branch(frame.side.seed, salt::FELT), nth)));
    let within = |(from, to): (f64, f64), nth: u64| from + (to - from) * lot(nth);
    let f_hz = within(FLAP_HZ, 0);
    let mut flap = Flap::default();
    for bulge in 0..if lot(1) < 0.5 { 1 } else { 2 } {
        // The saddle is highest where the cosine of twice the angle is.
        let top = 0.5 * (f64::from(bulge) - frame.side.blemishes.curl_angle[1]);
        let long_s = within(BULGE_SECONDS, 2 + bulge as u64);
        let away = place.angle - top - libm::round(place.angle - top);
        let at_s = away / place.rev_hz;
        if at_s.abs() >= 0.5 * long_s {
            continue;
        }
        let window = 0.5 + 0.5 * cos_turns(at_s / long_s);
        let wave = cos_turns(f_hz * at_s);
        flap.loss_db += amount * most_db * window * (0.5 + 0.5 * wave);
        flap.delay_seconds += amount * FLAP_SECONDS * window * (1.0 - wave);
    }
    flap
}

/// The stage: the treble that a giving film loses.
#[derive(Clone, Debug)]
pub struct Felt {
    shelf: Cascade<1, 1>,
    is_heard: bool,
}

impl Felt {
    /// A film that lies.
    pub fn new() -> Self {
        Self { shelf: Cascade::new(), is_heard: false }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.shelf.reset();
        self.is_heard = false;
    }

    /// Aims at the next grid point; returns how far the groove is dragged back there, in seconds.
    pub fn update(&mut self, frame: &ControlFrame) -> f64 {
        let Flap { loss_db, delay_seconds } = flap(frame);
        if loss_db > 0.0 && !self.is_heard {
            self.shelf.reset();
        }
        self.is_heard = loss_db > 0.0;
        if self.is_heard {
            let shelf = Section::shelf(LOSS_HZ * gain(loss_db), LOSS_HZ).scaled(gain(-loss_db));
            self.shelf.set(0, &shelf, frame.sample_rate_hz);
        }
        delay_seconds
    }

    /// Filters the groove, in place.
    #[inline(always)]
    pub fn process(&mut self, groove: &mut [f32], first: usize) {
        if self.is_heard {
            self.shelf.process(groove, first);
        }
    }
}

impl Default for Felt {
    fn default() -> Self {
        Self::new()
    }
}
