//! The cutting head: a resonance, and the rubber that damps what lies above it.
//!
//! Two low-passes of second order in a row, `f₀` with a `Q` of its own and 1.25 `f₀` with 0.6 (guessed). Both follow from what the knobs
//! say: the height of the peak, and where the head is 3 dB down. Measured in `tests/physics/lathe.rs`.

use std::sync::LazyLock;

use crate::chain::parts::section::{self, Section, gain};

/// Second pole pair relative to the resonance, and its Q: the rubber damping.
const SECOND: (f64, f64) = (1.25, 0.6);

/// The head that peaks by `peak_db` and is 3 dB down at `high_cut_hz`.
pub(super) fn sections(high_cut_hz: f32, peak_db: f32) -> [Section; 2] {
    let (f0_hz, q) = resonance(high_cut_hz, peak_db);
    [Section::low_pass(f0_hz, q), Section::low_pass(f0_hz * SECOND.0, SECOND.1)]
}

/// Resonance and Q of such a head.
///
/// The shape does not depend on the frequency, so both are looked up in a table made once, by search.
fn resonance(high_cut_hz: f32, peak_db: f32) -> (f64, f64) {
    const STEPS: usize = 24;
    const TOP_DB: f64 = 18.0;
    static TABLE: LazyLock<Vec<(f64, f64)>> =
        LazyLock::new(|| (0..=STEPS).map(|n| shape(TOP_DB * n as f64 / STEPS as f64)).collect());
    let place = (f64::from(peak_db) / TOP_DB * STEPS as f64).clamp(0.0, STEPS as f64 - 1e-9);
    let ((q0, c0), (q1, c1)) = (TABLE[place as usize], TABLE[place as usize + 1]);
    let part = place - libm::floor(place);
    (f64::from(high_cut_hz) / (c0 + (c1 - c0) * part), q0 + (q1 - q0) * part)
}

/// Builds the table of head shapes; called before the first block so that no block pays for it.
pub(in crate::chain) fn prepare_table() {
    let _ = resonance(4500.0, 5.0);
}

/// The Q that peaks by `peak_db`, and the −3 dB frequency relative to the resonance.
fn shape(peak_db: f64) -> (f64, f64) {
    let power = |q: f64, f: f64| {
        section::power_at(&[Section::low_pass(1.0, q), Section::low_pass(SECOND.0, SECOND.1)], f)
    };
    let peak = |q: f64| (0..400).map(|n| power(q, 0.2 + f64::from(n) * 0.003)).fold(1.0, f64::max);
    let bisect = |low: f64, high: f64, above: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (low, high);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if above(middle) { high = middle } else { low = middle }
        }
        (low + high) / 2.0
    };
    // The least peak that is still one.
    let wanted = gain(peak_db.max(0.05));
    let q = bisect(0.3, 30.0, &|q| peak(q) > wanted * wanted);
    (q, bisect(0.9, 4.0, &|f| power(q, f) < 0.5012))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_peaks_and_ends_where_the_knobs_say() {
        for (cut_hz, peak_db) in [(4500.0f32, 5.0f32), (3000.0, 0.5), (8000.0, 12.0), (4500.0, 2.2)] {
            let both = sections(cut_hz, peak_db);
            let db = |f: f64| 10.0 * section::power_at(&both, f).log10();
            let top = (1..2000).map(|n| db(f64::from(n) * 5.0)).fold(0.0, f64::max);
            assert!((top - f64::from(peak_db)).abs() < 0.35, "{cut_hz} {peak_db}: {top}");
            assert!(
                (db(f64::from(cut_hz)) + 3.0).abs() < 0.4,
                "{cut_hz} {peak_db}: {}",
                db(f64::from(cut_hz))
            );
        }
    }
}
