//! A session: what a host stores of an instance, and how it comes back.
//!
//! ```text
//! fields      what is kept beside the parameters: the disc's memory and whose it is, the panel's size (the picture: `plugin/picture.rs`)
//! bytes       a session's bytes; a preset as a session that holds settings only
//! migrations  what older versions stored otherwise
//! sanitize    damaged or foreign: what can be loaded is, what was not is said
//! ```

pub mod bytes;
mod fields;
mod migrations;
mod sanitize;

pub use fields::{
    LEARNT_FOR, LearntFor, MAX_PANEL_SIDE, MEMORY, MEMORY_SERIAL, MIN_PANEL_SIZE, PANEL, PANEL_SIZE, PICTURE,
    PanelSize, PersistedMemory, PersistedMemorySerial,
};
pub use sanitize::sanitize;
