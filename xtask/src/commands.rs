//! The commands that start one tool and no more.

use std::path::Path;
use std::process::Command;

use crate::steps::{CORE, cargo, counting_tool, run, tool};
use crate::system::{self, Missing};
use crate::{Result, bundle, install, target_dir};

/// `cargo xtask demo [SONG]`: builds, and plays.
pub fn demo(song: Option<&Path>, missing: Missing) -> Result<()> {
    system::require(system::BUILD, missing)?;
    // Before the longer build: a song that cannot be read should be known at once.
    if let Some(song) = song {
        run(tool("demo").arg("--check").arg(song))?;
    }
    install::build(missing)?;
    run(tool("demo").args(song))?;
    let [clap, vst3] = install::folders()?;
    println!("The plugin (CLAP and VST3) is in {}.", target_dir().join("bundled").display());
    println!("`cargo xtask install` puts it into {} and {}.", clap.display(), vst3.display());
    Ok(())
}

/// `cargo xtask checks [FILE [NAME]]`: the tests in the embedded host whose name holds this.
pub fn checks(file: Option<&Path>, name: &str) -> Result<()> {
    let mut tests = cargo();
    tests.arg("test").args(CORE).args(["--test", "host", "--", name]);
    if let Some(file) = file {
        tests.env("ROENTGENIZDAT_CLAP", file);
    }
    run(&mut tests)
}

/// `cargo xtask bench [--keep]`.
pub fn bench(args: &[&str], missing: Missing) -> Result<()> {
    system::require(system::COUNT, missing)?;
    run(counting_tool().args(args))
}

/// `cargo xtask measure`.
pub fn measure() -> Result<()> {
    run(&mut tool("measure"))
}

/// `cargo xtask pictures`.
pub fn pictures() -> Result<()> {
    run(tool("docs").arg("pictures"))
}

/// `cargo xtask reliability [NAME…]`: what needs the bundle finds it anew.
pub fn reliability(names: &[&str], missing: Missing) -> Result<()> {
    install::build(missing)?;
    run(tool("docs").arg("reliability").args(names))
}

/// `cargo xtask listening`.
pub fn listening() -> Result<()> {
    run(tool("docs").arg("listening").arg(target_dir().join("demo")))
}

/// `cargo xtask presets`: the page, and the files, which come with the bundles.
pub fn presets(missing: Missing) -> Result<()> {
    run(tool("docs").arg("presets"))?;
    install::build(missing)?;
    println!("and as .vstpreset files in {}", bundle::preset_folder().display());
    Ok(())
}

/// `cargo xtask sessions`.
pub fn sessions() -> Result<()> {
    run(&mut tool("embedded-host"))
}

/// `cargo xtask panel`: the panel as a program of its own, with the framework's standalone host.
pub fn panel(missing: Missing) -> Result<()> {
    system::require(system::BUILD, missing)?;
    system::require(system::STANDALONE, missing)?;
    run(cargo().args(["build", "--release", "--example", "panel", "--features", "standalone"]))?;
    // How it is closed is the user's affair.
    Command::new(target_dir().join("release/examples/panel")).status()?;
    Ok(())
}

/// `cargo xtask window [PICTURE]`.
pub fn window(picture: Option<&Path>, missing: Missing) -> Result<()> {
    system::require(system::SCREEN, missing)?;
    install::build(missing)?;
    run(tool("window").args(picture))
}
