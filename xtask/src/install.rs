//! `cargo xtask install`: the bundles and the VST3's presets, where this user's hosts look for them; the renderer's pages for `man`
//! and its completions.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, run as start};
use crate::system::{self, Missing};
use crate::{Result, bundle, clap, vst3};

/// The renderer, as `cargo install` puts it.
const RENDERER: &str = "roentgenizdat";

/// Builds the bundles, and copies them.
pub fn run(missing: Missing) -> Result<()> {
    build(missing)?;
    let presets = preset_folder()?;
    copy(&bundle::preset_folder(), &presets)?;
    println!("installed {}", presets.display());
    for (bundle, folder) in [(clap(), clap_folder()?), (vst3(), vst3_folder()?)] {
        let to = folder.join(bundle.file_name().ok_or("a bundle without a name")?);
        copy(&bundle, &to)?;
        println!("installed {}", to.display());
    }
    if cfg!(unix) { for_shells() } else { Ok(()) }
}

/// The pages for `man` of the renderer that is installed, and what shells complete by, where they look for a user's own.
fn for_shells() -> Result<()> {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let data = match data {
        Some(data) => data,
        None => home()?.join(".local/share"),
    };
    let pages = data.join("man/man1");
    let told = Command::new(RENDERER).arg("man").arg(&pages).output();
    if told.is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        println!(
            "the renderer is not installed, so no pages for man and no completions of it: README.md tells how"
        );
        return Ok(());
    }
    println!("installed {}", pages.display());
    for (shell, file) in [
        ("bash", "bash-completion/completions/roentgenizdat"),
        ("fish", "fish/vendor_completions.d/roentgenizdat.fish"),
        ("zsh", "zsh/site-functions/_roentgenizdat"),
    ] {
        let to = data.join(file);
        let script = Command::new(RENDERER).args(["completions", shell]).output()?;
        fs::create_dir_all(to.parent().ok_or("no folder to write to")?)?;
        fs::write(&to, script.stdout).map_err(|error| format!("{}: {error}", to.display()))?;
        println!("installed {}", to.display());
    }
    Ok(())
}

/// Builds the release bundles.
pub fn build(missing: Missing) -> Result<()> {
    system::require(system::BUILD, missing)?;
    println!("building the bundles (some minutes the first time)");
    start(cargo().args(["xtask", "bundle", "roentgenizdat", "--release"]))
}

/// Where the bundles go, for people to read.
pub fn folders() -> Result<[PathBuf; 2]> {
    Ok([clap_folder()?, vst3_folder()?])
}

fn clap_folder() -> Result<PathBuf> {
    Ok(match std::env::consts::OS {
        "macos" => home()?.join("Library/Audio/Plug-Ins/CLAP"),
        "windows" => local()?.join("CLAP"),
        _ => home()?.join(".clap"),
    })
}

fn vst3_folder() -> Result<PathBuf> {
    Ok(match std::env::consts::OS {
        "macos" => home()?.join("Library/Audio/Plug-Ins/VST3"),
        "windows" => local()?.join("VST3"),
        _ => home()?.join(".vst3"),
    })
}

/// By maker and plugin, as VST3 has it. What is in it is the program's; users save beside it.
fn preset_folder() -> Result<PathBuf> {
    let presets = match std::env::consts::OS {
        "macos" => home()?.join("Library/Audio/Presets"),
        "windows" => home()?.join("Documents/VST3 Presets"),
        _ => home()?.join(".vst3/presets"),
    };
    Ok(presets.join("Roentgenizdat/Roentgenizdat/Factory"))
}

fn home() -> Result<PathBuf> {
    std::env::home_dir().ok_or_else(|| "no home folder".into())
}

/// Windows keeps a user's own plugins here.
fn local() -> Result<PathBuf> {
    let data = std::env::var_os("LOCALAPPDATA").ok_or("LOCALAPPDATA is not set")?;
    Ok(PathBuf::from(data).join("Programs").join("Common"))
}

/// Puts a copy of a file or a folder in place of what was there, which stays until the copy is whole. What a host has open is moved
/// out of the way by name only, never overwritten under it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let name = to.file_name().ok_or("no name to copy to")?.to_string_lossy();
    let fresh = to.with_file_name(format!(".{name}.new"));
    remove(&fresh)?;
    copy_into(from, &fresh)?;
    remove(to)?;
    fs::rename(&fresh, to).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(())
}

fn remove(what: &Path) -> Result<()> {
    if what.is_dir() {
        fs::remove_dir_all(what)?;
    } else if what.exists() {
        fs::remove_file(what)?;
    }
    Ok(())
}

fn copy_into(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy_into(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from, to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    Ok(())
}
