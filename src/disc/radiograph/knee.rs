//! One knee twice on a sheet: from the front, and bent from the side.
//!
//! The origin of each is the middle of the joint; an adult's millimetres, outlines by eye after plates.

use super::absorber::Absorber;
use super::bone::{Knot, Plan, knot};
use super::draw::Draw;
use super::frame::Frame;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};
use super::tube::{End, Section};

/// A condyle from the side, the groove of the knee cap in front.
#[rustfmt::skip]
const CONDYLE: [[f64; 2]; 12] = [
    [-22.0, 44.0], [-25.0, 30.0], [-22.0, 12.0], [-12.0, -3.0], [4.0, -8.0], [22.0, -4.0], [34.0, 8.0], [36.0, 22.0],
    [28.0, 32.0], [20.0, 36.0], [16.0, 48.0], [-4.0, 52.0],
];

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

fn end(cap_mm: f64, hollow_per_mm: f64) -> End {
    End { cap_mm, square: true, tilt: 0.0, hollow_per_mm }
}

fn uneven(at: f64, ulnar_mm: f64, radial_mm: f64, wall_mm: f64, spongy: f64) -> Knot {
    Knot { at, section: Section { ulnar_mm, radial_mm, wall_mm, spongy } }
}

/// All absorbers of a knee, and the letter that tells which: from the front, a right knee's splint bone is on the left.
pub fn knee(draw: &mut Draw) -> (Vec<Absorber>, char) {
    let person = Person::new(draw);
    let size = draw.between(0.9, 0.97);
    let mirror = draw.chance(0.5);
    let side = if mirror { 1.0 } else { -1.0 };
    let pinned = draw.chance(0.2);
    let front = Frame::new([side * 54.0, -4.0 + draw.bell(4.0)], draw.bell(3.0), mirror, size);
    let mut sketch = Sketch::new(front.of(person.shape), person.tissue, person.girth);
    from_the_front(&mut sketch);
    if pinned {
        plate(&mut sketch);
    }
    let profile = Frame::new([-side * 52.0, 2.0 + draw.bell(4.0)], draw.bell(3.0), !mirror, size);
    from_the_side(sketch.within(profile.of(person.shape)), draw.between(10.0, 40.0));
    (sketch.finish(), if mirror { 'Л' } else { 'П' })
}

fn from_the_front(sketch: &mut Sketch) {
    sketch.flesh([0.0, 190.0], [0.0, 20.0], [60.0, 52.0], 0.95, 0);
    sketch.flesh([0.0, 20.0], [2.0, -190.0], [51.0, 47.0], 0.95, 0);
    sketch.piece(1);
    let thigh = Plan {
        knots: vec![
            knot(0.0, 14.5, 5.6, 0.0),
            knot(0.5, 15.5, 5.0, 0.05),
            knot(0.68, 19.0, 3.0, 0.5),
            knot(0.84, 29.0, 1.6, 0.95),
            knot(0.94, 37.0, 1.1, 1.0),
            knot(1.0, 38.0, 0.5, 1.0),
        ],
        flatness: 0.72,
        ends: [end(1.0, 0.0), end(14.0, 0.0)],
    };
    sketch.long(&thigh, [-5.0, 170.0], [0.0, 20.0]);
    // Two condyles, the inner one the larger, the notch between them.
    #[rustfmt::skip]
    let inner: [Point; 10] = [
        [3.0, 30.0], [5.6, 14.0], [9.0, 5.0], [18.0, 0.6], [29.0, 0.6], [38.0, 6.0], [42.0, 16.0], [41.0, 29.0], [34.0, 42.0],
        [16.0, 46.0],
    ];
    let outer: Vec<Point> = inner.iter().map(|[x, y]| [-0.96 * x, 1.0 + y]).collect();
    sketch.solid(&inner, 44.0, Profile::Block, bone(1.0, 1.0));
    sketch.solid(&outer, 42.0, Profile::Block, bone(1.0, 1.0));
    sketch.piece(0);
    let notch = [[-6.0, 8.0, 0.6], [-5.4, 16.0, 0.8], [0.0, 20.6, 0.9], [5.4, 16.0, 0.8], [6.0, 8.0, 0.6]];
    sketch.rod(&notch, 5, 4.0, bone(1.0, 0.0));
    // The cap in front, faint.
    sketch.solid(
        &[
            [-20.0, 50.0],
            [-8.0, 57.0],
            [10.0, 57.0],
            [21.0, 49.0],
            [22.0, 36.0],
            [10.0, 21.0],
            [0.0, 15.0],
            [-10.0, 20.0],
            [-22.0, 36.0],
        ],
        12.0,
        Profile::Egg,
        bone(0.8, 1.0),
    );
    let shin = Plan {
        knots: vec![
            knot(0.0, 40.0, 1.3, 1.0),
            knot(0.04, 41.0, 1.2, 1.0),
            knot(0.12, 37.0, 1.2, 0.95),
            knot(0.24, 25.0, 2.4, 0.6),
            knot(0.42, 17.0, 4.6, 0.1),
            knot(1.0, 14.0, 5.4, 0.0),
        ],
        flatness: 0.78,
        ends: [end(5.0, 0.0), end(1.0, 0.0)],
    };
    sketch.piece(2);
    sketch.long(&shin, [0.0, -5.0], [4.0, -172.0]);
    // The two bumps between the plateaus.
    for [x, top] in [[-5.0, 1.6], [6.0, 3.0]] {
        let bump = [[x - 6.0, -9.0], [x - 2.4, -4.0], [x, top], [x + 2.4, -4.0], [x + 6.0, -9.0], [x, -12.0]];
        sketch.solid(&bump, 20.0, Profile::Block, bone(1.0, 1.0));
    }
    sketch.piece(0);
    // The plateaus' white plates.
    for side in [-1.0, 1.0] {
        let plate = [[side * 38.0, -6.4, 0.8], [side * 24.0, -8.2, 1.2], [side * 11.0, -6.4, 0.7]];
        sketch.rod(&plate, 5, 5.0, bone(1.2, 0.0));
    }
    let splint = Plan {
        knots: vec![
            uneven(0.0, 8.0, 8.0, 1.0, 0.9),
            uneven(0.08, 10.5, 9.5, 1.0, 0.9),
            uneven(0.22, 7.0, 7.0, 2.2, 0.3),
            uneven(1.0, 6.8, 6.8, 2.7, 0.0),
        ],
        flatness: 0.9,
        ends: [end(6.0, 0.0), end(1.0, 0.0)],
    };
    sketch.long(&splint, [-35.0, -21.0], [-27.0, -172.0]);
}

fn from_the_side(sketch: &mut Sketch, bent_deg: f64) {
    let radians = bent_deg * (core::f64::consts::PI / 180.0);
    let (sin, cos) = (libm::sin(radians), libm::cos(radians));
    // The shin swings back about the middle of the condyles.
    let shin_at =
        |x: f64, y: f64| [x * cos - y * sin, 14.0 + x * sin + (y - 14.0) * cos - 14.0 * (1.0 - cos)];
    // Of the same body as the leg beside it: each was exposed with lead over the other, so they do not pile up.
    sketch.flesh([4.0, 190.0], [2.0, 30.0], [62.0, 50.0], 0.95, 0);
    sketch.flesh([0.0, 30.0], shin_at(6.0, -40.0), [48.0, 46.0], 0.95, 0);
    sketch.flesh(shin_at(6.0, -30.0), shin_at(12.0, -190.0), [47.0, 46.0], 0.95, 0);
    let thigh = Plan {
        knots: vec![
            knot(0.0, 15.0, 5.6, 0.0),
            knot(0.55, 15.5, 5.0, 0.05),
            knot(0.75, 18.0, 2.6, 0.6),
            knot(0.9, 21.0, 0.8, 0.2),
            knot(1.0, 21.0, 0.1, 0.0),
        ],
        flatness: 1.1,
        ends: [end(1.0, 0.0), End { square: false, ..end(30.0, 0.0) }],
    };
    sketch.piece(3);
    sketch.long(&thigh, [-6.0, 170.0], [0.0, 24.0]);
    // The two condyles nearly cover each other.
    sketch.solid(&CONDYLE, 40.0, Profile::Block, bone(1.2, 0.9));
    sketch.piece(4);
    let other = CONDYLE.map(|[u, v]| [0.94 * u + 3.0, 0.94 * v - 3.0]);
    sketch.solid(&other, 14.0, Profile::Block, bone(1.0, 0.5));
    sketch.piece(0);
    let cap = [
        [-44.0, 44.0],
        [-36.0, 46.0],
        [-30.0, 34.0],
        [-29.0, 18.0],
        [-36.0, 4.0],
        [-44.0, 12.0],
        [-49.0, 28.0],
    ];
    sketch.solid(&cap, 34.0, Profile::Block, bone(1.5, 1.0));
    let tendon = Stuff::Flesh(0.5);
    let [x, y] = shin_at(-27.0, -44.0);
    sketch.rod(
        &[[-38.0, 6.0, 3.4], [0.5 * (x - 38.0) - 2.0, 0.5 * (y + 6.0), 3.0], [x, y, 3.4]],
        4,
        3.0,
        tendon,
    );
    sketch.rod(&[[-38.0, 44.0, 3.6], [-26.0, 80.0, 3.6], [-22.0, 130.0, 4.0]], 4, 3.0, tendon);
    let shin = Plan {
        knots: vec![
            knot(0.0, 25.0, 1.3, 1.0),
            knot(0.05, 26.0, 1.2, 1.0),
            knot(0.18, 24.0, 1.4, 0.9),
            knot(0.30, 18.0, 3.4, 0.5),
            knot(0.48, 14.5, 5.2, 0.05),
            knot(1.0, 13.5, 5.6, 0.0),
        ],
        flatness: 1.15,
        ends: [end(5.0, 0.0), end(1.0, 0.0)],
    };
    sketch.piece(5);
    sketch.long(&shin, shin_at(2.0, -17.0), shin_at(4.0, -186.0));
    let [tx, ty] = shin_at(-19.0, -42.0);
    sketch.egg([tx, ty], [7.0, 16.0], bent_deg - 10.0, 24.0, bone(1.2, 0.9));
    sketch.piece(0);
    let splint = Plan {
        knots: vec![
            knot(0.0, 9.0, 1.0, 0.9),
            knot(0.1, 10.0, 1.0, 0.9),
            knot(0.24, 6.8, 2.2, 0.3),
            knot(1.0, 6.6, 2.6, 0.0),
        ],
        flatness: 0.9,
        ends: [end(6.0, 0.0), end(1.0, 0.0)],
    };
    sketch.long(&splint, shin_at(22.0, -30.0), shin_at(18.0, -186.0));
}

/// A broken shin under a plate with six screws.
fn plate(sketch: &mut Sketch) {
    let gap: Vec<[f64; 3]> = (0..9)
        .map(|i| f64::from(i) / 8.0)
        .map(|f| {
            [-18.0 + 40.0 * f, -96.0 + 22.0 * f + if (f * 8.0) as i32 % 2 == 0 { 1.4 } else { -1.4 }, 0.9]
        })
        .collect();
    sketch.rod(&gap, 1, 6.0, Stuff::Solid(-0.9));
    sketch.steel(&[[19.0, -52.0, 2.4], [20.5, -124.0, 2.4]]);
    for n in 0..6 {
        let y = -57.0 - 12.4 * f64::from(n);
        sketch.steel(&[[21.0, y, 1.3], [-13.0 - 2.0 * f64::from(n % 2), y - 1.0, 1.1]]);
        sketch.steel(&[[22.4, y + 2.0, 1.6], [22.4, y - 2.0, 1.6]]);
    }
}
