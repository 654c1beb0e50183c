//! The serial is the disc: other serials are other discs, in the picture's noise and in the hole.

use crate::common::*;

#[test]
fn holes_lie_all_around() {
    let angles: Vec<f64> = (0..1000).step_by(7).map(|n| disc(n).side(0).blemishes.hole_angle).collect();
    for quarter in 0..4 {
        let from = f64::from(quarter) / 4.0;
        let share =
            angles.iter().filter(|a| (from..from + 0.25).contains(*a)).count() as f64 / angles.len() as f64;
        assert!((share - 0.25).abs() < 0.12, "quarter {quarter}: {share}");
    }
}

#[test]
fn sides_of_one_disc_differ() {
    let disc = disc(1953);
    for side in 1..8u8 {
        assert_ne!(disc.side(0).seed, disc.side(side).seed);
        assert_ne!(disc.side(0).blemishes, disc.side(side).blemishes);
        let density = |n: u8, turn: f64| disc.side(n).density_above_rim(turn, 80.0);
        let differ = (0..100).filter(|i| {
            let turn = f64::from(*i) / 100.0;
            (density(0, turn) - density(side, turn)).abs() > 0.1
        });
        assert!(differ.count() > 20, "side {side} shows the same picture");
    }
}
