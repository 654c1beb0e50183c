//! The lower jaw and both rows of teeth from the side, looking left. The origin is where the ear is; sizes are an
//! adult's, by eye after plates.

use super::draw::Draw;
use super::pebble::Profile;
use super::sketch::Sketch;
use super::teeth::{Tooth, tooth};
use super::tissue::{Point, Stuff};

/// The ramus: condyle, notch, coronoid process, front edge, angle.
#[rustfmt::skip]
const RAMUS: [Point; 13] = [
    [-8.0, -2.0], [-15.0, -2.0], [-20.0, -14.0], [-31.0, -18.0], [-43.0, -6.0], [-50.0, -22.0], [-52.0, -42.0],
    [-48.0, -62.0], [-30.0, -66.0], [-18.0, -62.0], [-12.0, -46.0], [-9.0, -24.0], [-5.0, -10.0],
];
/// The body, from the angle to the chin.
#[rustfmt::skip]
const BODY: [[f64; 3]; 5] = [
    [-40.0, -55.0, 4.0], [-50.0, -58.0, 13.5], [-70.0, -63.0, 14.0], [-92.0, -69.0, 14.5], [-104.0, -73.0, 14.0],
];
/// Crowns of one side from the last molar to the front, in mm: width, height, root, number of roots.
const ROW: [[f64; 4]; 8] = [
    [10.0, 6.5, 12.5, 2.0],
    [10.4, 7.0, 13.5, 2.0],
    [10.8, 7.2, 14.0, 2.0],
    [7.0, 8.0, 14.5, 1.0],
    [7.0, 8.4, 14.5, 1.0],
    [7.4, 10.2, 17.0, 1.0],
    [6.0, 9.4, 14.0, 1.0],
    [6.4, 9.6, 13.0, 1.0],
];

/// The bone of one side, moved by `shift_mm`, so many times as thick as in life: two sides of a head cover each other, and
/// each takes less, by eye, or the teeth would drown between them.
pub fn bone(sketch: &mut Sketch, shift_mm: Point, thick: f64) {
    let stuff = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let moved = |p: &Point| [p[0] + shift_mm[0], p[1] + shift_mm[1]];
    let ramus: Vec<Point> = RAMUS.iter().map(moved).collect();
    sketch.solid(&ramus, 12.0 * thick, Profile::Block, stuff(2.4 * thick, 0.7));
    let body: Vec<[f64; 3]> =
        BODY.iter().map(|[x, y, half]| [x + shift_mm[0], y + shift_mm[1], *half]).collect();
    sketch.rod(&body, 4, 0.5 * thick, stuff(3.2, 1.0));
    // The canal of the nerve, and the hole where it leaves.
    let canal = [[-34.0, -36.0, 1.3], [-44.0, -56.0, 1.3], [-66.0, -68.0, 1.3], [-84.0, -68.0, 1.5]];
    let canal: Vec<[f64; 3]> = canal.iter().map(|[x, y, r]| [x + shift_mm[0], y + shift_mm[1], *r]).collect();
    sketch.rod(&canal, 4, 1.0, Stuff::Solid(-0.5));
}

/// Both rows of teeth of one side, and the bone that holds the upper one.
pub fn teeth(sketch: &mut Sketch, draw: &mut Draw, age: f64) {
    let sockets = [[-56.0, -18.0, 9.0], [-76.0, -24.0, 10.0], [-98.0, -31.0, 10.0], [-113.0, -35.0, 8.0]];
    sketch.rod(&sockets, 4, 0.5, Stuff::Bone { wall_mm: 1.0, spongy: 0.9 });
    let mut x = -50.0;
    for (n, [width, crown, root, roots]) in ROW.iter().enumerate() {
        x -= width / 2.0;
        let along = (-x - 50.0) / 60.0;
        // The rows rise towards the back, and the front teeth lean out.
        let gum = -40.0 - 12.0 * along;
        let lean = if n > 4 { -6.0 * (n as f64 - 4.0) } else { 3.0 - 2.0 * n as f64 };
        let lost = 0.28 * age;
        for lower in [false, true] {
            let neck_mm = if lower { gum - 9.0 } else { gum + 8.0 };
            let leaning = if lower { lean + 8.0 } else { 180.0 - lean };
            let gone = draw.chance(if n < 3 { lost } else { 0.3 * lost });
            let filled = draw.chance(if n < 5 { 0.3 } else { 0.05 });
            let heading_deg = leaning + draw.bell(1.5);
            if !gone {
                let (width_mm, crown_mm, root_mm) = (width * 0.96, *crown, *root);
                let neck = [x - if lower { 0.0 } else { 2.5 }, neck_mm];
                tooth(
                    sketch,
                    Tooth { neck, heading_deg, width_mm, crown_mm, root_mm, roots: *roots as usize, filled },
                );
            }
        }
        x -= width / 2.0;
    }
}
