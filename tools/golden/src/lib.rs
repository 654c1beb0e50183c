//! The golden list: what every preset, every parameter, every film and the tune come to, to the bit.
//!
//! ```text
//! audio PRESET RATE CHANNELS    SCENE=HASH …   a preset in six scenes
//! parameter ID RATE CHANNELS    VALUE=HASH …   a parameter turned to its ends, on a used disc
//! picture FILM SERIAL           VIEW=HASH …    a disc as it is seen
//! events RATE CHANNELS          EVENT=HASH …   what happens seldom
//! tune RATE                     whole=HASH     the project's own tune
//! ```
//!
//! Sound is the same on every machine; pictures and the tune take the system's mathematics, and are the same where that is.

#![forbid(unsafe_code)]

pub mod compare;
pub mod discs;
pub mod events;
pub mod fnv;
pub mod pictures;
pub mod programme;
pub mod scenes;
pub mod take;

use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use roentgenizdat::params::{Channels, Kind, PARAMETERS, Parameter, Serial, Settings};
use roentgenizdat::preset::{FACTORY, Factory, Preset, PresetError};

use discs::Discs;
use fnv::Fnv;
use scenes::SCENES;
use take::Deck;

/// Rates of the presets, and the one of the parameters.
const RATES_HZ: [u32; 4] = [44_100, 48_000, 96_000, 192_000];
const RATE_HZ: u32 = 48_000;
/// Length of a scene.
const TAKE_S: f64 = 0.4;
/// Numbers of the discs that are seen.
const SEEN: [u64; 2] = [1953, 4044];

/// One line of the list, not worked out yet.
#[derive(Clone, Copy)]
pub enum Item {
    /// A preset, the rate, the channels.
    Audio(&'static Factory, u32, Channels),
    /// A parameter.
    Turned(&'static Parameter),
    /// A film: its value, its id, the disc's number.
    Picture(f32, &'static str, u64),
    /// What happens seldom, at a rate.
    Events(u32),
    /// The tune.
    Tune,
}

/// Every line there is, in order.
pub fn items() -> Vec<Item> {
    let rates = |factory: &'static Factory| {
        RATES_HZ.into_iter().flat_map(move |rate_hz| {
            [Channels::Mono, Channels::Stereo].map(|channels| Item::Audio(factory, rate_hz, channels))
        })
    };
    let mut items: Vec<Item> = FACTORY.iter().flat_map(rates).collect();
    // Another number is another disc: that is what the pictures and presets are for.
    items.extend(PARAMETERS.iter().filter(|row| !row.is_rolled_at_birth).map(Item::Turned));
    if let Some(Kind::Choice(films)) = Settings::parameter("film_picture").map(|parameter| parameter.kind) {
        let films = films.iter().enumerate();
        items.extend(films.flat_map(|(n, film)| SEEN.map(|serial| Item::Picture(n as f32, film.id, serial))));
    }
    items.extend(RATES_HZ.map(Item::Events));
    items.push(Item::Tune);
    items
}

impl Item {
    /// What the line is called.
    pub fn name(&self) -> String {
        match self {
            Self::Audio(factory, rate_hz, Channels::Mono) => {
                format!("audio {} {rate_hz} mono", factory.slug)
            }
            Self::Audio(factory, rate_hz, Channels::Stereo) => {
                format!("audio {} {rate_hz} stereo", factory.slug)
            }
            Self::Turned(parameter) => format!("parameter {} {RATE_HZ} stereo", parameter.id),
            Self::Picture(_, film, serial) => format!("picture {film} {serial:04}"),
            Self::Events(rate_hz) => format!("events {rate_hz} stereo"),
            Self::Tune => format!("tune {RATE_HZ}"),
        }
    }

    /// The line.
    ///
    /// # Errors
    ///
    /// [`PresetError`] where a preset cannot be read.
    pub fn line(&self, discs: &Discs) -> Result<String, PresetError> {
        let hashes: Vec<(String, Fnv)> = match *self {
            Self::Audio(factory, rate_hz, channels) => {
                let settings = *Preset::parse(factory.text)?.settings();
                // Its disc goes by its name, so that a preset more moves no other's line.
                let mut name = Fnv::default();
                name.bytes(factory.slug.as_bytes());
                let serial = Serial::wrapping(name.get());
                let deck = deck(settings, serial, rate_hz, channels);
                SCENES.iter().map(|scene| (scene.name.to_string(), scene.play(discs, &deck))).collect()
            }
            Self::Turned(parameter) => {
                let serial = Serial::wrapping(1953);
                scenes::turned(
                    discs,
                    parameter,
                    &deck(Settings::default(), serial, RATE_HZ, Channels::Stereo),
                )
            }
            Self::Picture(film, _, serial) => pictures::views(discs, film, Serial::wrapping(serial)),
            Self::Events(rate_hz) => {
                let serial = Serial::wrapping(1953);
                events::events(discs, &deck(Settings::default(), serial, rate_hz, Channels::Stereo))
            }
            Self::Tune => pictures::tune(),
        };
        let words = hashes.iter().map(|(name, fnv)| format!(" {name}={:08x}", fnv.folded()));
        Ok(self.name() + &words.collect::<String>())
    }
}

fn deck(mut settings: Settings, serial: Serial, rate_hz: u32, channels: Channels) -> Deck {
    settings.disc_channels = channels;
    let inputs = if channels == Channels::Stereo { 2 } else { 1 };
    Deck {
        settings,
        serial,
        sample_rate_hz: f64::from(rate_hz),
        channels: inputs,
        seconds: TAKE_S,
        is_garbage: false,
        is_used: false,
    }
}

/// The lines of these items, in their order, worked out by all cores.
///
/// # Errors
///
/// [`PresetError`] where a preset cannot be read.
pub fn lines(items: &[Item]) -> Result<Vec<String>, PresetError> {
    let discs = Discs::default();
    let slots: Vec<OnceLock<Result<String, PresetError>>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(n) = Some(next.fetch_add(1, Relaxed)).filter(|n| *n < items.len()) {
            slots[n].get_or_init(|| items[n].line(&discs));
        }
    };
    thread::scope(|scope| {
        for _ in 1..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
        work();
    });
    slots.into_iter().filter_map(OnceLock::into_inner).collect()
}
