//! Running other programs, and counting what they say they have tested.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::Result;

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program quietly; its output only where it failed.
pub fn output_of(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{program} failed:\n{}", String::from_utf8_lossy(&said)).into())
}

/// A test's name and whether it passed, from a line like `test NAME ... ok`.
pub fn verdict(line: &str) -> Option<(&str, bool)> {
    let (name, verdict) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let holds = verdict.starts_with("ok");
    (holds || verdict.starts_with("FAILED")).then_some((name, holds))
}

/// A step under way.
pub struct BackgroundStep {
    title: &'static str,
    started: Instant,
    child: Child,
    output: File,
}

/// Where such a step says what it has to say.
fn log() -> Result<File> {
    let path = crate::target_dir().join("beside.log");
    Ok(OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?)
}

/// What has been tested so far.
#[derive(Default)]
pub struct Report {
    passed: BTreeSet<String>,
    failed: BTreeSet<String>,
}

impl Report {
    /// Runs a step and takes down every line like `test NAME ... ok` that it prints. The step itself counts too,
    /// under its title.
    pub fn run(&mut self, title: &str, command: &mut Command) {
        println!("\n== {title}");
        let started = Instant::now();
        let ended = self.watch(command).unwrap_or_else(|error| {
            println!("{title}: {error}");
            false
        });
        println!("   {title}: {} s", started.elapsed().as_secs());
        self.take(title, ended);
    }

    /// Starts a step that goes on beside the next ones: where they wait for one core, it has the other.
    pub fn start(&mut self, title: &'static str, command: &mut Command) -> Result<BackgroundStep> {
        println!("\n== {title}, beside what follows");
        let output = log()?;
        let child = command.stdout(output.try_clone()?).stderr(output.try_clone()?).spawn()?;
        Ok(BackgroundStep { title, started: Instant::now(), child, output })
    }

    /// Waits for it and prints what it had to say.
    pub fn join(&mut self, beside: Result<BackgroundStep>) {
        let mut beside = match beside {
            Ok(beside) => beside,
            Err(error) => return self.take(&format!("a step beside the others: {error}"), false),
        };
        println!("\n== {}", beside.title);
        let ended = beside.child.wait().is_ok_and(|status| status.success());
        let mut said = Vec::new();
        let read = beside.output.rewind().and_then(|()| beside.output.read_to_end(&mut said));
        if read.is_ok() {
            println!("{}", String::from_utf8_lossy(&said));
        }
        println!("   {}: {} s", beside.title, beside.started.elapsed().as_secs());
        self.take(beside.title, ended);
    }

    /// Takes down one result.
    pub fn take(&mut self, name: &str, holds: bool) {
        if holds {
            self.passed.insert(name.to_string());
        } else {
            println!("FAILED: {name}");
            self.failed.insert(name.to_string());
        }
    }

    fn watch(&mut self, command: &mut Command) -> Result<bool> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = String::from_utf8_lossy(&line?).into_owned();
                println!("{line}");
                self.read(&line);
            }
        }
        Ok(child.wait()?.success())
    }

    fn read(&mut self, line: &str) {
        match verdict(line) {
            Some((name, true)) => drop(self.passed.insert(name.to_string())),
            Some((name, false)) => drop(self.failed.insert(name.to_string())),
            None => {}
        }
    }

    /// Fails for every required test that did not pass. Lines of `list` are names; `#` begins a remark.
    pub fn require(&mut self, list: &str) {
        let names = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for name in names {
            if !self.passed.contains(name) {
                self.take(&format!("required: {name}"), false);
            }
        }
    }

    /// Names of all that passed, for the list of required tests.
    pub fn passed(&self) -> impl Iterator<Item = &str> {
        self.passed.iter().map(String::as_str)
    }

    /// Whether nothing has failed yet.
    pub fn has_no_failure(&self) -> bool {
        self.failed.is_empty()
    }

    /// The last line. An error if anything failed.
    pub fn finish(&self) -> Result<()> {
        println!();
        for name in &self.failed {
            println!("failed: {name}");
        }
        let failed = self.failed.len();
        let passed = self.passed.difference(&self.failed).count();
        println!("{passed} passed, {failed} failed");
        if failed > 0 { Err("not everything holds".into()) } else { Ok(()) }
    }
}
