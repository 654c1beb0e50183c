//! The ids of parameters and of their values. Add at will; never rename, never remove.

use roentgenizdat::params::{Kind, PARAMETERS, Parameter};
use roentgenizdat::preset::{DEFAULT, FACTORY};

/// Every parameter in the order in which hosts number them, with the values of those that have named ones, in the order of
/// their numbers.
const PARAMETER_IDS: &str = "condition mix output level_match level_trim bypass listen=all,dirt keep_low follow \
    source_on source_kind=direct,shellac,shortwave source_amount \
    lathe_on lathe_machine=telefunken,copy,blunt,embosser lathe_drive lathe_low_cut lathe_high_cut lathe_head lathe_hum \
    film_on film_hiss film_tone film_bones film_picture=serial,hands,ring,ribs,skull,pelvis,foot,knee,jaw,imported film_reused=off,serial,always \
    crackle_on crackle_dust crackle_clicks crackle_scratches crackle_level crackle_clustering \
    warp_on warp_hole warp_curl warp_flutter warp_slip warp_speed=77.92,78.26,45,33,sync warp_beats=1/2,1,2,3,4,8 \
    wear_on wear_plays wear_by_playing wear_rate wear_needle wear_breakage \
    pickup_on pickup_player=gramophone,magnetic,crystal,piezo,radiola,modern pickup_force pickup_tracing pickup_tone \
    pickup_rumble pickup_hum disc_diameter disc_start disc_travel disc_needle=transport,always,signal disc_edges disc_swapped=off,tune disc_seam=seamless,needle \
    disc_channels=mono,stereo disc_latency=live,aligned disc_quality=eco,standard,high \
    disc_offline_quality=same,high perform_brake disc_serial";

/// Every factory preset. Hosts and command lines name them so.
const PRESET_IDS: &str = include_str!("../data/old/presets.txt");

fn named(parameter: &Parameter) -> String {
    match parameter.kind {
        Kind::Choice(values) => {
            let ids: Vec<&str> = values.iter().map(|named| named.id).collect();
            format!("{}={}", parameter.id, ids.join(","))
        }
        _ => parameter.id.to_string(),
    }
}

#[test]
fn every_id_of_a_parameter_and_of_a_value_is_as_it_was() {
    let ids: Vec<String> = PARAMETERS.iter().map(named).collect();
    assert_eq!(ids, PARAMETER_IDS.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn no_two_ids_have_one_number_in_a_host() {
    // The number that nice-plug makes of an id, for CLAP and VST3 alike.
    let number =
        |id: &str| id.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let mut numbers: Vec<u32> =
        PARAMETERS.iter().map(|parameter| number(parameter.id) & 0x7fff_ffff).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), PARAMETERS.len());
}

#[test]
fn every_preset_that_there_was_is_there() {
    let missing: Vec<&str> =
        PRESET_IDS.lines().filter(|slug| !FACTORY.iter().any(|factory| factory.slug == *slug)).collect();
    assert!(missing.is_empty() && PRESET_IDS.lines().count() >= 51, "{missing:?}");
    assert_eq!((DEFAULT, FACTORY[0].slug), ("leningrad-1950s", "leningrad-1950s"));
}
