//! What is played: the melody, the harmony and the clock of the performance.
//!
//! "Ochi chyornye" (Dark Eyes), in D minor and 3/4: the tune of Florian Hermann's waltz
//! *Hommage* (1884) to which Grebyonka's poem is sung. Sixteen bars, the second eight
//! repeated with the closing cadence, and two notes of upbeat, which are beats 0 and 1.

/// A note in beats from the first upbeat.
#[derive(Clone, Copy)]
pub struct Note {
    /// MIDI note number.
    pub midi: f64,
    /// First beat of the note.
    pub beat: f64,
    /// Length in beats.
    pub beats: f64,
}

/// The harmonies of the romance.
#[derive(Clone, Copy, PartialEq)]
pub enum Chord {
    /// Tonic.
    Dm,
    /// Dominant seventh.
    A7,
    /// Subdominant with added sixth, under "kak lyublyu ya vas".
    Gm6,
    /// Submediant, the surprise at the end of the first pass.
    Bb,
}

impl Chord {
    /// Strummed voicing, low to high, as MIDI notes: close to hand in the open-G tuning
    /// of the Russian seven-string guitar (D2 G2 B2 D3 G3 B3 D4).
    pub fn strings(self) -> [f64; 5] {
        match self {
            Self::Dm => [50.0, 53.0, 57.0, 62.0, 65.0],
            Self::A7 => [49.0, 52.0, 55.0, 61.0, 64.0],
            Self::Gm6 => [50.0, 55.0, 58.0, 62.0, 64.0],
            Self::Bb => [50.0, 53.0, 58.0, 62.0, 65.0],
        }
    }

    /// Three notes for the accordion to hold under the violin.
    pub fn pad(self) -> [f64; 3] {
        match self {
            Self::Dm => [57.0, 62.0, 65.0],
            Self::A7 => [57.0, 61.0, 67.0],
            Self::Gm6 => [58.0, 62.0, 67.0],
            Self::Bb => [58.0, 62.0, 65.0],
        }
    }
}

/// Harmony of each bar.
pub const HARMONY: [Chord; 24] = {
    use Chord::{A7, Bb, Dm, Gm6};
    [
        A7, A7, Dm, Dm, A7, A7, Dm, Dm, Gm6, Gm6, Dm, Dm, //
        A7, A7, Bb, Bb, Gm6, Gm6, Dm, Dm, A7, A7, Dm, Dm,
    ]
};

/// Beat on which a bar (counted from 0) begins.
pub fn bar_beat(bar: usize) -> f64 {
    (bar * 3 + 2) as f64
}

/// Beat of the last chord.
pub const FINAL_BEAT: f64 = 71.0;
/// "Kak lyublyu ya vas": the accordion takes the tune.
pub const ACCORDION_BEAT: f64 = 24.0;
/// "Znat' uvidel vas": the violin takes it back.
pub const VIOLIN_BEAT: f64 = 36.0;
/// The repeat: everybody plays, the violin an octave higher.
pub const TUTTI_BEAT: f64 = 48.0;
/// Beats for which the last chord is held.
pub const FINAL_BEATS: f64 = 3.0;

/// The melody as (MIDI note, beats), one text line of the romance to a row.
#[rustfmt::skip]
const MELODY: [(u8, u8); 59] = [
    (68, 1), (69, 1), (70, 2), (69, 1), (69, 1), // Ochi chyornye,
    (72, 1), (70, 1), (70, 2), (69, 1), (69, 1), // ochi strastnye,
    (69, 1), (74, 1), (74, 2), (73, 1), (73, 1), // ochi zhguchie
    (76, 1), (77, 1), (76, 2), (74, 1), (74, 1), // i prekrasnye!
    (77, 1), (79, 1), (77, 2), (76, 1), (70, 1), // Kak lyublyu ya vas,
    (76, 1), (77, 1), (76, 2), (74, 1), (69, 1), // kak boyus' ya vas!
    (68, 1), (69, 1), (70, 2), (69, 1), (69, 1), // Znat', uvidel vas
    (79, 1), (81, 1), (79, 2), (77, 1), (77, 1), // ya v nedobryi chas!
    (77, 1), (79, 1), (77, 2), (76, 1), (70, 1), // And the last four again,
    (76, 1), (77, 1), (76, 2), (74, 1), (69, 1), // with the closing cadence.
    (68, 1), (69, 1), (70, 2), (69, 1), (69, 1),
    (77, 1), (73, 1), (76, 2), (74, 1),
];

/// The melody with its last, held note.
pub fn melody() -> Vec<Note> {
    let mut beat = 0.0;
    let mut notes: Vec<Note> = MELODY
        .iter()
        .map(|&(midi, beats)| {
            let (midi, beats) = (f64::from(midi), f64::from(beats));
            beat += beats;
            Note { midi, beat: beat - beats, beats }
        })
        .collect();
    notes.push(Note { midi: 74.0, beat, beats: FINAL_BEATS });
    notes
}

/// The voice a third or sixth below the tune, note against note: its first ten notes go
/// with the line at `ACCORDION_BEAT`, all of it with the repeat at `TUTTI_BEAT`.
#[rustfmt::skip]
pub const SECOND_VOICE: [f64; 19] = [
    74.0, 76.0, 74.0, 70.0, 67.0, 72.0, 74.0, 73.0, 69.0, 65.0, //
    65.0, 65.0, 67.0, 64.0, 64.0, 69.0, 67.0, 73.0, 69.0,
];

/// The double bass as (bar, beat in bar, MIDI note): root and fifth by turns, walking
/// into each new line; E1 (41 Hz) is the lowest string, and a low D is added to the last chord
/// on the extension some basses have.
#[rustfmt::skip]
pub const BASS: [(u8, u8, u8); 39] = [
    (0, 0, 33), (1, 0, 40), (2, 0, 38), (3, 0, 33), (3, 2, 31), (4, 0, 33), (5, 0, 28),
    (5, 2, 37), (6, 0, 38), (7, 0, 38), (7, 1, 40), (7, 2, 41), (8, 0, 43), (9, 0, 38),
    (9, 2, 40), (10, 0, 38), (11, 0, 33), (11, 2, 31), (12, 0, 33), (13, 0, 28), (13, 2, 33),
    (14, 0, 34), (15, 0, 29), (15, 1, 34), (15, 2, 30), (16, 0, 31), (17, 0, 38), (17, 2, 40),
    (18, 0, 38), (19, 0, 33), (19, 2, 31), (20, 0, 33), (21, 0, 33), (21, 1, 35), (21, 2, 37),
    (22, 0, 38), (22, 2, 33), (23, 0, 38), (23, 0, 26),
];

/// Length of a beat in seconds at chosen beats, straight lines between: a hesitant
/// upbeat, an accelerando that lasts the whole song, breaths where the tune changes
/// hands, and the ritardando.
#[rustfmt::skip]
const BEAT_S: [(f64, f64); 18] = [
    (0.0, 0.50), (1.0, 0.66), (2.0, 0.46), (5.0, 0.40), (7.0, 0.44), (8.0, 0.375),
    (20.0, 0.345), (24.0, 0.365), (26.0, 0.33), (35.0, 0.305), (37.0, 0.345), (38.0, 0.305),
    (46.0, 0.30), (48.5, 0.385), (50.0, 0.29), (62.0, 0.285), (67.0, 0.36), (70.0, 0.62),
];

/// Maps beats to seconds.
pub struct Clock {
    starts_s: Vec<f64>,
}

impl Clock {
    /// Clock whose beat 0 falls at `lead_in_s`.
    pub fn new(lead_in_s: f64) -> Self {
        let mut now_s = lead_in_s;
        let starts_s = (0..(FINAL_BEAT + FINAL_BEATS) as usize + 2)
            .map(|beat| {
                let start_s = now_s;
                now_s += beat_length_s(beat as f64);
                start_s
            })
            .collect();
        Self { starts_s }
    }

    /// Time of a beat, which may be fractional.
    pub fn at_s(&self, beat: f64) -> f64 {
        let whole = (beat.max(0.0) as usize).min(self.starts_s.len() - 2);
        let (from_s, to_s) = (self.starts_s[whole], self.starts_s[whole + 1]);
        from_s + (beat - whole as f64) * (to_s - from_s)
    }
}

fn beat_length_s(beat: f64) -> f64 {
    let after = BEAT_S.partition_point(|&(at, _)| at <= beat);
    if after == BEAT_S.len() {
        return BEAT_S[after - 1].1;
    }
    let ((a, from_s), (b, to_s)) = (BEAT_S[after - 1], BEAT_S[after]);
    from_s + (to_s - from_s) * (beat - a) / (b - a)
}

/// Loudness of the performance at a beat, `0..1`: one long crescendo with a swell in every
/// four-bar line.
pub fn dynamics(beat: f64) -> f64 {
    let whole = 0.70 + 0.30 * (beat / TUTTI_BEAT).min(1.0);
    let in_line = ((beat + 10.0) % 12.0) / 12.0;
    whole * (0.90 + 0.10 * libm::sin(std::f64::consts::PI * in_line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn melody_fills_the_bars_and_resolves() {
        let notes = melody();
        let last = notes[notes.len() - 1];
        assert_eq!(last.beat, FINAL_BEAT);
        assert_eq!(bar_beat(HARMONY.len() - 1), FINAL_BEAT);
        assert!(HARMONY[HARMONY.len() - 1] == Chord::Dm && last.midi == 74.0);
    }

    #[test]
    fn the_clock_only_moves_forward_and_speeds_up() {
        let clock = Clock::new(0.0);
        let bar_s = |bar| clock.at_s(bar_beat(bar + 1)) - clock.at_s(bar_beat(bar));
        assert!((0..300).all(|k| clock.at_s(f64::from(k) / 4.0) < clock.at_s(f64::from(k + 1) / 4.0)));
        assert!(bar_s(18) < bar_s(9) && bar_s(9) < bar_s(2));
    }
}
