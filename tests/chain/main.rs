//! What the chain sounds like, measured: one file for each stage, the laws of the whole, the default preset, every
//! preset, and the bits.

mod common;

mod crackle;
mod film;
mod golden;
mod lathe;
mod laws;
mod leningrad;
mod pickup;
mod perform;
mod presets_sound;
mod quality;
mod serial;
mod source;
mod warp;
mod wear;
