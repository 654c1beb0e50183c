//! Whole pictures of every subject.

use super::*;
use crate::disc::hash::mix;

/// Of the map and the picture of every subject.
const PRINTS: [u64; 16] = [
    0x6bfd_da0d_d744_9897,
    0x3d61_4780_5723_ae5a,
    0x9b5a_6261_d776_77b1,
    0x78a2_f43d_de9e_5f21,
    0x7a30_7774_95d1_c8f4,
    0xb8c3_6485_111d_13f4,
    0x8683_d120_c4ec_cf0e,
    0x357f_1fb3_88cf_ebb6,
    0x20c8_17f3_0fc5_1989,
    0x49a1_b9ea_037d_2bb1,
    0xff72_d546_c194_78ec,
    0x9f0f_7f9c_abf4_0571,
    0x837c_696a_54aa_41d7,
    0x8a62_5602_636a_dad2,
    0x96bf_9e2f_3706_ebe0,
    0xbe8f_9c82_344b_53ff,
];

fn radiograph(seed: u64) -> Radiograph {
    Radiograph::new(seed, Subject::Hands, SHEET_RADIUS_MM)
}

fn every_subject(seed: u64) -> impl Iterator<Item = (Subject, Radiograph)> {
    SUBJECTS.iter().map(move |(subject, _)| (*subject, Radiograph::new(seed, *subject, SHEET_RADIUS_MM)))
}

fn print(densities: &[f32]) -> u64 {
    densities.iter().fold(0, |hash, d| mix(hash ^ u64::from(d.to_bits())))
}

#[test]
fn one_seed_is_one_picture() {
    for ((_, a), ((_, again), (_, b))) in every_subject(5).zip(every_subject(5).zip(every_subject(6))) {
        assert_eq!(a, again);
        assert_eq!(a.picture(96), again.picture(96));
        assert_ne!(a.polar(64, 8, 109.0, 50.0), b.polar(64, 8, 109.0, 50.0));
        assert_ne!(a.picture(96), b.picture(96));
    }
}

#[test]
fn the_picture_is_the_same_on_every_machine() {
    let prints: Vec<u64> = every_subject(1953)
        .flat_map(|(_, film)| [film.polar(128, 32, 109.0, 50.0), film.picture(96)])
        .map(|d| print(&d))
        .collect();
    assert_eq!(prints, PRINTS, "{prints:#018x?}");
}

#[test]
fn densities_stay_on_scale() {
    for (subject, film) in (0..6).flat_map(every_subject) {
        let all = [film.polar(128, 32, 115.0, 2.0), film.picture(100)].concat();
        assert!(all.iter().all(|d| (0.2..=2.8).contains(d)), "{subject:?}");
    }
    for far in [f64::NAN, f64::INFINITY, -1e300] {
        assert!((0.2..=2.8).contains(&radiograph(0).density(far, 0.0)));
    }
}

#[test]
fn every_subject_is_exposed_so_that_bones_are_clear_and_the_rest_is_dark() {
    for seed in 0..24 {
        for (subject, film) in every_subject(seed) {
            let mut sorted = film.polar(256, 64, 109.0, 20.0);
            sorted.sort_by(f32::total_cmp);
            let part = |fraction: f64| sorted[(fraction * sorted.len() as f64) as usize];
            let (bone, open) = (part(0.04), part(0.75));
            let (clear, dark) = if subject == Subject::Hands { (1.0, 1.9) } else { (1.2, 1.3) };
            assert!(bone < clear && open > dark, "{subject:?}, seed {seed}: bone {bone}, open {open}");
            assert!(open - bone > 0.9, "{subject:?}, seed {seed}: bone {bone}, open {open}");
        }
    }
}

#[test]
fn some_films_have_a_label_and_it_is_clear() {
    let labelled = (0..40).map(radiograph).filter(|film| film.label().is_some()).count();
    assert!((6..=28).contains(&labelled), "{labelled} of 40");
    let film = (0..40).map(radiograph).find(|film| film.label().is_some()).unwrap();
    let Label { centre: [x, y], .. } = *film.label().unwrap();
    assert!(film.density(x, y) < 0.25, "{}", film.density(x, y));
}

#[test]
fn the_map_of_the_groove_is_the_density_at_its_nodes() {
    let film = radiograph(77);
    let map = film.polar(90, 5, 100.0, 60.0);
    for (row, column) in [(0, 0), (0, 45), (2, 13), (4, 89)] {
        let (r, a) = (100.0 - 10.0 * row as f64, column as f64 / 90.0 * (2.0 * core::f64::consts::PI));
        assert_eq!(map[row * 90 + column], film.density(r * libm::cos(a), r * libm::sin(a)));
    }
}

#[test]
fn a_small_disc_carries_the_whole_picture() {
    let small = Radiograph::new(8, Subject::Hands, 0.5 * SHEET_RADIUS_MM);
    assert_eq!(small.density(20.0, -15.0), radiograph(8).density(40.0, -30.0));
}

#[test]
fn nothing_is_a_size_too() {
    let film = radiograph(1);
    assert!(film.picture(0).is_empty() && film.polar(0, 9, 100.0, 50.0).is_empty());
    assert!(film.polar(9, 0, 100.0, 50.0).is_empty());
    assert_eq!(film.picture(1).len(), 1);
}

#[test]
fn no_two_serials_show_one_template() {
    // Correlation of two pictures of one subject, the disc's own turn undone: bodies, poses and exposures differ.
    for (subject, _) in SUBJECTS {
        let films: Vec<Vec<f32>> = (0..16)
            .map(|seed| {
                let mut film = Radiograph::new(mix(seed), subject, SHEET_RADIUS_MM);
                film.cut = Cut::UPRIGHT;
                film.polar(120, 24, 100.0, 30.0)
            })
            .collect();
        let correlation = |a: &[f32], b: &[f32]| {
            let mean = |x: &[f32]| x.iter().map(|v| f64::from(*v)).sum::<f64>() / x.len() as f64;
            let (ma, mb) = (mean(a), mean(b));
            let product = |x: &[f32], mx: f64, y: &[f32], my: f64| -> f64 {
                x.iter().zip(y).map(|(x, y)| (f64::from(*x) - mx) * (f64::from(*y) - my)).sum()
            };
            product(a, ma, b, mb) / (product(a, ma, a, ma) * product(b, mb, b, mb)).sqrt()
        };
        let mut pairs: Vec<f64> = (0..16)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| correlation(&films[i], &films[j]))
            .collect();
        pairs.sort_by(f64::total_cmp);
        let (middle, highest) = (pairs[pairs.len() / 2], pairs[pairs.len() - 1]);
        println!("{subject:?}: middle {middle:.3}, highest {highest:.3}");
        assert!(middle < 0.9 && highest < 0.97, "{subject:?}: middle {middle:.3}, highest {highest:.3}");
    }
}

#[test]
fn a_small_disc_shows_as_much_of_its_sheet_as_a_large_one() {
    for (radius_mm, wanted) in [(115.0, 1.0), (57.5, 2.0)] {
        assert_eq!(Radiograph::new(7, Subject::Skull, radius_mm).sheet_per_disc(), wanted);
    }
}
