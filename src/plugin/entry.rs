//! Our own CLAP entry around nice-plug's, and the only unsafe code of the crate. Both bundles come through here.
//!
//! It does what the framework leaves open: whole numbers for stepped parameters ([`params`]), events that lie past
//! the block ([`events`]), a number for each of the host's blocks ([`block_id`]), presets in the host's browser
//! ([`discovery`], [`preset_load`]) that leave the disc alone ([`state_context`]), a word to the host when playing has changed
//! the session ([`session_changed`]), the host's menu for a parameter ([`super::host_menu`]), and calls on a foreign thread, which are dropped where the framework would panic
//! across the border and take the host down.
//!
//! The host holds a pointer to [`Instance::outer`], whose `plugin_data` is nice-plug's. nice-plug's own functions
//! read nothing else of it, so they work on it; ours find the rest behind it.

#![allow(unsafe_code)]

mod state_context;
mod discovery;
mod events;
mod gui;
mod preset_load;
mod menu;
mod params;
mod stream;

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_void};
use std::ptr::null;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, ThreadId};

use clap_sys::ext::gui::CLAP_EXT_GUI;
use clap_sys::ext::latency::{CLAP_EXT_LATENCY, clap_plugin_latency};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, clap_plugin_params};
use clap_sys::ext::preset_load::{CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_host_state};
use clap_sys::ext::state_context::CLAP_EXT_STATE_CONTEXT;
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::factory::preset_discovery::{
    CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT,
};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::process::{CLAP_PROCESS_ERROR, clap_process, clap_process_status};
use nice_plug::wrapper::clap::{PluginDescriptor, Wrapper, clap_plugin_entry};

use super::Roentgenizdat;
use super::params::HostParams;

/// Blocks of all instances and threads so far.
static BLOCKS: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// The block this thread is in.
    static BLOCK: Cell<u64> = const { Cell::new(0) };
    /// Whether a call on this thread has changed what the session keeps beside the parameters.
    static CHANGED: Cell<bool> = const { Cell::new(false) };
    /// Parameters of the instance that this thread has made last.
    static NEW_PARAMS: RefCell<Option<Arc<HostParams>>> = const { RefCell::new(None) };
}

/// A number that differs for each block a host plays; nice-plug may hand a block over in slices.
pub fn block_id() -> u64 {
    BLOCK.get()
}

/// The instance that this thread is calling has played its disc, or renewed it: the host is to store the session.
pub fn session_changed() {
    CHANGED.set(true);
}

/// An instance has these parameters: [`create`] takes them, since nice-plug gives them to nobody.
pub fn announce_params(params: &Arc<HostParams>) {
    NEW_PARAMS.replace(Some(params.clone()));
}

/// One plugin as the host sees it.
#[repr(C)]
struct Instance {
    outer: clap_plugin,
    /// nice-plug's functions, before ours took their place.
    inner: clap_plugin,
    host: *const clap_host,
    /// The host is to be told that the session changed.
    is_dirty: AtomicBool,
    app: Arc<HostParams>,
    /// What the host is told, from one activation to the next.
    latency_samples: AtomicU32,
    params: *const clap_plugin_params,
    /// Ids of the parameters that go in steps, sorted.
    stepped: Vec<u32>,
    main_thread: ThreadId,
}

// Pointers to the one are cast to pointers to the other.
const _: () = assert!(std::mem::offset_of!(Instance, outer) == 0);

impl Instance {
    fn is_on_main_thread(&self) -> bool {
        self.main_thread == thread::current().id()
    }

    /// Has the host told, on its main thread, if the call that has just returned changed the session.
    fn notify_host_of_changes(&self) {
        if !CHANGED.take() {
            return;
        }
        self.is_dirty.store(true, Ordering::Relaxed);
        // SAFETY: the host outlives the plugin.
        unsafe { wake(self.host) };
    }

    /// An extension of the host's, if it has it.
    ///
    /// # Safety
    ///
    /// `T` must be what the extension's id stands for.
    unsafe fn host_extension<T>(&self, id: &CStr) -> Option<&T> {
        unsafe { (*self.host).get_extension?(self.host, id.as_ptr()).cast::<T>().as_ref() }
    }
}

/// Makes the host call on its main thread; on any thread.
///
/// # Safety
///
/// `host` must be the one that the plugin was made with.
unsafe fn wake(host: *const clap_host) {
    unsafe {
        if let Some(request) = (*host).request_callback {
            request(host);
        }
    }
}

/// # Safety
///
/// `plugin` must come from [`create`] and not have been destroyed.
unsafe fn instance<'a>(plugin: *const clap_plugin) -> &'a Instance {
    unsafe { &*plugin.cast::<Instance>() }
}

fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Roentgenizdat>)
}

unsafe extern "C" fn count(_: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn describe(_: *const clap_plugin_factory, index: u32) -> *const clap_plugin_descriptor {
    if index == 0 { descriptor().clap_plugin_descriptor() } else { null() }
}

unsafe extern "C" fn create(
    _: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    // SAFETY: the host gives a C string, and promises that its own struct outlives the plugin.
    if host.is_null() || id.is_null() || unsafe { CStr::from_ptr(id) } != descriptor().clap_id() {
        return null();
    }
    let wrapper = unsafe { Wrapper::<Roentgenizdat>::new(host) };
    let inner = *wrapper.clap_plugin.borrow();
    // nice-plug's `destroy` takes this count back.
    std::mem::forget(wrapper);
    let outer = clap_plugin {
        init: Some(init_plugin),
        destroy: Some(destroy),
        activate: Some(activate),
        deactivate: Some(deactivate),
        start_processing: Some(start_processing),
        reset: Some(reset),
        process: Some(process),
        get_extension: Some(get_extension),
        on_main_thread: Some(on_main_thread),
        ..inner
    };
    // SAFETY: `inner` is nice-plug's, just made.
    let (params, stepped) = unsafe { params::of(&inner) };
    let main_thread = thread::current().id();
    let is_dirty = AtomicBool::new(false);
    let app = NEW_PARAMS.take().unwrap_or_default();
    Box::into_raw(Box::new(Instance {
        outer,
        inner,
        host,
        is_dirty,
        app,
        latency_samples: AtomicU32::new(0),
        params,
        stepped,
        main_thread,
    }))
    .cast()
}

unsafe extern "C" fn init_plugin(plugin: *const clap_plugin) -> bool {
    // SAFETY: the host gives what `create` gave it, here and in all functions below.
    let this = unsafe { instance(plugin) };
    let is_ready = this.inner.init.is_none_or(|init| unsafe { init(plugin) });
    // What the host can do may be asked from here on.
    this.connect_host_menu();
    is_ready
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    if plugin.is_null() {
        return;
    }
    // SAFETY: the host calls this once, with what `create` gave it.
    unsafe {
        if self::instance(plugin).app.window.is_open() {
            gui::destroy(plugin);
        }
        let instance = Box::from_raw(plugin.cast::<Instance>().cast_mut());
        instance.app.host_menu.withdraw();
        if let Some(destroy) = instance.inner.destroy {
            destroy(&instance.inner);
        }
    }
}

/// On a foreign thread this would touch the editor's window: the tasks stay queued for the next call.
unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    let this = unsafe { instance(plugin) };
    if !this.is_on_main_thread() {
        return;
    }
    if let Some(inner) = this.inner.on_main_thread {
        unsafe { inner(plugin) }
    }
    if this.is_dirty.swap(false, Ordering::Relaxed) {
        unsafe {
            let state = this.host_extension::<clap_host_state>(CLAP_EXT_STATE);
            if let Some(mark_dirty) = state.and_then(|state| state.mark_dirty) {
                mark_dirty(this.host);
            }
        }
    }
    // The last thing done: the host may remove the plugin from within its menu.
    this.open_menu();
}

/// nice-plug tells another latency as soon as it is set; what is heard changes here, and so does what is told.
unsafe extern "C" fn activate(plugin: *const clap_plugin, rate_hz: f64, least: u32, most: u32) -> bool {
    let this = unsafe { instance(plugin) };
    this.latency_samples.store(
        crate::plugin::latency_samples(this.app.settings().disc_latency, rate_hz as f32),
        Ordering::Relaxed,
    );
    this.inner.activate.is_some_and(|inner| unsafe { inner(plugin, rate_hz, least, most) })
}

unsafe extern "C" fn latency(plugin: *const clap_plugin) -> u32 {
    unsafe { instance(plugin) }.latency_samples.load(Ordering::Relaxed)
}

static LATENCY: clap_plugin_latency = clap_plugin_latency { get: Some(latency) };

unsafe extern "C" fn start_processing(plugin: *const clap_plugin) -> bool {
    let this = unsafe { instance(plugin) };
    let started = this.inner.start_processing.is_some_and(|inner| unsafe { inner(plugin) });
    // It begins with a reset, which ends a pass.
    this.notify_host_of_changes();
    started
}

unsafe extern "C" fn deactivate(plugin: *const clap_plugin) {
    let this = unsafe { instance(plugin) };
    if let Some(inner) = this.inner.deactivate {
        unsafe { inner(plugin) }
    }
    this.notify_host_of_changes();
}

unsafe extern "C" fn reset(plugin: *const clap_plugin) {
    let this = unsafe { instance(plugin) };
    if let Some(inner) = this.inner.reset {
        unsafe { inner(plugin) }
    }
    this.notify_host_of_changes();
}

unsafe extern "C" fn get_extension(plugin: *const clap_plugin, id: *const c_char) -> *const c_void {
    if plugin.is_null() || id.is_null() {
        return null();
    }
    unsafe {
        let requested = CStr::from_ptr(id);
        match instance(plugin).inner.get_extension {
            _ if requested == CLAP_EXT_PARAMS => (&raw const params::TABLE).cast(),
            _ if requested == CLAP_EXT_GUI && instance(plugin).gui().is_some() => {
                (&raw const gui::TABLE).cast()
            }
            _ if requested == CLAP_EXT_LATENCY => (&raw const LATENCY).cast(),
            _ if requested == CLAP_EXT_STATE_CONTEXT => (&raw const state_context::TABLE).cast(),
            _ if [CLAP_EXT_PRESET_LOAD, CLAP_EXT_PRESET_LOAD_COMPAT].contains(&requested) => {
                (&raw const preset_load::TABLE).cast()
            }
            Some(inner) => inner(plugin, id),
            None => null(),
        }
    }
}

unsafe extern "C" fn process(plugin: *const clap_plugin, data: *const clap_process) -> clap_process_status {
    if plugin.is_null() || data.is_null() {
        return CLAP_PROCESS_ERROR;
    }
    BLOCK.set(BLOCKS.fetch_add(1, Ordering::Relaxed) + 1);
    unsafe {
        let this = instance(plugin);
        let Some(inner) = this.inner.process else {
            return CLAP_PROCESS_ERROR;
        };
        // A bitwise copy: the struct holds pointers only, all of which outlive the call.
        let mut block = std::ptr::read(data);
        let rounding = events::RoundedOutputEvents::new(this, block.out_events);
        let out = rounding.list();
        block.out_events = if block.out_events.is_null() { null() } else { &out };
        let split = events::SplitInputEvents::new(block.in_events, block.frames_count);
        let (inside, late) = (split.inside(), split.late());
        block.in_events = if block.in_events.is_null() { null() } else { &inside };
        let status = inner(plugin, &block);
        if split.has_late()
            && let Some(flush) = (*this.params).flush
        {
            flush(plugin, &late, block.out_events);
        }
        this.notify_host_of_changes();
        status
    }
}

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(count),
    get_plugin_descriptor: Some(describe),
    create_plugin: Some(create),
};

unsafe extern "C" fn init(_path: *const c_char) -> bool {
    nice_plug::wrapper::setup_logger::<Roentgenizdat>();
    true
}

unsafe extern "C" fn deinit() {}

unsafe extern "C" fn factory(id: *const c_char) -> *const c_void {
    if id.is_null() {
        return null();
    }
    // SAFETY: the host gives a C string.
    let requested = unsafe { CStr::from_ptr(id) };
    if requested == CLAP_PLUGIN_FACTORY_ID {
        (&raw const FACTORY).cast()
    } else if [CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT].contains(&requested)
    {
        (&raw const discovery::FACTORY).cast()
    } else {
        null()
    }
}

/// The symbol hosts look for; clap-wrapper's VST3 and Audio Unit find the plugin through it too.
#[allow(non_upper_case_globals)]
#[unsafe(no_mangle)]
#[used]
pub static clap_entry: clap_plugin_entry = clap_plugin_entry {
    clap_version: clap_sys::version::CLAP_VERSION,
    init: Some(init),
    deinit: Some(deinit),
    get_factory: Some(factory),
};
