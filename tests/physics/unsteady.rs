//! What is not even along the song: a lathe that labours, film that leaves the felt, straight scratches of reused film.

use crate::common::*;
use crate::crackle::{only_crackle, render};
use crate::groove::step_s;
use roentgenizdat::measure::wow::{self, TONE_HZ};
use roentgenizdat::params::{Listen, Machine, Player, Reused, Settings};
use std::f64::consts::TAU;

const REV_HZ: f64 = 77.92 / 60.0;
/// Loud lows sound from and to.
const LOUD_SECONDS: (f64, f64) = (8.0, 13.0);

/// A steady disc cut by a machine, on which only the tone is heard.
fn cut_by(lathe_machine: Machine) -> Settings {
    Settings {
        disc_travel: 0.0,
        warp_on: false,
        pickup_tracing: 0.0,
        wear_on: false,
        lathe_machine,
        lathe_drive: 0.0,
        lathe_low_cut: 30.0,
        ..clean(groove())
    }
}

/// A tone, and under it loud lows for a while.
fn tone_and_lows() -> Vec<f32> {
    let lows = sine(70.0, 0.4, 26.0);
    let loud = at(LOUD_SECONDS.0)..at(LOUD_SECONDS.1);
    let tone = sine(TONE_HZ, 0.05, 26.0);
    tone.iter().enumerate().map(|(i, v)| v + if loud.contains(&i) { lows[i] } else { 0.0 }).collect()
}

/// Speed deviation, evened over a twentieth of a second.
fn speed(settings: &Settings, song: &[f32]) -> Vec<f64> {
    let speed = wow::speed(&play(settings, song), TONE_HZ, rate());
    let length = (0.05 / step_s()) as usize;
    speed.windows(length).map(|w| w.iter().sum::<f64>() / length as f64).collect()
}

#[test]
fn the_song_sags_under_loud_lows_and_wins_back_what_it_lost() {
    each_rate(|| {
        for (machine, percent) in [(Machine::Copy, 0.3), (Machine::Blunt, 0.4), (Machine::Telefunken, 0.1)] {
            let speed = speed(&cut_by(machine), &tone_and_lows());
            let span = |from: f64, to: f64| &speed[(from / step_s()) as usize..(to / step_s()) as usize];
            let least = span(LOUD_SECONDS.0, LOUD_SECONDS.0 + 1.0).iter().copied().fold(1.0, f64::min);
            law(
                "T2.9",
                "sag when loud lows set in, re the machine's",
                -100.0 * least / percent,
                0.6..=1.1,
                "",
            );
            let most = span(LOUD_SECONDS.1, LOUD_SECONDS.1 + 1.0).iter().copied().fold(-1.0, f64::max);
            law("T2.9", "gain when they stop, re the sag", -most / least, 0.6..=1.4, "");
            let still = span(5.0, 7.9);
            let bias = still.iter().sum::<f64>() / still.len() as f64;
            let late_ms = |from: f64, to: f64| {
                -1000.0 * span(from, to).iter().map(|s| s - bias).sum::<f64>() * step_s()
            };
            law("T2.9", "late within a second", late_ms(8.0, 9.0) / percent, 0.5..=3.0, "ms per %");
            law("T2.9", "late in the end", late_ms(7.9, 25.5) / percent, -0.1..=0.1, "ms per %");
            // Before the lows nothing moves.
            let still = span(4.0, 7.5).iter().copied().fold(0.0f64, |a, v| a.max(v.abs()));
            law("T2.9", "unsteadiness without lows", 100.0 * still, 0.0..=0.01, "%");
        }
    });
}

#[test]
fn the_dirt_does_not_labour() {
    // A shift of half a millisecond would make a difference as large as the dirt itself. Cut softly: what breaks through to the next turn is song in the dirt's place.
    let settings = Settings {
        listen: Listen::Dirt,
        lathe_drive: -12.0,
        warp_on: true,
        film_on: true,
        crackle_on: true,
        ..cut_by(Machine::Blunt)
    };
    let (under_song, under_silence) = (play(&settings, &tone_and_lows()), play(&settings, &silence(26.0)));
    let loudest = under_silence.iter().fold(0.0f32, |a, v| a.max(v.abs()));
    let apart = under_song.iter().zip(&under_silence).fold(0.0f32, |a, (x, y)| a.max((x - y).abs()));
    law("T2.9", "difference that the song makes to the dirt", f64::from(apart / loudest), 0.0..=0.02, "");
}

fn median(x: &[f64]) -> f64 {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

#[test]
fn curled_film_gives_way_under_a_light_needle_and_not_under_a_heavy_one() {
    each_rate(|| {
        let treble = sine(6000.0, 0.03, 24.0);
        let middle = sine(500.0, 0.03, 24.0);
        // Level of the treble against the middle's, in hundredths of a second, in dB re its median.
        let loss = |player: Player, curl_mm: f32| {
            let settings = Settings {
                pickup_player: player,
                warp_on: true,
                warp_hole: 0.0,
                warp_flutter: 0.0,
                warp_slip: 0.0,
                warp_curl: curl_mm,
                lathe_high_cut: 12_000.0,
                ..cut_by(Machine::Telefunken)
            };
            let levels = |song: &[f32]| -> Vec<f64> {
                play(&settings, song)[at(2.0)..].chunks_exact(at(0.01)).map(|part| db(rms(part))).collect()
            };
            let (high, low) = (levels(&treble), levels(&middle));
            // Where a light arm leaps there is nothing to compare.
            let usual = median(&low);
            let pairs = high.iter().zip(&low).filter(|(_, l)| (**l - usual).abs() < 3.0);
            let difference: Vec<f64> = pairs.map(|(h, l)| h - l).collect();
            let usual = median(&difference);
            difference.iter().map(|d| d - usual).collect::<Vec<f64>>()
        };
        let given = loss(Player::Modern, 5.0);
        let deepest = given.iter().copied().fold(0.0, f64::min);
        law("T5.6", "treble lost on curled film, most", -deepest, 3.0..=8.5, "dB");
        let dips = given.windows(2).filter(|w| w[0] > -1.5 && w[1] <= -1.5).count() as f64;
        law("T5.6", "losses a turn", dips / (22.0 * REV_HZ), 0.9..=4.2, "");
        let lost_ms = 10.0 * given.iter().filter(|d| **d <= -1.5).count() as f64 / (22.0 * REV_HZ);
        law("T5.6", "time lost a turn", lost_ms, 10.0..=160.0, "ms");
        for (player, curl_mm) in [(Player::Modern, 2.5), (Player::Crystal, 5.0)] {
            let lying = loss(player, curl_mm).iter().copied().fold(0.0, f64::min);
            law("T5.6", "treble lost where the film lies", -lying, 0.0..=1.0, "dB");
        }
    });
}

#[test]
fn film_that_gives_way_flaps_eight_to_twenty_five_times_a_second() {
    each_rate(|| {
        // Pitch under a light needle with the curl below and above the point where film gives way: what is more is the flap.
        let pitch = |warp_curl: f32| {
            let settings = Settings {
                pickup_player: Player::Modern,
                warp_on: true,
                warp_hole: 0.0,
                warp_flutter: 0.0,
                warp_slip: 0.0,
                warp_curl,
                ..cut_by(Machine::Telefunken)
            };
            let out = play(&settings, &sine(TONE_HZ, 0.05, 21.0));
            let speed = wow::speed(&out[at(1.0)..], TONE_HZ, rate());
            // Turns of the curl are below 6 Hz, the flap between 6 and 40.
            (1..=34).map(|n| wow::line(&speed, 6.0 + f64::from(n), step_s()).powi(2)).sum::<f64>().sqrt()
        };
        let (lying, giving) = (pitch(2.9), pitch(3.6));
        law(
            "T5.6",
            "flap's share of the pitch, above lying film",
            giving / lying.max(1e-9),
            2.0..=1000.0,
            "",
        );
    });
}

#[test]
fn ticks_of_reused_film_lie_on_straight_lines() {
    each_rate(|| {
        let disc = disc(1953);
        let lines = &disc.side(0).first_life.lines;
        let settings = Settings { film_reused: Reused::Always, crackle_level: 6.0, ..only_crackle() };
        let found = onsets(&render(&settings, 60.0), rate());
        // Where straight lines cross a spiral of 109 mm and a quarter of a millimetre a turn.
        let mut wanted = Vec::new();
        for line in lines {
            for side in [-1.0, 1.0] {
                for turn in 1..76 {
                    let mut turns = f64::from(turn);
                    for _ in 0..20 {
                        let r_mm = 109.0 - 0.25 * turns;
                        let away = (line.distance_mm / r_mm).min(1.0).acos() / TAU;
                        let angle = line.angle + side * away;
                        turns = f64::from(turn) + angle - angle.floor();
                    }
                    if 109.0 - 0.25 * turns > line.distance_mm + 1.0 {
                        wanted.push(turns / REV_HZ);
                    }
                }
            }
        }
        let late =
            |t: f64| found.iter().map(|f| f - t).min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(1.0);
        let mut off: Vec<f64> = wanted.iter().map(|t| late(*t)).collect();
        off.sort_by(f64::total_cmp);
        let usual = off[off.len() / 2];
        let hits = off.iter().filter(|o| (*o - usual).abs() < 0.001).count() as f64;
        law("T4.9", "ticks where the lines cross the groove", hits / wanted.len() as f64, 0.85..=1.0, "");
        law("T4.9", "ticks, re crossings", found.len() as f64 / wanted.len() as f64, 0.8..=1.1, "");
        // Each is crossed once: as high as twice the line's own would be 6 dB more, and a tick may be 3 dB more.
        let out = render(&settings, 60.0);
        let peak = |t: f64| {
            let from = ((t + usual - 0.001) * rate()).max(0.0) as usize;
            let part = &out[from.min(out.len())..(from + at(0.003)).min(out.len())];
            part.iter().fold(0.0f32, |peak, x| peak.max(x.abs()))
        };
        let mut heights: Vec<f32> = wanted.iter().map(|t| peak(*t)).filter(|peak| *peak > 0.0).collect();
        heights.sort_by(f32::total_cmp);
        let middle_db = 20.0 * f64::from(heights[heights.len() / 2]).log10();
        law("T4.9", "height of a line's tick, in the middle", middle_db, -15.0..=-9.0, "dB");
        let none = onsets(&render(&Settings { film_reused: Reused::Off, ..settings }, 60.0), rate());
        law("T4.9", "ticks of film without a first life", none.len() as f64, 0.0..=0.0, "");
    });
}
