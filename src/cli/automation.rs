//! What the settings are at each moment of a song: `--set warp.hole=2`, `--set wear.plays=0..40`, or a table of points.
//!
//! A range runs in a straight line from the first value at the song's start to the second at its end; a table in straight
//! lines from point to point, and stands still before its first and after its last. Both are
//! read at every point of the chain's grid of 32 samples of absolute position, so it does not matter in what
//! pieces the song is played; the chain glides from point to point. Rounded values (counts, switches) step.

mod table;

use std::collections::BTreeMap;

use super::error::{RenderError, invalid_option};
use crate::params::{PARAMETERS, Parameter, Serial, Settings, ValueError, allowed_like};

/// Settings, and those of them that move.
#[derive(Clone, Default)]
pub struct Automation {
    /// Where nothing moves.
    settings: Settings,
    moves: Vec<Move>,
}

/// One parameter on its way.
#[derive(Clone)]
struct Move {
    parameter: &'static Parameter,
    /// When, and what then; at least one, in order of time.
    points: Vec<(f64, f32)>,
    /// What time is counted in.
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// Parts of the song, `0.0..=1.0`.
    Parts,
    /// Seconds from the song's start.
    Seconds,
}

impl Move {
    fn at(&self, time: f64) -> f32 {
        let after = self.points.partition_point(|(point, _)| *point <= time);
        let Some((t0, from)) = after.checked_sub(1).map(|before| self.points[before]) else {
            return self.points[0].1;
        };
        let Some((t1, to)) = self.points.get(after).copied() else { return from };
        (f64::from(from) + (f64::from(to) - f64::from(from)) * ((time - t0) / (t1 - t0))) as f32
    }
}

impl Automation {
    /// Settings that stay as they are.
    pub fn constant(settings: Settings) -> Self {
        Self { settings, moves: Vec::new() }
    }

    /// Takes one more assignment, `stage.param=value` or `stage.param=a..b`; a later one replaces an earlier.
    ///
    /// # Errors
    ///
    /// [`RenderError::Assignment`], [`RenderError::Parameter`] or [`RenderError::Value`].
    pub fn assign(&mut self, assignment: &str) -> Result<(), RenderError> {
        let (id, value) = assignment
            .split_once('=')
            .ok_or_else(|| RenderError::Assignment { requested: assignment.to_string() })?;
        let id = id.trim();
        let parameter = Settings::parameter(id).ok_or_else(|| RenderError::Parameter {
            requested: id.to_string(),
            allowed: ids_like(id, |_| true),
        })?;
        self.put(parameter, value).map_err(RenderError::from)
    }

    /// `--plays N` or `A..B`: short for `--set wear.plays=…`.
    ///
    /// # Errors
    ///
    /// [`RenderError::Option`] for anything else or out of range.
    pub fn assign_plays(&mut self, plays: &str) -> Result<(), RenderError> {
        let parameter = PARAMETERS.iter().find(|parameter| parameter.id == "wear_plays");
        let put = parameter.map_or(Ok(()), |parameter| self.put(parameter, plays));
        put.map_err(|error| invalid_option("plays", plays, &error.allowed))
    }

    /// The number of the disc.
    pub fn serial(&self) -> Serial {
        self.settings.disc_serial
    }

    /// The same on another disc.
    #[must_use]
    pub fn on_disc(mut self, serial: Serial) -> Self {
        self.settings.disc_serial = serial;
        self
    }

    /// The same with the edges of the side heard.
    #[must_use]
    pub(super) fn with_edges(mut self) -> Self {
        self.settings.disc_edges = true;
        self
    }

    /// Whether anything moves.
    pub fn is_constant(&self) -> bool {
        self.moves.is_empty()
    }

    /// The settings at a part of the song, `0.0..=1.0`.
    pub fn at(&self, part: f64) -> Settings {
        let mut settings = self.settings;
        for moving in &self.moves {
            let plain = moving.at(part.clamp(0.0, 1.0));
            (moving.parameter.set)(&mut settings, moving.parameter.conform(plain));
        }
        settings
    }

    /// The same for a song of this length: what was told in seconds is in parts of it.
    #[must_use]
    pub fn over(mut self, song_seconds: f64) -> Self {
        for moving in self.moves.iter_mut().filter(|moving| moving.unit == Unit::Seconds) {
            moving.points.iter_mut().for_each(|(time, _)| *time /= song_seconds.max(1e-9));
            moving.unit = Unit::Parts;
        }
        self
    }

    /// Every parameter by its id, as `--set` takes it; without the disc's number, which differs from song to song.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let text = |parameter: &Parameter, plain: f32| parameter.file_text(plain).replace('"', "");
        let still = PARAMETERS
            .iter()
            .filter(|p| !p.is_rolled_at_birth)
            .map(|p| (p.dotted(), text(p, (p.get)(&self.settings))));
        let moving = self.moves.iter().map(|Move { parameter: p, points, unit }| {
            let value = |(time, plain): &(f64, f32)| match unit {
                Unit::Parts => text(p, *plain),
                Unit::Seconds => format!("{} at {time} s", text(p, *plain)),
            };
            (p.dotted(), points.iter().map(value).collect::<Vec<_>>().join(".."))
        });
        still.chain(moving).collect()
    }

    fn put(&mut self, parameter: &'static Parameter, value: &str) -> Result<(), ValueError> {
        let wrong =
            |allowed: String| ValueError { id: parameter.id, requested: value.trim().to_string(), allowed };
        let Some((from, to)) = value.split_once("..") else {
            let plain = parameter.parse(value).map_err(|error| wrong(or_range(parameter, error.allowed)))?;
            self.moves.retain(|other| other.parameter.id != parameter.id);
            (parameter.set)(&mut self.settings, plain);
            return Ok(());
        };
        if !parameter.is_automatable {
            return Err(wrong(format!("{}, the same from start to end", parameter.allowed())));
        }
        let end =
            |text: &str| parameter.parse(text).map_err(|error| wrong(or_range(parameter, error.allowed)));
        // Three dots are a slip, not a small number.
        let to = to.strip_prefix('.').map_or(to, |_| "");
        let (from, to) = (end(from)?, end(to)?);
        self.moves.retain(|other| other.parameter.id != parameter.id);
        self.moves.push(Move { parameter, points: vec![(0.0, from), (1.0, to)], unit: Unit::Parts });
        Ok(())
    }
}

/// What is allowed, and that it may move.
fn or_range(parameter: &Parameter, allowed: String) -> String {
    if parameter.is_automatable { format!("{allowed}, or a..b of two such") } else { allowed }
}

/// The ids of the stage that is requested, or all.
fn ids_like(requested: &str, is_allowed: impl Fn(&Parameter) -> bool) -> String {
    let stage = requested.split(['.', '_']).next().unwrap_or_default();
    let of_stage = |parameter: &&Parameter| parameter.group == stage;
    let allowed = || PARAMETERS.iter().filter(|parameter| is_allowed(parameter));
    let any = allowed().any(|parameter| of_stage(&parameter));
    let ids = allowed().filter(|parameter| !any || of_stage(parameter));
    let listed: Vec<String> = ids.map(Parameter::dotted).collect();
    allowed_like(&requested.replacen('_', ".", 1), listed.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn automation(assignments: &[&str]) -> Automation {
        let mut automation = Automation::default();
        assignments.iter().for_each(|text| automation.assign(text).unwrap());
        automation
    }

    #[test]
    fn a_range_is_a_straight_line() {
        let moving = automation(&["warp.hole=0..3", "film.hiss = -20"]);
        let hole = |part| moving.at(part).warp_hole;
        assert_eq!((hole(0.0), hole(0.5), hole(1.0), hole(7.0)), (0.0, 1.5, 3.0, 3.0));
        assert_eq!(moving.at(0.3).film_hiss, -20.0);
        assert!(!moving.is_constant());
    }

    #[test]
    fn the_later_of_two_counts() {
        assert!(automation(&["wear.plays=0..40", "wear.plays=7"]).is_constant());
        assert_eq!(automation(&["wear.plays=7", "wear_plays=40..0"]).at(0.25).wear_plays, 30.0);
        let mut plays = automation(&["wear.plays=3"]);
        plays.assign_plays("10..20").unwrap();
        assert_eq!(plays.at(0.5).wear_plays, 15.0);
    }

    #[test]
    fn a_wrong_assignment_says_what_is_allowed() {
        let error = |text: &str| Automation::default().assign(text).unwrap_err().to_string();
        assert!(error("warp.hole").contains("stage.param=value"));
        let stage = error("warp.hol=1");
        assert!(
            stage.contains("'warp.hol'") && stage.contains("warp.hole") && !stage.contains("film"),
            "{stage}"
        );
        let all = error("volume=1");
        assert!(
            all.contains("'volume'") && all.contains("level_match") && all.contains("film.hiss"),
            "{all}"
        );
        for value in ["9", "1..9", "1..", "..1", "1...2", "", "x", "nan", "1..2..3"] {
            let error = error(&format!("warp.hole={value}"));
            assert!(error.contains(&format!("'{value}'")) && error.contains("0 to 3 mm, or a..b"), "{error}");
        }
        let fixed = error("pickup.player=piezo..modern");
        assert!(fixed.contains("'piezo..modern'") && fixed.contains("gramophone"), "{fixed}");
    }
}
