//! The entry: the plugin as nice-plug has it, and our own CLAP entry around nice-plug's. The VST3 and the Audio Unit, which are
//! wrapped from the CLAP, come through here too.
//!
//! ```text
//! host ─▶ factory ─▶ callbacks ─▶ nice-plug ─▶ plugin ─▶ Processor
//!                     │ instance: what a host holds
//!                     ├ block, buffers      as many channels as the layout has, whatever came
//!                     ├ host_proxy, notices the host as nice-plug sees it; what it is told
//!                     ├ events, params      whole numbers for stepped values; events that lie past the block
//!                     ├ state_context       a preset leaves the disc alone, a project keeps it
//!                     ├ discovery, preset_load   presets in the host's browser
//!                     ├ gui, menu           the panel's window, the host's menu for a parameter
//!                     └ state, stream       sessions, of a host's streams
//! ```
//!
//! It does what the framework leaves open, and drops calls on a foreign thread, where the framework would panic across the
//! border and take the host down. Nearly all of the crate's unsafe code is here.

#![allow(unsafe_code)]
#![deny(clippy::undocumented_unsafe_blocks)]

mod block;
mod buffers;
mod descriptor;
mod discovery;
mod events;
mod factory;
mod gui;
mod host_proxy;
mod instance;
mod callbacks;
mod menu;
mod notices;
mod params;
mod plugin;
mod preset_load;
mod remote_controls;
mod state;
mod state_context;
mod stream;

pub use factory::clap_entry;
pub use plugin::Roentgenizdat;
