//! What older versions stored otherwise, and how it is brought up to date.
//!
//! A session names the version that wrote it. Whatever a later version calls or counts otherwise is one entry here, with the
//! version that changed it; a session older than that goes through it. Sessions of every version are kept in
//! `tests/data/sessions` and must go on sounding as they did.

use nice_plug::plugin::PluginState;

/// Major, minor, patch.
type Version = (u32, u32, u32);

/// A change of what is stored.
pub struct Migration {
    /// The first version that stores it the new way.
    since: Version,
    /// Brings a session of any version before up to date.
    apply: fn(&mut PluginState),
}

/// In order of their versions. None yet: all that was ever stored is read as it is.
const MIGRATIONS: &[Migration] = &[];

/// Brings a session up to date.
pub fn migrate(state: &mut PluginState) {
    migrate_by(MIGRATIONS, state);
}

fn migrate_by(migrations: &[Migration], state: &mut PluginState) {
    let version = version_of(&state.version);
    for migration in migrations.iter().filter(|migration| version < migration.since) {
        (migration.apply)(state);
    }
}

/// What a session says of its version; one that says nothing sensible is as old as can be.
fn version_of(text: &str) -> Version {
    let mut numbers = text.split(['.', '-', '+']).map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nice_plug::plugin::ParamValue;

    use super::*;

    /// In 0.3.0 a made-up parameter got another name, in 1.0.0 it was turned round.
    const MADE_UP: &[Migration] = &[
        Migration {
            since: (0, 3, 0),
            apply: |state| {
                if let Some(value) = state.params.remove("film_fog") {
                    state.params.insert("film_haze".to_string(), value);
                }
            },
        },
        Migration {
            since: (1, 0, 0),
            apply: |state| {
                if let Some(ParamValue::F32(haze)) = state.params.get_mut("film_haze") {
                    *haze = -*haze;
                }
            },
        },
    ];

    fn haze(version: &str, id: &str) -> String {
        let params = BTreeMap::from([(id.to_string(), ParamValue::F32(2.0))]);
        let mut state = PluginState { version: version.to_string(), params, fields: BTreeMap::new() };
        migrate_by(MADE_UP, &mut state);
        format!("{:?}", state.params)
    }

    #[test]
    fn a_session_goes_through_what_came_after_it() {
        assert_eq!(haze("0.2.9", "film_fog"), haze("", "film_fog"));
        assert_eq!(haze("0.2.9", "film_fog"), r#"{"film_haze": F32(-2.0)}"#);
        assert_eq!(haze("0.3.0", "film_haze"), r#"{"film_haze": F32(-2.0)}"#);
        assert_eq!(haze("1.0.0", "film_haze"), r#"{"film_haze": F32(2.0)}"#);
        assert_eq!(haze("2.1.0-beta", "film_fog"), r#"{"film_fog": F32(2.0)}"#);
    }
}
