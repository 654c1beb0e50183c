//! The horn of a portable gramophone: an exponential pipe, folded into the case, that ends too soon.
//!
//! Sound in a pipe whose area grows as `S = S₀ e^{mx}` obeys Webster's equation. Its waves are
//! `p = e^{−mx/2} (A e^{−jbx} + B e^{jbx})`, `b = √(k² − m²/4)`: below `f_c = m c / 4π` nothing travels. What reaches the
//! mouth is partly sent back, since the mouth is small against the wave; it comes round again at the throat, and the
//! diaphragm, a source of velocity, finds a load that ripples. The power that goes out is the real part of that load:
//!
//! `|H|² = Re Z(throat) / (ρc/S₀)`, `Z = ` the mouth's load `ρc/S · (jka·8/3π ∥ 128/9π²)`, carried back by the waves
//!
//! | term  | meaning                              | value                          |
//! |-------|--------------------------------------|--------------------------------|
//! | `f_c` | where the horn begins to carry       | 200 Hz                         |
//! | `L`   | its length along the folds           | 0.75 m                         |
//! | `a`   | radius of its mouth                  | 7 cm; throat 4.5 mm            |
//! | `η`   | loss along walls and folds, of `k`   | 0.035 (guessed)                |
//!
//! Webster 1919; load of a piston in a wall: Beranek, *Acoustics*, 1954. The sound has nine sections instead of the pipe:
//! two for the cut-off, seven for the ripples. They are fitted to the pipe in the test below, which holds them to it within
//! 1 dB in every third of an octave from 160 Hz to 2.5 kHz; they cost the same at every sample rate and delay nothing.

use rustfft::num_complex::Complex;

use crate::chain::parts::section::Section;

/// Sections the sound uses.
pub const SECTIONS: usize = 2 + RIPPLES;
const RIPPLES: usize = 7;

const SOUND_M_S: f64 = 343.0;
const CUT_OFF_HZ: f64 = 200.0;
const LENGTH_M: f64 = 0.75;
const THROAT_M: f64 = 0.0045;
const LOSS: f64 = 0.035;

/// Frequency and Q of the two high-passes.
const CUT_OFF: [(f64, f64); 2] = [(153.99, 2.0205), (155.34, 0.0512)];
/// Frequency, Q and height in dB of the ripples.
const RIPPLE: [(f64, f64, f64); RIPPLES] = [
    (257.17, 12.0765, 17.743),
    (402.58, 9.7885, 14.897),
    (588.56, 8.7268, 10.622),
    (791.99, 8.7772, 7.380),
    (1002.41, 9.9368, 4.696),
    (1216.16, 14.7040, 2.386),
    (1443.85, 1.4862, 4.026),
];
/// Level of all of it.
const LEVEL: f64 = 1.30096;

/// The horn as the sound has it.
pub fn sections() -> [Section; SECTIONS] {
    let mut all = [Section::PASS_THROUGH; SECTIONS];
    for (section, (f_hz, q)) in all.iter_mut().zip(CUT_OFF) {
        *section = Section::high_pass(f_hz, q);
    }
    for (section, (f_hz, q, height_db)) in all[2..].iter_mut().zip(RIPPLE) {
        *section = Section::peak(f_hz, q, height_db);
    }
    all[0] = all[0].scaled(LEVEL);
    all
}

/// The pipe itself: power out for a diaphragm of constant velocity, 1 for a pipe without end.
pub fn power_at(f_hz: f64) -> f64 {
    let j = Complex::new(0.0, 1.0);
    let flare = 4.0 * std::f64::consts::PI * CUT_OFF_HZ / SOUND_M_S;
    let k = std::f64::consts::TAU * f_hz / SOUND_M_S * (1.0 - j * LOSS);
    let mouth_m = THROAT_M * (flare * LENGTH_M / 2.0).exp();
    let ka = k * mouth_m;
    // Loads here are pressure over *particle* velocity, in units of ρc.
    let mass = j * ka * 8.0 / (3.0 * std::f64::consts::PI);
    let resistance = 128.0 / (9.0 * std::f64::consts::PI.powi(2));
    let load = mass * resistance / (mass + resistance);
    // Admittance of each wave, pressure of 1: u = −p'/(jωρ) = (m/2 ± jb) p / (jk ρc).
    let b = (k * k - flare * flare / 4.0).sqrt();
    let (out, back) = ((flare / 2.0 + j * b) / (j * k), (flare / 2.0 - j * b) / (j * k));
    // At the mouth p = load · u fixes what comes back: A (1 − load·out) + B (1 − load·back) = 0.
    let ratio = -(1.0 - load * out) / (1.0 - load * back);
    let back_here = ratio * (-2.0 * j * b * LENGTH_M).exp();
    let throat = (1.0 + back_here) / (out + back * back_here);
    throat.re
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::parts::section;

    fn db(power: f64) -> f64 {
        10.0 * power.max(1e-9).log10()
    }

    fn grid() -> Vec<f64> {
        (0..240).map(|n| 140.0 * (2800.0f64 / 140.0).powf(f64::from(n) / 239.0)).collect()
    }

    /// All unknowns in a row: level in dB, then log frequency, log Q, and height for the ripples.
    fn build(x: &[f64]) -> Vec<Section> {
        let mut all = Vec::new();
        for n in 0..2 {
            all.push(Section::high_pass(x[1 + 2 * n].exp(), x[2 + 2 * n].exp()));
        }
        for n in 0..RIPPLES {
            let at = 5 + 3 * n;
            all.push(Section::peak(x[at].exp(), x[at + 1].exp(), x[at + 2]));
        }
        all[0] = all[0].scaled(section::gain(x[0]));
        all
    }

    /// How far the fit is from the pipe, in dB, at each frequency.
    fn residual(x: &[f64]) -> Vec<f64> {
        let all = build(x);
        grid()
            .into_iter()
            .map(|f| {
                let wanted = db(power_at(f));
                // What lies far below the rest matters less.
                (db(section::power_at(&all, f)) - wanted) * if wanted < -12.0 { 0.2 } else { 1.0 }
            })
            .collect()
    }

    /// Levenberg and Marquardt's least squares.
    fn fit(mut x: Vec<f64>) -> Vec<f64> {
        let cost = |r: &[f64]| r.iter().map(|v| v * v).sum::<f64>();
        let mut damping = 1.0;
        let mut r = residual(&x);
        for _ in 0..200 {
            let n = x.len();
            let columns: Vec<Vec<f64>> = (0..n)
                .map(|i| {
                    let mut y = x.clone();
                    y[i] += 1e-5;
                    residual(&y).iter().zip(&r).map(|(a, b)| (a - b) / 1e-5).collect()
                })
                .collect();
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>();
            let mut m: Vec<Vec<f64>> = (0..n)
                .map(|i| {
                    let mut row: Vec<f64> = (0..n).map(|k| dot(&columns[i], &columns[k])).collect();
                    row[i] += damping * (row[i] + 1e-6);
                    row.push(-dot(&columns[i], &r));
                    row
                })
                .collect();
            for i in 0..n {
                let best = (i..n).max_by(|a, b| m[*a][i].abs().total_cmp(&m[*b][i].abs())).unwrap();
                m.swap(i, best);
                let pivot = m[i].clone();
                for (_, row) in m.iter_mut().enumerate().filter(|(k, _)| *k != i) {
                    let share = row[i] / pivot[i];
                    row.iter_mut().zip(&pivot).for_each(|(value, top)| *value -= share * top);
                }
            }
            let tried: Vec<f64> = (0..n).map(|i| x[i] + (m[i][n] / m[i][i]).clamp(-0.5, 0.5)).collect();
            let next = residual(&tried);
            if cost(&next) < cost(&r) {
                (x, r, damping) = (tried, next, damping * 0.4);
            } else {
                damping *= 4.0;
            }
        }
        x
    }

    /// Prints the constants above anew, from a start at the pipe's own peaks.
    #[test]
    #[ignore = "a tool: cargo test --lib horn -- --ignored --nocapture"]
    fn fit_the_sections() {
        let mut x = vec![0.0, 200f64.ln(), 0.0, 200f64.ln(), 0.0];
        let all: Vec<(f64, f64)> = (150..1600).map(|f| (f64::from(f), power_at(f64::from(f)))).collect();
        let peaks = all.windows(3).filter(|w| w[1].1 > w[0].1 && w[1].1 > w[2].1).map(|w| w[1].0);
        peaks.take(RIPPLES).for_each(|f| x.extend([f.ln(), 5f64.ln(), 8.0]));
        let x = fit(x);
        println!("LEVEL: f64 = {:.5};", section::gain(x[0]));
        (0..2).for_each(|n| println!("({:.2}, {:.4}),", x[1 + 2 * n].exp(), x[2 + 2 * n].exp()));
        for n in 0..RIPPLES {
            let at = 5 + 3 * n;
            println!("({:.2}, {:.4}, {:.3}),", x[at].exp(), x[at + 1].exp(), x[at + 2]);
        }
        let worst = residual(&x).iter().fold(0.0f64, |a, v| a.max(v.abs()));
        println!("worst {worst:.2} dB");
        for f in [
            120.0, 160.0, 200.0, 250.0, 276.0, 350.0, 430.0, 520.0, 600.0, 700.0, 790.0, 1000.0, 1500.0,
            2500.0,
        ] {
            println!("{f}: pipe {:.2} fit {:.2}", db(power_at(f)), db(section::power_at(&build(&x), f)));
        }
    }

    #[test]
    fn nine_sections_are_the_pipe_within_a_decibel() {
        for third in 0..13 {
            let centre = 160.0 * 2f64.powf(f64::from(third) / 3.0);
            let mean = |power: &dyn Fn(f64) -> f64| {
                (0..40).map(|n| power(centre * 2f64.powf((f64::from(n) - 19.5) / 120.0))).sum::<f64>() / 40.0
            };
            let (pipe, fitted) = (mean(&power_at), mean(&|f| section::power_at(&sections(), f)));
            assert!((db(fitted) - db(pipe)).abs() < 1.0, "{centre} Hz: {} for {} dB", db(fitted), db(pipe));
        }
    }

    #[test]
    fn the_pipe_ripples_as_such_horns_do() {
        // Peaks from its cut-off up, 150–280 Hz apart, and nothing below.
        let response: Vec<(f64, f64)> =
            (100..1500).map(|f| (f64::from(f), db(power_at(f64::from(f))))).collect();
        let peaks: Vec<f64> =
            response.windows(3).filter(|w| w[1].1 > w[0].1 && w[1].1 > w[2].1).map(|w| w[1].0).collect();
        assert!(peaks.len() >= 5, "{peaks:?}");
        let apart: Vec<f64> = peaks.windows(2).map(|w| w[1] - w[0]).collect();
        assert!(apart.iter().all(|d| (110.0..=280.0).contains(d)), "{peaks:?}");
        assert!(db(power_at(120.0)) < -12.0, "{}", db(power_at(120.0)));
        assert!(db(power_at(3000.0)).abs() < 1.0, "{}", db(power_at(3000.0)));
    }
}
