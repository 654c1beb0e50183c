//! What is tried alike in every host with a window: its screen, and a disc that turns while the song runs, and only then.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use embedded_host::Result;

use super::Guard;
use super::screen::Screen;

const SIZE: [u16; 2] = [1600, 1000];
/// How long a window may take to come, and a disc to rest or to move.
const PATIENCE: Duration = Duration::from_secs(40);

/// Starts a screen that is not there.
pub fn start_screen(display: &str) -> Result<Guard> {
    let [width, height] = SIZE;
    let size = format!("{width}x{height}x24");
    let mut screen = Guard(Command::new("Xvfb").args([display, "-noreset", "-screen", "0", &size]).spawn()?);
    sleep(Duration::from_secs(1));
    match screen.0.try_wait()? {
        Some(status) => Err(format!("Xvfb did not start: {status}").into()),
        None => Ok(screen),
    }
}

/// Clicks until the window of this size is shown, and puts it there.
pub fn open(
    screen: &Screen,
    size: [u16; 2],
    place: [u16; 2],
    clicks: impl Fn(&Screen) -> Result<()>,
) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        sleep(Duration::from_secs(2));
        if screen.move_window(size, place)? {
            return Ok(());
        }
        clicks(screen)?;
        sleep(Duration::from_secs(3));
    }
    Err("no panel opens".into())
}

/// Waits until what is seen there turns, or stands.
pub fn becomes(screen: &Screen, disc: [u16; 4], turns: bool, when: &str) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let before = screen.look(disc)?;
        sleep(Duration::from_secs(1));
        if (screen.look(disc)? != before) == turns {
            return Ok(());
        }
    }
    Err(format!("{when} the disc {}", if turns { "stands" } else { "turns" }).into())
}

/// Keeps a picture of the screen where something failed.
pub fn photograph_failure(screen: &Screen, file: &Path, tried: Result<()>) -> Result<()> {
    let photograph =
        || -> Result<()> { Ok(fs::write(file, screen.look([0, 0, SIZE[0], SIZE[1]])?.to_png()?)?) };
    // What failed first is what is told.
    tried.inspect_err(|_| {
        if let Err(error) = photograph() {
            eprintln!("no picture of it: {error}");
        }
    })
}
