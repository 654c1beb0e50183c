//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use roentgenizdat::params::PARAMETERS;
use roentgenizdat::preset::DEFAULT;

/// Bone music: cuts songs on X-ray film.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Program {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Cut a song on a disc and play it back into a WAV file; or many songs, into a folder
    Cut(Box<Cut>),
    /// Hear it: a song before and after, its disc and its wear, in a folder
    Demo(Demo),
    /// Paint a disc as it lies on the light box
    Disc(DiscPicture),
    /// Read band, noise, wow, distortion and clicks off a recording or a preset; find the settings nearest to a recording
    Measure(Measure),
    /// What a shell needs to complete what is typed, to standard output
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// The program's pages for `man`, into a folder
    Man {
        /// Folder to write to
        folder: PathBuf,
    },
    /// The sounds that come with the program
    #[command(subcommand)]
    Presets(Presets),
}

#[derive(Args)]
pub struct Measure {
    /// Recordings, of what `cut` reads, folders of them and patterns; without one the preset is measured
    pub recordings: Vec<PathBuf>,
    /// The same song as it was before it was cut
    #[arg(long, value_name = "FILE")]
    pub dry: Option<PathBuf>,
    /// The recording is of a test tone of so many hertz, as 3150
    #[arg(long, value_name = "HZ", allow_hyphen_values = true, conflicts_with = "dry")]
    pub tone: Option<String>,
    /// Find the settings whose copy of the clean original comes nearest to the recording
    #[arg(long, requires = "dry", requires = "recordings")]
    pub fit: bool,
    /// A line of JSON for every recording, to standard output
    #[arg(long, conflicts_with = "fit")]
    pub json: bool,
    /// PNG file to draw spectrum or response, speed and clicks of a recording into
    #[arg(long, value_name = "FILE", requires = "recordings")]
    pub plot: Option<PathBuf>,
    /// Replace the plot if it exists
    #[arg(long, requires = "plot")]
    pub force: bool,
    /// Preset to measure, or to begin the search from: player, machine and drive are taken from it
    #[arg(long, default_value = DEFAULT)]
    pub preset: String,
    /// The machine that played the recording, if not the preset's
    #[arg(long)]
    pub player: Option<String>,
    /// The machine that cut it, if not the preset's
    #[arg(long)]
    pub machine: Option<String>,
    /// Any other setting that is known: stage.param=value; may be repeated
    #[arg(long, value_name = "STAGE.PARAM=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Where on the disc the recording begins: seconds, or minutes:seconds
    #[arg(long, default_value = "0", allow_hyphen_values = true)]
    pub start: String,
    /// Number of the disc that is measured, or that copies are cut on; short for --set disc.serial=
    #[arg(long, allow_hyphen_values = true)]
    pub serial: Option<String>,
}

#[derive(Args)]
#[command(after_long_help = parameters_help())]
pub struct Cut {
    /// WAV, AIFF, CAF, FLAC, MP3, OGG, Opus, AAC, M4A, MKV or WebM, of any rate and channel count; - for standard input, a second
    /// one for standard output. With --out-dir any number of songs, folders and patterns such as 'songs/*.flac'
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// WAV or FLAC file to write, of the same length and rate, by its ending; - for WAV to standard output
    #[arg(short, long)]
    pub output: Option<PathBuf>,
    /// Folder to write to, with a manifest of what was done; run again, it goes on where it stopped
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub out_dir: Option<PathBuf>,
    /// How files in the folder are named: {name} is the song's, {ext} its ending, {serial} the disc's, {n} counts; the ending is .wav or .flac; {name}.wav if not given
    #[arg(long, value_name = "PATTERN", requires = "out_dir")]
    pub name: Option<String>,
    /// Cut every song on so many discs, one after another from its own on; {name}-{serial}.wav is the name then if none is given
    #[arg(long, value_name = "N", default_value = "1", allow_hyphen_values = true, requires = "out_dir")]
    pub variations: String,
    /// List what would be cut, where to and on which disc, and cut nothing
    #[arg(long, requires = "out_dir")]
    pub dry_run: bool,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
    /// A line of JSON for every song to standard output, with what there is to say of it, and errors beside
    #[arg(long)]
    pub json: bool,
    /// Songs cut at a time; as many as there are processors if not given
    #[arg(long, value_name = "N", allow_hyphen_values = true, requires = "out_dir")]
    pub jobs: Option<String>,
    /// The manifest, a line of JSON for every song; manifest.jsonl in the folder if not given
    #[arg(long, value_name = "FILE", requires = "out_dir")]
    pub manifest: Option<PathBuf>,
    /// A preset by its name or slug, or a preset file (see `presets list`)
    #[arg(long, default_value = DEFAULT)]
    pub preset: String,
    /// Number of the disc, 0 to 9999: its picture, hole, scratches, every click; from-name makes one of each song's name, random draws it; short for --set disc.serial=
    #[arg(long, allow_hyphen_values = true)]
    pub serial: Option<String>,
    /// Cut the copy again, so many times in all, each time on the next disc
    #[arg(long, value_name = "N", default_value = "1", allow_hyphen_values = true)]
    pub generations: String,
    /// Plays before this one, or A..B from the start of what is cut to its end; short for --set wear.plays=
    #[arg(long, allow_hyphen_values = true)]
    pub plays: Option<String>,
    /// Set a parameter: warp.hole=2, or warp.hole=0..3 in a straight line over the song; may be repeated
    #[arg(long, value_name = "STAGE.PARAM=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Move parameters by a table of comma-separated values: seconds,wear.plays,… and a line for each point
    #[arg(long, value_name = "FILE")]
    pub automation: Option<PathBuf>,
    /// A PNG or JPEG for the film, in the place of an X-ray; the hiss follows it
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    /// Cut the song from here on only: seconds, or minutes:seconds
    #[arg(long, value_name = "TIME", default_value = "0", allow_hyphen_values = true)]
    pub from: String,
    /// Cut the song up to here
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Samples a second to cut at, 8000 to 384000, resampled before; the song's own if not given
    #[arg(long, value_name = "HZ", allow_hyphen_values = true)]
    pub rate: Option<String>,
    /// Where on the disc the song begins: seconds, or minutes:seconds
    #[arg(long, default_value = "0", allow_hyphen_values = true)]
    pub start: String,
    /// Beats a minute, for --set warp.speed=sync: one turn is warp.beats of them, the first at the disc's start
    #[arg(long, allow_hyphen_values = true)]
    pub tempo: Option<String>,
    /// Seconds of lead-in groove before the song, from the needle's fall on; tables and A..B count from there
    #[arg(long, value_name = "SECONDS", default_value = "0", allow_hyphen_values = true)]
    pub lead_in: String,
    /// Seconds of groove behind the song
    #[arg(long, value_name = "SECONDS", default_value = "0", allow_hyphen_values = true)]
    pub run_out: String,
    /// As fast as this disc's lathe really ran: 0.5 to 3 % off, in pitch and length
    #[arg(long)]
    pub true_speed: bool,
    /// Not what you paid for: after some seconds, by the disc's number, the side goes on with this file
    #[arg(long, value_name = "FILE")]
    pub swap: Option<PathBuf>,
    /// As loud as the song that came in: by gain alone, in a second pass
    #[arg(long = "match", conflicts_with = "loudness")]
    pub match_input: bool,
    /// So many LUFS, by gain alone, in a second pass
    #[arg(long, value_name = "LUFS", allow_hyphen_values = true)]
    pub loudness: Option<String>,
    /// Highest true peak, in dBTP, by gain alone: it wins over --match and --loudness, and what is missing is told
    #[arg(long, value_name = "DBTP", allow_hyphen_values = true)]
    pub peak: Option<String>,
    /// Samples as 16 or 24 bits, or 32f for floating point
    #[arg(long, default_value = "24", allow_hyphen_values = true)]
    pub bits: String,
    /// What is added before samples are rounded to 16 bits, so that fades end in hiss and not in distortion: tpdf or none
    #[arg(long, default_value = "tpdf", allow_hyphen_values = true)]
    pub dither: String,
    /// Neither carry title, artist, album, cover and bext over nor write into the comment how the song was cut
    #[arg(long)]
    pub no_tags: bool,
    /// Go on past damage in a song, and say where it was, instead of refusing it
    #[arg(long)]
    pub lenient: bool,
    /// Replace the output if it exists
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub struct Demo {
    /// A song; without one the program plays its own
    pub song: Option<PathBuf>,
    /// Folder for dry.wav, bootleg.wav, disc.png and wear.png
    #[arg(short, long, default_value = "roentgenizdat-demo")]
    pub output: PathBuf,
    /// Replace what is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub struct DiscPicture {
    /// PNG file to write; - for standard output
    #[arg(short, long)]
    pub output: PathBuf,
    /// Number of the disc, 0 to 9999; short for --set disc.serial=
    #[arg(long, allow_hyphen_values = true)]
    pub serial: Option<String>,
    /// Side of the disc, 1 to 8
    #[arg(long, default_value = "1", allow_hyphen_values = true)]
    pub side: String,
    /// Width and height in pixels
    #[arg(long, default_value = "1200", allow_hyphen_values = true)]
    pub size: String,
    /// Without the light box behind it: grooves instead of bones
    #[arg(long)]
    pub unlit: bool,
    /// A PNG or JPEG for the film, in the place of an X-ray
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    /// What is seen: stage.param=value, as film.picture=skull or wear.plays=30; may be repeated
    #[arg(long, value_name = "STAGE.PARAM=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Replace the output if it exists
    #[arg(long)]
    pub force: bool,
}

#[derive(Subcommand)]
pub enum Presets {
    /// All of them, a line each
    List,
    /// One as text, to read or to make a file of one's own from
    Show {
        /// Its name or slug
        name: String,
    },
    /// All of them as files, to edit
    Export {
        /// Folder to write to
        folder: PathBuf,
        /// Replace what is there
        #[arg(long)]
        force: bool,
    },
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
