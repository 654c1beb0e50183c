//! The host's own menu for a parameter, opened on its main thread when the panel has asked for it ([`HostMenu`]).
//!
//! [`HostMenu`]: crate::plugin::host_menu::HostMenu

use std::ffi::CStr;

use clap_sys::ext::context_menu::{
    CLAP_CONTEXT_MENU_TARGET_KIND_PARAM, CLAP_EXT_CONTEXT_MENU, CLAP_EXT_CONTEXT_MENU_COMPAT,
    clap_context_menu_target, clap_host_context_menu,
};

use super::instance::{Inner, Instance};
use crate::plugin::host_menu::MenuRequest;

impl Instance {
    /// Lets the panel ask for the host's menu, if it has one. Whether it can open one now is asked when it is to: that may
    /// change with the window.
    pub fn connect_host_menu(&self, inner: &Inner) {
        if self.menu().is_some_and(|menu| menu.popup.is_some()) && !self.is_wrapped() {
            inner.host_params.host_menu.offer();
        }
    }

    /// Opens it where the panel asked for it, if it did.
    pub fn open_menu(&self, inner: &Inner) {
        let Some(MenuRequest { id, at: [x, y] }) = inner.host_params.host_menu.take() else { return };
        let Some(menu) = self.menu() else { return };
        let (Some(can_popup), Some(popup)) = (menu.can_popup, menu.popup) else { return };
        let target = clap_context_menu_target { kind: CLAP_CONTEXT_MENU_TARGET_KIND_PARAM, id };
        // SAFETY: the host's own functions, on its main thread.
        unsafe {
            if can_popup(self.host) {
                popup(self.host, &target, 0, i32::from(x), i32::from(y));
            }
        }
    }

    fn menu(&self) -> Option<&clap_host_context_menu> {
        // SAFETY: both ids stand for this.
        unsafe {
            let menu = self.host_extension::<clap_host_context_menu>(CLAP_EXT_CONTEXT_MENU);
            menu.or_else(|| self.host_extension::<clap_host_context_menu>(CLAP_EXT_CONTEXT_MENU_COMPAT))
        }
    }

    /// clap-wrapper says that it has menus, and never opens one.
    fn is_wrapped(&self) -> bool {
        // SAFETY: the host gives a C string or null.
        unsafe {
            let vendor = (*self.host).vendor;
            !vendor.is_null() && CStr::from_ptr(vendor) == c"The CLAP Wrapper Team"
        }
    }
}
