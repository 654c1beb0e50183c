//! Points in time as comma-separated values, such as any spreadsheet or script writes.
//!
//! ```text
//! seconds,wear.plays,warp.hole
//! 0,0,0.3
//! 61.5,12,
//! 180,40,1.2
//! ```

use super::{Automation, Move, Unit, ids_like};
use crate::cli::error::RenderError;
use crate::params::Settings;

impl Automation {
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
            if moves.iter().any(|known: &Move| known.parameter.dotted() == id || known.parameter.id == id) {
                return Err(wrong(1, format!("'{id}' has two columns; allowed is one for each parameter")));
            }
            let parameter = Settings::parameter(id).filter(|parameter| parameter.is_automatable);
            let unknown = || {
                wrong(
                    1,
                    format!(
                        "'{id}' is no parameter that can move; allowed are {}",
                        ids_like(id, |row| row.is_automatable)
                    ),
                )
            };
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::{PARAMETERS, Parameter};

    #[test]
    fn a_table_goes_from_point_to_point() {
        let mut told = Automation::default();
        told.assign("wear.plays=3").unwrap();
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
            ("seconds,wear.plays,wear.plays\n0,1,2", ["line 1", "two columns"]),
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
    fn what_is_refused_is_not_among_what_is_allowed() {
        let fixed = PARAMETERS.iter().filter(|row| !row.is_automatable).map(Parameter::dotted);
        for id in fixed {
            let table = format!("seconds,{id}\n0,1");
            let error = Automation::default().assign_table("moves.csv", &table).unwrap_err().to_string();
            let (_, allowed) = error.split_once("allowed are ").unwrap();
            assert!(allowed.split(", ").all(|other| other != id), "{error}");
        }
    }
}
