//! What nice-plug takes for the host: the host's own functions, each called where the host allows it.
//!
//! - Latency is not offered: nice-plug tells of another one outside `activate`, where CLAP forbids it; [`super::callbacks`] does.
//! - Values that a session brought are told to clap-wrapper's VST3 only where it can take them: without a component handler it
//!   calls through a null pointer (`param_rescan`, clap-wrapper 0.3.1).
//! - A function that a host leaves out does nothing, where nice-plug would panic.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::null;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use clap_sys::ext::context_menu::{
    CLAP_EXT_CONTEXT_MENU, CLAP_EXT_CONTEXT_MENU_COMPAT, clap_host_context_menu,
};
use clap_sys::ext::gui::{CLAP_EXT_GUI, clap_host_gui};
use clap_sys::ext::params::{
    CLAP_EXT_PARAMS, clap_host_params, clap_param_clear_flags, clap_param_rescan_flags,
};
use clap_sys::ext::thread_check::{CLAP_EXT_THREAD_CHECK, clap_host_thread_check};
use clap_sys::ext::track_info::{
    CLAP_EXT_TRACK_INFO, CLAP_EXT_TRACK_INFO_COMPAT, clap_host_track_info, clap_track_info,
};
use clap_sys::host::clap_host;
use clap_sys::id::clap_id;

/// VST3 hosts that give a component handler, and no menus by which clap-wrapper would show it.
const HOSTS_WITH_HANDLER: [&str; 3] = ["Ardour", "Mixbus", "qtractor"];

/// The host as nice-plug holds it.
#[repr(C)]
pub struct HostProxy {
    table: clap_host,
    /// It outlives the plugin.
    pub host: *const clap_host,
    /// Values are still to be told of.
    is_rescan_due: AtomicBool,
}

// Pointers to the one are cast to pointers to the other.
const _: () = assert!(std::mem::offset_of!(HostProxy, table) == 0);

impl HostProxy {
    /// In front of a host.
    ///
    /// # Safety
    ///
    /// `host` must be the host's, and outlive this.
    pub unsafe fn new(host: *const clap_host) -> Self {
        // SAFETY: the caller's.
        let own = unsafe { &*host };
        let table = clap_host {
            clap_version: own.clap_version,
            host_data: std::ptr::null_mut(),
            name: own.name,
            vendor: own.vendor,
            url: own.url,
            version: own.version,
            get_extension: Some(get_extension),
            request_restart: Some(request_restart),
            request_process: Some(request_process),
            request_callback: Some(request_callback),
        };
        Self { table, host, is_rescan_due: AtomicBool::new(false) }
    }

    /// For nice-plug; valid while `self` is and does not move.
    pub fn as_host(&self) -> *const clap_host {
        &raw const self.table
    }

    /// An extension of the host's, if it has it.
    ///
    /// # Safety
    ///
    /// `T` must be what the extension's id stands for.
    pub unsafe fn extension<T>(&self, id: &CStr) -> Option<&T> {
        // SAFETY: the host outlives the plugin, and its tables outlive it too.
        unsafe { (*self.host).get_extension?(self.host, id.as_ptr()).cast::<T>().as_ref() }
    }

    /// The host's menus for parameters.
    pub fn menu(&self) -> Option<&clap_host_context_menu> {
        // SAFETY: both ids stand for this.
        unsafe {
            let menu = self.extension::<clap_host_context_menu>(CLAP_EXT_CONTEXT_MENU);
            menu.or_else(|| self.extension::<clap_host_context_menu>(CLAP_EXT_CONTEXT_MENU_COMPAT))
        }
    }

    /// Whether it is clap-wrapper, with a host of another kind behind it.
    pub fn is_wrapper(&self) -> bool {
        self.text(|host| host.vendor) == Some(c"The CLAP Wrapper Team")
    }

    /// On the main thread, called by the host: tells it of the values it could not take before.
    pub fn tell_due_values(&self) {
        if self.is_rescan_due.swap(false, Relaxed) {
            self.rescan(clap_sys::ext::params::CLAP_PARAM_RESCAN_VALUES);
        }
    }

    /// Has the host call on its main thread.
    pub fn wake(&self) {
        WakeableHost(self.host).wake();
    }

    /// Has the host deactivate the plugin and activate it again.
    pub fn ask_for_restart(&self) {
        // SAFETY: the host outlives the plugin.
        if let Some(request) = unsafe { (*self.host).request_restart } {
            // SAFETY: as above.
            unsafe { request(self.host) }
        }
    }

    /// Whether clap-wrapper surely has a component handler.
    fn has_handler(&self) -> bool {
        // It says that it has menus where it has a component handler of the third kind.
        let menu = self.menu().and_then(|menu| menu.can_popup);
        // SAFETY: the host's own function, on its main thread.
        menu.is_some_and(|can_popup| unsafe { can_popup(self.host) })
            || self
                .text(|host| host.name)
                .and_then(|name| name.to_str().ok())
                .is_some_and(|name| HOSTS_WITH_HANDLER.iter().any(|known| name.starts_with(known)))
    }

    fn rescan(&self, flags: clap_param_rescan_flags) {
        // SAFETY: the id stands for this, and the function is the host's own.
        unsafe {
            let params = self.extension::<clap_host_params>(CLAP_EXT_PARAMS);
            if let Some(rescan) = params.and_then(|params| params.rescan) {
                rescan(self.host, flags);
            }
        }
    }

    fn text(&self, which: impl Fn(&clap_host) -> *const c_char) -> Option<&CStr> {
        // SAFETY: the host gives C strings or null, and they outlive the plugin.
        unsafe {
            let text = which(&*self.host);
            if text.is_null() { None } else { Some(CStr::from_ptr(text)) }
        }
    }
}

/// A host, for any thread: it may be woken on all of them.
#[derive(Clone, Copy)]
pub struct WakeableHost(pub *const clap_host);

// SAFETY: it is only woken, which the host allows on any thread, and it outlives the plugin.
unsafe impl Send for WakeableHost {}
// SAFETY: as above.
unsafe impl Sync for WakeableHost {}

impl WakeableHost {
    /// Makes the host call on its main thread.
    pub fn wake(self) {
        // SAFETY: the host outlives the plugin.
        unsafe {
            if let Some(request) = (*self.0).request_callback {
                request(self.0);
            }
        }
    }
}

// SAFETY, of all below: nice-plug gives what `HostProxy::as_host` gave it, while the plugin lives; and what it passes on is the
// host's to check.

unsafe fn proxy<'a>(host: *const clap_host) -> &'a HostProxy {
    // SAFETY: `table` is the first field of a `HostProxy`, whose layout is C's.
    unsafe { &*host.cast::<HostProxy>() }
}

unsafe extern "C" fn get_extension(host: *const clap_host, id: *const c_char) -> *const c_void {
    // SAFETY: as above. Every table is what its id stands for.
    unsafe {
        let requested = CStr::from_ptr(id);
        let track_info = [CLAP_EXT_TRACK_INFO, CLAP_EXT_TRACK_INFO_COMPAT];
        let (offered, table): (&CStr, *const c_void) = match requested {
            _ if requested == CLAP_EXT_GUI => (CLAP_EXT_GUI, (&raw const GUI).cast()),
            _ if requested == CLAP_EXT_PARAMS => (CLAP_EXT_PARAMS, (&raw const PARAMS).cast()),
            _ if requested == CLAP_EXT_THREAD_CHECK => (CLAP_EXT_THREAD_CHECK, (&raw const THREADS).cast()),
            _ if track_info.contains(&requested) => (requested, (&raw const TRACK_INFO).cast()),
            _ => return null(),
        };
        if proxy(host).extension::<c_void>(offered).is_some() { table } else { null() }
    }
}

unsafe extern "C" fn request_restart(host: *const clap_host) {
    // SAFETY: as above.
    unsafe { proxy(host) }.ask_for_restart();
}

unsafe extern "C" fn request_process(host: *const clap_host) {
    // SAFETY: as above.
    unsafe {
        let own = proxy(host).host;
        if let Some(request) = (*own).request_process {
            request(own);
        }
    }
}

unsafe extern "C" fn request_callback(host: *const clap_host) {
    // SAFETY: as above.
    unsafe { proxy(host) }.wake();
}

/// A function that asks the host's, and answers something else where it has none.
macro_rules! passed_on {
    ($id:ident: $table:ty, $name:ident = $function:ident($($argument:ident: $type:ty),*) $(-> $out:ty)?, else $none:expr) => {
        unsafe extern "C" fn $name(host: *const clap_host, $($argument: $type),*) $(-> $out)? {
            // SAFETY: as above; the id stands for the table.
            unsafe {
                let proxy = proxy(host);
                match proxy.extension::<$table>($id).and_then(|table| table.$function) {
                    Some(call) => call(proxy.host, $($argument),*),
                    None => $none,
                }
            }
        }
    };
}

passed_on!(CLAP_EXT_GUI: clap_host_gui, hints_changed = resize_hints_changed(), else {});
passed_on!(CLAP_EXT_GUI: clap_host_gui, resize = request_resize(width: u32, height: u32) -> bool, else false);
passed_on!(CLAP_EXT_GUI: clap_host_gui, show = request_show() -> bool, else false);
passed_on!(CLAP_EXT_GUI: clap_host_gui, hide = request_hide() -> bool, else false);
passed_on!(CLAP_EXT_GUI: clap_host_gui, closed = closed(was_destroyed: bool), else {});
passed_on!(CLAP_EXT_PARAMS: clap_host_params, clear = clear(id: clap_id, flags: clap_param_clear_flags), else {});
passed_on!(CLAP_EXT_PARAMS: clap_host_params, flush = request_flush(), else {});
passed_on!(CLAP_EXT_THREAD_CHECK: clap_host_thread_check, is_main = is_main_thread() -> bool, else false);
passed_on!(CLAP_EXT_THREAD_CHECK: clap_host_thread_check, is_audio = is_audio_thread() -> bool, else false);
passed_on!(CLAP_EXT_TRACK_INFO: clap_host_track_info, track = get(info: *mut clap_track_info) -> bool, else false);

unsafe extern "C" fn rescan(host: *const clap_host, flags: clap_param_rescan_flags) {
    // SAFETY: as above.
    let proxy = unsafe { proxy(host) };
    if proxy.is_wrapper() && !proxy.has_handler() {
        proxy.is_rescan_due.store(true, Relaxed);
        proxy.wake();
    } else {
        proxy.rescan(flags);
    }
}

static GUI: clap_host_gui = clap_host_gui {
    resize_hints_changed: Some(hints_changed),
    request_resize: Some(resize),
    request_show: Some(show),
    request_hide: Some(hide),
    closed: Some(closed),
};
static PARAMS: clap_host_params =
    clap_host_params { rescan: Some(rescan), clear: Some(clear), request_flush: Some(flush) };
static THREADS: clap_host_thread_check =
    clap_host_thread_check { is_main_thread: Some(is_main), is_audio_thread: Some(is_audio) };
static TRACK_INFO: clap_host_track_info = clap_host_track_info { get: Some(track) };
