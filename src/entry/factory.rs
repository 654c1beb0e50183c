//! What a host finds in the library: the plugin's description, and how one is created.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{null, null_mut};

use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::factory::preset_discovery::{
    CLAP_PRESET_DISCOVERY_FACTORY_ID, CLAP_PRESET_DISCOVERY_FACTORY_ID_COMPAT,
};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use nice_plug::wrapper::clap::clap_plugin_entry;

use super::descriptor::descriptor;
use super::instance::Instance;
use super::plugin::Roentgenizdat;
use super::{callbacks, discovery};
use crate::plugin::containment::contained;

unsafe extern "C" fn count(_: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn describe(_: *const clap_plugin_factory, index: u32) -> *const clap_plugin_descriptor {
    contained("get_plugin_descriptor", null(), || {
        if index == 0 { descriptor().clap_plugin_descriptor() } else { null() }
    })
}

/// On any thread. Nothing of the host's is asked before `init`.
unsafe extern "C" fn create(
    _: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    contained("create_plugin", null(), || {
        // SAFETY: the host gives a C string, and promises that its own struct outlives the plugin.
        if host.is_null() || id.is_null() || unsafe { CStr::from_ptr(id) } != descriptor().clap_id() {
            return null();
        }
        let outer = clap_plugin {
            desc: descriptor().clap_plugin_descriptor(),
            plugin_data: null_mut(),
            ..callbacks::FUNCTIONS
        };
        // SAFETY: as above.
        Box::into_raw(Box::new(unsafe { Instance::new(host, outer) })).cast()
    })
}

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(count),
    get_plugin_descriptor: Some(describe),
    create_plugin: Some(create),
};

unsafe extern "C" fn init(_path: *const c_char) -> bool {
    contained("the entry's init", false, || {
        nice_plug::wrapper::setup_logger::<Roentgenizdat>();
        true
    })
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

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::entry::instance::instance;

    unsafe extern "C" fn no_extension(_: *const clap_host, _: *const c_char) -> *const c_void {
        null()
    }

    unsafe extern "C" fn nothing(_: *const clap_host) {}

    #[test]
    fn the_thread_that_calls_init_is_the_main_one_whoever_created_it() {
        let host = clap_host {
            clap_version: clap_sys::version::CLAP_VERSION,
            host_data: null_mut(),
            name: c"test".as_ptr(),
            vendor: c"".as_ptr(),
            url: c"".as_ptr(),
            version: c"".as_ptr(),
            get_extension: Some(no_extension),
            request_restart: Some(nothing),
            request_process: Some(nothing),
            request_callback: Some(nothing),
        };
        let address = (&raw const host).addr();
        let made = thread::spawn(move || {
            // SAFETY: `host` lives until the plugin is destroyed, and the id is a C string.
            unsafe {
                create(&raw const FACTORY, address as *const clap_host, descriptor().clap_id().as_ptr())
            }
            .addr()
        });
        let address = made.join().unwrap();
        let plugin = address as *const clap_plugin;
        // SAFETY: `plugin` comes from `create` and is destroyed last; its functions are those of `callbacks`.
        unsafe {
            assert!(!instance(plugin).is_on_main_thread(), "before init there is no main thread");
            assert!((*plugin).init.unwrap()(plugin));
            assert!(instance(plugin).is_on_main_thread());
            let elsewhere =
                thread::spawn(move || instance(address as *const clap_plugin).is_on_main_thread());
            assert!(!elsewhere.join().unwrap());
            (*plugin).destroy.unwrap()(plugin);
        }
    }
}
