//! What the stages are built from; none of it knows what a record is.

pub(super) mod math;
pub mod section;
pub(super) mod cascade;
pub(super) mod value_noise;
pub mod ramp;
pub mod harmonics;
pub(super) mod kept;
pub(super) mod delay;
pub(super) mod delay_line;
mod interpolation;
