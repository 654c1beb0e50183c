//! Lead on the film: letters that tell right (П) from left (Л), and the plate that keeps a window clear for the
//! clinic's label.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::heading;
use super::letters::strokes;
use super::person::HEALTHY;
use super::strand::{Bead, Link, strand};
use super::tissue::{Point, Stuff};

/// Height of a letter, in mm, and half the width of its strokes.
const LETTER_MM: f64 = 11.0;
const STROKE_MM: f64 = 0.9;
/// Lead against cortex: nothing goes through.
const LEAD: Stuff = Stuff::Solid(200.0);

/// A letter, its middle at a place, turned by `turn_deg` with the clock.
pub fn letter(letter: char, at: Point, turn_deg: f64) -> Vec<Absorber> {
    let (shape, width) = strokes(letter);
    let up = heading(turn_deg);
    let place = |[x, y]: Point| {
        let (x, y) = (LETTER_MM * (x - 0.5 * width), LETTER_MM * (y - 0.5));
        [at[0] + x * up[1] + y * up[0], at[1] - x * up[0] + y * up[1]]
    };
    let bead = |p: &Point| Bead { at: place(*p), z_mm: 0.0, half_mm: STROKE_MM, thick: 1.0 };
    let beads = |stroke: &&[Point]| stroke.iter().map(bead).collect::<Vec<Bead>>();
    shape.iter().flat_map(|stroke| strand(&beads(stroke), 1.0, LEAD, HEALTHY)).map(Absorber::from).collect()
}

/// Where the clinic stamped what it had to say: a clear window on the film.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// Its middle, in mm from the sheet's.
    pub centre: Point,
    /// How it is turned, in degrees with the clock.
    pub turn_deg: f64,
    /// Decides what is written there.
    pub seed: u64,
}

impl Label {
    /// Half-width and half-height of the window, in mm.
    pub const HALF_MM: [f64; 2] = [23.0, 9.5];

    /// Lays it in a lower corner.
    pub fn new(draw: &mut Draw) -> Self {
        let side = if draw.chance(0.5) { -1.0 } else { 1.0 };
        let centre = [side * 60.0 + draw.bell(3.0), -76.0 + draw.bell(2.0)];
        Self { centre, turn_deg: draw.bell(3.0), seed: draw.bits() }
    }

    /// The plate of lead that kept it clear.
    pub fn window(&self) -> Absorber {
        let along = heading(self.turn_deg + 90.0);
        let end = |side: f64| {
            let mm = side * Self::HALF_MM[0];
            [self.centre[0] + mm * along[0], self.centre[1] + mm * along[1]]
        };
        Absorber::from(Link::plate(end(-1.0), end(1.0), Self::HALF_MM[1], LEAD))
    }
}
