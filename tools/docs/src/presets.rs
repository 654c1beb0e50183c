//! How loud every preset is, and how far from every other: `docs/presets.md`.

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use roentgenizdat::preset::{FACTORY, Preset};

use super::Result;

const TABLE: &str = "docs/presets.md";
/// The test that measures and prints it.
const TEST: &str = "every_preset_is_as_loud_as_the_song_and_like_no_other";

/// Measures and writes it down.
pub fn run() -> Result<()> {
    println!("measuring {} presets", FACTORY.len());
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "test",
        "-p",
        "roentgenizdat",
        "--no-default-features",
        "--features",
        "cli",
        "--test",
        "laws",
    ]);
    let output = cargo.args(["--", "--nocapture", TEST]).stderr(Stdio::inherit()).output()?;
    let output = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<Vec<&str>> = output
        .lines()
        .filter_map(|line| line.split_once("preset|").map(|(_, rest)| rest.split('|').collect()))
        .collect();
    if figures.len() != FACTORY.len() {
        return Err(format!("{} of {} presets were measured", figures.len(), FACTORY.len()).into());
    }
    fs::write(TABLE, page(&figures)?)?;
    println!("{} presets in {TABLE}", figures.len());
    Ok(())
}

fn page(figures: &[Vec<&str>]) -> Result<String> {
    let mut page = String::from(
        "# The presets\n\n\
         Made by `cargo xtask presets`; held by `tests/laws/presets_sound.rs`. On three programmes at −14 LUFS that peak at −2 dBTP\n\
         at most (the project's own tune; a plain modern mix; a voice alone, a drum break, and bass) at full mix with the level match on:\n\
         loudness against the song, in LU, the middle one of the three, and what is left on the tune once `level_trim` takes\n\
         that off; the highest true peak, in dBTP. How far the noise alone is below the tune, in LU;\n\
         impulses a second in it, as restorers count them; wow as a meter weighs it, in percent. Last the nearest other preset, and\n\
         how far it is: 1 is 1.5 dB between the mixes or the noises, twice as many clicks, twice the wow, or a kind of event that one of\n\
         the two lacks.\n",
    );
    let mut drawer = String::new();
    for fields in figures {
        let [slug, tune, modern, hard, middle, trimmed, peak, noise, clicks, wow, nearest, apart] =
            fields[..]
        else {
            continue;
        };
        let Preset { name, category, note, .. } = Preset::find(slug)?;
        if category != drawer {
            write!(
                page,
                "\n## {category}\n\n\
                 | preset | what it is | tune | modern | hard | middle | trimmed | peak | noise | clicks | wow | nearest |\n\
                 |---|---|---|---|---|---|---|---|---|---|---|---|\n"
            )?;
            drawer = category;
        }
        writeln!(
            page,
            "| {name} | {note} | {tune} | {modern} | {hard} | {middle} | {trimmed} | {peak} | {noise} | {clicks} | {wow} | {nearest}, {apart} |"
        )?;
    }
    Ok(page)
}
