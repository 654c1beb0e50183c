//! The project's own commands. What is not ours (`bundle-universal`) is nice-plug's.
//!
//! ```text
//! cargo xtask demo [SONG]      hear it: builds, plays a song through the built plugin, writes target/demo/
//! cargo xtask test [--list]    everything that must hold
//! cargo xtask bundle roentgenizdat --release    both bundles, and the presets as VST3 hosts list them
//! cargo xtask install          puts them where this user's hosts look
//! cargo xtask checks [FILE [NAME]]   only the checks in the embedded CLAP host
//! cargo xtask hosts            only the checks in hosts from PyPI
//! cargo xtask measure          the physics as measured: docs/measured.md and its plots
//! cargo xtask mutants [NAME]   whether the tests notice when the code is broken
//! cargo xtask presets          how loud the presets are and how far apart: docs/presets.md; and as VST3 preset files
//! cargo xtask sessions         stores sessions that are not kept yet: tests/data/sessions
//! cargo xtask panel            the panel as a program of its own
//! cargo xtask pictures         the discs in the README: docs/disc.jpg, docs/films.jpg
//! cargo xtask window [PICTURE] the panel in a window of our own host: a hundred openings, hands on it, its picture
//! ```

mod bundle;
mod checks;
mod demo;
mod host;
mod install;
mod measure;
mod mutants;
mod panel;
mod pictures;
mod presets;
mod python;
mod sessions;
mod sound;
mod steps;
mod system;
mod test;
mod vstpreset;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use checks::Which;

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
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<()> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    // Files that people name lie where they are; everything else lies in the workspace.
    let named = |path: &str| std::path::absolute(path);
    let file = words.get(1).map(|path| named(path)).transpose()?;
    let file = file.as_deref();
    if let Some(root) = Path::new(env!("CARGO_MANIFEST_DIR")).parent() {
        std::env::set_current_dir(root)?;
    }
    match words.as_slice() {
        ["demo"] | ["demo", _] => demo::run(file),
        ["test"] => test::run(false),
        ["test", "--list"] => test::run(true),
        ["hosts"] => test::hosts(),
        ["bundle", ..] => bundle::run(args),
        ["install"] => install::run(),
        ["measure"] => measure::run(),
        ["mutants"] => mutants::run(None),
        ["mutants", name] => mutants::run(Some(name)),
        ["pictures"] => pictures::run(),
        ["presets"] => presets::run(),
        ["sessions"] => sessions::run(),
        ["panel"] => panel::run(),
        ["window", "--inside", rest @ ..] => window::inside(rest.first().map(Path::new)),
        ["window", "--refused"] => window::refused(),
        ["window"] | ["window", _] => window::run(file),
        ["checks"] => checks::run(&clap(), Which::Named("")),
        ["checks", _] => checks::run(file.unwrap_or(&clap()), Which::Named("")),
        ["checks", _, "--realtime"] => checks::run(file.unwrap_or(&clap()), Which::Realtime),
        ["checks", _, name] => checks::run(file.unwrap_or(&clap()), Which::Named(name)),
        [
            "demo" | "test" | "install" | "measure" | "panel" | "pictures" | "window" | "presets"
            | "sessions" | "checks" | "hosts" | "mutants",
            ..,
        ] => Err("too many words; see the head of xtask/src/main.rs".into()),
        _ => Ok(nice_plug_xtask::main_with_args("cargo xtask", args.to_vec())?),
    }
}
