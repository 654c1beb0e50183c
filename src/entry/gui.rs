//! The panel's extension: nice-plug's, guarded where it would take the host down: a host that cannot be told of the panel's
//! size, a window that is none, a size that cannot be used, and calls on another thread than the one that called `init`, are
//! refused, and the host shows its own controls. A panel that is closed before its thread runs closes all the same.

use std::ffi::{CStr, c_char, c_void};

use clap_sys::ext::gui::{
    CLAP_EXT_GUI, CLAP_WINDOW_API_X11, clap_gui_resize_hints, clap_host_gui, clap_plugin_gui, clap_window,
};
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::nice_warn;

use super::instance::{Inner, Instance, instance, made};
use crate::plugin::containment::contained;
use crate::plugin::session::{MAX_PANEL_SIDE, MIN_PANEL_SIZE};

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
            contained(concat!("gui.", stringify!($name)), $refused, || {
                // SAFETY: the host gives what `create` gave it, and pointers that are valid for the call.
                unsafe {
                    if plugin.is_null() {
                        return $refused;
                    }
                    match instance(plugin).guarded().and_then(|gui| gui.$name) {
                        Some(call) => call(plugin, $($argument),*),
                        None => $refused,
                    }
                }
            })
        }
    };
}

guarded!(get_preferred_api(api: *mut *const c_char, is_floating: *mut bool) -> bool, else false);
guarded!(set_scale(scale: f64) -> bool, else false);
guarded!(get_size(width: *mut u32, height: *mut u32) -> bool, else false);
guarded!(can_resize() -> bool, else false);
guarded!(get_resize_hints(hints: *mut clap_gui_resize_hints) -> bool, else false);
guarded!(set_transient(window: *const clap_window) -> bool, else false);
guarded!(show() -> bool, else false);
guarded!(hide() -> bool, else false);

unsafe extern "C" fn is_api_supported(
    plugin: *const clap_plugin,
    api: *const c_char,
    is_floating: bool,
) -> bool {
    // SAFETY: as above.
    unsafe {
        let asked =
            made(plugin).filter(|_| !api.is_null()).and_then(|(this, _)| this.guarded()?.is_api_supported);
        asked.is_some_and(|is_supported| is_supported(plugin, api, is_floating))
    }
}

/// A panel within the host's window has no title.
unsafe extern "C" fn suggest_title(_: *const clap_plugin, _: *const c_char) {}

/// The size in pixels that is nearest to one that is asked for, with so many pixels to a point.
fn allowed_size([width, height]: [u32; 2], scale: f32) -> [u32; 2] {
    let held = |side: u32, least: f32| side.clamp((least * scale) as u32, (MAX_PANEL_SIDE * scale) as u32);
    [held(width, MIN_PANEL_SIZE[0]), held(height, MIN_PANEL_SIZE[1])]
}

unsafe extern "C" fn adjust_size(plugin: *const clap_plugin, width: *mut u32, height: *mut u32) -> bool {
    contained("gui.adjust_size", false, || {
        // SAFETY: as above.
        unsafe {
            let Some((this, inner)) = made(plugin) else { return false };
            if width.is_null() || height.is_null() || this.guarded().is_none() {
                return false;
            }
            [*width, *height] = allowed_size([*width, *height], inner.host_params.window.scale());
            true
        }
    })
}

/// nice-plug keeps a size that its window refuses, and cannot open the panel with it again.
unsafe extern "C" fn set_size(plugin: *const clap_plugin, width: u32, height: u32) -> bool {
    contained("gui.set_size", false, || {
        // SAFETY: as above.
        unsafe {
            let Some((this, inner)) = made(plugin) else { return false };
            if allowed_size([width, height], inner.host_params.window.scale()) != [width, height] {
                return false;
            }
            let set_size = this.guarded().and_then(|gui| gui.set_size);
            set_size.is_some_and(|set_size| set_size(plugin, width, height))
        }
    })
}

unsafe extern "C" fn set_parent(plugin: *const clap_plugin, window: *const clap_window) -> bool {
    contained("gui.set_parent", false, || {
        // SAFETY: as above.
        unsafe {
            let is_window = window.as_ref().is_some_and(|window| {
                // A window is a number on Linux and a pointer elsewhere; none is 0.
                !window.api.is_null()
                    && if CStr::from_ptr(window.api) == CLAP_WINDOW_API_X11 {
                        window.specific.x11 != 0
                    } else {
                        !window.specific.ptr.is_null()
                    }
            });
            if plugin.is_null() || !is_window {
                return false;
            }
            let set_parent = instance(plugin).guarded().and_then(|gui| gui.set_parent);
            set_parent.is_some_and(|set_parent| set_parent(plugin, window))
        }
    })
}

/// The window is gone when this is back, and its thread with it.
unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    contained("gui.destroy", (), || {
        // SAFETY: as above.
        unsafe {
            if let Some((this, inner)) = made(plugin)
                && !close(plugin, this, inner)
            {
                nice_warn!(
                    "the panel does not close: its window is left to the host's, which takes it along"
                );
            }
        }
    })
}

/// Closes the window, if there is one. Whether it is closed.
///
/// # Safety
///
/// As for [`destroy`].
pub unsafe fn close(plugin: *const clap_plugin, this: &Instance, inner: &Inner) -> bool {
    let Some(gui) = this.guarded() else { return false };
    let window = &inner.host_params.window;
    // What is asked of a window whose thread is held up is waited for; without end, if it is held up for good.
    if !window.is_open() || !window.waits_for_its_frame() {
        return !window.is_open();
    }
    // SAFETY: as above.
    unsafe {
        // The window library forgets to stop where its thread has not begun to run, and waits for it then. An answer shows
        // that it runs. Its own size, and not `hide`: a click under way would ask a hidden window for the focus.
        let [mut width, mut height] = [0; 2];
        if gui.get_size.is_some_and(|get_size| get_size(plugin, &mut width, &mut height))
            && let Some(set_size) = gui.set_size
        {
            set_size(plugin, width, height);
        }
        if let Some(destroy) = gui.destroy {
            destroy(plugin);
        }
    }
    window.closed();
    true
}

unsafe extern "C" fn create(plugin: *const clap_plugin, api: *const c_char, is_floating: bool) -> bool {
    contained("gui.create", false, || {
        // SAFETY: as above.
        unsafe {
            let Some((this, inner)) = made(plugin).filter(|_| !api.is_null()) else { return false };
            if this.proxy.extension::<clap_host_gui>(CLAP_EXT_GUI).is_none() {
                nice_warn!("the host has no clap.gui: no panel");
                return false;
            }
            // One that did not close in time is in the way.
            if inner.host_params.window.is_open() && !close(plugin, this, inner) {
                return false;
            }
            this.guarded().and_then(|gui| gui.create).is_some_and(|create| create(plugin, api, is_floating))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_held_between_the_panels_own_whatever_a_point_is() {
        assert_eq!(allowed_size([0, 0], 1.0), [840, 588]);
        assert_eq!(allowed_size([1120, 784], 1.0), [1120, 784]);
        assert_eq!(allowed_size([u32::MAX, 1], 2.0), [8000, 1176]);
        assert_eq!(allowed_size([6720, 4704], 2.0), [6720, 4704]);
    }
}
