//! The host's own menu for a parameter: automation, learning, links. The panel asks for it, on whatever thread it runs; the
//! host opens it on its main thread, when it has been woken.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// Nothing is requested.
const NOTHING: u64 = u64::MAX;

/// What wakes the host.
type Wake = Arc<dyn Fn() + Send + Sync>;

/// A parameter, by the host's number of it, and where on the panel, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MenuRequest {
    /// The parameter.
    pub id: u32,
    /// From the panel's upper left corner.
    pub at: [u16; 2],
}

/// The number that hosts know a parameter by: nice-plug makes it of the id.
pub fn clap_param_id(id: &str) -> u32 {
    id.bytes().fold(0u32, |number, byte| number.wrapping_mul(31).wrapping_add(byte.into())) & 0x7fff_ffff
}

/// Between the two.
pub struct HostMenu {
    is_there: AtomicBool,
    wake: Mutex<Option<Wake>>,
    requested: AtomicU64,
}

impl Default for HostMenu {
    fn default() -> Self {
        Self { is_there: AtomicBool::new(false), wake: Mutex::default(), requested: AtomicU64::new(NOTHING) }
    }
}

impl HostMenu {
    /// The host has one; `wake` makes it call us on its main thread.
    pub fn offer(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.put(Some(Arc::new(wake)));
    }

    /// The host is gone.
    pub fn withdraw(&self) {
        self.put(None);
    }

    fn put(&self, wake: Option<Wake>) {
        self.is_there.store(wake.is_some(), Relaxed);
        *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = wake;
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        self.is_there.load(Relaxed)
    }

    /// Asks for it.
    pub fn ask(&self, MenuRequest { id, at: [x, y] }: MenuRequest) {
        self.requested.store(u64::from(id) << 32 | u64::from(x) << 16 | u64::from(y), Relaxed);
        // Out of the lock: a host may answer at once, and open a menu that lasts.
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(wake) = wake {
            wake();
        }
    }

    /// What was requested, once.
    pub fn take(&self) -> Option<MenuRequest> {
        let requested = self.requested.swap(NOTHING, Relaxed);
        let [x, y] = [requested >> 16, requested].map(|part| (part & 0xffff) as u16);
        (requested != NOTHING).then_some(MenuRequest { id: (requested >> 32) as u32, at: [x, y] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_arrives_once() {
        let menu = HostMenu::default();
        assert_eq!((menu.take(), menu.is_there()), (None, false));
        let requested = MenuRequest { id: 0x7fff_1234, at: [65_535, 7] };
        menu.ask(requested);
        assert_eq!((menu.take(), menu.take()), (Some(requested), None));
    }
}
