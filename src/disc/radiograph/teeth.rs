//! Teeth from the side: crown under enamel, root, and the dark line of the pulp. Sizes after dental tables
//! (lengths 20–27 mm, crowns 7–11 mm wide), outlines by eye.

use super::frame::heading;
use super::pebble::Profile;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};

/// Enamel against cortex.
const ENAMEL: f64 = 1.5;
/// Dentine against cortex.
const DENTINE: f64 = 0.62;
/// An amalgam filling.
const AMALGAM: f64 = 12.0;

/// A tooth, named by its crown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tooth {
    /// Where the crown meets the gum, in mm.
    pub neck: Point,
    /// Where its crown points, degrees clockwise from up.
    pub heading_deg: f64,
    /// Width, height of the crown, and length of the root, in mm.
    pub width_mm: f64,
    /// See `width_mm`.
    pub crown_mm: f64,
    /// See `width_mm`.
    pub root_mm: f64,
    /// One for a front tooth, two for a molar.
    pub roots: usize,
    /// Has been to the dentist.
    pub filled: bool,
}

/// Draws one.
pub fn tooth(sketch: &mut Sketch, tooth: Tooth) {
    let up = heading(tooth.heading_deg);
    let across = [up[1], -up[0]];
    let place = |u: f64, v: f64| {
        [tooth.neck[0] + u * across[0] + v * up[0], tooth.neck[1] + u * across[1] + v * up[1]]
    };
    let (w, crown, root) = (tooth.width_mm / 2.0, tooth.crown_mm, tooth.root_mm);
    let thickness = 7.5;
    let cap = [
        place(-0.86 * w, 0.0),
        place(-1.02 * w, 0.45 * crown),
        place(-0.85 * w, 0.95 * crown),
        place(-0.3 * w, if tooth.roots > 1 { 0.86 * crown } else { crown }),
        place(0.3 * w, if tooth.roots > 1 { 0.86 * crown } else { crown }),
        place(0.85 * w, 0.95 * crown),
        place(1.02 * w, 0.45 * crown),
        place(0.86 * w, 0.0),
        place(0.0, 0.12 * crown),
    ];
    sketch.solid(&cap, thickness, Profile::Block, Stuff::Solid(ENAMEL));
    for n in 0..tooth.roots {
        let spread = if tooth.roots > 1 { 2.0 * n as f64 - 1.0 } else { 0.0 };
        let wide = if tooth.roots > 1 { 0.46 * w } else { 0.8 * w };
        let (top, tip) = (0.48 * w * spread, 0.62 * w * spread);
        let point = |f: f64, half: f64| {
            let [x, y] = place(top + (tip - top) * f, 1.0 - (root + 1.0) * f);
            [x, y, half]
        };
        let dentine = [point(0.0, wide), point(0.55, 0.8 * wide), point(1.0, 0.3 * wide)];
        sketch.rod(&dentine, 3, 0.9 * thickness / (2.0 * wide).max(4.0), Stuff::Solid(DENTINE));
        let pulp = [point(0.0, 0.24 * wide), point(0.9, 0.12 * wide)];
        sketch.rod(&pulp, 1, 2.6, Stuff::Solid(-1.0));
    }
    if tooth.filled {
        let [x, y] = place(0.1 * w, 0.75 * crown);
        sketch.egg([x, y], [0.42 * w, 0.22 * crown], 20.0, 5.0, Stuff::Solid(AMALGAM));
    }
}
