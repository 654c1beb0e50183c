//! `measure`: readings of a preset and of recordings, and what is refused.

use super::kit::{Workspace, refused, song};
use roentgenizdat::cli::audio::Audio;

fn said(workspace: &Workspace, args: &[&str]) -> String {
    let outcome = workspace.run(args);
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
    String::from_utf8(outcome.stdout).unwrap()
}

/// The first number of a reading.
fn number(text: &str, name: &str) -> f64 {
    let (_, rest) = text.split_once(name).unwrap_or_else(|| panic!("no {name} in {text}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_preset_is_read_by_test_signals() {
    let workspace = Workspace::new();
    let bootleg = said(&workspace, &["measure", "--preset", "leningrad-1950s"]);
    for word in ["band", "noise", "wow", "distortion", "clicks", "once a turn"] {
        assert!(bootleg.contains(word), "{word} is not in {bootleg}");
    }
    let film = said(&workspace, &["measure", "--preset", "aerial-film"]);
    assert!(number(&film, "noise") < number(&bootleg, "noise") - 3.0, "{film} {bootleg}");
    assert!(number(&film, "wow") < number(&bootleg, "wow"), "{film} {bootleg}");
}

#[test]
fn a_recording_is_read_alone_and_against_its_original() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(48_000, 1, 6.0));
    workspace.cut(&["song.wav", "-o", "copy.wav", "--preset", "fresh-cut"]);
    let alone = said(&workspace, &["measure", "copy.wav"]);
    assert!(alone.contains("not told: needs --dry"), "{alone}");
    let against = said(&workspace, &["measure", "copy.wav", "--dry", "song.wav", "--preset", "fresh-cut"]);
    assert!(against.contains("2σ") && against.contains("% of the original's"), "{against}");
    assert!((number(&against, "speed") - 100.0).abs() < 0.2, "{against}");
}

/// Noise with a pulse that rises and falls: it can be followed, and has all of the band.
fn noise(seed: u64, seconds: f64) -> Audio {
    let wave = |n: u64| {
        let unit = roentgenizdat::disc::hash::unit(roentgenizdat::disc::hash::branch(seed, n)) - 0.5;
        unit * (0.3 + 0.2 * (n as f32 * 0.000_4).sin())
    };
    Audio { sample_rate_hz: 48_000, channels: vec![(0..(48_000.0 * seconds) as u64).map(wave).collect()] }
}

#[test]
fn a_song_is_like_itself_and_unlike_another() {
    let workspace = Workspace::new();
    for (name, audio) in [("tones.wav", song(48_000, 1, 8.0)), ("noise.wav", noise(1, 8.0))] {
        workspace.write_song(name, &audio);
        let read = said(&workspace, &["measure", name, "--dry", name]);
        assert!(number(&read, "wow") < 0.02 && (number(&read, "speed") - 100.0).abs() < 0.001, "{read}");
        let noise = read.lines().find(|line| line.starts_with("noise")).unwrap();
        assert!(noise.contains("not told") || number(noise, "noise") < -80.0, "{read}");
        assert!(read.contains("clicks      none"), "{read}");
        if name == "noise.wav" {
            assert!(read.contains("under 25 Hz to over 19178 Hz"), "{read}");
        }
    }
    workspace.write_song("other.wav", &noise(2, 8.0));
    refused(
        &workspace,
        &["measure", "noise.wav", "--dry", "other.wav"],
        &["noise.wav does not hold the song"],
    );
    // A bootleg of it does.
    workspace.cut(&["noise.wav", "-o", "copy.wav", "--preset", "last-play"]);
    let read = said(&workspace, &["measure", "copy.wav", "--dry", "noise.wav", "--preset", "last-play"]);
    assert!(number(&read, "wow") > 0.1, "{read}");
}

#[test]
fn a_test_tone_tells_the_wow() {
    let workspace = Workspace::new();
    let tone = |i: usize| 0.1 * (std::f64::consts::TAU * 3150.0 * i as f64 / 48_000.0).sin() as f32;
    let tone = Audio { sample_rate_hz: 48_000, channels: vec![(0..960_000).map(tone).collect()] };
    workspace.write_song("tone.wav", &tone);
    let set = [
        "--set",
        "warp.curl=0",
        "--set",
        "warp.flutter=0",
        "--set",
        "disc.travel=0",
        "--set",
        "source.amount=0",
    ];
    workspace.cut(&[&["tone.wav", "-o", "copy.wav"], &set[..]].concat());
    let read = said(&workspace, &["measure", "copy.wav", "--tone", "3150"]);
    let line = read.lines().find(|line| line.contains("once a turn")).unwrap();
    let turn: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
    // 1.2 mm off centre at 109 mm.
    assert!((turn / 1.101 - 1.0).abs() < 0.05, "{read}");
}

/// Samples, as a file of one channel at 48 kHz.
fn mono(samples: Vec<f32>) -> Audio {
    Audio { sample_rate_hz: 48_000, channels: vec![samples] }
}

fn json(workspace: &Workspace, args: &[&str]) -> serde_json::Value {
    let read = said(workspace, &[&["measure", "--json"], args].concat());
    serde_json::from_str::<serde_json::Value>(&read).unwrap()["reading"].clone()
}

#[test]
fn a_tone_is_read_where_it_is_and_nowhere_else() {
    let workspace = Workspace::new();
    let swing = |n: usize| {
        let t = n as f64 / 48_000.0;
        let phase = 3150.0
            * 1.01
            * (t - 0.005 * (std::f64::consts::TAU * 4.0 * t).cos() / (std::f64::consts::TAU * 4.0));
        0.1 * (std::f64::consts::TAU * phase).sin() as f32
    };
    let bare: Vec<f32> = (0..384_000).map(swing).collect();
    workspace.write_song("bare.wav", &mono(bare.clone()));
    let hiss = noise(3, 3.0).channels.remove(0);
    let around = [hiss.iter().map(|v| 0.05 * v).collect(), bare, vec![0.0; 240_000]].concat();
    workspace.write_song("around.wav", &mono(around));
    for name in ["bare.wav", "around.wav"] {
        let read = json(&workspace, &[name, "--tone", "3150"]);
        // 0.5 % at 4 Hz: what a sine passes 5 % of the time.
        let sway = &read["wow"];
        let two_sigma = sway["two_sigma_percent"].as_f64().unwrap();
        assert!((two_sigma / 0.4985 - 1.0).abs() < 0.02, "{name}: {read}");
        assert!((sway["peak_percent"].as_f64().unwrap() / 0.5 - 1.0).abs() < 0.04, "{name}: {read}");
        assert!(sway["flutter_percent"].as_f64().unwrap() < 0.02, "{name}: {read}");
        assert!((read["speed_percent"].as_f64().unwrap() - 101.0).abs() < 0.02, "{name}: {read}");
    }
    for (name, audio) in [("hiss.wav", noise(1, 6.0)), ("song.wav", song(48_000, 1, 6.0))] {
        workspace.write_song(name, &audio);
        refused(&workspace, &["measure", name, "--tone", "3150"], &[name, "no tone of 3150 Hz", "8 % off"]);
    }
}

#[test]
fn a_band_is_told_within_a_third_of_an_octave() {
    let workspace = Workspace::new();
    let dry = noise(1, 12.0);
    workspace.write_song("dry.wav", &dry);
    for cut_hz in [3000.0f64, 5000.0, 8000.0] {
        let pole = (-std::f64::consts::TAU * cut_hz / 48_000.0).exp() as f32;
        let once = |x: &[f32]| -> Vec<f32> {
            let mut y = 0.0;
            x.iter()
                .map(|x| {
                    y += (1.0 - pole) * (x - y);
                    y
                })
                .collect()
        };
        let hiss = noise(9, 12.0).channels.remove(0);
        let mut x = once(&dry.channels[0]);
        x.iter_mut().zip(&hiss).for_each(|(x, hiss)| *x += 0.02 * hiss);
        workspace.write_song("cut.wav", &mono(x));
        let read = json(&workspace, &["cut.wav", "--dry", "dry.wav"]);
        // A pole met by one sample's steps is 3 dB down where |H|² = ½.
        let p = f64::from(pole);
        let cos = 1.0 - (1.0 - p).powi(2) / (2.0 * p);
        let wanted_hz = cos.acos() * 48_000.0 / std::f64::consts::TAU;
        let found_hz = read["band"]["high"]["hz"].as_f64().unwrap();
        assert!((found_hz / wanted_hz).log2().abs() < 1.0 / 3.0, "{cut_hz}: {found_hz} {wanted_hz}");
    }
}

#[test]
fn clean_music_has_no_clicks_and_a_clicking_copy_has_its_own() {
    let workspace = Workspace::new();
    let rate_hz = 48_000.0;
    let saw = |n: usize| {
        let partial =
            |k: usize| (std::f64::consts::TAU * 109.0 * k as f64 * n as f64 / rate_hz).sin() / k as f64;
        0.2 * (1..=200).map(partial).sum::<f64>() as f32
    };
    // Noise in a loop that dies away: a string that is plucked four times a second.
    let mut string = vec![0.0f32; 288_000];
    let burst = noise(5, 6.0).channels.remove(0);
    for n in 0..string.len() {
        let again = if n > 300 { 0.498 * (string[n - 300] + string[n - 301]) } else { 0.0 };
        string[n] = again + if n % 12_000 < 300 { burst[n] } else { 0.0 };
    }
    let tune = roentgenizdat::tune::tune(rate_hz);
    let tune: Vec<f32> = tune[480_000..960_000].iter().map(|[l, r]| 0.5 * (l + r)).collect();
    for (name, samples) in
        [("saw", (0..240_000).map(saw).collect()), ("string", string), ("tune", tune.clone())]
    {
        let path = format!("{name}.wav");
        workspace.write_song(&path, &mono(samples));
        let rate = json(&workspace, &[&path])["clicks"]["a_second"].as_f64().unwrap();
        assert!(rate < 0.3, "{name}: {rate} clicks a second");
    }
    // Some of the song's own, and five a second beyond.
    let mut dry = tune;
    dry.iter_mut().skip(20_000).step_by(48_000).for_each(|v| *v += 0.2);
    let mut copy = dry.clone();
    copy.iter_mut().skip(7_000).step_by(9_600).for_each(|v| *v += 0.2);
    workspace.write_song("dry.wav", &mono(dry));
    workspace.write_song("copy.wav", &mono(copy));
    let rate = json(&workspace, &["copy.wav", "--dry", "dry.wav"])["clicks"]["a_second"].as_f64().unwrap();
    assert!((rate - 5.0).abs() < 0.6, "{rate}");
}

#[test]
fn what_ran_fast_is_told_and_read() {
    let workspace = Workspace::new();
    let tune = roentgenizdat::tune::tune(48_000.0);
    let dry: Vec<f32> = tune[..576_000].iter().map(|[l, r]| 0.5 * (l + r)).collect();
    workspace.write_song("dry.wav", &mono(dry.clone()));
    for speed in [0.97, 1.021] {
        let fast = roentgenizdat::measure::speed::at_speed(&dry, speed);
        workspace.write_song("fast.wav", &mono(fast));
        let read = json(&workspace, &["fast.wav", "--dry", "dry.wav"]);
        let percent = read["speed_percent"].as_f64().unwrap();
        assert!((percent / (100.0 * speed) - 1.0).abs() < 3e-4, "{speed}: {read}");
        assert!(read["wow"]["two_sigma_percent"].as_f64().unwrap() < 0.05, "{speed}: {read}");
    }
}

#[test]
fn what_begins_early_or_late_is_laid_upon_its_original() {
    let workspace = Workspace::new();
    let tune = roentgenizdat::tune::tune(48_000.0);
    let dry: Vec<f32> = tune[..576_000].iter().map(|[l, r]| 0.5 * (l + r)).collect();
    workspace.write_song("dry.wav", &mono(dry.clone()));
    for late in [
        [vec![0.0; 4_800], dry.clone()].concat(),
        [vec![0.0; 144_000], dry.clone()].concat(),
        dry[4_800..].to_vec(),
    ] {
        workspace.write_song("late.wav", &mono(late));
        let read = json(&workspace, &["late.wav", "--dry", "dry.wav"]);
        assert!(read["wow"]["two_sigma_percent"].as_f64().unwrap() < 0.02, "{read}");
        assert!(read["noise_db"].as_f64().unwrap_or(-99.0) < -60.0, "{read}");
        assert!(read["clicks"]["a_second"].as_f64().unwrap() < 0.2, "{read}");
    }
    // Sides that cancel each other are no silence.
    let turned: Vec<f32> = dry.iter().map(|v| -v).collect();
    workspace.write_song("sides.wav", &Audio { sample_rate_hz: 48_000, channels: vec![dry, turned] });
    assert!(json(&workspace, &["sides.wav", "--dry", "dry.wav"])["band"]["high"]["is_further"] == true);
}

#[test]
fn many_recordings_are_read_one_after_another_and_one_is_drawn() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("copies")).unwrap();
    workspace.write_song("copies/a.wav", &song(48_000, 1, 2.0));
    workspace.write_song("copies/b.wav", &song(44_100, 2, 2.0));
    let read = said(&workspace, &["measure", "copies"]);
    assert!(read.contains("copies/a.wav\nband") && read.contains("\n\ncopies/b.wav\nband"), "{read}");
    let lines = said(&workspace, &["measure", "copies", "--json"]);
    assert_eq!(lines.lines().count(), 2, "{lines}");
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["recording"].is_string() && value["reading"]["wow"].is_null(), "{line}");
    }
    workspace.write_song("copies/c.wav", &song(48_000, 1, 0.2));
    let outcome = workspace.run(&["measure", "copies", "--json"]);
    assert_eq!((outcome.code, String::from_utf8(outcome.stdout).unwrap().lines().count()), (5, 2));
    assert!(
        outcome.stderr.contains("c.wav is too short") && outcome.stderr.contains("1 of 3"),
        "{}",
        outcome.stderr
    );

    said(&workspace, &["measure", "copies/a.wav", "--plot", "plot.png"]);
    assert!(workspace.read("plot.png").starts_with(b"\x89PNG"));
    refused(&workspace, &["measure", "copies/a.wav", "--plot", "plot.png"], &["plot.png exists", "--force"]);
    refused(&workspace, &["measure", "copies/a.wav", "--plot", "copies/a.wav"], &["a.wav", ".png"]);
    refused(&workspace, &["measure", "copies", "--plot", "other.png"], &["--plot with 3 recordings", "one"]);
}

#[test]
fn what_cannot_be_measured_is_refused_in_one_line() {
    let workspace = Workspace::new();
    workspace.write_song("song.wav", &song(48_000, 1, 3.0));
    workspace.write_song("short.wav", &song(48_000, 1, 0.3));
    workspace.write_song("slow.wav", &song(44_100, 1, 3.0));
    workspace.write_song("silence.wav", &Audio { sample_rate_hz: 48_000, channels: vec![vec![0.0; 96_000]] });
    std::fs::write(workspace.path("text.wav"), b"this is no sound").unwrap();
    let with = |args: &[&str], words: &[&str]| {
        refused(&workspace, &[&["measure"], args].concat(), words);
    };
    with(&["silence.wav"], &["silence.wav is silent", "-90 dBFS"]);
    with(&["short.wav"], &["short.wav is too short", "a second"]);
    with(&["text.wav"], &["text.wav is not audio"]);
    with(&["missing.wav"], &["missing.wav cannot be read"]);
    with(&["song.wav", "--tone", "nine"], &["--tone 'nine'", "100 to 15000"]);
    with(&["song.wav", "--player", "ipod"], &["'ipod'", "gramophone"]);
    with(&["song.wav", "--dry", "silence.wav"], &["the clean original is silent"]);
    with(&["song.wav", "--dry", "slow.wav"], &["--dry has 44100", "48000"]);
}
