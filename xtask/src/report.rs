//! What the steps of a test run came to.

use std::process::Command;
use std::time::Instant;

use crate::Result;
use crate::counts::{self, Counts};
use crate::steps::{Beside, watch};

/// A step that runs beside the next ones.
pub struct Started {
    name: &'static str,
    begun: Instant,
    beside: Beside,
}

/// What has been run so far.
#[derive(Default)]
pub struct Report {
    counts: Counts,
    passed: Vec<String>,
    failed: Vec<String>,
}

impl Report {
    /// Runs a step, and counts the tests that it says have passed.
    pub fn run(&mut self, name: &str, about: &str, command: &mut Command) {
        println!("\n== {name}: {about}");
        let (begun, mut count) = (Instant::now(), None);
        let count_line = |line: &str| {
            if let Some(passed) = counts::passed(line) {
                *count.get_or_insert(0) += passed;
            }
        };
        let ended = watch(name, command, count_line).unwrap_or_else(|error| {
            println!("{name}: {error}");
            false
        });
        let tests = count.map_or_else(String::new, |count| format!("{count} tests, "));
        println!("   {name}: {tests}{} s", begun.elapsed().as_secs());
        if let Some(count) = count {
            self.counts.insert(name.to_string(), count);
        }
        self.take(name, ended);
    }

    /// Starts a step that goes on beside the next ones: where they wait for one core, it has the other.
    pub fn start(&mut self, name: &'static str, about: &str, command: Command) -> Result<Started> {
        println!("\n== {name}: {about}, beside what follows");
        Ok(Started { name, begun: Instant::now(), beside: Beside::start(name, command)? })
    }

    /// Waits for it.
    pub fn join(&mut self, step: Result<Started>) {
        match step {
            Ok(Started { name, begun, beside }) => {
                println!("\n== waiting for {name}");
                let ended = beside.wait();
                println!("   {name}: {} s", begun.elapsed().as_secs());
                self.take(name, ended);
            }
            Err(error) => self.take(&format!("a step beside the others: {error}"), false),
        }
    }

    /// Takes down how a step ended.
    pub fn take(&mut self, name: &str, holds: bool) {
        if holds {
            self.passed.push(name.to_string());
        } else {
            println!("FAILED: {name}");
            self.failed.push(name.to_string());
        }
    }

    /// Holds the counts to those that are kept, or keeps them if nothing has failed.
    pub fn hold_counts(&mut self, keep: bool) -> Result<()> {
        println!();
        if keep && self.failed.is_empty() {
            return counts::keep(&self.counts);
        }
        let (fails, told) = counts::compare(&counts::kept()?, &self.counts);
        told.iter().for_each(|line| println!("{line}"));
        fails.iter().for_each(|line| self.take(line, false));
        Ok(())
    }

    /// The last lines. An error if anything failed.
    pub fn finish(&self) -> Result<()> {
        println!();
        self.failed.iter().for_each(|name| println!("failed: {name}"));
        let tests: usize = self.counts.values().sum();
        println!(
            "{tests} tests in {} steps, {} failed",
            self.passed.len() + self.failed.len(),
            self.failed.len()
        );
        if self.failed.is_empty() { Ok(()) } else { Err("not everything holds".into()) }
    }
}
