//! The picture on the film: a radiograph made from a number, in closed form.
//!
//! ```text
//! seed ──▶ pose ──▶ hand, wrist ──▶ absorbers ──▶ grid ──▶ T = exp(−Σ μ · chord) ──▶ film ──▶ grain
//! ```
//!
//! | file | what it knows |
//! | --- | --- |
//! | `draw` | lots, from the seed |
//! | `pose`, `frame` | two hands on one sheet |
//! | `hand`, `rays`, `wrist`, `carpus`, `bone` | anatomy, in the hand's own millimetres |
//! | `absorber`, `tube`, `pebble` | three solids and the chord of a ray through each; attenuation coefficients |
//! | `grid` | which absorbers a ray can meet; the law of Beer and Lambert; scatter |
//! | `film` | exposure, blur, the characteristic curve |
//! | `grain` | silver, and the weave of spongy bone |
//!
//! Another subject is another list of absorbers. The arithmetic is `+ − × ÷ √` and the crate `libm`, so a seed
//! is the same film everywhere, to the bit.

mod draw;
mod pose;
mod frame;
mod hand;
mod rays;
mod wrist;
mod carpus;
mod bone;
mod absorber;
mod tube;
mod pebble;
mod grid;
mod film;
mod grain;

use draw::Draw;
use film::Film;
use grid::Grid;

/// Radius of the sheet on which everything is laid out, in mm: 23 cm, the commonest disc. A disc of another
/// size carries the same picture, larger or smaller, at the same contrast.
const SHEET_RADIUS_MM: f64 = 115.0;

/// What the film shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Two hands, wrists and all.
    Hands,
}

/// One exposed sheet: where each absorber lies; closed form, no pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Radiograph {
    seed: u64,
    sheet_per_disc: f64,
    film: Film,
    grid: Grid,
}

impl Radiograph {
    /// Lays the sheet out; takes most of a millisecond and allocates.
    ///
    /// - `seed`: any; the same seed is the same picture on every machine.
    /// - `disc_radius_mm`: the picture fills a disc of this radius, above 1 mm.
    pub fn new(seed: u64, subject: Subject, disc_radius_mm: f64) -> Self {
        let mut draw = Draw::new(seed);
        let film = Film::new(&mut draw);
        let absorbers = match subject {
            Subject::Hands => pose::hands(&mut draw),
        };
        let sheet_per_disc = SHEET_RADIUS_MM / disc_radius_mm.max(1.0);
        Self { seed, sheet_per_disc, film, grid: Grid::new(absorbers) }
    }

    /// Optical density of the film at a point, mm from the disc's centre (x right, y up), `0.2..=2.8`.
    ///
    /// Low where a bone held the rays back, high in the open. Without blur and grain: those are the eye's.
    pub fn density(&self, x_mm: f64, y_mm: f64) -> f32 {
        let at = self.on_sheet([x_mm, y_mm]);
        self.developed(at, self.grid.attenuation(at))
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
            // Two passes: the geometry branches, the film does not, and each runs faster alone.
            rays.clear();
            rays.extend(directions.iter().map(|[c, s]| {
                let at = self.on_sheet([r * c, r * s]);
                (at, self.grid.attenuation(at))
            }));
            densities.extend(rays.iter().map(|(at, attenuation)| self.developed(*at, *attenuation)));
        }
        densities
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
        let mut picture: Vec<f32> = (0..px * px)
            .map(|i| {
                grid::transmission(self.grid.attenuation([centre_mm(i % px), -centre_mm(i / px)])) as f32
            })
            .collect();
        self.film.develop(&mut picture, px, &self.grid);
        grain::add_grain(&mut picture, px, pixel_mm, self.seed);
        picture.iter_mut().for_each(|d| *d = film::on_scale(f64::from(*d)));
        picture
    }

    fn on_sheet(&self, disc_mm: [f64; 2]) -> [f64; 2] {
        [disc_mm[0] * self.sheet_per_disc, disc_mm[1] * self.sheet_per_disc]
    }

    #[inline]
    fn developed(&self, at: [f64; 2], attenuation: f64) -> f32 {
        film::on_scale(self.film.density(at, grid::transmission(attenuation), self.grid.surroundings(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disc::hash::mix;

    fn radiograph(seed: u64) -> Radiograph {
        Radiograph::new(seed, Subject::Hands, SHEET_RADIUS_MM)
    }

    fn print(densities: &[f32]) -> u64 {
        densities.iter().fold(0, |hash, d| mix(hash ^ u64::from(d.to_bits())))
    }

    #[test]
    fn one_seed_is_one_picture() {
        assert_eq!(radiograph(5), radiograph(5));
        assert_eq!(radiograph(5).picture(96), radiograph(5).picture(96));
        assert_ne!(radiograph(5).polar(64, 8, 109.0, 50.0), radiograph(6).polar(64, 8, 109.0, 50.0));
        assert_ne!(radiograph(5).picture(96), radiograph(6).picture(96));
    }

    #[test]
    fn the_picture_is_the_same_on_every_machine() {
        let film = radiograph(1953);
        let prints = [print(&film.polar(256, 64, 109.0, 50.0)), print(&film.picture(128))];
        assert_eq!(prints, [0x2fb1_f771_4cef_0c6f, 0x33aa_e107_6472_49dc], "{prints:#018x?}");
    }

    #[test]
    fn densities_stay_on_scale() {
        for seed in 0..24 {
            let film = radiograph(seed);
            let all = [film.polar(128, 32, 115.0, 2.0), film.picture(100)].concat();
            assert!(all.iter().all(|d| (0.2..=2.8).contains(d)), "{seed}");
        }
        for far in [f64::NAN, f64::INFINITY, -1e300] {
            assert!((0.2..=2.8).contains(&radiograph(0).density(far, 0.0)));
        }
    }

    #[test]
    fn bones_are_clear_and_the_open_film_is_dark() {
        for seed in 0..24 {
            let mut sorted = radiograph(seed).polar(256, 64, 109.0, 20.0);
            sorted.sort_by(f32::total_cmp);
            let part = |fraction: f64| sorted[(fraction * sorted.len() as f64) as usize];
            let (bone, open) = (part(0.04), part(0.75));
            assert!(bone < 1.0 && open > 1.9, "seed {seed}: bone {bone}, open {open}");
        }
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
