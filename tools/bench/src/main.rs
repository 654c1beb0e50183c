//! What the chain costs, counted in instructions by callgrind: the same on a busy machine as on an idle one.
//!
//! ```text
//! bench             counts every scenario and compares with the run kept last of this compiler, target and processor
//! bench --keep      and keeps it, in benches/runs
//! bench --check     counts the default preset alone; an error if it costs over 3 % more, or 20 % less, than the kept run says; where
//!                   none of such a build is kept, this one is
//! bench play SCENARIO ROUNDS    plays it: what is counted
//! ```
//!
//! A scenario is played twice, the second time for longer: the difference is what playing costs without what starts up.

#![forbid(unsafe_code)]

mod count;
mod kept;
mod scenario;

use std::process::ExitCode;

use kept::{Build, Run};
use scenario::{ROUND_BLOCKS, SCENARIOS, Scenario};

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What is checked in every test run, and how much more it may cost. If it costs much less, the kept run is too old to hold it.
const CHECKED: &str = "default";
const MOST_MORE: f64 = 0.03;
const MOST_LESS: f64 = 0.2;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        [] => table(false),
        ["--keep"] => table(true),
        ["--check"] => check(),
        ["play", name, rounds] => play(name, rounds),
        _ => Err("usage: bench [--keep | --check | play SCENARIO ROUNDS]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn play(name: &str, rounds: &str) -> Result<()> {
    scenario::find(name)?.play(rounds.parse()?);
    Ok(())
}

/// Counts all of them.
fn table(keep: bool) -> Result<()> {
    let build = Build::here()?;
    let kept = kept::last(&build)?;
    println!("{build}");
    println!("{:<24} {:>12} {:>12}  of", "scenario", "instructions", "kept");
    let mut run = Run::new(build);
    for scenario in SCENARIOS {
        let cost = cost(scenario, &run)?;
        let before = kept.as_ref().and_then(|kept| kept.cost(scenario.name));
        let before = before.map_or_else(|| "-".to_string(), |before| format!("{before:.1}"));
        println!("{:<24} {cost:>12.1} {before:>12}  {}", scenario.name, scenario.about);
        run.take(scenario.name, cost);
    }
    if keep {
        println!("kept in {}", run.keep()?.display());
    }
    Ok(())
}

/// What a frame costs; of something that happens once, what it costs beyond playing on. `run` has what was counted before.
fn cost(scenario: &Scenario, run: &Run) -> Result<f64> {
    let round = count::round(scenario.name)?;
    let frames = (ROUND_BLOCKS * scenario::BLOCK) as f64;
    let Some(quiet) = scenario.beside else {
        return Ok(round / frames);
    };
    let quiet = run.cost(quiet).ok_or("what it is told from comes later in the list")?;
    Ok(round - quiet * frames)
}

fn check() -> Result<()> {
    let build = Build::here()?;
    let kept = kept::last(&build)?;
    let mut run = Run::new(build.clone());
    let now = cost(scenario::find(CHECKED)?, &run)?;
    let Some(kept) = kept else {
        run.take(CHECKED, now);
        println!(
            "NOT HELD: no run of {build} was kept; {now:.1} instructions a frame are, in {}",
            run.keep()?.display()
        );
        return Ok(());
    };
    let before = kept.cost(CHECKED).ok_or("the kept run lacks the default preset")?;
    println!("the default preset: {now:.1} instructions a frame, {before:.1} are kept");
    if now > before * (1.0 + MOST_MORE) {
        return Err(format!("that is over {:.0} % more", 100.0 * MOST_MORE).into());
    }
    if now < before * (1.0 - MOST_LESS) {
        let keep = "`cargo xtask bench --keep` keeps it";
        return Err(format!("that is over {:.0} % less: {keep}", 100.0 * MOST_LESS).into());
    }
    Ok(())
}
