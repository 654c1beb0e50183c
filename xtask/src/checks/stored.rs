//! Sessions that older builds have stored sound as they did when they were stored.

use std::fs;
use std::path::Path;

use super::Check;
use crate::Result;
use crate::sessions::{folder, heard, kept};

pub const CHECKS: &[Check] = &[("stored_sessions_sound_as_they_did", sound)];

fn sound(file: &Path) -> Result<()> {
    let kept = kept("clap-")?;
    if kept.len() < 6 {
        return Err(format!("only {} sessions are kept", kept.len()).into());
    }
    let mut others = Vec::new();
    for session in kept {
        let hash = heard(file, &fs::read(folder().join(&session.name))?)
            .map_err(|error| format!("{}: {error}", session.name))?;
        if hash != session.hash {
            others.push(format!("{} is {hash}, it was {}", session.name, session.hash));
        }
    }
    if others.is_empty() { Ok(()) } else { Err(others.join("; ").into()) }
}
