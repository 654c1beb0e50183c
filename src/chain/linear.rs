//! What each stage does to a tone: its linear sections, its delay, and what else it takes off music on average.
//!
//! The level match (`level_match.rs`) and the dry path's delay (`output.rs`) ask every stage in `stages.rs` and know none of
//! them. A section that is added to a stage's list is in both at once; a test there adds one.

use arrayvec::ArrayVec;

use super::control_frame::ControlFrame;
use super::parts::section::{Section, power_at};

/// Room for sections, more than all stages have.
const ROOM: usize = 48;

/// Sections in series, in a place of fixed size: no allocation.
#[derive(Debug, Default)]
pub(super) struct SectionList(ArrayVec<Section, ROOM>);

impl SectionList {
    /// Adds sections behind those there are.
    ///
    /// # Panics
    ///
    /// In builds with debug assertions, if there is no room; without them what has none is left out.
    pub(super) fn extend(&mut self, sections: impl IntoIterator<Item = Section>) {
        for section in sections {
            let added = self.0.try_push(section);
            debug_assert!(added.is_ok(), "more than {ROOM} sections");
        }
    }

    /// Gain in power at a frequency.
    pub(super) fn power_at(&self, f_hz: f64) -> f64 {
        power_at(&self.0, f_hz)
    }

    /// Group delay at a frequency, in samples.
    pub(super) fn delay_samples_at(&self, f_hz: f64, sample_rate_hz: f64) -> f64 {
        self.0.iter().map(|s| s.delay_samples_at(f_hz, sample_rate_hz)).sum()
    }
}

/// What those sections depend on that change with the place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Speed of the groove, in m/s.
    pub(super) speed_m_s: f64,
    /// Damage of the groove, `0.0..1.0`.
    pub(super) damage: f64,
    /// Force on the needle relative to its rest.
    pub(super) force: f64,
}

/// What a stage does to a tone. A stage that does nothing of a kind has the default of it.
#[derive(Clone, Copy)]
pub(super) struct LinearStage {
    /// Its sections that change with the place.
    pub(super) sections_at: fn(&ControlFrame, &Spot, &mut SectionList),
    /// Its sections that do not.
    pub(super) sections: fn(&ControlFrame, &mut SectionList),
    /// What it delays besides, in samples.
    pub(super) delay_samples: fn(&ControlFrame) -> f64,
    /// What it takes off music on average besides, in dB.
    pub(super) mean_loss_db: fn(&ControlFrame) -> f64,
}

impl LinearStage {
    /// A wire.
    pub(super) const WIRE: Self = Self {
        sections_at: |_, _, _| (),
        sections: |_, _| (),
        delay_samples: |_| 0.0,
        mean_loss_db: |_| 0.0,
    };
}

/// The dirt in one third of an octave.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirtBand {
    /// Its middle, in Hz.
    pub(super) f_hz: f64,
    /// Power density in the groove half-way through a side, in (cm/s)²/Hz.
    pub(super) density: f64,
}

/// Adds what a stage puts into the groove to every band.
pub(super) type DirtDensity = fn(&ControlFrame, &mut [DirtBand]);

/// All sections that change with the place, at a spot.
#[inline(always)]
pub(super) fn sections_at(stages: &[LinearStage], frame: &ControlFrame, spot: &Spot) -> SectionList {
    let mut list = SectionList::default();
    stages.iter().for_each(|stage| (stage.sections_at)(frame, spot, &mut list));
    list
}

/// All sections that do not.
pub(super) fn sections(stages: &[LinearStage], frame: &ControlFrame) -> SectionList {
    let mut list = SectionList::default();
    stages.iter().for_each(|stage| (stage.sections)(frame, &mut list));
    list
}

/// All sections, at a spot.
pub(super) fn all_sections_at(stages: &[LinearStage], frame: &ControlFrame, spot: &Spot) -> SectionList {
    let mut list = sections_at(stages, frame, spot);
    stages.iter().for_each(|stage| (stage.sections)(frame, &mut list));
    list
}

/// What all stages delay besides their sections, in samples.
pub(super) fn delay_samples(stages: &[LinearStage], frame: &ControlFrame) -> f64 {
    stages.iter().map(|stage| (stage.delay_samples)(frame)).sum()
}
