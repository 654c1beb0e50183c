//! A host's preset browser: what the plugin file says it has, without an instance.

use std::ffi::{CStr, CString};
use std::path::Path;

use clack_extensions::preset_discovery::prelude::*;
use clack_host::prelude::*;

use crate::Result;

/// A preset as the browser lists it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What the plugin wants to be given to load it.
    pub key: String,
    /// What it is, in a line.
    pub note: String,
    /// The drawer it lies in.
    pub features: Vec<String>,
    /// The plugin it is for.
    pub plugin: String,
    /// Whether it came with the plugin.
    pub is_factory: bool,
}

/// Where to look: inside the plugin, or which folders for which files.
#[derive(Default)]
struct Places {
    inside: bool,
    folders: Vec<String>,
    endings: Vec<String>,
}

impl IndexerImpl for Places {
    fn declare_filetype(&mut self, file: FileType) -> std::result::Result<(), HostError> {
        self.endings.extend(file.file_extension.map(line));
        Ok(())
    }
    fn declare_location(&mut self, place: LocationInfo) -> std::result::Result<(), HostError> {
        match place.location {
            Location::Plugin => self.inside = true,
            Location::File { path } => self.folders.push(line(path)),
        }
        Ok(())
    }
    fn declare_soundpack(&mut self, _: Soundpack) -> std::result::Result<(), HostError> {
        Ok(())
    }
}

/// What has been told.
#[derive(Default)]
struct PresetCollector {
    presets: Vec<Listed>,
    errors: Vec<String>,
}

impl PresetCollector {
    fn last(&mut self) -> &mut Listed {
        if self.presets.is_empty() {
            self.presets.push(Listed::default());
        }
        let last = self.presets.len() - 1;
        &mut self.presets[last]
    }
}

impl MetadataReceiverImpl for PresetCollector {
    fn on_error(&mut self, _: i32, message: Option<&CStr>) {
        self.errors.push(message.map_or_else(String::new, line));
    }
    fn begin_preset(
        &mut self,
        name: Option<&CStr>,
        key: Option<&CStr>,
    ) -> std::result::Result<(), HostError> {
        let [name, key] = [name, key].map(|text| text.map_or_else(String::new, line));
        self.presets.push(Listed { name, key, ..Listed::default() });
        Ok(())
    }
    fn add_plugin_id(&mut self, id: UniversalPluginId) {
        self.last().plugin = line(id.id);
    }
    fn set_soundpack_id(&mut self, _: &CStr) {}
    fn set_flags(&mut self, flags: Flags) {
        self.last().is_factory = flags.contains(Flags::IS_FACTORY_CONTENT);
    }
    fn add_creator(&mut self, _: &CStr) {}
    fn set_description(&mut self, note: &CStr) {
        self.last().note = line(note);
    }
    fn set_timestamps(&mut self, _: Option<Timestamp>, _: Option<Timestamp>) {}
    fn add_feature(&mut self, feature: &CStr) {
        let feature = line(feature);
        self.last().features.push(feature);
    }
    fn add_extra_info(&mut self, _: &CStr, _: &CStr) {}
}

/// A plugin file's presets.
pub struct Browser {
    provider: Provider<Places>,
}

impl Browser {
    /// Asks the file where its presets are.
    pub fn open(path: &Path) -> Result<Self> {
        // SAFETY: the file is a plugin that this workspace has built.
        #[allow(unsafe_code)]
        let entry = unsafe { PluginEntry::load(path.as_os_str())? };
        let factory: PresetDiscoveryFactory = entry.get_factory().ok_or("no preset discovery factory")?;
        let id =
            factory.provider_descriptors().next().and_then(|provider| provider.id()).ok_or("no provider")?;
        let info = HostInfo::new("Roentgenizdat's own browser", "Roentgenizdat", "", "1")?;
        Ok(Self { provider: Provider::instantiate(Places::default(), &entry, id, &info)? })
    }

    /// Whether there are presets in the plugin itself; in which folders there are more, and how those files end.
    pub fn places(&self) -> (bool, &[String], &[String]) {
        let places = self.provider.indexer();
        (places.inside, &places.folders, &places.endings)
    }

    /// The presets in the plugin, or in a file. An error is what the plugin said.
    pub fn list(&mut self, file: Option<&Path>) -> Result<Vec<Listed>> {
        let path = file.map(|path| CString::new(path.to_string_lossy().as_bytes())).transpose()?;
        let mut collected = PresetCollector::default();
        let location = path.as_deref().map_or(Location::Plugin, |path| Location::File { path });
        self.provider.get_metadata(location, &mut collected);
        if collected.errors.is_empty() {
            Ok(collected.presets)
        } else {
            Err(collected.errors.join("; ").into())
        }
    }
}

fn line(text: &CStr) -> String {
    text.to_string_lossy().into_owned()
}
