//! A head from the side, looking left or right: vault, base, face, jaw, neck.
//!
//! The origin is the middle of the vault, x to the back of the head, y to its crown; an adult's millimetres, by eye
//! after lateral plates and the usual craniometric means (vault 182 mm long, 140 mm wide, 6 mm thick).

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::Frame;
use super::mandible;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::Sketch;
use super::spine;
use super::tissue::{Point, Stuff};

/// The vault and the floor of the brain's three pits.
#[rustfmt::skip]
const VAULT: [Point; 20] = [
    [-88.0, -24.0], [-92.0, -4.0], [-88.0, 24.0], [-74.0, 50.0], [-46.0, 68.0], [-8.0, 77.0], [34.0, 73.0],
    [68.0, 53.0], [89.0, 20.0], [92.0, -10.0], [86.0, -36.0], [70.0, -56.0], [46.0, -66.0], [24.0, -64.0],
    [4.0, -56.0], [-14.0, -44.0], [-34.0, -46.0], [-48.0, -36.0], [-62.0, -28.0], [-76.0, -28.0],
];
/// Where the ear is, from the middle of the vault.
const EAR: Point = [24.0, -57.0];

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

/// All absorbers of a head.
pub fn head(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let looks_right = draw.chance(0.5);
    let size = draw.between(0.8, 0.86);
    let turn_deg = draw.bell(5.0);
    let middle = [draw.bell(2.5), 26.0 + draw.bell(2.5)];
    let frame = Frame::new(middle, turn_deg, looks_right, size).of(person.shape);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    flesh(&mut sketch);
    vault(&mut sketch, draw);
    base(&mut sketch, draw);
    face(&mut sketch);
    neck(&mut sketch, draw);
    let ear = frame.moved(EAR);
    mandible::bone(sketch.within(ear), [0.0, 0.0], 1.1, 1);
    mandible::bone(&mut sketch, [3.0 + draw.bell(1.6), 4.0 + draw.bell(1.0)], 0.8, 2);
    mandible::teeth(&mut sketch, draw, person.age);
    sketch.finish()
}

fn flesh(sketch: &mut Sketch) {
    // Scalp and brain: a little larger than the vault, and one body with the face.
    sketch.flesh([-19.0, 2.0], [20.0, -1.0], [77.0, 75.0], 0.96, 0);
    mandible::profile(sketch, EAR, 1.15);
    // The muscles that chew, about the branch of the jaw.
    sketch.egg([-14.0, -90.0], [30.0, 40.0], 0.0, 24.0, Stuff::Flesh(1.0));
    sketch.flesh([40.0, -112.0], [38.0, -260.0], [42.0, 58.0], 1.62, 0);
    sketch.flesh([6.0, -168.0], [-14.0, -260.0], [40.0, 46.0], 1.5, 0);
    // The air of nose, throat and windpipe.
    sketch.rod(&[[-100.0, -72.0, 7.0], [-60.0, -66.0, 9.0], [-28.0, -70.0, 8.0]], 4, 1.4, Stuff::Flesh(-0.6));
    let throat = [[-24.0, -70.0, 7.0], [-16.0, -104.0, 7.0], [-12.0, -140.0, 8.0], [-14.0, -190.0, 9.0]];
    sketch.rod(&throat, 5, 1.5, Stuff::Flesh(-0.8));
}

fn vault(sketch: &mut Sketch, draw: &mut Draw) {
    sketch.solid(&VAULT, 142.0, Profile::Egg, bone(4.6, 0.0));
    // Between its two tables of cortex the bone is spongy.
    let diploe: Vec<[f64; 3]> =
        (0..=VAULT.len() / 2).map(|i| VAULT[i]).map(|[x, y]| [0.974 * x, 0.974 * y - 0.3, 0.9]).collect();
    sketch.rod(&diploe, 4, 5.0, Stuff::Solid(-0.4));
    // Thicker at the back, and the frontal sinus in front.
    let bump =
        [[80.0, -44.0, 2.6], [87.0, -32.0, 4.0], [92.5, -18.0, 5.0], [90.0, 0.0, 3.0], [86.0, 14.0, 1.6]];
    sketch.rod(&bump, 5, 1.6, bone(1.0, 0.8));
    let sinus: [Point; 6] =
        [[-87.0, -24.0], [-90.0, -8.0], [-86.0, 8.0], [-82.0, 4.0], [-80.0, -10.0], [-79.0, -24.0]];
    sketch.solid(&sinus, 34.0, Profile::Block, Stuff::Solid(-0.17));
    sketch.rod(&[[-80.0, -26.0, 0.9], [-80.0, -8.0, 0.9], [-84.0, 8.0, 0.9]], 4, 5.0, bone(1.0, 0.0));
    // Sutures wander; vessels have pressed themselves into the bone.
    let gap = Stuff::Solid(-1.0);
    let mut suture = |points: &[Point]| {
        let mut line = Vec::new();
        for pair in points.windows(2) {
            for i in 0..6 {
                let f = f64::from(i) / 6.0;
                let at = |axis: usize| pair[0][axis] + f * (pair[1][axis] - pair[0][axis]);
                line.push([at(0) + draw.bell(0.9), at(1) + draw.bell(0.9), 0.55]);
            }
        }
        sketch.rod(&line, 1, 1.6, gap);
    };
    suture(&[[-34.0, 73.0], [-24.0, 40.0], [-26.0, 0.0], [-32.0, -28.0]]);
    suture(&[[72.0, 50.0], [58.0, 22.0], [54.0, -10.0], [44.0, -40.0]]);
    suture(&[[-30.0, -24.0], [0.0, -6.0], [28.0, -14.0], [44.0, -38.0]]);
    let vessel = Stuff::Solid(-0.55);
    sketch.rod(
        &[[-18.0, -36.0, 1.1], [-22.0, 0.0, 1.0], [-12.0, 34.0, 0.9], [-8.0, 62.0, 0.7]],
        5,
        1.2,
        vessel,
    );
    sketch.rod(&[[-22.0, 0.0, 0.9], [10.0, 26.0, 0.9], [34.0, 52.0, 0.7]], 5, 1.2, vessel);
    sketch.rod(&[[10.0, 26.0, 0.8], [44.0, 30.0, 0.7], [62.0, 36.0, 0.6]], 4, 1.2, vessel);
}

fn base(sketch: &mut Sketch, draw: &mut Draw) {
    // Petrous bones: the whitest of the head.
    let petrous: [Point; 7] = [
        [-2.0, -48.0],
        [12.0, -40.0],
        [30.0, -40.0],
        [44.0, -50.0],
        [38.0, -64.0],
        [20.0, -66.0],
        [4.0, -60.0],
    ];
    sketch.solid(&petrous, 22.0, Profile::Egg, bone(2.6, 0.8));
    sketch.egg([EAR[0], EAR[1] + 1.0], [4.4, 4.8], 0.0, 44.0, Stuff::Solid(-0.5));
    // Mastoid: a comb of cells full of air.
    let mastoid: [Point; 7] = [
        [32.0, -58.0],
        [50.0, -54.0],
        [56.0, -66.0],
        [46.0, -84.0],
        [38.0, -92.0],
        [32.0, -86.0],
        [31.0, -70.0],
    ];
    sketch.solid(&mastoid, 26.0, Profile::Block, bone(1.4, 0.5));
    for _ in 0..26 {
        let at = [43.0 + draw.bell(4.5), -70.0 + draw.bell(6.5)];
        let r = draw.between(1.2, 2.9);
        sketch.egg(at, [r, r], 0.0, 14.0, Stuff::Solid(-0.3));
    }
    // Floors of the front pit, wings of the sphenoid, the saddle and the slope behind it.
    let line =
        |sketch: &mut Sketch, points: &[[f64; 3]], depth: f64| sketch.rod(points, 5, depth, bone(1.2, 0.0));
    line(sketch, &[[-84.0, -20.0, 1.0], [-68.0, -16.0, 1.0], [-50.0, -22.0, 1.0], [-36.0, -33.0, 1.2]], 3.4);
    line(sketch, &[[-84.0, -24.0, 0.9], [-66.0, -22.0, 0.9], [-48.0, -28.0, 0.9], [-34.0, -36.0, 1.0]], 2.6);
    line(sketch, &[[-80.0, -29.0, 0.9], [-56.0, -31.0, 0.9], [-30.0, -33.0, 1.4]], 2.6);
    let saddle = [
        [-28.0, -30.0, 1.8],
        [-24.0, -37.0, 1.1],
        [-17.0, -40.0, 1.0],
        [-10.0, -37.0, 1.1],
        [-9.0, -29.0, 1.8],
    ];
    line(sketch, &saddle, 5.0);
    line(sketch, &[[-9.0, -30.0, 1.6], [0.0, -46.0, 2.0], [10.0, -66.0, 1.6]], 5.0);
    let sinus: [Point; 6] =
        [[-36.0, -40.0], [-16.0, -43.0], [-8.0, -50.0], [-14.0, -60.0], [-30.0, -60.0], [-37.0, -50.0]];
    sketch.solid(&sinus, 26.0, Profile::Block, Stuff::Flesh(-0.9));
}

fn face(sketch: &mut Sketch) {
    // The mass of the face, its sinus, cheek bone, orbit, nose, palate.
    let mass: [Point; 11] = [
        [-90.0, -26.0],
        [-92.0, -42.0],
        [-90.0, -62.0],
        [-98.0, -78.0],
        [-102.0, -92.0],
        [-70.0, -90.0],
        [-40.0, -82.0],
        [-30.0, -66.0],
        [-36.0, -44.0],
        [-52.0, -34.0],
        [-72.0, -29.0],
    ];
    sketch.solid(&mass, 84.0, Profile::Egg, bone(0.7, 0.42));
    let sinus: [Point; 6] =
        [[-88.0, -50.0], [-70.0, -46.0], [-48.0, -48.0], [-46.0, -66.0], [-58.0, -78.0], [-84.0, -76.0]];
    sketch.solid(&sinus, 64.0, Profile::Egg, Stuff::Flesh(-0.8));
    let line =
        |sketch: &mut Sketch, points: &[[f64; 3]], depth: f64| sketch.rod(points, 5, depth, bone(1.2, 0.1));
    line(
        sketch,
        &[
            [-88.0, -50.0, 0.8],
            [-70.0, -45.0, 0.8],
            [-48.0, -47.0, 0.8],
            [-44.0, -64.0, 0.8],
            [-56.0, -79.0, 0.8],
        ],
        4.0,
    );
    line(sketch, &[[-92.0, -22.0, 1.6], [-80.0, -24.0, 1.4], [-73.0, -38.0, 2.2], [-76.0, -54.0, 2.6]], 3.0);
    line(sketch, &[[-76.0, -54.0, 3.0], [-68.0, -64.0, 4.6], [-62.0, -72.0, 2.0]], 2.4);
    line(sketch, &[[-68.0, -58.0, 3.2], [-44.0, -54.0, 2.4], [-18.0, -54.0, 2.4], [8.0, -54.0, 3.0]], 1.6);
    line(sketch, &[[-103.0, -80.0, 1.6], [-84.0, -79.0, 1.5], [-52.0, -78.0, 1.3], [-44.0, -76.0, 0.9]], 6.0);
    line(sketch, &[[-91.0, -26.0, 2.6], [-98.0, -40.0, 1.8], [-107.0, -54.0, 1.0]], 1.8);
    line(sketch, &[[-38.0, -48.0, 1.0], [-36.0, -66.0, 1.2], [-40.0, -84.0, 1.4]], 4.0);
}

fn neck(sketch: &mut Sketch, draw: &mut Draw) {
    spine::neck(sketch, EAR, draw);
    // The bone of the tongue.
    sketch.rod(&[[-38.0, -150.0, 3.4], [-26.0, -146.0, 2.4], [-8.0, -140.0, 1.8]], 4, 0.9, bone(0.9, 0.4));
}
