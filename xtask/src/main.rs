//! The project's own commands: each starts what does the work, which lies in `tests/` and `tools/`. What is not ours
//! (`bundle-universal`) is nice-plug's.
//!
//! ```text
//! cargo xtask demo [SONG]      hear it: builds, plays a song through the built plugin, writes target/demo/
//! cargo xtask test [--counts]  everything that must hold; with --counts, tests/counts.toml is written anew
//! cargo xtask bundle roentgenizdat --release    both bundles, and the presets as VST3 hosts list them
//! cargo xtask install          puts them where this user's hosts look
//! cargo xtask checks [FILE [NAME]]   only the tests in the embedded CLAP host, on the bundle or on FILE
//! cargo xtask hosts            only the checks in other hosts: from PyPI, Ardour, qtractor
//! cargo xtask bench [--keep]   what the chain costs in instructions, beside the run kept last: benches/runs
//! cargo xtask measure          the physics as measured: docs/measured.md and its plots
//! cargo xtask presets          how loud the presets are and how far apart: docs/presets.md; and as VST3 preset files
//! cargo xtask reliability [NAME…]   the long runs, or some of them: docs/reliability.md
//! cargo xtask sessions         stores sessions that are not kept yet: tests/data/sessions
//! cargo xtask panel            the panel as a program of its own
//! cargo xtask listening        docs/spectrograms.png, and a second piece before and after, in target/demo
//! cargo xtask pictures         the discs in the README: docs/disc.jpg, docs/films.jpg
//! cargo xtask window [PICTURE] the panel in a window of our own host: a hundred openings, hands on it, its picture
//! ```
//!
//! With `--no-install` nothing is installed: what is missing is named, and that is all.

mod bundle;
mod commands;
mod counts;
mod daws;
mod install;
mod python;
mod report;
mod steps;
mod system;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use system::Missing;

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Where cargo builds.
fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// The bundles.
fn clap() -> PathBuf {
    target_dir().join("bundled/Roentgenizdat.clap")
}
fn vst3() -> PathBuf {
    target_dir().join("bundled/Roentgenizdat.vst3")
}

fn main() -> ExitCode {
    let (refusals, args): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word == "--no-install");
    let missing = if refusals.is_empty() { Missing::Install } else { Missing::Name };
    match run(&args, missing) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String], missing: Missing) -> Result<()> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    // Files that people name lie where they are; everything else lies in the workspace.
    let file = words.get(1).map(std::path::absolute).transpose()?;
    let file = file.as_deref();
    // Where cargo runs us from, not where we were built: several checkouts may share a target folder.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    if let Some(root) = Path::new(&package).parent() {
        std::env::set_current_dir(root)?;
    }
    match words.as_slice() {
        ["demo"] | ["demo", _] => commands::demo(file, missing),
        ["test"] => test::run(false, missing),
        ["test", "--counts"] => test::run(true, missing),
        ["hosts"] => test::hosts(missing),
        ["bundle", ..] => bundle::run(args),
        ["install"] => install::run(missing),
        ["checks"] => commands::checks(None, ""),
        ["checks", _] => commands::checks(file, ""),
        ["checks", _, name] => commands::checks(file, name),
        ["bench"] => commands::bench(&[], missing),
        ["bench", "--keep"] => commands::bench(&["--keep"], missing),
        ["measure"] => commands::measure(),
        ["pictures"] => commands::pictures(),
        ["reliability", names @ ..] => commands::reliability(names, missing),
        ["listening"] => commands::listening(),
        ["presets"] => commands::presets(missing),
        ["sessions"] => commands::sessions(),
        ["panel"] => commands::panel(missing),
        ["window"] | ["window", _] => commands::window(file, missing),
        [
            "demo" | "test" | "install" | "bench" | "measure" | "panel" | "pictures" | "listening" | "window"
            | "presets" | "sessions" | "checks" | "hosts",
            ..,
        ] => Err("too many words; see the head of xtask/src/main.rs".into()),
        _ => Ok(nice_plug_xtask::main_with_args("cargo xtask", args.to_vec())?),
    }
}
