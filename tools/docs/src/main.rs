//! What the program itself makes for `docs/`.
//!
//! ```text
//! docs presets     docs/presets.md
//! docs pictures    docs/disc.jpg, docs/films.jpg
//! ```

mod pictures;
mod presets;

use std::process::ExitCode;

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["presets"] => presets::run(),
        ["pictures"] => pictures::run(),
        _ => Err("usage: docs presets|pictures".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
