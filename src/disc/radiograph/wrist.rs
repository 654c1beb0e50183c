//! The wrist: the carpus, and the ends of radius and ulna.
//!
//! In the hand's frame, in mm; the origin is where the axis of the middle metacarpal meets the radius. The
//! radius's end slopes by about 22° and the ulna is level with it (textbook values); outlines are by eye.

use super::absorber::Absorber;
use super::bone::{Knot, Plan, knot};
use super::carpus;
use super::frame::{Frame, Segment, heading};
use super::tissue::{Point, Tissue};
use super::tube::{End, Section};

/// Length of forearm drawn, in mm: beyond the edge of every disc.
const FOREARM_MM: f64 = 170.0;
/// The wrist bends about the head of the capitate.
const PIVOT: Point = [0.0, 12.0];

/// The carpal bones, and the forearm bent `bend_deg` towards the thumb.
pub fn bones(frame: &Frame, bend_deg: f64, tissue: Tissue, out: &mut Vec<Absorber>) {
    let segment = |from: Point, to: Point| Segment::between(swing(from, bend_deg), swing(to, bend_deg));
    let lay = |plan: Plan, from, to| Absorber::from(plan.lay(frame, &segment(from, to), tissue));
    out.push(lay(radius(), [9.0, -FOREARM_MM], [5.2, -0.6]));
    out.push(lay(ulna(), [-13.0, -FOREARM_MM], [-19.4, -2.6]));
    out.push(lay(ulnar_styloid(), [-25.0, -12.0], [-26.0, 2.4]));
    out.extend(carpus::bones(frame, tissue));
}

/// Turns a place in the forearm about the wrist.
pub fn swing(p: Point, bend_deg: f64) -> Point {
    let [s, c] = heading(bend_deg);
    let (x, y) = (p[0] - PIVOT[0], p[1] - PIVOT[1]);
    [PIVOT[0] + c * x + s * y, PIVOT[1] - s * x + c * y]
}

/// A knot with its two half-widths, `from_end_mm` short of the wrist.
fn forearm_knot(from_end_mm: f64, ulnar_mm: f64, radial_mm: f64, wall_mm: f64, spongy: f64) -> Knot {
    let section = Section { ulnar_mm, radial_mm, wall_mm, spongy };
    Knot { at: 1.0 - from_end_mm / FOREARM_MM, section }
}

fn radius() -> Plan {
    Plan {
        knots: vec![
            forearm_knot(FOREARM_MM, 7.4, 7.4, 3.0, 0.0),
            forearm_knot(70.0, 6.6, 7.2, 2.9, 0.0),
            forearm_knot(42.0, 6.6, 7.8, 2.2, 0.15),
            forearm_knot(26.0, 8.2, 9.8, 1.3, 0.6),
            forearm_knot(13.0, 11.6, 12.6, 0.8, 0.95),
            forearm_knot(4.0, 14.0, 14.4, 0.6, 1.0),
            forearm_knot(0.0, 14.0, 14.4, 0.6, 1.0),
        ],
        flatness: 0.58,
        ends: [BROKEN_OFF, End { cap_mm: 3.0, square: true, tilt: 0.36, hollow_per_mm: 0.012 }],
    }
}

fn ulna() -> Plan {
    Plan {
        knots: vec![
            forearm_knot(FOREARM_MM, 7.4, 7.4, 3.0, 0.0),
            forearm_knot(60.0, 6.0, 6.0, 2.6, 0.0),
            forearm_knot(26.0, 5.2, 5.2, 1.6, 0.4),
            forearm_knot(12.0, 6.6, 6.6, 0.8, 0.9),
            forearm_knot(5.0, 8.0, 8.4, 0.6, 1.0),
            forearm_knot(0.0, 8.0, 8.2, 0.6, 1.0),
        ],
        flatness: 0.9,
        ends: [BROKEN_OFF, End { cap_mm: 4.0, square: true, tilt: 0.0, hollow_per_mm: -0.01 }],
    }
}

fn ulnar_styloid() -> Plan {
    Plan {
        knots: vec![knot(0.0, 2.6, 0.8, 0.5), knot(0.5, 2.4, 0.8, 0.5), knot(1.0, 1.7, 0.8, 0.5)],
        flatness: 0.9,
        ends: [
            End { cap_mm: 5.0, square: false, tilt: 0.0, hollow_per_mm: 0.0 },
            End { cap_mm: 2.2, square: false, tilt: 0.0, hollow_per_mm: 0.0 },
        ],
    }
}

/// The end that no disc is large enough to show.
const BROKEN_OFF: End = End { cap_mm: 1.0, square: true, tilt: 0.0, hollow_per_mm: 0.0 };
