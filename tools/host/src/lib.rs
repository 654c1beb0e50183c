//! An embedded CLAP host, the sound that is played through it, and the sessions that are kept: for `tests/host`, the demo and
//! the window.

#[cfg(target_os = "linux")]
pub mod guard;
mod host;
pub mod memory;
pub mod sessions;
pub mod sound;
pub mod vst3_host;

use std::path::{Path, PathBuf};

pub use host::{Change, Host, ScriptedTransport, Setup, browser, hash};

/// Anything that can go wrong, as one line for people.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Names the plugin that is tried, where it is not the bundle.
pub const CLAP: &str = "ROENTGENIZDAT_CLAP";

/// The plugin that is tried: what [`CLAP`] names, or the bundle.
///
/// # Errors
///
/// If it is not there, with the command that makes it.
pub fn clap() -> Result<PathBuf> {
    let named = std::env::var_os(CLAP).map(PathBuf::from);
    let file = named.unwrap_or_else(|| target_dir().join("bundled/Roentgenizdat.clap"));
    if file.exists() {
        return Ok(file);
    }
    let how = format!("`cargo xtask bundle roentgenizdat --release` makes it, or {CLAP} names another");
    Err(format!("{} is not there: {how}", file.display()).into())
}

/// Where cargo built this program.
pub fn target_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    folder.map_or_else(|| PathBuf::from("target"), Path::to_path_buf)
}
