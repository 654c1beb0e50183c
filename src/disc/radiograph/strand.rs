//! A curved rod: a rib, the rim of an orbit, a vessel, a wire; a chain of straight links with mitred joints.
//!
//! Each ray belongs to one link, the one between whose two mitre planes it falls, so joints neither double nor
//! gape. Across the link
//!
//! ```text
//! chord = 2 · k · sqrt(r² − d²),      k = flatness · (length in space) / (length on the sheet)
//! ```
//!
//! | term | meaning | unit |
//! | --- | --- | --- |
//! | `r` | half-width of the rod | mm |
//! | `d` | distance of the ray from the axis, on the sheet | mm |
//! | `k` | thickness over width, and how steeply the rod runs along the beam | 1 |
//!
//! A rib that turns the corner of the chest runs along the beam: there it is whitest.

use super::person::HEALTHY;
use super::tissue::{Point, Stuff, Tissue, lerp};
use super::weave::Weave;

/// The steepest a link may run along the beam: beyond, other parts of the rod lie over it (by eye).
const STEEPEST: f64 = 3.5;

/// A point of a rod: where it is, x and y on the sheet and z along the beam, and how wide the rod is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bead {
    /// Place on the sheet, in mm.
    pub at: Point,
    /// Height above the film, in mm.
    pub z_mm: f64,
    /// Half-width of the rod, in mm.
    pub half_mm: f64,
    /// Thickness along the beam against the rod's, 0 where it has faded away.
    pub thick: f64,
}

/// One straight piece of a rod.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    from: Point,
    along: Point,
    length_mm: f64,
    half_mm: [f64; 2],
    /// `k` of the equation, at both ends.
    depth: [f64; 2],
    /// Normals of the mitres; none where the rod ends in a round cap.
    mitres: [Option<Point>; 2],
    stuff: Stuff,
    tissue: Tissue,
}

/// The links of a rod through two beads or more.
pub fn strand(beads: &[Bead], flatness: f64, stuff: Stuff, tissue: Tissue) -> Vec<Link> {
    let leg = |i: usize| {
        let (a, b) = (&beads[i], &beads[i + 1]);
        let (dx, dy, dz) = (b.at[0] - a.at[0], b.at[1] - a.at[1], b.z_mm - a.z_mm);
        let length_mm = (dx * dx + dy * dy).sqrt().max(1e-6);
        let slant = (1.0 + (dz / length_mm) * (dz / length_mm)).sqrt().min(STEEPEST);
        ([dx / length_mm, dy / length_mm], length_mm, slant)
    };
    let legs: Vec<(Point, f64, f64)> = (0..beads.len() - 1).map(leg).collect();
    let mitre = |i: usize| {
        (i > 0 && i < legs.len()).then(|| {
            let (a, b) = (legs[i - 1].0, legs[i].0);
            [a[0] + b[0], a[1] + b[1]]
        })
    };
    let link = |(i, (along, length_mm, slant)): (usize, &(Point, f64, f64))| Link {
        from: beads[i].at,
        along: *along,
        length_mm: *length_mm,
        half_mm: [beads[i].half_mm, beads[i + 1].half_mm],
        depth: [beads[i].thick, beads[i + 1].thick].map(|thick| flatness * slant * thick),
        mitres: [mitre(i), mitre(i + 1)],
        stuff,
        tissue,
    };
    legs.iter().enumerate().map(link).collect()
}

impl Link {
    /// A flat piece with square ends, from one end's middle to the other's.
    pub fn plate(from: Point, to: Point, half_mm: f64, stuff: Stuff) -> Self {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length_mm = (dx * dx + dy * dy).sqrt().max(1e-6);
        let along = [dx / length_mm, dy / length_mm];
        let (half_mm, mitres) = ([half_mm; 2], [Some(along); 2]);
        Self { from, along, length_mm, half_mm, depth: [1.0; 2], mitres, stuff, tissue: HEALTHY }
    }

    /// Attenuation of the ray by its bone, a pure number, and what it adds to the flesh in the ray's way, in mm.
    #[inline]
    pub fn shade(&self, at: Point, weave: &Weave) -> (f64, f64) {
        let (x, y) = (at[0] - self.from[0], at[1] - self.from[1]);
        let along = x * self.along[0] + y * self.along[1];
        let t = along.clamp(0.0, self.length_mm);
        let (dx, dy) = (x - t * self.along[0], y - t * self.along[1]);
        let half = lerp(self.half_mm[0], self.half_mm[1], t / self.length_mm);
        let d2 = dx * dx + dy * dy;
        if d2 >= half * half {
            return (0.0, 0.0);
        }
        if self.mitres[0].is_some_and(|n| x * n[0] + y * n[1] < 0.0) {
            return (0.0, 0.0);
        }
        let (to_x, to_y) = (x - self.length_mm * self.along[0], y - self.length_mm * self.along[1]);
        if self.mitres[1].is_some_and(|n| to_x * n[0] + to_y * n[1] >= 0.0) {
            return (0.0, 0.0);
        }
        let depth = lerp(self.depth[0], self.depth[1], t / self.length_mm);
        let chord = |half: f64| {
            let square = half * half - d2;
            if half > 0.0 && square > 0.0 { 2.0 * depth * square.sqrt() } else { 0.0 }
        };
        let wall = self.stuff.wall_mm() * self.tissue.cortex;
        self.stuff.shade(chord(half), || chord(half - wall), weave, self.tissue)
    }

    /// A capsule that holds the whole shadow: two points and a radius in mm.
    pub fn bounds(&self) -> (Point, Point, f64) {
        let to =
            [self.from[0] + self.length_mm * self.along[0], self.from[1] + self.length_mm * self.along[1]];
        (self.from, to, self.half_mm[0].max(self.half_mm[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shade(links: &[Link], at: Point) -> f64 {
        let one = |link: &Link| link.shade(at, &Weave::even()).1;
        links.iter().map(one).sum()
    }

    fn bead(x: f64, y: f64, z_mm: f64) -> Bead {
        Bead { at: [x, y], z_mm, half_mm: 3.0, thick: 1.0 }
    }

    #[test]
    fn joints_neither_double_nor_gape() {
        let beads: Vec<Bead> = (0..20)
            .map(|i| 0.2 * f64::from(i))
            .map(|a| bead(40.0 * libm::sin(a), 40.0 * libm::cos(a), 0.0))
            .collect();
        let ring = strand(&beads, 1.0, Stuff::Flesh(1.0), HEALTHY);
        for i in 20..360 {
            let a = 0.01 * f64::from(i);
            // Measured: a chain of chords of 0.2 rad sags by 0.2 mm.
            let on_axis = shade(&ring, [40.0 * libm::sin(a), 40.0 * libm::cos(a)]);
            assert!((on_axis - 6.0).abs() < 0.03, "{a}: {on_axis}");
        }
    }

    #[test]
    fn a_rod_along_the_beam_is_whiter() {
        let flat = strand(&[bead(0.0, 0.0, 0.0), bead(10.0, 0.0, 0.0)], 1.0, Stuff::Flesh(1.0), HEALTHY);
        let steep = strand(&[bead(0.0, 0.0, 0.0), bead(10.0, 0.0, 20.0)], 1.0, Stuff::Flesh(1.0), HEALTHY);
        assert!((shade(&steep, [5.0, 0.0]) / shade(&flat, [5.0, 0.0]) - 5.0f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn a_rod_fades_where_its_beads_do() {
        let faded = Bead { thick: 0.0, ..bead(10.0, 0.0, 0.0) };
        let rod = strand(&[bead(0.0, 0.0, 0.0), faded], 1.0, Stuff::Flesh(1.0), HEALTHY);
        assert!((shade(&rod, [5.0, 0.0]) - 3.0).abs() < 1e-9 && shade(&rod, [9.99, 0.0]) < 0.01);
    }

    #[test]
    fn a_rod_ends_in_a_round_cap() {
        let rod = strand(&[bead(0.0, 0.0, 0.0), bead(10.0, 0.0, 0.0)], 1.0, Stuff::Flesh(1.0), HEALTHY);
        assert!(shade(&rod, [-2.9, 0.0]) > 0.0 && shade(&rod, [12.9, 0.0]) > 0.0);
        assert_eq!(shade(&rod, [-3.1, 0.0]) + shade(&rod, [13.1, 0.0]), 0.0);
    }
}
