//! Two feet from above, as they stand on the film, or one from the side.
//!
//! In a foot's own millimetres: x to the big toe, y to the tips of the toes, the origin under the ankle. Lengths
//! of the rays after anatomical tables of adults (approximate), outlines by eye.

use super::absorber::Absorber;
use super::bone::{Plan, Widths, distal_phalanx, knot, metacarpal, phalanx};
use super::draw::Draw;
use super::foot_profile;
use super::frame::{Frame, heading};
use super::pebble::Profile;
use super::person::Person;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};
use super::tube::End;

/// A toe and its metatarsal.
struct Ray {
    base: Point,
    length_mm: [f64; 4],
    widths: [Widths; 4],
    heading_deg: [f64; 2],
    girth_mm: f64,
}

const fn w(base: f64, shaft: f64, head: f64) -> Widths {
    Widths { base, shaft, head }
}

/// Big toe to little toe.
const RAYS: [Ray; 5] = [
    Ray {
        base: [20.0, 72.0],
        length_mm: [61.0, 32.0, 0.0, 23.0],
        widths: [w(21.0, 13.0, 21.0), w(19.0, 12.0, 16.0), w(1.0, 1.0, 1.0), w(17.0, 9.0, 12.0)],
        heading_deg: [5.0, -6.0],
        girth_mm: 14.0,
    },
    Ray {
        base: [4.5, 80.0],
        length_mm: [72.0, 27.0, 12.0, 10.0],
        widths: [w(14.0, 8.0, 11.0), w(11.0, 6.4, 8.4), w(9.0, 6.6, 8.0), w(7.6, 4.2, 5.6)],
        heading_deg: [-2.0, -1.0],
        girth_mm: 9.4,
    },
    Ray {
        base: [-7.5, 76.0],
        length_mm: [68.0, 25.0, 10.5, 9.4],
        widths: [w(13.0, 7.4, 10.4), w(10.6, 6.0, 8.0), w(8.6, 6.4, 7.6), w(7.2, 4.0, 5.4)],
        heading_deg: [-6.0, -1.0],
        girth_mm: 9.0,
    },
    Ray {
        base: [-18.5, 71.0],
        length_mm: [67.0, 23.0, 8.6, 9.0],
        widths: [w(13.0, 7.2, 10.2), w(10.4, 5.8, 7.8), w(8.4, 6.2, 7.4), w(7.0, 4.0, 5.2)],
        heading_deg: [-10.0, 2.0],
        girth_mm: 8.8,
    },
    Ray {
        base: [-30.0, 62.0],
        length_mm: [67.0, 20.0, 7.0, 8.0],
        widths: [w(17.0, 7.6, 10.2), w(10.2, 5.8, 7.6), w(8.0, 6.2, 7.2), w(6.8, 4.0, 5.2)],
        heading_deg: [-14.0, 8.0],
        girth_mm: 8.8,
    },
];
/// Short bones: outline, thickness. The three wedges, the cube, the boat, the ankle bone, the heel.
#[rustfmt::skip]
const TARSALS: [(&[Point], f64); 7] = [
    (&[[11.4, 53.0], [24.0, 50.6], [31.0, 58.0], [30.0, 70.6], [20.0, 72.0], [11.6, 71.4]], 21.0),
    (&[[1.4, 57.0], [10.4, 54.0], [10.8, 70.0], [10.2, 78.4], [1.8, 79.0]], 17.0),
    (&[[-11.0, 55.0], [0.4, 57.4], [1.0, 73.0], [-0.6, 76.6], [-11.0, 74.6], [-12.6, 66.0]], 17.0),
    (&[[-31.0, 35.0], [-19.0, 31.0], [-11.6, 38.0], [-12.0, 54.0], [-13.8, 66.0], [-17.0, 70.6], [-28.0, 67.4], [-36.0, 60.0], [-36.4, 46.0]], 22.0),
    (&[[-9.6, 41.0], [-2.0, 45.4], [8.0, 46.4], [18.0, 43.6], [24.6, 36.6], [31.0, 42.0], [28.6, 49.6], [18.0, 50.4], [6.0, 53.6], [-6.0, 54.0], [-10.4, 48.0]], 20.0),
    (&[[-8.0, 33.0], [-4.0, 41.4], [8.0, 43.6], [18.0, 40.4], [22.6, 32.0], [18.0, 21.0], [20.0, 6.0], [16.0, -12.0], [-8.0, -16.0], [-14.0, -2.0], [-12.0, 14.0], [-8.0, 24.0]], 26.0),
    (&[[-33.0, 32.4], [-20.0, 29.6], [-11.0, 34.0], [-8.0, 24.0], [-10.0, 6.0], [0.0, -20.0], [10.0, -50.0], [4.0, -66.0], [-16.0, -66.0], [-26.0, -48.0], [-34.0, -12.0], [-37.0, 14.0]], 24.0),
];

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

/// All absorbers of two feet from above, or of one from the side, and the letters that tell which.
pub fn feet(draw: &mut Draw) -> (Vec<Absorber>, Vec<(char, Point)>) {
    let person = Person::new(draw);
    let size = draw.between(0.72, 0.81);
    let turn_deg = draw.bell(5.0);
    let habits = Habits {
        bunion_deg: if draw.chance(0.3) { draw.between(4.0, 11.0) } else { 0.0 },
        healed: draw.chance(0.1),
        stoutness: person.stoutness,
    };
    let pinned = draw.chance(0.12);
    if draw.chance(0.45) {
        let (left, size) = (draw.chance(0.5), draw.between(0.82, 0.94));
        let side = if left { 1.0 } else { -1.0 };
        let origin = [side * 55.0 * size + draw.bell(3.0), 12.0 + draw.bell(4.0)];
        let profile = Frame::new(origin, draw.bell(4.0), !left, size).of(person.shape);
        let mut sketch = Sketch::new(profile, person.tissue, person.girth);
        foot_profile::foot(&mut sketch, person.stoutness);
        return (sketch.finish(), vec![(if left { 'Л' } else { 'П' }, [-side * 50.0, 64.0])]);
    }
    let mut absorbers = Vec::new();
    for (body, side) in [-1.0, 1.0].into_iter().enumerate() {
        let apart = draw.between(44.0, 51.0);
        let [s, c] = heading(turn_deg);
        let (x, y) = (side * apart, -60.0 + draw.bell(4.0));
        let out_deg = side * draw.between(0.0, 9.0);
        let frame = Frame::new([c * x + s * y, c * y - s * x], turn_deg + out_deg, side > 0.0, size);
        let mut sketch = Sketch::new(frame.of(person.shape), person.tissue, person.girth);
        foot(&mut sketch, draw, body, habits);
        if pinned && body == 0 {
            sketch.steel(&[[6.0, 66.0, 0.8], [0.5, 158.0, 0.8]]);
        }
        absorbers.extend(sketch.finish());
    }
    (absorbers, vec![('Л', [-10.0, 94.0]), ('П', [10.0, 94.0])])
}

/// What both feet share.
#[derive(Clone, Copy)]
struct Habits {
    /// How far the big toe leans towards the others, in degrees.
    bunion_deg: f64,
    /// Once marched itself a broken bone.
    healed: bool,
    stoutness: f64,
}

fn foot(sketch: &mut Sketch, draw: &mut Draw, body: usize, habits: Habits) {
    let Habits { bunion_deg, healed, stoutness } = habits;
    for (outline, thickness_mm) in &TARSALS {
        sketch.solid(outline, 0.8 * thickness_mm, Profile::Block, bone(0.7, 0.95));
    }
    leg(sketch, body);
    for (toe, ray) in RAYS.iter().enumerate() {
        let big = toe == 0;
        let [metatarsal_deg, toe_deg] = ray.heading_deg;
        let metatarsal_deg = metatarsal_deg + if big { 0.5 * bunion_deg } else { 0.0 };
        let toe_deg = toe_deg + draw.bell(1.4) - if big { bunion_deg } else { 0.0 };
        let headings = [metatarsal_deg, toe_deg, toe_deg + draw.bell(2.0), toe_deg + draw.bell(2.0)];
        let mut at = ray.base;
        let mut joints = vec![at];
        for n in 0..4 {
            let along = heading(headings[n]);
            let ahead = |mm: f64, from: Point| [from[0] + mm * along[0], from[1] + mm * along[1]];
            if ray.length_mm[n] > 0.0 {
                let from = if n == 0 { at } else { ahead(1.6, at) };
                let to = ahead(ray.length_mm[n], from);
                let t = ray.widths[n];
                let widths =
                    Widths { base: t.base * stoutness, shaft: t.shaft * stoutness, head: t.head * stoutness };
                let plan = match n {
                    0 => metacarpal(widths, if toe == 4 { -0.4 } else { -0.1 }),
                    3 => distal_phalanx(widths),
                    _ => phalanx(widths),
                };
                sketch.long(&plan, from, to);
                at = to;
            }
            if n == 0 && big {
                for beside in [-6.5, 6.5] {
                    let back = ahead(-9.0, at);
                    let centre = [back[0] + beside * along[1], back[1] - beside * along[0]];
                    sketch.egg(centre, [4.4, 5.6], -headings[0], 9.0, bone(0.9, 0.8));
                }
            }
            joints.push(at);
        }
        let (girth, knuckle, tip) = (ray.girth_mm, joints[1], joints[4]);
        sketch.flesh(knuckle, tip, [1.15 * girth, 0.86 * girth], 0.8, body);
        sketch.flesh(joints[0], knuckle, [15.0, if big { 17.0 } else { 13.0 }], 1.1, body);
    }
    if healed && body == 0 {
        // A march fracture: callus about the second metatarsal.
        let [dx, dy] = heading(RAYS[1].heading_deg[0]);
        let along = |mm: f64| [RAYS[1].base[0] + mm * dx, RAYS[1].base[1] + mm * dy];
        let (from, to) = (along(36.0), along(54.0));
        sketch.egg([0.5 * (from[0] + to[0]), 0.5 * (from[1] + to[1])], [5.4, 11.0], 2.0, 7.0, bone(0.4, 1.0));
    }
}

fn leg(sketch: &mut Sketch, body: usize) {
    let end = |cap_mm| End { cap_mm, square: true, tilt: 0.0, hollow_per_mm: 0.0 };
    // The leg stands over the heel and leans back out of the picture.
    let shin = Plan {
        knots: vec![knot(0.0, 24.0, 0.8, 0.9), knot(0.4, 16.0, 1.7, 0.4), knot(1.0, 13.0, 2.6, 0.0)],
        flatness: 0.5,
        ends: [end(6.0), end(2.0)],
    };
    sketch.long(&shin, [2.0, 8.0], [0.0, -84.0]);
    let splint = Plan {
        knots: vec![knot(0.0, 10.0, 1.2, 0.8), knot(0.4, 7.0, 2.4, 0.2), knot(1.0, 6.5, 2.6, 0.0)],
        flatness: 0.9,
        ends: [end(8.0), end(2.0)],
    };
    sketch.long(&splint, [-24.0, -2.0], [-22.0, -84.0]);
    sketch.flesh([-2.0, 10.0], [-6.0, -58.0], [36.0, 33.0], 0.58, body);
    sketch.flesh([0.0, 74.0], [-4.0, 0.0], [33.0, 34.0], 0.66, body);
    sketch.flesh([16.0, 70.0], [26.0, 128.0], [19.0, 20.0], 1.0, body);
    sketch.flesh([-20.0, 40.0], [-40.0, 110.0], [20.0, 17.0], 0.9, body);
}
