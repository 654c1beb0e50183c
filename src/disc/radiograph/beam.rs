//! The beam: what the radiographer sets for a hand, and for a trunk.
//!
//! A thicker part of the body takes harder rays and more of them. Hard rays tell bone from flesh less well, and
//! thick flesh scatters more of them.
//!
//! | beam | acts like | flesh | cortex less flesh |
//! | --- | --- | --- | --- |
//! | hand, 50–60 kVp | 33 keV | 0.037 /mm | 0.155 /mm |
//! | head, 65–75 kVp | 42 keV | 0.027 /mm | 0.085 /mm |
//!
//! Those two after ICRU Report 44 as tabulated by NIST (see `absorber`), approximate; which energy a beam acts like is
//! guessed. The others begin there and were moved by eye, as all exposures were: bodies are thinner here than in life,
//! since they are laid out smaller, and bones must be told apart on a disc.

use super::tissue::SOFT_PER_MM;

/// A beam, and the film's share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beam {
    /// Attenuation by flesh, per mm.
    pub flesh_per_mm: f64,
    /// Attenuation by bone against that of the limb's beam, above 0.
    pub bone_share: f64,
    /// Exposure of the bare film against a hand's; 1 for a hand.
    pub exposure: f64,
    /// Scattered part of the light on the film, `0..1`.
    pub scatter: f64,
}

/// For hands; thin parts scatter little.
pub const LIMB: Beam = Beam { flesh_per_mm: SOFT_PER_MM, bone_share: 1.0, exposure: 1.0, scatter: 0.07 };
/// For feet.
pub const FOOT: Beam = Beam { flesh_per_mm: 0.034, bone_share: 0.85, exposure: 1.9, scatter: 0.07 };
/// For a knee.
pub const KNEE: Beam = Beam { flesh_per_mm: 0.032, bone_share: 0.42, exposure: 12.0, scatter: 0.08 };
/// For a head.
pub const HEAD: Beam = Beam { flesh_per_mm: 0.027, bone_share: 0.55, exposure: 15.0, scatter: 0.1 };
/// For a jaw, held aslant: half of a head.
pub const JAW: Beam = Beam { flesh_per_mm: 0.027, bone_share: 0.6, exposure: 8.5, scatter: 0.1 };
/// For a chest, whose lungs are mostly air.
pub const CHEST: Beam = Beam { flesh_per_mm: 0.019, bone_share: 1.05, exposure: 2.1, scatter: 0.1 };
/// For a pelvis.
pub const PELVIS: Beam = Beam { flesh_per_mm: 0.026, bone_share: 0.95, exposure: 11.0, scatter: 0.12 };
