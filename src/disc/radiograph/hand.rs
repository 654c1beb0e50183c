//! A hand: five rays of bones on a wrist, and the flesh around them.
//!
//! Angles and flesh are by eye.

use super::absorber::{Absorber, Capsule};
use super::bone::{Plan, Widths, distal_phalanx, knot, metacarpal, phalanx};
use super::draw::Draw;
use super::frame::{Frame, Segment, heading};
use super::pebble::{Pebble, Profile};
use super::person::{HEALTHY, Person};
use super::rays::{RAYS, Ray};
use super::strand::{Bead, strand};
use super::tissue::{Point, STEEL, Stuff, Tissue};
use super::tube::End;
use super::wrist;

/// Gaps before the proximal, middle and distal phalanx, in mm: cartilage casts no shadow.
const GAP_MM: [f64; 3] = [1.3, 0.9, 0.8];
/// The body that has the ring: the hand on the right of the sheet.
const RIGHT: usize = 1;
/// Beside the axis of a thumb's metacarpal, near its head, lie two sesamoids.
const SESAMOID_MM: [f64; 2] = [3.6, -3.4];

/// How one hand lies: its bones, in its own frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Gesture {
    /// `fingers[ray][bone]`, thumb first, metacarpal first.
    fingers: [[Segment; 4]; 5],
    wrist_bend_deg: f64,
}

impl Gesture {
    /// Lays a hand of this person on the film.
    pub fn new(person: &Person, draw: &mut Draw) -> Self {
        let spread = draw.between(0.25, 1.1);
        let curl_deg = draw.between(0.0, 12.0);
        let mut lay = |ray: &Ray| {
            let [metacarpal, rest, full] = ray.heading_deg;
            let finger = rest + spread * full + draw.bell(0.9);
            // Fingers lean a little towards the middle one as they go out.
            let lean = -0.12 * finger + draw.bell(0.8);
            let headings = [metacarpal * (0.9 + 0.1 * spread), finger, finger + lean, finger + 1.4 * lean];
            let curl = (curl_deg + draw.bell(3.5)).max(0.0);
            let bends = [0.0, 0.4 * curl, 1.2 * curl, 1.6 * curl];
            let mut at = ray.base;
            [0, 1, 2, 3].map(|bone| {
                let along = heading(headings[bone]);
                if bone > 0 && ray.length_mm[bone] > 0.0 {
                    at = ahead(at, along, GAP_MM[bone - 1] * person.cartilage);
                }
                let cosine = heading(bends[bone])[1];
                let to = ahead(at, along, ray.length_mm[bone] * cosine);
                let segment = Segment { from: at, to, along, slant: 1.0 / cosine };
                at = to;
                segment
            })
        };
        let fingers = [0, 1, 2, 3, 4].map(|i| lay(&RAYS[i]));
        Self { fingers, wrist_bend_deg: draw.bell(3.0) }
    }

    /// The five fingertips, thumb first, in the hand's frame.
    pub fn tips(&self) -> [Point; 5] {
        self.fingers.map(|bones| bones[3].to)
    }

    /// Everything of this hand that shades the film.
    pub fn absorbers(&self, frame: &Frame, person: &Person, body: usize, out: &mut Vec<Absorber>) {
        self.flesh(frame, person, body, out);
        wrist::bones(frame, self.wrist_bend_deg, person.tissue, out);
        for (bones, ray) in self.fingers.iter().zip(&RAYS) {
            for (bone, segment) in bones.iter().enumerate().filter(|(bone, _)| ray.length_mm[*bone] > 0.0) {
                let t = ray.widths[bone];
                let k = person.stoutness;
                let widths = Widths { base: t.base * k, shaft: t.shaft * k, head: t.head * k };
                let plan = match bone {
                    0 => metacarpal(widths, ray.tilt),
                    3 => distal_phalanx(widths),
                    _ => phalanx(widths),
                };
                out.push(Absorber::from(plan.lay(frame, segment, person.tissue)));
            }
        }
        out.extend(SESAMOID_MM.map(|beside| self.sesamoid(frame, beside, person.tissue)));
        if person.ring && body == RIGHT {
            out.push(self.wedding_ring(frame, person));
        }
        if let Some(ray) = person.broken.filter(|_| body == RIGHT) {
            out.extend(self.fracture(frame, ray));
        }
    }

    fn sesamoid(&self, frame: &Frame, beside_mm: f64, tissue: Tissue) -> Absorber {
        let Segment { to, along, .. } = self.fingers[0][0];
        let centre = ahead(ahead(to, along, -4.4), [along[1], -along[0]], beside_mm);
        let outline =
            [0, 1, 2, 3, 4, 5, 6, 7].map(|i| frame.point(ahead(centre, heading(45.0 * f64::from(i)), 2.4)));
        let stuff = Stuff::Bone { wall_mm: 0.6, spongy: 1.0 }.scaled(frame.scale);
        Absorber::from(Pebble::new(&outline, 4.0 * frame.scale, Profile::Block, stuff, tissue))
    }

    /// Gold, on the ring finger, seen from the edge.
    fn wedding_ring(&self, frame: &Frame, person: &Person) -> Absorber {
        let Segment { from, along, .. } = self.fingers[3][1];
        let start = ahead(from, along, 14.0);
        let segment = Segment { from: start, to: ahead(start, along, 3.6), along, slant: 1.0 };
        let half_mm = 9.0 * person.girth * RAYS[3].girth;
        let end = |hollow_per_mm| End { cap_mm: 0.8, square: true, tilt: 0.0, hollow_per_mm };
        let knots = vec![knot(0.0, half_mm, 0.0, 0.0), knot(1.0, half_mm, 0.0, 0.0)];
        let plan = Plan { knots, flatness: 0.3, ends: [end(0.012), end(-0.012)] };
        Absorber::from(plan.lay(frame, &segment, person.tissue).gilded())
    }

    /// A jagged line across the metacarpal of a ray, held by a wire along the marrow.
    fn fracture(&self, frame: &Frame, ray: usize) -> Vec<Absorber> {
        let Segment { from, to, along, .. } = self.fingers[ray][0];
        let middle = [0.45 * from[0] + 0.55 * to[0], 0.45 * from[1] + 0.55 * to[1]];
        let bead = |at: Point, half_mm: f64| Bead {
            at: frame.point(at),
            z_mm: 0.0,
            half_mm: half_mm * frame.scale,
            thick: 1.0,
        };
        let line: Vec<Bead> = (0..7)
            .map(|i| (f64::from(i) - 3.0, if i % 2 == 0 { 0.5 } else { -0.5 }))
            .map(|(step, tooth)| {
                bead(ahead(ahead(middle, along, 0.9 * step + tooth), [along[1], -along[0]], 1.7 * step), 0.5)
            })
            .collect();
        let wire = [bead(ahead(from, along, 5.0), 0.6), bead(ahead(to, along, 4.0), 0.6)];
        let gap = strand(&line, 5.0, Stuff::Solid(-1.0), HEALTHY);
        gap.into_iter().chain(strand(&wire, 1.0, Stuff::Solid(STEEL), HEALTHY)).map(Absorber::from).collect()
    }

    fn flesh(&self, frame: &Frame, person: &Person, body: usize, out: &mut Vec<Absorber>) {
        let mut limb = |from: Point, to: Point, radii_mm: [f64; 2], flatness: f64| {
            let radii = radii_mm.map(|r| r * person.girth * frame.scale);
            out.push(Absorber::from(Capsule::new(frame.point(from), frame.point(to), radii, flatness, body)));
        };
        for (bones, ray) in self.fingers.iter().zip(&RAYS) {
            let g = ray.girth;
            let [knuckle, middle, last] = [bones[0].to, bones[1].to, bones[2].to];
            let tip = ahead(bones[3].to, bones[3].along, -2.6 * g);
            limb(knuckle, middle, [9.8 * g, 9.0 * g], 0.86);
            if ray.length_mm[2] > 0.0 {
                limb(middle, last, [9.0 * g, 8.0 * g], 0.86);
            }
            limb(last, tip, [8.2 * g, 6.6 * g], 0.84);
        }
        // The palm reaches past the knuckles, as far as the webs between the fingers.
        for (bones, ray) in self.fingers.iter().zip(&RAYS).skip(1) {
            let web = ahead(bones[0].to, bones[1].along, 6.5);
            limb(bones[0].from, web, [15.0, 12.8 * ray.girth], 0.84);
        }
        let thumb = &self.fingers[0];
        limb([13.0, 12.0], thumb[0].to, [17.0, 12.4], 0.86);
        // The web between thumb and index finger, and the ball of the little finger.
        limb([18.0, 42.0], [24.0, 66.0], [17.0, 12.0], 0.62);
        limb([-14.0, 12.0], [-22.0, 62.0], [17.0, 15.4], 0.8);
        limb([-2.5, 26.0], [-2.5, -14.0], [27.0, 27.0], 0.56);
        let forearm = [[-3.0, -14.0], [0.0, -175.0]].map(|p| wrist::swing(p, self.wrist_bend_deg));
        limb(forearm[0], forearm[1], [27.0, 42.0], 0.62);
    }
}

fn ahead(from: Point, along: Point, mm: f64) -> Point {
    [from[0] + along[0] * mm, from[1] + along[1] * mm]
}
