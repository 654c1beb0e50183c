//! Hosts from the system's packages, on the bundles: Ardour, without a window and with one, and qtractor.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;
use std::{fs, io};

use crate::report::Report;
use crate::steps::{run, tool};
use crate::system::{self, Missing};
use crate::{Result, target_dir, vst3};

/// What Ardour plays, by script, and the step that it is told.
const ARDOUR: [(&str, &str, &str); 3] = [
    ("ardour", "", "comes and goes, plays while the transport rolls"),
    ("ardour_session", "make", "a hundred instances, plays drawn over the song, saved"),
    ("ardour_session", "reopen", "the same opened again"),
];

/// Runs all of it; without the hosts it says so and fails.
pub fn run_all(report: &mut Report, missing: Missing) {
    println!("\n== hosts from the system's packages");
    if !cfg!(target_os = "linux") {
        println!("not tried: they are started on Linux only");
        return;
    }
    let needs = [system::BUILD, system::SCREEN, system::HOSTS];
    if let Err(error) = needs.iter().try_for_each(|needs| system::require(needs, missing)) {
        report.take(&format!("hosts from the system's packages: {error}"), false);
        return;
    }
    match ardour() {
        Ok(ardour) => {
            for (script, step, about) in ARDOUR {
                let name = format!("{script} {step}");
                let mut command = ardour.command(script);
                report.run(name.trim(), about, command.env("STEP", step));
            }
            let window = &mut tool("window");
            report.run("ardour window", "Space over the panel", window.arg("--ardour").arg(&ardour.home));
        }
        Err(error) => report.take(&format!("ardour: {error}"), false),
    }
    report.run("qtractor", "the panel in its window", tool("window").arg("--qtractor"));
}

/// An Ardour that knows the VST3, and has a home of its own.
struct Ardour {
    /// Of its programs, as `ardour7`.
    name: String,
    home: PathBuf,
}

impl Ardour {
    /// With its libraries and its home.
    fn set_up(&self, command: &mut Command) {
        command.env("LD_LIBRARY_PATH", format!("/usr/lib/{}", self.name)).env("TMPDIR", &self.home);
        for (name, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache")] {
            command.env(name, self.home.join(folder));
        }
    }

    fn command(&self, script: &str) -> Command {
        let mut command = Command::new(format!("{}-lua", self.name));
        self.set_up(command.arg(format!("tests/host/lua/{script}.lua")));
        command
    }
}

/// Finds Ardour and lets it look at the VST3.
fn ardour() -> Result<Ardour> {
    let number = |name: &str| name.strip_prefix("ardour").and_then(|rest| rest.parse::<u8>().ok());
    let names = fs::read_dir("/usr/lib")?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let newest = names.filter_map(|name| number(&name)).max().ok_or("its folder is not in /usr/lib")?;
    let name = format!("ardour{newest}");
    let home = std::path::absolute(target_dir().join("ardour"))?;
    let bundle = home.join(".vst3/Roentgenizdat.vst3");
    fs::remove_dir_all(&home).or_else(|error| if home.exists() { Err(error) } else { Ok(()) })?;
    copy_folder(&vst3(), &bundle)?;
    let settings = home.join(".config").join(&name);
    fs::create_dir_all(&settings)?;
    fs::copy("tests/host/ardour/config", settings.join("config"))?;
    // It has been here before, and does not ask what a new user is asked.
    fs::write(settings.join(format!(".a{newest}")), "")?;
    let ardour = Ardour { name, home };
    let mut scanner = Command::new(format!("/usr/lib/{}/ardour-vst3-scanner", ardour.name));
    ardour.set_up(scanner.arg("-f").arg(&bundle));
    run(&mut scanner)?;
    // Or Ardour, which counts in seconds, takes what was scanned for older than the plugin.
    sleep(Duration::from_secs(2));
    let scanned = ardour.home.join(".cache").join(&ardour.name).join("vst");
    for file in fs::read_dir(scanned)? {
        let path = file?.path();
        fs::write(&path, fs::read(&path)?)?;
    }
    Ok(ardour)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy_folder(&path, &to)? } else { fs::copy(&path, &to).map(drop)? }
    }
    Ok(())
}
