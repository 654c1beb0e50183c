//! The groove is the timeline: song time decides where the needle is.
//!
//! The lathe feeds inwards at constant pitch while the platter turns at constant speed, so the groove is
//! an Archimedean spiral:
//!
//! `n = t · f_rev`, `r = r_out − p · n`, `V = 2π · r · f_rev`
//!
//! | term    | meaning                  | value                                                   |
//! |---------|--------------------------|---------------------------------------------------------|
//! | `f_rev` | turns a second           | 77.92 rpm (50 Hz mains) = 1.2987 Hz                     |
//! | `p`     | pitch                    | 0.25 mm, about 100 lines an inch (home recorders 96–120)|
//! | `r_out` | first groove             | half the diameter less a ragged edge of 6 mm (guessed)  |
//! | `r_in`  | last groove              | 38–48 mm; IEC 98 (1958) gives 47.5 for coarse groove    |
//! | `V`     | groove speed             | 0.89 → 0.37 m/s on a 23 cm disc                         |
//!
//! A 23 cm side lasts 256 turns, 3 min 17 s. A longer song goes on to the next side; there are eight, then
//! they come round again.
//!
//! A spring motor slackens over the side, and is wound for the next: `f(t) = f_rev · (1 − s · t/T)`, hence
//! `n = f_rev · (t − s · t²/2T)`, with `s` the share lost after a side of `T` seconds (0.5–3 %, guessed).
//!
//! Measured below.

use std::f64::consts::TAU;

/// Distance between neighbouring turns, in millimetres.
pub const PITCH_MM: f64 = 0.25;
/// Sides of a disc before they come round again.
pub const SIDES: usize = 8;
/// Groove speed at the outermost groove of a 23 cm disc at 77.92 rpm, in metres per second.
pub const OUTER_SPEED_M_S: f64 = 0.889;
/// Groove speed half-way through a 23 cm side at 77.92 rpm, in metres per second.
pub const MIDDLE_SPEED_M_S: f64 = 0.628;
/// The most turns any side has (a 25 cm disc: 284); memory is laid out for this many.
pub const MAX_TURNS: usize = 320;
/// Film left uncut at the hand-cut edge, in millimetres (guessed: 5–8).
const EDGE_MM: f64 = 6.0;
/// Last groove by diameter: small discs were filled further in.
const INNER_RADIUS_MM: [(f64, f64); 4] = [(175.0, 38.0), (200.0, 42.0), (230.0, 45.0), (250.0, 48.0)];

/// The spiral of one disc at one platter speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Groove {
    /// Turns per second where the motor is wound up.
    pub rev_hz: f64,
    /// Turns per second that decide the speed of the groove under the needle: the same, unless turns follow a song's
    /// beats.
    pub speed_rev_hz: f64,
    /// Share of speed that a spring motor has lost at the end of a side; 0 for an electric one.
    pub sag: f64,
    /// Radius of the first groove, in millimetres.
    pub outer_radius_mm: f64,
    /// Radius of the last groove, in millimetres.
    pub inner_radius_mm: f64,
    /// How much of the way inwards the needle really goes from [`Groove::held_turns`] on, `0.0..=1.0`; 0 holds the radius there.
    pub travel: f64,
    /// Where the song starts, in turns of its side: from there `travel` counts.
    pub held_turns: f64,
    /// Where on the side song time 0 sits, in turns.
    pub start_turns: f64,
}

/// Where the needle is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Side in play, `0..8`.
    pub side: u8,
    /// Sides played before this one, as they are counted from the song's start: 8 when the first comes round again.
    pub sides_before: u64,
    /// Whole turns on this side since the first groove; negative in the lead-in.
    pub turn: i32,
    /// Part of the turn, `0.0..1.0`.
    pub angle: f64,
    /// Distance from the true centre, in millimetres.
    pub radius_mm: f64,
    /// Turns per second here.
    pub rev_hz: f64,
    /// Speed of the groove under the needle, in metres per second.
    pub speed_m_s: f64,
}

impl Place {
    /// Turns since the first groove of this side, with their fraction.
    pub fn turns(&self) -> f64 {
        f64::from(self.turn) + self.angle
    }
}

impl Groove {
    /// The spiral of a disc of `diameter_mm` turning `rpm` times a minute.
    pub fn new(diameter_mm: f64, rpm: f64) -> Self {
        let outer_radius_mm = diameter_mm / 2.0 - EDGE_MM;
        Self {
            rev_hz: rpm / 60.0,
            speed_rev_hz: rpm / 60.0,
            sag: 0.0,
            outer_radius_mm,
            inner_radius_mm: inner_radius_mm(diameter_mm),
            travel: 1.0,
            held_turns: 0.0,
            start_turns: 0.0,
        }
    }

    /// How much longer than usual a turn is, in groove that passes the needle: a power of two, so that a little more tempo
    /// does not change it. 1 unless turns follow a song.
    pub fn stretch(&self) -> f64 {
        libm::exp2(libm::round(libm::log2(self.speed_rev_hz / self.rev_hz)))
    }

    /// Whole turns from the first groove to the last.
    pub fn turns_per_side(&self) -> i32 {
        // The hair of slack keeps 64 mm / 0.25 mm from becoming 255.
        ((self.outer_radius_mm - self.inner_radius_mm) / PITCH_MM + 1e-9) as i32
    }

    /// Playing time of a side, in seconds.
    pub fn side_seconds(&self) -> f64 {
        f64::from(self.turns_per_side()) / (self.rev_hz * (1.0 - self.sag / 2.0))
    }

    /// Length of one turn at full speed, in seconds.
    pub fn turn_seconds(&self) -> f64 {
        1.0 / self.rev_hz
    }

    /// Turns since the song's first groove, over all sides.
    fn turns_at(&self, seconds: f64) -> f64 {
        if self.sag == 0.0 {
            return seconds * self.rev_hz + self.start_turns;
        }
        let seconds = seconds + self.seconds_from_edge(self.start_turns);
        let side_seconds = self.side_seconds();
        let side = (seconds / side_seconds).floor().max(0.0);
        let here = seconds - side * side_seconds;
        // Before the first groove the motor is wound up.
        let slack = self.sag * here.max(0.0) / (2.0 * side_seconds);
        side * f64::from(self.turns_per_side()) + here * self.rev_hz * (1.0 - slack)
    }

    /// Song time at which the needle has made so many turns on a side, the side's start being 0.
    fn seconds_from_edge(&self, turns: f64) -> f64 {
        if self.sag == 0.0 || turns <= 0.0 {
            return turns / self.rev_hz;
        }
        let side_seconds = self.side_seconds();
        let part = (2.0 * self.sag * turns / (self.rev_hz * side_seconds)).min(1.0);
        side_seconds / self.sag * (1.0 - libm::sqrt(1.0 - part))
    }

    /// Song time, in seconds, of a place on a side: the inverse of [`Groove::place`].
    pub fn seconds_at(&self, sides_before: u64, turns: f64) -> f64 {
        let before = sides_before as f64 * self.side_seconds();
        before + self.seconds_from_edge(turns) - self.seconds_from_edge(self.start_turns)
    }

    /// Where the needle is at this song time.
    pub fn place(&self, seconds: f64) -> Place {
        let turns = self.turns_at(seconds);
        let whole = turns.floor();
        let per_side = i64::from(self.turns_per_side());
        // Far outside any song the count is held, not wrapped: garbage in must not overflow.
        let count = whole.clamp(-1e12, 1e12) as i64;
        let side_number = count.max(0).div_euclid(per_side);
        let turn = (count - side_number * per_side).max(-(MAX_TURNS as i64)) as i32;
        let angle = turns - whole;
        let gone_turns = (f64::from(turn) + angle).max(0.0) - self.held_turns;
        let inwards_mm = PITCH_MM * (self.held_turns + gone_turns * self.travel);
        let radius_mm = self.outer_radius_mm - inwards_mm;
        let wound = 1.0 - self.sag * (f64::from(turn) + angle).max(0.0) / per_side as f64;
        Place {
            side: side_number.rem_euclid(SIDES as i64) as u8,
            sides_before: side_number as u64,
            turn,
            angle,
            radius_mm,
            rev_hz: self.rev_hz * wound,
            speed_m_s: self.speed_m_s(radius_mm) * wound,
        }
    }

    /// The place so many turns into a side, which ends with its last turn.
    pub fn place_at_turns(&self, side: u8, turns: f64) -> Place {
        // The hair keeps the end of a turn within it.
        let turns = turns.min(f64::from(self.turns_per_side()) - 1e-6);
        Place { side, ..self.place(self.seconds_at(0, turns)) }
    }

    /// The middle of a turn of the first side.
    pub fn place_on_side(&self, turn: i32) -> Place {
        self.place(self.seconds_at(0, f64::from(turn) + 0.5))
    }

    /// Groove speed at a radius with the motor wound up, in metres per second.
    pub fn speed_m_s(&self, radius_mm: f64) -> f64 {
        TAU * radius_mm * 1e-3 * self.speed_rev_hz
    }
}

/// The last groove of a disc, between the sizes of the table.
fn inner_radius_mm(diameter_mm: f64) -> f64 {
    let table = INNER_RADIUS_MM;
    let upper = table.iter().position(|(d, _)| diameter_mm <= *d).unwrap_or(table.len() - 1).max(1);
    let ((d0, r0), (d1, r1)) = (table[upper - 1], table[upper]);
    r0 + (r1 - r0) * ((diameter_mm - d0) / (d1 - d0)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_23_cm_side_has_256_turns_in_197_seconds() {
        let groove = Groove::new(230.0, 77.92);
        assert_eq!(groove.turns_per_side(), 256);
        assert!((groove.side_seconds() - 197.12).abs() < 0.02);
    }

    #[test]
    fn radius_and_speed_after_n_turns_are_exact() {
        let groove = Groove::new(230.0, 77.92);
        for turns in [0, 1, 17, 100, 255] {
            let place = groove.place(f64::from(turns) / groove.rev_hz + 1e-12);
            let radius_mm = 109.0 - 0.25 * f64::from(turns);
            assert!((place.radius_mm / radius_mm - 1.0).abs() < 1e-6, "turn {turns}: {}", place.radius_mm);
            let speed_m_s = TAU * radius_mm * 1e-3 * 77.92 / 60.0;
            assert!((place.speed_m_s / speed_m_s - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn sides_follow_and_come_round_again() {
        let groove = Groove::new(230.0, 77.92);
        let at = |sides: f64| groove.place(sides * groove.side_seconds() + 0.01);
        assert_eq!((at(0.0).side, at(1.0).side, at(7.0).side, at(8.0).side), (0, 1, 7, 0));
        assert_eq!(at(3.0).turn, 0);
        assert_eq!(at(1.0).radius_mm.round(), 109.0);
    }

    #[test]
    fn before_the_song_the_needle_is_in_the_lead_in() {
        let place = Groove::new(230.0, 77.92).place(-2.0);
        assert_eq!((place.side, place.turn), (0, -3));
        assert_eq!(place.radius_mm, 109.0);
        assert!((0.0..1.0).contains(&place.angle));
    }

    #[test]
    fn a_slackening_motor_takes_longer_and_turns_slower_at_the_end() {
        let groove = Groove { sag: 0.02, ..Groove::new(230.0, 77.92) };
        assert!((groove.side_seconds() / 197.125 - 1.0 / 0.99).abs() < 1e-4);
        for (sides, turns) in [(0, 0.25), (0, 100.5), (1, 3.0), (5, 250.75)] {
            let place = groove.place(groove.seconds_at(sides, turns) + 1e-9);
            assert_eq!(place.sides_before, sides);
            assert!((place.turns() - turns).abs() < 1e-6, "{turns}: {}", place.turns());
        }
        // Its turns a second are the slope of its turns.
        let turns = |seconds: f64| groove.place(seconds).turns();
        for seconds in [1.0, 100.0, 198.0] {
            let slope = (turns(seconds + 0.01) - turns(seconds - 0.01)) / 0.02;
            let told = groove.place(seconds).rev_hz;
            assert!((slope / told - 1.0).abs() < 3e-4, "at {seconds} s: {slope} against {told}");
        }
        assert_eq!(groove.place(-1.0).rev_hz, groove.rev_hz, "wound up in the lead-in");
    }

    #[test]
    fn any_time_has_a_place() {
        for seconds in [1e300, -1e300, 1e9, -1e9] {
            let place = Groove::new(175.0, 33.333).place(seconds);
            assert!(place.radius_mm >= 37.0 && place.radius_mm.is_finite());
        }
    }
}
