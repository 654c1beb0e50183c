//! What a host is told: that the session changed, and that another latency is set.

use std::sync::atomic::Ordering::Relaxed;

use clap_sys::ext::state::{CLAP_EXT_STATE, clap_host_state};

use super::instance::{Inner, Instance};
use super::plugin::latency_samples;

impl Instance {
    /// Has the host told, on its main thread, if the session is another than it has stored.
    pub fn notify_host_of_changes(&self, inner: &Inner) {
        if inner.host_params.take_changes() {
            self.is_dirty.store(true, Relaxed);
            self.proxy.wake();
        }
    }

    /// Tells the host at once, if it is to be told: on the main thread, where clap-wrapper's VST3 without a window never calls
    /// back.
    pub fn tell_changes(&self) {
        if self.is_dirty.load(Relaxed) && self.is_on_main_thread() && self.is_dirty.swap(false, Relaxed) {
            // SAFETY: the id stands for this, and the function is the host's own.
            unsafe {
                let state = self.proxy.extension::<clap_host_state>(CLAP_EXT_STATE);
                if let Some(mark_dirty) = state.and_then(|state| state.mark_dirty) {
                    mark_dirty(self.proxy.host());
                }
            }
        }
    }

    /// Has the host activate anew where another latency is set than it was told: it may change in `activate` only.
    pub fn request_latency(&self, inner: &Inner) {
        let set = latency_samples(inner.host_params.latency(), self.rate_hz.load(Relaxed));
        let is_due = self.is_active.load(Relaxed) && set != self.latency_samples.load(Relaxed);
        if self.is_restart_due.swap(is_due, Relaxed) != is_due && is_due {
            self.proxy.ask_for_restart();
        }
    }
}
