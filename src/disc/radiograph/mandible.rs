//! The lower jaw and both rows of teeth from the side, looking left. The origin is where the ear is; sizes are an
//! adult's, by eye after plates.

use super::draw::Draw;
use super::pebble::Profile;
use super::sketch::Sketch;
use super::teeth::{Tooth, tooth};
use super::tissue::{Point, Stuff};

/// The branch behind the teeth, without its two horns.
#[rustfmt::skip]
const RAMUS: [Point; 12] = [
    [-8.0, -18.0], [-20.0, -26.0], [-31.0, -29.0], [-40.0, -25.0], [-47.0, -32.0], [-49.0, -45.0], [-54.0, -56.0],
    [-48.0, -70.0], [-34.0, -72.0], [-21.0, -66.0], [-13.0, -52.0], [-9.5, -34.0],
];
/// The body, from the angle to the chin.
#[rustfmt::skip]
const BODY: [Point; 12] = [
    [-40.0, -49.0], [-60.0, -51.0], [-86.0, -56.0], [-106.0, -60.0], [-114.0, -63.0], [-115.0, -73.0], [-118.0, -82.0],
    [-111.0, -90.0], [-96.0, -90.0], [-70.0, -83.0], [-46.0, -77.0], [-32.0, -71.0],
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
/// each takes less, by eye, or the teeth would drown between them. It is the sketch's piece `piece`.
pub fn bone(sketch: &mut Sketch, shift_mm: Point, thick: f64, piece: usize) {
    let stuff = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let moved = |p: &Point| [p[0] + shift_mm[0], p[1] + shift_mm[1]];
    let outline = |points: &[Point]| points.iter().map(moved).collect::<Vec<Point>>();
    let line = |points: &[[f64; 3]]| -> Vec<[f64; 3]> {
        points.iter().map(|[x, y, half]| [x + shift_mm[0], y + shift_mm[1], *half]).collect()
    };
    sketch.piece(piece);
    sketch.solid(&outline(&RAMUS), 7.5 * thick, Profile::Block, stuff(1.6 * thick, 0.6));
    sketch.solid(&outline(&BODY), 13.0 * thick, Profile::Block, stuff(1.9 * thick, 1.0));
    #[rustfmt::skip]
    let stout: [(&[[f64; 3]], f64); 4] = [
        // The condyle on its neck; the horn for the temple's muscle; the edge behind and below; the ridge in front.
        (&[[-9.0, -3.0, 5.0], [-11.0, -8.0, 6.6], [-12.0, -18.0, 5.0], [-14.0, -32.0, 4.0], [-16.0, -48.0, 1.6]], 0.9),
        (&[[-44.5, -9.0, 1.6], [-44.0, -18.0, 4.0], [-41.0, -32.0, 6.0], [-40.0, -46.0, 3.0]], 0.6),
        (&[[-10.5, -20.0, 2.4], [-12.8, -40.0, 3.0], [-17.0, -57.0, 3.4], [-28.0, -69.0, 3.6], [-46.0, -74.4, 3.0], [-70.0, -79.8, 3.2], [-96.0, -86.8, 3.5], [-111.0, -86.0, 4.0], [-115.0, -76.0, 2.6], [-112.6, -64.0, 1.2]], 1.35),
        (&[[-46.0, -26.0, 1.4], [-48.6, -44.0, 2.0], [-58.0, -55.0, 1.6], [-74.0, -62.0, 0.9]], 2.2),
    ];
    for (points, flatness) in stout {
        sketch.rod(&line(points), 5, flatness * thick, stuff(1.7, 0.8));
    }
    sketch.piece(0);
    // The canal of the nerve, and the hole where it leaves.
    let canal = [[-30.0, -42.0, 1.3], [-38.0, -58.0, 1.4], [-60.0, -71.0, 1.4], [-84.0, -74.0, 1.5]];
    sketch.rod(&line(&canal), 5, 1.0, Stuff::Solid(-0.32 * thick));
}

/// Both rows of teeth of one side, and the bone that holds the upper one.
pub fn teeth(sketch: &mut Sketch, draw: &mut Draw, age: f64) {
    let sockets = [[-54.0, -21.0, 7.0], [-74.0, -25.0, 8.5], [-98.0, -31.0, 9.0], [-111.0, -34.0, 7.0]];
    sketch.rod(&sockets, 4, 0.5, Stuff::Bone { wall_mm: 0.5, spongy: 1.0 });
    let mut x = -50.0;
    for (n, [width, crown, root, roots]) in ROW.iter().enumerate() {
        x -= width / 2.0;
        let along = (-x - 50.0) / 60.0;
        // The rows rise towards the back, and the front teeth lean out.
        let gum = -40.0 - 12.0 * along;
        let lean = if n > 4 { -6.0 * (n as f64 - 4.0) } else { 3.0 - 2.0 * n as f64 };
        let lost = 0.28 * age;
        for lower in [false, true] {
            // Closed teeth: crowns meet, those in front overlap, the upper ones outside.
            let over_mm = if n > 4 { 1.3 } else { -0.3 };
            let neck_mm = if lower { gum - crown + over_mm } else { gum + crown - over_mm };
            let leaning = if lower { lean + 8.0 } else { 180.0 - lean };
            let gone = draw.chance(if n < 3 { lost } else { 0.3 * lost });
            let filled = draw.chance(if n < 5 { 0.3 } else { 0.05 });
            let heading_deg = leaning + draw.bell(1.5);
            if !gone {
                let (width_mm, crown_mm, root_mm) = (width * 0.96, *crown, *root);
                let forward_mm = if lower {
                    0.0
                } else if n > 4 {
                    3.4
                } else {
                    2.5
                };
                let neck = [x - forward_mm, neck_mm];
                tooth(
                    sketch,
                    Tooth { neck, heading_deg, width_mm, crown_mm, root_mm, roots: *roots as usize, filled },
                );
            }
        }
        x -= width / 2.0;
    }
}

/// The flesh of the face from the side, for both films of a head: cheek, nose, lips, chin, the floor of the mouth. `ear` is
/// where the ear is; `thick` is the thickness of the cheeks over their width.
pub fn profile(sketch: &mut Sketch, ear: Point, thick: f64) {
    #[rustfmt::skip]
    const LIMBS: [([Point; 2], [f64; 2], f64); 7] = [
        ([[-66.0, 6.0], [-84.0, -48.0]], [54.0, 46.0], 1.0),
        ([[-114.0, 30.0], [-133.0, -6.0]], [6.0, 9.5], 1.6),
        ([[-118.0, -21.0], [-96.0, -26.0]], [13.0, 26.0], 1.4),
        ([[-117.0, -43.0], [-96.0, -44.0]], [13.5, 26.0], 1.4),
        ([[-116.0, -77.0], [-90.0, -74.0]], [15.0, 26.0], 1.4),
        ([[-104.0, -80.0], [-30.0, -62.0]], [18.0, 32.0], 1.3),
        ([[-50.0, -40.0], [6.0, 6.0]], [44.0, 50.0], 1.0),
    ];
    for ([from, to], radii_mm, flatness) in LIMBS {
        let at = |p: Point| [p[0] + ear[0], p[1] + ear[1]];
        sketch.flesh(at(from), at(to), radii_mm, thick * flatness, 0);
    }
}
