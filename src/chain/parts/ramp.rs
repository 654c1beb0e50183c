//! A control value on the grid: straight from one grid point to the next.

/// Samples between two grid points. The grid is fixed to absolute position, so cut blocks give the same bits.
pub const GRID: usize = 32;

/// The course of one value over one grid cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::chain) struct Ramp {
    from: f32,
    step: f32,
    to: f32,
}

impl Ramp {
    /// A value that stands still.
    pub fn constant(value: f32) -> Self {
        Self { from: value, step: 0.0, to: value }
    }

    /// Starts a new cell: from where the last one ended to `to`. With `snap`, at once.
    pub(in crate::chain) fn set_target(&mut self, to: f32, snap: bool) {
        let from = if snap { to } else { self.to };
        *self = Self { from, step: (to - from) * (1.0 / GRID as f32), to };
    }

    /// The value at sample `i` of the cell.
    #[inline(always)]
    pub fn at(&self, i: usize) -> f32 {
        // Through a small integer: processors convert four of those at once.
        self.from + self.step * i as i32 as f32
    }

    /// Whether it is 1 all through the cell.
    pub(in crate::chain) fn is_one(&self) -> bool {
        self.from == 1.0 && self.to == 1.0
    }

    /// Whether it is 0 all through the cell.
    pub(in crate::chain) fn is_zero(&self) -> bool {
        self.from == 0.0 && self.to == 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_joins_its_neighbours() {
        let mut ramp = Ramp::constant(1.0);
        ramp.set_target(3.0, false);
        assert_eq!((ramp.at(0), ramp.at(16)), (1.0, 2.0));
        ramp.set_target(0.0, false);
        assert_eq!(ramp.at(0), 3.0);
        ramp.set_target(5.0, true);
        assert_eq!((ramp.at(0), ramp.at(31)), (5.0, 5.0));
    }
}
