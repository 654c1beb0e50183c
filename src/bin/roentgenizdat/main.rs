//! The program: songs in, bootlegs out.
//!
//! Exit code 0, or 2 with one line on standard error that says what was wrong and what is allowed. Only bad
//! usage of the options themselves is answered by the longer help of the option parser, with the same code.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressStyle};

use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::destination::{self, Destination};
use roentgenizdat::cli::error::RenderError;
use roentgenizdat::cli::{demo, option_values};
use roentgenizdat::disc::Recipe;
use roentgenizdat::disc::groove::SIDES;
use roentgenizdat::paint::disc::{Light, SIZES_PX, View, paint_film};
use roentgenizdat::params::{Serial, Settings};
use roentgenizdat::preset::{FACTORY, Preset};

mod cutting;
mod measuring;
mod options;
use options::{Command, Demo, DiscPicture, Presets, Program};

fn main() -> ExitCode {
    // By a signal it ends as it does by itself: nothing unfinished stays.
    let _ = ctrlc::set_handler(|| {
        destination::remove_unfinished();
        std::process::exit(130);
    });
    let outcome = match Program::parse().command {
        Command::Cut(options) => cutting::run(&options),
        Command::Demo(options) => run_demo(&options),
        Command::Disc(options) => run_disc(&options),
        Command::Measure(options) => measuring::run(&options),
        Command::Completions { shell } => completions(shell),
        Command::Man { folder } => man_pages(&folder),
        Command::Presets(Presets::List) => list_presets(),
        Command::Presets(Presets::Show { name }) => show_preset(&name),
        Command::Presets(Presets::Export { folder, force }) => export_presets(&folder, force),
    };
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    say(&error.to_string());
    ExitCode::from(error.exit_code())
}

fn run_demo(options: &Demo) -> Result<(), RenderError> {
    let song = demo::song(options.song.as_deref())?;
    let folder = demo::Folder::claim(&options.output, options.force, options.song.as_deref())?;
    let bar = progress(song.frames());
    let files = folder.fill(&song, |done| bar.set_position(done as u64))?;
    bar.finish_and_clear();
    print(&files.iter().map(|file| format!("{}\n", file.display())).collect::<String>())
}

fn run_disc(options: &DiscPicture) -> Result<(), RenderError> {
    let side = option_values::whole_number("side", &options.side, 1..=SIDES as u32)? as u8 - 1;
    let px = option_values::whole_number("size", &options.size, SIZES_PX)?;
    let is_png = options.output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if !is_png && options.output != Path::new("-") && !options.output.exists() {
        return Err(RenderError::Ending { path: options.output.clone(), allowed: ".png" });
    }
    let destination = {
        let reads: Vec<&Path> = options.picture.iter().map(PathBuf::as_path).collect();
        Destination::claim(&options.output, options.force, &reads)?
    };
    let mut automation = Automation::constant(Settings::default());
    options.set.iter().try_for_each(|assignment| automation.assign(assignment))?;
    let automation = &mut on_disc(automation, options.serial.as_deref())?;
    let own = option_values::picture(options.picture.as_deref(), automation)?;
    let settings = automation.at(0.0);
    let light = if options.unlit { Light::Room } else { Light::Box };
    let recipe = Recipe::of(&settings, own.as_ref().map(|own| own.fingerprint()));
    let film = recipe.radiograph(side, own.as_ref());
    destination
        .write(&paint_film(&View { side, light, ..View::new(&recipe, &settings) }, &film, px).to_png()?)
}

/// What is set, on the disc that `--serial` names, if it names one.
fn on_disc(automation: Automation, serial: Option<&str>) -> Result<Automation, RenderError> {
    let serial = serial.map(str::parse::<Serial>).transpose()?;
    Ok(match serial {
        Some(serial) => automation.on_disc(serial),
        None => automation,
    })
}

fn completions(shell: clap_complete::Shell) -> Result<(), RenderError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Program::command(), "roentgenizdat", &mut script);
    print(&String::from_utf8_lossy(&script))
}

fn man_pages(folder: &Path) -> Result<(), RenderError> {
    let wrong = |cause| RenderError::Write { what: folder.display().to_string(), cause };
    fs::create_dir_all(folder).map_err(wrong)?;
    clap_mangen::generate_to(Program::command(), folder).map_err(wrong)
}

fn list_presets() -> Result<(), RenderError> {
    let mut text = String::new();
    for factory in FACTORY {
        let Preset { name, category, note, .. } = Preset::parse(factory.text)?;
        text += &format!("{:<18} {name:<28} {category:<9} {note}\n", factory.slug);
    }
    print(&text)
}

fn show_preset(name: &str) -> Result<(), RenderError> {
    print(&Preset::find(name)?.to_text())
}

fn export_presets(folder: &Path, force: bool) -> Result<(), RenderError> {
    fs::create_dir_all(folder)
        .map_err(|cause| RenderError::Write { what: folder.display().to_string(), cause })?;
    // All are claimed before one is written.
    let files = FACTORY.iter().map(|factory| {
        let path = folder.join(format!("{}.toml", factory.slug));
        Ok((Destination::claim(&path, force, &[])?, factory.text))
    });
    let files: Vec<_> = files.collect::<Result<_, RenderError>>()?;
    files.iter().try_for_each(|(destination, text)| destination.write(text.as_bytes()))
}

/// What was found in folders and is no song: how many, and some by name.
fn left_out_message(paths: &[PathBuf]) -> Option<String> {
    const NAMED: usize = 3;
    let mut names: Vec<String> = paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
    if paths.len() > NAMED {
        names.push(format!("and {} more", paths.len() - NAMED));
    }
    (!paths.is_empty()).then(|| format!("left out, as no song by their names: {}", names.join(", ")))
}

/// A bar on standard error, if that is a terminal.
fn progress(frames: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("cutting {wide_bar} {percent:>3} %  {eta}");
    ProgressBar::new(frames as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Prints to standard output; a reader that has seen enough is no error.
fn print(text: &str) -> Result<(), RenderError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(RenderError::Write { what: "standard output".to_string(), cause })
        }
        _ => Ok(()),
    }
}

/// One line on standard error, whatever was typed.
fn say(message: &str) {
    let line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // With nowhere left to complain, the exit code has to do.
    let _ = writeln!(io::stderr(), "roentgenizdat: {line}");
}
