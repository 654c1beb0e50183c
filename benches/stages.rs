//! What each stage costs: nanoseconds per stereo frame, with *1950s Leningrad bootleg*, at 48 kHz (`docs/speed.md`).
//!
//! Every stage plays alone, behind the control values that all of them need; what control costs by itself is taken off.
//! The rounds of all of them are interleaved and the best of each counts, so that a busy machine disturbs them alike.
//! Run `cargo bench --no-default-features --bench stages`; under callgrind, name one row: `-- film`.

use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::{Continuity, PlaybackControl, TransportState};
use roentgenizdat::chain::control_frame::ControlFrame;
use roentgenizdat::chain::crackle::Crackle;
use roentgenizdat::chain::envelope::Envelope;
use roentgenizdat::chain::film::Film;
use roentgenizdat::chain::grooves::Grooves;
use roentgenizdat::chain::lathe::Lathe;
use roentgenizdat::chain::output::Output;
use roentgenizdat::chain::parts::ramp::GRID;
use roentgenizdat::chain::pickup::Pickup;
use roentgenizdat::chain::song_pointer::SongPointer;
use roentgenizdat::chain::source::Source;
use roentgenizdat::chain::warp::Warp;
use roentgenizdat::chain::wear::Wear;
use roentgenizdat::disc::{Disc, Recipe};
use roentgenizdat::params::{Reused, Serial, Settings};

const RATE_HZ: f64 = 48_000.0;
const ROUNDS: usize = 12;
const FRAMES: usize = 48_000;

/// One row of the table.
struct Row {
    name: &'static str,
    play: Box<dyn FnMut()>,
    best_ns: f64,
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let mut rows = rows();
    rows.retain(|row| {
        wanted.is_empty() || row.name == "control" || wanted.iter().any(|name| name == row.name)
    });
    for _ in 0..ROUNDS {
        for row in &mut rows {
            let start = Instant::now();
            (row.play)();
            row.best_ns = row.best_ns.min(start.elapsed().as_secs_f64() * 1e9 / FRAMES as f64);
        }
    }
    let control_ns = rows.iter().find(|row| row.name == "control").map_or(0.0, |row| row.best_ns);
    for Row { name, best_ns, .. } in &rows {
        let own_ns = match *name {
            "control" | "worst" | "worst crackle" | "chain 64" | "chain 256" => *best_ns,
            _ => best_ns - control_ns,
        };
        println!("{name:<10} {own_ns:7.1} ns a frame");
    }
}

fn rows() -> Vec<Row> {
    vec![
        row("control", alone((), |_, _| {}, |_, _, _| {})),
        row(
            "envelope",
            alone(
                Envelope::new(RATE_HZ),
                |_, _| {},
                |envelope, groove, first| {
                    let one = one_lane(groove);
                    envelope.observe_input(&one);
                    envelope.observe_groove(&one);
                    if first + groove.len() == GRID {
                        envelope.end_cell();
                    }
                },
            ),
        ),
        row("source", alone(Source::new(RATE_HZ), Source::update, Source::process)),
        row(
            "lathe",
            alone(Lathe::new(), Lathe::update, |lathe, groove, first| {
                lathe.process(groove, first);
                lathe.add_hum(groove, first);
            }),
        ),
        row("song pointer", alone(SongPointer::new(RATE_HZ), SongPointer::update, SongPointer::process)),
        row("film", alone(Film::new(), Film::update, Film::process)),
        row("crackle", alone(Crackle::new(RATE_HZ), Crackle::update, Crackle::process)),
        row("worst", alone_with(worst(), (), |_, _| {}, |_, _, _| {})),
        row("worst crackle", alone_with(worst(), Crackle::new(RATE_HZ), Crackle::update, Crackle::process)),
        row(
            "warp",
            alone(Warp::new(RATE_HZ), |warp, frame| warp.update(frame, None, 0.0, 0.0, 0.0), Warp::process),
        ),
        row("wear", alone(Wear::default(), Wear::update, Wear::process)),
        row("pickup", alone(Pickup::new(), Pickup::update, Pickup::process)),
        row(
            "output",
            alone(
                Output::new(RATE_HZ),
                |output, frame| {
                    let filters_samples = output.design(frame, 1);
                    output.update(frame, filters_samples + 80.0, 1.0, 0.03);
                },
                |output, groove, first| {
                    let (mut left, mut right) = ([0.1; GRID], [0.2; GRID]);
                    let count = groove.len();
                    output.process(
                        &mut one_lane(groove),
                        &mut [&mut left[..count], &mut right[..count]],
                        first,
                    );
                    groove.copy_from_slice(&left[..count]);
                },
            ),
        ),
        row("chain 64", whole(64)),
        row("chain 256", whole(256)),
    ]
}

fn one_lane(groove: &[f32]) -> Grooves {
    let mut one = Grooves::silent(1, groove.len());
    one.add(groove);
    one
}

fn row(name: &'static str, play: impl FnMut() + 'static) -> Row {
    Row { name, play: Box::new(play), best_ns: f64::INFINITY }
}

/// One for all: making it costs more than playing it for a minute.
fn disc() -> Arc<Disc> {
    static DISC: LazyLock<Arc<Disc>> =
        LazyLock::new(|| Arc::new(Disc::new(Recipe::new(Serial::new(1953).unwrap(), 230.0))));
    DISC.clone()
}

/// Music, roughly: a tone, a wavering one and some treble, at −20 dB in all.
fn song(n: usize) -> f32 {
    let t = n as f32 / RATE_HZ as f32;
    0.1 * (t * 1382.3).sin() + 0.08 * (t * 2764.6 + (t * 9.0).sin()).sin() + 0.03 * (t * 17_000.0).sin()
}

/// As much crackle as can be asked for.
fn worst() -> Settings {
    Settings {
        crackle_dust: 2000.0,
        crackle_clicks: 60.0,
        crackle_scratches: 12.0,
        crackle_clustering: 100.0,
        film_reused: Reused::Always,
        wear_plays: 60.0,
        ..Settings::default()
    }
}

/// A stage behind the control values, in cells as the chain has them.
fn alone<S: 'static>(
    stage: S,
    aim: impl Fn(&mut S, &ControlFrame) + 'static,
    process: impl Fn(&mut S, &mut [f32], usize) + 'static,
) -> impl FnMut() {
    alone_with(Settings::default(), stage, aim, process)
}

/// The same with other settings.
fn alone_with<S: 'static>(
    settings: Settings,
    mut stage: S,
    aim: impl Fn(&mut S, &ControlFrame) + 'static,
    process: impl Fn(&mut S, &mut [f32], usize) + 'static,
) -> impl FnMut() {
    let mut control = PlaybackControl::new(disc(), Arc::default(), RATE_HZ);
    control.set(&settings);
    let envelope = Envelope::new(RATE_HZ);
    let song: Vec<f32> = (0..FRAMES).map(|n| 8.0 * song(n)).collect();
    move || {
        control.set_transport(TransportState::Absent);
        for cell in song.chunks_exact(GRID) {
            let mut groove = [0.0; GRID];
            groove.copy_from_slice(cell);
            if control.begin_cell() != Continuity::Continuous {
                aim(&mut stage, &control.step_to_grid_point(true, &envelope));
            }
            aim(&mut stage, &control.step_to_grid_point(false, &envelope));
            process(&mut stage, &mut groove, 0);
            control.advance(GRID);
            black_box(&groove);
        }
    }
}

/// The chain in blocks.
fn whole(block: usize) -> impl FnMut() {
    let mut chain = Chain::new(disc(), Arc::default(), RATE_HZ);
    chain.set(&Settings::default());
    let song: Vec<f32> = (0..FRAMES).map(song).collect();
    let mut right = song.clone();
    let mut left = song.clone();
    move || {
        left.copy_from_slice(&song);
        right.copy_from_slice(&song);
        for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
            chain.process(&mut [left, right], TransportState::Absent);
        }
        black_box((&left, &right));
    }
}
