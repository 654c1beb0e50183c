//! `cargo xtask panel`: the panel as a program of its own, with the framework's standalone host.

use std::process::Command;

use crate::steps::{cargo, output_of};
use crate::{Result, system, target_dir};

/// Builds the program and opens it.
pub fn run() -> Result<()> {
    system::require(system::BUILD)?;
    system::require(system::STANDALONE)?;
    output_of(cargo().args(["build", "--release", "--example", "panel", "--features", "standalone"]))?;
    Command::new(target_dir().join("release/examples/panel")).status()?;
    Ok(())
}
