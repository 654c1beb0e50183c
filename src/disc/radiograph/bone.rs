//! Long bones: their outlines along the shaft.
//!
//! A long bone is told by a few knots from elbow's end (0) to fingertip's end (1); a cubic through them gives
//! the sections. All share one plan: flared base, waisted shaft, wider head; the cortex is thickest at the
//! waist and thins to a shell over spongy bone at both ends. Every fraction is by eye, after anatomical plates.

use super::frame::{Frame, Segment};
use super::tissue::Tissue;
use super::tube::{Axis, End, Section, Tube};

/// Sections kept along a bone.
const SECTIONS: usize = 48;

/// One row of a bone's plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    /// Place along the bone, `0..=1`.
    pub at: f64,
    /// What the bone is there.
    pub section: Section,
}

/// A knot of a bone that is the same on both sides.
pub fn knot(at: f64, half_mm: f64, wall_mm: f64, spongy: f64) -> Knot {
    Knot { at, section: Section { ulnar_mm: half_mm, radial_mm: half_mm, wall_mm, spongy } }
}

/// Widths that name a finger bone, in mm, side to side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widths {
    /// At the base.
    pub base: f64,
    /// At the waist.
    pub shaft: f64,
    /// At the head, or at the tuft.
    pub head: f64,
}

/// The plan of a metacarpal: squarish base, round head.
pub fn metacarpal(w: Widths, tilt: f64) -> Plan {
    let (b, s, h) = (w.base / 2.0, w.shaft / 2.0, w.head / 2.0);
    let wall = 0.50 * s;
    Plan {
        knots: vec![
            knot(0.00, b * 0.96, 0.7, 1.0),
            knot(0.06, b, 0.7, 1.0),
            knot(0.16, 0.4 * b + 0.6 * s, 0.5 * wall, 0.8),
            knot(0.30, s * 1.03, 0.9 * wall, 0.25),
            knot(0.50, s, wall, 0.0),
            knot(0.66, s * 1.06, 0.85 * wall, 0.2),
            knot(0.80, 0.55 * s + 0.45 * h, 0.45 * wall, 0.75),
            knot(0.89, h * 0.98, 0.6, 1.0),
            knot(0.94, h, 0.5, 1.0),
            knot(1.00, h * 0.98, 0.5, 1.0),
        ],
        flatness: 0.95,
        ends: [
            End { cap_mm: 2.2, square: true, tilt, hollow_per_mm: 0.008 },
            End { cap_mm: 0.85 * h, square: false, tilt: 0.0, hollow_per_mm: 0.0 },
        ],
    }
}

/// The plan of a proximal or middle phalanx: hollow base, head with two small condyles.
pub fn phalanx(w: Widths) -> Plan {
    let (b, s, h) = (w.base / 2.0, w.shaft / 2.0, w.head / 2.0);
    let wall = 0.46 * s;
    Plan {
        knots: vec![
            knot(0.00, b * 0.97, 0.6, 1.0),
            knot(0.06, b, 0.6, 1.0),
            knot(0.16, 0.45 * b + 0.55 * s, 0.5 * wall, 1.0),
            knot(0.32, s * 1.06, 0.85 * wall, 0.75),
            knot(0.55, s, wall, 0.4),
            knot(0.74, s * 0.96, 0.8 * wall, 0.7),
            knot(0.86, 0.45 * s + 0.55 * h, 0.7, 0.8),
            knot(0.94, h, 0.5, 1.0),
            knot(1.00, h * 0.96, 0.5, 1.0),
        ],
        flatness: 0.78,
        ends: [
            End { cap_mm: 1.8, square: true, tilt: 0.0, hollow_per_mm: 0.15 / b },
            End { cap_mm: 3.2, square: true, tilt: 0.0, hollow_per_mm: 0.10 / h },
        ],
    }
}

/// The plan of a distal phalanx: hollow base, thin neck, tuft.
pub fn distal_phalanx(w: Widths) -> Plan {
    let (b, s, h) = (w.base / 2.0, w.shaft / 2.0, w.head / 2.0);
    Plan {
        knots: vec![
            knot(0.00, b * 0.97, 0.5, 1.0),
            knot(0.08, b, 0.5, 1.0),
            knot(0.22, 0.5 * b + 0.5 * s, 0.6, 0.7),
            knot(0.42, s * 1.08, 0.42 * s, 0.3),
            knot(0.62, s, 0.42 * s, 0.3),
            knot(0.78, 0.4 * s + 0.6 * h, 0.5, 0.8),
            knot(0.88, h, 0.45, 1.0),
            knot(1.00, h * 0.95, 0.45, 1.0),
        ],
        flatness: 0.68,
        ends: [
            End { cap_mm: 1.6, square: true, tilt: 0.0, hollow_per_mm: 0.12 / b },
            End { cap_mm: 0.9 * h, square: false, tilt: 0.0, hollow_per_mm: 0.0 },
        ],
    }
}

/// All that makes a long bone but its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Rows of the plan, rising in `at` from 0 to 1; two or more.
    pub knots: Vec<Knot>,
    /// Thickness over width.
    pub flatness: f64,
    /// How it ends, the elbow's end first.
    pub ends: [End; 2],
}

impl Plan {
    /// The bone where the segment lies.
    pub fn lay(&self, frame: &Frame, segment: &Segment, tissue: Tissue) -> Tube {
        let (from, to) = (frame.point(segment.from), frame.point(segment.to));
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length_mm = (dx * dx + dy * dy).sqrt();
        let along = [dx / length_mm, dy / length_mm];
        // Beside the bone, on the side of the thumb: what is thus in the body may be mirrored on the sheet.
        let thumb = frame.direction([segment.along[1], -segment.along[0]]);
        let side = if thumb[0] * along[1] - thumb[1] * along[0] < 0.0 { -1.0 } else { 1.0 };
        let axis = Axis { from, along, radial: [side * along[1], -side * along[0]], length_mm };
        let k = frame.scale;
        let ends = self.ends.map(|e| End { cap_mm: e.cap_mm * k, hollow_per_mm: e.hollow_per_mm / k, ..e });
        let sections = (0..SECTIONS).map(|i| {
            let s = section_at(&self.knots, i as f64 / (SECTIONS - 1) as f64);
            Section { ulnar_mm: s.ulnar_mm * k, radial_mm: s.radial_mm * k, wall_mm: s.wall_mm * k, ..s }
        });
        Tube::new(axis, self.flatness * segment.slant, ends, sections.collect(), tissue)
    }
}

/// The cubic through the knots (Catmull and Rom's, for uneven steps).
fn section_at(knots: &[Knot], at: f64) -> Section {
    let last = knots.len() - 2;
    let i = knots.iter().skip(1).position(|k| at <= k.at).unwrap_or(last).min(last);
    let (before, a, b, after) =
        (&knots[i.saturating_sub(1)], &knots[i], &knots[i + 1], &knots[(i + 2).min(last + 1)]);
    let h = b.at - a.at;
    let f = (at - a.at) / h;
    let through = |get: fn(&Section) -> f64| {
        let slope = |p: &Knot, q: &Knot| (get(&q.section) - get(&p.section)) / (q.at - p.at) * h;
        let (ya, yb) = (get(&a.section), get(&b.section));
        let (ma, mb) = (slope(before, b), slope(a, after));
        let (f2, f3) = (f * f, f * f * f);
        ya * (2.0 * f3 - 3.0 * f2 + 1.0)
            + ma * (f3 - 2.0 * f2 + f)
            + yb * (3.0 * f2 - 2.0 * f3)
            + mb * (f3 - f2)
    };
    Section {
        ulnar_mm: through(|s| s.ulnar_mm),
        radial_mm: through(|s| s.radial_mm),
        wall_mm: through(|s| s.wall_mm),
        spongy: through(|s| s.spongy).clamp(0.0, 1.0),
    }
}
