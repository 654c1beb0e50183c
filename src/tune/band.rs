//! Who plays what: deals the score out to the players and lets each be a little human.
//!
//! A player who aims at `t` lands at `t + e`, with `e` a few milliseconds to either side;
//! the band breathes together because all of them follow one [`Clock`].

use super::accordion::Key;
use super::brushes;
use super::dsp::human;
use super::plucked::Pluck;
use super::score::{
    ACCORDION_BEAT, BASS, Chord, Clock, FINAL_BEAT, FINAL_BEATS, HARMONY, Note, SECOND_VOICE, TUTTI_BEAT,
    VIOLIN_BEAT, bar_beat, dynamics, melody,
};
use super::violin::Stroke;

/// Bars at the start in which the guitar only spreads its chords, while the violin makes
/// up its mind.
const HESITANT_BARS: usize = 2;
const LAST_BAR: usize = HARMONY.len() - 1;

fn within(from_beat: f64, to_beat: f64) -> Vec<Note> {
    let mut notes = melody();
    notes.retain(|n| n.beat >= from_beat && n.beat < to_beat);
    notes
}

/// First violin: the first eight bars, the answer after the accordion, and the repeat an
/// octave higher.
pub fn first_violin(clock: &Clock) -> Vec<Stroke> {
    let mut tune = within(0.0, ACCORDION_BEAT);
    if let Some(held) = tune.last_mut() {
        // Rings on under the accordion's upbeat.
        held.beats = 2.6;
    }
    tune.extend(within(VIOLIN_BEAT, TUTTI_BEAT));
    tune.extend(within(TUTTI_BEAT, f64::MAX).into_iter().map(|n| Note { midi: n.midi + 12.0, ..n }));
    bowed(&tune, clock, 0.95, 11)
}

/// Second violin: joins in the repeat, at the written pitch.
pub fn second_violin(clock: &Clock) -> Vec<Stroke> {
    bowed(&within(TUTTI_BEAT, f64::MAX), clock, 0.85, 47)
}

fn bowed(tune: &[Note], clock: &Clock, weight: f64, seed: u32) -> Vec<Stroke> {
    let mut last_midi = f64::NAN;
    tune.iter()
        .enumerate()
        .map(|(k, n)| {
            let leap = (n.midi - last_midi).abs();
            // A leap is sung through with the finger on the string; steps are not.
            let slide_s = match leap {
                x if x >= 9.0 => 0.14,
                x if x >= 5.0 => 0.11,
                x if x >= 3.0 => 0.07,
                x if x >= 1.0 => 0.025,
                _ => 0.0,
            };
            last_midi = n.midi;
            let sway = |at: usize| 0.007 * human(seed + 5 * at as u32);
            let start_s = clock.at_s(n.beat) + sway(k);
            Stroke {
                start_s,
                end_s: clock.at_s(n.beat + n.beats) + sway(k + 1),
                midi: n.midi,
                level: weight * dynamics(n.beat) * (1.0 + 0.06 * human(seed + k as u32)),
                slide_s,
                // Downbeats and repeated notes take a new bow, upbeats slur in pairs.
                new_bow: leap == 0.0 || (n.beat - 2.0) % 3.0 != 2.0,
            }
        })
        .collect()
}

/// Accordion: the tune in two voices for "kak lyublyu ya vas", held chords under the
/// violin's answer, two voices again in the repeat.
pub fn accordion(clock: &Clock) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut press = |midi: f64, beat: f64, beats: f64, level: f64| {
        let k = keys.len() as u32;
        let start_s = clock.at_s(beat) + 0.006 * human(500 + k);
        keys.push(Key {
            start_s,
            end_s: clock.at_s(beat + beats) - 0.045,
            midi,
            level: level * dynamics(beat),
        });
    };
    let solo = within(ACCORDION_BEAT, VIOLIN_BEAT);
    for (n, second) in solo.iter().zip(SECOND_VOICE) {
        press(n.midi, n.beat, n.beats, 1.0);
        press(second, n.beat, n.beats, 0.6);
    }
    // From the bar in which the violin takes over to the one before the repeat.
    for (bar, chord) in HARMONY.iter().enumerate().take(15).skip(12) {
        let beats = if bar == 14 { 4.0 } else { 2.9 };
        for midi in chord.pad() {
            press(midi, bar_beat(bar), beats, 0.34);
        }
    }
    let repeat = within(TUTTI_BEAT, FINAL_BEAT);
    for (n, second) in repeat.iter().zip(SECOND_VOICE) {
        press(n.midi, n.beat, n.beats, 0.42);
        press(second, n.beat, n.beats, 0.5);
    }
    for midi in Chord::Dm.pad().into_iter().chain([69.0, 74.0]) {
        press(midi, FINAL_BEAT, FINAL_BEATS, 0.45);
    }
    keys
}

/// Double bass: one or three notes to a bar, each stopped by the next.
pub fn bass(clock: &Clock) -> Vec<Pluck> {
    let beats = BASS.map(|(bar, beat, _)| bar_beat(usize::from(bar)) + f64::from(beat));
    BASS.iter()
        .zip(beats)
        .enumerate()
        .map(|(k, (&(.., midi), beat))| {
            let next = beats.iter().find(|&&b| b > beat).copied();
            let end_beat = next.unwrap_or(FINAL_BEAT + 2.0 * FINAL_BEATS);
            Pluck {
                start_s: clock.at_s(beat) + 0.006 * human(700 + k as u32),
                damp_s: clock.at_s(end_beat.min(beat + 2.4 * FINAL_BEATS)) - 0.03,
                midi: f64::from(midi),
                level: dynamics(beat) * (0.9 + 0.1 * human(730 + k as u32)),
            }
        })
        .collect()
}

/// Guitar: the waltz strum, short and dry on beats two and three, with a ghost upstroke
/// before the bar line once the repeat is under way.
pub fn guitar(clock: &Clock) -> Vec<Pluck> {
    let mut plucks = Vec::new();
    let mut strum = |chord: Chord, beat: f64, ring: f64, spread_s: f64, level: f64| {
        let strings = chord.strings();
        let upstroke = spread_s < 0.0;
        for (k, &midi) in strings.iter().enumerate() {
            let seed = plucks.len() as u32;
            let order = if upstroke { strings.len() - 1 - k } else { k };
            // An upstroke barely touches the low strings.
            let reach = if upstroke { 0.35 + 0.15 * k as f64 } else { 1.0 };
            let late_s = spread_s.abs() * (order as f64 + 0.3 * human(seed + 1300));
            plucks.push(Pluck {
                start_s: clock.at_s(beat) + late_s + 0.005 * human(beat as u32 + 900),
                damp_s: clock.at_s(beat + ring),
                midi,
                level: level * reach * dynamics(beat) * (1.0 + 0.12 * human(seed + 1700)),
            });
        }
    };
    for (bar, &chord) in HARMONY.iter().enumerate().take(LAST_BAR) {
        let first = bar_beat(bar);
        if bar < HESITANT_BARS {
            strum(chord, first + 1.0, 1.9, 0.045, 0.62);
            continue;
        }
        strum(chord, first + 1.0, 0.72, 0.009, 0.80);
        strum(chord, first + 2.0, 0.55, 0.007, 0.66);
        if first >= TUTTI_BEAT {
            strum(chord, first + 2.5, 0.40, -0.006, 0.5);
        }
    }
    strum(Chord::Dm, FINAL_BEAT, 2.0 * FINAL_BEATS, 0.042, 1.0);
    plucks
}

/// Brushes: stirring through the bar and tapping two and three, from the second line on;
/// a last circle over the final chord.
pub fn brush_strokes(clock: &Clock) -> Vec<brushes::Stroke> {
    let mut strokes = Vec::new();
    let mut add = |beat: f64, stir_beats: f64, level: f64| {
        let start_s = clock.at_s(beat) + 0.005 * human(2100 + strokes.len() as u32);
        let stir_s = clock.at_s(beat + stir_beats) - clock.at_s(beat);
        let level = level * dynamics(beat);
        strokes.push(brushes::Stroke { start_s, stir_s, level });
    };
    for bar in HESITANT_BARS..LAST_BAR {
        let first = bar_beat(bar);
        add(first - 0.2, 1.3, 0.55);
        add(first + 1.0, 0.0, 0.60);
        add(first + 1.1, 0.9, 0.30);
        add(first + 2.0, 0.0, 0.48);
        if first >= TUTTI_BEAT {
            add(first + 2.5, 0.0, 0.22);
        }
    }
    add(FINAL_BEAT - 0.1, 2.2, 0.75);
    add(FINAL_BEAT, 0.0, 0.55);
    strokes
}
