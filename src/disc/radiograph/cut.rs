//! How a disc was cut out of its sheet: not always with the picture upright.

use super::draw::Draw;
use super::frame::heading;
use super::lead::Label;
use super::tissue::Point;

/// Quarter turns against the clock; one disc in four or so is not cut upright (guessed).
const QUARTERS: [f64; 12] = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0];
/// Standard deviation of what the scissors were off, in degrees (guessed).
const CARELESS_DEG: f64 = 7.0;

/// How the disc was cut from the sheet: the sine and cosine of the angle, against the clock, by which the sheet's up is
/// turned on the disc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    sin: f64,
    cos: f64,
}

impl Cut {
    /// As the picture was taken.
    pub const UPRIGHT: Self = Self { sin: 0.0, cos: 1.0 };

    /// Mostly upright; some lie on their side or upside down.
    pub fn new(draw: &mut Draw) -> Self {
        let quarters = QUARTERS[(QUARTERS.len() as f64 * draw.between(0.0, 1.0)) as usize];
        let [sin, cos] = heading(90.0 * quarters + draw.bell(CARELESS_DEG));
        Self { sin, cos }
    }

    /// From the disc to the sheet.
    #[inline]
    pub fn on_sheet(self, [x, y]: Point) -> Point {
        [self.cos * x + self.sin * y, self.cos * y - self.sin * x]
    }

    /// What is on the sheet, as it lies on the disc.
    pub fn on_disc(self, label: Label) -> Label {
        let [x, y] = label.centre;
        let centre = [self.cos * x - self.sin * y, self.cos * y + self.sin * x];
        let turn_deg = label.turn_deg - libm::atan2(self.sin, self.cos) * (180.0 / core::f64::consts::PI);
        Label { centre, turn_deg, ..label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_the_sheet_and_back_is_where_one_was() {
        let mut draw = Draw::new(9);
        for seed in 0..40 {
            let cut = Cut::new(&mut draw);
            let label = Label { centre: [60.0, -70.0], turn_deg: 2.0, seed };
            let Label { centre, turn_deg, .. } = cut.on_disc(label);
            let [x, y] = cut.on_sheet(centre);
            assert!((x - 60.0).abs() < 1e-9 && (y + 70.0).abs() < 1e-9, "{x} {y}");
            // The label's own right hand, carried to the sheet, is where it was laid there.
            let [s, c] = heading(turn_deg + 90.0);
            let right = cut.on_sheet([s, c]);
            let laid = heading(92.0);
            assert!(
                (right[0] - laid[0]).abs() < 1e-9 && (right[1] - laid[1]).abs() < 1e-9,
                "{right:?} {laid:?}"
            );
        }
    }

    #[test]
    fn most_discs_are_cut_upright() {
        let mut draw = Draw::new(10);
        let upright = (0..600).filter(|_| Cut::new(&mut draw).cos > 0.8).count();
        assert!((400..500).contains(&upright), "{upright} of 600");
    }
}
