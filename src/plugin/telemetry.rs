//! What the audio thread tells the panel: a handful of numbers, each an atomic.

use std::sync::atomic::Ordering::Relaxed;

use super::learn::Learn;
use super::scope::Scope;
use crate::chain::control::PlaybackControl;
use crate::chain::wear_law::SideWear;
use crate::disc::groove::{Groove, Place, SIDES};
use crate::params::{Serial, Settings, Speed, condition};
use crate::sync::{AtomicBool, AtomicF32, AtomicF64, AtomicI32, AtomicU32};

/// Written by the audio thread, read by the panel; but for the seek, which the panel asks for.
pub struct Telemetry {
    /// Where the needle is: side, turns on it, turns a second.
    side: AtomicI32,
    turns: AtomicF64,
    rev_hz: AtomicF64,
    /// Number of the disc in play; below 0 before the first block.
    serial: AtomicI32,
    is_down: AtomicBool,
    input: AtomicF32,
    output: AtomicF32,
    /// Clicks that have been played, counted round.
    clicks: AtomicU32,
    /// Seconds of the song between which the host loops; not a number where it does not.
    looped: [AtomicF64; 2],
    /// The last moment of sound, while a panel is open.
    pub scope: Scope,
    /// How loud the disc makes the song, when the panel asks.
    pub learn: Learn,
    /// Turns at which the panel sets the needle down; not a number where it does not.
    seek_request_turns: AtomicF64,
}

/// The disc at one time, as plain values: all that the panel paints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscSnapshot {
    /// Number of the disc in play.
    pub serial: Serial,
    /// Its diameter, in centimetres.
    pub diameter_cm: f32,
    /// Turns a minute, the brake taken into account.
    pub rpm: f64,
    /// Where the needle is: behind the song, where the brake has let it fall behind.
    pub place: Place,
    /// Turns on this side.
    pub turns: i32,
    /// Playing time of this side, in seconds.
    pub side_seconds: f64,
    /// How much of its way inwards the needle goes, `0.0..=1.0`.
    pub travel: f64,
    /// First and last radius of the groove, in millimetres.
    pub radii_mm: [f64; 2],
    /// Damage of the groove under the needle, `0.0..=1.0`.
    pub damage: f32,
    /// Distance of the hole from the centre, in millimetres.
    pub hole_mm: f32,
    /// Whether the needle is on the disc.
    pub is_down: bool,
    /// Highest input and output sample since the last view.
    pub peaks: [f32; 2],
    /// Clicks that have been heard, counted round.
    pub clicks: u32,
    /// The part of this side that the host's loop covers, in turns.
    pub looped: Option<[f64; 2]>,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            side: AtomicI32::new(0),
            turns: AtomicF64::new(0.0),
            rev_hz: AtomicF64::new(Speed::Mains50.rpm() / 60.0),
            serial: AtomicI32::new(-1),
            is_down: AtomicBool::new(false),
            input: AtomicF32::new(0.0),
            output: AtomicF32::new(0.0),
            clicks: AtomicU32::new(0),
            looped: [AtomicF64::new(f64::NAN), AtomicF64::new(f64::NAN)],
            scope: Scope::default(),
            learn: Learn::default(),
            seek_request_turns: AtomicF64::new(f64::NAN),
        }
    }
}

impl Telemetry {
    /// Tells where the disc is after a block.
    pub fn publish(&self, control: &PlaybackControl, peaks: [f32; 2]) {
        let place = control.needle_place();
        self.side.store(i32::from(place.side), Relaxed);
        self.turns.store(place.turns(), Relaxed);
        self.rev_hz.store(place.rev_hz, Relaxed);
        self.serial.store(i32::from(control.disc().recipe.serial.number()), Relaxed);
        self.is_down.store(control.is_down(), Relaxed);
        self.input.fetch_max(peaks[0], Relaxed);
        self.output.fetch_max(peaks[1], Relaxed);
    }

    /// Tells how many clicks there were.
    pub fn publish_clicks(&self, clicks: u32) {
        self.clicks.store(clicks, Relaxed);
    }

    /// Tells between which seconds of the song the host loops, if it does.
    pub fn publish_loop(&self, looped: Option<(f64, f64)>) {
        let (from, to) = looped.unwrap_or((f64::NAN, f64::NAN));
        self.looped[0].store(from, Relaxed);
        self.looped[1].store(to, Relaxed);
    }

    /// The panel sets the needle down so many turns into the side: where no song runs, and heard if the needle is down.
    pub fn request_seek(&self, turns: f64) {
        self.seek_request_turns.store(turns, Relaxed);
    }

    /// Where the needle is to be set down, once.
    pub fn take_seek_request(&self) -> Option<f64> {
        // Nearly every block there is nothing to take.
        if self.seek_request_turns.load(Relaxed).is_nan() {
            return None;
        }
        Some(self.seek_request_turns.swap(f64::NAN, Relaxed)).filter(|turns| !turns.is_nan())
    }

    /// Side in play, `0..8`.
    pub fn side(&self) -> u8 {
        self.side.load(Relaxed).clamp(0, SIDES as i32 - 1) as u8
    }

    /// The disc now, with the wear of the side in play. Takes the peaks, so that each is seen once.
    pub fn take_snapshot(&self, settings: &Settings, wear: &SideWear) -> DiscSnapshot {
        let serial = u32::try_from(self.serial.load(Relaxed)).ok().and_then(|n| Serial::new(n).ok());
        let (groove, side) = (wear.groove(), self.side());
        let rev_hz = self.rev_hz.load(Relaxed);
        let place = Place { rev_hz, ..groove.place_at_turns(side, self.turns.load(Relaxed)) };
        DiscSnapshot {
            serial: serial.unwrap_or(settings.disc_serial),
            diameter_cm: settings.disc_diameter,
            rpm: rev_hz * 60.0,
            place,
            turns: groove.turns_per_side(),
            side_seconds: groove.side_seconds(),
            travel: groove.travel,
            radii_mm: [groove.outer_radius_mm, groove.inner_radius_mm],
            damage: wear.at(&place).damage() as f32,
            hole_mm: if settings.warp_on { condition::applied(settings).warp_hole } else { 0.0 },
            is_down: self.is_down.load(Relaxed),
            peaks: [self.input.swap(0.0, Relaxed), self.output.swap(0.0, Relaxed)],
            clicks: self.clicks.load(Relaxed),
            looped: self.looped(groove, side, settings.warp_speed),
        }
    }

    /// The part of a side that the host's loop covers. Turns that follow the song's beats are not told by seconds.
    fn looped(&self, groove: &Groove, side: u8, speed: Speed) -> Option<[f64; 2]> {
        let [from, to] = [0, 1].map(|end| self.looped[end].load(Relaxed));
        if from.is_nan() || to <= from || speed == Speed::Sync {
            return None;
        }
        let (from, to, turns) = (groove.place(from), groove.place(to), f64::from(groove.turns_per_side()));
        let start = if from.side == side { from.turns().max(0.0) } else { 0.0 };
        let end = if to.side == side { to.turns().max(0.0) } else { turns };
        ((from.side..=to.side).contains(&side) && end > start).then_some([start, end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_loop_is_seen_where_it_lies_on_the_side() {
        let (telemetry, settings) = (Telemetry::default(), Settings::default());
        let wear = SideWear::new(&condition::applied(&settings), Vec::new());
        let looped = |from, to| {
            telemetry.publish_loop(Some((from, to)));
            telemetry
                .take_snapshot(&settings, &wear)
                .looped
                .map(|turns| turns.map(|turn| (turn * 10.0).round() / 10.0))
        };
        assert_eq!(telemetry.take_snapshot(&settings, &wear).looped, None);
        assert_eq!(looped(60.0, 120.0), Some([77.9, 155.8]));
        // From this side on to the next; only on the next; nothing at all.
        assert_eq!(looped(180.0, 300.0), Some([233.8, 256.0]));
        assert_eq!((looped(250.0, 300.0), looped(9.0, 9.0)), (None, None));
        telemetry.publish_loop(None);
        assert_eq!(telemetry.take_snapshot(&settings, &wear).looped, None);
    }
}
