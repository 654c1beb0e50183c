//! `cargo xtask window [PICTURE]`: the built CLAP's panel in a window of our own host, on a screen that is not there. It is
//! opened and closed a hundred times while the song runs and the knobs move, resized, and its picture taken. Where there is no
//! OpenGL it says no, and the sound goes on.

use std::ffi::c_ulong;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::host::{Host, Setup, Transport};
use crate::sound::{is_a_record, song};
use crate::steps::output_of;
use crate::{Result, clap, install, system, target_dir};

/// A display nobody uses, and its size.
const DISPLAY: &str = ":97";
/// Another, without OpenGL.
const PLAIN_DISPLAY: &str = ":98";
const SCREEN: &str = "1600x1200x24";
/// How often the panel is opened and closed.
const TIMES: usize = 100;
/// What a producer does not feel, for the panel's opening after the first time, in milliseconds.
const SOON_MS: f64 = 200.0;
/// What a hundred openings may leave behind, in MiB: fonts and shaders come once.
const MOST_LEFT_MIB: f64 = 16.0;

/// A process that ends with us.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // Already gone is fine.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the screen, and this program again on it.
pub fn run(picture: Option<&Path>) -> Result<()> {
    system::require(system::SCREEN)?;
    install::build()?;
    let _screen = Guard(Command::new("Xvfb").args([DISPLAY, "-noreset", "-screen", "0", SCREEN]).spawn()?);
    sleep(Duration::from_secs(1));
    let mut inside = Command::new(std::env::current_exe()?);
    inside.args(["window", "--inside"]).args(picture);
    // Many a line about windows that close: the framework's.
    let log = target_dir().join("window.log");
    inside.env("DISPLAY", DISPLAY).env("LIBGL_ALWAYS_SOFTWARE", "1").stderr(fs::File::create(&log)?);
    // Every window has a thread of its own, and the C library would keep a heap for each.
    inside.env("MALLOC_ARENA_MAX", "1");
    if !inside.status()?.success() {
        return Err(format!("see {}", log.display()).into());
    }
    let plain = [PLAIN_DISPLAY, "-noreset", "-extension", "GLX", "-screen", "0", SCREEN];
    let _plain = Guard(Command::new("Xvfb").args(plain).spawn()?);
    sleep(Duration::from_secs(1));
    let mut refused = Command::new(std::env::current_exe()?);
    refused.args(["window", "--refused"]).env("DISPLAY", PLAIN_DISPLAY);
    // No driver is found here.
    refused.env("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent").stderr(fs::File::create(&log)?);
    if !refused.status()?.success() || !fs::read_to_string(&log)?.contains("Failed to open editor") {
        return Err(format!("without OpenGL: see {}", log.display()).into());
    }
    println!("without OpenGL it says no and logs why");
    Ok(())
}

/// What happens on a screen without OpenGL.
pub fn refused() -> Result<()> {
    let root = root_window()?;
    let input = song(48_000.0, 0.5);
    let mut host = Host::load(&clap(), Setup::default())?;
    for _ in 0..3 {
        if host.open_panel(root).is_ok() {
            return Err("a panel opened".into());
        }
        is_a_record("after the refusal", &input, &host.process(&input, &[480], Transport::rolling(0))?)?;
    }
    Ok(())
}

/// What happens on that screen.
pub fn inside(picture: Option<&Path>) -> Result<()> {
    let root = root_window()?;
    let input = song(48_000.0, 0.05);
    let mut host = Host::load(&clap(), Setup::default())?;
    host.set("disc_serial", "1953")?;
    let (mut opened_ms, mut memory_mib, mut at) = (Vec::new(), Vec::new(), 0);
    for round in 0..TIMES {
        let begun = Instant::now();
        host.open_panel(root)?;
        opened_ms.push(1e3 * begun.elapsed().as_secs_f64());
        for step in 0..4 {
            host.set("wear_plays", (round * 4 + step) % 60)?;
            host.process(&input, &[480], Transport::rolling(at))?;
            at += input[0].len() as i64;
            sleep(Duration::from_millis(20));
        }
        host.close_panel()?;
        memory_mib.push(resident_mib()?);
    }
    let slowest_ms = opened_ms[1..].iter().copied().fold(0.0, f64::max);
    let left_mib = median(&memory_mib[TIMES - 10..]) - median(&memory_mib[10..20]);
    println!(
        "opened {TIMES} times: the first in {:.0} ms, the slowest after that in {slowest_ms:.0} ms; {left_mib:.1} MiB more after the last ten than after the second ten",
        opened_ms[0]
    );
    if slowest_ms > SOON_MS || left_mib > MOST_LEFT_MIB {
        return Err(format!("allowed are {SOON_MS} ms and {MOST_LEFT_MIB} MiB").into());
    }

    host.set("wear_plays", "12")?;
    host.process(&input, &[480], Transport::rolling(0))?;
    host.open_panel(root)?;
    // The disc is painted on a thread of its own.
    let settled = |host: &mut Host| -> Result<()> {
        for _ in 0..15 {
            host.process(&input, &[480], Transport::rolling(at))?;
            sleep(Duration::from_millis(100));
        }
        Ok(())
    };
    settled(&mut host)?;
    let (before, after) = (photograph("before")?, {
        host.set("film_hiss", "-50 dB")?;
        settled(&mut host)?;
        photograph("after")?
    });
    if !differ(&before, &after)? {
        return Err("the panel does not follow the host's automation".into());
    }
    println!("it follows automation");
    host.set("film_hiss", "-27 dB")?;
    for [width, height] in [[1400, 980], [840, 588], [1120, 784]] {
        let got = host.resize_panel(width, height)?;
        settled(&mut host)?;
        if got != [width, height] {
            return Err(format!("resized to {width} × {height} it is {got:?}").into());
        }
    }
    println!("it survives being resized");
    if let Some(picture) = picture {
        let whole = photograph("whole")?;
        output_of(
            Command::new("convert").arg(&whole).args(["-crop", "1120x784+0+0", "+repage"]).arg(picture),
        )?;
        println!("{}", picture.display());
    }
    host.close_panel()
}

/// The screen's own window.
fn root_window() -> Result<c_ulong> {
    let told = output_of(Command::new("xwininfo").arg("-root"))?;
    let number = told.split("Window id: 0x").nth(1).and_then(|rest| rest.split_whitespace().next());
    let number = number.and_then(|hex| c_ulong::from_str_radix(hex, 16).ok());
    number.ok_or_else(|| format!("no root window in: {told}").into())
}

/// The screen as it is.
fn photograph(name: &str) -> Result<PathBuf> {
    let file = target_dir().join(format!("window-{name}.png"));
    output_of(Command::new("timeout").args(["20", "import", "-window", "root"]).arg(&file))?;
    Ok(file)
}

/// Whether two pictures differ by more than a disc that turns.
fn differ(a: &Path, b: &Path) -> Result<bool> {
    // The card of the film: its knobs alone.
    let crop = ["-crop", "248x170+852+64", "+repage", "rgb:-"];
    let pixels = |path: &Path| -> Result<Vec<u8>> {
        Ok(Command::new("convert").arg(path).args(["-depth", "8"]).args(crop).output()?.stdout)
    };
    let (a, b) = (pixels(a)?, pixels(b)?);
    if a.is_empty() || a.iter().all(|byte| *byte == a[0]) {
        return Err("the window is empty".into());
    }
    Ok(a != b)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Memory of this process that is in use: what the C library keeps for later is given back first.
#[allow(unsafe_code)]
fn resident_mib() -> Result<f64> {
    #[cfg(target_os = "linux")]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: it may be called at any time.
        unsafe { malloc_trim(0) };
    }
    let pages = fs::read_to_string("/proc/self/statm")?;
    let pages: f64 = pages.split_whitespace().nth(1).ok_or("no figure of memory")?.parse()?;
    Ok(pages * 4096.0 / f64::from(1 << 20))
}
