//! A jaw with its teeth, from the side and close: half of a face, the neck behind it. By eye after plates; the air of the
//! throat is fainter than in life, or it would cut the jaw in two.

use super::absorber::Absorber;
use super::draw::Draw;
use super::frame::Frame;
use super::mandible;
use super::person::Person;
use super::sketch::Sketch;
use super::spine;
use super::tissue::Stuff;

/// All absorbers of a jaw.
pub fn jaw(draw: &mut Draw) -> Vec<Absorber> {
    let person = Person::new(draw);
    let looks_right = draw.chance(0.5);
    let size = draw.between(1.42, 1.54);
    let turn_deg = draw.between(8.0, 18.0) * if looks_right { -1.0 } else { 1.0 };
    let side = if looks_right { -1.0 } else { 1.0 };
    let ear = [side * 78.0 + draw.bell(2.0), 66.0 + draw.bell(2.0)];
    let frame = Frame::new(ear, -turn_deg, looks_right, size);
    let mut sketch = Sketch::new(frame, person.tissue, person.girth);
    let bone = |wall_mm, spongy| Stuff::Bone { wall_mm, spongy };
    sketch.flesh([-30.0, 20.0], [-70.0, -40.0], [62.0, 50.0], 0.7, 0);
    sketch.flesh([-70.0, -40.0], [-100.0, -60.0], [46.0, 30.0], 0.8, 0);
    sketch.flesh([-10.0, -40.0], [12.0, -200.0], [54.0, 60.0], 0.7, 0);
    let throat = [[-30.0, 0.0, 8.0], [-22.0, -40.0, 8.0], [-24.0, -90.0, 9.0], [-30.0, -140.0, 10.0]];
    sketch.rod(&throat, 5, 1.6, Stuff::Flesh(-0.35));
    // Above: the floor of the sinus, the palate, the cheek bone and the base of the skull.
    sketch.rod(
        &[[-112.0, -21.0, 0.6], [-100.0, -19.0, 1.5], [-84.0, -18.0, 1.3], [-52.0, -14.0, 0.5]],
        5,
        2.2,
        bone(0.9, 0.1),
    );
    sketch.rod(
        &[
            [-96.0, -10.0, 0.4],
            [-80.0, -15.0, 0.7],
            [-66.0, -9.0, 0.7],
            [-60.0, 6.0, 0.6],
            [-62.0, 26.0, 0.4],
        ],
        5,
        2.2,
        bone(0.9, 0.0),
    );
    sketch.rod(
        &[[-100.0, 2.0, 1.0], [-90.0, 8.0, 6.5], [-72.0, 10.0, 5.5], [-40.0, 8.0, 3.2], [-8.0, 6.0, 4.0]],
        5,
        1.2,
        bone(1.6, 0.5),
    );
    sketch.rod(&[[-20.0, 22.0, 9.0], [4.0, 14.0, 11.0], [30.0, 8.0, 12.0]], 4, 1.6, bone(3.4, 1.0));
    sketch.egg([2.0, 2.0], [3.6, 4.0], 0.0, 40.0, Stuff::Solid(-0.4));
    for _ in 0..18 {
        let r = draw.between(1.2, 2.6);
        sketch.egg([20.0 + draw.bell(4.0), -8.0 + draw.bell(5.0)], [r, r], 0.0, 12.0, Stuff::Solid(0.14));
    }
    for n in 0..5 {
        let k = f64::from(n);
        spine::from_the_side(&mut sketch, [-2.0 + 3.0 * k, -52.0 - 19.0 * k], [18.0, 14.4], 22.0);
    }
    mandible::bone(&mut sketch, [0.0, 0.0], 1.0);
    mandible::teeth(&mut sketch, draw, person.age);
    sketch.finish()
}
