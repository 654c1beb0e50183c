//! Where mutants are tried out: a copy of the tree with a target directory of its own, so that neither the work at hand
//! nor its builds are touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Mutant;
use crate::steps::{cargo, output_of, verdict};
use crate::{Result, target_dir};

/// What became of a test under a mutant.
pub enum Outcome {
    /// It failed, or took its program down.
    Killed,
    /// It passed.
    Survived,
    /// It could not be asked.
    Error(String),
}

/// The copy, and the test programs in it.
pub struct MutantWorkspace {
    tree: PathBuf,
    target: PathBuf,
    programs: Vec<Program>,
}

/// A test program: how cargo is told of it, and the tests in it that are not ignored.
struct Program {
    args: Vec<String>,
    is_core: bool,
    names: BTreeSet<String>,
}

impl MutantWorkspace {
    /// Copies the tree and builds the test programs: those of the core, and those of the plugin's side if `wanted` names
    /// one of their tests. An error if nobody has a test of a wanted name, or two have.
    pub fn new<'a>(wanted: impl Iterator<Item = &'a String> + Clone) -> Result<Self> {
        let folder = std::path::absolute(target_dir())?.join("mutants");
        let (tree, target) = (folder.join("tree"), folder.join("target"));
        copy_tree(&tree)?;
        let mut bench = Self { tree, target, programs: Vec::new() };
        bench.add(&["--no-default-features", "--lib"], true)?;
        for name in test_programs(&bench.tree)? {
            bench.add(&["--no-default-features", "--test", &name], true)?;
        }
        if wanted.clone().any(|name| of_plugin(name)) {
            bench.add(&["--lib"], false)?;
            bench.add(&["--package", "panel-tests", "--test", "panel"], false)?;
        }
        for name in wanted {
            let count = bench.programs.iter().filter(|program| program.names.contains(name)).count();
            if count != 1 {
                return Err(format!("{count} test programs have a test '{name}'").into());
            }
        }
        Ok(bench)
    }

    /// All tests of the core.
    pub fn core(&self) -> impl Iterator<Item = &str> {
        let core = self.programs.iter().filter(|program| program.is_core);
        core.flat_map(|program| &program.names).map(String::as_str)
    }

    /// Breaks the copy, runs the tests that should notice, and mends it.
    pub fn try_out<'a>(&self, mutant: &'a Mutant) -> Result<Vec<(&'a str, Outcome)>> {
        let (broken, whole) = mutant.texts(&self.tree)?;
        let file = self.tree.join(&mutant.file);
        fs::write(&file, broken)?;
        let mut outcomes = Vec::new();
        for program in &self.programs {
            let names = mutant.kills.iter().map(String::as_str);
            let names: Vec<&str> = names.filter(|name| program.names.contains(*name)).collect();
            if !names.is_empty() {
                outcomes.extend(self.ask(program, &names));
            }
        }
        fs::write(&file, whole)?;
        Ok(outcomes)
    }

    /// Runs these tests of one program.
    fn ask<'a>(&self, program: &Program, names: &[&'a str]) -> Vec<(&'a str, Outcome)> {
        if let Err(error) = output_of(self.cargo_test(program).arg("--no-run")) {
            let said = error.to_string();
            let what = said.lines().find(|line| line.starts_with("error")).unwrap_or("it does not build");
            return names.iter().map(|name| (*name, Outcome::Error(what.to_string()))).collect();
        }
        let passed = self.passed(program, names);
        let outcome = |name: &&'a str| match passed.get(*name) {
            Some(true) => Outcome::Survived,
            Some(false) => Outcome::Killed,
            // No verdict: somebody took the program down. Alone it can only have been this one.
            None => match self.passed(program, &[*name]).get(*name) {
                Some(true) => Outcome::Survived,
                _ => Outcome::Killed,
            },
        };
        names.iter().map(|name| (*name, outcome(name))).collect()
    }

    /// Whether each of these tests passed, as far as the program tells.
    fn passed(&self, program: &Program, names: &[&str]) -> BTreeMap<String, bool> {
        let mut command = self.cargo_test(program);
        command.args(["--", "--exact"]).args(names);
        let said = command.output().map(|output| output.stdout).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        said.lines().filter_map(verdict).map(|(name, holds)| (name.to_string(), holds)).collect()
    }

    fn cargo_test(&self, program: &Program) -> Command {
        let mut command = cargo();
        command.current_dir(&self.tree).args(["test", "--target-dir"]).arg(&self.target);
        command.args(&program.args);
        command
    }

    /// Builds a test program and asks it for its tests.
    fn add(&mut self, args: &[&str], is_core: bool) -> Result<()> {
        let args = args.iter().map(|arg| (*arg).to_string()).collect();
        let mut program = Program { args, is_core, names: BTreeSet::new() };
        let listed = |which: &[&str]| -> Result<BTreeSet<String>> {
            let said = output_of(self.cargo_test(&program).args(["--", "--list"]).args(which))?;
            let names = said.lines().filter_map(|line| line.strip_suffix(": test"));
            Ok(names.filter(|name| is_core || of_plugin(name)).map(str::to_string).collect())
        };
        program.names = &listed(&[])? - &listed(&["--ignored"])?;
        self.programs.push(program);
        Ok(())
    }
}

/// Whether a test is one of the plugin's side, which the core is built without.
fn of_plugin(name: &str) -> bool {
    ["plugin::", "editor::", "gestures::", "keyboard::", "looks::", "own::", "turntable::"]
        .iter()
        .any(|module| name.starts_with(module))
}

/// Copies all files that git knows or would take.
fn copy_tree(tree: &Path) -> Result<()> {
    if tree.exists() {
        fs::remove_dir_all(tree)?;
    }
    let mut git = Command::new("git");
    let files = output_of(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    for file in files.split('\0').map(Path::new).filter(|file| file.is_file()) {
        let copy = tree.join(file);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(file, copy)?;
    }
    Ok(())
}

/// Names of the programs in `tests/`: files, and folders with a `main.rs`.
fn test_programs(tree: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(tree.join("tests"))? {
        let path = entry?.path();
        let is_program = path.extension().is_some_and(|word| word == "rs") || path.join("main.rs").is_file();
        if let Some(stem) = path.file_stem().filter(|_| is_program) {
            names.insert(stem.to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
