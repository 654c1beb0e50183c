//! The disc remembers: passes of a loop in a host, against the law they must follow; and what is performed on it.

use std::sync::Arc;

use embedded_host::sound::{Audio, SERIAL, cut, is_a_record, same_bits, settings, silence, song};
use embedded_host::{Host, Result, ScriptedTransport, Setup};
use roentgenizdat::chain::control::{BeatPosition, TransportState as Rolling};
use roentgenizdat::chain::pickup::player;
use roentgenizdat::chain::{Chain, wear_law};
use roentgenizdat::disc::groove::Groove;
use roentgenizdat::disc::memory::Memory;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Player, Serial, Settings};

use super::instance;

/// A loop of four turns and a bit, in samples.
const LOOP: i64 = 4 * 36_961 + 480;

/// An instance that wears its disc by playing.
fn wearing(player: &str) -> Result<Host> {
    let mut host = instance(Setup::default())?;
    for (id, value) in
        [("wear_by_playing", "on"), ("wear_plays", "0"), ("wear_needle", "0"), ("pickup_player", player)]
    {
        host.set(id, value)?;
    }
    Ok(host)
}

/// Plays the loop so many times.
fn play(host: &mut Host, times: usize) -> Result<()> {
    let quiet = silence(&song(48_000.0, LOOP as f64 / 48_000.0));
    for _ in 0..times {
        host.process(&quiet, &[4096], ScriptedTransport::rolling(0))?;
    }
    // Stopped, the last pass counts.
    host.process(&silence(&song(48_000.0, 0.1)), &[480], ScriptedTransport::stopped())?;
    Ok(())
}

/// Exposure of the first turns of the first side, from the session the host would store.
fn exposure(host: &mut Host) -> Result<Vec<f32>> {
    let session = String::from_utf8(host.save()?[8..].to_vec())?;
    let (_, rest) = session.split_once("\"memory\":\"[[").ok_or("no memory in the session")?;
    let (first, _) = rest.split_once(']').ok_or("no end of the memory")?;
    first.split(',').map(|number| Ok(number.parse::<f32>()?)).collect()
}

fn life(choice: Player, turn: i32) -> f64 {
    let place = Groove::new(230.0, 77.92).place_on_side(turn);
    wear_law::life_plays(player::spec(choice).weight_g, 0.0, wear_law::typical_bend(&place))
}

fn near(what: &str, got: f32, wanted: f64) -> Result<()> {
    let (played, law) = (wear_law::damage(f64::from(got)), wear_law::damage(wanted));
    if (played - law).abs() < 1e-3 {
        Ok(())
    } else {
        Err(format!("{what}: damage {played}, by the law {law}").into())
    }
}

#[test]
fn forty_passes_of_a_loop_are_forty_plays() -> Result<()> {
    let mut host = wearing("piezo")?;
    play(&mut host, 40)?;
    let got = exposure(&mut host)?;
    for turn in 0..4 {
        near(&format!("turn {turn}"), got[turn as usize], 40.0 / life(Player::Piezo, turn))?;
    }
    if got.len() > 6 { Err(format!("{} turns are worn, four were played", got.len()).into()) } else { Ok(()) }
}

#[test]
fn another_number_is_a_disc_that_no_needle_has_touched() -> Result<()> {
    let mut host = wearing("piezo")?;
    play(&mut host, 5)?;
    if exposure(&mut host)?.iter().all(|turn| *turn == 0.0) {
        return Err("playing has not worn it".into());
    }
    host.set("disc_serial", 7)?;
    // The disc is made beside the audio: it is on within a few blocks.
    let quiet = silence(&song(48_000.0, 0.1));
    for _ in 0..200 {
        host.process(&quiet, &[480], ScriptedTransport::stopped())?;
        if exposure(&mut host).unwrap_or_default().iter().all(|turn| *turn == 0.0) {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    Err(format!("the new disc is worn: {:?}", exposure(&mut host)?).into())
}

#[test]
fn another_player_half_way_counts_for_its_passes() -> Result<()> {
    let mut host = wearing("piezo")?;
    play(&mut host, 10)?;
    host.set("pickup_player", "crystal")?;
    play(&mut host, 1)?;
    let before = exposure(&mut host)?[2];
    play(&mut host, 9)?;
    let got = exposure(&mut host)?[2];
    near("after the change", before, 10.0 / life(Player::Piezo, 2) + 1.0 / life(Player::Crystal, 2))?;
    near("both", got, 10.0 / life(Player::Piezo, 2) + 10.0 / life(Player::Crystal, 2))
}

#[test]
fn a_worn_disc_sounds_as_its_memory_says() -> Result<()> {
    let mut host = wearing("piezo")?;
    play(&mut host, 12)?;
    host.set("wear_by_playing", "off")?;
    let worn = exposure(&mut host)?;
    host.reset()?;
    let input = song(48_000.0, 2.0);
    let output = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    is_a_record("worn", &input, &output)?;
    let wanted = settings(&[("wear_plays", 0.0), ("wear_needle", 0.0)])?;
    let memory = Memory::default();
    memory.restore(&[worn]);
    let mut chain = chain(&wanted, Arc::new(memory))?;
    same_bits("worn by playing", &output, &through(&mut chain, &input, |_, _| ()))?;
    let fresh = cut(48_000.0, &input, 0, &wanted, &[])?;
    if output == fresh { Err("it sounds as if it had not been played".into()) } else { Ok(()) }
}

fn chain(settings: &Settings, memory: Arc<Memory>) -> Result<Chain> {
    let disc = Arc::new(Disc::new(Recipe::new(Serial::new(SERIAL)?, 230.0)));
    let mut chain = Chain::new(disc, memory, 48_000.0);
    chain.set(settings);
    Ok(chain)
}

/// The library's own rendering, block by block; `before` is called with each block's first sample.
fn through(chain: &mut Chain, input: &Audio, before: impl Fn(&mut Chain, i64)) -> Audio {
    let mut output = input.clone();
    for at in (0..input[0].len()).step_by(480) {
        before(chain, at as i64);
        let end = (at + 480).min(input[0].len());
        let mut block: Vec<&mut [f32]> = output.iter_mut().map(|channel| &mut channel[at..end]).collect();
        chain.process(&mut block, Rolling::Rolling(at as i64));
    }
    output
}

#[test]
fn the_brake_is_the_librarys() -> Result<()> {
    let input = song(48_000.0, 3.0);
    for blocks in [&[64][..], &[480], &[1, 1000]] {
        let mut host = instance(Setup::default())?;
        let on = settings(&[("perform_brake", 1.0)])?;
        host.set_at(24_000, "perform_brake", true)?;
        host.set_at(72_000, "perform_brake", false)?;
        let output = host.process(&input, blocks, ScriptedTransport::rolling(0))?;
        let changes = [(24_000, on), (72_000, settings(&[])?)];
        let wanted = cut(48_000.0, &input, 0, &settings(&[])?, &changes)?;
        is_a_record("braked", &input, &output)?;
        same_bits(&format!("braked, blocks of {blocks:?}"), &output, &wanted)?;
    }
    Ok(())
}

#[test]
fn turns_follow_the_hosts_beats() -> Result<()> {
    let input = song(48_000.0, 2.0);
    let sync = settings(&[("warp_speed", 4.0), ("warp_beats", 2.0)])?;
    let mut chain = chain(&sync, Arc::default())?;
    let tell = |chain: &mut Chain, sample: i64| {
        let beats = sample as f64 / 48_000.0 * 2.0;
        chain.control().report_beats(Some(BeatPosition { sample, beats, tempo_bpm: 120.0 }));
    };
    let wanted = through(&mut chain, &input, tell);
    let mut first = None;
    for blocks in [&[480][..], &[64], &[1, 777]] {
        let mut host = instance(Setup::default())?;
        host.set("warp_speed", "sync")?;
        host.set("warp_beats", "2")?;
        host.process(&vec![Vec::new(); 2], &[1], None)?;
        host.deactivate();
        host.activate()?;
        let at = Some(ScriptedTransport { playing: true, sample: 0, tempo: Some(120.0) });
        let output = host.process(&input, blocks, at)?;
        same_bits(&format!("two beats a turn, blocks of {blocks:?}"), &output, &wanted)?;
        first.get_or_insert(output);
    }
    let fixed = cut(48_000.0, &input, 0, &settings(&[])?, &[])?;
    if first == Some(fixed) { Err("it turns as without beats".into()) } else { Ok(()) }
}
