//! `cut`: one song, or many.

use std::fs;
use std::io::{self, IsTerminal};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use indicatif::ProgressBar;
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::automation::Automation;
use roentgenizdat::cli::decode::Damage;
use roentgenizdat::cli::destination::{self, Destination};
use roentgenizdat::cli::encode::{Coding, Written};
use roentgenizdat::cli::error::{RenderError, invalid_option};
use roentgenizdat::cli::finish::{Finish, Loudness};
use roentgenizdat::cli::manifest::Manifest;
use roentgenizdat::cli::many::{self, Outcome, SerialSource};
use roentgenizdat::cli::plan::{Job, Plan};
use roentgenizdat::cli::render::{Report, render};
use roentgenizdat::cli::{decode, option_values};
use roentgenizdat::params::{Serial, Settings};
use serde_json::json;

use super::options::Cut;
use super::{left_out_message, print, progress, say};

/// Copies of copies beyond this are noise.
const MAX_GENERATIONS: u32 = 100;
/// A side has no longer edges than this.
const MAX_EDGE_SECONDS: f64 = 60.0;
/// What is asked for in earnest.
const LOUDNESS_LUFS: RangeInclusive<f64> = -60.0..=0.0;
const PEAK_DBTP: RangeInclusive<f64> = -30.0..=6.0;
/// As many as there are discs.
const MAX_VARIATIONS: u32 = 10_000;
/// More threads than any machine has use for.
const MAX_JOBS: u32 = 1024;

pub fn run(options: &Cut) -> Result<(), RenderError> {
    let plan = plan(options)?;
    let voice = match (options.json, options.quiet) {
        (true, _) => Voice::Json,
        (false, true) => Voice::Quiet,
        (false, false) => Voice::Spoken,
    };
    // Never overwritten, like the songs.
    let beside = [&options.swap, &options.automation, &options.picture];
    let reads: Vec<&Path> =
        beside.into_iter().flatten().map(PathBuf::as_path).chain([Path::new(&options.preset)]).collect();
    let discs = SerialSource::parse(options.serial.as_deref(), plan.automation.serial())?;
    match (&options.out_dir, &options.output, options.inputs.as_slice()) {
        (Some(folder), _, inputs) => {
            let threads = match &options.jobs {
                Some(jobs) => option_values::whole_number("jobs", jobs, 1..=MAX_JOBS)? as usize,
                None => thread::available_parallelism().map_or(1, usize::from),
            };
            let variations =
                option_values::whole_number("variations", &options.variations, 1..=MAX_VARIATIONS)?;
            let usual = if variations > 1 { "{name}-{serial}.wav" } else { "{name}.wav" };
            let name = options.name.as_deref().unwrap_or(usual);
            let find = |known: &dyn Fn(&Path) -> Vec<Serial>| {
                many::jobs(inputs, folder, name, discs, variations, known, &reads)
            };
            let beside = folder.join("manifest.jsonl");
            let beside = options.manifest.as_deref().unwrap_or(&beside);
            if options.dry_run {
                let (jobs, left_out) = find(&|_| Vec::new())?;
                left_out_message(&left_out).iter().for_each(|message| voice.say(message));
                return list(&jobs, voice);
            }
            // What is wrong with the songs leaves no manifest behind.
            find(&|_| Vec::new())?;
            let manifest = Manifest::open(beside)?;
            let (jobs, left_out) = find(&|input| manifest.serials_of(input))?;
            // The manifest is ours alone now, and so is what is unfinished in the folder.
            destination::remove_left_behind(folder);
            left_out_message(&left_out).iter().for_each(|message| voice.say(message));
            run_many(&jobs, &plan, &manifest, threads, voice)
        }
        (None, Some(output), [input]) => run_one(input, output, discs, &plan, &reads, voice),
        (None, None, [input, output]) if output == Path::new("-") => {
            run_one(input, output, discs, &plan, &reads, voice)
        }
        _ => Err(RenderError::NoOutput),
    }
}

fn plan(options: &Cut) -> Result<Plan, RenderError> {
    let mut settings = Settings::default();
    option_values::preset(&options.preset)?.apply(&mut settings);
    let mut automation = Automation::constant(settings);
    if let Some(plays) = &options.plays {
        automation.assign_plays(plays)?;
    }
    options.set.iter().try_for_each(|assignment| automation.assign(assignment))?;
    if let Some(path) = &options.automation {
        let what = path.display().to_string();
        let text =
            fs::read_to_string(path).map_err(|cause| RenderError::Read { what: what.clone(), cause })?;
        automation.assign_table(&what, &text)?;
    }
    let picture = option_values::picture(options.picture.as_deref(), &mut automation)?;
    Ok(Plan {
        automation,
        picture,
        section: option_values::section(&options.from, options.to.as_deref(), options.rate.as_deref())?,
        start_seconds: option_values::start_seconds(&options.start)?,
        tempo_bpm: options.tempo.as_deref().map(option_values::tempo_bpm).transpose()?,
        generations: option_values::whole_number("generations", &options.generations, 1..=MAX_GENERATIONS)?,
        finish: finish(options)?,
        bits: options.bits.parse()?,
        dithers: match options.dither.as_str() {
            "tpdf" => true,
            "none" => false,
            other => return Err(invalid_option("dither", other, "one of tpdf, none")),
        },
        has_tags: !options.no_tags,
        damage: if options.lenient { Damage::PassedOver } else { Damage::Refused },
        force: options.force,
    })
}

fn finish(options: &Cut) -> Result<Finish, RenderError> {
    let seconds = |option, text: &str| option_values::number(option, text, 0.0..=MAX_EDGE_SECONDS, "seconds");
    let loudness = match (&options.loudness, options.match_input) {
        (Some(lufs), _) => Loudness::Lufs(option_values::number("loudness", lufs, LOUDNESS_LUFS, "LUFS")?),
        (None, true) => Loudness::AsInput,
        (None, false) => Loudness::AsCut,
    };
    let peak = options.peak.as_deref();
    Ok(Finish {
        lead_in_seconds: seconds("lead-in", &options.lead_in)?,
        run_out_seconds: seconds("run-out", &options.run_out)?,
        true_speed: options.true_speed,
        swap: options.swap.as_deref().map(swap).transpose()?.map(Arc::new),
        loudness,
        peak_dbtp: peak.map(|peak| option_values::number("peak", peak, PEAK_DBTP, "dBTP")).transpose()?,
    })
}

/// Standard input is the song's.
fn swap(path: &Path) -> Result<Audio, RenderError> {
    if path == Path::new("-") {
        return Err(invalid_option("swap", "-", "a file"));
    }
    decode::read(path)
}

fn run_one(
    input: &Path,
    output: &Path,
    discs: SerialSource,
    plan: &Plan,
    reads: &[&Path],
    voice: Voice,
) -> Result<(), RenderError> {
    let job = Job { input: input.to_path_buf(), output: output.to_path_buf(), serial: discs.of(input) };
    let destination = Destination::claim(output, plan.force, &[&[input], reads].concat())?;
    let coding = Coding::of(output, plan.bits, plan.dithers)?;
    let bar = voice.bar(0);
    let begun = Instant::now();
    let rendered = render(input, destination.open()?, coding, plan, job.serial, |done, all| {
        bar.set_length(all.unwrap_or(done));
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let (sink, report) = rendered?;
    sink.commit()?;
    voice.tell(&job, "", &report, plan.finish.loudness)?;
    // As the bar: for who looks on.
    if io::stderr().is_terminal() {
        voice.say(&closing_line(&job, &report, begun.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// What was made, in a line: how long, on which disc, how loud, how fast.
fn closing_line(job: &Job, report: &Report, took_seconds: f64) -> String {
    let Written { seconds, peak, .. } = report.written;
    let (minutes, rest) = ((seconds / 60.0) as u64, seconds % 60.0);
    let peak_dbfs = 20.0 * peak.max(1e-10).log10();
    let times = seconds / took_seconds.max(1e-3);
    let (output, serial) = (job.output.display(), job.serial);
    format!(
        "{output}: {minutes}:{rest:04.1} on disc {serial}, peak {peak_dbfs:.1} dBFS, cut at {times:.0} times its speed"
    )
}

fn run_many(
    jobs: &[Job],
    plan: &Plan,
    manifest: &Manifest,
    threads: usize,
    voice: Voice,
) -> Result<(), RenderError> {
    let bar = voice.bar(jobs.len());
    let (failed, known) = (AtomicUsize::new(0), AtomicUsize::new(0));
    many::run(jobs, plan, manifest, threads, |job, outcome| {
        bar.inc(1);
        bar.suspend(|| match outcome {
            Outcome::Cut(report) => {
                let what = format!("{}: ", job.output.display());
                // Nobody listens any more: the songs are cut none the less.
                let _ = voice.tell(job, &what, &report, plan.finish.loudness);
            }
            Outcome::Known => {
                known.fetch_add(1, Ordering::Relaxed);
                let _ = voice.line(&json!({ "input": job.input, "output": job.output, "known": true }));
            }
            Outcome::Failed(error) => {
                failed.fetch_add(1, Ordering::Relaxed);
                let _ = voice.line(&json!({ "input": job.input, "error": error.to_string() }));
                say(&error.to_string());
            }
        });
    });
    bar.finish_and_clear();
    let (failed, known, all) = (failed.into_inner(), known.into_inner(), jobs.len());
    voice.say(&format!("{} songs cut, {known} were there already", all - failed - known));
    if failed > 0 { Err(RenderError::Some { failed, all }) } else { Ok(()) }
}

/// What would be cut, without cutting it.
fn list(jobs: &[Job], voice: Voice) -> Result<(), RenderError> {
    for Job { input, output, serial } in jobs {
        if voice == Voice::Json {
            voice.line(&json!({ "input": input, "output": output, "serial": serial.number() }))?;
        } else {
            print(&format!("{} -> {} on disc {serial}\n", input.display(), output.display()))?;
        }
    }
    Ok(())
}

/// How much is told of what is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// A bar, and what is worth saying.
    Spoken,
    /// Errors.
    Quiet,
    /// A line of JSON for every song, to standard output, and errors.
    Json,
}

impl Voice {
    fn bar(self, length: usize) -> ProgressBar {
        if self == Self::Spoken { progress(length) } else { ProgressBar::hidden() }
    }

    fn say(self, message: &str) {
        if self == Self::Spoken {
            say(message);
        }
    }

    fn line(self, value: &serde_json::Value) -> Result<(), RenderError> {
        if self == Self::Json { print(&format!("{value}\n")) } else { Ok(()) }
    }

    /// What there is to say of a song that was cut.
    fn tell(self, job: &Job, what: &str, report: &Report, loudness: Loudness) -> Result<(), RenderError> {
        let Report { written: Written { seconds, clipped, peak }, levelled, notes } = report;
        let peak_dbfs = 20.0 * peak.max(1e-10).log10();
        self.line(&json!({
            "input": job.input,
            "output": job.output,
            "serial": job.serial.number(),
            "seconds": seconds,
            "peak_dbfs": peak_dbfs,
            "clipped": clipped,
            "gain_db": levelled.gain_db,
            "short_db": levelled.short_db,
            "notes": notes,
        }))?;
        notes.iter().for_each(|note| self.say(&format!("{what}{note}")));
        if *clipped > 0 {
            self.say(&format!(
                "{what}{clipped} samples were too loud and are clipped; --peak -1 or --bits 32f keeps them"
            ));
        }
        if levelled.is_unmeasured {
            self.say(&format!("{what}too short or too quiet for a loudness: its level is as it was cut"));
        }
        if levelled.short_db > 0.05 {
            let than = if loudness == Loudness::AsCut { "it was cut" } else { "asked for" };
            self.say(&format!(
                "{what}{:.1} dB quieter than {than}: the peak allows no more",
                levelled.short_db
            ));
        }
        Ok(())
    }
}
