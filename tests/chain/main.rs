//! What must hold of the whole chain: its laws, its qualities, what is performed on it, the default preset, every preset,
//! and the bits. The physics of each stage is in `tests/physics/`.

#[path = "../common/mod.rs"]
mod common;

mod golden;
mod latency;
mod laws;
mod leningrad;
mod perform;
mod presets_sound;
mod quality;
mod serial;
mod source;
mod tracks;
