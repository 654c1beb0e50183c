//! Roentgenizdat: bone music, as an audio effect and a renderer.
//!
//! A record cut on X-ray film is an object with a number and a history. Everything heard and seen of it is
//! a function of *(serial, turn, angle, plays)*.
//!
//! ```text
//! params  the one table of parameters
//! sync    atomics, as threads hand over
//! disc    what the object is: groove, picture, faults, memory. Pure data.
//! chain   what it sounds like: lathe, film, crackle, warp, wear, pickup, output. Knows no host.
//! preset  text ↔ settings
//! atomic_file  files written whole or not at all, for preset and cli
//! bounded_file files read without waiting and up to a bound, for preset, paint and cli
//! measure instruments: spectra, wow, clicks, a recording against its original
//! paint   pixels of the disc, pictures of one's own
//! tune    a song of the program's own
//! cli     files in, bootlegs out: the program `roentgenizdat`
//! plugin  the host's side without the entry (feature `plugin`)
//! editor  the panel (feature `plugin`)
//! entry   the plugin as hosts find it: the CLAP entry around nice-plug's (feature `plugin`)
//! ```
//!
//! Dependencies point one way: `{sync, params} ← disc ← chain ← preset ← paint ← {cli, plugin ← editor ← entry}`; `measure` and
//! `tune` stand alone.

// For RealtimeSanitizer, which checks functions that say so (docs/reliability.md).
#![cfg_attr(rtsan, feature(sanitize))]

pub mod params;
mod sync;
pub mod disc;
pub mod chain;
pub mod measure;
mod atomic_file;
mod bounded_file;
pub mod preset;
pub mod paint;
#[cfg(any(feature = "cli", feature = "plugin"))]
pub mod tune;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "plugin")]
pub mod plugin;
#[cfg(feature = "plugin")]
pub mod editor;
#[cfg(feature = "plugin")]
mod entry;

#[cfg(feature = "plugin")]
pub use entry::Roentgenizdat;

// Hosts find the CLAP by this symbol; the VST3 and the Audio Unit are wrapped from it.
#[cfg(feature = "plugin")]
pub use entry::clap_entry;
#[cfg(feature = "wrapped")]
clap_wrapper::export_vst3!();
#[cfg(all(feature = "wrapped", target_os = "macos"))]
clap_wrapper::export_auv2!();
