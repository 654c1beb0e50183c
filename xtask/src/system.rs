//! What the system must have: looked for first, installed where we know how, named where we do not.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::steps::run;

/// How it is found out whether something is there.
enum Probe {
    /// A command that succeeds.
    Command(&'static [&'static str]),
    /// A library that loads.
    Library(&'static str),
}

/// Something the build or the tests need.
pub struct Need {
    probe: Probe,
    /// Debian's package.
    package: &'static str,
    /// What for.
    why: &'static str,
}

/// For building: the VST3 and the Audio Unit are wrapped by C++ code, and Rust needs a linker.
pub const BUILD: &[Need] = &[Need {
    probe: Probe::Command(&["c++", "--version"]),
    package: "g++",
    why: "a C++ compiler and linker, for the VST3 wrapper",
}];

/// For testing, beside that.
pub const TEST: &[Need] = &[
    Need {
        probe: Probe::Command(&["python3", "-c", "import venv, ensurepip"]),
        package: "python3-venv",
        why: "Python environments, for the hosts from PyPI",
    },
    // DawDreamer's library opens X11 at load.
    Need {
        probe: Probe::Library("libX11.so.6"),
        package: "libx11-6",
        why: "X11, which a host from PyPI is linked with",
    },
    Need {
        probe: Probe::Library("libfreetype.so.6"),
        package: "libfreetype6",
        why: "text, which a host from PyPI is linked with",
    },
    Need {
        probe: Probe::Library("libGL.so.1"),
        package: "libgl1",
        why: "OpenGL, which a host from PyPI is linked with",
    },
    Need {
        probe: Probe::Library("libglib-2.0.so.0"),
        package: "libglib2.0-0",
        why: "GLib, which a host from PyPI is linked with",
    },
];

/// For looking at the panel without a screen.
pub const SCREEN: &[Need] = &[
    Need { probe: Probe::Command(&["Xvfb", "-help"]), package: "xvfb", why: "a screen that is not there" },
    Need { probe: Probe::Library("libEGL.so.1"), package: "libegl1", why: "OpenGL" },
    Need { probe: Probe::Library("libX11-xcb.so.1"), package: "libx11-xcb1", why: "windows" },
    Need {
        probe: Probe::Library("libxkbcommon-x11.so.0"),
        package: "libxkbcommon-x11-0",
        why: "the keyboard",
    },
    Need {
        probe: Probe::Command(&["sh", "-c", "ls /usr/lib/*/dri/swrast_dri.so"]),
        package: "libgl1-mesa-dri",
        why: "OpenGL without a graphics card",
    },
];

/// For counting instructions.
pub const COUNT: &[Need] = &[Need {
    probe: Probe::Command(&["valgrind", "--version"]),
    package: "valgrind",
    why: "callgrind, which counts instructions",
}];

/// For hosts that are not ours, beside [`TEST`] and [`SCREEN`].
pub const HOSTS: &[Need] = &[
    Need {
        probe: Probe::Command(&["sh", "-c", "ls /usr/bin/ardour?-lua"]),
        package: "ardour",
        why: "a host with sessions and scripts",
    },
    Need {
        probe: Probe::Command(&["sh", "-c", "command -v qtractor"]),
        package: "qtractor",
        why: "a host with windows",
    },
    Need { probe: Probe::Command(&["jackd", "--version"]), package: "jackd2", why: "that host's sound" },
];

/// For the panel as a program of its own.
pub const STANDALONE: &[Need] = &[
    Need {
        probe: Probe::Command(&["pkg-config", "--exists", "alsa"]),
        package: "libasound2-dev",
        why: "the program's sound",
    },
    Need {
        probe: Probe::Command(&["pkg-config", "--exists", "jack"]),
        package: "libjack-jackd2-dev",
        why: "the same, for JACK",
    },
];

/// What is done about what is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is installed where we know how.
    Install,
    /// It is named, and that is all.
    Name,
}

/// Sees to it that all of it is there.
pub fn require(needs: &[Need], missing: Missing) -> Result<()> {
    let absent: Vec<&Need> = needs.iter().filter(|need| !need.is_there()).collect();
    if absent.is_empty() {
        return Ok(());
    }
    for need in &absent {
        println!("missing: {} ({})", need.package, need.why);
    }
    let packages: Vec<&str> = absent.iter().map(|need| need.package).collect();
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(elsewhere(&packages).into());
    }
    if missing == Missing::Name {
        return Err(format!("please run apt-get install {}; then this again", packages.join(" ")).into());
    }
    println!("installing them: apt-get install {}", packages.join(" "));
    run(&mut apt_get(&["update", "-qq"]))?;
    run(&mut apt_get(&[&["install", "-y", "-qq", "--no-install-recommends"], packages.as_slice()].concat()))
}

fn elsewhere(packages: &[&str]) -> String {
    let how = if cfg!(target_os = "macos") {
        "xcode-select --install, and Python 3 from python.org"
    } else if cfg!(windows) {
        "the Visual Studio Build Tools with C++, and Python 3 from python.org"
    } else {
        "your distribution's packages of the same meaning (Fedora: gcc-c++; Arch: gcc)"
    };
    format!("please install {}: {how}; then run this again", packages.join(", "))
}

fn apt_get(args: &[&str]) -> Command {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
    if !is_root {
        command.arg("apt-get");
    }
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

impl Need {
    fn is_there(&self) -> bool {
        let load;
        let words = match self.probe {
            Probe::Command(words) => words,
            Probe::Library(name) => {
                load = format!("import ctypes; ctypes.CDLL('{name}')");
                &["python3", "-c", &load]
            }
        };
        Command::new(words[0]).args(&words[1..]).output().is_ok_and(|probe| probe.status.success())
    }
}
