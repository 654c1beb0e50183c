//! A small CLAP host: loads a bundle, renders audio through it in blocks of any size, reads and writes parameters
//! by id, saves and loads sessions.
//!
//! Audio runs on a thread of its own, and what the plugin asks of the host is answered between renders, as in a DAW.

pub mod browser;
mod calls;
#[cfg(target_os = "linux")]
mod guarded;
mod parameters;
mod presets;
mod render;
mod window;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

use clack_extensions::audio_ports_config::{AudioPortsConfigBuffer, PluginAudioPortsConfig};
use clack_extensions::latency::PluginLatency;
use clack_extensions::params::PluginParams;
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::prelude::*;
use clack_host::process::StartedPluginAudioProcessor;

use crate::Result;
use calls::{Handlers, Main, Requests, Shared};
pub use parameters::hash;
pub use render::{Change, ScriptedTransport};

/// How the plugin is activated.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Samples a second.
    pub rate: f64,
    /// Longest block.
    pub max_block: u32,
    /// Input channels.
    pub inputs: usize,
    /// Output channels.
    pub outputs: usize,
    /// A render that may take its time.
    pub offline: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { rate: 48_000.0, max_block: 8192, inputs: 2, outputs: 2, offline: false }
    }
}

/// One instance of the plugin, active.
pub struct Host {
    instance: PluginInstance<Handlers>,
    audio: Option<StartedPluginAudioProcessor<Handlers>>,
    params: PluginParams,
    setup: Setup,
    requests: Arc<Requests>,
    /// Changes for the next render.
    pending: Vec<Change>,
}

impl Host {
    /// Loads the first plugin of the file and starts it.
    pub fn load(path: &Path, setup: Setup) -> Result<Self> {
        // SAFETY: the file is a plugin that this workspace has built.
        #[allow(unsafe_code)]
        let entry = unsafe { PluginEntry::load(path.as_os_str())? };
        let factory = entry.get_plugin_factory().ok_or("no plugin factory")?;
        let plugin = factory.plugin_descriptors().next().ok_or("no plugin in the file")?;
        let info = HostInfo::new("Roentgenizdat's own host", "Roentgenizdat", "", "1")?;
        let requests = Arc::new(Requests::default());
        let main = Main { requests: requests.clone() };
        let shared = Shared { requests: requests.clone(), main_thread: thread::current().id() };
        let id = plugin.id().ok_or("no id")?;
        let mut instance = PluginInstance::new(|_| shared, |_| main, &entry, id, &info)?;
        let params = instance.plugin_handle().get_extension().ok_or("no parameters")?;
        let mut host = Self { instance, audio: None, params, setup, requests, pending: Vec::new() };
        host.choose_layout()?;
        if let Some(render) = host.instance.plugin_handle().get_extension::<PluginRender>() {
            let mode = if setup.offline { RenderMode::Offline } else { RenderMode::Realtime };
            render.set(&host.instance.plugin_handle(), mode)?;
        }
        host.activate()?;
        Ok(host)
    }

    fn choose_layout(&mut self) -> Result<()> {
        let Setup { inputs, outputs, .. } = self.setup;
        let plugin = self.instance.plugin_handle();
        let configs: PluginAudioPortsConfig = plugin.get_extension().ok_or("no port configurations")?;
        for index in 0..configs.count(&plugin) {
            let mut buffer = AudioPortsConfigBuffer::new();
            let Some(config) = configs.get(&plugin, index, &mut buffer) else {
                continue;
            };
            let channels = [config.main_input, config.main_output];
            if channels.map(|port| port.map_or(0, |port| port.channel_count as usize)) == [inputs, outputs] {
                return Ok(configs.select(&plugin, config.id).map_err(|_| "layout refused")?);
            }
        }
        Err(format!("no layout with {inputs} in and {outputs} out").into())
    }

    /// Activates and starts processing.
    pub fn activate(&mut self) -> Result<()> {
        let config = PluginAudioConfiguration {
            sample_rate: self.setup.rate,
            min_frames_count: 1,
            max_frames_count: self.setup.max_block,
        };
        let stopped = self.instance.activate(|_, _| (), config)?;
        // `start_processing` belongs to the audio thread.
        let started =
            thread::scope(|s| s.spawn(|| stopped.start_processing().map_err(|e| e.to_string())).join());
        self.audio = Some(started.map_err(|_| "panic while starting")??);
        self.handle_requests()
    }

    /// Stops processing and deactivates.
    pub fn deactivate(&mut self) {
        let Some(audio) = self.audio.take() else { return };
        if let Ok(stopped) = thread::scope(|s| s.spawn(|| audio.stop_processing()).join()) {
            self.instance.deactivate(stopped);
        }
    }

    /// The host's duties between blocks; a restart may be asked for by the callback itself.
    pub fn handle_requests(&mut self) -> Result<()> {
        while self.requests.callback.swap(false, SeqCst) {
            self.instance.call_on_main_thread_callback();
        }
        // Under guard the thread that plays owns the processor.
        if self.audio.is_some() && self.requests.restart.swap(false, SeqCst) {
            self.deactivate();
            self.activate()?;
        }
        Ok(())
    }

    /// What some hosts do: the callback meant for the main thread, on another.
    #[allow(unsafe_code)]
    pub fn call_back_on_another_thread(&mut self) -> Result<()> {
        let address = self.instance.plugin_handle().as_raw_ptr() as usize;
        let call = move || {
            // SAFETY: the plugin lives until the thread is joined; the wrong thread is what is tried here.
            let plugin = address as *const clap_sys::plugin::clap_plugin;
            unsafe {
                if let Some(call) = (*plugin).on_main_thread {
                    call(plugin);
                }
            }
        };
        Ok(thread::spawn(call).join().map_err(|_| "a panic crossed the border")?)
    }

    /// Empties the plugin's memory of audio, as at a jump.
    pub fn reset(&mut self) -> Result<()> {
        let Some(audio) = &mut self.audio else {
            return Ok(());
        };
        Ok(thread::scope(|s| s.spawn(|| audio.reset()).join()).map_err(|_| "panic in reset")?)
    }

    /// Samples by which the plugin says it is late.
    pub fn latency(&mut self) -> u32 {
        let plugin = self.instance.plugin_handle();
        plugin.get_extension::<PluginLatency>().map_or(0, |latency| latency.get(&plugin))
    }

    /// The session's bytes.
    pub fn save(&mut self) -> Result<Vec<u8>> {
        let plugin = self.instance.plugin_handle();
        let mut bytes = Vec::new();
        plugin.get_extension::<PluginState>().ok_or("no state")?.save(&plugin, &mut bytes)?;
        Ok(bytes)
    }

    /// Loads a session; an error if the plugin refuses it.
    pub fn restore(&mut self, mut bytes: &[u8]) -> Result<()> {
        let plugin = self.instance.plugin_handle();
        let loaded = plugin.get_extension::<PluginState>().ok_or("no state")?.load(&plugin, &mut bytes);
        self.handle_requests()?;
        Ok(loaded?)
    }

    /// Renders `input` in blocks of the given sizes, used in turn, and does then what the plugin asked for.
    pub fn process(
        &mut self,
        input: &[Vec<f32>],
        blocks: &[usize],
        transport: Option<ScriptedTransport>,
    ) -> Result<Vec<Vec<f32>>> {
        let output = self.process_without_requests(input, blocks, transport)?;
        self.handle_requests()?;
        Ok(output)
    }

    /// Whether the plugin has asked to be started again.
    pub fn wants_restart(&self) -> bool {
        self.requests.restart.load(SeqCst)
    }

    /// The same without doing it.
    pub fn process_without_requests(
        &mut self,
        input: &[Vec<f32>],
        blocks: &[usize],
        transport: Option<ScriptedTransport>,
    ) -> Result<Vec<Vec<f32>>> {
        let mut changes = std::mem::take(&mut self.pending);
        changes.sort_by_key(|change| change.sample);
        let setup = self.setup;
        let audio = self.audio.as_mut().ok_or("not active")?;
        let render =
            || render::render(audio, setup, input, blocks, transport, &changes).map_err(|e| e.to_string());
        Ok(thread::scope(|s| s.spawn(render).join()).map_err(|_| "panic in process")??)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.deactivate();
    }
}
