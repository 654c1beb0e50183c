//! The layout of preset files: its number and the keys at the head.

/// The layout of the files; raised when an old file would be read wrongly.
pub const SCHEMA: i64 = 1;
/// The keys before the first table.
pub(super) const HEAD: [&str; 4] = ["name", "category", "note", "schema"];
