//! The table: what the listener sets, a row for each parameter.
//!
//! A row makes a field of [`Settings`] and an entry of [`PARAMETERS`]. Its sentence is the tooltip; then stand its type, its
//! default, its kind with name and range, and what differs from the usual (`parameter.rs` says what a row can
//! say). The defaults together are the preset *1950s Leningrad bootleg*. Ranges and values come from the physics named in
//! each stage's head; where no source is given there the value is chosen by ear. Ids and choice ids are frozen:
//! sessions and automation are stored under them (`tests/regression/frozen_ids.rs`).

use super::choice::{
    BeatsPerTurn, Channels, Latency, Listen, Machine, Needle, OfflineQuality, Picture, Player, Quality,
    Reused, Seam, SourceKind, Speed, Swapped,
};
use super::serial::Serial;
use super::value::{Choice, RowVisitor, Value};
use crate::params::{ConditionEffect, Motion, PanelPlace, Parameter, Taper};
use ConditionEffect::{Amount, AmountInRange, BandEdge, Level, Strength};
use Motion::{NewDisc, Swap};
use PanelPlace::{Disc, DiscNumber, Hold, Main, Setup, Source};
use Taper::{Linear, Log, Quartic};

/// Where `keep_low` is off.
pub const KEEP_LOW_OFF_HZ: f32 = 20.0;
/// Where levels are off; `condition` may take them further down.
pub const LATHE_HUM_OFF_DB: f32 = -80.0;
/// See [`LATHE_HUM_OFF_DB`].
pub const FILM_HISS_OFF_DB: f32 = -60.0;
/// See [`LATHE_HUM_OFF_DB`].
pub const PICKUP_RUMBLE_OFF_DB: f32 = -80.0;
/// See [`LATHE_HUM_OFF_DB`].
pub const PICKUP_HUM_OFF_DB: f32 = -80.0;
/// The whole of hearing: where the edges of the band are on a clean copy.
pub const HEARING_HZ: (f32, f32) = (20.0, 20_000.0);

macro_rules! parameters {
    ($($group:ident { $($(#[doc = $about:literal])+ $id:ident: $type:ident = $default:expr, $row:ident($($fact:tt)*) $(.$more:ident($($argument:tt)*))*;)+ })+) => {
        /// What the listener sets. Plain data: no sample rate, no smoothing, no atomics. Every field is in the
        /// range its row in [`PARAMETERS`] gives.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Settings { $($($(#[doc = $about])+ pub $id: $type,)+)+ }

        impl Default for Settings {
            /// *1950s Leningrad bootleg*.
            fn default() -> Self { Self { $($($id: $default,)+)+ } }
        }

        /// Every parameter, in the order of the panel and of the hosts' lists.
        pub static PARAMETERS: &[Parameter] = &[$($(Parameter {
            id: stringify!($id),
            group: stringify!($group),
            about: concat!($($about),+),
            default: plain_default!($default, $type),
            get: |settings| settings.$id.to_plain(),
            set: |settings, plain| settings.$id = <$type as Value>::from_plain(plain),
            ..Parameter::$row($($fact)*)$(.$more($($argument)*))*
        },)+)+];

        /// Shows every row to a visitor, each as what its type makes of it, in the order of [`PARAMETERS`].
        pub fn visit_rows(visitor: &mut impl RowVisitor) {
            let mut rows = PARAMETERS.iter();
            $($(if let Some(row) = rows.next() {
                <$type as Value>::visit(row, visitor);
            })+)+
        }
    };
}

/// A default as a constant number: trait calls are not allowed in a static.
macro_rules! plain_default {
    ($default:expr, f32) => {
        $default
    };
    ($default:expr, bool) => {
        if $default { 1.0 } else { 0.0 }
    };
    ($default:expr, Serial) => {
        $default.number() as f32
    };
    ($default:expr, $choice:ident) => {
        $default as u8 as f32
    };
}

parameters! {
    main {
        /// Moves everything at once: 0 is a clean copy, 100 as set, above is beyond what the sellers dared.
        condition: f32 = 100.0, number("Condition", (0.0, 150.0), Linear, "%")
            .automatable().first_page(1).in_presets().in_picture().panel(Main);
        /// Disc against the input, which waits for the needle: the two stay in time.
        mix: f32 = 100.0, percent("Mix").automatable().first_page(8).beside_disc().panel(Main);
        /// Level after everything.
        output: f32 = 0.0, number("Output", (-24.0, 12.0), Linear, "dB")
            .automatable().beside_disc().panel(Main);
        /// A fixed trim worked out from the settings, so that a preset is about as loud as the input.
        level_match: bool = true, switch("Level match").beside_disc().panel(Main);
        /// What the level match cannot know of this song: set by Learn, or by hand.
        level_trim: f32 = 0.0, number("Trim", (-24.0, 24.0), Linear, "dB").beside_disc().panel(Main);
        /// The input, untouched.
        bypass: bool = false, switch("Bypass").automatable().bypass().beside_disc().panel(Main);
        /// The record, or only what the disc adds to the song.
        listen: Listen = Listen::All, choice("Listen", <Listen>::NAMED).panel(Setup);
        /// Below this the input passes by the disc, clean and in time: for the low end of a mix.
        keep_low: f32 = KEEP_LOW_OFF_HZ, number("Keep low", (KEEP_LOW_OFF_HZ, 250.0), Log, "Hz").off_at_min()
            .automatable().in_presets().beside_disc().panel(Main);
        /// Left of 0 the dirt ducks under the music, right of 0 it follows it.
        follow: f32 = 0.0, number("Follow", (-100.0, 100.0), Linear, "%")
            .automatable().in_presets().panel(Main);
    }
    source {
        /// The lamp of the source.
        source_on: bool = true, switch("Source").in_presets().motion(Swap).panel(Source);
        /// What the bootlegger copied: a line or microphone, a shellac record, short wave.
        source_kind: SourceKind = SourceKind::Shellac, choice("Kind", <SourceKind>::NAMED)
            .in_presets().motion(Swap).panel(Source);
        /// How much of the source's own band, noise and unsteadiness is heard.
        source_amount: f32 = 25.0, percent("Amount")
            .automatable().in_presets().condition(AmountInRange).panel(Source);
    }
    lathe {
        /// The lamp of the lathe.
        lathe_on: bool = true, switch("Lathe").automatable().in_presets();
        /// Who cut it: edge of the cutter, amplifier and hum.
        lathe_machine: Machine = Machine::Copy, choice("Machine", <Machine>::NAMED).in_presets().motion(Swap);
        /// How hard the groove is cut; 0 dB expects music at about -14 LUFS, more breaks into the next turn.
        lathe_drive: f32 = 2.0, number("Drive", (-18.0, 18.0), Linear, "dB")
            .automatable().first_page(6).in_presets().condition(Strength);
        /// Below this the cutter's centring spring holds it back (-3 dB).
        lathe_low_cut: f32 = 120.0, number("Low cut", (30.0, 400.0), Log, "Hz")
            .automatable().in_presets().condition(BandEdge(HEARING_HZ.0));
        /// Above this the cutter's own mass holds it back (-3 dB).
        lathe_high_cut: f32 = 4700.0, number("High cut", (1500.0, 12000.0), Log, "Hz")
            .automatable().in_presets().condition(BandEdge(HEARING_HZ.1));
        /// Peak of the cutting head's resonance, just below the high cut.
        lathe_head: f32 = 8.0, number("Head", (0.0, 12.0), Linear, "dB")
            .automatable().in_presets().condition(Strength);
        /// Mains hum cut into the groove: it wobbles with the disc.
        lathe_hum: f32 = -42.0, level("Hum", (LATHE_HUM_OFF_DB, -24.0)).automatable().in_presets().condition(Level);
    }
    film {
        /// The lamp of the film.
        film_on: bool = true, switch("Film").automatable().in_presets();
        /// Surface noise of the cut film at the outer edge, before its first play.
        film_hiss: f32 = -29.0, level("Hiss", (FILM_HISS_OFF_DB, -12.0)).automatable().first_page(3).in_presets();
        /// Slope of the noise above 1.5 kHz, in dB an octave.
        film_tone: f32 = 0.0, number("Tone", (-6.0, 6.0), Linear, "dB").automatable().in_presets();
        /// How much the picture is heard: dark film hisses more than bone.
        film_bones: f32 = 70.0, percent("Bones").automatable().in_presets();
        /// What the X-ray shows; the hiss follows it.
        film_picture: Picture = Picture::Serial, choice("Picture", <Picture>::NAMED)
            .motion(NewDisc).in_picture();
        /// Whether the film was scratched before it was cut: straight lines across all turns, whose ticks wander.
        film_reused: Reused = Reused::Off, choice("Reused", <Reused>::NAMED)
            .in_presets().motion(Swap).in_picture();
    }
    crackle {
        /// The lamp of the crackle.
        crackle_on: bool = true, switch("Crackle").automatable().in_presets().in_picture();
        /// Specks of dust a second, before the first play.
        crackle_dust: f32 = 60.0, number("Dust", (0.0, 2000.0), Quartic, "/s")
            .automatable().in_presets().condition(Amount);
        /// Clicks a second, before the first play.
        crackle_clicks: f32 = 10.0, number("Clicks", (0.0, 60.0), Quartic, "/s")
            .automatable().in_presets().condition(Amount);
        /// How many of the disc's own scratches show; each ticks once a turn.
        crackle_scratches: f32 = 3.0, count("Scratches", (0, 12), 0)
            .automatable().in_presets().condition(Amount).in_picture();
        /// Level of all of them.
        crackle_level: f32 = 0.0, number("Level", (-24.0, 12.0), Linear, "dB")
            .automatable().first_page(4).in_presets().condition(Level);
        /// How much of the dirt comes in bursts instead of alone.
        crackle_clustering: f32 = 60.0, percent("Clustering").automatable().in_presets();
    }
    warp {
        /// The lamp of the warp.
        warp_on: bool = true, switch("Warp").automatable().in_presets().in_picture();
        /// How far from the centre the hole was burnt: pitch swings once a turn, more towards the middle.
        warp_hole: f32 = 1.2, number("Hole", (0.0, 3.0), Linear, "mm")
            .automatable().first_page(5).in_presets().condition(Amount).in_picture();
        /// Height of the curled film: it lifts the needle, which changes pitch and force.
        warp_curl: f32 = 1.5, number("Curl", (0.0, 5.0), Linear, "mm")
            .automatable().in_presets().condition(Amount);
        /// Unevenness of lathe and motor, as a wow meter weighs it.
        warp_flutter: f32 = 0.3, number("Flutter", (0.0, 3.0), Linear, "%")
            .automatable().in_presets().condition(Amount);
        /// How readily the thin film slides on the felt.
        warp_slip: f32 = 10.0, percent("Slip").automatable().in_presets().condition(Amount);
        /// Turns a minute; slower means a slower groove, hence duller and noisier.
        warp_speed: Speed = Speed::Mains50, choice("Speed", <Speed>::NAMED)
            .in_presets().motion(Swap).in_picture();
        /// Beats to one turn where the speed is `sync`: the crackle becomes rhythm.
        warp_beats: BeatsPerTurn = BeatsPerTurn::Four, choice("Beats", <BeatsPerTurn>::NAMED).in_presets().motion(Swap).panel(Setup);
    }
    wear {
        /// The lamp of the wear.
        wear_on: bool = true, switch("Wear").automatable().in_presets().in_picture();
        /// How often this copy has been played: the number to draw over a song.
        wear_plays: f32 = 12.0, number("Plays", (0.0, 60.0), Linear, "plays")
            .automatable().first_page(2).in_presets().condition(Amount).in_picture();
        /// Whether each pass wears the disc for good; kept in the project.
        wear_by_playing: bool = false, switch("By playing");
        /// Plays that each pass counts for.
        wear_rate: f32 = 1.0, number("Rate", (0.1, 10.0), Log, "×");
        /// How often the needle was used before: a worn one ploughs.
        wear_needle: f32 = 0.3, number("Needle", (0.0, 2.0), Linear, "")
            .automatable().in_presets().in_picture();
        /// How far a worn-out groove may break: at 0 % it dulls and crackles, and never drops out, skips or locks.
        wear_breakage: f32 = 100.0, percent("Breakage").automatable().in_presets();
    }
    pickup {
        /// The lamp of the pickup.
        pickup_on: bool = true, switch("Pickup").automatable().in_presets();
        /// What plays it: its curve, its weight and so the life of the disc.
        pickup_player: Player = Player::Piezo, choice("Player", <Player>::NAMED)
            .in_presets().motion(Swap).in_picture();
        /// Weight on the needle against the player's own.
        pickup_force: f32 = 1.0, number("Force", (0.5, 2.0), Log, "×").automatable().in_presets().in_picture();
        /// How much of the needle's roundness is heard: it cannot follow tight bends.
        pickup_tracing: f32 = 100.0, percent("Tracing").automatable().in_presets().condition(Strength);
        /// The player's treble knob.
        pickup_tone: f32 = 12000.0, number("Tone", (1000.0, 16000.0), Log, "Hz")
            .automatable().first_page(7).in_presets().condition(BandEdge(HEARING_HZ.1));
        /// Motor and bearing, through the arm; not on the disc, so it does not wobble.
        pickup_rumble: f32 = -34.0, level("Rumble", (PICKUP_RUMBLE_OFF_DB, -18.0)).automatable().in_presets()
            .condition(Level);
        /// Mains hum that the player's wires pick up; not on the disc, so it neither wobbles nor wears.
        pickup_hum: f32 = PICKUP_HUM_OFF_DB, level("Hum", (PICKUP_HUM_OFF_DB, -24.0)).automatable().in_presets()
            .condition(Level);
    }
    disc {
        /// Size of the film; a smaller disc is slower under the needle.
        disc_diameter: f32 = 23.0, number("Diameter", (17.5, 25.0), Linear, "cm")
            .in_presets().motion(NewDisc).in_picture().panel(Disc);
        /// Where on the side bar 1 sits.
        disc_start: f32 = 0.0, percent("Start").motion(Swap).panel(Disc);
        /// 0 holds the radius, so that bar 97 sounds like bar 1.
        disc_travel: f32 = 100.0, percent("Travel").in_presets().motion(Swap).in_picture().panel(Disc);
        /// When the needle is down.
        disc_needle: Needle = Needle::Transport, choice("Needle", <Needle>::NAMED).panel(Disc);
        /// The needle is heard falling, and the lead-in groove under the first bars; the song is not delayed.
        disc_edges: bool = false, switch("Edges").panel(Disc);
        /// Not what you paid for: after some seconds, by the disc's number, the side goes on with another song.
        disc_swapped: Swapped = Swapped::Off, choice("Swapped", <Swapped>::NAMED).panel(Setup);
        /// How a song longer than a side goes on to the next.
        disc_seam: Seam = Seam::Seamless, choice("Seam", <Seam>::NAMED).in_presets().motion(Swap).panel(Setup);
        /// One groove, as bone records were, or a track for each channel: the same film under a stereo bus.
        disc_channels: Channels = Channels::Mono, choice("Channels", <Channels>::NAMED)
            .motion(Swap).panel(Setup);
        /// Live, the plugin reports no delay and the disc is a few milliseconds behind. Aligned, it reports one figure, and the
        /// host puts everything in time.
        disc_latency: Latency = Latency::Live, choice("Latency", <Latency>::NAMED).motion(Swap).panel(Setup);
        /// How finely the sound is computed; differs in aliasing and interpolation only.
        disc_quality: Quality = Quality::Standard, choice("Quality", <Quality>::NAMED)
            .motion(Swap).panel(Setup);
        /// The same for an offline render: as heard, or finer.
        disc_offline_quality: OfflineQuality = OfflineQuality::Same, choice("Offline quality", <OfflineQuality>::NAMED)
            .panel(Setup);
    }
    perform {
        /// Motor off while held: the platter runs down. Let go, it spins up and the needle is set back on the groove.
        perform_brake: bool = false, switch("Brake").automatable().panel(Hold);
    }
    disc {
        /// Which disc: its picture, hole, curl, scratches and every click.
        disc_serial: Serial = Serial::DEFAULT, count("Serial", (0, Serial::MAX as i32), 4)
            .rolled_at_birth().motion(NewDisc).in_picture().panel(DiscNumber);
    }
}

impl Settings {
    /// Diameter of the film, in millimetres.
    pub fn diameter_mm(&self) -> f64 {
        f64::from(self.disc_diameter) * 10.0
    }

    /// A parameter by its id, `warp_hole` or `warp.hole`.
    pub fn parameter(id: &str) -> Option<&'static Parameter> {
        PARAMETERS.iter().find(|parameter| parameter.id == id || parameter.dotted() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_in_range_and_already_conform() {
        let settings = Settings::default();
        for parameter in PARAMETERS {
            let plain = (parameter.get)(&settings);
            assert_eq!(plain, parameter.default, "{}", parameter.id);
            assert_eq!(plain, parameter.conform(plain), "{}", parameter.id);
        }
    }
}
