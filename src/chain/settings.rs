//! The one table of parameters: what the listener sets, with its range and why it exists.
//!
//! A row makes a field of [`Settings`] and an entry of [`PARAMETERS`]. The defaults together are the preset
//! *1950s Leningrad bootleg*. Ranges and values come from the physics named in each stage's head; where no
//! source is given there the value is chosen by ear.

mod choice;

use super::parameter::{Kind, Parameter, Taper};
use super::pickup::player;
use crate::disc::groove::Groove;
use crate::disc::{Recipe, Serial};
pub use choice::{
    Beats, Channels, Latency, Listen, Machine, Needle, OfflineQuality, Picture, Plain, Player, Quality, Seam,
    SourceKind, Speed,
};

const fn number(min: f32, max: f32, taper: Taper, unit: &'static str) -> Kind {
    Kind::Number { min, max, taper, unit, off_at_min: false }
}
const fn level(min: f32, max: f32) -> Kind {
    Kind::Number { min, max, taper: Taper::Linear, unit: "dB", off_at_min: true }
}
/// Where `keep_low` is off.
pub const KEEP_LOW_OFF_HZ: f32 = 20.0;
const PERCENT: Kind = number(0.0, 100.0, Taper::Linear, "%");

macro_rules! parameters {
    ($($(#[doc = $about:literal])+ $id:ident: $type:ident = $kind:expr, $default:expr, $name:literal, $auto:literal $preset:literal;)+) => {
        /// What the listener sets. Plain data: no sample rate, no smoothing, no atomics. Every field is in the
        /// range its row in [`PARAMETERS`] gives.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Settings { $($(#[doc = $about])+ pub $id: $type),+ }

        impl Default for Settings {
            /// *1950s Leningrad bootleg*.
            fn default() -> Self { Self { $($id: $default),+ } }
        }

        /// Every parameter, in the order of the panel and of the hosts' lists.
        pub static PARAMETERS: &[Parameter] = &[$(Parameter {
            id: stringify!($id),
            name: $name,
            about: concat!($($about),+),
            kind: $kind,
            default: plain_default!($default, $type),
            automatable: $auto == 'A',
            in_presets: $preset == 'P',
            get: |settings| settings.$id.to_plain(),
            set: |settings, plain| settings.$id = <$type as Plain>::from_plain(plain),
        }),+];
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
    ($default:expr, $choice:ident) => {
        $default as u8 as f32
    };
}

parameters! {
    /// Moves everything at once: 0 is a clean copy, 100 as set, above is beyond what the sellers dared.
    condition: f32 = number(0.0, 150.0, Taper::Linear, "%"), 100.0, "Condition", 'A' 'P';
    /// Disc against the input, which waits for the needle: the two stay in time.
    mix: f32 = PERCENT, 100.0, "Mix", 'A' '-';
    /// Level after everything.
    output: f32 = number(-24.0, 12.0, Taper::Linear, "dB"), 0.0, "Output", 'A' '-';
    /// A fixed trim worked out from the settings, so that a preset is about as loud as the input.
    level_match: bool = Kind::Switch, true, "Level match", '-' '-';
    /// The input, untouched.
    bypass: bool = Kind::Switch, false, "Bypass", 'A' '-';
    /// The record, or only what the disc adds to the song.
    listen: Listen = Kind::Choice(Listen::NAMED), Listen::All, "Listen", '-' '-';
    /// Below this the input passes by the disc, clean and in time: for the low end of a mix.
    keep_low: f32 = Kind::Number { min: KEEP_LOW_OFF_HZ, max: 250.0, taper: Taper::Log, unit: "Hz", off_at_min: true },
        KEEP_LOW_OFF_HZ, "Keep low", 'A' 'P';
    /// Left of 0 the dirt ducks under the music, right of 0 it follows it.
    follow: f32 = number(-100.0, 100.0, Taper::Linear, "%"), 0.0, "Follow", 'A' 'P';

    /// What the bootlegger copied: a line or microphone, a shellac record, short wave.
    source_kind: SourceKind = Kind::Choice(SourceKind::NAMED), SourceKind::Shellac, "Kind", '-' 'P';
    /// How much of the source's own band, noise and unsteadiness is heard.
    source_amount: f32 = PERCENT, 35.0, "Amount", 'A' 'P';

    /// The lamp of the lathe.
    lathe_on: bool = Kind::Switch, true, "Lathe", 'A' 'P';
    /// Who cut it: edge of the cutter, amplifier and hum.
    lathe_machine: Machine = Kind::Choice(Machine::NAMED), Machine::Copy, "Machine", '-' 'P';
    /// How hard the groove is cut; 0 dB expects music at about -14 LUFS, more breaks into the next turn.
    lathe_drive: f32 = number(-18.0, 18.0, Taper::Linear, "dB"), 2.0, "Drive", 'A' 'P';
    /// Below this the cutter's centring spring holds it back (-3 dB).
    lathe_low_cut: f32 = number(30.0, 400.0, Taper::Log, "Hz"), 120.0, "Low cut", 'A' 'P';
    /// Above this the cutter's own mass holds it back (-3 dB).
    lathe_high_cut: f32 = number(1500.0, 12000.0, Taper::Log, "Hz"), 4500.0, "High cut", 'A' 'P';
    /// Peak of the cutting head's resonance, just below the high cut.
    lathe_head: f32 = number(0.0, 12.0, Taper::Linear, "dB"), 5.0, "Head", 'A' 'P';
    /// Mains hum cut into the groove: it wobbles with the disc.
    lathe_hum: f32 = level(-80.0, -24.0), -42.0, "Hum", 'A' 'P';

    /// The lamp of the film.
    film_on: bool = Kind::Switch, true, "Film", 'A' 'P';
    /// Surface noise of the cut film at the outer edge, before its first play.
    film_hiss: f32 = level(-60.0, -12.0), -27.0, "Hiss", 'A' 'P';
    /// Slope of the noise above 1.5 kHz, in dB an octave.
    film_tone: f32 = number(-6.0, 6.0, Taper::Linear, "dB"), 0.0, "Tone", 'A' 'P';
    /// How much the picture is heard: dark film hisses more than bone.
    film_bones: f32 = PERCENT, 70.0, "Bones", 'A' 'P';
    /// What the X-ray shows; the hiss follows it.
    film_picture: Picture = Kind::Choice(Picture::NAMED), Picture::Serial, "Picture", '-' '-';

    /// The lamp of the crackle.
    crackle_on: bool = Kind::Switch, true, "Crackle", 'A' 'P';
    /// Specks of dust a second, before the first play.
    crackle_dust: f32 = number(0.0, 2000.0, Taper::Quartic, "/s"), 60.0, "Dust", 'A' 'P';
    /// Clicks a second, before the first play.
    crackle_clicks: f32 = number(0.0, 60.0, Taper::Quartic, "/s"), 4.0, "Clicks", 'A' 'P';
    /// How many of the disc's own scratches show; each ticks once a turn.
    crackle_scratches: f32 = Kind::Count { min: 0, max: 12 }, 3.0, "Scratches", 'A' 'P';
    /// Level of all of them.
    crackle_level: f32 = number(-24.0, 12.0, Taper::Linear, "dB"), 0.0, "Level", 'A' 'P';
    /// How much of the dirt comes in bursts instead of alone.
    crackle_clustering: f32 = PERCENT, 60.0, "Clustering", 'A' 'P';

    /// The lamp of the warp.
    warp_on: bool = Kind::Switch, true, "Warp", 'A' 'P';
    /// How far from the centre the hole was burnt: pitch swings once a turn, more towards the middle.
    warp_hole: f32 = number(0.0, 3.0, Taper::Linear, "mm"), 1.2, "Hole", 'A' 'P';
    /// Height of the curled film: it lifts the needle, which changes pitch and force.
    warp_curl: f32 = number(0.0, 5.0, Taper::Linear, "mm"), 1.5, "Curl", 'A' 'P';
    /// Unevenness of lathe and motor, as a wow meter weighs it.
    warp_flutter: f32 = number(0.0, 3.0, Taper::Linear, "%"), 0.3, "Flutter", 'A' 'P';
    /// How readily the thin film slides on the felt.
    warp_slip: f32 = PERCENT, 10.0, "Slip", 'A' 'P';
    /// Turns a minute; slower means a slower groove, hence duller and noisier.
    warp_speed: Speed = Kind::Choice(Speed::NAMED), Speed::Mains50, "Speed", '-' 'P';

    /// Beats to one turn where the speed is `sync`: the crackle becomes rhythm.
    warp_beats: Beats = Kind::Choice(Beats::NAMED), Beats::Four, "Beats", '-' 'P';

    /// The lamp of the wear.
    wear_on: bool = Kind::Switch, true, "Wear", 'A' 'P';
    /// How often this copy has been played: the number to draw over a song.
    wear_plays: f32 = number(0.0, 60.0, Taper::Linear, "plays"), 12.0, "Plays", 'A' 'P';
    /// Whether each pass wears the disc for good; kept in the project.
    wear_by_playing: bool = Kind::Switch, false, "By playing", '-' '-';
    /// Plays that each pass counts for.
    wear_rate: f32 = number(0.1, 10.0, Taper::Log, "×"), 1.0, "Rate", '-' '-';
    /// How often the needle was used before: a worn one ploughs.
    wear_needle: f32 = number(0.0, 2.0, Taper::Linear, ""), 0.3, "Needle", 'A' 'P';

    /// The lamp of the pickup.
    pickup_on: bool = Kind::Switch, true, "Pickup", 'A' 'P';
    /// What plays it: its curve, its weight and so the life of the disc.
    pickup_player: Player = Kind::Choice(Player::NAMED), Player::Piezo, "Player", '-' 'P';
    /// Weight on the needle against the player's own.
    pickup_force: f32 = number(0.5, 2.0, Taper::Log, "×"), 1.0, "Force", 'A' 'P';
    /// How much of the needle's roundness is heard: it cannot follow tight bends.
    pickup_tracing: f32 = PERCENT, 100.0, "Tracing", 'A' 'P';
    /// The player's treble knob.
    pickup_tone: f32 = number(1000.0, 16000.0, Taper::Log, "Hz"), 6000.0, "Tone", 'A' 'P';
    /// Motor and bearing, through the arm; not on the disc, so it does not wobble.
    pickup_rumble: f32 = level(-80.0, -18.0), -34.0, "Rumble", 'A' 'P';

    /// Size of the film; a smaller disc is slower under the needle.
    disc_diameter: f32 = number(17.5, 25.0, Taper::Linear, "cm"), 23.0, "Diameter", '-' 'P';
    /// Where on the side bar 1 sits.
    disc_start: f32 = PERCENT, 0.0, "Start", '-' '-';
    /// 0 holds the radius, so that bar 97 sounds like bar 1.
    disc_travel: f32 = PERCENT, 100.0, "Travel", '-' 'P';
    /// When the needle is down.
    disc_needle: Needle = Kind::Choice(Needle::NAMED), Needle::Transport, "Needle", '-' '-';
    /// How a song longer than a side goes on to the next.
    disc_seam: Seam = Kind::Choice(Seam::NAMED), Seam::Seamless, "Seam", '-' 'P';
    /// One groove, as bone records were, or a track for each channel: the same film under a stereo bus.
    disc_channels: Channels = Kind::Choice(Channels::NAMED), Channels::Mono, "Channels", '-' '-';
    /// Live, the plugin reports no delay and the disc is a few milliseconds behind. Aligned, it reports one figure, and the
    /// host puts everything in time.
    disc_latency: Latency = Kind::Choice(Latency::NAMED), Latency::Live, "Latency", '-' '-';
    /// How finely the sound is computed; differs in aliasing and interpolation only.
    disc_quality: Quality = Kind::Choice(Quality::NAMED), Quality::Standard, "Quality", '-' '-';
    /// The same for an offline render: as heard, or finer.
    disc_offline_quality: OfflineQuality =
        Kind::Choice(OfflineQuality::NAMED), OfflineQuality::Same, "Offline quality", '-' '-';

    /// Motor off while held: the platter runs down. Let go, it spins up and the needle is set back on the groove.
    perform_brake: bool = Kind::Switch, false, "Brake", 'A' '-';
}

impl Settings {
    /// What the disc with this number is made of; `imported` tells the picture of one's own, if there is one.
    pub fn recipe(&self, serial: Serial, imported: Option<u32>) -> Recipe {
        let diameter_mm = f64::from(self.disc_diameter) * 10.0;
        let imported = imported.filter(|_| self.film_picture == Picture::Imported);
        Recipe { serial, diameter_mm, subject: self.film_picture.subject(), imported }
    }

    /// The spiral these settings give a disc of this diameter.
    pub fn groove(&self, diameter_mm: f64) -> Groove {
        let mut groove = Groove::new(diameter_mm, self.warp_speed.rpm());
        groove.sag = player::player(self.pickup_player).sag;
        groove.travel = f64::from(self.disc_travel) / 100.0;
        // At 100 % the last turn: still on this side.
        groove.start_turns = f64::from(self.disc_start) / 100.0 * f64::from(groove.turns_per_side() - 1);
        groove
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

    #[test]
    fn text_parses_back_to_the_same_value() {
        for parameter in PARAMETERS {
            let (min, max) = parameter.range();
            for step in 0..=97 {
                let plain = parameter.conform(min + (max - min) * step as f32 / 97.0);
                for text in [parameter.text(plain), parameter.file_text(plain)] {
                    let back = parameter.parse(&text).unwrap_or_else(|e| panic!("{e}"));
                    assert!((back - plain).abs() <= 1e-4 * plain.abs(), "{} {text} {plain}", parameter.id);
                }
            }
        }
    }

    #[test]
    fn people_may_type_what_they_are_used_to() {
        let parse = |id, text| Settings::parameter(id).unwrap().parse(text);
        assert_eq!(parse("lathe_high_cut", "4.5k"), Ok(4500.0));
        assert_eq!(parse("lathe.high_cut", "4.5 kHz"), Ok(4500.0));
        assert_eq!(parse("film_hiss", "−30 dB"), Ok(-30.0));
        assert_eq!(parse("film_hiss", "off"), Ok(-60.0));
        assert_eq!(parse("pickup_player", "Gramophone"), Ok(0.0));
        let error = parse("warp_hole", "9").unwrap_err().to_string();
        assert_eq!(error, "warp_hole: '9' is not a number from 0 to 3 mm");
        let error = parse("pickup_player", "ipod").unwrap_err().to_string();
        assert_eq!(
            error,
            "pickup_player: 'ipod' is not one of gramophone, magnetic, crystal, piezo, radiola, modern"
        );
    }

    #[test]
    fn a_value_that_went_through_a_knob_keeps_its_bits() {
        let high_cut = Settings::parameter("lathe_high_cut").unwrap();
        assert_eq!(high_cut.conform(4500.0007), 4500.0);
        assert_eq!(high_cut.conform(f32::NAN), 4500.0);
        assert_eq!(high_cut.conform(f32::INFINITY), 12000.0);
    }
}
