//! `cargo xtask window [PICTURE]`: the built CLAP's panel in a window of our own host, on a screen that is not there. It is
//! opened and closed a hundred times while the song runs and the knobs move, left alone, resized, clicked and typed on, and its
//! picture taken. Where there is no OpenGL it says no, and the sound goes on.

mod ardour;
mod daw;
mod qtractor;
mod screen;
mod tries;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitCode};
use std::thread::sleep;
use std::time::Duration;

use embedded_host::{Result, target_dir};
use tries::{guarded, inside, refused};

/// A display nobody uses, and its size.
const DISPLAY: &str = ":97";
/// Another, without OpenGL.
const PLAIN_DISPLAY: &str = ":98";
const SCREEN: &str = "1920x1200x24";

/// A process that ends with us.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // Already gone is fine.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["--inside"] => inside(None),
        ["--inside", picture] => inside(Some(Path::new(picture))),
        ["--refused"] => refused(),
        ["--guarded"] => guarded(),
        ["--ardour", home] => ardour::run(Path::new(home)),
        ["--in-ardour"] => ardour::inside(),
        ["--qtractor"] => qtractor::run(),
        ["--in-qtractor"] => qtractor::inside(),
        [] => run(None),
        [picture] => run(Some(Path::new(picture))),
        _ => Err("usage: window [PICTURE | --qtractor | --ardour HOME]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Starts the screen, and this program again on it.
fn run(picture: Option<&Path>) -> Result<()> {
    let _screen = Guard(Command::new("Xvfb").args([DISPLAY, "-noreset", "-screen", "0", SCREEN]).spawn()?);
    sleep(Duration::from_secs(1));
    let mut inside = Command::new(std::env::current_exe()?);
    inside.args(["--inside"]).args(picture);
    // Many a line about windows that close: the framework's.
    let log = target_dir().join("window.log");
    inside.env("DISPLAY", DISPLAY).env("LIBGL_ALWAYS_SOFTWARE", "1").stderr(fs::File::create(&log)?);
    // Every window has a thread of its own, and the C library would keep a heap for each.
    inside.env("MALLOC_ARENA_MAX", "1");
    if !inside.status()?.success() {
        return Err(format!("see {}", log.display()).into());
    }
    guard()?;
    let plain = [PLAIN_DISPLAY, "-noreset", "-extension", "GLX", "-screen", "0", SCREEN];
    let _plain = Guard(Command::new("Xvfb").args(plain).spawn()?);
    sleep(Duration::from_secs(1));
    let mut refused = Command::new(std::env::current_exe()?);
    refused.args(["--refused"]).env("DISPLAY", PLAIN_DISPLAY);
    // No driver is found here.
    refused.env("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent").stderr(fs::File::create(&log)?);
    if !refused.status()?.success() || !fs::read_to_string(&log)?.contains("Failed to open editor") {
        return Err(format!("without OpenGL: see {}", log.display()).into());
    }
    println!("without OpenGL it says no and logs why");
    Ok(())
}

/// This program once more, playing on a thread that ends it where it calls the system; with a home of its own, since it clicks on
/// everything.
fn guard() -> Result<()> {
    let (log, home) = (target_dir().join("window-guarded.log"), target_dir().join("window-home"));
    fs::create_dir_all(&home)?;
    let mut guarded = Command::new(std::env::current_exe()?);
    guarded.args(["--guarded"]).env("DISPLAY", DISPLAY).env("LIBGL_ALWAYS_SOFTWARE", "1");
    guarded.env("HOME", &home).env("XDG_CONFIG_HOME", &home).stderr(fs::File::create(&log)?);
    if guarded.status()?.success() { Ok(()) } else { Err(format!("see {}", log.display()).into()) }
}
