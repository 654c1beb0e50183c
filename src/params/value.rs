//! The types a parameter's field can have, and the walk over all rows with their types.

use super::serial::Serial;
use crate::params::{Kind, Named, Parameter};

/// A field of [`Settings`](super::Settings): anything a host can hold as one number.
pub trait Value: Copy {
    /// As a number.
    fn to_plain(self) -> f32;
    /// From a number that [`Parameter::conform`] has passed.
    fn from_plain(plain: f32) -> Self;
    /// Shows the row to a visitor, as what it is.
    fn visit(row: &'static Parameter, visitor: &mut impl RowVisitor);
}

/// A value that is one of a few named things.
pub trait Choice: Value + PartialEq + Send + Sync + 'static {
    /// All values, in the order of the host's list.
    const ALL: &'static [Self];
    /// Their frozen ids and their names, in the same order.
    const NAMED: &'static [Named];
    /// The ids alone.
    const IDS: &'static [&'static str];
    /// The names alone.
    const NAMES: &'static [&'static str];
}

/// Somebody who needs each row together with its type: see [`visit_rows`](super::visit_rows).
pub trait RowVisitor {
    /// A number on a continuous scale.
    fn number(&mut self, row: &'static Parameter);
    /// A whole number.
    fn count(&mut self, row: &'static Parameter);
    /// Off or on.
    fn switch(&mut self, row: &'static Parameter);
    /// One of the values of `C`.
    fn choice<C: Choice>(&mut self, row: &'static Parameter);
}

impl Value for f32 {
    fn to_plain(self) -> f32 {
        self
    }
    fn from_plain(plain: f32) -> Self {
        plain
    }
    fn visit(row: &'static Parameter, visitor: &mut impl RowVisitor) {
        match row.kind {
            Kind::Count { .. } => visitor.count(row),
            _ => visitor.number(row),
        }
    }
}

impl Value for bool {
    fn to_plain(self) -> f32 {
        f32::from(u8::from(self))
    }
    fn from_plain(plain: f32) -> Self {
        plain >= 0.5
    }
    fn visit(row: &'static Parameter, visitor: &mut impl RowVisitor) {
        visitor.switch(row);
    }
}

impl Value for Serial {
    fn to_plain(self) -> f32 {
        f32::from(self.number())
    }
    fn from_plain(plain: f32) -> Self {
        Self::wrapping(plain as u64)
    }
    fn visit(row: &'static Parameter, visitor: &mut impl RowVisitor) {
        visitor.count(row);
    }
}
