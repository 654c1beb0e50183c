//! Automation, text, discs changed while playing, and events no host should send.

use std::thread::sleep;
use std::time::Duration;

use embedded_host::sound::{
    Audio, cut, cut_disc, is_a_record, is_disc_noise, is_sane, level_db, same_bits, settings, silence, song,
};
use embedded_host::{Result, ScriptedTransport, Setup};
use roentgenizdat::params::{PARAMETERS, Settings};

use super::{instance, load};

#[test]
fn automation_lands_on_its_sample() -> Result<()> {
    let input = song(48_000.0, 2.0);
    let frames = input[0].len();
    for (blocks, tempo) in
        [(&[512][..], Some(120.0)), (&[64], None), (&[8192], None), (&[1, 333], Some(90.0))]
    {
        let mut host = instance(Setup::default())?;
        let mut changes = Vec::new();
        for at in (0..frames).step_by(700) {
            let plays = 40.0 * at as f32 / frames as f32;
            let settings = settings(&[("wear_plays", plays)])?;
            host.set_at(at as u64, "wear_plays", settings.wear_plays)?;
            changes.push((at, settings));
        }
        let output =
            host.process(&input, blocks, Some(ScriptedTransport { playing: true, sample: 0, tempo }))?;
        let wanted = cut(48_000.0, &input, 0, &changes[0].1, &changes)?;
        is_a_record("automated", &input, &output)?;
        same_bits(&format!("plays drawn from 0 to 40, blocks of {blocks:?}"), &output, &wanted)?;
    }
    Ok(())
}

#[test]
fn a_disc_is_changed_while_playing() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let quiet = silence(&song(48_000.0, 0.5));
    let frames = quiet[0].len() as i64;
    host.set("disc_serial", "4711")?;
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    // The disc is pressed on another thread.
    sleep(Duration::from_millis(500));
    host.process(&quiet, &[480], ScriptedTransport::rolling(frames))?;
    let output = host.process(&quiet, &[480], ScriptedTransport::rolling(2 * frames))?;
    let plain = settings(&[])?;
    let straight = |serial| -> Result<Audio> {
        let whole = silence(&song(48_000.0, 1.5));
        let audio = cut_disc(serial, 48_000.0, &whole, 0, &plain, &[])?;
        Ok(audio.iter().map(|channel| channel[2 * frames as usize..].to_vec()).collect())
    };
    let distance = |other: &Audio| {
        let difference: Audio =
            output.iter().zip(other).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a - b).collect()).collect();
        level_db(&difference) - level_db(&output)
    };
    let (new, old) = (distance(&straight(4711)?), distance(&straight(1953)?));
    if new > -60.0 || old < -10.0 {
        return Err(format!("{new:.1} dB from the new disc, {old:.1} dB from the old").into());
    }
    Ok(())
}

#[test]
fn offline_the_disc_is_there_at_once() -> Result<()> {
    let input = song(48_000.0, 0.5);
    let mut host = load(Setup { offline: true, ..Setup::default() })?;
    host.set("disc_serial", "1953")?;
    let output = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    same_bits("first block", &output, &cut(48_000.0, &input, 0, &settings(&[])?, &[])?)
}

#[test]
fn text_goes_both_ways() -> Result<()> {
    let mut host = load(Setup::default())?;
    let quiet = [vec![0.0; 8], vec![0.0; 8]];
    for parameter in PARAMETERS {
        let (min, max) = parameter.range();
        for step in 0..=10 {
            let plain = parameter.conform(min + (max - min) * step as f32 / 10.0);
            let wanted = parameter.host_text(plain);
            host.set(parameter.id, &wanted)?;
            host.process(&quiet, &[8], None)?;
            let shown = host.text(parameter.id)?;
            if shown != wanted {
                return Err(format!("{}: {wanted} came back as {shown}", parameter.id).into());
            }
        }
    }
    if host.set("warp_hole", "a lot").is_ok() {
        return Err("warp_hole takes 'a lot'".into());
    }
    Ok(())
}

#[test]
fn every_serial_is_whole() -> Result<()> {
    let mut host = load(Setup::default())?;
    let quiet = [vec![0.0], vec![0.0]];
    for serial in (0..10_000).step_by(7) {
        let wanted = format!("{serial:04}");
        host.set("disc_serial", &wanted)?;
        host.process(&quiet, &[1], None)?;
        // clap-wrapper's VST3 rounds downwards.
        let (shown, floored) = (host.text("disc_serial")?, host.get_clap("disc_serial")?.floor());
        if shown != wanted || floored != f64::from(serial) {
            return Err(format!("{wanted} came back as {shown}, {floored}").into());
        }
    }
    Ok(())
}

#[test]
fn names_are_unique() -> Result<()> {
    let mut host = load(Setup::default())?;
    let mut parameters = host.parameters();
    if parameters.len() != PARAMETERS.len() {
        return Err(format!("{} parameters", parameters.len()).into());
    }
    parameters.sort_by(|a, b| a.1.cmp(&b.1));
    match parameters.windows(2).find(|pair| pair[0].1 == pair[1].1) {
        Some(pair) => Err(format!("two are called {}", pair[0].1).into()),
        None => Ok(()),
    }
}

#[test]
fn the_main_threads_callback_on_another_thread_does_nothing() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let quiet = silence(&song(48_000.0, 1.0));
    // A pass that wears the disc ends where the needle is lifted. The host is told of that on the main thread.
    host.set("wear_by_playing", "on")?;
    host.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    host.take_dirty();
    host.process_without_requests(&quiet, &[480], ScriptedTransport::stopped())?;
    for _ in 0..3 {
        host.call_back_on_another_thread()?;
    }
    if host.take_dirty() != 0 {
        return Err("a task of the main thread was done on another".into());
    }
    host.handle_requests()?;
    match host.take_dirty() {
        1 => Ok(()),
        told => Err(format!("a pass was told {told} times").into()),
    }
}

#[test]
fn another_latency_is_told_with_the_next_activation() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let quiet = silence(&song(48_000.0, 0.1));
    host.set("disc_latency", "aligned")?;
    host.process_without_requests(&quiet, &[480], ScriptedTransport::rolling(0))?;
    if host.latency() != 0 || !host.wants_restart() {
        return Err(
            format!("{} samples are told; a restart: {}", host.latency(), host.wants_restart()).into()
        );
    }
    host.handle_requests()?;
    match host.latency() {
        746 => Ok(()),
        late => Err(format!("after the restart {late} samples are told").into()),
    }
}

#[test]
fn events_past_the_block_and_empty_blocks() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let quiet = silence(&song(48_000.0, 0.1));
    let frames = quiet[0].len() as u64;
    for (past, value) in [(0, "7 plays"), (1, "8 plays"), (1_000_000, "9 plays")] {
        host.set_at(frames + past, "wear_plays", value)?;
        is_sane("late event", &host.process(&quiet, &[64], ScriptedTransport::rolling(0))?)?;
        if host.text("wear_plays")? != value {
            return Err(
                format!("an event {past} samples past the end left {}", host.text("wear_plays")?).into()
            );
        }
    }
    let empty = [vec![], vec![]];
    host.set("wear_plays", 3)?;
    host.process(&empty, &[1], ScriptedTransport::rolling(0))?;
    host.process(&empty, &[1], None)?;
    if host.text("wear_plays")? != Settings::parameter("wear_plays").ok_or("no row")?.text(3.0) {
        return Err("an empty block lost its event".into());
    }
    is_disc_noise("after empty blocks", &host.process(&quiet, &[64], ScriptedTransport::rolling(0))?)
}
