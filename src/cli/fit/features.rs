//! What a copy is compared by: response, noise and floor in thirds of an octave, the swing once a turn, clicks.

use crate::cli::audio::Audio;
use crate::measure::spectrum::thirds;
use crate::measure::{clicks, compare, wow};
use crate::params::MAINS_50_RPM;

/// By how much discs cut alike differ: response, noise without clicks and with them in dB, the logarithms of clicks and swing.
const RESPONSE_DB: f64 = 0.15;
const NOISE_DB: f64 = 0.5;
const CLICKED_DB: f64 = 0.8;
pub(super) const CLICKS_LN: f64 = 0.12;
pub(super) const SWING_LN: f64 = 0.1;
/// Deviations from which a click is counted.
const HIGH_CLICK: f64 = 7.0;

/// All that is measured of a copy against a still one, each with what it errs by.
pub(super) fn features(dry: &Audio, copy: &Audio) -> Option<Vec<(f64, f64)>> {
    let rate_hz = f64::from(dry.sample_rate_hz);
    let (x, y) = (dry.mono(), copy.mono());
    let mut all = Vec::new();
    // The two halves differ by what slower grooves do.
    let halves = compare::compare_parts(&x, &y, rate_hz, 2)?;
    for found in &halves {
        let bands = thirds(80.0, 6300.0);
        let middle = thirds(400.0, 1600.0).into_iter().map(|f| found.response_db(f)).sum::<f64>() / 7.0;
        for f in bands {
            // Two recordings err; and no two discs are quite alike, which is the least of it.
            let error = |db: f64, least: f64| (2.0 * db * db + least * least).sqrt();
            // Where next to nothing of the song is left its response is chance.
            let response = (found.response_db(f) - middle).max(-30.0);
            let vague = RESPONSE_DB * 10f64.powf((-response - 10.0).max(0.0) / 12.0);
            all.push((response, error(found.response_error_db(f), vague)));
            all.push((found.floor_db(f) - middle, error(found.rest_error_db(f), NOISE_DB)));
            // A few clicks make most of the power.
            all.push((found.rest_db(f) - middle, error(found.rest_error_db(f), CLICKED_DB)));
        }
    }
    let turn = wow::line(&halves[0].speed(), MAINS_50_RPM / 60.0, halves[0].hop_seconds);
    all.push(((turn + 1e-4).ln(), SWING_LN));
    // Dust is a restorer's click as well: counted are those that stand out so far that hardly any dust is among them.
    let high = clicks::find_beyond(&y, rate_hz, HIGH_CLICK).len();
    let rate = high as f64 / (y.len() as f64 / rate_hz);
    all.push(((rate + 0.5).ln(), CLICKS_LN));
    Some(all)
}
