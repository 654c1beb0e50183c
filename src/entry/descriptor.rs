//! What the plugin is called, and what it is.

use std::sync::OnceLock;

use nice_plug::wrapper::clap::PluginDescriptor;

use super::plugin::Roentgenizdat;

/// The plugin's description, for as long as the library is loaded.
pub fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Roentgenizdat>)
}
