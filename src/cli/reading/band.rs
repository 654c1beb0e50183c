//! Where a band ends.

use serde::Serialize;

use crate::measure::energy::Band as Told;

/// Ends of what is looked at.
const ENDS_HZ: (f64, f64) = (25.0, 20_000.0);
/// What a band's level is compared with.
const MIDDLE_HZ: (f64, f64) = (300.0, 2000.0);
/// From here the ends are looked for.
const START_HZ: f64 = 800.0;
/// Steps to an octave.
const STEPS: i32 = 12;
/// A hole as wide as this many steps is an end; a narrower one is the music's.
const HOLE_STEPS: i32 = 12;
/// A gain that errs by more than this part of the limit is not told.
const VAGUE: f64 = 0.35;
/// Told bands next to an end that lie further apart than so many octaves tell only where it is at least.
const GAP_OCTAVES: f64 = 0.34;

/// An end of a band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct End {
    /// Where it is …
    pub hz: f64,
    /// … or from where on it could not be looked for: it lies further out.
    pub is_further: bool,
}

/// Lower and upper end of a band.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Lower end.
    pub low: End,
    /// Upper end.
    pub high: End,
}

/// Where a curve in dB has fallen so far below its mean from 300 Hz to 2 kHz, on either side, and stays there for an octave.
pub(super) fn around(level_db: impl Fn(f64) -> f64, fallen_db: f64) -> Band {
    until(level_db, fallen_db, ENDS_HZ.1)
}

/// The same of a curve that is known up to a frequency.
pub(super) fn until(level_db: impl Fn(f64) -> f64, fallen_db: f64, highest_hz: f64) -> Band {
    let hz = |n: i32| START_HZ * 2f64.powf(f64::from(n) / f64::from(STEPS));
    let middle: Vec<f64> = (-17..=16)
        .step_by(4)
        .map(hz)
        .filter(|f| (MIDDLE_HZ.0..MIDDLE_HZ.1).contains(f))
        .map(&level_db)
        .collect();
    let limit = middle.iter().sum::<f64>() / middle.len() as f64 - fallen_db;
    let end = |direction: i32, end_hz: f64| {
        let last = (f64::from(STEPS) * (end_hz / START_HZ).log2().abs() + 1e-9) as i32;
        let (mut inside, mut levels) = (0, vec![level_db(hz(0))]);
        for n in 1..=last {
            levels.push(level_db(hz(direction * n)));
            if levels[n as usize] >= limit {
                inside = n;
            } else if n - inside > HOLE_STEPS {
                break;
            }
        }
        if inside >= last {
            return End { hz: hz(direction * last), is_further: true };
        }
        // Between two steps, in a straight line.
        let (above, below) = (levels[inside as usize] - limit, limit - levels[inside as usize + 1]);
        let part = (above / (above + below).max(1e-9)).clamp(0.0, 1.0);
        let hz = START_HZ * 2f64.powf(f64::from(direction) * (f64::from(inside) + part) / f64::from(STEPS));
        End { hz, is_further: false }
    };
    Band { low: end(-1, ENDS_HZ.0), high: end(1, highest_hz) }
}

/// Where the gain is 3 dB below its mean from 300 Hz to 2 kHz for the last time; none where the song tells too little.
pub(super) fn of_gains(bands: &[Told]) -> Option<Band> {
    let middle: Vec<f64> = bands
        .iter()
        .filter(|band| (MIDDLE_HZ.0..=MIDDLE_HZ.1).contains(&band.centre_hz))
        .filter_map(|band| band.energy)
        .filter(|energy| energy.error < VAGUE * energy.gain)
        .map(|energy| energy.gain.ln())
        .collect();
    if middle.len() < 6 {
        return None;
    }
    let limit = (middle.iter().sum::<f64>() / middle.len() as f64).exp() * 10f64.powf(-0.3);
    let told: Vec<(f64, f64)> = bands
        .iter()
        .filter_map(|band| band.energy.map(|energy| (band.centre_hz, energy)))
        .filter(|(_, energy)| energy.error < VAGUE * limit.max(energy.gain))
        .map(|(hz, energy)| (hz, energy.gain / limit))
        .collect();
    let first = told.iter().position(|(_, gain)| *gain >= 1.0)?;
    let last = told.iter().rposition(|(_, gain)| *gain >= 1.0)?;
    let end = |inside: usize, outside: Option<usize>| {
        let (hz, gain) = told[inside];
        match outside.and_then(|n| told.get(n)) {
            Some((out_hz, out_gain)) if (out_hz / hz).log2().abs() < GAP_OCTAVES => {
                let (above, below) = (gain.ln(), -out_gain.max(1e-9).ln());
                let part = above / (above + below).max(1e-9);
                End { hz: hz * (out_hz / hz).powf(part), is_further: false }
            }
            _ => End { hz, is_further: true },
        }
    };
    Some(Band { low: end(first, first.checked_sub(1)), high: end(last, Some(last + 1)) })
}

/// A curve in dB over the band that is looked at, up to a frequency.
pub(super) fn curve(level_db: impl Fn(f64) -> f64, highest_hz: f64) -> Vec<(f64, f64)> {
    (-60..=60)
        .map(|n| START_HZ * 2f64.powf(f64::from(n) / f64::from(STEPS)))
        .filter(|hz| *hz <= highest_hz)
        .map(|hz| (hz, level_db(hz)))
        .collect()
}

/// The same of gains: where they are told.
pub(super) fn curve_of(bands: &[Told]) -> Vec<(f64, f64)> {
    let told = bands.iter().filter_map(|band| band.energy.map(|energy| (band.centre_hz, energy)));
    told.filter(|(_, energy)| energy.gain > 0.0 && energy.error < VAGUE * energy.gain)
        .map(|(hz, energy)| (hz, 10.0 * energy.gain.log10()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::energy::Energy;

    #[test]
    fn a_dip_of_the_music_is_no_end_and_a_fall_is() {
        // 12 dB an octave beyond 5 kHz, and a hole of half an octave at 2.5 kHz.
        let curve = |f: f64| {
            let hole = if (f / 2500.0).log2().abs() < 0.25 { -30.0 } else { 0.0 };
            hole - 12.0 * (f / 5000.0).log2().max(0.0)
        };
        let band = around(curve, 3.0);
        assert!((band.high.hz / (5000.0 * 2f64.powf(0.25)) - 1.0).abs() < 0.03, "{band:?}");
        assert!(!band.high.is_further && band.low.is_further, "{band:?}");
        let short = until(|_| 0.0, 3.0, 4000.0);
        assert!(short.high.is_further && (short.high.hz / 4000.0 - 1.0).abs() < 0.06, "{short:?}");
    }

    #[test]
    fn gains_that_err_are_not_told() {
        let band = |n: i32, error: f64| {
            let centre_hz = 100.0 * 2f64.powf(f64::from(n) / 12.0);
            let gain = if centre_hz < 4000.0 { 1.0 } else { (4000.0 / centre_hz).powi(6) };
            Told { centre_hz, energy: Some(Energy { gain, error, noise: 0.0, noise_error: 0.0, song: gain }) }
        };
        let all: Vec<Told> = (0..80).map(|n| band(n, 0.01)).collect();
        let found = of_gains(&all).unwrap();
        assert!((found.high.hz / 4490.0 - 1.0).abs() < 0.03 && !found.high.is_further, "{found:?}");
        assert!(found.low.is_further);
        // From 3 kHz on the song tells nothing.
        let vague: Vec<Told> = (0..80).map(|n| band(n, if n < 59 { 0.01 } else { 9.0 })).collect();
        let found = of_gains(&vague).unwrap();
        assert!(found.high.is_further && found.high.hz < 3100.0, "{found:?}");
        assert_eq!(of_gains(&[]), None);
    }
}
