//! The serial is the disc: other serials are other discs, in the picture's noise and in the hole.

mod common;
use common::*;

#[test]
fn a_thousand_serials_have_a_thousand_holes() {
    let mut angles: Vec<f64> = (0..1000).step_by(7).map(|n| disc(n).side(0).blemishes.hole_angle).collect();
    angles.sort_by(f64::total_cmp);
    let closest = angles.windows(2).map(|w| w[1] - w[0]).fold(1.0, f64::min);
    assert!(closest > 0.0);
    assert!(angles[0] < 0.1 && angles[angles.len() - 1] > 0.9, "they lie all around");
}

#[test]
fn sides_of_one_disc_differ() {
    let disc = disc(1953);
    for side in 1..8u8 {
        assert_ne!(disc.side(0).seed, disc.side(side).seed);
        assert_ne!(disc.side(0).blemishes, disc.side(side).blemishes);
        let density = |n: u8, turn: f64| disc.side(n).density_above_mean(turn, 80.0);
        let differ = (0..100).filter(|i| {
            let turn = f64::from(*i) / 100.0;
            (density(0, turn) - density(side, turn)).abs() > 0.1
        });
        assert!(differ.count() > 20, "side {side} shows the same picture");
    }
}
