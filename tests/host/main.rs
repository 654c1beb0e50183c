//! The built plugin in an embedded CLAP host: each test loads the file, plays through it, and compares with the library or
//! with a law.
//!
//! The file is what `cargo xtask bundle roentgenizdat --release` makes, or what `ROENTGENIZDAT_CLAP` names. `cargo xtask test`
//! runs them a second time on a build that ends where `process` allocates; without those whose names hold `offline`, since an
//! offline render makes its disc on the spot, `minutes`, which show no more of it than seconds, and `system_calls` and
//! `memory`, since what is built for finding faults logs while it plays.

mod border;
mod damage;
mod drawn;
mod events;
#[cfg(target_os = "linux")]
mod memory;
mod presets;
mod raw;
mod session;
mod signal;
mod stored;
#[cfg(target_os = "linux")]
mod system_calls;
mod vst3;
mod wearing;

#[cfg(target_os = "linux")]
use std::process::Command;

use embedded_host::sound::SERIAL;
use embedded_host::{Host, Result, Setup, clap};

/// An instance of the plugin that is tried.
fn load(setup: Setup) -> Result<Host> {
    Host::load(&clap()?, setup)
}

/// One with the disc every test plays; without a transport it plays from its start.
fn instance(setup: Setup) -> Result<Host> {
    let mut host = load(setup)?;
    // The disc is made while activating, so that it is on from the first sample.
    host.set("disc_serial", format!("{SERIAL:04}"))?;
    host.process(&vec![Vec::new(); setup.inputs], &[1], None)?;
    host.deactivate();
    host.activate()?;
    Ok(host)
}

/// Runs a test that is ignored in a program of its own. What it said; an error unless it succeeds.
#[cfg(target_os = "linux")]
fn in_its_own_program(test: &str) -> Result<String> {
    let mut program = Command::new(std::env::current_exe()?);
    // Every thread would have a heap of its own.
    program.args(["--ignored", "--exact", "--nocapture", test]).env("MALLOC_ARENA_MAX", "1");
    let output = program.output()?;
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    // A name that no test has any more succeeds too.
    let is_done = output.status.success() && said.contains("running 1 test") && said.contains("seen: ");
    if is_done { Ok(said) } else { Err(format!("{}: {said}", output.status).into()) }
}
