//! `cargo xtask sessions`: sessions as a host stores them, kept in `tests/data/sessions` with the hash of what they sound like.
//!
//! A session that is there already is left alone: what it is worth is its age. They are held by
//! `tests/host/stored.rs`, and those of the VST3, which are these in a VST3 host's hands, by `tests/host/python/stored_sessions.py`.

use std::fs;
use std::path::{Path, PathBuf};

use golden::discs::Discs;
use golden::fnv::Fnv;
use golden::programme::programme;
use roentgenizdat::paint::import;
use roentgenizdat::params::{Kind, Parameter};
use roentgenizdat::params::{PARAMETERS, Picture, Settings};

use crate::sound::{is_a_record, silence};
use crate::{Host, Result, ScriptedTransport, Setup, clap};

/// Samples a second of what a session is heard by.
pub const RATE_HZ: u32 = 48_000;
/// And samples.
pub const FRAMES: usize = 2 * RATE_HZ as usize;
/// Where in the song that is, late on a side; and where the brake is let go.
const LATE: i64 = 150 * RATE_HZ as i64;
const LET_GO: u64 = RATE_HZ as u64;

/// A kept session and how it sounded when it was kept.
pub struct Kept {
    /// Its file's name.
    pub name: String,
    /// The hash of both channels, one after the other.
    pub hash: String,
}

type Maker = fn(&mut Host) -> Result<()>;

const SESSIONS: [(&str, Maker); 6] = [
    ("clap-fresh.bin", |_| Ok(())),
    ("clap-other.bin", other),
    ("clap-worn.bin", worn),
    ("clap-picture.bin", picture),
    ("clap-stereo.bin", |host| {
        set(host, &[("disc_channels", "stereo"), ("disc_latency", "aligned"), ("disc_quality", "high")])
    }),
    ("clap-performed.bin", |host| {
        let values = [("warp_speed", "sync"), ("warp_beats", "2"), ("disc_needle", "signal")];
        set(host, &values)?;
        set(host, &[("keep_low", "120"), ("perform_brake", "on")])
    }),
];

/// Where they are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/sessions")
}

/// Those of the list whose files begin with `kind`.
pub fn kept(kind: &str) -> Result<Vec<Kept>> {
    let list = fs::read_to_string(folder().join("list.txt"))?;
    let lines = list.lines().filter(|line| line.starts_with(kind)).map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [name, rate, frames, hash] if rate == RATE_HZ.to_string() && frames == FRAMES.to_string() => {
                Ok(Kept { name: name.to_string(), hash: hash.to_string() })
            }
            _ => Err(format!("no session: {line}").into()),
        }
    });
    lines.collect()
}

/// The hash of what a session sounds like in a new instance of the plugin in `file`.
pub fn heard(file: &Path, session: &[u8]) -> Result<String> {
    let mut host = Host::load(file, Setup::default())?;
    host.restore(session)?;
    // The disc is made while activating, so that it is on from the first sample.
    host.deactivate();
    host.activate()?;
    host.set_at(LET_GO, "perform_brake", "off")?;
    let song = programme(f64::from(RATE_HZ), 2, FRAMES);
    let output = host.process(&song, &[480], ScriptedTransport::rolling(LATE))?;
    is_a_record("the session", &song, &output)?;
    let mut fnv = Fnv::default();
    output.iter().for_each(|channel| fnv.samples(channel));
    Ok(format!("{:016x}", fnv.get()))
}

/// Saves those that are not there yet.
pub fn run() -> Result<()> {
    let file = clap()?;
    fs::create_dir_all(folder())?;
    let list = folder().join("list.txt");
    let mut text = fs::read_to_string(&list).unwrap_or_else(|_| "# file rate frames hash\n".to_string());
    for (name, make) in SESSIONS {
        let path = folder().join(name);
        if path.exists() {
            continue;
        }
        let mut host = Host::load(&file, Setup::default())?;
        set(&mut host, &[("disc_serial", "1953")])?;
        make(&mut host)?;
        let session = host.save()?;
        text += &format!("{name} {RATE_HZ} {FRAMES} {}\n", heard(&file, &session)?);
        fs::write(path, session)?;
        fs::write(&list, &text)?;
    }
    Ok(())
}

/// Sets parameters to what a user would type, at once.
fn set(host: &mut Host, values: &[(&str, &str)]) -> Result<()> {
    for (id, value) in values {
        host.set(id, value)?;
    }
    host.process(&[vec![], vec![]], &[1], None)?;
    Ok(())
}

/// Nothing at its default, but for the lamps and what would silence the rest.
fn other(host: &mut Host) -> Result<()> {
    let stays = |id: &str| id.ends_with("_on") || ["bypass", "listen", "perform_brake"].contains(&id);
    for parameter in PARAMETERS.iter().filter(|parameter| !stays(parameter.id)) {
        let plain = elsewhere(parameter);
        if parameter.conform(plain) == parameter.default {
            return Err(format!("{} is at its default", parameter.id).into());
        }
        host.set(parameter.id, parameter.text(plain))?;
    }
    set(host, &[("disc_serial", "4711")])
}

/// A value a third of the way from the default to the farther end, or the next one.
fn elsewhere(parameter: &Parameter) -> f32 {
    let ((low, high), here) = (parameter.knob_range(), parameter.to_knob(parameter.default));
    let far = if high - here > here - low { high } else { low };
    match parameter.kind {
        Kind::Number { .. } => parameter.from_knob(here + (far - here) / 3.0),
        _ if parameter.default < parameter.range().1 => parameter.default + 1.0,
        _ => parameter.default - 1.0,
    }
}

/// Played at its start, and late on its first side.
fn worn(host: &mut Host) -> Result<()> {
    set(host, &[("wear_by_playing", "on"), ("wear_rate", "3"), ("pickup_player", "gramophone")])?;
    let quiet = silence(&programme(f64::from(RATE_HZ), 2, 2 * FRAMES));
    for from in [0, LATE - i64::from(RATE_HZ), 0, LATE] {
        host.process(&quiet, &[480], ScriptedTransport::rolling(from))?;
        host.process(&silence(&vec![vec![0.0; 4800]; 2]), &[480], ScriptedTransport::stopped())?;
    }
    let session = String::from_utf8_lossy(&host.save()?).into_owned();
    if session.contains(r#""memory":"[[],"#) { Err("it left no trace".into()) } else { Ok(()) }
}

/// With a picture of one's own on loud film.
fn picture(host: &mut Host) -> Result<()> {
    set(host, &[("film_picture", "imported"), ("film_hiss", "-14"), ("film_bones", "100")])?;
    let settings = Settings { film_picture: Picture::Imported, ..Settings::default() };
    let text = import::to_text(Discs::default().picture(&settings).ok_or("no picture")?);
    let plain = String::from_utf8(host.save()?[8..].to_vec())?;
    let json = plain.replace(r#""picture":"\"\"""#, &format!(r#""picture":"\"{text}\"""#));
    host.restore(&[&(json.len() as u64).to_le_bytes()[..], json.as_bytes()].concat())
}
