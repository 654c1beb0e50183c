//! A pelvis from the front: wings, sockets, pubic and sitting bones, the hips; sacrum and the spine above it in `sacrum`.
//!
//! The origin is the middle of the brim, x to the right of the sheet, y up; an adult's millimetres, by eye after plates. A
//! pelvis is wider than a disc, so it is laid out at some six tenths of life size. Half of it is one bone of many parts,
//! and so is a thigh bone: where parts overlap, the thicker one counts.

use super::absorber::Absorber;
use super::bone::{Knot, Plan, knot};
use super::draw::Draw;
use super::frame::Frame;
use super::pebble::Profile;
use super::person::Person;
use super::sacrum;
use super::sketch::{Sketch, mirrored};
use super::tissue::{Point, Stuff};
use super::tube::{End, Section};

#[rustfmt::skip]
const WING: [Point; 18] = [
    [45.0, 2.0], [41.0, 24.0], [43.0, 46.0], [51.0, 65.0], [65.0, 82.0], [85.0, 94.0], [107.0, 96.0], [124.0, 86.0],
    [134.0, 67.0], [137.0, 50.0], [131.0, 38.0], [124.0, 24.0], [119.0, 9.0], [122.0, -4.0], [114.0, -16.0], [92.0, -12.0],
    [71.0, -4.0], [58.0, 0.0],
];
/// Where the wing meets the socket, and the socket itself.
#[rustfmt::skip]
const BODY: [Point; 11] = [
    [70.0, 8.0], [96.0, 12.0], [116.0, 0.0], [127.0, -18.0], [127.0, -32.0], [116.0, -30.0], [104.0, -60.0], [84.0, -66.0],
    [70.0, -56.0], [64.0, -34.0], [64.0, -12.0],
];
#[rustfmt::skip]
const PUBIS: [Point; 7] = [
    [3.0, -52.0], [3.4, -86.0], [12.0, -94.0], [26.0, -84.0], [32.0, -68.0], [28.0, -54.0], [14.0, -49.0],
];
/// Centre of the head of the thigh bone, and its radius.
const HIP: Point = [97.0, -36.0];
const HEAD_MM: f64 = 24.5;

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

/// All absorbers of a pelvis.
pub fn pelvis(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let size = draw.between(0.59, 0.67);
    let middle = [draw.bell(3.5), 12.0 + draw.bell(5.0)];
    let frame = Frame::new(middle, draw.bell(2.5), false, size).of(person.shape);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    flesh(&mut sketch, &person);
    bowel(&mut sketch, draw);
    sacrum::behind(&mut sketch, draw);
    let pinned = draw.chance(0.16).then(|| if draw.chance(0.5) { 1.0 } else { -1.0 });
    // A woman's arch is wider.
    let arch_mm = if person.woman { 9.0 } else { 0.0 } + draw.bell(1.6);
    let inwards_deg = 8.0 + draw.bell(3.0);
    for (nth, side) in [-1.0, 1.0].into_iter().enumerate() {
        half(&mut sketch, side, 1 + nth, arch_mm);
        thigh(&mut sketch, side, 3 + nth, inwards_deg + draw.bell(1.5), person.cartilage);
        if pinned == Some(side) {
            nail(&mut sketch, side);
        }
    }
    for _ in 0..3 {
        if draw.chance(0.3) {
            // A stone of lime in a vein.
            let at = [draw.bell(20.0), -42.0 + draw.bell(8.0)];
            sketch.egg(at, [1.6, 1.5], 0.0, 2.6, Stuff::Solid(0.8));
        }
    }
    sketch.finish()
}

fn flesh(sketch: &mut Sketch, person: &Person) {
    let hips = if person.woman { 150.0 } else { 140.0 };
    sketch.flesh([0.0, 20.0], [0.0, 260.0], [hips, 132.0], 0.62, 0);
    for side in [-1.0, 1.0] {
        sketch.flesh([side * 88.0, -50.0], [side * 98.0, -280.0], [0.56 * hips, 66.0], 1.08, 0);
    }
    // The bladder.
    sketch.egg([0.0, -40.0], [40.0, 24.0], 0.0, 22.0, Stuff::Flesh(0.5));
}

fn bowel(sketch: &mut Sketch, draw: &mut Draw) {
    let gas = 4 + (14.0 * draw.between(0.0, 1.0)) as usize;
    let middle = [draw.bell(24.0), 78.0 + draw.bell(14.0)];
    for _ in 0..gas {
        let at = [middle[0] + draw.bell(30.0), middle[1] + draw.bell(24.0)];
        let half = [draw.between(5.0, 17.0), draw.between(5.0, 11.0)];
        sketch.egg(at, half, draw.between(0.0, 180.0), draw.between(10.0, 30.0), Stuff::Flesh(-1.0));
    }
    // The rectum's.
    sketch.egg([draw.bell(5.0), -24.0], [9.0, 15.0], 0.0, draw.between(6.0, 24.0), Stuff::Flesh(-0.8));
}

fn half(sketch: &mut Sketch, side: f64, piece: usize, arch_mm: f64) {
    // The lower, the farther out with the arch.
    let open = |[x, y]: Point| [x + arch_mm * ((-52.0 - y) / 60.0).clamp(0.0, 1.2) * (x / 40.0).min(1.0), y];
    let outline = |points: &[Point]| -> Vec<Point> {
        let opened: Vec<Point> = points.iter().copied().map(open).collect();
        if side > 0.0 { opened } else { mirrored(&opened) }
    };
    let line = |points: &[[f64; 3]]| -> Vec<[f64; 3]> {
        points
            .iter()
            .map(|[x, y, r]| {
                let [x, y] = open([*x, *y]);
                [side * x, y, *r]
            })
            .collect()
    };
    sketch.piece(piece);
    sketch.solid(&outline(&WING), 12.0, Profile::Block, bone(1.6, 1.0));
    sketch.solid(&outline(&BODY), 25.0, Profile::Block, bone(1.3, 1.0));
    sketch.solid(&outline(&PUBIS), 17.0, Profile::Block, bone(0.7, 0.9));
    #[rustfmt::skip]
    let stout: [(&[[f64; 3]], f64, f64); 4] = [
        // The crest, thickest in front of its middle; the bar from the sacrum to the socket.
        (&[[44.0, 50.0, 5.5], [52.0, 64.0, 6.0], [66.0, 79.0, 5.5], [86.0, 89.0, 5.0], [106.0, 91.0, 6.5], [121.0, 82.0, 6.5], [130.0, 66.0, 5.5], [133.0, 51.0, 5.0]], 0.85, 1.4),
        (&[[50.0, 20.0, 11.0], [62.0, 12.0, 14.0], [80.0, 0.0, 16.0], [92.0, -14.0, 16.0]], 0.6, 0.4),
        // Upper and lower branch of the pubis; the sitting bone.
        (&[[84.0, -40.0, 16.0], [64.0, -52.0, 10.0], [44.0, -58.0, 8.0], [26.0, -61.0, 9.0], [14.0, -66.0, 11.0]], 0.8, 1.2),
        (&[[90.0, -50.0, 17.0], [86.0, -76.0, 14.0], [80.0, -98.0, 14.0], [68.0, -112.0, 12.5], [52.0, -115.0, 8.6], [37.0, -106.0, 7.0], [25.0, -95.0, 7.6], [13.0, -84.0, 9.0]], 0.85, 1.3),
    ];
    for (points, flatness, wall_mm) in stout {
        sketch.rod(&line(points), 6, flatness, bone(wall_mm, 0.95));
    }
    sketch.piece(0);
    // What a ray meets along a wall of bone: the brim, the inner wall of the socket and the tear drop, its roof, its rims.
    #[rustfmt::skip]
    let walls: [(&[[f64; 3]], f64); 5] = [
        (&[[47.0, 8.0, 1.3], [59.0, -4.0, 1.5], [66.0, -20.0, 1.5], [62.0, -38.0, 1.4], [46.0, -50.0, 1.2], [24.0, -52.0, 0.9]], 3.0),
        (&[[67.0, -8.0, 0.8], [69.0, -30.0, 0.9], [72.0, -52.0, 0.9], [77.0, -76.0, 0.8]], 3.0),
        (&[[73.0, -32.0, 0.8], [70.0, -48.0, 0.9], [72.0, -55.0, 0.9], [76.0, -50.0, 0.8], [76.0, -38.0, 0.7]], 3.0),
        (&[[76.0, -20.0, 1.0], [86.0, -10.6, 1.5], [100.0, -7.4, 2.1], [114.0, -11.0, 1.8], [124.0, -20.0, 1.0]], 4.5),
        (&[[125.0, -24.0, 0.7], [113.0, -42.0, 0.8], [100.0, -58.0, 0.8], [88.0, -64.0, 0.7]], 2.6),
    ];
    for (points, flatness) in walls {
        sketch.rod(&line(points), 6, flatness, bone(1.0, 0.0));
    }
    // The joint with the sacrum: a dark line that wanders, a white one beside it.
    let joint = [[47.0, 50.0, 0.8], [50.0, 36.0, 0.9], [46.0, 20.0, 0.9], [41.0, 4.0, 0.7]];
    sketch.rod(&line(&joint), 5, 5.0, Stuff::Solid(-0.55));
    let beside: Vec<[f64; 3]> = joint.iter().map(|[x, y, r]| [x + 1.9, *y, 0.8 * r]).collect();
    sketch.rod(&line(&beside), 5, 4.0, bone(1.0, 0.0));
}

fn uneven(side: f64, at: f64, [inner_mm, outer_mm]: [f64; 2], wall_mm: f64, spongy: f64) -> Knot {
    let (ulnar_mm, radial_mm) = if side > 0.0 { (outer_mm, inner_mm) } else { (inner_mm, outer_mm) };
    Knot { at, section: Section { ulnar_mm, radial_mm, wall_mm, spongy } }
}

fn thigh(sketch: &mut Sketch, side: f64, piece: usize, inwards_deg: f64, cartilage: f64) {
    let at = |x: f64, y: f64| [side * x, y];
    let end = |cap_mm| End { cap_mm, square: true, tilt: 0.0, hollow_per_mm: 0.0 };
    // Worn cartilage lets the head closer to the roof.
    let lift = 1.6 * (1.0 - cartilage);
    sketch.piece(piece);
    sketch.egg(at(HIP[0], HIP[1] + lift), [HEAD_MM, HEAD_MM], 0.0, 1.8 * HEAD_MM, bone(1.0, 1.0));
    let neck = Plan {
        knots: vec![
            knot(0.0, 20.0, 1.2, 1.0),
            knot(0.3, 17.5, 2.0, 1.0),
            knot(0.6, 19.0, 2.4, 0.9),
            knot(1.0, 21.0, 1.2, 0.9),
        ],
        flatness: 0.74,
        ends: [end(14.0), End { square: false, ..end(26.0) }],
    };
    sketch.long(&neck, at(102.0, -40.0 + lift), at(150.0, -75.0));
    let lean = libm::tan(inwards_deg * (core::f64::consts::PI / 180.0));
    let shaft = Plan {
        knots: vec![
            uneven(side, 0.0, [10.0, 8.0], 1.0, 1.0),
            uneven(side, 0.06, [15.0, 15.0], 1.0, 1.0),
            uneven(side, 0.16, [24.0, 20.0], 1.2, 0.95),
            uneven(side, 0.26, [26.0, 18.5], 2.2, 0.7),
            uneven(side, 0.36, [18.0, 16.0], 4.2, 0.3),
            uneven(side, 0.52, [15.0, 15.0], 5.8, 0.05),
            uneven(side, 1.0, [14.0, 14.0], 6.4, 0.0),
        ],
        flatness: 0.86,
        ends: [End { square: false, ..end(16.0) }, end(1.0)],
    };
    sketch.long(&shaft, at(153.0, -44.0), at(152.0 - 206.0 * lean, -250.0));
    // The lesser trochanter.
    sketch.egg(at(129.0, -103.0), [9.0, 10.0], side * 24.0, 20.0, bone(1.3, 0.8));
    sketch.piece(0);
    // Struts in the neck, and the crest between the trochanters.
    let struts = [[127.0, -92.0, 2.6], [112.0, -66.0, 3.4], [100.0, -36.0, 5.0]];
    sketch.rod(&struts.map(|[x, y, r]| [side * x, y, r]), 5, 0.9, Stuff::Solid(0.09));
    let crest = [[151.0, -60.0, 0.9], [146.0, -78.0, 1.0], [135.0, -94.0, 0.9]];
    sketch.rod(&crest.map(|[x, y, r]| [side * x, y, r]), 5, 3.0, bone(1.0, 0.0));
}

/// A nail through the neck of the thigh bone, as broken hips were mended from the thirties on.
fn nail(sketch: &mut Sketch, side: f64) {
    sketch.steel(&[[side * 94.0, -32.0, 3.0], [side * 168.0, -92.0, 3.4]]);
    sketch.steel(&[[side * 166.0, -90.0, 6.0], [side * 169.0, -93.0, 6.0]]);
    let broken: Vec<[f64; 3]> = (0..7)
        .map(|i| f64::from(i) / 6.0)
        .map(|f| {
            let tooth = if (f * 6.0) as i32 % 2 == 0 { 1.5 } else { -1.5 };
            [side * (114.0 + 12.0 * f), -62.0 + 26.0 * f + tooth, 0.9]
        })
        .collect();
    sketch.rod(&broken, 1, 6.0, Stuff::Solid(-0.5));
}
