//! `cargo xtask measure`: the physics, measured anew: a table in `docs/measured.md` and plots beside it.
//!
//! The table is what the tests in `tests/physics/` print while they hold the chain to its numbers; the plots are
//! rendered and measured here with the same instruments (`src/measure/`).

mod bench;
mod plot;
mod plots;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Anything that can go wrong, as one line for people.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const TABLE: &str = "docs/measured.md";
const PLOTS: &str = "docs/measured";

/// One law as it was held at some rates.
struct Law {
    low: f64,
    high: f64,
    unit: String,
    holds: bool,
    /// Rate in Hz and value, in order of appearance; several values at one rate are several cases.
    values: Vec<(u32, f64)>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What the tests say. Each is told when it ends: it is minutes of work.
fn measured() -> Result<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "test",
        "-p",
        "roentgenizdat",
        "--no-default-features",
        "--features",
        "cli",
        "--test",
        "physics",
    ]);
    let mut child = cargo.args(["--", "--nocapture"]).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().ok_or("no output")?).lines() {
        let line = line?;
        if line.starts_with("test ") {
            println!("{}", line.split("law|").next().unwrap_or_default());
        }
        said = said + &line + "\n";
    }
    if child.wait()?.success() { Ok(said) } else { Err("the physics does not hold".into()) }
}

/// Measures everything and writes it down.
fn run() -> Result<()> {
    let laws = read(&measured()?);
    fs::create_dir_all(PLOTS)?;
    println!("plotting");
    let plots = plots::all()?;
    for (name, _, svg) in &plots {
        fs::write(Path::new(PLOTS).join(format!("{name}.svg")), svg)?;
    }
    fs::write(TABLE, page(&laws, &plots))?;
    println!("{} laws in {TABLE}, {} plots in {PLOTS}/", laws.len(), plots.len());
    Ok(())
}

/// The lines `law|id|what|rate|value|low|high|unit|holds` of the tests' output.
fn read(output: &str) -> BTreeMap<(String, String), Law> {
    let mut laws: BTreeMap<(String, String), Law> = BTreeMap::new();
    for line in output.lines() {
        let Some((_, rest)) = line.split_once("law|") else { continue };
        let fields: Vec<&str> = rest.split('|').collect();
        let [id, what, rate, value, low, high, unit, holds] = fields[..] else { continue };
        let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
        let law = laws.entry((id.to_string(), what.to_string())).or_insert_with(|| Law {
            low: number(low),
            high: number(high),
            unit: unit.to_string(),
            holds: true,
            values: Vec::new(),
        });
        law.holds &= holds == "true";
        law.values.push((rate.parse().unwrap_or(0), number(value)));
    }
    laws
}

fn page(laws: &BTreeMap<(String, String), Law>, plots: &[(String, String, String)]) -> String {
    let mut page = String::from(
        "# What was measured\n\n`cargo xtask measure` writes this page and the plots. Each row is a law of the physics as `tests/physics/` \
         measured it, with instruments that know nothing of the model (`src/measure/`); T-numbers group them by stage: 1 groove, \
         2 lathe, 3 film, 4 crackle, 5 warp and hold, 6 pickup, 7 wear, 9 the whole. Where a law was measured in several cases the \
         values stand in their order. No X-ray record has been measured for this: targets come from the physics of coarse-groove \
         records, and those marked as guessed in the sources are guessed.\n\n\
         | law | what | allowed | 44.1 kHz | 48 kHz | 96 kHz | |\n|---|---|---|---|---|---|---|\n",
    );
    for ((id, what), law) in laws {
        let cell = |rate: u32| {
            let values: Vec<String> =
                law.values.iter().filter(|(r, _)| *r == rate).map(|(_, value)| short(*value)).collect();
            values.join(", ")
        };
        let allowed = match (law.low, law.high) {
            (low, high) if low == high => short(low),
            (low, high) if low <= -60.0 && law.unit.starts_with("dB") => format!("≤ {}", short(high)),
            (low, high) => format!("{} … {}", short(low), short(high)),
        };
        let verdict = if law.holds { "pass" } else { "**fail**" };
        let _ = writeln!(
            page,
            "| {id} | {what} | {allowed} {} | {} | {} | {} | {verdict} |",
            law.unit,
            cell(44_100),
            cell(48_000),
            cell(96_000)
        );
    }
    page.push_str(
        "\nT9.6 (no NaN, no allocation, whatever comes in) is `tests/laws/bounds.rs` and `tests/laws/realtime.rs`; speed (T9.7) is not a \
         test, since a clock on a shared machine proves nothing.\n",
    );
    for (name, about, _) in plots {
        let _ = write!(page, "\n## {about}\n\n![{about}](measured/{name}.svg)\n");
    }
    page
}

/// Four significant digits.
fn short(x: f64) -> String {
    if x == 0.0 {
        return "0".to_string();
    }
    let decimals = (3 - x.abs().log10().floor() as i32).clamp(0, 4) as usize;
    let text = format!("{x:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_string() } else { text.replace('-', "−") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_read_from_among_other_lines() {
        let laws =
            read("test a ... law|T1|x|48000|0.5|0|1|dB|true\nlaw|T1|x|96000|2|0|1|dB|false\nlaw|broken\n");
        let law = &laws[&("T1".to_string(), "x".to_string())];
        assert!(!law.holds);
        assert_eq!(law.values, [(48_000, 0.5), (96_000, 2.0)]);
        assert!(page(&laws, &[]).contains("| T1 | x | 0 … 1 dB |  | 0.5 | 2 | **fail** |"));
    }

    #[test]
    fn numbers_are_short() {
        let text: Vec<String> = [4398.07, -0.000_01, 0.997_36, -77.95, 120.754].map(short).to_vec();
        assert_eq!(text, ["4398", "0", "0.9974", "−77.95", "120.8"]);
    }
}
