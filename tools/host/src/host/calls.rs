//! What a plugin may call in its host: remembered here, answered by `Host::handle_requests`.

use std::ffi::CStr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use clack_extensions::context_menu::{
    ContextMenuBuilder, ContextMenuTarget, HostContextMenu, HostContextMenuImpl,
};
use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl};
use clack_extensions::latency::{HostLatency, HostLatencyImpl};
use clack_extensions::params::*;
use clack_extensions::preset_discovery::HostPresetLoadImpl;
use clack_extensions::preset_discovery::prelude::*;
use clack_extensions::state::{HostState, HostStateImpl};
use clack_extensions::thread_check::{HostThreadCheck, HostThreadCheckImpl};
use clack_host::prelude::*;
use clack_host::utils::ClapId;

/// What the plugin has asked for.
#[derive(Default)]
pub struct Requests {
    /// To be deactivated and activated.
    pub restart: AtomicBool,
    /// To be called on the main thread.
    pub callback: AtomicBool,
    /// How often the plugin said that its session changed.
    pub dirty: AtomicU32,
    /// The last menu it wanted.
    pub menu: Mutex<Option<Menu>>,
    /// The last size it wanted, in pixels.
    pub size: Mutex<Option<[u32; 2]>>,
    /// What it said about presets it was to load: the key of one that is on, or why it is not.
    pub presets: Mutex<Vec<Result<String, String>>>,
}

/// A menu of the host that the plugin wants.
#[derive(Clone, Copy, Debug)]
pub struct Menu {
    /// Of a parameter, or of none.
    pub id: Option<ClapId>,
    /// Where on the panel, in pixels.
    pub at: [i32; 2],
}

/// What any thread may call.
pub struct Shared {
    /// Where it is remembered.
    pub requests: Arc<Requests>,
    /// The thread that loaded the plugin.
    pub main_thread: ThreadId,
}

/// What the main thread may call.
pub struct Main {
    /// Where it is remembered.
    pub requests: Arc<Requests>,
}

/// Ties them together for clack.
pub struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = Main;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, _shared: &Shared) {
        builder
            .register::<HostContextMenu>()
            .register::<HostParams>()
            .register::<HostGui>()
            .register::<HostLatency>()
            .register::<HostPresetLoad>()
            .register::<HostState>()
            .register::<HostThreadCheck>();
    }
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        self.requests.restart.store(true, SeqCst);
    }
    fn request_process(&self) {}
    fn request_callback(&self) {
        self.requests.callback.store(true, SeqCst);
    }
}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {}
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}
    fn request_resize(&self, GuiSize { width, height }: GuiSize) -> Result<(), HostError> {
        put(&self.requests.size, [width, height]);
        Ok(())
    }
    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }
    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }
    fn closed(&self, _was_destroyed: bool) {}
}

impl HostThreadCheckImpl for Shared {
    fn is_main_thread(&self) -> bool {
        thread::current().id() == self.main_thread
    }
    fn is_audio_thread(&self) -> bool {
        !self.is_main_thread()
    }
}

impl MainThreadHandler<'_> for Main {}

impl HostContextMenuImpl for Main {
    fn populate(&self, _: ContextMenuTarget, _: &mut ContextMenuBuilder) -> Result<(), HostError> {
        Ok(())
    }
    fn perform(&self, _: ContextMenuTarget, _: ClapId) -> Result<(), HostError> {
        Ok(())
    }
    fn can_popup(&self) -> bool {
        true
    }
    fn popup(&self, target: ContextMenuTarget, _screen: i32, x: i32, y: i32) -> Result<(), HostError> {
        let id = if let ContextMenuTarget::Param(id) = target { Some(id) } else { None };
        put(&self.requests.menu, Menu { id, at: [x, y] });
        Ok(())
    }
}

impl HostParamsImplMainThread for Main {
    fn rescan(&self, _flags: ParamRescanFlags) {}
    fn clear(&self, _id: ClapId, _flags: ParamClearFlags) {}
}

impl HostLatencyImpl for Main {
    fn changed(&self) {}
}

impl HostStateImpl for Main {
    fn mark_dirty(&self) {
        self.requests.dirty.fetch_add(1, SeqCst);
    }
}

impl HostPresetLoadImpl for Main {
    fn on_error(&self, _: Location, _: Option<&CStr>, _: i32, message: Option<&CStr>) {
        self.say(Err(message.map_or_else(String::new, line)));
    }
    fn loaded(&self, _: Location, key: Option<&CStr>) {
        self.say(Ok(key.map_or_else(String::new, line)));
    }
}

impl Main {
    fn say(&self, about: Result<String, String>) {
        if let Ok(mut presets) = self.requests.presets.lock() {
            presets.push(about);
        }
    }
}

fn put<T>(place: &Mutex<Option<T>>, value: T) {
    if let Ok(mut place) = place.lock() {
        *place = Some(value);
    }
}

fn line(text: &CStr) -> String {
    text.to_string_lossy().into_owned()
}
