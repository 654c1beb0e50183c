//! What the stages are built from; none of it knows what a record is.

pub mod math;
pub mod section;
pub mod cascade;
pub mod value_noise;
pub mod ramp;
pub mod harmonics;
pub mod delay_line;
