//! The renderer: files in, bootlegs out. The same chain as in the plugin, hence the same bits.
//!
//! ```text
//! file, stdin ─ decode ─ blocks ─ cut ─ blocks ─ encode ─ destination ─ file, stdout      (`render`)
//!                                  │
//!                     preset, automation, serial, start
//! ```
//!
//! `finish` is what is done to a song around the cut: the edges of the side, another cut's swap, the lathe's true speed, loudness.
//! `chart` draws what playing does to a song; `demo` puts all of it in a folder, with `crate::tune` for those who have no song at
//! hand. `reading` and `fit` measure recordings; `many` cuts whole folders, with a `manifest`. The program is
//! `src/bin/roentgenizdat/`.

pub mod error;
pub mod audio;
pub mod decode;
pub mod encode;
pub mod destination;
pub mod automation;
pub mod option_values;
pub mod cut;
pub mod chart;
mod loudness;
pub mod finish;
pub mod demo;
pub mod reading;
pub mod fit;
pub mod plan;
pub mod render;
pub mod section;
pub mod tags;
pub mod manifest;
pub mod many;
