//! A sheet to draw on: rectangles, lines and small capitals. No fonts from the system, so a picture is the same
//! everywhere.

mod font;

use crate::paint::pixels::Pixels;

/// Opaque colour: red, green, blue.
pub type Colour = [u8; 3];

/// Pixels of a character's cell at size 1: width with its gap, height without.
pub const CELL_PX: (i32, i32) = (6, 7);

/// A picture being drawn. What falls outside is not drawn.
pub struct Canvas {
    pixels: Pixels,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(width_px: u32, height_px: u32, ground: Colour) -> Self {
        let [r, g, b] = ground;
        Self { pixels: Pixels::from_fn(width_px, height_px, |_, _| [r, g, b, 255]) }
    }

    /// Lays a colour over one pixel, `share` 0–1 opaque.
    pub fn dot(&mut self, x: i32, y: i32, colour: Colour, share: f32) {
        let Ok((x, y)) = u32::try_from(x).and_then(|x| u32::try_from(y).map(|y| (x, y))) else {
            return;
        };
        let Some(pixel) = self.pixels.get_mut(x, y) else {
            return;
        };
        for (below, above) in pixel.iter_mut().zip(colour) {
            let mixed = f32::from(*below) + (f32::from(above) - f32::from(*below)) * share.clamp(0.0, 1.0);
            *below = mixed.round() as u8;
        }
    }

    /// Fills a rectangle, `share` 0–1 opaque.
    pub fn fill(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), colour: Colour, share: f32) {
        for row in y..y + height {
            for column in x..x + width {
                self.dot(column, row, colour, share);
            }
        }
    }

    /// A line of `width` pixels between two points, smooth.
    pub fn line(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32), width: f32, colour: Colour) {
        let reach = 0.5 * width + 1.0;
        let length2 = (x1 - x0).powi(2) + (y1 - y0).powi(2);
        let rows = (y0.min(y1) - reach).floor() as i32..=(y0.max(y1) + reach).ceil() as i32;
        for row in rows {
            for column in (x0.min(x1) - reach).floor() as i32..=(x0.max(x1) + reach).ceil() as i32 {
                let (x, y) = (column as f32 + 0.5, row as f32 + 0.5);
                let along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2.max(1e-9);
                let along = along.clamp(0.0, 1.0);
                let away = (x - x0 - along * (x1 - x0)).hypot(y - y0 - along * (y1 - y0));
                self.dot(column, row, colour, 0.5 * width + 0.5 - away);
            }
        }
    }

    /// Writes small capitals from a point rightwards and down. Characters the font lacks are left blank.
    pub fn text(&mut self, (x, y): (i32, i32), size: i32, colour: Colour, text: &str) {
        for (nth, character) in text.chars().enumerate() {
            let left = x + nth as i32 * CELL_PX.0 * size;
            for (row, bits) in font::glyph(character).iter().enumerate() {
                for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                    self.fill((left + column * size, y + row as i32 * size), (size, size), colour, 1.0);
                }
            }
        }
    }

    /// The picture.
    pub fn into_pixels(self) -> Pixels {
        self.pixels
    }
}

/// Width of a text, in pixels.
pub fn text_width(text: &str, size: i32) -> i32 {
    (text.chars().count() as i32 * CELL_PX.0 - 1) * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_nothing_is_drawn() {
        let mut canvas = Canvas::new(8, 8, [0, 0, 0]);
        canvas.fill((-5, -5), (30, 3), [255, 255, 255], 1.0);
        canvas.line((-20.0, -9.0), (90.0, -3.0), 2.0, [255, 0, 0]);
        canvas.text((200, 3), 2, [0, 255, 0], "A");
        assert!(canvas.into_pixels().rgba.iter().all(|pixel| *pixel == [0, 0, 0, 255]));
    }

    #[test]
    fn every_character_we_write_has_a_shape() {
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+/()%=".chars() {
            assert!(font::glyph(character).iter().any(|row| *row != 0), "{character}");
            assert!(font::glyph(character).iter().all(|row| *row < 32), "{character}");
        }
        assert_eq!(font::glyph('a'), font::glyph('A'));
    }
}
