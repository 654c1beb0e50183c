//! What the settings are at each moment of a song: `--set warp.hole=2`, `--set wear.plays=0..40`, or a table of points.
//!
//! A range runs in a straight line from the first value at the song's start to the second at its end; a table in straight
//! lines from point to point, and stands still before its first and after its last. Both are
//! read at every point of the chain's grid of 32 samples of absolute position, so it does not matter in what
//! pieces the song is played; the chain glides from point to point. Rounded values (counts, switches) step.

use std::collections::BTreeMap;

use super::error::{RenderError, wrong_option};
use crate::chain::parameter::{Parameter, ValueError};
use crate::chain::settings::{PARAMETERS, Settings};

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
            .ok_or_else(|| RenderError::Assignment { asked: assignment.to_string() })?;
        let id = id.trim();
        let parameter = Settings::parameter(id)
            .ok_or_else(|| RenderError::Parameter { asked: id.to_string(), allowed: ids_like(id) })?;
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
        put.map_err(|error| wrong_option("plays", plays, &error.allowed))
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

    /// Takes a table of comma-separated values: a first line `seconds,stage.param,…`, then a line for each point in time,
    /// later than the one before. A cell left empty is no point for its parameter.
    ///
    /// # Errors
    ///
    /// [`RenderError::Table`], with the line; `what` is the table's name.
    pub fn assign_table(&mut self, what: &str, text: &str) -> Result<(), RenderError> {
        let wrong = |line: usize, cause: String| RenderError::Table { what: what.to_string(), line, cause };
        let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
        let mut lines = lines.by_ref().filter(|(_, line)| !line.is_empty());
        let (_, head) = lines.next().unwrap_or((1, ""));
        let mut names = head.trim_start_matches('\u{feff}').split(',').map(str::trim);
        if names.next() != Some("seconds") || head.split(',').count() < 2 {
            return Err(wrong(1, format!("'{head}' is not seconds,stage.param,…")));
        }
        let mut moves = Vec::new();
        for id in names {
            let parameter = Settings::parameter(id).filter(|parameter| parameter.automatable);
            let unknown =
                || wrong(1, format!("'{id}' is no parameter that can move; allowed are {}", ids_like(id)));
            moves.push(Move {
                parameter: parameter.ok_or_else(unknown)?,
                points: Vec::new(),
                unit: Unit::Seconds,
            });
        }
        let mut last = f64::NEG_INFINITY;
        for (line, row) in lines {
            let cells: Vec<&str> = row.split(',').map(str::trim).collect();
            let time = cells[0].parse().ok().filter(|time: &f64| time.is_finite() && *time > last);
            let time =
                time.ok_or_else(|| wrong(line, format!("'{}' is not a later time in seconds", cells[0])))?;
            if cells.len() != moves.len() + 1 {
                return Err(wrong(
                    line,
                    format!("{} values; the first line has {}", cells.len(), moves.len() + 1),
                ));
            }
            last = time;
            for (moving, cell) in moves.iter_mut().zip(&cells[1..]).filter(|(_, cell)| !cell.is_empty()) {
                let value = moving.parameter.parse(cell).map_err(|error| wrong(line, error.to_string()))?;
                moving.points.push((time, value));
            }
        }
        for moving in moves {
            if moving.points.is_empty() {
                return Err(wrong(1, format!("no value for '{}'", moving.parameter.dotted())));
            }
            self.moves.retain(|other| other.parameter.id != moving.parameter.id);
            self.moves.push(moving);
        }
        Ok(())
    }

    /// Every parameter by its id, as `--set` takes it.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let text = |parameter: &Parameter, plain: f32| parameter.file_text(plain).replace('"', "");
        let still = PARAMETERS.iter().map(|p| (p.dotted(), text(p, (p.get)(&self.settings))));
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
            |allowed: String| ValueError { id: parameter.id, asked: value.trim().to_string(), allowed };
        let Some((from, to)) = value.split_once("..") else {
            let plain = parameter.parse(value).map_err(|error| wrong(or_range(parameter, error.allowed)))?;
            self.moves.retain(|other| other.parameter.id != parameter.id);
            (parameter.set)(&mut self.settings, plain);
            return Ok(());
        };
        if !parameter.automatable {
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
    if parameter.automatable { format!("{allowed}, or a..b of two such") } else { allowed }
}

/// The ids of the stage that is asked for, or all.
fn ids_like(asked: &str) -> String {
    let stage = asked.split(['.', '_']).next().unwrap_or_default();
    let of_stage = |parameter: &&Parameter| parameter.group() == stage;
    let any = PARAMETERS.iter().any(|parameter| of_stage(&parameter));
    let ids = PARAMETERS.iter().filter(|parameter| !any || of_stage(parameter));
    ids.map(Parameter::dotted).collect::<Vec<_>>().join(", ")
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
    fn a_table_goes_from_point_to_point() {
        let mut told = automation(&["wear.plays=3"]);
        told.assign_table("t", "\u{feff}seconds, wear.plays, warp.hole\r\n\n10,0,1\r\n20,40,\n30,10,2\n")
            .unwrap();
        let at = |seconds: f64| told.clone().over(40.0).at(seconds / 40.0);
        let plays = [0.0, 10.0, 15.0, 20.0, 25.0, 40.0].map(|seconds| at(seconds).wear_plays);
        assert_eq!(plays, [0.0, 0.0, 20.0, 40.0, 25.0, 10.0]);
        assert_eq!((at(5.0).warp_hole, at(20.0).warp_hole, at(35.0).warp_hole), (1.0, 1.5, 2.0));
        assert_eq!(told.texts()["warp.hole"], "1 at 10 s..2 at 30 s");
        assert!(!told.is_constant());
    }

    #[test]
    fn a_wrong_table_says_where_and_what_is_allowed() {
        let head = "seconds,wear.plays";
        for (text, words) in [
            ("", ["line 1", "seconds,stage.param"]),
            ("time,wear.plays\n0,1", ["line 1", "seconds,stage.param"]),
            ("seconds,wear.ploys\n0,1", ["'wear.ploys'", "wear.plays"]),
            ("seconds,pickup.player\n0,piezo", ["'pickup.player'", "can move"]),
            (&format!("{head}\n"), ["no value", "wear.plays"]),
            (&format!("{head}\n0,1\n\n0,2"), ["line 4", "later time"]),
            (&format!("{head}\nnan,1"), ["line 2", "'nan'"]),
            (&format!("{head}\n0,1,2"), ["line 2", "3 values"]),
            (&format!("{head}\n0,999"), ["line 2", "'999'"]),
        ] {
            let error = Automation::default().assign_table("moves.csv", text).unwrap_err().to_string();
            assert!(error.starts_with("moves.csv, line "), "{error}");
            assert!(words.iter().all(|word| error.contains(word)), "{text}: {error}");
        }
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
