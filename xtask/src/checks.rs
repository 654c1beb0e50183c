//! What the embedded CLAP host must show about the plugin: a list of named checks.
//!
//! Each loads the built file, plays through it, and compares with the library or with a law. A check has failed
//! when it returns an error; the plugin has failed when it takes this process down.

mod damage;
mod drawn;
mod events;
mod presets;
mod session;
mod signal;
mod stored;
mod wearing;

use std::path::Path;
use std::time::Instant;

use crate::host::{Host, Setup};
use crate::sound::SERIAL;
use crate::{Result, target_dir};

/// A name and what must hold.
type Check = (&'static str, fn(&Path) -> Result<()>);

const CHECKS: &[&[Check]] = &[
    signal::CHECKS,
    events::CHECKS,
    session::CHECKS,
    presets::CHECKS,
    damage::CHECKS,
    wearing::CHECKS,
    drawn::CHECKS,
    stored::CHECKS,
];

/// Which checks run.
pub enum Which<'a> {
    /// Those whose name contains this.
    Named(&'a str),
    /// Those in which `process` may not allocate: an offline render makes its disc on the spot. Minutes of song show no more
    /// of it than seconds.
    Realtime,
}

impl Which<'_> {
    fn takes(&self, name: &str) -> bool {
        match self {
            Self::Named(part) => name.contains(part),
            Self::Realtime => !name.contains("offline") && !name.contains("minutes"),
        }
    }

    fn suite(&self) -> &'static str {
        match self {
            Self::Named(_) => "clap",
            Self::Realtime => "realtime",
        }
    }
}

/// What checks leave in a user's folder of data goes into one of their own, where the system lets us say so.
#[allow(unsafe_code)]
fn redirect_user_data() -> Result<()> {
    let home = std::path::absolute(target_dir().join("checks-home"))?;
    // SAFETY: no other thread runs yet.
    unsafe { std::env::set_var("XDG_DATA_HOME", home) };
    Ok(())
}

/// Runs checks on the plugin in `file`, printing a line for each as `cargo test` does. An error if any failed.
pub fn run(file: &Path, which: Which) -> Result<()> {
    redirect_user_data()?;
    let (suite, mut failed) = (which.suite(), 0);
    for (name, check) in CHECKS.iter().copied().flatten().filter(|(name, _)| which.takes(name)) {
        let begun = Instant::now();
        match check(file) {
            Ok(()) => println!("test {suite}::{name} ... ok ({:.1} s)", begun.elapsed().as_secs_f32()),
            Err(error) => {
                failed += 1;
                println!("test {suite}::{name} ... FAILED: {error}");
            }
        }
    }
    if failed > 0 { Err(format!("{failed} checks failed").into()) } else { Ok(()) }
}

/// An instance with the disc every check plays; without a transport it plays from its start.
fn instance(file: &Path, setup: Setup) -> Result<Host> {
    let mut host = Host::load(file, setup)?;
    // The disc is made while activating, so that it is on from the first sample.
    host.set("disc_serial", format!("{SERIAL:04}"))?;
    host.process(&vec![Vec::new(); setup.inputs], &[1], None)?;
    host.deactivate();
    host.activate()?;
    Ok(host)
}
