//! What is to be cut: one song and its place, and what all songs of a run share.

use std::path::PathBuf;
use std::sync::Arc;

use super::automation::Automation;
use super::encode::Bits;
use super::finish::Finish;
use crate::disc::imported::Imported;
use crate::params::Serial;

/// One song to cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What is read.
    pub input: PathBuf,
    /// What is written.
    pub output: PathBuf,
    /// On which disc.
    pub serial: Serial,
}

/// What all songs of a run share.
pub struct Plan {
    /// How they are set.
    pub automation: Automation,
    /// Where on the disc each begins.
    pub start_seconds: f64,
    /// Their tempo, for a disc that turns with it.
    pub tempo_bpm: Option<f64>,
    /// Copies of copies.
    pub generations: u32,
    /// What is done around the cut.
    pub finish: Finish,
    /// The picture of one's own, for `film_picture` *imported*.
    pub picture: Option<Arc<Imported>>,
    /// How samples are written.
    pub bits: Bits,
    /// Replace what is there.
    pub force: bool,
}
