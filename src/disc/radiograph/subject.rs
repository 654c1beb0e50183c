//! What the film shows, and how often: a polyclinic's waste of some years.

use super::absorber::Absorber;
use super::beam::{self, Beam};
use super::draw::Draw;
use super::lead::{self, Label};
use super::{foot, jaw, knee, pelvis, pose, ribs, skull};
use crate::disc::hash::{branch, unit};
use crate::disc::salt;

/// What the film shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Two hands.
    Hands,
    /// One hand that wears a ring.
    Ring,
    /// A chest.
    Ribs,
    /// A head from the side.
    Skull,
    /// A pelvis.
    Pelvis,
    /// Two feet.
    Foot,
    /// A knee, from the front and from the side.
    Knee,
    /// A jaw with its teeth.
    Jaw,
}

/// Every subject, and how many films of a hundred show it (guessed).
pub const SUBJECTS: [(Subject, u32); 8] = [
    (Subject::Hands, 22),
    (Subject::Ring, 8),
    (Subject::Ribs, 22),
    (Subject::Skull, 14),
    (Subject::Pelvis, 10),
    (Subject::Foot, 8),
    (Subject::Knee, 8),
    (Subject::Jaw, 8),
];

impl Subject {
    /// The subject that a seed draws.
    pub fn of(seed: u64) -> Self {
        let mut left = (100.0 * unit(branch(seed, salt::SUBJECT))) as u32;
        for (subject, share) in SUBJECTS {
            if left < share {
                return subject;
            }
            left -= share;
        }
        Self::Hands
    }

    /// The beam that a radiographer would choose for it.
    pub fn beam(self) -> Beam {
        match self {
            Self::Hands | Self::Ring => beam::LIMB,
            Self::Foot => beam::FOOT,
            Self::Knee => beam::KNEE,
            Self::Skull => beam::HEAD,
            Self::Jaw => beam::JAW,
            Self::Ribs => beam::CHEST,
            Self::Pelvis => beam::PELVIS,
        }
    }

    /// Everything that shades the film, lead letters included, and where the clinic's label is, if it is on this
    /// piece of film.
    pub fn absorbers(self, draw: &mut Draw) -> (Vec<Absorber>, Option<Label>) {
        let one_side = if draw.chance(0.5) { 'Л' } else { 'П' };
        let (mut absorbers, leads) = match self {
            Self::Hands => (pose::hands(draw), vec![('Л', [-13.0, -95.0]), ('П', [13.0, -95.0])]),
            Self::Ring => {
                let (absorbers, letter) = pose::ring(draw);
                (absorbers, vec![(letter, [-74.0, 62.0])])
            }
            Self::Ribs => (ribs::chest(draw), vec![('П', [-62.0, 86.0])]),
            Self::Skull => (skull::head(draw), vec![(one_side, [84.0, 58.0])]),
            Self::Pelvis => (pelvis::pelvis(draw), vec![('П', [-46.0, 90.0])]),
            Self::Foot => foot::feet(draw),
            Self::Knee => {
                let (absorbers, letter) = knee::knee(draw);
                (absorbers, vec![(letter, [0.0, 93.0])])
            }
            Self::Jaw => (jaw::jaw(draw), vec![(one_side, [0.0, -97.0])]),
        };
        for (letter, at) in leads {
            let at = [at[0] + draw.bell(1.5), at[1] + draw.bell(1.5)];
            absorbers.extend(lead::letter(letter, at, draw.bell(7.0)));
        }
        // Most discs were cut from the middle of a larger sheet.
        let label = draw.chance(0.4).then(|| Label::new(draw));
        absorbers.extend(label.as_ref().map(Label::window));
        (absorbers, label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_turns_up_as_often_as_it_should() {
        assert_eq!(SUBJECTS.iter().map(|(_, share)| share).sum::<u32>(), 100);
        for (subject, share) in SUBJECTS {
            let drawn = (0..20_000).filter(|seed| Subject::of(*seed) == subject).count() as f64 / 200.0;
            // Three standard deviations of 20 000 draws are 0.9 per cent at most.
            assert!((drawn - f64::from(share)).abs() < 0.9, "{subject:?}: {drawn} %");
        }
    }
}
