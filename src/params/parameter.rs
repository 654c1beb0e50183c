//! What a row of the table says about its parameter.

use super::table::{PARAMETERS, Settings};

/// How a knob's turn maps to its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Taper {
    /// Equal turns, equal differences.
    Linear,
    /// Equal turns, equal ratios; the range is above 0.
    Log,
    /// Logarithmic with 0 (off) at the left end: the value is `min + (max − min) · turn⁴`.
    Quartic,
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number on a continuous scale.
    Number {
        /// Lowest value.
        min: f32,
        /// Highest value.
        max: f32,
        /// How a knob reaches them.
        taper: Taper,
        /// Printed behind the number.
        unit: &'static str,
        /// Whether the lowest value means "none" and is printed as `off`.
        off_at_min: bool,
    },
    /// A whole number.
    Count {
        /// Lowest value.
        min: i32,
        /// Highest value.
        max: i32,
        /// Printed with leading zeros to so many digits; 0 for as many as it has.
        digits: usize,
    },
    /// One of a few named things.
    Choice(&'static [Named]),
    /// Off (0) or on (1).
    Switch,
}

/// A value of a choice: its frozen id for files and command lines, its name for people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Frozen.
    pub id: &'static str,
    /// Shown.
    pub name: &'static str,
}

/// How the sound gets from one value to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// By one-pole steps of 20 ms on the grid.
    Glide,
    /// At the next grid point; what needs a fade makes its own.
    AtOnce,
    /// While the disc is faded out for 20 ms.
    Swap,
    /// Another disc is built beside the sound, and swapped in when it is there.
    NewDisc,
}

/// What the parameter `condition` does to another, with `c` from 0 (a clean copy) over 1 (as set) to 1.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConditionEffect {
    /// Nothing.
    None,
    /// An amount: times `c`.
    Amount,
    /// The same, held to its range above 1.
    AmountInRange,
    /// A strength that is as set above 1: times `c` below.
    Strength,
    /// A level: 40 dB · (1 − c) lower below 1.
    Level,
    /// The edge of a band: below 1 towards this frequency in Hz, on a logarithmic scale.
    BandEdge(f32),
}

/// Where the panel shows a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelPlace {
    /// On the card of its group.
    Card,
    /// In the row below the stages: what concerns the whole.
    Main,
    /// Beside the choice of the source.
    Source,
    /// In the row of the disc.
    Disc,
    /// The disc's number, typed or rolled.
    DiscNumber,
    /// Among the choices of the set-up.
    Setup,
    /// A button that is on while it is held.
    Hold,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Frozen: `group_word`.
    pub id: &'static str,
    /// The stage it belongs to, or `main`, `disc`, `perform`.
    pub group: &'static str,
    /// Shown beside the knob.
    pub name: &'static str,
    /// One sentence of physics: the tooltip.
    pub about: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The value in *1950s Leningrad bootleg* and of a fresh instance.
    pub default: f32,
    /// Whether a fresh instance rolls its own value instead.
    pub is_rolled_at_birth: bool,
    /// Whether a host may draw it over time.
    pub is_automatable: bool,
    /// Whether it is the host's own bypass button.
    pub is_bypass: bool,
    /// Place on a controller's first page, from 1; 0 for none.
    pub first_page: u8,
    /// Whether presets hold it.
    pub in_presets: bool,
    /// How the sound gets from one value to another.
    pub motion: Motion,
    /// Whether it mixes the disc with the input, so that no fade of the disc covers it: a swap leaves it where it is.
    pub is_beside_disc: bool,
    /// What `condition` does to it.
    pub condition: ConditionEffect,
    /// Whether the picture of the disc depends on it.
    pub in_picture: bool,
    /// Where the panel shows it.
    pub panel: PanelPlace,
    /// Reads it.
    pub get: fn(&Settings) -> f32,
    /// Writes it, unchecked; use [`Parameter::conform`] first.
    pub set: fn(&mut Settings, f32),
}

impl Parameter {
    /// The id without its group: `hole` of `warp_hole`.
    pub fn word(&self) -> &'static str {
        let word = self.id.strip_prefix(self.group).and_then(|rest| rest.strip_prefix('_'));
        word.unwrap_or(self.id)
    }

    /// The id as the command line spells it: `warp.hole`.
    pub fn dotted(&self) -> String {
        if self.group == "main" { self.id.to_string() } else { format!("{}.{}", self.group, self.word()) }
    }

    /// Whether it is the lamp of its stage.
    pub fn is_lamp(&self) -> bool {
        self.word() == "on"
    }

    /// Whether a number can be typed.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Count { .. })
    }

    /// What a host calls it. Names are unique over all groups, since some hosts show no groups.
    pub fn host_name(&self) -> String {
        let name = if self.is_lamp() { "on" } else { self.name };
        match self.group {
            "main" => name.to_string(),
            group => format!("{} {}", group_title(group), name.to_lowercase()),
        }
    }
}

/// A group's name with its capital.
pub fn group_title(group: &str) -> String {
    let mut letters = group.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The groups, in the order of the table.
pub fn groups() -> impl Iterator<Item = &'static str> {
    let is_first = |at: &usize| PARAMETERS[..*at].iter().all(|row| row.group != PARAMETERS[*at].group);
    (0..PARAMETERS.len()).filter(is_first).map(|at| PARAMETERS[at].group)
}

/// The parameters that presets hold.
pub fn preset_rows() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS.iter().filter(|row| row.in_presets)
}

/// Whether a group is a stage of the signal path: it has a lamp.
pub fn is_stage(group: &str) -> bool {
    PARAMETERS.iter().any(|row| row.group == group && row.is_lamp())
}

/// How rows are written: a kind with its range first, then what differs from the usual.
impl Parameter {
    const fn new(name: &'static str, kind: Kind, motion: Motion) -> Self {
        Self {
            id: "",
            group: "",
            name,
            about: "",
            kind,
            default: 0.0,
            is_rolled_at_birth: false,
            is_automatable: false,
            is_bypass: false,
            first_page: 0,
            in_presets: false,
            motion,
            is_beside_disc: false,
            condition: ConditionEffect::None,
            in_picture: false,
            panel: PanelPlace::Card,
            get: |_| 0.0,
            set: |_, _| (),
        }
    }

    pub(super) const fn number(
        name: &'static str,
        (min, max): (f32, f32),
        taper: Taper,
        unit: &'static str,
    ) -> Self {
        Self::new(name, Kind::Number { min, max, taper, unit, off_at_min: false }, Motion::Glide)
    }

    pub(super) const fn percent(name: &'static str) -> Self {
        Self::number(name, (0.0, 100.0), Taper::Linear, "%")
    }

    pub(super) const fn level(name: &'static str, range_db: (f32, f32)) -> Self {
        Self::number(name, range_db, Taper::Linear, "dB").off_at_min().condition(ConditionEffect::Level)
    }

    pub(super) const fn count(name: &'static str, (min, max): (i32, i32), digits: usize) -> Self {
        Self::new(name, Kind::Count { min, max, digits }, Motion::AtOnce)
    }

    pub(super) const fn choice(name: &'static str, values: &'static [Named]) -> Self {
        Self::new(name, Kind::Choice(values), Motion::AtOnce)
    }

    pub(super) const fn switch(name: &'static str) -> Self {
        Self::new(name, Kind::Switch, Motion::AtOnce)
    }

    pub(super) const fn off_at_min(self) -> Self {
        match self.kind {
            Kind::Number { min, max, taper, unit, .. } => {
                Self { kind: Kind::Number { min, max, taper, unit, off_at_min: true }, ..self }
            }
            _ => self,
        }
    }

    pub(super) const fn rolled_at_birth(self) -> Self {
        Self { is_rolled_at_birth: true, ..self }
    }

    pub(super) const fn automatable(self) -> Self {
        Self { is_automatable: true, ..self }
    }

    pub(super) const fn bypass(self) -> Self {
        Self { is_bypass: true, ..self }
    }

    pub(super) const fn first_page(self, first_page: u8) -> Self {
        Self { first_page, ..self }
    }

    pub(super) const fn in_presets(self) -> Self {
        Self { in_presets: true, ..self }
    }

    pub(super) const fn motion(self, motion: Motion) -> Self {
        Self { motion, ..self }
    }

    pub(super) const fn beside_disc(self) -> Self {
        Self { is_beside_disc: true, ..self }
    }

    pub(super) const fn condition(self, condition: ConditionEffect) -> Self {
        Self { condition, ..self }
    }

    pub(super) const fn in_picture(self) -> Self {
        Self { in_picture: true, ..self }
    }

    pub(super) const fn panel(self, panel: PanelPlace) -> Self {
        Self { panel, ..self }
    }
}
