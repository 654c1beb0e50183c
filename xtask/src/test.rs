//! `cargo xtask test`: everything that must hold, in the order in which it is cheapest to fail.
//!
//! The core is built and tested without the plugin first, so nothing in it leans on a host; what is measured there is
//! not measured again with the plugin, which has the same chain. The bundles are built beside the tests. No step may run
//! fewer tests than `tests/counts.toml` has for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::report::Report;
use crate::steps::{CORE, cargo, counting_tool, run as start, tool};
use crate::system::{self, Missing};
use crate::{Result, daws, python, target_dir, vst3};

/// Ends the process where `process` allocates. In all debug builds of the plugin, so that it is built once.
const GUARD: &[&str] = &[
    "-p",
    "roentgenizdat",
    "-p",
    "panel-tests",
    "--no-default-features",
    "--features",
    "roentgenizdat/realtime-guard,roentgenizdat/cli",
];

/// The programs of tests of the core, and what is in them.
const PROGRAMS: [(&str, &str); 7] = [
    ("regression", "names and files of older builds"),
    ("laws", "the laws of the whole chain"),
    ("realtime", "the chain allocates nothing"),
    ("cli", "the renderer from the command line"),
    ("golden", "every preset, parameter, film and the tune, to the bit"),
    ("physics", "each stage, measured"),
    ("fit", "settings found again in recordings"),
];

/// The hosts from PyPI, by their scripts.
const SCRIPTS: [(&str, &str); 5] = [
    ("vst3_class", "the VST3's own description"),
    ("pedalboard_bits", "the VST3 in pedalboard"),
    ("pedalboard_presets", "its presets in pedalboard"),
    ("dawdreamer_bits", "the VST3 in DawDreamer"),
    ("stored_sessions", "the VST3's stored sessions"),
];

/// Runs it all. With `keep`, how many tests ran becomes how many must run.
pub fn run(keep: bool, missing: Missing) -> Result<()> {
    let begun = Instant::now();
    system::require(system::BUILD, missing)?;
    system::require(system::TEST, missing)?;
    let mut report = Report::default();

    let bundles = report.start("bundles", "the CLAP and the VST3, as they are given away", bundle());
    core(&mut report);
    plugin(&mut report);
    style(&mut report);
    report.join(bundles);
    cost(&mut report, missing);
    embedded_host(&mut report);
    foreign_hosts(&mut report, missing);

    report.hold_counts(keep)?;
    println!("\nall of it: {} s", begun.elapsed().as_secs());
    report.finish()
}

/// Only the hosts that are not ours, on the bundle that is there: those from PyPI, and those that take minutes and windows.
pub fn hosts(missing: Missing) -> Result<()> {
    let mut report = Report::default();
    foreign_hosts(&mut report, missing);
    daws::run_all(&mut report, missing);
    report.finish()
}

/// This program again, so that it can run beside the tests.
fn bundle() -> Command {
    let mut command = std::env::current_exe().map_or_else(|_| cargo(), Command::new);
    command.args(["bundle", "roentgenizdat", "--release"]);
    command
}

fn core(report: &mut Report) {
    let build = ["--no-run", "--test", "*"];
    report.run(
        "core",
        "the library without the plugin, its tests",
        cargo().arg("test").args(CORE).args(build),
    );
    let bare = ["check", "-p", "roentgenizdat", "--lib", "--no-default-features"];
    report.run("bare", "the core leans on no decoder and no command line", cargo().args(bare));
    for (program, about) in PROGRAMS {
        report.run(program, about, cargo().arg("test").args(CORE).args(["--test", program]));
    }
    let tools = ["test", "-p", "golden", "-p", "measure", "-p", "vst3-files", "--lib", "--bins"];
    report.run("tools", "unit tests of the tools", cargo().args(tools));
    report.run("xtask", "unit tests of this program", cargo().args(["test", "-p", "xtask"]));
}

/// What the default preset costs, where instructions can be counted.
fn cost(report: &mut Report, missing: Missing) {
    if !cfg!(target_os = "linux") {
        println!("\nwhat the chain costs is not counted: there is no callgrind here");
        return;
    }
    let about = "the default preset costs no more instructions than it did";
    match system::require(system::COUNT, missing) {
        Ok(()) => report.run("cost", about, counting_tool().arg("--check")),
        Err(error) => report.take(&format!("cost: {error}"), false),
    }
}

/// Without the VST3's C++, which the bundle has.
fn plugin(report: &mut Report) {
    let mut units = cargo();
    report.run(
        "units",
        "unit tests of the library, with the plugin",
        units.arg("test").args(GUARD).arg("--lib"),
    );
    let mut panel = cargo();
    report.run(
        "panel",
        "the panel under a user's hands",
        panel.arg("test").args(GUARD).args(["--test", "panel"]),
    );
}

fn style(report: &mut Report) {
    let plain =
        ["--workspace", "--no-default-features", "--features", "roentgenizdat/plugin,roentgenizdat/cli"];
    let strict = ["--all-targets", "--", "-D", "warnings"];
    report.run("clippy", "no warnings", cargo().arg("clippy").args(plain).args(strict));
    report.run("rustfmt", "formatted", cargo().args(["fmt", "--all", "--check"]));
    let all = ["--no-deps", "--document-private-items"];
    let mut doc = cargo();
    report.run(
        "rustdoc",
        "documented",
        doc.arg("doc").args(plain).args(all).env("RUSTDOCFLAGS", "-D warnings"),
    );
    // Not installed for this: building it takes minutes, and it asks the registry.
    if cargo().args(["deny", "--version"]).output().is_ok_and(|known| known.status.success()) {
        let asked = ["deny", "check", "licenses", "bans", "sources"];
        report.run("deny", "licences and sources of what is built in", cargo().args(asked));
    } else {
        println!("licences are not checked: `cargo install cargo-deny` would");
    }
}

/// The bundle, and then a build that ends where `process` allocates.
fn embedded_host(report: &mut Report) {
    let host = || {
        let mut command = cargo();
        command.arg("test").args(CORE).args(["--test", "host", "--"]);
        command
    };
    report.run(
        "host",
        "the CLAP in our own host",
        host().args(["--skip", "system_calls", "--skip", "memory"]),
    );
    if cfg!(target_os = "linux") {
        let about = "what it leaves in memory, and what it asks of the system while it plays";
        report.run("host_linux", about, host().args(["system_calls", "memory"]));
    }
    match guarded() {
        Ok(file) => {
            // One after the other: the last name that is printed is the one that ended the process.
            let mut checks = host();
            checks.args([
                "--test-threads",
                "1",
                "--skip",
                "offline",
                "--skip",
                "minutes",
                "--skip",
                "system_calls",
                "--skip",
                "memory",
            ]);
            checks.env("ROENTGENIZDAT_CLAP", file);
            // The framework's log there is long and about the host's manners; a crash is at its end.
            let log = target_dir().join("guarded.log");
            println!("\n(log in {})", log.display());
            if let Ok(log) = fs::File::create(log) {
                checks.stderr(log);
            }
            report.run("guarded_host", "process allocates nothing", &mut checks);
        }
        Err(error) => report.take(&format!("a build that ends on allocation: {error}"), false),
    }
}

/// Builds it, of the same packages as its tests, and lays it aside: the next build of the core takes its place.
fn guarded() -> Result<PathBuf> {
    start(cargo().arg("build").args(GUARD).arg("--lib"))?;
    let name = format!("{}roentgenizdat{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let file = std::path::absolute(target_dir().join("guarded.clap"))?;
    fs::copy(target_dir().join("debug").join(name), &file)?;
    Ok(file)
}

fn foreign_hosts(report: &mut Report, missing: Missing) {
    println!("\n== hosts from PyPI");
    let folder = target_dir().join("hosts");
    match prepare(&folder, missing) {
        Ok(python) => {
            for (name, about) in SCRIPTS {
                let script = format!("{name}.py");
                report.run(name, about, &mut python::script(&python, &script, &vst3(), &folder));
            }
        }
        Err(error) => report.take(&format!("hosts from PyPI: {error}"), false),
    }
}

fn prepare(folder: &Path, missing: Missing) -> Result<PathBuf> {
    start(tool("vst3-files").arg("references").arg(folder))?;
    python::interpreter(missing)
}
