//! What is to be cut: one song and its place, and what all songs of a run share.

use std::path::PathBuf;
use std::sync::Arc;

use super::automation::Automation;
use super::cut::CutOptions;
use super::decode::Damage;
use super::encode::Bits;
use super::finish::Finish;
use super::section::Section;
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
    /// What of each song is cut, and at what rate.
    pub section: Section,
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
    /// How samples are written, and whether those of 16 bits are dithered.
    pub bits: Bits,
    /// See [`Plan::bits`].
    pub dithers: bool,
    /// Whether what files say of their songs is carried over, and how they were cut is added.
    pub has_tags: bool,
    /// Whether damage in a song is passed over.
    pub damage: Damage,
    /// Replace what is there.
    pub force: bool,
}

impl Plan {
    /// Whether something is asked for that has to know all of a song before.
    pub fn needs_whole(&self) -> bool {
        self.generations > 1 || self.finish.true_speed || self.finish.swap.is_some()
    }

    /// What is cut, and how, on this disc.
    pub fn options(&self, serial: Serial) -> CutOptions {
        CutOptions {
            automation: self.automation.clone().on_disc(serial),
            start_seconds: self.start_seconds,
            tempo_bpm: self.tempo_bpm,
            picture: self.picture.clone(),
        }
    }
}
