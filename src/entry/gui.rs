//! The panel's extension: nice-plug's, guarded where it would take the host down: a host that cannot be told of the panel's
//! size, and calls on another thread than the one that called `init`, are refused, and the host shows its own controls.

use std::ffi::{c_char, c_void};

use clap_sys::ext::gui::{CLAP_EXT_GUI, clap_gui_resize_hints, clap_host_gui, clap_plugin_gui, clap_window};
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::nice_warn;

use super::instance::{Instance, instance};

/// What hosts get as `clap.gui`.
pub static TABLE: clap_plugin_gui = clap_plugin_gui {
    is_api_supported: Some(is_api_supported),
    get_preferred_api: Some(get_preferred_api),
    create: Some(create),
    destroy: Some(destroy),
    set_scale: Some(set_scale),
    get_size: Some(get_size),
    can_resize: Some(can_resize),
    get_resize_hints: Some(get_resize_hints),
    adjust_size: Some(adjust_size),
    set_size: Some(set_size),
    set_parent: Some(set_parent),
    set_transient: Some(set_transient),
    suggest_title: Some(suggest_title),
    show: Some(show),
    hide: Some(hide),
};

impl Instance {
    /// nice-plug's functions, if there is a panel.
    pub fn gui(&self) -> Option<&clap_plugin_gui> {
        let inner = &self.inner()?.plugin;
        // SAFETY: nice-plug gives a table that lives as long as it does.
        unsafe {
            let table: *const c_void = inner.get_extension?(inner, CLAP_EXT_GUI.as_ptr());
            table.cast::<clap_plugin_gui>().as_ref()
        }
    }

    fn guarded(&self) -> Option<&clap_plugin_gui> {
        if self.is_on_main_thread() {
            return self.gui();
        }
        nice_warn!("the panel was called on another thread than the main one; the call is dropped");
        None
    }
}

/// A function that asks nice-plug's on the main thread, and is refused elsewhere.
macro_rules! guarded {
    ($name:ident($($argument:ident: $type:ty),*) $(-> $out:ty)?, else $refused:expr) => {
        unsafe extern "C" fn $name(plugin: *const clap_plugin, $($argument: $type),*) $(-> $out)? {
            // SAFETY: the host gives what `create` gave it, and pointers that are valid for the call.
            unsafe {
                match instance(plugin).guarded().and_then(|gui| gui.$name) {
                    Some(call) => call(plugin, $($argument),*),
                    None => $refused,
                }
            }
        }
    };
}

guarded!(is_api_supported(api: *const c_char, is_floating: bool) -> bool, else false);
guarded!(get_preferred_api(api: *mut *const c_char, is_floating: *mut bool) -> bool, else false);
guarded!(set_scale(scale: f64) -> bool, else false);
guarded!(get_size(width: *mut u32, height: *mut u32) -> bool, else false);
guarded!(can_resize() -> bool, else false);
guarded!(get_resize_hints(hints: *mut clap_gui_resize_hints) -> bool, else false);
guarded!(adjust_size(width: *mut u32, height: *mut u32) -> bool, else false);
guarded!(set_size(width: u32, height: u32) -> bool, else false);
guarded!(set_parent(window: *const clap_window) -> bool, else false);
guarded!(set_transient(window: *const clap_window) -> bool, else false);
guarded!(suggest_title(title: *const c_char), else ());
guarded!(show() -> bool, else false);
guarded!(hide() -> bool, else false);

/// The window is gone when this is back, and its thread with it.
pub unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    // SAFETY: as above.
    unsafe {
        let this = instance(plugin);
        if let Some(destroy) = this.guarded().and_then(|gui| gui.destroy) {
            destroy(plugin);
            if let Some(inner) = this.inner() {
                inner.host_params.window.closed();
            }
        }
    }
}

unsafe extern "C" fn create(plugin: *const clap_plugin, api: *const c_char, is_floating: bool) -> bool {
    // SAFETY: as above.
    unsafe {
        let this = instance(plugin);
        if this.host_extension::<clap_host_gui>(CLAP_EXT_GUI).is_none() {
            nice_warn!("the host has no clap.gui: no panel");
            return false;
        }
        this.guarded().and_then(|gui| gui.create).is_some_and(|create| create(plugin, api, is_floating))
    }
}
