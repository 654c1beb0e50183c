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
    /// Attenuation beyond which the beam hardens, above 0: what leaves a third of the light that makes half the silver.
    pub hardening: f64,
}

impl Beam {
    /// Attenuation of the real beam, of many energies, where one energy's is `attenuation`: what much bone lets through is
    /// hard, and more bone holds it back less. So bones that overlap stay below the white of lead.
    ///
    /// `a' = a / √(1 + (a / a₀)²) + 0.03 · a` (the curve by eye; `a₀` is [`Beam::hardening`]).
    #[inline]
    pub fn hardened(&self, attenuation: f64) -> f64 {
        let part = attenuation / self.hardening;
        attenuation / (1.0 + part * part).sqrt() + 0.03 * attenuation
    }
}

/// For hands; thin parts scatter little.
pub const LIMB: Beam =
    Beam { flesh_per_mm: SOFT_PER_MM, bone_share: 1.25, exposure: 1.0, scatter: 0.07, hardening: 1.8 };
/// For feet.
pub const FOOT: Beam =
    Beam { flesh_per_mm: 0.034, bone_share: 1.1, exposure: 1.25, scatter: 0.07, hardening: 2.0 };
/// For a knee.
pub const KNEE: Beam =
    Beam { flesh_per_mm: 0.032, bone_share: 0.7, exposure: 6.5, scatter: 0.08, hardening: 3.6 };
/// For a head.
pub const HEAD: Beam =
    Beam { flesh_per_mm: 0.027, bone_share: 0.8, exposure: 5.5, scatter: 0.1, hardening: 3.5 };
/// For a jaw, held aslant: half of a head.
pub const JAW: Beam =
    Beam { flesh_per_mm: 0.027, bone_share: 1.15, exposure: 6.2, scatter: 0.1, hardening: 3.6 };
/// For a chest, whose lungs are mostly air.
pub const CHEST: Beam =
    Beam { flesh_per_mm: 0.019, bone_share: 1.3, exposure: 2.5, scatter: 0.1, hardening: 2.7 };
/// For a pelvis.
pub const PELVIS: Beam =
    Beam { flesh_per_mm: 0.026, bone_share: 1.75, exposure: 5.4, scatter: 0.12, hardening: 3.4 };
