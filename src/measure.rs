//! Measuring: what a sound engineer would read off instruments, of our sound or of any recording.
//!
//! ```text
//! samples ─ spectrum ─ levels, bands, tones, slopes
//!         ─ tone ───── where a test tone is, and how fast it runs
//!         ─ wow ────── speed over time, as a wow & flutter meter weighs it
//!         ─ clicks ─── what a restorer's detector finds
//!         ─ impulses ─ the same as counted on real transfers, and those that are no music
//!         ─ compare ── against the clean original: delay, speed, response (energy), what is left
//! ```
//!
//! Nothing here knows the model's formulas: the tests hold the chain to its numbers with these instruments, and
//! `roentgenizdat measure` reads recordings with them (`cli/reading.rs`, `cli/fit.rs`).

pub mod clicks;
pub mod compare;
pub mod energy;
mod follow;
pub mod impulses;
pub mod left;
pub mod offset;
mod predictor;
pub mod spectrum;
pub mod speed;
pub mod tone;
pub mod wow;
