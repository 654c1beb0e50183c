//! What hosts read of the VST3 without loading it: its classes (`moduleinfo.json`) and a picture.

use std::fs;
use std::path::Path;

use embedded_host::Result;

/// The VST3's class, frozen: clap-wrapper makes it of the CLAP's id, as a UUID of version 5 in the DNS name space.
/// Compared with the library's own in `tests/host/python/vst3_class.py`.
pub const CLASS: &str = "BBC04B4893A35178867185382F913A9A";
/// What the library says about itself, in VST3's words.
const SUB_CATEGORIES: [&str; 2] = ["Distortion", "Fx"];
const SDK: &str = "VST 3.8.0";
/// Any number of instances.
const MANY: u32 = 0x7fff_ffff;

/// Puts both into the bundle.
pub fn write(bundle: &Path) -> Result<()> {
    let resources = bundle.join("Contents/Resources");
    fs::create_dir_all(resources.join("Snapshots"))?;
    fs::write(resources.join("moduleinfo.json"), module_info())?;
    fs::copy("docs/panel.png", resources.join("Snapshots").join(snapshot()))?;
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
