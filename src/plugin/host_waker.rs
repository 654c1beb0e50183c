//! The way to the host's main thread: whoever has something for it there wakes the host, which then calls.

use std::sync::{Arc, Mutex, PoisonError};

type Wake = Arc<dyn Fn() + Send + Sync>;

/// Wakes the host of one instance, while there is one.
#[derive(Default)]
pub struct HostWaker(Mutex<Option<Wake>>);

impl HostWaker {
    /// The host is there; `wake` makes it call us on its main thread, and may be called on any.
    pub fn connect(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.put(Some(Arc::new(wake)));
    }

    /// The host is gone.
    pub fn disconnect(&self) {
        self.put(None);
    }

    /// Wakes it. Locks: never on the audio thread.
    pub fn wake(&self) {
        // Out of the lock: a host may answer at once, and open a menu that lasts.
        let wake = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(wake) = wake {
            wake();
        }
    }

    fn put(&self, wake: Option<Wake>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = wake;
    }
}
