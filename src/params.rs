//! The one table of parameters, and everything that follows from a row of it.
//!
//! ```text
//! table      a row for each parameter: every fact about it, once
//! parameter  what a row can say: range, host flags, how it moves, what condition does to it, where it is shown
//! value      the types a row's field can have, and the walk over all rows with their types
//! choice     the named values of those that are choices
//! scale      value ↔ knob
//! text       value ↔ text
//! nearest    what was meant by a name that is not known
//! condition  the one knob that moves the others
//! serial     the number of the disc
//! ```
//!
//! From the table come [`Settings`], the host's parameters, presets, `--set`, the panel's controls, the macro
//! `condition`, what is swapped and what glides, and `docs/parameters.md`. It knows no disc, chain, file or host.

mod table;
mod parameter;
mod value;
mod choice;
mod scale;
mod nearest;
mod text;
pub mod condition;
mod serial;

pub use choice::{
    BeatsPerTurn, Channels, Latency, Listen, MAINS_50_RPM, MAINS_60_RPM, Machine, Needle, OfflineQuality,
    Picture, Player, Quality, Reused, Seam, SourceKind, Speed, Swapped,
};
pub use nearest::allowed_like;
pub use parameter::{
    ConditionEffect, Kind, Motion, Named, PanelPlace, Parameter, Taper, group_title, groups, is_stage,
    preset_rows,
};
pub use serial::{Serial, SerialError};
pub use table::{
    FILM_HISS_OFF_DB, HEARING_HZ, KEEP_LOW_OFF_HZ, LATHE_HUM_OFF_DB, PARAMETERS, PICKUP_HUM_OFF_DB,
    PICKUP_RUMBLE_OFF_DB, Settings, visit_rows,
};
pub use text::{ValueError, ascii};
pub use value::{Choice, RowVisitor, Value};
