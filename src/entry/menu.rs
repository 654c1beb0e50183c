//! The host's own menu for a parameter, opened on its main thread when the panel has asked for it ([`HostMenu`]).
//!
//! [`HostMenu`]: crate::plugin::host_menu::HostMenu

use clap_sys::ext::context_menu::{CLAP_CONTEXT_MENU_TARGET_KIND_PARAM, clap_context_menu_target};

use super::instance::{Inner, Instance};
use crate::plugin::host_menu::MenuRequest;

impl Instance {
    /// Lets the panel ask for the host's menu, if it has one. Whether it can open one now is asked when it is to: that may
    /// change with the window.
    pub fn connect_host_menu(&self, inner: &Inner) {
        if self.proxy.menu().is_some_and(|menu| menu.popup.is_some()) && !self.proxy.is_wrapper() {
            inner.host_params.host_menu.offer();
        }
    }

    /// Opens it where the panel asked for it, if it did.
    pub fn open_menu(&self, inner: &Inner) {
        let Some(MenuRequest { id, at: [x, y] }) = inner.host_params.host_menu.take() else { return };
        let Some(menu) = self.proxy.menu() else { return };
        let (Some(can_popup), Some(popup)) = (menu.can_popup, menu.popup) else { return };
        let target = clap_context_menu_target { kind: CLAP_CONTEXT_MENU_TARGET_KIND_PARAM, id };
        // SAFETY: the host's own functions, on its main thread.
        unsafe {
            if can_popup(self.proxy.host()) {
                popup(self.proxy.host(), &target, 0, i32::from(x), i32::from(y));
            }
        }
    }
}
