//! The eight carpal bones, as outlines.
//!
//! In the hand's frame, in mm: x towards the thumb, y towards the fingertips, the origin where the axis of the
//! middle metacarpal meets the radius. By eye, after radiographs of adults; from the radius to the middle
//! metacarpal they measure 0.54 of that bone's length (Youm et al., J. Bone Joint Surg. 60-A, 1978).

use super::absorber::Absorber;
use super::frame::Frame;
use super::outline::smooth;
use super::pebble::{Pebble, Profile};
use super::tissue::{Point, Stuff, Tissue};

/// A short bone's outline, thickness along the beam and cortex, in mm.
struct Carpal {
    outline: &'static [Point],
    thickness_mm: f64,
    wall_mm: f64,
}

const SCAPHOID: Carpal = Carpal {
    outline: &[
        [3.4, 4.8],
        [6.4, 1.2],
        [11.2, 2.2],
        [16.4, 5.8],
        [20.8, 10.4],
        [22.6, 15.6],
        [20.0, 19.0],
        [15.0, 19.0],
        [10.8, 16.2],
        [7.6, 12.0],
        [4.6, 9.4],
    ],
    thickness_mm: 13.0,
    wall_mm: 0.8,
};
const LUNATE: Carpal = Carpal {
    outline: &[
        [-10.8, 6.6],
        [-9.6, 2.6],
        [-5.8, -0.6],
        [-1.0, -0.8],
        [2.4, 1.6],
        [3.0, 6.0],
        [2.2, 9.8],
        [-1.4, 9.2],
        [-5.2, 10.6],
        [-9.0, 11.2],
    ],
    thickness_mm: 14.0,
    wall_mm: 0.8,
};
const TRIQUETRUM: Carpal = Carpal {
    outline: &[
        [-10.6, 10.8],
        [-11.2, 6.0],
        [-15.6, 4.4],
        [-20.6, 7.8],
        [-22.4, 13.4],
        [-20.0, 18.2],
        [-15.0, 18.4],
        [-11.2, 15.4],
    ],
    thickness_mm: 12.0,
    wall_mm: 0.75,
};
const PISIFORM: Carpal = Carpal {
    outline: &[
        [-24.0, 12.4],
        [-22.6, 8.4],
        [-19.2, 7.0],
        [-16.2, 8.6],
        [-15.2, 12.4],
        [-16.4, 16.0],
        [-19.4, 17.4],
        [-22.8, 16.0],
    ],
    thickness_mm: 6.5,
    wall_mm: 0.6,
};
const TRAPEZIUM: Carpal = Carpal {
    outline: &[
        [15.2, 23.2],
        [18.0, 18.8],
        [23.6, 18.6],
        [28.8, 22.0],
        [30.2, 25.4],
        [26.0, 28.0],
        [22.8, 31.8],
        [18.6, 32.8],
        [16.2, 28.4],
    ],
    thickness_mm: 13.0,
    wall_mm: 0.8,
};
const TRAPEZOID: Carpal = Carpal {
    outline: &[[6.9, 25.6], [9.6, 21.4], [14.8, 21.0], [18.0, 25.0], [17.0, 31.6], [12.0, 35.0], [7.4, 33.4]],
    thickness_mm: 13.0,
    wall_mm: 0.75,
};
const CAPITATE: Carpal = Carpal {
    outline: &[
        [-5.4, 14.2],
        [-3.4, 11.4],
        [0.6, 10.2],
        [4.4, 12.0],
        [6.4, 16.2],
        [5.6, 20.4],
        [6.0, 25.0],
        [6.8, 30.0],
        [6.6, 35.0],
        [1.0, 36.0],
        [-5.0, 35.0],
        [-5.8, 29.0],
        [-5.0, 22.0],
        [-5.8, 17.6],
    ],
    thickness_mm: 15.0,
    wall_mm: 0.8,
};
const HAMATE: Carpal = Carpal {
    outline: &[
        [-6.6, 12.8],
        [-9.8, 13.6],
        [-14.0, 18.4],
        [-19.0, 20.0],
        [-23.4, 25.4],
        [-23.0, 29.6],
        [-15.0, 33.0],
        [-6.9, 34.4],
        [-6.4, 28.0],
        [-5.9, 20.0],
    ],
    thickness_mm: 13.0,
    wall_mm: 0.75,
};
/// The hook of the hamate, seen end on: a small bright loop.
const HOOK: Carpal = Carpal {
    outline: &[[-15.4, 26.6], [-14.0, 23.2], [-11.0, 22.8], [-9.2, 25.4], [-10.2, 29.0], [-13.4, 29.8]],
    thickness_mm: 3.4,
    wall_mm: 0.6,
};
const CARPALS: [&Carpal; 9] =
    [&SCAPHOID, &LUNATE, &TRIQUETRUM, &PISIFORM, &TRAPEZIUM, &TRAPEZOID, &CAPITATE, &HAMATE, &HOOK];

/// How much wider each bone is than its outline, which is drawn apart from its neighbours': on a film they touch and overlap.
const GROWTH: f64 = 1.075;

/// An outline about its own middle, so much wider.
fn grown(outline: &[Point]) -> Vec<Point> {
    let count = outline.len() as f64;
    let middle = [0, 1].map(|axis| outline.iter().map(|p| p[axis]).sum::<f64>() / count);
    outline.iter().map(|p| [0, 1].map(|axis| middle[axis] + GROWTH * (p[axis] - middle[axis]))).collect()
}

/// The carpal bones on the sheet.
pub fn bones(frame: &Frame, tissue: Tissue) -> impl Iterator<Item = Absorber> {
    CARPALS.iter().map(move |carpal| {
        let outline: Vec<Point> =
            smooth(&grown(carpal.outline)).into_iter().map(|p| frame.point(p)).collect();
        let stuff = Stuff::Bone { wall_mm: carpal.wall_mm, spongy: 1.0 }.scaled(frame.scale);
        Absorber::from(Pebble::new(
            &outline,
            carpal.thickness_mm * frame.scale,
            Profile::Block,
            stuff,
            tissue,
        ))
    })
}
