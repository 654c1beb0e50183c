//! The program: songs in, bootlegs out.
//!
//! Exit code 0, or 2 with one line on standard error that says what was wrong and what is allowed. Only bad
//! usage of the options themselves is answered by the longer help of the option parser, with the same code.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use roentgenizdat::chain::settings::{PARAMETERS, Settings};
use roentgenizdat::disc::groove::SIDES;
use roentgenizdat::disc::{Disc, Serial};
use roentgenizdat::preset::{DEFAULT, FACTORY, Preset};
use roentgenizdat::render::automation::Automation;
use roentgenizdat::render::destination::Destination;
use roentgenizdat::render::encode::{self, Bits};
use roentgenizdat::render::error::RenderError;
use roentgenizdat::render::{CutOptions, arguments, cut, decode, demo, fit, picture, reading};

/// Bone music: cuts songs on X-ray film.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Cut a song on a disc and play it back into a WAV file
    Cut(Cut),
    /// Hear it: a song before and after, its disc and its wear, in a folder
    Demo(Demo),
    /// Paint a disc as it lies on the light box
    Disc(DiscPicture),
    /// Read band, noise, wow, distortion and clicks off a recording or a preset; find the settings nearest to a recording
    Measure(Measure),
    /// The sounds that come with the program
    #[command(subcommand)]
    Presets(Presets),
}

#[derive(Args)]
struct Measure {
    /// A recording, of what `cut` reads; without one the preset is measured
    recording: Option<PathBuf>,
    /// The same song as it was before it was cut
    #[arg(long, value_name = "FILE")]
    dry: Option<PathBuf>,
    /// The recording is of a test tone of so many hertz, as 3150
    #[arg(long, value_name = "HZ", allow_hyphen_values = true, conflicts_with = "dry")]
    tone: Option<String>,
    /// Find the settings whose copy of the clean original comes nearest to the recording
    #[arg(long, requires = "dry", requires = "recording")]
    fit: bool,
    /// Preset to measure, or to begin the search from: player, machine and drive are taken from it
    #[arg(long, default_value = DEFAULT)]
    preset: String,
    /// The machine that played the recording, if not the preset's
    #[arg(long)]
    player: Option<String>,
    /// The machine that cut it, if not the preset's
    #[arg(long)]
    machine: Option<String>,
    /// Any other setting that is known: stage.param=value; may be repeated
    #[arg(long, value_name = "STAGE.PARAM=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Where on the disc the recording begins: seconds, or minutes:seconds
    #[arg(long, default_value = "0", allow_hyphen_values = true)]
    start: String,
    /// Number of the disc that is measured, or that copies are cut on
    #[arg(long, default_value = "1953", allow_hyphen_values = true)]
    serial: String,
}

#[derive(Args)]
#[command(after_long_help = parameters_help())]
struct Cut {
    /// WAV, AIFF, FLAC, MP3, OGG, AAC or M4A, of any rate and channel count; - for standard input
    input: PathBuf,
    /// WAV file to write, of the same length and rate; - for standard output
    #[arg(short, long)]
    output: PathBuf,
    /// A preset by its name or slug, or a preset file (see `presets list`)
    #[arg(long, default_value = DEFAULT)]
    preset: String,
    /// Number of the disc, 0 to 9999: its picture, hole, scratches, every click
    #[arg(long, default_value = "1953", allow_hyphen_values = true)]
    serial: String,
    /// Plays before this one, or A..B from the song's start to its end; short for --set wear.plays=
    #[arg(long, allow_hyphen_values = true)]
    plays: Option<String>,
    /// Set a parameter: warp.hole=2, or warp.hole=0..3 in a straight line over the song; may be repeated
    #[arg(long, value_name = "STAGE.PARAM=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Where on the disc the song begins: seconds, or minutes:seconds
    #[arg(long, default_value = "0", allow_hyphen_values = true)]
    start: String,
    /// Beats a minute, for --set warp.speed=sync: one turn is warp.beats of them, the first at the disc's start
    #[arg(long, allow_hyphen_values = true)]
    tempo: Option<String>,
    /// Samples as 16 or 24 bits, or 32f for floating point
    #[arg(long, default_value = "24", allow_hyphen_values = true)]
    bits: String,
    /// Replace the output if it exists
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
struct Demo {
    /// A song; without one the program plays its own
    song: Option<PathBuf>,
    /// Folder for dry.wav, bootleg.wav, disc.png and wear.png
    #[arg(short, long, default_value = "roentgenizdat-demo")]
    output: PathBuf,
    /// Replace what is there
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
struct DiscPicture {
    /// PNG file to write; - for standard output
    #[arg(short, long)]
    output: PathBuf,
    /// Number of the disc, 0 to 9999
    #[arg(long, default_value = "1953", allow_hyphen_values = true)]
    serial: String,
    /// Side of the disc, 1 to 8
    #[arg(long, default_value = "1", allow_hyphen_values = true)]
    side: String,
    /// Width and height in pixels
    #[arg(long, default_value = "1200", allow_hyphen_values = true)]
    size: String,
    /// Replace the output if it exists
    #[arg(long)]
    force: bool,
}

#[derive(Subcommand)]
enum Presets {
    /// All of them, a line each
    List,
    /// One as text, to read or to make a file of one's own from
    Show {
        /// Its name or slug
        name: String,
    },
}

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Cut(options) => run_cut(&options),
        Command::Demo(options) => run_demo(&options),
        Command::Disc(options) => run_disc(&options),
        Command::Measure(options) => run_measure(&options),
        Command::Presets(Presets::List) => list_presets(),
        Command::Presets(Presets::Show { name }) => show_preset(&name),
    };
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    say(&error.to_string());
    ExitCode::from(2)
}

fn run_cut(options: &Cut) -> Result<(), RenderError> {
    let mut settings = Settings::default();
    arguments::preset(&options.preset)?.apply(&mut settings);
    let mut automation = Automation::constant(settings);
    if let Some(plays) = &options.plays {
        automation.assign_plays(plays)?;
    }
    options.set.iter().try_for_each(|assignment| automation.assign(assignment))?;
    let serial: Serial = options.serial.parse()?;
    let start_seconds = arguments::start_seconds(&options.start)?;
    let tempo_bpm = options.tempo.as_deref().map(arguments::tempo_bpm).transpose()?;
    let bits: Bits = options.bits.parse()?;
    let destination = Destination::claim(&options.output, options.force, &[&options.input])?;
    let song = decode::read(&options.input)?;
    let bar = progress(song.frames());
    let bootleg = cut(&song, &CutOptions { serial, automation, start_seconds, tempo_bpm }, |done| {
        bar.set_position(done as u64)
    });
    bar.finish_and_clear();
    let wav = encode::wav(&bootleg, bits)?;
    destination.write(&wav.bytes)?;
    if wav.clipped > 0 {
        let samples = wav.clipped;
        say(&format!(
            "{samples} samples were too loud and are clipped; --set output=-3 or --bits 32f keeps them"
        ));
    }
    Ok(())
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
    let serial: Serial = options.serial.parse()?;
    let side = arguments::whole_number("side", &options.side, 1..=SIDES as u32)? as u8 - 1;
    let px = arguments::whole_number("size", &options.size, picture::SIZES_PX)?;
    let destination = Destination::claim(&options.output, options.force, &[])?;
    let settings = Settings::default();
    let disc = Disc::new(serial, f64::from(settings.disc_diameter) * 10.0);
    destination.write(&picture::paint(&disc, side, &settings, px).to_png()?)
}

fn run_measure(options: &Measure) -> Result<(), RenderError> {
    let mut settings = Settings::default();
    arguments::preset(&options.preset)?.apply(&mut settings);
    let mut automation = Automation::constant(settings);
    let given = |id: &str, value: &Option<String>| value.as_ref().map(|value| format!("{id}={value}"));
    let player = given("pickup.player", &options.player);
    let machine = given("lathe.machine", &options.machine);
    for assignment in player.iter().chain(&machine).chain(&options.set) {
        automation.assign(assignment)?;
    }
    let settings = automation.at(0.0);
    let serial: Serial = options.serial.parse()?;
    let start_seconds = arguments::start_seconds(&options.start)?;
    let tone_hz = options.tone.as_deref().map(arguments::tone_hz).transpose()?;
    let Some(path) = &options.recording else {
        return print(&reading::of_settings(&settings, serial).to_string());
    };
    let what = path.display().to_string();
    let recording = decode::read(path)?;
    let dry = options.dry.as_deref().map(decode::read).transpose()?;
    let still = dry.as_ref().map(|dry| fit::still(dry, &settings, serial, start_seconds));
    let original = dry.as_ref().zip(still.as_ref()).map(|(dry, still)| reading::Original { dry, still });
    print(&reading::of(&what, &recording, original, tone_hz)?.to_string())?;
    let (true, Some(dry)) = (options.fit, dry) else { return Ok(()) };
    let bar = progress(fit::copies());
    let fit =
        fit::fit(&recording, &dry, &settings, serial, start_seconds, |cuts| bar.set_position(cuts as u64))?;
    bar.finish_and_clear();
    print(&format!("\n{fit}"))
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

/// What `--set` takes, from the one table.
fn parameters_help() -> String {
    let mut text = String::from("Parameters for --set:\n");
    for parameter in PARAMETERS {
        let id = parameter.dotted();
        text += &format!("  {id:<20} {}\n  {:20} {}\n", parameter.about.trim(), "", parameter.allowed());
    }
    text
}
