//! Sessions that older builds have stored sound as they did when they were stored.

use std::fs;

use embedded_host::sessions::{folder, heard, kept};
use embedded_host::{Result, clap};

#[test]
fn stored_sessions_sound_as_they_did() -> Result<()> {
    let kept = kept("clap-")?;
    if kept.len() < 6 {
        return Err(format!("only {} sessions are kept", kept.len()).into());
    }
    let mut others = Vec::new();
    for session in kept {
        let hash = heard(&clap()?, &fs::read(folder().join(&session.name))?)
            .map_err(|error| format!("{}: {error}", session.name))?;
        if hash != session.hash {
            others.push(format!("{} is {hash}, it was {}", session.name, session.hash));
        }
    }
    if others.is_empty() { Ok(()) } else { Err(others.join("; ").into()) }
}
