//! `cargo xtask demo [SONG]`: hear a song cut on bone, through the plugin a DAW would load.
//!
//! ```text
//! demo [SONG]          plays it, and writes the demo into the target folder
//! demo --check SONG    only whether it can be read
//! ```
//!
//! The built CLAP plays in our own host with *1950s Leningrad bootleg* set and the transport rolling, while the
//! number of plays is drawn from 0 to 40 over the song. The renderer does the same beside it: same bits, or this
//! says so.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use embedded_host::{Host, Result, ScriptedTransport, Setup, clap, sound, target_dir};
use roentgenizdat::chain::parts::ramp::GRID;
use roentgenizdat::cli::audio::Audio;
use roentgenizdat::cli::cut::{CutOptions, cut};
use roentgenizdat::cli::demo;
use roentgenizdat::cli::encode::{Bits, wav};
use roentgenizdat::params::PARAMETERS;

/// What a host would give a plugin.
const BLOCK: usize = 512;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["--check", song] => demo::song(Some(Path::new(song))).map(|_| ()).map_err(Into::into),
        [] => run(None),
        [song] => run(Some(Path::new(song))),
        _ => Err("usage: demo [[--check] SONG]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Plays, writes, and says where everything is.
fn run(song: Option<&Path>) -> Result<()> {
    let mut dry = demo::song(song)?;
    if dry.channels.len() > 2 {
        println!("the song has {} channels; the first two are cut", dry.channels.len());
        dry.channels.truncate(2);
    }
    let options = demo::options()?;
    println!("cutting {:.0} s of song on disc {}", dry.seconds(), options.serial());
    let bootleg = play(&dry, &options)?;
    sound::is_a_record("the plugin", &dry.channels, &bootleg.channels)?;
    let rendered = cut(&dry, &options, |_| ());
    sound::same_bits("plugin and renderer", &bootleg.channels, &rendered.channels)?;

    let folder = target_dir().join("demo");
    fs::create_dir_all(&folder)?;
    let [disc, wear] = demo::pictures(&dry, &bootleg, &options)?;
    let sounds = [wav(&dry, Bits::TwentyFour)?, wav(&bootleg, Bits::TwentyFour)?];
    for (name, bytes) in demo::FILES.iter().zip(sounds.iter().chain([&disc, &wear])) {
        fs::write(folder.join(name), bytes)?;
    }
    println!("\nListen, then look:");
    demo::FILES.iter().for_each(|name| println!("  {}", folder.join(name).display()));
    Ok(())
}

/// The song through the built plugin, as a DAW plays it.
fn play(dry: &Audio, options: &CutOptions) -> Result<Audio> {
    let channels = dry.channels.len();
    let rate = f64::from(dry.sample_rate_hz);
    let mut host =
        Host::load(&clap()?, Setup { rate, inputs: channels, outputs: channels, ..Setup::default() })?;
    host.set("disc_serial", options.serial())?;
    let start = options.automation.at(0.0);
    for parameter in PARAMETERS {
        host.set(parameter.id, parameter.text((parameter.get)(&start)))?;
    }
    host.process(&vec![Vec::new(); channels], &[BLOCK], None)?;
    // Activated with the disc set, the plugin has it on from the first sample.
    host.deactivate();
    host.activate()?;
    let (frames, mut drawn) = (dry.frames(), start);
    for at in (0..frames).step_by(GRID) {
        let now = options.automation.at(at as f64 / frames as f64);
        for parameter in PARAMETERS {
            let plain = (parameter.get)(&now);
            if plain != (parameter.get)(&drawn) {
                host.set_at(at as u64, parameter.id, parameter.text(plain))?;
            }
        }
        drawn = now;
    }
    let channels = host.process(&dry.channels, &[BLOCK], ScriptedTransport::rolling(0))?;
    Ok(Audio { sample_rate_hz: dry.sample_rate_hz, channels })
}
