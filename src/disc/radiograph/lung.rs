//! What fills a chest: the lungs' air and their vessels, heart and great vessels between them, diaphragm and stomach below.
//!
//! Seen from behind with the film in front, so the heart's tip is on the right of the sheet. Outlines by eye after plates.

use super::draw::Draw;
use super::frame::heading;
use super::outline::smooth_line;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};

/// The lung on the left of the sheet, from the top along the midline, the diaphragm and the flank.
#[rustfmt::skip]
const RIGHT_LUNG: [Point; 18] = [
    [-42.0, 137.0], [-26.0, 118.0], [-20.0, 84.0], [-19.0, 40.0], [-20.0, 0.0], [-21.0, -40.0], [-26.0, -62.0],
    [-42.0, -56.0], [-62.0, -52.0], [-84.0, -56.0], [-106.0, -70.0], [-128.0, -100.0], [-134.0, -62.0], [-134.0, -16.0],
    [-126.0, 34.0], [-112.0, 76.0], [-90.0, 112.0], [-64.0, 132.0],
];
#[rustfmt::skip]
const LEFT_LUNG: [Point; 18] = [
    [42.0, 137.0], [26.0, 118.0], [20.0, 84.0], [19.0, 40.0], [20.0, 0.0], [24.0, -44.0], [34.0, -72.0],
    [50.0, -66.0], [68.0, -63.0], [88.0, -68.0], [108.0, -80.0], [128.0, -106.0], [134.0, -66.0], [134.0, -16.0],
    [126.0, 34.0], [112.0, 76.0], [90.0, 112.0], [64.0, 132.0],
];
/// Heart and great vessels: right atrium, upper vein, bow of the aorta, trunk of the lung's artery, left ventricle, tip.
#[rustfmt::skip]
const HEART: [Point; 19] = [
    [-22.0, -72.0], [-38.0, -56.0], [-45.0, -30.0], [-42.0, -4.0], [-32.0, 20.0], [-25.0, 50.0], [-23.0, 86.0],
    [-14.0, 112.0], [12.0, 110.0], [27.0, 98.0], [34.0, 84.0], [30.0, 66.0], [37.0, 48.0], [42.0, 28.0], [58.0, 6.0],
    [76.0, -20.0], [87.0, -48.0], [82.0, -66.0], [40.0, -80.0],
];
/// Air in the place of flesh.
const AIR: f64 = -0.66;

/// Draws it all.
pub fn chest(sketch: &mut Sketch, person: &Person, draw: &mut Draw) {
    // How deep the breath was taken moves the floor of the lungs; the flanks stay.
    let breath_mm = draw.bell(6.0);
    let floor = |[x, y]: Point| [x, if y < -40.0 { y - breath_mm } else { y }];
    let right: Vec<Point> = RIGHT_LUNG.iter().copied().map(floor).collect();
    let left: Vec<Point> = LEFT_LUNG.iter().copied().map(floor).collect();
    let depth_mm = 132.0 + draw.bell(5.0);
    sketch.solid(&right, depth_mm, Profile::Block, Stuff::Flesh(AIR));
    sketch.solid(&left, depth_mm, Profile::Block, Stuff::Flesh(AIR));
    heart(sketch, person, draw, breath_mm);
    // Windpipe and main bronchi.
    let air = Stuff::Flesh(-1.0);
    let lean = draw.bell(2.0);
    sketch.rod(&[[lean, 200.0, 8.0], [0.5 * lean, 130.0, 8.0], [-3.0, 80.0, 8.0]], 4, 1.0, air);
    sketch.rod(&[[-3.0, 82.0, 6.5], [-16.0, 62.0, 6.0], [-30.0, 46.0, 4.5]], 3, 1.0, air);
    sketch.rod(&[[-3.0, 82.0, 6.0], [16.0, 62.0, 5.0], [32.0, 52.0, 4.0]], 3, 1.0, air);
    // Gas in the stomach, level at the bottom as the patient stands.
    let gas = [54.0 + draw.bell(5.0), -92.0 - breath_mm + draw.bell(3.0)];
    let wide = draw.between(16.0, 34.0);
    let bubble: Vec<Point> = [
        [-1.0, -0.5],
        [-0.8, 0.3],
        [-0.3, 0.72],
        [0.3, 0.76],
        [0.8, 0.4],
        [1.0, -0.5],
        [0.4, -0.56],
        [-0.4, -0.56],
    ]
    .iter()
    .map(|[u, v]| [gas[0] + wide * u, gas[1] + 0.62 * wide * v])
    .collect();
    sketch.solid(&bubble, 62.0, Profile::Block, Stuff::Flesh(-0.9));
    if draw.chance(0.6) {
        // And in the bowel.
        for _ in 0..4 {
            let at = [84.0 + draw.bell(12.0), -112.0 - breath_mm + draw.bell(8.0)];
            let half = [draw.between(6.0, 13.0), draw.between(5.0, 9.0)];
            sketch.egg(at, half, draw.between(0.0, 180.0), 26.0, Stuff::Flesh(-0.8));
        }
    }
    for side in [-1.0, 1.0] {
        hilum(sketch, draw, side);
    }
    if draw.chance(0.3) {
        scars(sketch, draw);
    }
}

fn heart(sketch: &mut Sketch, person: &Person, draw: &mut Draw, breath_mm: f64) {
    // The heart of the old is wide and their aorta stands out; that of the lean hangs upright.
    let wide = 0.82 + 0.16 * person.age + draw.bell(0.03) - 0.004 * breath_mm;
    let outline: Vec<Point> = HEART
        .iter()
        .map(|[x, y]| {
            let low = ((30.0 - y) / 60.0).clamp(0.0, 1.0);
            let x = 6.0 + (x - 6.0) * (1.0 + (wide - 1.0) * low);
            [x, if *y < -40.0 { y - 0.8 * breath_mm } else { *y }]
        })
        .collect();
    sketch.solid(&outline, 58.0, Profile::Egg, Stuff::Flesh(0.85));
    sketch.solid(&outline, 26.0, Profile::Block, Stuff::Flesh(0.85));
    // The aorta from its bow down behind the heart, and its knob.
    let knob = [27.0 + 4.0 * person.age + draw.bell(1.0), 83.0 + draw.bell(2.5)];
    let knob_mm = 11.0 + 4.0 * person.age;
    sketch.egg(knob, [knob_mm, knob_mm + 1.0], 0.0, 44.0, Stuff::Flesh(0.9));
    let down = [[knob[0] - 4.0, 84.0, 10.0], [25.0, 40.0, 10.5], [18.0, -10.0, 10.0], [12.0, -90.0, 9.5]];
    sketch.rod(&down, 6, 1.0, Stuff::Flesh(0.7));
    if person.age > 0.7 {
        // Lime in its wall.
        let arc: Vec<[f64; 3]> = (0..6)
            .map(|i| (40.0 + 16.0 * f64::from(i)) * core::f64::consts::PI / 180.0)
            .map(|a| [knob[0] + knob_mm * libm::cos(a) * 0.9, knob[1] + knob_mm * libm::sin(a) * 0.9, 0.8])
            .collect();
        sketch.rod(&arc, 2, 1.6, Stuff::Solid(0.7));
    }
}

/// Where the vessels enter a lung, and the vessels.
fn hilum(sketch: &mut Sketch, draw: &mut Draw, side: f64) {
    let root = [side * 34.0, if side > 0.0 { 42.0 } else { 34.0 }];
    sketch.egg(root, [10.0, 17.0], side * 14.0, 18.0, Stuff::Flesh(0.8));
    sketch.egg([root[0] + side * 6.0, root[1] - 22.0], [7.0, 20.0], side * 10.0, 14.0, Stuff::Flesh(0.8));
    for (heading_deg, length_mm) in
        [(14.0, 74.0), (40.0, 78.0), (66.0, 74.0), (92.0, 76.0), (116.0, 84.0), (138.0, 84.0), (160.0, 76.0)]
    {
        let from = [root[0] + side * draw.bell(2.0), root[1] - 0.18 * (heading_deg - 60.0)];
        let (heading_deg, half_mm) = (heading_deg + draw.bell(4.0), 3.6 + draw.bell(0.4));
        vessel(sketch, draw, from, side, heading_deg, half_mm, length_mm, 2);
    }
}

/// A vessel that tapers and bends a little, with branches that do the same.
#[allow(clippy::too_many_arguments)]
fn vessel(
    sketch: &mut Sketch,
    draw: &mut Draw,
    from: Point,
    side: f64,
    heading_deg: f64,
    half_mm: f64,
    length_mm: f64,
    forks: usize,
) {
    let bend_deg = draw.bell(9.0);
    let mut line = vec![[from[0], from[1], 0.0, half_mm, 0.3]];
    let mut at = from;
    for leg in 1..=4 {
        let [s, c] = heading(heading_deg + bend_deg * f64::from(leg));
        at = [at[0] + side * 0.25 * length_mm * s, at[1] + 0.25 * length_mm * c];
        let thin = 1.0 - 0.2 * f64::from(leg);
        line.push([at[0], at[1], 0.0, (half_mm * thin).max(0.5), thin.max(0.15)]);
        if forks > 0 && leg < 4 {
            let aside = (24.0 + draw.bell(6.0)) * if (leg + forks as i32) % 2 == 0 { 1.0 } else { -1.0 };
            let (half, length) = (0.62 * half_mm * thin, 0.62 * length_mm * (1.0 - 0.15 * f64::from(leg)));
            vessel(sketch, draw, at, side, heading_deg + aside, half, length, forks - 1);
        }
    }
    sketch.rod_in_space(&smooth_line(&line, 2), 4.5, Stuff::Flesh(0.9));
}

/// What tuberculosis leaves behind: chalky spots near the root and the top of a lung. Chests were filmed to look for it.
fn scars(sketch: &mut Sketch, draw: &mut Draw) {
    let side = if draw.chance(0.5) { -1.0 } else { 1.0 };
    let at = [side * draw.between(44.0, 84.0), draw.between(40.0, 110.0)];
    for _ in 0..6 {
        let spot = [at[0] + draw.bell(9.0), at[1] + draw.bell(9.0)];
        let half = draw.between(0.9, 2.6);
        sketch.egg(spot, [half, 0.8 * half], draw.between(0.0, 180.0), 3.0, Stuff::Solid(0.7));
    }
}
