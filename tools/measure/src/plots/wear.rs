//! Plots of wear: what plays take, and what they add.

use roentgenizdat::measure::clicks;
use roentgenizdat::measure::spectrum::{db, tone};
use roentgenizdat::params::{Choice, Player, Settings, SourceKind};

use super::super::bench::{RATE_HZ, clean, leningrad, play, play_drawn, silence, sine};
use super::super::plot::{Axis, Line, draw};
use super::decibels;
use embedded_host::sound::hiss_db;

const PLAYS: Axis = Axis {
    name: "plays",
    from: 0.0,
    to: 60.0,
    log: false,
    marks: &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
};

/// What a tone of 3 kHz loses by being played.
pub fn treble() -> String {
    let lines: Vec<Line> = Player::ALL
        .iter()
        .map(|&pickup_player| {
            let at = |plays: f32, f: f64| {
                let settings = Settings {
                    pickup_player,
                    wear_plays: plays,
                    lathe_on: false,
                    warp_on: false,
                    pickup_tracing: 0.0,
                    ..clean(leningrad())
                };
                // At 101 s the groove passes at 0.62 m/s.
                db(tone(&play(&settings, &sine(f, 0.5, 1.0), 101.0)[24_000..], f, RATE_HZ).norm())
            };
            let loss =
                |plays: f32| (at(plays, 3000.0) - at(plays, 300.0)) - (at(0.0, 3000.0) - at(0.0, 300.0));
            Line {
                name: format!("{pickup_player:?}").to_lowercase(),
                points: (0..=20)
                    .map(|n| n as f32 * 3.0)
                    .map(|plays| (f64::from(plays), loss(plays)))
                    .collect(),
            }
        })
        .collect();
    draw(PLAYS, decibels("dB", -6.0, 0.5, &[-6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0]), &lines)
}

/// What a restorer's detector finds.
pub fn click_rates() -> String {
    let lines: Vec<Line> = [Player::Gramophone, Player::Piezo, Player::Modern]
        .into_iter()
        .map(|pickup_player| Line {
            name: format!("{pickup_player:?}").to_lowercase(),
            points: (0..=12)
                .map(|n| n as f32 * 5.0)
                .map(|wear_plays| {
                    // Read in the groove, where no pickup rings, on film that hides none; wear is the player's.
                    let settings = Settings {
                        pickup_player,
                        wear_plays,
                        pickup_on: false,
                        lathe_hum: -80.0,
                        film_hiss: -50.0,
                        crackle_dust: 0.0,
                        source_kind: SourceKind::Direct,
                        ..leningrad()
                    };
                    let out = play(&settings, &silence(30.0), 60.0);
                    (f64::from(wear_plays), clicks::find(&out, RATE_HZ).len() as f64 / 30.0)
                })
                .collect(),
        })
        .collect();
    draw(PLAYS, decibels("clicks a second", 0.0, 250.0, &[0.0, 50.0, 100.0, 150.0, 200.0, 250.0]), &lines)
}

/// A producer's line: plays from 0 to 40 over three minutes, at the first radius.
pub fn drawn() -> String {
    const WINDOW: usize = 5 * 48_000;
    let line = |plays: f64| Settings {
        wear_plays: (40.0 * plays) as f32,
        disc_travel: 0.0,
        warp_on: false,
        source_kind: SourceKind::Direct,
        ..leningrad()
    };
    let over_time = |name: &str, out: &[f32], level: fn(&[f32]) -> f64| {
        let levels: Vec<f64> = out.chunks_exact(WINDOW).map(level).collect();
        let minutes = |n: usize| (n as f64 + 0.5) * WINDOW as f64 / RATE_HZ / 60.0;
        let points = levels.iter().enumerate().map(|(n, level)| (minutes(n), level - levels[0])).collect();
        Line { name: name.to_string(), points }
    };
    let hiss = over_time("hiss", &play_drawn(&silence(180.0), line), hiss_db);
    let tone = over_time("4 kHz", &play_drawn(&sine(4000.0, 2.0, 180.0), line), |part| {
        db(tone(part, 4000.0, RATE_HZ).norm())
    });
    let x =
        Axis { name: "minutes", from: 0.0, to: 3.0, log: false, marks: &[0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0] };
    let marks = &[-10.0, -5.0, 0.0, 5.0, 10.0];
    draw(x, decibels("dB re the start", -10.0, 10.0, marks), &[hiss, tone])
}
