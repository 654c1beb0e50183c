//! Hosts that come from PyPI, in a virtual environment of our own, playing the VST3 bundle: `tests/host/python`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::run;
use crate::system::Missing;
use crate::{Result, target_dir};

/// What goes into it: a host that stands still, one that rolls, and numpy for both.
const PACKAGES: [&str; 3] = ["numpy==2.*", "pedalboard==0.9.*", "dawdreamer==0.9.*"];

/// The interpreter of the environment, which is made if it is not there.
pub fn interpreter(missing: Missing) -> Result<PathBuf> {
    let bin = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let environment = target_dir().join("python");
    let python = environment.join(bin);
    if missing == Missing::Name {
        let import = Command::new(&python).args(["-c", "import numpy, pedalboard, dawdreamer"]).output();
        let is_there = import.is_ok_and(|import| import.status.success());
        let named = || format!("missing in {}: {}", environment.display(), PACKAGES.join(", "));
        return if is_there { Ok(python) } else { Err(named().into()) };
    }
    if !python.exists() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        run(Command::new(system).args(["-m", "venv"]).arg(&environment))?;
    }
    let mut pip = Command::new(&python);
    run(pip.args(["-m", "pip", "install", "-q", "--disable-pip-version-check"]).args(PACKAGES))?;
    Ok(python)
}

/// A script run on the bundle with the folder of what it must play.
pub fn script(python: &Path, name: &str, bundle: &Path, folder: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(Path::new("tests/host/python").join(name)).arg(bundle).arg(folder);
    command
}
