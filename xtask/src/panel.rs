//! `cargo xtask panel [PICTURE]`: the panel as a program of its own; with a file name, its picture is taken on a screen
//! that is not there.

use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::steps::{cargo, output_of};
use crate::{Result, system, target_dir};

/// A display nobody uses.
const DISPLAY: &str = ":97";

/// A process that ends with us.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // Already gone is fine.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Builds the program and opens it, or takes its picture.
pub fn run(picture: Option<&Path>) -> Result<()> {
    system::require(system::BUILD)?;
    system::require(system::SCREEN)?;
    output_of(cargo().args(["build", "--release", "--example", "panel", "--features", "standalone"]))?;
    let program = target_dir().join("release/examples/panel");
    let Some(picture) = picture else {
        Command::new(program).status()?;
        return Ok(());
    };
    let _screen = Guard(Command::new("Xvfb").args([DISPLAY, "-screen", "0", "1400x1000x24"]).spawn()?);
    sleep(Duration::from_secs(1));
    let mut panel = Command::new(program);
    // Its own clock, no sound card.
    panel.args(["-b", "dummy"]).env("DISPLAY", DISPLAY).env("LIBGL_ALWAYS_SOFTWARE", "1");
    let _panel = Guard(panel.spawn()?);
    let window = window()?;
    // The disc is made and painted on a thread of its own.
    sleep(Duration::from_secs(3));
    // Out of the way, or a tooltip hides what is under the pointer.
    output_of(Command::new("xdotool").args(["mousemove", "0", "0"]).env("DISPLAY", DISPLAY))?;
    sleep(Duration::from_millis(500));
    let mut import = Command::new("timeout");
    import.args(["10", "import", "-window", &window]).arg(picture).env("DISPLAY", DISPLAY);
    output_of(&mut import)?;
    println!("{}", picture.display());
    Ok(())
}

/// The window's number. Without a window manager it is found by its name alone.
fn window() -> Result<String> {
    for _ in 0..40 {
        sleep(Duration::from_millis(250));
        let mut search = Command::new("xdotool");
        search.args(["search", "--onlyvisible", "--name", "Roentgenizdat"]).env("DISPLAY", DISPLAY);
        if let Some(id) = search.output()?.stdout.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty())
        {
            return Ok(String::from_utf8_lossy(id).into_owned());
        }
    }
    Err("the panel opened no window".into())
}
