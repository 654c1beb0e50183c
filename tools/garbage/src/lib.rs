//! Bytes that may be anything, given to all that reads them. What is read must be fit for use, what is refused must be refused in
//! one line; anything else panics. `tests/cli/damaged.rs` gives it what is nearly right, `fuzz/` what a fuzzer finds.

mod calls;

use std::fmt::Display;
use std::path::Path;

pub use calls::calls;

use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::decode;
use roentgenizdat::paint::import;
use roentgenizdat::params::{PARAMETERS, Settings};
use roentgenizdat::preset::Preset;

/// What a song's file may call itself.
pub const SONGS: [&str; 6] = ["wav", "flac", "mp3", "ogg", "aac", "m4a"];

/// Longest song whose table is looked at, in seconds.
const SONG_SECONDS: f64 = 30.0;

/// A preset file. Whether it was taken.
pub fn preset(bytes: &[u8]) -> bool {
    is_taken(Preset::parse(&String::from_utf8_lossy(bytes)), |preset| {
        for row in PARAMETERS {
            let plain = (row.get)(preset.settings());
            assert_eq!(row.conform(plain), plain, "{}", row.id);
        }
    })
}

/// A table of parameters over time. Whether it was taken.
pub fn table(bytes: &[u8]) -> bool {
    let mut automation = Automation::constant(Settings::default());
    is_taken(automation.assign_table("a table", &String::from_utf8_lossy(bytes)), |()| {
        let moved = automation.over(SONG_SECONDS);
        for part in [0.0, 0.3, 1.0] {
            assert!(PARAMETERS.iter().all(|row| (row.get)(&moved.at(part)).is_finite()));
        }
    })
}

/// A picture of one's own. Whether it was taken.
pub fn picture(bytes: &[u8]) -> bool {
    is_taken(import::picture("a picture", bytes), drop)
}

/// A song, in the file `at`, which tells by its name how it is coded. Whether it was taken.
pub fn song(at: &Path, bytes: &[u8]) -> bool {
    std::fs::write(at, bytes).unwrap();
    is_taken(decode::read(at), |audio| {
        assert!(audio.channels.iter().flatten().all(|sample| sample.is_finite()));
    })
}

fn is_taken<T, E: Display>(read: Result<T, E>, check: impl FnOnce(T)) -> bool {
    let is_taken = read.is_ok();
    match read {
        Ok(read) => check(read),
        Err(error) => {
            let text = error.to_string();
            assert!(!text.is_empty() && !text.trim_end().contains('\n'), "{text:?}");
        }
    }
    is_taken
}
