//! The plugin's sound is the library's sound, to the bit, however a host cuts it up.

use embedded_host::sound::{
    cut, is_a_record, is_disc_noise, is_sane, level_db, same_bits, settings, silence, song,
};
use embedded_host::{Result, ScriptedTransport, Setup};

use super::{instance, load};

#[test]
fn same_bits_at_every_block_size() -> Result<()> {
    let input = song(48_000.0, 3.0);
    let wanted = cut(48_000.0, &input, 0, &settings(&[])?, &[])?;
    is_a_record("library", &input, &wanted)?;
    for blocks in [&[1][..], &[7], &[64], &[480], &[1024], &[8192], &[1, 7, 64, 480, 1024]] {
        let mut host = instance(Setup::default())?;
        let output = host.process(&input, blocks, ScriptedTransport::rolling(0))?;
        same_bits(&format!("blocks of {blocks:?}"), &output, &wanted)?;
    }
    let quiet = silence(&input);
    let output = instance(Setup::default())?.process(&quiet, &[480], ScriptedTransport::rolling(0))?;
    is_disc_noise("silence in", &output)?;
    same_bits("silence in", &output, &cut(48_000.0, &quiet, 0, &settings(&[])?, &[])?)
}

#[test]
fn same_bits_at_every_sample_rate() -> Result<()> {
    for rate in [44_100.0, 96_000.0, 192_000.0] {
        let input = song(rate, 1.0);
        let wanted = cut(rate, &input, 0, &settings(&[])?, &[])?;
        let mut host = instance(Setup { rate, ..Setup::default() })?;
        let output = host.process(&input, &[512], ScriptedTransport::rolling(0))?;
        is_a_record("output", &input, &output)?;
        same_bits(&format!("{rate} Hz"), &output, &wanted)?;
    }
    Ok(())
}

#[test]
fn same_bits_far_into_the_song() -> Result<()> {
    let input = song(48_000.0, 1.0);
    for (from, tempo) in [(-48_000, Some(120.0)), (7_654_321, Some(97.3)), (1_000_000_007, None)] {
        let wanted = cut(48_000.0, &input, from, &settings(&[])?, &[])?;
        let mut host = instance(Setup::default())?;
        let at = Some(ScriptedTransport { playing: true, sample: from, tempo });
        same_bits(&format!("from {from}"), &host.process(&input, &[333], at)?, &wanted)?;
    }
    Ok(())
}

#[test]
fn same_bits_with_other_settings() -> Result<()> {
    let input = song(48_000.0, 1.0);
    let values = [
        ("pickup_player", 0.0),
        ("wear_plays", 3.3),
        ("film_hiss", -31.7),
        ("crackle_dust", 123.45),
        ("lathe_high_cut", 3333.3),
        ("lathe_drive", 0.012),
        ("warp_hole", 0.777),
        ("disc_diameter", 17.5),
        ("condition", 87.0),
    ];
    let wanted_settings = settings(&values)?;
    let wanted = cut(48_000.0, &input, 0, &wanted_settings, &[])?;
    let mut host = load(Setup::default())?;
    host.set("disc_serial", "1953")?;
    for (id, _) in values {
        let parameter = roentgenizdat::params::Settings::parameter(id).ok_or("no row")?;
        host.set(id, parameter.text((parameter.get)(&wanted_settings)))?;
    }
    host.process(&[vec![], vec![]], &[1], None)?;
    host.deactivate();
    host.activate()?;
    same_bits("nine settings", &host.process(&input, &[256], ScriptedTransport::rolling(0))?, &wanted)
}

#[test]
fn same_bits_on_two_tracks() -> Result<()> {
    let input = song(48_000.0, 1.0);
    let wanted = cut(48_000.0, &input, 0, &settings(&[("disc_channels", 1.0)])?, &[])?;
    is_a_record("library", &input, &wanted)?;
    if wanted[0] == wanted[1] {
        return Err("both channels are one".into());
    }
    for blocks in [&[480][..], &[1, 77]] {
        let mut host = instance(Setup::default())?;
        host.set("disc_channels", "stereo")?;
        let output = host.process(&input, blocks, ScriptedTransport::rolling(0))?;
        same_bits(&format!("blocks of {blocks:?}"), &output, &wanted)?;
    }
    Ok(())
}

#[test]
fn two_runs_are_one() -> Result<()> {
    let input = song(48_000.0, 1.0);
    let mut host = instance(Setup::default())?;
    let first = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    host.reset()?;
    same_bits("after a reset", &host.process(&input, &[512], ScriptedTransport::rolling(0))?, &first)?;
    host.deactivate();
    host.activate()?;
    same_bits("after activation", &host.process(&input, &[480], ScriptedTransport::rolling(0))?, &first)
}

#[test]
fn mono_and_mono_to_stereo() -> Result<()> {
    let mono = vec![song(48_000.0, 1.0).swap_remove(0)];
    let wanted = cut(48_000.0, &mono, 0, &settings(&[])?, &[])?;
    for outputs in [1, 2] {
        let mut host = instance(Setup { inputs: 1, outputs, ..Setup::default() })?;
        let output = host.process(&mono, &[480], ScriptedTransport::rolling(0))?;
        for channel in &output {
            same_bits(&format!("1 in, {outputs} out"), &vec![channel.clone()], &wanted)?;
        }
    }
    Ok(())
}

#[test]
fn needle_follows_the_transport() -> Result<()> {
    let quiet = silence(&song(48_000.0, 1.0));
    let mut host = instance(Setup::default())?;
    let level = level_db(&host.process(&quiet, &[480], ScriptedTransport::stopped())?);
    if level > -90.0 {
        return Err(format!("lifted, and still {level:.1} dBFS").into());
    }
    host.reset()?;
    is_disc_noise("without a timeline", &host.process(&quiet, &[480], None)?)?;
    host.reset()?;
    host.set("disc_needle", "always")?;
    is_disc_noise("always down", &host.process(&quiet, &[480], ScriptedTransport::stopped())?)
}

#[test]
fn bypass_is_the_input() -> Result<()> {
    let input = song(48_000.0, 1.0);
    let mut host = instance(Setup::default())?;
    host.set("bypass", "on")?;
    let output = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    let late = |audio: &Vec<Vec<f32>>| audio.iter().map(|channel| channel[4800..].to_vec()).collect();
    same_bits("bypassed", &late(&output), &late(&input))
}

#[test]
fn live_latency_is_zero() -> Result<()> {
    match instance(Setup::default())?.latency() {
        0 => Ok(()),
        samples => Err(format!("{samples} samples").into()),
    }
}

#[test]
fn aligned_latency_is_what_the_disc_is_late() -> Result<()> {
    let input = song(48_000.0, 1.0);
    let mut host = instance(Setup::default())?;
    host.set("disc_latency", "aligned")?;
    // The host is asked to start the plugin again, and does; until then nothing moves.
    let before = host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    same_bits("before the restart", &before, &cut(48_000.0, &input, 0, &settings(&[])?, &[])?)?;
    let late = host.latency() as usize;
    if late != 746 {
        return Err(format!("{late} samples are reported").into());
    }
    let wanted = cut(48_000.0, &input, 0, &settings(&[("disc_latency", 1.0)])?, &[])?;
    same_bits("after it", &host.process(&input, &[480], ScriptedTransport::rolling(0))?, &wanted)?;
    host.set("bypass", "on")?;
    host.process(&input, &[480], ScriptedTransport::rolling(0))?;
    let output = host.process(&input, &[480], ScriptedTransport::rolling(48_000))?;
    let shifted: Vec<Vec<f32>> = output.iter().map(|channel| channel[late..].to_vec()).collect();
    let wanted: Vec<Vec<f32>> =
        input.iter().map(|channel| channel[..channel.len() - late].to_vec()).collect();
    same_bits("bypassed", &shifted, &wanted)
}

#[test]
fn garbage_in_sound_out() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let mut input = song(48_000.0, 1.0);
    let rubbish = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e38, 1e-42, 16.0];
    for (n, x) in rubbish.iter().cycle().take(700).enumerate() {
        input[n % 2][n * 61] = *x;
    }
    is_sane("garbage", &host.process(&input, &[480], ScriptedTransport::rolling(0))?)?;
    let quiet = silence(&song(48_000.0, 4.0));
    is_sane("silence after garbage", &host.process(&quiet, &[480], ScriptedTransport::stopped())?)
}
