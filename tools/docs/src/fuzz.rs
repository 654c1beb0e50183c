//! Each of the fuzzer's targets for a while, from what is kept of it. Needs `cargo fuzz` (`fuzz/README.md`).

use std::fs;
use std::process::Command;

use super::Result;

/// Seconds a target.
const SECONDS: &str = "-max_total_time=120";
/// Bytes of a try, and seconds, at most.
const LIMITS: [&str; 3] = ["-max_len=16384", "-timeout=20", "-rss_limit_mb=4096"];

/// Runs all of them, or one.
pub fn run(only: Option<&str>) -> Result<()> {
    for target in ["preset", "table", "picture", "song", "calls", "session"] {
        if only.is_some_and(|only| only != target) {
            continue;
        }
        let (corpus, seeds) = (format!("fuzz/corpus/{target}"), format!("fuzz/seeds/{target}"));
        fs::create_dir_all(&corpus)?;
        let mut fuzz = Command::new("cargo");
        fuzz.args(["fuzz", "run", target, &corpus, &seeds, "--", SECONDS]).args(LIMITS);
        // The sanitizer is not in a stable compiler.
        let output = fuzz.env("RUSTC_BOOTSTRAP", "1").output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(format!("{target}: {said}").into());
        }
        let done = said.lines().rev().find_map(|line| line.strip_prefix("Done ")).ok_or("it did not run")?;
        println!("seen: {target}: {}", done.replace(" runs in ", " tries in "));
    }
    Ok(())
}
