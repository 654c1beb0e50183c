//! While it plays, the plugin never calls the system: it waits for no lock that another thread holds, wakes no thread, and asks
//! for no memory, whatever is done with it meanwhile.
//!
//! In programs of their own, since the guard ends the one that it watches; on Linux, which has such a guard.

#![allow(unsafe_code)]

use std::ffi::{CString, c_void};
use std::process::{Command, Output};
use std::ptr::{null, null_mut};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::{fs, thread};

use clap_sys::ext::params::{CLAP_EXT_PARAMS, CLAP_PARAM_IS_STEPPED, clap_param_info, clap_plugin_params};
use clap_sys::ext::preset_load::{CLAP_EXT_PRESET_LOAD, clap_plugin_preset_load};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::factory::preset_discovery::CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN;
use clap_sys::process::clap_process;
use clap_sys::stream::{clap_istream, clap_ostream};
use embedded_host::guard::{ENDED, forbid_system_calls, leave};
use embedded_host::{Result, sessions};
use roentgenizdat::preset::FACTORY;

use crate::border::running;
use crate::raw::{Events, Raw, empty_block, port, value};

const BLOCK: usize = 64;
/// Blocks that are played at least, and how often everything else is done beside them.
const BLOCKS: usize = 4000;
const ROUNDS: usize = 3;
/// Of so many blocks one has a value for every parameter.
const CHANGING: usize = 16;

/// Runs a test of this file in a program of its own.
fn in_its_own_program(test: &str) -> Result<Output> {
    let arguments = ["--ignored", "--exact", "--nocapture", test];
    Ok(Command::new(std::env::current_exe()?).args(arguments).output()?)
}

#[test]
fn nothing_asks_the_system_while_playing() -> Result<()> {
    let output = in_its_own_program("system_calls::under_guard")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{}: {said}", output.status).into()) }
}

#[test]
fn the_system_call_guard_is_awake() -> Result<()> {
    let output = in_its_own_program("system_calls::waiting_under_guard")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let is_told = said.contains("system call") && said.contains("while playing");
    if output.status.code() == Some(ENDED) && is_told {
        return Ok(());
    }
    Err(format!("a held lock was waited for: {}, {said}", output.status).into())
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

/// What the audio thread has of the plugin.
struct Audio<'a>(&'a Raw);
// SAFETY: it calls nothing but `process`, which is the audio thread's.
unsafe impl Send for Audio<'_> {}

impl Audio<'_> {
    /// Plays until `is_over`, with automation of everything; then ends the program.
    fn play(&self, automation: &[Events], is_over: &AtomicBool) -> ! {
        let mut channels = [[0.1f32; BLOCK]; 2];
        let mut pointers = channels.each_mut().map(|channel| channel.as_mut_ptr());
        let (input, mut output) = (port(&mut pointers), port(&mut pointers));
        let lists: Vec<_> = automation.iter().map(Events::list).collect();
        let none = Events(Vec::new());
        let none = none.list();
        forbid_system_calls().unwrap();
        let mut nth = 0;
        while nth < BLOCKS || !is_over.load(SeqCst) {
            let events = if nth % CHANGING == 0 { &lists[nth / CHANGING % lists.len()] } else { &none };
            self.0.process(&clap_process {
                audio_inputs: &input,
                audio_outputs: &mut output,
                audio_inputs_count: 1,
                audio_outputs_count: 1,
                in_events: events,
                ..empty_block(BLOCK)
            });
            nth += 1;
        }
        leave()
    }
}

#[test]
#[ignore = "ends the program: run by nothing_asks_the_system_while_playing"]
fn under_guard() -> Result<()> {
    let raw = running()?;
    let automation: Vec<Events> = (0..64).map(|nth| everything(&raw, nth)).collect::<Result<_>>()?;
    let (audio, is_over) = (Audio(&raw), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let audio = audio;
            audio.play(&automation, &is_over)
        });
        for _ in 0..ROUNDS {
            user(&raw)?;
        }
        is_over.store(true, SeqCst);
        Ok(())
    })
}

/// A value for every parameter, another each time.
fn everything(raw: &Raw, nth: u32) -> Result<Events> {
    let params: &clap_plugin_params = raw.extension(CLAP_EXT_PARAMS).ok_or("no parameters")?;
    let (count, get_info) = (params.count.ok_or("no count")?, params.get_info.ok_or("no info")?);
    // SAFETY: the plugin lives as long as `raw`, and the info is written whole where it is told that it is.
    let infos = (0..unsafe { count(raw.plugin) }).map(|index| unsafe {
        let mut info: clap_param_info = std::mem::zeroed();
        get_info(raw.plugin, index, &mut info).then_some(info)
    });
    let some = |info: clap_param_info| {
        // Sixteen steps of its range, in an order of its own.
        let step = f64::from(info.id.wrapping_add(nth).wrapping_mul(2_654_435_769) >> 28) / 15.0;
        let free = info.min_value + step * (info.max_value - info.min_value);
        let is_stepped = info.flags & CLAP_PARAM_IS_STEPPED != 0;
        value(nth % BLOCK as u32, info.id, if is_stepped { free.round() } else { free })
    };
    Ok(Events(infos.map(|info| info.map(some)).collect()))
}

/// What the main thread may do beside: every preset and every kept session is loaded, and the session saved.
fn user(raw: &Raw) -> Result<()> {
    let presets: &clap_plugin_preset_load = raw.extension(CLAP_EXT_PRESET_LOAD).ok_or("no presets")?;
    let state: &clap_plugin_state = raw.extension(CLAP_EXT_STATE).ok_or("no state")?;
    let load_preset = presets.from_location.ok_or("no presets")?;
    let (load, save) = (state.load.ok_or("no load")?, state.save.ok_or("no save")?);
    let told = |what: &str, is_done: bool| if is_done { Ok(()) } else { Err(format!("{what} was refused")) };
    for factory in FACTORY {
        let key = CString::new(factory.slug)?;
        let place = CLAP_PRESET_DISCOVERY_LOCATION_PLUGIN;
        // SAFETY: all of it lives through the call.
        told(factory.slug, unsafe { load_preset(raw.plugin, place, null(), key.as_ptr()) })?;
        raw.on_main_thread();
    }
    for kept in sessions::kept("clap-")? {
        let bytes = fs::read(sessions::folder().join(&kept.name))?;
        let mut rest: &[u8] = &bytes;
        let stream = clap_istream { ctx: (&raw mut rest).cast(), read: Some(read) };
        // SAFETY: as above.
        told(&kept.name, unsafe { load(raw.plugin, &stream) })?;
        raw.on_main_thread();
        let stream = clap_ostream { ctx: null_mut(), write: Some(ignore) };
        // SAFETY: as above.
        told("saving", unsafe { save(raw.plugin, &stream) })?;
    }
    Ok(())
}

unsafe extern "C" fn read(stream: *const clap_istream, to: *mut c_void, most: u64) -> i64 {
    // SAFETY: made by `user`, and there is room for so much.
    unsafe {
        let rest = &mut *(*stream).ctx.cast::<&[u8]>();
        let (now, later) = rest.split_at(rest.len().min(most as usize));
        to.cast::<u8>().copy_from_nonoverlapping(now.as_ptr(), now.len());
        *rest = later;
        now.len() as i64
    }
}

unsafe extern "C" fn ignore(_: *const clap_ostream, _: *const c_void, count: u64) -> i64 {
    count as i64
}
