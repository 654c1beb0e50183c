//! Presets and what sessions are stored for, as a host asks for them.

use std::ffi::CString;
use std::sync::atomic::Ordering::SeqCst;

use clack_extensions::preset_discovery::prelude::*;
use clack_extensions::state_context::{PluginStateContext, StateContextType};

use super::Host;
use crate::Result;

impl Host {
    /// Loads a factory preset by its key, or one's own by its file. What the plugin said of it.
    pub fn load_preset(
        &mut self,
        key: Option<&str>,
        file: Option<&str>,
    ) -> Result<std::result::Result<String, String>> {
        let (key, file) = (key.map(CString::new).transpose()?, file.map(CString::new).transpose()?);
        let location = file.as_deref().map_or(Location::Plugin, |path| Location::File { path });
        let plugin = self.instance.plugin_handle();
        let loading: PluginPresetLoad = plugin.get_extension().ok_or("it loads no presets")?;
        let loaded = loading.load_from_location(&plugin, location, key.as_deref());
        self.handle_requests()?;
        let said = self.requests.presets.lock().ok().and_then(|mut presets| presets.pop());
        let said = said.ok_or("it said nothing about the preset")?;
        if said.is_ok() != loaded.is_ok() {
            return Err(format!("it answered {loaded:?} and said {said:?}").into());
        }
        Ok(said)
    }

    /// The session's bytes, for a purpose.
    pub fn save_for(&mut self, purpose: StateContextType) -> Result<Vec<u8>> {
        let plugin = self.instance.plugin_handle();
        let mut bytes = Vec::new();
        let context: PluginStateContext = plugin.get_extension().ok_or("no state context")?;
        context.save(&plugin, &mut bytes, purpose)?;
        Ok(bytes)
    }

    /// Loads them for a purpose.
    pub fn restore_for(&mut self, mut bytes: &[u8], purpose: StateContextType) -> Result<()> {
        let plugin = self.instance.plugin_handle();
        let context: PluginStateContext = plugin.get_extension().ok_or("no state context")?;
        let loaded = context.load(&plugin, &mut bytes, purpose);
        self.handle_requests()?;
        Ok(loaded?)
    }

    /// How often the plugin said that its session changed, since this was last asked.
    pub fn take_dirty(&mut self) -> u32 {
        self.requests.dirty.swap(0, SeqCst)
    }
}
