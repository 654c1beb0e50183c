//! Running other programs: what they print is seen while they print it, and where they print nothing, time is told.

use std::io::{BufRead, BufReader, IsTerminal, PipeReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::Result;

/// What holds without the plugin: the library, its tests, and the tools. Always chosen together with the same features, so
/// that all of them have one and the same library.
pub const CORE: &[&str] = &[
    "-p",
    "roentgenizdat",
    "-p",
    "golden",
    "-p",
    "embedded-host",
    "-p",
    "host-tests",
    "--no-default-features",
    "--features",
    "roentgenizdat/cli",
];

/// After so long without a line, how long it has been is told.
const SILENCE: Duration = Duration::from_secs(20);

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// One of the programs in `tools/`.
pub fn tool(package: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--package", package, "--"]);
    command
}

/// The one that counts: built as what is given away is, but for the names of its functions.
pub fn counting_tool() -> Command {
    let mut command = cargo();
    command.args(["run", "--profile", "counted", "--package", "bench", "--"]);
    command
}

/// Runs a program; an error unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed").into()) }
}

/// Runs a program, and hands over every line of its standard output when it has been printed. Whether it succeeded.
pub fn watch(name: &str, command: &mut Command, mut heard: impl FnMut(&str)) -> Result<bool> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let output = BufReader::new(child.stdout.take().ok_or("no output")?);
    let (sender, lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut lines = output.split(b'\n').map_while(|line| line.ok());
        lines.try_for_each(|line| sender.send(String::from_utf8_lossy(&line).into_owned()))
    });
    loop {
        match lines.recv_timeout(SILENCE) {
            Ok(line) => {
                println!("{line}");
                heard(&line);
            }
            // On a terminal cargo's own bar tells it.
            Err(RecvTimeoutError::Timeout) if std::io::stderr().is_terminal() => {}
            Err(RecvTimeoutError::Timeout) => println!("   ... {name}: {} s", begun.elapsed().as_secs()),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let read = reader.join();
    Ok(child.wait()?.success() && read.is_ok())
}

/// A program that runs beside others.
pub struct Beside {
    child: Child,
    printer: JoinHandle<()>,
}

impl Beside {
    /// Starts it; what it prints is seen with its name before every line.
    pub fn start(name: &'static str, mut command: Command) -> Result<Self> {
        let (reader, writer) = std::io::pipe()?;
        let child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
        // The command holds the other end of the pipe.
        drop(command);
        let print = move |reader: PipeReader| {
            for line in BufReader::new(reader).split(b'\n').map_while(|line| line.ok()) {
                println!("{name} | {}", String::from_utf8_lossy(&line));
            }
        };
        Ok(Self { child, printer: thread::spawn(move || print(reader)) })
    }

    /// Waits for it. Whether it succeeded.
    pub fn wait(mut self) -> bool {
        let ended = self.child.wait().is_ok_and(|status| status.success());
        self.printer.join().is_ok() && ended
    }
}
