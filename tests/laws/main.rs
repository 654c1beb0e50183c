//! What must hold of the whole chain: its laws, its qualities, what is performed on it, the default preset, every preset as
//! text and as sound. The physics of each stage is in `tests/physics/`, the bits are in `tests/golden/list.txt`.

#[path = "../common/mod.rs"]
mod common;

mod bits;
mod bounds;
mod brake;
mod latency;
mod leningrad;
mod needle;
mod perform;
mod presets;
mod presets_sound;
mod programmes;
mod quality;
mod serial;
mod source;
mod stages;
mod swapped;
mod tracks;
mod turns;
