//! A session's bytes, loaded by the plugin as a host does it, saved again, and played.

#![no_main]

use std::cell::RefCell;

use clack_extensions::state::PluginState;
use clack_host::prelude::*;
use clack_host::process::StartedPluginAudioProcessor;
use libfuzzer_sys::fuzz_target;

struct NoHost;
impl HostHandlers for NoHost {
    type Shared<'a> = Silent;
    type MainThread<'a> = ();
    type AudioProcessor<'a> = ();
}

/// A host that is never asked anything.
struct Silent;
impl<'a> SharedHandler<'a> for Silent {
    fn request_restart(&self) {}
    fn request_process(&self) {}
    fn request_callback(&self) {}
}

struct Host {
    instance: PluginInstance<NoHost>,
    audio: StartedPluginAudioProcessor<NoHost>,
    state: PluginState,
}

impl Host {
    fn new() -> Self {
        // SAFETY: it lives as long as this program.
        let entry = unsafe { PluginEntry::load_from_raw(&roentgenizdat::clap_entry, c"") }.unwrap();
        let factory = entry.get_plugin_factory().unwrap();
        let id = factory.plugin_descriptors().next().unwrap().id().unwrap();
        let info = HostInfo::new("fuzz", "", "", "1").unwrap();
        let mut instance = PluginInstance::<NoHost>::new(|_| Silent, |_| (), &entry, id, &info).unwrap();
        let config =
            PluginAudioConfiguration { sample_rate: 48_000.0, min_frames_count: 1, max_frames_count: 64 };
        let audio = instance.activate(|_, _| (), config).unwrap().start_processing().unwrap();
        let state = instance.plugin_handle().get_extension().unwrap();
        Self { instance, audio, state }
    }

    fn load(&mut self, mut bytes: &[u8]) {
        let plugin = self.instance.plugin_handle();
        let _refused = self.state.load(&plugin, &mut bytes);
        let mut kept = Vec::new();
        self.state.save(&plugin, &mut kept).unwrap();
        assert!(kept.len() > 8, "nothing was saved");
        self.play();
    }

    fn play(&mut self) {
        let (mut input, mut output) = ([[0.1f32; 64]; 2], [[f32::NAN; 64]; 2]);
        let (mut inputs, mut outputs) = (AudioPorts::with_capacity(2, 1), AudioPorts::with_capacity(2, 1));
        let given = inputs.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(
                input.iter_mut().map(|channel| InputChannel::variable(&mut channel[..])),
            ),
        }]);
        let mut heard = outputs.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(output.iter_mut().map(|channel| &mut channel[..])),
        }]);
        let (none, mut told) = (InputEvents::empty(), OutputEvents::void());
        self.audio.process(&given, &mut heard, &none, &mut told, None, None).unwrap();
        assert!(output.iter().flatten().all(|y| y.is_finite() && (*y == 0.0 || y.is_normal())));
    }
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::new(Host::new());
}

fuzz_target!(|bytes: &[u8]| {
    // nice-plug's length in front, which a fuzzer would have to guess.
    let framed = [&(bytes.len() as u64).to_le_bytes()[..], bytes].concat();
    HOST.with_borrow_mut(|host| host.load(&framed));
});
