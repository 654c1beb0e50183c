//! `cargo xtask bundle`: nice-plug's own; and beside the VST3's library what hosts read without loading it, and the presets as
//! files of VST3's own kind (`tools/vst3`).

use std::path::PathBuf;

use crate::steps::{run as start, tool};
use crate::{Result, clap, target_dir, vst3};

/// Bundles with nice-plug's own options, and adds to what came out.
pub fn run(args: &[String]) -> Result<()> {
    let mut args = args.to_vec();
    if !args.iter().any(|word| word.starts_with("--features")) {
        // The renderer's decoders and command line are no part of a plugin.
        args.extend(["--no-default-features", "--features", "wrapped"].map(str::to_string));
    }
    nice_plug_xtask::main_with_args("cargo xtask", args.clone())?;
    if !vst3().is_dir() {
        return Ok(());
    }
    start(tool("vst3-files").arg("resources").arg(vst3()))?;
    if cfg!(target_os = "macos") {
        // What was signed has changed.
        let here = nice_plug_xtask::CompilationTarget::MacOS(nice_plug_xtask::Architecture::AArch64);
        nice_plug_xtask::maybe_codesign(&vst3(), here);
    }
    // The presets are asked of the plugin itself, which must be one that runs here.
    if !args.iter().any(|word| word.starts_with("--target")) {
        start(tool("vst3-files").arg("presets").arg(clap()).arg(preset_folder()))?;
    }
    Ok(())
}

/// Where the VST3's presets are built.
pub fn preset_folder() -> PathBuf {
    target_dir().join("bundled/presets")
}
