//! What happens during a take: six scenes, and each parameter turned to its ends.

use roentgenizdat::chain::spiral;
use roentgenizdat::params::{Kind, Latency, Needle, Parameter, Quality, Serial, Settings, Speed};

use crate::discs::Discs;
use crate::fnv::Fnv;
use crate::programme::part;
use crate::take::{Deck, Step, take};

/// Late on a side, in seconds.
const LATE_S: f64 = 150.0;
/// The tempo, and the other one.
const TEMPI_BPM: [f64; 2] = [97.0, 120.0];
/// When a parameter is turned, and how long it is then heard: over a turn of the disc.
const TURNED_S: f64 = 0.1;
const HEARD_S: f64 = 1.1;
/// When the transport stops, where the parameter is about that.
const STOPPED_S: f64 = 0.5;

/// A scene: its name, and how it is played.
pub struct Scene {
    /// Its name in the list.
    pub name: &'static str,
    set_up: fn(&mut Deck),
    plan: fn(&Deck, f64, &mut Step),
}

/// All of them, in the list's order.
pub const SCENES: &[Scene] = &[
    Scene { name: "constant", set_up: |_| (), plan: |_, _, _| () },
    Scene { name: "automated", set_up: |_| (), plan: automated },
    Scene { name: "seek", set_up: carried, plan: seek },
    Scene { name: "brake", set_up: on_signal, plan: brake },
    Scene { name: "bypass", set_up: used, plan: bypass },
    Scene { name: "dry", set_up: |_| (), plan: dry },
];

impl Scene {
    /// Plays the scene on a deck.
    pub fn play(&self, discs: &Discs, deck: &Deck) -> Fnv {
        let mut deck = *deck;
        (self.set_up)(&mut deck);
        take(discs, &deck, |seconds| {
            let mut step = late(&deck);
            (self.plan)(&deck, seconds, &mut step);
            step
        })
    }
}

/// The parameter on a used disc, turned to its ends and its middle, or to each of its choices.
pub fn turned(discs: &Discs, parameter: &Parameter, deck: &Deck) -> Vec<(String, Fnv)> {
    let mut deck = Deck { seconds: TURNED_S + HEARD_S, ..*deck };
    used(&mut deck);
    if parameter.id == "warp_beats" {
        deck.settings.warp_speed = Speed::Sync;
    }
    let (min, max) = parameter.knob_range();
    let ends = [("low", min), ("middle", min + (max - min) / 2.0), ("high", max)];
    let goals: Vec<(String, f32)> = match parameter.kind {
        Kind::Choice(values) => {
            values.iter().enumerate().map(|(n, named)| (named.id.to_string(), n as f32)).collect()
        }
        Kind::Switch => vec![("off".to_string(), 0.0), ("on".to_string(), 1.0)],
        _ => ends.map(|(name, knob)| (name.to_string(), parameter.from_knob(knob))).into(),
    };
    let play = |(name, goal): (String, f32)| {
        let heard = take(discs, &deck, |seconds| {
            let mut step = late(&deck);
            if parameter.id == "disc_needle" && seconds >= STOPPED_S {
                step.from_s = None;
            }
            if seconds >= TURNED_S {
                (parameter.set)(&mut step.settings, parameter.conform(goal));
            }
            step
        });
        (name, heard)
    };
    goals.into_iter().map(play).collect()
}

/// Playing on, late on a side.
pub(crate) fn late(deck: &Deck) -> Step {
    let (settings, serial) = (deck.settings, deck.serial);
    Step { settings, serial, from_s: Some(LATE_S), tempo_bpm: TEMPI_BPM[0] }
}

/// What a host could draw when the list was made. A parameter that came later has lines of its own, and leaves these alone.
const DRAWN: &str = "condition mix output bypass keep_low follow source_amount lathe_on lathe_drive lathe_low_cut \
    lathe_high_cut lathe_head lathe_hum film_on film_hiss film_tone film_bones crackle_on crackle_dust \
    crackle_clicks crackle_scratches crackle_level crackle_clustering warp_on warp_hole warp_curl \
    warp_flutter warp_slip wear_on wear_plays wear_needle pickup_on pickup_force pickup_tracing pickup_tone \
    pickup_rumble perform_brake";

/// Everything that a host may draw is drawn, half the way to its ends; the tempo changes.
fn automated(deck: &Deck, seconds: f64, step: &mut Step) {
    step.tempo_bpm = if seconds < 0.2 { TEMPI_BPM[0] } else { TEMPI_BPM[1] };
    for parameter in DRAWN.split_whitespace().filter_map(Settings::parameter) {
        let mut seed = Fnv::default();
        seed.bytes(parameter.id.as_bytes());
        let chance = f64::from(seed.folded()) / f64::from(u32::MAX);
        let phase = part(seconds * (2.0 + 5.0 * chance) + 7.0 * chance);
        let (min, max) = parameter.knob_range();
        let there = min + (max - min) * (1.0 - (2.0 * phase - 1.0).abs()) as f32;
        let here = parameter.to_knob((parameter.get)(&deck.settings));
        let plain = match (parameter.id, parameter.kind) {
            ("bypass" | "perform_brake", _) => f32::from(u8::from(phase < 0.2)),
            (_, Kind::Switch) => f32::from(u8::from(phase >= 0.2)),
            _ => parameter.from_knob(here + 0.5 * (there - here)),
        };
        (parameter.set)(&mut step.settings, parameter.conform(plain));
    }
}

/// Aligned, finely computed, on a used disc.
fn carried(deck: &mut Deck) {
    used(deck);
    deck.settings.disc_latency = Latency::Aligned;
    deck.settings.disc_quality = Quality::High;
}

/// Back, over the end of the side, a halt, forward; and another disc.
fn seek(deck: &Deck, seconds: f64, step: &mut Step) {
    let side_s = spiral::groove(&deck.settings, deck.settings.diameter_mm()).side_seconds();
    step.from_s = match seconds {
        ..0.08 => Some(LATE_S),
        ..0.16 => Some(20.0),
        ..0.26 => Some(side_s - 0.21),
        ..0.29 => None,
        _ => Some(400.0),
    };
    if seconds >= 0.33 {
        step.serial = Serial::wrapping(u64::from(deck.serial.number()) + 1);
    }
}

/// The needle waits for the song.
fn on_signal(deck: &mut Deck) {
    deck.settings.disc_needle = Needle::Signal;
}

fn brake(_: &Deck, seconds: f64, step: &mut Step) {
    step.settings.perform_brake = (0.05..0.2).contains(&seconds);
}

/// Played before, and worn on.
fn used(deck: &mut Deck) {
    deck.is_used = true;
    deck.settings.wear_by_playing = true;
}

fn bypass(_: &Deck, seconds: f64, step: &mut Step) {
    step.settings.bypass = (0.12..0.25).contains(&seconds);
}

fn dry(_: &Deck, seconds: f64, step: &mut Step) {
    step.settings.mix = if seconds < 0.15 { 0.0 } else { 100.0 };
}
