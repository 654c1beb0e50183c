//! What a frame of the panel costs: the panel's own code and the making of triangles, without OpenGL (`docs/speed.md`).
//!
//! The song runs, the disc turns, a knob is automated, the meters move. The first frame of a window that opens is told apart:
//! it makes every letter. Run `cargo bench -p panel-tests`.

// What the host was told is the tests' affair.
#[expect(dead_code)]
mod host;

use std::sync::Arc;
use std::time::Instant;

use egui::{Context, Pos2, RawInput, Rect, vec2};
use nice_plug::context::gui::GuiContext;
use roentgenizdat::chain::Chain;
use roentgenizdat::chain::control::TransportState;
use roentgenizdat::disc::Disc;
use roentgenizdat::editor::Panel;
use roentgenizdat::params::Settings;
use roentgenizdat::plugin::params::{HostParams, ParamReader};
use roentgenizdat::plugin::telemetry::Telemetry;
use roentgenizdat::preset::library::Library;

use host::Host;

const RATE_HZ: f64 = 48_000.0;
const SIZES: [[f32; 2]; 2] = [[960.0, 600.0], [1120.0, 784.0]];
const FRAMES: usize = 600;
/// Samples between two frames.
const BLOCK: usize = 800;

fn main() {
    for size in SIZES {
        measure(size);
    }
}

/// The disc and the sound of a fresh instance.
fn chain(params: &HostParams) -> Chain {
    let settings: Settings = *ParamReader::default().read(params).0;
    let disc = Disc::new(params.recipe(&settings));
    let mut chain = Chain::new(Arc::new(disc), params.memory().clone(), RATE_HZ);
    chain.set(&settings);
    chain
}

fn measure(size: [f32; 2]) {
    let params = Arc::<HostParams>::default();
    let (telemetry, host) = (Arc::<Telemetry>::default(), Arc::new(Host::new(params.clone())));
    let mut panel = Panel::new(params.clone(), telemetry.clone(), Library::open(None));
    let mut chain = chain(&params);
    let context = Context::default();
    panel.open(&context, GuiContext::new(host.clone()));
    let mut took_ms = Vec::new();
    for frame in 0..=FRAMES {
        let mut sound = [vec![0.1; BLOCK], vec![-0.1; BLOCK]];
        let [left, right] = &mut sound;
        let song = TransportState::Rolling((frame * BLOCK) as i64);
        chain.process(&mut [left, right], song);
        telemetry.scope.write_input(&[0.1; BLOCK]);
        telemetry.scope.finish(&sound[0], RATE_HZ as f32);
        telemetry.publish(chain.control(), [0.1, 0.1 + frame as f32 * 1e-3]);
        host.automate("film_hiss", (frame % 100) as f32 / 100.0);

        let seconds = frame as f64 * BLOCK as f64 / RATE_HZ;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(size[0], size[1])));
        let input = RawInput { screen_rect, time: Some(seconds), ..RawInput::default() };
        let begun = Instant::now();
        let output = context.run_ui(input, |ui| panel.show(ui));
        let shown_ms = 1e3 * begun.elapsed().as_secs_f64();
        let triangles = context.tessellate(output.shapes, 1.0);
        took_ms.push([shown_ms, 1e3 * begun.elapsed().as_secs_f64() - shown_ms]);
        std::hint::black_box(triangles);
    }
    let first: f64 = took_ms[0].iter().sum();
    let mut own: Vec<f64> = took_ms[1..].iter().map(|[shown, _]| *shown).collect();
    let mut triangles: Vec<f64> = took_ms[1..].iter().map(|[_, triangles]| *triangles).collect();
    let mut whole: Vec<f64> = took_ms[1..].iter().map(|both| both.iter().sum()).collect();
    for figures in [&mut own, &mut triangles, &mut whole] {
        figures.sort_by(f64::total_cmp);
    }
    println!(
        "{} × {}: first frame {first:.0} ms; then {:.2} ms in the panel and {:.2} ms for its triangles, 99 of 100 within {:.2} ms",
        size[0],
        size[1],
        own[FRAMES / 2],
        triangles[FRAMES / 2],
        whole[FRAMES * 99 / 100]
    );
}
