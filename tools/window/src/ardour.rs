//! The panel in Ardour's window: opened from the mixer, Space over it starts the song and stops it, and while a value is typed it
//! does not. The session is the one that `tests/host/lua/ardour.lua` leaves.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use embedded_host::{Result, target_dir};

use super::screen::{ESCAPE, SPACE, Screen, V};
use super::{Guard, daw};

const DISPLAY: &str = ":94";
/// *OK*, where Ardour says that the sound card is another one.
const OK_BUTTON: [i16; 2] = [972, 540];
/// The button that shows the mixer, and the plugin on its second track.
const MIXER: [i16; 2] = [1327, 73];
const PLUGIN: [i16; 2] = [440, 207];
/// The plugin's window, Ardour's own row of buttons above the panel, and on the panel the disc, an idle spot and the hiss.
const WINDOW: [u16; 2] = [1120, 818];
const DISC: [u16; 4] = [120, 194, 360, 360];
const IDLE: [i16; 2] = [36, 134];
const HISS_VALUE: [i16; 2] = [917, 216];

/// Starts screen and Ardour, with a home of its own, and this program again beside them.
pub fn run(home: &Path) -> Result<()> {
    let session = home.join("ardour-check/check.ardour");
    if !session.exists() {
        return Err(format!("{} is not there: `cargo xtask hosts` makes it", session.display()).into());
    }
    let _screen = daw::start_screen(DISPLAY)?;
    let log = home.join("window.log");
    let told = File::create(&log)?;
    let complained = told.try_clone()?;
    let mut ardour = Command::new("ardour");
    ardour.args(["--no-splash", "--no-announcements"]).arg(&session).env("TMPDIR", home);
    for (name, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache")] {
        ardour.env(name, home.join(folder));
    }
    ardour.envs([("DISPLAY", DISPLAY), ("LIBGL_ALWAYS_SOFTWARE", "1")]);
    let _ardour = Guard(ardour.stdout(told).stderr(complained).spawn()?);
    let mut inside = Command::new(std::env::current_exe()?);
    inside.args(["--in-ardour"]).env("DISPLAY", DISPLAY);
    if inside.status()?.success() { Ok(()) } else { Err(format!("see {}", log.display()).into()) }
}

/// What is tried, on its screen.
pub fn inside() -> Result<()> {
    let screen = Screen::open()?;
    let becomes = |turns, when| daw::becomes(&screen, DISC, turns, when);
    let press = |key| screen.press(None, key);
    let opened = daw::open(&screen, WINDOW, [0, 0], |screen| {
        screen.click(OK_BUTTON, 1)?;
        sleep(Duration::from_secs(1));
        screen.click(MIXER, 1)?;
        sleep(Duration::from_secs(1));
        screen.click(PLUGIN, 1)?;
        screen.click(PLUGIN, 1)
    });
    let tried = opened
        .and_then(|()| screen.click(IDLE, 1))
        .and_then(|()| becomes(false, "before the song"))
        .and_then(|()| press(SPACE))
        .and_then(|()| becomes(true, "after Space over the panel"))
        .and_then(|()| press(SPACE))
        .and_then(|()| becomes(false, "after Space once more"))
        .and_then(|()| screen.click(HISS_VALUE, 1))
        .and_then(|()| [V, SPACE, SPACE, SPACE].into_iter().try_for_each(press))
        .and_then(|()| becomes(false, "with Space typed into a value"))
        .and_then(|()| press(ESCAPE))
        .and_then(|()| press(SPACE))
        .and_then(|()| becomes(true, "after Space behind the typing"));
    daw::photograph_failure(&screen, &target_dir().join("ardour/seen.png"), tried)?;
    println!(
        "seen: in Ardour the panel opens, Space over it starts the song and stops it, and typed into a value it does not"
    );
    Ok(())
}
