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
use crate::params::{Serial, Settings};

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

    /// How a song is cut on this disc, in a line: every setting that is not the default's, and every option that changes the sound.
    pub fn in_words(&self, serial: Serial) -> String {
        let usual = Automation::constant(Settings::default()).texts();
        let mut words = vec![format!("roentgenizdat {}: disc.serial={serial}", env!("CARGO_PKG_VERSION"))];
        let set = self.automation.texts();
        let other = set.iter().filter(|(id, text)| *id != "disc.serial" && usual.get(*id) != Some(*text));
        words.extend(other.map(|(id, text)| format!("{id}={text}")));
        let mut option = |name: &str, value: Option<String>| {
            words.extend(value.map(|value| format!("--{name} {value}").trim_end().to_string()));
        };
        let Section { from_seconds, to_seconds, rate_hz } = self.section;
        let unless_none = |seconds: f64| (seconds > 0.0).then(|| seconds.to_string());
        option("from", unless_none(from_seconds));
        option("to", to_seconds.map(|to| to.to_string()));
        option("rate", rate_hz.map(|rate| rate.to_string()));
        option("start", unless_none(self.start_seconds));
        option("tempo", self.tempo_bpm.map(|tempo| tempo.to_string()));
        option("generations", (self.generations > 1).then(|| self.generations.to_string()));
        option("picture", self.picture.as_ref().map(|_| "FILE".to_string()));
        for (name, text) in self.finish.texts() {
            // A switch has no value, and another song is no longer known by its name.
            let value = match (name.as_str(), text) {
                ("swap", _) => "FILE".to_string(),
                (_, text) if text == "on" => String::new(),
                (_, text) => text,
            };
            option(&name, Some(value));
        }
        words.join(" ")
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
