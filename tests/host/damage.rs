//! Damaged sessions and hostile hosts: nothing may crash, and what comes out stays sound.

use embedded_host::sound::{is_sane, song};
use embedded_host::{Result, ScriptedTransport, Setup};
use roentgenizdat::params::PARAMETERS;

use super::{instance, load};

/// Damaged sessions that are loaded.
const MUTATIONS: usize = 10_000;

/// A small, repeatable source of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// What a damaged file may hold where a number or a word was.
const RUBBISH: [&str; 14] = [
    "-1",
    "0",
    "1e38",
    "-1e38",
    "99999999",
    "-2147483648",
    "null",
    "true",
    "\"ipod\"",
    "[]",
    "{}",
    "\"\"",
    "1e-44",
    "{\"f32\":1e38}",
];

/// One change: a value exchanged, a piece cut out, or a byte turned.
fn mutate(json: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = json.as_bytes().to_vec();
    match dice.below(4) {
        0 | 1 => {
            let starts: Vec<usize> = json.match_indices(':').map(|(at, _)| at + 1).collect();
            let start = starts[dice.below(starts.len())];
            let end = json[start..].find([',', '}']).map_or(json.len(), |length| start + length);
            let word = RUBBISH[dice.below(RUBBISH.len())];
            bytes.splice(start..end, word.bytes());
        }
        2 => {
            let (a, b) = (dice.below(bytes.len()), dice.below(bytes.len()));
            bytes.drain(a.min(b)..a.max(b).min(a.min(b) + 40));
        }
        _ => {
            let at = dice.below(bytes.len());
            bytes[at] = b' ' + dice.below(95) as u8;
        }
    }
    bytes
}

/// nice-plug's frame around the JSON: its length, eight bytes, little end first.
fn framed(json: &[u8]) -> Vec<u8> {
    [&(json.len() as u64).to_le_bytes()[..], json].concat()
}

#[test]
fn mutated_sessions_do_not_crash() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let good = host.save()?;
    let json = String::from_utf8(good[8..].to_vec())?;
    let (short, input) = (song(48_000.0, 0.001), song(48_000.0, 0.05));
    let mut dice = Dice(1953);
    let mut loaded = 0;
    for n in 0..MUTATIONS {
        let mut damaged = mutate(&json, &mut dice);
        if n % 3 == 0 {
            damaged = mutate(&String::from_utf8_lossy(&damaged), &mut dice);
        }
        // A refusal is fine; a crash is not.
        loaded += usize::from(host.restore(&framed(&damaged)).is_ok());
        let input = if n % 25 == 0 { &input } else { &short };
        let output = host.process(input, &[480], ScriptedTransport::rolling(0))?;
        is_sane(&String::from_utf8_lossy(&damaged), &output)?;
        if n % 25 == 0 {
            for parameter in PARAMETERS {
                parameter.parse(&host.text(parameter.id)?).map_err(|error| format!("{n}: {error}"))?;
            }
        }
    }
    for bytes in [&[][..], &[0; 8], &[255; 8], &good[..20], b"rubbish"] {
        let _ = host.restore(bytes);
    }
    if loaded < MUTATIONS / 8 {
        return Err(format!("only {loaded} of {MUTATIONS} were loaded: too wild to show anything").into());
    }
    host.restore(&good)?;
    if host.save()? != good { Err("the good session no longer loads".into()) } else { Ok(()) }
}

#[test]
fn nonsense_in_a_session_becomes_the_default() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let json = String::from_utf8(host.save()?[8..].to_vec())?;
    let broken = json
        .replace(r#""pickup_player":{"string":"piezo"}"#, r#""pickup_player":{"string":"ipod"}"#)
        .replace(r#""warp_hole":{"f32":1.2}"#, r#""warp_hole":{"f32":-77.0}"#)
        .replace(r#""disc_serial":{"i32":1953}"#, r#""disc_serial":{"i32":77777}"#)
        .replace(r#""mix":{"f32":100.0}"#, r#""mix":{"bool":true}"#);
    host.set("mix", "50 %")?;
    host.set("pickup_player", "gramophone")?;
    host.process(&[vec![0.0], vec![0.0]], &[1], None)?;
    host.restore(&framed(broken.as_bytes()))?;
    for (id, wanted) in
        [("pickup_player", "piezo"), ("warp_hole", "0 mm"), ("disc_serial", "9999"), ("mix", "100 %")]
    {
        let shown = host.text(id)?;
        if shown != wanted {
            return Err(format!("{id} is {shown}, not {wanted}").into());
        }
    }
    Ok(())
}

#[test]
fn a_random_walk_stays_sound() -> Result<()> {
    let mut dice = Dice(42);
    let input = song(48_000.0, 0.1);
    let mut host = load(Setup::default())?;
    for step in 0..300 {
        for _ in 0..dice.below(6) {
            let parameter = &PARAMETERS[dice.below(PARAMETERS.len())];
            let (min, max) = parameter.range();
            let plain = parameter.conform(min + (max - min) * dice.below(101) as f32 / 100.0);
            host.set_at(dice.below(6000) as u64, parameter.id, parameter.text(plain))?;
        }
        if dice.below(8) == 0 {
            host.set_at(dice.below(4800) as u64, "disc_serial", format!("{:04}", dice.below(10_000)))?;
        }
        let transport = match dice.below(5) {
            0 => None,
            1 => ScriptedTransport::stopped(),
            _ => ScriptedTransport::rolling(dice.below(20_000_000) as i64 - 100_000),
        };
        let block = 1 + dice.below(2000);
        is_sane(&format!("step {step}"), &host.process(&input, &[block, 1, 64], transport)?)?;
        if dice.below(20) == 0 {
            host.reset()?;
        }
    }
    Ok(())
}

/// What the fuzzer kept (`fuzz/README.md`).
#[test]
fn sessions_of_the_fuzzer_are_loaded_or_refused() -> Result<()> {
    let mut host = instance(Setup::default())?;
    let input = song(48_000.0, 0.01);
    let mut loaded = 0;
    for seed in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/session"))? {
        loaded += usize::from(host.restore(&framed(&std::fs::read(seed?.path())?)).is_ok());
        is_sane("a session of the fuzzer", &host.process(&input, &[64], ScriptedTransport::rolling(0))?)?;
    }
    // Three of them are whole.
    if loaded >= 3 { Ok(()) } else { Err(format!("{loaded} were loaded").into()) }
}
