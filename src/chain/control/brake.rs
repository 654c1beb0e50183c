//! The brake: the motor is switched off under the song, and on again.
//!
//! Held, bearing and needle slow the platter evenly, `p(t) = 1 − t/T_stop`; let go, the motor pulls it up again in
//! `T_start`. Meanwhile the needle falls behind the song by `∫(1 − p) dt`: pitch, wow, band and level fall with `p`.
//! At full speed again the needle is set back on the groove at *now*, with a crossfade and its thump.
//!
//! | term      | meaning                                    | value         |
//! |-----------|--------------------------------------------|---------------|
//! | `p`       | speed of the platter against its own       | 0–1           |
//! | `T_stop`  | light platter under a heavy pickup         | 1.2 s (guessed) |
//! | `T_start` | induction motor through an idler           | 0.7 s (guessed) |
//!
//! More than 4.5 s behind, the brake stays on until the platter stands, whatever the hand does; and while it stands, in
//! silence, what lies further back slips away. Measured in `tests/laws/brake.rs`.

/// From full speed to rest.
const STOP_SECONDS: f64 = 1.2;
/// From rest to full speed.
const START_SECONDS: f64 = 0.7;
/// A platter that stands holds no more of the song than this. A spin-up, 0.35 s, never begins beyond half a second more.
const MAX_BEHIND_SECONDS: f64 = 4.0;
/// So much further behind, it cannot be let go before it stands.
const STALL_MARGIN_SECONDS: f64 = 0.5;

/// The platter's own motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::chain) struct Brake {
    speed: f64,
    behind_seconds: f64,
    /// What has slipped away while it stood: the needle stays where it is, but can hold no more of the song.
    slipped_seconds: f64,
    is_set_back: bool,
    /// So far behind that it must stand first.
    is_stalling: bool,
}

impl Default for Brake {
    fn default() -> Self {
        Self { speed: 1.0, behind_seconds: 0.0, slipped_seconds: 0.0, is_set_back: false, is_stalling: false }
    }
}

impl Brake {
    /// A platter that stands or runs from the start.
    pub(in crate::chain) fn at_rest(held: bool) -> Self {
        Self { speed: if held { 0.0 } else { 1.0 }, ..Self::default() }
    }

    /// One step of `seconds`.
    pub(in crate::chain) fn step(&mut self, held: bool, seconds: f64) {
        self.is_stalling = self.speed > 0.0
            && (self.is_stalling || self.behind_seconds > MAX_BEHIND_SECONDS + STALL_MARGIN_SECONDS);
        let change = if held || self.is_stalling { -seconds / STOP_SECONDS } else { seconds / START_SECONDS };
        let speed = (self.speed + change).clamp(0.0, 1.0);
        self.behind_seconds += (1.0 - (self.speed + speed) / 2.0) * seconds;
        if speed == 0.0 {
            let held = self.behind_seconds.min(MAX_BEHIND_SECONDS);
            self.slipped_seconds += self.behind_seconds - held;
            self.behind_seconds = held;
        }
        self.is_set_back = speed == 1.0 && self.behind_seconds > 0.0;
        if self.is_set_back {
            self.jump();
        }
        self.speed = speed;
    }

    /// The needle was set down somewhere else.
    pub(in crate::chain) fn jump(&mut self) {
        (self.behind_seconds, self.slipped_seconds) = (0.0, 0.0);
    }

    /// Speed of the platter against its own, `0.0..=1.0`.
    pub(in crate::chain) fn speed(&self) -> f64 {
        self.speed
    }

    /// How far the needle lies behind the song, in seconds.
    pub(in crate::chain) fn behind_seconds(&self) -> f64 {
        self.behind_seconds
    }

    /// How far the needle's place on the disc lies behind the song, in seconds: what it can still play, and what has slipped
    /// away.
    pub(in crate::chain) fn place_behind_seconds(&self) -> f64 {
        self.behind_seconds + self.slipped_seconds
    }

    /// Whether this step set the needle back on the groove.
    pub(in crate::chain) fn is_set_back(&self) -> bool {
        self.is_set_back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stops_starts_and_is_set_back() {
        let (mut brake, step) = (Brake::default(), 1e-3);
        (0..1500).for_each(|_| brake.step(true, step));
        assert_eq!(brake.speed(), 0.0);
        // Half the way down, then standing: 0.6 + 0.3 s.
        assert!((brake.behind_seconds() - 0.9).abs() < 0.01, "{}", brake.behind_seconds());
        (0..9000).for_each(|_| brake.step(true, step));
        assert_eq!(brake.behind_seconds(), MAX_BEHIND_SECONDS);
        let steps = (0..2000).take_while(|_| {
            brake.step(false, step);
            !brake.is_set_back()
        });
        assert_eq!(steps.count(), 699);
        assert_eq!((brake.speed(), brake.behind_seconds()), (1.0, 0.0));
        // Tapped for ever it still never outruns five seconds.
        for n in 0..60_000 {
            brake.step(n % 700 < 450, step);
            assert!(brake.behind_seconds() < 5.1, "{}", brake.behind_seconds());
        }
    }
}
