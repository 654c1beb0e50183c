//! A host that says nothing true unless told to: CLAP's own functions, called in any order and with any pointers.

#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::entry::clap_plugin_entry;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE, clap_event_header, clap_event_param_value,
    clap_input_events,
};
use clap_sys::ext::latency::{CLAP_EXT_LATENCY, clap_host_latency};
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{clap_process, clap_process_status};
use clap_sys::version::CLAP_VERSION;
use embedded_host::{Result, clap};
use libloading::Library;

/// What the plugin asked of its host.
#[derive(Default)]
pub struct Asked {
    /// To be activated anew.
    pub restarts: Cell<u32>,
    /// Told of another latency within `activate`, and outside of it.
    pub latency_inside: Cell<u32>,
    pub latency_outside: Cell<u32>,
    is_activating: Cell<bool>,
}

/// A plugin, and its host.
pub struct Raw {
    pub plugin: *const clap_plugin,
    pub asked: Box<Asked>,
    // What the plugin points to, and its code, go last.
    _host: Box<clap_host>,
    _library: Library,
}

unsafe extern "C" fn get_extension(_: *const clap_host, id: *const c_char) -> *const c_void {
    // SAFETY: plugins give C strings.
    if unsafe { CStr::from_ptr(id) } == CLAP_EXT_LATENCY { (&raw const LATENCY).cast() } else { null() }
}

static LATENCY: clap_host_latency = clap_host_latency { changed: Some(latency_changed) };

fn asked<'a>(host: *const clap_host) -> &'a Asked {
    // SAFETY: `Raw::new` put it there, and it lives as long as the plugin.
    unsafe { &*(*host).host_data.cast::<Asked>() }
}

unsafe extern "C" fn latency_changed(host: *const clap_host) {
    let asked = asked(host);
    let told = if asked.is_activating.get() { &asked.latency_inside } else { &asked.latency_outside };
    told.set(told.get() + 1);
}

unsafe extern "C" fn request_restart(host: *const clap_host) {
    asked(host).restarts.set(asked(host).restarts.get() + 1);
}

unsafe extern "C" fn nothing(_: *const clap_host) {}

impl Raw {
    /// One that is made, and nothing more.
    pub fn new() -> Result<Self> {
        let asked = Box::<Asked>::default();
        let host = Box::new(clap_host {
            clap_version: CLAP_VERSION,
            host_data: (&raw const *asked).cast_mut().cast(),
            name: c"a host".as_ptr(),
            // Hosts may leave these out.
            vendor: null(),
            url: null(),
            version: c"".as_ptr(),
            get_extension: Some(get_extension),
            request_restart: Some(request_restart),
            request_process: Some(nothing),
            request_callback: None,
        });
        // SAFETY: the file is a plugin that this workspace has built.
        unsafe {
            let library = Library::new(clap()?)?;
            let entry: *const clap_plugin_entry = *library.get(b"clap_entry")?;
            let init = (*entry).init.ok_or("no init")?;
            if !init(c"".as_ptr()) {
                return Err("the entry does not begin".into());
            }
            let factory: *const clap_plugin_factory =
                (*entry).get_factory.ok_or("no factory")?(CLAP_PLUGIN_FACTORY_ID.as_ptr()).cast();
            let descriptor = (*factory).get_plugin_descriptor.ok_or("no plugin")?(factory, 0);
            let create = (*factory).create_plugin.ok_or("nothing is made")?;
            let plugin = create(factory, &*host, (*descriptor).id);
            if plugin.is_null() {
                return Err("nothing was made".into());
            }
            Ok(Self { plugin, asked, _host: host, _library: library })
        }
    }

    /// One that is ready.
    pub fn started() -> Result<Self> {
        let raw = Self::new()?;
        if !raw.init() { Err("it does not begin".into()) } else { Ok(raw) }
    }

    pub fn init(&self) -> bool {
        // SAFETY: the plugin lives as long as `self`.
        unsafe { (*self.plugin).init.is_some_and(|init| init(self.plugin)) }
    }

    pub fn activate(&self, rate_hz: f64, min: u32, max: u32) -> bool {
        self.asked.is_activating.set(true);
        // SAFETY: as above.
        let is_active = unsafe {
            (*self.plugin).activate.is_some_and(|activate| activate(self.plugin, rate_hz, min, max))
        };
        self.asked.is_activating.set(false);
        is_active
    }

    pub fn start(&self) -> bool {
        // SAFETY: as above.
        unsafe { (*self.plugin).start_processing.is_some_and(|start| start(self.plugin)) }
    }

    pub fn stop(&self) {
        // SAFETY: as above.
        unsafe { (*self.plugin).stop_processing.into_iter().for_each(|stop| stop(self.plugin)) }
    }

    pub fn deactivate(&self) {
        // SAFETY: as above.
        unsafe { (*self.plugin).deactivate.into_iter().for_each(|deactivate| deactivate(self.plugin)) }
    }

    pub fn reset(&self) {
        // SAFETY: as above.
        unsafe { (*self.plugin).reset.into_iter().for_each(|reset| reset(self.plugin)) }
    }

    pub fn on_main_thread(&self) {
        // SAFETY: as above.
        unsafe { (*self.plugin).on_main_thread.into_iter().for_each(|call| call(self.plugin)) }
    }

    /// A table of the plugin's, or none.
    pub fn extension<T>(&self, id: &CStr) -> Option<&T> {
        // SAFETY: the caller knows what the id stands for.
        unsafe { (*self.plugin).get_extension?(self.plugin, id.as_ptr()).cast::<T>().as_ref() }
    }

    /// Plays a block as it is.
    pub fn process(&self, block: &clap_process) -> clap_process_status {
        // SAFETY: as above; the block's lies are what is tried.
        unsafe { (*self.plugin).process.map_or(0, |process| process(self.plugin, block)) }
    }

    /// Plays a block of so many frames through these channels; none are null pointers.
    pub fn play(&self, frames: usize, inputs: &[*mut f32], outputs: &[*mut f32]) -> clap_process_status {
        let (mut inputs, mut outputs) = (inputs.to_vec(), outputs.to_vec());
        let (input, mut output) = (port(&mut inputs), port(&mut outputs));
        self.process(&clap_process {
            audio_inputs: &input,
            audio_outputs: &mut output,
            audio_inputs_count: 1,
            audio_outputs_count: 1,
            ..empty_block(frames)
        })
    }

    /// Lets events arrive without a block.
    pub fn flush(&self, events: *const clap_input_events) -> Result<()> {
        use clap_sys::ext::params::{CLAP_EXT_PARAMS, clap_plugin_params};
        let params: &clap_plugin_params = self.extension(CLAP_EXT_PARAMS).ok_or("no parameters")?;
        // SAFETY: as above.
        unsafe { params.flush.ok_or("no flush")?(self.plugin, events, null()) };
        Ok(())
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: once.
        unsafe { (*self.plugin).destroy.into_iter().for_each(|destroy| destroy(self.plugin)) }
    }
}

/// A block without buffers, events or time.
pub fn empty_block(frames: usize) -> clap_process {
    clap_process {
        steady_time: -1,
        frames_count: frames as u32,
        transport: null(),
        audio_inputs: null(),
        audio_outputs: null_mut(),
        audio_inputs_count: 0,
        audio_outputs_count: 0,
        in_events: null(),
        out_events: null(),
    }
}

/// Channels as a port.
pub fn port(channels: &mut [*mut f32]) -> clap_audio_buffer {
    clap_audio_buffer {
        data32: channels.as_mut_ptr(),
        data64: null_mut(),
        channel_count: channels.len() as u32,
        latency: 0,
        constant_mask: u64::MAX,
    }
}

/// A value for a parameter, at a frame.
pub fn value(time: u32, id: u32, value: f64) -> clap_event_param_value {
    let header = clap_event_header {
        size: size_of::<clap_event_param_value>() as u32,
        time,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_: CLAP_EVENT_PARAM_VALUE,
        flags: 0,
    };
    clap_event_param_value {
        header,
        param_id: id,
        cookie: null_mut(),
        note_id: -1,
        port_index: -1,
        channel: -1,
        key: -1,
        value,
    }
}

/// A list of events, any of which may be missing.
pub struct Events(pub Vec<Option<clap_event_param_value>>);

impl Events {
    /// For the plugin; valid while `self` is.
    pub fn list(&self) -> clap_input_events {
        clap_input_events { ctx: (&raw const *self).cast_mut().cast(), size: Some(size), get: Some(get) }
    }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: made by `Events::list`.
    unsafe { (*(*list).ctx.cast::<Events>()).0.len() as u32 }
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: as above.
    let events = unsafe { &(*(*list).ctx.cast::<Events>()).0 };
    events.get(index as usize).and_then(Option::as_ref).map_or(null(), |event| &raw const event.header)
}
