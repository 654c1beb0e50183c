//! While it plays, the plugin never calls the system: it waits for no lock that another thread holds, wakes no thread, and asks
//! the system for no memory, while every parameter is drawn, the song jumps, and presets and sessions are loaded. With the panel
//! open: `cargo xtask window`.
//!
//! In programs of their own, since the guard ends the one that it watches; on Linux, which has such a guard.

use std::sync::Mutex;
use std::{fs, thread};

use embedded_host::guard::{ENDED, forbid_system_calls};
use embedded_host::{Host, Result, Setup, sessions};
use roentgenizdat::preset::FACTORY;

use super::{in_its_own_program, load};

/// How often everything is done.
const ROUNDS: usize = 10;

#[test]
fn nothing_asks_the_system_while_playing() -> Result<()> {
    in_its_own_program("system_calls::under_guard").map(drop)
}

#[test]
fn the_system_call_guard_is_awake() -> Result<()> {
    let error = match in_its_own_program("system_calls::waiting_under_guard") {
        Ok(said) => return Err(format!("a held lock was waited for: {said}").into()),
        Err(error) => error.to_string(),
    };
    let is_told = ["system call", "while playing", &format!("exit status: {ENDED}")];
    if is_told.iter().all(|word| error.contains(word)) { Ok(()) } else { Err(error.into()) }
}

#[test]
#[ignore = "ends the program: run by the_system_call_guard_is_awake"]
fn waiting_under_guard() {
    let held = Mutex::new(());
    let _holds = held.lock();
    thread::scope(|scope| {
        scope.spawn(|| {
            forbid_system_calls().unwrap();
            drop(held.lock());
        });
    });
}

#[test]
#[ignore = "ends the program: run by nothing_asks_the_system_while_playing"]
fn under_guard() -> Result<()> {
    let mut host = load(Setup::default())?;
    host.play_under_guard(|host| (0..ROUNDS).try_for_each(|_| user(host)))
}

/// What the main thread may do beside: every preset and every kept session is loaded, and the session saved.
fn user(host: &mut Host) -> Result<()> {
    for factory in FACTORY {
        host.load_preset(Some(factory.slug), None)??;
    }
    for kept in sessions::kept("clap-")? {
        host.restore(&fs::read(sessions::folder().join(&kept.name))?)?;
        host.save()?;
    }
    Ok(())
}
