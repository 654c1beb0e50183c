//! T7: WEAR: lives, monotony. What the disc remembers is in `passes.rs`.

use crate::common::*;
use roentgenizdat::chain::pickup::player;
use roentgenizdat::chain::wear_law;
use roentgenizdat::params::{Player, Settings, SourceKind};

/// The outer groove held, so that plays are all that changes; nothing swims, so that tones can be measured.
fn held(plays: f32) -> Settings {
    Settings {
        wear_plays: plays,
        disc_travel: 0.0,
        warp_on: false,
        source_kind: SourceKind::Direct,
        ..leningrad()
    }
}

/// Hiss of a silent groove, 100 Hz–8 kHz, in dB.
fn hiss_db(settings: &Settings, seconds: f64) -> f64 {
    db(band_rms(&play(settings, &silence(seconds)), 100.0, 8000.0))
}

/// Level of a quiet tone at a moment of the side, in dB.
fn level_db(settings: &Settings, f_hz: f64, at_s: f64) -> f64 {
    let song = sine(f_hz, 0.02, 1.0);
    let out = play_at(&mut chain(settings, 1953, rate()), &song, at(at_s) as i64, 1024);
    db(tone(&out[at(0.5)..], f_hz).norm())
}

/// Seconds into a 23 cm side at which the groove passes at this speed.
fn when(v_m_s: f64) -> f64 {
    let rev_hz = 77.92 / 60.0;
    (109.0 - v_m_s * 1e3 / std::f64::consts::TAU / rev_hz) / 0.25 / rev_hz
}

/// Damage that a listener would infer: hiss +14 dB at 1 in the groove, of which the groove's own loss of level, as a quiet
/// tone tells it, is taken off again.
fn damage_heard(pickup_player: Player, plays: f32, at_s: f64) -> f64 {
    let only_film = Settings {
        pickup_player,
        wear_needle: 0.0,
        disc_travel: 100.0,
        crackle_on: false,
        lathe_on: false,
        lathe_hum: -80.0,
        pickup_rumble: -80.0,
        film_bones: 0.0,
        pickup_on: false,
        ..held(0.0)
    };
    let hiss = |wear_plays: f32| {
        let settings = Settings { wear_plays, ..only_film };
        let out = play_at(&mut chain(&settings, 1953, rate()), &silence(4.0), at(at_s) as i64, 1024);
        // Where worn film tilts neither up nor down.
        db(band_rms(&out, 300.0, 1200.0))
    };
    let tone = |wear_plays: f32| level_db(&Settings { wear_plays, film_on: false, ..only_film }, 500.0, at_s);
    ((hiss(plays) - hiss(0.0)) - (tone(plays) - tone(0.0))) / 14.0
}

#[test]
fn a_life_is_five_plays_of_steel_and_thirty_five_of_a_piezo() {
    each_rate(|| {
        // Half-way through a side, where the typical programme bends the groove as in the formula.
        let middle = when(0.628);
        law(
            "T7.1",
            "damage after 5 plays under a gramophone",
            damage_heard(Player::Gramophone, 5.0, middle),
            0.66..=0.74,
            "",
        );
        law(
            "T7.1",
            "damage after 35 plays under a piezo",
            damage_heard(Player::Piezo, 35.0, middle),
            0.66..=0.74,
            "",
        );
    });
    for (player, plays) in [(Player::Gramophone, 5.0), (Player::Piezo, 35.0)] {
        let weight_g = player::spec(player).weight_g;
        let damage = wear_law::damage(plays / wear_law::life_plays(weight_g, 0.0, 0.175));
        law("T7.1", "the same by the law itself", damage, 0.68..=0.72, "");
    }
}

#[test]
fn bent_grooves_die_first() {
    let at_bend = |bend: f64| wear_law::damage(35.0 / wear_law::life_plays(12.0, 0.0, bend));
    law("T7.5", "damage of a silent groove, 35 plays", at_bend(0.0), 0.60..=0.64, "");
    law("T7.5", "of a typical one", at_bend(0.175), 0.68..=0.72, "");
    law("T7.5", "of a loud one, Rκ 0.5", at_bend(0.5), 0.93..=0.97, "");
}

/// Hiss in dB, clicks, level of 4 kHz in dB.
type Heard = (f64, usize, f64);

#[test]
fn with_every_play_more_noise_and_less_treble() {
    each_rate(|| {
        let steps: Vec<Heard> = [0.0, 5.0, 10.0, 20.0, 40.0]
            .into_iter()
            .map(|plays| {
                let only_clicks = Settings {
                    film_on: false,
                    pickup_rumble: -80.0,
                    lathe_hum: -80.0,
                    crackle_dust: 0.0,
                    crackle_clicks: 8.0,
                    crackle_clustering: 0.0,
                    pickup_on: false,
                    ..held(plays)
                };
                let found = onsets(&play(&only_clicks, &silence(20.0)), rate()).len();
                (hiss_db(&held(plays), 6.0), found, level_db(&clean(held(plays)), 4000.0, 0.0))
            })
            .collect();
        let least = |change: &dyn Fn(&[Heard]) -> f64| steps.windows(2).map(change).fold(f64::MAX, f64::min);
        law("T7.2", "least rise of hiss in a step of plays", least(&|w| w[1].0 - w[0].0), 1.0..=14.0, "dB");
        law("T7.2", "least rise of clicks", least(&|w| w[1].1 as f64 - w[0].1 as f64), 1.0..=1e4, "");
        law("T7.2", "least fall of 4 kHz", least(&|w| w[0].2 - w[1].2), 0.3..=20.0, "dB");
    });
}

#[test]
fn a_life_takes_3_db_of_treble() {
    each_rate(|| {
        for (pickup_player, plays, what) in [
            (Player::Gramophone, 5.0, "tilt 4 kHz − 1 kHz after a life, gramophone"),
            (Player::Piezo, 35.0, "the same, piezo"),
        ] {
            let tilt = |plays: f32| {
                let settings = Settings {
                    pickup_player,
                    wear_needle: 0.0,
                    disc_travel: 100.0,
                    pickup_tracing: 0.0,
                    ..clean(held(plays))
                };
                level_db(&settings, 4000.0, when(0.6)) - level_db(&settings, 1000.0, when(0.6))
            };
            law("T7.3", what, tilt(plays) - tilt(0.0), -4.0..=-2.6, "dB");
        }
    });
}

#[test]
fn treble_dies_first_where_the_groove_is_slow() {
    each_rate(|| {
        let loss_db = |v_m_s: f64| {
            let level = |plays: f32| {
                let settings = Settings { disc_travel: 100.0, pickup_tracing: 0.0, ..clean(held(plays)) };
                level_db(&settings, 3000.0, when(v_m_s)) - level_db(&settings, 300.0, when(v_m_s))
            };
            level(0.0) - level(35.0)
        };
        law("T7.4", "3 kHz lost at 0.4 m/s over that at 0.88", loss_db(0.4) / loss_db(0.88), 3.0..=100.0, "");
    });
}

#[test]
fn drawing_plays_over_a_song_makes_no_zipper() {
    each_rate(|| {
        // A quiet 200 Hz tone while plays rise from 0 to 40: the spectrum stays free of grid-rate sidebands.
        let settings = clean(held(0.0));
        let mut chain = chain(&settings, 1953, rate());
        let song = sine(200.0, 0.1, 10.0);
        let mut out = Vec::new();
        for (n, part) in song.chunks(64).enumerate() {
            let plays = 40.0 * (n * 64) as f32 / song.len() as f32;
            chain.set(&Settings { wear_plays: plays, ..settings });
            out.extend(play_at(&mut chain, part, (n * 64) as i64, 64));
        }
        // Plain steps of plays would come at the grid's rate.
        let grid_hz = rate() / 32.0;
        let steady = &out[at(1.0)..];
        let worst = [grid_hz - 200.0, grid_hz + 200.0, 2.0 * grid_hz - 200.0, 2.0 * grid_hz + 200.0]
            .map(|f| db(tone(steady, f).norm() / tone(steady, 200.0).norm()))
            .into_iter()
            .fold(f64::MIN, f64::max);
        law("T7.2", "zipper while plays are drawn, grid sidebands", worst, -300.0..=-80.0, "dBc");
        let step = |x: &[f32]| x.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        let constant = step(&play(&clean(held(0.0)), &song)[at(0.1)..]);
        assert!(step(&out[at(0.1)..]) < 1.1 * constant);
    });
}
