//! Many songs: which, onto which discs, into which files; and the work itself, over the processor's cores.
//!
//! Every song is cut on its own, so the order and the number of threads change nothing. What is done is written down in
//! a manifest (`manifest.rs`); a run that was killed goes on where it stopped. Measured in `tests/cli/many.rs`.

mod songs;

use super::plan::{Job, Plan};
use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::destination::Destination;
use super::encode::{Coding, ENDINGS};
use super::error::{RenderError, invalid_option};
use super::manifest::{Entry, Manifest};
use super::render::{Report, render};
use crate::disc::hash;
use crate::params::Serial;

/// What `--name` may ask for.
const BLANKS: &str = "a file name with any of {name}, {ext}, {serial}, {n}";

/// Which disc a song is cut on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialSource {
    /// All on the same.
    One(Serial),
    /// Each on its own, told by the bytes of the file's name without folder and ending: the same in every run.
    FromName,
    /// Each on one drawn by lot. A manifest remembers which, and a second run goes on with them.
    Random,
}

impl SerialSource {
    /// A number, `from-name` or `random`; without any the disc that is set.
    ///
    /// # Errors
    ///
    /// [`RenderError::Serial`] for anything else.
    pub fn parse(requested: Option<&str>, set: Serial) -> Result<Self, RenderError> {
        match requested.map(str::trim) {
            None => Ok(Self::One(set)),
            Some("from-name") => Ok(Self::FromName),
            Some("random") => Ok(Self::Random),
            Some(number) => Ok(Self::One(number.parse()?)),
        }
    }

    /// The disc of a song.
    pub fn of(self, input: &Path) -> Serial {
        match self {
            Self::One(serial) => serial,
            Self::FromName => {
                let bits = stem(input).bytes().fold(0, |bits, byte| hash::branch(bits, u64::from(byte)));
                Serial::wrapping(bits)
            }
            Self::Random => Serial::random(&mut rand::rng()),
        }
    }

    /// The discs of a song that is cut on several, no two of them alike, from [`SerialSource::of`] on. Where they are drawn by lot,
    /// those of an earlier run, `known`, come first.
    fn several(self, input: &Path, count: u32, known: &[Serial]) -> Vec<Serial> {
        let mut discs: Vec<Serial> = if self == Self::Random { known.to_vec() } else { Vec::new() };
        discs.truncate(count as usize);
        let mut next = self.of(input);
        while discs.len() < count as usize {
            if discs.contains(&next) {
                next = Serial::wrapping(u64::from(next.number()) + 1);
                continue;
            }
            discs.push(next);
            next = match self {
                Self::Random => self.of(input),
                _ => Serial::wrapping(u64::from(next.number()) + 1),
            };
        }
        discs
    }
}

/// What became of a song.
pub enum Outcome {
    /// It was cut.
    Cut(Report),
    /// An earlier run had done it.
    Known,
    /// It was not.
    Failed(RenderError),
}

/// Songs that are meant by files, folders and patterns, in order of their names; what was found and is no song comes second.
/// Standard input, `-`, is one.
///
/// # Errors
///
/// [`RenderError::Read`] for what is not there, [`RenderError::NoSongs`] for folders and patterns without any.
pub fn songs(inputs: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>), RenderError> {
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for requested in inputs {
        if requested == Path::new("-") {
            all.push(requested.clone());
            continue;
        }
        // Nothing is written, so no folder is left out.
        let found = songs::meant(requested, Path::new(""), &mut left_out)?;
        all.extend(found.into_iter().map(|(song, _)| song));
    }
    Ok((all, left_out))
}

/// The jobs for songs, folders and patterns such as `songs/*.flac`, in order of their names.
///
/// Folders are searched to the bottom, and their inner order is kept below `folder`, the one that is written to; what a
/// folder or a pattern finds there is no input, or a second run would cut what the first one wrote. `name` is the pattern
/// of `--name`; `reads` is what else the run reads, and never writes. Every song is cut on as many discs as `variations` says;
/// `known` are those of it that an earlier run drew by lot. What was found and is no song comes second.
///
/// # Errors
///
/// [`RenderError::Read`] for what is not there, [`RenderError::NoSongs`] for folders and patterns without any,
/// [`RenderError::SameOutput`], [`RenderError::OverInput`], or [`RenderError::Option`] for a pattern with something unknown
/// in it.
pub fn jobs(
    inputs: &[PathBuf],
    folder: &Path,
    name: &str,
    discs: SerialSource,
    variations: u32,
    known: impl Fn(&Path) -> Vec<Serial>,
    reads: &[&Path],
) -> Result<(Vec<Job>, Vec<PathBuf>), RenderError> {
    let mut jobs: Vec<Job> = Vec::new();
    let (mut taken, mut left_out) = (HashSet::new(), Vec::new());
    for requested in inputs {
        for (input, below) in songs::meant(requested, folder, &mut left_out)? {
            for serial in discs.several(&input, variations, &known(&input)) {
                let output = folder.join(&below).join(file_name(name, &input, serial, jobs.len() + 1)?);
                // Some systems do not tell A from a.
                if !taken.insert(output.to_string_lossy().to_lowercase()) {
                    return Err(RenderError::SameOutput { input, output });
                }
                jobs.push(Job { input: input.clone(), output, serial });
            }
        }
    }
    let read = jobs.iter().map(|job| job.input.as_path()).chain(reads.iter().copied());
    let inputs: HashSet<PathBuf> = read.flat_map(fs::canonicalize).collect();
    let over = |job: &&Job| fs::canonicalize(&job.output).is_ok_and(|output| inputs.contains(&output));
    match jobs.iter().find(over) {
        Some(job) => Err(RenderError::OverInput { path: job.output.clone() }),
        None => Ok((jobs, left_out)),
    }
}

/// Cuts songs on `threads` threads. `report` hears of each as it is done, from any of them.
pub fn run(
    jobs: &[Job],
    plan: &Plan,
    manifest: &Manifest,
    threads: usize,
    report: impl Fn(&Job, Outcome) + Sync,
) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // A decoder that panics on a strange file stops no other song.
                    let outcome = catch_unwind(AssertUnwindSafe(|| run_one(job, plan, manifest)));
                    let broken = |_| {
                        let what = job.input.display().to_string();
                        Err(RenderError::Broken {
                            what,
                            seconds: 0.0,
                            cause: "it cannot be decoded".to_string(),
                        })
                    };
                    report(job, outcome.unwrap_or_else(broken).unwrap_or_else(Outcome::Failed));
                }
            });
        }
    });
}

fn run_one(job: &Job, plan: &Plan, manifest: &Manifest) -> Result<Outcome, RenderError> {
    // First the folder: what does not exist has no true path.
    let wrong = |cause| RenderError::Write { what: job.output.display().to_string(), cause };
    job.output.parent().map_or(Ok(()), fs::create_dir_all).map_err(wrong)?;
    let entry = manifest.entry(job, plan)?;
    if manifest.is_done(&entry) {
        return Ok(Outcome::Known);
    }
    let destination = Destination::claim(&job.output, plan.force, &[&job.input])?;
    let coding = Coding::of(&job.output, plan.bits, plan.dithers)?;
    let (mut sink, report) = render(&job.input, destination.open()?, coding, plan, job.serial, |_, _| {})?;
    let entry = Entry { print: sink.print()?, ..entry };
    // Whenever a run is killed, the last line for an output tells the truth of it: a line without a file is cut again, and
    // a file that is about to be replaced is not known any more.
    if job.output.exists() {
        manifest.forget(&entry)?;
        sink.commit()?;
        manifest.add(&entry)?;
    } else {
        manifest.add(&entry)?;
        sink.commit().inspect_err(|_| drop(manifest.forget(&entry)))?;
    }
    Ok(Outcome::Cut(report))
}

/// The name of an output by its pattern.
fn file_name(pattern: &str, input: &Path, serial: Serial, nth: usize) -> Result<String, RenderError> {
    let wrong = || invalid_option("name", pattern, BLANKS);
    let ending = input.extension().unwrap_or_default().to_string_lossy();
    let filled = pattern
        .replace("{serial}", &serial.to_string())
        .replace("{n}", &format!("{nth:04}"))
        .replace("{ext}", &ending);
    // The song's own name last: it may hold anything, braces too.
    let rest = filled.replace("{name}", "");
    if filled.is_empty() || rest.contains(['{', '}', '/', '\\']) || rest.starts_with("..") {
        return Err(wrong());
    }
    let name = filled.replace("{name}", &stem(input));
    let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_known = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    Ok(if is_known { name } else { name + ".wav" })
}

/// A file's name without its folder and ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_filled_in() {
        let name =
            |pattern| file_name(pattern, Path::new("songs/Ochi {n}.flac"), Serial::new(7).unwrap(), 12);
        assert_eq!(name("{name}").unwrap(), "Ochi {n}.wav");
        assert_eq!(name("{name}-{ext}.flac").unwrap(), "Ochi {n}-flac.flac");
        assert_eq!(name("{n}-{serial}-{name}.wav").unwrap(), "0012-0007-Ochi {n}.wav");
        for wrong in ["", "{what}", "a/{name}", "..", "{name"] {
            assert!(matches!(name(wrong), Err(RenderError::Option { option: "name", .. })), "{wrong}");
        }
    }

    #[test]
    fn a_name_has_one_disc_and_names_have_many() {
        let disc =
            |path: &str| SerialSource::parse(Some("from-name"), Serial::DEFAULT).unwrap().of(Path::new(path));
        assert_eq!(disc("a/one.wav"), disc("b/one.flac"));
        let discs: HashSet<u16> = (0..200).map(|n| disc(&format!("take {n}.wav")).number()).collect();
        assert!(discs.len() > 190, "{}", discs.len());
        assert_eq!(SerialSource::parse(Some("17"), Serial::DEFAULT).unwrap().of(Path::new("x")).number(), 17);
        assert!(
            SerialSource::parse(Some("12345"), Serial::DEFAULT).unwrap_err().to_string().contains("9999")
        );
    }
}
