//! Every factory preset on three programmes: it is about as loud as what goes in, never overshoots, keeps its noise below the song,
//! and is no other's twin. `cargo xtask presets` puts the figures into `docs/presets.md`.

use std::sync::Arc;

use crate::common::*;
use crate::programmes::{Song, hard, lufs, modern, old, true_peak_dbtp};
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::chain::wear_law::WearLaw;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::measure::impulses::{IN_SILENCE, Impulses};
use roentgenizdat::measure::spectrum::Spectrum;
use roentgenizdat::measure::wow::{self, STEP_SECONDS, TONE_HZ};
use roentgenizdat::params::condition;
use roentgenizdat::params::{Needle, Reused, Seam, Serial, Settings, SourceKind, Speed};
use roentgenizdat::preset::{FACTORY, Factory, Preset};

/// How far a preset may be from the songs' loudness, in LU: the middle one of the three and their mean, and any. A trim that hears
/// no music cannot know how much bass there is for a horn to lose.
const MIDDLE_LU: f64 = 1.5;
const MAX_LU: f64 = 3.5;
/// The same once it is trimmed by what it was off.
const TRIMMED_LU: f64 = 0.5;
/// Highest true peak for programmes that peak at −2 dBTP at most.
const MAX_PEAK_DBTP: f64 = 1.0;
/// How far below the song its noise is at least, in LU, except in *Extreme*.
const NOISE_LU: f64 = 10.0;
/// How far at least it must be from the song, in dB.
const MIN_DB: f64 = 0.3;
/// What tells two presets apart: the mean over thirds of an octave of how their mixes differ, or their noises, in dB; how many
/// times as many clicks, or as much wow; or a kind of event that the other has not.
const APART_DB: f64 = 1.5;
const APART_TIMES: f64 = 2.0;
/// Fewer clicks a second, and less wow in percent, are none.
const NO_CLICKS_HZ: f64 = 0.5;
const NO_WOW_PERCENT: f64 = 0.03;
/// Seconds that are measured.
const SECONDS: f64 = 12.0;

/// What was measured of a preset.
struct Measured {
    slug: &'static str,
    is_extreme: bool,
    /// Loudness against each song, in LU, and the highest peak, in dBTP.
    off_lu: Vec<f64>,
    peak_dbtp: f64,
    /// What is left of it for the tune once it is trimmed by just that much.
    trimmed_lu: f64,
    /// Loudness of what is heard without a song, below what is heard with the tune, in LU.
    noise_lu: f64,
    /// Thirds of an octave with the songs, and without.
    mix_db: Vec<f64>,
    noise_db: Vec<f64>,
    clicks_hz: f64,
    wow_percent: f64,
    events: Vec<&'static str>,
}

fn settings(factory: &Factory) -> Settings {
    let mut settings = Settings { disc_needle: Needle::Always, ..Settings::default() };
    Preset::find(factory.slug).unwrap().apply(&mut settings);
    Settings { disc_serial: Serial::new(1953).unwrap(), ..settings }
}

fn played(settings: &Settings, song: &Song) -> Song {
    let disc = Disc::new(Recipe::of(settings, None));
    let mut chain = Chain::new(Arc::new(disc), Arc::new(Memory::default()), RATE_HZ);
    chain.set(settings);
    let [mut left, mut right] = song.clone();
    chain.process(&mut [&mut left, &mut right], TransportState::Rolling(0));
    [left, right]
}

fn mono(song: &Song) -> Vec<f32> {
    song[0].iter().zip(&song[1]).map(|(l, r)| 0.5 * (l + r)).collect()
}

/// Mean levels in thirds of an octave, in dB.
fn thirds_db(song: &Song) -> Vec<f64> {
    let Spectrum { power, bin_hz } = Spectrum::new(&mono(song), 4096, RATE_HZ);
    (0..24)
        .map(|third| 63.0 * 2f64.powf(f64::from(third) / 3.0))
        .map(|f_hz| {
            let bin = |f: f64| (f / bin_hz).round() as usize;
            let inside = &power[bin(f_hz * 0.89).max(1)..=bin(f_hz * 1.12).max(1)];
            10.0 * (inside.iter().sum::<f64>() + 1e-9).log10()
        })
        .collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64
}

/// What happens with a preset now and then, or is part of how it is played.
fn events(settings: &Settings) -> Vec<&'static str> {
    let worn = WearLaw::new(&condition::applied(settings), 1.0).middle();
    let worn_out = settings.wear_on && settings.wear_breakage > 0.0 && worn.damage() >= 0.8;
    let force_g = roentgenizdat::chain::pickup::player::spec(settings.pickup_player).weight_g
        * f64::from(settings.pickup_force);
    let list = [
        (worn_out, "drops out, skips and locks"),
        (settings.disc_seam == Seam::Needle, "the needle is lifted between sides"),
        (settings.warp_on && settings.warp_speed == Speed::Sync, "turns with the beat"),
        (settings.source_on && settings.source_kind == SourceKind::Shortwave, "fades and whistles"),
        (settings.follow.abs() >= 25.0, "dirt ducks or follows"),
        (settings.keep_low > 40.0, "low end passes by"),
        (settings.film_reused != Reused::Off, "scratched before it was cut"),
        (settings.warp_on && settings.warp_curl > 3.0 && force_g < 30.0, "film leaves the felt"),
        (settings.warp_on && settings.warp_slip >= 40.0, "film slides"),
    ];
    list.into_iter().filter(|(has, _)| *has).map(|(_, event)| event).collect()
}

fn measure(factory: &'static Factory, songs: &[Song]) -> Measured {
    let settings = settings(factory);
    let wet: Vec<Song> = songs.iter().map(|song| played(&settings, song)).collect();
    let off_lu: Vec<f64> = wet.iter().zip(songs).map(|(wet, song)| lufs(wet) - lufs(song)).collect();
    let trimmed = Settings { level_trim: -off_lu[0] as f32, ..settings };
    let silent = [silence(SECONDS), silence(SECONDS)];
    let noise = played(&settings, &silent);
    let tone = sine(TONE_HZ, 0.1, SECONDS);
    let steady =
        Settings { follow: 0.0, keep_low: 20.0, level_match: false, wear_on: false, ..clean(settings) };
    let heard = mono(&played(&steady, &[tone.clone(), tone]));
    Measured {
        slug: factory.slug,
        is_extreme: Preset::find(factory.slug).unwrap().category == "Extreme",
        trimmed_lu: lufs(&played(&trimmed, &songs[0])) - lufs(&songs[0]),
        off_lu,
        peak_dbtp: wet.iter().map(true_peak_dbtp).fold(f64::MIN, f64::max),
        noise_lu: lufs(&wet[0]) - lufs(&noise),
        mix_db: wet.iter().flat_map(thirds_db).collect(),
        noise_db: thirds_db(&noise),
        clicks_hz: Impulses::find(&mono(&noise), RATE_HZ, IN_SILENCE).rate_hz(),
        wow_percent: wow::weighted_percent(&wow::speed(&heard[at(1.0)..], TONE_HZ, RATE_HZ), STEP_SECONDS),
        events: events(&settings),
    }
}

impl Measured {
    /// How far apart two are: 1 where they are just far enough, by what tells them apart best.
    fn apart(&self, other: &Self) -> f64 {
        let times = |a: f64, b: f64, none: f64| {
            let (a, b) = (a.max(none), b.max(none));
            (a / b).log2().abs() / APART_TIMES.log2()
        };
        [
            distance(&self.mix_db, &other.mix_db) / APART_DB,
            distance(&self.noise_db, &other.noise_db) / APART_DB,
            times(self.clicks_hz, other.clicks_hz, NO_CLICKS_HZ),
            times(self.wow_percent, other.wow_percent, NO_WOW_PERCENT),
            if self.events == other.events { 0.0 } else { 1.0 },
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }

    /// The middle one of the three programmes, and their mean.
    fn median_and_mean_lu(&self) -> [f64; 2] {
        let mut sorted = self.off_lu.clone();
        sorted.sort_by(f64::total_cmp);
        [sorted[sorted.len() / 2], sorted.iter().sum::<f64>() / sorted.len() as f64]
    }

    /// What is wrong with it, among all.
    fn faults(&self, all: &[Self], dry_db: &[f64]) -> Vec<String> {
        let mut faults = Vec::new();
        let mut hold = |holds: bool, fault: String| {
            if !holds {
                faults.push(format!("{}: {fault}", self.slug));
            }
        };
        hold(
            self.median_and_mean_lu().iter().all(|lu| lu.abs() <= MIDDLE_LU),
            format!("{:.2?} LU, in the middle and the mean {:.2?}", self.off_lu, self.median_and_mean_lu()),
        );
        hold(self.off_lu.iter().all(|lu| lu.abs() <= MAX_LU), format!("{:.2?} LU", self.off_lu));
        hold(
            self.trimmed_lu.abs() <= TRIMMED_LU,
            format!("{:.2} LU after a trim by what it was off", self.trimmed_lu),
        );
        hold(self.peak_dbtp <= MAX_PEAK_DBTP, format!("{:.2} dBTP", self.peak_dbtp));
        hold(
            self.is_extreme || self.noise_lu >= NOISE_LU,
            format!("noise {:.1} LU below the song", self.noise_lu),
        );
        let changed = distance(&self.mix_db, dry_db);
        hold(changed >= MIN_DB, format!("{changed:.2} dB from the song"));
        for other in all.iter().take_while(|other| other.slug != self.slug) {
            let apart = self.apart(other);
            hold(apart >= 1.0, format!("{apart:.2} of enough from {}", other.slug));
        }
        faults
    }
}

#[test]
fn every_preset_is_as_loud_as_the_song_and_like_no_other() {
    let songs = [old(), modern(), hard()];
    let dry_db: Vec<f64> = songs.iter().flat_map(thirds_db).collect();
    // Two at a time: it is a minute of work for one.
    let half = FACTORY.len().div_ceil(2);
    let all: Vec<Measured> = std::thread::scope(|scope| {
        let workers = [&FACTORY[..half], &FACTORY[half..]].map(|part| {
            scope.spawn(|| part.iter().map(|factory| measure(factory, &songs)).collect::<Vec<_>>())
        });
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    for one in &all {
        let others = all.iter().filter(|other| other.slug != one.slug);
        let (nearest, apart) =
            others.map(|other| (other.slug, one.apart(other))).min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let off = one.off_lu.iter().map(|lu| format!("{lu:.2}")).collect::<Vec<_>>().join("|");
        println!(
            "preset|{}|{off}|{:.2}|{:.2}|{:.2}|{:.1}|{:.1}|{:.2}|{nearest}|{apart:.1}",
            one.slug,
            one.median_and_mean_lu()[0],
            one.trimmed_lu,
            one.peak_dbtp,
            one.noise_lu,
            one.clicks_hz,
            one.wow_percent
        );
    }
    let wrong: Vec<String> = all.iter().flat_map(|one| one.faults(&all, &dry_db)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(FACTORY.len() >= 50, "{}", FACTORY.len());
}
