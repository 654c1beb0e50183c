//! What a project keeps: every value, the disc, and what the disc remembers of being played.

use std::sync::Arc;

use embedded_host::sound::{SERIAL, same_bits, settings, silence, song};
use embedded_host::{Host, Result, ScriptedTransport, Setup};
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::disc::hash;
use roentgenizdat::disc::imported::{Imported, SIDE_PX};
use roentgenizdat::paint::import;
use roentgenizdat::params::{Serial, ascii};

use super::{instance, load};

/// What a session with a picture may take.
const MAX_BYTES: usize = 300 * 1024;
/// A session as version 0.1.0 stored it, and what each parameter then shows.
const STORED: &str = include_str!("../data/session-0.1.0.json");
const SHOWN: &str = include_str!("../data/session-0.1.0.txt");

#[test]
fn a_session_comes_back_whole() -> Result<()> {
    let input = song(48_000.0, 0.5);
    let mut one = instance(Setup::default())?;
    for (id, value) in [
        ("warp_hole", "2.25 mm"),
        ("pickup_player", "gramophone"),
        ("lathe_on", "off"),
        ("lathe_high_cut", "3.3 kHz"),
    ] {
        one.set(id, value)?;
    }
    one.process(&[vec![], vec![]], &[1], None)?;
    let bytes = one.save()?;
    let mut other = load(Setup::default())?;
    other.restore(&bytes)?;
    if other.save()? != bytes {
        return Err("saved again, it differs".into());
    }
    let render = |host: &mut Host| {
        host.deactivate();
        host.activate()?;
        host.process(&input, &[480], ScriptedTransport::rolling(0))
    };
    same_bits("restored", &render(&mut other)?, &render(&mut one)?)
}

#[test]
fn a_fresh_instance_is_another_disc() -> Result<()> {
    let mut serials = Vec::new();
    for _ in 0..6 {
        serials.push(load(Setup::default())?.text("disc_serial")?);
    }
    if serials.iter().all(|serial| *serial == serials[0]) {
        return Err(format!("all are number {}", serials[0]).into());
    }
    Ok(())
}

/// Plays three seconds and stops; the session then.
fn play(host: &mut Host) -> Result<String> {
    host.set("wear_by_playing", "on")?;
    host.set("pickup_player", "gramophone")?;
    let quiet = silence(&song(48_000.0, 3.0));
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    host.process(&quiet, &[480], ScriptedTransport::stopped())?;
    Ok(String::from_utf8_lossy(&host.save()?).into_owned())
}

#[test]
fn playing_wears_the_disc_when_asked() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let state = play(&mut host)?;
    if state.contains(r#""memory":"[[],[],[],[],[],[],[],[]]""#) || !state.contains("memory") {
        return Err("three seconds under a gramophone left no trace".into());
    }
    let mut other = load(Setup::default())?;
    other.restore(&host.save()?)?;
    if other.save()? != host.save()? {
        return Err("the memory did not come back".into());
    }
    Ok(())
}

#[test]
fn an_offline_render_wears_nothing() -> Result<()> {
    let mut host = instance(Setup { offline: true, ..Setup::default() })?;
    let state = play(&mut host)?;
    if !state.contains(r#""memory":"[[],[],[],[],[],[],[],[]]""#) {
        return Err("a bounce wore the disc".into());
    }
    Ok(())
}

#[test]
fn a_session_knows_no_sample_rate() -> Result<()> {
    let mut slow = instance(Setup { rate: 44_100.0, ..Setup::default() })?;
    play(&mut slow)?;
    let bytes = slow.save()?;
    let mut fast = load(Setup { rate: 96_000.0, ..Setup::default() })?;
    fast.restore(&bytes)?;
    if fast.save()? == bytes { Ok(()) } else { Err("saved at 96 kHz, it differs".into()) }
}

/// A session's JSON in nice-plug's frame.
fn framed(json: &str) -> Vec<u8> {
    [&(json.len() as u64).to_le_bytes()[..], json.as_bytes()].concat()
}

#[test]
fn a_session_carries_a_picture_of_ones_own() -> Result<()> {
    // The largest there is: noise.
    let pixels = (0..(SIDE_PX * SIDE_PX) as u64).map(|n| hash::mix(n) as u8).collect();
    let picture = Imported::new(pixels).ok_or("no picture")?;
    let text = import::to_text(&picture);
    let mut host = instance(Setup::default())?;
    host.set("film_picture", "imported")?;
    host.process(&[vec![], vec![]], &[1], None)?;
    let plain = String::from_utf8(host.save()?[8..].to_vec())?;
    let none = r#""picture":"\"\"""#;
    let with = |text: &str| framed(&plain.replace(none, &format!(r#""picture":"\"{text}\"""#)));
    if !plain.contains(none) {
        return Err(format!("a session without a picture does not say so: {plain}").into());
    }
    host.restore(&with(&text))?;
    let bytes = host.save()?;
    if bytes != with(&text) || bytes.len() > MAX_BYTES {
        return Err(format!("{} bytes went in, {} came out", with(&text).len(), bytes.len()).into());
    }
    // It is heard, and the renderer hears the same.
    host.deactivate();
    host.activate()?;
    let input = song(48_000.0, 1.0);
    let output = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    let imported = settings(&[("film_picture", 9.0)])?;
    let options =
        CutOptions { picture: Some(Arc::new(picture)), ..CutOptions::new(Serial::new(SERIAL)?, imported) };
    let song = Audio { sample_rate_hz: 48_000, channels: input };
    same_bits("with a picture", &output, &cut(&song, &options, |_| ()).channels)?;
    if cut(&song, &CutOptions { picture: None, ..options }, |_| ()).channels == output {
        return Err("the picture is not heard".into());
    }
    // A broken one takes nothing else with it.
    host.set("warp_hole", "2 mm")?;
    host.process(&[vec![], vec![]], &[1], None)?;
    host.restore(&with("iVBORw0KGgo"))?;
    let after = String::from_utf8(host.save()?[8..].to_vec())?;
    if after == plain { Ok(()) } else { Err(format!("a broken picture left {after}").into()) }
}

#[test]
fn a_session_of_0_1_0_comes_back() -> Result<()> {
    let mut host = load(Setup::default())?;
    host.restore(&framed(STORED.trim_end()))?;
    for line in SHOWN.lines() {
        let (id, wanted) = line.split_once('\t').ok_or("a line without a tab")?;
        let shown = host.text(id)?;
        if shown != ascii(wanted) {
            return Err(format!("{id} is {shown}, it was {wanted}").into());
        }
    }
    let session = String::from_utf8(host.save()?[8..].to_vec())?;
    if session.contains(r#""memory":"[[0.25,0.5],[],[1.0]"#) {
        Ok(())
    } else {
        Err(format!("the disc's memory is {session}").into())
    }
}

#[test]
fn instances_come_and_go() -> Result<()> {
    let input = song(48_000.0, 0.01);
    let mut alive = Vec::new();
    for n in 0..100u32 {
        let mut host = load(Setup::default())?;
        for k in 0..4 {
            host.set("disc_serial", format!("{:04}", (n * 31 + k * 977) % 10_000))?;
            host.process(&input, &[64], ScriptedTransport::rolling(i64::from(k) * 480))?;
        }
        alive.push(host);
        if alive.len() > 5 {
            alive.remove(n as usize % 5);
        }
    }
    Ok(())
}
