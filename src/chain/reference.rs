//! What levels and bands are counted from: the reference record, and the curve it is cut with.

use super::parts::kept::Kept;
use super::parts::section::gain;

/// The reference: 1 kHz lateral at 8 cm/s peak, 5.7 rms (the AES coarse-groove calibration disc).
pub const REFERENCE_CM_S: f32 = 8.0;
/// The same as a root mean square.
pub(super) const REFERENCE_RMS_CM_S: f32 = REFERENCE_CM_S * std::f32::consts::FRAC_1_SQRT_2;
/// Groove velocity of digital full scale: −12 dBFS peak is the reference, so 0 dBFS is far past the
/// overcut limit. At −14 LUFS modern music is just at it.
pub const FULL_SCALE_CM_S: f32 = REFERENCE_CM_S * 3.981_072;
/// Turnover of the cutting characteristic: 250–500 Hz by maker, 354 Hz in IEC 98 (1958).
pub(in crate::chain) const TURNOVER_HZ: f64 = 300.0;
/// Soviet mains.
pub(in crate::chain) const MAINS_HZ: f64 = 50.0;

/// Rms of a level knob, in cm/s, raised by `more_db`; 0 where the knob is at `off_db`. `kept` is of this knob alone.
pub(in crate::chain) fn rms_cm_s(knob_db: f32, off_db: f32, more_db: f64, kept: &mut Kept) -> f32 {
    if knob_db <= off_db {
        0.0
    } else {
        kept.at(f64::from(knob_db) + more_db, gain) as f32 * REFERENCE_RMS_CM_S
    }
}

/// Peak velocity of the reference, in cm/s, times a level in dB.
pub(in crate::chain) fn velocity_cm_s(level_db: f32) -> f32 {
    REFERENCE_CM_S * gain(f64::from(level_db)) as f32
}
