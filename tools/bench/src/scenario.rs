//! What is played: at 48 kHz, in stereo, in blocks of 64 frames.

use std::hint::black_box;
use std::sync::Arc;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Channels, Motion, PARAMETERS, Quality, Serial, Settings};
use roentgenizdat::preset::Preset;

use crate::Result;

const RATE_HZ: f64 = 48_000.0;
/// Frames in a block, and blocks in a round. What happens happens once a round.
pub const BLOCK: usize = 64;
pub const ROUND_BLOCKS: usize = 16;
/// Rounds before anything happens: what starts up is over by then.
const SETTLE_ROUNDS: usize = 20;
/// Serial numbers of the discs.
const SERIALS: [u32; 2] = [1953, 4044];

/// Something to play.
pub struct Scenario {
    /// Its name.
    pub name: &'static str,
    /// In a few words.
    pub about: &'static str,
    /// What plays on beside what happens once a round; none where a frame is counted.
    pub beside: Option<&'static str>,
    settings: fn() -> Settings,
    is_silent: bool,
    /// Before every block, and once a round.
    every_block: fn(&mut Stage),
    happens: fn(&mut Stage),
}

/// The chain, and what is needed to disturb it.
struct Stage {
    chain: Chain,
    settings: Settings,
    other: Settings,
    discs: [Arc<Disc>; 2],
    /// Of blocks, since the beginning.
    played: usize,
    at: i64,
}

const STEADY: Scenario = Scenario {
    name: "",
    about: "a frame",
    beside: None,
    settings: Settings::default,
    is_silent: false,
    every_block: |_| (),
    happens: |_| (),
};
const EVENT: Scenario = Scenario { about: "once, beyond playing on", beside: Some("default"), ..STEADY };

/// All of them. What is told from another comes behind it.
pub const SCENARIOS: &[Scenario] = &[
    Scenario { name: "default", ..STEADY },
    Scenario {
        name: "stereo",
        settings: || Settings { disc_channels: Channels::Stereo, ..Settings::default() },
        ..STEADY
    },
    Scenario {
        name: "eco",
        settings: || Settings { disc_quality: Quality::Eco, ..Settings::default() },
        ..STEADY
    },
    Scenario {
        name: "high",
        settings: || Settings { disc_quality: Quality::High, ..Settings::default() },
        ..STEADY
    },
    Scenario { name: "silence", is_silent: true, ..STEADY },
    Scenario { name: "break-from-an-alley", settings: || preset("break-from-an-alley"), ..STEADY },
    Scenario { name: "mix-on-a-radiola", settings: || preset("mix-on-a-radiola"), ..STEADY },
    Scenario { name: "film-over-the-mix", settings: || preset("film-over-the-mix"), ..STEADY },
    Scenario { name: "start", happens: |stage| stage.chain.reset(), ..EVENT },
    Scenario { name: "seek", happens: Stage::seek, ..EVENT },
    Scenario { name: "serial", happens: Stage::change_disc, ..EVENT },
    Scenario { name: "preset", happens: Stage::change_preset, ..EVENT },
    Scenario {
        name: "automation",
        about: "a frame, all that glides moved before every block",
        every_block: Stage::automate,
        ..STEADY
    },
    Scenario {
        name: "all-at-once",
        about: "disc and place, beyond the automation",
        beside: Some("automation"),
        every_block: Stage::automate,
        happens: |stage| {
            stage.change_disc();
            stage.seek();
        },
        ..EVENT
    },
];

/// The one of this name.
pub fn find(name: &str) -> Result<&'static Scenario> {
    let found = SCENARIOS.iter().find(|scenario| scenario.name == name);
    found.ok_or_else(|| format!("no scenario '{name}'").into())
}

fn preset(slug: &str) -> Settings {
    let mut settings = Settings::default();
    Preset::find(slug).expect("a factory preset").apply(&mut settings);
    settings
}

impl Scenario {
    /// Plays so many rounds.
    pub fn play(&self, rounds: usize) {
        let disc = |serial: u32| {
            Arc::new(Disc::new(Recipe::new(Serial::new(serial).unwrap_or(Serial::DEFAULT), 230.0)))
        };
        let discs = SERIALS.map(disc);
        let settings = (self.settings)();
        let mut chain = Chain::new(discs[0].clone(), Arc::default(), RATE_HZ);
        chain.set(&settings);
        let mut stage = Stage { chain, settings, other: preset("radiola-late"), discs, played: 0, at: 0 };
        for round in 0..SETTLE_ROUNDS + rounds {
            for block in 0..ROUND_BLOCKS {
                if block == 0 && round >= SETTLE_ROUNDS {
                    (self.happens)(&mut stage);
                }
                (self.every_block)(&mut stage);
                stage.play_block(self.is_silent);
            }
        }
    }
}

impl Stage {
    fn play_block(&mut self, is_silent: bool) {
        let mut channels = [[0.0f32; BLOCK]; 2];
        if !is_silent {
            for (n, sample) in channels[0].iter_mut().enumerate() {
                *sample = song(self.played * BLOCK + n);
            }
            channels[1] = channels[0];
        }
        let [left, right] = &mut channels;
        self.chain.process(&mut [left, right], TransportState::Rolling(self.at));
        self.played += 1;
        self.at += BLOCK as i64;
        if let Some(retired) = self.chain.control().take_retired() {
            drop(black_box(retired));
        }
        black_box(&channels);
    }

    fn seek(&mut self) {
        self.at = (self.at + 5 * RATE_HZ as i64 + 7) % (150 * RATE_HZ as i64);
    }

    fn change_disc(&mut self) {
        self.discs.swap(0, 1);
        self.chain.control().change_disc(self.discs[0].clone());
    }

    fn change_preset(&mut self) {
        std::mem::swap(&mut self.settings, &mut self.other);
        self.chain.set(&self.settings);
    }

    /// Every number that glides, moved by a hundredth of its range.
    fn automate(&mut self) {
        let up = if self.played.is_multiple_of(2) { 1.0 } else { -1.0 };
        for row in PARAMETERS.iter().filter(|row| row.motion == Motion::Glide) {
            let (min, max) = row.range();
            let value = (row.get)(&self.settings) + up * 0.01 * (max - min);
            (row.set)(&mut self.settings, value.clamp(min, max));
        }
        self.chain.set(&self.settings);
    }
}

/// Music, roughly: saws of 220 Hz, 440 Hz and 2.8 kHz, with peaks of 0.21.
fn song(n: usize) -> f32 {
    let wave = |period: usize| (n % period) as f32 / period as f32 * 2.0 - 1.0;
    0.1 * wave(218) + 0.08 * wave(109) + 0.03 * wave(17)
}
