//! What egui wants painted, as pixels, without a graphics card: triangles with a colour at each corner over a texture,
//! premultiplied, laid over what is there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui::epaint::{Mesh, Primitive, TextureId};
use egui::{ColorImage, Context, FullOutput, ImageData, Pos2, Rect, TexturesDelta};
use egui_kittest::TestRenderer;

/// The textures so far, shared with the harness.
#[derive(Clone, Default)]
pub struct Textures(Arc<Mutex<HashMap<TextureId, ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.lock().unwrap();
        for (id, patch) in
            delta.set.drain().flat_map(|(id, patches)| patches.into_iter().map(move |p| (id, p)))
        {
            let ImageData::Color(image) = &patch.image;
            let Some([left, top]) = patch.pos else {
                textures.insert(id, ColorImage::clone(image));
                continue;
            };
            let Some(whole) = textures.get_mut(&id) else { continue };
            for (row, line) in image.pixels.chunks_exact(image.size[0]).enumerate() {
                let at = (top + row) * whole.size[0] + left;
                whole.pixels[at..at + line.len()].copy_from_slice(line);
            }
        }
        delta.free.drain().for_each(|id| drop(textures.remove(&id)));
    }
}

/// Pixels, row by row from the top.
pub struct Pixels {
    /// Columns and rows.
    pub size: [usize; 2],
    /// Red, green, blue, each `0.0..=1.0`.
    pub rgb: Vec<[f32; 3]>,
}

impl Textures {
    /// Paints a frame.
    pub fn paint(&self, context: &Context, output: &FullOutput, size: [usize; 2]) -> Pixels {
        let mut pixels = Pixels { size, rgb: vec![[0.0; 3]; size[0] * size[1]] };
        let scale = output.pixels_per_point;
        let textures = self.0.lock().unwrap();
        for clipped in context.tessellate(output.shapes.clone(), scale) {
            if let Primitive::Mesh(mesh) = &clipped.primitive
                && let Some(texture) = textures.get(&mesh.texture_id)
            {
                pixels.lay(mesh, texture, clipped.clip_rect * scale, scale);
            }
        }
        pixels
    }
}

impl Pixels {
    fn lay(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, scale: f32) {
        for corners in mesh.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|i| &mesh.vertices[corners[i] as usize]);
            let [a, b, c] = corners.map(|corner| (corner.pos.to_vec2() * scale).to_pos2());
            let area = cross(a, b, c);
            if area == 0.0 {
                continue;
            }
            let bounds = Rect::from_points(&[a, b, c]).intersect(clip);
            let span = |low: f32, high: f32, most: usize| {
                (low.max(0.0).floor() as usize)..(high.max(0.0).ceil() as usize).min(most)
            };
            for row in span(bounds.top(), bounds.bottom(), self.size[1]) {
                for column in span(bounds.left(), bounds.right(), self.size[0]) {
                    let at = Pos2::new(column as f32 + 0.5, row as f32 + 0.5);
                    let share = [cross(b, c, at) / area, cross(c, a, at) / area, cross(a, b, at) / area];
                    if share.iter().any(|part| *part < 0.0) || !clip.contains(at) {
                        continue;
                    }
                    let mix =
                        |value: [f32; 3]| share[0] * value[0] + share[1] * value[1] + share[2] * value[2];
                    let [u, v] = [mix(corners.map(|k| k.uv.x)), mix(corners.map(|k| k.uv.y))];
                    let texel = sample(texture, u, v);
                    let colour: [f32; 4] =
                        [0, 1, 2, 3].map(|i| texel[i] * mix(corners.map(|k| f32::from(k.color[i]) / 255.0)));
                    let pixel = &mut self.rgb[row * self.size[0] + column];
                    for i in 0..3 {
                        pixel[i] = colour[i] + pixel[i] * (1.0 - colour[3]);
                    }
                }
            }
        }
    }

    /// The mean of each square of so many pixels.
    pub fn shrunk(&self, by: usize) -> Pixels {
        let size = [self.size[0] / by, self.size[1] / by];
        let mean = |at: usize| {
            let (left, top) = (at % size[0] * by, at / size[0] * by);
            let inside = (0..by * by).map(|k| self.rgb[(top + k / by) * self.size[0] + left + k % by]);
            let sum = inside.fold([0.0; 3], |sum, pixel| [0, 1, 2].map(|i| sum[i] + pixel[i]));
            sum.map(|sum| sum / (by * by) as f32)
        };
        Pixels { size, rgb: (0..size[0] * size[1]).map(mean).collect() }
    }

    /// Bytes of the colours.
    pub fn bytes(&self) -> Vec<u8> {
        self.rgb.iter().flatten().map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8).collect()
    }
}

/// Twice the area of a triangle, its sign by the way round.
fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Between the four texels about a place.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (fx, fy) = (x - x.floor(), y - y.floor());
    let texel = |dx: f32, dy: f32| {
        let column = (x.floor() + dx).clamp(0.0, width as f32 - 1.0) as usize;
        let row = (y.floor() + dy).clamp(0.0, height as f32 - 1.0) as usize;
        texture.pixels[row * width + column].to_array().map(|v| f32::from(v) / 255.0)
    };
    let (a, b, c, d) = (texel(0.0, 0.0), texel(1.0, 0.0), texel(0.0, 1.0), texel(1.0, 1.0));
    [0, 1, 2, 3].map(|i| {
        let (upper, lower) = (a[i] + (b[i] - a[i]) * fx, c[i] + (d[i] - c[i]) * fx);
        upper + (lower - upper) * fy
    })
}
