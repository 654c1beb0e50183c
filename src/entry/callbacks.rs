//! An instance's own functions: from `init` over blocks to `destroy`.
//!
//! SAFETY, of all below: the host gives what [`super::factory`] gave it and has not destroyed it yet, and other pointers that
//! are valid for the call or null.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::Ordering::Relaxed;

use clap_sys::ext::gui::CLAP_EXT_GUI;
use clap_sys::ext::latency::{CLAP_EXT_LATENCY, clap_plugin_latency};
use clap_sys::ext::params::CLAP_EXT_PARAMS;
use clap_sys::ext::preset_load::{CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_host_state};
use clap_sys::ext::state_context::CLAP_EXT_STATE_CONTEXT;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{CLAP_PROCESS_ERROR, clap_process, clap_process_status};
use nice_plug::wrapper::clap::Wrapper;

use super::instance::{Inner, Instance, WakeableHost, instance, take_announced_params};
use super::plugin::{Roentgenizdat, latency_samples};
use super::{events, gui, params, preset_load, state_context};

/// What a host may call of an instance.
pub const FUNCTIONS: clap_plugin = clap_plugin {
    desc: null(),
    plugin_data: null_mut(),
    init: Some(init),
    destroy: Some(destroy),
    activate: Some(activate),
    deactivate: Some(deactivate),
    start_processing: Some(start_processing),
    stop_processing: Some(stop_processing),
    reset: Some(reset),
    process: Some(process),
    get_extension: Some(get_extension),
    on_main_thread: Some(on_main_thread),
};

impl Instance {
    /// Has the host told, on its main thread, if the session is another than it has stored.
    fn notify_host_of_changes(&self, inner: &Inner) {
        if inner.host_params.take_changes() {
            self.is_dirty.store(true, Relaxed);
            WakeableHost(self.host).wake();
        }
    }
}

/// An instance and nice-plug's part of it; none before `init`.
///
/// # Safety
///
/// As for [`instance`].
unsafe fn made<'a>(plugin: *const clap_plugin) -> Option<(&'a Instance, &'a Inner)> {
    if plugin.is_null() {
        return None;
    }
    // SAFETY: the caller's.
    let this = unsafe { instance(plugin) };
    this.inner().map(|inner| (this, inner))
}

unsafe extern "C" fn init(plugin: *const clap_plugin) -> bool {
    if plugin.is_null() {
        return false;
    }
    // SAFETY: as above. nice-plug's `destroy` takes the count back that is forgotten here.
    let this = unsafe { instance(plugin) };
    if this.inner().is_none() {
        // SAFETY: the host is not null (`factory`).
        let wrapper = unsafe { Wrapper::<Roentgenizdat>::new(this.host) };
        let inner = *wrapper.clap_plugin.borrow();
        std::mem::forget(wrapper);
        // SAFETY: `inner` is nice-plug's, just made.
        this.set_inner(inner, take_announced_params(), unsafe { params::of(&inner) });
    }
    let Some(inner) = this.inner() else { return false };
    // SAFETY: as above.
    let is_ready = inner.plugin.init.is_none_or(|init| unsafe { init(plugin) });
    let host = WakeableHost(this.host);
    inner.host_params.host_waker.connect(move || host.wake());
    // What the host can do may be asked from here on.
    this.connect_host_menu(inner);
    is_ready
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    if plugin.is_null() {
        return;
    }
    // SAFETY: the host calls this once.
    unsafe {
        if let Some((_, inner)) = made(plugin)
            && inner.host_params.window.is_open()
        {
            gui::destroy(plugin);
        }
        let instance = Box::from_raw(plugin.cast::<Instance>().cast_mut());
        if let Some(inner) = instance.inner() {
            inner.host_params.host_waker.disconnect();
            if let Some(destroy) = inner.plugin.destroy {
                destroy(&inner.plugin);
            }
        }
    }
}

/// On a foreign thread this would touch the editor's window: the tasks stay queued for the next call.
unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }).filter(|(this, _)| this.is_on_main_thread()) else {
        return;
    };
    if let Some(inner) = inner.plugin.on_main_thread {
        // SAFETY: as above.
        unsafe { inner(plugin) }
    }
    let has_changed = inner.host_params.take_changes();
    if this.is_dirty.swap(false, Relaxed) || has_changed {
        // SAFETY: the id stands for this, and the function is the host's own.
        unsafe {
            let state = this.host_extension::<clap_host_state>(CLAP_EXT_STATE);
            if let Some(mark_dirty) = state.and_then(|state| state.mark_dirty) {
                mark_dirty(this.host);
            }
        }
    }
    // The last thing done: the host may remove the plugin from within its menu.
    this.open_menu(inner);
}

/// nice-plug tells another latency as soon as it is set; what is heard changes here, and so does what is told.
unsafe extern "C" fn activate(plugin: *const clap_plugin, rate_hz: f64, min: u32, max: u32) -> bool {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }) else { return false };
    let latency = inner.host_params.settings().disc_latency;
    this.latency_samples.store(latency_samples(latency, rate_hz as f32), Relaxed);
    // SAFETY: as above.
    inner.plugin.activate.is_some_and(|inner| unsafe { inner(plugin, rate_hz, min, max) })
}

unsafe extern "C" fn latency(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe { made(plugin) }.map_or(0, |(this, _)| this.latency_samples.load(Relaxed))
}

static LATENCY: clap_plugin_latency = clap_plugin_latency { get: Some(latency) };

unsafe extern "C" fn start_processing(plugin: *const clap_plugin) -> bool {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }) else { return false };
    // SAFETY: as above.
    let started = inner.plugin.start_processing.is_some_and(|inner| unsafe { inner(plugin) });
    // It begins with a reset, which ends a pass.
    this.notify_host_of_changes(inner);
    started
}

/// Calls nice-plug's function of the same name, and tells the host if that ended a pass.
macro_rules! passed_on {
    ($name:ident) => {
        unsafe extern "C" fn $name(plugin: *const clap_plugin) {
            // SAFETY: as above.
            let Some((this, inner)) = (unsafe { made(plugin) }) else { return };
            if let Some(inner) = inner.plugin.$name {
                // SAFETY: as above.
                unsafe { inner(plugin) }
            }
            this.notify_host_of_changes(inner);
        }
    };
}

passed_on!(stop_processing);
passed_on!(deactivate);
passed_on!(reset);

unsafe extern "C" fn get_extension(plugin: *const clap_plugin, id: *const c_char) -> *const c_void {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }).filter(|_| !id.is_null()) else { return null() };
    // SAFETY: a C string.
    let requested = unsafe { CStr::from_ptr(id) };
    match inner.plugin.get_extension {
        _ if requested == CLAP_EXT_PARAMS => (&raw const params::TABLE).cast(),
        _ if requested == CLAP_EXT_GUI && this.gui().is_some() => (&raw const gui::TABLE).cast(),
        _ if requested == CLAP_EXT_LATENCY => (&raw const LATENCY).cast(),
        _ if requested == CLAP_EXT_STATE_CONTEXT => (&raw const state_context::TABLE).cast(),
        _ if [CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT].contains(&requested) => {
            (&raw const preset_load::TABLE).cast()
        }
        // SAFETY: as above.
        Some(inner) => unsafe { inner(plugin, id) },
        None => null(),
    }
}

unsafe extern "C" fn process(plugin: *const clap_plugin, data: *const clap_process) -> clap_process_status {
    // SAFETY: as above.
    let Some((this, inner)) = (unsafe { made(plugin) }).filter(|_| !data.is_null()) else {
        return CLAP_PROCESS_ERROR;
    };
    let Some(process) = inner.plugin.process else {
        return CLAP_PROCESS_ERROR;
    };
    inner.host_params.begin_block();
    // SAFETY: as above. A bitwise copy: the struct holds pointers only, all of which outlive the call.
    unsafe {
        let mut block = std::ptr::read(data);
        let rounding = events::RoundedOutputEvents::new(inner, block.out_events);
        let out = rounding.list();
        block.out_events = if block.out_events.is_null() { null() } else { &out };
        let split = events::SplitInputEvents::new(block.in_events, block.frames_count);
        let (inside, late) = (split.inside(), split.late());
        block.in_events = if block.in_events.is_null() { null() } else { &inside };
        let status = process(plugin, &block);
        if split.has_late()
            && let Some(flush) = (*inner.params).flush
        {
            flush(plugin, &late, block.out_events);
        }
        this.notify_host_of_changes(inner);
        status
    }
}
