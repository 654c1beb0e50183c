//! T6: PICKUP: every player's curve is the one it is said to have, in words and figures of the test's own.

use crate::common::*;
use crate::pickup::only_pickup;
use roentgenizdat::chain::pickup::{horn, player};
use roentgenizdat::measure::spectrum::{self, Spectrum};
use roentgenizdat::params::{Choice, Player, Settings};
use rustfft::num_complex::Complex;

/// Complex gains of the parts that players are described by: corners, tilts, resonances.
mod described {
    use super::Complex;

    fn s(f: f64, corner: f64) -> Complex<f64> {
        Complex::new(0.0, f / corner)
    }
    pub fn high(f: f64, corner: f64, q: f64) -> Complex<f64> {
        let s = s(f, corner);
        s * s / (s * s + s / q + 1.0)
    }
    pub fn low(f: f64, corner: f64, q: f64) -> Complex<f64> {
        let s = s(f, corner);
        1.0 / (s * s + s / q + 1.0)
    }
    pub fn low_1(f: f64, corner: f64) -> Complex<f64> {
        1.0 / (1.0 + s(f, corner))
    }
    pub fn high_1(f: f64, corner: f64) -> Complex<f64> {
        1.0 - low_1(f, corner)
    }
    pub fn rings(f: f64, at: f64, q: f64, db: f64) -> Complex<f64> {
        let s = s(f, at);
        (s * s + s / q * 10f64.powf(db / 20.0) + 1.0) / (s * s + s / q + 1.0)
    }
}

/// 2J₁(x)/x, the average over a round patch, by its series.
fn patch(x: f64) -> f64 {
    let series = (0..25).fold((0.0, 1.0), |(sum, term), n| {
        let n = f64::from(n);
        (sum + term, -term * (x / 2.0).powi(2) / ((n + 1.0) * (n + 2.0)))
    });
    series.0
}

/// What each player is said to be, in words and figures of its own.
fn described(player: Player, f: f64) -> f64 {
    use described::{high, high_1, low, low_1, rings};
    let electric = |corner: f64, needle: (f64, f64, f64), arm: f64, top: f64| {
        low_1(f, corner)
            * rings(f, needle.0, needle.1, needle.2)
            * rings(f, arm, 2.8, 9.0)
            * low(f, top, 1.0)
            * low_1(f, top)
            * high_1(f, 25.0)
    };
    let piezo = || electric(80.0, (4500.0, 3.0, 8.0), 40.0, 6500.0);
    let gain = match player {
        Player::Gramophone => {
            let horn = Complex::new(horn::power_at(f).sqrt(), 0.0);
            let box_modes =
                rings(f, 1000.0, 4.0, 6.0) * rings(f, 2600.0, 5.0, 7.0) * rings(f, 4200.0, 6.0, 4.0);
            horn * box_modes * low(f, 4000.0, 0.541) * low(f, 4000.0, 1.307)
        }
        Player::Magnetic => {
            high(f, 70.0, 0.7) * rings(f, 80.0, 2.0, 4.0) * rings(f, 4000.0, 3.0, 9.0) * low(f, 5000.0, 0.7)
        }
        Player::Crystal => electric(90.0, (4000.0, 3.5, 9.0), 45.0, 5500.0),
        Player::Piezo => piezo(),
        Player::Radiola => {
            piezo()
                * high(f, 140.0, 0.7)
                * rings(f, 150.0, 1.5, 3.5)
                * rings(f, 2200.0, 1.0, 4.0)
                * low(f, 5500.0, 0.7)
        }
        // The cutting turnover undone, from its corner down to where it stops.
        Player::Modern => {
            high(f, 20.0, 0.7)
                * (Complex::new(12.0, f) / Complex::new(300.0, f)).finv()
                * low(f, 15_000.0, 0.7)
        }
    };
    gain.norm()
}

#[test]
fn every_players_curve_is_the_one_it_is_said_to_have() {
    each_rate(|| {
        for &player in Player::ALL {
            let settings = Settings { pickup_tracing: 0.0, pickup_tone: 16_000.0, ..only_pickup(player) };
            // The patch and the tone knob are not the player's: taken off as measured on the flattest one.
            let thirds: Vec<f64> = spectrum::thirds(160.0, 4000.0);
            let noise = Spectrum::new(&play(&settings, &white(0.02, 20.0, 3)), 16_384, rate());
            let flat = Spectrum::new(&white(0.02, 20.0, 3), 16_384, rate());
            let contact_um = player::spec(player).contact_um;
            let off = |f: f64| {
                let mean = |power: &dyn Fn(f64) -> f64| {
                    (0..60).map(|n| power(f * 2f64.powf((f64::from(n) - 29.5) / 180.0))).sum::<f64>() / 60.0
                };
                let patch = |f: f64| patch(std::f64::consts::TAU * f / 0.885 * contact_um * 1e-6);
                let knob = |f: f64| described::low_1(f, 16_000.0);
                let said =
                    mean(&|f| (described(player, f) * turnover(f) * patch(f) * knob(f).norm()).powi(2));
                noise.third_octave_db(f) - flat.third_octave_db(f) - 10.0 * said.log10()
            };
            let errors: Vec<f64> = thirds.iter().map(|f| off(*f)).collect();
            let mean = errors.iter().sum::<f64>() / errors.len() as f64;
            let worst = errors.iter().fold(0.0f64, |worst, e| worst.max((e - mean).abs()));
            law(
                "T6.5",
                &format!("{player:?}: worst third of an octave off its description"),
                worst,
                0.0..=1.5,
                "dB",
            );
        }
    });
}
