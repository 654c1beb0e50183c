//! The way from the panel to the host: every move of a knob is a whole gesture, and goes into the history.

use std::cell::RefCell;
use std::collections::BTreeSet;

use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::ParamSetter;

use super::history::{Change, History};
use crate::params::{PanelPlace, Parameter, Settings};
use crate::plugin::host_menu::{HostMenu, MenuRequest};
use crate::plugin::params::HostParam;
use crate::plugin::params::HostParams;

/// The host's parameters, for one frame.
pub(super) struct ParamWriter<'a> {
    pub(super) rows: Vec<(&'static Parameter, &'a dyn HostParam)>,
    setter: ParamSetter<'a>,
    history: &'a RefCell<History>,
    held: &'a RefCell<BTreeSet<usize>>,
    now_seconds: f64,
    params: &'a HostParams,
}

impl<'a> ParamWriter<'a> {
    /// `held`: the rows the user has hold of, from frame to frame; `now_seconds`: any clock that goes on.
    pub(super) fn new(
        params: &'a HostParams,
        host: &'a GuiContext,
        history: &'a RefCell<History>,
        held: &'a RefCell<BTreeSet<usize>>,
        now_seconds: f64,
    ) -> Self {
        Self {
            rows: params.rows().collect(),
            setter: host.param_setter(),
            history,
            held,
            now_seconds,
            params,
        }
    }

    /// The host's own menu for a parameter.
    pub(super) fn host_menu(&self) -> &HostMenu {
        &self.params.host_menu
    }

    /// Has the host open it.
    pub(super) fn ask_for_host_menu(&self, request: MenuRequest) {
        self.params.host_menu.ask(request);
        self.params.host_waker.wake();
    }

    /// Where a knob stands.
    pub(super) fn knob(&self, row: usize) -> f32 {
        self.rows[row].1.knob()
    }

    /// The user takes hold of a knob.
    pub(super) fn begin(&self, row: usize) {
        if !self.is_momentary(row) {
            self.history.borrow_mut().begin(row, self.knob(row));
        }
        self.held.borrow_mut().insert(row);
        self.rows[row].1.begin(&self.setter);
    }

    /// Moves it.
    pub(super) fn turn(&self, row: usize, knob: f32) {
        self.history.borrow_mut().turn(row, knob);
        self.rows[row].1.turn(&self.setter, knob);
    }

    /// Lets go.
    pub(super) fn end(&self, row: usize) {
        self.held.borrow_mut().remove(&row);
        self.rows[row].1.end(&self.setter);
        self.history.borrow_mut().end(row, self.now_seconds);
    }

    /// The window goes while the user has hold of something: the host must not wait for the end for ever, and nobody would
    /// be there to let go of the brake.
    pub(super) fn end_all_gestures(&self) {
        let held: Vec<usize> = self.held.borrow().iter().copied().collect();
        for row in held {
            if self.is_momentary(row) {
                self.turn(row, 0.0);
            }
            self.end(row);
        }
    }

    /// What is on only while it is held: let go by its own gesture, so nothing to undo.
    fn is_momentary(&self, row: usize) -> bool {
        self.rows[row].0.panel == PanelPlace::Hold
    }

    /// Sets those parameters that `which` names as they are in `settings`: one step of the history.
    pub(super) fn apply_undoable(&self, settings: &Settings, which: impl Fn(&Parameter) -> bool) {
        let changes = self.apply(settings, which);
        self.history.borrow_mut().record(changes, self.now_seconds);
    }

    /// The same beside the history. Gives what moved.
    pub(super) fn apply(&self, settings: &Settings, which: impl Fn(&Parameter) -> bool) -> Vec<Change> {
        let wanted = self.rows.iter().enumerate().filter(|(_, (parameter, _))| which(parameter));
        let changes: Vec<Change> = wanted
            .filter(|(_, (parameter, handle))| {
                // A host gives back a value that is a hair off: not a change.
                parameter.from_knob(handle.knob()) != (parameter.get)(settings)
            })
            .map(|(row, (parameter, handle))| {
                let after = parameter.to_knob((parameter.get)(settings));
                Change { row, before: handle.knob(), after }
            })
            .collect();
        self.set_all(changes.iter().map(|change| (change.row, change.after)));
        changes
    }

    /// Takes the last step back.
    pub(super) fn undo(&self) {
        let knobs = self.history.borrow_mut().undo();
        self.set_all(knobs);
    }

    /// Does it again.
    pub(super) fn redo(&self) {
        let knobs = self.history.borrow_mut().redo();
        self.set_all(knobs);
    }

    /// Whether there is something to undo, and to redo.
    pub(super) fn has_steps(&self) -> (bool, bool) {
        self.history.borrow().has()
    }

    /// A gesture for each knob that is to move.
    fn set_all(&self, knobs: impl IntoIterator<Item = (usize, f32)>) {
        for (row, knob) in knobs {
            let handle = self.rows[row].1;
            if handle.knob() != knob {
                handle.begin(&self.setter);
                handle.turn(&self.setter, knob);
                handle.end(&self.setter);
            }
        }
    }
}
