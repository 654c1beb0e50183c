//! The host's own menu for a parameter: automation, learning, links. The panel asks for it, on whatever thread it runs; the
//! host opens it on its main thread, when it has been woken.

use std::sync::atomic::Ordering::Relaxed;

use crate::sync::{AtomicBool, AtomicU64};

/// Nothing is requested.
const NOTHING: u64 = u64::MAX;

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
    requested: AtomicU64,
}

impl Default for HostMenu {
    fn default() -> Self {
        Self { is_there: AtomicBool::new(false), requested: AtomicU64::new(NOTHING) }
    }
}

impl HostMenu {
    /// The host has one.
    pub fn offer(&self) {
        self.is_there.store(true, Relaxed);
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        self.is_there.load(Relaxed)
    }

    /// Asks for it: it opens when the host has been woken.
    pub fn ask(&self, MenuRequest { id, at: [x, y] }: MenuRequest) {
        self.requested.store(u64::from(id) << 32 | u64::from(x) << 16 | u64::from(y), Relaxed);
    }

    /// What was requested, once.
    pub fn take(&self) -> Option<MenuRequest> {
        let requested = self.requested.swap(NOTHING, Relaxed);
        let [x, y] = [requested >> 16, requested].map(|part| (part & 0xffff) as u16);
        (requested != NOTHING).then_some(MenuRequest { id: (requested >> 32) as u32, at: [x, y] })
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_arrives_once() {
        let menu = HostMenu::default();
        assert_eq!((menu.take(), menu.is_there()), (None, false));
        let requested = MenuRequest { id: 0x7fff_1234, at: [65_535, 7] };
        menu.offer();
        menu.ask(requested);
        assert!(menu.is_there());
        assert_eq!((menu.take(), menu.take()), (Some(requested), None));
    }
}
