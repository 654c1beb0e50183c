//! The long runs of what is tried, and what came of them: `docs/reliability.md`.

use std::fs;
use std::process::{Command, Stdio};

use super::Result;

const PAGE: &str = "docs/reliability.md";
/// What a test prints for the page begins with this.
const SEEN: &str = "seen: ";

/// Something that is tried.
struct Try {
    /// Its word on the command line.
    name: &'static str,
    what: &'static str,
    /// How often `cargo xtask test` does it.
    in_tests: &'static str,
    /// What makes the run a long one, and the command.
    words: &'static [(&'static str, &'static str)],
    command: &'static str,
}

const TRIES: [Try; 11] = [
    Try {
        name: "calls",
        what: "the chain called by chance: 1 to 256 frames, six rates, any parameters, seeks, discs, one and two channels, silence to \
               +36 dBFS, NaN, infinities, subnormal numbers (`tests/laws/realtime.rs`)",
        in_tests: "60 000 calls",
        words: &[("ROENTGENIZDAT_CALLS", "10000000")],
        command: "cargo test --no-default-features --features cli --test realtime any_calls -- --nocapture",
    },
    Try {
        name: "damages",
        what: "presets, tables, pictures and songs with damaged bytes (`tests/cli/damaged.rs`)",
        in_tests: "3000 each, 300 songs of each of six kinds",
        words: &[("ROENTGENIZDAT_DAMAGES", "100000")],
        command: "cargo test --no-default-features --features cli --test cli damaged -- --nocapture",
    },
    Try {
        name: "fuzz",
        what: "what a fuzzer makes of presets, tables, pictures, songs, sessions and calls, with AddressSanitizer (`fuzz/`)",
        in_tests: "what it kept, once",
        words: &[],
        command: "cargo run -p docs -- fuzz",
    },
    Try {
        name: "sessions",
        what: "damaged sessions (`tests/host/damage.rs`)",
        in_tests: "10 000",
        words: &[],
        command: "cargo xtask checks target/bundled/Roentgenizdat.clap mutated",
    },
    Try {
        name: "border",
        what: "a host that lies (`tests/host/border.rs`)",
        in_tests: "once, and in a build that ends where `process` allocates",
        words: &[],
        command: "cargo xtask checks target/bundled/Roentgenizdat.clap border",
    },
    Try {
        name: "vst3",
        what: "a VST3 host that does what bad ones do (`tests/host/vst3.rs`)",
        in_tests: "once, and in that build",
        words: &[],
        command: "cargo xtask checks target/bundled/Roentgenizdat.clap vst3",
    },
    Try {
        name: "memory",
        what: "instances made and removed, and sessions loaded: what is left in memory (`tests/host/memory.rs`)",
        in_tests: "50 and 100",
        words: &[("ROENTGENIZDAT_OPENINGS", "1000"), ("ROENTGENIZDAT_SESSIONS", "10000")],
        command: "cargo test -p host-tests --no-default-features --test host memory -- --nocapture",
    },
    Try {
        name: "system-calls",
        what: "playing on a thread that ends the program where it calls the system, while every parameter is drawn and every preset \
               and kept session is loaded (`tests/host/system_calls.rs`); with the panel open, in the line below",
        in_tests: "ten times",
        words: &[],
        command: "cargo xtask checks target/bundled/Roentgenizdat.clap system_calls",
    },
    Try {
        name: "window",
        what: "the panel in a window of our own host: made and taken away at once, opened and closed, clicked, typed on",
        in_tests: "not there: it needs a screen",
        words: &[("ROENTGENIZDAT_OPENINGS", "1000")],
        command: "cargo xtask window",
    },
    Try {
        name: "loom",
        what: "every order in which two threads may hand over a picture and a learnt trim (`src/sync.rs`)",
        in_tests: "not there: it builds everything anew",
        words: &[("RUSTFLAGS", "--cfg loom"), ("CARGO_TARGET_DIR", "target/loom")],
        command: "cargo test --lib --no-default-features --features plugin,cli models",
    },
    Try {
        name: "realtime",
        what: "the chain and its calls by chance under RealtimeSanitizer, which ends where `Chain::process` allocates, locks or calls \
               the system",
        in_tests: "not there: it is not in a stable compiler",
        words: &[
            ("RUSTC_BOOTSTRAP", "1"),
            ("RUSTFLAGS", "-Zsanitizer=realtime --cfg rtsan"),
            ("CARGO_TARGET_DIR", "target/rtsan"),
        ],
        command: "cargo test --target x86_64-unknown-linux-gnu --no-default-features --features cli --test realtime",
    },
];

/// Runs those that are named, or all, and writes down what was seen; what was not run keeps its line.
pub fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| TRIES.iter().all(|one| one.name != **name)) {
        let known: Vec<&str> = TRIES.iter().map(|one| one.name).collect();
        return Err(format!("{unknown} is not tried; allowed are {}", known.join(", ")).into());
    }
    let mut failed = Vec::new();
    for one in TRIES.iter().filter(|one| names.is_empty() || names.contains(&one.name)) {
        println!("{}", one.written());
        match one.tried() {
            Ok(seen) => fs::write(PAGE, page(&fs::read_to_string(PAGE)?, one, &seen)?)?,
            // The others are tried all the same.
            Err(error) => {
                println!("{error}");
                failed.push(one.name);
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

impl Try {
    /// The command, as it is typed.
    fn written(&self) -> String {
        let word = |(name, value): &(&str, &str)| match value.contains(' ') {
            true => format!("{name}='{value}' "),
            false => format!("{name}={value} "),
        };
        self.words.iter().map(word).collect::<String>() + self.command
    }

    /// What was seen.
    fn tried(&self) -> Result<String> {
        let mut words = self.command.split(' ');
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).envs(self.words.iter().copied());
        let output = command.stderr(Stdio::inherit()).output()?;
        let output_text = String::from_utf8_lossy(&output.stdout);
        let seen: Vec<&str> = output_text.lines().filter_map(|line| Some(line.split_once(SEEN)?.1)).collect();
        if !output.status.success() {
            return Err(format!("{}: {}\n{output_text}", self.name, output.status).into());
        }
        let passed = |line: &&str| line.starts_with("test result: ok");
        let tests = || -> usize {
            let count = |line: &str| line.split(' ').nth(3).and_then(|count| count.parse::<usize>().ok());
            output_text.lines().filter(passed).filter_map(count).sum()
        };
        match (seen.is_empty(), tests()) {
            (false, _) => Ok(seen.join("; ")),
            (true, 0) => Err(format!("{}: no test ran", self.name).into()),
            (true, tests) => Ok(format!("all {tests} tests pass")),
        }
    }
}

/// The page with a line anew.
fn page(before: &str, one: &Try, seen: &str) -> Result<String> {
    let date = Command::new("date").arg("+%Y-%m-%d").output()?;
    let date = String::from_utf8_lossy(&date.stdout).trim().to_string();
    let line = |other: &Try| {
        let start = format!("| {} |", other.name);
        if other.name == one.name {
            let Try { what, in_tests, .. } = one;
            return Some(format!("{start} {what} | {in_tests} | {date}: {seen} | `{}` |", one.written()));
        }
        before.lines().find(|line| line.starts_with(&start)).map(String::from)
    };
    let head = before.lines().take_while(|line| !line.starts_with("| name")).collect::<Vec<_>>().join("\n");
    let lines: Vec<String> = TRIES.iter().filter_map(line).collect();
    let tail: Vec<&str> = before
        .lines()
        .skip_while(|line| !line.starts_with("| name"))
        .skip_while(|line| line.starts_with('|'))
        .collect();
    Ok(format!(
        "{head}\n| name | what | how often, in the tests | seen | the long run |\n|---|---|---|---|---|\n{}\n{}\n",
        lines.join("\n"),
        tail.join("\n")
    ))
}
