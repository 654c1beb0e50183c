//! What a plugin may call in its host: remembered here, answered by `Host::serve`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::{self, ThreadId};

use clack_extensions::latency::{HostLatency, HostLatencyImpl};
use clack_extensions::params::*;
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
}

/// What any thread may call.
pub struct Shared {
    /// Where it is remembered.
    pub requests: Arc<Requests>,
    /// The thread that loaded the plugin.
    pub main_thread: ThreadId,
}

/// What the main thread may call.
pub struct Main;

/// Ties them together for clack.
pub struct Handlers;

impl HostHandlers for Handlers {
    type Shared<'a> = Shared;
    type MainThread<'a> = Main;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, _shared: &Shared) {
        builder
            .register::<HostParams>()
            .register::<HostLatency>()
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

impl HostThreadCheckImpl for Shared {
    fn is_main_thread(&self) -> bool {
        thread::current().id() == self.main_thread
    }
    fn is_audio_thread(&self) -> bool {
        !self.is_main_thread()
    }
}

impl MainThreadHandler<'_> for Main {}

impl HostParamsImplMainThread for Main {
    fn rescan(&self, _flags: ParamRescanFlags) {}
    fn clear(&self, _id: ClapId, _flags: ParamClearFlags) {}
}

impl HostLatencyImpl for Main {
    fn changed(&self) {}
}

impl HostStateImpl for Main {
    fn mark_dirty(&self) {}
}
