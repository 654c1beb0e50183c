//! Which absorbers lie where, so that a ray asks only the few that can shade it; and the scatter they throw.

use super::absorber::{Absorber, PIECES, Solid, merge};
use super::beam::Beam;
use super::draw::Draw;
use super::frame::SHEET_RADIUS_MM;
use super::tissue::Point;
use super::weave::Weave;

/// Cells along a side of the sheet.
const CELLS: usize = 144;
/// Side of a cell, in mm.
const CELL_MM: f64 = 2.0 * SHEET_RADIUS_MM / CELLS as f64;
/// Nodes of scattered light along a side of the sheet: 7.4 mm apart, half of the blur.
const NODES: usize = 32;
/// Passes of the 1-2-1 blur: `sqrt(8 / 2) = 2` nodes of standard deviation, 15 mm.
const BLUR_PASSES: usize = 8;

/// Absorbers sorted by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    beam: Beam,
    absorbers: Vec<Absorber>,
    /// `items[starts[cell]..starts[cell + 1]]` are the absorbers that may shade the cell.
    starts: Vec<u32>,
    items: Vec<u16>,
    scatter: Vec<f32>,
    /// Where this film's bones have their noise.
    weave_shift_mm: Point,
}

impl Grid {
    /// Sorts the absorbers (at most 65 536; their order is the order of every sum).
    pub fn new(beam: Beam, absorbers: Vec<Absorber>, draw: &mut Draw) -> Self {
        let mut pairs: Vec<(usize, u16)> = Vec::new();
        for (index, absorber) in absorbers.iter().enumerate() {
            let (from, to, reach_mm) = absorber.bounds();
            // A cell is a disc of half its diagonal.
            let reach_mm = reach_mm + CELL_MM * 0.7072;
            let span = |axis: usize| {
                let (low, high) = (from[axis].min(to[axis]) - reach_mm, from[axis].max(to[axis]) + reach_mm);
                cell_of(low)..=cell_of(high)
            };
            for row in span(1) {
                for column in span(0) {
                    let centre = [centre_of(column), centre_of(row)];
                    if distance_squared(centre, from, to) <= reach_mm * reach_mm {
                        pairs.push((row * CELLS + column, index as u16));
                    }
                }
            }
        }
        let mut starts = vec![0u32; CELLS * CELLS + 1];
        pairs.iter().for_each(|(cell, _)| starts[cell + 1] += 1);
        (0..CELLS * CELLS).for_each(|cell| starts[cell + 1] += starts[cell]);
        let (mut next, mut items) = (starts.clone(), vec![0u16; pairs.len()]);
        for (cell, index) in pairs {
            items[next[cell] as usize] = index;
            next[cell] += 1;
        }
        let mut grid = Self {
            beam,
            absorbers,
            starts,
            items,
            scatter: Vec::new(),
            weave_shift_mm: [draw.between(0.0, 900.0), draw.between(0.0, 900.0)],
        };
        grid.scatter = grid.scattered();
        grid
    }

    /// Attenuation `Σ μ · chord` of the ray, a pure number; 0 beside everything.
    #[inline]
    pub fn attenuation(&self, at: Point) -> f64 {
        let cell = cell_of(at[1]) * CELLS + cell_of(at[0]);
        let (mut flesh, mut organs_mm, mut bones) = ([0.0f64; 2], 0.0f64, [0.0f64; PIECES]);
        let weave = Weave::new(at, self.weave_shift_mm);
        for &item in &self.items[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
            let absorber = &self.absorbers[usize::from(item)];
            let (bone, flesh_mm) = match &absorber.solid {
                Solid::Flesh(capsule) => {
                    let square = capsule.half_chord_squared(at);
                    flesh[capsule.body] += (square * square) * (square * square);
                    continue;
                }
                Solid::Long(tube) => (tube.attenuation(at, &weave), 0.0),
                Solid::Short(pebble) => pebble.shade(at, &weave),
                Solid::Link(link) => link.shade(at, &weave),
            };
            let sum = &mut bones[absorber.piece];
            *sum = if absorber.piece == 0 { *sum + bone } else { sum.max(bone) };
            organs_mm += flesh_mm;
        }
        let flesh_mm = merge(flesh[0]) + merge(flesh[1]) + organs_mm;
        let bone = bones.iter().sum::<f64>();
        self.beam.hardened(self.beam.bone_share * bone.max(0.0) + self.beam.flesh_per_mm * flesh_mm.max(0.0))
    }

    /// Mean transmission of the surroundings, some centimetres wide, `0..=1`.
    #[inline]
    pub fn surroundings(&self, at: Point) -> f64 {
        let node = |x: f64| {
            let place = (x + SHEET_RADIUS_MM) * ((NODES - 1) as f64 / (2.0 * SHEET_RADIUS_MM));
            let place = place.clamp(0.0, (NODES - 1) as f64);
            let index = (place as usize).min(NODES - 2);
            (index, (place - index as f64) as f32)
        };
        let ((column, fx), (row, fy)) = (node(at[0]), node(at[1]));
        let (a, b) = (&self.scatter[row * NODES + column..], &self.scatter[(row + 1) * NODES + column..]);
        let (low, high) = (a[0] + (a[1] - a[0]) * fx, b[0] + (b[1] - b[0]) * fx);
        f64::from(low + (high - low) * fy)
    }

    fn scattered(&self) -> Vec<f32> {
        let place = |i: usize| (2.0 * i as f64 / (NODES - 1) as f64 - 1.0) * SHEET_RADIUS_MM;
        // Only what has gone through flesh is scattered, not the bare beam.
        let most = 1.0 / self.beam.exposure;
        let light = |i| transmission(self.attenuation([place(i % NODES), place(i / NODES)])).min(most) as f32;
        let mut light: Vec<f32> = (0..NODES * NODES).map(light).collect();
        for _ in 0..BLUR_PASSES {
            for (step, next) in [(1, NODES), (NODES, 1)] {
                for line in 0..NODES {
                    let mut before = light[line * next];
                    for i in 0..NODES {
                        let here = light[line * next + i * step];
                        let after = light[line * next + (i + 1).min(NODES - 1) * step];
                        light[line * next + i * step] = 0.25 * before + 0.5 * here + 0.25 * after;
                        before = here;
                    }
                }
            }
        }
        light
    }
}

/// The row or column of a coordinate; the edge cells reach to infinity.
#[inline(always)]
fn cell_of(mm: f64) -> usize {
    (((mm + SHEET_RADIUS_MM) * (1.0 / CELL_MM)) as usize).min(CELLS - 1)
}

fn centre_of(cell: usize) -> f64 {
    (cell as f64 + 0.5) * CELL_MM - SHEET_RADIUS_MM
}

fn distance_squared(p: Point, from: Point, to: Point) -> f64 {
    let (ax, ay) = (to[0] - from[0], to[1] - from[1]);
    let (x, y) = (p[0] - from[0], p[1] - from[1]);
    let square = ax * ax + ay * ay;
    let t = if square > 0.0 { ((x * ax + y * ay) / square).clamp(0.0, 1.0) } else { 0.0 };
    (x - t * ax) * (x - t * ax) + (y - t * ay) * (y - t * ay)
}

/// Beer and Lambert: what is left of a ray after this much attenuation, `0..=1`.
#[inline(always)]
pub fn transmission(attenuation: f64) -> f64 {
    libm::exp(-attenuation)
}

#[cfg(test)]
mod tests {
    use super::super::beam::LIMB;
    use super::super::draw::Draw;
    use super::super::pebble::{Pebble, Profile};
    use super::super::person::HEALTHY;
    use super::super::tissue::Stuff;
    use super::super::{pose, ribs};
    use super::*;

    #[test]
    fn the_grid_leaves_nothing_out() {
        let mut draw = Draw::new(11);
        for absorbers in [pose::hands(&mut draw), ribs::chest(&mut draw)] {
            let mut everything = Grid::new(LIMB, absorbers.clone(), &mut Draw::new(1));
            let all: Vec<u16> = (0..absorbers.len() as u16).collect();
            everything.items = all.iter().copied().cycle().take(all.len() * CELLS * CELLS).collect();
            everything.starts = (0..=CELLS * CELLS).map(|cell| (cell * all.len()) as u32).collect();
            let grid = Grid::new(LIMB, absorbers, &mut Draw::new(1));
            for _ in 0..3000 {
                let reach = SHEET_RADIUS_MM;
                let at = [draw.between(-reach, reach), draw.between(-reach, reach)];
                assert_eq!(grid.attenuation(at), everything.attenuation(at), "{at:?}");
            }
        }
    }

    #[test]
    fn parts_of_one_bone_do_not_pile_up() {
        let ball = || {
            let square = [[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]];
            Absorber::from(Pebble::new(&square, 2.0, Profile::Egg, Stuff::Solid(1.0), HEALTHY))
        };
        let through =
            |absorbers: Vec<Absorber>| Grid::new(LIMB, absorbers, &mut Draw::new(1)).attenuation([1.0, 2.0]);
        let one = through(vec![ball()]);
        let part = || Absorber { piece: 3, ..ball() };
        assert_eq!(through(vec![part(), part()]), one);
        assert!(through(vec![ball(), ball()]) > 1.3 * one && through(vec![part(), ball()]) > 1.3 * one);
    }

    #[test]
    fn scatter_is_a_blur_of_the_picture() {
        let grid = Grid::new(LIMB, pose::hands(&mut Draw::new(12)), &mut Draw::new(1));
        let light = &grid.scatter;
        assert!(light.iter().all(|t| (0.0..=1.0).contains(t)));
        let step = light.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        let range = light.iter().copied().fold(0.0, f32::max) - light.iter().copied().fold(1.0, f32::min);
        // Rows follow each other without a jump of more than the range; within a row steps are small.
        assert!(range > 0.2 && step <= range, "{range} {step}");
    }
}
