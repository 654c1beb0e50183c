//! A jaw with its teeth, from the side and close: half of a face, the neck behind it. By eye after plates; the air of the
//! throat is fainter than in life, or it would cut the jaw in two.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::Frame;
use super::mandible;
use super::pebble::Profile;
use super::person::Person;
use super::sketch::Sketch;
use super::spine;
use super::tissue::{Point, Stuff};

/// All absorbers of a jaw.
pub fn jaw(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let looks_right = draw.chance(0.5);
    let size = draw.between(1.3, 1.52);
    let turn_deg = draw.between(4.0, 20.0) * if looks_right { -1.0 } else { 1.0 };
    let side = if looks_right { -1.0 } else { 1.0 };
    let ear = [side * (50.0 * size + draw.bell(4.0)), 47.0 * size + draw.bell(4.0)];
    let frame = Frame::new(ear, -turn_deg, looks_right, size).of(person.shape);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    flesh(&mut sketch);
    upper(&mut sketch);
    base(&mut sketch, draw);
    spine::neck(&mut sketch, [15.0 + draw.bell(2.0), -4.0], draw);
    mandible::bone(&mut sketch, [0.0, 0.0], 1.0, 1);
    // Of the other side only a shadow, thrown up and aside.
    mandible::bone(&mut sketch, [14.0 + draw.bell(3.0), 26.0 + draw.bell(3.0)], 0.22, 2);
    mandible::teeth(&mut sketch, draw, person.age);
    sketch.finish()
}

fn bone(wall_mm: f64, spongy: f64) -> Stuff {
    Stuff::Bone { wall_mm, spongy }
}

fn flesh(sketch: &mut Sketch) {
    mandible::profile(sketch, [0.0, 0.0], 0.66);
    // Cheek and the muscles that chew; the neck.
    sketch.egg([-32.0, -40.0], [30.0, 44.0], 12.0, 16.0, Stuff::Flesh(1.0));
    sketch.flesh([14.0, -20.0], [34.0, -200.0], [52.0, 60.0], 0.72, 0);
    let throat = [[-36.0, 2.0, 7.0], [-26.0, -40.0, 6.5], [-22.0, -86.0, 7.5], [-20.0, -140.0, 9.0]];
    sketch.rod(&throat, 6, 1.6, Stuff::Flesh(-0.5));
    // The tongue stands out against the mouth's air.
    sketch.egg([-74.0, -46.0], [36.0, 15.0], 8.0, 20.0, Stuff::Flesh(0.5));
    // The bone of the tongue.
    sketch.rod(&[[-62.0, -96.0, 3.4], [-50.0, -93.0, 2.2], [-34.0, -88.0, 1.6]], 5, 0.9, bone(0.9, 0.4));
}

fn upper(sketch: &mut Sketch) {
    // The body of the upper jaw about its sinus, and the cheek bone with its arch.
    let mass: [Point; 9] = [
        [-56.0, -20.0],
        [-80.0, -24.0],
        [-106.0, -30.0],
        [-114.0, -24.0],
        [-110.0, -8.0],
        [-104.0, 14.0],
        [-84.0, 22.0],
        [-64.0, 16.0],
        [-56.0, 0.0],
    ];
    sketch.solid(&mass, 26.0, Profile::Egg, bone(0.3, 0.35));
    let sinus: [Point; 7] = [
        [-62.0, -10.0],
        [-76.0, -15.0],
        [-92.0, -12.0],
        [-98.0, 0.0],
        [-92.0, 14.0],
        [-76.0, 17.0],
        [-64.0, 10.0],
    ];
    sketch.solid(&sinus, 30.0, Profile::Egg, Stuff::Flesh(-0.7));
    #[rustfmt::skip]
    let lines: [(&[[f64; 3]], f64); 6] = [
        // Palate; floor and back of the sinus; orbit; the plate behind the last tooth.
        (&[[-119.0, -16.0, 0.6], [-104.0, -15.0, 1.2], [-82.0, -13.0, 1.1], [-56.0, -10.0, 0.5]], 3.0),
        (&[[-99.0, -2.0, 0.5], [-92.0, -12.0, 0.6], [-76.0, -16.0, 0.7], [-62.0, -10.0, 0.7], [-58.0, 8.0, 0.6]], 2.4),
        (&[[-112.0, 22.0, 1.0], [-104.0, 13.0, 1.2], [-88.0, 10.0, 1.3], [-76.0, 16.0, 1.4], [-72.0, 32.0, 1.6]], 2.4),
        (&[[-55.0, 20.0, 0.7], [-53.0, 2.0, 0.9], [-51.0, -14.0, 1.1], [-48.0, -22.0, 0.6]], 2.6),
        (&[[-49.0, 14.0, 0.5], [-46.0, -4.0, 0.7], [-44.0, -18.0, 0.5]], 2.2),
        (&[[-30.0, 12.0, 0.6], [-16.0, 6.0, 0.8], [-6.0, 8.0, 0.8], [2.0, 12.0, 0.6]], 3.0),
    ];
    for (points, flatness) in lines {
        sketch.rod(points, 5, flatness, bone(0.9, 0.1));
    }
    let arch = [
        [-96.0, 6.0, 3.0],
        [-86.0, 6.0, 8.0],
        [-72.0, 7.0, 6.6],
        [-48.0, 5.0, 3.6],
        [-24.0, 6.0, 3.0],
        [-4.0, 9.0, 4.0],
    ];
    sketch.rod(&arch, 6, 0.8, bone(1.4, 0.5));
}

/// The base of the skull: the petrous bone, the ear's canal in it, the mastoid's cells of air.
fn base(sketch: &mut Sketch, draw: &mut Draw) {
    let petrous: [Point; 8] = [
        [-26.0, 22.0],
        [-6.0, 12.0],
        [6.0, 9.0],
        [20.0, 6.0],
        [32.0, 14.0],
        [30.0, 30.0],
        [8.0, 38.0],
        [-16.0, 34.0],
    ];
    sketch.solid(&petrous, 26.0, Profile::Egg, bone(2.2, 0.9));
    sketch.egg([3.0, 3.0], [4.0, 4.4], 0.0, 16.0, Stuff::Solid(-0.3));
    let mastoid: [Point; 7] =
        [[8.0, 6.0], [26.0, 6.0], [33.0, -4.0], [27.0, -18.0], [18.0, -29.0], [12.0, -22.0], [9.0, -8.0]];
    sketch.solid(&mastoid, 18.0, Profile::Block, bone(1.1, 0.5));
    for _ in 0..34 {
        let r = draw.between(1.0, 2.6);
        sketch.egg([20.0 + draw.bell(4.2), -5.0 + draw.bell(6.0)], [r, r], 0.0, 9.0, Stuff::Solid(-0.2));
    }
    // The back of the skull.
    let occiput = [[34.0, -10.0, 2.0], [52.0, -6.0, 2.6], [76.0, 10.0, 3.4]];
    sketch.rod(&occiput, 5, 3.0, bone(1.4, 0.5));
}
