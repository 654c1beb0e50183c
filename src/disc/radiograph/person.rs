//! Who lay on the film. Distributions are guessed.

use super::draw::Draw;
use super::frame::Shape;
use super::tissue::Tissue;

/// Bones of a healthy adult.
pub const HEALTHY: Tissue = Tissue { cortex: 1.0, spongy: 1.0 };

/// A person: shared by everything on one film.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// From twenty years (0) to eighty (1).
    pub age: f64,
    /// Density of the bones.
    pub tissue: Tissue,
    /// Width of the bones against the tables, `0.91..=1.09`.
    pub stoutness: f64,
    /// Girth of the flesh against the tables, `0.85..=1.18`.
    pub girth: f64,
    /// A woman.
    pub woman: bool,
    /// How this body differs from the plates.
    pub shape: Shape,
    /// Width of the joints against the tables, `0.58..=1.22`.
    pub cartilage: f64,
    /// Wears a wedding ring, in this country on the right hand.
    pub ring: bool,
    /// Why the film was taken, if it shows: the broken metacarpal of the right hand, 1 for the index finger's.
    pub broken: Option<usize>,
}

impl Person {
    /// Somebody between twenty and eighty.
    pub fn new(draw: &mut Draw) -> Self {
        let age = draw.between(0.0, 1.0);
        let woman = draw.chance(0.5);
        let build = if woman { 0.975 } else { 1.015 } + draw.bell(0.022);
        Self {
            age,
            tissue: Tissue {
                cortex: 1.1 - 0.4 * age + draw.bell(0.03),
                spongy: 1.1 - 0.35 * age + draw.bell(0.03),
            },
            stoutness: 1.0 + draw.bell(0.03),
            girth: 1.015 + draw.bell(0.055),
            woman,
            shape: Shape::new(build, 1.6, draw),
            cartilage: 1.1 - 0.4 * age + draw.bell(0.04),
            ring: draw.chance(0.2),
            broken: draw.chance(0.2).then(|| 1 + (4.0 * draw.between(0.0, 1.0)) as usize),
        }
    }
}
