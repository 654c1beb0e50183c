//! The factory presets as `.vstpreset` files, which VST3 hosts list beside the plugin.
//!
//! Each holds what the plugin itself stores when a host asks it for a preset: settings only, so that loading one
//! leaves the disc, its wear and the mix alone. The file, all numbers little end first:
//!
//! ```text
//! "VST3" · version 1, 4 bytes · class, 32 letters · place of the list, 8 bytes
//! the plugin's bytes · a description in XML
//! "List" · number of parts, 4 bytes · for each: its name, 4 letters; place and length, 8 bytes each
//! ```

use std::fs;
use std::path::Path;

use clack_extensions::state_context::StateContextType::ForPreset;
use embedded_host::{Host, Result, Setup};
use roentgenizdat::preset::{FACTORY, Preset};

use crate::resources::CLASS;

const HEAD: usize = 4 + 4 + 32 + 8;

/// Writes all of them, each as the plugin in `plugin` stores it.
pub fn write(plugin: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut host = Host::load(plugin, Setup::default())?;
    for factory in FACTORY {
        let preset = Preset::parse(factory.text)?;
        host.load_preset(Some(factory.slug), None)??;
        let bytes = file(&host.save_for(ForPreset)?, &preset);
        fs::write(folder.join(file_name(&preset)), bytes)?;
    }
    println!("{} presets in {}", FACTORY.len(), folder.display());
    Ok(())
}

/// The file's name, which hosts show: what a file system may not take is a hyphen.
pub fn file_name(preset: &Preset) -> String {
    let may_stand = |c: char| c.is_alphanumeric() || " -_,.'’()".contains(c);
    let name: String = preset.name.chars().map(|c| if may_stand(c) { c } else { '-' }).collect();
    format!("{name}.vstpreset")
}

fn file(component: &[u8], preset: &Preset) -> Vec<u8> {
    let info = description(preset);
    let parts: [(&[u8; 4], &[u8]); 2] = [(b"Comp", component), (b"Info", info.as_bytes())];
    let list_at = HEAD + parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    let mut file = Vec::with_capacity(list_at + 64);
    file.extend(b"VST3");
    file.extend(1u32.to_le_bytes());
    file.extend(CLASS.bytes());
    file.extend((list_at as u64).to_le_bytes());
    let mut list = Vec::new();
    for (name, bytes) in parts {
        list.extend(name);
        list.extend((file.len() as u64).to_le_bytes());
        list.extend((bytes.len() as u64).to_le_bytes());
        file.extend(bytes);
    }
    file.extend(b"List");
    file.extend((parts.len() as u32).to_le_bytes());
    file.extend(list);
    file
}

fn description(preset: &Preset) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let attribute = |id: &str, value: &str| {
        format!("  <Attribute id=\"{id}\" value=\"{}\" type=\"string\" flags=\"\"/>\n", escaped(value))
    };
    let lines: String = [
        attribute("MediaType", "VstPreset"),
        attribute("PlugInCategory", "Fx"),
        attribute("PlugInName", "Roentgenizdat"),
        attribute("PlugInVendor", "Roentgenizdat"),
        attribute("MusicalStyle", &preset.category),
        attribute("MediaComment", &preset.note),
    ]
    .concat();
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<MetaInfo>\n{lines}</MetaInfo>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_leads_to_each_part() {
        let preset = Preset::find("leningrad-1950s").unwrap();
        let file = file(b"settings", &preset);
        let number = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().unwrap()) as usize;
        assert_eq!((&file[..4], &file[8..40]), (&b"VST3"[..], CLASS.as_bytes()));
        let list = number(40);
        assert_eq!(&file[list..list + 8], b"List\x02\0\0\0");
        let part = |n: usize| {
            let entry = list + 8 + n * 20;
            let (at, length) = (number(entry + 4), number(entry + 12));
            (&file[entry..entry + 4], &file[at..at + length])
        };
        assert_eq!(part(0), (&b"Comp"[..], &b"settings"[..]));
        let (name, text) = part(1);
        assert!(name == b"Info" && String::from_utf8_lossy(text).contains("VstPreset"));
        assert_eq!(file.len(), list + 8 + 2 * 20);
    }

    #[test]
    fn every_preset_has_a_file_of_its_own() {
        let mut names: Vec<String> =
            FACTORY.iter().map(|factory| file_name(&Preset::parse(factory.text).unwrap())).collect();
        assert_eq!(names[0], "1950s Leningrad bootleg.vstpreset");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), FACTORY.len());
    }
}
