//! Vertebrae, from the front and from the side. Sizes after anatomical tables, outlines by eye.

use super::draw::Draw;
use super::pebble::Profile;
use super::sketch::Sketch;
use super::tissue::{Point, Stuff};

/// A vertebra from the front.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertebra {
    /// Middle of its body, in mm.
    pub at: Point,
    /// Width and height of the body, in mm.
    pub size_mm: [f64; 2],
    /// How far its transverse processes reach from the middle, in mm; 0 for none.
    pub reach_mm: f64,
}

/// Draws one from the front: body, end plates, pedicles, transverse and spinous processes.
pub fn from_the_front(sketch: &mut Sketch, vertebra: Vertebra) {
    let Vertebra { at: [x, y], size_mm: [width, height], reach_mm } = vertebra;
    let (w, h) = (width / 2.0, height / 2.0);
    let place = |u: f64, v: f64| [x + u * w, y + v * h];
    let outline: Vec<Point> = [
        (-1.0, 0.96),
        (0.0, 0.9),
        (1.0, 0.96),
        (1.0, 0.6),
        (0.86, 0.0),
        (1.0, -0.6),
        (1.0, -0.96),
        (0.0, -0.9),
        (-1.0, -0.96),
        (-1.0, -0.6),
        (-0.86, 0.0),
        (-1.0, 0.6),
    ]
    .iter()
    .map(|(u, v)| place(*u, *v))
    .collect();
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    sketch.solid(&outline, 0.8 * width, Profile::Block, bone(0.7, 0.8));
    for end in [-0.92, 0.92] {
        let line: Vec<[f64; 3]> = [-0.92, 0.0, 0.92]
            .iter()
            .map(|u| [x + u * w, y + (end - 0.06 * end * (1.0 - u * u)) * h, 0.75])
            .collect();
        sketch.rod(&line, 3, 5.0, bone(1.0, 0.0));
    }
    for side in [-1.0, 1.0] {
        if reach_mm > 0.0 {
            let from = [x + side * 0.55 * w, y + 0.3 * h, 4.6];
            let bend = [x + side * (0.5 * (reach_mm + w)), y + 0.42 * h, 3.2];
            let tip = [x + side * reach_mm, y + 0.5 * h, 2.6];
            sketch.rod(&[from, bend, tip], 3, 0.8, bone(0.8, 0.5));
        }
        sketch.egg(place(side * 0.6, 0.24), [0.17 * w, 0.36 * h], 0.0, 9.0, bone(1.3, 0.4));
    }
    // The spinous process, end on: a drop.
    let drop =
        [place(0.0, -0.1), place(0.16, -0.55), place(0.13, -1.0), place(-0.13, -1.0), place(-0.16, -0.55)];
    sketch.solid(&drop, 15.0, Profile::Block, bone(1.3, 0.4));
}

/// The twelve of a chest and two below, in the mediastinum's shadow; `height` gives the middle of each, from the top.
pub fn of_the_chest(sketch: &mut Sketch, draw: &mut Draw, height: impl Fn(usize) -> f64) {
    // Hardly any spine is straight.
    let (bow_mm, middle, lean) = (draw.bell(2.6), draw.between(-40.0, 60.0), draw.bell(0.012));
    for k in 0..14 {
        let grown = k as f64 / 13.0;
        let y = height(k);
        let bow = bow_mm * (1.0 - (y - middle) * (y - middle) / 12_000.0).max(-1.0);
        let vertebra = Vertebra {
            at: [lean * y + bow, y],
            size_mm: [27.0 + 13.0 * grown, 16.5 + 8.0 * grown],
            reach_mm: if k < 12 { 31.0 - 9.0 * grown } else { 40.0 },
        };
        from_the_front(sketch, vertebra);
    }
}

/// Draws one from the side, the front to the left: body, arch, a spinous process `spine_mm` long.
pub fn from_the_side(sketch: &mut Sketch, at: Point, size_mm: [f64; 2], spine_mm: f64) {
    let [x, y] = at;
    let (w, h) = (size_mm[0] / 2.0, size_mm[1] / 2.0);
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let body = [
        [x - w, y + 0.8 * h],
        [x, y + 0.85 * h],
        [x + w, y + h],
        [x + 0.92 * w, y],
        [x + w, y - 0.85 * h],
        [x, y - 0.9 * h],
        [x - 1.05 * w, y - 1.1 * h],
        [x - 0.92 * w, y],
    ];
    sketch.solid(&body, 1.4 * size_mm[0], Profile::Block, bone(1.0, 0.75));
    // Articular pillar, lamina, spine.
    let pillar = [
        [x + w, y + 1.2 * h],
        [x + 1.9 * w, y + 0.5 * h],
        [x + 1.8 * w, y - 0.9 * h],
        [x + 0.9 * w, y - 0.3 * h],
    ];
    sketch.solid(&pillar, 22.0, Profile::Block, bone(1.1, 0.6));
    let root = [x + 1.7 * w, y - 0.2 * h, 2.6];
    let tip = [x + 1.7 * w + spine_mm, y - 1.2 * h - 0.15 * spine_mm, 3.4];
    let middle = [0.5 * (root[0] + tip[0]), 0.5 * (root[1] + tip[1]), 2.8];
    sketch.rod(&[root, middle, tip], 3, 1.2, bone(1.0, 0.5));
}

/// A neck from the side, the front to the left: the front and back arch of the atlas, the tooth of the axis, six bodies.
/// `ear` is where the ear is.
pub fn neck(sketch: &mut Sketch, ear: Point, draw: &mut Draw) {
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    let at = |x: f64, y: f64| [x + ear[0], y + ear[1]];
    let bead = |x: f64, y: f64, half: f64| [x + ear[0], y + ear[1], half];
    sketch.egg(at(-22.0, -29.0), [3.4, 5.4], 10.0, 12.0, bone(1.4, 0.6));
    sketch.rod(
        &[bead(-4.0, -25.0, 5.0), bead(12.0, -27.0, 3.0), bead(32.0, -25.0, 4.0)],
        4,
        1.4,
        bone(1.2, 0.5),
    );
    sketch.rod(
        &[bead(-12.0, -21.0, 4.6), bead(-11.0, -35.0, 5.6), bead(-10.0, -47.0, 7.4)],
        4,
        1.0,
        bone(1.2, 0.8),
    );
    // Straight in one, bowed in another.
    let bow = 0.35 + draw.bell(0.2);
    for n in 0..6 {
        let k = f64::from(n);
        let spine_mm = [26.0, 17.0, 17.0, 20.0, 26.0, 32.0][n as usize];
        let body = at(-9.0 + 1.6 * k + bow * k * k, -51.0 - 18.2 * k);
        from_the_side(sketch, body, [17.5 + 0.4 * k, 13.6 + 0.2 * k], spine_mm);
    }
}
