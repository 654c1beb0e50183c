//! The presets that come with the program, inside it.

use crate::params::allowed_like;

/// A preset file.
#[derive(Clone, Copy, Debug)]
pub struct Factory {
    /// Its file name without `.toml`: how the command line calls it. Frozen.
    pub slug: &'static str,
    /// What stands in it.
    pub text: &'static str,
}

macro_rules! files {
    ($($slug:literal)+) => {
        /// All of them, in the order of the browser: drawer by drawer, from the archetype to the extremes.
        pub const FACTORY: &[Factory] = &[$(Factory {
            slug: $slug,
            text: include_str!(concat!("../../presets/", $slug, ".toml")),
        }),+];
    };
}

files! {
    "leningrad-1950s"
    "nevsky-1946"
    "copied-lathe-1947"
    "street-corner"
    "moscow-market"
    "last-of-its-kind"
    "digitised"
    "second-hand-film"
    "dacha-gramophone"
    "first-needle"
    "horn-in-the-yard"
    "magnet-and-steel"
    "one-needle-too-often"
    "broadcast-1938"
    "kitchen-radiola"
    "radiola-dance"
    "radiola-late"
    "jazz-hour"
    "near-station"
    "far-station"
    "radio-night"
    "southern-kiosk"
    "fresh-cut"
    "test-cut"
    "sapphire"
    "embossed"
    "aerial-film"
    "thirty-plays"
    "under-a-crystal"
    "swarf"
    "loved-to-death"
    "last-play"
    "nudge-the-arm"
    "digitised-worn"
    "a-hint-of-film"
    "warm-groove"
    "slow-wow"
    "dust-and-ticks"
    "bone-dust"
    "overcut-drums"
    "drum-break"
    "one-turn-a-bar"
    "break-from-an-alley"
    "sound-letter"
    "another-room"
    "narrow-voice"
    "vocal-chops"
    "breathing-film"
    "film-over-the-mix"
    "glue"
    "film-score-bed"
    "mix-on-a-radiola"
    "before-the-drop"
    "cigarette-hole"
    "left-in-the-sun"
    "thirty-three"
    "forty-five"
    "bad-earth"
    "needle-stuck"
    "dying-disc"
    "beyond"
}

/// Their slugs in a line, and the one nearest to what was requested.
pub(super) fn slugs_like(requested: &str) -> String {
    allowed_like(requested, FACTORY.iter().map(|factory| factory.slug))
}
