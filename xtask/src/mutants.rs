//! `cargo xtask mutants [NAME]`: whether the tests notice when the code is broken.
//!
//! `tests/mutants.toml` is the record: small breaks of the code, each with the names of the tests that fail by it. Here
//! each is made in a copy of the tree, and exactly those tests are run: one that still passes has survived. A break
//! that does not compile proves nothing and is an error. A full run also names every test of the core that no break
//! is told for.

mod bench;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::Result;
use bench::{MutantWorkspace, Outcome};

/// The record.
const LIST: &str = "tests/mutants.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    mutant: Vec<Mutant>,
}

/// One break.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    /// Where, from the root of the tree.
    file: String,
    /// Occurs once in the file, on one line.
    find: String,
    /// What stands there instead.
    replace: String,
    /// Names of the tests that must fail, as `cargo test -- --list` prints them.
    kills: Vec<String>,
}

impl Mutant {
    /// The file's text with the break in it, and without.
    fn texts(&self, root: &Path) -> Result<(String, String)> {
        let whole =
            fs::read_to_string(root.join(&self.file)).map_err(|error| format!("{}: {error}", self.file))?;
        match whole.matches(&self.find).count() {
            1 => Ok((whole.replacen(&self.find, &self.replace, 1), whole)),
            count => Err(format!("{}: '{}' is found {count} times, not once", self.file, self.find).into()),
        }
    }
}

/// Reads the record.
fn list(root: &Path) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(root.join(LIST)).map_err(|error| format!("{LIST}: {error}"))?;
    let list: List = toml::from_str(&text)
        .map_err(|error| format!("{LIST}: {}", error.to_string().trim().replace('\n', " ")))?;
    Ok(list.mutant)
}

/// Tries out every mutant, or those that kill a test whose name contains `part`. An error unless all are noticed.
pub fn run(part: Option<&str>) -> Result<()> {
    let root = Path::new(".");
    let all = list(root)?;
    let is_asked =
        |mutant: &&Mutant| part.is_none_or(|part| mutant.kills.iter().any(|name| name.contains(part)));
    let mutants: Vec<&Mutant> = all.iter().filter(is_asked).collect();
    for mutant in &mutants {
        mutant.texts(root)?;
    }
    println!("{} mutants; the first build takes minutes", mutants.len());
    let bench = MutantWorkspace::new(mutants.iter().flat_map(|mutant| &mutant.kills))?;

    let (mut killed, mut survived, mut wrong) = (BTreeSet::new(), 0, 0);
    for mutant in mutants {
        println!("{}: {} => {}", mutant.file, mutant.find.trim(), mutant.replace.trim());
        for (name, outcome) in bench.try_out(mutant)? {
            match outcome {
                Outcome::Killed => {
                    println!("  killed {name}");
                    killed.insert(name);
                }
                Outcome::Survived => {
                    println!("  SURVIVED {name}");
                    survived += 1;
                }
                Outcome::Error(what) => {
                    println!("  ERROR {name}: {what}");
                    wrong += 1;
                }
            }
        }
    }
    let mut open = 0;
    if part.is_none() {
        for name in bench.core().filter(|name| !killed.contains(name)) {
            println!("never killed: {name}");
            open += 1;
        }
    }
    println!("\n{} killed, {survived} survived", killed.len());
    match (survived, wrong, open) {
        (0, 0, 0) => Ok(()),
        _ => Err(format!("{survived} survived, {wrong} could not be tried, {open} were never killed").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_break_is_found_once_and_every_name_is_one() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mutants = list(root).unwrap();
        assert!(!mutants.is_empty());
        for mutant in &mutants {
            let Mutant { file, find, replace, kills } = mutant;
            mutant.texts(root).unwrap();
            assert!(find != replace && !find.contains('\n'), "{file}: '{find}'");
            let names: BTreeSet<&String> = kills.iter().collect();
            assert!(!kills.is_empty() && names.len() == kills.len(), "{file}: '{find}' names {kills:?}");
            for name in names {
                let is_word = |word: &str| {
                    word.starts_with(|c: char| c.is_ascii_lowercase())
                        && word.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'))
                };
                assert!(name.split("::").all(is_word), "{file}: '{name}' is no test's name");
            }
        }
    }
}
