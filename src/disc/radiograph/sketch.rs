//! Lays solids down in a body's own millimetres; they arrive on the sheet, at its scale.

use super::absorber::{Absorber, Capsule};
use super::bone::Plan;
use super::frame::{Frame, Segment};
use super::outline::{smooth, smooth_line};
use super::pebble::{Pebble, Profile};
use super::strand::{Bead, strand};
use super::tissue::{Point, STEEL, Stuff, Tissue};

/// A part of a body being drawn.
pub struct Sketch {
    frame: Frame,
    tissue: Tissue,
    girth: f64,
    piece: usize,
    absorbers: Vec<Absorber>,
}

impl Sketch {
    /// Starts an empty one; `girth` widens the flesh, 1 for the tables' own.
    pub fn new(frame: Frame, tissue: Tissue, girth: f64) -> Self {
        Self { frame, tissue, girth, piece: 0, absorbers: Vec::new() }
    }

    /// Goes on in another frame.
    pub fn within(&mut self, frame: Frame) -> &mut Self {
        self.frame = frame;
        self
    }

    /// What follows is one bone, by its number (`1..PIECES`): where its parts overlap, the thicker counts; 0 ends it.
    pub fn piece(&mut self, piece: usize) -> &mut Self {
        self.piece = piece;
        self
    }

    fn push(&mut self, solid: impl Into<Absorber>) {
        self.absorbers.push(Absorber { piece: self.piece, ..solid.into() });
    }

    /// A solid with this outline, its corners rounded; `thickness_mm` along the beam.
    pub fn solid(&mut self, outline: &[Point], thickness_mm: f64, profile: Profile, stuff: Stuff) {
        let k = self.frame.scale;
        let outline: Vec<Point> = smooth(outline).into_iter().map(|p| self.frame.point(p)).collect();
        let pebble = Pebble::new(&outline, thickness_mm * k, profile, stuff.scaled(k), self.tissue);
        self.push(pebble);
    }

    /// An upright ellipse, turned by `turn_deg` against the clock.
    pub fn egg(&mut self, centre: Point, half_mm: [f64; 2], turn_deg: f64, thickness_mm: f64, stuff: Stuff) {
        self.solid(&ellipse(centre, half_mm, turn_deg), thickness_mm, Profile::Egg, stuff);
    }

    /// A rod along a line of `[x, y, half-width]`, rounded with `per_leg` links a leg.
    pub fn rod(&mut self, line: &[[f64; 3]], per_leg: usize, flatness: f64, stuff: Stuff) {
        let line: Vec<[f64; 5]> = line.iter().map(|[x, y, half]| [*x, *y, 0.0, *half, 1.0]).collect();
        self.rod_in_space(&smooth_line(&line, per_leg), flatness, stuff);
    }

    /// A rod through points `[x, y, z, half-width, thickness]`, z along the beam, thickness against the rod's own.
    pub fn rod_in_space(&mut self, line: &[[f64; 5]], flatness: f64, stuff: Stuff) {
        let k = self.frame.scale;
        let bead = |[x, y, z, half, thick]: &[f64; 5]| Bead {
            at: self.frame.point([*x, *y]),
            z_mm: z * k,
            half_mm: half * k,
            thick: *thick,
        };
        let beads: Vec<Bead> = line.iter().map(bead).collect();
        let links = strand(&beads, flatness, stuff.scaled(k), self.tissue);
        links.into_iter().for_each(|link| self.push(link));
    }

    /// A long bone by its plan.
    pub fn long(&mut self, plan: &Plan, from: Point, to: Point) {
        let bone = plan.lay(&self.frame, &Segment::between(from, to), self.tissue);
        self.push(bone);
    }

    /// A rod of steel.
    pub fn steel(&mut self, line: &[[f64; 3]]) {
        self.rod(line, 1, 1.0, Stuff::Solid(STEEL));
    }

    /// A limb of flesh; limbs of one body, 0 or 1, merge.
    pub fn flesh(&mut self, from: Point, to: Point, radii_mm: [f64; 2], flatness: f64, body: usize) {
        let radii = radii_mm.map(|r| r * self.girth * self.frame.scale);
        let limb = Capsule::new(self.frame.point(from), self.frame.point(to), radii, flatness, body);
        self.push(limb);
    }

    /// All that was laid down.
    pub fn finish(self) -> Vec<Absorber> {
        self.absorbers
    }
}

/// Corners of an ellipse, turned by `turn_deg` against the clock.
pub fn ellipse(centre: Point, half_mm: [f64; 2], turn_deg: f64) -> Vec<Point> {
    const CORNERS: usize = 12;
    let radians = |deg: f64| deg * (core::f64::consts::PI / 180.0);
    let (sin, cos) = (libm::sin(radians(turn_deg)), libm::cos(radians(turn_deg)));
    (0..CORNERS)
        .map(|i| radians(360.0 * i as f64 / CORNERS as f64))
        .map(|a| [half_mm[0] * libm::cos(a), half_mm[1] * libm::sin(a)])
        .map(|[x, y]| [centre[0] + cos * x - sin * y, centre[1] + sin * x + cos * y])
        .collect()
}

/// The other side of a body.
pub fn mirrored(outline: &[Point]) -> Vec<Point> {
    outline.iter().map(|[x, y]| [-x, *y]).collect()
}
