//! How many tests each step must have run, at least: `tests/counts.toml`.

use std::collections::BTreeMap;
use std::fs;

use crate::Result;

const FILE: &str = "tests/counts.toml";
const HEAD: &str = "# How many tests each step of `cargo xtask test` must have run, at least. Fewer, and it fails;\n\
                    # `cargo xtask test --counts` writes this file.\n";

/// By the step's name.
pub type Counts = BTreeMap<String, usize>;

/// Tests that passed, in a line with which a program of tests ends.
pub fn passed(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once("test result: ")?;
    let (_, rest) = rest.split_once(". ")?;
    rest.split_once(" passed")?.0.parse().ok()
}

/// The kept ones.
pub fn kept() -> Result<Counts> {
    let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
    read(&text)
}

fn read(text: &str) -> Result<Counts> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let count = |line: &str| {
        let (name, count) = line.split_once('=')?;
        Some((name.trim().to_string(), count.trim().parse().ok()?))
    };
    lines.map(|line| count(line).ok_or_else(|| format!("{FILE}: {line}").into())).collect()
}

/// Keeps these.
pub fn keep(counts: &Counts) -> Result<()> {
    let lines: String = counts.iter().map(|(name, count)| format!("{name} = {count}\n")).collect();
    Ok(fs::write(FILE, format!("{HEAD}{lines}"))?)
}

/// What is to be said of today's counts: what fails, and what is only told.
pub fn compare(kept: &Counts, now: &Counts) -> (Vec<String>, Vec<String>) {
    let (mut fails, mut told) = (Vec::new(), Vec::new());
    for (name, wanted) in kept {
        let count = now.get(name).copied().unwrap_or(0);
        if count < *wanted {
            fails.push(format!("{name}: {count} tests passed, {wanted} are kept in {FILE}"));
        }
    }
    for (name, count) in now {
        let wanted = kept.get(name).copied().unwrap_or(0);
        if *count > wanted {
            told.push(format!("{name}: {count} tests passed, {wanted} are kept: raise it with --counts"));
        }
    }
    (fails, told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_of_tests_says_how_many_passed() {
        let line = "test result: ok. 76 passed; 0 failed; 1 ignored; 0 measured; finished in 43.99s";
        assert_eq!(passed(line), Some(76));
        assert_eq!(passed("test result: FAILED. 3 passed; 1 failed"), Some(3));
        assert_eq!(passed("test laws::a ... ok"), None);
    }

    #[test]
    fn fewer_tests_fail_and_more_are_told() {
        let kept = read("# head\n\ncli = 40\nfit = 2\nlaws = 70\n").unwrap();
        let now = read("cli = 39\nlaws = 71\nnew = 1\n").unwrap();
        let (fails, told) = compare(&kept, &now);
        assert!(fails.len() == 2 && fails[0].starts_with("cli: 39") && fails[1].starts_with("fit: 0"));
        assert!(told.len() == 2 && told[0].starts_with("laws: 71") && told[1].starts_with("new: 1"));
        assert_eq!(compare(&kept, &kept), (Vec::new(), Vec::new()));
        assert!(read("cli: 40").is_err());
    }
}
