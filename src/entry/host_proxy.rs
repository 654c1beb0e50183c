//! What nice-plug takes for the host: the host's own functions, each called where the host allows it.
//!
//! - Latency is not offered: nice-plug tells of another one outside `activate`, where CLAP forbids it; [`super::callbacks`] does.
//! - Values that a session brought are told to clap-wrapper's VST3 at once only where it can take them: without a component handler
//!   it calls through a null pointer (`param_rescan`, clap-wrapper 0.3.1). Else they wait for the next callback, which only a host
//!   with an event loop makes; such a host has given one.
//! - The track's name and colour are not offered: nobody here wants them, and telling them would wait for the panel.
//! - A function that a host leaves out does nothing, where nice-plug would panic.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::Relaxed};

use crate::plugin::containment::contained;
use clap_sys::ext::context_menu::{
    CLAP_EXT_CONTEXT_MENU, CLAP_EXT_CONTEXT_MENU_COMPAT, clap_host_context_menu,
};
use clap_sys::ext::gui::{CLAP_EXT_GUI, clap_host_gui};
use clap_sys::ext::params::{
    CLAP_EXT_PARAMS, CLAP_PARAM_RESCAN_VALUES, clap_host_params, clap_param_clear_flags,
    clap_param_rescan_flags,
};
use clap_sys::ext::thread_check::{CLAP_EXT_THREAD_CHECK, clap_host_thread_check};
use clap_sys::host::clap_host;
use clap_sys::id::clap_id;
use clap_sys::version::CLAP_VERSION;

/// VST3 hosts that give a component handler, and no menus by which clap-wrapper would show it.
const HOSTS_WITH_HANDLER: [&str; 3] = ["Ardour", "Mixbus", "qtractor"];

/// The host as nice-plug holds it.
#[repr(C)]
pub struct HostProxy {
    table: clap_host,
    /// The host, which outlives the plugin; or nobody.
    host: AtomicPtr<clap_host>,
    // The host's tables, as nice-plug asked for them: on the audio thread none is asked for.
    gui: AtomicPtr<clap_host_gui>,
    params: AtomicPtr<clap_host_params>,
    threads: AtomicPtr<clap_host_thread_check>,
    /// Values are still to be told of.
    is_rescan_due: AtomicBool,
    /// That the window has ended by itself is still to be told.
    is_closing_due: AtomicBool,
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
            host_data: null_mut(),
            name: own.name,
            vendor: own.vendor,
            url: own.url,
            version: own.version,
            get_extension: Some(get_extension),
            request_restart: Some(request_restart),
            request_process: Some(request_process),
            request_callback: Some(request_callback),
        };
        Self {
            table,
            host: AtomicPtr::new(host.cast_mut()),
            gui: AtomicPtr::default(),
            params: AtomicPtr::default(),
            threads: AtomicPtr::default(),
            is_rescan_due: AtomicBool::new(false),
            is_closing_due: AtomicBool::new(false),
        }
    }

    /// The host.
    pub fn host(&self) -> *const clap_host {
        self.host.load(Relaxed)
    }

    /// The host goes, and something of the plugin stays: what it asks for from now on reaches nobody.
    pub fn abandon(&self) {
        self.gui.store(null_mut(), Relaxed);
        self.params.store(null_mut(), Relaxed);
        self.threads.store(null_mut(), Relaxed);
        self.host.store((&raw const NOBODY).cast_mut(), Relaxed);
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
        unsafe { (*self.host()).get_extension?(self.host(), id.as_ptr()).cast::<T>().as_ref() }
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

    /// On the main thread, called by the host, and not from within nice-plug: tells it what it could not take before.
    pub fn tell_what_is_due(&self) {
        if self.is_rescan_due.swap(false, Relaxed) {
            self.rescan(CLAP_PARAM_RESCAN_VALUES);
        }
        // It may take the panel away within this call.
        if self.is_closing_due.swap(false, Relaxed) {
            // SAFETY: the host's own function, on its main thread.
            unsafe {
                if let Some(closed) = self.gui.load(Relaxed).as_ref().and_then(|gui| gui.closed) {
                    closed(self.host(), true);
                }
            }
        }
    }

    /// Has the host call on its main thread.
    pub fn wake(&self) {
        WakeableHost(self.host()).wake();
    }

    /// Has the host deactivate the plugin and activate it again.
    pub fn ask_for_restart(&self) {
        // SAFETY: the host outlives the plugin.
        if let Some(request) = unsafe { (*self.host()).request_restart } {
            // SAFETY: as above.
            unsafe { request(self.host()) }
        }
    }

    /// Whether clap-wrapper surely has a component handler.
    fn has_handler(&self) -> bool {
        // It says that it has menus where it has a component handler of the third kind.
        let menu = self.menu().and_then(|menu| menu.can_popup);
        // SAFETY: the host's own function, on its main thread.
        menu.is_some_and(|can_popup| unsafe { can_popup(self.host()) })
            || self
                .text(|host| host.name)
                .and_then(|name| name.to_str().ok())
                .is_some_and(|name| HOSTS_WITH_HANDLER.iter().any(|known| name.starts_with(known)))
    }

    fn rescan(&self, flags: clap_param_rescan_flags) {
        // SAFETY: the host's own function.
        unsafe {
            if let Some(rescan) = self.params.load(Relaxed).as_ref().and_then(|params| params.rescan) {
                rescan(self.host(), flags);
            }
        }
    }

    fn text(&self, which: impl Fn(&clap_host) -> *const c_char) -> Option<&CStr> {
        // SAFETY: the host gives C strings or null, and they outlive the plugin.
        unsafe {
            let text = which(&*self.host());
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
    contained("the host's get_extension", null(), || {
        // SAFETY: as above. Every table is what its id stands for.
        unsafe {
            let (proxy, requested) = (proxy(host), CStr::from_ptr(id));
            let offered = |id: &CStr| {
                proxy.extension::<c_void>(id).map_or(null_mut(), |table| (&raw const *table).cast_mut())
            };
            let (known, ours): (*mut c_void, *const c_void) = match requested {
                _ if requested == CLAP_EXT_GUI => {
                    proxy.gui.store(offered(requested).cast(), Relaxed);
                    (proxy.gui.load(Relaxed).cast(), (&raw const GUI).cast())
                }
                _ if requested == CLAP_EXT_PARAMS => {
                    proxy.params.store(offered(requested).cast(), Relaxed);
                    (proxy.params.load(Relaxed).cast(), (&raw const PARAMS).cast())
                }
                _ if requested == CLAP_EXT_THREAD_CHECK => {
                    proxy.threads.store(offered(requested).cast(), Relaxed);
                    (proxy.threads.load(Relaxed).cast(), (&raw const THREADS).cast())
                }
                _ => return null(),
            };
            if known.is_null() { null() } else { ours }
        }
    })
}

unsafe extern "C" fn request_restart(host: *const clap_host) {
    contained("request_restart", (), || {
        // SAFETY: as above.
        unsafe { proxy(host) }.ask_for_restart();
    })
}

unsafe extern "C" fn request_process(host: *const clap_host) {
    // SAFETY: as above.
    unsafe {
        let own = proxy(host).host();
        if let Some(request) = (*own).request_process {
            request(own);
        }
    }
}

unsafe extern "C" fn request_callback(host: *const clap_host) {
    contained("request_callback", (), || {
        // SAFETY: as above.
        unsafe { proxy(host) }.wake();
    })
}

/// A function that asks the host's, and answers something else where it has none.
macro_rules! forwarded {
    ($table:ident, $name:ident = $function:ident($($argument:ident: $type:ty),*) $(-> $out:ty)?, else $none:expr) => {
        unsafe extern "C" fn $name(host: *const clap_host, $($argument: $type),*) $(-> $out)? {
            contained(concat!("the host's ", stringify!($name)), $none, || {
                // SAFETY: as above; the host's tables outlive the plugin.
                unsafe {
                    let proxy = proxy(host);
                    match proxy.$table.load(Relaxed).as_ref().and_then(|table| table.$function) {
                        Some(call) => call(proxy.host(), $($argument),*),
                        None => $none,
                    }
                }
            })
        }
    };
}

forwarded!(gui, hints_changed = resize_hints_changed(), else {});
forwarded!(gui, resize = request_resize(width: u32, height: u32) -> bool, else false);
forwarded!(gui, show = request_show() -> bool, else false);
forwarded!(gui, hide = request_hide() -> bool, else false);
forwarded!(params, clear = clear(id: clap_id, flags: clap_param_clear_flags), else {});
forwarded!(params, flush = request_flush(), else {});
forwarded!(threads, is_main = is_main_thread() -> bool, else false);
forwarded!(threads, is_audio = is_audio_thread() -> bool, else false);

/// nice-plug tells it while it holds the window; a host that takes the panel away at once would find it held.
unsafe extern "C" fn closed(host: *const clap_host, _was_destroyed: bool) {
    // SAFETY: as above.
    unsafe { proxy(host) }.is_closing_due.store(true, Relaxed);
}

unsafe extern "C" fn rescan(host: *const clap_host, flags: clap_param_rescan_flags) {
    contained("rescan", (), || {
        // SAFETY: as above.
        let proxy = unsafe { proxy(host) };
        if proxy.is_wrapper() && !proxy.has_handler() {
            proxy.is_rescan_due.store(true, Relaxed);
            proxy.wake();
        } else {
            proxy.rescan(flags);
        }
    })
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

/// A host that does nothing, where there is none any more.
static NOBODY: clap_host = clap_host {
    clap_version: CLAP_VERSION,
    host_data: null_mut(),
    name: c"".as_ptr(),
    vendor: c"".as_ptr(),
    url: c"".as_ptr(),
    version: c"".as_ptr(),
    get_extension: None,
    request_restart: None,
    request_process: None,
    request_callback: None,
};
