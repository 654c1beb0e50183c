//! A picture as pixels, and as the bytes of a PNG file.

/// Red, green, blue and how opaque, 0–255; a pixel's colour is not weighed by its opacity.
pub type Pixel = [u8; 4];

/// Pixels, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width_px: u32,
    /// Rows.
    pub height_px: u32,
    /// `width_px` times `height_px` of them.
    pub rgba: Vec<Pixel>,
}

impl Pixels {
    /// Asks `pixel` for every column and row.
    pub fn from_fn(width_px: u32, height_px: u32, pixel: impl Fn(u32, u32) -> Pixel) -> Self {
        let rows = (0..height_px).flat_map(|row| (0..width_px).map(move |column| (column, row)));
        Self { width_px, height_px, rgba: rows.map(|(column, row)| pixel(column, row)).collect() }
    }

    /// The pixel in a column and row; none outside.
    pub fn get(&self, column: u32, row: u32) -> Option<&Pixel> {
        self.place(column, row).map(|place| &self.rgba[place])
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, column: u32, row: u32) -> Option<&mut Pixel> {
        self.place(column, row).map(|place| &mut self.rgba[place])
    }

    fn place(&self, column: u32, row: u32) -> Option<usize> {
        let is_inside = column < self.width_px && row < self.height_px;
        is_inside.then(|| row as usize * self.width_px as usize + column as usize)
    }

    /// The bytes of a PNG file.
    ///
    /// # Errors
    ///
    /// [`png::EncodingError`] for a picture of no size.
    pub fn to_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width_px, self.height_px);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.rgba.as_flattened())?;
        writer.finish()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_what_was_painted() {
        let painted =
            Pixels::from_fn(5, 3, |column, row| [column as u8 * 50, row as u8 * 80, 7, 255 - row as u8]);
        let file = painted.to_png().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.height, info.color_type), (5, 3, png::ColorType::Rgba));
        assert_eq!(bytes, painted.rgba.as_flattened());
        assert_eq!(
            (painted.get(4, 2), painted.get(5, 0), painted.get(0, 3)),
            (Some(&[200, 160, 7, 253]), None, None)
        );
    }

    #[test]
    fn a_picture_of_no_size_is_no_file() {
        assert!(Pixels::from_fn(0, 3, |_, _| [0; 4]).to_png().is_err());
    }
}
