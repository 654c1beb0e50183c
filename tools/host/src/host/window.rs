//! The plugin's panel in a window of the host's.

use std::ffi::c_ulong;

use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiSize, PluginGui, Window};

use super::Host;
use super::calls::Menu;
use crate::Result;

impl Host {
    /// Opens the panel in an X11 window.
    #[allow(unsafe_code)]
    pub fn open_panel(&mut self, parent: c_ulong) -> Result<()> {
        let plugin = self.instance.plugin_handle();
        let gui: PluginGui = plugin.get_extension().ok_or("no panel")?;
        gui.create(&plugin, GuiConfiguration { api_type: GuiApiType::X11, is_floating: false })?;
        // SAFETY: the window is the screen's own, which is there until the panel is gone.
        unsafe { gui.set_parent(&plugin, Window::from_x11_handle(parent))? };
        // Some plugins are shown at once, and say so with an error.
        let _ = gui.show(&plugin);
        self.handle_requests()
    }

    /// Makes the panel and takes it away at once, as hosts do that ask for its size only: no window is shown.
    pub fn flash_panel(&mut self, asks_size: bool) -> Result<()> {
        let plugin = self.instance.plugin_handle();
        let gui: PluginGui = plugin.get_extension().ok_or("no panel")?;
        gui.create(&plugin, GuiConfiguration { api_type: GuiApiType::X11, is_floating: false })?;
        if asks_size {
            gui.get_size(&plugin).ok_or("the panel has no size")?;
        }
        gui.destroy(&plugin);
        Ok(())
    }

    /// Closes it.
    pub fn close_panel(&mut self) -> Result<()> {
        let plugin = self.instance.plugin_handle();
        plugin.get_extension::<PluginGui>().ok_or("no panel")?.destroy(&plugin);
        self.handle_requests()
    }

    /// The menu of the host that the panel has asked for since.
    pub fn take_menu(&mut self) -> Option<Menu> {
        self.requests.menu.lock().ok()?.take()
    }

    /// The size that the panel has asked for last, in pixels.
    pub fn wanted_size(&self) -> Option<[u32; 2]> {
        *self.requests.size.lock().ok()?
    }

    /// The size it says it has, in pixels.
    pub fn panel_size(&mut self) -> Result<[u32; 2]> {
        let plugin = self.instance.plugin_handle();
        let gui: PluginGui = plugin.get_extension().ok_or("no panel")?;
        let size = gui.get_size(&plugin).ok_or("the panel has no size")?;
        Ok([size.width, size.height])
    }

    /// Gives it another size, in pixels; tells which it then has.
    pub fn resize_panel(&mut self, width: u32, height: u32) -> Result<[u32; 2]> {
        let plugin = self.instance.plugin_handle();
        let gui: PluginGui = plugin.get_extension().ok_or("no panel")?;
        gui.set_size(&plugin, GuiSize { width, height })?;
        self.handle_requests()?;
        self.panel_size()
    }
}
