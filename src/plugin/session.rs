//! A session: what a host stores of an instance, and how it comes back.
//!
//! ```text
//! fields      what is kept beside the parameters: the disc's memory and whose it is, the panel's size
//! bytes       a session's bytes; a preset as a session that holds settings only
//! migrations  what older versions stored otherwise
//! sanitize    damaged or foreign: what can be loaded is, what was not is said
//! ```

pub mod bytes;
mod fields;
mod migrations;
mod sanitize;

pub use fields::{PANEL_SIZE, PanelSize, PersistedMemory, PersistedMemorySerial};
pub use sanitize::sanitize;
use sanitize::{CONTENT_FIELD, SETTINGS_ONLY, value_of};

/// Names of the fields beside the parameters. Frozen: sessions are stored under them.
pub const MEMORY: &str = "memory";
/// See [`MEMORY`].
pub const MEMORY_SERIAL: &str = "memory_serial";
/// See [`MEMORY`].
pub const PICTURE: &str = "picture";
/// See [`MEMORY`].
pub const PANEL: &str = "panel";
