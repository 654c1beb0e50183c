//! The VST3 in an embedded host that does what real ones do, and what only bad ones do.

use embedded_host::sound::{is_sane, song};
use embedded_host::vst3_host::{Vst3Host, library};
use embedded_host::{Host, Result, Setup, hash};
use vst3::Steinberg::Vst::SpeakerArr::{kMono, kStereo};
use vst3::Steinberg::{kResultFalse, kResultOk};

use super::instance;

const RATE_HZ: f64 = 48_000.0;
const BLOCK: usize = 64;

/// A session with the disc that every test plays.
fn session(changes: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut host: Host = instance(Setup::default())?;
    for (id, text) in changes {
        host.set(id, text)?;
    }
    host.process(&[vec![], vec![]], &[1], None)?;
    host.save()
}

fn played(host: &Vst3Host, channels: usize) -> Result<Vec<Vec<f32>>> {
    let song = song(RATE_HZ, 0.25);
    let mut output = vec![Vec::new(); channels];
    for at in (0..song[0].len() - BLOCK).step_by(BLOCK) {
        // The same on each channel, so that mono and stereo are one song.
        let mut block = vec![song[0][at..at + BLOCK].to_vec(); channels];
        host.process(&mut block)?;
        output.iter_mut().zip(block).for_each(|(all, block)| all.extend(block));
    }
    Ok(output)
}

#[test]
fn a_host_without_a_handler_loads_a_session() -> Result<()> {
    let bytes = session(&[("wear_plays", "7")])?;
    let host = Vst3Host::load(&library()?, "a validator", false)?;
    host.restore(&bytes)?;
    host.start(RATE_HZ, 64)?;
    is_sane("without a handler", &played(&host, 2)?)?;
    host.stop();
    // The plugin has it, whatever the wrapper shows.
    if host.save()? != bytes { Err("the session is another".into()) } else { Ok(()) }
}

#[test]
fn a_host_with_a_handler_sees_what_a_session_brings() -> Result<()> {
    let bytes = session(&[("wear_plays", "7"), ("pickup_player", "crystal")])?;
    let host = Vst3Host::load(&library()?, "Ardour", true)?;
    host.restore(&bytes)?;
    for (id, wanted) in [("wear_plays", "7 plays"), ("pickup_player", "crystal")] {
        let (_, shown) = host.shown(hash(id).get())?;
        if shown != wanted {
            return Err(format!("{id} is {shown}, not {wanted}").into());
        }
    }
    if host.told.restarts.borrow().is_empty() { Err("the host was not told".into()) } else { Ok(()) }
}

/// The wrapper compares with the left speaker, so it refuses mono, and hands on no block with another number of channels.
#[test]
fn a_host_that_goes_on_in_mono_hears_what_it_gave() -> Result<()> {
    let host = Vst3Host::load(&library()?, "a host", true)?;
    if (host.arrange(kMono), host.arrange(kStereo)) != (kResultFalse, kResultOk) {
        return Err("the wrapper takes mono now: docs/hosts.md says it does not".into());
    }
    host.restore(&session(&[])?)?;
    host.start(RATE_HZ, 64)?;
    let (mono, stereo) = (played(&host, 1)?, played(&host, 2)?);
    is_sane("stereo after mono", &stereo)?;
    let given = song(RATE_HZ, 0.25);
    if mono[0][..] != given[0][..mono[0].len()] || stereo[0] == mono[0] {
        return Err("mono is neither the song nor refused".into());
    }
    Ok(())
}

#[test]
fn latency_is_right_after_the_next_activation() -> Result<()> {
    let host = Vst3Host::load(&library()?, "Ardour", true)?;
    host.start(RATE_HZ, 64)?;
    let live = host.latency();
    host.restore(&session(&[("disc_latency", "aligned")])?)?;
    played(&host, 2)?;
    let meanwhile = host.latency();
    host.stop();
    host.start(RATE_HZ, 64)?;
    match (live, meanwhile, host.latency()) {
        (0, 0, 746) => Ok(()),
        told => Err(format!("{told:?}, not 0, 0, 746").into()),
    }
}

#[test]
fn wear_is_told_without_a_window() -> Result<()> {
    let host = Vst3Host::load(&library()?, "Ardour", true)?;
    host.restore(&session(&[("wear_by_playing", "on"), ("disc_needle", "always")])?)?;
    host.start(RATE_HZ, 64)?;
    played(&host, 2)?;
    host.stop();
    // Nothing calls back without a window: at the latest with the next thing that is asked on the main thread.
    host.shown(hash("wear_plays").get())?;
    if host.told.dirty.get() == 0 { Err("the disc wore, and the host was not told".into()) } else { Ok(()) }
}

#[test]
fn texts_are_taken_and_given_as_in_the_clap() -> Result<()> {
    let host = Vst3Host::load(&library()?, "a host", true)?;
    for (id, typed, wanted) in [
        ("pickup_player", "Piezo", "piezo"),
        ("lathe_machine", "COPY", "home-made copy"),
        ("pickup_force", "1,2", "1.2 x"),
        ("film_hiss", "-30", "-30 dB"),
    ] {
        let id_number = hash(id).get();
        let value = host.parsed(id_number, typed).ok_or_else(|| format!("{id} does not take {typed}"))?;
        let shown = host.text_of(id_number, value)?;
        let mut clap = super::load(Setup::default())?;
        clap.set(id, typed)?;
        clap.process(&[vec![], vec![]], &[1], None)?;
        if (shown.as_str(), clap.text(id)?.as_str()) != (wanted, wanted) {
            return Err(format!("{id}: {typed} became {shown}, and {} in the CLAP", clap.text(id)?).into());
        }
    }
    Ok(())
}
