//! The edge: cut by hand along a drawn circle, a snip at a time, straight between the corners.

use super::noise::circle;
use crate::disc::hash::{branch, unit};
use crate::disc::salt;

/// Snips of the scissors all the way round.
const SNIPS: usize = 53;
/// How far a corner may lie off the line the hand follows, in mm.
const SLIP_MM: f32 = 0.35;
/// How far the hand strays inwards from the drawn circle, in mm, and how often all the way round.
const STRAY_MM: f32 = 1.3;
const STRAYS: u32 = 9;
/// Width of the light that the cut throws back, in mm.
const GLINT_MM: f32 = 0.35;

/// The outline.
pub struct Edge {
    /// Corners: angle in turns, ascending from 0 to 1, and radius in mm.
    corners: Vec<(f32, f32)>,
}

impl Edge {
    /// The outline that a side's seed makes, within `radius_mm`.
    pub fn new(seed: u64, radius_mm: f32) -> Self {
        let seed = branch(seed, salt::EDGE);
        let lot = |n: usize| unit(branch(seed, n as u64));
        let mut corners: Vec<(f32, f32)> = (0..SNIPS)
            .map(|n| {
                let turns = (n as f32 + 0.15 + 0.7 * lot(2 * n)) / SNIPS as f32;
                let stray_mm = STRAY_MM * (0.5 + 0.5 * circle(branch(seed, u64::MAX), turns, STRAYS));
                (turns, radius_mm - 0.2 - stray_mm - SLIP_MM * lot(2 * n + 1))
            })
            .collect();
        // The outline closes: the last snip ends at the first corner, one turn on, and the other way round.
        let (first, last) = (corners[0], corners[SNIPS - 1]);
        corners.push((first.0 + 1.0, first.1));
        corners.insert(0, (last.0 - 1.0, last.1));
        Self { corners }
    }

    /// Distance of the edge from the middle in this direction, in mm.
    pub fn radius_mm(&self, turns: f32) -> f32 {
        let turns = turns - turns.floor();
        let next =
            self.corners.iter().position(|(corner, _)| *corner > turns).unwrap_or(self.corners.len() - 1);
        let ((a0, r0), (a1, r1)) = (self.corners[next.max(1) - 1], self.corners[next.max(1)]);
        let sin = |from: f32, to: f32| ((to - from) * std::f32::consts::TAU).sin();
        // The straight line between the two corners, in polar form.
        r0 * r1 * sin(a0, a1) / (r0 * sin(a0, turns) + r1 * sin(turns, a1))
    }
}

/// Light on the cut, this far inside it; 0–1.
pub fn glint(within_mm: f32) -> f32 {
    0.55 * (-(within_mm / GLINT_MM).powi(2)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_closes_and_stays_on_the_film() {
        for seed in 0..40 {
            let edge = Edge::new(seed, 115.0);
            let mut last = edge.radius_mm(-1e-4);
            for step in 0..3600 {
                let r = edge.radius_mm(step as f32 / 3600.0);
                // Six millimetres further in runs the first groove.
                assert!((111.0..115.0).contains(&r), "seed {seed}, step {step}: {r}");
                assert!((r - last).abs() < 0.15, "seed {seed}, step {step}: {last} {r}");
                last = r;
            }
        }
    }
}
