//! One row of the table in the form a host holds.
//!
//! A host moves numbers linearly between two ends, so a number is held on its knob's scale
//! (`Parameter::to_knob`): an exact logarithm where the taper says so. Text goes both ways through the table.

use std::any::Any;
use std::sync::Arc;

use nice_plug::prelude::*;

use crate::params::{Choice, Parameter, RowVisitor, Serial, Value, visit_rows};

/// A host parameter made from a row of the table.
pub trait HostParam: Any + Send + Sync {
    /// Where its knob stands: what [`Parameter::from_knob`] reads. Differs whenever the value does.
    fn knob(&self) -> f32;

    /// The user takes hold of it: hosts record automation and undo from here on.
    fn begin(&self, setter: &ParamSetter);

    /// Moves its knob.
    fn turn(&self, setter: &ParamSetter, knob: f32);

    /// The user lets go.
    fn end(&self, setter: &ParamSetter);

    /// What nice-plug knows it by.
    fn pointer(&self) -> ParamPtr;
}

/// Host parameters for all rows, in the order of the table. nice-plug keeps pointers to them, so each has a box of its
/// own and never moves.
pub fn all() -> Vec<Box<dyn HostParam>> {
    let mut maker = Maker(Vec::new());
    visit_rows(&mut maker);
    maker.0
}

struct Maker(Vec<Box<dyn HostParam>>);

impl RowVisitor for Maker {
    fn number(&mut self, row: &'static Parameter) {
        self.0.push(Box::new(number(row)));
    }
    fn count(&mut self, row: &'static Parameter) {
        self.0.push(Box::new(count(row)));
    }
    fn switch(&mut self, row: &'static Parameter) {
        self.0.push(Box::new(switch(row)));
    }
    fn choice<C: Choice>(&mut self, row: &'static Parameter) {
        self.0.push(Box::new(choice::<C>(row)));
    }
}

/// Puts some of the parameters on a page of a controller.
pub fn fill_page<P: RemoteControlsPage>(page: &mut P, params: &[(&'static Parameter, &dyn HostParam)]) {
    for (row, param) in params {
        let mut filler = PageFiller { page: &mut *page, row, param: *param };
        visit_rows(&mut filler);
    }
}

/// A page takes a parameter by its type, which only a walk over the rows tells.
struct PageFiller<'a, P> {
    page: &'a mut P,
    row: &'static Parameter,
    param: &'a dyn HostParam,
}

impl<P: RemoteControlsPage> PageFiller<'_, P> {
    fn add<T: Param + 'static>(&mut self, row: &'static Parameter) {
        let param: &dyn Any = self.param;
        if row.id == self.row.id
            && let Some(param) = param.downcast_ref::<T>()
        {
            self.page.add_param(param);
        }
    }
}

impl<P: RemoteControlsPage> RowVisitor for PageFiller<'_, P> {
    fn number(&mut self, row: &'static Parameter) {
        self.add::<FloatParam>(row);
    }
    fn count(&mut self, row: &'static Parameter) {
        self.add::<IntParam>(row);
    }
    fn switch(&mut self, row: &'static Parameter) {
        self.add::<BoolParam>(row);
    }
    fn choice<C: Choice>(&mut self, row: &'static Parameter) {
        self.add::<EnumParam<HostChoice<C>>>(row);
    }
}

pub(super) fn number(row: &'static Parameter) -> FloatParam {
    let (min, max) = row.knob_range();
    let made = FloatParam::new(row.host_name(), row.to_knob(row.default), FloatRange::Linear { min, max })
        .with_value_to_string(Arc::new(|knob| row.host_text(row.from_knob(knob))))
        .with_string_to_value(Arc::new(|text| row.parse(text).ok().map(|plain| row.to_knob(plain))));
    if row.is_automatable { made } else { made.non_automatable() }
}

fn count(row: &'static Parameter) -> IntParam {
    let (min, max) = row.range();
    let range = IntRange::Linear { min: min as i32, max: max as i32 };
    let default = if row.is_rolled_at_birth { rolled() } else { row.default };
    let made = IntParam::new(row.host_name(), default as i32, range)
        .with_value_to_string(Arc::new(|count| row.host_text(count as f32)))
        .with_string_to_value(Arc::new(|text| row.parse(text).ok().map(|plain| plain as i32)));
    if row.is_automatable { made } else { made.non_automatable() }
}

/// The number a fresh instance is born with, so that twenty tracks do not crackle in unison.
fn rolled() -> f32 {
    Serial::random(&mut rand::rng()).to_plain()
}

fn switch(row: &'static Parameter) -> BoolParam {
    let made = BoolParam::new(row.host_name(), row.default >= 0.5)
        .with_value_to_string(Arc::new(|on| row.host_text(on.to_plain())))
        .with_string_to_value(Arc::new(|text| row.parse(text).ok().map(|plain| plain >= 0.5)));
    match row {
        _ if row.is_bypass => made.make_bypass(),
        _ if row.is_automatable => made,
        _ => made.non_automatable(),
    }
}

fn choice<C: Choice>(row: &'static Parameter) -> EnumParam<HostChoice<C>> {
    let made = EnumParam::new(row.host_name(), HostChoice(C::from_plain(row.default)));
    if row.is_automatable { made } else { made.non_automatable() }
}

/// A choice as nice-plug asks for it: by the names and the frozen ids of its row.
#[derive(Clone, Copy, PartialEq)]
struct HostChoice<C>(C);

impl<C: Choice> Enum for HostChoice<C> {
    fn variants() -> &'static [&'static str] {
        C::NAMES
    }
    fn ids() -> Option<&'static [&'static str]> {
        Some(C::IDS)
    }
    fn to_index(self) -> usize {
        self.0.to_plain() as usize
    }
    fn from_index(index: usize) -> Self {
        Self(C::from_plain(index as f32))
    }
}

/// Implements what is the same for each kind of host parameter.
macro_rules! gestures {
    () => {
        fn begin(&self, setter: &ParamSetter) {
            setter.begin_set_parameter(self);
        }
        fn end(&self, setter: &ParamSetter) {
            setter.end_set_parameter(self);
        }
        fn pointer(&self) -> ParamPtr {
            self.as_ptr()
        }
    };
}

impl HostParam for FloatParam {
    fn knob(&self) -> f32 {
        self.value()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob);
    }
    gestures!();
}

impl HostParam for IntParam {
    fn knob(&self) -> f32 {
        self.value() as f32
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob.round() as i32);
    }
    gestures!();
}

impl HostParam for BoolParam {
    fn knob(&self) -> f32 {
        self.value().to_plain()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob >= 0.5);
    }
    gestures!();
}

impl<C: Choice> HostParam for EnumParam<HostChoice<C>> {
    fn knob(&self) -> f32 {
        self.value().0.to_plain()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, HostChoice(C::from_plain(knob)));
    }
    gestures!();
}
