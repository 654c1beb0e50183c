//! How a stored state is made fit to load.
//!
//! nice-plug loads whatever stands in the file, out of range or not, so [`sanitize`] holds every value in its range
//! first, puts the default where a value makes no sense or a whole session lacks it, and says so in the log: one
//! line each. What holds settings only ([`SCOPE_FIELD`]) leaves alone what it does not name.

use nice_plug::params::persist::deserialize_field;
use nice_plug::plugin::{ParamValue, PluginState};
use nice_plug::prelude::nice_warn;

use crate::params::{Kind, PARAMETERS, Parameter};

use super::fields::{MEMORY, MEMORY_SERIAL, PICTURE};
use super::migrations::migrate;

/// The field by which a stored state says how much it holds, and what it says if that is settings only.
pub(super) const SCOPE_FIELD: &str = "scope";
pub(super) const SETTINGS_ONLY: &str = "\"settings\"";

/// Makes a stored state fit to load: brings what older versions stored up to date, then mends each value.
pub fn sanitize(state: &mut PluginState) {
    migrate(state);
    let scope = state.fields.remove(SCOPE_FIELD);
    if let Some(unknown) = scope.as_ref().filter(|scope| *scope != SETTINGS_ONLY) {
        nice_warn!("session: it holds {unknown}, taken as settings only");
    }
    // Whatever says that it is not the whole wipes nothing.
    let is_partial = scope.is_some();
    for parameter in PARAMETERS {
        let stored = state.params.get(parameter.id);
        let sanitized = stored.and_then(|value| sanitized(parameter, value));
        match (stored, sanitized) {
            (Some(_), Some(None)) => {}
            (Some(value), Some(Some(near))) => {
                nice_warn!("session: {} cannot be {value:?}, taken as {near:?}", parameter.id);
                state.params.insert(parameter.id.to_string(), near);
            }
            // A state without a serial leaves the disc that is on.
            (Some(value), None) if parameter.is_rolled_at_birth => {
                nice_warn!("session: {} cannot be {value:?}, it stays", parameter.id);
                state.params.remove(parameter.id);
            }
            (Some(value), None) => {
                nice_warn!("session: {} cannot be {value:?}, set to its default", parameter.id);
                state.params.insert(parameter.id.to_string(), default(parameter));
            }
            (None, _) if is_partial || parameter.is_rolled_at_birth => {}
            (None, _) => drop(state.params.insert(parameter.id.to_string(), default(parameter))),
        }
    }
    if is_partial {
        return;
    }
    // An older session does not say whose memory it is: that of its disc.
    if state.fields.get(MEMORY_SERIAL).is_none_or(|text| deserialize_field::<i32>(text).is_err()) {
        let of = match state.params.get("disc_serial") {
            Some(ParamValue::I32(number)) => number.to_string(),
            _ => "-1".to_string(),
        };
        state.fields.insert(MEMORY_SERIAL.to_string(), of);
    }
    let is_text = |text: &String| deserialize_field::<String>(text).is_ok();
    if !state.fields.get(PICTURE).is_some_and(is_text) {
        state.fields.insert(PICTURE.to_string(), "\"\"".to_string());
    }
    let is_whole = |text: &String| deserialize_field::<Vec<Vec<f32>>>(text).is_ok();
    if !state.fields.get(MEMORY).is_some_and(is_whole) {
        if state.fields.contains_key(MEMORY) {
            nice_warn!("session: the disc's memory is damaged, taken as a fresh copy");
        }
        state.fields.insert(MEMORY.to_string(), "[]".to_string());
    }
}

/// `None` if the value makes no sense, `Some(None)` if it may stay, else the nearest that may.
fn sanitized(parameter: &Parameter, value: &ParamValue) -> Option<Option<ParamValue>> {
    match (parameter.kind, value) {
        (Kind::Number { .. }, ParamValue::F32(knob)) => {
            let (low, high) = parameter.knob_range();
            let near = || ParamValue::F32(parameter.to_knob(parameter.from_knob(*knob)));
            Some((!(low..=high).contains(knob)).then(near))
        }
        (Kind::Count { min, max, .. }, ParamValue::I32(count)) => {
            Some((!(min..=max).contains(count)).then(|| ParamValue::I32((*count).clamp(min, max))))
        }
        (Kind::Choice(values), ParamValue::String(id)) => {
            values.iter().any(|named| named.id == id).then_some(None)
        }
        (Kind::Switch, ParamValue::Bool(_)) => Some(None),
        _ => None,
    }
}

fn default(parameter: &Parameter) -> ParamValue {
    value_of(parameter, parameter.default)
}

/// A value as a session holds it.
pub(super) fn value_of(parameter: &Parameter, plain: f32) -> ParamValue {
    match parameter.kind {
        Kind::Number { .. } => ParamValue::F32(parameter.to_knob(plain)),
        Kind::Count { .. } => ParamValue::I32(plain as i32),
        Kind::Choice(_) => ParamValue::String(parameter.file_text(plain)),
        Kind::Switch => ParamValue::Bool(plain >= 0.5),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn state(params: &[(&str, ParamValue)]) -> PluginState {
        let params = params.iter().map(|(id, value)| (id.to_string(), value.clone())).collect();
        PluginState { version: String::new(), params, fields: BTreeMap::new() }
    }

    #[test]
    fn damaged_values_are_held_in_range_or_set_to_default() {
        let mut state = state(&[
            ("warp_hole", ParamValue::F32(9e9)),
            ("film_hiss", ParamValue::F32(f32::NAN)),
            ("lathe_drive", ParamValue::F32(3.5)),
            ("crackle_scratches", ParamValue::I32(-7)),
            ("pickup_player", ParamValue::String("ipod".to_string())),
            ("lathe_machine", ParamValue::I32(99)),
            ("bypass", ParamValue::F32(1.0)),
            ("disc_serial", ParamValue::I32(12_345)),
        ]);
        state.fields.insert(MEMORY.to_string(), "[[0.5, nothing".to_string());
        sanitize(&mut state);
        let text = |id: &str| format!("{:?}", state.params[id]);
        assert_eq!(text("warp_hole"), "F32(3.0)");
        assert_eq!(text("film_hiss"), "F32(-29.0)");
        assert_eq!(text("lathe_drive"), "F32(3.5)");
        assert_eq!(text("crackle_scratches"), "I32(0)");
        assert_eq!(text("pickup_player"), "String(\"piezo\")");
        assert_eq!(text("lathe_machine"), "String(\"copy\")");
        assert_eq!(text("bypass"), "Bool(false)");
        assert_eq!(text("disc_serial"), "I32(9999)");
        assert_eq!(text("mix"), "F32(100.0)");
        assert_eq!(state.fields[MEMORY], "[]");
    }

    #[test]
    fn settings_alone_leave_alone_what_they_do_not_name() {
        let mut preset = state(&[("warp_hole", ParamValue::F32(9e9)), ("wear_plays", ParamValue::F32(3.0))]);
        preset.fields.insert(SCOPE_FIELD.to_string(), SETTINGS_ONLY.to_string());
        sanitize(&mut preset);
        let text = |id: &str| format!("{:?}", preset.params[id]);
        assert_eq!((text("warp_hole"), text("wear_plays")), ("F32(3.0)".into(), "F32(3.0)".into()));
        assert_eq!((preset.params.len(), preset.fields.len()), (2, 0));
    }

    #[test]
    fn a_good_state_is_left_alone() {
        let mut good = state(&[]);
        sanitize(&mut good);
        good.fields.insert(MEMORY.to_string(), "[[0.25]]".to_string());
        let before = format!("{good:?}");
        sanitize(&mut good);
        assert_eq!(format!("{good:?}"), before);
    }
}
