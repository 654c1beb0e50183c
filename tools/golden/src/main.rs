//! Prints the golden list, or compares with a kept one.
//!
//! ```text
//! golden [--only WORD]                the list, or the lines that contain the word
//! golden --check FILE [--only WORD]   what differs from the file; fails if anything does
//! ```

use std::fs;
use std::process::ExitCode;

use golden::compare::differences;
use golden::{Item, items, lines};

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is as it was.
fn run(args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let (file, only) = match words.as_slice() {
        [] => (None, ""),
        ["--only", word] => (None, *word),
        ["--check", file] => (Some(file), ""),
        ["--check", file, "--only", word] | ["--only", word, "--check", file] => (Some(file), *word),
        _ => return Err("usage: golden [--check FILE] [--only WORD]".into()),
    };
    // Read first: minutes of work are not lost on a slip of the pen.
    let kept = file.map(fs::read_to_string).transpose()?;
    let items: Vec<Item> = items().into_iter().filter(|item| item.name().contains(only)).collect();
    let lines = lines(&items)?;
    let Some(kept) = kept else {
        println!("# made by cargo run --release -p golden; what an old session hears");
        lines.iter().for_each(|line| println!("{line}"));
        return Ok(true);
    };
    let said = differences(&kept, &lines, |name| name.contains(only));
    said.iter().for_each(|line| println!("{line}"));
    println!("{} lines compared, {} differ", lines.len(), said.len());
    Ok(said.is_empty())
}
