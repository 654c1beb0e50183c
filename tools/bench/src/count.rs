//! Instructions, counted by callgrind.

use std::process::Command;

use crate::Result;

/// What is counted, by the names of functions: what a host's thread calls.
const COUNTED: [&str; 4] =
    ["*chain::Chain::process", "*chain::Chain::set", "*chain::Chain::reset", "*PlaybackControl::change_disc"];
/// Rounds of the shorter and of the longer playing.
const ROUNDS: [u32; 2] = [4, 44];

/// What one round of a scenario costs.
pub fn round(scenario: &str) -> Result<f64> {
    let [short, long] = ROUNDS;
    let more = instructions(scenario, long)? - instructions(scenario, short)?;
    Ok(more / f64::from(long - short))
}

/// What playing so much costs.
fn instructions(scenario: &str, rounds: u32) -> Result<f64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.args(COUNTED.map(|name| format!("--toggle-collect={name}")));
    command.arg(std::env::current_exe()?).args(["play", scenario, &rounds.to_string()]);
    let output = command.output().map_err(|error| format!("valgrind: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr);
    let count = told.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    match count {
        Some(0.0) => Err(
            "nothing was counted: it is built without the names of its functions; use `cargo xtask bench`"
                .into(),
        ),
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("'{scenario}' could not be counted: {told}").into()),
    }
}
