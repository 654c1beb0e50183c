//! `cargo xtask bundle`: nice-plug's own, and in the VST3 beside its library what hosts read without loading it: its
//! classes (`moduleinfo.json`) and a picture; and the presets as files of VST3's own kind (`vstpreset.rs`).

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, clap, vst3, vstpreset};

/// The VST3's class, frozen: clap-wrapper makes it of the CLAP's id, as a UUID of version 5 in the DNS name space.
/// Compared with the library's own in `xtask/python/vst3_class.py`.
pub const CLASS: &str = "BBC04B4893A35178867185382F913A9A";
/// What the library says about itself, in VST3's words.
const SUB_CATEGORIES: [&str; 2] = ["Distortion", "Fx"];
const SDK: &str = "VST 3.8.0";
/// Any number of instances.
const MANY: u32 = 0x7fff_ffff;

/// Bundles with nice-plug's own options, and adds to what came out.
pub fn run(args: &[String]) -> Result<()> {
    nice_plug_xtask::main_with_args("cargo xtask", args.to_vec())?;
    if vst3().is_dir() {
        add_to(&vst3())?;
        // The presets are asked of the plugin itself, which must be one that runs here.
        if !args.iter().any(|word| word.starts_with("--target")) {
            vstpreset::write(&clap())?;
        }
    }
    Ok(())
}

fn add_to(bundle: &Path) -> Result<()> {
    let resources = bundle.join("Contents/Resources");
    fs::create_dir_all(resources.join("Snapshots"))?;
    fs::write(resources.join("moduleinfo.json"), module_info())?;
    fs::copy("docs/panel.png", resources.join("Snapshots").join(snapshot()))?;
    if cfg!(target_os = "macos") {
        // What was signed has changed.
        let here = nice_plug_xtask::CompilationTarget::MacOS(nice_plug_xtask::Architecture::AArch64);
        nice_plug_xtask::maybe_codesign(bundle, here);
    }
    Ok(())
}

fn snapshot() -> String {
    format!("{CLASS}_snapshot.png")
}

/// The description of the module, by VST3's own scheme.
fn module_info() -> String {
    let categories = SUB_CATEGORIES.map(|word| format!("\"{word}\"")).join(", ");
    let version = env!("CARGO_PKG_VERSION");
    format!(
        r#"{{
  "Name": "Roentgenizdat",
  "Version": "{version}",
  "Factory Info": {{
    "Vendor": "Roentgenizdat",
    "URL": "",
    "E-Mail": "",
    "Flags": {{
      "Unicode": true,
      "Classes Discardable": false,
      "Component Non Discardable": false
    }}
  }},
  "Classes": [
    {{
      "CID": "{CLASS}",
      "Category": "Audio Module Class",
      "Name": "Roentgenizdat",
      "Vendor": "Roentgenizdat",
      "Version": "{version}",
      "SDKVersion": "{SDK}",
      "Sub Categories": [{categories}],
      "Class Flags": 0,
      "Cardinality": {MANY},
      "Snapshots": [{{ "Scale Factor": 1, "Path": "Contents/Resources/Snapshots/{}" }}]
    }}
  ]
}}
"#,
        snapshot()
    )
}

/// Where the VST3's presets are built.
pub fn preset_folder() -> PathBuf {
    crate::target_dir().join("bundled/presets")
}
