//! One row of the table in the form a host holds.
//!
//! A host moves numbers linearly between two ends, so a number is held on its knob's scale
//! (`Parameter::to_knob`): an exact logarithm where the taper says so. Text goes both ways through the table.

use std::sync::Arc;

use nice_plug::prelude::*;

use crate::chain::parameter::{Kind, Parameter};
use crate::chain::settings::{
    Beats, Channels, Latency, Listen, Machine, Needle, OfflineQuality, PARAMETERS, Picture, Plain, Player,
    Quality, Seam, Settings, SourceKind, Speed,
};

/// A host parameter made from a row of the table.
pub trait Handle: Send + Sync {
    /// Builds it.
    fn new(parameter: &'static Parameter) -> Self
    where
        Self: Sized;

    /// Where its knob stands: what [`Parameter::from_knob`] reads. Differs whenever the value does.
    fn knob(&self) -> f32;

    /// The user takes hold of it: hosts record automation and undo from here on.
    fn begin(&self, setter: &ParamSetter);

    /// Moves its knob.
    fn turn(&self, setter: &ParamSetter, knob: f32);

    /// The user lets go.
    fn end(&self, setter: &ParamSetter);
}

/// What the host calls it. Names are unique over all groups, since some hosts show no groups.
pub fn shown_name(parameter: &Parameter) -> String {
    let group = parameter.group();
    let name = if parameter.id.ends_with("_on") { "on" } else { parameter.name };
    if group == "main" { name.to_string() } else { format!("{} {}", title(group), name.to_lowercase()) }
}

/// A group's name with its capital.
pub fn title(group: &str) -> String {
    let mut letters = group.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Implements the gestures, which are the same for each kind of host parameter.
macro_rules! gestures {
    () => {
        fn begin(&self, setter: &ParamSetter) {
            setter.begin_set_parameter(self);
        }
        fn end(&self, setter: &ParamSetter) {
            setter.end_set_parameter(self);
        }
    };
}

impl Handle for FloatParam {
    fn new(parameter: &'static Parameter) -> Self {
        let (min, max) = parameter.knob_range();
        let default = parameter.to_knob(parameter.default);
        let made = FloatParam::new(shown_name(parameter), default, FloatRange::Linear { min, max })
            .with_value_to_string(Arc::new(|knob| parameter.text(parameter.from_knob(knob))))
            .with_string_to_value(Arc::new(|text| {
                parameter.parse(text).ok().map(|plain| parameter.to_knob(plain))
            }));
        if parameter.automatable { made } else { made.non_automatable() }
    }
    fn knob(&self) -> f32 {
        self.value()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob);
    }
    gestures!();
}

impl Handle for IntParam {
    fn new(parameter: &'static Parameter) -> Self {
        let (min, max) = parameter.range();
        let range = IntRange::Linear { min: min as i32, max: max as i32 };
        let made = IntParam::new(shown_name(parameter), parameter.default as i32, range)
            .with_string_to_value(Arc::new(|text| parameter.parse(text).ok().map(|plain| plain as i32)));
        if parameter.automatable { made } else { made.non_automatable() }
    }
    fn knob(&self) -> f32 {
        self.value() as f32
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob.round() as i32);
    }
    gestures!();
}

impl Handle for BoolParam {
    fn new(parameter: &'static Parameter) -> Self {
        let made = BoolParam::new(shown_name(parameter), parameter.default >= 0.5)
            .with_value_to_string(Arc::new(|on| parameter.text(on.to_plain())))
            .with_string_to_value(Arc::new(|text| parameter.parse(text).ok().map(|plain| plain >= 0.5)));
        match parameter.id {
            "bypass" => made.make_bypass(),
            _ if parameter.automatable => made,
            _ => made.non_automatable(),
        }
    }
    fn knob(&self) -> f32 {
        self.value().to_plain()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, knob >= 0.5);
    }
    gestures!();
}

impl<T: Enum + Plain + PartialEq + Send + Sync + 'static> Handle for EnumParam<T> {
    fn new(parameter: &'static Parameter) -> Self {
        let made = EnumParam::new(shown_name(parameter), T::from_plain(parameter.default));
        if parameter.automatable { made } else { made.non_automatable() }
    }
    fn knob(&self) -> f32 {
        self.value().to_plain()
    }
    fn turn(&self, setter: &ParamSetter, knob: f32) {
        setter.set_parameter(self, T::from_plain(knob));
    }
    gestures!();
}

/// Tells the host the names and the frozen ids of a choice, from its row in the table.
macro_rules! choice {
    ($type:ty, $id:literal) => {
        impl Enum for $type {
            fn variants() -> &'static [&'static str] {
                static NAMES: std::sync::LazyLock<Vec<&str>> =
                    std::sync::LazyLock::new(|| words($id).map(|named| named.name).collect());
                &NAMES
            }
            fn ids() -> Option<&'static [&'static str]> {
                static IDS: std::sync::LazyLock<Vec<&str>> =
                    std::sync::LazyLock::new(|| words($id).map(|named| named.id).collect());
                Some(&IDS)
            }
            fn to_index(self) -> usize {
                self.to_plain() as usize
            }
            fn from_index(index: usize) -> Self {
                Self::from_plain(index as f32)
            }
        }
    };
}

choice!(Machine, "lathe_machine");
choice!(Speed, "warp_speed");
choice!(Player, "pickup_player");
choice!(Needle, "disc_needle");
choice!(Listen, "listen");
choice!(SourceKind, "source_kind");
choice!(Beats, "warp_beats");
choice!(Seam, "disc_seam");
choice!(Channels, "disc_channels");
choice!(Latency, "disc_latency");
choice!(Quality, "disc_quality");
choice!(OfflineQuality, "disc_offline_quality");
choice!(Picture, "film_picture");

/// The values of a choice; empty for any other id.
fn words(id: &str) -> impl Iterator<Item = &'static crate::chain::parameter::Named> {
    let values = match Settings::parameter(id).map(|parameter| parameter.kind) {
        Some(Kind::Choice(values)) => values,
        _ => &[],
    };
    values.iter()
}

/// The row with this id. Every id in `params.rs` has one: a test holds the list.
pub fn row(id: &str) -> &'static Parameter {
    PARAMETERS.iter().find(|parameter| parameter.id == id).unwrap_or(&PARAMETERS[0])
}
