//! The panel as its window has it, and the end of the window.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::Ui;
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::LogicalSize;
use nice_plug::prelude::nice_warn;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{
    EguiEditor, EguiEditorState, EguiNiceSettings, Frame, NiceEguiApp, RepaintNotifier, create_egui_editor,
};

use super::{DESIGN_SIZE, FRAME, Panel, keys};
use crate::plugin::containment::contained;
use crate::plugin::params::HostParams;
use crate::plugin::telemetry::Telemetry;
use crate::preset::library::Library;

/// The panel as nice-plug holds it.
pub type PanelEditor = EguiEditor<App>;

/// The panel as its window has it; the host's side reaches it too, when the window is gone.
pub struct App(Arc<Mutex<Panel>>);

/// The editor of one instance; its window opens when the host asks for it.
pub fn create(
    params: Arc<HostParams>,
    telemetry: Arc<Telemetry>,
    repaint: RepaintNotifier,
) -> Option<PanelEditor> {
    let [width, height, zoom] = params.panel.get();
    let state = EguiEditorState::from_size(LogicalSize::new(width, height), zoom);
    let settings = EguiNiceSettings::new()
        .with_tile("Roentgenizdat")
        .with_resize_hint(nice_plug::editor::ResizeHint::RESIZABLE)
        .with_repaint_poll_interval(FRAME);
    // Read when the window opens: a host may make hundreds of instances and show none.
    let library = Library::unread(Library::user_folder());
    let app = App(Arc::new(Mutex::new(Panel::new(params.clone(), telemetry, library))));
    let panel = Arc::downgrade(&app.0);
    params.window.when_closed(move || {
        if let Some(panel) = panel.upgrade() {
            App(panel).panel().close();
        }
    });
    create_egui_editor(state, repaint, settings, app)
}

impl App {
    fn panel(&self) -> MutexGuard<'_, Panel> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn frame(&self, ui: &mut Ui, frame: &mut Frame) {
        let takes_all = self.panel().chooser.is_open();
        frame.set_key_capture(keys::captured(ui.ctx(), takes_all));
        self.panel().show(ui);
        let wanted = self.panel().take_wanted_scale();
        if let Some(scale) = wanted {
            let [width, height] = DESIGN_SIZE.map(|side| f64::from(side * scale));
            if let Err(error) = frame.baseview_window().resize(LogicalSize::new(width, height)) {
                nice_warn!("the panel cannot be {width} by {height}: {error}");
            }
        }
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        egui: egui::Context,
        host: GuiContext,
        _frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        let mut panel = self.panel();
        panel.params.window.open();
        panel.open(&egui, host);
        Ok(())
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        let params = self.panel().params.clone();
        params.window.frame(|| contained("a frame of the panel", (), || self.frame(ui, frame)));
    }

    fn resized(&mut self, size: WindowSize) {
        self.panel().params.panel.set_size(size.logical.width as f32, size.logical.height as f32);
    }

    fn zoom_factor_changed(&mut self, zoom: f32) {
        self.panel().params.panel.set_zoom(zoom);
    }
}
