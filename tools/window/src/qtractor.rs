//! The panel in qtractor, a host with windows: opened from its track the disc turns while the song runs, and only then. Needs qtractor, jackd and a C compiler; without ALSA's sequencer a stand-in for it is loaded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use embedded_host::{Result, clap, target_dir};

use super::screen::Screen;
use super::{Guard, daw};

const DISPLAY: &str = ":95";
const SOUND: &str = "roentgenizdat";
/// Where qtractor, started for the first time, has the plugin on its first track.
const PLUGIN: [i16; 2] = [184, 180];
/// Its button that starts the song and stops it.
const PLAY: [i16; 2] = [240, 77];
/// The panel's size, where it is put so that both can be clicked on, and the disc there: left, top, width, height.
const PANEL: [u16; 2] = [1120, 784];
const ASIDE: [u16; 2] = [480, 216];
const DISC: [u16; 4] = [600, 360, 360, 360];

/// Starts screen, sound and qtractor, and this program again beside them.
pub fn run() -> Result<()> {
    let folder = std::path::absolute(target_dir().join("qtractor"))?;
    // Where it was last time its windows would be.
    fs::remove_dir_all(&folder).or_else(|error| if folder.exists() { Err(error) } else { Ok(()) })?;
    fs::create_dir_all(&folder)?;
    let session = fs::read_to_string(source("session.qtr"))?;
    let file = folder.join("session.qtr");
    fs::write(&file, session.replace("PLUGIN", &std::path::absolute(clap()?)?.to_string_lossy()))?;
    let _screen = daw::start_screen(DISPLAY)?;
    let log = |name: &str| fs::File::create(folder.join(name));
    let mut sound = Command::new("jackd");
    // By a name of its own: the user's goes on undisturbed.
    sound
        .args(["-n", SOUND, "-d", "dummy", "-r", "48000", "-p", "512"])
        .env("JACK_NO_AUDIO_RESERVATION", "1");
    let mut sound = Guard(sound.stdout(log("jackd.log")?).stderr(log("jackd-errors.log")?).spawn()?);
    sleep(Duration::from_secs(2));
    if let Some(status) = sound.0.try_wait()? {
        return Err(format!("jackd did not start: {status}").into());
    }
    let mut qtractor = Command::new("qtractor");
    qtractor.arg(&file).envs([
        ("DISPLAY", DISPLAY),
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("JACK_DEFAULT_SERVER", SOUND),
    ]);
    for home in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        qtractor.env(home, &folder);
    }
    if !Path::new("/dev/snd/seq").exists() {
        let library = folder.join("no_sequencer.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source("no_sequencer.c"));
        if !compiler.status()?.success() {
            return Err("the stand-in for the sequencer does not compile".into());
        }
        qtractor.env("LD_PRELOAD", library);
    }
    let _qtractor = Guard(qtractor.stdout(log("qtractor.log")?).stderr(log("qtractor-errors.log")?).spawn()?);
    let mut inside = Command::new(std::env::current_exe()?);
    inside.args(["--in-qtractor"]).env("DISPLAY", DISPLAY);
    if inside.status()?.success() { Ok(()) } else { Err(format!("see {}", folder.display()).into()) }
}

fn source(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/host/qtractor").join(file)
}

/// What is tried, on its screen.
pub fn inside() -> Result<()> {
    let screen = Screen::open()?;
    let becomes = |turns, when| daw::becomes(&screen, DISC, turns, when);
    let opened = daw::open(&screen, PANEL, ASIDE, |screen| {
        screen.click(PLUGIN, 1)?;
        screen.click(PLUGIN, 1)
    });
    let tried = opened
        .and_then(|()| becomes(false, "before the song"))
        .and_then(|()| screen.click(PLAY, 1))
        .and_then(|()| becomes(true, "while the song runs"))
        .and_then(|()| screen.click(PLAY, 1))
        .and_then(|()| becomes(false, "behind the song"));
    daw::photograph_failure(&screen, &target_dir().join("qtractor/seen.png"), tried)?;
    println!("seen: in qtractor the panel opens, and the disc turns while the song runs and only then");
    Ok(())
}
