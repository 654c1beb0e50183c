//! Instances and sessions that come and go leave nothing in memory. In a program of its own, where no other test's counts; on
//! Linux, which tells. The panel's: `cargo xtask window`.

use std::fs;

use embedded_host::memory::resident_mib;
use embedded_host::sound::song;
use embedded_host::{Result, ScriptedTransport, Setup, sessions};

use super::{in_its_own_program, load};

/// How many instances are made and sessions loaded; these words ask for more (docs/reliability.md).
const OPENINGS: (&str, usize) = ("ROENTGENIZDAT_OPENINGS", 50);
const SESSIONS: (&str, usize) = ("ROENTGENIZDAT_SESSIONS", 100);
/// What may be left of them after the first fifth, in MiB: less than one instance has.
const MAX_LEFT_MIB: f64 = 2.0;

fn asked((word, usual): (&str, usize)) -> usize {
    std::env::var(word).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

#[test]
fn openings_and_sessions_leave_nothing_behind() -> Result<()> {
    println!("{}", in_its_own_program("memory::openings")?);
    println!("{}", in_its_own_program("memory::sessions_loaded")?);
    Ok(())
}

/// Does something so often; an error if memory grows.
fn leaves_nothing(what: &str, times: usize, mut work: impl FnMut(usize) -> Result<()>) -> Result<()> {
    (0..times / 5).try_for_each(&mut work)?;
    let before_mib = resident_mib()?;
    (times / 5..times).try_for_each(&mut work)?;
    let left_mib = resident_mib()? - before_mib;
    println!(
        "seen: {times} {what}: {left_mib:.1} MiB more after the last than after the first fifth, {before_mib:.0} then"
    );
    if left_mib <= MAX_LEFT_MIB { Ok(()) } else { Err(format!("{left_mib:.1} MiB are left").into()) }
}

#[test]
#[ignore = "run by openings_and_sessions_leave_nothing_behind"]
fn openings() -> Result<()> {
    let input = song(48_000.0, 0.01);
    leaves_nothing("openings", asked(OPENINGS), |nth| {
        let mut host = load(Setup::default())?;
        host.set("disc_serial", nth % 10_000)?;
        host.process(&input, &[64], ScriptedTransport::rolling(0)).map(drop)
    })
}

#[test]
#[ignore = "run by openings_and_sessions_leave_nothing_behind"]
fn sessions_loaded() -> Result<()> {
    let input = song(48_000.0, 0.01);
    let kept: Vec<Vec<u8>> = sessions::kept("clap-")?
        .iter()
        .map(|kept| fs::read(sessions::folder().join(&kept.name)))
        .collect::<std::io::Result<_>>()?;
    let mut host = load(Setup::default())?;
    leaves_nothing("sessions", asked(SESSIONS), |nth| {
        host.restore(&kept[nth % kept.len()])?;
        host.process(&input, &[64], ScriptedTransport::rolling(0))?;
        host.save().map(drop)
    })
}
