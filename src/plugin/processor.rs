//! A chain with a disc on it, fed by a host's blocks.
//!
//! Everything here runs on the audio thread, but for [`Processor::new`]. Nothing allocates, locks or panics; only in an
//! offline render, where the next block may wait, is a disc made on the spot.

use std::sync::Arc;

use nice_plug::prelude::{BufferConfig, ProcessMode};

use super::disc_loader::{self, DiscLoader};
use super::learn::{Learn, Listener};
use super::params::{HostParams, ParamReader};
use super::telemetry::Telemetry;
use super::transport::{ReportedTransport, Slices, position};
use crate::chain::Chain;
use crate::disc::groove::Place;
use crate::disc::{Disc, Recipe};
use crate::params::{Latency, Listen, OfflineQuality, Quality, Settings, Swapped};

/// What is played and how far it has come.
pub struct Processor {
    chain: Chain,
    reader: ParamReader,
    disc_loader: DiscLoader,
    slices: Slices,
    /// The disc in play, or on its way into play.
    on: Recipe,
    /// A disc is being made.
    waiting: bool,
    is_offline: bool,
    rate_hz: f32,
    /// As the host was told at activation; another one waits for the next.
    latency: Latency,
    /// One channel comes in; a second to go out is a copy.
    one_in: bool,
    listener: Listener,
    /// Where the panel last saw the needle.
    seen: Option<Place>,
    has_moved: bool,
}

impl Processor {
    /// Puts the disc on that is set, and makes it unless it is the one `in_play` until now.
    pub fn new(
        params: &HostParams,
        config: &BufferConfig,
        one_in: bool,
        in_play: Option<Arc<Disc>>,
        learn: &Learn,
    ) -> Self {
        let mut reader = ParamReader::default();
        let is_offline = config.process_mode == ProcessMode::Offline;
        let (settings, _) = reader.read(params);
        let latency = settings.disc_latency;
        let settings = computed(settings, is_offline, latency);
        let wanted = params.recipe(&settings);
        let disc = in_play
            .filter(|disc| disc.recipe == wanted)
            .unwrap_or_else(|| Arc::new(disc_loader::made(wanted, &params.picture)));
        let on = disc.recipe;
        params.memory().put_on(on.serial);
        let mut chain = Chain::new(disc, params.memory().clone(), f64::from(config.sample_rate));
        chain.set(&settings);
        Self {
            chain,
            reader,
            disc_loader: DiscLoader::new(params.picture.clone()),
            slices: Slices::default(),
            on,
            waiting: false,
            is_offline,
            rate_hz: config.sample_rate,
            latency,
            one_in,
            listener: Listener::new(if one_in { 1 } else { 2 }, config.sample_rate, learn),
            seen: None,
            has_moved: true,
        }
    }

    /// As if just made.
    pub fn reset(&mut self) {
        self.chain.reset();
        self.slices = Slices::default();
    }

    /// Lifts the needle for good: a pass under way counts.
    pub fn stop(&mut self) {
        self.chain.control().end_pass();
    }

    /// The disc in play.
    pub fn disc(&mut self) -> Arc<Disc> {
        self.chain.control().disc().clone()
    }

    /// The latency that is set; the one in use is that of the activation.
    pub fn latency_set(&self) -> Latency {
        self.reader.settings().disc_latency
    }

    /// Whether anything the panel shows changed in the last block.
    pub fn has_moved(&self) -> bool {
        self.has_moved
    }

    /// Plays a slice in place. Returns whether the needle is on the disc.
    pub fn play(
        &mut self,
        channels: &mut [&mut [f32]],
        reported: ReportedTransport,
        params: &HostParams,
        telemetry: &Telemetry,
    ) -> bool {
        let (settings, moved) = self.reader.read(params);
        let settings = computed(settings, self.is_offline, self.latency);
        if moved {
            self.chain.set(&settings);
        }
        let wanted = params.recipe(&settings);
        // While another disc is on its way, the one in play wears no more: what is remembered is the other's.
        let is_own = wanted.serial == self.chain.control().disc().recipe.serial;
        let counting = settings.wear_by_playing && !self.is_offline && is_own;
        self.chain.control().set_counting_passes(counting);
        self.change_disc(wanted, params);
        let other_song = self.other_song(&settings);
        self.chain.set_other_song(other_song);

        let frames = channels.first().map_or(0, |channel| channel.len());
        let offset = self.slices.offset(params.block(), frames);
        let transport = position(reported, offset);
        self.chain.control().report_beats(reported.beats());
        if let Some(turns) = telemetry.take_seek_request() {
            self.chain.control().set_transport(transport);
            self.chain.control().seek_needle(turns);
        }
        let played = if self.one_in { channels.len().min(1) } else { channels.len() };
        let (played, copies) = channels.split_at_mut(played);
        let input = peak(played);
        let is_watched = telemetry.scope.is_watched();
        if let Some(first) = played.first().filter(|_| is_watched) {
            telemetry.scope.write_input(first);
        }
        // Where the disc alone is heard: what passes beside it is no trim's to level.
        let is_alone = settings.mix >= 100.0 && !settings.bypass && settings.listen == Listen::All;
        let is_learning = is_alone && self.listener.hear_input(played, &telemetry.learn);
        self.chain.process(played, transport);
        if is_learning {
            self.listener.hear_output(played, settings.output, &telemetry.learn);
        }
        if let Some(first) = played.first() {
            copies.iter_mut().for_each(|copy| copy.copy_from_slice(first));
        }

        if let Some(first) = played.first().filter(|_| is_watched) {
            telemetry.scope.finish(first, self.rate_hz);
        }
        let control = self.chain.control();
        let (place, output) = (control.needle_place(), peak(played));
        self.has_moved = moved || self.seen != Some(place) || input.max(output) > 0.0;
        self.seen = Some(place);
        telemetry.publish(control, [input, output]);
        telemetry.publish_loop(reported.looped_seconds);
        let is_down = control.is_down();
        telemetry.publish_clicks(self.chain.clicks());
        is_down
    }

    /// What the side turns to, as soon as it is there.
    fn other_song(&self, settings: &Settings) -> Option<Arc<[f32]>> {
        if settings.disc_swapped == Swapped::Off {
            return None;
        }
        self.disc_loader.tune(self.rate_hz, self.is_offline).cloned()
    }

    /// Sees to it that the disc that is wanted gets into play.
    fn change_disc(&mut self, wanted: Recipe, params: &HostParams) {
        let control = self.chain.control();
        if let Some(old) = control.take_retired() {
            self.disc_loader.give_back(old);
        }
        if self.is_offline {
            if wanted != self.on {
                let disc = disc_loader::made(wanted, &params.picture);
                self.on = disc.recipe;
                params.memory().put_on(wanted.serial);
                control.change_disc(Arc::new(disc));
            }
            return;
        }
        // One at a time: the chain has room for one on its way.
        if control.is_disc_pending() {
            return;
        }
        if let Some(fresh) = self.disc_loader.take() {
            self.waiting = false;
            if wanted == fresh.recipe && wanted != self.on {
                self.on = wanted;
                params.memory().put_on(wanted.serial);
                control.change_disc(fresh);
            } else {
                self.disc_loader.give_back(fresh);
            }
        }
        if wanted != self.on && !self.waiting {
            self.waiting = true;
            self.disc_loader.request(wanted);
        }
    }
}

/// The settings as they are computed: an offline render may be finer than what was heard, and latency never moves while
/// the plugin is active.
fn computed(settings: &Settings, is_offline: bool, latency: Latency) -> Settings {
    let settings = Settings { disc_latency: latency, ..*settings };
    match settings.disc_offline_quality {
        OfflineQuality::High if is_offline => Settings { disc_quality: Quality::High, ..settings },
        _ => settings,
    }
}

/// The highest sample, whatever its sign; not-a-number counts as silence.
fn peak(channels: &[&mut [f32]]) -> f32 {
    channels.iter().flat_map(|channel| channel.iter()).fold(0.0, |peak, sample| peak.max(sample.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Serial;

    #[test]
    fn at_activation_the_disc_in_play_stays_on_unless_another_is_set() {
        let (params, learn) = (HostParams::default(), Learn::default());
        let config = BufferConfig {
            sample_rate: 48_000.0,
            min_buffer_size: None,
            max_buffer_size: 512,
            process_mode: ProcessMode::Realtime,
        };
        let on = Processor::new(&params, &config, false, None, &learn).disc();
        let again = Processor::new(&params, &config, false, Some(on.clone()), &learn).disc();
        assert!(Arc::ptr_eq(&on, &again), "it was made anew");
        let number = (u32::from(on.recipe.serial.number()) + 1) % 10_000;
        let other = Arc::new(Disc::new(Recipe::new(Serial::new(number).unwrap(), 230.0)));
        let set = Processor::new(&params, &config, false, Some(other), &learn).disc();
        assert_eq!(set.recipe, on.recipe);
    }
}
