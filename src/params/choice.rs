//! The choices among the parameters: each with its values, their frozen ids and their names.

use super::value::{Choice, RowVisitor, Value};
use crate::params::{Named, Parameter};

/// What a motor for 78 turns a minute makes of mains of 50 Hz, and of 60 Hz.
pub const MAINS_50_RPM: f64 = 77.92;
/// See [`MAINS_50_RPM`].
pub const MAINS_60_RPM: f64 = 78.26;

/// A choice: its values with their frozen ids and their names, in the order of the host's list.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $id:literal, $shown:literal;)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }
        impl Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMED: &'static [Named] = &[$(Named { id: $id, name: $shown }),+];
            const IDS: &'static [&'static str] = &[$($id),+];
            const NAMES: &'static [&'static str] = &[$($shown),+];
        }
        impl Value for $name {
            fn to_plain(self) -> f32 { self as u8 as f32 }
            fn from_plain(plain: f32) -> Self {
                Self::ALL[(plain.round().max(0.0) as usize).min(Self::ALL.len() - 1)]
            }
            fn visit(row: &'static Parameter, visitor: &mut impl RowVisitor) {
                visitor.choice::<Self>(row);
            }
        }
    };
}

choice! {
    /// The lathe that cut the disc.
    Machine {
        /// A captured studio recorder with a sapphire cutter.
        Telefunken = "telefunken", "Telefunken";
        /// A home-made copy of one, with a turned steel cutter.
        Copy = "copy", "home-made copy";
        /// The same with a blunt cutter and a tired amplifier.
        Blunt = "blunt", "blunt";
        /// Presses the groove instead of cutting it: no chips, but the film springs back.
        Embosser = "embosser", "embosser";
    }
}

choice! {
    /// The machine that plays the disc.
    Player {
        /// Spring motor, steel needle, sound box, folded horn: 120 g.
        Gramophone = "gramophone", "gramophone";
        /// Electric gramophone of the thirties, steel needle in a magnetic pickup: 100 g.
        Magnetic = "magnetic", "magnetic 1938";
        /// Electric player with a heavy crystal pickup: 40 g.
        Crystal = "crystal", "crystal";
        /// Electric player of the late fifties with a piezo pickup: 12 g.
        Piezo = "piezo", "piezo";
        /// The same pickup through a wireless set: its transformer and its small loudspeaker.
        Radiola = "radiola", "radiola";
        /// A collector's magnetic pickup with a 78 stylus and a flat preamplifier: 3 g.
        Modern = "modern", "modern";
    }
}

choice! {
    /// How fast the platter turns.
    Speed {
        /// 78 where the mains has 50 Hz.
        Mains50 = "77.92", "77.92";
        /// 78 where the mains has 60 Hz.
        Mains60 = "78.26", "78.26";
        /// Forty-five.
        Single = "45", "45";
        /// Thirty-three and a third: an extreme on a coarse groove.
        Long = "33", "33⅓";
        /// One turn to `warp_beats` of the song's tempo; 77.92 where the host tells none.
        Sync = "sync", "sync";
    }
}

choice! {
    /// Beats to one turn, where turns follow the song.
    BeatsPerTurn {
        /// Two turns a beat.
        Half = "1/2", "½";
        /// A turn a beat.
        One = "1", "1";
        /// Two beats.
        Two = "2", "2";
        /// Three beats.
        Three = "3", "3";
        /// Four beats.
        Four = "4", "4";
        /// Eight beats.
        Eight = "8", "8";
    }
}

impl BeatsPerTurn {
    /// How many.
    pub fn count(self) -> f64 {
        match self {
            Self::Half => 0.5,
            Self::One => 1.0,
            Self::Two => 2.0,
            Self::Three => 3.0,
            Self::Four => 4.0,
            Self::Eight => 8.0,
        }
    }
}

choice! {
    /// What the bootlegger had to copy from.
    SourceKind {
        /// A microphone or a tape before the lathe.
        Direct = "direct", "direct";
        /// A shellac record: its band, its hiss, its clicks, its own wow.
        Shellac = "shellac", "shellac";
        /// Short wave at night: fading, static, a whistle.
        Shortwave = "shortwave", "short wave";
    }
}

choice! {
    /// What is listened to.
    Listen {
        /// The record.
        All = "all", "all";
        /// Only what the disc adds: hiss, crackle, hum, rumble.
        Dirt = "dirt", "dirt only";
    }
}

choice! {
    /// How a song goes on to the next side.
    Seam {
        /// Only the disc's own sound changes.
        Seamless = "seamless", "seamless";
        /// The needle is lifted at the end of a side and set down on the next.
        Needle = "needle", "needle change";
    }
}

choice! {
    /// What the disc holds of a song with two channels.
    #[derive(Default)]
    Channels {
        /// Both in one groove, as they were.
        #[default]
        Mono = "mono", "mono";
        /// Each in a track of its own, on the same film.
        Stereo = "stereo", "stereo";
    }
}

choice! {
    /// How late the plugin is, and says that it is.
    #[derive(Default)]
    Latency {
        /// Not at all: what the disc needs to swim is heard as a few milliseconds of delay.
        #[default]
        Live = "live", "live";
        /// Always by the same time, which the host makes good: the disc is in time with the other tracks.
        Aligned = "aligned", "aligned";
    }
}

choice! {
    /// How finely the two parts that cannot be exact are computed: the amplifier's bend and the reading between samples.
    #[derive(Default)]
    Quality {
        /// Straight lines between samples, more aliasing.
        Eco = "eco", "eco";
        /// Cubic reading, antiderivative anti-aliasing.
        #[default]
        Standard = "standard", "standard";
        /// Reading of fifth degree, the same anti-aliasing at twice the rate.
        High = "high", "high";
    }
}

choice! {
    /// Quality of an offline render.
    OfflineQuality {
        /// A bounce is what was heard.
        Same = "same", "same";
        /// A bounce is finer than what was heard.
        High = "high", "high";
    }
}

impl Speed {
    /// Turns per minute; those of the mains where turns follow the song.
    pub fn rpm(self) -> f64 {
        match self {
            Self::Mains50 | Self::Sync => MAINS_50_RPM,
            Self::Mains60 => MAINS_60_RPM,
            Self::Single => 45.0,
            Self::Long => 100.0 / 3.0,
        }
    }
}

choice! {
    /// When the needle is on the disc.
    Needle {
        /// While the host's transport runs; always where the host tells no time.
        Transport = "transport", "transport";
        /// Always.
        Always = "always", "always";
        /// While something comes in, and a second longer.
        Signal = "signal", "signal";
    }
}

choice! {
    /// Whether the film had a life before: straight scratches run across it.
    Reused {
        /// New film, or as good as new.
        Off = "off", "no";
        /// One film in five, by the disc's number.
        Serial = "serial", "by number";
        /// Film from under somebody's feet.
        Always = "always", "yes";
    }
}

choice! {
    /// Whether the side goes on with something else than was paid for.
    Swapped {
        /// It holds what it should.
        Off = "off", "no";
        /// After some seconds, by the disc's number, it is the program's own tune.
        Tune = "tune", "to a tune";
    }
}

choice! {
    /// What the film shows.
    Picture {
        /// What the disc's number draws, side by side.
        Serial = "serial", "by number";
        /// Two hands.
        Hands = "hands", "hands";
        /// A hand that wears a ring.
        Ring = "ring", "hand with a ring";
        /// A chest.
        Ribs = "ribs", "ribs";
        /// A head from the side.
        Skull = "skull", "skull";
        /// A pelvis.
        Pelvis = "pelvis", "pelvis";
        /// Two feet.
        Foot = "foot", "feet";
        /// A knee, from the front and from the side.
        Knee = "knee", "knee";
        /// A jaw with its teeth.
        Jaw = "jaw", "jaw";
        /// A picture of one's own; without one, what the number draws.
        Imported = "imported", "imported";
    }
}
