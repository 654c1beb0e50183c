//! A session's bytes, as nice-plug writes them: the length of the JSON in eight bytes, little end first, then the JSON.
//!
//! A preset is stored as a session that holds settings only and says so: [`super::sanitize()`] then leaves alone
//! what is absent, so the disc with its wear stays, and so do mix, output and the needle.

use std::collections::BTreeMap;

use nice_plug::plugin::{ParamValue, PluginState};

use super::sanitize::{SCOPE_FIELD, SETTINGS_ONLY, value_of};
use crate::params::{Parameter, preset_rows};
use crate::preset::Preset;

/// Bytes of the length in front of the JSON.
const LENGTH: usize = 8;

/// What sets a preset, and nothing else.
pub fn of_preset(preset: &Preset) -> Vec<u8> {
    let value = |p: &Parameter| (p.id.to_string(), value_of(p, (p.get)(preset.settings())));
    framed(&settings_state(preset_rows().map(value).collect()))
}

/// Of a whole session or a preset, only what presets hold; `None` if it is neither.
pub fn settings_only(bytes: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = bytes.split_at_checked(LENGTH)?;
    // A host may give more than it was given.
    let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
    let state: PluginState = serde_json::from_slice(&rest[..length.min(rest.len())]).ok()?;
    let is_held = |id: &str| preset_rows().any(|parameter| parameter.id == id);
    Some(framed(&settings_state(state.params.into_iter().filter(|(id, _)| is_held(id)).collect())))
}

fn settings_state(params: BTreeMap<String, ParamValue>) -> PluginState {
    let fields = BTreeMap::from([(SCOPE_FIELD.to_string(), SETTINGS_ONLY.to_string())]);
    PluginState { version: env!("CARGO_PKG_VERSION").to_string(), params, fields }
}

fn framed(state: &PluginState) -> Vec<u8> {
    // Numbers and words only: it cannot fail.
    let json = serde_json::to_vec(state).unwrap_or_default();
    [&(json.len() as u64).to_le_bytes()[..], &json].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(bytes: &[u8]) -> PluginState {
        serde_json::from_slice(&bytes[LENGTH..]).unwrap()
    }

    #[test]
    fn a_preset_holds_every_setting_of_presets_and_nothing_of_the_disc() {
        let preset = Preset::find("last-play").unwrap();
        let bytes = of_preset(&preset);
        assert_eq!(bytes[..LENGTH], ((bytes.len() - LENGTH) as u64).to_le_bytes());
        let stored = state(&bytes);
        assert_eq!(stored.params.len(), preset_rows().count());
        assert!(!stored.params.contains_key("disc_serial") && !stored.params.contains_key("mix"));
        assert_eq!(stored.fields.keys().collect::<Vec<_>>(), [SCOPE_FIELD]);
        assert_eq!(settings_only(&bytes), Some(bytes));
    }

    #[test]
    fn of_a_whole_session_the_settings_remain() {
        let json = r#"{"version":"0.1.0","params":{"warp_hole":{"f32":2.5},"mix":{"f32":50.0},
            "disc_serial":{"i32":7}},"fields":{"memory":"[[1.0]]"}}"#;
        let bytes = [&(json.len() as u64).to_le_bytes()[..], json.as_bytes()].concat();
        let kept = state(&settings_only(&bytes).unwrap());
        assert_eq!(kept.params.keys().collect::<Vec<_>>(), ["warp_hole"]);
        assert!(!kept.fields.contains_key("memory"));
        assert_eq!(settings_only(&[&bytes[..], b"padding"].concat()), settings_only(&bytes));
        assert_eq!((settings_only(b"rubbish"), settings_only(b"")), (None, None));
    }
}
