//! The five rays of a hand, in numbers.
//!
//! | ray | metacarpal | proximal | middle | distal |
//! | --- | --- | --- | --- | --- |
//! | thumb | 46.22 | 31.57 | – | 21.67 |
//! | index | 68.12 | 39.78 | 22.38 | 15.82 |
//! | middle | 64.60 | 44.63 | 26.33 | 17.40 |
//! | ring | 58.00 | 41.37 | 25.65 | 17.30 |
//! | little | 53.69 | 32.74 | 18.11 | 15.96 |
//!
//! Lengths in mm: A. Buryanov and V. Kotiuk, "Proportions of hand segments", Int. J. Morphol. 28(3), 2010.
//! Widths, angles and places of the bases are by eye.

use super::bone::Widths;
use super::tissue::Point;

/// One finger as the plates have it. Four bones, from the metacarpal out; the thumb's third has no length.
pub struct Ray {
    /// Middle of the metacarpal's base, in the hand's frame, mm.
    pub base: Point,
    /// Lengths of the bones.
    pub length_mm: [f64; 4],
    /// Widths of the bones.
    pub widths: [Widths; 4],
    /// Heading of the metacarpal; of the finger at rest; what a full spread adds. Degrees towards the thumb.
    pub heading_deg: [f64; 3],
    /// Slope of the metacarpal's base.
    pub tilt: f64,
    /// Girth of the flesh against the index finger's.
    pub girth: f64,
}

const fn w(base: f64, shaft: f64, head: f64) -> Widths {
    Widths { base, shaft, head }
}

/// Thumb, index, middle, ring, little finger.
pub const RAYS: [Ray; 5] = [
    Ray {
        base: [26.6, 30.4],
        length_mm: [46.22, 31.57, 0.0, 21.67],
        widths: [w(15.0, 9.6, 14.0), w(14.6, 8.6, 12.0), w(1.0, 1.0, 1.0), w(13.6, 6.6, 9.4)],
        heading_deg: [27.0, 9.0, 9.0],
        tilt: 0.0,
        girth: 1.16,
    },
    Ray {
        base: [11.6, 36.0],
        length_mm: [68.12, 39.78, 22.38, 15.82],
        widths: [w(15.6, 8.6, 14.4), w(15.0, 8.8, 11.2), w(12.4, 7.6, 9.4), w(10.2, 4.6, 7.2)],
        heading_deg: [8.5, 3.0, 7.0],
        tilt: 0.16,
        girth: 1.0,
    },
    Ray {
        base: [0.8, 37.2],
        length_mm: [64.60, 44.63, 26.33, 17.40],
        widths: [w(13.4, 8.6, 14.6), w(15.6, 9.2, 11.8), w(13.0, 8.0, 10.0), w(10.8, 5.0, 7.8)],
        heading_deg: [0.5, 1.0, 0.5],
        tilt: -0.12,
        girth: 1.04,
    },
    Ray {
        base: [-9.8, 35.6],
        length_mm: [58.00, 41.37, 25.65, 17.30],
        widths: [w(11.0, 7.0, 12.6), w(14.4, 8.6, 11.0), w(12.2, 7.6, 9.6), w(10.2, 4.8, 7.4)],
        heading_deg: [-7.0, -2.0, -6.0],
        tilt: -0.05,
        girth: 0.97,
    },
    Ray {
        base: [-18.8, 32.4],
        length_mm: [53.69, 32.74, 18.11, 15.96],
        widths: [w(12.0, 7.4, 11.8), w(13.0, 7.2, 9.2), w(10.2, 6.4, 8.0), w(8.8, 4.0, 6.2)],
        heading_deg: [-15.0, -5.0, -12.0],
        tilt: 0.30,
        girth: 0.86,
    },
];
