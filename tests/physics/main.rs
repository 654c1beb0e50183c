//! The physics of each stage, T1.1 to T9.5, measured at 44.1, 48 and 96 kHz with instruments that know nothing of the model.
//!
//! Every figure held to a law is printed; `cargo xtask measure` gathers them into `docs/measured.md`.

#[path = "../common/mod.rs"]
mod common;

mod crackle;
mod curves;
mod events;
mod film;
mod groove;
mod lathe;
mod passes;
mod pickup;
mod rings;
mod surface;
mod unsteady;
mod warp;
mod wear;
mod whole;
