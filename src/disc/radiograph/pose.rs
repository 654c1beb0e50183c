//! Hands on one sheet: who, how, where.
//!
//! Either palms down, thumbs together, elbows apart; or palms up, thumbs out. The disc was then cut from the
//! film without much care for the picture, hence the turn and the shift.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::SHEET_RADIUS_MM;
use super::frame::{Frame, heading};
use super::hand::Gesture;
use super::person::Person;
use super::tissue::Point;

/// No fingertip lies farther from the disc's centre, in mm: its flesh still fits on the sheet.
const REACH_MM: f64 = 0.92 * SHEET_RADIUS_MM;

/// Every finger keeps as far from the line between the hands, in mm.
const MARGIN_MM: f64 = 6.0;

/// Where one hand lies before the disc is cut.
struct Place {
    wrist: Point,
    heading_deg: f64,
    mirror: bool,
}

impl Place {
    /// Moved outwards if a finger would cross the middle of the sheet; thumbs may.
    fn kept_to(mut self, side: f64, gesture: &Gesture, size: f64) -> Self {
        let frame = Frame::new(self.wrist, self.heading_deg, self.mirror, size);
        let tips = gesture.tips();
        let innermost = tips[1..].iter().map(|tip| side * frame.point(*tip)[0]).fold(f64::MAX, f64::min);
        self.wrist[0] += side * (MARGIN_MM - innermost).max(0.0);
        self
    }
}

/// All absorbers of two hands.
pub fn hands(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let mut absorbers = Vec::new();
    for (body, (frame, gesture)) in lay(&person, draw).iter().enumerate() {
        gesture.absorbers(frame, &person, body, &mut absorbers);
    }
    absorbers
}

/// All absorbers of one hand with a ring, larger, and the letter that tells which: the right one, as rings are worn in this
/// country, or a widow's left.
pub fn ring(draw: &mut Draw) -> (Vec<Absorber>, char) {
    let person = Person { ring: true, ..Person::new(draw) };
    let gesture = Gesture::new(&person, draw);
    let heading_deg = draw.between(-24.0, 8.0);
    let size = draw.between(0.98, 1.12);
    let [s, c] = heading(heading_deg);
    // The middle of the palm lies a little below the middle of the sheet.
    let palm_mm = 74.0 * size;
    let origin = [-palm_mm * s + draw.bell(4.0), -palm_mm * c - 4.0 + draw.bell(3.0)];
    // Palm down: a right hand's thumb is on the left.
    let mirror = draw.chance(0.8);
    let frame = Frame::new(origin, heading_deg, mirror, size);
    let farthest = gesture.tips().map(|tip| frame.point(tip)).map(|[x, y]| (x * x + y * y).sqrt());
    let shrink = (REACH_MM / farthest.into_iter().fold(0.0, f64::max)).min(1.0);
    let frame = Frame::new(origin, heading_deg, mirror, size * shrink);
    let mut absorbers = Vec::new();
    gesture.absorbers(&frame, &person, 1, &mut absorbers);
    (absorbers, if mirror { 'П' } else { 'Л' })
}

/// Lays this person's hands down, the one on the left of the sheet first.
fn lay(person: &Person, draw: &mut Draw) -> [(Frame, Gesture); 2] {
    let thumbs_in = draw.chance(0.6);
    let size = draw.between(0.84, 0.97);
    let turn_deg = draw.bell(7.0);
    let shift = [draw.bell(2.5), draw.bell(2.5)];
    let both = [-1.0, 1.0].map(|side| {
        let place = if thumbs_in { palm_down(side, draw) } else { palm_up(side, draw) };
        let gesture = Gesture::new(person, draw);
        (place.kept_to(side, &gesture, size), gesture)
    });

    let frame = |place: &Place, shrink: f64| {
        let [s, c] = heading(turn_deg);
        let [x, y] = [place.wrist[0] * shrink + shift[0], place.wrist[1] * shrink + shift[1]];
        Frame::new([c * x + s * y, c * y - s * x], place.heading_deg + turn_deg, place.mirror, size * shrink)
    };
    let farthest = |shrink: f64| {
        let tips = both.iter().flat_map(|(place, gesture)| {
            let frame = frame(place, shrink);
            gesture.tips().map(|tip| frame.point(tip))
        });
        tips.map(|[x, y]| (x * x + y * y).sqrt()).fold(0.0, f64::max)
    };
    // The shift does not shrink with the hands, hence the second try.
    let shrink = (REACH_MM / farthest(1.0)).min(1.0);
    let shrink = shrink * (REACH_MM / farthest(shrink)).min(1.0);
    both.map(|(place, gesture)| (frame(&place, shrink), gesture))
}

/// Palm down: the left hand on the left (`side` −1), thumb inwards, fingers leaning in from the elbows.
fn palm_down(side: f64, draw: &mut Draw) -> Place {
    let wrist = [side * draw.between(64.0, 74.0), -77.0 + draw.bell(4.0)];
    Place { wrist, heading_deg: -side * draw.between(6.0, 13.0), mirror: side > 0.0 }
}

/// Palm up: the left hand still on the left, thumb outwards.
fn palm_up(side: f64, draw: &mut Draw) -> Place {
    let wrist = [side * draw.between(42.0, 48.0), -86.0 + draw.bell(4.0)];
    Place { wrist, heading_deg: side * draw.between(1.5, 6.0), mirror: side < 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingers_fit_the_disc_and_do_not_tangle() {
        for seed in 0..2000 {
            let mut draw = Draw::new(seed);
            let person = Person::new(&mut draw);
            let tips =
                lay(&person, &mut draw).map(|(frame, gesture)| gesture.tips().map(|tip| frame.point(tip)));
            for [x, y] in tips.as_flattened() {
                assert!((x * x + y * y).sqrt() < REACH_MM + 1.0, "seed {seed}: a tip at {x} {y}");
            }
            let apart =
                |a: Point, b: Point| ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt();
            for hand in &tips {
                let narrowest = hand.windows(2).map(|pair| apart(pair[0], pair[1])).fold(f64::MAX, f64::min);
                assert!(narrowest > 12.0, "seed {seed}: two fingertips of a hand {narrowest} mm apart");
            }
            let across = |skip: usize| {
                let pairs = tips[0][skip..].iter().flat_map(|a| tips[1][skip..].iter().map(move |b| (a, b)));
                pairs.map(|(a, b)| apart(*a, *b)).fold(f64::MAX, f64::min)
            };
            assert!(across(1) > 6.0, "seed {seed}: fingers of two hands {} mm apart", across(1));
        }
    }
}
