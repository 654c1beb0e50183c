//! How what lights up falls back: in time, however many frames that takes. The times are chosen by eye.

/// What a meter takes to fall to 37 %, in seconds: 27 dB in one.
pub(super) const METER_SECONDS: f32 = 0.32;
/// The same for the light of a click.
pub(super) const FLASH_SECONDS: f32 = 0.095;
/// The same for a line of the spectrum, up or down.
pub(super) const SPECTRUM_SECONDS: f32 = 0.12;

/// What is left after some seconds, of what takes `to_37_percent_seconds` to fall so far.
pub(super) fn remaining(to_37_percent_seconds: f32, seconds: f32) -> f32 {
    (-seconds / to_37_percent_seconds).exp()
}
