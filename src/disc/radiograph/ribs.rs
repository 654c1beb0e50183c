//! A chest from behind: lungs, heart, vessels, diaphragm; spine, ribs, collar bones, shoulder blades.
//!
//! A rib lies in a plane that leans forward, on half an ellipse about the spine:
//!
//! ```text
//! x = ±(x₀ + a · sin φ),    z = −b · cos φ,    y = y₀ − (z + b) · slope
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `φ` | 0 at the spine, 90° at the flank, less than 180° where the cartilage begins | rad |
//! | `a`, `b` | half-width of the chest, half-depth | mm |
//! | `slope` | how far the plane leans | 1 |
//!
//! Cartilage casts no shadow, so the ribs fade away short of the breast bone. Sizes are an adult's, by eye after
//! plates; a chest is wider than a disc, so it is laid out at about three quarters of life size.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::Frame;
use super::lung;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::{Sketch, mirrored};
use super::spine;
use super::tissue::{Point, Stuff};

/// Half-width and half-depth of the chest in mm, degrees of `φ` at the front end, slope in degrees.
#[rustfmt::skip]
const RIBS: [[f64; 4]; 12] = [
    [ 50.0,  34.0, 138.0, 38.0],
    [ 74.0,  52.0, 140.0, 38.0],
    [ 93.0,  66.0, 140.0, 37.0],
    [107.0,  76.0, 139.0, 36.0],
    [117.0,  84.0, 138.0, 36.0],
    [124.0,  90.0, 136.0, 36.0],
    [128.0,  94.0, 133.0, 37.0],
    [130.0,  95.0, 127.0, 38.0],
    [128.0,  94.0, 118.0, 40.0],
    [122.0,  88.0, 106.0, 42.0],
    [106.0,  80.0,  78.0, 44.0],
    [ 72.0,  60.0,  52.0, 48.0],
];
/// Where the ribs leave the spine, in mm from its middle.
const ROOT_MM: f64 = 17.0;
/// Links of one rib.
const LINKS: usize = 30;
/// Part of a rib over which it turns into cartilage.
const FADE: f64 = 0.2;
#[rustfmt::skip]
const SCAPULA: [Point; 10] = [
    [100.0, 118.0], [118.0, 126.0], [146.0, 114.0], [150.0, 92.0], [142.0, 60.0], [132.0, 22.0], [121.0, -16.0],
    [113.0, -10.0], [106.0, 38.0], [99.0, 90.0],
];

/// All absorbers of a chest.
pub fn chest(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let size = draw.between(0.7, 0.79);
    let middle = [draw.bell(3.0), -10.0 * size + draw.bell(4.0)];
    let frame = Frame::new(middle, draw.bell(2.5), false, size).of(person.shape);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    flesh(&mut sketch, &person, draw);
    lung::chest(&mut sketch, &person, draw);
    let height = |k: usize| 132.0 - 19.2 * k as f64 - 0.42 * (k * k) as f64;
    spine::of_the_chest(&mut sketch, draw, height);
    // Breath and posture tilt all ribs; each has its own way a little.
    let slope_deg = draw.bell(1.6);
    let narrow = draw.bell(0.02);
    for (k, [a, b, end_deg, tilt_deg]) in RIBS.into_iter().enumerate() {
        for side in [-1.0, 1.0] {
            let rib =
                [a * (1.0 - narrow), b, end_deg + draw.bell(2.5), tilt_deg + slope_deg + draw.bell(0.7)];
            self::rib(&mut sketch, side, height(k) + 6.0 + draw.bell(0.5), rib, k);
        }
    }
    shoulders(&mut sketch, draw);
    sketch.finish()
}

fn rib(sketch: &mut Sketch, side: f64, y0: f64, [a, b, end_deg, slope_deg]: [f64; 4], k: usize) {
    let radians = core::f64::consts::PI / 180.0;
    let slope = libm::tan(slope_deg * radians);
    let line: Vec<[f64; 5]> = (0..=LINKS)
        .map(|i| i as f64 / LINKS as f64)
        .map(|f| {
            let phi = f * end_deg * radians;
            let z = -b * libm::cos(phi);
            // The back of a rib is round and narrow, its front flat and broad; the floating ones taper.
            let (half, thick) = match k {
                0 => (5.0 + 2.6 * f, 0.8),
                1..10 => (4.1 + 2.6 * f * f, 1.0 - 0.42 * f),
                _ => (4.2 - 2.4 * f, 0.9),
            };
            let fade = ((1.0 - f) / FADE).min(1.0);
            let x = side * (ROOT_MM + (a - ROOT_MM) * libm::sin(phi));
            [x, y0 - (z + b) * slope, z, half, thick * fade * fade * (3.0 - 2.0 * fade)]
        })
        .collect();
    sketch.rod_in_space(&line, 0.6, Stuff::Bone { wall_mm: 0.9, spongy: 0.55 });
}

fn flesh(sketch: &mut Sketch, person: &Person, draw: &mut Draw) {
    sketch.flesh([0.0, 30.0], [0.0, -260.0], [148.0, 142.0], 0.58, 0);
    sketch.flesh([0.0, 120.0], [0.0, 240.0], [66.0, 50.0], 1.0, 0);
    for side in [-1.0, 1.0] {
        sketch.flesh([side * 56.0, 122.0], [side * 180.0, 84.0], [46.0, 62.0], 0.9, 0);
        // Chest muscles of a man, breasts of a woman: a soft edge across the lower lungs.
        let (at, half, thick) = if person.woman {
            ([side * (74.0 + draw.bell(3.0)), -36.0 + draw.bell(6.0)], [50.0, 42.0], 40.0)
        } else {
            ([side * (84.0 + draw.bell(3.0)), 58.0], [48.0, 40.0], 26.0)
        };
        sketch.egg(at, half, side * -14.0, thick * person.girth * person.girth, Stuff::Flesh(1.0));
    }
}

fn shoulders(sketch: &mut Sketch, draw: &mut Draw) {
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let raised = draw.bell(3.0);
    for (piece, side) in [(1, -1.0), (2, 1.0)] {
        let lift = raised + draw.bell(1.5);
        let at = |x: f64, y: f64, half: f64| [side * x, y + lift * x / 130.0, half];
        let collar = [
            at(15.0, 100.0, 7.6),
            at(24.0, 104.0, 7.0),
            at(44.0, 112.0, 5.4),
            at(68.0, 116.0, 4.7),
            at(92.0, 119.0, 4.6),
            at(114.0, 126.0, 5.4),
            at(136.0, 131.0, 7.4),
        ];
        sketch.rod(&collar, 6, 0.95, bone(1.7, 0.4));
        // Shoulder blade: a thin leaf, its edge towards the arm stout, its comb across it.
        sketch.piece(piece);
        let moved: Vec<Point> = SCAPULA.iter().map(|[x, y]| [x + 0.5 * lift, y + lift]).collect();
        let blade = if side > 0.0 { moved } else { mirrored(&moved) };
        sketch.solid(&blade, 4.0, Profile::Block, bone(0.9, 0.3));
        let stout = [at(122.0, -12.0, 2.4), at(133.0, 28.0, 3.0), at(142.0, 64.0, 4.0), at(150.0, 92.0, 6.0)];
        sketch.rod(&stout, 5, 1.1, bone(1.1, 0.4));
        let comb = [at(100.0, 92.0, 1.6), at(122.0, 108.0, 3.0), at(150.0, 126.0, 6.4)];
        sketch.rod(&comb, 5, 1.0, bone(1.1, 0.4));
        sketch.piece(0);
        sketch.egg([side * 172.0, 100.0 + lift], [25.0, 26.0], 0.0, 44.0, bone(1.0, 1.0));
    }
}
