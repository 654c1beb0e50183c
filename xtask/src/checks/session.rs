//! What a project keeps: every value, the disc, and what the disc remembers of being played.

use std::path::Path;

use super::{Check, instance};
use crate::Result;
use crate::host::{Host, Setup, Transport};
use crate::sound::{same_bits, silence, song};

pub const CHECKS: &[Check] = &[
    ("a_session_comes_back_whole", comes_back),
    ("a_fresh_instance_is_another_disc", fresh),
    ("playing_wears_the_disc_when_asked", wears),
    ("an_offline_render_wears_nothing", offline),
    ("instances_come_and_go", churn),
];

fn comes_back(file: &Path) -> Result<()> {
    let input = song(48_000.0, 0.5);
    let mut one = instance(file, Setup::default())?;
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
    let mut other = Host::load(file, Setup::default())?;
    other.restore(&bytes)?;
    if other.save()? != bytes {
        return Err("saved again, it differs".into());
    }
    let render = |host: &mut Host| {
        host.deactivate();
        host.activate()?;
        host.process(&input, &[480], Transport::rolling(0))
    };
    same_bits("restored", &render(&mut other)?, &render(&mut one)?)
}

fn fresh(file: &Path) -> Result<()> {
    let mut serials = Vec::new();
    for _ in 0..6 {
        serials.push(Host::load(file, Setup::default())?.text("disc_serial")?);
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
    host.process(&quiet, &[480], Transport::rolling(0))?;
    host.process(&quiet, &[480], Transport::stopped())?;
    Ok(String::from_utf8_lossy(&host.save()?).into_owned())
}

fn wears(file: &Path) -> Result<()> {
    let mut host = instance(file, Setup::default())?;
    let state = play(&mut host)?;
    if state.contains(r#""memory":"[[],[],[],[],[],[],[],[]]""#) || !state.contains("memory") {
        return Err("three seconds under a gramophone left no trace".into());
    }
    let mut other = Host::load(file, Setup::default())?;
    other.restore(&host.save()?)?;
    if other.save()? != host.save()? {
        return Err("the memory did not come back".into());
    }
    Ok(())
}

fn offline(file: &Path) -> Result<()> {
    let mut host = instance(file, Setup { offline: true, ..Setup::default() })?;
    let state = play(&mut host)?;
    if !state.contains(r#""memory":"[[],[],[],[],[],[],[],[]]""#) {
        return Err("a bounce wore the disc".into());
    }
    Ok(())
}

fn churn(file: &Path) -> Result<()> {
    let input = song(48_000.0, 0.01);
    let mut alive = Vec::new();
    for n in 0..100u32 {
        let mut host = Host::load(file, Setup::default())?;
        for k in 0..4 {
            host.set("disc_serial", format!("{:04}", (n * 31 + k * 977) % 10_000))?;
            host.process(&input, &[64], Transport::rolling(i64::from(k) * 480))?;
        }
        alive.push(host);
        if alive.len() > 5 {
            alive.remove(n as usize % 5);
        }
    }
    Ok(())
}
