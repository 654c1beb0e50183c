//! The built plugin in an embedded CLAP host: each test loads the file, plays through it, and compares with the library or
//! with a law.
//!
//! The file is what `cargo xtask bundle roentgenizdat --release` makes, or what `ROENTGENIZDAT_CLAP` names. `cargo xtask test`
//! runs them a second time on a build that ends where `process` allocates; without those whose names hold `offline`, since an
//! offline render makes its disc on the spot, and `minutes`, which show no more of it than seconds.

mod border;
mod damage;
mod drawn;
mod events;
mod presets;
mod raw;
mod session;
mod signal;
mod stored;
#[cfg(target_os = "linux")]
mod system_calls;
mod vst3;
mod wearing;

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
