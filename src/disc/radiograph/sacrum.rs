//! What stands behind a pelvis: sacrum, tail bone and the lowest of the spine. The pelvis's own millimetres; outlines by eye.

use super::draw::Draw;
use super::pebble::Profile;
use super::sketch::Sketch;
use super::spine::{self, Vertebra};
use super::tissue::{Point, Stuff};

/// Right half of the sacrum, from the promontory to its tip.
#[rustfmt::skip]
const HALF: [Point; 10] = [
    [9.0, 58.0], [24.0, 62.0], [40.0, 58.0], [54.0, 49.0], [53.0, 34.0], [46.0, 18.0], [40.0, 0.0], [29.0, -16.0],
    [19.0, -36.0], [8.0, -48.0],
];

/// Draws it all.
pub fn behind(sketch: &mut Sketch, draw: &mut Draw) {
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let lean = draw.bell(0.02);
    for n in 0..5 {
        let k = f64::from(n);
        let y = 78.0 + 34.0 * k;
        let size_mm = [50.0 - 1.4 * k, 26.0 + 0.4 * k];
        spine::from_the_front(
            sketch,
            Vertebra { at: [lean * (y - 60.0), y], size_mm, reach_mm: 45.0 - 2.0 * k },
        );
    }
    let outline: Vec<Point> = HALF.iter().copied().chain(HALF.iter().rev().map(|[x, y]| [-x, *y])).collect();
    sketch.solid(&outline, 24.0, Profile::Block, bone(0.8, 0.75));
    // Where the discs were between what has grown together.
    for (y, half) in [(32.0, 22.0), (12.0, 19.0), (-6.0, 15.0), (-22.0, 11.0)] {
        let line = [[-half, y + 1.0, 0.5], [0.0, y - 1.0, 0.6], [half, y + 1.0, 0.5]];
        sketch.rod(&line, 5, 4.0, bone(1.0, 0.0));
    }
    // The holes for the nerves, each under a thin roof.
    for (n, [x, y]) in [[25.0, 37.0], [21.5, 17.0], [18.0, -1.0], [14.0, -18.0]].iter().enumerate() {
        let r = 5.4 - 0.7 * n as f64;
        for side in [-1.0, 1.0] {
            let x = side * (x + draw.bell(0.8));
            sketch.egg([x, *y], [r, 0.72 * r], side * -18.0, 12.0, Stuff::Solid(-0.26));
            let roof: Vec<[f64; 3]> = (0..5)
                .map(|i| (20.0 + 35.0 * f64::from(i)) * core::f64::consts::PI / 180.0)
                .map(|a| [x + 1.08 * r * libm::cos(a), y + 0.86 * r * libm::sin(a), 0.55])
                .collect();
            sketch.rod(&roof, 3, 3.6, bone(1.0, 0.0));
        }
    }
    // The crest behind, a row of low bumps.
    for [y, r] in [[42.0, 5.0], [22.0, 4.4], [4.0, 3.6], [-12.0, 3.0]] {
        sketch.egg([draw.bell(0.6), y], [0.5 * r, 1.5 * r], 0.0, 9.0, bone(1.0, 0.5));
    }
    let bend = draw.bell(2.5);
    for (n, (y, half)) in [(-53.0, 6.0), (-62.0, 4.8), (-69.0, 3.4)].into_iter().enumerate() {
        sketch.egg([bend * n as f64, y], [half, 4.0], 0.0, 8.0, bone(0.8, 0.8));
    }
}
