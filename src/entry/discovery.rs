//! Presets in the host's own browser: those that come with the program lie in the plugin, one's own are files in
//! [`Library::user_folder`]. A host asks for them without an instance, on any thread.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::null;

use clap_sys::factory::preset_discovery::*;
use clap_sys::universal_plugin_id::clap_universal_plugin_id;
use clap_sys::version::CLAP_VERSION;

use super::descriptor::descriptor;
use super::preset_load::{find, text};
use crate::plugin::containment::contained;
use crate::preset::library::{Entry, Library};

/// Frozen: hosts keep what they found under it.
const ID: &CStr = c"org.roentgenizdat.presets";
const VENDOR: &CStr = c"Roentgenizdat";

/// What hosts get as the preset discovery factory.
pub static FACTORY: clap_preset_discovery_factory = clap_preset_discovery_factory {
    count: Some(count),
    get_descriptor: Some(describe),
    create: Some(create),
};

static DESCRIPTOR: clap_preset_discovery_provider_descriptor = clap_preset_discovery_provider_descriptor {
    clap_version: CLAP_VERSION,
    id: ID.as_ptr(),
    name: c"Roentgenizdat presets".as_ptr(),
    vendor: VENDOR.as_ptr(),
};

static FILES: clap_preset_discovery_filetype = clap_preset_discovery_filetype {
    name: c"Roentgenizdat preset".as_ptr(),
    description: c"Settings of a bone record, as text".as_ptr(),
    file_extension: c"toml".as_ptr(),
};

// SAFETY, of all below: the host gives what it got here, receivers and indexers that are valid for the call, and C
// strings or null.

unsafe extern "C" fn count(_: *const clap_preset_discovery_factory) -> u32 {
    1
}

unsafe extern "C" fn describe(
    _: *const clap_preset_discovery_factory,
    index: u32,
) -> *const clap_preset_discovery_provider_descriptor {
    if index == 0 { &raw const DESCRIPTOR } else { null() }
}

/// The provider holds the host's indexer until it has been told where to look.
unsafe extern "C" fn create(
    _: *const clap_preset_discovery_factory,
    indexer: *const clap_preset_discovery_indexer,
    id: *const c_char,
) -> *const clap_preset_discovery_provider {
    contained("create of the preset provider", null(), || {
        // SAFETY: as above.
        if indexer.is_null() || id.is_null() || unsafe { CStr::from_ptr(id) } != ID {
            return null();
        }
        Box::into_raw(Box::new(clap_preset_discovery_provider {
            desc: &raw const DESCRIPTOR,
            provider_data: indexer.cast_mut().cast(),
            init: Some(init),
            destroy: Some(destroy),
            get_metadata: Some(get_metadata),
            get_extension: Some(get_extension),
        }))
    })
}

unsafe extern "C" fn destroy(provider: *const clap_preset_discovery_provider) {
    contained("destroy of the preset provider", (), || {
        if !provider.is_null() {
            // SAFETY: as above.
            drop(unsafe { Box::from_raw(provider.cast_mut()) });
        }
    })
}

unsafe extern "C" fn get_extension(
    _: *const clap_preset_discovery_provider,
    _: *const c_char,
) -> *const c_void {
    null()
}

unsafe extern "C" fn init(provider: *const clap_preset_discovery_provider) -> bool {
    contained("init of the preset provider", false, || {
        // SAFETY: as above.
        unsafe {
            let to: *const clap_preset_discovery_indexer = (*provider).provider_data.cast();
            let Some(declare) = (*to).declare_location else { return false };
            let inside = clap_preset_discovery_location {
                flags: CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT,
                name: c"Roentgenizdat".as_ptr(),
                kind: CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN,
                location: null(),
            };
            if !declare(to, &inside) {
                return false;
            }
            // Before the first is saved there is nothing to look at.
            let folder = Library::user_folder().filter(|folder| folder.is_dir());
            let Some(folder) =
                folder.and_then(|folder| CString::new(folder.to_string_lossy().as_bytes()).ok())
            else {
                return true;
            };
            let own = clap_preset_discovery_location {
                flags: CLAP_PRESET_DISCOVERY_IS_USER_CONTENT,
                name: c"Own presets".as_ptr(),
                kind: CLAP_PRESET_DISCOVERY_LOCATION_FILE,
                location: folder.as_ptr(),
            };
            // A host that wants none of these has the factory's all the same.
            if (*to).declare_filetype.is_some_and(|declare_filetype| declare_filetype(to, &FILES)) {
                declare(to, &own);
            }
            true
        }
    })
}

unsafe extern "C" fn get_metadata(
    _: *const clap_preset_discovery_provider,
    kind: clap_preset_discovery_location_kind,
    location: *const c_char,
    to: *const clap_preset_discovery_metadata_receiver,
) -> bool {
    contained("get_metadata", false, || {
        // SAFETY: as above.
        unsafe {
            let Some(receiver) = to.as_ref() else { return false };
            if kind == CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN {
                return Library::open(None).entries.iter().all(|entry| tell(receiver, entry));
            }
            match find(kind, text(location), None) {
                Ok(preset) => tell(
                    receiver,
                    &Entry { slug: String::new(), preset, file: text(location).map(Into::into) },
                ),
                Err(message) => {
                    let line = CString::new(message.replace('\0', "")).unwrap_or_default();
                    if let Some(on_error) = receiver.on_error {
                        on_error(receiver, 0, line.as_ptr());
                    }
                    false
                }
            }
        }
    })
}

/// Tells the host of one preset. Whether it wants more.
unsafe fn tell(to: &clap_preset_discovery_metadata_receiver, entry: &Entry) -> bool {
    let line = |text: &str| CString::new(text.replace('\0', "")).unwrap_or_default();
    let (name, slug) = (line(&entry.preset.name), line(&entry.slug));
    let (note, drawer) = (line(&entry.preset.note), line(&entry.preset.category));
    let (key, flags) = match entry.file {
        None => (slug.as_ptr(), CLAP_PRESET_DISCOVERY_IS_FACTORY_CONTENT),
        Some(_) => (null(), CLAP_PRESET_DISCOVERY_IS_USER_CONTENT),
    };
    let plugin = clap_universal_plugin_id { abi: c"clap".as_ptr(), id: descriptor().clap_id().as_ptr() };
    // SAFETY: as above.
    unsafe {
        if !to.begin_preset.is_some_and(|begin| begin(to, name.as_ptr(), key)) {
            return false;
        }
        if let Some(add_plugin_id) = to.add_plugin_id {
            add_plugin_id(to, &plugin);
        }
        if let Some(set_flags) = to.set_flags {
            set_flags(to, flags);
        }
        if let Some(set_description) = to.set_description {
            set_description(to, note.as_ptr());
        }
        if let Some(add_feature) = to.add_feature {
            add_feature(to, drawer.as_ptr());
        }
        if entry.file.is_none()
            && let Some(add_creator) = to.add_creator
        {
            add_creator(to, VENDOR.as_ptr());
        }
    }
    true
}
