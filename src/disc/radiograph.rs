//! The picture on the film: a radiograph made from a number, in closed form.
//!
//! ```text
//! seed ──▶ subject ──▶ anatomy ──▶ absorbers ──▶ grid ──▶ T = exp(−Σ μ · chord) ──▶ film ──▶ grain
//! ```
//!
//! | file | what it knows |
//! | --- | --- |
//! | `draw` | lots, from the seed |
//! | `subject` | what a film can show, how often, and its lead letters |
//! | `person`, `beam` | who lay there; how hard the rays were |
//! | `pose`, `hand`, `rays`, `wrist`, `carpus` | hands |
//! | `ribs`, `skull`, `pelvis`, `foot`, `knee`, `jaw` | the others; `spine`, `mandible`, `teeth` are shared |
//! | `lead`, `letters` | side markers, the window of the clinic's label |
//! | `sketch`, `frame`, `bone`, `outline` | how a part is told in its own millimetres and laid on the sheet |
//! | `absorber`, `tube`, `pebble`, `strand` | the solids and the chord of a ray through each |
//! | `grid` | which absorbers a ray can meet; the law of Beer and Lambert; scatter |
//! | `film` | exposure, blur, the characteristic curve |
//! | `grain` | silver, and the weave of spongy bone |
//!
//! Another subject is another list of absorbers. The arithmetic is `+ − × ÷ √` and the crate `libm`, so a seed
//! is the same film everywhere, to the bit.

mod draw;
mod subject;
mod person;
mod beam;
mod pose;
mod hand;
mod rays;
mod wrist;
mod carpus;
mod ribs;
mod spine;
mod skull;
mod mandible;
mod teeth;
mod jaw;
mod pelvis;
mod foot;
mod knee;
mod sketch;
mod frame;
mod bone;
mod outline;
pub mod letters;
mod lead;
mod absorber;
mod tissue;
mod tube;
mod pebble;
mod strand;
mod grid;
mod film;
mod grain;

use std::sync::Arc;

use super::imported::Imported;
use draw::Draw;
use film::Film;
use frame::SHEET_RADIUS_MM;
use grid::Grid;
pub use lead::Label;
pub use subject::{SUBJECTS, Subject};

/// One exposed sheet: where each absorber lies; closed form, no pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Radiograph {
    seed: u64,
    sheet_per_disc: f64,
    exposure: Exposure,
    label: Option<Label>,
}

/// What blackened the film.
#[derive(Clone, Debug, PartialEq)]
enum Exposure {
    /// Rays, through somebody.
    Rays { film: Film, grid: Grid },
    /// A picture of one's own.
    Imported(Arc<Imported>),
}

impl Radiograph {
    /// Lays the sheet out; takes most of a millisecond and allocates.
    ///
    /// - `seed`: any; the same seed is the same picture on every machine.
    /// - `disc_radius_mm`: the picture fills a disc of this radius, above 1 mm.
    pub fn new(seed: u64, subject: Subject, disc_radius_mm: f64) -> Self {
        let mut draw = Draw::new(seed);
        let film = Film::new(subject.beam(), &mut draw);
        let (absorbers, label) = subject.absorbers(&mut draw);
        let sheet_per_disc = sheet_per_disc(disc_radius_mm);
        let exposure = Exposure::Rays { film, grid: Grid::new(subject.beam(), absorbers) };
        Self { seed, sheet_per_disc, exposure, label }
    }

    /// A film that shows a picture of one's own; the seed is that of its grain.
    pub fn of_picture(seed: u64, picture: Arc<Imported>, disc_radius_mm: f64) -> Self {
        let sheet_per_disc = sheet_per_disc(disc_radius_mm);
        Self { seed, sheet_per_disc, exposure: Exposure::Imported(picture), label: None }
    }

    /// Optical density of the film at a point, mm from the disc's centre (x right, y up), `0.2..=2.8`.
    ///
    /// Low where a bone held the rays back, high in the open. Without blur and grain: those are the eye's.
    pub fn density(&self, x_mm: f64, y_mm: f64) -> f32 {
        let at = self.on_sheet([x_mm, y_mm]);
        match &self.exposure {
            Exposure::Rays { film, grid } => developed(film, grid, at, grid.attenuation(at)),
            Exposure::Imported(picture) => imported(picture, at),
        }
    }

    /// Density over the groove: `angles` columns by `radii` rows, row by row, from the outer radius to the inner.
    ///
    /// Element `row * angles + column` lies `column / angles` turns from the x axis towards the y axis; each is
    /// [`Radiograph::density`] at that point.
    pub fn polar(&self, angles: usize, radii: usize, r_outer_mm: f64, r_inner_mm: f64) -> Vec<f32> {
        let directions: Vec<[f64; 2]> = (0..angles)
            .map(|i| i as f64 / angles as f64 * (2.0 * core::f64::consts::PI))
            .map(|a| [libm::cos(a), libm::sin(a)])
            .collect();
        let step_mm = if radii > 1 { (r_inner_mm - r_outer_mm) / (radii - 1) as f64 } else { 0.0 };
        let mut densities = Vec::with_capacity(angles * radii);
        let mut rays = Vec::with_capacity(angles);
        for row in 0..radii {
            let r = r_outer_mm + row as f64 * step_mm;
            let places = directions.iter().map(|[c, s]| self.on_sheet([r * c, r * s]));
            match &self.exposure {
                Exposure::Rays { film, grid } => {
                    // Two passes: the geometry branches, the film does not, and each runs faster alone.
                    rays.clear();
                    rays.extend(places.map(|at| (at, grid.attenuation(at))));
                    densities.extend(
                        rays.iter().map(|(at, attenuation)| developed(film, grid, *at, *attenuation)),
                    );
                }
                Exposure::Imported(picture) => densities.extend(places.map(|at| imported(picture, at))),
            }
        }
        densities
    }

    /// The clinic's label, if it is on this piece of film.
    pub fn label(&self) -> Option<&Label> {
        self.label.as_ref()
    }

    /// Millimetres of the sheet to one of the disc.
    pub fn sheet_per_disc(&self) -> f64 {
        self.sheet_per_disc
    }

    /// The picture as one sees it: optical densities, `px` by `px` over twice the disc's radius, the top row first.
    ///
    /// With the blur of the focal spot and the grain of the film; `0.2..=2.8`. Some 30 ms at 768 px.
    pub fn picture(&self, px: usize) -> Vec<f32> {
        if px == 0 {
            return Vec::new();
        }
        let pixel_mm = 2.0 * SHEET_RADIUS_MM / px as f64;
        let centre_mm = |i: usize| (i as f64 + 0.5) * pixel_mm - SHEET_RADIUS_MM;
        let places = (0..px * px).map(|i| [centre_mm(i % px), -centre_mm(i / px)]);
        let mut picture: Vec<f32> = match &self.exposure {
            Exposure::Rays { film, grid } => {
                let mut picture =
                    places.map(|at| grid::transmission(grid.attenuation(at)) as f32).collect::<Vec<f32>>();
                film.develop(&mut picture, px, grid);
                picture
            }
            Exposure::Imported(own) => places.map(|at| imported(own, at)).collect(),
        };
        grain::add_grain(&mut picture, px, pixel_mm, self.seed);
        picture.iter_mut().for_each(|d| *d = film::on_scale(f64::from(*d)));
        picture
    }

    fn on_sheet(&self, disc_mm: [f64; 2]) -> [f64; 2] {
        [disc_mm[0] * self.sheet_per_disc, disc_mm[1] * self.sheet_per_disc]
    }
}

/// Millimetres of the sheet to one of a disc.
fn sheet_per_disc(disc_radius_mm: f64) -> f64 {
    SHEET_RADIUS_MM / disc_radius_mm.max(1.0)
}

#[inline]
fn developed(film: &Film, grid: &Grid, at: [f64; 2], attenuation: f64) -> f32 {
    film::on_scale(film.density(at, grid::transmission(attenuation), grid.surroundings(at)))
}

fn imported(picture: &Imported, at: [f64; 2]) -> f32 {
    film::on_scale(picture.density(at[0] / SHEET_RADIUS_MM, at[1] / SHEET_RADIUS_MM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::hash::mix;

    /// Of the map and the picture of every subject.
    const PRINTS: [u64; 16] = [
        0x8b2d_6c59_f321_11b7,
        0x88a6_4b6f_e03e_d512,
        0x3f90_ad36_471b_6111,
        0xa5b8_ea16_f286_c3ec,
        0x53c3_a972_231d_4fd1,
        0xca16_ab37_6a66_72ce,
        0x8103_9a0e_b0a7_1478,
        0x6d6b_29a6_0618_01ae,
        0x55c7_8d8b_d9ea_1915,
        0x2d30_3f43_dd6f_3e6a,
        0x31b6_554c_fbd0_a28e,
        0x7261_81dc_d7a2_2125,
        0xde86_745e_8d15_889a,
        0xa6be_c095_1782_f5d0,
        0xc18b_89db_2728_4cf7,
        0x07e7_5180_b097_52a4,
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
}
