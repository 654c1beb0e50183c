//! The plots: what each shows, and how it is measured.

mod wear;

use roentgenizdat::measure::spectrum::{Spectrum, db, thirds, tone};
use roentgenizdat::measure::wow;
use roentgenizdat::params::{Choice, Machine, Player, Settings};

use super::bench::{FULL_SCALE_CM_S, RATE_HZ, clean, groove, leningrad, play, silence, sine};
use super::plot::{Axis, Line, draw};
use crate::Result;

const HZ: Axis = Axis {
    name: "frequency, Hz",
    from: 40.0,
    to: 16_000.0,
    log: true,
    marks: &[50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0],
};
const fn decibels(name: &'static str, from: f64, to: f64, marks: &'static [f64]) -> Axis {
    Axis { name, from, to, log: false, marks }
}

/// Name, title and picture of each.
pub fn all() -> Result<Vec<(String, String, String)>> {
    let plots: [(&str, &str, String); 9] = [
        ("machines", "Band of each lathe, through the modern player", machines()),
        ("players", "Curve of each player, on an uncoloured groove", players()),
        ("noise", "Noise of a silent groove, new and worn", noise()),
        ("wow", "Speed deviation of a 3150 Hz tone: the lines of Leningrad", wow_lines()),
        ("level", "Harmonics against level, 1 kHz, in the groove", harmonics_by_level()),
        ("radius", "Harmonics against radius, 2 kHz at 5 cm/s", harmonics_by_radius()),
        ("wear", "Treble lost against plays, 3 kHz at 0.6 m/s", wear::treble()),
        (
            "clicks",
            "Clicks a second that a restorer's detector finds on quiet film, against plays",
            wear::click_rates(),
        ),
        (
            "drawn",
            "Plays drawn from 0 to 40 over three minutes, at one radius: hiss between the clicks, and a tone of 4 kHz",
            wear::drawn(),
        ),
    ];
    Ok(plots.map(|(name, about, svg)| (name.to_string(), about.to_string(), svg)).to_vec())
}

/// Gain at frequencies from 50 Hz on, for a quiet sine.
fn curve(settings: &Settings) -> Vec<(f64, f64)> {
    let gain = |f: f64| {
        let out = play(settings, &sine(f, 1.0, 0.5), 0.0);
        db(tone(&out[12_000..], f, RATE_HZ).norm() * FULL_SCALE_CM_S)
    };
    (0..100).map(|n| 45.0 * (14_000.0f64 / 45.0).powf(f64::from(n) / 99.0)).map(|f| (f, gain(f))).collect()
}

fn still(settings: Settings) -> Settings {
    Settings { warp_on: false, wear_on: false, pickup_tracing: 0.0, disc_travel: 0.0, ..clean(settings) }
}

fn machines() -> String {
    let lines: Vec<Line> = Machine::ALL
        .iter()
        .map(|&lathe_machine| Line {
            name: format!("{lathe_machine:?}").to_lowercase(),
            points: curve(&Settings { lathe_machine, lathe_drive: 0.0, ..still(groove()) }),
        })
        .collect();
    draw(HZ, decibels("dB", -30.0, 10.0, &[-30.0, -20.0, -10.0, -3.0, 0.0, 5.0, 10.0]), &lines)
}

fn players() -> String {
    let lines: Vec<Line> = Player::ALL
        .iter()
        .map(|&pickup_player| {
            let settings =
                Settings { pickup_player, lathe_on: false, pickup_tone: 16_000.0, ..still(leningrad()) };
            let points = curve(&settings);
            let at_1k = points.iter().min_by(|a, b| (a.0 - 1000.0).abs().total_cmp(&(b.0 - 1000.0).abs()));
            let zero = at_1k.map_or(0.0, |p| p.1);
            Line {
                name: format!("{pickup_player:?}").to_lowercase(),
                points: points.iter().map(|(f, level)| (*f, level - zero)).collect(),
            }
        })
        .collect();
    draw(HZ, decibels("dB re 1 kHz", -30.0, 30.0, &[-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0]), &lines)
}

fn noise() -> String {
    let lines: Vec<Line> = [(0.0, "new"), (12.0, "12 plays"), (35.0, "35 plays"), (60.0, "60 plays")]
        .into_iter()
        .map(|(wear_plays, name)| {
            let settings = Settings {
                wear_plays,
                crackle_on: false,
                pickup_rumble: -80.0,
                lathe_hum: -80.0,
                ..groove()
            };
            // Worn as under a piezo, read as groove velocity.
            let settings =
                Settings { pickup_tracing: 0.0, pickup_player: Player::Piezo, pickup_on: false, ..settings };
            let spectrum = Spectrum::new(&play(&settings, &silence(20.0), 60.0), 8192, RATE_HZ);
            let reference = db(8.0 / FULL_SCALE_CM_S / 2f64.sqrt());
            let points = thirds(50.0, 12_000.0);
            Line {
                name: name.to_string(),
                points: points.into_iter().map(|f| (f, spectrum.third_octave_db(f) - reference)).collect(),
            }
        })
        .collect();
    draw(
        HZ,
        decibels("third octaves, dB re reference", -70.0, -20.0, &[-70.0, -60.0, -50.0, -40.0, -30.0, -20.0]),
        &lines,
    )
}

fn wow_lines() -> String {
    let settings = Settings { disc_travel: 0.0, pickup_tracing: 0.0, ..clean(groove()) };
    let out = play(&settings, &sine(wow::TONE_HZ, 1.6, 62.6), 0.0);
    let speed = wow::speed(&out[48_000..], wow::TONE_HZ, RATE_HZ);
    let points = (0..600)
        .map(|n| 0.3 * (60.0f64 / 0.3).powf(f64::from(n) / 599.0))
        .map(|f| (f, db(wow::line(&speed, f, wow::STEP_SECONDS))))
        .collect();
    let read = wow::weighted_percent(&speed, wow::STEP_SECONDS);
    let x = Axis {
        name: "frequency of the deviation, Hz",
        from: 0.3,
        to: 60.0,
        log: true,
        marks: &[0.5, 1.0, 1.3, 2.6, 5.0, 10.0, 25.0, 50.0],
    };
    let y = decibels("deviation, dB re 1", -120.0, -30.0, &[-120.0, -100.0, -80.0, -60.0, -40.0]);
    draw(x, y, &[Line { name: format!("DIN {read:.2} %"), points }])
}

/// Second and third harmonic in per cent, of a tone at a velocity.
fn harmonics(settings: &Settings, f_hz: f64, cm_s: f64, from_s: f64) -> [f64; 2] {
    let out = play(settings, &sine(f_hz, cm_s, 1.5), from_s);
    let part = |order: f64| tone(&out[24_000..], f_hz * order, RATE_HZ).norm();
    [2.0, 3.0].map(|order| (100.0 * part(order) / part(1.0)).max(1e-3))
}

const PER_CENT: Axis =
    Axis { name: "%", from: 0.01, to: 30.0, log: true, marks: &[0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0] };

fn harmonics_by_level() -> String {
    let settings = Settings { warp_on: false, disc_travel: 0.0, lathe_drive: 0.0, ..clean(groove()) };
    let levels: Vec<f64> = (0..17).map(|n| 1.0 * 2f64.powf(f64::from(n) / 3.2)).collect();
    let line = |order: usize, plays: f32, name: &str| Line {
        name: name.to_string(),
        points: levels
            .iter()
            .map(|v| (*v, harmonics(&Settings { wear_plays: plays, ..settings }, 1000.0, *v, 0.0)[order]))
            .collect(),
    };
    let x = Axis { name: "cm/s", from: 1.0, to: 32.0, log: true, marks: &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0] };
    draw(
        x,
        PER_CENT,
        &[
            line(0, 0.0, "HD2, new"),
            line(1, 0.0, "HD3, new"),
            line(0, 40.0, "HD2, 40 plays"),
            line(1, 40.0, "HD3, 40 plays"),
        ],
    )
}

fn harmonics_by_radius() -> String {
    let lines: Vec<Line> = [Player::Gramophone, Player::Piezo, Player::Modern]
        .into_iter()
        .flat_map(|pickup_player| {
            let settings = Settings {
                pickup_player,
                lathe_on: false,
                warp_on: false,
                wear_on: false,
                pickup_tone: 16_000.0,
                ..clean(leningrad())
            };
            let linear = Settings { pickup_tracing: 0.0, ..settings };
            [0, 1].map(|order| Line {
                name: format!("HD{}, {}", order + 2, format!("{pickup_player:?}").to_lowercase()),
                points: (0..16)
                    .map(|n| {
                        let from_s = 12.0 * f64::from(n);
                        let gain = |f: f64| {
                            tone(&play(&linear, &sine(f, 0.5, 1.0), from_s)[24_000..], f, RATE_HZ).norm()
                        };
                        let curve = gain(2000.0) / gain(2000.0 * (order as f64 + 2.0));
                        (
                            109.0 - 0.25 * 77.92 / 60.0 * from_s,
                            harmonics(&settings, 2000.0, 5.0, from_s)[order] * curve,
                        )
                    })
                    .collect(),
            })
        })
        .collect();
    let x = Axis {
        name: "radius, mm",
        from: 110.0,
        to: 45.0,
        log: false,
        marks: &[110.0, 100.0, 90.0, 80.0, 70.0, 60.0, 50.0],
    };
    draw(x, PER_CENT, &lines)
}
