//! A foot from the side: the heel and what stands on it. The origin is the middle of the ankle's joint, toes to the left, y up;
//! an adult's millimetres, by eye after plates.

use super::bone::{Plan, Widths, distal_phalanx, knot, metacarpal, phalanx};
use super::pebble::Profile;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};
use super::tube::End;

/// Short bones: outline, thickness. The wedges behind one another, cube, boat, heel, ankle bone.
#[rustfmt::skip]
const TARSALS: [(&[Point], f64); 6] = [
    (&[[-47.6, -8.0], [-62.0, -12.0], [-67.0, -20.0], [-63.0, -29.0], [-49.0, -25.0]], 16.0),
    (&[[-47.6, -10.0], [-60.0, -15.0], [-65.0, -25.0], [-60.0, -34.0], [-47.0, -29.0]], 14.0),
    (&[[-35.0, -27.0], [-46.0, -27.0], [-58.0, -32.0], [-59.0, -43.0], [-46.0, -44.6], [-35.0, -41.0]], 20.0),
    (&[[-35.6, -6.0], [-41.0, -4.4], [-46.6, -11.0], [-46.0, -24.0], [-39.0, -29.0], [-36.4, -18.0]], 22.0),
    (&[[-32.6, -23.0], [-23.0, -17.4], [-8.0, -21.0], [6.0, -19.0], [20.0, -15.0], [36.0, -12.6], [51.0, -18.0], [57.0, -32.0], [51.0, -46.0], [40.0, -50.0], [22.0, -44.0], [2.0, -41.0], [-20.0, -40.0], [-33.0, -37.0]], 26.0),
    (&[[-15.0, 1.0], [-6.0, 7.6], [8.0, 8.6], [19.0, 3.6], [27.0, -8.0], [17.0, -13.6], [4.0, -16.0], [-8.0, -19.0], [-24.0, -15.6], [-34.6, -16.0], [-35.0, -7.0], [-26.0, -1.0]], 28.0),
];
/// Rays from the big toe's to the little toe's: base, head, and where the toe ends.
#[rustfmt::skip]
const RAYS: [[Point; 3]; 5] = [
    [[-68.0, -20.0], [-118.0, -46.0], [-166.0, -55.0]],
    [[-67.0, -18.0], [-124.0, -43.0], [-170.0, -52.0]],
    [[-65.0, -23.0], [-120.0, -46.0], [-162.0, -55.0]],
    [[-62.0, -30.0], [-115.0, -50.0], [-154.0, -57.0]],
    [[-57.0, -40.0], [-108.0, -54.0], [-144.0, -59.0]],
];

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

/// Draws one; limbs of body 1.
pub fn foot(sketch: &mut Sketch, stoutness: f64) {
    flesh(sketch);
    for (outline, thickness_mm) in &TARSALS {
        sketch.solid(outline, 0.8 * thickness_mm, Profile::Block, bone(0.8, 0.95));
    }
    for (toe, [base, head, tip]) in RAYS.iter().enumerate() {
        let big = toe == 0;
        let k = stoutness * if big { 1.0 } else { 0.62 };
        let w =
            |base: f64, shaft: f64, head: f64| Widths { base: base * k, shaft: shaft * k, head: head * k };
        sketch.long(&metacarpal(w(22.0, 12.5, 20.0), 0.0), *base, *head);
        let between = |f: f64| [head[0] + (tip[0] - head[0]) * f, head[1] + (tip[1] - head[1]) * f];
        if big {
            sketch.long(&phalanx(w(18.0, 11.0, 14.0)), between(0.04), between(0.57));
            sketch.long(&distal_phalanx(w(15.0, 7.0, 9.0)), between(0.61), between(1.0));
            sketch.egg([head[0] + 7.0, head[1] - 11.0], [6.0, 4.2], -20.0, 9.0, bone(0.8, 0.8));
        } else {
            sketch.long(&phalanx(w(17.0, 9.6, 12.6)), between(0.05), between(0.54));
            sketch.long(&phalanx(w(13.0, 9.6, 12.0)), between(0.58), between(0.78));
            sketch.long(&distal_phalanx(w(11.0, 6.0, 8.0)), between(0.82), between(1.0));
        }
    }
    let end = |cap_mm| End { cap_mm, square: true, tilt: 0.0, hollow_per_mm: 0.0 };
    let shin = Plan {
        knots: vec![
            knot(0.0, 13.0, 4.6, 0.0),
            knot(0.5, 13.5, 3.6, 0.1),
            knot(0.8, 17.0, 1.6, 0.8),
            knot(1.0, 21.0, 0.9, 1.0),
        ],
        flatness: 1.05,
        ends: [end(1.0), End { hollow_per_mm: 0.016, ..end(5.0) }],
    };
    sketch.long(&shin, [4.0, 170.0], [1.0, 4.0]);
    let splint = Plan {
        knots: vec![
            knot(0.0, 6.4, 2.6, 0.0),
            knot(0.7, 6.4, 2.2, 0.2),
            knot(0.88, 9.0, 1.0, 0.9),
            knot(1.0, 7.0, 0.9, 0.9),
        ],
        flatness: 0.9,
        ends: [end(1.0), End { square: false, ..end(8.0) }],
    };
    sketch.long(&splint, [15.0, 170.0], [8.0, -14.0]);
}

fn flesh(sketch: &mut Sketch) {
    #[rustfmt::skip]
    const LIMBS: [([Point; 2], [f64; 2], f64); 6] = [
        // Leg, tendon of the heel, heel, arch, ball, toes.
        ([[4.0, 190.0], [0.0, 10.0]], [40.0, 30.0], 0.9),
        ([[36.0, 90.0], [42.0, -14.0]], [8.0, 14.0], 1.4),
        ([[36.0, -32.0], [0.0, -26.0]], [30.0, 32.0], 0.95),
        ([[0.0, -16.0], [-66.0, -34.0]], [33.0, 24.0], 1.05),
        ([[-66.0, -34.0], [-116.0, -52.0]], [24.0, 17.0], 1.4),
        ([[-116.0, -52.0], [-164.0, -57.0]], [16.0, 10.0], 1.5),
    ];
    for ([from, to], radii_mm, flatness) in LIMBS {
        sketch.flesh(from, to, radii_mm, flatness, 1);
    }
}
