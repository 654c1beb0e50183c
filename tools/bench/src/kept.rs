//! Kept runs: what was counted, of which build. Only like builds compare.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fearless_simd::Level;
use serde::{Deserialize, Serialize};

use crate::Result;

const HEAD: &str =
    "# Instructions a frame, or of what happens once. `cargo xtask bench --keep` writes this.\n\n";

/// What decides the count beside the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    compiler: String,
    target: String,
    /// What the processor has, as far as the chain asks.
    level: String,
}

impl Build {
    /// This machine's.
    pub fn here() -> Result<Self> {
        let output = Command::new("rustc").arg("-vV").output().map_err(|error| format!("rustc: {error}"))?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = |start: &str| told.lines().find_map(|line| line.strip_prefix(start)).unwrap_or("unknown");
        let level = Level::new();
        let mut level_name = if level.is_fallback() { "none" } else { "baseline" };
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if level.as_avx2().is_some() {
            level_name = "avx2";
        } else if level.as_sse4_2().is_some() {
            level_name = "sse4.2";
        }
        Ok(Self {
            compiler: line("release: ").into(),
            target: line("host: ").into(),
            level: level_name.into(),
        })
    }
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rustc {}, {}, {}", self.compiler, self.target, self.level)
    }
}

/// What was counted of one build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    build: Build,
    instructions: BTreeMap<String, f64>,
}

impl Run {
    /// Nothing yet.
    pub fn new(build: Build) -> Self {
        Self { build, instructions: BTreeMap::new() }
    }

    /// Takes a count down, to a tenth.
    pub fn take(&mut self, scenario: &str, cost: f64) {
        self.instructions.insert(scenario.into(), (10.0 * cost).round() / 10.0);
    }

    /// What a scenario cost.
    pub fn cost(&self, scenario: &str) -> Option<f64> {
        self.instructions.get(scenario).copied()
    }

    /// Keeps it in place of the one of the same build. Where.
    pub fn keep(&self) -> Result<PathBuf> {
        let Build { compiler, target, level } = &self.build;
        fs::create_dir_all(folder())?;
        let file = folder().join(format!("{target}-{level}-{compiler}.toml"));
        fs::write(&file, format!("{HEAD}{}", toml::to_string(self)?))?;
        Ok(file)
    }
}

/// The run kept of this build, if there is one.
pub fn last(build: &Build) -> Result<Option<Run>> {
    if !folder().exists() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder())? {
        let file = entry?.path();
        let run: Run = toml::from_str(&fs::read_to_string(&file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        if run.build == *build {
            return Ok(Some(run));
        }
    }
    Ok(None)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/runs")
}
