//! What the user did, so that it can be undone: fifty steps, each one gesture or one preset.
//!
//! Steps hold the knobs that moved, never the state of the plugin: what the disc remembers is not undone, and what a
//! host automates is not recorded.

/// Steps kept.
const STEPS: usize = 50;
/// Notches of a wheel within so many seconds are one step.
const MERGE_SECONDS: f64 = 0.8;

/// A knob that moved: its row in the table, where it stood, where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    /// Row of the table.
    pub(super) row: usize,
    /// Knob before.
    pub(super) before: f32,
    /// Knob after.
    pub(super) after: f32,
}

#[derive(Clone, Debug)]
struct Step {
    changes: Vec<Change>,
    at_seconds: f64,
}

/// The steps done and undone.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The knob the user holds: its row, where it stood, where it was turned to. A host is slow to say where it stands.
    held: Option<Change>,
}

impl History {
    /// The user takes hold of a knob.
    pub(super) fn begin(&mut self, row: usize, knob: f32) {
        self.held = Some(Change { row, before: knob, after: knob });
    }

    /// Turns it.
    pub(super) fn turn(&mut self, row: usize, knob: f32) {
        if let Some(held) = self.held.as_mut().filter(|held| held.row == row) {
            held.after = knob;
        }
    }

    /// Lets go.
    pub(super) fn end(&mut self, row: usize, now_seconds: f64) {
        let Some(Change { before, after, .. }) = self.held.take_if(|held| held.row == row) else {
            return;
        };
        if let Some(Step { changes, at_seconds }) = self.done.last_mut()
            && let [change] = changes.as_mut_slice()
            && change.row == row
            && change.after == before
            && now_seconds - *at_seconds < MERGE_SECONDS
        {
            (change.after, *at_seconds) = (after, now_seconds);
            self.undone.clear();
            if change.before == change.after {
                self.done.pop();
            }
            return;
        }
        self.record(vec![Change { row, before, after }], now_seconds);
    }

    /// Many knobs at once: a preset, a roll.
    pub(super) fn record(&mut self, mut changes: Vec<Change>, now_seconds: f64) {
        changes.retain(|change| change.before != change.after);
        if changes.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(Step { changes, at_seconds: now_seconds });
        if self.done.len() > STEPS {
            self.done.remove(0);
        }
    }

    /// Takes the last step back: the rows, and where their knobs stood.
    pub(super) fn undo(&mut self) -> Vec<(usize, f32)> {
        let Some(step) = self.done.pop() else { return Vec::new() };
        let knobs = step.changes.iter().map(|change| (change.row, change.before)).collect();
        self.undone.push(step);
        knobs
    }

    /// Does it again: the rows, and where their knobs went.
    pub(super) fn redo(&mut self) -> Vec<(usize, f32)> {
        let Some(step) = self.undone.pop() else { return Vec::new() };
        let knobs = step.changes.iter().map(|change| (change.row, change.after)).collect();
        self.done.push(step);
        knobs
    }

    /// Whether there is something to undo, and to redo.
    pub(super) fn has(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(history: &mut History, row: usize, before: f32, after: f32, at: f64) {
        history.begin(row, before);
        history.turn(row, after);
        history.end(row, at);
    }

    #[test]
    fn steps_go_back_and_forth() {
        let mut history = History::default();
        moved(&mut history, 3, 0.1, 0.2, 0.0);
        let preset = vec![
            Change { row: 1, before: 5.0, after: 6.0 },
            Change { row: 2, before: 7.0, after: 7.0 },
            Change { row: 4, before: 0.0, after: 1.0 },
        ];
        history.record(preset, 10.0);
        assert_eq!(history.undo(), [(1, 5.0), (4, 0.0)], "what did not move is left out");
        assert_eq!(history.undo(), [(3, 0.1)]);
        assert_eq!((history.undo(), history.has()), (vec![], (false, true)));
        assert_eq!((history.redo(), history.redo()), (vec![(3, 0.2)], vec![(1, 6.0), (4, 1.0)]));
        assert_eq!(history.redo(), []);
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let mut history = History::default();
        moved(&mut history, 0, 0.0, 1.0, 0.0);
        history.undo();
        moved(&mut history, 1, 0.0, 1.0, 5.0);
        assert_eq!(history.has(), (true, false));
    }

    #[test]
    fn a_row_of_notches_is_one_step() {
        let mut history = History::default();
        for notch in 0..5 {
            let (before, at) = (0.1 * notch as f32, 0.3 * f64::from(notch));
            moved(&mut history, 7, before, 0.1 * (notch + 1) as f32, at);
        }
        moved(&mut history, 7, 0.5, 0.6, 60.0);
        assert_eq!((history.undo(), history.undo()), (vec![(7, 0.5)], vec![(7, 0.0)]));
        assert!(!history.has().0);
    }

    #[test]
    fn another_rows_end_takes_nothing_away() {
        let mut history = History::default();
        history.begin(1, 0.0);
        history.turn(1, 0.5);
        history.end(9, 0.1);
        history.end(1, 0.2);
        assert_eq!(history.undo(), [(1, 0.0)]);
    }

    #[test]
    fn there_and_back_at_once_is_no_step() {
        let mut history = History::default();
        moved(&mut history, 2, 0.0, 1.0, 1.0);
        moved(&mut history, 2, 1.0, 0.0, 1.2);
        assert_eq!(history.has(), (false, false));
    }

    #[test]
    fn fifty_steps_are_kept_and_a_gesture_that_moved_nothing_is_none() {
        let mut history = History::default();
        for step in 0..80 {
            moved(&mut history, step, 0.0, 1.0, 10.0 * step as f64);
            moved(&mut history, step, 1.0, 1.0, 10.0 * step as f64 + 5.0);
        }
        let undone = std::iter::from_fn(|| history.undo().first().copied()).count();
        assert_eq!(undone, STEPS);
    }
}
