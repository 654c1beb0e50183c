//! What is frozen: names that sessions and automation are stored under, and files that older builds have written.
//!
//! What sessions sound like is held in `tests/host/stored.rs`, what presets sound like in `tests/golden/list.txt`.

#[path = "../common/mod.rs"]
mod common;
mod containment;
mod directions;
mod neutral;
mod frozen_ids;
mod old_files;
mod parameters_page;
mod pictures;
