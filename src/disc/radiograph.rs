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
//! | `person`, `beam` | who lay there, and how that body differs from the plates; how hard the rays were |
//! | `pose`, `hand`, `rays`, `wrist`, `carpus` | hands |
//! | `ribs`, `lung` | a chest; `skull`, `jaw` heads, `mandible`, `teeth` shared; `spine` of all three |
//! | `pelvis`, `sacrum`, `foot`, `foot_profile`, `knee` | the others |
//! | `lead`, `letters` | side markers, the window of the clinic's label |
//! | `sketch`, `frame`, `bone`, `outline` | how a part is told in its own millimetres and laid on the sheet |
//! | `absorber`, `tube`, `pebble`, `strand` | the solids and the chord of a ray through each |
//! | `weave` | how uneven bone is where a ray goes through it |
//! | `grid` | which absorbers a ray can meet; the law of Beer and Lambert; scatter |
//! | `film` | exposure, the edge of the beam, blur, the characteristic curve |
//! | `grain` | silver, and the noise under spongy bone |
//! | `cut` | how the disc was cut out of the sheet |
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
mod lung;
mod spine;
mod skull;
mod mandible;
mod teeth;
mod jaw;
mod pelvis;
mod sacrum;
mod foot;
mod foot_profile;
mod knee;
mod sketch;
mod cut;
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
mod weave;

use std::sync::{Arc, Mutex};

use super::imported::Imported;
use cut::Cut;
use draw::Draw;
use film::Film;
use frame::SHEET_RADIUS_MM;
use grid::Grid;
pub use lead::Label;
pub use subject::{SUBJECTS, Subject};

/// Radius within which rays are traced, in mm: the disc and what blurs into it.
const TRACED_MM: f64 = SHEET_RADIUS_MM + 1.0;
/// A picture is not worth more threads than this.
const MOST_THREADS: usize = 8;

/// One exposed sheet: where each absorber lies; closed form, no pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Radiograph {
    seed: u64,
    sheet_per_disc: f64,
    cut: Cut,
    exposure: Exposure,
    label: Option<Label>,
}

/// What blackened the film.
#[derive(Clone, Debug, PartialEq)]
enum Exposure {
    /// Rays, through somebody.
    Rays { film: Film, grid: Box<Grid> },
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
        let grid = Box::new(Grid::new(subject.beam(), absorbers, &mut draw));
        let cut = Cut::new(&mut draw);
        let exposure = Exposure::Rays { film, grid };
        Self { seed, sheet_per_disc, cut, exposure, label: label.map(|label| cut.on_disc(label)) }
    }

    /// A film that shows a picture of one's own; the seed is that of its grain.
    pub fn of_picture(seed: u64, picture: Arc<Imported>, disc_radius_mm: f64) -> Self {
        let sheet_per_disc = sheet_per_disc(disc_radius_mm);
        Self { seed, sheet_per_disc, cut: Cut::UPRIGHT, exposure: Exposure::Imported(picture), label: None }
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
    /// With the blur of the focal spot and the grain of the film; `0.2..=2.8`. In the corners, off the disc, film without
    /// a picture. Traced on as many threads as the machine has processors; however many, the bits are the same.
    pub fn picture(&self, px: usize) -> Vec<f32> {
        if px == 0 {
            return Vec::new();
        }
        let pixel_mm = 2.0 * SHEET_RADIUS_MM / px as f64;
        let centre_mm = |i: usize| (i as f64 + 0.5) * pixel_mm - SHEET_RADIUS_MM;
        let place = |i: usize| self.cut.on_sheet([centre_mm(i % px), -centre_mm(i / px)]);
        let mut picture = match &self.exposure {
            Exposure::Rays { film, grid } => {
                let trace = |i: usize| {
                    let at = place(i);
                    let off_disc = at[0] * at[0] + at[1] * at[1] > TRACED_MM * TRACED_MM;
                    if off_disc { 1.0 } else { grid::transmission(grid.attenuation(at)) as f32 }
                };
                let mut picture = in_parallel(px, trace);
                film.develop(&mut picture, px, grid, |at| self.cut.on_sheet(at));
                picture
            }
            Exposure::Imported(own) => (0..px * px).map(|i| imported(own, place(i))).collect(),
        };
        grain::add_grain(&mut picture, px, pixel_mm, self.seed);
        picture.iter_mut().for_each(|d| *d = film::on_scale(f64::from(*d)));
        picture
    }

    fn on_sheet(&self, disc_mm: [f64; 2]) -> [f64; 2] {
        self.cut.on_sheet([disc_mm[0] * self.sheet_per_disc, disc_mm[1] * self.sheet_per_disc])
    }
}

/// A value for each of `px²` pixels, by number, on all processors. Where a thread is refused, those there are do its work.
fn in_parallel(px: usize, value: impl Fn(usize) -> f32 + Sync) -> Vec<f32> {
    let mut values = vec![0.0; px * px];
    let rows = Mutex::new(values.chunks_mut(px).enumerate());
    let work = || {
        // A row at a time; the lock is held for no longer than it takes to hand one out.
        while let Some((row, line)) = rows.lock().ok().and_then(|mut rows| rows.next()) {
            line.iter_mut().enumerate().for_each(|(column, v)| *v = value(row * px + column));
        }
    };
    let others = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS) - 1;
    std::thread::scope(|scope| {
        for _ in 0..others {
            let _refused = std::thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    values
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
mod tests;
