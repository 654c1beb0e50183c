//! Who lay on the film. Distributions are guessed.

use super::draw::Draw;
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
    /// Girth of the flesh against the tables, `0.88..=1.12`.
    pub girth: f64,
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
        Self {
            age,
            tissue: Tissue {
                cortex: 1.1 - 0.4 * age + draw.bell(0.03),
                spongy: 1.1 - 0.35 * age + draw.bell(0.03),
            },
            stoutness: 1.0 + draw.bell(0.03),
            girth: 1.0 + draw.bell(0.04),
            cartilage: 1.1 - 0.4 * age + draw.bell(0.04),
            ring: draw.chance(0.2),
            broken: draw.chance(0.2).then(|| 1 + (4.0 * draw.between(0.0, 1.0)) as usize),
        }
    }
}
