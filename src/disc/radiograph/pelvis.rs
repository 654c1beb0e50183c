//! A pelvis from the front: wings, sacrum, rings, hips and thigh bones, the last vertebrae.
//!
//! The origin is the middle of the sacrum, x to the sheet's right; an adult's millimetres, by eye after plates.
//! Wider than a disc: laid out at about three quarters of life size.

use super::absorber::Absorber;
use super::bone::{Plan, knot};
use super::draw::Draw;
use super::frame::Frame;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::{Sketch, mirrored};
use super::spine::{self, Vertebra};
use super::tissue::{Point, Stuff};
use super::tube::End;

#[rustfmt::skip]
const WING: [Point; 14] = [
    [32.0, 48.0], [44.0, 72.0], [64.0, 94.0], [92.0, 102.0], [118.0, 92.0], [134.0, 68.0], [138.0, 48.0],
    [128.0, 34.0], [124.0, 12.0], [118.0, -12.0], [94.0, -6.0], [72.0, -16.0], [60.0, 2.0], [40.0, 10.0],
];
#[rustfmt::skip]
const SACRUM: [Point; 12] = [
    [-48.0, 52.0], [-24.0, 64.0], [0.0, 60.0], [24.0, 64.0], [48.0, 52.0], [42.0, 22.0], [26.0, -14.0], [10.0, -42.0],
    [0.0, -45.0], [-10.0, -42.0], [-26.0, -14.0], [-42.0, 22.0],
];
/// The ring about the obturator foramen: `[x, y, half-width]`.
#[rustfmt::skip]
const RING: [[f64; 3]; 10] = [
    [82.0, -40.0, 11.0], [62.0, -47.0, 8.5], [40.0, -56.0, 8.0], [19.0, -68.0, 11.5], [17.0, -86.0, 11.0],
    [34.0, -104.0, 8.0], [52.0, -120.0, 9.5], [72.0, -112.0, 13.5], [84.0, -86.0, 13.0], [90.0, -58.0, 13.0],
];
/// Where the head of the thigh bone is.
const HIP: Point = [99.0, -36.0];

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

/// All absorbers of a pelvis.
pub fn pelvis(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let size = draw.between(0.61, 0.65);
    let middle = [draw.bell(2.0), 12.0 + draw.bell(3.0)];
    let frame = Frame::new(middle, draw.bell(2.5), false, size);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    sketch.flesh([0.0, 20.0], [0.0, 260.0], [150.0, 142.0], 0.62, 0);
    for side in [-1.0, 1.0] {
        sketch.flesh([side * 88.0, -50.0], [side * 96.0, -280.0], [84.0, 68.0], 1.08, 0);
    }
    bowel(&mut sketch, draw);
    for n in 0..4 {
        let k = f64::from(n);
        let at = [0.0, 84.0 + 34.0 * k];
        spine::from_the_front(
            &mut sketch,
            Vertebra { at, size_mm: [48.0 - k, 27.0], reach_mm: 44.0 - 2.0 * k },
        );
    }
    sacrum(&mut sketch);
    let pinned = draw.chance(0.16).then(|| if draw.chance(0.5) { 1.0 } else { -1.0 });
    for side in [-1.0, 1.0] {
        half(&mut sketch, side, 8.0 + draw.bell(2.0));
        if pinned == Some(side) {
            nail(&mut sketch, side);
        }
    }
    sketch.finish()
}

fn bowel(sketch: &mut Sketch, draw: &mut Draw) {
    for _ in 0..15 {
        let at = [draw.bell(34.0), 96.0 + draw.bell(30.0)];
        let half = [draw.between(7.0, 20.0), draw.between(6.0, 13.0)];
        sketch.egg(at, half, draw.between(0.0, 180.0), draw.between(12.0, 34.0), Stuff::Flesh(-1.0));
    }
    // The rectum's.
    sketch.egg([draw.bell(5.0), -30.0], [14.0, 18.0], 0.0, 26.0, Stuff::Flesh(-0.8));
}

fn sacrum(sketch: &mut Sketch) {
    sketch.solid(&SACRUM, 26.0, Profile::Block, bone(1.4, 0.7));
    for (n, [x, y]) in [[23.0, 36.0], [20.0, 15.0], [16.0, -4.0], [12.0, -20.0]].iter().enumerate() {
        let r = 4.6 - 0.5 * n as f64;
        for side in [-1.0, 1.0] {
            sketch.egg([side * x, *y], [r, 0.8 * r], 0.0, 13.0, Stuff::Solid(-0.3));
            let arc = [
                [side * (x - r - 2.0), y + 1.0, 0.9],
                [side * x, y + r + 1.0, 1.0],
                [side * (x + r + 4.0), y + 2.0, 0.8],
            ];
            sketch.rod(&arc, 4, 5.0, bone(1.0, 0.0));
        }
    }
    for [y, r] in [[42.0, 5.0], [22.0, 4.6], [4.0, 4.0], [-12.0, 3.4]] {
        sketch.egg([0.0, y], [0.55 * r, 1.5 * r], 0.0, 13.0, bone(1.3, 0.5));
    }
    for (y, half) in [(-53.0, 6.5), (-63.0, 5.0), (-71.0, 3.6)] {
        sketch.egg([0.6, y], [half, 4.4], 0.0, 9.0, bone(1.0, 0.8));
    }
}

fn half(sketch: &mut Sketch, side: f64, inwards_deg: f64) {
    let outline = |points: &[Point]| if side > 0.0 { points.to_vec() } else { mirrored(points) };
    let line = |points: &[[f64; 3]]| -> Vec<[f64; 3]> {
        points.iter().map(|[x, y, r]| [side * x, *y, *r]).collect()
    };
    sketch.solid(&outline(&WING), 16.0, Profile::Block, bone(3.0, 0.9));
    let crest = [
        [44.0, 72.0, 3.4],
        [64.0, 93.0, 4.0],
        [92.0, 101.0, 4.4],
        [118.0, 91.0, 4.4],
        [134.0, 68.0, 4.4],
        [137.0, 50.0, 4.0],
    ];
    sketch.rod(&line(&crest), 5, 1.3, bone(1.5, 0.6));
    // The joint with the sacrum: two white lines, a dark one between them.
    let joint = [[46.0, 50.0, 0.9], [48.0, 32.0, 0.9], [40.0, 8.0, 0.9]];
    sketch.rod(&line(&joint), 5, 8.0, Stuff::Solid(-0.8));
    let beside: Vec<[f64; 3]> = joint.iter().map(|[x, y, r]| [x + 2.2, *y, *r]).collect();
    sketch.rod(&line(&beside), 5, 8.0, bone(1.0, 0.0));
    sketch.rod(&line(&RING), 4, 0.95, bone(2.0, 0.85));
    // The brim, from the joint round to the pubis; the wall of the socket; the tear drop.
    let brim = [
        [40.0, 10.0, 1.6],
        [57.0, -1.0, 1.9],
        [69.0, -20.0, 2.0],
        [66.0, -40.0, 1.8],
        [46.0, -52.0, 1.6],
        [22.0, -61.0, 1.4],
    ];
    sketch.rod(&line(&brim), 6, 4.2, bone(2.0, 0.0));
    let arc = |from_deg: f64, to_deg: f64, r: f64, half: f64| -> Vec<[f64; 3]> {
        (0..5)
            .map(|i| (from_deg + (to_deg - from_deg) * f64::from(i) / 4.0) * (core::f64::consts::PI / 180.0))
            .map(|a| [side * (HIP[0] + r * libm::cos(a)), HIP[1] + r * libm::sin(a), half])
            .collect()
    };
    sketch.rod(&arc(25.0, 200.0, 29.5, 1.5), 5, 7.0, bone(1.6, 0.0));
    sketch.rod(&arc(28.0, -40.0, 29.0, 1.2), 5, 3.4, bone(1.2, 0.0));
    sketch.rod(
        &line(&[[76.0, -44.0, 1.0], [70.0, -56.0, 1.1], [74.0, -58.0, 1.1], [79.0, -46.0, 1.0]]),
        5,
        6.0,
        bone(1.2, 0.0),
    );
    thigh(sketch, side, inwards_deg);
}

fn thigh(sketch: &mut Sketch, side: f64, inwards_deg: f64) {
    let at = |x: f64, y: f64| [side * x, y];
    sketch.egg(at(HIP[0], HIP[1]), [25.0, 25.0], 0.0, 48.0, bone(1.4, 1.0));
    let end = |cap_mm| End { cap_mm, square: true, tilt: 0.0, hollow_per_mm: 0.0 };
    let neck = Plan {
        knots: vec![knot(0.0, 20.0, 2.2, 1.0), knot(0.45, 17.0, 3.0, 1.0), knot(1.0, 22.0, 2.0, 1.0)],
        flatness: 0.72,
        ends: [end(10.0), end(12.0)],
    };
    sketch.long(&neck, at(106.0, -42.0), at(146.0, -76.0));
    let trochanter = [
        at(136.0, -52.0),
        at(152.0, -46.0),
        at(164.0, -58.0),
        at(166.0, -82.0),
        at(156.0, -96.0),
        at(140.0, -80.0),
    ];
    sketch.solid(&trochanter, 32.0, Profile::Block, bone(1.4, 0.9));
    sketch.egg(at(127.0, -102.0), [9.0, 12.0], side * 20.0, 16.0, bone(1.4, 0.8));
    let shaft = Plan {
        knots: vec![
            knot(0.0, 23.0, 1.6, 0.9),
            knot(0.12, 20.0, 3.6, 0.5),
            knot(0.35, 15.0, 5.6, 0.05),
            knot(1.0, 14.0, 6.0, 0.0),
        ],
        flatness: 0.95,
        ends: [end(16.0), end(1.0)],
    };
    let lean = libm::tan(inwards_deg * (core::f64::consts::PI / 180.0));
    sketch.long(&shaft, at(147.0, -62.0), at(146.0 - 170.0 * lean, -244.0));
}

/// A nail through the neck of the thigh bone, as broken hips were mended from the thirties on.
fn nail(sketch: &mut Sketch, side: f64) {
    sketch.steel(&[[side * 94.0, -32.0, 3.0], [side * 168.0, -92.0, 3.4]]);
    sketch.steel(&[[side * 166.0, -90.0, 6.0], [side * 169.0, -93.0, 6.0]]);
    let broken: Vec<[f64; 3]> = (0..7)
        .map(|i| f64::from(i) / 6.0)
        .map(|f| {
            [
                side * (114.0 + 12.0 * f),
                -62.0 + 26.0 * f + if (f * 6.0) as i32 % 2 == 0 { 1.5 } else { -1.5 },
                1.0,
            ]
        })
        .collect();
    sketch.rod(&broken, 1, 6.0, Stuff::Solid(-0.7));
}
