//! A chest from behind: ribs, spine, collar bones, shoulder blades, lungs, heart and their vessels.
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
//! Cartilage casts no shadow, so the ribs end short of the breast bone. Sizes are an adult's, by eye after plates;
//! a chest is wider than a disc, so it is laid out at about three quarters of life size.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::Frame;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::{Sketch, mirrored};
use super::spine::{self, Vertebra};
use super::tissue::{Point, Stuff};

/// Half-width and half-depth of the chest in mm, degrees of `φ` at the front end, slope in degrees.
#[rustfmt::skip]
const RIBS: [[f64; 4]; 12] = [
    [ 46.0,  34.0, 162.0, 34.0],
    [ 70.0,  52.0, 156.0, 34.0],
    [ 90.0,  66.0, 152.0, 34.0],
    [105.0,  76.0, 148.0, 33.0],
    [115.0,  84.0, 145.0, 33.0],
    [121.0,  90.0, 141.0, 33.0],
    [125.0,  94.0, 137.0, 34.0],
    [127.0,  95.0, 130.0, 35.0],
    [126.0,  94.0, 122.0, 37.0],
    [121.0,  88.0, 112.0, 39.0],
    [106.0,  80.0,  80.0, 42.0],
    [ 72.0,  60.0,  55.0, 46.0],
];
/// Where the ribs leave the spine, in mm from its middle.
const ROOT_MM: f64 = 15.0;
/// Links of one rib.
const LINKS: usize = 26;
/// The right lung, seen on the left of the sheet; the heart hides the difference to the left one.
#[rustfmt::skip]
const LUNG: [Point; 15] = [
    [-40.0, 136.0], [-24.0, 112.0], [-20.0, 60.0], [-20.0, 10.0], [-22.0, -40.0], [-34.0, -66.0], [-62.0, -60.0],
    [-92.0, -60.0], [-114.0, -76.0], [-131.0, -108.0], [-136.0, -60.0], [-132.0, 0.0], [-118.0, 60.0],
    [-92.0, 108.0], [-66.0, 132.0],
];
#[rustfmt::skip]
const SCAPULA: [Point; 9] = [
    [98.0, 122.0], [122.0, 128.0], [148.0, 112.0], [146.0, 84.0], [134.0, 40.0], [121.0, -10.0], [112.0, -6.0],
    [104.0, 40.0], [96.0, 90.0],
];

/// All absorbers of a chest.
pub fn chest(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let size = draw.between(0.72, 0.78);
    let middle = [draw.bell(2.0), -10.0 * size + draw.bell(2.0)];
    let frame = Frame::new(middle, draw.bell(3.0), false, size);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    flesh(&mut sketch);
    lungs(&mut sketch, draw);
    let lean = draw.bell(0.012);
    let height = |k: usize| 132.0 - 19.4 * k as f64 - 0.42 * (k * k) as f64;
    for k in 0..14 {
        let grown = k as f64 / 13.0;
        let vertebra = Vertebra {
            at: [lean * height(k), height(k)],
            size_mm: [26.0 + 13.0 * grown, 16.5 + 8.0 * grown],
            reach_mm: if k < 12 { 31.0 - 9.0 * grown } else { 40.0 },
        };
        spine::from_the_front(&mut sketch, vertebra);
    }
    let breath = draw.bell(1.2);
    for (k, rib) in RIBS.iter().enumerate() {
        for side in [-1.0, 1.0] {
            let tilt_deg = rib[3] + breath + draw.bell(0.5);
            self::rib(&mut sketch, side, height(k) + 5.0, [rib[0], rib[1], rib[2], tilt_deg], k);
        }
    }
    shoulders(&mut sketch);
    sketch.finish()
}

fn rib(sketch: &mut Sketch, side: f64, y0: f64, [a, b, end_deg, slope_deg]: [f64; 4], k: usize) {
    let radians = core::f64::consts::PI / 180.0;
    let slope = libm::tan(slope_deg * radians);
    let line: Vec<[f64; 4]> = (0..=LINKS)
        .map(|i| i as f64 / LINKS as f64)
        .map(|f| {
            let phi = f * end_deg * radians;
            let z = -b * libm::cos(phi);
            // The back of a rib is round and narrow, its front flat and broad; the floating ones taper.
            let half = if k < 10 { 4.0 + 1.9 * f * f } else { 4.2 - 2.2 * f };
            let x = side * (ROOT_MM + (a - ROOT_MM) * libm::sin(phi));
            [x, y0 - (z + b) * slope, z, half]
        })
        .collect();
    sketch.rod_in_space(&line, 0.62, Stuff::Bone { wall_mm: 1.1, spongy: 0.5 });
}

fn flesh(sketch: &mut Sketch) {
    sketch.flesh([0.0, 30.0], [0.0, -260.0], [146.0, 146.0], 0.6, 0);
    sketch.flesh([0.0, 120.0], [0.0, 240.0], [70.0, 56.0], 0.95, 0);
    for side in [-1.0, 1.0] {
        sketch.flesh([side * 60.0, 118.0], [side * 180.0, 86.0], [52.0, 60.0], 0.85, 0);
    }
}

fn lungs(sketch: &mut Sketch, draw: &mut Draw) {
    const AIR: f64 = -0.72;
    sketch.solid(&LUNG, 138.0, Profile::Block, Stuff::Flesh(AIR));
    sketch.solid(&mirrored(&LUNG), 138.0, Profile::Block, Stuff::Flesh(AIR));
    // Heart, the bow of the aorta and the great veins stand in the lungs' air.
    let stout = draw.between(0.92, 1.1);
    sketch.egg([26.0, -34.0], [66.0 * stout, 44.0 * stout], -38.0, 72.0, Stuff::Flesh(0.8));
    sketch.egg([22.0, 82.0], [15.0, 17.0], 0.0, 60.0, Stuff::Flesh(0.8));
    sketch.rod(&[[20.0, 90.0, 13.0], [24.0, 40.0, 13.0], [16.0, -60.0, 12.0]], 5, 1.0, Stuff::Flesh(0.7));
    sketch.rod(&[[-18.0, 120.0, 9.0], [-22.0, 60.0, 10.0], [-24.0, 20.0, 12.0]], 4, 1.5, Stuff::Flesh(0.6));
    // Windpipe and main bronchi.
    let air = Stuff::Flesh(-1.0);
    sketch.rod(&[[0.0, 200.0, 8.0], [1.0, 130.0, 8.0], [-2.0, 78.0, 8.0]], 4, 1.0, air);
    sketch.rod(&[[-2.0, 78.0, 7.0], [-16.0, 60.0, 6.0], [-30.0, 48.0, 4.5]], 3, 1.0, air);
    sketch.rod(&[[-2.0, 78.0, 6.5], [18.0, 60.0, 5.0], [34.0, 50.0, 4.0]], 3, 1.0, air);
    // Gas in the stomach.
    sketch.egg([66.0 + draw.bell(5.0), -104.0], [26.0, 15.0], 8.0, 60.0, Stuff::Flesh(-0.9));
    for side in [-1.0, 1.0] {
        let hilum = [side * 32.0, if side > 0.0 { 52.0 } else { 44.0 }];
        sketch.egg(hilum, [12.0, 20.0], side * 12.0, 26.0, Stuff::Flesh(0.7));
        for heading_deg in [28.0, 62.0, 96.0, 122.0, 150.0] {
            vessel(sketch, draw, hilum, side, heading_deg, 4.6, 5);
        }
    }
}

/// A vessel of the lung, which forks into two, `forks` times.
fn vessel(
    sketch: &mut Sketch,
    draw: &mut Draw,
    from: Point,
    side: f64,
    heading_deg: f64,
    half_mm: f64,
    forks: usize,
) {
    let radians = heading_deg * (core::f64::consts::PI / 180.0);
    let length_mm = 17.0 + draw.bell(2.5);
    let to = [from[0] + side * length_mm * libm::sin(radians), from[1] + length_mm * libm::cos(radians)];
    let thinner = 0.66 * half_mm;
    sketch.rod(&[[from[0], from[1], half_mm], [to[0], to[1], thinner]], 1, 1.3, Stuff::Flesh(0.85));
    if forks > 0 {
        let open = 15.0 + draw.bell(4.0);
        vessel(sketch, draw, to, side, heading_deg - open, thinner, forks - 1);
        vessel(sketch, draw, to, side, heading_deg + open, thinner, forks - 1);
    }
}

fn shoulders(sketch: &mut Sketch) {
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    for side in [-1.0, 1.0] {
        let at = |x: f64, y: f64, half: f64| [side * x, y, half];
        let collar = [
            at(16.0, 108.0, 9.0),
            at(44.0, 116.0, 6.4),
            at(78.0, 127.0, 5.6),
            at(108.0, 134.0, 6.0),
            at(136.0, 127.0, 7.5),
        ];
        sketch.rod(&collar, 6, 0.95, bone(1.9, 0.3));
        let blade = if side > 0.0 { SCAPULA.to_vec() } else { mirrored(&SCAPULA) };
        sketch.solid(&blade, 5.0, Profile::Block, bone(1.0, 0.3));
        sketch.rod(
            &[at(120.0, -8.0, 3.0), at(134.0, 38.0, 3.4), at(148.0, 86.0, 5.0)],
            5,
            1.2,
            bone(1.2, 0.3),
        );
        sketch.rod(
            &[at(98.0, 100.0, 2.0), at(124.0, 116.0, 4.0), at(156.0, 128.0, 6.0)],
            4,
            1.0,
            bone(1.2, 0.3),
        );
        sketch.egg([side * 170.0, 102.0], [25.0, 26.0], 0.0, 46.0, bone(1.2, 1.0));
    }
}
