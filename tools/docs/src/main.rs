//! What the program itself makes for `docs/`.
//!
//! ```text
//! docs presets     docs/presets.md
//! docs measure     docs/measure.md
//! docs pictures    docs/disc.jpg, docs/films.jpg
//! docs listening F docs/spectrograms.png; a second piece before and after, in folder F
//! docs reliability [NAME…]  docs/reliability.md
//! docs fuzz [TARGET]  each of the fuzzer's targets for two minutes
//! ```

// The signals and programmes that the laws are measured on.
#[path = "../../../tests/common/mod.rs"]
mod common;
mod fuzz;
mod listening;
mod measure;
mod pictures;
mod presets;
#[path = "../../../tests/laws/programmes.rs"]
mod programmes;
mod reliability;

use std::path::Path;
use std::process::ExitCode;

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["presets"] => presets::run(),
        ["measure"] => measure::run(),
        ["pictures"] => pictures::run(),
        ["listening", folder] => listening::run(Path::new(folder)),
        ["reliability", names @ ..] => reliability::run(names),
        ["fuzz"] => fuzz::run(None),
        ["fuzz", target] => fuzz::run(Some(target)),
        _ => {
            Err("usage: docs presets|measure|pictures|listening FOLDER|reliability [NAME…]|fuzz [TARGET]"
                .into())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
