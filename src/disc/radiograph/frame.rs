//! Where things are in a body, and where the body is on the sheet.
//!
//! A hand is told in its own millimetres: x towards the thumb, y towards the fingertips. A right hand and a left
//! one are the same hand in two frames, one of them mirrored. Nobody is the plate in the textbook: each body has
//! its own shape, which bends the plate's places before they are laid on the sheet.

use super::draw::Draw;
use super::tissue::Point;

/// Radius of the sheet on which everything is laid out, in mm: 23 cm, the commonest disc. A disc of another
/// size carries the same picture, larger or smaller, at the same contrast.
pub const SHEET_RADIUS_MM: f64 = 115.0;

/// How a body differs from the plate: wider or narrower, and a little askew in slow waves, so that no side is the other's
/// mirror image.
///
/// `x' = (1 + b) · x + Σ a · sin(2π · (y / λ + φ))`, and likewise for y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Width and height against the plate's.
    stretch: [f64; 2],
    /// For x, then for y: amplitude in mm, waves per mm, phase in turns.
    waves: [[[f64; 3]; 2]; 2],
}

impl Shape {
    /// The plate itself.
    pub const PLATE: Self = Self { stretch: [1.0; 2], waves: [[[0.0; 3]; 2]; 2] };

    /// Somebody `build` times as broad as the plate, askew by about `askew_mm`.
    pub fn new(build: f64, askew_mm: f64, draw: &mut Draw) -> Self {
        let mut wave = |share: f64, mm: f64| {
            [share * draw.bell(askew_mm), 1.0 / (mm * draw.between(0.8, 1.25)), draw.between(0.0, 1.0)]
        };
        let waves = [[wave(1.0, 190.0), wave(0.45, 80.0)], [wave(0.8, 170.0), wave(0.4, 75.0)]];
        Self { stretch: [build, 1.0 + draw.bell(0.012)], waves }
    }

    fn bent(&self, p: Point) -> Point {
        core::array::from_fn(|axis| {
            let across = p[1 - axis];
            let wave = |[mm, per_mm, phase]: [f64; 3]| {
                if mm == 0.0 {
                    return 0.0;
                }
                mm * libm::sin(2.0 * core::f64::consts::PI * (across * per_mm + phase))
            };
            self.stretch[axis] * p[axis] + self.waves[axis].map(wave).iter().sum::<f64>()
        })
    }
}

/// Carries a hand's own millimetres (x to the thumb, y to the fingertips) to the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    origin: Point,
    radial: Point,
    distal: Point,
    /// Millimetres of sheet per millimetre of hand.
    pub scale: f64,
    /// Its origin, in the body's own millimetres, which `shape` bends.
    start: Point,
    shape: Shape,
}

impl Frame {
    /// `heading_deg`: where the fingers point, clockwise from up. `mirror`: the thumb is on the left.
    pub fn new(origin: Point, heading_deg: f64, mirror: bool, scale: f64) -> Self {
        let distal = heading(heading_deg);
        let radial = if mirror { [-distal[1], distal[0]] } else { [distal[1], -distal[0]] };
        Self { origin, radial, distal, scale, start: [0.0; 2], shape: Shape::PLATE }
    }

    /// The same, for a body of this shape.
    pub fn of(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same, its origin at another place of the body.
    pub fn moved(self, to: Point) -> Self {
        Self { start: [self.start[0] + to[0], self.start[1] + to[1]], ..self }
    }

    /// A place in the hand, on the sheet.
    pub fn point(&self, p: Point) -> Point {
        let d = self.direction(self.shape.bent([p[0] + self.start[0], p[1] + self.start[1]]));
        [self.origin[0] + self.scale * d[0], self.origin[1] + self.scale * d[1]]
    }

    /// A direction in the hand, on the sheet; unit vectors stay so.
    pub fn direction(&self, p: Point) -> Point {
        [p[0] * self.radial[0] + p[1] * self.distal[0], p[0] * self.radial[1] + p[1] * self.distal[1]]
    }
}

impl Segment {
    /// From one place to another, in the plane of the film.
    pub fn between(from: Point, to: Point) -> Self {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = (dx * dx + dy * dy).sqrt();
        Self { from, to, along: [dx / length, dy / length], slant: 1.0 }
    }
}

/// The unit vector `degrees` clockwise from up.
pub fn heading(degrees: f64) -> Point {
    let a = degrees * (core::f64::consts::PI / 180.0);
    [libm::sin(a), libm::cos(a)]
}

/// Where a bone lies, in the hand's frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Middle of the end nearer the wrist.
    pub from: Point,
    /// Middle of the other end.
    pub to: Point,
    /// Unit vector from one to the other.
    pub along: Point,
    /// Length over projected length, `>= 1`: a finger bent towards the film looks short and casts more.
    pub slant: f64,
}
