//! The presets that come with the program, inside it.

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
        /// All of them, in the order of the browser: from the archetype to the extremes.
        pub const FACTORY: &[Factory] = &[$(Factory {
            slug: $slug,
            text: include_str!(concat!("../../presets/", $slug, ".toml")),
        }),+];
    };
}

files! {
    "leningrad-1950s"
    "nevsky-1946"
    "broadcast-1938"
    "street-corner"
    "dacha-gramophone"
    "southern-kiosk"
    "cigarette-hole"
    "last-play"
    "aerial-film"
    "fresh-cut"
    "bone-dust"
    "thirty-three"
    "nudge-the-arm"
}

/// Their slugs in a line.
pub(super) fn slugs() -> String {
    FACTORY.iter().map(|factory| factory.slug).collect::<Vec<_>>().join(", ")
}
