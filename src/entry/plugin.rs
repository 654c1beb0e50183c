//! The plugin as nice-plug has it: layouts, activation, blocks.

use std::sync::Arc;

use nice_plug::prelude::*;
use nice_plug_egui::RepaintNotifier;

use super::{instance, remote_controls};
use crate::chain::latency;
use crate::editor::{self, PanelEditor};
use crate::params::Latency;
use crate::plugin::containment::contained;
use crate::plugin::params::HostParams;
use crate::plugin::processor::Processor;
use crate::plugin::telemetry::Telemetry;
use crate::plugin::{session, transport};

/// What the disc's resonances and the warp's delay may ring on after the needle is lifted.
const TAIL_SECONDS: f32 = 0.2;

/// The plugin.
pub struct Roentgenizdat {
    params: Arc<HostParams>,
    telemetry: Arc<Telemetry>,
    repaint: RepaintNotifier,
    /// There from the first activation on.
    processor: Option<Processor>,
    /// It panicked: silent until the next activation.
    is_broken: bool,
}

impl Default for Roentgenizdat {
    fn default() -> Self {
        let params = Arc::<HostParams>::default();
        instance::announce_params(&params);
        Self {
            params,
            telemetry: Arc::default(),
            repaint: RepaintNotifier::new(),
            processor: None,
            is_broken: false,
        }
    }
}

impl Plugin for Roentgenizdat {
    const NAME: &'static str = "Roentgenizdat";
    const VENDOR: &'static str = "Roentgenizdat";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[layout(2, 2), layout(1, 1), layout(1, 2)];
    const SAMPLE_ACCURATE_AUTOMATION: bool = true;

    type Editor = PanelEditor;
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    fn editor(&mut self, _executor: AsyncExecutor<Self>) -> Option<PanelEditor> {
        contained("the panel's making", None, || {
            editor::create(self.params.clone(), self.telemetry.clone(), self.repaint.clone())
        })
    }

    fn filter_state(state: &mut PluginState) {
        contained("loading a session", (), || session::sanitize(state));
    }

    fn activate(
        &mut self,
        layout: &AudioIOLayout,
        config: &BufferConfig,
        _context: &mut impl ActivateContext<Self>,
    ) -> bool {
        let one_in = layout.main_input_channels.is_some_and(|channels| channels.get() == 1);
        self.is_broken = false;
        let made = self.unless_broken("activation", |this| {
            let in_play = this.processor.as_mut().map(Processor::disc);
            let learn = &this.telemetry.learn;
            this.processor = Some(Processor::new(&this.params, config, one_in, in_play, learn));
        });
        made.is_some()
    }

    fn reset(&mut self) {
        if self.params.is_reset_wanted() {
            self.unless_broken("reset", |this| this.processor.as_mut().map(Processor::reset));
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer,
        _aux: &mut AuxiliaryBuffers,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        let played = self.unless_broken("process", |this| this.play(buffer, context.transport()));
        self.repaint.request_repaint_with(self.processor.as_ref().is_some_and(Processor::has_moved));
        played.unwrap_or_else(|| {
            buffer.as_slice().iter_mut().for_each(|channel| channel.fill(0.0));
            ProcessStatus::Normal
        })
    }

    fn deactivate(&mut self) {
        self.unless_broken("deactivation", |this| this.processor.as_mut().map(Processor::stop));
    }
}

impl Roentgenizdat {
    /// Does some work, unless work before panicked: what it left behind may be anything. None where it panics, and from then on.
    fn unless_broken<T>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.is_broken {
            return None;
        }
        let done = contained(name, None, || Some(work(self)));
        self.is_broken = done.is_none();
        done
    }

    fn play(&mut self, buffer: &mut Buffer, transport: &Transport) -> ProcessStatus {
        let Some(processor) = &mut self.processor else {
            return ProcessStatus::Normal;
        };
        let tail = ProcessStatus::Tail((TAIL_SECONDS * transport.sample_rate) as u32);
        let reported = transport::ReportedTransport::of(transport);
        let is_down = processor.play(buffer.as_slice(), reported, &self.params, &self.telemetry);
        if is_down { ProcessStatus::KeepAlive } else { tail }
    }
}

impl ClapPlugin for Roentgenizdat {
    const CLAP_ID: &'static str = "org.roentgenizdat.roentgenizdat";
    const CLAP_DESCRIPTION: Option<&'static str> = Some("Bone music: a bootleg record cut on X-ray film");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] =
        &[ClapFeature::AudioEffect, ClapFeature::Stereo, ClapFeature::Mono, ClapFeature::Distortion];

    fn remote_controls(&self, context: &mut impl RemoteControlsContext) {
        remote_controls::define(&self.params, context);
    }
}

/// Samples by which the plugin is late in a mode.
pub fn latency_samples(latency: Latency, sample_rate_hz: f32) -> u32 {
    latency::samples(latency, f64::from(sample_rate_hz)) as u32
}

const fn layout(input: u32, output: u32) -> AudioIOLayout {
    AudioIOLayout {
        main_input_channels: Some(new_nonzero_u32(input)),
        main_output_channels: Some(new_nonzero_u32(output)),
        ..AudioIOLayout::const_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_panic_nothing_is_done_any_more() {
        let mut plugin = Roentgenizdat::default();
        assert_eq!(plugin.unless_broken("a sum", |_| 2), Some(2));
        assert_eq!(plugin.unless_broken("a fault", |_| -> i32 { panic!("on purpose") }), None);
        assert_eq!(plugin.unless_broken("a sum", |_| 2), None);
        // The next activation begins anew.
        plugin.is_broken = false;
        assert_eq!(plugin.unless_broken("a sum", |_| 2), Some(2));
    }
}
