//! What is tried with the panel's window.

mod beside_a_host;

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use embedded_host::memory::{median, resident_mib};
use embedded_host::sound::{Audio, is_a_record, song};
use embedded_host::{Host, Result, ScriptedTransport, Setup, clap, hash, target_dir};

use super::screen::{CONTROL, ESCAPE, Screen, V, Z};

/// How often the panel is made and taken away at once.
const TIMES: usize = 100;
/// How often it is opened and closed; this word asks for more (docs/reliability.md).
const OPENINGS: (&str, usize) = ("ROENTGENIZDAT_OPENINGS", 100);
/// What an opening may leave behind, in MiB: the window library keeps keyboard maps of every window (docs/hosts.md).
const MAX_LEAK_MIB: f64 = 0.2;
/// Most frames a second.
const MAX_FRAMES_PER_SECOND: usize = 60;

/// When the film stands upright: 26 turns and the needle's angle, at 77.92 turns a minute.
const UPRIGHT_SAMPLES: i64 = 964_127;

// Places on the panel at its full size, in pixels.
const SHEET: [u16; 2] = [1120, 784];
/// Beside the panel: nothing is told of what is under the pointer.
const ASIDE: [i16; 2] = [1170, 834];
const LIGHT_BOX: [u16; 2] = [300, 72];
/// On the disc's rim, where there is dark film whichever way it lies.
const FILM: [u16; 2] = [100, 310];
const BRAKE: [i16; 2] = [1032, 734];
const FILM_CARD: [u16; 4] = [852, 64, 248, 170];
const HISS: [i16; 2] = [917, 150];
const PICTURE_BUTTON: [i16; 2] = [470, 532];
const MORE_BUTTON: [i16; 2] = [887, 24];
/// In the menu that hangs from that button.
const SIZE_150: [i16; 2] = [775, 313];
/// In the menu that opens where the hiss is clicked.
const HOSTS_MENU: [i16; 2] = [64, 106];

/// What happens on a screen without OpenGL.
pub fn refused() -> Result<()> {
    let screen = Screen::open()?;
    let input = song(48_000.0, 0.5);
    let mut host = Host::load(&clap()?, Setup::default())?;
    for _ in 0..3 {
        if host.open_panel(screen.root()).is_ok() {
            return Err("a panel opened".into());
        }
        is_a_record(
            "after the refusal",
            &input,
            &host.process(&input, &[480], ScriptedTransport::rolling(0))?,
        )?;
    }
    Ok(())
}

/// What happens on one that has it; the panel's picture goes into a file.
pub fn inside(picture: Option<&Path>) -> Result<()> {
    let mut room = Room {
        screen: Screen::open()?,
        host: Host::load(&clap()?, Setup::default())?,
        input: song(48_000.0, 0.05),
        at: 0,
    };
    room.host.set("disc_serial", "1953")?;
    room.screen.point(ASIDE)?;
    room.closes_before_it_runs()?;
    room.leaves_keys_to_the_host()?;
    room.opens_and_closes()?;
    room.host.set("wear_plays", "12")?;
    room.host.open_panel(room.screen.root())?;
    room.play(30)?;
    let tried = room.is_closed_with_the_brake_held().and_then(|()| room.tries(picture));
    if tried.is_err() {
        let seen = target_dir().join("window.png");
        room.photograph(&seen)?;
    }
    room.host.close_panel()?;
    tried
}

/// Only Linux has such a guard.
#[cfg(not(target_os = "linux"))]
pub fn guarded() -> Result<()> {
    Err("system calls are watched on Linux only".into())
}

/// Plays on a thread that may not call the system, while everything on the panel is clicked and it is closed and opened; ends the
/// program.
#[cfg(target_os = "linux")]
pub fn guarded() -> Result<()> {
    const CLICKS: u32 = 90;
    let screen = Screen::open()?;
    let mut host = Host::load(&clap()?, Setup::default())?;
    host.open_panel(screen.root())?;
    host.play_under_guard(|host| {
        for nth in 0..CLICKS {
            // Everywhere in turn, in no order.
            let part = |side: u16, factor: u32| (nth.wrapping_mul(factor) % u32::from(side)) as i16;
            screen.click([part(SHEET[0], 389), part(SHEET[1], 241)], 1)?;
            sleep(Duration::from_millis(20));
            match nth % 30 {
                10 | 20 => screen.press(Some(CONTROL), Z)?,
                29 => {
                    host.close_panel()?;
                    host.open_panel(screen.root())?;
                }
                _ => screen.press(None, ESCAPE)?,
            }
            host.handle_requests()?;
        }
        host.close_panel()?;
        println!("seen: playing calls no system while {CLICKS} clicks fall all over the panel, and it is closed and opened");
        Ok(())
    })
}

/// The screen, and the plugin on it.
struct Room {
    screen: Screen,
    host: Host,
    input: Audio,
    /// Where the song is, in samples.
    at: i64,
}

impl Room {
    /// Everything that is tried with one panel.
    fn tries(&mut self, picture: Option<&Path>) -> Result<()> {
        self.rests()?;
        self.follows_automation()?;
        self.is_resized()?;
        if let Some(picture) = picture {
            self.at = UPRIGHT_SAMPLES - 8 * self.input[0].len() as i64;
            self.play(8)?;
            self.photograph(picture)?;
        }
        self.learns()?;
        self.opens_the_hosts_menu()?;
        self.takes_a_pasted_picture()?;
        self.asks_for_another_size()
    }

    /// The panel's picture, into a file.
    fn photograph(&self, file: &Path) -> Result<()> {
        fs::write(file, self.screen.look([0, 0, SHEET[0], SHEET[1]])?.to_png()?)?;
        println!("{}", file.display());
        Ok(())
    }

    /// Plays for so many twentieths of a second.
    fn play(&mut self, pieces: usize) -> Result<()> {
        for _ in 0..pieces {
            self.host.process(&self.input, &[480], ScriptedTransport::rolling(self.at))?;
            self.at += self.input[0].len() as i64;
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn opens_and_closes(&mut self) -> Result<()> {
        let (mut seen_ms, mut memory_mib) = (Vec::new(), Vec::new());
        let asked = std::env::var(OPENINGS.0).ok().and_then(|times| times.parse().ok());
        let times: usize = asked.unwrap_or(OPENINGS.1).max(30);
        for round in 0..times {
            let begun = Instant::now();
            self.screen.wait(begun, LIGHT_BOX, |[red, ..]| red < 0x40)?;
            self.host.open_panel(self.screen.root())?;
            seen_ms.push(self.screen.wait(begun, LIGHT_BOX, |[red, ..]| red > 0x80)?);
            for step in 0..4 {
                self.host.set("wear_plays", (round * 4 + step) % 60)?;
                self.play(1)?;
            }
            self.host.close_panel()?;
            memory_mib.push(resident_mib()?);
        }
        let first_ms = seen_ms.remove(0);
        let (usual_ms, slowest_ms) = (median(&seen_ms), seen_ms.iter().copied().fold(0.0, f64::max));
        let left_mib = median(&memory_mib[times - 10..]) - median(&memory_mib[10..20]);
        println!(
            "seen: opened {times} times, shown the first time after {first_ms:.0} ms, then after {usual_ms:.0} ms, at most {slowest_ms:.0} ms; {left_mib:.1} MiB more after the last ten than after the second ten"
        );
        // Time is told only: it is the machine's as often as the panel's.
        let most_mib = MAX_LEAK_MIB * (times - 20) as f64;
        if left_mib > most_mib {
            return Err(format!("allowed are {most_mib} MiB").into());
        }
        Ok(())
    }

    /// Nothing is drawn while nothing moves; at most so many frames while the disc turns.
    fn rests(&mut self) -> Result<()> {
        let second = Duration::from_secs(1);
        // Telemetry and spectrum fall first.
        sleep(4 * second);
        let standing = self.screen.frames(second)?;
        let (host, screen) = (&mut self.host, &self.screen);
        let block = song(48_000.0, 0.01);
        let turning = std::thread::scope(|scope| -> Result<usize> {
            let counting = scope.spawn(|| screen.frames(second).map_err(|error| error.to_string()));
            while !counting.is_finished() {
                host.process(&block, &[480], ScriptedTransport::rolling(self.at))?;
                self.at += 480;
                sleep(Duration::from_millis(10));
            }
            Ok(counting.join().map_err(|_| "a panic while counting")??)
        })?;
        println!("frames in a second: {standing} while nothing moves, {turning} while the disc turns");
        if standing > 0 || !(10..=MAX_FRAMES_PER_SECOND).contains(&turning) {
            return Err(format!("allowed are none, and from ten to {MAX_FRAMES_PER_SECOND}").into());
        }
        Ok(())
    }

    /// A window that goes lets go of what was held, and the next one shows the same disc.
    fn is_closed_with_the_brake_held(&mut self) -> Result<()> {
        self.screen.hold(BRAKE)?;
        self.play(4)?;
        let held = self.host.text("perform_brake")?;
        self.host.close_panel()?;
        self.play(2)?;
        let left = self.host.text("perform_brake")?;
        self.screen.release()?;
        self.screen.point(ASIDE)?;
        if (held.as_str(), left.as_str()) != ("on", "off") {
            return Err(
                format!("the brake was '{held}' while held, and '{left}' when the window had gone").into()
            );
        }
        self.host.open_panel(self.screen.root())?;
        self.play(20)?;
        self.screen.wait(Instant::now(), FILM, |[red, ..]| red < 0xa0)?;
        println!("closed with the brake held it lets go; opened again it shows the disc");
        Ok(())
    }

    fn follows_automation(&mut self) -> Result<()> {
        let before = self.screen.look(FILM_CARD)?;
        self.host.set("film_hiss", "-50 dB")?;
        self.play(10)?;
        let after = self.screen.look(FILM_CARD)?;
        if before == after || before.rgba.iter().all(|pixel| *pixel == before.rgba[0]) {
            return Err("the panel does not follow the host's automation".into());
        }
        self.host.set("film_hiss", "-27 dB")?;
        println!("it follows automation");
        Ok(())
    }

    fn is_resized(&mut self) -> Result<()> {
        for [width, height] in [[1400, 980], [840, 588], SHEET.map(u32::from)] {
            let got = self.host.resize_panel(width, height)?;
            self.play(10)?;
            if got != [width, height] {
                return Err(format!("resized to {width} × {height} it is {got:?}").into());
            }
        }
        println!("it survives being resized");
        Ok(())
    }

    fn opens_the_hosts_menu(&mut self) -> Result<()> {
        self.screen.click(HISS, 3)?;
        self.play(4)?;
        self.screen.click([HISS[0] + HOSTS_MENU[0], HISS[1] + HOSTS_MENU[1]], 1)?;
        self.play(4)?;
        let asked = self.host.take_menu().ok_or("the host's menu was not asked for")?;
        let near = |at: i32, of: i16| (at - i32::from(of)).abs() < 200;
        if asked.id != Some(hash("film_hiss")) || !near(asked.at[0], HISS[0]) || !near(asked.at[1], HISS[1]) {
            return Err(format!("the host's menu was asked for as {asked:?}").into());
        }
        self.screen.press(None, ESCAPE)?;
        println!("it asks for the host's menu of a knob");
        Ok(())
    }

    fn takes_a_pasted_picture(&mut self) -> Result<()> {
        let mut clipboard = arboard::Clipboard::new()?;
        // A white half moon.
        let pixel =
            |i: usize| if (i % 64).pow(2) + (i / 64).pow(2) < 3600 { [255; 4] } else { [0, 0, 0, 255] };
        let bytes = Cow::Owned((0..64 * 64).flat_map(pixel).collect());
        clipboard.set_image(arboard::ImageData { width: 64, height: 64, bytes })?;
        self.screen.click(PICTURE_BUTTON, 1)?;
        self.play(4)?;
        self.screen.press(Some(CONTROL), V)?;
        self.play(20)?;
        let shown = self.host.text("film_picture")?;
        if shown != "imported" {
            return Err(format!("a picture was pasted; the film shows '{shown}'").into());
        }
        println!("it takes a pasted picture");
        Ok(())
    }

    fn asks_for_another_size(&mut self) -> Result<()> {
        self.screen.click(MORE_BUTTON, 1)?;
        self.play(4)?;
        self.screen.click(SIZE_150, 1)?;
        self.play(10)?;
        let (wanted, got) = (SHEET.map(|side| u32::from(side) * 3 / 2), self.host.wanted_size());
        if got != Some(wanted) || self.host.panel_size()? != wanted {
            return Err(format!("150 % was chosen: {wanted:?}; the host was asked for {got:?}").into());
        }
        println!("it asks the host for another size");
        Ok(())
    }
}
