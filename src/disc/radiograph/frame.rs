//! Where things are in a hand, and where the hand is on the sheet.
//!
//! A hand is told in its own millimetres: x towards the thumb, y towards the fingertips. A right hand and a left
//! one are the same hand in two frames, one of them mirrored.

use super::tissue::Point;

/// Radius of the sheet on which everything is laid out, in mm: 23 cm, the commonest disc. A disc of another
/// size carries the same picture, larger or smaller, at the same contrast.
pub const SHEET_RADIUS_MM: f64 = 115.0;

/// Carries a hand's own millimetres (x to the thumb, y to the fingertips) to the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    origin: Point,
    radial: Point,
    distal: Point,
    /// Millimetres of sheet per millimetre of hand.
    pub scale: f64,
}

impl Frame {
    /// `heading_deg`: where the fingers point, clockwise from up. `mirror`: the thumb is on the left.
    pub fn new(origin: Point, heading_deg: f64, mirror: bool, scale: f64) -> Self {
        let distal = heading(heading_deg);
        let radial = if mirror { [-distal[1], distal[0]] } else { [distal[1], -distal[0]] };
        Self { origin, radial, distal, scale }
    }

    /// A place in the hand, on the sheet.
    pub fn point(&self, p: Point) -> Point {
        let d = self.direction(p);
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
