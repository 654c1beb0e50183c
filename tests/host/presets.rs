//! Presets as a host finds, loads and stores them: they bring a sound and leave the disc alone.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clack_extensions::state_context::StateContextType::{ForDuplicate, ForPreset, ForProject};
use embedded_host::browser::Browser;
use embedded_host::sound::{cut, is_a_record, same_bits, silence, song};
use embedded_host::{Host, Result, ScriptedTransport, Setup, clap};
use roentgenizdat::params::{PARAMETERS, Parameter};
use roentgenizdat::preset::library::Library;
use roentgenizdat::preset::{FACTORY, Preset};
use tempfile::TempDir;

use super::{instance, load};

fn held() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS.iter().filter(|parameter| parameter.in_presets)
}

/// What a preset must not touch.
fn left_alone() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().filter(|p| !p.in_presets).map(|p| p.id).chain(["disc_serial"])
}

fn is_preset(host: &mut Host, preset: &Preset) -> Result<()> {
    for parameter in held() {
        let (shown, wanted) =
            (host.text(parameter.id)?, parameter.host_text((parameter.get)(preset.settings())));
        if shown != wanted {
            return Err(format!("{}: {} is {shown}, not {wanted}", preset.name, parameter.id).into());
        }
    }
    Ok(())
}

fn texts(host: &mut Host) -> Result<Vec<String>> {
    left_alone().map(|id| Ok(format!("{id} {}", host.text(id)?))).collect()
}

/// The disc's memory, as the session stores it.
fn memory(host: &mut Host) -> Result<String> {
    let session = String::from_utf8(host.save()?[8..].to_vec())?;
    let (_, rest) = session.split_once("\"memory\":").ok_or("no memory in the session")?;
    Ok(rest.split_once(']').ok_or("no end of the memory")?.0.to_string())
}

/// An instance unlike a fresh one in all that presets leave alone: half mixed, another disc, worn.
fn used_instance() -> Result<Host> {
    let mut host = instance(Setup::default())?;
    for (id, value) in [
        ("wear_by_playing", "on"),
        ("pickup_player", "gramophone"),
        ("mix", "40 %"),
        ("disc_serial", "0815"),
        ("output", "-3 dB"),
    ] {
        host.set(id, value)?;
    }
    let quiet = silence(&song(48_000.0, 3.0));
    host.process(&[vec![], vec![]], &[1], None)?;
    // The disc is made while activating: nothing is remembered of one that is still on its way.
    host.deactivate();
    host.activate()?;
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    host.process(&quiet, &[480], ScriptedTransport::stopped())?;
    Ok(host)
}

/// In a process of its own, with a user's folder of data of its own.
#[test]
fn a_browser_finds_every_preset() -> Result<()> {
    let home = tempfile::tempdir()?;
    let mut inside = Command::new(std::env::current_exe()?);
    inside.args(["--ignored", "--exact", "presets::browsing"]).env("XDG_DATA_HOME", home.path());
    let outcome = inside.output()?;
    let said = String::from_utf8_lossy(&outcome.stdout).into_owned();
    if outcome.status.success() && said.contains("1 passed") { Ok(()) } else { Err(said.into()) }
}

#[test]
#[ignore = "run by a_browser_finds_every_preset, since it makes a folder among a user's"]
fn browsing() -> Result<()> {
    // Told once there is something to find.
    if let Some(folder) = Library::user_folder() {
        fs::create_dir_all(folder)?;
    }
    let mut browser = Browser::open(&clap()?)?;
    let (inside, folders, endings) = browser.places();
    let folder = Library::user_folder().map(|folder| folder.display().to_string());
    if !inside || folders != folder.as_slice() || endings != ["toml"] {
        return Err(
            format!("presets are in it: {inside}; in {folders:?}, {endings:?}; not {folder:?}").into()
        );
    }
    let listed = browser.list(None)?;
    if listed.len() != FACTORY.len() {
        return Err(format!("{} presets are listed, there are {}", listed.len(), FACTORY.len()).into());
    }
    for (listed, factory) in listed.iter().zip(FACTORY) {
        let preset = Preset::parse(factory.text)?;
        let is_right = listed.key == factory.slug
            && [&listed.name, &listed.note] == [&preset.name, &preset.note]
            && listed.features == [preset.category]
            && listed.plugin == "org.roentgenizdat.roentgenizdat"
            && listed.is_factory;
        if !is_right {
            return Err(format!("{} is listed as {listed:?}", factory.slug).into());
        }
    }
    let files = OwnFiles::new()?;
    let mine = browser.list(Some(&files.own))?;
    if mine.len() != 1 || mine[0].name != "Мой звук" || mine[0].is_factory || !mine[0].key.is_empty() {
        return Err(format!("one's own is listed as {mine:?}").into());
    }
    match browser.list(Some(&files.broken)) {
        Err(error) if error.to_string().contains("broken.toml") => Ok(()),
        other => Err(format!("of a broken file it said {other:?}").into()),
    }
}

/// A preset of a user's, and a file that is none.
struct OwnFiles {
    own: PathBuf,
    broken: PathBuf,
    /// Gone with them.
    _folder: TempDir,
}

impl OwnFiles {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let preset = Preset::find("last-play")?;
        let mine = Preset::new("Мой звук", "Own", "A line.", preset.settings());
        let (own, broken) = (folder.path().join("own.toml"), folder.path().join("broken.toml"));
        fs::write(&own, mine.to_text())?;
        fs::write(&broken, "name = 3")?;
        Ok(Self { own, broken, _folder: folder })
    }
}

#[test]
fn a_browsers_preset_is_that_sound_on_the_same_disc() -> Result<()> {
    let mut host = used_instance()?;
    let (before, worn) = (texts(&mut host)?, memory(&mut host)?);
    for factory in FACTORY {
        let said = host.load_preset(Some(factory.slug), None)?;
        if said != Ok(factory.slug.to_string()) {
            return Err(format!("{}: the host is told {said:?}", factory.slug).into());
        }
        is_preset(&mut host, &Preset::parse(factory.text)?)?;
    }
    let files = OwnFiles::new()?;
    host.load_preset(None, files.own.to_str())??;
    is_preset(&mut host, &Preset::find("last-play")?)?;
    if texts(&mut host)? != before || memory(&mut host)? != worn || worn.len() < 10 {
        return Err("presets changed what is not theirs".into());
    }
    // And it is heard.
    let mut fresh = instance(Setup::default())?;
    fresh.load_preset(Some("far-station"), None)??;
    fresh.deactivate();
    fresh.activate()?;
    let input = song(48_000.0, 1.0);
    let output = fresh.process(&input, &[480], ScriptedTransport::rolling(0))?;
    is_a_record("far-station", &input, &output)?;
    let wanted = cut(48_000.0, &input, 0, Preset::find("far-station")?.settings(), &[])?;
    same_bits("far-station", &output, &wanted)
}

#[test]
fn a_preset_that_is_none_changes_nothing() -> Result<()> {
    let mut host = used_instance()?;
    let before = host.save()?;
    let files = OwnFiles::new()?;
    for (key, path, word) in [
        (Some("no-such"), None, "leningrad-1950s"),
        (None, None, "allowed"),
        (None, files.broken.to_str(), "broken.toml"),
        (Some("x"), Some("/no/such/file.toml"), "/no/such/file.toml"),
    ] {
        match host.load_preset(key, path)? {
            Err(message) if message.contains(word) && !message.contains('\n') => {}
            said => return Err(format!("{key:?} in {path:?}: {said:?}").into()),
        }
    }
    let foreign: [&[u8]; 3] = [b"", b"rubbish, and more than eight bytes of it", &[7; 16]];
    for bytes in foreign {
        if host.restore_for(bytes, ForPreset).is_ok() {
            return Err(format!("{bytes:?} was taken for a preset").into());
        }
    }
    if host.save()? == before { Ok(()) } else { Err("something changed all the same".into()) }
}

#[test]
fn a_hosts_preset_holds_settings_only() -> Result<()> {
    let mut from = instance(Setup::default())?;
    from.load_preset(Some("last-play"), None)??;
    let (stored, whole) = (from.save_for(ForPreset)?, from.save()?);
    let text = String::from_utf8_lossy(&stored).into_owned();
    if left_alone().any(|id| text.contains(&format!("\"{id}\""))) || text.contains("memory") {
        return Err(format!("a host's preset holds too much: {text}").into());
    }
    // For a preset, a whole session is taken as one. As a session, a preset leaves alone what it lacks.
    let wanted = Preset::find("last-play")?;
    for (bytes, plainly) in [(&stored, false), (&whole, false), (&stored, true)] {
        let mut to = used_instance()?;
        let (before, worn) = (texts(&mut to)?, memory(&mut to)?);
        if plainly {
            to.restore(bytes)?
        } else {
            to.restore_for(bytes, ForPreset)?
        }
        is_preset(&mut to, &wanted)?;
        if texts(&mut to)? != before || memory(&mut to)? != worn {
            return Err("a host's preset changed what is not its own".into());
        }
    }
    Ok(())
}

#[test]
fn a_duplicate_has_the_disc_and_its_wear() -> Result<()> {
    let mut from = used_instance()?;
    for purpose in [ForDuplicate, ForProject] {
        let mut to = load(Setup::default())?;
        to.restore_for(&from.save_for(purpose)?, purpose)?;
        if to.save()? != from.save()? || memory(&mut to)?.len() < 10 {
            let [a, b] = [to.save()?, from.save()?].map(|s| String::from_utf8_lossy(&s).into_owned());
            let tail = |s: &str| s[s.find("disc_serial").unwrap_or(0)..].to_string();
            return Err(format!(
                "{purpose:?}: the copy is another: {} \n {} \n {} {}",
                tail(&a),
                tail(&b),
                a == b,
                memory(&mut to)?.len()
            )
            .into());
        }
    }
    Ok(())
}

#[test]
fn playing_is_a_change_of_the_session() -> Result<()> {
    let mut host = used_instance()?;
    if host.take_dirty() == 0 {
        return Err("the disc wore, and the host was not told".into());
    }
    let quiet = silence(&song(48_000.0, 0.5));
    let session = host.save()?;
    host.restore(&session)?;
    host.set("wear_by_playing", "off")?;
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    host.process(&quiet, &[480], ScriptedTransport::stopped())?;
    if host.take_dirty() != 0 {
        return Err("nothing wore, and the host was told so".into());
    }
    // A pass that ends with the plugin's time: the project closes while the song runs.
    host.set("wear_by_playing", "on")?;
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    let during = host.take_dirty();
    host.deactivate();
    host.handle_requests()?;
    match (during, host.take_dirty()) {
        (0, 1..) => Ok(()),
        (during, after) => Err(format!("told {during} times within a pass, {after} after it").into()),
    }
}
