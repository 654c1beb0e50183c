//! One plugin as the host sees it, and the way from the host's pointer to it.
//!
//! The host holds a pointer to [`Instance::outer`], whose `plugin_data` is nice-plug's. nice-plug's own functions
//! read nothing else of it, so they work on it; ours find the rest behind it. nice-plug's part is made when the host calls
//! `init`: a host may create on any thread, and nice-plug takes the one it is made on for the main one.

use std::cell::{RefCell, UnsafeCell};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, ThreadId};

use atomic_float::AtomicF32;
use clap_sys::ext::params::clap_plugin_params;
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;

use super::buffers::ChannelBuffers;
use super::host_proxy::HostProxy;
use crate::plugin::params::HostParams;

thread_local! {
    /// Parameters of the instance that this thread is making: [`super::plugin::Roentgenizdat::default`] leaves them here for
    /// [`super::callbacks`], since nice-plug makes the plugin and gives its parameters to nobody.
    static NEW_PARAMS: RefCell<Option<Arc<HostParams>>> = const { RefCell::new(None) };
}

/// The instance being made has these parameters.
pub fn announce_params(params: &Arc<HostParams>) {
    NEW_PARAMS.replace(Some(params.clone()));
}

/// The parameters of the instance that was made last on this thread, once.
pub fn take_announced_params() -> Arc<HostParams> {
    NEW_PARAMS.take().unwrap_or_default()
}

/// What a host holds.
#[repr(C)]
pub struct Instance {
    outer: UnsafeCell<clap_plugin>,
    /// The host, for nice-plug and for us.
    pub proxy: HostProxy,
    /// The host is to be told that the session changed.
    pub is_dirty: AtomicBool,
    /// What the host is told, from one activation to the next.
    pub latency_samples: AtomicU32,
    /// The host has been asked to activate anew, since the latency that is set is another.
    pub is_restart_due: AtomicBool,
    /// Of the last activation.
    pub rate_hz: AtomicF32,
    /// Between `activate` and `deactivate`.
    pub is_active: AtomicBool,
    /// `process` or `flush` is under way: nice-plug panics where both are.
    pub is_busy: AtomicBool,
    /// For the layout in use.
    pub buffers: Mutex<ChannelBuffers>,
    inner: OnceLock<Inner>,
}

/// What `init` makes.
pub struct Inner {
    /// nice-plug's functions, before ours took their place.
    pub plugin: clap_plugin,
    /// The parameters, the disc's memory and all else that lives as long as the plugin.
    pub host_params: Arc<HostParams>,
    /// nice-plug's functions for parameters.
    pub params: *const clap_plugin_params,
    /// Ids of all parameters, in the table's order.
    pub ids: Vec<u32>,
    /// Ids of those that go in steps, sorted.
    pub stepped: Vec<u32>,
    main_thread: ThreadId,
}

// Pointers to the one are cast to pointers to the other.
const _: () = assert!(std::mem::offset_of!(Instance, outer) == 0);

impl Instance {
    /// An instance whose host calls these functions; nothing is made of it yet.
    ///
    /// # Safety
    ///
    /// `host` must be the host's, and outlive this.
    pub unsafe fn new(host: *const clap_host, outer: clap_plugin) -> Self {
        Self {
            outer: UnsafeCell::new(outer),
            // SAFETY: the caller's.
            proxy: unsafe { HostProxy::new(host) },
            is_dirty: AtomicBool::new(false),
            latency_samples: AtomicU32::new(0),
            is_restart_due: AtomicBool::new(false),
            rate_hz: AtomicF32::new(0.0),
            is_active: AtomicBool::new(false),
            is_busy: AtomicBool::new(false),
            buffers: Mutex::default(),
            inner: OnceLock::new(),
        }
    }

    /// nice-plug's part; none before `init`.
    pub fn inner(&self) -> Option<&Inner> {
        self.inner.get()
    }

    /// Takes nice-plug's part, on the main thread, once.
    pub fn set_inner(
        &self,
        plugin: clap_plugin,
        host_params: Arc<HostParams>,
        (params, ids, stepped): (*const clap_plugin_params, Vec<u32>, Vec<u32>),
    ) {
        // SAFETY: only here is it written, within `init`, before which a host calls nothing else of an instance.
        unsafe { (*self.outer.get()).plugin_data = plugin.plugin_data };
        // A second `init` is the host's fault and changes nothing.
        let _ = self.inner.set(Inner {
            plugin,
            host_params,
            params,
            ids,
            stepped,
            main_thread: thread::current().id(),
        });
    }

    /// Whether the calling thread is the one that called `init`.
    pub fn is_on_main_thread(&self) -> bool {
        self.inner().is_some_and(|inner| inner.main_thread == thread::current().id())
    }
}

/// The instance behind a host's pointer.
///
/// # Safety
///
/// `plugin` must come from [`super::factory`] and not have been destroyed.
pub unsafe fn instance<'a>(plugin: *const clap_plugin) -> &'a Instance {
    // SAFETY: `outer` is the first field of an `Instance`, whose layout is C's.
    unsafe { &*plugin.cast::<Instance>() }
}

/// An instance and nice-plug's part of it; none before `init`.
///
/// # Safety
///
/// As for [`instance`].
pub unsafe fn made<'a>(plugin: *const clap_plugin) -> Option<(&'a Instance, &'a Inner)> {
    if plugin.is_null() {
        return None;
    }
    // SAFETY: the caller's.
    let this = unsafe { instance(plugin) };
    this.inner().map(|inner| (this, inner))
}
