//! An instance's own functions: from `init` over blocks to `destroy`.
//!
//! SAFETY, of all below: the host gives what [`super::factory`] gave it and has not destroyed it yet, and other pointers that
//! are valid for the call or null.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};
use std::sync::PoisonError;
use std::sync::atomic::Ordering::Relaxed;

use clap_sys::ext::gui::CLAP_EXT_GUI;
use clap_sys::ext::latency::{CLAP_EXT_LATENCY, clap_host_latency, clap_plugin_latency};
use clap_sys::ext::params::CLAP_EXT_PARAMS;
use clap_sys::ext::preset_load::{CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT};
use clap_sys::ext::state::CLAP_EXT_STATE;
use clap_sys::ext::state_context::CLAP_EXT_STATE_CONTEXT;
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::nice_warn;
use nice_plug::wrapper::clap::Wrapper;

use super::block::process;
use super::buffers::{ChannelBuffers, MAX_FRAMES};
use super::host_proxy::WakeableHost;
use super::instance::{Instance, instance, made, take_announced_params};
use super::plugin::{Roentgenizdat, latency_samples};
use super::{gui, params, preset_load, state, state_context};
use crate::chain::limits::RATES_HZ;
use crate::plugin::containment::contained;

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

unsafe extern "C" fn init(plugin: *const clap_plugin) -> bool {
    contained("init", false, || {
        if plugin.is_null() {
            return false;
        }
        // SAFETY: as above. nice-plug's `destroy` takes the count back that is forgotten here.
        let this = unsafe { instance(plugin) };
        // A second call is the host's fault and changes nothing.
        if this.inner().is_some() {
            return true;
        }
        // SAFETY: the proxy lives as long as the instance, and does not move.
        let wrapper = unsafe { Wrapper::<Roentgenizdat>::new(this.proxy.as_host()) };
        let inner = *wrapper.clap_plugin.borrow();
        std::mem::forget(wrapper);
        // SAFETY: `inner` is nice-plug's, just made.
        this.set_inner(inner, take_announced_params(), unsafe { params::of(&inner) });
        let Some(inner) = this.inner() else { return false };
        // SAFETY: as above.
        let is_ready = inner.plugin.init.is_none_or(|init| unsafe { init(plugin) });
        let host = WakeableHost(this.proxy.host());
        inner.host_params.host_waker.connect(move || host.wake());
        // What the host can do may be asked from here on.
        this.connect_host_menu(inner);
        is_ready
    })
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    contained("destroy", (), || {
        if plugin.is_null() {
            return;
        }
        // SAFETY: the host calls this once.
        unsafe {
            if let Some((this, inner)) = made(plugin)
                && inner.host_params.window.is_open()
                && !gui::close(plugin, this, inner)
            {
                // A window that does not close would be waited for without end: all of it is left as it is.
                nice_warn!("the panel does not close: this instance is left in memory");
                inner.host_params.host_waker.disconnect();
                this.proxy.abandon();
                return;
            }
            let instance = Box::from_raw(plugin.cast::<Instance>().cast_mut());
            if let Some(inner) = instance.inner() {
                inner.host_params.host_waker.disconnect();
                if let Some(destroy) = inner.plugin.destroy {
                    destroy(&inner.plugin);
                }
            }
        }
    })
}

/// On a foreign thread this would touch the editor's window: the tasks stay queued for the next call.
unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    contained("on_main_thread", (), || {
        // SAFETY: as above.
        let Some((this, inner)) = (unsafe { made(plugin) }).filter(|(this, _)| this.is_on_main_thread())
        else {
            return;
        };
        if let Some(inner) = inner.plugin.on_main_thread {
            // SAFETY: as above.
            unsafe { inner(plugin) }
        }
        this.proxy.tell_what_is_due();
        this.notify_host_of_changes(inner);
        this.tell_changes();
        // The last thing done: the host may remove the plugin from within its menu.
        this.open_menu(inner);
    })
}

/// What is heard changes here, and so does the latency that is told.
unsafe extern "C" fn activate(plugin: *const clap_plugin, rate_hz: f64, min: u32, max: u32) -> bool {
    contained("activate", false, || {
        // SAFETY: as above.
        let Some((this, inner)) = (unsafe { made(plugin) }) else { return false };
        if !RATES_HZ.contains(&rate_hz) || !(1..=MAX_FRAMES).contains(&max) {
            nice_warn!(
                "activation at {rate_hz} Hz in blocks of {max} is refused: allowed are {} to {} Hz, 1 to {MAX_FRAMES} frames",
                RATES_HZ.start(),
                RATES_HZ.end()
            );
            return false;
        }
        this.rate_hz.store(rate_hz as f32, Relaxed);
        let latency = latency_samples(inner.host_params.latency(), rate_hz as f32);
        this.is_restart_due.store(false, Relaxed);
        // SAFETY: as above. The audio thread is at rest, or holds the lock for as long as a block takes.
        let is_active = unsafe {
            let [inputs, outputs] =
                [true, false].map(|is_input| params::main_channels(&inner.plugin, is_input));
            let buffers = ChannelBuffers::new(inputs, outputs, max);
            *this.buffers.lock().unwrap_or_else(PoisonError::into_inner) = buffers;
            inner.plugin.activate.is_some_and(|inner| inner(plugin, rate_hz, min.clamp(1, max), max))
        };
        this.is_active.store(is_active, Relaxed);
        if is_active && this.latency_samples.swap(latency, Relaxed) != latency {
            // SAFETY: the id stands for this, and the function is the host's own.
            unsafe {
                let told = this.proxy.extension::<clap_host_latency>(CLAP_EXT_LATENCY);
                if let Some(changed) = told.and_then(|latency| latency.changed) {
                    changed(this.proxy.host());
                }
            }
        }
        is_active
    })
}

unsafe extern "C" fn deactivate(plugin: *const clap_plugin) {
    contained("deactivate", (), || {
        // SAFETY: as above.
        let Some((this, inner)) = (unsafe { made(plugin) }) else { return };
        this.is_active.store(false, Relaxed);
        if let Some(deactivate) = inner.plugin.deactivate {
            // SAFETY: as above.
            unsafe { deactivate(plugin) }
        }
        this.notify_host_of_changes(inner);
        this.tell_changes();
    })
}

unsafe extern "C" fn latency(plugin: *const clap_plugin) -> u32 {
    // SAFETY: as above.
    unsafe { made(plugin) }.map_or(0, |(this, _)| this.latency_samples.load(Relaxed))
}

static LATENCY: clap_plugin_latency = clap_plugin_latency { get: Some(latency) };

/// nice-plug resets here too, which a host that stops and starts around every block would hear as gaps.
unsafe extern "C" fn start_processing(plugin: *const clap_plugin) -> bool {
    contained("start_processing", false, || {
        // SAFETY: as above.
        let Some((this, inner)) = (unsafe { made(plugin) }) else { return false };
        if !this.is_active.load(Relaxed) {
            return false;
        }
        // SAFETY: as above.
        inner
            .host_params
            .without_reset(|| inner.plugin.start_processing.is_some_and(|inner| unsafe { inner(plugin) }))
    })
}

/// Calls nice-plug's function of the same name, and tells the host if that ended a pass.
macro_rules! passed_on {
    ($name:ident) => {
        unsafe extern "C" fn $name(plugin: *const clap_plugin) {
            contained(stringify!($name), (), || {
                // SAFETY: as above.
                let Some((this, inner)) = (unsafe { made(plugin) }) else { return };
                if let Some(inner) = inner.plugin.$name {
                    // SAFETY: as above.
                    unsafe { inner(plugin) }
                }
                this.notify_host_of_changes(inner);
            })
        }
    };
}

passed_on!(stop_processing);
passed_on!(reset);

unsafe extern "C" fn get_extension(plugin: *const clap_plugin, id: *const c_char) -> *const c_void {
    contained("get_extension", null(), || {
        // SAFETY: as above.
        let Some((this, inner)) = (unsafe { made(plugin) }).filter(|_| !id.is_null()) else { return null() };
        // SAFETY: a C string.
        let requested = unsafe { CStr::from_ptr(id) };
        match inner.plugin.get_extension {
            _ if requested == CLAP_EXT_PARAMS => (&raw const params::TABLE).cast(),
            _ if requested == CLAP_EXT_GUI && this.gui().is_some() => (&raw const gui::TABLE).cast(),
            _ if requested == CLAP_EXT_LATENCY => (&raw const LATENCY).cast(),
            _ if requested == CLAP_EXT_STATE => (&raw const state::TABLE).cast(),
            _ if requested == CLAP_EXT_STATE_CONTEXT => (&raw const state_context::TABLE).cast(),
            _ if [CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT].contains(&requested) => {
                (&raw const preset_load::TABLE).cast()
            }
            // SAFETY: as above.
            Some(inner) => unsafe { inner(plugin, id) },
            None => null(),
        }
    })
}
