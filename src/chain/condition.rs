//! The macro `condition`: one number from a clean copy (0) over the disc as set (100) to beyond (150).
//!
//! Below 100 %, with `c` from 0 to 1: amounts × c, levels −40(1 − c) dB, band edges and tone towards 20 Hz
//! and 20 kHz on a logarithmic scale, drive, head and tracing towards 0. Above, amounts × c and the band as set.

use super::settings::Settings;

/// The whole of hearing: where the band edges go at 0 %.
pub(super) const WIDEST_HZ: (f32, f32) = (20.0, 20_000.0);
/// How far levels fall at 0 %.
const FALL_DB: f32 = 40.0;

/// Settings with `condition` worked into all the others.
pub fn applied(settings: &Settings) -> Settings {
    let c = settings.condition / 100.0;
    let mut s = *settings;
    for amount in [
        &mut s.crackle_dust,
        &mut s.crackle_clicks,
        &mut s.crackle_scratches,
        &mut s.warp_hole,
        &mut s.warp_curl,
        &mut s.warp_flutter,
        &mut s.warp_slip,
        &mut s.wear_plays,
        &mut s.source_amount,
    ] {
        *amount *= c;
    }
    s.source_amount = s.source_amount.min(100.0);
    if c < 1.0 {
        let fall_db = FALL_DB * (1.0 - c);
        // A level that is off stays off: it is below its range already.
        s.film_hiss -= fall_db;
        s.lathe_hum -= fall_db;
        s.pickup_rumble -= fall_db;
        s.crackle_level -= fall_db;
        s.lathe_drive *= c;
        s.lathe_head *= c;
        s.pickup_tracing *= c;
        s.lathe_low_cut = towards(WIDEST_HZ.0, s.lathe_low_cut, c);
        s.lathe_high_cut = towards(WIDEST_HZ.1, s.lathe_high_cut, c);
        s.pickup_tone = towards(WIDEST_HZ.1, s.pickup_tone, c);
    }
    s
}

/// Between two frequencies, on a logarithmic scale.
pub(super) fn towards(clean_hz: f32, set_hz: f32, c: f32) -> f32 {
    clean_hz * libm::powf(set_hz / clean_hz, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_100_nothing_changes() {
        let settings = Settings::default();
        assert_eq!(applied(&settings), settings);
    }

    #[test]
    fn at_0_the_copy_is_clean() {
        let clean = applied(&Settings { condition: 0.0, ..Settings::default() });
        assert_eq!((clean.wear_plays, clean.warp_hole, clean.crackle_dust), (0.0, 0.0, 0.0));
        assert_eq!((clean.lathe_low_cut, clean.lathe_high_cut), (20.0, 20_000.0));
        assert!(clean.film_hiss <= -60.0);
    }

    #[test]
    fn every_step_up_is_worse() {
        let at = |condition| applied(&Settings { condition, ..Settings::default() });
        for step in 0..15 {
            let (less, more) = (at(step as f32 * 10.0), at(step as f32 * 10.0 + 10.0));
            assert!(more.wear_plays > less.wear_plays && more.warp_hole > less.warp_hole);
            assert!(more.lathe_high_cut <= less.lathe_high_cut && more.film_hiss >= less.film_hiss);
        }
    }
}
