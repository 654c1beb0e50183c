//! `cargo xtask test`: everything that must hold, in the order in which it is cheapest to fail.
//!
//! The core is built and tested without the plugin first, so nothing in it leans on a host; what is measured there is
//! not measured again with the plugin, which has the same chain. The bundles are built beside the tests. The names in
//! `tests/required.txt` must all have run and passed; `cargo xtask test --list` writes that file anew.

use std::fs;
use std::process::Command;

use crate::steps::{Report, cargo};
use crate::{Result, clap, python, system, target_dir, vst3};

const REQUIRED: &str = "tests/required.txt";
/// Aborts where `process` allocates. In all debug builds of the plugin, so that it is built once.
const GUARD: &str = "roentgenizdat/realtime-guard";

/// Runs it all. With `list`, the names of all that passed become the list of required tests.
pub fn run(list: bool) -> Result<()> {
    system::require(system::BUILD)?;
    system::require(system::TEST)?;
    let mut report = Report::default();

    let bundles = report.start("bundles", ourselves().args(["bundle", "roentgenizdat", "--release"]));
    // Whole programs only: the unit tests run below, with those of the plugin.
    let core = ["test", "-p", "roentgenizdat", "-p", "golden", "--no-default-features", "--test", "*"];
    report.run("tests of the core, without the plugin", cargo().args(core));
    // Without the VST3's C++, which the bundle has.
    let guarded = ["--workspace", "--no-default-features", "--features", GUARD];
    let programs = ["--lib", "--bins", "--test", "panel"];
    report.run("tests of the plugin's side", cargo().arg("test").args(guarded).args(programs));
    let plain = ["--workspace", "--no-default-features", "--features", "roentgenizdat/plugin"];
    let strict = ["--all-targets", "--", "-D", "warnings"];
    report.run("no warnings", cargo().arg("clippy").args(plain).args(strict));
    report.run("formatted", cargo().args(["fmt", "--all", "--check"]));
    let all = ["--no-deps", "--document-private-items"];
    report.run("documented", cargo().arg("doc").args(plain).args(all).env("RUSTDOCFLAGS", "-D warnings"));

    report.join(bundles);
    report.run("the CLAP in our own host", ourselves().arg("checks").arg(clap()));
    unallocating(&mut report);
    foreign_hosts(&mut report);

    if list && report.has_no_failure() {
        let names: Vec<&str> = report.passed().collect();
        let head = "# Tests that must have run and passed. `cargo xtask test --list` writes this file.\n";
        fs::write(REQUIRED, format!("{head}{}\n", names.join("\n")))?;
    }
    match fs::read_to_string(REQUIRED) {
        Ok(required) => report.require(&required),
        Err(error) => report.take(&format!("{REQUIRED}: {error}"), false),
    }
    report.finish()
}

/// Only the hosts from PyPI, on the bundle that is there.
pub fn hosts() -> Result<()> {
    let mut report = Report::default();
    foreign_hosts(&mut report);
    report.finish()
}

/// This program again, so that what takes it down fails one step only.
fn ourselves() -> Command {
    std::env::current_exe().map_or_else(|_| cargo(), Command::new)
}

/// The same checks on a build that aborts where `process` allocates.
fn unallocating(report: &mut Report) {
    // Of the whole workspace, as its tests were: then it is there already.
    let build = ["build", "--workspace", "--lib", "--no-default-features", "--features", GUARD];
    report.run("a build that aborts on allocation", cargo().args(build));
    let name = format!("{}roentgenizdat{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let file = target_dir().join("debug").join(name);
    // The framework's log there is long and about the host's manners; a crash is at its end.
    let log = target_dir().join("realtime.log");
    let mut checks = ourselves();
    checks.arg("checks").arg(file).arg("--realtime");
    if let Ok(log) = fs::File::create(&log) {
        checks.stderr(log);
    }
    println!("\n(log in {})", log.display());
    report.run("process allocates nothing", &mut checks);
}

fn foreign_hosts(report: &mut Report) {
    println!("\n== hosts from PyPI");
    let folder = target_dir().join("hosts");
    let ready = python::write_song(&folder).and_then(|()| python::interpreter());
    match ready {
        Ok(python) => {
            for (title, name) in [
                ("the VST3's own description", "vst3_class.py"),
                ("the VST3 in pedalboard", "pedalboard_bits.py"),
                ("its presets in pedalboard", "pedalboard_presets.py"),
                ("the VST3 in DawDreamer", "dawdreamer_bits.py"),
                ("the VST3's stored sessions", "stored_sessions.py"),
            ] {
                report.run(title, &mut python::script(&python, name, &vst3(), &folder));
            }
        }
        Err(error) => report.take(&format!("hosts from PyPI: {error}"), false),
    }
}
