//! What the plots are made from: a chain with a disc on it, and signals.

use std::f64::consts::TAU;
use std::sync::{Arc, LazyLock};

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Needle, Player, Serial, Settings, SourceKind};

/// Samples a second of every plot.
pub const RATE_HZ: f64 = 48_000.0;
/// The groove velocity of digital full scale, in cm/s.
pub const FULL_SCALE_CM_S: f64 = 31.85;

static DISC: LazyLock<Option<Arc<Disc>>> =
    LazyLock::new(|| Serial::new(1953).ok().map(|serial| Arc::new(Disc::new(Recipe::new(serial, 230.0)))));

/// *1950s Leningrad bootleg*, always playing, its level as the groove gives it.
pub fn leningrad() -> Settings {
    Settings { disc_needle: Needle::Always, level_match: false, ..Settings::default() }
}

/// The same through the modern player, without a source: what is in the groove.
pub fn groove() -> Settings {
    let source_kind = SourceKind::Direct;
    Settings { pickup_player: Player::Modern, pickup_tone: 16_000.0, source_kind, ..leningrad() }
}

/// Without hiss, crackle, hum and rumble.
pub fn clean(settings: Settings) -> Settings {
    let quiet =
        Settings { film_on: false, crackle_on: false, lathe_hum: -80.0, pickup_rumble: -80.0, ..settings };
    Settings { source_kind: SourceKind::Direct, ..quiet }
}

/// Plays a song from a moment of the side, in seconds.
pub fn play(settings: &Settings, song: &[f32], from_s: f64) -> Vec<f32> {
    let mut out = song.to_vec();
    let Some(disc) = DISC.clone() else { return out };
    let mut chain = Chain::new(disc, Arc::new(Memory::default()), RATE_HZ);
    chain.set(settings);
    chain.process(&mut [&mut out], TransportState::Rolling((from_s * RATE_HZ) as i64));
    out
}

/// Plays a song from its beginning while settings are drawn over it: `at` gives them for a share of the song.
pub fn play_drawn(song: &[f32], at: impl Fn(f64) -> Settings) -> Vec<f32> {
    let mut out = song.to_vec();
    let Some(disc) = DISC.clone() else { return out };
    let mut chain = Chain::new(disc, Arc::new(Memory::default()), RATE_HZ);
    for (n, block) in out.chunks_mut(512).enumerate() {
        chain.set(&at(n as f64 * 512.0 / song.len() as f64));
        chain.process(&mut [block], TransportState::Rolling(n as i64 * 512));
    }
    out
}

/// A sine; its amplitude is a velocity in cm/s.
pub fn sine(f_hz: f64, cm_s: f64, seconds: f64) -> Vec<f32> {
    let amplitude = cm_s / FULL_SCALE_CM_S;
    let frames = (seconds * RATE_HZ) as usize;
    (0..frames).map(|i| (amplitude * (TAU * f_hz * i as f64 / RATE_HZ).sin()) as f32).collect()
}

/// Silence.
pub fn silence(seconds: f64) -> Vec<f32> {
    vec![0.0; (seconds * RATE_HZ) as usize]
}
